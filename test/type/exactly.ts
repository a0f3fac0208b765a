/**
 * Types as test values. `exactly<T>()(value)` compiles if the type of the value is T, no wider and no
 * narrower; where it is not, the compiler's message holds both. These files are tested by being
 * compiled: with the project, and once more against the packed package.
 */

/** True for two types that no context tells apart. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** The typed array of a result: one whose memory is not shared, where the compiler tells. */
export type Fresh = ReturnType<Float64ArrayConstructor['of']>

interface Mismatch<Expected, Got> {
  readonly expected: Expected
  readonly got: Got
}

/** What the compiler infers for the value must be T itself. */
export const exactly =
  <T>() =>
  <X>(_value: X & (Equal<X, T> extends true ? unknown : Mismatch<T, X>)): void => {}

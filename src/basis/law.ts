/**
 * Laws as data: the two sides written in the user's own language. They are traced once and lazily by whoever rewrites
 * with them, on scalars, and hold for elementwise operations at any shape.
 */
import type { AnyExpr, Mask, PatternRule, Scalar, Side } from '../program/model.ts'
import type { Kind } from '../program/domain.ts'
import { phantom } from '../type/phantom.ts'

type Term = AnyExpr | number | boolean
type Function<X> = (...xs: ReadonlyArray<X>) => Term
type OnMask = (m: Mask<[]>, ...xs: ReadonlyArray<Scalar>) => Term

const pattern = (law: string, kinds: ReadonlyArray<Kind>, left: unknown, right: unknown): PatternRule => {
  const side =
    (of: unknown): Side =>
    (xs) =>
      phantom<Function<AnyExpr>>(of)(...xs)
  return { _tag: 'Pattern', law, kinds, left: side(left), right: side(right) }
}

const repeat = (kind: Kind, times: number): ReadonlyArray<Kind> => Array.from({ length: times }, () => kind)

/**
 * A law on float64 values.
 *
 * @example
 * const unit = rule('x · 1 = x', (x) => mul(x, 1), (x) => x)
 * operations(simplify(trace((x: Scalar) => mul(x, 1))(1), [unit]))   // 0
 * @category constructors
 */
export const rule = (law: string, left: Function<Scalar>, right: Function<Scalar>): PatternRule => pattern(law, repeat('float', left.length), left, right)

/** A law whose first variables, so many of them, stand for constants. @category constructors */
export const collect = (count: number, law: string, left: Function<Scalar>, right: Function<Scalar>): PatternRule =>
  pattern(law, [...repeat('constant', count), ...repeat('float', left.length - count)], left, right)

/**
 * A law that is applied only where it saves an operation. One that moves a value past another could else be applied to what it
 * has made, and so on down a chain, a pass for each link and nothing gained.
 *
 * @category constructors
 */
export const saving = (law: PatternRule): PatternRule => ({ ...law, saves: true })

/** A law whose first variable is a mask. @category constructors */
export const choice = (law: string, left: OnMask, right: OnMask): PatternRule => pattern(law, ['mask', ...repeat('float', left.length - 1)], left, right)

/** A law on masks. @category constructors */
export const logic = (law: string, left: Function<Mask<[]>>, right: Function<Mask<[]>>): PatternRule => pattern(law, repeat('mask', left.length), left, right)

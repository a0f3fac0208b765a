/**
 * Numbers or booleans in nested lists, as a tensor is written, and what else may be handed over in their place.
 */
import { raise } from '../failure.ts'
import type { Shape } from '../type/shape.ts'
import type { DType } from './dtype.ts'

/** Numbers or booleans in arrays nested as deep as the rank. */
export type Nested = number | boolean | ReadonlyArray<Nested>

/** Nested arrays of entries E by rank; of higher ranks, or where it is not known, any. */
interface Ranks<E extends number | boolean> {
  readonly [rank: number]: Nested
  readonly 0: E
  readonly 1: ReadonlyArray<E>
  readonly 2: ReadonlyArray<ReadonlyArray<E>>
  readonly 3: ReadonlyArray<ReadonlyArray<ReadonlyArray<E>>>
  readonly 4: ReadonlyArray<ReadonlyArray<ReadonlyArray<ReadonlyArray<E>>>>
  readonly 5: ReadonlyArray<ReadonlyArray<ReadonlyArray<ReadonlyArray<ReadonlyArray<E>>>>>
  readonly 6: ReadonlyArray<ReadonlyArray<ReadonlyArray<ReadonlyArray<ReadonlyArray<ReadonlyArray<E>>>>>>
}

/** The same by dtype. */
interface Entries {
  readonly float64: Ranks<number>
  readonly int32: Ranks<number>
  readonly bool: Ranks<boolean>
}

/** The nested arrays of a tensor: as deep as its rank, of numbers, or of booleans for a mask. */
export type NestedOf<X extends { readonly shape: Shape; readonly dtype: DType }> = Entries[X['dtype']][X['shape']['length']]

/** The shape of nested arrays; not known where the nesting is not. */
export type NestedShape<X> = [Nested] extends [X]
  ? Shape
  : X extends number | boolean
    ? []
    : X extends readonly [infer H, ...ReadonlyArray<unknown>]
      ? [X['length'] & number, ...NestedShape<H>]
      : X extends readonly []
        ? [0]
        : X extends ReadonlyArray<infer H>
          ? [number, ...NestedShape<H>]
          : never

type Leaf<X> = [Nested] extends [X] ? number | boolean : X extends ReadonlyArray<infer H> ? Leaf<H> : X
export type NestedDType<X> = [Leaf<X>] extends [never] ? 'float64' : Leaf<X> extends boolean ? 'bool' : Leaf<X> extends number ? 'float64' : 'bool' | 'float64'

const deepest = 256

const isList = (nested: Nested): nested is ReadonlyArray<Nested> => Array.isArray(nested) || ArrayBuffer.isView(nested)

/** What a value is that is no tensor; null for an object that imitates one. */
export const describeOther = (value: unknown): string | null => {
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name}`
  if (Array.isArray(value)) return `an array of ${value.length}`
  if (value === null || value === undefined) return String(value)
  if (typeof value !== 'object') return `a ${typeof value}`
  const tag = '_tag' in value ? value._tag : null
  return tag === 'Tensor' ? null : tag === 'Expr' ? 'a traced expression, which has no value yet' : 'an object'
}

/** The shape, by the first entries. */
export const shapeOfNested = (nested: Nested): ReadonlyArray<number> => {
  const shape: Array<number> = []
  for (let at = nested; isList(at); ) {
    if (shape.length === deepest)
      return raise({
        _tag: 'Structure',
        operation: 'tensor',
        path: 'tensor',
        expected: `at most ${deepest} levels`,
        got: 'more',
        hint: 'an array that contains itself cannot be a tensor',
      })
    shape.push(at.length)
    const first: Nested | undefined = at[0]
    if (first === undefined) break
    at = first
  }
  return shape
}

const rows = 'rows of a tensor have equal length, and its entries are numbers'

const hintFor = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return rows
  const tag = '_tag' in value ? value._tag : null
  return tag === 'Expr' || tag === 'Tensor' ? 'for a tensor of tensors or of expressions use stack([x, y])' : rows
}

const flatten = (nested: Nested, shape: ReadonlyArray<number>, path: string, into: Array<number>): void => {
  const [size, ...rest] = shape
  if (size === undefined && (typeof nested === 'number' || typeof nested === 'boolean')) {
    into.push(Number(nested))
    return
  }
  if (size === undefined || !isList(nested) || nested.length !== size)
    return raise({
      _tag: 'Structure',
      operation: 'tensor',
      path,
      expected: size === undefined ? 'a number' : `${size} entries`,
      got: isList(nested) ? `${nested.length} entries` : (describeOther(nested) ?? 'a Tensor'),
      hint: hintFor(nested),
    })
  // By index: forEach would pass over a hole.
  for (let i = 0; i < size; i++) flatten(nested[i] ?? missing(nested[i], `${path}[${i}]`), rest, `${path}[${i}]`, into)
}

const missing = (value: unknown, path: string): never =>
  raise({ _tag: 'Structure', operation: 'tensor', path, expected: 'a number', got: String(value), hint: rows })

/** The entries in row-major order, each checked, and whether they are booleans. */
export const entriesOf = (nested: Nested, shape: ReadonlyArray<number>): { readonly values: ReadonlyArray<number>; readonly isMask: boolean } => {
  const values: Array<number> = []
  flatten(nested, shape, 'tensor', values)
  let leaf: Nested | undefined = nested
  while (leaf !== undefined && isList(leaf)) leaf = leaf[0]
  return { values, isMask: typeof leaf === 'boolean' }
}

/**
 * Tensor: an immutable n-dimensional array of one dtype, row-major.
 *
 * Its buffer sits under a symbol that only this library holds; it leaves by copy
 * (`toArray`, `toFloat64Array`), so nobody can change a tensor after it is made.
 */
import { raise } from '../failure.ts'
import { phantom } from '../type/phantom.ts'
import type { Shape } from '../type/shape.ts'
import { type Aval, aval } from './aval.ts'
import { type Buffer, type DType, dtypes } from './dtype.ts'
import { checkedShape, type Dims, showShape, sizeOf } from './shape.ts'

const buffer: unique symbol = Symbol('buffer')

/** An immutable array with its shape and dtype in its type. */
export interface Tensor<S extends Shape = Shape, D extends DType = 'float64'> {
  readonly _tag: 'Tensor'
  readonly shape: S
  readonly dtype: D
}

/** A tensor of any shape and dtype. */
export type AnyTensor = Tensor<Shape, DType>

interface Stored extends Tensor<Dims, DType> {
  readonly aval: Aval
  readonly [buffer]: Buffer
}

const inspected = /*#__PURE__*/ Symbol.for('nodejs.util.inspect.custom')

function inspect(this: Stored): string {
  return showTensor(this)
}

/** A tensor around a buffer that the caller gives up. */
export const seal = (of: Aval, data: Buffer): AnyTensor => {
  const stored: Stored & { readonly [inspected]: () => string } = {
    _tag: 'Tensor',
    shape: of.shape,
    dtype: of.dtype,
    aval: of,
    [buffer]: data,
    [inspected]: inspect,
  }
  return Object.freeze(stored)
}

const isStored = (value: AnyTensor): value is Stored => buffer in value

const stored = (value: AnyTensor): Stored =>
  isStored(value) ? value : raise({ _tag: 'Operand', operation: 'tensor', got: 'an object that only looks like a Tensor', hint: 'make one with tensor(…)' })

/**
 * Whether a value is a Tensor; a Float64Array is none.
 *
 * @example
 * isTensor(tensor([1, 2]))          // true
 * isTensor(Float64Array.of(1, 2))   // false
 * @category destructors
 */
export const isTensor = (value: unknown): value is AnyTensor => typeof value === 'object' && value !== null && buffer in value

/** The data itself, for reading only: the library's own use. */
export const dataOf = (value: AnyTensor): Buffer => stored(value)[buffer]

export const avalOf = (value: AnyTensor): Aval => stored(value).aval

/** The single element of a one-element tensor, or the element at a flat index. */
export const elementOf = (value: AnyTensor, index = 0): number => dataOf(value)[index] ?? Number.NaN

const zero: AnyTensor = /*#__PURE__*/ seal(/*#__PURE__*/ aval('float64', []), /*#__PURE__*/ Float64Array.of(0))

/** A rank-0 tensor. */
export const scalarTensor = (value: number, dtype: DType = 'float64'): AnyTensor => {
  if (Object.is(value, 0) && dtype === 'float64') return zero
  const data = dtypes[dtype].buffer(1)
  data[0] = value
  return seal(aval(dtype, []), data)
}

/** All elements the same. */
export const filled = (of: Aval, value: number): AnyTensor => {
  const data = dtypes[of.dtype].buffer(sizeOf(of.shape))
  if (value !== 0 || Object.is(value, -0)) data.fill(value)
  return seal(of, data)
}

// constructors for users -------------------------------------------------------------------

/** Numbers or booleans in arrays nested as deep as the rank. */
export type Nested = number | boolean | ReadonlyArray<Nested>

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
type NestedDType<X> = [Leaf<X>] extends [never] ? 'float64' : Leaf<X> extends boolean ? 'bool' : Leaf<X> extends number ? 'float64' : 'bool' | 'float64'

interface TensorOf {
  <const S extends Dims = [number]>(data: Float64Array, shape?: S): Tensor<Mutable<S>>
  <const S extends Dims = [number]>(data: Int32Array, shape?: S): Tensor<Mutable<S>, 'int32'>
  <const X extends Nested, D extends DType>(nested: X, dtype: D): Tensor<NestedShape<X>, D>
  <const X extends Nested>(nested: X): Tensor<NestedShape<X>, NestedDType<X>>
}

type Mutable<S extends Dims> = { -readonly [K in keyof S]: S[K] }

const deepest = 256

const isList = (nested: Nested): nested is ReadonlyArray<Nested> => Array.isArray(nested) || ArrayBuffer.isView(nested)

const nestedShape = (nested: Nested): Dims => {
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

const flatten = (nested: Nested, shape: Dims, path: string, into: Array<number>): void => {
  const [size, ...rest] = shape
  if (size === undefined && (typeof nested === 'number' || typeof nested === 'boolean')) {
    into.push(Number(nested))
    return
  }
  if (size === undefined || !isList(nested) || nested.length !== size) {
    raise({
      _tag: 'Structure',
      operation: 'tensor',
      path,
      expected: size === undefined ? 'a number' : `${size} entries`,
      got: isList(nested) ? `${nested.length} entries` : nested === null ? 'null' : `a ${typeof nested}`,
      hint: 'rows of a tensor have equal length, and its entries are numbers',
    })
    return
  }
  nested.forEach((entry, i) => {
    flatten(entry, rest, `${path}[${i}]`, into)
  })
}

const holding = (of: Aval, values: ArrayLike<number>): AnyTensor => {
  const row = dtypes[of.dtype]
  const data = row.buffer(sizeOf(of.shape))
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN
    if (!row.holds(value))
      raise({
        _tag: 'DType',
        operation: 'tensor',
        dtypes: [of.dtype],
        reason: `cannot hold ${Object.is(value, -0) ? '-0' : value} (element ${i}) exactly`,
        hint: 'leave the dtype out for float64',
      })
    data[i] = value
  }
  return seal(of, data)
}

const fromBuffer = (data: Float64Array | Int32Array, shape: Dims): AnyTensor => {
  if (sizeOf(checkedShape('tensor', shape)) !== data.length) {
    raise({ _tag: 'Shape', operation: 'tensor', shapes: [showShape(shape)], reason: `do not hold ${data.length} elements` })
  }
  return seal(aval(data instanceof Int32Array ? 'int32' : 'float64', shape), data.slice())
}

const fromNested = (nested: Nested, dtype: DType | undefined): AnyTensor => {
  const shape = nestedShape(nested)
  const values: Array<number> = []
  flatten(nested, shape, 'tensor', values)
  let leaf: Nested | undefined = nested
  while (leaf !== undefined && isList(leaf)) leaf = leaf[0]
  return holding(aval(dtype ?? (typeof leaf === 'boolean' ? 'bool' : 'float64'), shape), values)
}

/**
 * A tensor from nested arrays, or from a typed array and a shape; the input is copied.
 *
 * @example
 * tensor([[1, 2], [3, 4]])                    // Tensor<[2, 2]>
 * tensor(Float64Array.of(1, 2, 3, 4), [2, 2]) // Tensor<[2, 2]>
 * tensor([0, 2], 'int32')                     // Tensor<[2], 'int32'>
 * @category constructors
 */
export const tensor: TensorOf = <T>(source: Nested | Float64Array | Int32Array, second?: Dims | DType): T =>
  phantom(
    source instanceof Float64Array || source instanceof Int32Array
      ? fromBuffer(source, typeof second === 'object' ? second : [source.length])
      : fromNested(source, typeof second === 'string' ? second : undefined),
  )

// destructors ------------------------------------------------------------------------------

/**
 * Nested arrays again: the inverse of `tensor`.
 *
 * @example
 * toArray(tensor([[1, 2], [3, 4]]))   // [[1, 2], [3, 4]]
 * @category destructors
 */
export const toArray = (value: AnyTensor): Nested => {
  const { shape, dtype } = value
  const data = dataOf(value)
  const leaf = (i: number): Nested => (dtype === 'bool' ? data[i] === 1 : (data[i] ?? Number.NaN))
  const nest = (axis: number, from: number, span: number): Nested => {
    if (axis === shape.length) return leaf(from)
    const n = Number(shape[axis])
    return Array.from({ length: n }, (_, i) => nest(axis + 1, from + (i * span) / n, span / n))
  }
  return nest(0, 0, data.length)
}

/**
 * The elements in row-major order, as a copy.
 *
 * @example
 * toFloat64Array(tensor([[1, 2], [3, 4]]))   // Float64Array [1, 2, 3, 4]
 * @category destructors
 */
export const toFloat64Array = (value: AnyTensor): Float64Array => Float64Array.from(dataOf(value))

const shown = 6

/**
 * One line, however large: its type and the first six elements.
 *
 * @example
 * showTensor(tensor([[1, 2], [3, 4]]))   // 'f64[2,2] 1 2 3 4'
 * @category destructors
 */
export const showTensor = (value: AnyTensor): string => {
  const data = dataOf(value)
  const head = Array.from(data.subarray(0, shown), (x) => (Object.is(x, -0) ? '-0' : String(x)))
  return `${avalOf(value).text} ${head.join(' ')}${data.length > shown ? ' …' : ''}`
}

/**
 * Equal shape, dtype and bits (NaN equals NaN, 0 differs from -0).
 *
 * @example
 * sameTensor(tensor([1, NaN]), tensor([1, NaN]))   // true
 * sameTensor(tensor([0]), tensor([-0]))            // false
 * @category destructors
 */
export const sameTensor = (a: AnyTensor, b: AnyTensor): boolean => {
  if (a === b) return true
  const x = dataOf(a)
  const y = dataOf(b)
  if (avalOf(a).text !== avalOf(b).text) return false
  for (let i = 0; i < x.length; i++) if (!Object.is(x[i], y[i])) return false
  return true
}

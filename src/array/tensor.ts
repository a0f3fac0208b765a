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
import { checkAttached } from './detached.ts'
import { isFloats } from './floats.ts'
import { type Buffer, type DType, dtypes, type Fresh } from './dtype.ts'
import { checkedShape, type Dims, showShape, sizeOf } from './shape.ts'
import { refusing } from '../syntax.ts'
import { describeOther, entriesOf, type Nested, type NestedDType, type NestedOf, type NestedShape, shapeOfNested } from './nested.ts'

export type { Nested } from './nested.ts'

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

function line(this: AnyTensor): string {
  return showTensor(this)
}

function nested(this: AnyTensor): Nested {
  return toArray(this)
}

const refuse = (value: AnyTensor, syntax: string, instead: string): never =>
  raise({
    _tag: 'Argument',
    operation: 'tensor',
    reason: `${syntax} was used on the Tensor ${showTensor(value)}`,
    hint: `${instead}; its entries are toArray(x), or flat toFloat64Array(x)`,
  })

/** In text a tensor is shown, as a number it would be NaN. */
function coerced(this: AnyTensor, hint: string): string {
  return hint === 'string' ? showTensor(this) : refuse(this, 'An operator or Math.*', 'use add, sub, mul, div, lt, sin, … of wengert')
}

/** What every tensor inherits; its JSON is that of nested arrays. */
const inherited = /*#__PURE__*/ refusing(refuse, { [Symbol.toPrimitive]: coerced, [inspected]: line, toString: line, toJSON: nested })

/** A tensor around a buffer that the caller gives up. */
export const seal = (of: Aval, data: Buffer): AnyTensor => {
  const made: { -readonly [K in keyof Stored]: Stored[K] } = Object.create(inherited)
  made._tag = 'Tensor'
  made.shape = of.shape
  made.dtype = of.dtype
  made.aval = of
  made[buffer] = data
  return Object.freeze(made)
}

/** Tensors of which the entries, one tensor after another, are what is said of their places. */
export const tensorsBy = (avals: ReadonlyArray<Aval>, at: (place: number) => number): ReadonlyArray<AnyTensor> => {
  let from = 0
  return avals.map((of) => {
    const start = from
    from += sizeOf(of.shape)
    return seal(
      of,
      Float64Array.from({ length: from - start }, (_, i) => at(start + i)),
    )
  })
}

const isStored = (value: unknown): value is Stored => typeof value === 'object' && value !== null && buffer in value

const imitation = {
  _tag: 'Operand',
  operation: 'tensor',
  got: 'an object that only looks like a Tensor',
  hint: 'make one with tensor(…); a copy by structuredClone loses its entries: send toArray(x)',
} as const

const stored = (value: AnyTensor): Stored => {
  if (isStored(value)) return value
  const other = describeOther(value)
  return raise(
    other === null ? imitation : { _tag: 'Argument', operation: 'tensor', reason: `expected a Tensor, got ${other}`, hint: 'make one with tensor(…)' },
  )
}

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

/** A copy of a vector. */
export const vectorTensor = (data: Float64Array): AnyTensor => seal(aval('float64', checkedShape('tensor', [data.length])), data.slice())

// constructors for users -------------------------------------------------------------------

interface TensorOf {
  (data: Float64Array): Tensor<[number]>
  (data: Int32Array): Tensor<[number], 'int32'>
  <const S extends Dims = [number]>(data: Float64Array, shape?: S): Tensor<Mutable<S>>
  <const S extends Dims = [number]>(data: Int32Array, shape?: S): Tensor<Mutable<S>, 'int32'>
  <const X extends Nested, D extends DType>(nested: X, dtype: D): Tensor<NestedShape<X>, D>
  <const X extends Nested>(nested: X): Tensor<NestedShape<X>, NestedDType<X>>
}

type Mutable<S extends Dims> = { -readonly [K in keyof S]: S[K] }

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

const refused = (reason: string, hint: string): never => raise({ _tag: 'Argument', operation: 'tensor', reason, hint })

const fromBuffer = (data: Float64Array | Int32Array, second: unknown): AnyTensor => {
  const dtype = data instanceof Int32Array ? 'int32' : 'float64'
  checkAttached('tensor', 'the data', data)
  if (typeof second === 'string')
    return refused(`the dtype '${second}' is given beside a typed array, which is ${dtype}`, 'give a shape; for another dtype use tensor([...xs], dtype)')
  const shape = second === undefined ? [data.length] : checkedShape('tensor', second)
  if (sizeOf(shape) !== data.length) raise({ _tag: 'Shape', operation: 'tensor', shapes: [showShape(shape)], reason: `do not hold ${data.length} elements` })
  return seal(aval(dtype, shape), data.slice())
}

const isDType = (word: unknown): word is DType => typeof word === 'string' && Object.keys(dtypes).includes(word)

const fromNested = (nested: Nested, second: unknown): AnyTensor => {
  const shape = shapeOfNested(nested)
  if (second !== undefined && !isDType(second)) {
    if (typeof second === 'string') return refused(`there is no dtype '${second}'`, `the dtypes are ${Object.keys(dtypes).join(', ')}`)
    const asked = Array.isArray(second) ? `the shape ${showShape(second)}` : 'something that is no dtype'
    return refused(
      `${asked} is given beside nested lists, whose shape is ${showShape(shape)}`,
      'nest the lists as the shape is, or use reshape(tensor(xs), shape), or tensor(Float64Array.from(xs), shape)',
    )
  }
  const { values, isMask } = entriesOf(nested, shape)
  return holding(aval(second ?? (isMask ? 'bool' : 'float64'), shape), values)
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
export const tensor: TensorOf = <T>(source: Nested | Float64Array | Int32Array, second?: unknown): T =>
  phantom(isFloats(source) || (source instanceof Int32Array && ArrayBuffer.isView(source)) ? fromBuffer(source, second) : fromNested(source, second))

// destructors ------------------------------------------------------------------------------

/**
 * Nested arrays again: the inverse of `tensor`. Their type is as deep as the rank: numbers, or booleans of a mask, in as many
 * arrays as the tensor has axes; a tensor of rank 0 is a number or a boolean.
 *
 * @example
 * toArray(tensor([[1, 2], [3, 4]]))   // [[1, 2], [3, 4]]
 * @category destructors
 */
export const toArray = <X extends AnyTensor>(value: X): NestedOf<X> => {
  const data = dataOf(value)
  const { shape, dtype } = value
  const leaf = (i: number): Nested => (dtype === 'bool' ? data[i] === 1 : (data[i] ?? Number.NaN))
  const nest = (axis: number, from: number, span: number): Nested => {
    if (axis === shape.length) return leaf(from)
    const n = Number(shape[axis])
    return Array.from({ length: n }, (_, i) => nest(axis + 1, from + (i * span) / n, span / n))
  }
  return phantom(nest(0, 0, data.length))
}

/**
 * The elements in row-major order, as a copy.
 *
 * @example
 * toFloat64Array(tensor([[1, 2], [3, 4]]))   // Float64Array [1, 2, 3, 4]
 * @category destructors
 */
export const toFloat64Array = (value: AnyTensor): Fresh => Float64Array.from(dataOf(value))

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

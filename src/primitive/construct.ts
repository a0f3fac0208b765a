/**
 * Arrays from nothing but sizes: counts, grids, identities and indicator vectors. They are values.
 */
import { checkAttached } from '../array/detached.ts'
import { entry } from '../entry.ts'
import { aval } from '../array/aval.ts'
import { type DType, dtypes, type Fresh } from '../array/dtype.ts'
import { checkedShape, type Dims } from '../array/shape.ts'
import { type AnyTensor, filled, isTensor, seal, type Tensor } from '../array/tensor.ts'
import { reshapePrimitive, stretch } from '../basis/broadcast.ts'
import { toFloatPrimitive } from '../basis/choice.ts'
import { eqPrimitive } from '../basis/comparison.ts'
import { none } from '../basis/declare.ts'
import { listOf, said } from '../array/list.ts'
import { raise } from '../failure.ts'
import { constant, isExpr } from '../program/expr.ts'
import type { Expr, IntExpr } from '../program/model.ts'
import { applyLowered, composed, dimsOf } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { Shape } from '../type/shape.ts'
import type { ShapeOf, Traced } from '../type/value.ts'
import type { Integral, Size, Sizes } from '../type/whole.ts'
import { describe } from '../program/describe.ts'

const whole = (operation: string, n: number): number => entry(checkedShape(operation, [n]), 0)

type Written<S extends Dims> = { -readonly [K in keyof S]: S[K] }

/**
 * 0, 1, …, n − 1 as an int32 tensor.
 *
 * @example
 * iota(3)   // an int32 Tensor of shape [3]: 0 1 2
 * @category constructors
 */
export const iota = <const N extends number>(n: N & Size<'iota', N>): Tensor<[N], 'int32'> =>
  phantom(
    seal(
      aval('int32', [whole('iota', n)]),
      Int32Array.from({ length: n }, (_, i) => i),
    ),
  )

/** What is counted before a single bound: nothing before a negative one. */
type Counted<N extends number> = `${N}` extends `-${string}` ? 0 : N

/** `unknown` where a bound may be whole, else a sentence. */
type Bound<What extends string, N extends number> = Integral<N, never, `arange: the ${What}`, 'is no whole number'>

/** One bound, or two and a step. */
export interface Arange {
  <const N extends number>(stop: N & Bound<'stop', N>): Tensor<[Counted<N>], 'int32'>
  <A extends number, B extends number, C extends number>(
    start: A & Bound<'start', A>,
    stop: B & Bound<'stop', B>,
    step?: C & Integral<C, '0', 'arange: the step', 'is no whole number other than 0'>,
  ): Tensor<[number], 'int32'>
}

const arangeOf = (start: number, stop: number, step: number): AnyTensor => {
  for (const [name, value] of [
    ['start', start],
    ['stop', stop],
    ['step', step],
  ] as const)
    if (!Number.isInteger(value) || (name === 'step' && value === 0))
      return raise({
        _tag: 'Argument',
        operation: 'arange',
        reason: `the ${name} ${said(value)} is ${name === 'step' ? 'no whole number other than 0' : 'no whole number'}`,
        hint: 'for steps that are not whole use linspace(from, to, n)',
      })
  const n = whole('arange', Math.max(0, Math.ceil((stop - start) / step)))
  if (n > 0) for (const end of [start, start + (n - 1) * step]) held('arange', end, 'int32')
  return seal(
    aval('int32', [n]),
    Int32Array.from({ length: n }, (_, i) => start + i * step),
  )
}

/**
 * Whole numbers from `start` (0 where one bound is given) in steps (of 1 unless said) to the last before `stop`, as an
 * int32 tensor. Steps that are not whole are refused: where one ends would depend on rounding.
 *
 * @example
 * arange(3)           // an int32 Tensor of shape [3]: 0 1 2
 * arange(2, 5)        // an int32 Tensor of shape [3]: 2 3 4
 * arange(5, 0, -2)    // an int32 Tensor of shape [3]: 5 3 1
 * @category constructors
 */
export const arange: Arange = phantom((start: number, stop?: number, step?: number) =>
  stop === undefined ? arangeOf(0, start, step ?? 1) : arangeOf(start, stop, step ?? 1),
)

/**
 * n evenly spaced numbers from `from` to `to`, both included; a single one is `from`.
 *
 * @example
 * linspace(0, 1, 5)   // Float64Array [0, 0.25, 0.5, 0.75, 1]
 * @formula x_i = a + \frac{i}{n - 1} (b - a)
 * @category constructors
 */
export const linspace = <N extends number>(from: number, to: number, n: N & Size<'linspace', N>): Fresh => {
  held('linspace', from, 'float64')
  held('linspace', to, 'float64')
  return Float64Array.from({ length: whole('linspace', n) }, (_, i) => {
    if (i === 0) return from
    if (i === n - 1) return to
    // Weighted from both ends, so that whole numbers stay whole; where the weights overflow, shares of the ends.
    const sum = from * (n - 1 - i) + to * i
    return Number.isFinite(sum) ? sum / (n - 1) : from * ((n - 1 - i) / (n - 1)) + to * (i / (n - 1))
  })
}

/**
 * The identity matrix, n × m (square where m is not given); float64.
 *
 * @example
 * toArray(eye(2))   // [[1, 0], [0, 1]]
 * @category constructors
 */
export const eye = <const N extends number, const M extends number = N>(n: N & Size<'eye', N, readonly [N, M]>, m?: M): Tensor<[N, NoInfer<M>]> => {
  const columns = m ?? n
  return phantom(
    seal(
      aval('float64', checkedShape('eye', [n, columns])),
      Float64Array.from({ length: n * columns }, (_, k) => (Math.floor(k / columns) === k % columns ? 1 : 0)),
    ),
  )
}

const held = (operation: string, value: number, dtype: DType): number => {
  const row = dtypes[dtype]
  if (row === undefined || typeof value !== 'number')
    return raise({
      _tag: 'Argument',
      operation,
      reason: row === undefined ? `there is no dtype '${String(dtype)}'` : `the value is ${describe(value)}`,
      hint: row === undefined ? `the dtypes are ${Object.keys(dtypes).join(', ')}` : 'give a number; for an expression use broadcastTo(x, shape)',
    })
  return row.holds(value)
    ? value
    : raise({ _tag: 'DType', operation, dtypes: [dtype], reason: `it cannot hold ${Object.is(value, -0) ? '-0' : value} exactly` })
}

const repeated = (operation: string, shape: Dims, value: number, dtype: DType = 'float64'): AnyTensor => {
  const checked = held(operation, value, dtype)
  return filled(aval(dtype, checkedShape(operation, shape)), checked)
}

/**
 * An array of one value, which the dtype (float64 unless given) must hold exactly.
 *
 * @example
 * toArray(full([2, 2], 7))   // [[7, 7], [7, 7]]
 * @category constructors
 */
export const full = <const S extends Dims, D extends DType = 'float64'>(
  shape: S & Sizes<'full', S>,
  value: number,
  dtype?: D,
): Tensor<Written<S>, NoInfer<D>> => phantom(repeated('full', shape, value, dtype))

/**
 * An array of zeros, float64 unless a dtype is given; of booleans it is false everywhere.
 *
 * @example
 * zeros([3])             // a Tensor of shape [3]: 0 0 0
 * zeros([2], 'int32')    // an int32 Tensor of shape [2]: 0 0
 * @category constructors
 */
export const zeros = <const S extends Dims, D extends DType = 'float64'>(shape: S & Sizes<'zeros', S>, dtype?: D): Tensor<Written<S>, NoInfer<D>> =>
  phantom(repeated('zeros', shape, 0, dtype))

/**
 * An array of ones, float64 unless a dtype is given; of booleans it is true everywhere.
 *
 * @example
 * ones([3])             // a Tensor of shape [3]: 1 1 1
 * ones([2], 'int32')    // an int32 Tensor of shape [2]: 1 1
 * @category constructors
 */
export const ones = <const S extends Dims, D extends DType = 'float64'>(shape: S & Sizes<'ones', S>, dtype?: D): Tensor<Written<S>, NoInfer<D>> =>
  phantom(repeated('ones', shape, 1, dtype))

type OneHot<I, N extends number> = I extends Traced
  ? Expr<[...ShapeOf<I>, N]>
  : I extends { readonly shape: infer S extends Shape }
    ? Tensor<[...S, N]>
    : I extends ReadonlyArray<number>
      ? Tensor<[I['length'], N]>
      : never

const placesOf = (given: ReadonlyArray<number>): AnyTensor => {
  if (ArrayBuffer.isView(given)) checkAttached('oneHot', 'the list of indices', given)
  const list: ReadonlyArray<number> = ArrayBuffer.isView(given) ? given : listOf('oneHot', 'the indices are', given, 'one of them is a list too: [3]')
  return seal(
    aval('int32', [list.length]),
    Int32Array.from(list, (index) => held('oneHot', index, 'int32')),
  )
}

/**
 * Vectors of n entries, 1 at each index and 0 elsewhere; an index outside gives zeros only.
 *
 * @example
 * toArray(oneHot([1, 0], 3))   // [[0, 1, 0], [1, 0, 0]]
 * @category constructors
 */
export const oneHot = <const I extends ReadonlyArray<number> | Tensor<Shape, 'int32'> | IntExpr, const N extends number>(
  indices: I,
  n: N & Size<'oneHot', N>,
): OneHot<I, N> => {
  const given = isExpr(indices) || isTensor(indices) ? indices : phantom<Tensor<Shape, 'int32'>>(placesOf(indices))
  if (given.dtype !== 'int32')
    return raise({ _tag: 'DType', operation: 'oneHot', dtypes: [given.dtype], reason: 'indices are int32', hint: 'convert with toInt' })
  return composed('oneHot', [given], (x) => {
    const shape = dimsOf(x)
    const places = iota(whole('oneHot', n))
    const wide = stretch(applyLowered(reshapePrimitive, { shape: [...shape, 1] }, [x]), [...shape, n])
    const row = stretch(isExpr(x) ? constant(places) : places, [...shape, n])
    return applyLowered(toFloatPrimitive, none, [applyLowered(eqPrimitive, none, [wide, row])])
  })
}

/**
 * Diagonals, triangles and traces of matrices, and matrices from diagonals: compositions of slices,
 * masks and sums.
 */
import { aval } from '../array/aval.ts'
import { type Dims, showShape } from '../array/shape.ts'
import { scalarTensor, seal } from '../array/tensor.ts'
import { reshapePrimitive, stretch, sumPrimitive } from '../basis/broadcast.ts'
import { wherePrimitive } from '../basis/choice.ts'
import { none } from '../basis/declare.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { constant, isExpr } from '../program/expr.ts'
import { applyLowered, composed, dimsOf, type Lowered } from '../program/operate.ts'
import type { Rows } from '../type/rank.ts'
import type { Reason } from '../type/reason.ts'
import type { Identical, IsWide, Shape, ShowShape, Size } from '../type/shape.ts'
import type { DTypeOf, Lift, NumericOperand, ShapeOf } from '../type/value.ts'
import { padPrimitive, slicePrimitive } from './slice.ts'
import { transposePrimitive } from './shape.ts'
import { said } from '../array/list.ts'

const asLike = (like: Lowered, value: Lowered): Lowered => (isExpr(like) && !isExpr(value) ? constant(value) : value)

/** The entries (i, i + offset) of two axes, as a new last axis: every (n + 1)th entry of a padded row. */
export const diagonalOf = (x: Lowered, first: number, second: number, offset: number): Lowered => {
  const shape = dimsOf(x)
  const rest = shape.map((_, i) => i).filter((i) => i !== first && i !== second)
  const order = [...rest, first, second]
  const last = order.every((axis, i) => axis === i) ? x : applyLowered(transposePrimitive, { order }, [x])
  const [m, n] = [entry(shape, first), entry(shape, second)]
  const count = Math.max(0, offset >= 0 ? Math.min(m, n - offset) : Math.min(m + offset, n))
  const lead = rest.map((axis) => entry(shape, axis))
  const flat = applyLowered(reshapePrimitive, { shape: [...lead, m * n] }, [last])
  const from = count === 0 ? 0 : offset >= 0 ? offset : -offset * n
  const stop = count === 0 ? 0 : from + (count - 1) * (n + 1) + 1
  return applyLowered(slicePrimitive, { start: [...lead.map(() => 0), from], stop: [...lead, stop], step: [...lead.map(() => 1), n + 1] }, [flat])
}

const whole = (operation: string, offset: number): number =>
  Number.isInteger(offset) ? offset : raise({ _tag: 'Argument', operation, reason: `the offset ${said(offset)} is not a whole number` })

const matrix = (operation: string, x: Lowered): Dims => {
  const shape = dimsOf(x)
  return shape.length < 2 ? raise({ _tag: 'Shape', operation, shapes: [showShape(shape)], reason: 'have no rows and columns' }) : shape
}

/** A mask of a matrix's entries by row and column. */
const masked = (operation: string, x: Lowered, keep: (i: number, j: number) => boolean): Lowered => {
  const shape = matrix(operation, x)
  const [m, n] = [entry(shape, shape.length - 2), entry(shape, shape.length - 1)]
  const mask = seal(
    aval('bool', [m, n]),
    Uint8Array.from({ length: m * n }, (_, k) => (keep(Math.floor(k / n), k % n) ? 1 : 0)),
  )
  return applyLowered(wherePrimitive, none, [stretch(asLike(x, mask), shape), x, stretch(asLike(x, scalarTensor(0, x.dtype)), shape)])
}

/** The size of a diagonal is known where it is the main one of a square matrix. */
type Diagonal<S extends Shape, K> =
  IsWide<S> extends true
    ? Shape
    : S extends readonly [...infer L extends Shape, infer M extends Size, infer N extends Size]
      ? [...L, K extends 0 ? (Identical<M, N> extends true ? M : number) : number]
      : never

/** `unknown` where a shape may be that of a vector, else a sentence. */
type Line<S extends Shape, K> = Reason<
  K,
  S,
  number extends S['length'] ? null : S['length'] extends 1 ? null : `diag: shape [${ShowShape<S>}] is not a vector; for the diagonal of a matrix use diagonal`
>

/**
 * The diagonal of the last two axes, `offset` above the main one (below, if negative), as a last axis.
 *
 * @example
 * diagonal(tensor([[1, 2], [3, 4]]))   // a Tensor of shape [2]: 1 4
 * @category linear algebra
 */
export const diagonal = <X extends NumericOperand, K extends number = 0>(
  x: X & Rows<'diagonal', X>,
  offset?: K,
): Lift<X, Diagonal<ShapeOf<X>, K>, DTypeOf<X>> =>
  composed('diagonal', [x], (value) => {
    const rank = matrix('diagonal', value).length
    return diagonalOf(value, rank - 2, rank - 1, whole('diagonal', offset ?? 0))
  })

/**
 * NumPy's `trace`, which is the name of another thing here: the sum of the diagonal of the last two axes;
 * axes before them are a batch.
 *
 * @example
 * traceOf(tensor([[1, 2], [3, 4]]))    // 5
 * @formula \operatorname{tr} A = \sum_i A_{ii}
 * @category linear algebra
 */
export const traceOf = <X extends NumericOperand>(
  x: X & Rows<'trace', X>,
): Lift<X, IsWide<ShapeOf<X>> extends true ? Shape : ShapeOf<X> extends readonly [...infer S extends Shape, unknown, unknown] ? S : Shape, DTypeOf<X>> =>
  composed('trace', [x], (value) => {
    const rank = matrix('trace', value).length
    return applyLowered(sumPrimitive, { axes: [rank - 2] }, [diagonalOf(value, rank - 2, rank - 1, 0)])
  })

/**
 * A matrix with the vector on its diagonal, `offset` above the main one, and zeros elsewhere; below it, if negative.
 *
 * @example
 * toArray(diag(Float64Array.of(1, 2)))   // [[1, 0], [0, 2]]
 * @category linear algebra
 */
export const diag = <X extends NumericOperand, K extends number = 0>(
  x: X & Line<ShapeOf<X>, K>,
  offset?: K,
): Lift<X, ShapeOf<X> extends readonly [infer N extends Size] ? (K extends 0 ? [N, N] : [number, number]) : [number, number], DTypeOf<X>> =>
  composed('diag', [x], (value) => {
    const shape = dimsOf(value)
    const shift = whole('diag', offset ?? 0)
    if (shape.length !== 1)
      return raise({
        _tag: 'Shape',
        operation: 'diag',
        shapes: [showShape(shape)],
        reason: 'are not a vector',
        hint: 'for the diagonal of a matrix use diagonal',
      })
    const n = entry(shape, 0)
    const size = n + Math.abs(shift)
    if (n === 0)
      return applyLowered(padPrimitive, { low: [0, 0], high: [size, size], interior: [0, 0] }, [applyLowered(reshapePrimitive, { shape: [0, 0] }, [value])])
    const from = shift >= 0 ? shift : -shift * size
    const last = from + (n - 1) * (size + 1) + 1
    const flat = applyLowered(padPrimitive, { low: [from], high: [size * size - last], interior: [size] }, [value])
    return applyLowered(reshapePrimitive, { shape: [size, size] }, [flat])
  })

/**
 * The lower triangle of the last two axes, up to the diagonal `offset` above the main one; zeros above.
 *
 * @example
 * toArray(tril(tensor([[1, 2], [3, 4]])))   // [[1, 0], [3, 4]]
 * @category linear algebra
 */
export const tril = <X extends NumericOperand>(x: X & Rows<'tril', X>, offset = 0): Lift<X, ShapeOf<X>, DTypeOf<X>> => {
  const at = whole('tril', offset)
  return composed('tril', [x], (value) => masked('tril', value, (i, j) => j - i <= at))
}

/**
 * The upper triangle of the last two axes, from the diagonal `offset` above the main one; zeros below.
 *
 * @example
 * toArray(triu(tensor([[1, 2], [3, 4]])))   // [[1, 2], [0, 4]]
 * @category linear algebra
 */
export const triu = <X extends NumericOperand>(x: X & Rows<'triu', X>, offset = 0): Lift<X, ShapeOf<X>, DTypeOf<X>> => {
  const at = whole('triu', offset)
  return composed('triu', [x], (value) => masked('triu', value, (i, j) => j - i >= at))
}

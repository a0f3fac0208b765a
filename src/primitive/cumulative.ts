/**
 * Running sums, products and extremes along an axis, and the product over axes.
 *
 * Products are taken pairwise, level by level: no division anywhere, so entries that are zero have
 * exact derivatives of every order.
 */
import * as loops from '#loops'
import { dtypes } from '../array/dtype.ts'
import { axisOf, type Dims, sizeOf } from '../array/shape.ts'
import { dataOf, filled, scalarTensor, seal } from '../array/tensor.ts'
import { mulPrimitive } from '../basis/arithmetic.ts'
import { byName, type Reduction, reductionOf, reshapePrimitive, stretch } from '../basis/broadcast.ts'
import { none, structural } from '../basis/declare.ts'
import { axisIn, flag, whole } from '../basis/params.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { applyTo, constant, isExpr } from '../program/expr.ts'
import type { AnyExpr, Params, Primitive } from '../program/model.ts'
import { applyLowered, composed, dimsOf, type Lowered } from '../program/operate.ts'
import { aval } from '../array/aval.ts'
import type { Axed } from '../type/axis.ts'
import type { DTypeOf, Lift, NumericOperand, ShapeOf } from '../type/value.ts'
import { maxPrimitive } from './arithmetic.ts'
import { concatenatePrimitive } from './join.ts'
import { transposePrimitive } from './shape.ts'
import { slicePrimitive } from './slice.ts'

const running = (x: AnyExpr, axis: number, reverse: boolean): AnyExpr => entry(applyTo(cumsumPrimitive, { axis, reverse }, [x]), 0)

const read = (params: Params) => ({ axis: whole('cumsum', params, 'axis'), reverse: flag('cumsum', params, 'reverse') })

/** params: `axis`, and `reverse` to sum from the end. The transpose sums the other way. */
export const cumsumPrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'cumsum',
  lowering: 'cumsum',
  loops: loops.cumsum,
  arity: 1,
  infer: (params, operands) => {
    const x = entry(operands, 0)
    if (x.dtype === 'bool')
      raise({ _tag: 'DType', operation: 'cumsum', dtypes: [x.dtype], reason: 'booleans are not added', hint: 'count with cumsum(toInt(mask))' })
    axisIn('cumsum', params, x.shape)
    flag('cumsum', params, 'reverse')
    return operands
  },
  evaluate: ({ params, results }, args) =>
    results.flatMap((of) =>
      args.map((x) => {
        const { axis, reverse } = read(params)
        const [n, behind] = [entry(of.shape, axis), sizeOf(of.shape.slice(axis + 1))]
        const source = dataOf(x)
        const out = dtypes[of.dtype].buffer(source.length)
        for (let block = 0; block < source.length; block += n * behind)
          for (let k = 0; k < behind; k++) {
            let total = 0
            for (let i = 0; i < n; i++) {
              const at = block + (reverse ? n - 1 - i : i) * behind + k
              out[at] = i === 0 ? (source[at] ?? 0) : total + (source[at] ?? 0)
              // Read back, since an integer wraps as it is stored.
              total = out[at] ?? 0
            }
          }
        return seal(of, out)
      }),
    ),
  derivative: { _tag: 'Linear', linear: () => [true], transpose: (params, cotangent) => [running(cotangent, read(params).axis, !read(params).reverse)] },
  batch: ({ params }, args) => ({ results: args.map((x) => running(x, read(params).axis + 1, read(params).reverse)), batched: [true] }),
})

type Running = <X extends NumericOperand, const A extends number = 0>(x: X, axis?: A & Axed<ShapeOf<X>, A>) => Lift<X, ShapeOf<X>, DTypeOf<X>>

/**
 * Running sums along an axis, the first where none is named.
 *
 * @example
 * cumsum(Float64Array.of(1, 2, 3))   // Float64Array [1, 3, 6]
 * @formula y_i = \sum_{j \le i} x_j
 * @category reductions
 */
export const cumsum: Running = (x, axis: number | undefined = 0) =>
  composed('cumsum', [x], (value) => applyLowered(cumsumPrimitive, { axis: axisOf('cumsum', dimsOf(value), axis), reverse: false }, [value]))

const range = (value: Lowered, from: number, to: number): Lowered => {
  const shape = dimsOf(value)
  return applyLowered(
    slicePrimitive,
    { start: shape.map((_, i) => (i === 0 ? from : 0)), stop: shape.map((n, i) => (i === 0 ? to : n)), step: shape.map(() => 1) },
    [value],
  )
}

const joined = (...parts: ReadonlyArray<Lowered>): Lowered => applyLowered(concatenatePrimitive, { axis: 0 }, parts)

/** Each entry combined with all before it, in as many steps as the length has binary digits. */
const prefixes = (primitive: Primitive, value: Lowered): Lowered => {
  const n = entry(dimsOf(value), 0)
  let at = value
  for (let gap = 1; gap < n; gap *= 2) at = joined(range(at, 0, gap), applyLowered(primitive, none, [range(at, gap, n), range(at, 0, n - gap)]))
  return at
}

/** An axis brought to the front, a change made, and the axis put back. */
const alongFront = (name: string, value: Lowered, axis: number, change: (front: Lowered) => Lowered): Lowered => {
  const rank = dimsOf(value).length
  const at = axisOf(name, dimsOf(value), axis)
  const order: Dims = [at, ...Array.from({ length: rank }, (_, i) => i).filter((i) => i !== at)]
  if (at === 0) return change(value)
  return applyLowered(transposePrimitive, { order: order.map((_, i) => order.indexOf(i)) }, [change(applyLowered(transposePrimitive, { order }, [value]))])
}

/**
 * Running products along an axis, the first where none is named; exact derivatives at zeros.
 *
 * @example
 * cumprod(Float64Array.of(1, 2, 3))   // Float64Array [1, 2, 6]
 * @formula y_i = \prod_{j \le i} x_j
 * @category reductions
 */
export const cumprod: Running = (x, axis: number | undefined = 0) =>
  composed('cumprod', [x], (value) => alongFront('cumprod', value, axis, (front) => prefixes(mulPrimitive, front)))

/**
 * Running maxima along an axis, the first where none is named. Two entries that tie get half the
 * derivative each; of more, they are compared and halved pair by pair.
 *
 * @example
 * cummax(Float64Array.of(1, 3, 2))   // Float64Array [1, 3, 3]
 * @formula y_i = \max_{j \le i} x_j
 * @category reductions
 */
export const cummax: Running = (x, axis: number | undefined = 0) =>
  composed('cummax', [x], (value) => alongFront('cummax', value, axis, (front) => prefixes(maxPrimitive, front)))

/** The product over the first axis, by halves. */
const product = (value: Lowered): Lowered => {
  const rest = dimsOf(value).slice(1)
  let at = value
  for (let n = entry(dimsOf(at), 0); n > 1; n = entry(dimsOf(at), 0)) {
    const half = Math.floor(n / 2)
    const pairs = applyLowered(mulPrimitive, none, [range(at, 0, half), range(at, half, 2 * half)])
    at = n % 2 === 0 ? pairs : joined(pairs, range(at, n - 1, n))
  }
  if (entry(dimsOf(at), 0) === 1) return applyLowered(reshapePrimitive, { shape: rest }, [at])
  return isExpr(value) ? stretch(constant(scalarTensor(1, value.dtype)), rest) : filled(aval(value.dtype, rest), 1)
}

/**
 * The product over `axes` (all of them where none is named); 1 over nothing. Without division, so
 * derivatives are exact where entries are zero.
 *
 * @example
 * prod(Float64Array.of(2, 3, 4))                                        // 24
 * grad((x: Vector<3>) => prod(x))(Float64Array.of(2, 0, 4))             // Float64Array [0, 8, 0]
 * @formula \prod_i x_i
 * @derivative \frac{\partial f}{\partial x_i} = \prod_{j \ne i} x_j
 * @category reductions
 */
export const prod: Reduction = (x, options, ...more: ReadonlyArray<unknown>) =>
  composed('prod', [x], (value) => {
    const shape = dimsOf(value)
    const { axes, kept, keepdims } = reductionOf('prod', shape, byName('prod', options, more))
    const rest = shape.map((_, i) => i).filter((axis) => !axes.includes(axis))
    const order = [...axes, ...rest]
    const front = order.every((axis, i) => axis === i) ? value : applyLowered(transposePrimitive, { order }, [value])
    const reduced = product(
      applyLowered(reshapePrimitive, { shape: [sizeOf(axes.map((axis) => entry(shape, axis))), ...rest.map((axis) => entry(shape, axis))] }, [front]),
    )
    return keepdims ? applyLowered(reshapePrimitive, { shape: kept }, [reduced]) : reduced
  })

export const cumulative: ReadonlyArray<Primitive> = [cumsumPrimitive]

/**
 * The orthogonal and triangular factors of a matrix.
 */
import { orthogonalOf } from '../array/factor-orthogonal.ts'
import { add } from '../basis/arithmetic.ts'
import { none } from '../basis/declare.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { showShape } from '../array/shape.ts'
import type { Expr, Primitive } from '../program/model.ts'
import { applyAll, applyLowered, dimsOf, type Lowered } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { Rows } from '../type/rank.ts'
import type { Identical, LastButOneOf, LastOf, Shape } from '../type/shape.ts'
import type { Lift, Operand, ShapeOf } from '../type/value.ts'
import { sub } from './arithmetic.ts'
import { matmul } from './contraction.ts'
import { concatenatePrimitive } from './join.ts'
import { applied, factoring, type InPlace, lowerPart, matricesOf, several, turned } from './linear-matrix.ts'
import { flipped, lowerSolvePrimitive } from './linear-triangular.ts'
import { slicePrimitive } from './slice.ts'

/** Walter and Lehmann 2012: with C = QᵀȦR⁻¹ and Ω = tril(C, −1) − tril(C, −1)ᵀ, Q̇ = ȦR⁻¹ − Q(C − Ω) and Ṙ = (C − Ω)R. */
export const qrPrimitive: Primitive = /*#__PURE__*/ factoring({
  name: 'qr',
  square: false,
  results: (m, n) =>
    m >= n
      ? [
          [[m, n], 'float64'],
          [[n, n], 'float64'],
        ]
      : raise({
          _tag: 'Shape',
          operation: 'qr',
          shapes: [showShape([m, n])],
          reason: 'have more columns than rows',
          hint: 'factor the left square of a wide matrix',
        }),
  kernel: (a, m, n) => {
    const { q, r } = orthogonalOf(a, m, n)
    return [q, r]
  },
  jvp: (_, answers, da) => {
    const [q, r] = [entry(answers, 0), entry(answers, 1)]
    const x = turned(applied(lowerSolvePrimitive, turned(r), turned(da)))
    const c = matmul(turned(q), x)
    const strict = lowerPart(c, 0)
    const upper = add(sub(c, strict), turned(strict))
    return [sub(x, matmul(q, upper)), matmul(upper, r)]
  },
  convention: 'R has a diagonal ≥ 0; where it has a 0 derivatives are NaN',
})

const columns = (x: Lowered, from: number, to: number): Lowered => {
  const shape = dimsOf(x)
  const last = shape.length - 1
  return applyLowered(
    slicePrimitive,
    { start: shape.map((_, i) => (i === last ? from : 0)), stop: shape.map((n, i) => (i === last ? to : n)), step: shape.map(() => 1) },
    [x],
  )
}

/** Of a wide matrix the left square decides Q; the other columns of R are Qᵀ times theirs. */
const wide = (x: Lowered, m: number, n: number): ReadonlyArray<Lowered> => {
  const square = applyAll(qrPrimitive, none, [columns(x, 0, m)])
  const q = entry(square, 0)
  const rest: Lowered = phantom(matmul(phantom<Expr>(flipped(q)), phantom<Expr>(columns(x, m, n))))
  return [q, applyLowered(concatenatePrimitive, { axis: dimsOf(x).length - 1 }, [entry(square, 1), rest])]
}

/** The smaller of rows and columns, where they are known to be as many. */
type Smaller<S extends Shape> = Identical<LastButOneOf<S>, LastOf<S>> extends true ? LastOf<S> : number

/**
 * [Q, R] of m by n matrices in the last two axes, reduced: A = Q R, Q is m by k with orthonormal
 * columns, R is k by n upper triangular, k the smaller of m and n. The diagonal of R is ≥ 0, which
 * makes the factors of a matrix of full rank unique (LAPACK and NumPy leave the signs open); where it
 * has a 0 derivatives are NaN. Rule: Walter and Lehmann (2012).
 *
 * @example
 * qr(tensor([[0, -2], [3, 4]])).map(toArray)   // [[[0, -1], [1, 0]], [[3, 4], [0, 2]]]
 * @formula A = Q R, \quad Q^{\mathsf T} Q = I
 * @category linear algebra
 */
export const qr = <X extends Operand>(
  x: X & Rows<'qr', X>,
): readonly [
  q: Lift<X, InPlace<ShapeOf<X>, [LastButOneOf<ShapeOf<X>>, Smaller<ShapeOf<X>>]>>,
  r: Lift<X, InPlace<ShapeOf<X>, [Smaller<ShapeOf<X>>, LastOf<ShapeOf<X>>]>>,
] =>
  several('qr', x, (value) => {
    const { m, n } = matricesOf('qr', dimsOf(value))
    return m >= n ? applyAll(qrPrimitive, none, [value]) : wide(value, m, n)
  })

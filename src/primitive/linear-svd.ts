/**
 * Singular values and vectors, and the pseudoinverse.
 */
import { pseudoinverseOf, singularOf } from '../array/factor-orthogonal.ts'
import { add, mul } from '../basis/arithmetic.ts'
import { where } from '../basis/choice.ts'
import { eq } from '../basis/comparison.ts'
import { none } from '../basis/declare.ts'
import { entry } from '../entry.ts'
import { applyTo } from '../program/expr.ts'
import type { Expr, Primitive } from '../program/model.ts'
import { applyAll, applyLowered, composed } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { Rows } from '../type/rank.ts'
import type { Identical, LastButOneOf, LastOf, Shape } from '../type/shape.ts'
import type { Lift, Operand, ShapeOf } from '../type/value.ts'
import { div, sub } from './arithmetic.ts'
import { matmul } from './contraction.ts'
import { inner, reciprocalOff } from './linear-eigen.ts'
import { asColumn, asRow, factoring, type InPlace, several, turned } from './linear-matrix.ts'

/** The tangent of singular values; at 0, where they turn back, it is 0. */
const moving = (s: Expr, u: Expr, image: Expr): Expr => where(eq(s, 0), 0, inner(u, image))

/** What of x is orthogonal to the columns of u. */
const beyond = (u: Expr, x: Expr): Expr => sub(x, matmul(u, matmul(turned(u), x)))

/**
 * Townsend 2016: with P = UᵀȦV and Fᵢⱼ = 1/(sⱼ² − sᵢ²) off the diagonal, ṡ = diag P,
 * U̇ = U(F∘(PS + SPᵀ)) + (1 − UUᵀ)ȦVS⁻¹ and V̇ = V(F∘(SP + PᵀS)) + (1 − VVᵀ)ȦᵀUS⁻¹.
 */
export const svdPrimitive: Primitive = /*#__PURE__*/ factoring({
  name: 'svd',
  square: false,
  results: (m, n) => [
    [[m, Math.min(m, n)], 'float64'],
    [[Math.min(m, n)], 'float64'],
    [[Math.min(m, n), n], 'float64'],
  ],
  kernel: (a, m, n) => {
    const { u, s, vt } = singularOf(a, m, n)
    return [u, s, vt]
  },
  jvp: (a, answers, da) => {
    const [u, s, vt] = [entry(answers, 0), entry(answers, 1), entry(answers, 2)]
    const v = turned(vt)
    const [m, n, k] = [entry(a.aval.shape, a.aval.shape.length - 2), entry(a.aval.shape, a.aval.shape.length - 1), entry(s.aval.shape, s.aval.shape.length - 1)]
    const image = matmul(da, v)
    const p = matmul(turned(u), image)
    const [row, column] = [asRow(s), asColumn(s)]
    const gaps = reciprocalOff(mul(sub(row, column), add(row, column)))
    const [left, right] = [mul(p, row), mul(column, p)]
    const du = matmul(u, mul(gaps, add(left, turned(left))))
    const dv = matmul(v, mul(gaps, add(right, turned(right))))
    return [m > k ? add(du, beyond(u, div(image, row))) : du, moving(s, u, image), turned(n > k ? add(dv, beyond(v, div(matmul(turned(da), u), row))) : dv)]
  },
  convention:
    'where singular values coincide, or one is 0 in a matrix that is not square, the derivative is NaN; svdvals gives that of the singular values alone',
})

/** The same singular values; their tangent needs no gap. */
export const svdvalsPrimitive: Primitive = /*#__PURE__*/ factoring({
  name: 'svdvals',
  square: false,
  results: (m, n) => [[[Math.min(m, n)], 'float64']],
  kernel: (a, m, n) => [singularOf(a, m, n).s],
  jvp: (a, answers, da) => {
    const found = applyTo(svdPrimitive, none, [a])
    return [moving(entry(answers, 0), phantom(entry(found, 0)), matmul(da, turned(entry(found, 2))))]
  },
  convention:
    'the derivative of a singular value of 0 is 0; where they coincide each moves as along the vectors that svd finds, and second derivatives are NaN',
})

/** Golub and Pereyra 1973: Ṗ = −PȦP + PPᵀȦᵀ(1 − AP) + (1 − PA)ȦᵀPᵀP, where the rank is constant. */
export const pinvPrimitive: Primitive = /*#__PURE__*/ factoring({
  name: 'pinv',
  square: false,
  results: (m, n) => [[[n, m], 'float64']],
  kernel: (a, m, n) => [pseudoinverseOf(a, m, n)],
  jvp: (a, answers, da) => {
    const p = entry(answers, 0)
    const [pt, dat] = [turned(p), turned(da)]
    const outside = matmul(matmul(p, pt), dat)
    const within = matmul(dat, matmul(pt, p))
    return [sub(add(sub(outside, matmul(matmul(outside, a), p)), sub(within, matmul(p, matmul(a, within)))), matmul(p, matmul(da, p)))]
  },
  convention: 'the derivative is that along matrices of the same rank',
})

/** The smaller of rows and columns, where they are known to be as many. */
type Smaller<S extends Shape> = Identical<LastButOneOf<S>, LastOf<S>> extends true ? LastOf<S> : number

/**
 * [U, s, Vᵀ] of m by n matrices in the last two axes, reduced: A = U diag(s) Vᵀ with k = min(m, n)
 * singular values in descending order, U m by k and Vᵀ k by n. Of each column of U the first entry at
 * least half as large as its largest is positive. Where singular values coincide, or one is 0 in a
 * matrix that is not square, derivatives are NaN. Rule: Townsend (2016).
 *
 * @example
 * svd(tensor([[0, 2], [1, 0]])).map(toArray)   // [[[1, 0], [0, 1]], [2, 1], [[0, 1], [1, 0]]]
 * @formula A = U \operatorname{diag}(s) V^{\mathsf T}
 * @derivative \dot s_i = \left(U^{\mathsf T} \dot A V\right)_{ii}
 * @category linear algebra
 */
export const svd = <X extends Operand>(
  x: X & Rows<'svd', X>,
): readonly [
  u: Lift<X, InPlace<ShapeOf<X>, [LastButOneOf<ShapeOf<X>>, Smaller<ShapeOf<X>>]>>,
  s: Lift<X, InPlace<ShapeOf<X>, [Smaller<ShapeOf<X>>]>>,
  vt: Lift<X, InPlace<ShapeOf<X>, [Smaller<ShapeOf<X>>, LastOf<ShapeOf<X>>]>>,
] => several('svd', x, (value) => applyAll(svdPrimitive, none, [value]))

/**
 * The singular values of matrices in the last two axes, descending. The derivative of one that is 0
 * is 0; where they coincide first derivatives exist, as for symmetric functions of them.
 *
 * @example
 * svdvals(tensor([[0, 2], [1, 0]]))   // a Tensor of shape [2]: 2 1
 * @formula A = U \operatorname{diag}(s) V^{\mathsf T}
 * @derivative \dot s_i = \left(U^{\mathsf T} \dot A V\right)_{ii}
 * @category linear algebra
 */
export const svdvals = <X extends Operand>(x: X & Rows<'svdvals', X>): Lift<X, InPlace<ShapeOf<X>, [Smaller<ShapeOf<X>>]>> =>
  composed('svdvals', [x], (value) => applyLowered(svdvalsPrimitive, none, [value]))

/**
 * The Moore–Penrose inverse of matrices in the last two axes, n by m of m by n; singular values up to
 * max(m, n)·2⁻⁵² of the largest count as 0. Its derivative is that along matrices of the same rank.
 * Rule: Golub and Pereyra (1973).
 *
 * @example
 * toArray(pinv(tensor([[2, 0], [0, 0]])))   // [[0.5, 0], [0, 0]]
 * @formula A^{+}
 * @derivative -A^{+} \dot A A^{+} + A^{+} A^{+\mathsf T} \dot A^{\mathsf T} \left(I - A A^{+}\right) + \left(I - A^{+} A\right) \dot A^{\mathsf T} A^{+\mathsf T} A^{+}
 * @category linear algebra
 */
export const pinv = <X extends Operand>(x: X & Rows<'pinv', X>): Lift<X, InPlace<ShapeOf<X>, [LastOf<ShapeOf<X>>, LastButOneOf<ShapeOf<X>>]>> =>
  composed('pinv', [x], (value) => applyLowered(pinvPrimitive, none, [value]))

/**
 * Eigenvalues and eigenvectors of symmetric matrices.
 */
import { spectrumOf } from '../array/factor-orthogonal.ts'
import { add, mul } from '../basis/arithmetic.ts'
import { sum } from '../basis/broadcast.ts'
import { none } from '../basis/declare.ts'
import { entry } from '../entry.ts'
import { applyTo } from '../program/expr.ts'
import type { Expr, Primitive } from '../program/model.ts'
import { applyAll, applyLowered, composed } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { LastOf } from '../type/shape.ts'
import type { Lift, Operand, ShapeOf } from '../type/value.ts'
import { reciprocal, sub } from './arithmetic.ts'
import { matmul } from './contraction.ts'
import { symmetrised } from './linear-cholesky.ts'
import { asColumn, asRow, factoring, identityLike, type InPlace, several, type Square, turned } from './linear-matrix.ts'

/** xᵢⱼ ↦ 1/xᵢⱼ off the diagonal, where alone x may be other than 0, and 0 on it. */
export const reciprocalOff = (x: Expr): Expr => {
  const one = identityLike(x)
  return sub(reciprocal(add(x, one)), one)
}

/** The diagonal of XᵀY. */
export const inner = (x: Expr, y: Expr): Expr => phantom(sum(mul(x, y), { axes: -2 }))

/** Giles 2008, 3.1: with P = VᵀȦV, ẇ = diag P and V̇ = V(F∘P), Fᵢⱼ = 1/(wⱼ − wᵢ) off the diagonal. */
export const eighPrimitive: Primitive = /*#__PURE__*/ factoring({
  name: 'eigh',
  square: true,
  results: (n) => [
    [[n], 'float64'],
    [[n, n], 'float64'],
  ],
  kernel: (a, n) => {
    const { values, vectors } = spectrumOf(a, n)
    return [values, vectors]
  },
  jvp: (_, answers, da) => {
    const [w, v] = [entry(answers, 0), entry(answers, 1)]
    const image = matmul(symmetrised(da), v)
    const gaps = reciprocalOff(sub(asRow(w), asColumn(w)))
    return [inner(v, image), matmul(v, mul(gaps, matmul(turned(v), image)))]
  },
  convention: 'of (A + Aᵀ)/2; where eigenvalues coincide the derivative is NaN, and eigvalsh gives that of the eigenvalues alone',
})

/** The same eigenvalues; their tangent needs no gap. */
export const eigvalshPrimitive: Primitive = /*#__PURE__*/ factoring({
  name: 'eigvalsh',
  square: true,
  results: (n) => [[[n], 'float64']],
  kernel: (a, n) => [spectrumOf(a, n).values],
  jvp: (a, _, da) => {
    const v: Expr = phantom(entry(applyTo(eighPrimitive, none, [a]), 1))
    return [inner(v, matmul(symmetrised(da), v))]
  },
  convention: 'of (A + Aᵀ)/2; where eigenvalues coincide each moves as along the eigenvector that eigh finds, and second derivatives are NaN',
})

/**
 * [w, V] of symmetric matrices in the last two axes: A V = V diag(w), w ascending, V orthogonal. As in
 * JAX the operand is made symmetric first. Of each column of V the first entry at least half as large
 * as its largest is positive. Where eigenvalues coincide the vectors have no derivative and the result
 * is NaN; of the eigenvalues alone take `eigvalsh`. Rule: Giles (2008).
 *
 * @example
 * eigh(tensor([[3, 0], [0, 1]])).map(toArray)   // [[1, 3], [[0, 1], [1, 0]]]
 * @formula A = V \operatorname{diag}(w) V^{\mathsf T}
 * @derivative \dot w_i = \left(V^{\mathsf T} \dot A V\right)_{ii}, \quad \dot V = V \left(F \circ V^{\mathsf T} \dot A V\right), \; F_{ij} = \frac{1}{w_j - w_i}, \; F_{ii} = 0
 * @category linear algebra
 */
export const eigh = <X extends Operand>(
  x: X & Square<'eigh', X>,
): readonly [values: Lift<X, InPlace<ShapeOf<X>, [LastOf<ShapeOf<X>>]>>, vectors: Lift<X, ShapeOf<X>>] =>
  several('eigh', x, (value) => applyAll(eighPrimitive, none, [value]))

/**
 * The eigenvalues of symmetric matrices in the last two axes, ascending. First derivatives exist
 * where eigenvalues coincide too, as for symmetric functions of them.
 *
 * @example
 * eigvalsh(tensor([[3, 0], [0, 1]]))   // a Tensor of shape [2]: 1 3
 * @formula A = V \operatorname{diag}(w) V^{\mathsf T}
 * @derivative \dot w_i = \left(V^{\mathsf T} \dot A V\right)_{ii}
 * @category linear algebra
 */
export const eigvalsh = <X extends Operand>(x: X & Square<'eigvalsh', X>): Lift<X, InPlace<ShapeOf<X>, [LastOf<ShapeOf<X>>]>> =>
  composed('eigvalsh', [x], (value) => applyLowered(eigvalshPrimitive, none, [value]))

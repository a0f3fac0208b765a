/**
 * The Cholesky factor of a symmetric positive definite matrix.
 */
import { entry } from '../entry.ts'
import { choleskyOf } from '../array/factor.ts'
import { add, mul } from '../basis/arithmetic.ts'
import { none } from '../basis/declare.ts'
import type { Expr, Primitive } from '../program/model.ts'
import { applyLowered, composed } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import { matmul } from './contraction.ts'
import { applied, factoring, lowerPart, type OfSquare, turned } from './linear-matrix.ts'
import { choleskyWritten } from './linear-small.ts'
import { lowerSolvePrimitive } from './linear-triangular.ts'

/** (X + Xᵀ)/2. */
export const symmetrised = (x: Expr): Expr => mul(0.5, add(x, turned(x)))

/** Murray 2016, equation 8: L̇ = L Φ(L⁻¹ Σ̇ L⁻ᵀ), Φ being the lower triangle with half the diagonal. */
export const choleskyPrimitive: Primitive = /*#__PURE__*/ factoring({
  name: 'cholesky',
  square: true,
  results: (n) => [[[n, n], 'float64']],
  kernel: (a, n) => [choleskyOf(a, n)],
  expansion: choleskyWritten,
  jvp: (_, answers, da) => {
    const l = entry(answers, 0)
    const left = applied(lowerSolvePrimitive, l, symmetrised(da))
    return [matmul(l, lowerPart(applied(lowerSolvePrimitive, l, turned(left)), 0.5))]
  },
  convention: 'of (A + Aᵀ)/2; where that is not positive definite the triangle is NaN, and so is the derivative',
})

/**
 * The lower triangular L with L Lᵀ = A, for symmetric positive definite matrices in the last two axes.
 * As in JAX the operand is made symmetric first, (A + Aᵀ)/2, so that gradients are symmetric. Where it
 * is not positive definite the triangle is NaN. Rule: Murray (2016), "Differentiation of the Cholesky
 * decomposition".
 *
 * @example
 * toArray(cholesky(tensor([[4, 2], [2, 5]])))   // [[2, 0], [1, 2]]
 * @formula A = L L^{\mathsf T}
 * @derivative \dot L = L \, \Phi\left(L^{-1} \dot A L^{-\mathsf T}\right), \; \Phi \text{ the lower triangle with half the diagonal}
 * @category linear algebra
 */
export const cholesky: OfSquare<'cholesky'> = /*#__PURE__*/ phantom((x: unknown) =>
  composed('cholesky', [x], (value) => applyLowered(choleskyPrimitive, none, [value])),
)

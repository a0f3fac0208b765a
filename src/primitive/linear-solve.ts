/**
 * Systems of linear equations, inverses and determinants, by elimination with partial pivoting.
 */
import { aval } from '../array/aval.ts'
import { determinantOf, identityOf, logDeterminantOf, solved } from '../array/factor.ts'
import { seal } from '../array/tensor.ts'
import { mul } from '../basis/arithmetic.ts'
import { stretch, sum } from '../basis/broadcast.ts'
import { none } from '../basis/declare.ts'
import { entry } from '../entry.ts'
import { constant, isExpr } from '../program/expr.ts'
import type { Expr, Primitive } from '../program/model.ts'
import { applyAll, applyLowered, composed, dimsOf, type Lowered } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { Lift, Lift2, Operand, ShapeOf } from '../type/value.ts'
import { cofactorPrimitive } from './linear-cofactor.ts'
import { acting, applied, factoring, identityLike, type Lead, type NumberOf, type OfSquare, several, type Square, squareOf, turned } from './linear-matrix.ts'
import { determinantWritten, logDeterminantWritten, solveWritten } from './linear-small.ts'
import { solving, type Solution, type System, systemOf } from './linear-triangular.ts'

export const solvePrimitive: Primitive = /*#__PURE__*/ acting({
  name: 'solve',
  kernel: solved,
  expansion: solveWritten,
  derivative: /*#__PURE__*/ solving(
    (da) => da,
    () => solvePrimitive,
    () => solvePrimitive,
  ),
  byColumn: true,
  convention: 'a singular matrix gives ±∞ or NaN',
  notation: { _tag: 'Template', text: 'solve($0, $1)', latex: '{$0}^{-1} $1' },
})

const inverted = (a: Expr): Expr => applied(solvePrimitive, a, identityLike(a))

/** Σ xᵢⱼyᵢⱼ of each matrix. */
const paired = (x: Expr, y: Expr): Expr => phantom(sum(mul(x, y), { axes: [-2, -1] }))

/** Jacobi's formula: the gradient of the determinant is the cofactor matrix (Giles 2008, 2.2.4, without the inverse). */
export const detPrimitive: Primitive = /*#__PURE__*/ factoring({
  name: 'det',
  square: true,
  results: () => [[[], 'float64']],
  kernel: (a, n) => [[determinantOf(a, n)]],
  expansion: determinantWritten,
  jvp: (a, _, da) => [paired(applied(cofactorPrimitive, a), da)],
  convention: 'a polynomial: derivatives of every order exist at singular matrices too, and the gradient is the cofactor matrix',
})

/** d log|det A| = tr(A⁻¹ dA) (Giles 2008, 2.2.4); the sign is constant where it is not 0. */
export const slogdetPrimitive: Primitive = /*#__PURE__*/ factoring({
  name: 'slogdet',
  square: true,
  results: () => [
    [[], 'float64'],
    [[], 'float64'],
  ],
  kernel: (a, n) => logDeterminantOf(a, n).map((x) => [x]),
  expansion: logDeterminantWritten,
  jvp: (a, _, da) => [null, paired(turned(inverted(a)), da)],
  convention: 'of a singular matrix sign 0 and logarithm −∞, with a derivative of ±∞ or NaN',
})

/**
 * x with A x = b, for square matrices in the last two axes of a. b of one axis is a vector, else
 * matrices; axes before the matrices are batches and broadcast. A singular matrix gives ±∞ or NaN.
 * Rule: Giles (2008); the transpose in b is the solve with Aᵀ.
 *
 * @example
 * solve(tensor([[2, 1], [1, 1]]), Float64Array.of(3, 2))   // a Tensor of shape [2]: 1 1
 * @formula x = A^{-1} b
 * @derivative \dot x = A^{-1}\left(\dot b - \dot A x\right)
 * @category linear algebra
 */
export const solve = <A extends Operand, B extends Operand>(a: A & System<'solve', A, B>, b: B): Lift2<A, B, Solution<ShapeOf<A>, ShapeOf<B>>> =>
  composed('solve', [a, b], (...operands) => systemOf('solve', solvePrimitive, entry(operands, 0), entry(operands, 1)))

/** Identity matrices of the shape of a square operand, of its kind. */
export const identityFor = (operation: string, x: Lowered): Lowered => {
  const { n } = squareOf(operation, dimsOf(x))
  const one = seal(aval('float64', [n, n]), identityOf(n))
  return stretch(isExpr(x) ? constant(one) : one, dimsOf(x))
}

/** The inverse of an operand already lowered. */
export const inverseOf = (operation: string, x: Lowered): Lowered => applyLowered(solvePrimitive, none, [x, identityFor(operation, x)])

/**
 * The inverse of square matrices in the last two axes; ±∞ or NaN where singular. For A⁻¹b use `solve`.
 *
 * @example
 * toArray(inv(tensor([[2, 1], [1, 1]])))   // [[1, -1], [-1, 2]]
 * @formula A^{-1}
 * @derivative -A^{-1} \dot A A^{-1}
 * @category linear algebra
 */
export const inv: OfSquare<'inv'> = /*#__PURE__*/ phantom((x: unknown) => composed('inv', [x], (value) => inverseOf('inv', value)))

/**
 * The determinant of square matrices in the last two axes; 1 of the empty matrix. A polynomial: its gradient, the cofactor
 * matrix, and derivatives of every order are right at singular matrices too: by elimination with complete pivoting, and sums
 * over minors in place of an inverse. Of the kth derivative, k > 2, these are about nᵏ at large matrices that are singular or
 * nearly so, in place of about n³ steps.
 *
 * @example
 * det(tensor([[1, 2], [3, 4]]))                                             // -2
 * toArray(grad((x: Matrix<2, 2>) => det(x))(tensor([[1, 2], [2, 4]])))      // [[4, -2], [-2, 1]]
 * @formula \det A
 * @derivative \left\langle \operatorname{cof} A, \dot A \right\rangle = \det A \operatorname{tr}\left(A^{-1} \dot A\right)
 * @category linear algebra
 */
export const det: NumberOf<'det'> = /*#__PURE__*/ phantom((x: unknown) => composed('det', [x], (value) => applyLowered(detPrimitive, none, [value])))

/**
 * The sign of the determinant and the logarithm of its absolute value, which does not overflow; of a
 * singular matrix 0 and −∞. The gradient of the logarithm is A⁻ᵀ, that of the sign 0. Singular is what elimination finds so:
 * where rounding leaves something of a 0, the values are those of a matrix next to it.
 *
 * @example
 * slogdet(tensor([[0, 1], [1, 0]]))   // [-1, 0]
 * @formula \operatorname{sign} \det A, \quad \ln |\det A|
 * @derivative 0, \quad \operatorname{tr}\left(A^{-1} \dot A\right)
 * @category linear algebra
 */
export const slogdet = <X extends Operand>(x: X & Square<'slogdet', X>): readonly [sign: Lift<X, Lead<ShapeOf<X>>>, logarithm: Lift<X, Lead<ShapeOf<X>>>] =>
  several('slogdet', x, (value) => applyAll(slogdetPrimitive, none, [value]))

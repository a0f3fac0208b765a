/**
 * The triangular factors of elimination with partial pivoting.
 */
import { at, type Numbers, trianglesOf } from '../array/factor.ts'
import { none } from '../basis/declare.ts'
import { entry } from '../entry.ts'
import { applyTo } from '../program/expr.ts'
import type { AnyExpr, Expr, Primitive } from '../program/model.ts'
import { applyAll } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { LastOf } from '../type/shape.ts'
import type { Lift, Operand, ShapeOf } from '../type/value.ts'
import { matmul } from './contraction.ts'
import { gatherPrimitive } from './gather.ts'
import { applied, factoring, type InPlace, lowerPart, several, type Square, turned, upperPart } from './linear-matrix.ts'
import { lowerSolvePrimitive } from './linear-triangular.ts'

const triangle = (packed: Numbers, n: number, entryAt: (i: number, j: number, x: number) => number): Numbers =>
  Float64Array.from({ length: n * n }, (_, i) => entryAt(Math.floor(i / n), i % n, at(packed, i)))

/** The rows of each matrix in the order given. */
const ordered = (x: Expr, order: AnyExpr): Expr => {
  const axis = x.aval.shape.length - 2
  return phantom(entry(applyTo(gatherPrimitive, { axis, batch: axis }, [x, order]), 0))
}

/** PA = LU: with X = L⁻¹PȦU⁻¹, L̇ = L tril(X, −1) and U̇ = triu(X)U (de Hoog, Anderssen and Lukas 2011). */
export const luPrimitive: Primitive = /*#__PURE__*/ factoring({
  name: 'lu',
  square: true,
  results: (n) => [
    [[n], 'int32'],
    [[n, n], 'float64'],
    [[n, n], 'float64'],
  ],
  kernel: (a, n) => {
    const { packed, order } = trianglesOf(a, n)
    return [order, triangle(packed, n, (i, j, x) => (i === j ? 1 : i > j ? x : 0)), triangle(packed, n, (i, j, x) => (i > j ? 0 : x))]
  },
  jvp: (_, answers, da) => {
    const [order, l, u] = [entry(answers, 0), entry(answers, 1), entry(answers, 2)]
    const left = applied(lowerSolvePrimitive, l, ordered(da, order))
    const x = turned(applied(lowerSolvePrimitive, turned(u), turned(left)))
    return [null, matmul(l, lowerPart(x, 0)), matmul(upperPart(x), u)]
  },
  convention: 'the pivot is the entry of largest absolute value, the first of equal ones, and is held in derivatives; at singular matrices those are NaN',
})

/** The size of a square matrix. */
/**
 * [p, L, U] of square matrices in the last two axes: row i of L U is row p[i] of A, |L| ≤ 1 has ones on
 * its diagonal. p is int32 and has no tangent. At singular matrices derivatives are NaN.
 *
 * @example
 * lu(tensor([[1, 1], [2, 4]])).map(toArray)   // [[1, 0], [[1, 0], [0.5, 1]], [[2, 4], [0, -1]]]
 * @formula P A = L U
 * @derivative \dot L = L \operatorname{tril}_{-1} X, \quad \dot U = \operatorname{triu}(X) \, U, \quad X = L^{-1} P \dot A U^{-1}
 * @category linear algebra
 */
export const lu = <X extends Operand>(
  x: X & Square<'lu', X>,
): readonly [order: Lift<X, InPlace<ShapeOf<X>, [LastOf<ShapeOf<X>>]>, 'int32'>, lower: Lift<X, ShapeOf<X>>, upper: Lift<X, ShapeOf<X>>] =>
  several('lu', x, (value) => applyAll(luPrimitive, none, [value]))

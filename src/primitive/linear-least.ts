/**
 * Least squares for matrices of full column rank.
 */
import { broadcastShapes, type Dims, showShape } from '../array/shape.ts'
import { add, mul } from '../basis/arithmetic.ts'
import { reshapePrimitive, stretch, sum } from '../basis/broadcast.ts'
import { where } from '../basis/choice.ts'
import { gt } from '../basis/comparison.ts'
import { none } from '../basis/declare.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import type { Expr } from '../program/model.ts'
import { applyAll, applyLowered, composed, dimsOf, type Lowered } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { Judged, Refused } from '../type/reason.ts'
import type { Broadcast, IsWide, LastButOneOf, LastOf, SameSize, Shape, ShowShape, Size } from '../type/shape.ts'
import type { Lift2, Operand, ShapeOf } from '../type/value.ts'
import { abs } from './arithmetic.ts'
import { matmul } from './contraction.ts'
import { type Lead, matricesOf } from './linear-matrix.ts'
import { qrPrimitive } from './linear-qr.ts'
import { identityFor } from './linear-solve.ts'
import { flipped, upperSolvePrimitive } from './linear-triangular.ts'

/** `unknown` where the right-hand side has as many rows as the matrix, else a sentence. */
type Rows<A, B> = Judged<
  B,
  A | ShapeOf<A> | ShapeOf<B>,
  ShapeOf<A>['length'] extends 0 | 1
    ? Refused<`lstsq: shape [${ShowShape<ShapeOf<A>>}] has no rows and columns`>
    : SameSize<LastButOneOf<ShapeOf<A>>, ShapeOf<B> extends readonly [infer M extends Size] ? M : LastButOneOf<ShapeOf<B>>> extends true
      ? unknown
      : Refused<`lstsq: shapes [${ShowShape<ShapeOf<A>>}] and [${ShowShape<ShapeOf<B>>}] do not fit`>
>

/** A vector for a vector, else matrices, batches broadcast. */
type Fitted<A extends Shape, B extends Shape> =
  IsWide<A> extends true
    ? Shape
    : IsWide<B> extends true
      ? Shape
      : B extends readonly [unknown]
        ? [...Lead<A>, LastOf<A>]
        : B extends readonly [...infer L extends Shape, unknown, infer K extends Size]
          ? [...Broadcast<Lead<A>, L>, LastOf<A>, K]
          : Shape

/** Matrices of right-hand sides, a vector as one column. */
const columnsOf = (a: Dims, b: Lowered): Lowered => {
  const rhs = dimsOf(b)
  const { m, n } = matricesOf('lstsq', a)
  const refuse = (reason: string, hint: string): never => raise({ _tag: 'Shape', operation: 'lstsq', shapes: [showShape(a), showShape(rhs)], reason, hint })
  if (rhs.length === 0 || entry(rhs, rhs.length === 1 ? 0 : rhs.length - 2) !== m)
    return refuse('do not fit', `the right-hand side needs ${m} rows; one of a single axis is a vector`)
  if (m < n) return refuse('have more unknowns than equations', 'the shortest of many solutions is matmul(pinv(a), b)')
  return rhs.length === 1 ? applyLowered(reshapePrimitive, { shape: [m, 1] }, [b]) : b
}

/**
 * R, NaN where a column of A depends on those before it: there its diagonal, how far the column is from them, is what rounding
 * leaves of 0. Added and not selected, so that derivatives are NaN too.
 */
const barred = (r: Lowered, size: number): Lowered => {
  const x = phantom<Expr>(r)
  const within = { axes: -2, keepdims: true }
  const distances = sum(mul(x, phantom<Expr>(identityFor('lstsq', r))), within)
  const independent = gt(distances, sum(mul(abs(x), size * Number.EPSILON), within))
  return phantom(add(x, sum(where(independent, 0, Number.NaN), { axes: -1, keepdims: true })))
}

/**
 * x with the least ‖A x − b‖, for m by n matrices of full column rank, m ≥ n, in the last two axes of a. b of one axis is a
 * vector, else matrices; axes before the matrices are batches and broadcast. By A = Q R and a triangular solve, so that the
 * condition of A counts once where that of AᵀA would twice; derivatives follow from those of the two. Where a column depends on
 * those before it, being no farther from them than max(m, n)·2⁻⁵² of its own length (the sum of its entries in R), the answer and
 * its derivatives are NaN. There, and for m < n, which is refused, `matmul(pinv(a), b)` is the shortest solution, with the
 * derivative along matrices of the same rank.
 *
 * @example
 * lstsq(tensor([[1, 0], [0, 2], [0, 0]]), Float64Array.of(3, 4, 5))                // a Tensor of shape [2]: 3 2
 * toArray(lstsq(tensor([[3], [4]]), tensor([[6, 4], [8, -3]])))                    // [[2, 0]]
 * @formula x = \arg\min_x \|A x - b\|_2 = R^{-1} Q^{\mathsf T} b, \quad A = Q R
 * @derivative \dot x = A^{+}\left(\dot b - \dot A x\right) + \left(A^{\mathsf T} A\right)^{-1} \dot A^{\mathsf T} \left(b - A x\right)
 * @category linear algebra
 */
export const lstsq = <A extends Operand, B extends Operand>(a: A, b: B & Rows<A, B>): Lift2<A, B, Fitted<ShapeOf<A>, ShapeOf<B>>> =>
  composed('lstsq', [a, b], (...operands) => {
    const [matrix, rhs] = [entry(operands, 0), entry(operands, 1)]
    const { lead, m, n } = matricesOf('lstsq', dimsOf(matrix))
    const columns = columnsOf(dimsOf(matrix), rhs)
    const batch = broadcastShapes('lstsq', lead, dimsOf(columns).slice(0, -2))
    // Factored before it is repeated: batches of right-hand sides share the factors.
    const factors = applyAll(qrPrimitive, none, [matrix])
    const q = entry(factors, 0)
    const r = barred(entry(factors, 1), Math.max(m, n))
    const shares: Lowered = phantom(matmul(phantom<Expr>(flipped(q)), phantom<Expr>(columns)))
    const x = applyLowered(upperSolvePrimitive, none, [stretch(r, [...batch, n, n]), shares])
    return dimsOf(rhs).length === 1 ? applyLowered(reshapePrimitive, { shape: [...batch, n] }, [x]) : x
  })

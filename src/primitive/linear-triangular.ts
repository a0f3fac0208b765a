/**
 * Linear systems with a triangular matrix. Each primitive reads its triangle only; what stands in the
 * other does not matter.
 */
import { byTangents } from '../interpret/tangents.ts'
import { type Numbers, lowerSolved, upperSolved } from '../array/factor.ts'
import { aval } from '../array/aval.ts'
import { broadcastShapes, type Dims, showShape } from '../array/shape.ts'
import { seal } from '../array/tensor.ts'
import { reshapePrimitive, stretch } from '../basis/broadcast.ts'
import { where } from '../basis/choice.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import type { Derivative, Expr, Mask, Primitive } from '../program/model.ts'
import { applyLowered, composed, dimsOf, type Lowered } from '../program/operate.ts'
import { none } from '../basis/declare.ts'
import { phantom } from '../type/phantom.ts'
import type { Rows } from '../type/rank.ts'
import type { Judged, Refused } from '../type/reason.ts'
import type { Broadcast, IsWide, LastButOneOf, SameSize, Shape, ShowShape, Size } from '../type/shape.ts'
import type { Lift2, Operand, ShapeOf } from '../type/value.ts'
import { neg, sub } from './arithmetic.ts'
import { matmul } from './contraction.ts'
import { transposePrimitive } from './shape.ts'
import { lowerSolveWritten, upperSolveWritten } from './linear-small.ts'
import { acting, applied, type Lead, lowerPart, squareOf, turned, upperPart } from './linear-matrix.ts'
import { checkOptions, truth } from '../program/option.ts'

/**
 * The rule of X = A⁻¹B (Giles 2008, 2.3.1): Ẋ = A⁻¹(Ḃ − ȦX). In B it is linear, and its transpose there
 * is the solve with Aᵀ. `part`: what of A it reads; `self` and `other` are this primitive and its transpose.
 */
export const solving = (part: (da: Expr) => Expr, self: () => Primitive, other: () => Primitive): Derivative =>
  byTangents({
    jvp: (_, args, answers, [da, db]) => {
      const [a, x] = [entry(args, 0), entry(answers, 0)]
      if (da == null) return [db == null ? null : applied(self(), a, db)]
      const slope = matmul(part(da), x)
      return [applied(self(), a, db == null ? neg(slope) : sub(db, slope))]
    },
    linear: { operands: [false, true], transpose: (args, cotangent) => [null, applied(other(), turned(entry(args, 0)), cotangent)] },
  })

const convention = 'a zero on the diagonal gives ±∞ or NaN'

export const lowerSolvePrimitive: Primitive = /*#__PURE__*/ acting({
  name: 'lowerSolve',
  kernel: (a: Numbers, b: Numbers, n: number, k: number) => lowerSolved(a, b, n, k),
  expansion: lowerSolveWritten,
  derivative: /*#__PURE__*/ solving(
    (da) => lowerPart(da, 1),
    () => lowerSolvePrimitive,
    () => upperSolvePrimitive,
  ),
  byColumn: true,
  convention,
  notation: { _tag: 'Template', text: 'lowerSolve($0, $1)', latex: '\\operatorname{tril}\\left($0\\right)^{-1} $1' },
})

export const upperSolvePrimitive: Primitive = /*#__PURE__*/ acting({
  name: 'upperSolve',
  kernel: upperSolved,
  expansion: upperSolveWritten,
  derivative: /*#__PURE__*/ solving(
    upperPart,
    () => upperSolvePrimitive,
    () => lowerSolvePrimitive,
  ),
  byColumn: true,
  convention,
  notation: { _tag: 'Template', text: 'upperSolve($0, $1)', latex: '\\operatorname{triu}\\left($0\\right)^{-1} $1' },
})

/** The shape of the solution: a vector for a vector, else matrices, batches broadcast. */
export type Solution<A extends Shape, B extends Shape> =
  IsWide<A> extends true
    ? Shape
    : IsWide<B> extends true
      ? Shape
      : B extends readonly [infer N extends Size]
        ? [...Lead<A>, N]
        : B extends readonly [...infer L extends Shape, infer N extends Size, infer K extends Size]
          ? [...Broadcast<Lead<A>, L>, N, K]
          : Shape

/** How many rows a right-hand side has; a scalar has none. */
type RowsOf<B extends Shape> = B extends readonly [infer K extends Size] ? K : B extends readonly [] ? null : LastButOneOf<B>

/** `unknown` where a system has a square matrix and as many equations as the right-hand side has rows, else a sentence. */
export type System<Name extends string, A, B> = Judged<
  A,
  B | ShapeOf<A> | ShapeOf<B>,
  ShapeOf<A> extends readonly [...ReadonlyArray<unknown>, infer M extends Size, infer N extends Size]
    ? SameSize<M, N> extends true
      ? SameSize<M, RowsOf<ShapeOf<B>>> extends true
        ? unknown
        : Refused<`${Name}: shapes [${ShowShape<ShapeOf<A>>}] and [${ShowShape<ShapeOf<B>>}] do not fit`>
      : Refused<`${Name}: shape [${ShowShape<ShapeOf<A>>}] is not square`>
    : Rows<Name, A>
>

/** Apply a solver to a matrix and a right-hand side, a vector or matrices, batches broadcast against each other. */
export const systemOf = (operation: string, primitive: Primitive, a: Lowered, b: Lowered): Lowered => {
  const { lead, n } = squareOf(operation, dimsOf(a))
  const rhs = dimsOf(b)
  const refuse = (): never =>
    raise({
      _tag: 'Shape',
      operation,
      shapes: [showShape(dimsOf(a)), showShape(rhs)],
      reason: 'do not fit',
      hint: `the right-hand side needs ${n} rows; one of a single axis is a vector`,
    })
  if (rhs.length === 0) return refuse()
  const vector = rhs.length === 1
  const columns: Dims = vector ? [n, 1] : rhs.slice(-2)
  if (entry(rhs, vector ? 0 : rhs.length - 2) !== n) return refuse()
  const batch = broadcastShapes(operation, lead, vector ? [] : rhs.slice(0, -2))
  const right = vector ? applyLowered(reshapePrimitive, { shape: columns }, [b]) : b
  const x = applyLowered(primitive, none, [stretch(a, [...batch, n, n]), stretch(right, [...batch, ...columns])])
  return vector ? applyLowered(reshapePrimitive, { shape: [...batch, n] }, [x]) : x
}

/** Which triangle is read, whether it is transposed, and whether its diagonal counts as ones. */
export interface TriangularOptions {
  readonly lower?: boolean
  readonly transpose?: boolean
  readonly unitDiagonal?: boolean
}

/** The matrix with its last two axes exchanged. */
export const flipped = (x: Lowered): Lowered => {
  const rank = dimsOf(x).length
  return applyLowered(transposePrimitive, { order: [...Array.from({ length: rank - 2 }, (_, i) => i), rank - 1, rank - 2] }, [x])
}

const unit = (a: Lowered, n: number): Lowered => {
  const mask = seal(
    aval('bool', [n, n]),
    Uint8Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0)),
  )
  return phantom(where(phantom<Mask>(mask), 1, phantom<Expr>(a)))
}

/**
 * x with T x = b, T being the upper triangle of a (the lower one, if `lower`), or its transpose if
 * `transpose`; `unitDiagonal` takes its diagonal as ones. b of one axis is a vector, else matrices;
 * axes before the matrices are batches and broadcast. A zero on the diagonal gives ±∞ or NaN. The
 * derivative by the other triangle is 0. Rule: Giles (2008).
 *
 * @example
 * triangularSolve(tensor([[2, 0], [1, 4]]), Float64Array.of(2, 9), { lower: true })   // a Tensor of shape [2]: 1 2
 * @formula x = T^{-1} b
 * @derivative \dot x = T^{-1}\left(\dot b - \dot T x\right)
 * @category linear algebra
 */
export const triangularSolve = <A extends Operand, B extends Operand>(
  a: A & System<'triangularSolve', A, B>,
  b: B,
  options: TriangularOptions = {},
): Lift2<A, B, Solution<ShapeOf<A>, ShapeOf<B>>> => {
  checkOptions<TriangularOptions>('triangularSolve', options, { lower: truth, transpose: truth, unitDiagonal: truth })
  const { lower = false, transpose = false, unitDiagonal = false } = options
  return composed('triangularSolve', [a, b], (...operands) => {
    const matrix = entry(operands, 0)
    const { n } = squareOf('triangularSolve', dimsOf(matrix))
    const full = unitDiagonal ? unit(matrix, n) : matrix
    return systemOf('triangularSolve', lower === transpose ? upperSolvePrimitive : lowerSolvePrimitive, transpose ? flipped(full) : full, entry(operands, 1))
  })
}

/**
 * x with A x = b, from the lower Cholesky factor L of A = L Lᵀ, as `cholesky` gives it: two triangular systems, where the
 * factor serves many right-hand sides. b is a vector or matrices, and axes before the matrices are batches, as in `solve`.
 * A zero on the diagonal gives ±∞ or NaN; the derivative by the upper triangle is 0.
 *
 * @example
 * choSolve(cholesky(tensor([[4, 2], [2, 10]])), Float64Array.of(8, 22))   // a Tensor of shape [2]: 1 2
 * @formula x = L^{-\top} L^{-1} b
 * @category linear algebra
 */
export const choSolve = <A extends Operand, B extends Operand>(factor: A & System<'choSolve', A, B>, b: B): Lift2<A, B, Solution<ShapeOf<A>, ShapeOf<B>>> =>
  composed('choSolve', [factor, b], (...operands) => {
    const lower = entry(operands, 0)
    const half = systemOf('choSolve', lowerSolvePrimitive, lower, entry(operands, 1))
    const shape = dimsOf(half)
    // A vector that a batch of matrices made into many is a column of each.
    const isVector = dimsOf(entry(operands, 1)).length === 1
    const column = isVector ? applyLowered(reshapePrimitive, { shape: [...shape, 1] }, [half]) : half
    const x = systemOf('choSolve', upperSolvePrimitive, flipped(lower), column)
    return isVector ? applyLowered(reshapePrimitive, { shape }, [x]) : x
  })

/**
 * Cofactor matrices and their derivatives of every order: one primitive, to which differentiation only gives more operands.
 */
import { withShape } from '../array/aval.ts'
import { cofactorsOf } from '../array/factor.ts'
import { balancedOf, minorsOf } from '../array/factor-minor.ts'
import { type Dims, sameShape, showShape, sizeOf } from '../array/shape.ts'
import { avalOf } from '../array/tensor.ts'
import { add } from '../basis/arithmetic.ts'
import { stretch, sum } from '../basis/broadcast.ts'
import { none, structural } from '../basis/declare.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { evaluation } from '../interpret/evaluate.ts'
import { byTangents } from '../interpret/tangents.ts'
import { applyTo } from '../program/expr.ts'
import { fold } from '../program/fold.ts'
import type { AnyExpr, Expr, Primitive } from '../program/model.ts'
import { close } from '../program/trace.ts'
import { withBatch } from '../transform/batch.ts'
import { phantom } from '../type/phantom.ts'
import { contractPrimitive } from './contraction.ts'
import { applied, factoring, floating, floatsOf, joined, pieceOf, reshaped, squareOf } from './linear-matrix.ts'
import { permute } from './shape.ts'

/** The axes of a direction that its matrix does not have. */
const surplus = (a: AnyExpr, of: AnyExpr): Dims => of.aval.shape.slice(a.aval.shape.length - 2, -2)

/** Matrices repeated for every direction. */
const repeated = (x: Expr, of: AnyExpr): Expr => {
  const { shape } = x.aval
  const more = surplus(x, of)
  if (more.length === 0) return x
  return phantom(stretch(reshaped(x, [...shape.slice(0, -2), ...more.map(() => 1), ...shape.slice(-2)]), of.aval.shape))
}

/** The transpose of `repeated`. */
const gathered = (a: Expr, x: Expr): Expr => {
  const from = a.aval.shape.length - 2
  const axes = surplus(a, x).map((_, i) => from + i)
  return axes.length === 0 ? x : phantom(sum(x, { axes }))
}

/** The same along another direction in the place of the ith operand; since the order of them does not matter it comes first. */
const along = (args: ReadonlyArray<Expr>, i: number, direction: Expr): Expr =>
  applied(cofactorDerivativePrimitive, entry(args, 0), direction, ...args.slice(1).filter((_, k) => k + 1 !== i))

/** The derivative along one direction more, which comes first; null where the polynomial has no such degree. */
const further = (args: ReadonlyArray<Expr>, direction: Expr): Expr | null => {
  const { shape } = entry(args, 0).aval
  return args.length < entry(shape, shape.length - 1) ? along(args, args.length, direction) : null
}

/** One axis moved, the others in order. */
const moved = (x: AnyExpr, from: number, to: number): AnyExpr => {
  const axes = x.aval.shape.map((_, i) => i).filter((i) => i !== from)
  return from === to ? x : permute(x, [...axes.slice(0, to), from, ...axes.slice(to)])
}

/**
 * X, d and Y with X A Y = diag(d) and det(X) det(Y) = 1, X and Y well conditioned. Like the next it is met in expansions
 * only, which are made when there is nothing left to differentiate.
 */
const balancePrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'balance',
  arity: 1,
  infer: (_, [a]) => {
    if (a === undefined) return []
    return [a, withShape(a, a.shape.slice(0, -1)), a]
  },
  evaluate: ({ results }, args) => {
    const data = floatsOf(entry(args, 0))
    const { lead, n } = squareOf('balance', avalOf(entry(args, 0)).shape)
    const found = Array.from({ length: sizeOf(lead) }, (_, i) => balancedOf(pieceOf(data, i, n * n), n))
    const parts = [found.map((each) => each.left), found.map((each) => each.diagonal), found.map((each) => each.right)]
    return results.map((of, j) => joined(of, entry(parts, j)))
  },
  derivative: { _tag: 'Constant' },
  batch: (operation, args) => ({ results: applyTo(balancePrimitive, none, args), batched: operation.results.map(() => true) }),
})

/** The derivative of the cofactors of diagonal matrices along directions, several at each. */
const minorsPrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'minors',
  arity: null,
  infer: (_, operands) => operands.slice(1, 2),
  evaluate: ({ results }, args) => {
    const [d, ...directions] = args.map(floatsOf)
    const lead = avalOf(entry(args, 0)).shape
    const n = entry(lead, lead.length - 1)
    return results.map((of) => {
      const count = sizeOf(of.shape.slice(0, -2))
      const each = count / sizeOf(lead.slice(0, -1))
      const found = Array.from({ length: count }, (_, i) =>
        minorsOf(
          pieceOf(d ?? new Float64Array(0), Math.floor(i / each), n),
          directions.map((e) => pieceOf(e, i, n * n)),
          n,
        ),
      )
      return joined(of, found)
    })
  },
  derivative: { _tag: 'Constant' },
  batch: (_, args) => ({ results: applyTo(minorsPrimitive, none, args), batched: [true] }),
})

/** Products with a matrix in the last two axes, one for every direction: X E, or Xᵀ E, or E X, or E Xᵀ. */
const multiplied = (x: Expr, e: Expr, { after, turned }: { readonly after: boolean; readonly turned: boolean }): Expr => {
  const rank = e.aval.shape.length
  const lead = Array.from({ length: x.aval.shape.length - 2 }, (_, i) => i)
  const all = Array.from({ length: rank - 2 }, (_, i) => i)
  const [row, inner, column] = [rank, rank + 1, rank + 2]
  const matrix = (of: Dims): Dims => [...lead, ...(turned ? [...of].reverse() : of)]
  const out = [...all, row, column]
  const found = after
    ? applyTo(contractPrimitive, { a: [...all, row, inner], b: matrix([inner, column]), out }, [e, x])
    : applyTo(contractPrimitive, { a: matrix([row, inner]), b: [...all, inner, column], out }, [x, e])
  return phantom(entry(found, 0))
}

/** By the derivative at a diagonal matrix: Xᵀ minors(d; X E Y) Yᵀ. */
const expansion = (_: unknown, [a, ...directions]: ReadonlyArray<AnyExpr>): ReadonlyArray<AnyExpr> => {
  if (a === undefined) return []
  const parts = applyTo(balancePrimitive, none, [a])
  const [x, d, y]: ReadonlyArray<Expr> = phantom(parts)
  if (x === undefined || d === undefined || y === undefined) return []
  const inner = directions.map((e) => multiplied(y, multiplied(x, phantom<Expr>(e), { after: false, turned: false }), { after: true, turned: false }))
  const minors = applied(minorsPrimitive, d, ...inner)
  return [multiplied(y, multiplied(x, minors, { after: false, turned: true }), { after: true, turned: true })]
}

/**
 * Of A and E₁, …, Eₖ, k ≥ 1, the kth derivative of the cofactors of A along those directions. ⟨W, that⟩ is the (k + 1)st
 * derivative of det along W, E₁, …, Eₖ and the same in every order of them: the primitive is its own transpose in each
 * direction, and in A the derivative along one direction more. Axes that the directions have after the batch of A are
 * several directions at one matrix, which is factored once.
 */
export const cofactorDerivativePrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'cofactorDerivative',
  expansion,
  arity: null,
  infer: (_, operands) => {
    const [a, e, ...others] = operands
    if (a === undefined || e === undefined)
      return raise({ _tag: 'Arity', operation: 'cofactorDerivative', expected: 'at least 2 operands', got: operands.length })
    for (const operand of operands) floating('cofactorDerivative', operand)
    const { lead, n } = squareOf('cofactorDerivative', a.shape)
    const { shape } = e
    const fits = shape.length >= a.shape.length && sameShape(shape.slice(0, lead.length), lead) && sameShape(shape.slice(-2), [n, n])
    if (!fits || others.some((other) => !sameShape(other.shape, shape)))
      return raise({
        _tag: 'Shape',
        operation: 'cofactorDerivative',
        shapes: operands.map((operand) => showShape(operand.shape)),
        reason: 'do not fit',
        hint: 'directions have one shape, that of the matrix with axes before the last two',
      })
    return [e]
  },
  evaluate: (operation, args) => fold(evaluation)(close(operation.operands, (operands) => expansion(operation, operands)))(args),
  derivative: /*#__PURE__*/ byTangents({
    jvp: (_, args, __, [da, ...tangents]) => {
      const terms = [
        da == null ? null : further(args, repeated(da, entry(args, 1))),
        ...tangents.map((t, i) => (t === null ? null : along(args, i + 1, t))),
      ].filter((term) => term !== null)
      const [first = null, ...others] = terms
      return [first === null ? null : others.reduce<Expr>((total, term) => add(total, term), first)]
    },
    linear: { operands: [false, true], transpose: (args, w) => [null, along(args, 1, w)] },
    transpose: (args, _, w) => {
      const back = further(args, w)
      return [back === null ? null : gathered(entry(args, 0), back), ...args.slice(1).map((__, i) => along(args, i + 1, w))]
    },
  }),
  batch: (_, args, batched, size) => {
    const all = args.map((value, i) => (i === 0 && !batched[0] ? value : withBatch(size, { value, batched: entry(batched, i) })))
    if (batched[0]) return { results: applyTo(cofactorDerivativePrimitive, none, all), batched: [true] }
    const [a, ...directions] = all
    if (a === undefined) return { results: [], batched: [] }
    const place = a.aval.shape.length - 2
    const out = applied(cofactorDerivativePrimitive, a, ...directions.map((e) => moved(e, 0, place)))
    return { results: [moved(out, place, 0)], batched: [true] }
  },
  convention: 'a polynomial, defined for every matrix with its derivatives of every order',
})

/** cof A = det(A)·A⁻ᵀ where A is invertible, the gradient of det. */
export const cofactorPrimitive: Primitive = /*#__PURE__*/ factoring({
  name: 'cofactor',
  square: true,
  results: (n) => [[[n, n], 'float64']],
  kernel: (a, n) => [cofactorsOf(a, n)],
  jvp: (a, _, da) => [further([a], da)],
  convention: 'a polynomial, defined for every matrix with its derivatives of every order',
})

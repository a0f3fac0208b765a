/**
 * What the primitives of linear algebra share: matrices in the last two axes, any axes before them a
 * batch, and the declaration of a primitive by its kernel on one matrix.
 */
import { byTangents } from '../interpret/tangents.ts'
import { aval, type Aval } from '../array/aval.ts'
import type { DType } from '../array/dtype.ts'
import { dtypes } from '../array/dtype.ts'
import { identityOf, type Numbers } from '../array/factor.ts'
import { type Dims, sameShape, showShape, sizeOf } from '../array/shape.ts'
import { type AnyTensor, avalOf, dataOf, seal } from '../array/tensor.ts'
import { mul } from '../basis/arithmetic.ts'
import { reshapePrimitive, stretch } from '../basis/broadcast.ts'
import { none, structural } from '../basis/declare.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { applyTo, constant } from '../program/expr.ts'
import type { AnyExpr, Derivative, Expr, Nonzero, Primitive, Term } from '../program/model.ts'
import type { Notation } from '../program/notation.ts'
import { lowerOne, type Lowered, presentAs } from '../program/operate.ts'
import { withBatch } from '../transform/batch.ts'
import { phantom } from '../type/phantom.ts'
import type { Judged, Refused } from '../type/reason.ts'
import type { IsWide, SameSize, Shape, ShowShape, Size } from '../type/shape.ts'
import type { Lift, Operand, ShapeOf } from '../type/value.ts'
import { permute } from './shape.ts'

// types ------------------------------------------------------------------------------------

/** `unknown` for a square matrix or a batch of them, else a sentence that says why not. */
export type Square<Name extends string, X> = Judged<
  X,
  ShapeOf<X>,
  IsWide<ShapeOf<X>> extends true
    ? unknown
    : ShapeOf<X> extends readonly [...ReadonlyArray<unknown>, infer M extends Size, infer N extends Size]
      ? SameSize<M, N> extends true
        ? unknown
        : Refused<`${Name}: shape [${ShowShape<ShapeOf<X>>}] is not square`>
      : Refused<`${Name}: shape [${ShowShape<ShapeOf<X>>}] is not that of a matrix`>
>

/** The axes before the matrix. */
export type Lead<S extends Shape> = IsWide<S> extends true ? Shape : S extends readonly [...infer L extends Shape, unknown, unknown] ? L : Shape

/** The axes before the matrix, then others in its place. */
export type InPlace<S extends Shape, T extends Shape> = IsWide<S> extends true ? Shape : [...Lead<S>, ...T]

/** From square matrices to matrices of the same size. */
export interface OfSquare<Name extends string> {
  <N extends Size>(x: Expr<[N, NoInfer<N>]>): Expr<[N, N]>
  <X extends Operand>(x: X & Square<Name, X>): Lift<X, ShapeOf<X>>
}

/** From square matrices to numbers. */
export interface NumberOf<Name extends string> {
  <N extends Size>(x: Expr<[N, NoInfer<N>]>): Expr<[]>
  <X extends Operand>(x: X & Square<Name, X>): Lift<X, Lead<ShapeOf<X>>>
}

// shapes -----------------------------------------------------------------------------------

/** A shape as a batch of m by n matrices. */
export interface Matrices {
  readonly lead: Dims
  readonly m: number
  readonly n: number
}

export const matricesOf = (operation: string, shape: Dims): Matrices =>
  shape.length < 2
    ? raise({ _tag: 'Shape', operation, shapes: [showShape(shape)], reason: 'have no rows and columns', hint: 'a matrix is in the last two axes' })
    : { lead: shape.slice(0, -2), m: entry(shape, shape.length - 2), n: entry(shape, shape.length - 1) }

export const squareOf = (operation: string, shape: Dims): Matrices => {
  const of = matricesOf(operation, shape)
  return of.m === of.n ? of : raise({ _tag: 'Shape', operation, shapes: [showShape(shape)], reason: 'are not square in the last two axes' })
}

export const floating = (operation: string, x: Aval): void => {
  if (x.dtype !== 'float64') raise({ _tag: 'DType', operation, dtypes: [x.dtype], reason: 'it takes float64', hint: 'convert with toFloat' })
}

// expressions for rules --------------------------------------------------------------------

/** The only result of a primitive without parameters. */
export const applied = (primitive: Primitive, ...args: ReadonlyArray<AnyExpr>): Expr => phantom(entry(applyTo(primitive, none, args), 0))

/** The last two axes exchanged. */
export const turned = (x: AnyExpr): Expr => {
  const rank = x.aval.shape.length
  return phantom(permute(x, [...Array.from({ length: rank - 2 }, (_, i) => i), rank - 1, rank - 2]))
}

/** Identity matrices of the shape of x. */
export const identityLike = (x: AnyExpr): Expr => {
  const { shape } = x.aval
  const n = entry(shape, shape.length - 1)
  return phantom(stretch(constant(seal(aval('float64', [n, n]), identityOf(n))), shape))
}

/** Entries times a factor by row and column. In rules a product serves better than `tril`, whose choice reverse mode would carry along as a mask. */
const weighted = (x: Expr, weight: (i: number, j: number) => number): Expr => {
  const { m, n } = matricesOf('mul', x.aval.shape)
  const weights = seal(
    aval('float64', [m, n]),
    Float64Array.from({ length: m * n }, (_, k) => weight(Math.floor(k / n), k % n)),
  )
  return mul(x, phantom<Expr>(stretch(constant(weights), x.aval.shape)))
}

/** The lower triangle: the diagonal times a weight. */
export const lowerPart = (x: Expr, diagonal: number): Expr => weighted(x, (i, j) => (i > j ? 1 : i === j ? diagonal : 0))

/** The upper triangle with the diagonal. */
export const upperPart = (x: Expr): Expr => weighted(x, (i, j) => (i <= j ? 1 : 0))

export const reshaped = (x: AnyExpr, shape: Dims): Expr => phantom(entry(applyTo(reshapePrimitive, { shape }, [x]), 0))

/** A batch of vectors as matrices of one row. */
export const asRow = (x: AnyExpr): Expr => reshaped(x, [...x.aval.shape.slice(0, -1), 1, ...x.aval.shape.slice(-1)])

/** A batch of vectors as matrices of one column. */
export const asColumn = (x: AnyExpr): Expr => reshaped(x, [...x.aval.shape, 1])

// data -------------------------------------------------------------------------------------

export const floatsOf = (x: AnyTensor): Numbers => {
  const data = dataOf(x)
  return data instanceof Float64Array ? data : Float64Array.from(data)
}

/** The part of a batch at an index, its parts of a size; for reading only. */
export const pieceOf = (data: Numbers, index: number, size: number): Numbers => data.subarray(index * size, (index + 1) * size)

export const joined = (of: Aval, parts: ReadonlyArray<ArrayLike<number>>): AnyTensor => {
  const data = dtypes[of.dtype].buffer(sizeOf(of.shape))
  const size = parts.length === 0 ? 0 : data.length / parts.length
  parts.forEach((piece, i) => {
    data.set(piece, i * size)
  })
  return seal(of, data)
}

// declarations -----------------------------------------------------------------------------

/** A primitive of one matrix: its results by shape and dtype after the batch, and its kernel on one matrix. */
export interface Factoring {
  readonly name: string
  readonly square: boolean
  readonly results: (m: number, n: number) => ReadonlyArray<readonly [Dims, DType]>
  readonly kernel: (a: Numbers, m: number, n: number) => ReadonlyArray<ArrayLike<number>>
  readonly jvp: (a: Expr, answers: ReadonlyArray<Expr>, da: Expr) => ReadonlyArray<Term | null>
  readonly convention: string
  readonly notation?: Notation
  readonly expansion?: Primitive['expansion']
}

export const factoring = (spec: Factoring): Primitive => {
  const { name } = spec
  const parts = spec.square ? squareOf : matricesOf
  const made: Primitive = structural({
    name,
    arity: 1,
    infer: (_, operands) => {
      const x = entry(operands, 0)
      floating(name, x)
      const { lead, m, n } = parts(name, x.shape)
      return spec.results(m, n).map(([shape, dtype]) => aval(dtype, [...lead, ...shape]))
    },
    evaluate: ({ results }, args) => {
      const x = entry(args, 0)
      const { lead, m, n } = parts(name, avalOf(x).shape)
      const data = floatsOf(x)
      const found = Array.from({ length: sizeOf(lead) }, (_, i) => spec.kernel(pieceOf(data, i, m * n), m, n))
      return results.map((of, j) =>
        joined(
          of,
          found.map((each) => entry(each, j)),
        ),
      )
    },
    derivative: byTangents({ jvp: (_, [a], answers, [da]) => (a === undefined || da == null ? answers.map(() => null) : spec.jvp(a, answers, da)) }),
    batch: (operation, args) => ({ results: applyTo(made, none, args), batched: operation.results.map(() => true) }),
    convention: spec.convention,
    ...(spec.notation === undefined ? {} : { notation: spec.notation }),
    ...(spec.expansion === undefined ? {} : { expansion: spec.expansion }),
  })
  return made
}

/** A primitive of a square matrix and a second operand in which it is linear. */
export interface Acting {
  readonly name: string
  readonly kernel: (a: Numbers, b: Numbers, n: number, k: number) => Numbers
  readonly derivative: Derivative
  /** Whether the columns of the second operand are acted upon one by one, so that a batch of them is more columns. */
  readonly byColumn: boolean
  readonly convention: string
  readonly notation?: Notation
  readonly expansion?: Primitive['expansion']
}

/** A batch of right-hand sides for one matrix, as more columns. */
const widened = (primitive: Primitive, a: AnyExpr, b: AnyExpr, size: number): AnyExpr => {
  const { shape } = b.aval
  const rank = shape.length
  const lead = Array.from({ length: rank - 3 }, (_, i) => i + 1)
  const [n, k] = [entry(shape, rank - 2), entry(shape, rank - 1)]
  const wide = reshaped(permute(b, [...lead, rank - 2, 0, rank - 1]), [...shape.slice(1, -2), n, size * k])
  const out = reshaped(applied(primitive, a, wide), [...shape.slice(1, -2), n, size, k])
  return permute(out, [rank - 2, ...lead.map((axis) => axis - 1), rank - 3, rank - 1])
}

export const acting = (spec: Acting): Primitive => {
  const { name } = spec
  const made: Primitive = structural({
    name,
    arity: 2,
    infer: (_, operands) => {
      const [a, b] = [entry(operands, 0), entry(operands, 1)]
      floating(name, a)
      floating(name, b)
      const { lead, n } = squareOf(name, a.shape)
      const other = matricesOf(name, b.shape)
      if (!sameShape(lead, other.lead) || other.m !== n || (!spec.byColumn && other.n !== n))
        return raise({
          _tag: 'Shape',
          operation: name,
          shapes: [showShape(a.shape), showShape(b.shape)],
          reason: 'do not fit',
          hint: `the second operand needs ${n} rows`,
        })
      return [b]
    },
    evaluate: ({ results }, args) => {
      const [a, b] = [entry(args, 0), entry(args, 1)]
      const { lead, m: n, n: k } = matricesOf(name, avalOf(b).shape)
      const [left, right] = [floatsOf(a), floatsOf(b)]
      const found = Array.from({ length: sizeOf(lead) }, (_, i) => spec.kernel(pieceOf(left, i, n * n), pieceOf(right, i, n * k), n, k))
      return results.map((of) => joined(of, found))
    },
    derivative: spec.derivative,
    batch: (_, args, batched: Nonzero, size) => {
      const [a, b] = [entry(args, 0), entry(args, 1)]
      if (spec.byColumn && !batched[0]) return { results: [widened(made, a, b, size)], batched: [true] }
      return {
        results: applyTo(
          made,
          none,
          args.map((value, i) => withBatch(size, { value, batched: entry(batched, i) })),
        ),
        batched: [true],
      }
    },
    convention: spec.convention,
    ...(spec.notation === undefined ? {} : { notation: spec.notation }),
    ...(spec.expansion === undefined ? {} : { expansion: spec.expansion }),
  })
  return made
}

/** Several results handed back in the kind of the operand. */
export const several = <T>(operation: string, x: unknown, build: (value: Lowered) => ReadonlyArray<Lowered>): T =>
  phantom(build(lowerOne(operation, x)).map((result) => presentAs(result, [x])))

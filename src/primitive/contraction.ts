/**
 * Sums of products over shared axes, all one primitive: `contract`, binary, closed under
 * transposition and batching. A matrix product is a name for one way of labelling it.
 */
import * as loops from '#loops'
import { aval, type Aval } from '../array/aval.ts'
import { permuted } from '../array/kernel.ts'
import { broadcastShapes, type Dims, showShape, sizeOf } from '../array/shape.ts'
import { avalOf, dataOf, seal, type AnyTensor } from '../array/tensor.ts'
import { stretch, sumPrimitive } from '../basis/broadcast.ts'
import { structural } from '../basis/declare.ts'
import { dims } from '../basis/params.ts'
import { entry, valueAt } from '../entry.ts'
import { raise } from '../failure.ts'
import { applyTo } from '../program/expr.ts'
import type { AnyExpr, Expr, Params, Primitive } from '../program/model.ts'
import { applyLowered, composed, dimsOf, type Lowered } from '../program/operate.ts'
import { rearranged } from '../transform/rearrange.ts'
import { phantom } from '../type/phantom.ts'
import type { Judged, Refused } from '../type/reason.ts'
import type { MatMul, ShowShape, Size } from '../type/shape.ts'
import type { Lift2, Operand, ShapeOf } from '../type/value.ts'

const fail = (a: Dims, b: Dims, reason: string): never => raise({ _tag: 'Shape', operation: 'contract', shapes: [showShape(a), showShape(b)], reason })

interface Labels {
  readonly a: Dims
  readonly b: Dims
  readonly out: Dims
}

const labelsOf = (params: Params): Labels => ({ a: dims('contract', params, 'a'), b: dims('contract', params, 'b'), out: dims('contract', params, 'out') })

/** Labels by role: shared and kept, kept of one operand only, summed. */
const roles = ({ a, b, out }: Labels) => ({
  shared: out.filter((l) => a.includes(l) && b.includes(l)),
  rows: out.filter((l) => a.includes(l) && !b.includes(l)),
  columns: out.filter((l) => b.includes(l) && !a.includes(l)),
  summed: a.filter((l) => !out.includes(l)),
})

const unique = (labels: Dims): boolean => new Set(labels).size === labels.length

const inferShape = ({ a, b, out }: Labels, x: Aval, y: Aval): Dims => {
  const sizes = new Map<number, number>()
  if (a.length !== x.shape.length || b.length !== y.shape.length) return fail(x.shape, y.shape, `do not have the axes ${showShape(a)} and ${showShape(b)}`)
  if (!unique(a) || !unique(b) || !unique(out)) return fail(x.shape, y.shape, 'have a label twice; take the diagonal first')
  for (const [labels, shape] of [
    [a, x.shape],
    [b, y.shape],
  ] as const) {
    labels.forEach((label, i) => {
      const size = entry(shape, i)
      if ((sizes.get(label) ?? size) !== size) fail(x.shape, y.shape, `disagree: ${sizes.get(label)} and ${size} are to be the same size`)
      sizes.set(label, size)
    })
  }
  for (const label of new Set([...a, ...b, ...out])) {
    if ([a, b, out].filter((labels) => labels.includes(label)).length < 2)
      fail(x.shape, y.shape, `leave label ${label} in one place only; sum it before the contraction`)
  }
  return out.map((label) => valueAt(sizes, label))
}

/** A tensor with its axes in the order of the labels given. */
const ordered = (x: AnyTensor, labels: Dims, order: Dims) =>
  permuted(
    x.dtype,
    dataOf(x),
    avalOf(x).shape,
    order.map((label) => labels.indexOf(label)),
  )

const summed = (x: AnyExpr, labels: Dims, away: Dims): { readonly value: AnyExpr; readonly labels: Dims } => {
  const axes = labels.map((_, i) => i).filter((i) => away.includes(entry(labels, i)))
  return axes.length === 0 ? { value: x, labels } : { value: entry(applyTo(sumPrimitive, { axes }, [x]), 0), labels: labels.filter((l) => !away.includes(l)) }
}

/** The sum of a contraction over some axes of its result, or null where nothing is gained. */
const summedContraction = (params: Params, axes: Dims, args: ReadonlyArray<AnyExpr>): AnyExpr | null => {
  const { a, b, out } = labelsOf(params)
  const away = axes.map((axis) => entry(out, axis))
  const [x, y] = [entry(args, 0), entry(args, 1)]
  const left = summed(
    x,
    a,
    away.filter((l) => !b.includes(l)),
  )
  const right = summed(
    y,
    b,
    away.filter((l) => !a.includes(l)),
  )
  const kept = out.filter((l) => !away.includes(l))
  // What only one factor has left, and the result has not, would have been summed already.
  const closed = [...left.labels, ...right.labels].every((l) => kept.includes(l) || (left.labels.includes(l) && right.labels.includes(l)))
  return closed ? entry(applyTo(contractPrimitive, { a: left.labels, b: right.labels, out: kept }, [left.value, right.value]), 0) : null
}

/**
 * Operands of float64. An entry sums its products in an order that every backend keeps: along the last
 * axis summed, four at a time as ((0 + 2) + (1 + 3)), so that neighbours may be added side by side; then,
 * one by one, those left over. params: labels `a`, `b` of
 * the operands' axes and `out` of the result's.
 */
export const contractPrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'contract',
  lowering: 'contract',
  loops: loops.contract,
  summed: { rule: summedContraction, pass: rearranged },
  arity: 2,
  infer: (params, operands) => {
    const [x, y] = [entry(operands, 0), entry(operands, 1)]
    if (x.dtype !== 'float64' || y.dtype !== 'float64')
      return raise({ _tag: 'DType', operation: 'contract', dtypes: [x.dtype, y.dtype], reason: 'it takes float64', hint: 'convert with toFloat' })
    return [aval('float64', inferShape(labelsOf(params), x, y))]
  },
  evaluate: ({ params, results }, args) =>
    results.map((of) => {
      const [x, y] = [entry(args, 0), entry(args, 1)]
      const labels = labelsOf(params)
      const { shared, rows, columns, summed } = roles(labels)
      const left = ordered(x, labels.a, [...shared, ...rows, ...summed])
      const right = ordered(y, labels.b, [...shared, ...summed, ...columns])
      const extent = (names: Dims, from: Dims, shape: Dims): number => sizeOf(names.map((label) => entry(shape, from.indexOf(label))))
      const [s, m, k, n] = [
        extent(shared, labels.a, avalOf(x).shape),
        extent(rows, labels.a, avalOf(x).shape),
        extent(summed, labels.a, avalOf(x).shape),
        extent(columns, labels.b, avalOf(y).shape),
      ]
      const out = new Float64Array(s * m * n)
      const last = summed.length === 0 ? 1 : extent(summed.slice(-1), labels.a, avalOf(x).shape)
      // Row i of the left, column j of the right, four products at a time, or one.
      const at = (i: number, l: number, j: number): number => (left[i * k + l] ?? 0) * (right[(Math.floor(i / m) * k + l) * n + j] ?? 0)
      const whole = last - (last % 4)
      for (let i = 0; i < s * m; i++) {
        for (let from = 0; from < k; from += last)
          for (let l = from; l < from + whole; l += 4)
            for (let j = 0; j < n; j++) out[i * n + j] = (out[i * n + j] ?? 0) + (at(i, l, j) + at(i, l + 2, j) + (at(i, l + 1, j) + at(i, l + 3, j)))
        for (let from = whole; from < k; from += last)
          for (let l = from; l < from - whole + last; l++) for (let j = 0; j < n; j++) out[i * n + j] = (out[i * n + j] ?? 0) + at(i, l, j)
      }
      const made = [...shared, ...rows, ...columns]
      const shape = made.map((label) => entry(of.shape, labels.out.indexOf(label)))
      return seal(
        of,
        permuted(
          'float64',
          out,
          shape,
          labels.out.map((label) => made.indexOf(label)),
        ),
      )
    }),
  derivative: {
    _tag: 'Multilinear',
    transpose: (params, which, cotangent, _, args) => {
      const { a, b, out } = labelsOf(params)
      return which === 0 ? contracted({ a: out, b, out: a }, cotangent, entry(args, 1)) : contracted({ a: out, b: a, out: b }, cotangent, entry(args, 0))
    },
  },
  batch: ({ params }, args, batched) => {
    const { a, b, out } = labelsOf(params)
    const fresh = Math.max(-1, ...a, ...b, ...out) + 1
    const labels = { a: batched[0] ? [fresh, ...a] : a, b: batched[1] ? [fresh, ...b] : b, out: [fresh, ...out] }
    return { results: [contracted(labels, entry(args, 0), entry(args, 1))], batched: [true] }
  },
  notation: { _tag: 'Template', text: 'contract($0, $1, $a, $b, $out)', latex: '$0 \\cdot $1' },
})

const contracted = (labels: Labels, x: AnyExpr, y: AnyExpr): AnyExpr =>
  entry(applyTo(contractPrimitive, { a: labels.a, b: labels.b, out: labels.out }, [x, y]), 0)

const range = (from: number, count: number): Dims => Array.from({ length: count }, (_, i) => from + i)

type Fits<Name extends string, X, Y> = Judged<
  Y,
  X | ShapeOf<X> | ShapeOf<Y>,
  [MatMul<ShapeOf<X>, ShapeOf<Y>>] extends [infer _ extends never]
    ? Refused<`${Name}: shapes [${ShowShape<ShapeOf<X>>}] and [${ShowShape<ShapeOf<Y>>}] do not multiply`>
    : unknown
>

const product = (name: string, x: Lowered, y: Lowered): Lowered => {
  const [p, q] = [dimsOf(x), dimsOf(y)]
  const refuse = (reason: string, hint: string): never => raise({ _tag: 'Shape', operation: name, shapes: [showShape(p), showShape(q)], reason, hint })
  if (p.length === 0 || q.length === 0) return refuse('do not multiply', 'for a scalar factor use mul')
  if (p[p.length - 1] !== q[Math.max(0, q.length - 2)]) return refuse('do not multiply', 'the last size of the first must equal the last but one of the second')
  const [m, n] = [p.length > 1 ? [0] : [], q.length > 1 ? [1] : []]
  const [lead, tail] = [p.slice(0, -2), q.slice(0, -2)]
  const shared = broadcastShapes(name, lead, tail)
  const batch = range(3, shared.length)
  // Leading axes that one operand lacks are stretched only where both have some: else they are its own.
  if (lead.length === 0 || tail.length === 0) {
    return applyLowered(contractPrimitive, { a: [...range(3, lead.length), ...m, 2], b: [...range(3, tail.length), 2, ...n], out: [...batch, ...m, ...n] }, [
      x,
      y,
    ])
  }
  const wide = [stretch(x, [...shared, ...p.slice(-2)]), stretch(y, [...shared, ...q.slice(-2)])]
  return applyLowered(contractPrimitive, { a: [...batch, ...m, 2], b: [...batch, 2, ...n], out: [...batch, ...m, ...n] }, wide)
}

interface Product<Name extends string> {
  // The plain cases first, so that functions generic in a size compile.
  <M extends Size, K extends Size, N extends Size>(x: Expr<[M, K]>, y: Expr<[NoInfer<K>, N]>): Expr<[M, N]>
  <K extends Size, N extends Size>(x: Expr<[K]>, y: Expr<[NoInfer<K>, N]>): Expr<[N]>
  <M extends Size, K extends Size>(x: Expr<[M, K]>, y: Expr<[NoInfer<K>]>): Expr<[M]>
  <K extends Size>(x: Expr<[K]>, y: Expr<[NoInfer<K>]>): Expr<[]>
  <X extends Operand, Y extends Operand>(x: X, y: Y & Fits<Name, X, Y>): Lift2<X, Y, MatMul<ShapeOf<X>, ShapeOf<Y>>>
}

const productOf = <Name extends string>(name: Name): Product<Name> => phantom((x: unknown, y: unknown) => composed(name, [x, y], (a, b) => product(name, a, b)))

/**
 * The matrix product of operands of rank 1, 2 or more, as NumPy has it: leading axes are a batch and
 * broadcast, a vector is a row on the left and a column on the right. Inner sizes that differ, and
 * scalars, are refused.
 *
 * @example
 * matmul(tensor([[1, 2], [3, 4]]), Float64Array.of(1, 1))   // a Tensor of shape [2]: 3 7
 * @formula C_{ij} = \sum_k A_{ik} B_{kj}
 * @derivative \bar A = \bar C B^{\mathsf T}, \quad \bar B = A^{\mathsf T} \bar C
 * @category contractions
 */
export const matmul: Product<'matmul'> = /*#__PURE__*/ productOf('matmul')

/**
 * The inner product of two vectors; otherwise the same as `matmul`.
 *
 * @example
 * dot(Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6))   // 32
 * @formula \sum_i x_i y_i
 * @category contractions
 */
export const dot: Product<'dot'> = /*#__PURE__*/ productOf('dot')

export const contraction: ReadonlyArray<Primitive> = [contractPrimitive]

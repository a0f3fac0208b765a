/**
 * Systems of equations g(θ, x) = 0, held as programs of θ ++ x with as many answers as unknowns: their
 * value, their dense Jacobian in x, and their slope along θ, with all unknowns in one vector.
 */
import type { Aval } from '../array/aval.ts'
import { sizeOf } from '../array/shape.ts'
import { tensor } from '../array/tensor.ts'
import { reshapePrimitive } from '../basis/broadcast.ts'
import { entry } from '../entry.ts'
import { outputAvals } from '../program/avals.ts'
import { applyTo, constant } from '../program/expr.ts'
import type { AnyExpr, Nonzero, Program, Vector } from '../program/model.ts'
import { inline } from '../program/trace.ts'
import { batch, withBatch } from '../transform/batch.ts'
import { forward } from '../transform/forward.ts'
import { cut, spread, zeros } from '../transform/pick.ts'
import { phantom } from '../type/phantom.ts'
import { concatenatePrimitive } from './join.ts'
import { permute } from './shape.ts'
import { slicePrimitive } from './slice.ts'

const sizes = (avals: ReadonlyArray<Aval>): ReadonlyArray<number> => avals.map((of) => sizeOf(of.shape))

const total = (avals: ReadonlyArray<Aval>): number => sizes(avals).reduce((a, b) => a + b, 0)

const reshaped = (x: AnyExpr, shape: ReadonlyArray<number>): AnyExpr => entry(applyTo(reshapePrimitive, { shape }, [x]), 0)

/** Arrays as one, their last axis joined; `rows` leading axes of a common size stay. */
const joined = (xs: ReadonlyArray<AnyExpr>, rows: ReadonlyArray<number>): AnyExpr => {
  const flat = xs.map((x) => reshaped(x, [...rows, sizeOf(x.aval.shape) / Math.max(1, sizeOf(rows))]))
  return flat.length === 1 ? entry(flat, 0) : entry(applyTo(concatenatePrimitive, { axis: rows.length }, flat), 0)
}

/** Arrays as one vector. */
export const raveled = (xs: ReadonlyArray<AnyExpr>): Vector => phantom(joined(xs, []))

/** The arrays that a vector was made of. */
export const unraveled = (vector: AnyExpr, avals: ReadonlyArray<Aval>): ReadonlyArray<AnyExpr> => {
  let from = 0
  return avals.map((of) => {
    const [start, stop] = [from, (from += sizeOf(of.shape))]
    return reshaped(entry(applyTo(slicePrimitive, { start: [start], stop: [stop], step: [1] }, [vector]), 0), of.shape)
  })
}

/** The unknowns, which are as the answers are. */
export const unknownsOf = (equation: Program): ReadonlyArray<Aval> => outputAvals(equation)

const parameters = (equation: Program): number => equation.inputs.length - equation.outputs.length

/** g(θ, x) as a vector. */
export const valueOf = (equation: Program, theta: ReadonlyArray<AnyExpr>, x: ReadonlyArray<AnyExpr>): Vector => raveled(inline(equation)([...theta, ...x]))

/** Tangents of the answers; zeros where they are structurally zero. */
const tangentsFrom = (outs: ReadonlyArray<AnyExpr>, nonzero: Nonzero, avals: ReadonlyArray<Aval>): ReadonlyArray<AnyExpr> =>
  spread(nonzero, outs).map((t, j) => t ?? zeros(entry(avals, j)))

/** g_θ θ̇ as a vector; the tangents are those of the parameters marked. */
export const slopeAlong = (
  equation: Program,
  moving: Nonzero,
  theta: ReadonlyArray<AnyExpr>,
  x: ReadonlyArray<AnyExpr>,
  tangents: ReadonlyArray<AnyExpr>,
): Vector => {
  const pushed = forward(equation, [...moving.slice(0, theta.length), ...x.map(() => false)])
  const out = inline(pushed.program)([...theta, ...x, ...tangents]).slice(x.length)
  return raveled(tangentsFrom(out, pushed.nonzero, unknownsOf(equation)))
}

/** One unit vector per unknown: n rows, cut into the arrays the unknowns are. */
const directions = (avals: ReadonlyArray<Aval>): ReadonlyArray<AnyExpr> => {
  const n = total(avals)
  let from = 0
  return avals.map((of) => {
    const size = sizeOf(of.shape)
    const data = new Float64Array(n * size)
    for (let i = 0; i < size; i++) data[(from + i) * size + i] = 1
    from += size
    return constant(tensor(data, [n, ...of.shape]))
  })
}

/** gₓ as a matrix: one run of forward mode on all directions at once. */
export const jacobianIn = (equation: Program, theta: ReadonlyArray<AnyExpr>, x: ReadonlyArray<AnyExpr>): AnyExpr => {
  const avals = unknownsOf(equation)
  const [n, p] = [total(avals), parameters(equation)]
  const pushed = forward(
    equation,
    equation.inputs.map((_, i) => i >= p),
  )
  const wide = batch(pushed.program, [...theta.map(() => false), ...x.map(() => false), ...x.map(() => true)], n)
  const [, marks = []] = cut(wide.batched, avals.length)
  const out = inline(wide.program)([...theta, ...x, ...directions(avals)]).slice(avals.length)
  const rows = spread(
    pushed.nonzero,
    out.map((value, j) => withBatch(n, { value, batched: entry(marks, j) })),
  ).map((t, j) => t ?? withBatch(n, { value: zeros(entry(avals, j)), batched: false }))
  // Row i is the derivative along unknown i: the transpose of the Jacobian.
  return permute(joined(rows, [n]), [1, 0])
}

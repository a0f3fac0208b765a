/**
 * Compressed derivatives as programs: from the inputs to the entries of a pattern, in its order, through
 * one pass per colour. All passes are one batch of a linear program, whose seeds add up the columns (or
 * the rows) of a colour.
 */
import { type Aval, aval } from '../array/aval.ts'
import { sizeOf } from '../array/shape.ts'
import { seal } from '../array/tensor.ts'
import { broadcastToPrimitive, reshapePrimitive } from '../basis/broadcast.ts'
import { toFloatPrimitive } from '../basis/choice.ts'
import { eqPrimitive } from '../basis/comparison.ts'
import { none } from '../basis/declare.ts'
import { entry, integerAt } from '../entry.ts'
import { reverse } from '../interpret/tape.ts'
import { gatherPrimitive } from '../primitive/gather.ts'
import { concatenatePrimitive } from '../primitive/join.ts'
import { outputAvals } from '../program/avals.ts'
import { applyTo, constant, float } from '../program/expr.ts'
import type { AnyExpr, Nonzero, Params, Primitive, Program } from '../program/model.ts'
import { close, inline } from '../program/trace.ts'
import { batch, withBatch } from '../transform/batch.ts'
import { forward } from '../transform/forward.ts'
import { pick, spread, zeros } from '../transform/pick.ts'
import type { Colours } from './colour.ts'
import { type Pattern, rowsOf } from './pattern.ts'

const one = (primitive: Primitive, params: Params, ...args: ReadonlyArray<AnyExpr>): AnyExpr => entry(applyTo(primitive, params, args), 0)

const integers = (data: Int32Array): AnyExpr => constant(seal(aval('int32', [data.length]), data))

/** Row c of the seeds of a leaf is 1 where its entries have colour c. They are made when the program runs, so that it holds a number per entry and not per pass. */
const seedsOf = (of: Aval, colours: Int32Array, passes: number): AnyExpr => {
  const spreadOver = (data: Int32Array, axis: number): AnyExpr => one(broadcastToPrimitive, { shape: [passes, colours.length], axes: [axis] }, integers(data))
  const count = Int32Array.from({ length: passes }, (_, c) => c)
  const marks = one(toFloatPrimitive, none, one(eqPrimitive, none, spreadOver(colours, 1), spreadOver(count, 0)))
  return one(reshapePrimitive, { shape: [passes, ...of.shape] }, marks)
}

/** A linear program of seeds for these avals at every colour: a matrix of passes × entries of its outputs. */
const passesOf = (program: Program, given: ReadonlyArray<AnyExpr>, avals: ReadonlyArray<Aval>, { of, count }: Colours): AnyExpr => {
  let from = 0
  const seeds = avals.map((leaf) => seedsOf(leaf, of.slice(from, (from += sizeOf(leaf.shape))), count))
  const wide = batch(program, [...given.map(() => false), ...seeds.map(() => true)], count)
  const flat = inline(wide.program)([...given, ...seeds]).map((value, j) => {
    const full = withBatch(count, { value, batched: entry(wide.batched, j) })
    return one(reshapePrimitive, { shape: [count, sizeOf(full.aval.shape.slice(1))] }, full)
  })
  const [first] = flat
  return first !== undefined && flat.length === 1 ? first : one(concatenatePrimitive, { axis: 1 }, ...flat)
}

/** A program from the inputs to the entries, where `compressed` makes the passes and entry k is number places[k] of them. */
const valuesOf = (program: Program, places: Int32Array, compressed: (xs: ReadonlyArray<AnyExpr>) => AnyExpr): Program =>
  close(
    program.inputs,
    (xs) => {
      if (places.length === 0) return [zeros(float(0))]
      const flat = compressed(xs)
      return [one(gatherPrimitive, { axis: 0, batch: 0 }, one(reshapePrimitive, { shape: [sizeOf(flat.aval.shape)] }, flat), integers(places))]
    },
    program.names,
  )

/** (x…, ẋ…) → ẏ… by the inputs marked. */
const tangents = (program: Program, marks: Nonzero): Program => {
  const pushed = forward(program, marks)
  const outs = outputAvals(program)
  return close(pushed.program.inputs, (xs) => spread(pushed.nonzero, inline(pushed.program)(xs).slice(outs.length)).map((t, j) => t ?? zeros(entry(outs, j))))
}

/** The entries of the Jacobian by forward mode, a pass per colour of the columns. */
export const byColumns = (program: Program, marks: Nonzero, pattern: Pattern, colours: Colours): Program => {
  const rows = rowsOf(pattern)
  const places = pattern.columns.map((column, k) => integerAt(colours.of, column) * pattern.height + integerAt(rows, k))
  const pushed = tangents(program, marks)
  return valuesOf(program, places, (xs) => passesOf(pushed, xs, pick(program.inputs, marks), colours))
}

/** The entries of the Jacobian by reverse mode, a pass per colour of the rows. */
export const byRows = (program: Program, marks: Nonzero, pattern: Pattern, colours: Colours): Program => {
  const rows = rowsOf(pattern)
  const places = pattern.columns.map((column, k) => integerAt(colours.of, integerAt(rows, k)) * pattern.width + column)
  const pair = reverse(program, marks)
  const outs = outputAvals(program)
  return valuesOf(program, places, (xs) => passesOf(pair.pullback, inline(pair.forward)(xs).slice(outs.length), outs, colours))
}

/** Where each entry of a symmetric pattern stands alone in the products with the columns of each colour. */
export const starPlaces = (pattern: Pattern, { of }: Colours): Int32Array => {
  const { height, starts, columns } = pattern
  const places = new Int32Array(columns.length)
  // How often the row at hand meets a colour, and for which row that was counted.
  const met = new Int32Array(height)
  const at = new Int32Array(height).fill(-1)
  for (let row = 0; row < height; row++) {
    for (let k = integerAt(starts, row); k < integerAt(starts, row + 1); k++) {
      const colour = integerAt(of, integerAt(columns, k))
      met[colour] = at[colour] === row ? integerAt(met, colour) + 1 : 1
      at[colour] = row
    }
    for (let k = integerAt(starts, row); k < integerAt(starts, row + 1); k++) {
      const column = integerAt(columns, k)
      const colour = integerAt(of, column)
      places[k] = met[colour] === 1 ? colour * height + row : integerAt(of, row) * height + column
    }
  }
  return places
}

/** The entries of the Hessian, given the gradient as a program: forward over reverse, a pass per colour. */
export const byStars = (gradient: Program, marks: Nonzero, pattern: Pattern, colours: Colours): Program => {
  const pushed = tangents(gradient, marks)
  return valuesOf(gradient, starPlaces(pattern, colours), (xs) => passesOf(pushed, xs, pick(gradient.inputs, marks), colours))
}

/**
 * Jacobians and Hessians of programs, as programs: one output per pair of an output and an input, of
 * shape out ++ in.
 *
 * Forward mode takes a pass per entry of the inputs, reverse mode one per entry of the outputs; all
 * passes are one batch of a linear program, along an axis whose size is the number of passes.
 */
import { type Aval, aval, withShape } from '../array/aval.ts'
import { type Dims, sizeOf } from '../array/shape.ts'
import { filled, seal } from '../array/tensor.ts'
import { mulPrimitive } from '../basis/arithmetic.ts'
import { broadcastToPrimitive, reshapePrimitive } from '../basis/broadcast.ts'
import { toFloatPrimitive } from '../basis/choice.ts'
import { eqPrimitive } from '../basis/comparison.ts'
import { none } from '../basis/declare.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { reverse } from '../interpret/tape.ts'
import { outputAvals } from '../program/avals.ts'
import { applyTo, constant } from '../program/expr.ts'
import type { AnyExpr, Nonzero, Params, Primitive, Program } from '../program/model.ts'
import { close, inline } from '../program/trace.ts'
import { permute } from '../primitive/shape.ts'
import { part } from '../primitive/slice.ts'
import { batch } from '../transform/batch.ts'
import { forward } from '../transform/forward.ts'
import { coefficients } from '../transform/jet.ts'
import { differentiable, pick, spread, zeros } from '../transform/pick.ts'

const one = (primitive: Primitive, params: Params, ...args: ReadonlyArray<AnyExpr>): AnyExpr => entry(applyTo(primitive, params, args), 0)

const reshaped = (x: AnyExpr, shape: Dims): AnyExpr => one(reshapePrimitive, { shape }, x)

/** Leaves side by side in one vector: where each begins, and how long they are together. */
interface Side {
  readonly avals: ReadonlyArray<Aval>
  readonly starts: ReadonlyArray<number>
  readonly total: number
}

const sideOf = (avals: ReadonlyArray<Aval>): Side => {
  const starts: Array<number> = []
  let total = 0
  for (const of of avals) {
    starts.push(total)
    total += sizeOf(of.shape)
  }
  return { avals, starts, total }
}

// Larger identities are made when the program runs, so that a program never holds n² numbers.
const held = 64

/** Rows start … of the identity of so many rows, each in the shape of a leaf: a unit vector of all leaves, as far as it falls on this one. */
const units = (of: Aval, start: number, rows: number): AnyExpr => {
  const n = sizeOf(of.shape)
  if (rows === 1) return constant(filled(of, 1))
  if (rows * n <= held) {
    const data = Float64Array.from({ length: rows * n }, (_, k) => (Math.floor(k / n) === start + (k % n) ? 1 : 0))
    return constant(seal(withShape(of, [rows, ...of.shape]), data))
  }
  const count = (length: number, from: number, axis: number): AnyExpr => {
    const numbers = seal(
      aval('int32', [length]),
      Int32Array.from({ length }, (_, i) => from + i),
    )
    return one(broadcastToPrimitive, { shape: [rows, n], axes: [axis] }, constant(numbers))
  }
  return reshaped(one(toFloatPrimitive, none, one(eqPrimitive, none, count(rows, 0, 0), count(n, start, 1))), [rows, ...of.shape])
}

/** (x…, ẋ…) → ẏ… by the inputs marked. */
const tangents = (program: Program, marks: Nonzero): Program => {
  const pushed = forward(program, marks)
  const outs = outputAvals(program)
  return close(pushed.program.inputs, (xs) => spread(pushed.nonzero, inline(pushed.program)(xs).slice(outs.length)).map((t, j) => t ?? zeros(entry(outs, j))))
}

/** A linear program at every unit vector of its marked inputs, all of them after the others: rows of its outputs, null where there are none. */
const atUnits = (program: Program, given: ReadonlyArray<AnyExpr>, side: Side): ReadonlyArray<AnyExpr | null> => {
  const rows = side.total
  const seeds = side.avals.map((of, i) => units(of, entry(side.starts, i), rows))
  // One pass needs no batch, and its program stays as short as the pass itself.
  if (rows === 1) return inline(program)([...given, ...seeds]).map((y) => reshaped(y, [1, ...y.aval.shape]))
  const wide = batch(program, [...given.map(() => false), ...seeds.map(() => true)], rows)
  return inline(wide.program)([...given, ...seeds]).map((y, j) => (wide.batched[j] ? y : null))
}

/** A contiguous part of the first axis. */
const rowsFrom = (x: AnyExpr, from: number, count: number): AnyExpr =>
  part(x, [from, ...x.aval.shape.slice(1).map(() => 0)], [from + count, ...x.aval.shape.slice(1)])

type Blocks = (xs: ReadonlyArray<AnyExpr>) => ReadonlyArray<AnyExpr>

/** The block of a pair: out ++ in. */
const blockAval = (out: Aval, of: Aval): Aval => withShape(of, [...out.shape, ...of.shape])

const pairs = (outputs: Side, inputs: Side, block: (j: number, i: number) => AnyExpr | null): ReadonlyArray<AnyExpr> =>
  outputs.avals.flatMap((out, j) =>
    inputs.avals.map((of, i) => {
      const wanted = blockAval(out, of)
      const found = sizeOf(wanted.shape) === 0 ? null : block(j, i)
      return found === null ? zeros(wanted) : reshaped(found, wanted.shape)
    }),
  )

const forwardBlocks = (program: Program, marks: Nonzero, outputs: Side, inputs: Side): Blocks => {
  // Primals do not depend on the tangents, so the batch leaves them alone, inside loops and branches too.
  const pushed = tangents(program, marks)
  return (xs) => {
    const columns = inputs.total === 0 ? [] : atUnits(pushed, xs, inputs)
    return pairs(outputs, inputs, (j, i) => {
      const all = columns[j] ?? null
      if (all === null) return null
      const own = rowsFrom(all, entry(inputs.starts, i), sizeOf(entry(inputs.avals, i).shape))
      return permute(own, [...own.aval.shape.slice(1).map((_, axis) => axis + 1), 0])
    })
  }
}

const reverseBlocks = (program: Program, marks: Nonzero, outputs: Side, inputs: Side): Blocks => {
  const pair = reverse(program, marks)
  return (xs) => {
    const residuals = inline(pair.forward)(xs).slice(program.outputs.length)
    const rows = outputs.total === 0 ? [] : atUnits(pair.pullback, residuals, outputs)
    return pairs(outputs, inputs, (j, i) => {
      const all = rows[i] ?? null
      return all === null ? null : rowsFrom(all, entry(outputs.starts, j), sizeOf(entry(outputs.avals, j).shape))
    })
  }
}

/** Forward mode, reverse mode, or the one that takes fewer passes. */
export type Direction = 'jacfwd' | 'jacrev' | 'jacobian'

/** The Jacobian of a program by the inputs marked: a block per output and input marked, the inputs running faster. */
export const blocks = (program: Program, marks: Nonzero, direction: Direction): Program => {
  const outs = outputAvals(program)
  const at = outs.findIndex((of) => !differentiable(of))
  if (at >= 0)
    raise({
      _tag: 'NotDifferentiable',
      operation: direction,
      path: program.outputNames[at] || (outs.length === 1 ? 'the result' : `result ${at}`),
      dtype: entry(outs, at).dtype,
      hint: 'convert it with toFloat, or leave it out of the result',
    })
  const [outputs, inputs] = [sideOf(outs), sideOf(pick(program.inputs, marks))]
  const ahead = direction === 'jacobian' ? inputs.total <= outputs.total : direction === 'jacfwd'
  const made = close(program.inputs, (ahead ? forwardBlocks : reverseBlocks)(program, marks, outputs, inputs), program.names)
  const names = pick(program.names, marks)
  return Object.freeze({
    ...made,
    outputNames: program.outputNames.flatMap((out) => names.map((name) => (name === '' ? '' : out === '' ? `∂${name}` : `∂${out}/∂${name}`))),
  })
}

/** The second derivatives of a program by the inputs marked, forward over reverse: per output a block out ++ in ++ in for every pair of inputs. */
export const hessianBlocks = (program: Program, marks: Nonzero): Program => {
  const first = blocks(program, marks, 'jacrev')
  const second = blocks(first, marks, 'jacfwd')
  const names = pick(program.names, marks)
  return Object.freeze({
    ...second,
    outputNames: program.outputNames.flatMap((out) => names.flatMap((a) => names.map((b) => (a === '' || b === '' ? '' : `∂²${out}/∂${a}∂${b}`)))),
  })
}

const primed = (name: string, mark: string): string => (name === '' ? '' : `${mark}${name}`)

/** (x…, v…) → H·v of a program with one scalar output, by the inputs marked: forward over reverse. */
export const hessianTimes = (program: Program, marks: Nonzero): Program => {
  const pushed = tangents(blocks(program, marks, 'jacrev'), marks)
  const names = pick(program.names, marks)
  return Object.freeze({
    ...pushed,
    names: [...program.names, ...names.map((name) => primed(name, 'd'))],
    outputNames: names.map((name) => primed(name, 'd∂')),
  })
}

/** The derivative of a program along one scalar input: x… → ẏ…. */
export const slope = (program: Program, at: number): Program => {
  const pushed = tangents(
    program,
    program.inputs.map((_, i) => i === at),
  )
  return close(program.inputs, (xs) => inline(pushed)([...xs, constant(filled(entry(program.inputs, at), 1))]), program.names)
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1))

/** The derivative of some order along one scalar input by its power series: x… → y⁽ⁿ⁾…, n! times the coefficient of order n. */
export const steep = (program: Program, at: number, order: number): Program => {
  const along = coefficients(
    program,
    order,
    program.inputs.map((_, i) => (i === at ? 1 : 0)),
  )
  const outs = outputAvals(program)
  return close(
    program.inputs,
    (xs) =>
      inline(along)([...xs, constant(filled(entry(program.inputs, at), 1))])
        .slice(outs.length * order)
        .map((y) => one(mulPrimitive, none, constant(filled(y.aval, factorial(order))), y)),
    program.names,
  )
}

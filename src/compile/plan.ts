/**
 * From a program to clusters: what is only another view of something, what shares a nest of loops, and
 * what is left to the host.
 *
 * Equations are taken in order, in a loop. Programs inside loops and branches are planned by the same
 * function; their nesting is limited by the decoder and by the caller's own source.
 */
import type { AnyTensor } from '../array/tensor.ts'
import { broadcastToPrimitive, reshapePrimitive, sumPrimitive } from '../basis/broadcast.ts'
import { dims } from '../basis/params.ts'
import { entry } from '../entry.ts'
import { condPrimitive } from '../primitive/cond.ts'
import { contractPrimitive } from '../primitive/contraction.ts'
import { checkpointPrimitive } from '../primitive/checkpoint.ts'
import { customJvpPrimitive } from '../primitive/custom.ts'
import { customVjpPrimitive } from '../primitive/custom-vjp.ts'
import { overlapAddPrimitive, windowsPrimitive } from '../primitive/window.ts'
import { whilePrimitive } from '../primitive/while.ts'
import { maxOverPrimitive, minOverPrimitive } from '../primitive/extremum.ts'
import { gatherPrimitive, scatterPrimitive } from '../primitive/gather.ts'
import { concatenatePrimitive } from '../primitive/join.ts'
import { scanPrimitive } from '../primitive/scan.ts'
import { transposePrimitive } from '../primitive/shape.ts'
import { padPrimitive, slicePrimitive } from '../primitive/slice.ts'
import type { Dims } from '../array/shape.ts'
import type { Atom, Equation, Primitive, Program } from '../program/model.ts'
import { concatenate, gather, overlapAdd, pad, reshape, scatter, windows } from './arrangement.ts'
import type { Root, Scope, Seen } from './cluster.ts'
import { contraction } from './contract.ts'
import { expanded } from './expand.ts'
import { called, cond, scan, whileLoop } from './flow.ts'
import { compute, empty, first, type Handler, host, only, type Planning, reduction } from './handler.ts'
import { add, isScalar, max, min } from './machine.ts'
import { constant, given, settled } from './scope.ts'
import { repeated, reordered, sliced, whole } from './view.ts'

const handlers: ReadonlyMap<Primitive, Handler> = /*#__PURE__*/ new Map<Primitive, Handler>([
  [
    broadcastToPrimitive,
    (_, __, { params }, operands) => [repeated(first(operands), dims('broadcastTo', params, 'shape'), dims('broadcastTo', params, 'axes'))],
  ],
  [transposePrimitive, (_, __, { params }, operands) => [reordered(first(operands), dims('transpose', params, 'order'))]],
  [
    slicePrimitive,
    (_, __, equation, operands) => [
      sliced(first(operands), only(equation).shape, dims('slice', equation.params, 'start'), dims('slice', equation.params, 'step')),
    ],
  ],
  [reshapePrimitive, reshape],
  [sumPrimitive, reduction(add, 0, true)],
  [maxOverPrimitive, reduction(max, Number.NEGATIVE_INFINITY, false)],
  [minOverPrimitive, reduction(min, Number.POSITIVE_INFINITY, false)],
  [contractPrimitive, (_, scope, equation, operands) => [contraction(scope, equation, operands, null)]],
  [gatherPrimitive, gather],
  [scatterPrimitive, scatter],
  [padPrimitive, pad],
  [windowsPrimitive, windows],
  [overlapAddPrimitive, overlapAdd],
  [concatenatePrimitive, concatenate],
  [scanPrimitive, scan],
  [condPrimitive, cond],
  [whilePrimitive, whileLoop],
  [customJvpPrimitive, called],
  [customVjpPrimitive, called],
  [checkpointPrimitive, called],
])

const handlerOf = (equation: Equation): Handler => handlers.get(equation.primitive) ?? (isScalar(equation) ? compute : host)

/** Of values that are only ever transposed, in which order: they may as well be stored so. */
const transposed = (program: Program): ReadonlyMap<number, Dims> => {
  const uses = new Map<number, number>()
  const orders = new Map<number, Dims>()
  const use = (atom: Atom): void => {
    if (atom._tag === 'Ref') uses.set(atom.index, (uses.get(atom.index) ?? 0) + 1)
  }
  program.outputs.forEach(use)
  for (const { primitive, params, args } of program.equations) {
    args.forEach(use)
    const [arg] = args
    if (primitive === transposePrimitive && arg?._tag === 'Ref') orders.set(arg.index, dims('transpose', params, 'order'))
  }
  for (const index of orders.keys()) if (uses.get(index) !== 1) orders.delete(index)
  return orders
}

const planInto = (planning: Planning, scope: Scope, program: Program, inputs: ReadonlyArray<Seen>): ReadonlyArray<Seen> => {
  const values: Array<Seen> = [...inputs]
  const orders = transposed(program)
  const seen = (atom: Program['outputs'][number]): Seen => (atom._tag === 'Ref' ? entry(values, atom.index) : planning.constant(atom.value))
  for (const equation of program.equations) {
    const operands = equation.args.map(seen)
    const order = orders.get(values.length)
    if (order !== undefined && equation.primitive === contractPrimitive) {
      values.push(contraction(scope, equation, operands, order))
      continue
    }
    const longer = expanded(equation)
    if (longer === null) values.push(...handlerOf(equation)(planning, scope, equation, operands))
    else values.push(...planInto(planning, scope, longer, operands))
  }
  return program.outputs.map(seen)
}

/** A program planned, and where its inputs and outputs are. */
export interface Plan {
  readonly scope: Scope
  readonly inputs: ReadonlyArray<Root>
  readonly outputs: ReadonlyArray<Root>
  /** How many loops are numbered so far. */
  readonly axes: number
}

export const plan = (program: Program): Plan => {
  const axes = { next: 0 }
  const constants = new Map<AnyTensor, Seen>()
  const scope = empty()
  const inputs = program.inputs.map((of) => given(of, 'input'))
  const planning: Planning = {
    axis: () => axes.next++,
    constant: (value) => {
      const known = constants.get(value) ?? constant(value)
      constants.set(value, known)
      return known
    },
    into: (inside, inner, views) => planInto(planning, inside, inner, views),
  }
  const outputs = planInto(
    planning,
    scope,
    program,
    inputs.map((root, i) => whole(root, entry(program.inputs, i).shape)),
  )
  return { scope, inputs, outputs: outputs.map((view) => settled(scope, view)), axes: axes.next }
}

/**
 * From a program to clusters: what is only another view of something, what shares a nest of loops, and
 * what is left to the host.
 *
 * Equations are taken in order, in a loop. Programs inside loops and branches are planned by the same
 * function; their nesting is limited by the decoder and by the caller's own source.
 */
import { lookup } from './lookup.ts'
import type { AnyTensor } from '../array/tensor.ts'
import { dims } from '../basis/params.ts'
import { entry } from '../entry.ts'
import type { Dims } from '../array/shape.ts'
import type { Atom, Equation, Program } from '../program/model.ts'
import type { Lowering } from '../program/lowering.ts'
import { reshape } from './arrangement.ts'
import { carriedBy } from './carried.ts'
import type { Root, Scope, Seen } from './cluster.ts'
import { expanded } from './expanded.ts'
import { compute, empty, first, type Handler, host, only, type Planning, reduction } from './handler.ts'
import type { Pass } from './loop.ts'
import { add, isScalar } from './machine.ts'
import { constant, given, settled } from './scope.ts'
import { repeated, reordered, sliced, whole } from './view.ts'

/** By what a primitive declares itself to be: none of them is imported, so that a bundle holds those it uses. */
const handlers: { readonly [N in Lowering]?: Handler } = {
  broadcastTo: (_, __, { primitive, params }, operands) => [
    repeated(first(operands), dims(primitive.name, params, 'shape'), dims(primitive.name, params, 'axes')),
  ],
  transpose: (_, __, { primitive, params }, operands) => [reordered(first(operands), dims(primitive.name, params, 'order'))],
  slice: (_, __, equation, operands) => {
    const of = (key: string): Dims => dims(equation.primitive.name, equation.params, key)
    return [sliced(first(operands), only(equation).shape, of('start'), of('step'))]
  },
  reshape,
  sum: reduction(add, 0, true),
}

const handlerOf = (equation: Equation): Handler =>
  lookup(handlers, equation.primitive) ?? carriedBy(equation.primitive)?.plan ?? (isScalar(equation) ? compute : host)

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
    if (primitive.lowering === 'transpose' && arg?._tag === 'Ref') orders.set(arg.index, dims(primitive.name, params, 'order'))
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
    const instead = expanded(equation)
    const { pass, alone } = carriedBy(equation.primitive) ?? {}
    if (pass !== undefined) planning.passes.add(pass)
    if (alone !== undefined) planning.alone.add(alone)
    if (instead === null) values.push(...handlerOf(equation)(planning, scope, equation, operands, orders.get(values.length)))
    else values.push(...planInto(planning, scope, instead, operands))
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
  /** What primitives ask for. */
  readonly passes: ReadonlySet<Pass>
  readonly alone: ReadonlySet<Pass>
}

export const plan = (program: Program): Plan => {
  const axes = { next: 0 }
  const constants = new Map<AnyTensor, Seen>()
  const scope = empty()
  const passes = new Set<Pass>()
  const alone = new Set<Pass>()
  const inputs = program.inputs.map((of) => given(of, 'input'))
  const planning: Planning = {
    axis: () => axes.next++,
    passes,
    alone,
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
  return { scope, inputs, outputs: outputs.map((view) => settled(scope, view)), axes: axes.next, passes, alone }
}

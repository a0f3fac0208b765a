/**
 * From a program to clusters: what is only another view of something, what shares a nest of loops, and
 * what is left to the host.
 *
 * Equations are taken in order, in a loop. Programs inside loops and branches are planned by the same
 * function; their nesting is limited by the decoder and by the caller's own source.
 */
import type { Aval } from '../array/aval.ts'
import type { AnyTensor } from '../array/tensor.ts'
import { sizeOf, stridesOf } from '../array/shape.ts'
import { broadcastToPrimitive, reshapePrimitive, sumPrimitive } from '../basis/broadcast.ts'
import { dims, whole as integer } from '../basis/params.ts'
import { entry } from '../entry.ts'
import { condPrimitive } from '../primitive/cond.ts'
import { contractPrimitive } from '../primitive/contraction.ts'
import { customJvpPrimitive } from '../primitive/custom.ts'
import { maxOverPrimitive, minOverPrimitive } from '../primitive/extremum.ts'
import { gatherPrimitive, scatterPrimitive } from '../primitive/gather.ts'
import { concatenatePrimitive } from '../primitive/join.ts'
import { loopOf } from '../primitive/loop.ts'
import { scanPrimitive } from '../primitive/scan.ts'
import { transposePrimitive } from '../primitive/shape.ts'
import { padPrimitive, slicePrimitive } from '../primitive/slice.ts'
import { program as inner } from '../basis/params.ts'
import type { Equation, Primitive, Program } from '../program/model.ts'
import type { Root, Scope, Seen } from './cluster.ts'
import { contraction } from './contract.ts'
import { expanded } from './expand.ts'
import { add, isScalar, max, min } from './machine.ts'
import { addItem, append, bare, constant, copied, copyInto, copyLast, given, madeAt, nestFor, settled, squeezed, within } from './scope.ts'
import type { Machine } from './loop.ts'
import { repeated, reordered, reshaped, sliced, whole } from './view.ts'

/** What planning needs besides the scope. */
export interface Planning {
  readonly axis: () => number
  /** A literal as a view; the same array is the same root. */
  readonly constant: (value: AnyTensor) => Seen
}

type Handler = (planning: Planning, scope: Scope, equation: Equation, operands: ReadonlyArray<Seen>) => ReadonlyArray<Seen>

const only = (equation: Equation): Aval => entry(equation.results, 0)
const first = (operands: ReadonlyArray<Seen>): Seen => entry(operands, 0)
const empty = (): Scope => ({ zeros: [], clusters: [] })

// elementwise ------------------------------------------------------------------------------

const compute: Handler = (_, scope, equation, given) => {
  const of = only(equation)
  const operands = given.map(squeezed)
  const at = nestFor(scope, bare(of.shape), operands)
  const root = madeAt(of, at, true)
  addItem(scope, at, { _tag: 'Compute', root, operation: equation, operands })
  return [whole(root, of.shape)]
}

// reductions -------------------------------------------------------------------------------

const reduction =
  (machine: Machine, initial: number, interleaved: boolean): Handler =>
  (planning, scope, equation, operands) => {
    const { params, operands: avals, results } = equation
    const of = entry(results, 0)
    const axes = dims(equation.primitive.name, params, 'axes')
    const shape = entry(avals, 0).shape
    const kept = shape.map((_, i) => i).filter((i) => !axes.includes(i))
    if (of.dtype !== 'float64') return host(planning, scope, equation, operands)
    if (axes.every((axis) => shape[axis] === 1)) {
      // One entry each: nothing is combined.
      const view = reordered(first(operands), [...kept, ...axes])
      return [{ ...view, shape: of.shape, strides: view.strides.slice(0, kept.length) }]
    }
    const view = first(operands)
    const from = squeezed(view)
    const at = nestFor(scope, from.shape, [from])
    const root = madeAt(of, at, false)
    const places = shape.map((_, i) => i).filter((i) => shape[i] !== 1)
    const into = { ...root, register: false }
    addItem(scope, at, {
      _tag: 'Reduce',
      into,
      products: [[from]],
      machine,
      initial,
      kept: kept.flatMap((axis) => (shape[axis] === 1 ? [] : [places.indexOf(axis)])),
      interleaved,
    })
    return [whole(root, of.shape)]
  }

// indexing ---------------------------------------------------------------------------------

/** Axes of an indexed array around the indexed one: shared, before, those of the indices, behind. */
const indexed = (equation: Equation, count: number): { readonly axis: number; readonly batch: number; readonly taken: number } => {
  const axis = integer(equation.primitive.name, equation.params, 'axis')
  const batch = integer(equation.primitive.name, equation.params, 'batch')
  return { axis, batch, taken: count - batch }
}

const spreadIndices = (view: Seen, shape: ReadonlyArray<number>, batch: number, axis: number, taken: number): Seen =>
  repeated(view, shape, [...Array.from({ length: batch }, (_, i) => i), ...Array.from({ length: taken }, (_, i) => axis + i)])

const gather: Handler = (planning, scope, equation, operands) => {
  const of = only(equation)
  const [x, indices] = [entry(operands, 0), entry(operands, 1)]
  const { axis, batch, taken } = indexed(equation, entry(equation.operands, 1).shape.length)
  if (sizeOf(of.shape) === 0) return host(planning, scope, equation, operands)
  const index = squeezed(spreadIndices(indices, of.shape, batch, axis, taken))
  const strides = [...x.strides.slice(0, axis), ...new Array<number>(taken).fill(0), ...x.strides.slice(axis + 1)]
  const from = squeezed({ ...x, shape: of.shape, strides })
  if (x.root.literal !== null) return [repeated(x, of.shape, [])]
  const at = nestFor(scope, bare(of.shape), [index], [x.root])
  const root = madeAt(of, at, true)
  addItem(scope, at, { _tag: 'Pick', root, from: x.root, at: from, index, size: entry(x.shape, axis), stride: entry(x.strides, axis) })
  return [whole(root, of.shape)]
}

const scatter: Handler = (planning, scope, equation, operands) => {
  const of = only(equation)
  const [indices, updates] = [entry(operands, 0), entry(operands, 1)]
  const { axis, batch, taken } = indexed(equation, entry(equation.operands, 0).shape.length)
  if (of.dtype === 'bool') return host(planning, scope, equation, operands)
  const index = squeezed(spreadIndices(indices, updates.shape, batch, axis, taken))
  const operand = squeezed(updates)
  const at = nestFor(scope, operand.shape, [index, operand])
  const root = madeAt(of, at, false)
  const along = stridesOf(of.shape)
  const strides = [...along.slice(0, axis), ...new Array<number>(taken).fill(0), ...along.slice(axis + 1)]
  scope.zeros.push({ root, from: 0, count: root.store.size })
  addItem(scope, at, {
    _tag: 'Scatter',
    into: root,
    at: squeezed({ root, shape: updates.shape, offset: 0, strides }),
    operand,
    index,
    size: entry(of.shape, axis),
    stride: entry(along, axis),
  })
  return [whole(root, of.shape)]
}

// arrangement ------------------------------------------------------------------------------

const reshape: Handler = (_, scope, equation, operands) => {
  const of = only(equation)
  const view = reshaped(first(operands), of.shape)
  return [view ?? whole(copied(scope, first(operands)), of.shape)]
}

const pad: Handler = (_, scope, equation, operands) => {
  const of = only(equation)
  const [low, interior] = ['low', 'interior'].map((key) => dims('pad', equation.params, key))
  const along = stridesOf(of.shape)
  const root = madeAt(of, 0, false)
  const offset = along.reduce((at, stride, i) => at + stride * (low?.[i] ?? 0), 0)
  const operand = entry(equation.operands, 0).shape
  const { size } = root.store
  // Where only the first axis grows, the zeros are two runs; otherwise all is cleared first.
  if (of.shape.every((n, i) => i === 0 || n === operand[i]) && (interior?.[0] ?? 0) === 0) {
    const end = offset + sizeOf(operand)
    scope.zeros.push(
      ...[
        { root, from: 0, count: offset },
        { root, from: end, count: size - end },
      ].filter(({ count }) => count > 0),
    )
  } else scope.zeros.push({ root, from: 0, count: size })
  const made = copyInto(
    scope,
    first(operands),
    root,
    offset,
    along.map((stride, i) => stride * ((interior?.[i] ?? 0) + 1)),
  )
  return [whole({ ...root, made }, of.shape)]
}

const concatenate: Handler = (_, scope, equation, operands) => {
  const of = only(equation)
  const axis = integer('concatenate', equation.params, 'axis')
  const along = stridesOf(of.shape)
  const root = madeAt(of, 0, false)
  let offset = 0
  let made = 0
  for (const view of operands) {
    made = Math.max(made, copyInto(scope, view, root, offset, along))
    offset += (view.shape[axis] ?? 0) * (along[axis] ?? 1)
  }
  return [whole({ ...root, made }, of.shape)]
}

// control ----------------------------------------------------------------------------------

const scan: Handler = (planning, scope, equation, operands) => {
  const loop = loopOf(equation.params)
  const { body, consts, carry, length } = loop
  const axis = planning.axis()
  const state = equation.results.slice(0, carry).map((of) => madeAt(of, 0, false))
  const stacks = equation.results.slice(carry).map((of) => madeAt(of, 0, false))
  state.forEach((root, j) => {
    const start = entry(operands, consts + j)
    copyInto(scope, start, root, 0, stridesOf(start.shape))
  })
  const turned = (view: Seen): Seen => {
    const [stride = 0, ...strides] = view.strides
    const seen = within(view, [{ axis, stride: loop.reverse ? -stride : stride }])
    return { ...seen, shape: view.shape.slice(1), strides, offset: view.offset + (loop.reverse ? stride * (length - 1) : 0) }
  }
  const inputs = [
    ...operands.slice(0, consts).map((view) => within(view)),
    ...state.map((root, j) => within(whole(root, entry(equation.results, j).shape))),
    ...operands.slice(consts + carry).map(turned),
  ]
  const inside = empty()
  const outputs = planInto(planning, inside, body, inputs)
  outputs.slice(carry).forEach((view, j) => {
    const target = turned(whole(entry(stacks, j), entry(equation.results, carry + j).shape))
    copyInto(inside, view, target.root, target.offset, target.strides)
  })
  // The next state is written when nothing reads the old one any more; what is itself old state first moves aside.
  const next = outputs.slice(0, carry).map((view): Seen => (view.root.made < 0 && view.root.literal === null ? whole(copied(inside, view), view.shape) : view))
  next.forEach((view, j) => {
    copyLast(inside, view, entry(state, j))
  })
  const at = append(scope, { _tag: 'Repeat', axis, extent: length, body: inside })
  return [...state, ...stacks].map((root, j) => whole({ ...root, made: at }, entry(equation.results, j).shape))
}

const cond: Handler = (planning, scope, equation, operands) => {
  const results = equation.results.map((of) => madeAt(of, 0, false))
  const [test, ...rest] = operands
  const [yes, no] = ['yes', 'no'].map((arm) => {
    const inside = empty()
    const outputs = planInto(
      planning,
      inside,
      inner('cond', equation.params, arm),
      rest.map((view) => within(view)),
    )
    outputs.forEach((view, j) => {
      copyInto(inside, view, entry(results, j), 0, stridesOf(view.shape))
    })
    return inside
  })
  if (test === undefined || yes === undefined || no === undefined) return host(planning, scope, equation, operands)
  const at = append(scope, { _tag: 'Branch', test, yes, no })
  return results.map((root, j) => whole({ ...root, made: at }, entry(equation.results, j).shape))
}

const called: Handler = (planning, scope, equation, operands) => planInto(planning, scope, inner('customJvp', equation.params, 'body'), operands)

/** Evaluated by the primitive itself, on arrays. */
const host: Handler = (_, scope, equation, operands) => {
  const arguments_ = operands.map((view) => settled(scope, view))
  const at = scope.clusters.length
  const results = equation.results.map((of) => madeAt(of, at, false))
  append(scope, { _tag: 'Host', operation: equation, operands: arguments_, results })
  return results.map((root, j) => whole(root, entry(equation.results, j).shape))
}

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
  [contractPrimitive, (_, scope, equation, operands) => [contraction(scope, equation, operands)]],
  [gatherPrimitive, gather],
  [scatterPrimitive, scatter],
  [padPrimitive, pad],
  [concatenatePrimitive, concatenate],
  [scanPrimitive, scan],
  [condPrimitive, cond],
  [customJvpPrimitive, called],
])

const handlerOf = (equation: Equation): Handler => handlers.get(equation.primitive) ?? (isScalar(equation) ? compute : host)

/** Plan a program within a scope; answers with views of its outputs. */
export const planInto = (planning: Planning, scope: Scope, program: Program, inputs: ReadonlyArray<Seen>): ReadonlyArray<Seen> => {
  const values: Array<Seen> = [...inputs]
  const seen = (atom: Program['outputs'][number]): Seen => (atom._tag === 'Ref' ? entry(values, atom.index) : planning.constant(atom.value))
  for (const equation of program.equations) {
    const operands = equation.args.map(seen)
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
  const outputs = planInto(
    {
      axis: () => axes.next++,
      constant: (value) => {
        const known = constants.get(value) ?? constant(value)
        constants.set(value, known)
        return known
      },
    },
    scope,
    program,
    inputs.map((root, i) => whole(root, entry(program.inputs, i).shape)),
  )
  return { scope, inputs, outputs: outputs.map((view) => settled(scope, view)), axes: axes.next }
}

/**
 * Planning of what moves entries: by computed indices, into wider arrays, or under another shape.
 */
import { type Dims, sizeOf, stridesOf } from '../array/shape.ts'
import { dims, whole as integer } from '../basis/params.ts'
import { entry } from '../entry.ts'
import type { Equation } from '../program/model.ts'
import type { Seen } from './cluster.ts'
import { first, type Handler, host, only } from './handler.ts'
import { addItem, bare, copied, copyInto, madeAt, nestFor, squeezed } from './scope.ts'
import { flipped, repeated, reshaped, whole } from './view.ts'

// indexing ---------------------------------------------------------------------------------

/** Axes of an indexed array around the indexed one: shared, before, those of the indices, behind. */
const indexed = (equation: Equation, count: number): { readonly axis: number; readonly batch: number; readonly taken: number } => {
  const axis = integer(equation.primitive.name, equation.params, 'axis')
  const batch = integer(equation.primitive.name, equation.params, 'batch')
  return { axis, batch, taken: count - batch }
}

const spreadIndices = (view: Seen, shape: ReadonlyArray<number>, batch: number, axis: number, taken: number): Seen =>
  repeated(view, shape, [...Array.from({ length: batch }, (_, i) => i), ...Array.from({ length: taken }, (_, i) => axis + i)])

export const gather: Handler = (planning, scope, equation, operands) => {
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

export const scatter: Handler = (planning, scope, equation, operands) => {
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
    index: { of: index, size: entry(of.shape, axis), stride: entry(along, axis) },
  })
  return [whole(root, of.shape)]
}

// windows ----------------------------------------------------------------------------------

/** How far apart the windows of an array are, and then the places within one. */
const slid = (equation: Equation, strides: Dims): Dims => {
  const [axes = [], stride = [], dilation = []] = ['axes', 'stride', 'dilation'].map((key) => dims(equation.primitive.name, equation.params, key))
  return [...strides.map((s, axis) => s * (stride[axes.indexOf(axis)] ?? 1)), ...axes.map((axis, i) => entry(strides, axis) * entry(dilation, i))]
}

/** Windows overlap in memory as they do in the array: they are a view. */
export const windows: Handler = (_, __, equation, operands) => {
  const view = first(operands)
  return [{ ...view, shape: only(equation).shape, strides: slid(equation, view.strides) }]
}

export const flip: Handler = (_, __, { primitive, params }, operands) => [flipped(first(operands), dims(primitive.name, params, 'axes'))]

export const overlapAdd: Handler = (planning, scope, equation, operands) => {
  const of = only(equation)
  if (of.dtype === 'bool') return host(planning, scope, equation, operands)
  const operand = squeezed(first(operands))
  const at = nestFor(scope, operand.shape, [operand])
  const root = madeAt(of, at, false)
  const strides = slid(equation, stridesOf(of.shape))
  scope.zeros.push({ root, from: 0, count: root.store.size })
  addItem(scope, at, { _tag: 'Scatter', into: root, at: squeezed({ root, shape: first(operands).shape, offset: 0, strides }), operand, index: null })
  return [whole(root, of.shape)]
}

// arrangement ------------------------------------------------------------------------------

export const reshape: Handler = (_, scope, equation, operands) => {
  const of = only(equation)
  const view = reshaped(first(operands), of.shape)
  return [view ?? whole(copied(scope, first(operands)), of.shape)]
}

export const pad: Handler = (_, scope, equation, operands) => {
  const of = only(equation)
  const [low = [], interior = []] = ['low', 'interior'].map((key) => dims(equation.primitive.name, equation.params, key))
  const along = stridesOf(of.shape)
  const root = madeAt(of, 0, false)
  const offset = along.reduce((at, stride, i) => at + stride * entry(low, i), 0)
  const operand = entry(equation.operands, 0).shape
  const { size } = root.store
  // Where only the first axis grows, the zeros are two runs; otherwise all is cleared first.
  if (of.shape.every((n, i) => i === 0 || n === operand[i]) && (interior[0] ?? 0) === 0) {
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
    along.map((stride, i) => stride * (entry(interior, i) + 1)),
  )
  return [whole({ ...root, made }, of.shape)]
}

export const concatenate: Handler = (_, scope, equation, operands) => {
  const of = only(equation)
  const axis = integer(equation.primitive.name, equation.params, 'axis')
  const along = stridesOf(of.shape)
  const root = madeAt(of, 0, false)
  let offset = 0
  let made = 0
  for (const view of operands) {
    made = Math.max(made, copyInto(scope, view, root, offset, along))
    offset += entry(view.shape, axis) * entry(along, axis)
  }
  return [whole({ ...root, made }, of.shape)]
}

/**
 * Entries picked by index, and added back by index, which are each other's transposes.
 *
 * One axis is indexed; some leading axes may be shared by the array and the indices, which makes the
 * pair closed under batching. An index beyond the ends is clamped to the nearest end.
 */
import { checkAttached } from '../array/detached.ts'
import * as loops from '#loops'
import { type Aval, withShape } from '../array/aval.ts'
import { dtypes } from '../array/dtype.ts'
import { axisOf, checkedShape, type Dims, sameShape, showShape, sizeOf } from '../array/shape.ts'
import { avalOf, dataOf, isTensor, seal, tensor } from '../array/tensor.ts'
import { structural } from '../basis/declare.ts'
import { whole } from '../basis/params.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { applyTo, isExpr } from '../program/expr.ts'
import { isTraced, said } from '../array/list.ts'
import { describe } from '../program/describe.ts'
import type { AnyExpr, IntExpr, Nonzero, Params, Primitive } from '../program/model.ts'
import { applyLowered, composed, dimsOf } from '../program/operate.ts'
import { withBatch } from '../transform/batch.ts'
import type { Tensor } from '../array/tensor.ts'
import type { Axed } from '../type/axis.ts'
import type { Axial } from '../type/rank.ts'
import type { Indexed } from '../type/count.ts'
import type { Shape, Substituted } from '../type/shape.ts'
import type { DTypeOf, ExprOf, Lift, NumericOperand, ShapeOf, Traced } from '../type/value.ts'
import { permute } from './shape.ts'

const picks = (x: AnyExpr, indices: AnyExpr, axis: number, batch: number): AnyExpr => entry(applyTo(gatherPrimitive, { axis, batch }, [x, indices]), 0)
const places = (indices: AnyExpr, updates: AnyExpr, axis: number, batch: number, size: number): AnyExpr =>
  entry(applyTo(scatterPrimitive, { axis, batch, size }, [indices, updates]), 0)

/** Both shapes taken apart: shared leading axes, axes before the indexed one, indices, axes behind. */
const parts = (x: Dims, indices: Dims, axis: number, batch: number) => ({
  shared: sizeOf(x.slice(0, batch)),
  before: sizeOf(x.slice(batch, axis)),
  count: sizeOf(indices.slice(batch)),
  behind: sizeOf(x.slice(axis + 1)),
})

const check = (name: string, axis: number, batch: number, x: Dims, indices: Aval): void => {
  if (indices.dtype !== 'int32') raise({ _tag: 'DType', operation: name, dtypes: [indices.dtype], reason: 'indices are int32', hint: 'convert with toInt' })
  if (batch < 0 || axis < batch || axis >= x.length || !sameShape(x.slice(0, batch), indices.shape.slice(0, batch))) {
    raise({
      _tag: 'Shape',
      operation: name,
      shapes: [showShape(x), showShape(indices.shape)],
      reason: `cannot be indexed at axis ${axis} with ${batch} shared axes`,
    })
  }
}

const clamp = (index: number, size: number): number => (index < 0 ? 0 : index >= size ? size - 1 : index)

/** Operands: array, int32 indices. params: `axis`, `batch`. */
export const gatherPrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'gather',
  lowering: 'gather',
  loops: loops.gather,
  arity: 2,
  infer: (params, operands) => {
    const [x, indices] = [entry(operands, 0), entry(operands, 1)]
    const axis = whole('gather', params, 'axis')
    const batch = whole('gather', params, 'batch')
    check('gather', axis, batch, x.shape, indices)
    if (x.shape[axis] === 0 && sizeOf(indices.shape) > 0)
      raise({ _tag: 'Shape', operation: 'gather', shapes: [showShape(x.shape)], reason: `have nothing to pick at axis ${axis}` })
    return [withShape(x, [...x.shape.slice(0, axis), ...indices.shape.slice(batch), ...x.shape.slice(axis + 1)])]
  },
  evaluate: ({ params, results }, args) =>
    results.map((of) => {
      const [x, indices] = [entry(args, 0), entry(args, 1)]
      const out = dtypes[of.dtype].buffer(sizeOf(of.shape))
      const axis = whole('gather', params, 'axis')
      const { shared, before, count, behind } = parts(avalOf(x).shape, avalOf(indices).shape, axis, whole('gather', params, 'batch'))
      const size = entry(avalOf(x).shape, axis)
      const source = dataOf(x)
      const at = dataOf(indices)
      let to = 0
      for (let s = 0; s < shared; s++)
        for (let b = 0; b < before; b++)
          for (let i = 0; i < count; i++) {
            const from = ((s * before + b) * size + clamp(at[s * count + i] ?? 0, size)) * behind
            for (let k = 0; k < behind; k++) out[to++] = source[from + k] ?? 0
          }
      return seal(of, out)
    }),
  derivative: {
    _tag: 'Linear',
    linear: () => [true, false],
    transpose: (params, cotangent, operands, args) => {
      const axis = whole('gather', params, 'axis')
      return [places(entry(args, 1), cotangent, axis, whole('gather', params, 'batch'), entry(entry(operands, 0).shape, axis)), null]
    },
  },
  batch: ({ params }, args, batched, size) => {
    const axis = whole('gather', params, 'axis')
    const batch = whole('gather', params, 'batch')
    const [x, indices] = [entry(args, 0), entry(args, 1)]
    if (batch === 0 && !batched[1]) return { results: [picks(x, indices, axis + 1, 0)], batched: [true] }
    if (batch === 0 && !batched[0]) {
      // The batch axis arrives where the indices stand; bring it to the front.
      const wide = picks(x, indices, axis, 0)
      return { results: [permute(wide, [axis, ...wide.aval.shape.map((_, i) => i).filter((i) => i !== axis)])], batched: [true] }
    }
    return { results: [picks(both(x, batched, 0, size), both(indices, batched, 1, size), axis + 1, batch + 1)], batched: [true] }
  },
  convention: 'an index beyond the ends is clamped to the nearest end',
})

const both = (value: AnyExpr, batched: Nonzero, which: number, size: number): AnyExpr => withBatch(size, { value, batched: entry(batched, which) })

/** Operands: int32 indices, updates. params: `axis`, `batch`, `size` of the indexed axis. Entries named twice add up. */
export const scatterPrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'scatterAdd',
  lowering: 'scatterAdd',
  loops: loops.scatterAdd,
  arity: 2,
  infer: (params, operands) => {
    const [indices, updates] = [entry(operands, 0), entry(operands, 1)]
    const shape = scattered(params, indices, updates)
    check('scatterAdd', whole('scatterAdd', params, 'axis'), whole('scatterAdd', params, 'batch'), shape, indices)
    if (sizeOf(shape) === 0 && sizeOf(updates.shape) > 0)
      raise({ _tag: 'Shape', operation: 'scatterAdd', shapes: [showShape(shape)], reason: 'have no room for the updates' })
    return [withShape(updates, checkedShape('scatterAdd', shape))]
  },
  evaluate: ({ params, results }, args) =>
    results.map((of) => {
      const [indices, updates] = [entry(args, 0), entry(args, 1)]
      const out = dtypes[of.dtype].buffer(sizeOf(of.shape))
      const axis = whole('scatterAdd', params, 'axis')
      const { shared, before, count, behind } = parts(of.shape, avalOf(indices).shape, axis, whole('scatterAdd', params, 'batch'))
      const size = entry(of.shape, axis)
      const source = dataOf(updates)
      const at = dataOf(indices)
      let from = 0
      for (let s = 0; s < shared; s++)
        for (let b = 0; b < before; b++)
          for (let i = 0; i < count; i++) {
            const to = ((s * before + b) * size + clamp(at[s * count + i] ?? 0, size)) * behind
            for (let k = 0; k < behind; k++) out[to + k] = (out[to + k] ?? 0) + (source[from++] ?? 0)
          }
      return seal(of, out)
    }),
  derivative: {
    _tag: 'Linear',
    linear: () => [false, true],
    transpose: (params, cotangent, _, args) => [
      null,
      picks(cotangent, entry(args, 0), whole('scatterAdd', params, 'axis'), whole('scatterAdd', params, 'batch')),
    ],
  },
  batch: ({ params }, args, batched, size) => {
    const of = (key: string): number => whole('scatterAdd', params, key)
    return {
      results: [places(both(entry(args, 0), batched, 0, size), both(entry(args, 1), batched, 1, size), of('axis') + 1, of('batch') + 1, of('size'))],
      batched: [true],
    }
  },
  convention: 'updates to one entry add up; an index beyond the ends is clamped to the nearest end',
})

const scattered = (params: Params, indices: Aval, updates: Aval): Dims => {
  const axis = whole('scatterAdd', params, 'axis')
  const taken = indices.shape.slice(whole('scatterAdd', params, 'batch'))
  if (!sameShape(updates.shape.slice(axis, axis + taken.length), taken)) {
    return raise({
      _tag: 'Shape',
      operation: 'scatterAdd',
      shapes: [showShape(indices.shape), showShape(updates.shape)],
      reason: `do not match at axis ${axis}`,
    })
  }
  return [...updates.shape.slice(0, axis), whole('scatterAdd', params, 'size'), ...updates.shape.slice(axis + taken.length)]
}

/** Indices: known ones are checked, computed ones are clamped. */
export type Indices = ReadonlyArray<number> | Tensor<Shape, 'int32'> | IntExpr

/** The shape of indices: a list is a vector of them. */
export type IndexShape<I> = I extends ReadonlyArray<number> ? [I['length']] : ShapeOf<I>

/** Indices as an operand: known ones checked and counted from the front. */
export const knownIndices = (
  operation: string,
  indices: Indices,
  size: number,
  hint: string = 'one of them is a list too: [3]',
): AnyExpr | Tensor<Shape, 'int32'> => {
  if (isExpr(indices)) {
    if (indices.aval.dtype !== 'int32')
      raise({
        _tag: 'DType',
        operation,
        dtypes: [indices.aval.dtype],
        reason: 'indices are int32',
        hint: 'convert with toInt, or call the function with fixed(3) and write [i]',
      })
    // Computed indices are clamped to the ends, and an empty axis has none.
    if (size === 0 && sizeOf(indices.aval.shape) > 0)
      raise({ _tag: 'Argument', operation, reason: 'indices were given for an axis of size 0', hint: 'the axis is empty' })
    return indices
  }
  if (!isTensor(indices) && !Array.isArray(indices) && !ArrayBuffer.isView(indices))
    return raise({ _tag: 'Argument', operation, reason: `the indices are ${describe(indices)}`, hint })
  if (ArrayBuffer.isView(indices)) checkAttached(operation, 'the list of indices', indices)
  const list = isTensor(indices) ? dataOf(indices) : indices
  const shape = isTensor(indices) ? avalOf(indices).shape : [list.length]
  const checked = Int32Array.from(list, (index, i) =>
    Number.isInteger(index) && index >= -size && index < size
      ? index < 0
        ? index + size
        : index
      : raise({
          _tag: 'Argument',
          operation,
          reason: isTraced(index) ? `index ${i} of the list is ${said(index)}` : `index ${said(index)} (at position ${i}) is outside an axis of size ${size}`,
          hint: isTraced(index)
            ? 'computed indices are one int32 expression: toInt(stack([i, j]))'
            : size === 0
              ? 'the axis is empty'
              : `indices run from ${-size} to ${size - 1}`,
        }),
  )
  return tensor(checked, shape)
}

/** Computed indices make the answer an expression, whatever is picked from. */
type Taken<X, I, S extends Shape> = I extends Traced ? ExprOf<S, DTypeOf<X>> : Lift<X, S, DTypeOf<X>>

/**
 * The entries of an axis (the first where none is named) at the indices given. Known indices are
 * checked and negative ones count from the end; computed ones (an IntExpr) are clamped to the ends.
 *
 * @example
 * take(Float64Array.of(10, 20, 30), [2, 0, 0])   // Float64Array [30, 10, 10]
 * @category indexing
 */
export const take = <X extends NumericOperand, const I extends Indices, const A extends number = 0>(
  x: X & Axial<'take', X, A>,
  indices: I & Indexed<'take', ShapeOf<X>, I, A>,
  axis?: A & Axed<ShapeOf<X>, A>,
): Taken<X, I, Substituted<ShapeOf<X>, A, IndexShape<I>>> =>
  // An int32 array of values beside a float64 one is not a mixture: only `x` decides the kind of the answer.
  composed('take', [x], (value) => {
    const shape = dimsOf(value)
    const at = axisOf('take', shape, axis ?? 0)
    return applyLowered(gatherPrimitive, { axis: at, batch: 0 }, [
      value,
      knownIndices('take', indices, entry(shape, at), `one entry is at(x, ${"':', ".repeat(at)}${said(indices)}), and a list of one [${said(indices)}]`),
    ])
  })

export const gathering: ReadonlyArray<Primitive> = [gatherPrimitive, scatterPrimitive]

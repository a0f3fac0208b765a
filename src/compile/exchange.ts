/**
 * Between the arguments and results of a call and the memory of a kernel: values are looked at and written where the
 * kernel reads them, and results are read from where it left them.
 */
import type { Aval } from '../array/aval.ts'
import { isDetached } from '../array/detached.ts'
import { isFloats } from '../array/floats.ts'
import type { Buffer } from '../array/dtype.ts'
import { avalOf, dataOf, isTensor, seal } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import { hasKeys, isRecord, isStatic, type Layout, type LeafKind } from '../program/tree.ts'
import type { Accepted } from './answer.ts'
import type { Direct } from './kernel.ts'

/** Puts a value where it belongs, if it is of the kind and shape expected. */
export type Writer = (value: unknown) => boolean
export type Reader = () => unknown

// into memory ------------------------------------------------------------------------------

// Up to so many elements a loop is faster than a call of `set`.
const few = 16

const put = (view: Buffer, from: ArrayLike<number>): void => {
  if (view.length > few) view.set(from)
  else for (let i = 0; i < view.length; i++) view[i] = from[i] ?? Number.NaN
}

const leafWriter = (kind: LeafKind, of: Aval, view: Buffer): Writer => {
  switch (kind) {
    case 'number':
      return (value) => {
        if (typeof value !== 'number') return false
        view[0] = value
        return true
      }
    case 'Float64Array':
      return (value) => {
        if (!isFloats(value) || value.length !== view.length || (view.length === 0 && isDetached(value))) return false
        put(view, value)
        return true
      }
    case 'Tensor':
      return (value) => {
        if (!isTensor(value) || avalOf(value).text !== of.text) return false
        put(view, dataOf(value))
        return true
      }
    case 'Expr':
      return () => false
  }
}

export const writerOf = (layout: Layout, leaf: (kind: LeafKind) => Writer): Writer => {
  switch (layout._tag) {
    case 'Leaf':
      return leaf(layout.kind)
    case 'Static':
      return (value) => isStatic(value, layout.value)
    case 'Tuple': {
      const writers = layout.items.map((item) => writerOf(item, leaf))
      return (value) => {
        if (!Array.isArray(value) || value.length !== writers.length) return false
        for (let i = 0; i < writers.length; i++) if (!writers[i]?.(value[i])) return false
        return true
      }
    }
    case 'Record': {
      const { keys } = layout
      const fields = keys.map((key, i) => ({ key, write: writerOf(entry(layout.items, i), leaf) }))
      return (value) => {
        if (!isRecord(value) || !hasKeys(value, keys)) return false
        for (const { key, write } of fields) if (!write(value[key])) return false
        return true
      }
    }
  }
}

/** Writes all arguments of a call, if they are like those given. */
export const writing = (args: ReadonlyArray<Accepted>, direct: Direct): ((given: ReadonlyArray<unknown>) => boolean) => {
  let next = 0
  const writers = args.map((arg) => {
    let own = 0
    return writerOf(arg.layout, (kind) => leafWriter(kind, entry(arg.avals, own++), entry(direct.inputs, next++)))
  })
  return (given) => {
    if (given.length !== writers.length) return false
    for (let i = 0; i < writers.length; i++) if (!writers[i]?.(given[i])) return false
    return true
  }
}

// out of memory ----------------------------------------------------------------------------

/** A copy; made by the constructor, which is faster than `slice`. */
const copied = (view: Buffer): Buffer => (view instanceof Float64Array ? new Float64Array(view) : view.slice())

export const leafReader = (of: Aval, view: Buffer, tensor: boolean): Reader => {
  if (!tensor && of.dtype === 'float64' && of.shape.length === 0) return () => view[0]
  if (!tensor && of.dtype === 'bool' && of.shape.length === 0) return () => view[0] === 1
  if (!tensor && of.dtype === 'float64' && of.shape.length === 1) return () => copied(view)
  return of.dtype === 'bool' ? () => seal(of, Uint8Array.from(view)) : () => seal(of, copied(view))
}

export const readerOf = (layout: Layout, leaf: () => Reader): Reader => {
  switch (layout._tag) {
    case 'Leaf':
      return leaf()
    case 'Static':
      return () => layout.value
    case 'Tuple': {
      const readers = layout.items.map((item) => readerOf(item, leaf))
      const [first, second] = readers
      if (readers.length === 2 && first !== undefined && second !== undefined) return () => [first(), second()]
      return () => readers.map((read) => read())
    }
    case 'Record': {
      const fields = layout.keys.map((key, i) => ({ key, read: readerOf(entry(layout.items, i), leaf) }))
      // An assignment to this key would set the prototype.
      if (layout.keys.includes('__proto__')) return () => Object.fromEntries(fields.map(({ key, read }) => [key, read()]))
      return () => {
        const made: { [key: string]: unknown } = {}
        for (const { key, read } of fields) made[key] = read()
        return made
      }
    }
  }
}

/** Copies a buffer to where a leaf of the caller's has it, if that is an array of its size. */
export const leafFiller =
  (view: Buffer): Writer =>
  (value) => {
    if (!isFloats(value) || value.length !== view.length) return false
    if (view.length > few) value.set(view)
    else for (let i = 0; i < view.length; i++) value[i] = view[i] ?? Number.NaN
    return true
  }

/**
 * Calls that repeat: once a program is compiled, arguments like those of the last call go straight into
 * one function that was made for such calls, or into the memory of a kernel, and results straight out of
 * it. Everything else, mistakes above all, goes the long way.
 */
import type { Aval } from '../array/aval.ts'
import type { Buffer } from '../array/dtype.ts'
import { avalOf, dataOf, isTensor, seal } from '../array/tensor.ts'
import { directCall } from '#compiler'
import { type Answer, missed } from '../compile/answer.ts'
import { type Direct, kernelOf, straightOf } from '../compile/tier.ts'
import { entry } from '../entry.ts'
import { outputAvals } from '../program/avals.ts'
import { hasKeys, isRecord, isStatic, type Layout, type LeafKind } from '../program/tree.ts'
import type { Argument } from './arguments.ts'
import type { Plan } from './source.ts'

/** Puts a value where it belongs, if it is of the kind and shape expected. */
type Writer = (value: unknown) => boolean
type Reader = () => unknown

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
        if (!(value instanceof Float64Array) || value.length !== view.length) return false
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

const writerOf = (layout: Layout, leaf: (kind: LeafKind) => Writer): Writer => {
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
      const writers = layout.items.map((item) => writerOf(item, leaf))
      return (value) => {
        if (!isRecord(value) || !hasKeys(value, keys)) return false
        for (let i = 0; i < writers.length; i++) {
          if (!writers[i]?.(value[keys[i] ?? ''])) return false
        }
        return true
      }
    }
  }
}

/** Writes all arguments of a call, if they are like those given. */
export const writing = (args: ReadonlyArray<Argument>, direct: Direct): ((given: ReadonlyArray<unknown>) => boolean) => {
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

const leafReader = (of: Aval, view: Buffer, tensor: boolean): Reader => {
  if (!tensor && of.dtype === 'float64' && of.shape.length === 0) return () => view[0]
  if (!tensor && of.dtype === 'bool' && of.shape.length === 0) return () => view[0] === 1
  if (!tensor && of.dtype === 'float64' && of.shape.length === 1) return () => copied(view)
  return of.dtype === 'bool' ? () => seal(of, Uint8Array.from(view)) : () => seal(of, copied(view))
}

const readerOf = (layout: Layout, leaf: () => Reader): Reader => {
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
      const { keys } = layout
      const readers = layout.items.map((item) => readerOf(item, leaf))
      // An assignment to this key would set the prototype.
      if (keys.includes('__proto__')) return () => Object.fromEntries(keys.map((key, i) => [key, readers[i]?.()]))
      return () => {
        const made: { [key: string]: unknown } = {}
        for (let i = 0; i < readers.length; i++) made[keys[i] ?? ''] = readers[i]?.()
        return made
      }
    }
  }
}

/** A call like the last one, answered from memory; `missed` where it is not like it. */
export type Quick = (given: ReadonlyArray<unknown>) => unknown

const fromKernel = (direct: Direct, args: ReadonlyArray<Argument>, { layout, leaves, avals }: Answer): Quick => {
  const write = writing(args, direct)
  let next = 0
  const read = readerOf(layout, () => {
    const { output, tensor } = entry(leaves, next++)
    return leafReader(entry(avals, output), entry(direct.outputs, output), tensor)
  })
  return (given) => (direct.invoke(given, write) ? read() : missed)
}

/** Such calls of a compiled plan, or null as long as it is not compiled; a name tells the answers of one plan apart. */
export const quickly = (name: string, plan: Plan, args: ReadonlyArray<Argument>, answer: () => Answer): Quick | null => {
  if (!plan.settled) return null
  const straight = straightOf(plan.program)
  const call = straight === null ? null : directCall(plan.program, straight, name, () => ({ args, answer: answer(), into: false }))
  if (call !== null) return call
  const compiled = kernelOf(plan.program)
  return compiled === null ? null : fromKernel(compiled.direct, args, answer())
}

/** How a plan answers whose outputs are the leaves of its result, in order. */
const plainly = (plan: Plan): Answer => {
  const avals = outputAvals(plan.program)
  return { layout: plan.source.output, leaves: avals.map((_, output) => ({ output, tensor: false })), avals }
}

/** Such calls of a plan whose outputs are the leaves of its result, in order. */
export const quicklyPlain = (plan: Plan, args: ReadonlyArray<Argument>): Quick | null => quickly('plain', plan, args, () => plainly(plan))

/** Whether a structure still has just these arrays as its leaves. */
export const holding = (layout: Layout, arrays: ReadonlyArray<Float64Array>): Writer => {
  let next = 0
  return writerOf(layout, () => {
    const own = entry(arrays, next++)
    return (value) => value === own
  })
}

/** Copies a buffer to where a leaf of the caller's has it, if that is an array of its size. */
const leafFiller =
  (view: Buffer): Writer =>
  (value) => {
    if (!(value instanceof Float64Array) || value.length !== view.length) return false
    if (view.length > few) value.set(view)
    else for (let i = 0; i < view.length; i++) value[i] = view[i] ?? Number.NaN
    return true
  }

/** Calls whose first argument takes the results. Its arrays are looked at before the kernel runs, and filled after. */
export const quicklyInto = (plan: Plan, args: ReadonlyArray<Argument>, avals: ReadonlyArray<Aval>): Quick | null => {
  if (!plan.settled || !avals.every((of) => of.dtype === 'float64')) return null
  const straight = straightOf(plan.program)
  const call = straight === null ? null : directCall(plan.program, straight, 'into', () => ({ args, answer: plainly(plan), into: true }))
  if (call !== null) return call
  const compiled = kernelOf(plan.program)
  if (compiled === null) return null
  const { direct } = compiled
  const write = writing(args, direct)
  let next = 0
  const fits = writerOf(plan.source.output, () => {
    const view = entry(direct.outputs, next++)
    return (value) => value instanceof Float64Array && value.length === view.length
  })
  let following = 0
  const fill = writerOf(plan.source.output, () => leafFiller(entry(direct.outputs, following++)))
  return (given) => {
    const [target] = given
    return fits(target) && direct.invoke(given.slice(1), write) && fill(target) ? target : missed
  }
}

/** An answer, and what answers the next call like this one. */
export interface Called {
  readonly answer: unknown
  readonly quick: Quick | null
}

/** The answer to a call: the quick one where there is one already. */
export const answered = (quick: Quick | null, given: ReadonlyArray<unknown>, long: () => unknown): Called => {
  const known = quick === null ? missed : quick(given)
  return { answer: known === missed ? long() : known, quick }
}

/** A function that goes the long way until a quick one is known. */
export const repeating = (call: (given: ReadonlyArray<unknown>) => Called): ((...given: ReadonlyArray<unknown>) => unknown) => {
  const last: { quick: Quick | null } = { quick: null }
  return (...given) => {
    const known = last.quick === null ? missed : last.quick(given)
    if (known !== missed) return known
    const { answer, quick } = call(given)
    if (quick !== null) last.quick = quick
    return answer
  }
}

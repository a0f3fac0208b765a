/**
 * A kernel's memory: one arena with all its buffers, and how arrays get in and out.
 */
import { type Aval, aval } from '../array/aval.ts'
import type { Buffer } from '../array/dtype.ts'
import { type AnyTensor, dataOf, seal } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import type { Layout } from './lifetime.ts'
import type { Kernel, Kind } from './loop.ts'

const bytes: { readonly [K in Kind]: number } = { f64: 8, i32: 4 }

/** The arena as arrays of both kinds over the same bytes. */
export interface Arena {
  readonly f64: Float64Array
  readonly i32: Int32Array
}

export const arenaOf = (bytes: ArrayBufferLike): Arena => ({ f64: new Float64Array(bytes), i32: new Int32Array(bytes) })

const part = (arena: Arena, kernel: Kernel, layout: Layout, buffer: number): Buffer => {
  const { kind, size } = entry(kernel.buffers, buffer)
  const from = entry(layout.offsets, buffer) / bytes[kind]
  return (kind === 'f64' ? arena.f64 : arena.i32).subarray(from, from + size)
}

/** Access to the buffers of a kernel in an arena. */
export interface Memory {
  readonly write: (buffer: number, value: AnyTensor) => void
  readonly read: (buffer: number, of: Aval) => AnyTensor
  /** The elements themselves. */
  readonly view: (buffer: number) => Buffer
}

export const memoryOf = (arena: Arena, kernel: Kernel, layout: Layout): Memory => {
  // Made when first asked for: of a long program's buffers only a few are.
  const parts = new Map<number, Buffer>()
  const view = (buffer: number): Buffer => {
    const known = parts.get(buffer)
    if (known !== undefined) return known
    const made = part(arena, kernel, layout, buffer)
    parts.set(buffer, made)
    return made
  }
  return {
    view,
    write: (buffer, value) => {
      view(buffer).set(dataOf(value))
    },
    read: (buffer, of) => {
      // A copy is not cleared before it is filled, and the constructor makes it faster than `slice`.
      const part = view(buffer)
      return seal(of, of.dtype === 'bool' ? Uint8Array.from(part) : part instanceof Float64Array ? new Float64Array(part) : part.slice())
    },
  }
}

/** The buffers that a host call reads and writes. */
export interface HostBuffers {
  readonly from: ReadonlyArray<number>
  readonly to: ReadonlyArray<number>
}

/** One host call of a kernel: its operands read, its results written. */
export const hostCall =
  (memory: Memory, kernel: Kernel, calls: ReadonlyArray<HostBuffers>) =>
  (call: number): void => {
    const operation = entry(kernel.hosts, call)
    const { from, to } = entry(calls, call)
    const operands = from.map((buffer, i) => memory.read(buffer, entry(operation.operands, i)))
    operation.primitive.evaluate(operation, operands).forEach((result, j) => {
      memory.write(entry(to, j), result)
    })
  }

export const delivered = (memory: Memory, kernel: Kernel): ReadonlyArray<AnyTensor> =>
  kernel.outputs.map(({ buffer, dtype, shape }) => memory.read(buffer, aval(dtype, shape)))

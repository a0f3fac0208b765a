/**
 * Where each buffer of a kernel lies in its memory. Inputs, constants and results keep their places; what is made on
 * the way takes one only from the first statement that touches it to the last, and then leaves it to others.
 */
import { entry, integerAt } from '../entry.ts'
import { forEachAccess } from './access.ts'
import type { Block, Kernel, Kind } from './loop.ts'

const bytes: { readonly [K in Kind]: number } = { f64: 8, i32: 4 }

/** The offset of each buffer in bytes, each on a multiple of 16, and the size of all. */
export interface Layout {
  readonly offsets: ReadonlyArray<number>
  readonly size: number
}

/** From which statement to which each buffer is touched. */
const spansOf = (buffers: number, body: Block): { readonly first: Int32Array; readonly last: Int32Array } => {
  const [first, last] = [new Int32Array(buffers).fill(-1), new Int32Array(buffers).fill(-1)]
  forEachAccess(body, ({ place: { buffer } }, position) => {
    if (first[buffer] === -1) first[buffer] = position
    last[buffer] = position
  })
  return { first, last }
}

export const layoutOf = (kernel: Kernel): Layout => {
  const { body } = kernel
  const { first, last } = spansOf(kernel.buffers.length, body)
  const lasting = new Set(kernel.outputs.map(({ buffer }) => buffer))
  const offsets = kernel.buffers.map(() => 0)
  const begins = new Map<number, Array<number>>()
  const ends = new Map<number, Array<number>>()
  const free = new Map<number, Array<number>>()
  let size = 0
  const spaceOf = (buffer: number): number => {
    const storage = kernel.buffers[buffer]
    return storage === undefined || storage.role === 'local' ? 0 : Math.ceil((storage.size * bytes[storage.kind]) / 16) * 16
  }
  const at = (positions: Map<number, Array<number>>, position: number): Array<number> => {
    const list = positions.get(position) ?? []
    positions.set(position, list)
    return list
  }
  const place = (buffer: number): void => {
    const space = spaceOf(buffer)
    const left = free.get(space)?.pop()
    offsets[buffer] = left ?? size
    if (left === undefined) size += space
  }
  kernel.buffers.forEach(({ role }, buffer) => {
    if (role !== 'made' || lasting.has(buffer)) place(buffer)
    else if (first[buffer] !== -1) {
      at(begins, integerAt(first, buffer)).push(buffer)
      at(ends, integerAt(last, buffer)).push(buffer)
    }
  })
  for (let position = 0; position < body.length; position++) {
    begins.get(position)?.forEach(place)
    for (const buffer of ends.get(position) ?? []) at(free, spaceOf(buffer)).push(entry(offsets, buffer))
  }
  return { offsets, size }
}

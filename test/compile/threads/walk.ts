/**
 * Loops run one statement at a time, which sees what no emitted code tells: the elements that each share of a shared loop
 * touches. What was never written is NaN, so that nobody gets by with what an earlier run has left.
 */
import type { AnyTensor } from '../../../src/array/tensor.ts'
import { dataOf } from '../../../src/array/tensor.ts'
import { entry, valueAt } from '../../../src/entry.ts'
import type { Block, Kernel, Place, Stride } from '../../../src/compile/loop.ts'

export interface Walked {
  readonly outputs: ReadonlyArray<ReadonlyArray<number>>
  /** Shares that were run. */
  readonly shares: number
  /** In words, elements that a share touches and another writes. */
  readonly clashes: ReadonlyArray<string>
}

/** What the turns of one share have by themselves. */
interface Own {
  readonly registers: Map<number, number>
  readonly locals: Map<number, number>
  readonly share: number | null
}

export const walk = (kernel: Kernel, inputs: ReadonlyArray<AnyTensor>): Walked => {
  const memory = kernel.buffers.map(({ size }) => new Array<number>(size).fill(Number.NaN))
  const put = (buffer: number, values: ArrayLike<number>): void => {
    for (let i = 0; i < values.length; i++) entry(memory, buffer)[i] = values[i] ?? Number.NaN
  }
  for (const { buffer, value } of kernel.constants) put(buffer, dataOf(value))
  kernel.inputs.forEach((buffer, i) => {
    put(buffer, dataOf(entry(inputs, i)))
  })
  const counters = new Map<number, number>()
  const writers = new Map<string, number>()
  const readers = new Map<string, number>()
  const clashes: Array<string> = []
  let shares = 0

  const sum = (strides: ReadonlyArray<Stride>): number => strides.reduce((at, { axis, stride }) => at + stride * valueAt(counters, axis), 0)
  const elementOf = ({ offset, strides, computed }: Place, { registers }: Own): number =>
    offset + sum(strides) + (computed === null ? 0 : computed.stride * valueAt(registers, computed.index))
  const note = (buffer: number, element: number, { share }: Own, writes: boolean): void => {
    if (share === null) return
    const name = `b${buffer}[${element}]`
    const [writer, reader] = [writers.get(name), readers.get(name)]
    if (writer !== undefined && writer !== share) clashes.push(`${name} is written by share ${writer} and touched by ${share}`)
    if (writes && reader !== undefined && reader !== share) clashes.push(`${name} is read by share ${reader} and written by ${share}`)
    if (writes) writers.set(name, share)
    else readers.set(name, share)
  }
  const isLocal = (buffer: number): boolean => kernel.buffers[buffer]?.role === 'local'
  const read = (buffer: number, element: number, own: Own): number => {
    if (isLocal(buffer)) return own.locals.get(buffer) ?? Number.NaN
    note(buffer, element, own, false)
    return entry(entry(memory, buffer), element)
  }
  const write = (buffer: number, element: number, own: Own, value: number): void => {
    if (isLocal(buffer)) own.locals.set(buffer, value)
    else {
      note(buffer, element, own, true)
      entry(memory, buffer)[element] = value
    }
  }
  const run = (block: Block, own: Own): void => {
    for (const s of block)
      switch (s._tag) {
        case 'Literal':
          own.registers.set(s.to, s.value)
          break
        case 'Apply':
          own.registers.set(s.to, s.machine.run(...s.args.map((arg) => valueAt(own.registers, arg))))
          break
        case 'Load':
          own.registers.set(s.to, read(s.from.buffer, elementOf(s.from, own), own))
          break
        case 'Store':
          write(s.to.buffer, elementOf(s.to, own), own, valueAt(own.registers, s.value))
          break
        case 'Accumulate': {
          const lane = s.lanes === null ? 0 : (sum(s.lanes.of) & 7) * s.lanes.stride
          const at = elementOf(s.to, own) + lane
          write(s.to.buffer, at, own, s.machine.run(read(s.to.buffer, at, own), valueAt(own.registers, s.value)))
          break
        }
        case 'Fill':
          for (let i = 0; i < s.count; i++) write(s.to.buffer, elementOf(s.to, own) + i, own, s.value)
          break
        case 'Loop': {
          const isShared = kernel.shared?.includes(s.axis) === true
          if (isShared) for (const seen of [writers, readers]) seen.clear()
          for (let turn = 0; turn < s.extent; turn++) {
            counters.set(s.axis, turn)
            if (isShared) shares++
            run(s.body, isShared ? { registers: new Map(), locals: new Map(), share: turn } : own)
          }
          break
        }
        case 'While':
          for (let turn = 0; s.bound === null || turn < s.bound; turn++) {
            run(s.condition, own)
            if (valueAt(own.registers, s.test) === 0) break
            run(s.body, own)
          }
          break
        case 'Choose':
          run(valueAt(own.registers, s.test) === 0 ? s.no : s.yes, own)
          break
        case 'Part':
          run(s.body, own)
          break
        case 'Host':
          throw new Error('a primitive of the host')
      }
  }
  run(kernel.body, { registers: new Map(), locals: new Map(), share: null })
  return { outputs: kernel.outputs.map(({ buffer }) => entry(memory, buffer)), shares, clashes }
}

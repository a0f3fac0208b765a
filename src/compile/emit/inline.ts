/**
 * Elementary functions where they are applied: written out in a loop, called elsewhere. Within one function of
 * the module all applications of one share its instructions and its locals: a loop that applies it a thousand
 * times needs no more locals than one that does so once.
 */
import { entry } from '../../entry.ts'
import { type Definition, kernelFor } from '../../elementary/definition.ts'
import type { Kernel } from '../../elementary/kernel.ts'
import type { Block } from '../loop.ts'
import { float, get, type Instruction } from '../wasm/instruction.ts'
import type { Lanes } from '../wasm/lanes.ts'
import { constantsOf, emit, type Emitted } from '../wasm/straight.ts'
import type { Frame } from './frame.ts'
import type { Hosts } from './host.ts'
import { rareIndex } from './rare.ts'

// In a loop that applies more of them the code would leave the cache: it calls them.
const most = 64

/** Whether a loop's body applies so many functions that they are called rather than written out. */
export const isCrowded = (...blocks: ReadonlyArray<Block>): boolean => {
  let found = 0
  const visit = (block: Block): void => {
    for (const s of block) {
      if (s._tag === 'Apply' && s.machine.elementary !== null) found++
      else if (s._tag === 'Choose') {
        visit(s.yes)
        visit(s.no)
      }
    }
  }
  blocks.forEach(visit)
  return found > most
}

// The operands of instructions that are kept count down from −1.
const operands = [-1, -2, -3]

/** The instructions of a kernel on operands in locals. Kernels of one key are the same. */
export const writtenOut = (frame: Frame, hosts: Hosts, key: string, lanes: Lanes, kernel: () => Kernel, given: ReadonlyArray<number>): Emitted => {
  const name = `${key} on ${lanes}`
  const known = frame.written.get(name)
  const own = (instruction: Instruction): Instruction =>
    instruction.op === 'local.get' && instruction.index < 0 ? get(entry(given, -1 - instruction.index)) : instruction
  const placed = ({ instructions, reads, locals }: Emitted): Emitted => ({ instructions: instructions.map(own), reads: reads.map(own), locals })
  if (known !== undefined) return placed(known)
  const made = kernel()
  // Constants get their locals first: the function's own begin behind them.
  if (lanes === 2) for (const value of constantsOf(made, 2)) frame.constant(value)
  const constant = lanes === 1 ? float : frame.constant
  const emitted = emit(made, { lanes, operands, firstLocal: frame.locals.length, constant, host: rareIndex(hosts), table: frame.table })
  for (const type of emitted.locals) frame.locals.push(type)
  frame.written.set(name, emitted)
  return placed(emitted)
}

/** Leaves the value of an elementary function on the stack. */
export const pushElementary = (frame: Frame, hosts: Hosts, definition: Definition, lanes: Lanes, given: ReadonlyArray<number>): void => {
  const { out } = frame
  if (!frame.writesOut()) {
    for (const local of given) out.push(get(local))
    out.push(hosts.common(definition, lanes))
    return
  }
  for (const instruction of writtenOut(frame, hosts, definition.name, lanes, () => kernelFor(definition), given).instructions) out.push(instruction)
}

/**
 * The code of one function: its locals, in runs of one type, and its instructions, in one loop over the
 * list, however long it is.
 */
import { entry } from '../../entry.ts'
import type { either as E } from 'fp-ts'
import { left, right } from '../../either.ts'
import { type Bytes, bytes } from './bytes.ts'
import type { Instruction, ValueType } from './instruction.ts'
import type { DefinedFunction, Obstacle } from './module.ts'
import { bulk, indexed, lane, laneMemory, memory, plain, structured, vector, vectorMemory } from './opcode.ts'

export const typeCodes: { readonly [type in ValueType]: number } = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b }

const noResult = 0x40
const vectorPrefix = 0xfd
const bulkPrefix = 0xfc

/** How an instruction is written, by its name. A reason is given back if an operand cannot be written. */
type Write = (instruction: Instruction, out: Bytes) => string | undefined

const isIndex = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < 2 ** 32

const writeAccess = (instruction: Instruction, out: Bytes): string | undefined => {
  if (!('align' in instruction)) return 'has no alignment'
  const exponent = [1, 2, 4, 8, 16].indexOf(instruction.align)
  if (exponent < 0) return `the alignment ${instruction.align} is not 1, 2, 4, 8 or 16`
  if (!isIndex(instruction.offset)) return `the offset ${instruction.offset} is not a whole number below 2³²`
  out.unsigned(exponent)
  out.unsigned(instruction.offset)
  return undefined
}

const writeLane = (instruction: Instruction, out: Bytes): string | undefined => {
  if (!('lane' in instruction)) return 'has no lane'
  if (!(isIndex(instruction.lane) && instruction.lane < 16)) return `there is no lane ${instruction.lane}`
  out.byte(instruction.lane)
  return undefined
}

const writeIndex = (instruction: Instruction, out: Bytes): string | undefined => {
  if (!('index' in instruction && isIndex(instruction.index)))
    return `the index ${'index' in instruction ? instruction.index : ''} is not a whole number below 2³²`
  out.unsigned(instruction.index)
  return undefined
}

const writeBlockType = (instruction: Instruction, out: Bytes): string | undefined => {
  out.byte('type' in instruction && instruction.type !== undefined ? typeCodes[instruction.type] : noResult)
  return undefined
}

const writeShuffle = (instruction: Instruction, out: Bytes): string | undefined => {
  if (!('lanes' in instruction && instruction.lanes.length === 16 && instruction.lanes.every((i) => isIndex(i) && i < 32))) return 'takes 16 lanes below 32'
  instruction.lanes.forEach(out.byte)
  return undefined
}

const nothing: Write = () => undefined

const after =
  (code: number, rest: Write): Write =>
  (instruction, out) => {
    out.byte(code)
    return rest(instruction, out)
  }

const behind =
  (prefix: number, code: number, rest: Write): Write =>
  (instruction, out) => {
    out.byte(prefix)
    out.unsigned(code)
    return rest(instruction, out)
  }

const writeZeros =
  (count: number): Write =>
  (_, out) => {
    for (let i = 0; i < count; i++) out.byte(0)
    return undefined
  }

const each = (codes: { readonly [op: string]: number }, make: (code: number) => Write): ReadonlyArray<readonly [string, Write]> =>
  Object.entries(codes).map(([op, code]) => [op, make(code)])

const writers: ReadonlyMap<string, Write> = /*#__PURE__*/ new Map<string, Write>([
  ...each(vector, (code) => behind(vectorPrefix, code, nothing)),
  ...each(indexed, (code) => after(code, writeIndex)),
  ...each(structured, (code) => after(code, writeBlockType)),
  ...each(memory, (code) => after(code, writeAccess)),
  ...each(vectorMemory, (code) => behind(vectorPrefix, code, writeAccess)),
  ...each(laneMemory, (code) => behind(vectorPrefix, code, (instruction, out) => writeAccess(instruction, out) ?? writeLane(instruction, out))),
  ...each(lane, (code) => behind(vectorPrefix, code, writeLane)),
  ['i8x16.shuffle', behind(vectorPrefix, 13, writeShuffle)],
  ['memory.copy', behind(bulkPrefix, bulk['memory.copy'], writeZeros(2))],
  ['memory.fill', behind(bulkPrefix, bulk['memory.fill'], writeZeros(1))],
])

/** The commonest instructions are written without a detour. */
const plainCodes: ReadonlyMap<string, number> = /*#__PURE__*/ new Map(Object.entries(plain))

const constantCodes = { 'i32.const': 0x41, 'i64.const': 0x42, 'f64.const': 0x44, 'v128.const': 12 } as const

const write = (instruction: Instruction, out: Bytes): string | undefined => {
  const code = plainCodes.get(instruction.op)
  if (code !== undefined) {
    out.byte(code)
    return undefined
  }
  switch (instruction.op) {
    case 'i32.const':
      out.byte(constantCodes['i32.const'])
      out.signed(instruction.value)
      return undefined
    case 'i64.const':
      out.byte(constantCodes['i64.const'])
      out.long(instruction.value)
      return undefined
    case 'f64.const':
      out.byte(constantCodes['f64.const'])
      out.float(instruction.value)
      return undefined
    case 'v128.const':
      out.byte(vectorPrefix)
      out.unsigned(constantCodes['v128.const'])
      out.float(instruction.low)
      out.float(instruction.high)
      return undefined
    default:
      return (writers.get(instruction.op) ?? (() => 'is not an instruction'))(instruction, out)
  }
}

/** Locals as runs of equal types. */
const writeLocals = (locals: ReadonlyArray<ValueType>, out: Bytes): void => {
  const starts = locals.flatMap((type, i) => (i === 0 || locals[i - 1] !== type ? [i] : []))
  out.unsigned(starts.length)
  starts.forEach((start, i) => {
    out.unsigned((starts[i + 1] ?? locals.length) - start)
    out.byte(typeCodes[entry(locals, start)])
  })
}

/** What engines allow: see the WebAssembly JavaScript interface, "Implementation-defined limits". */
export const limits = { locals: 50_000, bytes: 7_654_321, parameters: 1000 } as const

/** One entry of the code section, without its length. */
export const encodeBody = (f: DefinedFunction): E.Either<Obstacle, Bytes> => {
  const count = f.type.parameters.length + f.locals.length
  if (f.type.parameters.length > limits.parameters)
    return left({ _tag: 'TooManyParameters', function: f.name, count: f.type.parameters.length, limit: limits.parameters })
  if (count > limits.locals) return left({ _tag: 'TooManyLocals', function: f.name, count, limit: limits.locals })
  const out = bytes()
  writeLocals(f.locals, out)
  // For each open block, whether an `else` may come.
  const open: Array<boolean> = []
  for (let i = 0; i < f.body.length; i++) {
    const instruction = entry(f.body, i)
    const { op } = instruction
    const unbalanced = (reason: string): E.Either<Obstacle, Bytes> => left({ _tag: 'Unbalanced', function: f.name, instruction: i, reason })
    if (op === 'block' || op === 'loop' || op === 'if') open.push(op === 'if')
    else if (op === 'end') {
      if (open.pop() === undefined) return unbalanced('end closes no block')
    } else if (op === 'else') {
      if (open.pop() !== true) return unbalanced('else belongs to no if')
      open.push(false)
    }
    const reason = write(instruction, out)
    if (reason !== undefined) return left({ _tag: 'Operand', function: f.name, instruction: i, op, reason })
  }
  if (open.length > 0) return left({ _tag: 'Unbalanced', function: f.name, instruction: f.body.length, reason: `${open.length} blocks are still open` })
  out.byte(plain.end)
  return out.length() > limits.bytes ? left({ _tag: 'BodyTooLarge', function: f.name, bytes: out.length(), limit: limits.bytes }) : right(out)
}

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

/** How the operands of an instruction are written, behind its code. A reason is given back if one cannot be. */
type Operands = (instruction: Instruction, out: Bytes) => string | undefined

/** Whether a number is whole, and from 0 to 2³² − 1. */
const isIndex = (value: number): boolean => value >>> 0 === value

const writeAccess: Operands = (instruction, out) => {
  if (!('align' in instruction)) return 'has no alignment'
  const exponent = [1, 2, 4, 8, 16].indexOf(instruction.align)
  if (exponent < 0) return `the alignment ${instruction.align} is not 1, 2, 4, 8 or 16`
  if (!isIndex(instruction.offset)) return `the offset ${instruction.offset} is not a whole number below 2³²`
  out.unsigned(exponent)
  out.unsigned(instruction.offset)
  return undefined
}

const writeLane: Operands = (instruction, out) => {
  if (!('lane' in instruction)) return 'has no lane'
  if (!(isIndex(instruction.lane) && instruction.lane < 16)) return `there is no lane ${instruction.lane}`
  out.byte(instruction.lane)
  return undefined
}

const writeIndex: Operands = (instruction, out) => {
  if (!('index' in instruction && isIndex(instruction.index)))
    return `the index ${'index' in instruction ? instruction.index : ''} is not a whole number below 2³²`
  out.unsigned(instruction.index)
  return undefined
}

const writeBlockType: Operands = (instruction, out) => {
  out.byte('type' in instruction && instruction.type !== undefined ? typeCodes[instruction.type] : noResult)
  return undefined
}

const writeShuffle: Operands = (instruction, out) => {
  if (!('lanes' in instruction && instruction.lanes.length === 16 && instruction.lanes.every((i) => isIndex(i) && i < 32))) return 'takes 16 lanes below 32'
  instruction.lanes.forEach(out.byte)
  return undefined
}

const writeZeros =
  (count: number): Operands =>
  (_, out) => {
    for (let i = 0; i < count; i++) out.byte(0)
    return undefined
  }

const writeConstant: Operands = (instruction, out) => {
  if (instruction.op === 'i32.const') out.signed(instruction.value)
  else if (instruction.op === 'i64.const') out.long(instruction.value)
  else if (instruction.op === 'f64.const') out.float(instruction.value)
  else if (instruction.op === 'v128.const') {
    out.float(instruction.low)
    out.float(instruction.high)
  }
  return undefined
}

/** How an instruction is written: its code, behind a prefix if it has one, and its operands. */
interface Form {
  readonly prefix: number | null
  readonly code: number
  readonly operands: Operands | null
}

const each = (codes: { readonly [op: string]: number }, prefix: number | null, operands: Operands | null): ReadonlyArray<readonly [string, Form]> =>
  Object.entries(codes).map(([op, code]) => [op, { prefix, code, operands }])

const forms: ReadonlyMap<string, Form> = /*#__PURE__*/ new Map<string, Form>([
  ...each(plain, null, null),
  ...each(vector, vectorPrefix, null),
  ...each(indexed, null, writeIndex),
  ...each(structured, null, writeBlockType),
  ...each(memory, null, writeAccess),
  ...each(vectorMemory, vectorPrefix, writeAccess),
  ...each(laneMemory, vectorPrefix, (instruction, out) => writeAccess(instruction, out) ?? writeLane(instruction, out)),
  ...each(lane, vectorPrefix, writeLane),
  ...each({ 'i8x16.shuffle': 13 }, vectorPrefix, writeShuffle),
  ...each({ 'memory.copy': bulk['memory.copy'] }, bulkPrefix, writeZeros(2)),
  ...each({ 'memory.fill': bulk['memory.fill'] }, bulkPrefix, writeZeros(1)),
  ...each({ 'i32.const': 0x41, 'i64.const': 0x42, 'f64.const': 0x44 }, null, writeConstant),
  ...each({ 'v128.const': 12 }, vectorPrefix, writeConstant),
])

const write = (instruction: Instruction, out: Bytes): string | undefined => {
  const form = forms.get(instruction.op)
  if (form === undefined) return 'is not an instruction'
  const { prefix, code, operands } = form
  if (prefix === null) out.byte(code)
  else {
    out.byte(prefix)
    out.unsigned(code)
  }
  return operands === null ? undefined : operands(instruction, out)
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
  const unbalanced = (instruction: number, reason: string): E.Either<Obstacle, Bytes> => left({ _tag: 'Unbalanced', function: f.name, instruction, reason })
  const out = bytes()
  writeLocals(f.locals, out)
  // For each open block, whether an `else` may come.
  const open: Array<boolean> = []
  for (let i = 0; i < f.body.length; i++) {
    const instruction = entry(f.body, i)
    const { op } = instruction
    if (op === 'block' || op === 'loop' || op === 'if') open.push(op === 'if')
    else if (op === 'end') {
      if (open.pop() === undefined) return unbalanced(i, 'end closes no block')
    } else if (op === 'else') {
      if (open.pop() !== true) return unbalanced(i, 'else belongs to no if')
      open.push(false)
    }
    const reason = write(instruction, out)
    if (reason !== undefined) return left({ _tag: 'Operand', function: f.name, instruction: i, op, reason })
  }
  if (open.length > 0) return unbalanced(f.body.length, `${open.length} blocks are still open`)
  out.byte(plain.end)
  return out.length() > limits.bytes ? left({ _tag: 'BodyTooLarge', function: f.name, bytes: out.length(), limit: limits.bytes }) : right(out)
}

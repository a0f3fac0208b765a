/**
 * Instructions as data. A body is a flat list, as in the binary format: `block`, `loop` and `if` open a
 * block, `end` closes it. Instructions without operands of their own are made once, so that a list of
 * 10⁵ of them is 10⁵ references.
 */
import { valueAt } from '../../entry.ts'
import { type bulk, type indexed, type lane, type laneMemory, type memory, plain, type structured, vector, type vectorMemory } from './opcode.ts'

export type ValueType = 'i32' | 'i64' | 'f64' | 'v128'

export type Plain = keyof typeof plain | keyof typeof vector

export type Instruction =
  | { readonly op: Plain }
  | { readonly op: keyof typeof bulk }
  | { readonly op: keyof typeof indexed; readonly index: number }
  /** Without a type the block leaves nothing. */
  | { readonly op: keyof typeof structured; readonly type: ValueType | undefined }
  /** `align` is a power of 2, at most the size of what is read or written. */
  | { readonly op: keyof typeof memory | keyof typeof vectorMemory; readonly align: number; readonly offset: number }
  | { readonly op: keyof typeof laneMemory; readonly align: number; readonly offset: number; readonly lane: number }
  | { readonly op: keyof typeof lane; readonly lane: number }
  | { readonly op: 'i8x16.shuffle'; readonly lanes: ReadonlyArray<number> }
  | { readonly op: 'i32.const'; readonly value: number }
  | { readonly op: 'i64.const'; readonly value: bigint }
  | { readonly op: 'f64.const'; readonly value: number }
  | { readonly op: 'v128.const'; readonly low: number; readonly high: number }

// constructors ---------------------------------------------------------------------------

const known: ReadonlyMap<string, Instruction> = /*#__PURE__*/ new Map(
  [...Object.keys(plain), ...Object.keys(vector)].filter((op): op is Plain => op in plain || op in vector).map((op) => [op, { op }]),
)

/** An instruction that has no operands of its own. */
export const plainly = (op: Plain): Instruction => valueAt(known, op)

export const end: Instruction = /*#__PURE__*/ plainly('end')
export const get = (index: number): Instruction => ({ op: 'local.get', index })
export const set = (index: number): Instruction => ({ op: 'local.set', index })
export const tee = (index: number): Instruction => ({ op: 'local.tee', index })
export const call = (index: number): Instruction => ({ op: 'call', index })
export const branch = (depth: number): Instruction => ({ op: 'br', index: depth })
export const branchIf = (depth: number): Instruction => ({ op: 'br_if', index: depth })
export const block = (type?: ValueType): Instruction => ({ op: 'block', type })
export const loop = (type?: ValueType): Instruction => ({ op: 'loop', type })
export const when = (type?: ValueType): Instruction => ({ op: 'if', type })
export const int = (value: number): Instruction => ({ op: 'i32.const', value })
export const long = (value: bigint): Instruction => ({ op: 'i64.const', value })
export const float = (value: number): Instruction => ({ op: 'f64.const', value })
/** The float in both lanes. */
export const floats = (value: number): Instruction => ({ op: 'v128.const', low: value, high: value })

type Access = 'i32.load' | 'i64.load' | 'f64.load' | 'v128.load' | 'v128.load64_splat' | 'i32.store' | 'i64.store' | 'f64.store' | 'v128.store'

const natural: { readonly [op in Access]: number } = {
  'i32.load': 4,
  'i64.load': 8,
  'f64.load': 8,
  'v128.load': 16,
  'v128.load64_splat': 8,
  'i32.store': 4,
  'i64.store': 8,
  'f64.store': 8,
  'v128.store': 16,
}

/** A load or store at an address plus the offset, aligned as its size unless told. */
export const access = (op: Access, offset = 0, align: number = natural[op]): Instruction => ({ op, offset, align })

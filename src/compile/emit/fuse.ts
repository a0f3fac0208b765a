/**
 * A product and the sum that takes it as one instruction, in the instructions of a function, whoever emitted them. What
 * is fused is a product that nothing else uses, so nothing is told of its rounding: error-free transformations name
 * the results whose roundings they speak of, and use them twice.
 */
import { get, type Instruction, set } from '../wasm/instruction.ts'

/** A value on the stack: what computes it lies from `start` to the start of the next. */
interface Value {
  readonly start: number
  /** Whether memory is read for it. */
  readonly reads: boolean
  /** Where it is a sum of products. */
  readonly sum: Sum | null
}

/** A sum of products: the operands of each but the first, those of the first up to `head`, its `mul`, and as many additions as there are others. */
interface Sum {
  readonly products: number
  readonly head: number
  /** Whether each product was a statement of its own: then they may be added in any order. Elementary functions write theirs in the order they need. */
  readonly loose: boolean
}

/** A sum of products that is left to be computed where it is used. */
interface Postponed {
  readonly code: ReadonlyArray<Instruction>
  readonly sum: Sum
}

// A contraction adds so many products at a time.
const usual = 4

/** f64x2.relaxed_madd and f64x2.relaxed_nmadd: of three operands the third and the product of the others, or the third without it. */
const added: Instruction = { op: 'vector', index: 0x107 }
const takenAway: Instruction = { op: 'vector', index: 0x108 }

/** Whether an instruction adds a product, or takes it away. */
export const isFused = ({ op }: Instruction): boolean => op === 'vector'

const ofOne = 'neg abs sqrt floor ceil trunc nearest splat not extract_lane convert_i32_s eqz load load64_splat'
const ofTwo = 'add sub mul div min max pmin pmax lt le gt ge eq ne and or xor shl shr_u shr_s replace_lane'

/** How many values an instruction takes that does no more than leave one, by its name behind the dot. */
const operands: ReadonlyMap<string, number> = /*#__PURE__*/ new Map<string, number>([
  ['const', 0],
  ...ofOne.split(' ').map((name): [string, number] => [name, 1]),
  ...ofTwo.split(' ').map((name): [string, number] => [name, 2]),
  ['bitselect', 3],
])

/** Where code may go on elsewhere, or come from elsewhere. */
const borders: ReadonlySet<string> = /*#__PURE__*/ new Set(['block', 'loop', 'if', 'else', 'end', 'br', 'br_if', 'return'])

/** Whether the products of a sum may be added to another value one by one. */
const mayJoin = (sum: Sum, other: Sum | null, most: number): boolean => {
  if (sum.products === 1) return true
  // So a contraction adds four products, joined two by two, to what it has.
  return sum.loose && (other === null ? sum.products === most : other.loose && sum.products + other.products <= most)
}

/** Locals that one instruction sets and one gets. */
const usedOnce = (body: ReadonlyArray<Instruction>): ReadonlySet<number> => {
  const gets = new Map<number, number>()
  const sets = new Map<number, number>()
  for (const i of body) {
    const counts = i.op === 'local.get' ? gets : i.op === 'local.set' ? sets : null
    if (counts !== null && 'index' in i) counts.set(i.index, (counts.get(i.index) ?? 0) + 1)
  }
  return new Set([...sets].flatMap(([local, count]) => (count === 1 && gets.get(local) === 1 ? [local] : [])))
}

/** The same computation with fewer roundings. Up to so many products, each a statement of its own, are added one after the other. */
export const fused = (body: ReadonlyArray<Instruction>, most: number = usual): ReadonlyArray<Instruction> => {
  const once = usedOnce(body)
  const out: Array<Instruction> = []
  // What is known of the top of the stack; below may be more.
  let stack: Array<Value> = []
  const postponed = new Map<number, Postponed>()
  // Locals that what is postponed gets.
  const awaited = new Set<number>()

  const put = (code: ReadonlyArray<Instruction>): void => {
    for (const instruction of code) out.push(instruction)
  }
  /** An instruction of which nothing is known but that it does not set locals. */
  const unknown = (instruction: Instruction): void => {
    out.push(instruction)
    stack = []
  }
  /** The values that an instruction takes, or null where they are not known. */
  const taken = (count: number): ReadonlyArray<Value> | null => (stack.length < count ? null : stack.splice(stack.length - count))

  const compute = (local: number, { code }: Postponed): void => {
    postponed.delete(local)
    put(code)
    unknown(set(local))
  }

  /** Puts the products of a sum and another value in place of both. */
  const join = (
    { head, products, loose }: Sum,
    ofSum: ReadonlyArray<Instruction>,
    other: Sum | null,
    ofOther: ReadonlyArray<Instruction>,
    by: Instruction,
  ): Sum | null => {
    put(ofSum.slice(0, head))
    put(ofOther)
    out.push(by)
    put(ofSum.slice(head + 1))
    return other === null || products + other.products > most || by === takenAway
      ? null
      : { products: products + other.products, head: head + other.head, loose: loose && other.loose }
  }

  const addition = (instruction: Instruction): void => {
    const [x, y] = taken(2) ?? []
    if (x === undefined || y === undefined) return unknown(instruction)
    const [ofX, ofY] = [out.slice(x.start, y.start), out.slice(y.start)]
    const isSum = instruction.op === 'f64x2.add'
    out.length = x.start
    const value = (sum: Sum | null): Value => ({ start: x.start, reads: x.reads || y.reads, sum })
    if (y.sum !== null && (isSum ? mayJoin(y.sum, x.sum, most) : y.sum.products === 1))
      stack.push(value(join(y.sum, ofY, x.sum, ofX, isSum ? added : takenAway)))
    else if (x.sum !== null && isSum && mayJoin(x.sum, y.sum, most)) stack.push(value(join(x.sum, ofX, y.sum, ofY, added)))
    else {
      put(ofX)
      put(ofY)
      out.push(instruction)
      stack.push(value(null))
    }
  }

  const other = (instruction: Instruction): void => {
    const { op } = instruction
    const count = operands.get(op.slice(op.indexOf('.') + 1))
    const values = count === undefined ? null : taken(count)
    if (values === null) return unknown(instruction)
    const start = values[0]?.start ?? out.length
    const sum = op === 'f64x2.mul' ? { products: 1, head: out.length - start, loose: false } : null
    stack.push({ start, reads: op.includes('load') || values.some((v) => v.reads), sum })
    out.push(instruction)
  }

  const read = (local: number): void => {
    const waiting = postponed.get(local)
    postponed.delete(local)
    stack.push({
      start: out.length,
      reads: false,
      sum: waiting === undefined ? null : { ...waiting.sum, loose: waiting.sum.products === 1 || waiting.sum.loose },
    })
    put(waiting?.code ?? [get(local)])
  }

  const write = (local: number): void => {
    const value = stack.pop()
    // A later store may change what is read from memory.
    if (value !== undefined && value.sum !== null && !value.reads && once.has(local)) {
      const code = out.splice(value.start)
      for (const i of code) if (i.op === 'local.get') awaited.add(i.index)
      postponed.set(local, { code, sum: value.sum })
      return
    }
    if (awaited.has(local)) for (const [to, waiting] of postponed) if (waiting.code.some((i) => i.op === 'local.get' && i.index === local)) compute(to, waiting)
    out.push(set(local))
  }

  for (const instruction of body) {
    const { op } = instruction
    if (borders.has(op)) for (const [local, waiting] of postponed) compute(local, waiting)
    if (op === 'local.get' && 'index' in instruction) read(instruction.index)
    else if (op === 'local.set' && 'index' in instruction) write(instruction.index)
    else if (op === 'f64x2.add' || op === 'f64x2.sub') addition(instruction)
    else other(instruction)
  }
  return out
}

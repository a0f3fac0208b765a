/**
 * Four products of neighbours, added as contractions add them, ((0 + 2) + (1 + 3)): two lanes of two products each.
 */
import { forEachRegister } from '../access.ts'
import type { Block, Place, Register, Statement } from '../loop.ts'
import { access, get, plainly, set } from '../wasm/instruction.ts'
import { registerLocal, type Site, step } from './place.ts'

type Apply = Extract<Statement, { readonly _tag: 'Apply' }>

/** The first of the four neighbours on either side. */
interface Four {
  readonly x: Place
  readonly y: Place
}

export interface Fours {
  /** By the statement that adds the last two. */
  readonly sums: ReadonlyMap<Statement, Four>
  /** What is no longer needed by itself. */
  readonly parts: ReadonlySet<Statement>
}

const sameStrides = (a: Place, b: Place): boolean =>
  a.strides.length === b.strides.length && a.strides.every(({ axis, stride }, i) => b.strides[i]?.axis === axis && b.strides[i]?.stride === stride)

/** What a block adds up so: of values that nothing else uses, with nothing stored in between. */
export const foursIn = (block: Block): Fours => {
  const sums = new Map<Statement, Four>()
  const parts = new Set<Statement>()
  const made = new Map<Register, Statement>()
  const uses = new Map<Register, number>()
  for (const s of block)
    forEachRegister(
      s,
      () => {},
      (register) => uses.set(register, (uses.get(register) ?? 0) + 1),
    )

  /** The two operands of a machine that makes a register for one other alone. */
  const operands = (name: string, register: Register | undefined): { readonly s: Apply; readonly of: readonly [Register, Register] } | null => {
    const s = register === undefined ? undefined : made.get(register)
    if (s?._tag !== 'Apply' || s.machine.name !== name || uses.get(s.to) !== 1) return null
    const [x, y] = s.args
    return x === undefined || y === undefined ? null : { s, of: [x, y] }
  }
  /** The place of the first, where so many registers hold neighbours. */
  const neighbours = (registers: ReadonlyArray<Register>): { readonly loads: Block; readonly first: Place } | null => {
    const loads = registers.flatMap((register) => {
      const s = made.get(register)
      return s?._tag === 'Load' && uses.get(register) === 1 ? [s] : []
    })
    const first = loads[0]?.from
    const inRow = ({ from }: (typeof loads)[number], i: number): boolean =>
      first !== undefined && from.computed === null && from.buffer === first.buffer && from.offset === first.offset + i && sameStrides(from, first)
    return first !== undefined && loads.length === registers.length && loads.every(inRow) ? { loads, first } : null
  }

  for (const s of block) {
    if (s._tag === 'Load' || s._tag === 'Literal') made.set(s.to, s)
    else if (s._tag !== 'Apply') made.clear()
    else {
      made.set(s.to, s)
      if (s.machine.name !== 'f64.add') continue
      const [even, odd] = [operands('f64.add', s.args[0]), operands('f64.add', s.args[1])]
      if (even === null || odd === null) continue
      const products = [even.of[0], odd.of[0], even.of[1], odd.of[1]].map((register) => operands('f64.mul', register))
      const factors = products.flatMap((product) => (product === null ? [] : [product]))
      if (factors.length < 4) continue
      const [x, y] = [neighbours(factors.map(({ of }) => of[0])), neighbours(factors.map(({ of }) => of[1]))]
      if (x === null || y === null) continue
      sums.set(s, { x: x.first, y: y.first })
      for (const part of [even.s, odd.s, ...factors.map((f) => f.s), ...x.loads, ...y.loads]) parts.add(part)
    }
  }
  return { sums, parts }
}

export const emitFour = ({ frame }: Site, to: Register, { x, y }: Four): void => {
  const { out } = frame
  const pairOf = (place: Place, pair: number): void => {
    const offset = frame.address({ ...place, offset: place.offset + 2 * pair })
    out.push(access('v128.load', offset, step))
  }
  for (const pair of [0, 1]) {
    pairOf(x, pair)
    pairOf(y, pair)
    out.push(plainly('f64x2.mul'))
  }
  const both = frame.fresh('v128')
  out.push(plainly('f64x2.add'), set(both))
  out.push(get(both), { op: 'f64x2.extract_lane', lane: 0 }, get(both), { op: 'f64x2.extract_lane', lane: 1 }, plainly('f64.add'))
  out.push(set(registerLocal(frame, to)))
}

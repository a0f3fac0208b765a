/**
 * Registers that one function of a kernel sets and another uses: they travel through buffers of one number, but for
 * literals, which are made again. The functions are the parts of the code, and what is in no part.
 */
import { entry } from '../entry.ts'
import { forEachAccess, forEachRegister } from './access.ts'
import type { Block, Kernel, Kind, Place, Register, Statement, Storage } from './loop.ts'
import { rewritten } from './rewrite.ts'

/** What is set or touched in one function and wanted in another. */
interface Crossing {
  readonly registers: ReadonlySet<Register>
  readonly literals: ReadonlyMap<Register, number>
  readonly buffers: ReadonlySet<number>
  /** The function that sets each register: 0 for what is in no part, else the number of the part, in the order of the code. */
  readonly madeIn: Int32Array
}

const crossingOf = (kernel: Kernel, body: Block): Crossing => {
  const madeIn = new Int32Array(kernel.registers.length).fill(-1)
  const seenIn = new Int32Array(kernel.buffers.length).fill(-1)
  const registers = new Set<Register>()
  const literals = new Map<Register, number>()
  const buffers = new Set<number>()
  let parts = 0
  const visit = (block: Block, home: number): void => {
    const set = (register: Register): void => {
      madeIn[register] = home
    }
    const use = (register: Register): void => {
      if (madeIn[register] !== home && !literals.has(register)) registers.add(register)
    }
    for (const s of block) {
      if (s._tag === 'Literal') literals.set(s.to, s.value)
      if (s._tag === 'Part') visit(s.body, ++parts)
      else if (s._tag === 'Loop') visit(s.body, home)
      else if (s._tag === 'While') {
        visit(s.condition, home)
        use(s.test)
        visit(s.body, home)
      } else if (s._tag === 'Choose') {
        use(s.test)
        visit(s.yes, home)
        visit(s.no, home)
      } else {
        forEachRegister(s, set, use)
        forEachAccess([s], ({ place: { buffer } }) => {
          if (seenIn[buffer] !== -1 && seenIn[buffer] !== home) buffers.add(buffer)
          seenIn[buffer] = home
        })
      }
    }
  }
  visit(body, 0)
  return { registers, literals, buffers, madeIn }
}

/** The kernel with a body in parts, which have from elsewhere what they need. */
export const spilled = (kernel: Kernel, body: Block): Kernel => {
  const crossing = crossingOf(kernel, body)
  const buffers: Array<Storage> = kernel.buffers.map((b, i) => (b.role === 'local' && crossing.buffers.has(i) ? { ...b, role: 'made' } : b))
  const registers: Array<Kind> = [...kernel.registers]
  const places = new Map<Register, Place>()
  for (const register of crossing.registers) {
    const buffer = buffers.push({ kind: entry(registers, register), size: 1, role: 'made' }) - 1
    places.set(register, { buffer, offset: 0, strides: [], computed: null })
  }
  let parts = 0

  /** The statements of one function, and what it begins with. */
  const functionOf = (block: Block, home: number): { readonly before: Block; readonly body: Block } => {
    const before: Array<Statement> = []
    const own = new Map<Register, Register>()
    const register = (r: Register): Register => {
      if (crossing.madeIn[r] === home) return r
      const known = own.get(r)
      if (known !== undefined) return known
      const to = registers.push(entry(registers, r)) - 1
      own.set(r, to)
      const value = crossing.literals.get(r)
      const from = places.get(r)
      if (value !== undefined) before.push({ _tag: 'Literal', to, value })
      else if (from !== undefined) before.push({ _tag: 'Load', to, from })
      return to
    }
    const handedOn = (s: Statement): Block => {
      if (s._tag !== 'Literal' && s._tag !== 'Apply' && s._tag !== 'Load') return []
      const to = places.get(s.to)
      return to === undefined ? [] : [{ _tag: 'Store', to, value: s.to }]
    }
    const visit = (statements: Block): Block =>
      statements.flatMap((s): Block => {
        if (s._tag === 'Part') {
          const inner = functionOf(s.body, ++parts)
          return [{ ...s, body: [...inner.before, ...inner.body] }]
        }
        if (s._tag === 'Loop') return [{ ...s, body: visit(s.body) }]
        if (s._tag === 'While') return [{ ...s, condition: visit(s.condition), test: register(s.test), body: visit(s.body) }]
        if (s._tag === 'Choose') return [{ ...s, test: register(s.test), yes: visit(s.yes), no: visit(s.no) }]
        return [...rewritten([s], { place: (place) => place, register }), ...handedOn(s)]
      })
    return { before, body: visit(block) }
  }
  const made = functionOf(body, 0)
  return { ...kernel, buffers, registers, body: made.body }
}

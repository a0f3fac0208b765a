/**
 * A block rebuilt with every place and every register changed by a function.
 */
import type { Block, Place, Register, Statement } from './loop.ts'

export interface Change {
  readonly place: (place: Place) => Place
  readonly register: (register: Register) => Register
}

export const rewritten = (block: Block, change: Change): Block => {
  const { place, register } = change
  const at = (p: Place): Place => {
    const moved = place(p)
    return moved.computed === null ? moved : { ...moved, computed: { ...moved.computed, index: register(moved.computed.index) } }
  }
  const one = (s: Statement): Statement => {
    switch (s._tag) {
      case 'Literal':
        return s
      case 'Apply':
        return { ...s, args: s.args.map(register) }
      case 'Load':
        return { ...s, from: at(s.from) }
      case 'Store':
        return { ...s, to: at(s.to), value: register(s.value) }
      case 'Fill':
        return { ...s, to: at(s.to) }
      case 'Accumulate':
        return { ...s, to: at(s.to), value: register(s.value) }
      case 'Loop':
        return { ...s, body: rewritten(s.body, change) }
      case 'While':
        return { ...s, condition: rewritten(s.condition, change), test: register(s.test), body: rewritten(s.body, change) }
      case 'Choose':
        return { ...s, test: register(s.test), yes: rewritten(s.yes, change), no: rewritten(s.no, change) }
      case 'Host':
        return { ...s, from: s.from.map(at), to: s.to.map(at) }
    }
  }
  return block.map(one)
}

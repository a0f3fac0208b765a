/**
 * Blocks rebuilt: those inside a statement changed by a function, or every place and every register.
 */
import type { Block, Place, Register, Statement, Stride } from './loop.ts'

export interface Change {
  readonly place: (place: Place) => Place
  readonly register: (register: Register) => Register
}

/** A statement with the blocks inside it, if it has any, changed by a function. */
export const inBlocks = (statement: Statement, change: (block: Block) => Block): Statement => {
  switch (statement._tag) {
    case 'Loop':
    case 'Part':
      return { ...statement, body: change(statement.body) }
    case 'While':
      return { ...statement, condition: change(statement.condition), body: change(statement.body) }
    case 'Choose':
      return { ...statement, yes: change(statement.yes), no: change(statement.no) }
    default:
      return statement
  }
}

/** The same list where no entry changes. */
const each = <A>(list: ReadonlyArray<A>, change: (a: A) => A): ReadonlyArray<A> => {
  for (let i = 0; i < list.length; i++) {
    const before = list[i]
    if (before === undefined || change(before) === before) continue
    return list.map(change)
  }
  return list
}

type Strides = ReadonlyArray<Stride>

/** Statements that step through loops in another way. */
export const restrided = (block: Block, change: (strides: Strides) => Strides): Block => {
  const at = (place: Place): Place => {
    const strides = change(place.strides)
    return strides === place.strides ? place : { ...place, strides }
  }
  return block.map((s): Statement => {
    switch (s._tag) {
      case 'Load':
        return { ...s, from: at(s.from) }
      case 'Store':
      case 'Fill':
        return { ...s, to: at(s.to) }
      case 'Accumulate':
        return { ...s, to: at(s.to), lanes: s.lanes === null ? null : { ...s.lanes, of: change(s.lanes.of) } }
      default:
        return inBlocks(s, (inner) => restrided(inner, change))
    }
  })
}

/** What does not change stays the same object, since most of a long program does not. */
export const rewritten = (block: Block, change: Change): Block => {
  const { place, register } = change
  const at = (p: Place): Place => {
    const moved = place(p)
    if (moved.computed === null) return moved
    const index = register(moved.computed.index)
    return index === moved.computed.index ? moved : { ...moved, computed: { ...moved.computed, index } }
  }
  const one = (s: Statement): Statement => {
    switch (s._tag) {
      case 'Literal': {
        const to = register(s.to)
        return to === s.to ? s : { ...s, to }
      }
      case 'Apply': {
        const args = each(s.args, register)
        const to = register(s.to)
        return args === s.args && to === s.to ? s : { ...s, args, to }
      }
      case 'Load': {
        const from = at(s.from)
        const to = register(s.to)
        return from === s.from && to === s.to ? s : { ...s, from, to }
      }
      case 'Store':
      case 'Accumulate': {
        const to = at(s.to)
        const value = register(s.value)
        return to === s.to && value === s.value ? s : { ...s, to, value }
      }
      case 'Fill': {
        const to = at(s.to)
        return to === s.to ? s : { ...s, to }
      }
      case 'Loop':
      case 'Part':
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

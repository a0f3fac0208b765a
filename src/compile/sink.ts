/**
 * What a loop is going to add to is cleared where the loop does it: each turn its own stretch, which is still in the cache
 * when the adding begins. What is cleared and added to once is set.
 */
import { type Access, touchedBy, windowOf } from './access.ts'
import type { Block, Kernel, Kind, Place, Register, Statement } from './loop.ts'

type Loop = Extract<Statement, { readonly _tag: 'Loop' }>
type Fill = Extract<Statement, { readonly _tag: 'Fill' }>

const touches = (buffer: number, statement: Statement): ReadonlyArray<Access> => touchedBy(statement).accesses.filter(({ place }) => place.buffer === buffer)

const outerOf = ({ strides }: Place): string => strides.map(({ axis, stride }) => `${axis}·${stride}`).join(' ')

/** The stretch of what is cleared that each turn of the loop has for itself; null where turns share any. */
const stretchOf = ({ to, count }: Fill, loop: Loop, accesses: ReadonlyArray<Access>): number | null => {
  const stride = count / loop.extent
  if (!Number.isInteger(stride)) return null
  const own = accesses.every((access) => {
    const reach = windowOf(access, loop.axis)
    return reach.stride === stride && reach.low >= to.offset && reach.high < to.offset + stride && reach.outer === outerOf(to)
  })
  return own ? stride : null
}

const samePlace = (a: Place, b: Place): boolean => a.offset === b.offset && outerOf(a) === outerOf(b) && b.computed === null

/** The first that touches it, if that is the only kind of use that the loop's turns can have to themselves. */
const firstUse = (block: Block, from: number, buffer: number): number => {
  for (let at = from; at < block.length; at++) {
    const statement = block[at]
    if (statement !== undefined && touches(buffer, statement).length > 0) return at
  }
  return -1
}

/** A kernel whose clearing is done as far inside as it can be. */
export const sunk = (kernel: Kernel): Kernel => {
  const registers: Array<Kind> = [...kernel.registers]
  const fresh = (): Register => registers.push('f64') - 1

  /** Set instead of cleared and added to: 0 + x, and the sum of a machine's first value with what it begins with. */
  const settled = (fill: Fill, add: Extract<Statement, { readonly _tag: 'Accumulate' }>): Block => {
    const [begin, sum] = [fresh(), fresh()]
    return [
      { _tag: 'Literal', to: begin, value: fill.value },
      { _tag: 'Apply', to: sum, machine: add.machine, args: [begin, add.value] },
      { _tag: 'Store', to: add.to, value: sum },
    ]
  }

  const within = (statement: Statement): Statement => {
    switch (statement._tag) {
      case 'Loop':
        return { ...statement, body: visit(statement.body) }
      case 'While':
        return { ...statement, condition: visit(statement.condition), body: visit(statement.body) }
      case 'Choose':
        return { ...statement, yes: visit(statement.yes), no: visit(statement.no) }
      default:
        return statement
    }
  }

  const visit = (given: Block): Block => {
    const block: Array<Statement> = [...given]
    for (let at = 0; at < block.length; at++) {
      const fill = block[at]
      if (fill?._tag !== 'Fill' || fill.to.computed !== null) continue
      const use = firstUse(block, at + 1, fill.to.buffer)
      const user = block[use]
      if (user?._tag === 'Accumulate' && user.lanes === null && fill.count === 1 && samePlace(fill.to, user.to) && kernel.registers[user.value] === 'f64') {
        block.splice(use, 1, ...settled(fill, user))
        block.splice(at--, 1)
      } else if (user?._tag === 'Loop') {
        const stride = stretchOf(fill, user, touches(fill.to.buffer, user))
        if (stride === null) continue
        const to: Place = { ...fill.to, strides: [...fill.to.strides, { axis: user.axis, stride }] }
        const body: Block = [{ ...fill, to, count: stride }, ...user.body]
        if (stride === 1 && !endsSettled(body)) continue
        block[use] = { ...user, body }
        block.splice(at--, 1)
      }
    }
    return block.map(within)
  }

  /** Whether a single number that is cleared first is added to at once, so that nothing is left of the clearing. */
  const endsSettled = (body: Block): boolean => {
    const [fill] = body
    if (fill?._tag !== 'Fill') return false
    const user = body[firstUse(body, 1, fill.to.buffer)]
    if (user?._tag === 'Loop') return true
    return user?._tag === 'Accumulate' && user.lanes === null && samePlace(fill.to, user.to)
  }

  const body = visit(kernel.body)
  return { ...kernel, registers, body }
}

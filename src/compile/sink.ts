/**
 * What a loop is going to add to is cleared where the loop does it: each turn its own stretch, which is still in the cache
 * when the adding begins. What is cleared and added to once is set.
 */
import { type Access, extentIn, footprintOf, touchedBy, windowOf } from './access.ts'
import type { Block, Kernel, Kind, Place, Register, Statement, Stride } from './loop.ts'
import { inBlocks } from './rewrite.ts'

type Loop = Extract<Statement, { readonly _tag: 'Loop' }>
type Fill = Extract<Statement, { readonly _tag: 'Fill' }>
type Accumulate = Extract<Statement, { readonly _tag: 'Accumulate' }>

const touches = (statement: Statement, buffer: number): boolean => {
  if (statement._tag === 'Apply' || statement._tag === 'Literal') return false
  const { reads, writes } = footprintOf(statement)
  return reads.has(buffer) || writes.has(buffer)
}

const outerOf = ({ strides }: Place): string => strides.map(({ axis, stride }) => `${axis}·${stride}`).join(' ')

/** The stretch of what is cleared that each turn of the loop has for itself; null where turns share any. */
const stretchOf = ({ to, count }: Fill, loop: Loop): number | null => {
  const stride = count / loop.extent
  if (!Number.isInteger(stride)) return null
  const own = (access: Access): boolean => {
    if (access.place.buffer !== to.buffer) return true
    const reach = windowOf(access, loop.axis)
    return reach.stride === stride && reach.low >= to.offset && reach.high < to.offset + stride && reach.outer === outerOf(to)
  }
  return touchedBy(loop).accesses.every(own) ? stride : null
}

/** The one statement of a loop, in it or in loops within, that touches a buffer, if that adds to it. */
const onlySum = (loop: Loop, buffer: number): Accumulate | null => {
  const users = loop.body.filter((s) => touches(s, buffer))
  const [user] = users
  if (users.length !== 1 || user === undefined) return null
  return user._tag === 'Loop' ? onlySum(user, buffer) : user._tag === 'Accumulate' ? user : null
}

/** Whether the turns of a loop, and of those within, meet every number of what is cleared, and each once. */
const meetsEachOnce = ({ to, count }: Fill, loop: Loop, sum: Accumulate): boolean => {
  const [access] = touchedBy(loop).accesses.filter(({ place }) => place === sum.to)
  const { strides, offset, computed } = sum.to
  if (access === undefined || sum.lanes !== null || computed !== null || offset !== to.offset) return false
  const isInside = ({ axis }: Stride): boolean => extentIn(access.around, axis) !== undefined
  let loops = 0
  for (let at = access.around; at !== null; at = at.outer) loops++
  const inside = strides.filter(isInside).sort((a, b) => a.stride - b.stride)
  if (inside.length !== loops || outerOf({ ...to, strides: strides.filter((s) => !isInside(s)) }) !== outerOf(to)) return false
  // As digits make a number: each step is as long as all that is within it.
  let next = 1
  for (const { axis, stride } of inside) {
    if (stride !== next) return false
    next *= extentIn(access.around, axis) ?? 0
  }
  return next === count
}

/** A block with others in the place of one statement, however deep in loops it is. */
const replaced = (block: Block, statement: Statement, by: Block): Block =>
  block.flatMap((s) => (s === statement ? by : s._tag === 'Loop' ? [{ ...s, body: replaced(s.body, statement, by) }] : [s]))

const samePlace = (a: Place, b: Place): boolean => a.offset === b.offset && outerOf(a) === outerOf(b) && b.computed === null

/** Where each buffer is touched, position by position. */
const usesIn = (block: Block): ReadonlyMap<number, ReadonlyArray<number>> => {
  const found = new Map<number, Array<number>>()
  block.forEach((statement, at) => {
    if (statement._tag === 'Apply' || statement._tag === 'Literal') return
    const { reads, writes } = footprintOf(statement)
    for (const buffer of new Set([...reads, ...writes])) {
      const list = found.get(buffer)
      if (list === undefined) found.set(buffer, [at])
      else list.push(at)
    }
  })
  return found
}

const isSum = (fill: Fill, user: Statement | undefined): user is Accumulate =>
  user?._tag === 'Accumulate' && user.lanes === null && fill.count === 1 && samePlace(fill.to, user.to)

/** The first in a block that touches a buffer. */
const firstUse = (block: Block, buffer: number): Statement | undefined => block.find((s) => touches(s, buffer))

/** A kernel whose clearing is done as far inside as it can be. */
export const sunk = (kernel: Kernel): Kernel => {
  const registers: Array<Kind> = [...kernel.registers]
  const fresh = (): Register => registers.push('f64') - 1

  /** Set instead of cleared and added to: what the sum begins with, and its first term. */
  const settled = (fill: Fill, sum: Accumulate): Block => {
    const [begin, value] = [fresh(), fresh()]
    return [
      { _tag: 'Literal', to: begin, value: fill.value },
      { _tag: 'Apply', to: value, machine: sum.machine, args: [begin, sum.value] },
      { _tag: 'Store', to: sum.to, value },
    ]
  }

  /** What a loop is to clear at each turn; null where it cannot, or where that would leave single numbers to be cleared. */
  const within = (fill: Fill, user: Statement | undefined): Fill | null => {
    if (user?._tag !== 'Loop') return null
    const stride = stretchOf(fill, user)
    if (stride === null) return null
    const inside: Fill = { ...fill, to: { ...fill.to, strides: [...fill.to.strides, { axis: user.axis, stride }] }, count: stride }
    const first = stride === 1 ? firstUse(user.body, fill.to.buffer) : undefined
    return stride > 1 || first?._tag === 'Loop' || isSum(inside, first) ? inside : null
  }

  const visit = (block: Block): Block => {
    const instead = new Map<number, Block>()
    if (block.some((s) => s._tag === 'Fill')) {
      const uses = usesIn(block)
      block.forEach((fill, at) => {
        if (fill._tag !== 'Fill' || fill.to.computed !== null) return
        const next = uses.get(fill.to.buffer)?.find((use) => use > at) ?? -1
        const [user = block[next]] = instead.get(next) ?? []
        const sum = user?._tag === 'Loop' ? onlySum(user, fill.to.buffer) : null
        const inside = within(fill, user)
        if (user?._tag === 'Loop' && sum !== null && kernel.registers[sum.value] === 'f64' && meetsEachOnce(fill, user, sum))
          instead.set(next, replaced([user], sum, settled(fill, sum)))
        else if (inside !== null && user?._tag === 'Loop') instead.set(next, [{ ...user, body: [inside, ...user.body] }])
        else if (isSum(fill, user) && kernel.registers[user.value] === 'f64') instead.set(next, settled(fill, user))
        else return
        instead.set(at, [])
      })
    }
    return block.flatMap((statement, at) => instead.get(at) ?? [statement]).map((statement) => inBlocks(statement, visit))
  }

  const body = visit(kernel.body)
  return { ...kernel, registers, body }
}

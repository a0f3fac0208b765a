/**
 * Sums of products pass over what cannot count: factors that are zero whatever the inputs are, as those above the diagonal of
 * a triangular matrix, and sums that come to nothing, as those of its gradient there.
 *
 * Both are looked for where one loop adds up products somewhere in another: for each turn of the outer loop, from where to
 * where the turns of the inner one count. Bits stay. A sum that began at 0 does not notice another zero; but zero times NaN
 * or an infinity is NaN, so that zeros are passed over only where the inner loop finds the other factor: that is
 * multiplied by zero by itself, and added to the sums that pass over it.
 */
import { entry } from '../entry.ts'
import { type Census, censusOf } from './census.ts'
import { idleIn } from './idle.ts'
import { lengthOf as statementsIn } from './length.ts'
import type { Block, Kernel, Kind, Pass, Place, Register, Statement, Storage } from './loop.ts'
import { add, mul } from './machine.ts'
import { limit, type Turns } from './pattern.ts'
import { lengthOf, type Piece, piecesOf } from './piece.ts'
import { type Fresh, type Range, turnsOf } from './remainder.ts'
import { inBlocks } from './rewrite.ts'
import { countAll } from './tally.ts'
import { besides, type Loop, productsOf, type Sum, sumsIn } from './sums.ts'
import { zerosIn } from './zeros.ts'

// Fewer products are over before the loops are.
const few = 16

// What else a loop does is copied with each of its pieces: it should not be more than so many statements.
const copied = 60

const isAlong = ({ strides }: Place, { axis }: Loop): boolean => strides.some((s) => s.axis === axis)

/** Whether all sums in a buffer begin at 0, and are of terms that are added. */
const beginsAtZero = ({ kernel, writers }: Census, buffer: number): boolean =>
  kernel.buffers[buffer]?.kind === 'f64' &&
  (writers.get(buffer) ?? []).every(({ statement: s }) => (s._tag === 'Fill' ? Object.is(s.value, 0) : s._tag === 'Accumulate' && s.machine === add))

/** What is known of a kernel before it runs. */
interface Known {
  readonly census: Census
  readonly isZero: (from: Place, turns: Turns) => boolean
  readonly isIdle: (to: Place, turns: Turns) => boolean
}

const knownOf = (kernel: Kernel): Known => {
  const census = censusOf(kernel)
  const zeros = zerosIn(census)
  return { census, isZero: zeros.isZero, isIdle: idleIn(census, zeros) }
}

/** A kernel whose sums pass over what cannot count. */
export const skipped: Pass = (kernel, axis) => {
  const registers: Array<Kind> = [...kernel.registers]
  const buffers: Array<Storage> = [...kernel.buffers]
  const float = (): Register => registers.push('f64') - 1
  const fresh: Fresh = { axis, register: (like) => registers.push(entry(registers, like)) - 1 }
  let found: Known | null = null
  const known = (): Known => {
    found ??= knownOf(kernel)
    return found
  }

  const counted = ({ outer, inner }: Sum, { turns, counting }: Piece): Block => {
    const taken = new Map([
      [outer.axis, turns],
      [inner.axis, counting],
    ])
    return lengthOf(counting) === 0 ? [] : turnsOf(outer, taken, fresh)
  }

  const withoutIdle = (sum: Sum): Block | null => {
    const { outer, inner, to } = sum
    const isAlone = besides(sum) !== null
    if (!isAlong(to.to, outer) || !(isAlone || statementsIn(outer) <= copied)) return null
    const { isIdle } = known()
    const pieces = piecesOf(outer, inner, (turns) => !isIdle(to.to, turns))
    // Where nothing counts, what else the loop does remains to be done.
    if (!isAlone && pieces?.some(({ counting }) => lengthOf(counting) === 0)) return null
    return pieces?.flatMap((piece) => counted(sum, piece)) ?? null
  }

  /** The sum of registers, added up by statements that are put to others. */
  const total = (of: ReadonlyArray<Register>, to: Array<Statement>): Register =>
    of.reduce((x, y) => {
      const sum = float()
      to.push({ _tag: 'Apply', to: sum, machine: add, args: [x, y] })
      return sum
    })

  /** Some registers times zero, summed over turns of a loop. */
  const timesZero = (outer: Loop, before: Block, held: ReadonlyArray<Register>, turns: Range, to: Array<Statement>): Register => {
    const sum: Place = { buffer: buffers.push({ kind: 'f64', size: 1, role: 'made' }) - 1, offset: 0, strides: [], computed: null }
    const zero = float()
    const body: Array<Statement> = [...before, { _tag: 'Literal', to: zero, value: 0 }]
    const terms = held.map((factor) => {
      const term = float()
      body.push({ _tag: 'Apply', to: term, machine: mul, args: [factor, zero] })
      return term
    })
    body.push({ _tag: 'Accumulate', to: sum, machine: add, value: total(terms, body), lanes: null })
    const all = float()
    to.push({ _tag: 'Fill', to: sum, count: 1, value: 0 }, ...turnsOf({ ...outer, body }, new Map([[outer.axis, turns]]), fresh))
    to.push({ _tag: 'Load', to: all, from: sum })
    return all
  }

  /** What the sums of a nest in pieces miss: for each of them all that it passes over, times zero. */
  const missed = ({ outer, between, inner, to }: Sum, before: Block, held: ReadonlyArray<Register>, pieces: ReadonlyArray<Piece>): Block => {
    const block: Array<Statement> = []
    const zeros = pieces
      .filter(({ counting }) => lengthOf(counting) < inner.extent)
      .map(({ turns, counting }) => ({ counting, sum: timesZero(outer, before, held, turns, block) }))
    const ends = [...new Set([0, inner.extent, ...pieces.flatMap(({ counting }) => [counting.from, counting.to])])].sort((x, y) => x - y)
    for (const [i, from] of ends.slice(0, -1).entries()) {
      const range = { from, to: entry(ends, i + 1) }
      const terms = zeros.flatMap(({ counting, sum }) => (range.from < counting.from || counting.to < range.to ? [sum] : []))
      if (terms.length === 0) continue
      const body: Block = [{ ...to, value: total(terms, block) }]
      block.push(...turnsOf({ ...inner, body }, new Map([[inner.axis, range]]), fresh))
    }
    return between.reduceRight<Block>((body, loop) => turnsOf({ ...loop, body }, new Map(), fresh), block)
  }

  const withoutZeros = (sum: Sum): Block | null => {
    const { outer, inner, to } = sum
    const [products, before] = [productsOf(sum), besides(sum)]
    if (products === null || before === null || isAlong(to.to, outer) || !products.every(({ from }) => isAlong(from, outer))) return null
    const { census, isZero } = known()
    if (!beginsAtZero(census, to.to.buffer)) return null
    const pieces = piecesOf(outer, inner, (turns) => products.some(({ from }) => !isZero(from, turns)))
    if (pieces === null) return null
    const held = products.map((product) => product.held)
    return [...pieces.flatMap((piece) => counted(sum, piece)), ...missed(sum, before, held, pieces)]
  }

  const without = (sum: Sum): Block | null => {
    const count = sum.outer.extent * sum.inner.extent
    return sum.to.machine !== add || count < few || count > limit ? null : (withoutIdle(sum) ?? withoutZeros(sum))
  }

  const visit = (block: Block): Block =>
    block.flatMap((statement): Block => {
      if (statement._tag === 'Loop')
        for (const sum of sumsIn(statement)) {
          const instead = without(sum)
          if (instead !== null) return instead
        }
      return [inBlocks(statement, visit)]
    })
  const body = visit(kernel.body)
  if (found === null) return kernel
  return { ...kernel, registers, buffers, body, spared: countAll(kernel.body).operations - countAll(body).operations }
}

/**
 * Timing: contestants take turns, so that what disturbs the machine disturbs all of them, and each
 * sample lasts long enough for the clock.
 */
import { phantom } from '../../src/type/phantom.ts'

/** Something to time, at input i of so many. */
export interface Contestant {
  readonly name: string
  readonly inputs: number
  readonly run: (i: number) => unknown
}

/** How long samples and contestants may take, in milliseconds. */
export interface Budget {
  readonly rounds: number
  readonly sample: number
  readonly settle: number
  /** All samples of a contestant; one that is slower has fewer rounds, but at least three. */
  readonly total: number
}

/** Milliseconds per call, on the wall and of the processor, in each round that a contestant took part in. */
export interface Times {
  readonly wall: ReadonlyArray<number>
  readonly cpu: ReadonlyArray<number>
}

export const median = (xs: ReadonlyArray<number>): number => {
  const sorted = [...xs].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const high = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? Number.NaN) + high) / 2
}

export const geometricMean = (xs: ReadonlyArray<number>): number => Math.exp(xs.reduce((sum, x) => sum + Math.log(x), 0) / xs.length)

type Loop = (run: (i: number) => unknown, count: number, inputs: number, kept: Array<unknown>) => void

// A loop of its own for each contestant: one shared loop would learn of all of them, and inline none.
const loopFor = (name: string): Loop =>
  phantom(
    new Function('run', 'count', 'inputs', 'kept', `let i = 0; for (let k = 0; k < count; k++) { kept[k & 3] = run(i); if (++i === inputs) i = 0 } // ${name}`),
  )

interface Timed {
  readonly wall: number
  readonly cpu: number
}

const timed = (loop: Loop, { run, inputs }: Contestant, count: number): Timed => {
  const kept: Array<unknown> = []
  const before = process.cpuUsage()
  const from = performance.now()
  loop(run, count, inputs, kept)
  const wall = performance.now() - from
  const { user, system } = process.cpuUsage(before)
  return { wall, cpu: (user + system) / 1000 }
}

// The engine optimises after some calls and some while; and nobody waits for ever.
const usual = 30
const fewest = 6
const longest = 20_000

/** Runs until the tiers of the engine have settled; answers with the calls that a sample needs. */
const settled = (loop: Loop, contestant: Contestant, { settle, sample, total }: Budget): number => {
  let [count, calls, spent] = [1, 0, 0]
  for (;;) {
    const { wall } = timed(loop, contestant, count)
    spent += wall
    calls += count
    const enough = calls >= usual || (calls >= fewest && spent >= total)
    if (enough && spent >= settle && wall >= sample / 2) return Math.max(1, Math.ceil((count * sample) / wall))
    if (spent > longest) return count
    if (wall < sample) count *= 2
  }
}

/** Times of contestants in turns. */
export const interleaved = (contestants: ReadonlyArray<Contestant>, budget: Budget): ReadonlyMap<string, Times> => {
  const prepared = contestants.map((contestant) => {
    const loop = loopFor(contestant.name)
    return { contestant, loop, count: settled(loop, contestant, budget), wall: [] as number[], cpu: [] as number[], spent: { ms: 0 } }
  })
  for (let round = 0; round < budget.rounds; round++) {
    for (const { contestant, loop, count, wall, cpu, spent } of prepared) {
      if (round > 2 && spent.ms > budget.total) continue
      const once = timed(loop, contestant, count)
      spent.ms += once.wall
      wall.push(once.wall / count)
      cpu.push(once.cpu / count)
    }
  }
  return new Map(prepared.map(({ contestant, wall, cpu }) => [contestant.name, { wall, cpu }]))
}

/** The median of the ratios of two contestants, round by round. */
export const ratio = (ours: ReadonlyArray<number>, theirs: ReadonlyArray<number>): number => {
  const rounds = ours.slice(0, theirs.length).map((x, i) => x / (theirs[i] ?? Number.NaN))
  return median(rounds)
}

/**
 * One case in a process of its own, so that no kernel has seen another problem: measured, and printed
 * as one line of JSON. `bench.ts` starts it.
 */
import { entry } from '../../src/entry.ts'
import { once } from '../../src/interpret/lazy.ts'
import { relaxed as fused, threads as crewOf } from '../../src/index.ts'
import { type PeerTime, peersOf } from './peer.ts'
import { type Budget, type Contestant, interleaved, median, ratio, type Times } from './sample.ts'
import { derivativeOf, type Ours, subject, worst } from './subject.ts'
import { CASES } from './yardstick/inputs.mjs'

/** A way to run ours. */
interface Path {
  readonly name: string
  readonly ready: (ours: Ours) => (i: number) => unknown
}

const compiled: Path = { name: 'compiled', ready: (ours) => ours.compiled() }

// One for all that is compiled, made when it is asked for.
const crew = once(() => crewOf())

/** With fused multiply-adds, if they are asked for. */
const relaxed: Path = { name: 'relaxed', ready: (ours) => ours.compiled({ arithmetic: fused }) }

/** On several threads, if they are asked for. */
const threads: Path = {
  name: 'threads',
  ready: (ours) => ours.compiled({ threads: crew() }),
}

const called: Path = { name: 'called', ready: (ours) => ours.call }

const written: Path = { name: 'written', ready: (ours) => ours.into() }

/** The ways that are measured: `compile`, plain calls, and `into` arrays of the caller. Preparation is of the first. */
const paths: ReadonlyArray<Path> = [
  compiled,
  ...(process.argv.includes('relaxed') ? [relaxed] : []),
  ...(process.argv.includes('threads') ? [threads] : []),
  called,
  written,
]

/** Ours over by hand, along one path. */
export interface PathTimes {
  readonly name: string
  readonly wall: number
  readonly cpu: number
  /** Milliseconds of one gradient. */
  readonly gradient: number
  readonly gradientOverObjective: number
  readonly error: number
}

/** What one launch found. */
export interface Measured {
  readonly id: string
  readonly paths: ReadonlyArray<PathTimes>
  /** Milliseconds of preparation: the first in the process, and once the engine knows the code. */
  readonly cold: number
  readonly warm: number
  /** Milliseconds of one gradient by hand. */
  readonly hand: number
  readonly peers: ReadonlyArray<PeerTime>
}

const timeOf = (run: () => unknown): number => {
  const from = performance.now()
  run()
  return performance.now() - from
}

const preparation = (path: Path, ours: Ours, most: number): { readonly cold: number; readonly warm: number } => {
  const cold = timeOf(() => path.ready(ours))
  const warm: Array<number> = []
  for (let spent = 0; warm.length < 3 || (spent < most && warm.length < 200); ) {
    const once = timeOf(() => path.ready(ours))
    warm.push(once)
    spent += once
    if (spent > 5 * most) break
  }
  // The later half, when the engine has settled.
  return { cold, warm: median(warm.slice(Math.floor(warm.length / 2))) }
}

const measured = async (id: string, budget: Budget, peers: boolean): Promise<Measured> => {
  const [, name, sizes] = CASES.find(([known]) => known === id) ?? []
  if (name === undefined) throw new Error(`there is no case ${id}`)
  const both = subject(name, sizes ?? {})
  const { yardstick, objective, gradient } = both
  const inputs = yardstick.inputs.length
  const { cold, warm } = preparation(entry(paths, 0), gradient, budget.total / 4)
  const ready = paths.map((path) => ({ path, objective: path.ready(objective), gradient: path.ready(gradient) }))
  const errors = ready.map(({ gradient: run }) => Math.max(...[0, 1].map((i) => worst(derivativeOf(both, run(i)), yardstick.gradient(i)))))
  const contestants: ReadonlyArray<Contestant> = [
    { name: 'hand', inputs, run: yardstick.gradient },
    ...ready.flatMap(({ path, ...run }) => [
      { name: `${path.name} gradient`, inputs, run: run.gradient },
      { name: `${path.name} objective`, inputs, run: run.objective },
    ]),
  ]
  const times = interleaved(contestants, budget)
  const of = (contestant: string): Times => times.get(contestant) ?? { wall: [], cpu: [] }
  const hand = of('hand')
  return {
    id,
    paths: paths.map((path, i) => {
      const [g, f] = [of(`${path.name} gradient`), of(`${path.name} objective`)]
      return {
        name: path.name,
        wall: ratio(g.wall, hand.wall),
        cpu: ratio(g.cpu, hand.cpu),
        gradient: median(g.wall),
        gradientOverObjective: ratio(g.wall, f.wall),
        error: entry(errors, i),
      }
    }),
    cold,
    warm,
    hand: median(hand.wall),
    peers: peers ? await peersOf(id, yardstick, budget) : [],
  }
}

const [id = '', speed = 'full', peers = ''] = process.argv.slice(2)
const budget: Budget = speed === 'quick' ? { rounds: 5, sample: 20, settle: 60, total: 400 } : { rounds: 15, sample: 20, settle: 300, total: 4000 }
console.log(JSON.stringify(await measured(id, budget, peers === 'peers')))

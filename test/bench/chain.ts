/**
 * How time grows with length: a chain of n and of 2n operations is built, differentiated both ways,
 * simplified, printed and evaluated, in alternation, and the median ratio of each stage is shown.
 * Run it with `npm run bench:chain`; an argument is n, 250,000 where none is given.
 */
import { elementOf, scalarTensor } from '../../src/array/tensor.ts'
import { entry } from '../../src/entry.ts'
import { fold, print, type Program, type Scalar, simplify, sin } from '../../src/index.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { float } from '../../src/program/expr.ts'
import { close } from '../../src/program/trace.ts'
import { forward } from '../../src/transform/forward.ts'
import { gradient } from '../../src/transform/gradient.ts'
import { phantom } from '../../src/type/phantom.ts'

const chain = (n: number): Program =>
  close([float()], ([x]) => {
    let y: Scalar = phantom(x)
    for (let i = 0; i < n; i++) y = sin(y)
    return [y]
  })

/** Milliseconds of each stage. */
const stages = (n: number): ReadonlyMap<string, number> => {
  const times = new Map<string, number>()
  const timed = <T>(name: string, run: () => T): T => {
    const from = performance.now()
    const made = run()
    times.set(name, performance.now() - from)
    return made
  }
  const program = timed('build', () => chain(n))
  timed('forward', () => forward(program, [true]))
  const pulled = timed('reverse', () => gradient(program, [true]))
  const small = timed('simplify', () => simplify(pulled))
  timed('print', () => print(small))
  const [y] = timed('evaluate', () => fold(evaluation)(small)([scalarTensor(2)]))
  if (y === undefined || !Number.isFinite(elementOf(y))) throw new Error('the chain has no value')
  times.set(
    'all',
    [...times.values()].reduce((sum, ms) => sum + ms, 0),
  )
  return times
}

const median = (xs: ReadonlyArray<number>): number =>
  entry(
    [...xs].sort((a, b) => a - b),
    Math.floor(xs.length / 2),
  )

const n = Number(process.argv[2] ?? 250_000)
stages(Math.min(n, 20_000))
const rounds = Array.from({ length: 5 }, () => [stages(n), stages(2 * n)] as const)
console.log(`stage      n = ${n}   2n   ratio (medians of ${rounds.length} rounds)`)
for (const name of rounds[0]?.[0].keys() ?? []) {
  const [one, two] = [0, 1].map((i) => rounds.map((round) => round[i]?.get(name) ?? Number.NaN))
  const ratio = median(rounds.map(([a, b]) => (b.get(name) ?? 0) / (a.get(name) ?? 1)))
  console.log(
    `${name.padEnd(10)} ${median(one ?? [])
      .toFixed(0)
      .padStart(8)} ms ${median(two ?? [])
      .toFixed(0)
      .padStart(8)} ms ${ratio.toFixed(2).padStart(6)}`,
  )
}

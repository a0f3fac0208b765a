/**
 * Random programs run by the interpreter, JavaScript and WebAssembly, until their bits differ or enough have run:
 *
 *     npm run fuzz -- --runs 100000 --seed 1
 *
 * Trials come in batches, each with a seed of its own that follows the one before; a run that was stopped is
 * continued from the last seed printed.
 */
import { parseArgs } from 'node:util'
import * as fc from 'fast-check'
import type { Program } from '../../../src/program/model.ts'
import { vocabulary } from '../../../src/primitive/vocabulary.ts'
import { differs, trials } from './trial.ts'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '10000' }, seed: { type: 'string' } } })
const runs = Number(values.runs)
const first = values.seed === undefined ? Math.floor(Math.random() * 1e9) : Number(values.seed)
const batch = 250

const met = new Set<string>()
const sum = { equations: 0 }

const isProgram = (value: unknown): value is Program => typeof value === 'object' && value !== null && '_tag' in value && value._tag === 'Program'

const tally = (program: Program): void => {
  const open = [program]
  for (let next = open.pop(); next !== undefined; next = open.pop())
    for (const { primitive, params } of next.equations) {
      met.add(primitive.name)
      sum.equations++
      open.push(...Object.values(params).filter(isProgram))
    }
}

const property = fc.property(trials, (trial) => {
  tally(trial.program)
  const found = differs(trial)
  if (found !== '') throw new Error(found)
})

const number = (n: number): string => Math.round(n).toLocaleString('en')
const began = performance.now()
console.log(`${number(runs)} random programs from seed ${first}, on Node ${process.versions.node}`)

let told = began
for (let done = 0, seed = first; done < runs; seed++) {
  const details = await fc.check(property, { seed, numRuns: Math.min(batch, runs - done) })
  done += details.numRuns
  if (details.failed) {
    console.log(fc.defaultReportMessage(details))
    console.log(`after ${number(done)} programs; again: npm run fuzz -- --runs ${batch} --seed ${seed}`)
    process.exit(1)
  }
  // A module is let go with its program, but only between turns, and the collector is not as quick as this makes them.
  globalThis.gc?.()
  await new Promise((resolve) => setImmediate(resolve))
  const now = performance.now()
  if (now - told < 10_000 && done < runs) continue
  told = now
  const { rss } = process.memoryUsage()
  console.log(`${number(done)} without a difference, ${((1000 * done) / (now - began)).toFixed(1)} per second, ${number(rss / 2 ** 20)} MB, seed ${seed}`)
}
console.log(
  `${number(sum.equations / runs)} equations per program; primitives not met: ${
    vocabulary
      .filter((p) => !met.has(p.name))
      .map((p) => p.name)
      .join(' ') || 'none'
  }`,
)

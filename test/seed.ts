/**
 * From which seed properties draw their samples. Always from one, so that a run says something of the code and not
 * of the day; `WENGERT_SEED=random` draws new samples, and a number repeats them.
 */
import * as fc from 'fast-check'

const variable = 'WENGERT_SEED'

const seedOf = (said: string | undefined): number => {
  if (said === 'random') return Date.now() | 0
  const seed = Number(said ?? 20_260_701)
  if (!Number.isSafeInteger(seed)) throw new Error(`${variable} is neither a whole number nor random: ${said}`)
  return seed
}

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: seedOf(process.env[variable]) })

/**
 * Programs with a crew, each in a process of its own: the name of one. They end by themselves.
 */
import { existsSync, readdirSync } from 'node:fs'
import { exp, compile, mul, add, sum, threads, type Crew, type Vector } from '../../../src/index.ts'
import { phantom } from '../../../src/type/phantom.ts'

const xs = Float64Array.from({ length: 40_000 }, (_, i) => Math.sin(i))

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

const collect = async (): Promise<void> => {
  phantom<{ readonly gc?: () => void }>(globalThis).gc?.()
  await pause(20)
}

/** The bytes that a process holds, after a collection. */
const use = async (): Promise<number> => {
  for (let i = 0; i < 4; i++) await collect()
  return process.memoryUsage().rss
}

/** How many threads this process has; null where the system does not say. */
const threadsHere = (): number | null => (existsSync('/proc/self/task') ? readdirSync('/proc/self/task').length : null)

const taken = (crew: Crew): number => crew.taken().reduce((total, shares) => total + shares, 0)

const tasks: { readonly [name: string]: () => Promise<unknown> } = {
  /** A crew that nobody ends, after calls that it shared. */
  living: async () => {
    const crew = threads(3)
    const run = compile((x: Vector) => exp(mul(x, exp(x))), { threads: crew })
    const end = performance.now() + 20_000
    do run(xs)
    while (crew.taken().some((taken) => taken === 0) && performance.now() < end)
    return { taken: crew.taken().every((taken) => taken > 0) }
  },
  /** One that is there and was never used. */
  idle: async () => ({ count: threads(3).count }),
  /** The same, in a process that is told to end. */
  told: async () => {
    const crew = threads(2)
    const run = compile((x: Vector) => exp(mul(x, exp(x))), { threads: crew })
    for (let i = 0; i < 100; i++) run(xs)
    setTimeout(() => process.exit(0), 1)
    return {}
  },
  /** Crews that nobody has any longer, used and not: how many threads there are before them, with them and some time after. */
  abandoned: async () => {
    const before = threadsHere()
    const idle = (): number => threads(3).count
    const used = (): void => {
      const run = compile((x: Vector) => exp(mul(x, exp(x))), { threads: threads(3) })
      for (let i = 0; i < 3; i++) run(xs)
    }
    for (let i = 0; i < 2; i++) {
      idle()
      used()
    }
    await pause(200)
    const during = threadsHere()
    const end = performance.now() + 20_000
    do await collect()
    while (before !== null && Number(threadsHere()) > before && performance.now() < end)
    return { before, during, after: threadsHere() }
  },
  /** Thousands of programs, none of which is kept. */
  programs: async () => {
    const crew = threads(2)
    let shared = 0
    const make = async (k: number): Promise<void> => {
      const f = compile((x: Vector) => sum(exp(mul(exp(add(x, k)), x))), { threads: crew })
      f(xs)
      const before = taken(crew)
      f(xs)
      if (taken(crew) > before) shared++
      // What is collected is told of between turns of the host's loop.
      if (k % 10 === 0) await pause(0)
    }
    for (let k = 0; k < 500; k++) await make(-k - 1)
    const uses = [await use()]
    for (let part = 0, k = 0; part < 3; part++) {
      for (let i = 0; i < 3000; i++) await make(k++)
      uses.push(await use())
    }
    return { uses, shared }
  },
}

const name = process.argv[2] ?? ''
console.log(JSON.stringify(await tasks[name]?.()))

/**
 * Workers that share loops out: they do run, with the bits of one thread, and nobody waits for one that does not.
 */
import * as fc from 'fast-check'
import { afterAll, describe, expect, it, vi } from 'vitest'
import {
  besselJ,
  compile,
  type CompileOptions,
  exp,
  explain,
  grad,
  into,
  log,
  matmul,
  type Matrix,
  mul,
  type Scalar,
  showExplanation,
  sin,
  sum,
  tanh,
  tensor,
  threads,
  type Vector,
} from 'wengert'
import { sameTensor } from '../../../src/array/tensor.ts'
import type { Crew } from '../../../src/compile/crew.ts'
import { compileProgram } from '../../../src/compile/kernel.ts'
import { crewOf } from '../../../src/compile/threads/crew.ts'
import { type Platform, platformHere, type Thread } from '../../../src/compile/threads/platform.ts'
import { valueAt } from '../../../src/entry.ts'
import { evaluation } from '../../../src/interpret/evaluate.ts'
import { fold } from '../../../src/program/fold.ts'
import { phantom } from '../../../src/type/phantom.ts'
import { refusal } from '../../failing.ts'
import { part, samples } from '../../share.ts'
import { trials } from '../fuzz/trial.ts'
import { eager } from './eager.ts'

const two = threads(2)
const crews = new Map([two, threads(3)].map((crew) => [crew.count, crew]))
afterAll(() => {
  for (const crew of crews.values()) crew.end()
})

const here = (): Platform => {
  const platform = platformHere()
  if (typeof platform === 'string') throw new Error(platform)
  return platform
}

const waves = (size: number, by = 1): Float64Array => Float64Array.from({ length: size }, (_, i) => by * Math.sin(i))
const xs = waves(40_001)
const bell = (x: Vector): Vector => exp(mul(x, tanh(x)))
const wanted = compile(bell)(xs)

/** Of many numbers, where the equality of a test takes much longer than the call. */
const sameBits = (xs: ArrayLike<number>, ys: ArrayLike<number>): boolean => xs.length === ys.length && Array.from(xs).every((x, i) => Object.is(x, ys[i]))

const workers = (crew: Crew): number =>
  crew
    .taken()
    .slice(1)
    .reduce((sum, taken) => sum + taken, 0)

/** Runs until every worker has taken a share, which a busy machine may put off. */
const untilShared = (crew: Crew, run: () => void): void => {
  const before = crew.taken()
  const end = performance.now() + 30_000
  do run()
  while (crew.taken().some((taken, i) => taken === before[i]) && performance.now() < end)
  crew.taken().forEach((taken, i) => {
    expect(taken, `thread ${i}`).toBeGreaterThan(before[i] ?? 0)
  })
}

/** A crew whose workers never take a share is right for a while. */
const isAlone = (platform: Platform): void => {
  const crew = crewOf(platform, 2)
  const run = compile((x: Vector) => bell(x), { threads: crew })
  const end = performance.now() + 300
  while (performance.now() < end) expect(sameBits(run(xs), wanted)).toBe(true)
  expect(workers(crew)).toBe(0)
  crew.end()
}

describe('a crew', () => {
  it.each([2, 3])('of %i runs loops on every thread, to the same bits', (count) => {
    const crew = valueAt(crews, count)
    const run = compile((x: Vector) => bell(x), { threads: crew })
    untilShared(crew, () => {
      expect(sameBits(run(xs), wanted)).toBe(true)
    })
  })

  it('runs random programs to the bits of the interpreter', () => {
    const counts = [...crews.values()].map(workers)
    fc.assert(
      fc.property(trials, fc.constantFrom(...crews.values()), ({ program, points }, crew) => {
        const compiled = compileProgram(program, 'webassembly', undefined, undefined, eager(crew))
        for (const operands of [...points, ...points]) {
          const got = compiled?.run(operands) ?? []
          fold(evaluation)(program)(operands).forEach((tensor, j) => {
            expect(got[j] !== undefined && sameTensor(tensor, got[j])).toBe(true)
          })
        }
      }),
      { numRuns: samples(150, 40) },
    )
    ;[...crews.values()].forEach((crew, i) => {
      expect(workers(crew)).toBeGreaterThan(counts[i] ?? 0)
    })
  }, 60_000)

  it.each(
    part(
      Array.from({ length: 20 }, (_, n) => n),
      3,
    ),
  )('shares out %i numbers', (n) => {
    const [rows, x] = [tensor(waves(3 * n), [n, 3]), waves(n)]
    const ofVector = [bell, (v: Vector) => sum(bell(v))]
    const ofMatrix = [(a: Matrix) => sum(exp(a), { axes: 1 }), (a: Matrix) => matmul(a, tensor(waves(15), [3, 5]))]
    for (const crew of crews.values()) {
      const options = { threads: eager(crew) }
      const runs = [
        ...ofVector.map((f) => ({ run: compile((v: Vector): unknown => f(v), options), exact: compile((v: Vector): unknown => f(v)), at: x })),
        ...ofMatrix.map((f) => ({ run: compile((a: Matrix): unknown => f(a), options), exact: compile((a: Matrix): unknown => f(a)), at: rows })),
      ]
      for (const { run, exact, at } of phantom<ReadonlyArray<{ readonly [K in 'run' | 'exact']: (at: unknown) => unknown } & { readonly at: unknown }>>(runs)) {
        const answer = exact(at)
        for (let i = 0; i < 20; i++) expect(run(at)).toEqual(answer)
      }
    }
  })

  it('asks the caller for what only its thread has', () => {
    // Numbers that logarithms and sines have other code for, which is not in the module.
    const rare = Float64Array.from({ length: 60_000 }, (_, i) => (i % 3 === 0 ? i * 5e-324 : i % 3 === 1 ? 1e12 * (i + 1) : Number.POSITIVE_INFINITY))
    const f = (x: Vector): Vector => mul(log(x), sin(x))
    const run = compile((x: Vector) => f(x), { threads: two })
    const exact = compile(f)(rare)
    untilShared(two, () => {
      expect(sameBits(run(rare), exact)).toBe(true)
    })
  })

  it('does not share what calls functions of JavaScript at every turn', () => {
    const explained = explain((x: Vector) => besselJ(1, mul(x, x)), { threads: eager(two) })(xs)
    expect(explained.program).toContain('call besselJ')
    expect(explained).toMatchObject({ threads: 1, shared: 0, alone: 'since no loop is worth sharing out, or may be' })
  })

  it('is explained', () => {
    const explained = explain((x: Vector) => bell(x), { threads: two })(xs)
    expect(explained).toMatchObject({ backend: 'webassembly', threads: 2, shared: 1, alone: null })
    expect(showExplanation(explained)).toContain('\nthreads: 2, which share 1 loop\n')
    const few = explain((x: Vector) => bell(x), { threads: two })(xs.slice(0, 100))
    expect(few).toMatchObject({ threads: 1, shared: 0, alone: 'since no loop is worth sharing out, or may be' })
    expect(showExplanation(few)).toContain('\nthreads: 1, since no loop is worth sharing out, or may be\n')
    expect(explain(bell)(xs)).toMatchObject({ threads: 1, shared: 0, alone: null })
    expect(showExplanation(explain(bell)(xs))).not.toContain('threads')
    const unshared = { threads: 1, shared: 0, alone: 'since no WebAssembly was made' }
    expect(explain((t: Scalar) => mul(t, t), { threads: two })(1)).toMatchObject({ backend: 'direct JavaScript', ...unshared })
    expect(explain((x: Vector) => bell(x), { threads: two, backend: 'javascript' })(xs)).toMatchObject({ backend: 'javascript', ...unshared })
  })

  it('writes into arrays of the caller', () => {
    const slope = grad((x: Vector) => sum(bell(x)))
    const write = into(slope, { threads: two })
    const exact = compile(slope)(xs)
    const target = write.target(xs)
    expect(target.buffer).toBeInstanceOf(ArrayBuffer)
    for (let i = 0; i < 5; i++) {
      expect(write(target, xs)).toBe(target)
      expect(sameBits(target, exact)).toBe(true)
      expect(sameBits(write(new Float64Array(xs.length), xs), exact)).toBe(true)
    }
  })

  it('is used by a call within the arguments of another', () => {
    const inner = compile((x: Vector) => bell(x), { threads: two })
    const outer = compile(({ x }: { readonly x: Vector }) => bell(x), { threads: two })
    const given = {
      get x() {
        expect(sameBits(inner(xs), wanted)).toBe(true)
        return xs
      },
    }
    for (let i = 0; i < 5; i++) expect(sameBits(outer(given), wanted)).toBe(true)
  })
})

it('a call that throws where it opens a job closes it again', () => {
  const crew = threads(2)
  const run = compile((x: Vector) => bell(x), { threads: crew })
  const toEqualBits = (): void => {
    expect(sameBits(run(xs), wanted)).toBe(true)
  }
  untilShared(crew, toEqualBits)
  const notify = vi.spyOn(Atomics, 'notify').mockImplementationOnce(() => {
    throw new RangeError('Maximum call stack size exceeded')
  })
  expect(() => run(xs)).toThrow('Maximum call stack')
  notify.mockRestore()
  untilShared(crew, toEqualBits)
  // Shares of a job left open would be taken once, and then no more.
  untilShared(crew, toEqualBits)
  crew.end()
}, 90_000)

describe('nobody waits for a worker', () => {
  it('that has not started', () => {
    const asleep: Platform = { ...here(), start: () => ({ post: () => {}, end: () => {} }) }
    const crew = crewOf(asleep, 4)
    const run = compile((x: Vector) => bell(x), { threads: crew })
    for (let i = 0; i < 3; i++) expect(sameBits(run(xs), wanted)).toBe(true)
    expect(crew.taken().slice(1)).toEqual([0, 0, 0])
    crew.end()
  })

  it('that starts late, and then it takes its part', () => {
    const platform = here()
    const late: Platform = { ...platform, start: (text) => platform.start(`Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)\n${text}`) }
    const crew = crewOf(late, 2)
    const run = compile((x: Vector) => bell(x), { threads: crew })
    expect(sameBits(run(xs), wanted)).toBe(true)
    expect(workers(crew)).toBe(0)
    untilShared(crew, () => {
      expect(sameBits(run(xs), wanted)).toBe(true)
    })
    crew.end()
  })

  it('to which the host hands no modules over', () => {
    const platform = here()
    const mute: Platform = {
      ...platform,
      start: (text) => {
        const thread = platform.start(text)
        const post = (message: unknown): void => {
          if (typeof message === 'object' && message !== null && 'module' in message) throw new Error('no')
          thread.post(message)
        }
        return { ...thread, post }
      },
    }
    isAlone(mute)
  })

  it('that cannot be started', () => {
    isAlone({ ...here(), start: (text) => here().start(`throw new Error('no')\n${text}`) })
  })

  it('before one that cannot be started: it ends', () => {
    const ended: Array<number> = []
    let starts = 0
    const start = (): Thread => {
      const number = ++starts
      if (number === 3) throw new Error('no more')
      return { post: () => {}, end: () => ended.push(number) }
    }
    expect(() => crewOf({ ...here(), start }, 4)).toThrow('no more')
    expect(ended).toEqual([1, 2])
  })

  it('after the end', () => {
    const crew = threads(2)
    const run = compile((x: Vector) => bell(x), { threads: crew })
    untilShared(crew, () => {
      expect(sameBits(run(xs), wanted)).toBe(true)
    })
    crew.end()
    crew.end()
    const [own = 0, other] = crew.taken()
    expect(sameBits(run(xs), wanted)).toBe(true)
    expect(crew.taken()[0]).toBeGreaterThan(own)
    expect(crew.taken()[1]).toBe(other)
    expect(explain((x: Vector) => bell(x), { threads: crew })(xs)).toMatchObject({ threads: 1, shared: 1, alone: 'since the crew has ended' })
    expect(sameBits(compile((x: Vector) => bell(x), { threads: crew })(xs), wanted)).toBe(true)
  })

  it('that fails: the call says so, and the next ones once the crew has ended are right', () => {
    const platform = here()
    const failing: Platform = { ...platform, start: (text) => platform.start(text.replace('turn(8 * share)', "throw new Error('no')")) }
    const crew = crewOf(failing, 2)
    const run = compile((x: Vector) => bell(x), { threads: crew })
    const end = performance.now() + 30_000
    const attempt = (): string => {
      while (performance.now() < end) {
        try {
          run(xs)
        } catch (error) {
          return String(error)
        }
      }
      return 'it went on'
    }
    expect(attempt()).toContain('threads: a worker failed while it ran compiled code; end() the crew')
    crew.end()
    expect(sameBits(run(xs), wanted)).toBe(true)
  })
})

const { getBuiltinModule } = process
// Modules of a host that is a part of Node.
const parts: ReadonlyArray<readonly [string, typeof getBuiltinModule, string]> = [
  ['no module', () => undefined, 'since the host has no node:worker_threads'],
  ['no system', (name: string) => (name === 'node:os' ? {} : getBuiltinModule(name)), 'since the host does not say how many processors there are'],
  ['no processors', (name: string) => (name === 'node:os' ? { availableParallelism: () => 0 } : getBuiltinModule(name)), 'since there is one processor'],
]

describe('one thread', () => {
  it('is a crew too, and says why', () => {
    const crew = threads(1)
    expect(sameBits(compile((x: Vector) => bell(x), { threads: crew })(xs), wanted)).toBe(true)
    expect(explain((x: Vector) => bell(x), { threads: crew })(xs)).toMatchObject({ threads: 1, shared: 0, alone: 'since one thread was asked for' })
    crew.end()
  })

  it.each(parts)('is what there is where Node has %s', (_, modules, reason) => {
    process.getBuiltinModule = modules
    try {
      expect(threads().alone()).toBe(reason)
    } finally {
      process.getBuiltinModule = getBuiltinModule
    }
  })

  it('is what there is where memory is not shared', () => {
    const { SharedArrayBuffer: memory } = globalThis
    Reflect.deleteProperty(globalThis, 'SharedArrayBuffer')
    try {
      expect(threads(2).alone()).toBe('since the host shares no memory between threads: a page must be cross-origin isolated')
    } finally {
      globalThis.SharedArrayBuffer = memory
    }
  })
})

it('what is no crew, and no number of threads, is refused', () => {
  const wrong: CompileOptions = phantom({ threads: 4 })
  const hint = "import { threads } from 'wengert', and write { threads: threads() }"
  for (const [name, f] of Object.entries({ compile, explain, into }))
    expect(refusal(() => f(bell, wrong))).toBe(`Argument: ${name}: takes a crew of threads, got a number; ${hint}`)
  // Each of these has all but one of what a crew has.
  for (const part of ['count', 'alone', 'id', 'end', 'shared', 'team'])
    expect(refusal(() => compile(bell, { threads: phantom({ ...two, [part]: undefined }) }))).toContain(`of which ${part} is undefined; ${hint}`)
  for (const count of [0, -1, 1.5, Number.NaN, 65, '2'])
    expect(refusal(() => threads(phantom(count)))).toBe(
      `Argument: threads: takes a whole number from 1 to 64, got ${count}; leave it out for as many as there are processors`,
    )
})

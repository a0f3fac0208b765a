/**
 * A crew of threads: workers that wait for loops of compiled code, of which each takes one share after another, as the caller
 * does too.
 */
import { entry, fieldOf } from '../../entry.ts'
import { raise } from '../../failure.ts'
import type { Crew, Made, Team } from '../crew.ts'
import { bytesFor, numbersAt, question, slotOf, states, words } from './control.ts'
import { mayWait, type Platform, platformHere, type Thread } from './platform.ts'
import { shared } from './share.ts'
import { heaviest, workerText } from './worker.ts'

// What a counter grows by at each step of a loop.
const step = 8

// The caller looks so often before it waits.
const looks = 20_000

// Milliseconds after which it looks again, though nobody called.
const nap = 50

/** The words, and what is done with them by the caller. */
interface Desk {
  readonly words: Int32Array
  readonly numbers: Float64Array
  readonly workers: number
  readonly waits: boolean
}

const ring = (on: Int32Array): void => {
  Atomics.add(on, words.bell, 1)
  Atomics.notify(on, words.bell)
}

/** Functions that workers have not are run here. */
const answer = ({ words: on, numbers, workers }: Desk, functions: Made['functions']): void => {
  for (let worker = 0; worker < workers; worker++) {
    const slot = slotOf(worker)
    if (Atomics.load(on, slot + question.state) !== states.asked) continue
    const at = numbersAt(worker)
    const run = entry(functions, on[slot + question.which] ?? 0)
    numbers[at + 2] = run(numbers[at] ?? Number.NaN, numbers[at + 1] ?? Number.NaN)
    Atomics.store(on, slot + question.state, states.answered)
    Atomics.notify(on, slot + question.state)
  }
}

/** Until no worker holds a share: one that fails says so, and one that its host kills while it holds a share is waited for without end. */
const join = (desk: Desk, functions: Made['functions']): void => {
  const { words: on, waits } = desk
  for (let look = 0; ; look++) {
    const signal = Atomics.load(on, words.signal)
    if (Atomics.load(on, words.active) === 0) return
    answer(desk, functions)
    if (waits && look > looks) Atomics.wait(on, words.signal, signal, nap)
  }
}

/** Runs the shares of a loop, with whoever else takes some; answers with how many were run here. */
const forked = (desk: Desk, job: number, loop: number, shares: number, { exports, functions }: Made): number => {
  const { words: on } = desk
  const turn = fieldOf(exports, `share${loop}`)
  on[words.job] = job
  on[words.loop] = loop
  on[words.shares] = shares
  Atomics.store(on, words.next, 0)
  let own = 0
  try {
    Atomics.store(on, words.open, 1)
    ring(on)
    for (let share = Atomics.add(on, words.next, 1); share < shares; share = Atomics.add(on, words.next, 1)) {
      turn(step * share)
      own++
    }
  } finally {
    Atomics.store(on, words.open, 0)
    join(desk, functions)
  }
  if (Atomics.load(on, words.failed) === 1)
    raise({
      _tag: 'Argument',
      operation: 'threads',
      reason: 'a worker failed while it ran compiled code',
      hint: 'end() the crew: what it compiled goes on with one thread',
    })
  return own
}

const alone = (loop: number, shares: number, { exports }: Made): number => {
  const turn = fieldOf(exports, `share${loop}`)
  for (let share = 0; share < shares; share++) turn(step * share)
  return shares
}

/** By itself, so that it holds nothing of the crew that is not needed. */
const stopping = (on: Int32Array, threads: ReadonlyArray<Thread>) => (): void => {
  Atomics.store(on, words.closed, 1)
  ring(on)
  for (const thread of threads) thread.end()
}

// A crew that nobody has any longer stops by itself.
const abandoned = /*#__PURE__*/ new FinalizationRegistry<() => void>((stop) => {
  stop()
})

const numbered = { crews: 0 }

/** The caller's thread alone. */
const single = (reason: string): Crew =>
  Object.freeze<Crew>({
    count: 1,
    alone: () => reason,
    id: numbered.crews++,
    end: () => {},
    shared: (kernel) => kernel,
    team: () => ({ fork: () => 0, begin: () => {} }),
    taken: () => [0],
  })

/** So many workers; where one cannot be started, none is left of those before it. */
const started = (platform: Platform, workers: number): ReadonlyArray<Thread> => {
  const threads: Array<Thread> = []
  try {
    for (let worker = 0; worker < workers; worker++) threads.push(platform.start(workerText(worker)))
  } catch (error) {
    for (const thread of threads) thread.end()
    throw error
  }
  return threads
}

/** So many threads of a platform, the caller's among them. */
export const crewOf = (platform: Platform, count: number): Crew => {
  const workers = count - 1
  const control = new SharedArrayBuffer(bytesFor(workers))
  const desk: Desk = { words: new Int32Array(control), numbers: new Float64Array(control), workers, waits: mayWait() }
  const on = desk.words
  const threads = started(platform, workers)
  for (const thread of threads) thread.post({ control })
  const state = { ended: false, jobs: 0, taken: 0 }
  const post = (message: object): void => {
    if (Atomics.load(on, words.closed) === 1) return
    try {
      for (const thread of threads) thread.post(message)
    } catch {
      // A host that hands no modules over: the caller computes by itself.
      return
    }
    Atomics.add(on, words.mail, 1)
    ring(on)
  }
  const stop = stopping(on, threads)
  abandoned.register(state, stop)
  const released = new FinalizationRegistry<number>((job) => post({ job }))

  const team = (): Team => {
    const job = state.jobs++
    // What the kernel became, once it has begun.
    const own: Array<Made & { readonly weight: ArrayBuffer }> = []
    const fork: Team['fork'] = (loop, shares) => {
      const made = entry(own, 0)
      const isAlone = state.ended || Atomics.load(on, words.ready) === 0 || Atomics.load(on, words.open) === 1
      state.taken += isAlone ? alone(loop, shares, made) : forked(desk, job, loop, shares, made)
      return 0
    }
    return {
      fork,
      begin: (made) => {
        own[0] = { ...made, weight: new ArrayBuffer(Math.min(made.memory.buffer.byteLength, heaviest)) }
        released.register(own, job)
        post({ job, module: made.module, memory: made.memory, functions: made.functions.length })
      },
    }
  }
  return Object.freeze<Crew>({
    count,
    alone: () => (state.ended ? 'since the crew has ended' : null),
    id: numbered.crews++,
    end: () => {
      if (state.ended) return
      state.ended = true
      stop()
    },
    shared: (kernel, axis) => shared(kernel, axis, count),
    team,
    taken: () => [state.taken, ...threads.map((_, worker) => Atomics.load(on, slotOf(worker) + question.taken))],
  })
}

const most = 64

/**
 * Threads for large functions: a crew that `compile`, `into` and `explain` take, of so many threads, or as many as there are
 * processors. Calls stay as they are, and results have the same bits: loops whose turns do not see each other are shared out,
 * no sum is taken apart, and what takes less than some tenths of a millisecond stays on the caller's thread.
 *
 * Threads are a resource, as files are: `end()` has them stop, and what was compiled for them goes on with one. They do not keep
 * a program from ending, nor do they compute between calls; they look for work for a moment after each, and then sleep. Before they have
 * started, which takes them some milliseconds, the caller computes by itself. A crew is for the thread that made it. With `relaxed`
 * arithmetic the bits are those of no other code anyway: where a share ends they may differ from those of one thread.
 * A worker that fails says so; one that its host kills while it holds a share is waited for without end.
 *
 * Threads need memory that is shared: Node has it from 20.16 on, and a page that is cross-origin isolated. Elsewhere a crew is
 * of one thread, and `explain` says why.
 *
 * @example
 * const crew = threads(2)
 * const f = compile((x: Vector) => sum(exp(x)), { threads: crew })
 * f(Float64Array.of(0, 0, 0))   // 3
 * explain((x: Vector) => exp(x), { threads: crew })(new Float64Array(1e5)).shared   // 1
 * crew.end()   // undefined
 * @category compiler
 */
export const threads = (count?: number): Crew => {
  if (count !== undefined && !(Number.isInteger(count) && count >= 1 && count <= most))
    return raise({
      _tag: 'Argument',
      operation: 'threads',
      reason: `takes a whole number from 1 to ${most}, got ${String(count)}`,
      hint: 'leave it out for as many as there are processors',
    })
  if (count === 1) return single('since one thread was asked for')
  const platform = platformHere()
  if (typeof platform === 'string') return single(platform)
  const wanted = count ?? Math.min(most, platform.processors)
  if (wanted <= 1) return single('since there is one processor')
  try {
    return crewOf(platform, wanted)
  } catch {
    return single('since the host refuses workers')
  }
}

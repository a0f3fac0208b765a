/**
 * What a worker runs, as text: it has no modules to load, so that it starts anywhere.
 */
import { numbersAt, question, slotOf, states, words } from './control.ts'

/** Milliseconds that a worker looks for work before it sleeps. */
const patience = 0.2

/**
 * Engines collect sooner the more bytes there are to win, but do not count memory that is shared. So on each thread a kernel
 * comes with as much memory of its own, of which nothing is used; a large one with as much as makes any engine look.
 */
export const heaviest: number = 2 ** 24

/**
 * A worker waits for the bell. Messages reach it only while it does not: when more were posted than it has read, it goes back
 * to the host, which hands them over. Before it looks for an open job it says that it is active, and the caller closes a job
 * before it looks whether anybody is: so nobody takes a share of a job that is over.
 */
export const workerText = (worker: number): string => `'use strict'
const port = globalThis.process?.getBuiltinModule?.('node:worker_threads').parentPort ?? globalThis
const slot = ${slotOf(worker)}
const kernels = new Map()
let words = null
let numbers = null
let read = 0
const ring = () => {
  Atomics.add(words, ${words.signal}, 1)
  Atomics.notify(words, ${words.signal})
}
const asked = (which) => (x, y) => {
  numbers[${numbersAt(worker)}] = x
  numbers[${numbersAt(worker) + 1}] = y
  words[slot + ${question.which}] = which
  Atomics.store(words, slot + ${question.state}, ${states.asked})
  ring()
  while (Atomics.load(words, slot + ${question.state}) === ${states.asked}) Atomics.wait(words, slot + ${question.state}, ${states.asked})
  const answer = numbers[${numbersAt(worker) + 2}]
  Atomics.store(words, slot + ${question.state}, ${states.none})
  return answer
}
const instanceOf = ({ module, memory, functions }) => {
  const host = { memory, primitive: () => { throw new Error('a primitive of the host on another thread') } }
  for (let i = 0; i < functions; i++) host['f' + i] = asked(i)
  const { exports } = new WebAssembly.Instance(module, { host })
  return { exports, weight: new ArrayBuffer(Math.min(memory.buffer.byteLength, ${heaviest})) }
}
const work = () => {
  Atomics.add(words, ${words.active}, 1)
  try {
    const kernel = Atomics.load(words, ${words.open}) === 1 ? kernels.get(words[${words.job}]) : undefined
    if (kernel !== undefined) {
      const turn = kernel.exports['share' + words[${words.loop}]]
      const shares = words[${words.shares}]
      for (let share = Atomics.add(words, ${words.next}, 1); share < shares; share = Atomics.add(words, ${words.next}, 1)) {
        turn(8 * share)
        words[slot + ${question.taken}]++
      }
    }
  } catch {
    Atomics.store(words, ${words.failed}, 1)
  }
  Atomics.sub(words, ${words.active}, 1)
  ring()
}
const serve = () => {
  for (;;) {
    const bell = Atomics.load(words, ${words.bell})
    if (Atomics.load(words, ${words.closed}) === 1) {
      port.close()
      return
    }
    if (Atomics.load(words, ${words.mail}) > read) return
    work()
    const until = performance.now() + ${patience}
    do {
      for (let i = 0; i < 100 && Atomics.load(words, ${words.bell}) === bell; i++);
    } while (Atomics.load(words, ${words.bell}) === bell && performance.now() < until)
    Atomics.wait(words, ${words.bell}, bell)
  }
}
const receive = ({ data }) => {
  try {
    if (data.control !== undefined) {
      words = new Int32Array(data.control)
      numbers = new Float64Array(data.control)
      Atomics.add(words, ${words.ready}, 1)
    } else {
      read++
      if (data.module === undefined) kernels.delete(data.job)
      else kernels.set(data.job, instanceOf(data))
    }
  } catch {
    // A kernel that this worker has not is run by the others.
  }
  serve()
}
port.onmessage = receive
`

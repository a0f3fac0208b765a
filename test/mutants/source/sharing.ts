/**
 * Faults of loops that threads share: what a share is, what is its own, and who waits for whom.
 */
import type { Suite } from './judge.ts'
import { fault, type Planted } from './planted.ts'

const shares: ReadonlyArray<Suite> = ['shares']
const workers: ReadonlyArray<Suite> = ['workers']
const own = fault('threads: what is its own', 'compile/threads/own.ts', shares)
const share = fault('threads: shares', 'compile/threads/share.ts', shares)
const crew = fault('threads: the crew', 'compile/threads/crew.ts', workers)
const worker = fault('threads: the worker', 'compile/threads/worker.ts', workers)

export const sharing: ReadonlyArray<Planted> = [
  own('turns need not keep to elements of their own', 'else if (!areApart(accesses, axis)) return null', ''),
  own('what comes before or after a loop may be its own', 'if (isInner && role', 'if (role'),
  share('a share has a turn of the next', 'extent: turns }', 'extent: turns + 1 }'),
  share('shares overlap', '{ axis: over, stride: turns * stride }', '{ axis: over, stride: (turns - 1) * stride }'),
  share('turns that fill no share are left out', 'remainder(outer, taken, fresh, { axis, extent })', '[]'),
  share('what is left over begins a turn early', 'rounds.extent * lanes : shares * turns', 'rounds.extent * lanes : shares * turns - 1'),
  share('all shares have one scratch memory', '{ ...p, strides: [{ axis: over, stride }, ...p.strides] }', 'p'),
  share('scratch memories overlap', 'Math.ceil((storage.size + apart / 2) / apart) * apart', 'Math.max(1, storage.size - 1)'),
  share('lanes go by shares of neighbours', '{ axis: rounds.axis, stride: lanes * stride }', '{ axis: rounds.axis, stride: turns * stride }'),
  crew('nobody waits for a worker', 'join(desk, functions)\n', '\n'),
  crew('the last share is left out', 'share < shares; share = Atomics.add(on, words.next, 1)', 'share < shares - 1; share = Atomics.add(on, words.next, 1)'),
  crew('a share is taken twice', 'Atomics.store(on, words.next, 0)', 'Atomics.store(on, words.next, -1)'),
  worker('takes the share after its own', 'turn(8 * share)', 'turn(8 * share + 8)'),
  worker('forgets a share', 'turn(8 * share)', 'if (share !== 1) turn(8 * share)'),
]

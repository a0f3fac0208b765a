/**
 * The tape monad at a million binds, nested to the left and to the right: no stack.
 */
import { describe, expect, it } from 'vitest'
import * as T from '../../src/interpret/tape-monad.ts'

type Computation<X> = T.Tape<number, X>

const tick: Computation<number> = T.step((list) => [list.next, { ...list, next: list.next + 1 }])
const run = <X>(tape: Computation<X>): readonly [X, number] => {
  const [value, list] = T.run({ next: 0, entries: null })(tape)
  return [value, list.next]
}

describe('a million binds', () => {
  const n = 1_000_000
  it('nested to the left are run in a loop', { timeout: 30_000 }, () => {
    let tape: Computation<number> = T.of(0)
    for (let i = 0; i < n; i++) tape = T.Monad.chain(tape, (x) => T.of(x + 1))
    expect(run(tape)).toEqual([n, 0])
  })
  it('nested to the right are run in a loop', { timeout: 30_000 }, () => {
    const count = (x: number): Computation<number> => (x === n ? T.of(x) : T.Monad.chain(tick, () => count(x + 1)))
    expect(run(count(0))).toEqual([n, n])
  })
})

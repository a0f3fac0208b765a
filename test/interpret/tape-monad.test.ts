import { function as F } from 'fp-ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as T from '../../src/interpret/tape-monad.ts'

const { pipe } = F

type Computation<X> = T.Tape<number, X>

/** Take the next id. */
const tick: Computation<number> = T.step((list) => [list.next, { ...list, next: list.next + 1 }])
const from = (next: number): T.Wengert<number> => ({ next, entries: null })
const run = <X>(tape: Computation<X>, next = 0): readonly [X, number] => {
  const [value, list] = T.run(from(next))(tape)
  return [value, list.next]
}

const same = <X>(a: Computation<X>, b: Computation<X>, next: number): void => {
  expect(run(a, next)).toEqual(run(b, next))
}

/** Computations on numbers: constants, steps, and steps bound to what came before. */
const computations: fc.Arbitrary<Computation<number>> = fc.letrec<{ tape: Computation<number> }>((tie) => ({
  tape: fc.oneof(
    { maxDepth: 4 },
    fc.integer().map((x): Computation<number> => T.of(x)),
    fc.constant(tick),
    fc.tuple(tie('tape'), fc.integer()).map(([first, k]) => T.chain((x: number): Computation<number> => T.map((y: number) => (x + y * k) | 0)(tick))(first)),
  ),
})).tape
const arrows: fc.Arbitrary<(x: number) => Computation<number>> = fc.tuple(fc.integer(), fc.boolean()).map(
  ([k, ticks]) =>
    (x) =>
      ticks ? T.map((id: number) => (x * k + id) | 0)(tick) : T.of((x + k) | 0),
)
const starts = fc.nat(1000)

describe('the tape monad', () => {
  const { of, chain, map, ap } = T.Monad
  it('obeys left identity', () => fc.assert(fc.property(fc.integer(), arrows, starts, (x, f, n) => same(chain(of<number, number>(x), f), f(x), n))))
  it('obeys right identity', () =>
    fc.assert(
      fc.property(computations, starts, (m, n) =>
        same(
          chain(m, (x) => of<number, number>(x)),
          m,
          n,
        ),
      ),
    ))
  it('obeys associativity', () =>
    fc.assert(
      fc.property(computations, arrows, arrows, starts, (m, f, g, n) =>
        same(
          chain(chain(m, f), g),
          chain(m, (x) => chain(f(x), g)),
          n,
        ),
      ),
    ))
  it('obeys the functor laws', () =>
    fc.assert(
      fc.property(computations, starts, fc.integer(), (m, n, k) => {
        expect(
          run(
            map(m, (x) => x),
            n,
          ),
        ).toEqual(run(m, n))
        expect(
          run(
            map(
              map(m, (x) => x + k),
              (x) => x * 2,
            ),
            n,
          ),
        ).toEqual(
          run(
            map(m, (x) => (x + k) * 2),
            n,
          ),
        )
      }),
    ))
  it('applies functions first, then arguments', () =>
    fc.assert(
      fc.property(computations, computations, starts, (a, b, n) => {
        const paired = ap(
          map(a, (x) => (y: number) => [x, y] as const),
          b,
        )
        expect(run(paired, n)).toEqual(
          run(
            chain(a, (x) => map(b, (y) => [x, y] as const)),
            n,
          ),
        )
      }),
    ))
  it('reads the list without changing it', () => expect(run(T.chain(() => T.get<number>())(tick), 4)).toEqual([from(5), 5]))
  it('has Do-notation', () => {
    const scope = pipe(
      T.Do,
      T.bind('a', () => tick),
      T.bind('b', () => tick),
      T.bind('c', ({ a, b }) => T.of<number, number>(10 * a + b)),
      T.map(({ a, b, c }) => [a, b, c]),
    )
    expect(run(scope, 3)).toEqual([[3, 4, 34], 5])
    expect(run(pipe(tick, T.bindTo('id')), 7)).toEqual([{ id: 7 }, 8])
  })
  it('is persistent: one computation may be run from many lists, one list continued in many ways', () => {
    const both = T.chain((a: number) => T.map((b: number) => [a, b] as const)(tick))(tick)
    expect([run(both, 0), run(both, 10), run(both, 0)]).toEqual([
      [[0, 1], 2],
      [[10, 11], 12],
      [[0, 1], 2],
    ])
    const start = from(0)
    T.run(start)(both)
    expect(start).toEqual(from(0))
  })
})

/**
 * Draws as an fp-ts State: the laws of the monad, and a key that is never used twice.
 */
import * as fc from 'fast-check'
import { function as F, state as S } from 'fp-ts'
import { describe, expect, it } from 'vitest'
import { evaluate } from '../../src/call/vectorised.ts'
import { stack } from '../../src/primitive/join.ts'
import type { Expr, IntExpr, Scalar } from '../../src/program/model.ts'
import { type Key, key, normal, split, uniform } from '../../src/random/sample.ts'
import { draw, type Random } from '../../src/random/state.ts'
import { phantom } from '../../src/type/phantom.ts'
import { numbersOf } from '../primitive/operation.ts'

const { pipe } = F
const number: Random<number> = draw((of) => phantom<number>(uniform(of, [])))
const scaled = (x: number): Random<number> =>
  pipe(
    number,
    S.map((y) => x * y),
  )
const shifted = (x: number): Random<number> =>
  pipe(
    number,
    S.map((y) => x + y),
  )

/** What a computation answers from a seed, and the key it leaves behind. */
const run = <A>(random: Random<A>, seed: number): readonly [A, ReadonlyArray<number>] => {
  const [answer, next] = random(key(seed))
  return [answer, numbersOf(next)]
}

const same = <A>(one: Random<A>, other: Random<A>): void =>
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      expect(run(one, seed)).toEqual(run(other, seed))
    }),
    { numRuns: 5 },
  )

describe('draw', () => {
  it('uses one half of a key and leaves the other', () => {
    const [here, next] = split(key(3), 2)
    expect(run(number, 3)).toEqual([uniform(here, []), numbersOf(next)])
  })
  it('never uses a key twice', () => {
    const [xs] = run(S.sequenceArray(Array.from({ length: 30 }, () => number)), 1)
    expect(new Set(xs).size).toBe(30)
    const [keys] = run(S.sequenceArray(Array.from({ length: 30 }, () => draw((of: Key) => numbersOf(of).join()))), 1)
    expect(new Set(keys).size).toBe(30)
  })
  it('is a functor and a monad', () => {
    same(
      pipe(
        number,
        S.map((x) => x),
      ),
      number,
    )
    same(
      pipe(
        number,
        S.map((x) => x + 1),
        S.map((x) => x * 2),
      ),
      pipe(
        number,
        S.map((x) => (x + 1) * 2),
      ),
    )
    same(pipe(S.of<Key, number>(3), S.chain(scaled)), scaled(3))
    same(
      pipe(
        number,
        S.chain((x) => S.of<Key, number>(x)),
      ),
      number,
    )
    same(
      pipe(number, S.chain(scaled), S.chain(shifted)),
      pipe(
        number,
        S.chain((x) => pipe(scaled(x), S.chain(shifted))),
      ),
    )
  })
  it('reads well in do-notation, and runs inside a trace', () => {
    const walk: Random<Expr> = pipe(
      draw((of) => phantom<Scalar>(normal(of, []))),
      S.bindTo('start'),
      S.bind('step', () => draw((of) => phantom<Scalar>(uniform(of, [])))),
      S.map(({ start, step }) => stack([start, step])),
    )
    const traced = evaluate((of: IntExpr<[2]>) => walk(of)[0])(key(5))
    expect(numbersOf(traced)).toEqual(numbersOf(walk(key(5))[0]))
  })
})

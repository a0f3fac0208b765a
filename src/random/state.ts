/**
 * Sampling as an fp-ts `State` over keys: each draw takes a fresh key and leaves the next one behind.
 */
import type { State } from 'fp-ts/lib/State.js'
import { type Key, split } from './sample.ts'
import { checkFunction } from '../program/given.ts'

/** A draw: a computation that consumes randomness. */
export type Random<A> = State<Key, A>

/**
 * A draw from a sampler: `pipe(draw((key) => normal(key, [3])), S.chain(…))`.
 *
 * @example
 * const [x, next] = draw((k) => random.uniform(k, []))(random.key(0))
 * const [y] = draw((k) => random.uniform(k, []))(next)
 * x === y   // false
 * @category random numbers
 */
export const draw =
  <A>(sample: (key: Key) => A): Random<A> =>
  (of) => {
    checkFunction('draw', sample, 'a function of a key')
    const [here, next] = split(of)
    return [sample(here), next]
  }

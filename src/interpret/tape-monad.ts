/**
 * The tape monad: computations that record on a Wengert list and are otherwise pure.
 *
 * A `Tape<A, X>` is data: a value, a step on the list, or a bind. `run` interprets it in a loop with
 * a stack of its own, so a million binds in either nesting are safe; fp-ts's `State` is not. The list
 * is persistent: two continuations of one list do not see each other.
 */
import type { monad as M } from 'fp-ts'
import { chain as Ch, functor as Fu } from 'fp-ts'
import type { Operation, Program } from '../program/model.ts'
import { phantom } from '../type/phantom.ts'
import { raise } from '../failure.ts'

/** One recorded application: who its parents are and how cotangents go back to them. */
export interface Entry<A> {
  readonly operation: Operation
  /** The ids of its results; ids strictly increase along the list. */
  readonly ids: ReadonlyArray<number>
  /** The ids of its operands; null for what carries no derivative. */
  readonly parents: ReadonlyArray<number | null>
  /** Null for a select, whose way back is its mask. */
  readonly pullback: Program | null
  readonly residuals: ReadonlyArray<A>
}

/** The list itself, newest entry first. */
export interface Wengert<A> {
  readonly next: number
  readonly entries: Entries<A>
}

/** A tape from its newest entry back; null is the empty one. */
export type Entries<A> = { readonly head: Entry<A>; readonly tail: Entries<A> } | null

/** A computation that records on a list of entries over A and answers with an X. */
export type Tape<A, X> =
  | { readonly _tag: 'Pure'; readonly value: X }
  | { readonly _tag: 'Step'; step(list: Wengert<A>): readonly [X, Wengert<A>] }
  | { readonly _tag: 'Bind'; readonly first: Tape<A, unknown>; next(value: unknown): Tape<A, X> }

/**
 * The name of the monad in fp-ts's table of kinds.
 *
 * @category tape monad
 */
export const URI = 'wengert/Tape'
export type URI = typeof URI

declare module 'fp-ts/HKT' {
  interface URItoKind2<E, A> {
    readonly 'wengert/Tape': Tape<E, A>
  }
}

// constructors -----------------------------------------------------------------------------

/**
 * The list on which nothing is recorded yet.
 *
 * @category tape monad
 */
export const empty: Wengert<never> = { next: 0, entries: null }

/**
 * A computation that records nothing and answers with a value.
 *
 * @example
 * Tape.run(Tape.empty)(Tape.of(3))   // [3, { next: 0, entries: null }]
 * @category tape monad
 */
export const of = <X, A = never>(value: X): Tape<A, X> => ({ _tag: 'Pure', value })

/**
 * A pure transition of the list.
 *
 * @example
 * Tape.run(Tape.empty)(Tape.step((list) => [list.next, { ...list, next: list.next + 1 }]))   // [0, { next: 1, entries: null }]
 * @category tape monad
 */
export const step = <A, X>(transition: (list: Wengert<A>) => readonly [X, Wengert<A>]): Tape<A, X> => ({ _tag: 'Step', step: transition })

/**
 * The list as it stands.
 *
 * @example
 * Tape.run(Tape.empty)(Tape.get())[0]   // { next: 0, entries: null }
 * @category tape monad
 */
export const get = <A>(): Tape<A, Wengert<A>> => step((list) => [list, list])

// combinators ------------------------------------------------------------------------------

const bindTape = <A, X, Y>(first: Tape<A, X>, next: (value: X) => Tape<A, Y>): Tape<A, Y> => ({ _tag: 'Bind', first, next })

const mapTape = <A, X, Y>(first: Tape<A, X>, f: (value: X) => Y): Tape<A, Y> => bindTape(first, (value) => of(f(value)))

/**
 * The instance: functor, applicative and monad laws hold up to `run`.
 *
 * @category tape monad
 */
export const Monad: M.Monad2<URI> = {
  URI,
  map: mapTape,
  of,
  ap: (ff, fx) => bindTape(ff, (f) => mapTape(fx, f)),
  chain: bindTape,
}

/**
 * The answer through a function.
 *
 * @example
 * Tape.run(Tape.empty)(pipe(Tape.of(3), Tape.map((x) => x + 1)))[0]   // 4
 * @category tape monad
 */
export const map =
  <X, Y>(f: (value: X) => Y) =>
  <A>(tape: Tape<A, X>): Tape<A, Y> =>
    mapTape(tape, f)

/**
 * One computation after another, which may depend on the answer of the first.
 *
 * @example
 * Tape.run(Tape.empty)(pipe(Tape.of(3), Tape.chain((x) => Tape.of(x + 1))))[0]   // 4
 * @category tape monad
 */
export const chain =
  <A, X, Y>(f: (value: X) => Tape<A, Y>) =>
  (tape: Tape<A, X>): Tape<A, Y> =>
    bindTape(tape, f)

/**
 * Do-notation starts here: `pipe(Do, bind(…), bind(…))`.
 *
 * @category tape monad
 */
// biome-ignore lint/complexity/noBannedTypes: fp-ts starts Do-notation from the empty record
export const Do: Tape<never, {}> = /*#__PURE__*/ of({})

/**
 * Run a computation that may read the scope, and put its answer there under a name.
 *
 * @example
 * const sum = pipe(Tape.Do, Tape.bind('x', () => Tape.of(3)), Tape.bind('y', ({ x }) => Tape.of(x + 1)))
 * Tape.run(Tape.empty)(sum)[0]   // { x: 3, y: 4 }
 * @category tape monad
 */
export const bind: <N extends string, X, A, Y>(
  name: Exclude<N, keyof X>,
  f: (scope: X) => Tape<A, Y>,
) => (tape: Tape<A, X>) => Tape<A, { readonly [K in N | keyof X]: K extends keyof X ? X[K] : Y }> = /*#__PURE__*/ Ch.bind(Monad)

/**
 * Start a scope with the answer of a computation under a name.
 *
 * @example
 * Tape.run(Tape.empty)(pipe(Tape.of(3), Tape.bindTo('x')))[0]   // { x: 3 }
 * @category tape monad
 */
export const bindTo: <N extends string>(name: N) => <A, X>(tape: Tape<A, X>) => Tape<A, { readonly [K in N]: X }> = /*#__PURE__*/ Fu.bindTo(Monad)

// destructor -------------------------------------------------------------------------------

/**
 * Run a computation on a list: its answer and the list it leaves. A loop, whatever the nesting.
 *
 * @example
 * Tape.run(Tape.empty)(tapeInput(3))   // [{ value: 3, id: 0 }, { next: 1, entries: null }]
 * @category tape monad
 */
export const run =
  <A>(list: Wengert<A>) =>
  <X, B = A>(tape: Tape<B, X>): readonly [X, Wengert<A | B>] => {
    const pending: Array<(value: unknown) => Tape<B, unknown>> = []
    let at: Tape<B, unknown> = tape
    // Steps only add to a list, whatever is on it already.
    let state: Wengert<B> = phantom(list)
    for (;;) {
      if (at?._tag === 'Bind') {
        const bound = at
        pending.push((value) => bound.next(value))
        at = at.first
        continue
      }
      let value: unknown
      if (at?._tag === 'Pure') value = at.value
      else if (at?._tag === 'Step') [value, state] = at.step(state)
      else
        return raise({
          _tag: 'Argument',
          operation: 'Tape.run',
          reason: 'a chain answers with a Tape, as Tape.of(x)',
        })
      const next = pending.pop()
      // The last value out is the X of the computation run: binds are built so by their types.
      if (next === undefined) return [phantom(value), state]
      at = next(value)
    }
  }

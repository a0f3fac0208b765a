/**
 * The laws of the tape: those of a monad, those of a Wengert list (ids increase, parents come first,
 * lists persist), and that recording changes no value.
 */
import * as fc from 'fast-check'
import { avalOf, filled } from '../src/array/tensor.ts'
import type { AnyTensor } from '../src/array/tensor.ts'
import { evaluation } from '../src/interpret/evaluate.ts'
import { inputs, sweep, type Taped, tape } from '../src/interpret/tape.ts'
import * as T from '../src/interpret/tape-monad.ts'
import { outputAvals } from '../src/program/avals.ts'
import { fold } from '../src/program/fold.ts'
import type { Program } from '../src/program/model.ts'
import { identical, near } from './closeness.ts'
import { every, fact, type Law, law, same, that } from './law.ts'
import { library, mapOf, mappingOf, tensorsOf, vectorOf } from './mapping.ts'
import type { Sample } from './program.ts'

// the monad --------------------------------------------------------------------------------

type Step = (x: number) => T.Tape<number, number>

/** Steps that answer, record and look at the list. */
const steps: fc.Arbitrary<Step> = /*#__PURE__*/ fc
  .array(fc.tuple(fc.constantFrom('of', 'record', 'look'), fc.integer({ min: -9, max: 9 })), { maxLength: 5 })
  .map((list) => {
    const one =
      ([kind, k]: readonly [string, number]): Step =>
      (x) => {
        if (kind === 'of') return T.of(x * 2 + k)
        return kind === 'look' ? T.Monad.map(T.get<number>(), ({ next }) => x + k * next) : T.step((before) => [x + k, { ...before, next: before.next + 1 }])
      }
    const all = list.map(one).reduce<Step>((first, next) => (x) => T.Monad.chain(first(x), next), T.of)
    return Object.defineProperty((x: number) => all(x), fc.toStringMethod, {
      value: () => list.map(([kind, k]) => `${kind} ${k}`).join(' >=> ') || 'of',
      enumerable: false,
    })
  })

const shown = (computation: T.Tape<number, number>): string => {
  const [value, list] = T.run<number>({ next: 3, entries: null })(computation)
  return `${value} on a list of ${list.next}`
}

const equal = (x: T.Tape<number, number>, y: T.Tape<number, number>) => same(shown(x), shown(y))

/** So many binds nested to the left: ((m >>= f) >>= f) >>= f … */
const leftNested = (count: number): T.Tape<number, number> => {
  let all: T.Tape<number, number> = T.of(0)
  for (let i = 0; i < count; i++) all = T.Monad.chain(all, (x) => T.of(x + 1))
  return all
}

/** So many binds nested to the right: m >>= (x → f x >>= (y → …)) */
const rightNested = (count: number): T.Tape<number, number> => {
  const from = (x: number): T.Tape<number, number> => (x === count ? T.of(x) : T.Monad.chain(T.of<number, number>(x + 1), from))
  return from(0)
}

/**
 * Left and right identity, associativity, and the functor and applicative made of them.
 *
 * @category laws
 */
export const tapeMonad: ReadonlyArray<Law> = [
  /*#__PURE__*/ law('of(x) >>= f = f(x)', fc.tuple(fc.integer(), steps), ([x, f]) => equal(T.Monad.chain(T.of<number, number>(x), f), f(x))),
  /*#__PURE__*/ law('m >>= of = m', fc.tuple(fc.integer(), steps), ([x, f]) =>
    equal(
      T.Monad.chain(f(x), (y) => T.of<number, number>(y)),
      f(x),
    ),
  ),
  /*#__PURE__*/ law('(m >>= f) >>= g = m >>= (x → f(x) >>= g)', fc.tuple(fc.integer(), steps, steps, steps), ([x, m, f, g]) =>
    equal(
      T.Monad.chain(T.Monad.chain(m(x), f), g),
      T.Monad.chain(m(x), (y) => T.Monad.chain(f(y), g)),
    ),
  ),
  /*#__PURE__*/ law('map(f) = (>>= of ∘ f)', fc.tuple(fc.integer(), steps), ([x, m]) =>
    equal(
      T.Monad.map(m(x), (y) => 3 * y),
      T.Monad.chain(m(x), (y) => T.of<number, number>(3 * y)),
    ),
  ),
  /*#__PURE__*/ law('ap runs the function first', fc.tuple(fc.integer(), steps, steps), ([x, m, n]) =>
    equal(
      T.Monad.ap(
        T.Monad.map(m(x), (a) => (b: number) => a - 2 * b),
        n(x),
      ),
      T.Monad.chain(m(x), (a) => T.Monad.map(n(x), (b) => a - 2 * b)),
    ),
  ),
]

/**
 * Binds in either nesting take no stack.
 *
 * @example
 * refuted(check(tapeDepth(20000)))   // []
 * @category laws
 */
export const tapeDepth = (count: number): ReadonlyArray<Law> => [
  fact(`${count} binds nested to the left`, () => same(shown(leftNested(count)), `${count} on a list of 3`)),
  fact(`${count} binds nested to the right`, () => same(shown(rightNested(count)), `${count} on a list of 3`)),
]

// the list ---------------------------------------------------------------------------------

interface Recording {
  readonly inputs: ReadonlyArray<Taped<AnyTensor>>
  readonly outputs: ReadonlyArray<Taped<AnyTensor>>
  readonly list: T.Wengert<AnyTensor>
}

/** A program recorded on a list at a point. */
const recorded = (program: Program, point: Float64Array, on: T.Wengert<AnyTensor> = T.empty): Recording => {
  const values = tensorsOf(program.inputs, point)
  const [made, list] = T.run<AnyTensor>(on)(
    T.Monad.chain(
      inputs(
        values,
        values.map(() => true),
      ),
      (registered) => T.Monad.map(fold(tape(evaluation))(program)(registered), (outputs) => ({ inputs: registered, outputs })),
    ),
  )
  return { ...made, list }
}

const pulled = (program: Program, { inputs: wanted, outputs, list }: Recording, w: Float64Array): Float64Array => {
  const avals = outputAvals(program)
  const back = sweep(evaluation)(list, outputs, tensorsOf(avals, w), avals, wanted)
  return vectorOf(back.map((cotangent, i) => cotangent ?? filled(avalOf(wanted[i]?.value ?? filled({ dtype: 'float64', shape: [], text: 'f64' }, 0)), 0)))
}

const entries = (list: T.Wengert<AnyTensor>): ReadonlyArray<T.Entry<AnyTensor>> => {
  const all: Array<T.Entry<AnyTensor>> = []
  for (let rest = list.entries; rest !== null; rest = rest.tail) all.push(rest.head)
  return all.reverse()
}

/**
 * Laws of the list that recording a program leaves.
 *
 * @example
 * refuted(check(tapeList(scalarPrograms()), { runs: 5 }))   // []
 * @category laws
 */
export const tapeList = (samples: fc.Arbitrary<Sample>): ReadonlyArray<Law> => [
  law('recording changes no value', samples, ({ program, point }) =>
    identical(vectorOf(recorded(program, point).outputs.map((out) => out.value)), mapOf(program)(point)),
  ),
  law('ids strictly increase', samples, ({ program, point }) => {
    const ids = entries(recorded(program, point).list).flatMap((e) => e.ids)
    return that(
      ids.every((id, i) => i === 0 || id > (ids[i - 1] ?? Number.POSITIVE_INFINITY)),
      'increasing ids',
      ids.join(' '),
    )
  }),
  law('parents come before their children', samples, ({ program, point }) => {
    const all = entries(recorded(program, point).list)
    return that(
      all.every((e) => e.parents.every((parent) => parent === null || e.ids.every((id) => parent < id))),
      'older parents',
      'a parent that is younger',
    )
  }),
  law('a tape persists: two continuations of one do not see each other', samples, ({ program, point, w }) => {
    const start = recorded(program, point)
    const again = (): Recording => recorded(program, point, start.list)
    const [one, other] = [
      again(),
      recorded(
        program,
        point.map((x) => x / 2),
        start.list,
      ),
    ]
    return every(
      () =>
        that(
          one.list.next === other.list.next && entries(start.list).length <= entries(one.list).length,
          'ids from the same number on',
          `${one.list.next} and ${other.list.next}`,
        ),
      () => identical(pulled(program, one, w), pulled(program, again(), w)),
      () => identical(pulled(program, start, w), pulled(program, recorded(program, point), w)),
    )
  }),
  law('the tape over numbers has the gradient of the tape over expressions', samples, ({ program, point, w }) =>
    near(pulled(program, recorded(program, point), w), mappingOf(program, library).pull(point, w), 1e-10),
  ),
]

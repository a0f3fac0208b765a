/**
 * The script of a page that shares loops with workers, as far as it may, and leaves in `answers` what came of it.
 */
import { compile, exp, explain, mul, threads, type Vector } from '../../src/index.ts'
import { phantom } from '../../src/type/phantom.ts'

export interface Shared {
  /** Why there is no other thread. */
  readonly alone: string | null
  readonly shared: number
  /** Whether every call had the bits of one thread. */
  readonly same: boolean
  /** Shares that each thread took. */
  readonly taken: ReadonlyArray<number>
  /** Whether the calls after the end of the crew had them too. */
  readonly after: boolean
}

const xs = Float64Array.from({ length: 60_000 }, (_, i) => Math.sin(i))
const f = (x: Vector): Vector => exp(mul(x, exp(x)))

const report = async (patience: number): Promise<Shared> => {
  const wanted = compile(f)(xs)
  const isSame = (ys: Float64Array): boolean => ys.every((y, i) => Object.is(y, wanted[i]))
  const crew = threads(3)
  const run = compile((x: Vector) => f(x), { threads: crew })
  const { alone, shared } = explain((x: Vector) => f(x), { threads: crew })(xs)
  let same = true
  const end = performance.now() + patience
  do {
    for (let i = 0; i < 10; i++) same = isSame(run(xs)) && same
    // Workers of a page start between turns of its own loop.
    await new Promise((resolve) => setTimeout(resolve, 5))
  } while (performance.now() < end && crew.taken().some((taken) => taken === 0))
  const taken = crew.taken()
  crew.end()
  return { alone, shared, same, taken, after: isSame(run(xs)) }
}

const scope: { readonly location: { readonly search: string } } = phantom(globalThis)

Object.assign(globalThis, { answers: report(Number(new URLSearchParams(scope.location.search).get('patience'))) })

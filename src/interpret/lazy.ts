/**
 * Power series whose coefficients are computed when they are asked for, and once.
 *
 * Such a series may be defined by an equation in which it occurs itself, as long as a coefficient
 * asks for lower ones only: y′ = y·x′ is eˣ, written as it stands (M. D. McIlroy, Power Series, Power
 * Serious, 1999). A missing coefficient is a structural zero.
 */
import { entry } from '../entry.ts'
import type { Aval } from '../array/aval.ts'
import type { Emitter } from '../basis/emit.ts'

/** A series over the carrier A. */
export interface Lazy<A> {
  /** Series are told apart by number: an operation on the same series is the same series. */
  readonly id: number
  readonly of: Aval
  /** Coefficients below this order are structural zeros, known without asking for them. */
  readonly first: number
  /** Whether all coefficients above order 0 are structural zeros. */
  readonly steady: () => boolean
  readonly at: (order: number) => A | null
}

/** A thunk computed once. */
export const once = <T>(make: () => T): (() => T) => {
  const made: { value?: T } = {}
  return () => {
    if (made.value === undefined) made.value = make()
    return made.value
  }
}

/** A function of the order, each value computed once. */
export const remembered = <T>(make: (order: number) => T): ((order: number) => T) => {
  const known: Array<T | undefined> = []
  return (order) => {
    const hit = known[order]
    if (hit !== undefined) return hit
    const made = make(order)
    known[order] = made
    return made
  }
}

const sum = <A>(emit: Emitter<A>, of: Aval, x: A | null, y: A | null): A | null => (x === null ? y : y === null ? x : emit.add(of, x, y))

/** Coefficientwise. */
export const added =
  <A>(emit: Emitter<A>, x: Lazy<A>, y: Lazy<A>) =>
  (order: number): A | null =>
    sum(emit, x.of, x.at(order), y.at(order))

/** The Cauchy product of any number of series by a product linear in each; what is known to be zero is not asked for. */
export const product =
  <A>(emit: Emitter<A>, of: Aval, factors: ReadonlyArray<Lazy<A>>, multiply: (coefficients: ReadonlyArray<A>) => A) =>
  (order: number): A | null => {
    // What the factors from i on need at least.
    const least = factors.map((_, i) => factors.slice(i + 1).reduce((total, { first }) => total + first, 0))
    const from = (i: number, left: number, taken: ReadonlyArray<A>): A | null => {
      const factor = factors[i]
      if (factor === undefined) return left === 0 ? multiply(taken) : null
      const last = left - entry(least, i)
      let total: A | null = null
      for (let j = i === factors.length - 1 ? left : factor.first; j <= last; j++) {
        if (j < factor.first) continue
        const coefficient = factor.at(j)
        if (coefficient !== null) total = sum(emit, of, total, from(i + 1, left - j, [...taken, coefficient]))
      }
      return total
    }
    return from(0, order, [])
  }

const scaled = <A>(emit: Emitter<A>, of: Aval, factor: number, x: A | null): A | null =>
  x === null || factor === 1 ? x : emit.mul(of, emit.fill(of, factor), x)

/** x′. */
export const differentiated =
  <A>(emit: Emitter<A>, x: Lazy<A>) =>
  (order: number): A | null =>
    scaled(emit, x.of, order + 1, x.at(order + 1))

/** The coefficient above order 0 of a series with the derivative `slope`. */
export const integrated = <A>(emit: Emitter<A>, of: Aval, slope: Lazy<A>, order: number): A | null => scaled(emit, of, 1 / order, slope.at(order - 1))

/**
 * The laws of an algebra that computes with more than numbers: what more it carries changes no number, whatever
 * the program, and literals mean themselves.
 */
import type * as fc from 'fast-check'
import type { AnyTensor } from '../src/array/tensor.ts'
import { evaluation } from '../src/interpret/evaluate.ts'
import { fold } from '../src/program/fold.ts'
import type { Algebra } from '../src/program/model.ts'
import { identical } from './closeness.ts'
import { type Law, law } from './law.ts'
import { tensorsOf, vectorOf } from './mapping.ts'
import type { Sample } from './program.ts'

/** An algebra over arrays, how an array gets in, and the array in what comes out. */
export interface Carrier<A> {
  readonly algebra: Algebra<A>
  readonly into: (value: AnyTensor) => A
  readonly out: (value: A) => AnyTensor
}

/**
 * The laws of a carrier on programs: forgetting what more it carries is a homomorphism onto numbers, bit for bit.
 *
 * @example
 * const duals: Carrier<Dual<AnyTensor>> = { algebra: dual(evaluate), into: steady, out: ({ primal }) => primal }
 * refuted(check(homomorphism(scalarPrograms(), duals), { runs: 9 }))   // []
 * @category laws
 */
export const homomorphism = <A>(samples: fc.Arbitrary<Sample>, { algebra, into, out }: Carrier<A>): ReadonlyArray<Law> => [
  law('forgetting what is carried is evaluation', samples, ({ program, point }) => {
    const inputs = tensorsOf(program.inputs, point)
    return identical(vectorOf(fold(algebra)(program)(inputs.map(into)).map(out)), vectorOf(fold(evaluation)(program)(inputs)))
  }),
  law('a literal means itself', samples, ({ program, point }) => {
    const inputs = tensorsOf(program.inputs, point)
    return identical(vectorOf(inputs.map((x) => out(algebra.literal(x)))), vectorOf(inputs))
  }),
]

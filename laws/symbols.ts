/**
 * Derivatives against a calculus book: the symbolic differentiator has a table of rules of its own and
 * shares nothing with either mode but the values of the operations.
 */
import type * as fc from 'fast-check'
import { entry } from '../src/entry.ts'
import { symbolic } from '../src/index.ts'
import type { Program } from '../src/program/model.ts'
import { innerProduct, near, type Numbers } from './closeness.ts'
import { tolerances } from './derivative.ts'
import { type Law, law, undecided, type Verdict } from './law.ts'
import { library, mapOf, mappingOf, type Modes } from './mapping.ts'
import type { Sample } from './program.ts'

/** The Jacobian of a scalar program by the book, a row per result. */
const byTheBook = (program: Program, x: Numbers): ReadonlyArray<Float64Array> =>
  program.outputs.map((output) =>
    Float64Array.from(program.inputs, (_, i) => entry(Array.from(mapOf(symbolic({ ...program, outputs: [output], outputNames: [''] }, i))(x)), 0)),
  )

/** Entries that cancel are judged by the size of the terms they are made of. */
const floorOf = (jacobian: ReadonlyArray<Float64Array>): number =>
  Math.max(1e-3, 1e-3 * Math.max(0, ...jacobian.flatMap((row) => Array.from(row, (d) => (Number.isFinite(d) ? Math.abs(d) : 0)))))

/** At a kink the book has no derivative, while the library has a convention. */
const compared = (jacobian: ReadonlyArray<Float64Array>, found: Numbers, wanted: Numbers): Verdict =>
  jacobian.every((row) => row.every(Number.isFinite)) ? near(found, wanted, tolerances.modes, floorOf(jacobian)) : undecided('the book has no derivative here')

/**
 * Laws that catch a wrong rule by another table of rules: each mode against symbolic differentiation.
 * For programs of scalars.
 *
 * @example
 * refuted(check(bySymbols(scalarPrograms()), { runs: 5 }))   // []
 * @category laws
 */
export const bySymbols = (samples: fc.Arbitrary<Sample>, modes: Modes = library): ReadonlyArray<Law> => [
  law('forward mode agrees with symbolic differentiation', samples, ({ program, point, v }) => {
    const jacobian = byTheBook(program, point)
    return compared(
      jacobian,
      mappingOf(program, modes).push(point, v),
      jacobian.map((row) => innerProduct(row, v)),
    )
  }),
  law('reverse mode agrees with symbolic differentiation', samples, ({ program, point, w }) => {
    const jacobian = byTheBook(program, point)
    const wanted = program.inputs.map((_, i) =>
      innerProduct(
        jacobian.map((row) => entry(Array.from(row), i)),
        w,
      ),
    )
    return compared(jacobian, mappingOf(program, modes).pull(point, w), wanted)
  }),
]

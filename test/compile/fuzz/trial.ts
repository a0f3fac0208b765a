/**
 * One trial of the fuzzer: a random program, what is made of it (nothing, a derivative, a gradient, a batch),
 * and the numbers it runs on. It shrinks, and prints as what to paste.
 */
import * as fc from 'fast-check'
import type { Dims } from '../../../src/array/shape.ts'
import { sizeOf } from '../../../src/array/shape.ts'
import type { AnyTensor } from '../../../src/array/tensor.ts'
import { mul } from '../../../src/basis/arithmetic.ts'
import { sum } from '../../../src/basis/broadcast.ts'
import { add } from '../../../src/basis/arithmetic.ts'
import { raise } from '../../../src/failure.ts'
import { reverse } from '../../../src/interpret/tape.ts'
import { optimised } from '../../../src/simplify/optimise.ts'
import { simplify } from '../../../src/simplify/simplify.ts'
import { batch } from '../../../src/transform/batch.ts'
import { derivative, gradient } from '../../../src/transform/gradient.ts'
import { differentiable } from '../../../src/transform/pick.ts'
import { outputAvals } from '../../../src/program/avals.ts'
import type { AnyExpr, Expr, Program, Scalar } from '../../../src/program/model.ts'
import { close, inline } from '../../../src/program/trace.ts'
import { phantom } from '../../../src/type/phantom.ts'
import { arrayProductions, scalarProductions } from '../../../laws/production.ts'
import { vocabularyProductions } from '../../../laws/production-array.ts'
import { snippets } from '../../../laws/program.ts'
import { programOf, showArguments, showSnippet } from '../../../laws/snippet.ts'
import { cases } from '../../primitive/cases.ts'
import { difference } from '../difference.ts'
import { controlProductions } from './control.ts'
import { calm, operandsOf, unbounded, wild } from './wild.ts'

// programs ---------------------------------------------------------------------------------

/** A program, and how a person would write it. */
interface Written {
  readonly program: Program
  readonly text: (numbers: ReadonlyArray<number>) => string
}

// Past the width of a vector and past the eight partial sums, and not a multiple of either.
const shapes: ReadonlyArray<Dims> = [[], [], [3], [2, 3], [1, 3], [2, 1], [2, 2], [3, 3], [7], [17], [24], [3, 8], [2, 11]]

const productions = [...vocabularyProductions, ...controlProductions, ...controlProductions]

const written = (of: ReturnType<typeof snippets>): fc.Arbitrary<Written> =>
  of.map((snippet) => ({
    program: programOf(snippet),
    text: (numbers) => {
      const length = snippet.shapes.reduce((total, shape) => total + sizeOf(shape), 0)
      return `${showSnippet(snippet)}\nf(${showArguments(
        snippet,
        Array.from({ length }, (_, i) => numbers[i % numbers.length] ?? 0),
      )})`
    },
  }))

const programs: fc.Arbitrary<Written> = fc.oneof(
  { weight: 4, arbitrary: written(snippets({ productions, shapes, lines: 12 })) },
  { weight: 3, arbitrary: written(snippets({ productions: productions.map(unbounded), shapes, lines: 8 })) },
  { weight: 1, arbitrary: fc.constantFrom(...cases).map(({ name, program }): Written => ({ program, text: (numbers) => `${name}: ${numbers.join(', ')}` })) },
  { weight: 2, arbitrary: written(snippets({ productions: arrayProductions.map(unbounded), shapes, lines: 16 })) },
  { weight: 1, arbitrary: written(snippets({ productions: scalarProductions.map(unbounded), shapes: [[]], lines: 24 })) },
)

// what is made of them ---------------------------------------------------------------------

type Change = (program: Program, size: number) => Program

/** One number of all results. */
const total = (program: Program): Program =>
  close(program.inputs, (xs) => [
    phantom(
      inline(program)(xs)
        .filter((y) => y.dtype === 'float64')
        .map((y: AnyExpr): Scalar => sum(mul(phantom<Expr>(y), 0.75)))
        .reduce(add),
    ),
  ])

const marks = (program: Program): ReadonlyArray<boolean> => program.inputs.map(differentiable)
const all = (program: Program): ReadonlyArray<boolean> => program.inputs.map(() => true)
const hasGradient = (program: Program): boolean => marks(program).some(Boolean) && outputAvals(program).some(differentiable)
const graded: Change = (program) => (hasGradient(program) ? gradient(total(program), marks(program)) : program)
const widened: Change = (program, size) => batch(program, all(program), size).program

/** What transforms make of a program. */
export const changes: { readonly [name: string]: Change } = {
  'as it is': (program) => program,
  simplified: (program) => simplify(program),
  optimised: (program) => optimised(program),
  derivative: (program) => optimised(derivative(program)),
  gradient: (program) => optimised(graded(program, 0)),
  'gradient, not simplified': graded,
  'the way forth': (program) => simplify(reverse(program, marks(program)).forward),
  'the way back': (program) => simplify(reverse(program, marks(program)).pullback),
  'derivative of the gradient': (program) => optimised(derivative(graded(program, 0))),
  batched: (program, size) => optimised(widened(program, size)),
  'batched by its first input': (program, size) =>
    optimised(
      batch(
        program,
        program.inputs.map((_, i) => i === 0),
        size,
      ).program,
    ),
  'gradient, batched': (program, size) => optimised(widened(graded(program, 0), size)),
}

// trials -----------------------------------------------------------------------------------

export interface Trial {
  readonly program: Program
  readonly points: ReadonlyArray<ReadonlyArray<AnyTensor>>
}

const kept = 29

const numbers = (of: fc.Arbitrary<number>): fc.Arbitrary<ReadonlyArray<number>> => fc.array(of, { minLength: kept, maxLength: kept })

/** Random programs and what is made of them, by the names of changes, each at a tame point and at two wild ones. */
export const trialsOf = (names: ReadonlyArray<string>): fc.Arbitrary<Trial> =>
  fc
    .tuple(programs, fc.constantFrom(...names), fc.constantFrom(1, 2, 3, 5, 9, 20), numbers(calm), numbers(wild), numbers(wild))
    .map(([{ program, text }, name, size, ...points]) => {
      const made = (changes[name] ?? raise({ _tag: 'Argument', operation: 'trialsOf', reason: `no change is called ${name}` }))(program, size)
      const trial: Trial = { program: made, points: points.map((point) => operandsOf(made.inputs, point)) }
      const show = (): string => `${points.map(text).join('\n')}\n// ${name}${name.includes('batch') ? ` ${size} times` : ''}`
      return Object.defineProperty(trial, fc.toStringMethod, { value: show, enumerable: false })
    })

export const trials: fc.Arbitrary<Trial> = trialsOf(Object.keys(changes))

/** What differs between the interpreter and compiled code, or nothing. */
export const differs = ({ program, points }: Trial): string => difference(program, ...points)

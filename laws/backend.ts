/**
 * The laws of a backend: whatever runs programs gives the bits of the interpreter, for a program, what
 * simplification makes of it, its derivatives in both modes and its batches; the second time too, since a
 * memory remembers.
 */
import type * as fc from 'fast-check'
import type { AnyTensor } from '../src/array/tensor.ts'
import { type Backend, compileProgram } from '../src/compile/kernel.ts'
import { entry } from '../src/entry.ts'
import { simplify } from '../src/index.ts'
import { evaluation } from '../src/interpret/evaluate.ts'
import { outputAvals } from '../src/program/avals.ts'
import { fold } from '../src/program/fold.ts'
import type { Program } from '../src/program/model.ts'
import { batch } from '../src/transform/batch.ts'
import { identical, type Numbers } from './closeness.ts'
import { every, holds, type Law, law, same, undecided, type Verdict } from './law.ts'
import { library, sizesOf, tensorsOf, vectorOf } from './mapping.ts'
import type { Sample } from './program.ts'

/** Anything that runs programs. */
export interface Engine {
  readonly name: string
  /** A program ready to run; null where this engine cannot, as where code may not be made. */
  readonly prepare: (program: Program) => ((inputs: ReadonlyArray<AnyTensor>) => ReadonlyArray<AnyTensor>) | null
}

const textOf = (tensors: ReadonlyArray<AnyTensor>): string => tensors.map(({ dtype, shape }) => `${dtype}[${shape.join()}]`).join(' ')

const sameBits = (found: ReadonlyArray<AnyTensor>, wanted: ReadonlyArray<AnyTensor>): Verdict =>
  every(
    () => same(textOf(found), textOf(wanted)),
    () => identical(vectorOf(found), vectorOf(wanted)),
  )

/** Whether an engine gives the bits of the interpreter on some inputs, one after the other. */
const agreesOn = ({ prepare }: Engine, program: Program, points: ReadonlyArray<Numbers>): Verdict => {
  const run = prepare(program)
  if (run === null) return undecided('this engine does not run here')
  const reference = fold(evaluation)(program)
  const inputs = points.map((point) => tensorsOf(program.inputs, point))
  // All of them first: a result is not to change when the next is computed.
  const found = inputs.map(run)
  return every(...inputs.map((given, i) => () => sameBits(entry(found, i), reference(given))))
}

const joined = (...parts: ReadonlyArray<Numbers>): Float64Array => Float64Array.from(parts.flatMap((part) => Array.from(part)))

/** Each input of both rows, one after the other. */
const bothRows = (program: Program, x: Numbers, y: Numbers): Float64Array => {
  const [xs, ys] = [tensorsOf(program.inputs, x), tensorsOf(program.inputs, y)]
  return vectorOf(xs.flatMap((one, i) => [one, ...ys.slice(i, i + 1)]))
}

/**
 * The laws of an engine on programs.
 *
 * @example
 * refuted(check(agreement(scalarPrograms(), compiledBy('webassembly')), { runs: 3 }))   // []
 * const lazy: Engine = { name: 'lazy', prepare: () => () => [tensor(0)] }
 * refuted(check(agreement(scalarPrograms(), lazy), { runs: 9 })).length   // 5
 * @category laws
 */
export const agreement = (samples: fc.Arbitrary<Sample>, engine: Engine): ReadonlyArray<Law> => {
  const on = (name: string, of: (sample: Sample) => readonly [Program, ReadonlyArray<Numbers>]): Law =>
    law(`${engine.name}: ${name}`, samples, (sample) => {
      const [program, points] = of(sample)
      return outputAvals(program).length === 0 ? holds : agreesOn(engine, program, points)
    })
  return [
    on('the bits of the interpreter, on other inputs and on the same again', ({ program, point, u }) => [program, [point, u, point]]),
    on('those of a simplified program', ({ program, point, u }) => [simplify(program), [point, u]]),
    on('those of a derivative by forward mode', ({ program, point, u, v }) => [simplify(library.forward(program)), [joined(point, v), joined(u, v)]]),
    on('those of a derivative by reverse mode', ({ program, point, u, w }) => [simplify(library.reverse(program)), [joined(point, w), joined(u, w)]]),
    on('those of a batch', ({ program, point, u }) => {
      const wide = batch(
        program,
        program.inputs.map(() => true),
        2,
      ).program
      return [wide, [bothRows(program, point, u), bothRows(program, u, point)].map((x) => x.slice(0, sizesOf(wide).inputs))]
    }),
  ]
}

/**
 * The library's own compiler as an engine, with one kind of code.
 *
 * @example
 * compiledBy('javascript').name   // 'javascript'
 * @category laws
 */
export const compiledBy = (backend: Backend): Engine => ({
  name: backend,
  prepare: (program) => compileProgram(program, backend)?.run ?? null,
})

/**
 * The laws of vectorisation: a program over a batch is the program on every row, whatever it is made
 * of, for its derivatives, for batches of none and for batches of batches.
 */
import * as fc from 'fast-check'
import { withShape } from '../src/array/aval.ts'
import { sizeOf } from '../src/array/shape.ts'
import { outputAvals } from '../src/program/avals.ts'
import type { Nonzero, Program } from '../src/program/model.ts'
import { batch as libraryBatch } from '../src/transform/batch.ts'
import { near, type Numbers } from './closeness.ts'
import { every, type Law, law, same, type Verdict } from './law.ts'
import { library, mapOf, sizesOf } from './mapping.ts'
import type { Sample } from './program.ts'

/** Inputs marked gain an axis in front; so do the outputs that depend on them. */
export type Batch = (program: Program, batched: Nonzero, size: number) => { readonly program: Program; readonly batched: Nonzero }

/** The inputs of a wide program: every row's value where an input is batched, the first row's where not. */
const stackedInputs = (program: Program, batched: Nonzero, rows: ReadonlyArray<Numbers>): Float64Array => {
  let from = 0
  const parts = program.inputs.flatMap((of, i) => {
    const start = from
    from += sizeOf(of.shape)
    const used = batched[i] ? rows : rows.slice(0, 1)
    return used.flatMap((row) => Array.from({ length: from - start }, (_, k) => row[start + k] ?? Number.NaN))
  })
  return Float64Array.from(parts)
}

/** One row of a wide program's outputs. */
const rowOf = (program: Program, batched: Nonzero, outputs: Float64Array, size: number, row: number): ReadonlyArray<number> => {
  let from = 0
  return outputAvals(program).flatMap((of, j) => {
    const length = sizeOf(of.shape)
    const start = from + (batched[j] ? row * length : 0)
    from += batched[j] ? size * length : length
    return Array.from(outputs.slice(start, start + length))
  })
}

/** Whether a program over a batch is the program row by row. Inputs that are not batched have the first row's value. */
export const rowByRow = (batch: Batch, program: Program, batched: Nonzero, rows: ReadonlyArray<Numbers>): Verdict => {
  const wide = batch(program, batched, rows.length)
  const outputs = mapOf(wide.program)(stackedInputs(program, batched, rows))
  const alone = mapOf(program)
  return every(
    ...rows.map((row, r) => () => {
      const input = stackedInputs(
        program,
        batched.map(() => true),
        [row],
      )
      const [first = row] = rows
      let from = 0
      program.inputs.forEach((of, i) => {
        const length = sizeOf(of.shape)
        if (!batched[i]) for (let k = from; k < from + length; k++) input[k] = first[k] ?? Number.NaN
        from += length
      })
      return near(rowOf(program, wide.batched, outputs, rows.length, r), alone(input), 1e-12)
    }),
  )
}

/** Whether a program over a batch of none has no rows: of what depends on the batch none, of the rest the value alone. */
export const noRows = (batch: Batch, program: Program): Verdict => {
  const wide = batch(
    program,
    program.inputs.map(() => true),
    0,
  )
  const [avals, alone] = [outputAvals(wide.program), outputAvals(program)]
  const wanted = alone.map((of, j) => (wide.batched[j] ? withShape(of, [0, ...of.shape]) : of))
  const constant = alone.reduce((n, of, j) => (wide.batched[j] ? n : n + sizeOf(of.shape)), 0)
  return every(
    () => same(avals.map((of) => of.text).join(' '), wanted.map((of) => of.text).join(' ')),
    () => same(String(mapOf(wide.program)([]).length), String(constant)),
  )
}

const rowsOf = ({ point, u, reach }: Sample, count: number): ReadonlyArray<Float64Array> =>
  Array.from({ length: count }, (_, r) => point.map((x, i) => x + ((r * reach) / count) * (u[i] ?? 0)))

/**
 * Laws of vectorisation over any source of programs.
 *
 * @example
 * refuted(check(vectorisation(arrayPrograms()), { runs: 5 }))   // []
 * @category laws
 */
export const vectorisation = (samples: fc.Arbitrary<Sample>, batch: Batch = libraryBatch): ReadonlyArray<Law> => {
  const cases = fc.tuple(samples, fc.integer({ min: 1, max: 3 }), fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }))
  const marks = (program: Program, chosen: ReadonlyArray<boolean>): Nonzero => program.inputs.map((_, i) => i === 0 || (chosen[i % chosen.length] ?? false))
  return [
    law('vmap f = map f', cases, ([sample, size, chosen]) => rowByRow(batch, sample.program, marks(sample.program, chosen), rowsOf(sample, size))),
    law('vmap ∘ jvp = map ∘ jvp', cases, ([sample, size]) => {
      const made = library.forward(sample.program)
      return rowByRow(
        batch,
        made,
        made.inputs.map(() => true),
        rowsOf(sample, size).map((row) => [...row, ...sample.v]),
      )
    }),
    law('vmap ∘ grad = map ∘ grad', cases, ([sample, size]) => {
      const made = library.reverse(sample.program)
      return rowByRow(
        batch,
        made,
        made.inputs.map(() => true),
        rowsOf(sample, size).map((row) => [...row, ...sample.w]),
      )
    }),
    law('jvp ∘ vmap = vmap ∘ jvp', cases, ([sample, size]) => {
      const { program, v } = sample
      const all = program.inputs.map(() => true)
      const wide = batch(program, all, size)
      const rows = rowsOf(sample, size)
      const [outer, m] = [library.forward(wide.program), sizesOf(wide.program).outputs]
      const tangents = mapOf(outer)([
        ...stackedInputs(program, all, rows),
        ...stackedInputs(
          program,
          all,
          rows.map(() => v),
        ),
      ]).slice(m)
      const inner = mapOf(library.forward(program))
      return every(
        ...rows.map((row, r) => () => near(rowOf(program, wide.batched, tangents, size, r), inner([...row, ...v]).slice(sizesOf(program).outputs), 1e-10)),
      )
    }),
    law('vmap (vmap f) = map (map f)', cases, ([sample, size]) => {
      const all = sample.program.inputs.map(() => true)
      const { program: once } = batch(sample.program, all, 2)
      const rows = rowsOf(sample, 2 * size)
      const pairs = Array.from({ length: size }, (_, r) => stackedInputs(sample.program, all, rows.slice(2 * r, 2 * r + 2)))
      return rowByRow(batch, once, all, pairs)
    }),
    law('a batch of none has no rows', samples, ({ program }) => noRows(batch, program)),
  ]
}

/**
 * Programs and points that are the same everywhere and at any time, in groups: each elementwise function on two
 * thousand arguments, every primitive in every form, and random programs with their gradients.
 */
import * as fc from 'fast-check'
import type { AnyTensor } from '../../../src/array/tensor.ts'
import type { Program } from '../../../src/program/model.ts'
import { batch } from '../../../src/transform/batch.ts'
import { cases } from '../../primitive/cases.ts'
import { type Trial, trialsOf } from '../fuzz/trial.ts'
import { calm, operandsOf, wild } from '../fuzz/wild.ts'

export interface Group {
  readonly name: string
  readonly trials: () => ReadonlyArray<Trial>
}

const numbers = (seed: number, numRuns: number): ReadonlyArray<number> => fc.sample(wild, { seed, numRuns })

/** Numbers of every size, and more of those where functions bend. */
const spread = (seed: number, count: number): ReadonlyArray<number> => {
  const tame = fc.sample(calm, { seed, numRuns: count })
  return numbers(seed, count).map((x, i) => {
    const y = tame[i] ?? 0
    return i % 4 === 0 ? x : i % 4 === 1 ? y * 2 ** ((i % 101) - 50) : i % 4 === 2 ? y / 4 : 2 * y
  })
}

const isElementwise = (program: Program): boolean => program.equations.length === 1 && program.equations[0]?.primitive.scalar !== null

const rows = 1000

const elementwise: ReadonlyArray<Group> = cases
  .filter(({ program }) => isElementwise(program))
  .map(({ name, program }, i) => ({
    name,
    trials: () => {
      const wide = batch(
        program,
        program.inputs.map(() => true),
        rows,
      ).program
      // As many numbers as no input's size divides, so that pairs of them do not come again.
      return [{ program: wide, points: [operandsOf(wide.inputs, spread(i, 2503))] }]
    },
  }))

const forms: Group = {
  name: 'every primitive in every form',
  trials: () =>
    cases.map(({ program, operands }, i) => {
      const points: ReadonlyArray<ReadonlyArray<AnyTensor>> = [operands, operandsOf(program.inputs, numbers(i, 31)), operandsOf(program.inputs, spread(i, 37))]
      return { program, points }
    }),
}

const perGroup = 150

/** So many groups of random programs; simplifying is left out, since how a sum is written is not a promise. */
const random: ReadonlyArray<Group> = Array.from({ length: 20 }, (_, i) => ({
  name: `random programs, seed ${i}`,
  trials: () => fc.sample(trialsOf(['as it is', 'as it is', 'gradient, not simplified']), { seed: i, numRuns: perGroup }),
}))

export const groups: ReadonlyArray<Group> = [...elementwise, forms, ...random]

/** All but most of the random programs. */
export const few: ReadonlyArray<Group> = groups.filter((group) => !random.includes(group) || random.indexOf(group) < 2)

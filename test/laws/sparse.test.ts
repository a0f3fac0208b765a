import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { branches, customs, scans } from '../../laws/control.ts'
import { implicits, pullbacks, recomputations, whiles } from '../../laws/iteration.ts'
import { arrayPrograms, scalarPrograms, smoothPrograms, vocabularyPrograms } from '../../laws/program.ts'
import { check, refuted } from '../../laws/law.ts'
import { colourings, sparseDerivatives, type SparseTransforms, sparseTransforms } from '../../laws/sparse.ts'
import type { Sample } from '../../laws/program.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import type { SparseProgram } from '../../src/call/sparse-signature.ts'
import { flip } from '../../src/primitive/arrange.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import { float } from '../../src/program/expr.ts'
import type { Vector } from '../../src/program/model.ts'
import { toExpr } from '../../src/program/operate.ts'
import { close, inline } from '../../src/program/trace.ts'
import type { Colouring, Sparsity } from '../../src/sparse/matrix.ts'
import { phantom } from '../../src/type/phantom.ts'
import { entries } from '../sparse/graphs.ts'
import { rowsIn } from '../sparse/rows.ts'
import { obey } from './suite.ts'
import type { Table } from '../table.ts'

describe('colourings', () => obey(colourings(), 200))

describe('sparse derivatives of smooth programs', () => obey(sparseDerivatives(smoothPrograms()), 20))
describe('sparse derivatives of programs with kinks', () => obey(sparseDerivatives(scalarPrograms()), 20))
describe('sparse derivatives of array programs', () => obey(sparseDerivatives(arrayPrograms({ lines: 6 })), 25))
describe('sparse derivatives of the vocabulary', () => obey(sparseDerivatives(vocabularyPrograms({ lines: 4 })), 25))
describe('sparse derivatives of scans', () => obey(sparseDerivatives(scans()), 10))
describe('sparse derivatives of branches', () => obey(sparseDerivatives(branches()), 10))
describe('sparse derivatives of custom rules', () => obey(sparseDerivatives(customs()), 10))
describe('sparse derivatives of while loops', () => obey(sparseDerivatives(whiles()), 10))
describe('sparse derivatives of checkpoints', () => obey(sparseDerivatives(recomputations()), 10))
describe('sparse derivatives of reverse rules', () => obey(sparseDerivatives(pullbacks()), 10))
describe('sparse derivatives of implicit functions', () => obey(sparseDerivatives(implicits()), 5))

/** The same entries in other places, one row down. */
const displaced = (of: SparseProgram): SparseProgram => {
  const [height, width] = of.sparsity.shape
  const at = Array.from({ length: height * width }, (_, k) => [Math.floor(k / width), k % width] as const)
  const count = Number(of.sparsity.rows.shape[0])
  return { ...of, sparsity: entries([height, width], at.slice(0, count)) }
}

const doubled = (of: SparseProgram): SparseProgram => ({
  ...of,
  program: close(of.program.inputs, (xs) => inline(of.program)(xs).map((y) => toExpr('fault', mul(2, phantom<Vector>(y))))),
})

/** One colour for all. */
const plain = ({ colours, ...of }: Colouring): Colouring => ({
  ...of,
  count: 1,
  colours: entries(
    [0, 0],
    Array.from({ length: Number(colours.shape[0]) }, () => [0, 0] as const),
  ).rows,
})

/** Neighbours differ, and nothing else is asked. */
const proper = (sparsity: Sparsity): Colouring => {
  const colours: Array<number> = []
  rowsIn(sparsity).forEach((row, i) => {
    const beside = row.filter((j) => j < i).map((j) => colours[j])
    colours.push(row.length === 0 ? -1 : [0, 1, 2, 3, 4, 5, 6, 7, 8].findIndex((colour) => !beside.includes(colour)))
  })
  return {
    by: 'star',
    count: Math.max(...colours, -1) + 1,
    colours: entries(
      [9, 9],
      colours.map((colour) => [colour, 0] as const),
    ).rows,
  }
}

const faults: Table<readonly [string, SparseTransforms]> = [
  ['a Jacobian twice as large', { ...sparseTransforms, jacobian: (program, direction) => doubled(sparseTransforms.jacobian(program, direction)) }],
  [
    'a reverse Jacobian twice as large',
    { ...sparseTransforms, jacobian: (program, by) => (by === 'reverse' ? doubled : (of: SparseProgram) => of)(sparseTransforms.jacobian(program, by)) },
  ],
  ['a pattern that lacks entries', { ...sparseTransforms, jacobian: (program, by) => displaced(sparseTransforms.jacobian(program, by)) }],
  ['a Hessian twice as large', { ...sparseTransforms, hessian: (program) => doubled(sparseTransforms.hessian(program)) }],
  ['a pass for every column and one more', { ...sparseTransforms, jacobian: (program, by) => ({ ...sparseTransforms.jacobian(program, by), passes: 9 }) }],
  ['one colour for all', { ...sparseTransforms, colouring: (sparsity, options) => plain(sparseTransforms.colouring(sparsity, options)) }],
  [
    'a star colouring that minds neighbours only',
    { ...sparseTransforms, colouring: (sparsity, options) => (options.by === 'star' ? proper(sparsity) : sparseTransforms.colouring(sparsity, options)) },
  ],
  ['rows coloured as columns', { ...sparseTransforms, colouring: (sparsity, options) => sparseTransforms.colouring(sparsity, { ...options, by: 'columns' }) }],
]

const of = (x: Float64Array): Float64Array => x.map((y, i) => Math.sin(y) * (x[3 - i] ?? 0))
const sample: Sample = {
  program: close([float(4)], ([x]) => [toExpr('sample', mul(sin(phantom<Vector<4>>(x)), flip(phantom<Vector<4>>(x))))]),
  value: (x) => of(Float64Array.from(x)),
  point: Float64Array.of(0.4, 0.9, 1.3, 0.2),
  u: Float64Array.of(0.3, -0.5, 0.7, 0.1),
  v: Float64Array.of(0.8, 0.2, -0.4, 0.6),
  w: Float64Array.of(1.1, 0.6, 0.9, 1.7),
  reach: 0.25,
}

describe('a fault', () => {
  const found = (transforms: SparseTransforms): ReadonlyArray<string> =>
    refuted([...check(sparseDerivatives(fc.constant(sample), transforms), { runs: 1 }), ...check(colourings(transforms), { runs: 300, shrink: false })]).map(
      (outcome) => outcome.law,
    )
  it('is none in the library', () => expect(found(sparseTransforms)).toEqual([]))
  it.each(faults)('%s is seen', (_, faulty) => expect(found(faulty).length).toBeGreaterThan(0))
})

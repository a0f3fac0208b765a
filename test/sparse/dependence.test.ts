/**
 * Sets of columns through products of two moving values, and through branches and loops, beside what moves when an
 * input does: as the pushforwards of which patterns are found have them, and as other programs may.
 */
import { describe, expect, it } from 'vitest'
import { sizeOf } from '../../src/array/shape.ts'
import { type AnyTensor, avalOf, dataOf, scalarTensor, seal, tensor } from '../../src/array/tensor.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { broadcastTo } from '../../src/basis/broadcast.ts'
import { gt } from '../../src/basis/comparison.ts'
import { entry, integerAt } from '../../src/entry.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { at } from '../../src/primitive/at.ts'
import { dot, matmul } from '../../src/primitive/contraction.ts'
import { cond, scan } from '../../src/primitive/control.ts'
import { flip } from '../../src/primitive/arrange.ts'
import { whileLoop } from '../../src/primitive/iteration.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import { constant } from '../../src/program/expr.ts'
import { outputAvals } from '../../src/program/avals.ts'
import { fold } from '../../src/program/fold.ts'
import type { Mask, Matrix, Program, Scalar, Vector } from '../../src/program/model.ts'
import { toExpr } from '../../src/program/operate.ts'
import { close } from '../../src/program/trace.ts'
import { reaches } from '../../src/sparse/dependence.ts'
import { reaching, steady } from '../../src/sparse/reach.ts'
import { single, storeOf } from '../../src/sparse/store.ts'
import { phantom } from '../../src/type/phantom.ts'
import type { Table } from '../table.ts'

type Build = (...xs: ReadonlyArray<never>) => unknown

const programOf = (operands: ReadonlyArray<AnyTensor>, build: Build): Program =>
  close(operands.map(avalOf), (xs) => {
    const answer = build(...phantom<ReadonlyArray<never>>(xs))
    return (Array.isArray(answer) ? answer : [answer]).map((y) => toExpr('test', y))
  })

/** For each entry of the outputs the columns claimed; every entry of the inputs marked is a column. */
const claimed = (program: Program, marks: ReadonlyArray<boolean>): ReadonlyArray<ReadonlyArray<number>> => {
  const sizes = program.inputs.map((of, i) => (marks[i] ? sizeOf(of.shape) : 0))
  const store = storeOf(sizes.reduce((a, b) => a + b, 0))
  let next = 0
  const inputs = sizes.map((size) => (size === 0 ? steady : reaching(Int32Array.from({ length: size }, () => single(next++)))))
  return fold(reaches(store))(program)(inputs).flatMap(({ ids }, j) =>
    Array.from({ length: sizeOf(entry(outputAvals(program), j).shape) }, (_, i) => (ids === null ? [] : [...store.members(integerAt(ids, i))])),
  )
}

/** The columns that move an entry of the outputs. */
const moving = (program: Program, operands: ReadonlyArray<AnyTensor>, marks: ReadonlyArray<boolean>): ReadonlyArray<ReadonlyArray<number>> => {
  const run = (xs: ReadonlyArray<AnyTensor>): ReadonlyArray<number> => fold(evaluation)(program)(xs).flatMap((y) => Array.from(dataOf(y)))
  const base = run(operands)
  const rows = base.map((): Array<number> => [])
  let column = 0
  operands.forEach((x, which) => {
    if (!marks[which]) return
    for (let k = 0; k < dataOf(x).length; k++) {
      const data = Float64Array.from(dataOf(x))
      data[k] = entry(data, k) + 1e-3
      run(operands.map((other, i) => (i === which ? seal(avalOf(x), data) : other))).forEach((y, i) => {
        if (y !== base[i]) entry(rows, i).push(column)
      })
      column++
    }
  })
  return rows
}

const vector = (n: number): AnyTensor => tensor(Float64Array.from({ length: n }, (_, i) => Math.sin(1 + i) + 2))
const matrix = (m: number, n: number): AnyTensor =>
  tensor(
    Float64Array.from({ length: m * n }, (_, i) => Math.cos(i) + 2),
    [m, n],
  )
const yes = scalarTensor(1, 'bool')
const no = scalarTensor(0, 'bool')

/** A name, operands, which of them move, and a function of which exactly what moves must be claimed. */
const exact: Table<readonly [string, ReadonlyArray<AnyTensor>, ReadonlyArray<boolean>, Build]> = [
  ['a product of matrices, both moving', [matrix(2, 3), matrix(3, 2)], [true, true], (a: Matrix<2, 3>, b: Matrix<3, 2>) => matmul(a, b)],
  ['the left one moving', [matrix(2, 3), matrix(3, 2)], [true, false], (a: Matrix<2, 3>, b: Matrix<3, 2>) => matmul(a, b)],
  ['the right one moving', [matrix(2, 3), matrix(3, 2)], [false, true], (a: Matrix<2, 3>, b: Matrix<3, 2>) => matmul(a, b)],
  ['neither', [matrix(2, 3), matrix(3, 2), vector(2)], [false, false, true], (a: Matrix<2, 3>, b: Matrix<3, 2>, x: Vector<2>) => [matmul(a, b), x]],
  ['a vector by itself', [vector(4)], [true], (x: Vector<4>) => dot(x, x)],
  ['entries by themselves', [vector(4), vector(4)], [true, true], (x: Vector<4>, y: Vector<4>) => mul(flip(x), sin(y))],
  ...([yes, no] as const).map((mask): (typeof exact)[number] => [
    `a branch on a mask that is always ${String(dataOf(mask)[0] === 1)}`,
    [vector(3)],
    [true],
    (x: Vector<3>) =>
      cond(
        phantom<Mask<[]>>(constant(mask)),
        (z: Vector<3>) => flip(z),
        (z: Vector<3>) => sin(z),
        x,
      ),
  ]),
  [
    'a loop that hands on an entry of a list',
    [vector(4)],
    [true],
    (x: Vector<4>) => scan((c: Scalar, row: Scalar) => [row, mul(c, row)], phantom<Scalar>(1), x),
  ],
]

describe('what is claimed', () => {
  it.each(exact)('%s: just what moves', (_, operands, marks, build) => {
    const program = programOf(operands, build)
    expect(claimed(program, marks)).toEqual(moving(program, operands, marks))
  })

  it('of a branch on a mask that is given: either arm', () => {
    const build = (mask: Mask<[]>, x: Vector<3>) =>
      cond(
        mask,
        (z: Vector<3>) => flip(z),
        (z: Vector<3>) => sin(z),
        x,
      )
    const program = programOf([yes, vector(3)], build)
    expect(claimed(program, [false, true])).toEqual([[0, 2], [1], [0, 2]])
  })

  it('of a branch on a mask that moves: everything', () => {
    const build = (x: Vector<3>) =>
      cond(
        gt(dot(x, x), 1),
        (z: Vector<3>) => z,
        (z: Vector<3>) => sin(z),
        x,
      )
    expect(claimed(programOf([vector(3)], build), [true])).toEqual([0, 1, 2].map(() => [0, 1, 2]))
  })

  it('of a loop whose end moves: everything', () => {
    const build = (x: Vector<2>) =>
      whileLoop(
        (z: Vector<2>) => gt(4, dot(z, z)),
        (z: Vector<2>) => mul(z, 2),
        x,
      )
    expect(claimed(programOf([vector(2)], build), [true])).toEqual([
      [0, 1],
      [0, 1],
    ])
  })
})

describe('a loop of so many steps that following each would take long', () => {
  const [wide, steps] = [900, 6000]
  const x = vector(wide)

  it('keeps entries apart that no step brings together, in its carry and its rows', () => {
    const build = (z: Vector<number>) => scan((c: Vector<number>) => [sin(mul(c, 0.5)), at(c, 7)], z, null, { length: steps })
    const rows = claimed(programOf([x], build), [true])
    expect(rows.map((row) => row.join())).toEqual([...Array.from({ length: wide }, (_, i) => String(i)), ...Array.from({ length: steps }, () => '7')])
  })

  it('claims of a stack what any row of it has, and nothing of one that does not move', () => {
    const build = (z: Vector<number>, row: Vector<number>) =>
      scan((c: Vector<number>, each: Vector<number>) => [mul(c, each), 0], z, phantom<Matrix<number, number>>(broadcastTo(row, [steps, wide])))[0]
    const program = programOf([x, x], build)
    const own = Array.from({ length: wide }, (_, i) => i)
    expect(claimed(program, [true, false]).map((row) => row.join())).toEqual(own.map(String))
    expect(claimed(program, [true, true]).map((row) => row.join())).toEqual(own.map((i) => `${i},${wide + i}`))
  })
})

import { describe, expect, it } from 'vitest'
import { sizeOf } from '../../src/array/shape.ts'
import { type AnyTensor, dataOf, seal, tensor } from '../../src/array/tensor.ts'
import * as W from '../../src/index.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { outputAvals } from '../../src/program/avals.ts'
import { fold } from '../../src/program/fold.ts'
import type { Matrix, Program, Scalar, Vector } from '../../src/program/model.ts'
import { jacobianPattern, type Pattern, transposed } from '../../src/sparse/pattern.ts'
import { differentiable } from '../../src/transform/pick.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { cases } from '../primitive/cases.ts'
import { rowsIn } from './rows.ts'
import type { Table } from '../table.ts'
import { untyped as w } from '../untyped.ts'

/** The coordinates of what is not zero, found by values alone: each entry of the inputs is moved and the outputs watched. */
const moved = (program: Program, operands: ReadonlyArray<AnyTensor>): ReadonlyArray<ReadonlyArray<number>> => {
  const run = fold(evaluation)(program)
  const flat = (xs: ReadonlyArray<AnyTensor>): ReadonlyArray<number> => xs.flatMap((x) => Array.from(dataOf(x)))
  const base = flat(run(operands))
  const rows = base.map((): Array<number> => [])
  let column = 0
  operands.forEach((x, which) => {
    const of = program.inputs[which]
    if (of === undefined || !differentiable(of)) return
    for (let k = 0; k < sizeOf(of.shape); k++) {
      for (const step of [1e-4, -1e-4]) {
        const data = Float64Array.from(dataOf(x))
        data[k] = (data[k] ?? 0) + step
        flat(run(operands.map((other, i) => (i === which ? seal(of, data) : other)))).forEach((y, i) => {
          if (Math.abs(y - (base[i] ?? 0)) > 1e-9 && !rows[i]?.includes(column)) rows[i]?.push(column)
        })
      }
      column++
    }
  })
  return rows
}

const rowsOf = (pattern: Pattern): ReadonlyArray<ReadonlyArray<number>> =>
  Array.from({ length: pattern.height }, (_, i) => [...pattern.columns.subarray(pattern.starts[i], pattern.starts[i + 1])])

describe('the pattern of every primitive', () => {
  const runnable = cases.filter(({ program }) => program.inputs.some(differentiable) && outputAvals(program).every(differentiable))
  it('is asked for', () => expect(runnable.length).toBeGreaterThan(150))

  it.each(runnable)('$name: holds whatever moves', ({ program, operands }) => {
    const { pattern } = jacobianPattern(program, program.inputs.map(differentiable))
    const rows = rowsOf(pattern)
    // What moves in steps, as floor does, has no derivative, and a holder's rule is believed.
    const smooth = program.equations.every(({ primitive }) => primitive.derivative._tag !== 'Constant')
    if (smooth)
      expect(moved(program, operands).flatMap((row, i) => row.filter((column) => !rows[i]?.includes(column)).map((column) => [i, column]))).toEqual([])
    expect(rowsOf(transposed(transposed(pattern)))).toEqual(rows)
  })
})

type Free = (x: never) => unknown
const vector = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => Math.sin(1 + i) + 2)
const matrix = (m: number, n: number) => tensor(vector(m * n), [m, n])

/** A name, a function, and an argument: its pattern must be exactly what moves. */
const exact: Table<readonly [string, Free, Float64Array | AnyTensor]> = [
  ['elementwise', (x: Vector) => w.mul(w.sin(x), w.exp(x)), vector(5)],
  ['a quotient', (x: Vector) => w.div(x, w.flip(x)), vector(6)],
  ['slices', (x: Vector<6>) => w.mul(w.slice(x, [1], [6]), w.slice(x, [0], [5])), vector(6)],
  ['strides and padding', (x: Vector<6>) => w.pad(w.slice(x, [0], [6], [2]), [[1, 2]]), vector(6)],
  ['a transpose', (x: Matrix<2, 3>) => w.transpose(w.square(x)), matrix(2, 3)],
  [
    'a reshape',
    (x: Matrix<2, 3>) =>
      w.mul(
        w.reshape(x, [3, 2]),
        tensor([
          [1, 2],
          [3, 4],
          [5, 6],
        ]),
      ),
    matrix(2, 3),
  ],
  ['concatenation', (x: Vector<3>) => w.concatenate([w.square(x), w.flip(x), x]), vector(3)],
  ['a stack', (x: Vector<3>) => w.stack([w.sin(x), x]), vector(3)],
  ['places', (x: Vector<4>) => w.take(x, tensor(Int32Array.of(3, 0, 0))), vector(4)],
  ['sums of rows', (x: Matrix<3, 4>) => w.sum(w.square(x), { axes: [1] }), matrix(3, 4)],
  ['means of columns', (x: Matrix<3, 4>) => w.mean(w.square(x), { axes: [0] }), matrix(3, 4)],
  ['softmax by rows', (x: Matrix<3, 2>) => w.softmax(x), matrix(3, 2)],
  ['logsumexp', (x: Matrix<3, 2>) => w.logsumexp(x, { axes: [1] }), matrix(3, 2)],
  ['running sums', (x: Matrix<3, 2>) => w.cumsum(x, 0), matrix(3, 2)],
  ['running products', (x: Vector<5>) => w.cumprod(x), vector(5)],
  [
    'a product with a banded constant',
    (x: Vector<3>) =>
      w.matmul(
        tensor([
          [1, 2, 0],
          [0, 3, 4],
          [0, 0, 5],
        ]),
        w.square(x),
      ),
    vector(3),
  ],
  [
    'a product with a banded constant on the right',
    (x: Matrix<2, 3>) =>
      w.matmul(
        w.sin(x),
        tensor([
          [1, 2],
          [0, 3],
          [0, 4],
        ]),
      ),
    matrix(2, 3),
  ],
  ['a product of matrices', (x: Matrix<3, 3>) => w.matmul(x, x), matrix(3, 3)],
  ['a batched product', (x: Matrix<3, 2>) => w.einsum('bi,bj->bij', x, w.square(x)), matrix(3, 2)],
  ['a mask of numbers', (x: Vector<4>) => w.mul(tensor([1, 0, 2, 0]), w.mul(x, w.flip(x))), vector(4)],
  ['windows', (x: Vector<6>) => w.sum(w.square(w.windows(x, [3])), { axes: [1] }), vector(6)],
  ['a convolution', (x: Vector<6>) => w.conv1d(w.reshape(w.square(x), [1, 1, 6]), tensor([[[1, 2, 3]]])), vector(6)],
  ['a triangular part', (x: Matrix<3, 3>) => w.tril(w.square(x)), matrix(3, 3)],
  ['a diagonal', (x: Vector<3>) => W.diag(W.square(x)), vector(3)],
  [
    'systems, row by row',
    (x: Matrix<2, 2>) =>
      W.vmap((b: Vector<2>) =>
        W.solve(
          W.add(
            tensor([
              [3, 1],
              [1, 3],
            ]),
            W.outer(b, b),
          ),
          b,
        ),
      )(x),
    matrix(2, 2),
  ],
  ['sorting, row by row', (x: Matrix<3, 2>) => W.norm(W.vmap((row: Vector<2>) => W.sort(row))(x), { axes: [1] }), matrix(3, 2)],
  ['nothing of it', (x: Vector<3>) => W.mul(tensor([1, 2]), W.sum(W.mul(0, x))), vector(3)],
  ['scan, rows apart', (x: Vector<4>) => W.scan((c: Scalar, r: Scalar) => [c, W.mul(r, r)], 0, x)[1], vector(4)],
  ['scan, a recurrence', (x: Vector<4>) => W.scan((c: Scalar, r: Scalar) => [W.mul(c, r), W.add(c, r)], 1, x)[1], vector(4)],
  ['scan in reverse', (x: Vector<4>) => W.scan((c: Scalar, r: Scalar) => [W.add(c, r), W.square(c)], 1, x, { reverse: true })[1], vector(4)],
  ['a loop of stencils', (x: Vector<7>) => W.fori(2, x, (c) => W.add(W.square(c), W.pad(W.slice(c, [1], [7]), [[0, 1]]))), vector(7)],
  [
    'a branch on a number',
    (x: Vector<3>) =>
      W.cond(
        W.gt(W.sum(W.mul(0, x)), 1),
        (a: Vector<3>) => a,
        (a: Vector<3>) => W.flip(a),
        x,
      ),
    vector(3),
  ],
  ['a checkpoint', (x: Vector<3>) => W.checkpoint((a: Vector<3>) => W.mul(a, W.flip(a)))(x), vector(3)],
  [
    'a rule of one’s own',
    (x: Vector<3>) =>
      W.customJvp(
        (a: Vector<3>) => W.square(a),
        ([a], [da]) => [W.square(a), W.mul(W.mul(2, a), da)],
      )(x),
    vector(3),
  ],
]

describe('the pattern is exact for', () => {
  it.each(exact)('%s', (name, f, x) => {
    const program = W.trace(phantom<(x: Vector) => unknown>(f))(phantom<Float64Array>(x))
    const found = rowsIn(W.sparsity(program))
    const wanted = moved(program, [x instanceof Float64Array ? tensor(x) : x])
    // The branch not taken may be taken elsewhere.
    if (name.startsWith('a branch')) expect(found).toEqual([[0, 2], [1], [0, 2]])
    else expect(found).toEqual(wanted)
  })
})

describe('the pattern holds too much, and is known to,', () => {
  const full = (f: Free, n: number): boolean => rowsIn(W.sparsity(phantom<(x: Vector) => unknown>(f))(vector(n))).every((row) => row.length === n)
  it('where places are computed', () => expect(full((x: Vector<3>) => W.sort(x), 3)).toBe(true))
  it('where one matrix meets several right-hand sides', () =>
    expect(
      full(
        (x: Vector<4>) =>
          W.reshape(
            W.solve(
              tensor([
                [3, 1],
                [1, 3],
              ]),
              W.reshape(x, [2, 2]),
            ),
            [4],
          ),
        4,
      ),
    ).toBe(true))
  it('where a loop is too long to follow', () => {
    const f = (x: Vector<3>): Vector<3> => W.fori(2 ** 23, x, (c) => W.concatenate([W.slice(c, [0], [1]), W.slice(c, [0], [2])]))
    expect(rowsIn(W.sparsity(f)(vector(3)))).toEqual([[0], [0, 1], [0, 1, 2]])
  })
  it('where the end of a loop is found on the way', () => {
    const f = (x: Vector<3>): Vector<3> =>
      W.whileLoop(
        (c: Vector<3>) => W.lt(W.sum(c), 9),
        (c: Vector<3>) => W.add(W.square(c), W.concatenate([W.slice(c, [0], [1]), W.slice(c, [0], [2])])),
        x,
      )
    expect(rowsIn(W.sparsity(f)(vector(3)))).toEqual([[0], [0, 1], [0, 1, 2]])
  })
  it('where sets would grow for long', () => {
    const f = (x: Vector<100>): Vector =>
      W.whileLoop(
        (c: Vector<100>) => W.lt(W.sum(c), 9),
        (c: Vector<100>) => W.add(c, W.pad(W.slice(c, [0], [99]), [[1, 0]])),
        x,
      )
    expect(full(f, 100)).toBe(true)
  })
})

describe('the pattern of the Hessian', () => {
  const chain =
    (options: W.ScanOptions) =>
    (x: Vector<6>): Scalar =>
      W.sum(W.scan((before: Scalar, r: Scalar) => [r, W.mul(W.sin(before), r)] as const, 1, x, options)[1])
  const band = [[0, 1], [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [4]]
  it.each([
    ['a loop', chain({}), band],
    ['a loop in reverse', chain({ reverse: true }), band.map((row) => row.map((i) => 5 - i).reverse()).reverse()],
    ['a loop whose states are computed again', chain({ checkpoint: 2 }), band],
    [
      'a loop in reverse whose states are computed again',
      chain({ reverse: true, checkpoint: 2 }),
      band.map((row) => row.map((i) => 5 - i).reverse()).reverse(),
    ],
    ['rows apart', (x: Vector<6>) => W.sum(W.prod(W.reshape(x, [3, 2]), { axes: [1] })), [[1], [0], [3], [2], [5], [4]]],
    ['a sum of logarithms', (x: Vector<6>) => W.sum(W.log(x)), [[0], [1], [2], [3], [4], [5]]],
    ['the largest of pairs', (x: Vector<6>) => W.sum(W.max(W.square(W.reshape(x, [2, 3])), { axes: [0] })), [[0], [1], [2], [3], [4], [5]]],
  ])('of %s is exact', (_, f, wanted) => expect(rowsIn(W.hessianSparsity(f)(vector(6)))).toEqual(wanted))
})

describe('what has no forward rule', () => {
  const clipped = W.customVjp(
    (x: Vector<3>) => W.mul(x, W.flip(x)),
    (x: Vector<3>) => [W.mul(x, W.flip(x)), x],
    (x, y: Vector<3>) => [W.clip(W.add(W.mul(W.flip(x), y), W.flip(W.mul(x, y))), -1, 1)],
  )
  it('is followed backwards', () => {
    expect(rowsIn(W.sparsity(clipped)(vector(3)))).toEqual([[0, 2], [1], [0, 2]])
    expect(W.sparseJacobian(clipped)(vector(3)).direction).toBe('reverse')
    expect(refusal(() => W.sparseJacobian(clipped, { direction: 'forward' })(vector(3)))).toMatch(/^NoRule: customVjp: no rule for forward mode/)
  })
})

describe('a pattern that is not sparse', () => {
  const n = 20_000
  it('is refused before memory is', () => {
    expect(refusal(() => W.sparsity((x: Vector) => W.div(x, W.sum(x)))(new Float64Array(n).fill(1)))).toBe(
      'Argument: sparsity: the pattern of 20000 × 20000 has more than 134217728 entries: it is not sparse; take products with jvp, vjp or hvp instead',
    )
  })
  it('costs nothing on the way to one that is', () => {
    const { shape, rows } = W.sparsity((x: Vector) => W.sum(W.div(x, W.sum(x))))(new Float64Array(n).fill(1))
    expect([shape, rows.shape]).toEqual([[1, n], [n]])
  })
})

/**
 * Rearrangements: where each entry goes, on what shapes, and its derivative back again.
 */
import { describe, expect, it } from 'vitest'
import { tensor, toArray, type Tensor } from '../../src/array/tensor.ts'
import { flip, moveaxis, pad, repeat, roll, split, squeeze, tile, unstack } from '../../src/primitive/arrange.ts'
import type { Expr, IntExpr, Matrix, Scalar } from '../../src/program/model.ts'
import { refusal } from '../failing.ts'
import { plain } from '../near.ts'
import { entryOf, expression, integers, ints, kind, lawful, nested, random } from './operation.ts'
import { exactly } from '../type/exactly.ts'

const x = random(2, 3, 4)
/** The same, its shape unknown to the compiler, which would refuse the mistake before the run time does. */
const loose: Tensor = x
const v = Float64Array.of(1, 2, 3, 4)

describe('moveaxis', () => {
  it('moves one axis and keeps the order of the others', () => {
    expect(toArray(moveaxis(x, 0, 2))).toEqual(nested([3, 4, 2], (j, k, i) => entryOf(x, i, j, k)))
    expect(toArray(moveaxis(x, -1, 0))).toEqual(nested([4, 2, 3], (k, i, j) => entryOf(x, i, j, k)))
    expect(toArray(moveaxis(x, 1, -1))).toEqual(nested([2, 4, 3], (i, k, j) => entryOf(x, i, j, k)))
    expect(moveaxis(x, 1, 1)).toBe(x)
  })
  it('refuses axes out of range', () => {
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => moveaxis(x, 3, 0))).toBe('Shape: moveaxis: shapes [2,3,4] have no axis 3; axes run from -3 to 2')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => moveaxis(x, 0, -4))).toBe('Shape: moveaxis: shapes [2,3,4] have no axis -4; axes run from -3 to 2')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => moveaxis(3, 0, 0))).toBe('Shape: moveaxis: shapes [] have no axis 0; a scalar has no axes')
  })
})

describe('squeeze', () => {
  it('drops axes of size 1', () => {
    const y = tensor([[[1], [2], [3]]])
    expect(kind(squeeze(y))).toBe('f64[3] 1 2 3')
    expect(kind(squeeze(y, 0))).toBe('f64[3,1] 1 2 3')
    expect(kind(squeeze(y, -1))).toBe('f64[1,3] 1 2 3')
    expect(kind(squeeze(tensor([[5]])))).toBe('number 5')
    expect(kind(squeeze(Float64Array.of(5)))).toBe('number 5')
    expect(kind(squeeze(7))).toBe('number 7')
    expect(kind(squeeze(tensor(new Float64Array(0), [0, 1])))).toBe('f64[0] ')
  })
  it('refuses an axis that is not of size 1', () => {
    expect(refusal(() => squeeze(loose, 1))).toBe('Shape: squeeze: shapes [2,3,4] have size 3 at axis 1; only an axis of size 1 can be dropped')
    expect(refusal(() => squeeze(loose, 5))).toContain('have no axis 5')
  })
})

describe('flip', () => {
  it('reverses the axes named, or all', () => {
    expect(toArray(flip(x))).toEqual(nested([2, 3, 4], (i, j, k) => entryOf(x, 1 - i, 2 - j, 3 - k)))
    expect(toArray(flip(x, 1))).toEqual(nested([2, 3, 4], (i, j, k) => entryOf(x, i, 2 - j, k)))
    expect(toArray(flip(x, [-1, 0]))).toEqual(nested([2, 3, 4], (i, j, k) => entryOf(x, 1 - i, j, 3 - k)))
    expect(toArray(flip(x, []))).toEqual(toArray(x))
  })
})

describe('roll', () => {
  it('moves entries round an axis', () => {
    expect(kind(roll(v, 1))).toBe('Float64Array 4 1 2 3')
    expect(kind(roll(v, -1))).toBe('Float64Array 2 3 4 1')
    expect(kind(roll(v, 9))).toBe('Float64Array 4 1 2 3')
    expect(kind(roll(v, -4))).toBe('Float64Array 1 2 3 4')
    expect(toArray(roll(x, 2, 1))).toEqual(nested([2, 3, 4], (i, j, k) => entryOf(x, i, (j + 1) % 3, k)))
    expect(toArray(roll(x, -3, -1))).toEqual(nested([2, 3, 4], (i, j, k) => entryOf(x, i, j, (k + 3) % 4)))
  })
  it('rolls an array without an axis as if it were flat', () => {
    expect(
      toArray(
        roll(
          tensor([
            [1, 2],
            [3, 4],
          ]),
          1,
        ),
      ),
    ).toEqual([
      [4, 1],
      [2, 3],
    ])
  })
  it('takes arrays of one entry and of none', () => {
    expect(kind(roll(new Float64Array(0), 3))).toBe('Float64Array')
    expect(kind(roll(Float64Array.of(2), 3))).toBe('Float64Array 2')
    expect(kind(roll(6, 3))).toBe('number 6')
    expect(kind(roll(tensor(new Float64Array(0), [0, 3]), 1, 1))).toBe('f64[0,3] ')
  })
  it('refuses a shift that is not whole', () => {
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => roll(v, 0.5))).toBe('Argument: roll: the shift 0.5 is not a whole number')
    expect(refusal(() => roll(v, Number.NaN))).toContain('NaN')
  })
})

describe('split', () => {
  it('cuts into equal parts', () => {
    expect(kind(split(v, 2))).toBe('Float64Array 1 2 | Float64Array 3 4')
    expect(kind(split(v, 1))).toBe('Float64Array 1 2 3 4')
    expect(
      kind(
        split(
          tensor([
            [1, 2],
            [3, 4],
          ]),
          2,
          1,
        ),
      ),
    ).toBe('f64[2,1] 1 3 | f64[2,1] 2 4')
    expect(kind(split(new Float64Array(0), 2))).toBe('Float64Array | Float64Array')
  })
  it('cuts at positions', () => {
    expect(kind(split(v, [1, 3]))).toBe('Float64Array 1 | Float64Array 2 3 | Float64Array 4')
    expect(kind(split(v, [0, 4]))).toBe('Float64Array | Float64Array 1 2 3 4 | Float64Array')
    expect(kind(split(v, []))).toBe('Float64Array 1 2 3 4')
    expect(kind(split(ints([3], 1, 2, 3), [2], -1))).toBe('i32[2] 1 2 | i32[1] 3')
  })
  it('refuses parts that are not equal and positions that are not ascending', () => {
    const hint = 'give a divisor of the size, or ascending positions within it'
    expect(refusal(() => split(v, 3))).toBe(`Shape: split: shapes [4] cannot be cut at axis 0 into 3 equal parts; ${hint}`)
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => split(v, [3, 1]))).toBe(`Shape: split: shapes [4] cannot be cut at axis 0 at [3,1]; ${hint}`)
    for (const parts of [0, -1, 1.5, Number.NaN, [5], [-1], [0.5]]) expect(refusal(() => split(v, parts))).toContain('cannot be cut')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => split(3, 1))).toContain('a scalar has no axes')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => split(x, 2, 3))).toContain('have no axis 3')
  })
})

describe('unstack', () => {
  it('gives the rows', () => {
    expect(unstack(v)).toEqual([1, 2, 3, 4])
    expect(
      kind(
        unstack(
          tensor([
            [1, 2],
            [3, 4],
          ]),
        ),
      ),
    ).toBe('f64[2] 1 2 | f64[2] 3 4')
    expect(unstack(new Float64Array(0))).toEqual([])
    expect(kind(unstack(ints([2], 8, 9)))).toBe('i32 8 | i32 9')
  })
  it('refuses a scalar', () => {
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => unstack(3))).toBe('Shape: unstack: shapes [] have no rows')
  })
})

describe('tile and repeat', () => {
  it('repeat the whole and every entry', () => {
    expect(kind(tile(v, [2]))).toBe('Float64Array 1 2 3 4 1 2 3 4')
    expect(
      toArray(
        tile(
          tensor([
            [1, 2],
            [3, 4],
          ]),
          [2, 3],
        ),
      ),
    ).toEqual(nested([4, 6], (i, j) => 1 + 2 * (i % 2) + (j % 2)))
    expect(kind(tile(v, [0]))).toBe('Float64Array')
    expect(kind(tile(5, []))).toBe('number 5')
    expect(kind(tile(tensor(new Float64Array(0), [0, 2]), [3, 2]))).toBe('f64[0,4] ')
    expect(kind(repeat(v, 2))).toBe('Float64Array 1 1 2 2 3 3 4 4')
    expect(
      toArray(
        repeat(
          tensor([
            [1, 2],
            [3, 4],
          ]),
          3,
          -1,
        ),
      ),
    ).toEqual([
      [1, 1, 1, 2, 2, 2],
      [3, 3, 3, 4, 4, 4],
    ])
    expect(
      toArray(
        repeat(
          tensor([
            [1, 2],
            [3, 4],
          ]),
          2,
        ),
      ),
    ).toEqual([
      [1, 2],
      [1, 2],
      [3, 4],
      [3, 4],
    ])
    expect(kind(repeat(v, 0))).toBe('Float64Array')
    expect(kind(repeat(ints([2], 1, 2), 2))).toBe('i32[4] 1 1 2 2')
  })
  it('refuse counts that are not whole', () => {
    const hint = 'give a whole number from 0 per axis'
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => tile(v, [1, 2]))).toBe(`Shape: tile: shapes [4] cannot be repeated [1,2] times; ${hint}`)
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => tile(v, [-1]))).toBe(`Shape: tile: shapes [4] cannot be repeated [-1] times; ${hint}`)
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => repeat(v, -2))).toBe('Argument: repeat: the count -2 is not a whole number from 0')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => repeat(v, 2, 1))).toContain('have no axis 1')
  })
})

describe('pad', () => {
  it('lays margins round an array', () => {
    expect(kind(pad(Float64Array.of(1, 2), [[1, 2]]))).toBe('Float64Array 0 1 2 0 0')
    expect(kind(pad(Float64Array.of(1, 2), [[1, 2]], 9))).toBe('Float64Array 9 1 2 9 9')
    expect(kind(pad(Float64Array.of(1), [[1, 1]], -0))).toBe('Float64Array -0 1 -0')
    expect(kind(pad(Float64Array.of(1), [[0, 1]], Number.NaN))).toBe('Float64Array 1 NaN')
    const inside = (i: number, j: number): boolean => i >= 1 && i < 3 && j >= 2 && j < 4
    expect(
      toArray(
        pad(
          tensor([
            [1, 2],
            [3, 4],
          ]),
          [
            [1, 0],
            [2, 1],
          ],
          7,
        ),
      ),
    ).toEqual(nested([3, 5], (i, j) => (inside(i, j) ? 1 + 2 * (i - 1) + j - 2 : 7)))
    expect(kind(pad(ints([1], 5), [[1, 1]], -2))).toBe('i32[3] -2 5 -2')
    expect(kind(pad(new Float64Array(0), [[1, 1]], 4))).toBe('Float64Array 4 4')
    expect(kind(pad(3, []))).toBe('number 3')
  })
  it('refuses margins that do not fit, and values that the dtype cannot hold', () => {
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => pad(v, []))).toBe('Shape: pad: shapes [4] have 1 axis, and 0 margins were given')
    const negative = 'Shape: pad: shapes [4] cannot be padded by [-1,0]; a margin is a whole number from 0'
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => pad(v, [[-1, 0]]))).toBe(negative)
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => pad(v, [[-1, 0]], 2))).toBe(negative)
    expect(refusal(() => pad(ints([1], 5), [[1, 1]], 0.5))).toBe('DType: pad: int32: it cannot hold 0.5 exactly')
  })
})

describe('derivatives and batches', () => {
  it.each<readonly [string, () => void]>([
    ['moveaxis', () => lawful((y: Expr<[2, 3, 4]>) => moveaxis(y, 0, -1), [[2, 3, 4]])],
    ['squeeze', () => lawful((y: Expr<[2, 1, 3, 1]>) => squeeze(y), [[2, 1, 3, 1]])],
    ['flip', () => lawful((y: Matrix<2, 3>) => flip(y, 1), [[2, 3]])],
    ['roll', () => lawful((y: Matrix<2, 3>) => roll(y, 1, 1), [[2, 3]])],
    ['roll flat', () => lawful((y: Matrix<2, 3>) => roll(y, -2), [[2, 3]])],
    ['split', () => lawful((y: Matrix<2, 3>) => split(y, [1, 1], 1), [[2, 3]])],
    ['unstack', () => lawful((y: Matrix<2, 3>) => unstack(y), [[2, 3]])],
    ['tile', () => lawful((y: Matrix<2, 3>) => tile(y, [2, 1]), [[2, 3]])],
    ['repeat', () => lawful((y: Matrix<2, 3>) => repeat(y, 2, 1), [[2, 3]])],
    [
      'pad',
      () =>
        lawful(
          (y: Matrix<2, 3>) =>
            pad(y, [
              [1, 0],
              [0, 2],
            ]),
          [[2, 3]],
        ),
    ],
    [
      'pad with a value',
      () =>
        lawful(
          (y: Matrix<2, 3>) =>
            pad(
              y,
              [
                [1, 0],
                [0, 2],
              ],
              5,
            ),
          [[2, 3]],
        ),
    ],
    ['of one entry', () => lawful((y: Expr<[1]>) => [...split(roll(tile(flip(pad(y, [[0, 1]])), [1]), 1), 2), squeeze(y)], [[1]])],
    [
      'of none',
      () =>
        lawful(
          (y: Expr<[0, 2]>) => [
            moveaxis(y, 0, 1),
            flip(y),
            roll(y, 1),
            ...split(y, 2, 1),
            tile(y, [2, 2]),
            repeat(y, 3),
            pad(y, [
              [1, 0],
              [0, 0],
            ]),
          ],
          [[0, 2]],
        ),
    ],
  ])('%s', (_, law) => law())
})

it('has shapes in types', () => {
  const e = expression(2, 3, 4)
  const n = integers(2, 1)
  exactly<Expr<[3, 4, 2]>>()(moveaxis(e, 0, 2))
  exactly<Expr<[4, 2, 3]>>()(moveaxis(e, -1, 0))
  exactly<Expr<[3, 4, 2]>>()(moveaxis(e, 0, -1))
  exactly<Expr<[3]>>()(squeeze(expression(1, 3, 1)))
  exactly<IntExpr<[2]>>()(squeeze(n))
  exactly<Expr<[1, 3]>>()(squeeze(expression(1, 3, 1), -1))
  exactly<Expr<[2, 3, 4]>>()(flip(e, [0, -1]))
  exactly<Float64Array<ArrayBuffer>>()(flip(v))
  exactly<Tensor<[2, 3, 4]>>()(roll(x, 1, 2))
  exactly<readonly [Expr<[number]>, Expr<[number]>, Expr<[number]>]>()(split(expression(6), 3))
  exactly<readonly [Expr<[number]>, Expr<[number]>, Expr<[number]>]>()(split(expression(6), [1, 2]))
  exactly<readonly [Expr<[3]>, Expr<[3]>]>()(unstack(expression(2, 3)))
  exactly<readonly [Scalar, Scalar]>()(unstack(expression(2)))
  exactly<ReadonlyArray<number>>()(unstack(v))
  exactly<Expr<[2, number, number]>>()(tile(e, [1, 2, 3]))
  exactly<IntExpr<[number, 1]>>()(repeat(n, 2))
  exactly<Float64Array<ArrayBuffer>>()(pad(v, [[1, 1]]))
  expect(plain([...unstack(v)].length)).toBe(4)
})

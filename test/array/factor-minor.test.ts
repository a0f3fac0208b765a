/**
 * Elimination with complete pivoting and sums over minors on plain buffers: what they multiply to, small cases by hand, and
 * what comes of nothing, of NaN and of more directions than rows.
 */
import { describe, expect, it } from 'vitest'
import { determinantOf } from '../../src/array/factor.ts'
import { balancedOf, minorsOf } from '../../src/array/factor-minor.ts'
import { distance, entryAt, hilbert, largest, made, matrix, product, scatteredMatrix } from './matrix.ts'

const empty = new Float64Array(0)
const nan = Number.NaN

describe('balancedOf', () => {
  it('makes a matrix diagonal from both sides, with factors of determinant 1 together', () => {
    const deficient = product(scatteredMatrix(5, 3), scatteredMatrix(3, 5, 9), 5, 3, 5)
    for (const [a, n] of [
      [scatteredMatrix(4, 4), 4],
      [scatteredMatrix(5, 5, 3), 5],
      [deficient, 5],
      [hilbert(8), 8],
      [new Float64Array(9), 3],
    ] as const) {
      const { left, diagonal, right } = balancedOf(a, n)
      const found = product(product(left, a, n, n, n), right, n, n, n)
      expect(
        distance(
          found,
          made(n, n, (i, j) => (i === j ? (diagonal[i] ?? nan) : 0)),
        ),
      ).toBeLessThan(1e-13)
      expect(determinantOf(left, n) * determinantOf(right, n)).toBeCloseTo(1, 12)
      expect(Math.max(largest(left), largest(right))).toBeLessThan(2 ** n)
    }
  })
  it('of nothing is nothing, of NaN NaN, and leaves its operand alone', () => {
    expect(balancedOf(empty, 0)).toEqual({ left: empty, diagonal: empty, right: empty })
    expect([...balancedOf(matrix(1, 2, nan, 4), 2).diagonal].some(Number.isNaN)).toBe(true)
    const a = matrix(1, 2, 3, 4)
    balancedOf(a, 2)
    expect(a).toEqual(matrix(1, 2, 3, 4))
  })
})

describe('minorsOf', () => {
  const [e, f, g] = [scatteredMatrix(3, 3, 2), scatteredMatrix(3, 3, 5), scatteredMatrix(3, 3, 8)]
  it('along one direction is what the others of each minor are', () => {
    expect(minorsOf(matrix(0, 0), [matrix(1, 2, 3, 4)], 2)).toEqual(matrix(4, -3, -2, 1))
    const found = minorsOf(matrix(2, 0, 5), [e], 3)
    expect(entryAt(found, 3, 0, 2)).toBe(-0 * entryAt(e, 3, 2, 0))
    expect(entryAt(found, 3, 1, 1)).toBeCloseTo(5 * entryAt(e, 3, 0, 0) + 2 * entryAt(e, 3, 2, 2), 14)
    expect(entryAt(found, 3, 1, 0)).toBeCloseTo(-5 * entryAt(e, 3, 0, 1), 14)
  })
  it('along as many directions as make a determinant does not depend on the diagonal', () => {
    const found = minorsOf(matrix(7, nan, 0), [e, f], 3)
    expect(distance(found, minorsOf(matrix(1, 1, 1), [f, e], 3))).toBeLessThan(1e-15)
    // Along one matrix twice: twice its cofactors.
    const twice = minorsOf(matrix(0, 0, 0), [e, e], 3)
    const expanded = [0, 1, 2].map((j) => entryAt(e, 3, 0, j) * (twice[j] ?? nan)).reduce((x, y) => x + y, 0)
    expect(expanded).toBeCloseTo(2 * determinantOf(e, 3), 14)
  })
  it('along more directions than that is zero', () => {
    expect(minorsOf(matrix(1, 2, 3), [e, f, g], 3)).toEqual(new Float64Array(9))
    expect(minorsOf(matrix(3), [matrix(2)], 1)).toEqual(matrix(0))
    expect(minorsOf(empty, [empty], 0)).toEqual(empty)
  })
})

/**
 * Arrays from sizes: their entries, their dtypes, and the sizes that are refused.
 */
import { describe, expect, it } from 'vitest'
import { type Tensor, tensor, toArray } from '../../src/array/tensor.ts'
import { evaluate, vmap } from '../../src/call/vectorised.ts'
import { arange, eye, full, iota, linspace, oneHot, ones, zeros } from '../../src/primitive/construct.ts'
import type { Expr, IntExpr } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { integers, ints, kind, nested } from './operation.ts'
import { exactly } from '../type/exactly.ts'

const bad = [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]

describe('iota', () => {
  it('counts', () => {
    expect(kind(iota(4))).toBe('i32[4] 0 1 2 3')
    expect(kind(iota(1))).toBe('i32[1] 0')
    expect(kind(iota(0))).toBe('i32[0] ')
  })
  it('refuses what is no size', () => {
    for (const n of bad) expect(refusal(() => iota(n))).toBe(`Shape: iota: shapes [${n}] have the size ${n}; a size is a whole number from 0`)
  })
})

describe('arange', () => {
  it('counts from one bound to the other', () => {
    expect(kind(arange(4))).toBe('i32[4] 0 1 2 3')
    expect(kind(arange(1))).toBe('i32[1] 0')
    expect(kind(arange(2, 5))).toBe('i32[3] 2 3 4')
    expect(kind(arange(2, 7, 2))).toBe('i32[3] 2 4 6')
    expect(kind(arange(2, 8, 2))).toBe('i32[3] 2 4 6')
    expect(kind(arange(5, 0, -2))).toBe('i32[3] 5 3 1')
    expect(kind(arange(2 ** 31 - 2, 2 ** 31))).toBe('i32[2] 2147483646 2147483647')
    expect(kind(arange(-0))).toBe('i32[0] ')
  })
  it('is empty where nothing lies between', () => {
    for (const empty of [arange(0), arange(-3), arange(3, 3), arange(5, 2), arange(2, 5, -1)]) expect(kind(empty)).toBe('i32[0] ')
  })
  it('refuses steps that are not whole, and numbers that int32 has not', () => {
    const hint = 'for steps that are not whole use linspace(from, to, n)'
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => arange(0, 1, 0.1))).toBe(`Argument: arange: the step 0.1 is no whole number other than 0; ${hint}`)
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => arange(0, 1, 0))).toBe(`Argument: arange: the step 0 is no whole number other than 0; ${hint}`)
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => arange(0.5))).toBe(`Argument: arange: the stop 0.5 is no whole number; ${hint}`)
    expect(refusal(() => arange(Number.NaN, 2))).toContain('the start NaN')
    expect(refusal(() => arange(Number.POSITIVE_INFINITY))).toContain('the stop Infinity')
    expect(refusal(() => arange(2 ** 31 - 1, 2 ** 31 + 1))).toContain('int32: it cannot hold 2147483648 exactly')
    expect(refusal(() => arange(1e12))).toContain('arange: shapes [1000000000000]')
  })
})

describe('linspace', () => {
  it('hits both ends exactly, and whole numbers between', () => {
    expect(linspace(0, 1, 5)).toEqual(Float64Array.of(0, 0.25, 0.5, 0.75, 1))
    expect(linspace(1, 10, 10)).toEqual(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10))
    expect(linspace(3, -3, 3)).toEqual(Float64Array.of(3, 0, -3))
    expect(linspace(2, 7, 1)).toEqual(Float64Array.of(2))
    expect(linspace(2, 7, 0)).toEqual(new Float64Array(0))
    for (const [from, to] of [
      [0.1, 0.7],
      [-1e300, 3e-300],
      [1e308, 1.7e308],
      [-1.7e308, 1.7e308],
    ] as const) {
      const line = linspace(from, to, 7)
      expect([line[0], line[6]]).toEqual([from, to])
      expect(line.every((x, i) => Number.isFinite(x) && (i === 0 || x > (line[i - 1] ?? x)))).toBe(true)
    }
  })
  it('refuses what is no size', () => {
    for (const n of bad) expect(refusal(() => linspace(0, 1, n))).toContain(`linspace: shapes [${n}] have the size ${n}`)
  })
})

describe('eye', () => {
  it('has ones on the diagonal', () => {
    expect(toArray(eye(3))).toEqual(nested([3, 3], (i, j) => (i === j ? 1 : 0)))
    expect(toArray(eye(2, 4))).toEqual(nested([2, 4], (i, j) => (i === j ? 1 : 0)))
    expect(toArray(eye(4, 2))).toEqual(nested([4, 2], (i, j) => (i === j ? 1 : 0)))
    expect(kind(eye(0))).toBe('f64[0,0] ')
    expect(kind(eye(1))).toBe('f64[1,1] 1')
    expect(kind(eye(2, 0))).toBe('f64[2,0] ')
  })
  it('refuses what is no size', () => {
    for (const n of bad) expect(refusal(() => eye(n))).toContain(`have the size ${n}`)
    for (const n of bad) expect(refusal(() => eye(2, n))).toContain(`have the size ${n}`)
  })
})

describe('full', () => {
  it('repeats a value', () => {
    expect(toArray(full([2, 2], 7))).toEqual([
      [7, 7],
      [7, 7],
    ])
    expect(kind(full([2], -0))).toBe('f64[2] -0 -0')
    expect(kind(full([2], -3, 'int32'))).toBe('i32[2] -3 -3')
    expect(kind(full([2], 1, 'bool'))).toBe('bool[2] 1 1')
    expect(kind(full([], 2))).toBe('f64 2')
    expect(kind(full([3, 0], 2))).toBe('f64[3,0] ')
  })
  it('refuses sizes that are none, and values that the dtype cannot hold', () => {
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => full([2, -1], 0))).toBe('Shape: full: shapes [2,-1] have the size -1; a size is a whole number from 0')
    expect(refusal(() => full([2], 0.5, 'int32'))).toBe('DType: full: int32: it cannot hold 0.5 exactly')
    expect(refusal(() => full([2], 2 ** 31, 'int32'))).toContain('cannot hold 2147483648')
    expect(refusal(() => full([2], 2, 'bool'))).toContain('cannot hold 2')
  })
})

describe('zeros and ones', () => {
  it('repeat 0 and 1', () => {
    expect(kind(zeros([2, 1]))).toBe('f64[2,1] 0 0')
    expect(kind(ones([2, 1]))).toBe('f64[2,1] 1 1')
    expect(kind(zeros([2], 'int32'))).toBe('i32[2] 0 0')
    expect(kind(ones([2], 'bool'))).toBe('bool[2] 1 1')
    expect(kind(ones([]))).toBe('f64 1')
    expect(kind(zeros([0, 3]))).toBe('f64[0,3] ')
  })
  it('refuse sizes that are none and dtypes that are not there', () => {
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => zeros([2, -1]))).toBe('Shape: zeros: shapes [2,-1] have the size -1; a size is a whole number from 0')
    expect(refusal(() => ones(phantom<never>(3)))).toContain('ones: the shape 3 is no list of sizes')
    expect(refusal(() => ones([2], phantom('float32')))).toContain("ones: there is no dtype 'float32'")
  })
})

describe('oneHot', () => {
  it('has a one at each index', () => {
    expect(toArray(oneHot([1, 0, 2], 3))).toEqual([
      [0, 1, 0],
      [1, 0, 0],
      [0, 0, 1],
    ])
    expect(toArray(oneHot(ints([2, 2], 0, 1, 1, 0), 2))).toEqual(nested([2, 2, 2], (i, j, k) => ((i + j) % 2 === k ? 1 : 0)))
    expect(toArray(oneHot(ints([], 1), 3))).toEqual([0, 1, 0])
    expect(kind(oneHot([], 3))).toBe('f64[0,3] ')
    expect(kind(oneHot([0], 0))).toBe('f64[1,0] ')
  })
  it('gives zeros for an index outside', () =>
    expect(toArray(oneHot([-1, 3, 1], 3))).toEqual([
      [0, 0, 0],
      [0, 0, 0],
      [0, 1, 0],
    ]))
  it('takes indices that are computed, alone and in a batch', () => {
    expect(toArray(evaluate((i: IntExpr<[2]>) => oneHot(i, 3))(ints([2], 2, 0)))).toEqual([
      [0, 0, 1],
      [1, 0, 0],
    ])
    expect(toArray(vmap((i: IntExpr<[]>) => oneHot(i, 3))(ints([2], 2, 0)))).toEqual([
      [0, 0, 1],
      [1, 0, 0],
    ])
  })
  it('refuses indices that are not whole, and sizes that are none', () => {
    expect(refusal(() => oneHot([0.5], 3))).toBe('DType: oneHot: int32: it cannot hold 0.5 exactly')
    expect(refusal(() => oneHot([Number.NaN], 3))).toContain('cannot hold NaN')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => oneHot([0], -1))).toContain('have the size -1')
    // @ts-expect-error: float64 indices are refused by the compiler, too
    expect(refusal(() => oneHot(tensor([1]), 3))).toBe('DType: oneHot: float64: indices are int32; convert with toInt')
  })
})

it('has shapes in types', () => {
  exactly<Tensor<[3], 'int32'>>()(iota(3))
  exactly<Tensor<[2, 2]>>()(eye(2))
  exactly<Tensor<[2, 3]>>()(eye(2, 3))
  exactly<Tensor<[2, 3]>>()(full([2, 3], 1))
  exactly<Tensor<[2], 'bool'>>()(full([2], 1, 'bool'))
  exactly<Tensor<[2, 3]>>()(oneHot([1, 0], 3))
  const some: ReadonlyArray<number> = [1]
  exactly<Tensor<[number, 3]>>()(oneHot(some, 3))
  exactly<Tensor<[2, 3]>>()(oneHot(ints([2], 0, 1), 3))
  exactly<Expr<[2, 4, 3]>>()(oneHot(integers(2, 4), 3))
})

/**
 * Operations on the bits of int32 against BigInt arithmetic on unsigned words.
 */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Tensor, tensor, toArray } from '../../src/array/tensor.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { toFloat, toInt } from '../../src/basis/choice.ts'
import { evaluate, vmap } from '../../src/call/vectorised.ts'
import { grad } from '../../src/call/gradient.ts'
import { bitAnd, bitOr, bitXor, shiftLeft, shiftRight } from '../../src/primitive/bits.ts'
import type { IntExpr, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { expression, integers, ints, kind } from './operation.ts'
import { exactly } from '../type/exactly.ts'

const unsigned = (x: number): bigint => BigInt(x) & 0xffffffffn
const operations = [
  ['bitAnd', bitAnd, (x: bigint, y: bigint) => x & y],
  ['bitOr', bitOr, (x: bigint, y: bigint) => x | y],
  ['bitXor', bitXor, (x: bigint, y: bigint) => x ^ y],
  ['shiftLeft', shiftLeft, (x: bigint, y: bigint) => x << (y & 31n)],
  ['shiftRight', shiftRight, (x: bigint, y: bigint) => x >> (y & 31n)],
] as const

describe.each(operations)('%s', (name, f, definition) => {
  it('is that of unsigned words of 32 bits', () => {
    const words = fc.oneof(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), fc.constantFrom(0, 1, -1, 31, 32, 33, -32, 2147483647, -2147483648))
    fc.assert(
      fc.property(words, words, (x, y) => {
        expect(toArray(f(ints([1], x), ints([1], y)))).toEqual([Number(BigInt.asIntN(32, definition(unsigned(x), unsigned(y))))])
      }),
    )
  })
  it('broadcasts, takes numbers, and is a tensor of rank 0 of two of them', () => {
    const expected = Number(BigInt.asIntN(32, definition(6n, 3n)))
    expect(kind(f(ints([2], 6, 6), 3))).toBe(`i32[2] ${expected} ${expected}`)
    expect(kind(f(6, ints([1], 3)))).toBe(`i32[1] ${expected}`)
    expect(kind(f(6, 3))).toBe(`i32 ${expected}`)
    expect(f(ints([2, 1], 6, 6), ints([3], 3, 3, 3)).shape).toEqual([2, 3])
    expect(kind(f(ints([0]), 3))).toBe('i32[0] ')
  })
  it('is the same in a trace and in a batch', () => {
    const [a, b] = [ints([3], 6, -1, 1 << 30), ints([3], 3, 31, 1)]
    expect(kind(evaluate((x: IntExpr<[3]>, y: IntExpr<[3]>) => f(x, y))(a, b))).toBe(kind(f(a, b)))
    expect(kind(vmap((x: IntExpr<[]>, y: IntExpr<[]>) => f(x, y))(a, b))).toBe(kind(f(a, b)))
    expect(kind(vmap((x: IntExpr<[]>) => f(x, 3))(a))).toBe(kind(f(a, 3)))
  })
  it('refuses what is no int32', () => {
    expect(refusal(() => f(ints([1], 1), 0.5))).toBe(`DType: ${name}: int32: it cannot hold 0.5 exactly`)
    expect(refusal(() => f(2 ** 31, 1))).toBe(`DType: ${name}: int32: it cannot hold 2147483648 exactly`)
    expect(refusal(() => f(phantom<number>(tensor([1])), ints([1], 1)))).toContain(`${name}: float64 and int32: do not mix`)
    expect(refusal(() => f(phantom<number>(Float64Array.of(1)), phantom<number>(Float64Array.of(1))))).toContain(`${name}: float64: it takes int32`)
    expect(refusal(() => f(ints([2], 1, 2), phantom<Tensor<[number], 'int32'>>(ints([3], 1, 2, 3))))).toContain('do not broadcast')
  })
})

it('lets no derivative through', () => {
  expect(grad((x: Vector<2>) => sum(mul(x, toFloat(bitAnd(toInt(x), 2)))))(Float64Array.of(3, 5))).toEqual(Float64Array.of(2, 0))
})

it('has shapes in types', () => {
  exactly<IntExpr<[2, 3]>>()(bitAnd(integers(2, 1), integers(3)))
  exactly<IntExpr<[3]>>()(bitOr(integers(3), 1))
  exactly<Tensor<[3], 'int32'>>()(bitXor(ints([3], 1, 2, 3), 1))
  exactly<Tensor<[], 'int32'>>()(shiftLeft(1, 2))
  // @ts-expect-error: only integers have bits here
  expect(refusal(() => bitAnd(expression(2), 1))).toContain('bitAnd: float64 and int32: do not mix')
})

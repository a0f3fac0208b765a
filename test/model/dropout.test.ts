/**
 * Dropout: a function of its key, whose derivative is the mask it drew, in both modes and under vmap.
 */
import { describe, expect, it } from 'vitest'
import { type Tensor, tensor, toArray, toFloat64Array } from '../../src/array/tensor.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { jvp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { evaluate, vmap } from '../../src/call/vectorised.ts'
import { dropout } from '../../src/model/dropout.ts'
import { stack } from '../../src/primitive/join.ts'
import type { Expr, IntExpr, Vector } from '../../src/program/model.ts'
import { key, split } from '../../src/random/sample.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { expression, integers, ints, kind, lawful, random } from '../primitive/operation.ts'
import { exactly } from '../type/exactly.ts'

const k = key(7)
const ones = (n: number): Float64Array => new Float64Array(n).fill(1)
const kept = (xs: Float64Array): number => xs.filter((x) => x !== 0).length

describe('dropout', () => {
  it('drops about its rate and scales the rest', () => {
    for (const rate of [0.1, 0.5, 0.75]) {
      const y = dropout(k, rate, ones(4000))
      expect([...new Set(y)].sort()).toEqual([0, 1 / (1 - rate)])
      // Five standard deviations of the share that stays.
      expect(Math.abs(kept(y) / 4000 - (1 - rate))).toBeLessThan(5 * Math.sqrt((rate * (1 - rate)) / 4000))
    }
  })
  it('is a function of its key', () => {
    const [a, b] = split(k, 2)
    expect(dropout(a, 0.5, ones(64))).toEqual(dropout(a, 0.5, ones(64)))
    expect(dropout(a, 0.5, ones(64))).not.toEqual(dropout(b, 0.5, ones(64)))
  })
  it('drops no more at a lower rate', () => {
    const [few, many] = [dropout(k, 0.3, ones(200)), dropout(k, 0.6, ones(200))]
    expect([...many].every((y, i) => y === 0 || few[i] !== 0)).toBe(true)
  })
  it('of rate 0 is the identity and of rate 1 zeros', () => {
    const x = Float64Array.of(3, -0, Number.NaN, Number.POSITIVE_INFINITY)
    expect(dropout(k, 0, x)).toEqual(x)
    expect(dropout(k, 1, x)).toEqual(Float64Array.of(0, 0, 0, 0))
    expect(grad((y: Vector<4>) => sum(dropout(k, 0, y)))(x)).toEqual(ones(4))
    expect(grad((y: Vector<4>) => sum(dropout(k, 1, y)))(x)).toEqual(new Float64Array(4))
  })
  it('keeps kinds and shapes', () => {
    expect(kind(dropout(k, 0, 5))).toBe('number 5')
    expect(kind(dropout(k, 1, 5))).toBe('number 0')
    expect(kind(dropout(k, 0, tensor([[1, 2]])))).toBe('f64[1,2] 1 2')
    expect(kind(dropout(k, 0.5, new Float64Array(0)))).toBe('Float64Array')
    expect(dropout(k, 0.5, random(2, 3, 4)).shape).toEqual([2, 3, 4])
  })
  it('lets NaN through only where it is kept', () => {
    const [y, x] = [dropout(k, 0.5, ones(32)), new Float64Array(32).fill(Number.NaN)]
    expect([...dropout(k, 0.5, x)]).toEqual([...y].map((v) => (v === 0 ? 0 : Number.NaN)))
  })
})

describe('its derivative', () => {
  const x = toFloat64Array(random(40))
  const mask = dropout(k, 0.5, ones(40))
  it('is the mask it drew, scaled', () => {
    expect(kept(mask)).toBeGreaterThan(5)
    expect(kept(mask)).toBeLessThan(35)
    expect(grad((y: Vector<40>) => sum(dropout(k, 0.5, y)))(x)).toEqual(mask)
    expect(jvp((y: Vector<40>) => dropout(k, 0.5, y), [x], [ones(40)])[1]).toEqual(mask)
    const nothing = new Float64Array(40).fill(Number.NaN)
    expect([...grad((y: Vector<40>) => sum(mul(dropout(k, 0.5, y), nothing)))(x)].map((v, i) => (mask[i] === 0 ? v : 0)).every((v) => v === 0)).toBe(true)
  })
  it('is lawful', () => {
    lawful((y: Expr<[3, 4]>) => mul(dropout(k, 0.25, y), dropout(k, 0.25, y)), [[3, 4]])
  })
  it('is there with a key that is an expression', () => {
    const f = (of: IntExpr<[2]>, y: Vector<40>): Vector<40> => dropout(of, 0.5, y)
    expect(evaluate(f)(k, x)).toEqual(dropout(k, 0.5, x))
    expect(grad((of: IntExpr<[2]>, y: Vector<40>) => sum(f(of, y)), { argnums: 1 })(k, x)).toEqual(mask)
  })
})

describe('under vmap', () => {
  const xs = random(3, 16)
  const rows = toArray(xs).map((row) => Float64Array.from(row))
  it('one key drops the same entries of each row', () => {
    expect(toArray(vmap((y: Vector<16>) => dropout(k, 0.5, y))(xs))).toEqual(rows.map((row) => [...dropout(k, 0.5, row)]))
  })
  it('a key for each row drops its own, in gradients too', () => {
    const keys = split(k, 3)
    const all = phantom<Tensor<[3, 2], 'int32'>>(stack(keys))
    expect(toArray(vmap((of: IntExpr<[2]>, y: Vector<16>) => dropout(of, 0.5, y))(all, xs))).toEqual(rows.map((row, i) => [...dropout(keys[i] ?? k, 0.5, row)]))
    expect(toArray(vmap(grad((y: Vector<16>, of: IntExpr<[2]>) => sum(dropout(of, 0.5, y))))(xs, all))).toEqual(
      keys.map((of) => [...dropout(of, 0.5, ones(16))]),
    )
  })
})

it('refuses what is no rate, no key and no float', () => {
  for (const rate of [-0.1, 1.5, Number.NaN])
    expect(refusal(() => dropout(k, rate, 1))).toBe(`Argument: dropout: the rate ${rate} is no probability; it is the share of entries to drop, from 0 to 1`)
  expect(refusal(() => dropout(k, 0.5, phantom<Tensor>(ints([1], 1))))).toBe('DType: dropout: int32: it takes float64; convert with toFloat')
  expect(refusal(() => dropout(phantom<typeof k>(42), 0.5, 1))).toBe('Argument: random: a key was expected, got a number; make one with key(seed)')
})

it('has shapes in types', () => {
  exactly<Expr<[2, 3]>>()(dropout(k, 0.5, expression(2, 3)))
  exactly<Expr<[2, 3]>>()(dropout(integers(2), 0.5, random(2, 3)))
  exactly<Float64Array<ArrayBuffer>>()(dropout(k, 0.5, Float64Array.of(1)))
})

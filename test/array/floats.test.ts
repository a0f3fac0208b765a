/**
 * A Proxy of a Float64Array is refused by name, before and after code was made, by each way that a call may take.
 */
import { describe, expect, it } from 'vitest'
import { isFloats } from '../../src/array/floats.ts'
import * as W from '../../src/index.ts'
import { refusal } from '../failing.ts'

const hint = 'got a Proxy of a Float64Array; hand over the array itself'

it('an array of floats is one itself', () => {
  const x = Float64Array.of(1, 2)
  expect([x, x.subarray(1), new Proxy(x, {}), Float32Array.of(1), [1], null].map(isFloats)).toEqual([true, true, false, false, false, false])
})

describe('a Proxy of an array is refused', () => {
  const small = (x: W.Vector): W.Scalar => W.sum(W.mul(x, x))
  const many = (x: W.Vector): W.Scalar => W.sum(W.mul(W.exp(x), W.mul(W.sin(x), W.cos(x))))
  it.each([
    ['one function', small, 0],
    ['one function', small, 3],
    ['a kernel', many, 0],
    ['a kernel', many, 1000],
  ] as const)('by %s, cold and warm', (_, f, size) => {
    const data = new Float64Array(size)
    const proxy = new Proxy(data, {})
    const call = W.compile(W.grad(f))
    const write = W.into(W.grad(f))
    const target = write.target(data)
    for (let i = 0; i < 4; i++) {
      expect(refusal(() => call(proxy))).toContain(hint)
      expect(refusal(() => write(new Float64Array(size), proxy))).toContain(hint)
      expect(refusal(() => write(target, proxy))).toContain(hint)
      expect(refusal(() => write(proxy, data))).toContain(hint)
      expect(call(data)).toHaveLength(size)
      expect(write(new Float64Array(size), data)).toHaveLength(size)
      expect(write(target, data)).toBe(target)
    }
  })

  it('by a gradient that is called often', () => {
    const slope = W.grad(small)
    for (let i = 0; i < 2000; i++) slope(Float64Array.of(1, 2))
    expect(refusal(() => slope(new Proxy(Float64Array.of(1, 2), {})))).toContain(hint)
  })
})

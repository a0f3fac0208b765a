import { describe, expect, it } from 'vitest'
import { orderedSum, permuted, rowsOver, strided } from '../../src/array/kernel.ts'

const bits = (seed: number, n: number): Float64Array => {
  let state = seed
  return Float64Array.from({ length: n }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return (state / 2 ** 31) * 10 ** ((state >>> 8) % 9)
  })
}

describe('strided', () => {
  const data = Float64Array.from({ length: 24 }, (_, i) => i)
  it('reads a view row by row', () => {
    expect([...strided('float64', data, [2, 3], [12, 4])]).toEqual([0, 4, 8, 12, 16, 20])
    expect([...strided('float64', data, [2, 2], [1, 4], 3)]).toEqual([3, 7, 4, 8])
    expect([...strided('float64', data, [3], [0], 5)]).toEqual([5, 5, 5])
    expect([...strided('float64', data, [], [], 7)]).toEqual([7])
    expect([...strided('float64', data, [3, 0, 2], [1, 1, 1])]).toEqual([])
  })
  it('permutes axes', () => {
    // Element (i, j, k) of the [2, 3, 4] array is 12i + 4j + k; of the permuted [4, 2, 3] one, (k, i, j).
    const expected = [0, 1, 2, 3].flatMap((k) => [0, 1].flatMap((i) => [0, 1, 2].map((j) => 12 * i + 4 * j + k)))
    expect([...permuted('float64', data, [2, 3, 4], [2, 0, 1])]).toEqual(expected)
  })
  it('puts the axes reduced last', () => {
    const { data: rows, length } = rowsOver('float64', data, [2, 3, 4], [0, 2])
    expect(length).toBe(8)
    expect([...rows.slice(8, 16)]).toEqual([4, 5, 6, 7, 16, 17, 18, 19])
  })
})

describe('orderedSum', () => {
  it('of nothing is 0, of few the running sum', () => {
    expect(orderedSum([], 0, 0)).toBe(0)
    expect(orderedSum([-0], 0, 1)).toBe(-0)
    expect(orderedSum([0.1, 0.2, 0.3], 0, 3)).toBe(0.1 + 0.2 + 0.3)
  })
  it.each([8, 9, 15, 16, 17, 100, 1001])('of %i is eight interleaved partial sums and a tree', (n) => {
    const data = bits(n, n)
    const p = Array.from({ length: 8 }, (_, lane) => {
      let total = 0
      for (let i = lane; i < n; i += 8) total += data[i] ?? 0
      return total
    })
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = p
    expect(orderedSum(data, 0, n)).toBe(a + b + (c + d) + (e + f + (g + h)))
  })
  it('starts where it is told to', () => {
    const data = bits(7, 64)
    expect(orderedSum(data, 13, 20)).toBe(orderedSum(data.slice(13, 33), 0, 20))
  })
  it('is closer to the exact sum than a running one', () => {
    const n = 100_000
    const tenth = new Float64Array(n).fill(0.1)
    let running = 0
    for (const x of tenth) running += x
    expect(Math.abs(orderedSum(tenth, 0, n) - 10_000)).toBeLessThan(Math.abs(running - 10_000) / 2)
  })
})

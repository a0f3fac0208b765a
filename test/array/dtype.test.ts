import { describe, expect, it } from 'vitest'
import { dtypes } from '../../src/array/dtype.ts'

describe('dtypes', () => {
  it('say how wide their elements are, as their buffers do', () => {
    for (const row of Object.values(dtypes)) expect(row.buffer(3).byteLength).toBe(3 * row.bytes)
  })
  it('have a tangent for float64 only', () => {
    expect(
      Object.entries(dtypes)
        .filter(([, row]) => row.tangent)
        .map(([name]) => name),
    ).toEqual(['float64'])
  })
  it('hold what their buffers give back unchanged', () => {
    for (const row of Object.values(dtypes)) {
      for (const value of [0, -0, 1, -1, 2, 0.5, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, 2 ** 53 + 2, Number.NaN, Number.POSITIVE_INFINITY]) {
        const buffer = row.buffer(1)
        buffer[0] = value
        const kept = Object.is(buffer[0], value) && (row.short !== 'bool' || value === 0 || value === 1)
        expect([row.short, value, row.holds(value)]).toEqual([row.short, value, kept])
      }
    }
  })
})

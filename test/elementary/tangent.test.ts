/**
 * The table of tanh and its kin, and what it is to read one.
 */
import { describe, expect, it } from 'vitest'
import { numberIn } from '../../src/elementary/bits.ts'
import { kernelOf, tablesOf } from '../../src/elementary/kernel.ts'
import { meaningOf } from '../../src/elementary/meaning.ts'
import { print } from '../../src/elementary/print.ts'
import { computedOnce, type Table } from '../../src/elementary/table.ts'
import { column, tangent, tangents } from '../../src/elementary/tangent.ts'
import * as t from '../../src/elementary/term.ts'

/** tanh(c/8), 1/(1 + e^(c/4)) and 1/cosh²(c/8) by arbitrary-precision arithmetic, the first two in two parts. */
const exact = [
  [0, 0, 0, 0.5, 0, 1],
  [1, 0.12435300177159621, -2.1451880813141441e-19, 0.4378234991142019, 2.0923941115787392e-17, 0.9845363309503934],
  [8, 0.7615941559557649, 3.7090214482164924e-17, 0.11920292202211756, -4.667319433268004e-18, 0.4199743416140261],
  [9, 0.809301070201781, 1.997469910893264e-17, 0.09534946489910949, 3.8904382533481375e-18, 0.3450317777702519],
  [40, 0.9999092042625951, 2.298523750966507e-17, 4.5397868702434395e-5, -7.572648618868574e-23, 0.0001815832309438067],
  [150, 0.9999999999999999, 7.51120234647829e-18, 5.175555005801868e-17, 1.1233770371470169e-33, 2.0702220023207473e-16],
  [255, 1, -4.118667894050105e-28, 2.0593339470250527e-28, -2.0214554363885429e-44, 8.23733578810021e-28],
] as const

describe('the table of tanh', () => {
  it.each(exact)('has in row %i what arbitrary-precision arithmetic gives', (row, tanh, tanhLow, tail, tailLow, sechSquared) => {
    const at = (of: number): number => tangent(t.origin + row, of)
    expect([at(column.tanh), at(column.tail), at(column.sechSquared)]).toEqual([tanh, tail, sechSquared])
    // To 2⁻⁹⁰ of the whole, where 2⁻⁶⁰ is asked for.
    expect(Math.abs(at(column.tanhLow) - tanhLow)).toBeLessThanOrEqual(2 ** -90 * tanh)
    expect(Math.abs(at(column.tailLow) - tailLow)).toBeLessThanOrEqual(2 ** -90 * tail)
  })

  it('has as many numbers as it says', () => {
    expect(tangents.values()).toHaveLength(tangents.rows * tangents.columns)
    expect(tangents.values()).toBe(tangents.values())
  })
})

describe('a table', () => {
  const table: Table = { name: 'squares', rows: 4, columns: 2, values: () => [0, 0, 1, -1, 4, -4, 9, -9] }
  const [x, y] = [t.argument(0), t.argument(1)]

  it('has a row for every count, by its last bits, and one for what is none', () => {
    expect([0, 3, 5, -1].map((k) => numberIn(table, t.origin + k, 0))).toEqual([0, 9, 1, 9])
    for (const counted of [Number.NaN, Number.POSITIVE_INFINITY, 1e300]) expect([0, 1, 4, 9]).toContain(numberIn(table, counted, 0))
  })

  it('is read by a kernel, by rows and columns', () => {
    const read = (of: number, column: number): t.Float => t.read(table, column, t.count(t.argument(of)))
    const k = kernelOf('f', 2, t.add(t.add(read(0, 0), read(0, 1)), t.add(read(1, 0), read(0, 0))))
    expect(k.steps.filter(({ _tag }) => _tag === 'Read')).toHaveLength(3)
    expect(tablesOf(k)).toEqual([table])
    expect(meaningOf(k)(2, 3)).toBe(4 - 4 + 9 + 4)
    expect(print(kernelOf('f', 2, t.sub(t.read(table, 1, t.count(x)), y)))).toContain('squares(t1, 1) - y')
  })

  it('is computed when it is first asked for, and once', () => {
    let times = 0
    const values = computedOnce(() => [++times])
    expect(times).toBe(0)
    expect([values(), values(), times]).toEqual([[1], [1], 1])
  })
})

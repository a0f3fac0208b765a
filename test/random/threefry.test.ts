/**
 * Threefry-2x32 against the vectors published with it, and against the cipher written once more in
 * unsigned BigInt words.
 */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluate, vmap } from '../../src/call/vectorised.ts'
import { add } from '../../src/basis/arithmetic.ts'
import { scan } from '../../src/primitive/control.ts'
import { stack } from '../../src/primitive/join.ts'
import { at } from '../../src/primitive/at.ts'
import type { IntExpr } from '../../src/program/model.ts'
import { onNumbers, onWords, threefry as cipher, type Words } from '../../src/random/threefry.ts'
import { phantom } from '../../src/type/phantom.ts'
import { ints, kind, numbersOf } from '../primitive/operation.ts'

const threefry = cipher(onWords)
const word = (x: number): Words => ints([1], x | 0)
const hex = (x: number): string => (x >>> 0).toString(16).padStart(8, '0')
const encrypt = (k0: number, k1: number, c0: number, c1: number): ReadonlyArray<string> =>
  threefry([word(k0), word(k1)], [word(c0), word(c1)]).map((x) => hex(numbersOf(x)[0] ?? 0))

const ofNumbers = (k0: number, k1: number, c0: number, c1: number): ReadonlyArray<string> => cipher(onNumbers)([k0 | 0, k1 | 0], [c0 | 0, c1 | 0]).map(hex)

/** The definition in section 4.2 of the paper: N = 20 rounds, a key injection after every fourth. */
const definition = (k: readonly [number, number], c: readonly [number, number]): ReadonlyArray<string> => {
  const mask = 0xffffffffn
  const R = [13n, 15n, 26n, 6n, 17n, 29n, 16n, 24n]
  const [k0, k1] = k.map((x) => BigInt(x) & mask)
  const keys = [k0 ?? 0n, k1 ?? 0n, 0x1bd11bdan ^ (k0 ?? 0n) ^ (k1 ?? 0n)]
  const [c0, c1] = c.map((x) => BigInt(x) & mask)
  let x = ((c0 ?? 0n) + (keys[0] ?? 0n)) & mask
  let y = ((c1 ?? 0n) + (keys[1] ?? 0n)) & mask
  for (let round = 0; round < 20; round++) {
    const r = R[round % 8] ?? 0n
    x = (x + y) & mask
    y = (((y << r) | (y >> (32n - r))) & mask) ^ x
    if (round % 4 !== 3) continue
    const s = (round + 1) / 4
    x = (x + (keys[s % 3] ?? 0n)) & mask
    y = (y + (keys[(s + 1) % 3] ?? 0n) + BigInt(s)) & mask
  }
  return [x, y].map((z) => z.toString(16).padStart(8, '0'))
}

describe('threefry', () => {
  // kat_vectors of the Random123 distribution by the authors of the cipher: counter, key, answer.
  it.each([
    [
      [0x00000000, 0x00000000],
      [0x00000000, 0x00000000],
      ['6b200159', '99ba4efe'],
    ],
    [
      [0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      ['1cb996fc', 'bb002be7'],
    ],
    [
      [0x243f6a88, 0x85a308d3],
      [0x13198a2e, 0x03707344],
      ['c4923a9c', '483df7a0'],
    ],
  ])('encrypts %j under %j as published', ([c0 = 0, c1 = 0], [k0 = 0, k1 = 0], expected) => {
    expect(encrypt(k0, k1, c0, c1)).toEqual(expected)
    expect(ofNumbers(k0, k1, c0, c1)).toEqual(expected)
    expect(definition([k0, k1], [c0, c1])).toEqual(expected)
  })
  it('is the cipher of the paper for any key and counter', () => {
    const any = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
    fc.assert(
      fc.property(any, any, any, any, (a, b, c, d) => {
        expect(encrypt(a, b, c, d)).toEqual(definition([a, b], [c, d]))
        expect(ofNumbers(a, b, c, d)).toEqual(definition([a, b], [c, d]))
      }),
      { numRuns: 40 },
    )
  })

  const both = (key: IntExpr<[2]>, counter: IntExpr<[2]>): IntExpr<[number, 1]> => {
    const [x0, x1] = threefry([phantom(at(key, [0, 1])), phantom(at(key, [1, 2]))], [phantom(at(counter, [0, 1])), phantom(at(counter, [1, 2]))])
    return phantom(stack([phantom<IntExpr<[1]>>(x0), phantom<IntExpr<[1]>>(x1)]))
  }
  const [k, c] = [ints([2], 0x13198a2e, 0x03707344), ints([2], 0x243f6a88, 0x85a308d3 | 0)]
  const words = [0xc4923a9c | 0, 0x483df7a0]

  it('has the same bits in a trace, over a batch and in a scan', () => {
    expect(numbersOf(evaluate(both)(k, c))).toEqual(words)
    expect(numbersOf(vmap(both, { inAxes: [0, null] })(ints([2, 2], 0x13198a2e, 0x03707344, 0, 0), c)).slice(0, 2)).toEqual(words)
    expect(numbersOf(vmap(both, { inAxes: [null, 0] })(k, ints([2, 2], 0, 0, 0x243f6a88, 0x85a308d3 | 0))).slice(2)).toEqual(words)
    const rows = evaluate(
      (key: IntExpr<[2]>, cs: IntExpr<[3, 2]>) => scan((carry: IntExpr<[2]>, counter: IntExpr<[2]>) => [carry, both(carry, counter)] as const, key, cs)[1],
    )(k, ints([3, 2], 1, 2, 0x243f6a88, 0x85a308d3 | 0, 3, 4))
    expect(numbersOf(rows).slice(2, 4)).toEqual(words)
  })
  it('takes counters of any shape under one key', () => {
    const [x0, x1] = threefry([ints([1], 0), ints([1], 0)], [ints([2, 2], 0, 1, 2, 3), ints([1], 0)])
    expect([x0.shape, x1.shape]).toEqual([
      [2, 2],
      [2, 2],
    ])
    expect(numbersOf(x0)[0]).toBe(0x6b200159)
    expect(kind(add(phantom<IntExpr>(x0), 0))).toBe(kind(x0))
  })
})

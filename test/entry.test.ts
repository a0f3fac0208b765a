/**
 * What is known to be there is handed over, `undefined` among it; what is not there is a fault, said aloud.
 */
import { describe, expect, it } from 'vitest'
import { entry, fieldOf, integerAt, valueAt } from '../src/entry.ts'
import { refusal } from './failing.ts'

describe('what is known to be there', () => {
  it('is handed over', () => {
    expect([entry([1, 2], 1), entry(Float64Array.of(3), 0), integerAt(Int32Array.of(4), 0), fieldOf({ a: 5 }, 'a'), valueAt(new Map([['b', 6]]), 'b')]).toEqual(
      [2, 3, 4, 5, 6],
    )
  })

  it('may be undefined', () => {
    expect([entry([undefined], 0), fieldOf({ a: undefined }, 'a'), valueAt(new Map([[1, undefined]]), 1)]).toEqual([undefined, undefined, undefined])
  })

  it('is a fault of ours where it is not', () => {
    expect(refusal(() => entry([1, 2], 2))).toBe('Argument: program: entry 2 of 2 does not exist')
    expect(refusal(() => entry(new Float64Array(1), -1))).toBe('Argument: program: entry -1 of 1 does not exist')
    expect(refusal(() => integerAt(new Int32Array(3), 3))).toBe('Argument: program: entry 3 of 3 does not exist')
    expect(refusal(() => fieldOf({}, 'a'))).toBe('Argument: program: the field a does not exist')
    expect(refusal(() => valueAt(new Map(), 7))).toBe('Argument: program: the key 7 does not exist')
  })
})

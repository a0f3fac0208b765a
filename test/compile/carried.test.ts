/** What primitives carry for the compiler is all that it has of them, and nothing of it is there where nothing is compiled. */
import { describe, expect, it } from 'vitest'
import * as absent from '../../src/compile/absent-loops.ts'
import * as loops from '../../src/compile/loops.ts'
import { vocabulary } from '../../src/primitive/vocabulary.ts'

describe('what primitives carry', () => {
  it('is all that there is, each by the primitive that it is named after', () => {
    const carried = new Map(vocabulary.flatMap(({ lowering, loops: own }) => (own === undefined ? [] : [[lowering, own] as const])))
    const { loop, ...named } = loops
    expect(carried).toEqual(new Map<unknown, unknown>([...Object.entries(named), ['while', loop]]))
  })

  it('cannot be changed', () => {
    for (const { loops: own } of vocabulary) expect(own === undefined || Object.isFrozen(own)).toBe(true)
  })

  it('is absent where nothing is compiled', () => {
    expect(Object.keys(absent).sort()).toEqual(Object.keys(loops).sort())
    expect(new Set(Object.values(absent))).toEqual(new Set([undefined]))
  })
})

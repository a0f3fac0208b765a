/**
 * The elementary functions as WebAssembly have the bits of the functions of numbers, on one lane and on
 * two, with constants in locals and in place: more than a million points.
 */
import { option as O } from 'fp-ts'
import { describe, expect, it } from 'vitest'
import { emitElementary, isElementary, needsOf } from '../../../src/compile/wasm/elementary.ts'
import { inPlace } from '../../../src/compile/wasm/straight.ts'
import { elementary, kernelFor } from '../../../src/elementary/catalogue.ts'
import { hosts } from '../../../src/elementary/rare.ts'
import { points, powersFor } from '../../elementary/points.ts'
import { differences, none, twin } from '../../elementary/twins.ts'
import { compiled } from './array.ts'

const size = 60_000
const xs = points(size, 11)
const ys = powersFor(xs, 12)

describe('in WebAssembly', () => {
  it.each([...elementary.values()])('$name has the same bits', (definition) => {
    const kernel = kernelFor(definition)
    const wanted = Float64Array.from(xs, (x, i) => twin(definition.name)(x, ys[i] ?? 0))
    // Something is asked for: values of many kinds.
    expect(new Set(wanted).size).toBeGreaterThan(size / 8)
    for (const lanes of [1, 2] as const)
      for (const where of ['locals', 'in place'] as const) {
        const got = compiled(kernel, lanes, where, size)(xs, ys)
        let i = 0
        expect(
          differences(
            xs,
            ys,
            () => wanted[i++] ?? 0,
            (k) => got[k] ?? 0,
          ),
        ).toEqual(none)
      }
  })
})

describe('by name', () => {
  it('are emitted with what they need', () => {
    expect(isElementary('exp')).toBe(true)
    expect(isElementary('gamma')).toBe(false)
    const needs = needsOf('sin', 2)
    expect(O.isSome(needs) ? needs.value.hosts : []).toEqual(['sinRare'])
    expect(O.isSome(needs) ? needs.value.constants : []).toContain(1.5 * 2 ** 52)
    const emitted = emitElementary('tanh', { lanes: 2, operands: [0], firstLocal: 1, constant: inPlace(2), host: () => 0 })
    expect(O.isSome(emitted) && emitted.value.locals.every((type) => type === 'v128')).toBe(true)
    expect(emitElementary('gamma', { lanes: 2, operands: [0], firstLocal: 1, constant: inPlace(2), host: () => 0 })).toEqual(O.none)
  })

  it('call no function of the host that is not there', () => {
    const needed = [...elementary.keys()].flatMap((name) => {
      const needs = needsOf(name, 1)
      return O.isSome(needs) ? needs.value.hosts : []
    })
    expect(needed.filter((name) => hosts[name] === undefined)).toEqual([])
    expect([...new Set(needed)].sort()).toEqual(Object.keys(hosts).sort())
  })
})

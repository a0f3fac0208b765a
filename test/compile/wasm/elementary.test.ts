/**
 * The elementary functions as WebAssembly have the bits of the functions of numbers, on one lane and on
 * two, with constants in locals and in place: with all samples more than a million points.
 */
import { describe, expect, it } from 'vitest'
import { constantsOf, emit, inPlace } from '../../../src/compile/wasm/straight.ts'
import * as absent from '../../../src/elementary/absent.ts'
import { elementary } from '../../../src/elementary/catalogue.ts'
import { kernelFor } from '../../../src/elementary/definition.ts'
import * as definitions from '../../../src/elementary/definitions.ts'
import { hostsOf } from '../../../src/elementary/kernel.ts'
import { vocabulary } from '../../../src/primitive/vocabulary.ts'
import { points, powersFor } from '../../elementary/points.ts'
import { differences, none, twin } from '../../elementary/twins.ts'
import { samples } from '../../share.ts'
import { compiled } from './array.ts'

const size = samples(60_000)
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

describe('one of them', () => {
  it('is emitted with what it needs', () => {
    const sine = kernelFor(definitions.sin)
    expect(hostsOf(sine)).toEqual(['sinRare'])
    expect(constantsOf(sine, 2)).toContain(1.5 * 2 ** 52)
    const { locals } = emit(kernelFor(definitions.tanh), { lanes: 2, operands: [0], firstLocal: 1, constant: inPlace(2), host: () => 0, table: () => 0 })
    expect(locals.length).toBeGreaterThan(0)
    expect(locals.every((type) => type === 'v128')).toBe(true)
  })

  it('is what the primitive of its name says it is', () => {
    const carried = vocabulary.flatMap(({ name, lowering }) => (typeof lowering === 'object' ? [[name, lowering] as const] : []))
    expect(new Map(carried)).toEqual(elementary)
    for (const [name, definition] of carried) expect(definition).toBe(elementary.get(name))
  })

  it('is absent where nothing is compiled', () => {
    expect(Object.keys(absent).sort()).toEqual(Object.keys(definitions).sort())
    expect(new Set(Object.values(absent))).toEqual(new Set([undefined]))
  })
})

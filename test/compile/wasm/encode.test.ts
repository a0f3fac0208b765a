/**
 * Modules as a whole: their sections, what keeps one from being written, and large bodies.
 */
import { either as E } from 'fp-ts'
import { describe, expect, it } from 'vitest'
import { limits } from '../../../src/compile/wasm/body.ts'
import { bytes } from '../../../src/compile/wasm/bytes.ts'
import { encode } from '../../../src/compile/wasm/encode.ts'
import { block, end, float, floats, get, type Instruction, int, plainly, set, type ValueType, when } from '../../../src/compile/wasm/instruction.ts'
import { type DefinedFunction, type Module, type Obstacle, showObstacle } from '../../../src/compile/wasm/module.ts'
import { phantom } from '../../../src/type/phantom.ts'
import { bytesOf, run, takes, thunk, validates } from './host.ts'

const obstacle = (f: DefinedFunction): string => {
  const encoded = encode({ functionImports: [], functions: [f] })
  return E.isLeft(encoded) ? showObstacle(encoded.left) : 'none'
}

const body = (...instructions: ReadonlyArray<Instruction>): DefinedFunction => ({
  name: 'f',
  type: { parameters: [], results: [] },
  locals: [],
  body: instructions,
})

describe('a module', () => {
  it('without anything is eight bytes and empty sections, and valid', () => {
    const empty = bytesOf({ functionImports: [], functions: [] })
    expect([...empty]).toEqual([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 1, 0, 2, 1, 0, 3, 1, 0, 7, 1, 0, 10, 1, 0])
    expect(validates(empty)).toBe(true)
  })

  it('writes each type of function once', () => {
    const three = bytesOf({ functionImports: [], functions: [body(), body(), { ...body(int(1)), type: { parameters: [], results: ['i32'] } }] })
    // Section 1, eight bytes: two types, () → () and () → i32.
    expect([...three.slice(8, 18)]).toEqual([1, 8, 2, 0x60, 0, 0, 0x60, 0, 1, 0x7f])
    expect(validates(three)).toBe(true)
  })

  it('writes locals as runs of one type', () => {
    const types: ReadonlyArray<ValueType> = ['f64', 'f64', 'f64', 'i32', 'v128', 'v128', 'i64']
    const encoded = bytesOf({ functionImports: [], functions: [{ ...body(), locals: types }] })
    expect([...encoded.slice(-10)]).toEqual([4, 3, 0x7c, 1, 0x7f, 2, 0x7b, 1, 0x7e, 0x0b])
    expect(validates(encoded)).toBe(true)
  })

  it('exports under a name of its own, in any script', () => {
    expect(Object.keys(run([{ ...thunk('i32', [int(1)]), exported: 'σ→𝜋 \ud800' }]).exports)).toEqual(['σ→𝜋 �'])
  })

  it('imports memory of some pages', () => {
    const mistake = (minimum: number): string => {
      const encoded = encode({ functionImports: [], functions: [], memory: { module: 'm', name: 'm', minimum } })
      return E.isLeft(encoded) ? showObstacle(encoded.left) : `${validates(encoded.right)}`
    }
    expect([0, 1, 65_536].map(mistake)).toEqual(['true', 'true', 'true'])
    expect([-1, 0.5, 65_537].map(mistake)).toEqual([-1, 0.5, 65_537].map((n) => `memory: ${n} pages are not a whole number from 0 to 65536`))
  })

  it('imports memory that threads share, which has just so many pages', () => {
    const module = (shared: boolean): Module => ({ functionImports: [], functions: [], memory: { module: 'm', name: 'm', minimum: 300, shared } })
    const sizes = [{ initial: 300 }, { initial: 300, maximum: 300, shared: true }, { initial: 300, maximum: 301, shared: true }]
    expect(sizes.map((size) => takes(module(false), size))).toEqual([true, false, false])
    expect(sizes.map((size) => takes(module(true), size))).toEqual([false, true, false])
  })
})

describe('what keeps a function from being written', () => {
  it('is told of blocks', () => {
    expect(obstacle(body(block()))).toBe('f: instruction 1: 1 blocks are still open')
    expect(obstacle(body(end))).toBe('f: instruction 0: end closes no block')
    expect(obstacle(body(block(), plainly('else'), end))).toBe('f: instruction 1: else belongs to no if')
    expect(obstacle(body(int(1), when(), plainly('else'), plainly('else'), end))).toBe('f: instruction 3: else belongs to no if')
    expect(obstacle(body(int(1), when(), plainly('else'), end))).toBe('none')
  })

  it('is told of operands', () => {
    expect(obstacle(body(get(-1)))).toBe('f: instruction 0, local.get: the index -1 is not a whole number below 2³²')
    expect(obstacle(body(get(0.5)))).toBe('f: instruction 0, local.get: the index 0.5 is not a whole number below 2³²')
    expect(obstacle(body({ op: 'f64.load', align: 3, offset: 0 }))).toBe('f: instruction 0, f64.load: the alignment 3 is not 1, 2, 4, 8 or 16')
    expect(obstacle(body({ op: 'f64.load', align: 8, offset: 2 ** 32 }))).toBe(
      'f: instruction 0, f64.load: the offset 4294967296 is not a whole number below 2³²',
    )
    expect(obstacle(body({ op: 'f64x2.extract_lane', lane: 16 }))).toBe('f: instruction 0, f64x2.extract_lane: there is no lane 16')
    expect(obstacle(body({ op: 'i8x16.shuffle', lanes: [1, 2] }))).toBe('f: instruction 0, i8x16.shuffle: takes 16 lanes below 32')
  })

  it('is told of operands that are not there, and of what is no instruction', () => {
    const odd = (instruction: object): string => obstacle(body(phantom<Instruction>(instruction)))
    expect(odd({ op: 'f64.load', offset: 0 })).toBe('f: instruction 0, f64.load: has no alignment')
    expect(odd({ op: 'f64x2.extract_lane' })).toBe('f: instruction 0, f64x2.extract_lane: has no lane')
    expect(odd({ op: 'local.get' })).toBe('f: instruction 0, local.get: the index  is not a whole number below 2³²')
    expect(odd({ op: 'f64.power' })).toBe('f: instruction 0, f64.power: is not an instruction')
  })

  it('is told of limits', () => {
    const locals = (count: number): ReadonlyArray<ValueType> => Array.from({ length: count }, () => 'f64')
    expect(obstacle({ ...body(), locals: locals(limits.locals) })).toBe('none')
    expect(obstacle({ ...body(), locals: locals(limits.locals + 1) })).toBe('f: 50001 locals, of which engines allow 50000; split the function')
    expect(obstacle({ ...body(), type: { parameters: locals(1), results: [] }, locals: locals(limits.locals) })).toContain('50001 locals')
    expect(obstacle({ ...body(), type: { parameters: locals(1001), results: [] } })).toBe(
      'f: 1001 parameters, of which engines allow 1000; pass them in memory',
    )
    const drop = plainly('drop')
    const many = (count: number): DefinedFunction => ({ ...body(), body: Array.from({ length: count }, () => [floats(1), drop]).flat() })
    // 19 bytes each, a count of locals and an end.
    const fits = Math.floor((limits.bytes - 2) / 19)
    expect(obstacle(many(fits))).toBe('none')
    expect(obstacle(many(fits + 1))).toBe(`f: a body of ${19 * (fits + 1) + 2} bytes, of which engines allow 7654321; split the function`)
  })

  it('are the limits of the engine', () => {
    const f = { ...body(), locals: Array.from({ length: limits.locals }, (): ValueType => 'f64') }
    expect(validates(bytesOf({ functionImports: [], functions: [f] }))).toBe(true)
  })

  it('is a value', () => {
    const encoded = encode({ functionImports: [], functions: [body(end)] })
    expect(encoded).toEqual(E.left<Obstacle>({ _tag: 'Unbalanced', function: 'f', instruction: 0, reason: 'end closes no block' }))
  })
})

describe('large bodies', () => {
  it('deep in blocks', () => {
    const depth = 900
    const nested = [...Array.from({ length: depth }, () => block()), ...Array.from({ length: depth }, () => end)]
    expect(validates(bytesOf({ functionImports: [], functions: [body(...nested)] }))).toBe(true)
  })

  it('of 300,000 instructions run', () => {
    const once = [get(0), float(1), plainly('f64.add'), set(0)]
    const long = Array.from({ length: 75_000 }, () => once).flat()
    expect(run([thunk('f64', [...long, get(0)], ['f64'])]).exports['f']?.()).toBe(75_000)
  })
})

describe('bytes', () => {
  it('grow and stay what they were', () => {
    const out = bytes()
    const first = out.toArray()
    for (let i = 0; i < 1000; i++) out.byte(i % 251)
    expect(first).toEqual(new Uint8Array())
    expect([...out.toArray()]).toEqual(Array.from({ length: 1000 }, (_, i) => i % 251))
    expect(out.length()).toBe(1000)
  })

  it('write LEB128 as the specification has it', () => {
    const written = (write: (out: ReturnType<typeof bytes>) => void): ReadonlyArray<number> => {
      const out = bytes()
      write(out)
      return [...out.toArray()]
    }
    expect(written((out) => out.unsigned(624_485))).toEqual([0xe5, 0x8e, 0x26])
    expect(written((out) => out.unsigned(2 ** 32 - 1))).toEqual([0xff, 0xff, 0xff, 0xff, 0x0f])
    expect(written((out) => out.signed(-123_456))).toEqual([0xc0, 0xbb, 0x78])
    expect(written((out) => out.long(-123_456n))).toEqual([0xc0, 0xbb, 0x78])
    expect(written((out) => out.text('é'))).toEqual([2, 0xc3, 0xa9])
  })
})

/**
 * Terms as instructions: each operation on one lane and two means what it means on numbers, whatever is rare
 * stays lazy, and length costs nothing but length.
 */
import { describe, expect, it } from 'vitest'
import { call, get, type Instruction, type ValueType } from '../../../src/compile/wasm/instruction.ts'
import type { Lanes } from '../../../src/compile/wasm/lanes.ts'
import { constantsOf, type Context, emit, inPlace } from '../../../src/compile/wasm/straight.ts'
import { type Kernel, kernel, kernelOf } from '../../../src/elementary/kernel.ts'
import { meaningOf } from '../../../src/elementary/meaning.ts'
import * as term from '../../../src/elementary/term.ts'
import { points, special } from '../../elementary/points.ts'
import { differences, none } from '../../elementary/twins.ts'
import { compiled } from './array.ts'
import { run } from './host.ts'

const some = points(512, 5)
const xs = Float64Array.from([...special.flatMap((x) => special.map(() => x)), ...some])
const ys = Float64Array.from([...special.flatMap(() => special), ...some.slice().reverse()])
const evenly = (list: Float64Array): Float64Array => list.subarray(0, list.length - (list.length % 2))

const agrees = (k: Kernel, x: Float64Array = evenly(xs), y: Float64Array = evenly(ys)): void => {
  const meaning = meaningOf(k)
  for (const lanes of [1, 2] as const)
    for (const where of ['locals', 'in place'] as const) {
      const got = compiled(k, lanes, where, x.length)(x, y)
      expect(differences(x, y, meaning, (i) => got[i] ?? 0)).toEqual(none)
    }
}

const two = (f: (x: term.Float, y: term.Float) => term.Float): Kernel => kernel('f', 2, (x = term.constant(0), y = term.constant(0)) => f(x, y))
/** A mask as a float. */
const shown = (mask: term.Mask): term.Float => term.select(mask, 1, 0)

describe('each operation', () => {
  const { neg, abs, sqrt, floor, ceil, trunc, nearest } = term
  it.each(Object.entries({ neg, abs, sqrt, floor, ceil, trunc, nearest }))('%s', (_, f) => agrees(two((x) => f(x))))
  const { add, sub, mul, div, min, max, smaller, larger } = term
  it.each(Object.entries({ add, sub, mul, div, min, max, smaller, larger }))('%s', (_, f) => agrees(two(f)))
  const { lt, le, gt, ge, eq, ne } = term
  it.each(Object.entries({ lt, le, gt, ge, eq, ne }))('%s', (_, f) => agrees(two((x, y) => shown(f(x, y)))))

  it('copysign, for signs that are not NaN', () => {
    const keep = (list: Float64Array): Float64Array => evenly(list.filter((_, i) => !Number.isNaN(ys[i] ?? 0)))
    agrees(two(term.copysign), keep(xs), keep(ys))
  })

  it('and, or, not, select, choose', () => {
    agrees(two((x, y) => shown(term.and(term.lt(x, y), term.lt(0, y)))))
    agrees(two((x, y) => shown(term.or(term.lt(x, y), term.lt(0, y)))))
    agrees(two((x, y) => shown(term.not(term.lt(x, y)))))
    agrees(two((x, y) => term.select(term.lt(x, y), x, term.mul(y, 2))))
    agrees(two((x, y) => term.choose(term.lt(x, y), x, term.mul(y, 2))))
  })

  const normal = evenly(xs.map(Math.abs).filter((x) => x >= 2 ** -1022 && x < Number.POSITIVE_INFINITY))
  it('exponent and significand, of normal numbers', () => {
    agrees(
      two((x) => term.exponent(x)),
      normal,
      normal,
    )
    agrees(
      two((x) => term.significand(x, term.exponent(x))),
      normal,
      normal,
    )
    const [k, m] = [two((x) => term.exponent(x)), two((x) => term.significand(x, term.exponent(x)))].map((of) => meaningOf(of))
    for (const x of normal) {
      expect(m?.(x, 0)).toBeGreaterThan(Math.SQRT1_2 - 1e-6)
      expect(m?.(x, 0)).toBeLessThan(Math.SQRT2 + 1e-6)
      expect((m?.(x, 0) ?? 0) * 2 ** Math.floor((k?.(x, 0) ?? 0) / 2) * 2 ** Math.ceil((k?.(x, 0) ?? 0) / 2)).toBe(x)
    }
  })

  it('lift, odd and turn, by counts', () => {
    const ks = Float64Array.from({ length: 2000 }, (_, i) => i - 1000)
    const ms = ks.map((k) => (k % 3) + 1.3)
    agrees(
      two((x, y) => term.lift(x, term.count(y))),
      ms,
      ks,
    )
    agrees(
      two((x, y) => term.select(term.odd(term.count(y)), x, term.neg(x))),
      ms,
      ks,
    )
    agrees(
      two((x, y) => term.turn(x, term.count(y))),
      ms,
      ks,
    )
    const turned = meaningOf(two((x, y) => term.turn(x, term.count(y))))
    expect([-3, -2, -1, 0, 1, 2, 3, 4].map((k) => turned(1, k))).toEqual([1, -1, -1, 1, 1, -1, -1, 1])
    // Zero, infinity and NaN times 2⁰ are themselves.
    const same = evenly(xs.map((x, i) => (i % 2 === 0 ? x : 0)))
    agrees(
      two((x, y) => term.lift(x, term.count(term.mul(y, 0)))),
      same,
      new Float64Array(same.length),
    )
  })
})

describe('what is rare', () => {
  const imports = [{ module: 'h', name: 'h', type: { parameters: ['f64'], results: ['f64'] } }] as const
  const rare = kernel('f', 1, (x = term.constant(0)) => {
    const shared = term.mul(x, 3)
    const inner = term.host('h', (y) => -y, term.add(shared, 1))
    return term.add(term.choose(term.lt(x, 10), shared, term.choose(term.lt(x, 20), inner, term.mul(inner, 2))), shared)
  })
  const context = (lanes: Lanes, constant: Context['constant']): Context => ({
    lanes,
    operands: [0],
    firstLocal: lanes === 1 ? 1 : 2,
    constant,
    host: () => 0,
    table: () => 0,
  })

  it('is computed for the lanes that need it, and called only then', () => {
    const asked: Array<number> = []
    const host = (x: number): number => {
      asked.push(x)
      return -x
    }
    const emitted = emit(rare, context(1, inPlace(1)))
    const one = { name: 'f', type: { parameters: ['f64'], results: ['f64'] }, locals: emitted.locals, body: emitted.instructions, exported: 'f' } as const
    const { exports } = run([one], imports, { h: host })
    expect([2, 15, 25].map((x) => exports['f']?.(x))).toEqual([12, 45 - 46, 75 - 152])
    expect(asked).toEqual([46, 76])

    // On two lanes both are asked for, and each keeps its own.
    const wide = emit(rare, { ...context(2, inPlace(2)), operands: [0] })
    const body: ReadonlyArray<Instruction> = [
      get(0),
      { op: 'f64x2.splat' },
      get(1),
      { op: 'f64x2.replace_lane', lane: 1 },
      { op: 'local.set', index: 3 },
      ...emit(rare, { ...context(2, inPlace(2)), operands: [3], firstLocal: 4 }).instructions,
      { op: 'local.set', index: 3 },
      get(2),
      get(3),
      { op: 'v128.store', align: 16, offset: 0 },
    ]
    const locals: ReadonlyArray<ValueType> = ['v128', ...wide.locals]
    const { exports: pair, f64 } = run([{ name: 'f', type: { parameters: ['f64', 'f64', 'i32'], results: [] }, locals, body, exported: 'f' }], imports, {
      h: host,
    })
    const both = (x: number, y: number): ReadonlyArray<number> => {
      pair['f']?.(x, y, 0)
      return [f64[0] ?? 0, f64[1] ?? 0]
    }
    asked.length = 0
    expect(both(2, 3)).toEqual([12, 18])
    expect(asked).toEqual([])
    expect(both(2, 15)).toEqual([12, -1])
    expect(both(25, 15)).toEqual([75 - 152, -1])
    expect(asked).toEqual([7, 46, 76, 46])
  })

  it('is inside an if, and what is shared before it', () => {
    const { instructions } = emit(rare, context(1, inPlace(1)))
    const ops = instructions.map(({ op }) => op)
    expect(ops.indexOf('call')).toBeGreaterThan(ops.indexOf('if'))
    expect(instructions.filter(({ op }) => op === 'call')).toEqual([call(0)])
    expect(ops.filter((op) => op === 'f64.mul')).toHaveLength(2)
  })
})

describe('long expressions', () => {
  const length = 20_000
  it('in a chain and in a row of shared terms neither overflow nor grow', () => {
    const x = term.argument(0)
    let chain: term.Float = x
    let doubled: term.Float = x
    for (let i = 0; i < length; i++) {
      chain = term.add(chain, 1)
      // Each is used twice: a tree of 2^20,000 leaves.
      doubled = term.sub(term.add(doubled, doubled), doubled)
    }
    const k = kernelOf('f', 1, term.add(chain, doubled))
    expect(k.steps.length).toBe(3 * length + 3)
    const { instructions, locals } = emit(k, { lanes: 1, operands: [0], firstLocal: 1, constant: inPlace(1), host: () => 0, table: () => 0 })
    expect(instructions.length).toBeLessThan(10 * length)
    const { exports } = run([{ name: 'f', type: { parameters: ['f64'], results: ['f64'] }, locals, body: instructions, exported: 'f' }])
    expect(exports['f']?.(3)).toBe(3 + length + 3)
  })
})

describe('several results', () => {
  it('are each pushed when asked for, from what they share', () => {
    const [x, y] = [term.argument(0), term.argument(1)]
    const shared = term.mul(x, y)
    const k = kernelOf('f', 2, term.add(shared, 1), x, term.constant(-0), term.select(term.maskArgument(2), term.neg(shared), shared))
    const { instructions, reads, locals } = emit(k, { lanes: 1, operands: [0, 1, 2], firstLocal: 3, constant: inPlace(1), host: () => 0, table: () => 0 })
    expect(instructions.filter(({ op }) => op === 'f64.mul')).toHaveLength(1)
    const results = reads.map(() => 'f64' as const)
    const { exports } = run([{ name: 'f', type: { parameters: ['f64', 'f64', 'i32'], results }, locals, body: [...instructions, ...reads], exported: 'f' }])
    expect(exports['f']?.(3, 5, 1)).toEqual([16, 3, -0, -15])
    expect(exports['f']?.(3, 5, 0)).toEqual([16, 3, -0, 15])
  })
})

describe('constants', () => {
  it('are listed once, and −0 is not 0', () => {
    const k = two((x, y) => term.add(term.add(term.mul(x, 2), term.mul(y, 2)), term.add(term.copysign(x, y), term.mul(0, term.neg(-0)))))
    expect(constantsOf(k, 1)).toEqual([2, 0, -0])
    expect(constantsOf(k, 2)).toEqual([2, -0, 0])
    agrees(k, Float64Array.of(1, 2, -3, 4), Float64Array.of(-1, 1, 2, -2))
  })
})

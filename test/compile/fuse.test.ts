/**
 * Products and sums as one instruction. That it is the same computation is seen where the instruction rounds twice, as
 * it may: then all bits are those of exact code.
 */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AnyTensor, sameTensor } from '../../src/array/tensor.ts'
import { fused } from '../../src/compile/emit/fuse.ts'
import { compileProgram } from '../../src/compile/kernel.ts'
import { access, end, get, type Instruction, int, loop, type Plain, plainly, set } from '../../src/compile/wasm/instruction.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { fold } from '../../src/program/fold.ts'
import type { Program } from '../../src/program/model.ts'
import { print } from '../../src/program/print.ts'
import { simplify } from '../../src/simplify/simplify.ts'
import { derivative } from '../../src/transform/gradient.ts'
import { differentiable } from '../../src/transform/pick.ts'
import { cases } from '../primitive/cases.ts'
import { points, programs } from '../simplify/random.ts'
import { part, samples } from '../share.ts'
import { rounding } from './relaxed.ts'

const [mul, add, sub, neg]: ReadonlyArray<Instruction> = (['f64x2.mul', 'f64x2.add', 'f64x2.sub', 'f64x2.neg'] satisfies ReadonlyArray<Plain>).map(plainly)
const code = (...parts: ReadonlyArray<Instruction | number | undefined>): ReadonlyArray<Instruction> =>
  parts.flatMap((part) => (part === undefined ? [] : typeof part === 'number' ? [get(part)] : [part]))

/** Instructions as a person writes them. */
const shown = (body: ReadonlyArray<Instruction>): string =>
  fused(body)
    .map((i) =>
      'index' in i
        ? `${i.op === 'local.get' ? '' : i.op === 'vector' ? (i.index === 0x107 ? 'madd' : 'nmadd') : '→'}${i.op === 'vector' ? '' : i.index}`
        : i.op,
    )
    .join(' ')

describe('a product that is used once', () => {
  it('is added, from either side', () => {
    expect(shown(code(2, 0, 1, mul, add))).toBe('0 1 2 madd')
    expect(shown(code(0, 1, mul, 2, add))).toBe('0 1 2 madd')
    expect(shown(code(0, 1, mul, 2, 3, mul, add))).toBe('2 3 0 1 f64x2.mul madd')
  })

  it('is taken away', () => {
    expect(shown(code(2, 0, 1, mul, sub))).toBe('0 1 2 nmadd')
    expect(shown(code(0, 1, mul, 2, sub))).toBe('0 1 f64x2.mul 2 f64x2.sub')
  })

  it('is computed where it is used', () => {
    expect(shown(code(0, 1, mul, set(5), 2, neg, set(6), 6, 5, add, set(7)))).toBe('2 f64x2.neg →6 0 1 6 madd →7')
  })

  it('is added to the sum of others where it comes', () => {
    const four = [5, 6, 7, 8].flatMap((to, i) => code(i, 4, mul, set(to)))
    const tree = code(5, 7, add, set(10), 6, 8, add, set(11), 10, 11, add, set(12), 9, 12, add)
    expect(shown([...four, ...tree])).toBe('3 4 1 4 2 4 0 4 9 madd madd madd madd')
  })
})

describe('a product stays', () => {
  it('that is used twice', () => {
    const body = code(0, 1, mul, set(5), 2, 5, add, set(6), 3, 5, add, set(7))
    expect(fused(body)).toEqual(body)
  })

  it('whose factors have changed where it is used', () => {
    expect(shown(code(0, 1, mul, set(5), 2, set(0), 2, 5, add, set(6)))).toBe('2 0 1 f64x2.mul →5 →0 2 5 f64x2.add →6')
  })

  it('that is used in a loop, or behind it', () => {
    const body = code(0, 1, mul, set(5), loop(), 2, 5, add, set(6), end)
    expect(fused(body)).toEqual(body)
  })

  it('whose factors are read before something is stored', () => {
    const body = code(int(0), access('v128.load'), 1, mul, set(5), int(0), 2, access('v128.store'), 2, 5, add, set(6))
    expect(fused(body)).toEqual(body)
  })
})

it('sums of products in an elementary function keep their order', () => {
  // h + (a·b + c·d), as a low part is added to a high one.
  expect(shown(code(4, 0, 1, mul, 2, 3, mul, add, add))).toBe('4 2 3 0 1 f64x2.mul madd f64x2.add')
})

const agree = (program: Program, operands: ReadonlyArray<AnyTensor>, way: ReturnType<typeof rounding>): void => {
  const wanted = fold(evaluation)(program)(operands)
  const got = compileProgram(program, 'webassembly', undefined, way.arithmetic)?.run(operands) ?? []
  const isSame = wanted.length === got.length && wanted.every((y, j) => got[j] !== undefined && sameTensor(y, got[j]))
  if (!isSame) expect(`${print(program)}\n${got.map(String)}`).toBe(`${wanted.map(String)}`)
}

describe('rounded twice, as the interpreter does, to the same bits:', () => {
  it('every primitive and its derivative', () => {
    const way = rounding(1)
    for (const { program, operands } of part(cases, 10)) {
      agree(program, operands, way)
      const tangents = operands.filter((_, i) => program.inputs[i] !== undefined && differentiable(program.inputs[i]))
      if (tangents.length > 0) agree(simplify(derivative(program)), [...operands, ...tangents], way)
    }
    expect(way.fused()).toBeGreaterThan(samples(1000))
  }, 60_000)

  it('random programs, simplified, and their derivatives', () => {
    const way = rounding(1)
    fc.assert(
      fc.property(programs, points, (program, operands) => {
        agree(simplify(program), operands, way)
        agree(simplify(derivative(program)), [...operands, ...operands], way)
      }),
      { numRuns: samples(150) },
    )
    expect(way.fused()).toBeGreaterThan(samples(50))
  }, 30_000)
})

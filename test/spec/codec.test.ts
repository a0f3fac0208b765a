import fc from 'fast-check'
import { either as E, function as F } from 'fp-ts'
import * as t from 'io-ts'
import { describe, expect, it } from 'vitest'
import { aval } from '../../src/array/aval.ts'
import { type AnyTensor, sameTensor, scalarTensor, tensor } from '../../src/array/tensor.ts'
import { add, addPrimitive, mul } from '../../src/basis/arithmetic.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { condPrimitive } from '../../src/primitive/cond.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import { vocabulary } from '../../src/primitive/vocabulary.ts'
import { sameProgram } from '../../src/program/equal.ts'
import { applyTo, constant, float } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { Expr, Primitive, Program } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { decode, programCodec } from '../../src/spec/decode.ts'
import type { ConstantDocument } from '../../src/spec/document.ts'
import { encode } from '../../src/spec/encode.ts'
import { failuresOf } from '../../src/spec/mistake.ts'
import { phantom } from '../../src/type/phantom.ts'
import { edit, nested, opaque, opaquePrimitive, rich, scalarOf } from './sample.ts'
import { exactly } from '../type/exactly.ts'

const roundTrip = (program: Program, known: ReadonlyArray<Primitive> = vocabulary): Program => {
  const result = decode(known)(JSON.parse(JSON.stringify(encode(program))))
  return E.isRight(result) ? result.right : expect.fail(JSON.stringify(result.left))
}

const holding = (value: AnyTensor): Program => close([], () => [constant(value)])

const constantsOf = (value: AnyTensor): ReadonlyArray<ConstantDocument> => encode(holding(value)).constants

describe('decode after encode', () => {
  it('is the same program, through JSON', () => {
    const again = roundTrip(rich)
    expect(sameProgram(rich, again)).toBeNull()
    expect(again.names).toEqual(['x', 'v'])
    expect(again.outputNames).toEqual(rich.outputNames)
    expect(again.equations.map((e) => e.operands.map((of) => of.text))).toEqual(rich.equations.map((e) => e.operands.map((of) => of.text)))
    expect(encode(again)).toEqual(encode(rich))
    expect(new Set(rich.equations.map((e) => e.primitive.name))).toEqual(new Set(['gt', 'cond', 'scan', 'broadcastTo', 'where', 'sum']))
  })

  it('keeps the names of outputs', () => {
    const named: Program = { ...rich, outputNames: rich.outputs.map((_, i) => `out${i}`) }
    expect(roundTrip(named).outputNames).toEqual(named.outputNames)
  })

  it('evaluates to the same bits', () => {
    const [before, after] = [fold(evaluation)(rich), fold(evaluation)(roundTrip(rich))]
    fc.assert(
      fc.property(fc.double(), fc.array(fc.double(), { minLength: 3, maxLength: 3 }), (x, v) => {
        const inputs = [scalarTensor(x), tensor(Float64Array.from(v))]
        const expected = before(inputs)
        expect(after(inputs).every((y, i) => sameTensor(y, expected[i] ?? holdNothing))).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  it('keeps −0, NaN, ∞ and every other double', () => {
    const special = [-0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324]
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.double(), fc.constantFrom(...special))), (xs) => {
        const value = tensor(Float64Array.from(xs))
        const [output] = roundTrip(holding(value)).outputs
        expect(output?._tag === 'Literal' && sameTensor(output.value, value)).toBe(true)
      }),
    )
  })

  it('keeps empty arrays', () => {
    const empty = holding(tensor(new Float64Array(0), [0, 5]))
    expect(sameProgram(roundTrip(empty), empty)).toBeNull()
  })

  it('keeps parameters that JSON has no word for', () => {
    const params = { a: Number.NaN, b: -0, c: [Number.POSITIVE_INFINITY, [Number.NEGATIVE_INFINITY, 'text', true]], d: 1.5, ['__proto__']: 3 }
    const again = roundTrip(opaque(params), [opaquePrimitive]).equations[0]?.params ?? {}
    expect(Object.entries(again)).toEqual(Object.entries(params))
    expect(Object.is(again['b'], -0)).toBe(true)
  })
})

const holdNothing = tensor(new Float64Array(0))

describe('encode', () => {
  it('writes bytes in little-endian order', () => {
    const hex = (text: string): string => Buffer.from(text, 'hex').toString('base64')
    expect(constantsOf(tensor(Float64Array.of(1, -0)))).toEqual([{ type: 'f64[2]', data: hex('000000000000f03f0000000000000080') }])
    expect(constantsOf(tensor(Int32Array.of(1, -2), [2, 1]))).toEqual([{ type: 'i32[2,1]', data: hex('01000000feffffff') }])
    expect(constantsOf(tensor([true, false]))).toEqual([{ type: 'bool[2]', data: hex('0100') }])
  })

  it('writes a shared constant once, and keeps it shared', () => {
    const big = phantom<Expr<[3]>>(constant(tensor([1, 2, 3])))
    const twin = phantom<Expr<[3]>>(constant(tensor([1, 2, 3])))
    const program = close([float(3)], ([v]) => [add(phantom<Expr<[3]>>(v), big), mul(phantom<Expr<[3]>>(v), big), mul(phantom<Expr<[3]>>(v), twin)])
    expect(encode(program).constants.length).toBe(2)
    const [first, second, third] = roundTrip(program).equations.map((equation) => equation.args[1])
    expect(first).toBe(second)
    expect(first).not.toBe(third)
  })

  it('tells scalar constants apart by their bits', () => {
    const program = close([float()], ([x]) => [0, -0, Number.NaN, 1, 1].map((c) => add(scalarOf(x), c)))
    expect(encode(program).constants.length).toBe(4)
    expect(sameProgram(program, roundTrip(program))).toBeNull()
  })

  it('writes a shared program once, and keeps it shared', () => {
    const body = close([float()], ([x]) => [sin(scalarOf(x))])
    const program = close([aval('bool', []), float()], (args) => applyTo(condPrimitive, { yes: body, no: body }, args))
    const document = encode(program)
    expect([document.programs.length, document.main]).toEqual([2, 1])
    const params = roundTrip(program).equations[0]?.params
    expect(params?.['yes']).toBeDefined()
    expect(params?.['yes']).toBe(params?.['no'])
  })

  it('refuses two primitives of one name', () => {
    const other: Primitive = { ...addPrimitive }
    const program = close([float(), float()], (args) => [...applyTo(addPrimitive, {}, args), ...applyTo(other, {}, args)])
    expect(() => encode(program)).toThrow("two different primitives are called 'add'")
    expect(() => decode([addPrimitive, other])).toThrow("two primitives called 'add'")
    expect(() => decode([addPrimitive, addPrimitive])).not.toThrow()
  })

  it('refuses more axes than a document has', () => {
    expect(() => encode(close([float(...new Array<number>(65).fill(1))], (xs) => xs))).toThrow('at most 64 axes')
  })

  it('takes 256 programs inside each other, and no more', () => {
    expect(sameProgram(roundTrip(nested(256), [opaquePrimitive]), nested(256))).toBeNull()
    expect(() => encode(nested(257))).toThrow('deeper than 256')
    const shared = nested(200)
    expect(() => encode(opaque({ a: shared, b: nested(60, shared) }))).toThrow('deeper than 256')
  })
})

describe('programCodec', () => {
  const codec = t.type({ name: t.string, model: programCodec(vocabulary) })

  it('stands inside codecs of the user', () => {
    const decoded = codec.decode(JSON.parse(JSON.stringify(codec.encode({ name: 'a', model: rich }))))
    exactly<t.Validation<{ name: string; model: Program }>>()(decoded)
    expect(E.isRight(decoded) && sameProgram(decoded.right.model, rich)).toBeNull()
    expect(codec.is({ name: 'a', model: rich })).toBe(true)
    expect(codec.is({ name: 'a', model: encode(rich) })).toBe(false)
    expect(codec.is({ name: 'a', model: { _tag: 'Program' } })).toBe(false)
  })

  it('tells where a mistake is, from the root', () => {
    const document = encode(rich)
    const failures = (json: unknown) => F.pipe(codec.decode(json), E.mapLeft(failuresOf))
    expect(failures({ name: 3, model: { ...document, main: 99 } })).toEqual(
      E.left([
        { _tag: 'Decode', path: 'name', reason: 'expected string, got 3' },
        { _tag: 'Decode', path: 'model.main', reason: `there is no program 99 (of ${document.programs.length})` },
      ]),
    )
    const forward = edit(document, document.main, (table) => ({
      ...table,
      equations: { ...table.equations, args: table.equations.args.map((n, i) => (i === 0 ? 5000 : n)) },
    }))
    expect(failures({ name: '', model: forward })).toMatchObject(E.left([{ path: `model.programs[${document.main}].equations[0].args[0]` }]))
  })
})

import { describe, expect, it } from 'vitest'
import { isTensor, tensor, toArray } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { toFloat, toInt, where } from '../../src/basis/choice.ts'
import { gt } from '../../src/basis/comparison.ts'
import { and, not } from '../../src/basis/logic.ts'
import { broadcastTo, sum } from '../../src/basis/broadcast.ts'
import { div, neg, sub } from '../../src/primitive/arithmetic.ts'
import { max } from '../../src/primitive/extremum.ts'
import { matmul } from '../../src/primitive/contraction.ts'
import { stack } from '../../src/primitive/join.ts'
import { mean } from '../../src/primitive/reduction.ts'
import { expandDims, reshape, transpose } from '../../src/primitive/shape.ts'
import { slice } from '../../src/primitive/slice.ts'
import { take } from '../../src/primitive/gather.ts'
import { sin, sincos } from '../../src/primitive/trigonometric.ts'
import { aval } from '../../src/array/aval.ts'
import { float, isExpr, variable } from '../../src/program/expr.ts'
import type { Expr, IntExpr, Mask, Scalar } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'

const v = Float64Array.of(1, 2, 3)
const t = tensor([1, 2, 3])
const ints = tensor([1, 2, 3], 'int32')
const x: Scalar = phantom(variable(float(), 'x'))
const vec: Expr<[3]> = phantom(variable(float(3), 'v'))
const index: IntExpr<[3]> = phantom(variable(aval('int32', [3]), 'i'))
const mask: Mask<[3]> = phantom(variable(aval('bool', [3]), 'm'))

/** The kind of a result, with its shape and dtype where it has them. */
const kind = (value: unknown): string => {
  if (isExpr(value)) return `Expr ${value.aval.text}`
  if (isTensor(value))
    return `Tensor ${value.dtype === 'float64' ? 'f64' : value.dtype === 'int32' ? 'i32' : 'bool'}${value.shape.length === 0 ? '' : `[${value.shape.join(',')}]`}`
  return value instanceof Float64Array ? `Float64Array ${value.length}` : typeof value
}

describe('the kind of a result', () => {
  it.each<[string, unknown, string]>([
    ['number → number', sin(1), 'number'],
    ['numbers → number', add(1, 2), 'number'],
    ['Float64Array → Float64Array', sin(v), 'Float64Array 3'],
    ['Float64Array, number → Float64Array', mul(v, 2), 'Float64Array 3'],
    ['number, Float64Array → Float64Array', sub(2, v), 'Float64Array 3'],
    ['Tensor → Tensor', sin(t), 'Tensor f64[3]'],
    ['Tensor, Float64Array → Tensor', add(t, v), 'Tensor f64[3]'],
    ['Float64Array, Tensor → Tensor', add(v, t), 'Tensor f64[3]'],
    ['rank-0 Tensor → Tensor', sin(tensor(1)), 'Tensor f64'],
    ['rank-0 Tensor, number → number', add(tensor(1), 1), 'number'],
    ['a pair of rank-0 Tensors', sincos(tensor(1))[1], 'Tensor f64'],
    ['a pair of numbers', sincos(1)[0], 'number'],
    ['a pair of Float64Arrays', sincos(v)[0], 'Float64Array 3'],
    ['Float64Array, matrix → Tensor', mul(v, tensor([[1], [2]])), 'Tensor f64[2,3]'],
    ['two Float64Arrays', max(v, v), 'Float64Array 3'],
    ['int32 stays int32', neg(ints), 'Tensor i32[3]'],
    ['an int32 scalar is a Tensor', add(tensor(1, 'int32'), 1), 'Tensor i32'],
    ['a comparison of numbers', gt(1, 2), 'boolean'],
    ['a comparison of vectors', gt(v, 2), 'Tensor bool[3]'],
    ['a mask', not(gt(v, 2)), 'Tensor bool[3]'],
    ['booleans', and(true, false), 'boolean'],
    ['where on numbers', where(true, 1, 2), 'number'],
    ['where of Float64Arrays by a mask', where(gt(v, 2), v, 0), 'Float64Array 3'],
    ['where of numbers by a mask', where(gt(v, 2), 1, 0), 'Float64Array 3'],
    ['where of a Tensor by a mask', where(gt(v, 2), t, 0), 'Tensor f64[3]'],
    ['toFloat of int32', toFloat(ints), 'Tensor f64[3]'],
    ['toInt of Float64Array', toInt(v), 'Tensor i32[3]'],
    ['sum of a Float64Array', sum(v), 'number'],
    ['sum of a Tensor', sum(t), 'number'],
    ['sum of int32', sum(ints), 'Tensor i32'],
    ['mean', mean(v), 'number'],
    ['a reshaped Float64Array', reshape(v, [3, 1]), 'Tensor f64[3,1]'],
    ['a slice of a Float64Array', slice(v, [1], [3]), 'Float64Array 2'],
    ['a slice of a Tensor', slice(t, [1], [3]), 'Tensor f64[2]'],
    ['take from a Float64Array by an int32 Tensor', take(v, tensor([0], 'int32')), 'Float64Array 1'],
    ['a stack of numbers', stack([1, 2]), 'Float64Array 2'],
    ['matmul of Tensor and Float64Array', matmul(tensor([[1, 2, 3]]), v), 'Tensor f64[1]'],
    ['a number broadcast', broadcastTo(1, [2]), 'Float64Array 2'],
    ['a number with an axis', expandDims(1, 0), 'Float64Array 1'],
    ['a transposed Float64Array', transpose(v), 'Float64Array 3'],
    ['an expression', sin(x), 'Expr f64'],
    ['an expression and a Float64Array', mul(x, v), 'Expr f64[3]'],
    ['an expression and a Tensor', add(tensor([[1], [2]]), vec), 'Expr f64[2,3]'],
    ['an expression compared', gt(vec, v), 'Expr bool[3]'],
    ['values chosen by a traced mask', where(mask, 1, v), 'Expr f64[3]'],
    ['int32 expressions', mul(index, ints), 'Expr i32[3]'],
  ])('%s', (_, value, expected) => expect(kind(value)).toBe(expected))
})

describe('a literal', () => {
  it("takes its partner's dtype, on either side", () => {
    expect(toArray(add(ints, 1))).toEqual([2, 3, 4])
    expect(kind(add(ints, 1))).toBe('Tensor i32[3]')
    expect(kind(mul(2, index))).toBe('Expr i32[3]')
    expect(kind(where(mask, index, 0))).toBe('Expr i32[3]')
    expect(kind(gt(index, 1))).toBe('Expr bool[3]')
  })
  it.each([1.5, 2 ** 31, Number.NaN, -0])('%d, which int32 cannot hold, is refused', (value) => {
    const shown = Object.is(value, -0) ? '-0' : String(value)
    expect(refusal(() => add(ints, value))).toBe(
      `DType: add: int32 and the number ${shown}: int32 cannot hold it exactly; convert the other operand with toFloat`,
    )
  })
})

describe('dtypes', () => {
  it('do not mix, and the failure says how to convert', () => {
    const hint = 'do not mix; convert with toFloat or toInt'
    expect(refusal(() => add(phantom<number>(ints), phantom<number>(t)))).toBe(`DType: add: int32 and float64: ${hint}`)
    expect(refusal(() => mul(phantom<number>(v), phantom<number>(index)))).toBe(`DType: mul: float64 and int32: ${hint}`)
    expect(refusal(() => add(phantom<number>(gt(v, 1)), 1))).toBe(`DType: add: bool and float64: ${hint}`)
  })
  it('are what the operation takes', () => {
    expect(refusal(() => sin(phantom<number>(ints)))).toBe('DType: sin: int32: it takes float64; convert with toFloat')
    expect(refusal(() => div(phantom<number>(ints), phantom<number>(ints)))).toMatch(/^DType: div: int32/)
    expect(refusal(() => and(phantom<boolean>(v), true))).toMatch(/^DType: and/)
    expect(refusal(() => where(phantom<boolean>(1), 1, 2))).toMatch(/^DType: where: float64: the first argument must be a mask/)
    expect(refusal(() => where(true, phantom<number>(ints), phantom<number>(t)))).toMatch(/^DType: where: int32 and float64: the arms do not mix/)
    expect(refusal(() => sum(phantom<number>(gt(v, 1))))).toContain('count with sum(toFloat(mask))')
    expect(refusal(() => mean(ints))).toMatch(/^DType: mean: int32.*toFloat/)
  })
})

describe('what is no operand', () => {
  it.each<[string, unknown, string]>([
    ['a number[] where a vector is expected', [1, 2, 3], 'got an array of 3; for a vector use Float64Array.from(xs) or tensor(xs)'],
    ['undefined', undefined, 'got undefined'],
    ['null', null, 'got null'],
    ['a string', '1', 'got a string'],
    ['a bigint', 1n, 'got a bigint'],
    ['a function', () => 1, 'got a function'],
    ['a record', { a: 1, b: 2 }, 'got an object with keys {a, b}; apply the operation to a leaf of the structure'],
    ['a Promise', Promise.resolve(1), 'got a Promise'],
  ])('%s', (_, value, message) => {
    const text = refusal(() => sin(phantom<number>(value)))
    expect(text).toContain('Operand: sin: expected an expression, a number, a Float64Array or a Tensor')
    expect(text).toContain(message)
    expect(refusal(() => mul(phantom<number>(value), x))).toContain(`Operand: mul`)
  })
  it('is refused in lists of operands, too', () => {
    expect(refusal(() => stack(phantom<ReadonlyArray<number>>(v)))).toMatch(/^Structure: stack: at the first argument expected a list of arrays, got /)
    expect(refusal(() => stack(phantom<ReadonlyArray<number>>(vec)))).toMatch(/^Structure: stack: at the first argument expected a list of arrays, got /)
    expect(refusal(() => stack(phantom<ReadonlyArray<number>>(3)))).toMatch(/^Structure: stack: at the first argument expected a list of arrays, got /)
  })
})

describe('operands', () => {
  it('are copied: a later change has no effect', () => {
    const data = Float64Array.of(1, 2)
    const made = add(t, Float64Array.of(1, 1, 1))
    const expression = mul(x, data)
    data[0] = 9
    expect(toArray(made)).toEqual([2, 3, 4])
    expect(expression.aval.text).toBe('f64[2]')
    expect(kind(transpose(data))).toBe('Float64Array 2')
    expect(transpose(data)).not.toBe(data)
  })
})

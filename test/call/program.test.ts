import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { where } from '../../src/basis/choice.ts'
import { valueAndGrad } from '../../src/call/gradient.ts'
import { run, trace } from '../../src/call/program.ts'
import { evaluate } from '../../src/call/vectorised.ts'
import { matmul } from '../../src/primitive/contraction.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import type { Mask, Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { plain } from '../near.ts'

const layer = (p: { readonly w: Matrix<2, 2>; readonly b: Vector<2> }, x: Vector<2>) => ({ y: add(matmul(p.w, x), p.b), norm: sum(x) })
const program = trace(layer)(
  {
    w: tensor([
      [0, 0],
      [0, 0],
    ]),
    b: Float64Array.of(0, 0),
  },
  Float64Array.of(0, 0),
)

describe('trace', () => {
  it('names inputs and outputs by their paths', () => {
    expect(program.names).toEqual(['x1.w', 'x1.b', 'x2'])
    expect(program.outputNames).toEqual(['y', 'norm'])
    expect(trace((x: readonly [Scalar, { readonly a: Scalar }]) => [x[0], [x[1].a]])([1, { a: 2 }]).names).toEqual(['x[0]', 'x[1].a'])
    expect(
      trace(layer, { names: ['p', 'x'] })(
        {
          w: tensor([
            [0, 0],
            [0, 0],
          ]),
          b: Float64Array.of(0, 0),
        },
        Float64Array.of(0, 0),
      ).names,
    ).toEqual(['p.w', 'p.b', 'x'])
  })
  it('does not look at values', () =>
    expect(trace((x: Vector<2>) => sum(x))(Float64Array.of(1, 2)).equations.length).toBe(
      trace((x: Vector<2>) => sum(x))(Float64Array.of(Number.NaN, 0)).equations.length,
    ))
  it.each<[string, () => unknown, RegExp]>([
    ['too few names', () => trace((x: Scalar, y: Scalar) => mul(x, y), { names: ['x'] })(1, 2), /^Argument: trace: 2 different names are needed, got \[x\]/],
    ['one name twice', () => trace((x: Scalar, y: Scalar) => mul(x, y), { names: ['x', 'x'] })(1, 2), /^Argument: trace: 2 different names/],
    [
      'an outer variable',
      () =>
        evaluate((x: Scalar) => {
          trace((y: Scalar) => mul(x, y))(1)
          return x
        })(1),
      /^Leaked: trace/,
    ],
    ['a Date', () => trace(phantom<(x: Scalar) => Scalar>((x: Scalar) => x))(phantom<number>(new Date(0))), /^Structure: trace: at x expected .*got a Date/],
  ])('refuses %s', (_, thunk, message) => expect(refusal(thunk)).toMatch(message))
})

describe('run', () => {
  const p = {
    w: tensor([
      [1, 2],
      [3, 4],
    ]),
    b: Float64Array.of(10, 20),
  }
  it('feeds inputs by name, nested or flat', () => {
    expect(plain(run(program, { x1: p, x2: Float64Array.of(1, 1) }))).toEqual([[13, 27], 2])
    expect(plain(run(program, { 'x1.w': p.w, 'x1.b': p.b, x2: Float64Array.of(1, 1) }))).toEqual([[13, 27], 2])
    expect(plain(run(program, { x1: { w: p.w }, 'x1.b': p.b, x2: tensor([1, 1]) }))).toEqual([[13, 27], 2])
    expect(plain(run(trace((x: readonly [Scalar, Scalar]) => mul(x[0], x[1]))([0, 0]), { x: [3, 4] }))).toEqual([12])
  })
  it('answers with the outputs asked for, in that order, inputs among them', () => {
    const feeds = { x1: p, x2: Float64Array.of(1, 1) }
    expect(plain(run(program, feeds, ['norm', 'y', 'norm']))).toEqual([2, [13, 27], 2])
    expect(plain(run(program, feeds, ['x1.b']))).toEqual([[10, 20]])
    expect(run(program, feeds, [])).toEqual([])
    const both = valueAndGrad(trace((x: Scalar, y: Scalar) => mul(x, sin(y)), { names: ['x', 'y'] })(1, 1))
    expect(plain(run(both, { x: 3, y: 0 }, ['∂y', 'x']))).toEqual([3, 3])
  })
  it('feeds masks as booleans or tensors', () => {
    const chosen = trace((m: Mask<[]>, x: Scalar) => where(m, x, 0), { names: ['m', 'x'] })(phantom<never>(tensor(true)), 1)
    expect(run(chosen, { m: tensor(true), x: 3 })).toEqual([3])
    expect(run(chosen, { m: false, x: 3 })).toEqual([0])
  })
  it.each<[string, () => unknown, RegExp]>([
    [
      'an unknown input',
      () => run(program, { x1: p, x2: Float64Array.of(1, 1), z: 1 }),
      /^UnknownInput: unknown input 'z'; the inputs are 'x1\.w', 'x1\.b', 'x2'/,
    ],
    ['an unknown input of no number', () => run(program, { x1: p, x2: Float64Array.of(1, 1), z: 'text' }), /^UnknownInput: unknown input 'z'/],
    ['a missing input', () => run(program, { x1: p }), /^Argument: run: the input 'x2' was not given; it is f64\[2\]/],
    ['a missing leaf', () => run(program, { x1: { w: p.w }, x2: Float64Array.of(1, 1) }), /'x1\.b' was not given; it is f64\[2\]/],
    ['another shape', () => run(program, { x1: p, x2: Float64Array.of(1) }), /^Structure: run: at x2 expected f64\[2\], got f64\[1\]/],
    ['another dtype', () => run(program, { x1: p, x2: tensor([1, 1], 'int32') }), /^Structure: run: at x2 expected f64\[2\], got i32\[2\]/],
    ['a number[] for a vector', () => run(program, { x1: p, x2: [1, 1] }), /unknown input 'x2\[0\]'/],
    ['an unknown output', () => run(program, { x1: p, x2: Float64Array.of(1, 1) }, ['z']), /^UnknownInput: unknown input 'z'/],
    [
      'an expression',
      () =>
        evaluate((x: Scalar) => {
          run(trace((y: Scalar) => y)(1), { x })
          return x
        })(1),
      /^Argument: run: the input 'x' is an expression; run takes values/,
    ],
  ])('refuses %s', (_, thunk, message) => expect(refusal(thunk)).toMatch(message))
})

import { describe, expect, it } from 'vitest'
import { isTensor, tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { gt } from '../../src/basis/comparison.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { jvp, vjp } from '../../src/call/directional.ts'
import { run, trace } from '../../src/call/program.ts'
import { evaluate } from '../../src/call/vectorised.ts'
import { square } from '../../src/primitive/arithmetic.ts'
import { matmul } from '../../src/primitive/contraction.ts'
import { exp } from '../../src/primitive/exponential.ts'
import { stack } from '../../src/primitive/join.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { scalarTensor } from '../../src/array/tensor.ts'
import { fold } from '../../src/program/fold.ts'
import type { Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { difference, plain } from '../near.ts'

describe('jvp', () => {
  it('is the value and the derivative along a direction', () => {
    expect(jvp((x: Scalar) => mul(x, x), [3], [1])).toEqual([9, 6])
    expect(
      difference(
        jvp((x: Scalar, y: Scalar) => mul(x, sin(y)), [2, 5], [1, 10]),
        [2 * Math.sin(5), Math.sin(5) + 20 * Math.cos(5)],
      ),
    ).toBeNull()
  })
  it('takes and gives structures', () => {
    const f = (p: { readonly w: Matrix<2, 2>; readonly b: Vector<2> }, x: Vector<2>) => ({ y: add(matmul(p.w, x), p.b), norm: sum(square(x)) })
    const [y, dy] = jvp(
      f,
      [
        {
          w: tensor([
            [1, 2],
            [3, 4],
          ]),
          b: Float64Array.of(1, 1),
        },
        Float64Array.of(5, 6),
      ],
      [
        {
          w: tensor([
            [1, 0],
            [0, 0],
          ]),
          b: Float64Array.of(0, 2),
        },
        Float64Array.of(1, 1),
      ],
    )
    expect([plain(y), plain(dy)]).toEqual([
      { y: [18, 40], norm: 61 },
      { y: [5 + 3, 7 + 2], norm: 22 },
    ])
  })
  it('takes the keys of a tangent and a cotangent in any order, and answers in that of the primal and the result', () => {
    const f = (p: { readonly a: Scalar; readonly b: Scalar }) => ({ y: mul(2, p.a), z: mul(10, p.b) })
    expect(jvp(f, [{ a: 1, b: 1 }], [{ b: 5, a: 3 }])[1]).toEqual({ y: 6, z: 50 })
    const [, pullback] = vjp(f, [{ b: 1, a: 1 }])
    expect(JSON.stringify(pullback({ z: 1, y: 3 }))).toBe('[{"b":10,"a":6}]')
  })
  it('of a constant moves nowhere, and what has no tangent stays', () => {
    expect(jvp((_: Scalar) => 4, [3], [1])).toEqual([4, 0])
    expect(plain(jvp((x: Scalar) => [gt(x, 0), x], [3], [2]))).toEqual([
      [true, 3],
      [true, 2],
    ])
  })
  it('is linear in the direction', () => {
    const f = (x: Vector<2>) => exp(mul(x, sin(x)))
    const along = (v: Float64Array): Float64Array => phantom(jvp(f, [Float64Array.of(0.3, 0.7)], [v])[1])
    const [u, v] = [Float64Array.of(1, 2), Float64Array.of(-3, 5)]
    expect(
      difference(
        along(Float64Array.of(2 * 1 + 3 * -3, 2 * 2 + 3 * 5)),
        along(u).map((x, i) => 2 * x + 3 * (along(v)[i] ?? 0)),
      ),
    ).toBeNull()
  })
  it.each<[string, () => unknown, RegExp]>([
    ['too few tangents', () => jvp((x: Scalar, y: Scalar) => mul(x, y), [1, 2], phantom([1])), /^Arity: jvp: expected 2 tangents, got 1/],
    [
      'a tangent of another structure',
      () => jvp((x: readonly [Scalar, Scalar]) => x[0], [[1, 2]], phantom([{ a: 1, b: 2 }])),
      /^Structure: jvp: at x\.a expected \[number, number\], got \{ a: number, b: number \}/,
    ],
    [
      'a tangent of another shape',
      () => jvp((x: Vector) => sum(x), [Float64Array.of(1, 2)], [Float64Array.of(1)]),
      /^Structure: jvp: at x expected f64\[2\], got f64\[1\]; a tangent or cotangent has the shape of its value/,
    ],
    ['an integer tangent', () => jvp((x: Scalar) => x, [1], phantom([tensor(1, 'int32')])), /^Structure: jvp: at x expected f64, got i32/],
    [
      'an integer primal',
      () => jvp((x: Scalar) => x, [phantom<number>(tensor(1, 'int32'))], [phantom<number>(tensor(1, 'int32'))]),
      /^NotDifferentiable: jvp: x has dtype int32, which has no tangent; let the function close over it, or pass it as float64/,
    ],
    [
      'a number[] for a tangent',
      () => jvp((x: Vector) => sum(x), [Float64Array.of(1, 2)], phantom([[1, 2]])),
      /^Structure: jvp: at x\[0\] expected Float64Array, got \[number, number\]/,
    ],
  ])('refuses %s', (_, thunk, message) => expect(refusal(thunk)).toMatch(message))
  it('of a program is the program of values and tangents', () => {
    const program = jvp(trace((x: Scalar, y: Scalar) => [mul(x, y), x], { names: ['x', 'y'] })(1, 1))
    expect(program.names).toEqual(['x', 'y', 'dx', 'dy'])
    expect(run(program, { x: 3, y: 5, dx: 1, dy: 10 })).toEqual([15, 3, 35, 1])
    const second = jvp(jvp(trace((x: Scalar) => sin(x), { names: ['x'] })(1)))
    expect(second.inputs.length).toBe(4)
  })
})

describe('vjp', () => {
  it('is the value and the way back', () => {
    const [y, pullback] = vjp((x: Scalar, z: Scalar) => mul(x, z), [3, 5])
    expect([y, pullback(1), pullback(2)]).toEqual([15, [5, 3], [10, 6]])
  })
  it('gives cotangents in the kinds of the arguments', () => {
    const [y, pullback] = vjp(
      (p: { readonly w: Matrix<2, 2>; readonly k: Scalar }, x: Vector<2>) => [mul(p.k, matmul(p.w, x)), x] as const,
      [
        {
          w: tensor([
            [1, 2],
            [3, 4],
          ]),
          k: phantom<number>(tensor(2)),
        },
        Float64Array.of(5, 6),
      ],
    )
    expect(plain(y)).toEqual([
      [34, 78],
      [5, 6],
    ])
    const [p, x] = pullback([Float64Array.of(1, 10), Float64Array.of(100, 200)])
    expect(plain([p, x])).toEqual([
      {
        w: [
          [10, 12],
          [100, 120],
        ],
        k: 17 + 390,
      },
      [2 + 60 + 100, 4 + 80 + 200],
    ])
    expect([isTensor(p.w), isTensor(p.k), x instanceof Float64Array]).toEqual([true, true, true])
  })
  it('is the transpose of jvp', () => {
    const f = (x: Vector<3>): Vector<2> => phantom(stack([sum(mul(x, sin(x))), exp(sum(x))]))
    const x = Float64Array.of(0.1, -0.2, 0.3)
    const [v, w] = [Float64Array.of(1, 2, 3), Float64Array.of(5, -7)]
    const forward = phantom<Float64Array>(jvp(f, [x], [v])[1])
    const [back] = vjp(f, [x])[1](w)
    const dot = (a: Float64Array, b: Float64Array): number => a.reduce((total, y, i) => total + y * (b[i] ?? 0), 0)
    expect(difference(dot(forward, w), dot(v, phantom<Float64Array>(back)))).toBeNull()
  })
  it('runs inside a trace, over outer expressions', () => {
    const f = (x: Scalar): Scalar => {
      const [y, pullback] = vjp((z: Scalar) => mul(x, square(z)), [x])
      return add(phantom<Scalar>(y), phantom<Scalar>(pullback(phantom<never>(2))[0]))
    }
    // x³ + 2·2x².
    expect(evaluate(f)(3)).toBe(27 + 36)
    expect(difference(jvp(f, [3], [1]), [63, 27 + 24])).toBeNull()
  })
  it.each<[string, () => unknown, RegExp]>([
    [
      'a cotangent of another shape',
      () => vjp((x: Vector) => mul(x, 2), [Float64Array.of(1, 2)])[1](Float64Array.of(1)),
      /^Structure: vjp: at cotangent expected f64\[2\], got f64\[1\]/,
    ],
    [
      'a cotangent of another structure',
      () => vjp((x: Scalar) => [x, x] as const, [1])[1](phantom(1)),
      /^Structure: vjp: at cotangent expected \[.*\], got number/,
    ],
    ['an integer to differentiate', () => vjp((x: Scalar) => x, [phantom<number>(tensor(1, 'int32'))]), /^NotDifferentiable: vjp: x has dtype int32/],
    ['an array that is a list', () => vjp((x: Vector) => sum(x), [phantom<Float64Array>([1, 2])]), /^Operand: sum: .*Float64Array\.from/],
  ])('refuses %s', (_, thunk, message) => expect(refusal(thunk)).toMatch(message))
  it('of a program is a pair of programs', () => {
    const { forward, pullback } = vjp(trace((x: Scalar, y: Scalar) => mul(x, sin(y)))(1, 1))
    const [y, ...residuals] = fold(evaluation)(forward)([scalarTensor(2), scalarTensor(5)])
    expect(difference([y, fold(evaluation)(pullback)([...residuals, scalarTensor(1)])], [2 * Math.sin(5), [Math.sin(5), 2 * Math.cos(5)]])).toBeNull()
  })
})

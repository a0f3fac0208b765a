import { describe, expect, it } from 'vitest'
import { isTensor, tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { toFloat } from '../../src/basis/choice.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { jvp } from '../../src/call/directional.ts'
import { grad, valueAndGrad } from '../../src/call/gradient.ts'
import { run, trace } from '../../src/call/program.ts'
import { div, square, sub } from '../../src/primitive/arithmetic.ts'
import { matmul } from '../../src/primitive/contraction.ts'
import { exp, log } from '../../src/primitive/exponential.ts'
import { pow } from '../../src/primitive/power.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import { isExpr } from '../../src/program/expr.ts'
import { fixed } from '../../src/program/tree.ts'
import type { IntExpr, Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { flow, pipe } from '../../src/index.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { at, byForward, byReverse, type Derivative, modes, type ScalarFunction } from '../modes.ts'
import { difference, plain } from '../near.ts'

const { NaN: nan, POSITIVE_INFINITY: inf } = Number
// The example of every introduction: ln x₁ + x₁x₂ − sin x₂.
const example = ([x, y]: readonly [Scalar, Scalar]): Scalar => sub(add(log(x), mul(x, y)), sin(y))

describe('grad', () => {
  it('of the textbook example', () => {
    expect(grad(example)([2, 5])).toEqual([5.5, 1.7163378145367738])
    expect(valueAndGrad(example)([2, 5])).toEqual([11.652071455223084, [5.5, 1.7163378145367738]])
  })
  it('composes with flow, pipe and map', () => {
    const h = (x: Scalar): Scalar => mul(x, mul(x, x))
    expect(difference(grad(flow(sin, exp))(0.5), Math.exp(Math.sin(0.5)) * Math.cos(0.5))).toBeNull()
    expect([pipe(2, grad(h)), pipe(h, grad, grad)(2)]).toEqual([12, 12])
    expect([1, 2].map((x) => grad(h)(x))).toEqual([3, 12])
  })

  it('has the structure, shapes and leaf kinds of its argument', () => {
    const loss = (p: {
      readonly w: Matrix<2, 2>
      readonly layers: readonly [{ readonly b: Vector<2>; readonly k: Scalar }]
      readonly t: Scalar
      readonly act: string
      readonly flag: boolean
    }): Scalar => mul(sum(add(matmul(p.w, p.layers[0].b), p.layers[0].k)), mul(p.t, p.act === 'double' && p.flag ? 2 : 1))
    const g = grad(loss)({
      w: tensor([
        [1, 2],
        [3, 4],
      ]),
      layers: [{ b: Float64Array.of(5, 6), k: 7 }],
      t: phantom<number>(tensor(10)),
      act: 'double',
      flag: true,
    })
    expect(plain(g)).toEqual({
      w: [
        [100, 120],
        [100, 120],
      ],
      layers: [{ b: [80, 120], k: 40 }],
      t: 2 * (17 + 39 + 14),
      act: 'double',
      flag: true,
    })
    expect([isTensor(g.w), g.layers[0].b instanceof Float64Array, typeof g.layers[0].k, isTensor(g.t)]).toEqual([true, true, 'number', true])
  })
  it('of an unused input, a constant, the identity, a repeated output', () => {
    expect(plain(grad((p: { readonly a: Scalar; readonly b: Vector<2>; readonly c: Scalar }) => p.a)({ a: 1, b: Float64Array.of(1, 2), c: 3 }))).toEqual({
      a: 1,
      b: [0, 0],
      c: 0,
    })
    expect(grad(() => 5)(phantom<never>(3))).toBe(0)
    expect(grad((x: Scalar) => x)(3)).toBe(1)
    expect(grad((x: Scalar) => add(x, x))(3)).toBe(2)
    expect(grad((x: readonly []) => sum(new Float64Array(x.length)))([])).toEqual([])
  })
  it('may be taken with respect to any arguments, in any order', () => {
    const f = (x: Scalar, y: Vector<2>, z: Scalar): Scalar => mul(mul(x, sum(y)), square(z))
    const args = [2, Float64Array.of(3, 4), 5] as const
    expect(grad(f)(...args)).toBe(175)
    expect(plain(grad(f, { argnums: 1 })(...args))).toEqual([50, 50])
    expect(plain(grad(f, { argnums: 2 })(...args))).toBe(140)
    expect(plain(grad(f, { argnums: [2, 0] })(...args))).toEqual([140, 175])
    expect(plain(grad(f, { argnums: [0, 1, 2] })(...args))).toEqual([175, [50, 50], 140])
    expect(plain(grad(f, { argnums: [1, 1] })(...args))).toEqual([
      [50, 50],
      [50, 50],
    ])
    expect(plain(grad(f, { argnums: [] })(...args))).toEqual([])
    expect(plain(grad(f, { argnums: [1] })(...args))).toEqual([[50, 50]])
    expect(plain(valueAndGrad(f, { argnums: 2 })(...args))).toEqual([350, 140])
  })
  it('answers with expressions where an argument is one', () => {
    trace((x: Scalar) => {
      const g = phantom<{ a: unknown; b: unknown }>(
        grad((p: { readonly a: Scalar; readonly b: Vector<2> }) => mul(p.a, sum(p.b)))({ a: x, b: phantom<Vector<2>>(Float64Array.of(1, 2)) }),
      )
      expect([isExpr(g.a), isExpr(g.b)]).toEqual([true, true])
      return x
    })(1)
  })
  it('of NaN and ±∞ is what arithmetic says', () => {
    expect(grad((x: Scalar) => square(x))(nan)).toBeNaN()
    expect(grad((x: Scalar) => square(x))(inf)).toBe(inf)
    expect(grad((x: Scalar) => div(1, x))(0)).toBe(-inf)
    expect(valueAndGrad((x: Scalar) => add(1, mul(x, 0)))(nan)).toEqual([nan, 0])
    expect(grad((x: Vector) => sum(mul(x, x)))(Float64Array.of(nan, inf, -inf, 0))).toEqual(Float64Array.of(nan, inf, -inf, 0))
  })
  it('of empty arrays is empty', () => {
    expect(grad((x: Vector) => sum(mul(x, x)))(new Float64Array(0))).toEqual(new Float64Array(0))
    expect(phantom<{ shape: unknown }>(grad((x: Matrix<2, 0>) => sum(x))(tensor(new Float64Array(0), [2, 0]))).shape).toEqual([2, 0])
    expect(grad((xs: ReadonlyArray<Scalar>) => add(xs))([])).toEqual([])
  })
  it('is fresh, and shares nothing with its argument', () => {
    const x = Float64Array.of(1, 2)
    const same = grad((v: Vector) => sum(mul(v, v)))
    const [a, b] = [same(x), same(x)]
    phantom<Float64Array>(a)[0] = 99
    expect([[...x], [...phantom<Float64Array>(b)]]).toEqual([
      [1, 2],
      [2, 4],
    ])
    const identity = grad((v: Vector) => mul(0.5, sum(mul(v, v))))(x)
    phantom<Float64Array>(identity)[0] = 99
    expect(x[0]).toBe(1)
  })
  it('leaves integers alone that are not differentiated', () => {
    const f = (x: Scalar, n: IntExpr<[]>): Scalar => mul(x, toFloat(n))
    expect(phantom<(x: number, n: unknown) => number>(grad(f))(3, tensor(4, 'int32'))).toBe(4)
    expect(phantom<(x: number, n: unknown) => number>(grad((x: Scalar, n: number) => pow(x, n)))(3, fixed(2))).toBe(6)
  })
})

describe('gradients of gradients', () => {
  const nth = (n: number, D: (i: number) => Derivative, f: ScalarFunction): ScalarFunction =>
    Array.from({ length: n }).reduce<ScalarFunction>((g, _, i) => D(i)(g), f)
  // Dⁿ sin(2x) = 2ⁿ sin(2x + nπ/2); Dⁿ xeˣ = (x + n)eˣ.
  it.each([1, 2, 3, 4, 5, 6])('to order %i, in either mode and mixed', (n) => {
    for (const D of [
      () => byReverse,
      () => byForward,
      (i: number) => (i % 2 === 0 ? byForward : byReverse),
      (i: number) => (i % 2 === 0 ? byReverse : byForward),
    ]) {
      expect(
        difference(
          at(
            nth(n, D, (x) => sin(mul(2, x))),
            0.3,
          ),
          2 ** n * Math.sin(0.6 + (n * Math.PI) / 2),
          1e-12,
        ),
      ).toBeNull()
      expect(
        difference(
          at(
            nth(n, D, (x) => mul(x, exp(x))),
            0.3,
          ),
          (0.3 + n) * Math.exp(0.3),
          1e-12,
        ),
      ).toBeNull()
    }
  })
  it('keep their perturbations apart', () => {
    for (const [, D] of modes)
      for (const [, E] of modes) {
        const of = (f: ScalarFunction, x: number): number => at(D(f), x)
        expect(of((x) => mul(x, E((y) => add(x, y))(phantom<Scalar>(1))), 1)).toBe(1)
        expect(of((x) => mul(x, E((y) => mul(x, y))(phantom<Scalar>(2))), 1)).toBe(2)
        expect(of((x) => mul(x, E((y) => mul(x, y))(phantom<Scalar>(1))), 4)).toBe(8)
        expect(of((x) => E(() => x)(x), 1)).toBe(0)
      }
    expect(jvp((x: Scalar) => phantom<Scalar>(jvp((y: Scalar) => mul(x, y), [phantom<Scalar>(3)], [phantom<Scalar>(1)])[1]), [1], [2])).toEqual([1, 2])
  })
  it('keep them apart when a derivative is handed on as a function', () => {
    for (const [, D] of modes) {
      const hat =
        (g: ScalarFunction): ScalarFunction =>
        (a) =>
          D((o) => g(add(a, o)))(phantom<Scalar>(3))
      expect(difference(at(hat(exp), 5), Math.exp(8))).toBeNull()
      expect(difference(at(hat(hat(exp)), 5), Math.exp(11))).toBeNull()
    }
  })
  it('are mixed partials alike in any order', () => {
    const f = (x: Scalar, y: Scalar): Scalar => mul(sin(mul(x, y)), exp(x))
    const mixed = (D: Derivative, E: Derivative): number =>
      at(
        D((x) => E((y) => f(x, y))(phantom<Scalar>(0.7))),
        0.3,
      )
    // ∂²/∂x∂y of sin(xy)eˣ = eˣ(x cos xy + cos xy − xy sin xy).
    const expected = Math.exp(0.3) * (1.3 * Math.cos(0.21) - 0.21 * Math.sin(0.21))
    for (const [, D] of modes) for (const [, E] of modes) expect(difference(mixed(D, E), expected)).toBeNull()
  })
  it('of gradients with structure', () => {
    const f = (p: { readonly x: Vector<2>; readonly k: Scalar }): Scalar => mul(p.k, sum(mul(p.x, mul(p.x, p.x))))
    const norm = (p: { readonly x: Vector<2>; readonly k: Scalar }): Scalar => {
      const g = phantom<{ readonly x: Vector<2>; readonly k: Scalar }>(grad(f)(p))
      return add(sum(square(g.x)), square(g.k))
    }
    // g = (3kx², Σx³); ∂/∂xᵢ = 36k²xᵢ³ + 6xᵢ²Σx³, ∂/∂k = 18kΣx⁴.
    expect(plain(grad(norm)({ x: Float64Array.of(1, 2), k: 3 }))).toEqual({ x: [36 * 9 + 6 * 9, 36 * 9 * 8 + 24 * 9], k: 18 * 3 * 17 })
  })
})

describe('grad of a program', () => {
  const program = trace((x: Scalar, y: Scalar) => mul(square(x), sin(y)), { names: ['x', 'y'] })(1, 1)
  it('is a program with the same inputs, and an output per input', () => {
    expect(grad(program).outputNames).toEqual(['∂x', '∂y'])
    expect(difference(run(grad(program), { x: 3, y: 5 }), [6 * Math.sin(5), 9 * Math.cos(5)])).toBeNull()
    expect(difference(run(valueAndGrad(program), { x: 3, y: 5 }), [9 * Math.sin(5), 6 * Math.sin(5), 9 * Math.cos(5)])).toBeNull()
  })
  it('takes argnums', () => {
    expect(grad(program, { argnums: 1 }).outputNames).toEqual(['∂y'])
    expect(refusal(() => grad(program, { argnums: 2 }))).toBe('Argument: grad: argnums names input 2 of 2')
  })
  it('nests', () => expect(difference(run(grad(grad(program, { argnums: 0 }), { argnums: 1 }), { x: 3, y: 5 }), [6 * Math.cos(5)])).toBeNull())
  it('leaves integers out, and refuses them by name', () => {
    const mixed = trace((x: Scalar, n: IntExpr<[]>) => mul(x, toFloat(n)), { names: ['x', 'n'] })(1, tensor(1, 'int32'))
    expect(run(grad(mixed), { x: 3, n: tensor(4, 'int32') })).toEqual([4])
    expect(refusal(() => grad(mixed, { argnums: 1 }))).toMatch(/^NotDifferentiable: grad: n has dtype int32/)
  })
  it('refuses outputs that are not one scalar', () => {
    expect(refusal(() => grad(trace((x: Scalar) => [x, x])(1)))).toMatch(/^NotScalar: grad: .*2 arrays/)
  })
})

describe('bad input to grad', () => {
  const f = phantom<(g: unknown) => (...args: ReadonlyArray<unknown>) => unknown>(grad)
  it.each<[string, () => unknown, RegExp]>([
    [
      'a vector result',
      () => f((x: Scalar) => mul(x, Float64Array.of(1, 2)))(1),
      /^NotScalar: grad: the function must return a scalar, it returned an array f64\[2\]; reduce it with sum or mean, or use jacobian or vjp/,
    ],
    ['a result of several', () => f((x: Scalar) => [x, x])(1), /^NotScalar: grad: .*2 arrays/],
    ['no result', () => f(() => undefined)(1), /^Structure: grad: at the result .*got undefined; the function returns nothing/],
    ['an integer result', () => f(() => tensor(1, 'int32'))(1), /^NotDifferentiable: grad: the result has dtype int32.*convert it with toFloat/],
    ['a mask for a result', () => f(() => tensor(true))(1), /^NotDifferentiable: grad: the result has dtype bool/],
    ['a promised result', () => f(async (x: Scalar) => x)(1), /^Structure: grad: at the result expected .*got a Promise/],
    ['no arguments', () => f(() => 1)(), /^Arity: grad: expected at least 1 argument, got 0/],
    ['too few arguments', () => f((x: Scalar, y: Scalar) => mul(x, y))(1), /^Arity: grad: expected 2 arguments, as many as the function has, got 1/],
    [
      'an integer to differentiate',
      () => f((x: { readonly a: Scalar; readonly n: IntExpr<[2]> }) => x.a)({ a: 1, n: tensor([1, 2], 'int32') }),
      /^NotDifferentiable: grad: x\.n has dtype int32, which has no tangent; leave it out with argnums, or pass it as float64/,
    ],
    ['a mask to differentiate', () => f((_: unknown, x: Scalar) => x)(tensor([true]), 1), /^NotDifferentiable: grad: x1 has dtype bool/],
    [
      'the wrong shape',
      () => f((x: Vector<3>) => sum(mul(x, Float64Array.of(1, 2, 3))))(Float64Array.of(1, 2)),
      /^Shape: mul: shapes \[2\] and \[3\] do not broadcast/,
    ],
    ['the wrong structure', () => f((p: { readonly w: Scalar }) => mul(p.w, 2))([1]), /^Structure: grad: at x.w expected a value, got nothing/],
    [
      'number[] for a vector',
      () => f((x: Vector<3>) => sum(x))([1, 2, 3]),
      /^Operand: sum: .*got an array of 3; for a vector use Float64Array\.from\(xs\) or tensor\(xs\); for a vector of expressions use stack\(xs\)/,
    ],
    [
      'a Float32Array',
      () => f((x: Vector) => sum(x))(new Float32Array(3)),
      /^Structure: grad: at x expected .*got a Float32Array; copy a typed array with Float64Array\.from/,
    ],
    ['a Map', () => f((x: Vector, _: unknown) => sum(x))(Float64Array.of(1), new Map()), /^Structure: grad: at x2 expected .*got a Map/],
    [
      'argnums beyond the arguments',
      () => grad((x: Scalar) => x, { argnums: phantom<0>(1) })(1),
      /^Argument: grad: argnums names argument 1, but 1 was given; arguments are counted from 0/,
    ],
    ['negative argnums', () => grad((x: Scalar) => x, { argnums: phantom<0>(-1) })(1), /^Argument: grad: argnums names argument -1/],
    ['JavaScript arithmetic', () => f((x: number) => x * 2)(1), /^HostSyntax: .*Expr<\[\]> x/],
    ['JavaScript comparisons', () => f((x: number) => (x > 0 ? x : 0))(1), /^HostSyntax: .*lt, le, gt, ge, eq, ne with where/],
    ['Math.sin', () => f((x: number) => Math.sin(x))(1), /^HostSyntax: .*sin, exp, \.\.\. for Math/],
  ])('%s', (_, thunk, message) => expect(refusal(thunk)).toMatch(message))
  it('passes on what the function itself throws', () =>
    expect(() =>
      f(() => {
        throw new RangeError('mine')
      })(1),
    ).toThrow(new RangeError('mine')))
})

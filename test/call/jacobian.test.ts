import { describe, expect, it } from 'vitest'
import { dataOf, isTensor, tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { toInt, where } from '../../src/basis/choice.ts'
import { gt } from '../../src/basis/comparison.ts'
import { grad } from '../../src/call/gradient.ts'
import { derivative, hessian, hvp, jacfwd, jacobian, jacrev } from '../../src/call/jacobian.ts'
import { run, trace } from '../../src/call/program.ts'
import { evaluate, vmap } from '../../src/call/vectorised.ts'
import { entry } from '../../src/entry.ts'
import { div, reciprocal, square, sub } from '../../src/primitive/arithmetic.ts'
import { dot, matmul } from '../../src/primitive/contraction.ts'
import { cond, scan } from '../../src/primitive/control.ts'
import { exp, log } from '../../src/primitive/exponential.ts'
import { det, inv, solve } from '../../src/primitive/linear-solve.ts'
import { cos, sin } from '../../src/primitive/trigonometric.ts'
import { operations } from '../../src/program/count.ts'
import type { Matrix, Program, Scalar, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { difference, plain } from '../near.ts'

const both = [
  ['jacfwd', jacfwd],
  ['jacrev', jacrev],
  ['jacobian', jacobian],
] as const

/** Central differences with two steps of Richardson's extrapolation, entry by entry: rows of outputs, columns of inputs. */
const byDifferences = (f: (x: Float64Array) => ArrayLike<number>, at: Float64Array): ReadonlyArray<ReadonlyArray<number>> => {
  const column = (k: number): ReadonlyArray<number> => {
    const central = (h: number): ReadonlyArray<number> => {
      const [ahead, back] = [f(at.map((x, i) => (i === k ? x + h : x))), f(at.map((x, i) => (i === k ? x - h : x)))]
      return Array.from(ahead, (y, j) => (y - (back[j] ?? Number.NaN)) / (2 * h))
    }
    const [a, b, c] = [central(1e-2), central(5e-3), central(2.5e-3)]
    const first = b.map((y, j) => (4 * y - entry(a, j)) / 3)
    const second = c.map((y, j) => (4 * y - entry(b, j)) / 3)
    return second.map((y, j) => (16 * y - entry(first, j)) / 15)
  }
  const columns = Array.from(at, (_, k) => column(k))
  return entry(columns, 0).map((_, j) => columns.map((of) => entry(of, j)))
}

const flat = (value: unknown): ReadonlyArray<number> => {
  if (typeof value === 'number') return [value]
  if (value instanceof Float64Array) return [...value]
  return isTensor(value) ? Array.from(dataOf(value)) : Object.values(Object(value)).flatMap(flat)
}

describe.each(both)('%s', (_, jac) => {
  it('of a linear map is its matrix', () => {
    const a = tensor([
      [1, 2],
      [3, 4],
      [5, 6],
    ])
    expect(plain(jac((x: Vector<2>): Vector<3> => matmul(a, x))(Float64Array.of(7, 8)))).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ])
    expect(plain(jac((x: Vector<3>): Vector<2> => matmul(x, a))(Float64Array.of(7, 8, 9)))).toEqual([
      [1, 3, 5],
      [2, 4, 6],
    ])
  })
  it('of scalars is a number, of a scalar function the gradient, of a curve a vector', () => {
    expect(jac((x: Scalar) => mul(x, mul(x, x)))(2)).toBe(12)
    expect(plain(jac((x: Vector<2>) => dot(x, x))(Float64Array.of(1, 2)))).toEqual([2, 4])
    expect(isTensor(jac((x: Vector<2>) => dot(x, x))(tensor([1, 2])))).toBe(true)
    const curve = jac((t: Scalar): Vector<2> => mul(t, phantom<Vector<2>>(Float64Array.of(3, 4))))(1)
    expect(curve).toEqual(Float64Array.of(3, 4))
  })
  it('has a block out ++ in for each pair, a record of records', () => {
    const f = (p: { readonly a: Scalar; readonly b: readonly [Vector<2>, Matrix<1, 2>] }) => ({ y: mul(p.a, p.b[0]), z: [sum(p.b[1]), p.a], note: 'kept' })
    expect(plain(jac(f)({ a: 3, b: [Float64Array.of(1, 2), tensor([[5, 6]])] }))).toEqual({
      y: {
        a: [1, 2],
        b: [
          [
            [3, 0],
            [0, 3],
          ],
          [[[0, 0]], [[0, 0]]],
        ],
      },
      z: [
        { a: 0, b: [[0, 0], [[1, 1]]] },
        { a: 1, b: [[0, 0], [[0, 0]]] },
      ],
      note: 'kept',
    })
  })
  it('takes the arguments named', () => {
    const f = (x: Scalar, y: Vector<2>): Vector<2> => mul(x, y)
    expect(plain(jac(f)(2, Float64Array.of(3, 4)))).toEqual([3, 4])
    const byY = [
      [2, 0],
      [0, 2],
    ]
    expect(plain(jac(f, { argnums: 1 })(2, Float64Array.of(3, 4)))).toEqual(byY)
    expect(plain(jac(f, { argnums: [1, 0] })(2, Float64Array.of(3, 4)))).toEqual([byY, [3, 4]])
  })
  it('of the identity, of constants, of unused and repeated inputs and of nothing', () => {
    expect(plain(jac((x: Vector<2>) => x)(Float64Array.of(1, 2)))).toEqual([
      [1, 0],
      [0, 1],
    ])
    expect(jac((_: Scalar) => 3)(2)).toBe(0)
    expect(plain(jac((_: Vector<2>) => [1, phantom<Vector<3>>(new Float64Array(3))])(Float64Array.of(1, 2)))).toEqual([
      [0, 0],
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    ])
    expect(plain(jac((p: readonly [Scalar, Scalar]) => [p[0], p[0]])([1, 2]))).toEqual([
      [1, 0],
      [1, 0],
    ])
    const empty = jac((x: Vector) => [square(x), sum(x)])(new Float64Array(0))
    expect(empty.map((block) => (isTensor(block) ? block.shape : block))).toEqual([[0, 0], new Float64Array(0)])
    const none = jac((x: Vector<2>) => phantom<Vector<0>>(mul(0, sum(x))) && phantom<Vector<0>>(new Float64Array(0)))(Float64Array.of(1, 2))
    expect(isTensor(none) ? none.shape : none).toEqual([0, 2])
  })
  it('agrees with differences through loops, branches and linear algebra', () => {
    const at = Float64Array.of(0.3, -0.7, 1.1)
    const looped = (x: Vector<3>): Vector<3> =>
      phantom(scan((carry: Scalar, row: Scalar) => [add(mul(0.5, carry), sin(mul(carry, row))), mul(carry, row)], phantom<Scalar>(1), x)[1])
    const branched = (x: Vector<3>): Vector<3> =>
      cond(
        gt(sum(x), 0),
        (z: Vector<3>) => mul(z, sum(square(z))),
        (z: Vector<3>) => exp(z),
        x,
      )
    const solved = (x: Vector<3>): Vector<3> =>
      solve(
        add(
          phantom<Matrix<3, 3>>(
            tensor([
              [4, 1, 0],
              [1, 5, 1],
              [0, 1, 6],
            ]),
          ),
          mul(phantom<Matrix<3, 1>>(tensor([[1], [2], [3]])), x),
        ),
        cos(x),
      ) // prettier-ignore
    const chosen = (x: Vector<3>): Vector<3> => where(gt(x, 0), log(add(1, square(x))), mul(x, sum(x)))
    for (const f of [looped, branched, solved, chosen]) {
      expect(
        difference(
          jac(f)(at),
          byDifferences((x) => flat(evaluate(f)(x)), at),
          1e-8,
        ),
      ).toBeNull()
    }
  })
  it('sees outer variables and nests in every other transform', () => {
    const product = (x: Scalar): Scalar => jac((y: Scalar) => mul(x, square(y)))(x)
    // 2x², by the outer x inside and the inner one.
    expect(evaluate(product)(3)).toBe(18)
    expect(grad(product)(3)).toBe(12)
    expect(jac(product)(3)).toBe(12)
    const rows = tensor([
      [1, 2],
      [3, 4],
    ])
    expect(plain(vmap((x: Vector<2>) => jac((y: Vector<2>): Vector<2> => mul(sum(x), square(y)))(x))(rows))).toEqual([
      [
        [6, 0],
        [0, 12],
      ],
      [
        [42, 0],
        [0, 56],
      ],
    ])
    expect(plain(jac(grad((y: Vector<2>) => sum(mul(y, square(y)))))(Float64Array.of(1, 2)))).toEqual([
      [6, 0],
      [0, 12],
    ])
    const looped = (x: Scalar): Scalar => scan((k: Scalar) => [jac((y: Scalar) => mul(k, square(y)))(x), null], x, null, { length: 3 })[0]
    // Each turn multiplies by 2x: 8x⁴.
    expect([evaluate(looped)(2), grad(looped)(2), jac(looped)(2)]).toEqual([128, 256, 256])
  })
  it.each<[string, () => unknown, RegExp]>([
    ['no argument', () => phantom<() => unknown>(jac(() => 1))(), /^Arity: jac\w+: expected at least 1 argument, got 0/],
    ['an integer argument', () => jac((x: Scalar) => x)(phantom<number>(tensor(1, 'int32'))), /^NotDifferentiable: jac\w+: x has dtype int32/],
    [
      'an integer result',
      () => jac(phantom<(x: Scalar) => Scalar>((x: Scalar) => toInt(x)))(1),
      /^NotDifferentiable: jac\w+: the result has dtype int32, which has no tangent; convert it with toFloat/,
    ],
    ['a mask among the results', () => jac((x: Scalar) => ({ y: x, m: gt(x, 0) }))(1), /^NotDifferentiable: jac\w+: m has dtype bool/],
    ['an argument there is not', () => jac((x: Scalar) => x, { argnums: phantom<0>(2) })(1), /argnums names argument 2, but 1 was given/],
    ['a function that changes', () => changing(jac), /^Impure: jac\w+/],
  ])('refuses %s', (__, thunk, message) => expect(refusal(thunk)).toMatch(message))
})

const changing = (jac: typeof jacobian): void => {
  let k = 1
  const f = jac((x: Scalar) => mul(x, k++))
  f(1)
  f(1)
}

describe('the passes', () => {
  const map = (m: number, n: number): Program =>
    trace((x: Vector) => matmul(phantom<Matrix>(tensor(new Float64Array(m * n).fill(0.5), [m, n])), sin(x)))(new Float64Array(n))
  /** The cosine scales a tangent or a cotangent once in every pass: the sizes of the batch along which it does. */
  const passes = (program: Program): ReadonlyArray<number | undefined> =>
    program.equations.filter((of) => of.primitive.name === 'mul').flatMap((of) => of.results.filter((r) => r.shape.length === 2).map((r) => r.shape[0]))
  it.each([
    [3, 11],
    [11, 3],
    [7, 7],
  ])('of a function of %i results and %i arguments are the arguments forward, the results in reverse, the fewer in jacobian', (m, n) => {
    const program = map(m, n)
    const [ahead, back, fewer] = [jacfwd(program), jacrev(program), jacobian(program)]
    expect([passes(ahead), passes(back), passes(fewer)]).toEqual([[n], [m], [Math.min(m, n)]])
    // Cosines of the point are computed once, not once per pass.
    for (const of of [ahead, back, fewer]) expect(of.equations.filter((e) => e.primitive.name === 'cos').map((e) => e.results[0]?.shape)).toEqual([[n]])
  })
  it('share what does not depend on them: operations do not grow with the passes', () => {
    const counts = [20, 40, 80].map((n) => operations(jacobian(map(n, n))))
    expect(new Set(counts).size).toBe(1)
  })
  it('are none but the function itself for a scalar', () => {
    expect(operations(jacobian(trace((x: Scalar) => sin(x))(1)))).toBe(1)
    expect(operations(jacobian(trace((x: Vector) => sum(sin(x)))(new Float64Array(9))))).toBe(1)
  })
})

describe('hessian', () => {
  it('is a record of records', () =>
    expect(plain(hessian((p: { readonly v: Vector<2>; readonly s: Scalar }) => mul(sum(square(p.v)), exp(p.s)))({ v: Float64Array.of(1, 2), s: 0 }))).toEqual({
      v: {
        v: [
          [2, 0],
          [0, 2],
        ],
        s: [2, 4],
      },
      s: { v: [2, 4], s: 5 },
    }))
  it('of a quadratic form is its matrix, of a linear function 0', () => {
    const a = tensor([
      [2, 1],
      [1, 3],
    ])
    expect(plain(hessian((x: Vector<2>) => div(dot(x, matmul(a, x)), 2))(Float64Array.of(5, 6)))).toEqual([
      [2, 1],
      [1, 3],
    ])
    expect(plain(hessian((x: Vector<2>) => sum(x))(Float64Array.of(5, 6)))).toEqual([
      [0, 0],
      [0, 0],
    ])
    expect(hessian((_: Scalar) => 2)(1)).toBe(0)
    const empty = hessian((x: Vector) => sum(x))(new Float64Array(0))
    expect(isTensor(empty) ? empty.shape : empty).toEqual([0, 0])
  })
  it('of a vector function has one more axis in front', () =>
    expect(plain(hessian((x: Vector<2>): Vector<2> => mul(x, square(x)))(Float64Array.of(1, 2)))).toEqual([
      [
        [6, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [0, 12],
      ],
    ]))
  it('takes the arguments named', () =>
    expect(plain(hessian((x: Scalar, y: Scalar) => mul(square(x), y), { argnums: [1, 0] })(3, 5))).toEqual([
      [0, 6],
      [6, 10],
    ]))
  it('of log det is −A⁻¹ ⊗ A⁻¹', () => {
    const a = tensor([
      [3, 1],
      [1, 2],
    ])
    const b: ReadonlyArray<ReadonlyArray<number>> = phantom(plain(inv(a)))
    const wanted = [0, 1].map((i) => [0, 1].map((j) => [0, 1].map((k) => [0, 1].map((l) => -entry(entry(b, j), k) * entry(entry(b, l), i)))))
    expect(difference(hessian((x: Matrix<2, 2>) => log(det(x)))(a), wanted, 1e-12)).toBeNull()
  })
  it('agrees with differences of the gradient through a loop and a branch', () => {
    const f = (x: Vector<3>): Scalar => {
      const [last] = scan((c: Scalar, row: Scalar) => [add(sin(mul(c, row)), mul(0.5, c)), null], phantom<Scalar>(1), x)
      return cond(
        gt(last, 0),
        (z: Scalar) => mul(z, sum(square(x))),
        (z: Scalar) => exp(z),
        last,
      )
    }
    const at = Float64Array.of(0.4, 1.2, -0.3)
    expect(
      difference(
        hessian(f)(at),
        byDifferences((x) => grad(f)(x), at),
        1e-8,
      ),
    ).toBeNull()
    // Rosenbrock's function, by its closed form.
    const rosenbrock = ([x, y]: readonly [Scalar, Scalar]): Scalar => add(square(sub(1, x)), mul(100, square(sub(y, square(x)))))
    expect(
      difference(hessian(rosenbrock)([1.5, -2]), [
        [2 - 400 * (-2 - 3 * 2.25), -600],
        [-600, 200],
      ]),
    ).toBeNull() // prettier-ignore
  })
})

describe('hvp', () => {
  const f = (p: { readonly v: Vector<2>; readonly s: Scalar }): Scalar => mul(sum(square(p.v)), exp(p.s))
  it('is the Hessian times a vector, structured as the argument', () =>
    expect(plain(hvp(f)({ v: Float64Array.of(1, 2), s: 0 }, { v: Float64Array.of(1, 0), s: 1 }))).toEqual({ v: [4, 4], s: 7 }))
  it('takes further arguments, keeps leaf kinds, and nests', () => {
    const g = (x: Vector<2>, k: Scalar): Scalar => mul(k, sum(mul(x, square(x))))
    expect(plain(hvp(g)(Float64Array.of(1, 2), Float64Array.of(1, 1), 10))).toEqual([60, 120])
    expect(isTensor(hvp(g)(tensor([1, 2]), Float64Array.of(1, 1), 10))).toBe(true)
    expect(
      grad((k: Scalar) => sum(hvp((x: Vector<2>) => g(x, k))(phantom<Vector<2>>(Float64Array.of(1, 2)), phantom<Vector<2>>(Float64Array.of(1, 1)))))(10),
    ).toBe(18)
    expect(
      plain(
        vmap((v: Vector<2>) => hvp((x: Vector<2>) => sum(mul(x, square(x))))(phantom<Vector<2>>(Float64Array.of(1, 2)), v))(
          tensor([
            [1, 0],
            [0, 1],
          ]),
        ),
      ),
    ).toEqual([
      [6, 0],
      [0, 12],
    ]) // prettier-ignore
  })
  it('costs a constant times the function, whatever the number of inputs', () => {
    const program = (n: number): Program => trace((x: Vector) => sum(exp(sin(mul(x, sum(square(x)))))))(new Float64Array(n))
    const counts = [100, 300, 1000].map((n) => operations(hvp(program(n))) / operations(program(n)))
    expect(new Set(counts).size).toBe(1)
    expect(counts[0]).toBeLessThan(8)
  })
  it.each<[string, () => unknown, RegExp]>([
    [
      'a vector function',
      () => hvp(phantom<(x: Vector) => Scalar>((x: Vector) => x))(Float64Array.of(1), Float64Array.of(1)),
      /^NotScalar: hvp: .*an array f64\[1\]/,
    ],
    [
      'a direction of another shape',
      () => hvp((x: Vector) => sum(x))(Float64Array.of(1), Float64Array.of(1, 2)),
      /^Structure: hvp: at v expected f64\[1\], got f64\[2\]/,
    ],
    ['no direction', () => phantom<(x: number) => unknown>(hvp((x: Scalar) => x))(1), /^Arity: hvp: expected an argument and a direction, got 1/],
    ['a program of a vector', () => hvp(trace((x: Vector) => x)(Float64Array.of(1))), /^NotScalar: hvp/],
  ])('refuses %s', (_, thunk, message) => expect(refusal(thunk)).toMatch(message))
})

describe('derivative', () => {
  it('is of any order, order 0 the function', () => {
    const wanted = (n: number): number => ([1, 1, 2, 6, 24, 120, 720][n] ?? 0) * (-1) ** n * 4 ** (-1 - n)
    expect(
      difference(
        [0, 1, 2, 3, 4, 5, 6].map((n) => derivative((x: Scalar) => reciprocal(x), n)(4)),
        [0, 1, 2, 3, 4, 5, 6].map(wanted),
      ),
    ).toBeNull()
    expect([1, 2, 3, 4].map((n) => derivative((x: Scalar) => exp(mul(-1, square(x))), n)(0) + 0)).toEqual([0, -2, 0, 12])
  })
  it('keeps structures, takes further arguments, and nests', () => {
    expect(plain(derivative((t: Scalar) => ({ x: cos(t), y: [sin(t), 7] }))(0))).toEqual({ x: -0, y: [1, 0] })
    expect(derivative((t: Scalar, k: Scalar) => mul(k, square(t)), 2)(1, 5)).toBe(10)
    expect(derivative(derivative((t: Scalar) => mul(t, square(t))))(2)).toBe(12)
    // ∂⁵ of e^(kt)·sin t·(t² + 1) along t alone: by a power series, which k has no part in.
    const product = (t: Scalar, k: Scalar): Scalar => mul(exp(mul(k, t)), mul(sin(t), add(square(t), 1)))
    const nested = [0, 1, 2, 3, 4].reduce<(t: Scalar, k: Scalar) => Scalar>((f) => phantom(derivative(f)), product)
    expect(difference(derivative(product, 5)(0.7, 2), phantom<(t: number, k: number) => number>(nested)(0.7, 2), 1e-12)).toBeNull()
    expect(grad((k: Scalar) => derivative((t: Scalar) => mul(k, square(t)))(3))(1)).toBe(6)
    expect(plain(vmap(derivative((t: Scalar) => square(t)))(Float64Array.of(1, 2)))).toEqual([2, 4])
  })
  it('of high order costs as a power series does: sin(x²)eˣ to order 12', () => {
    const f = (x: Scalar): Scalar => mul(sin(square(x)), exp(x))
    const fact = (n: number): number => (n < 2 ? 1 : n * fact(n - 1))
    // The coefficients of sin(x²) are those of sin at every other place.
    const wave = (n: number): number => (n % 4 === 2 ? (n % 8 === 2 ? 1 : -1) / fact(n / 2) : 0)
    const coefficient = (n: number): number => Array.from({ length: n + 1 }, (_, i) => wave(i) / fact(n - i)).reduce((a, b) => a + b, 0)
    for (const n of [3, 5, 8, 12]) expect(derivative(f, n)(0) / (fact(n) * coefficient(n))).toBeCloseTo(1, 12)
    const size = (n: number): number => operations(derivative(trace(f)(1), n))
    expect(size(12)).toBeLessThan(4 * size(6))
  })

  it('does not swell: sin to order 8 is two operations', () => {
    const program = trace((x: Scalar) => sin(x), { names: ['x'] })(1)
    expect(operations(derivative(program, 8))).toBeLessThanOrEqual(2)
  })
  it.each<[string, () => unknown, RegExp]>([
    ['a negative order', () => derivative((x: Scalar) => x, -1), /^Argument: derivative: the order -1 is not a whole number from 0 on/],
    ['half an order', () => derivative((x: Scalar) => x, 0.5), /the order 0\.5 is not/],
    [
      'a vector',
      () => derivative(phantom<(x: Scalar) => Scalar>((x: Scalar) => x))(phantom<number>(Float64Array.of(1))),
      /^Structure: derivative: at x expected a scalar, got f64\[1\]; use jacobian or jvp/,
    ],
    ['a structure', () => derivative(phantom<(x: Scalar) => Scalar>((x: Scalar) => x))(phantom<number>([1])), /at x\[0\] expected a scalar, got a structure/],
    [
      'an integer result',
      () => derivative(phantom<(x: Scalar) => Scalar>((x: Scalar) => toInt(x)))(1),
      /^NotDifferentiable: derivative: the result has dtype int32/,
    ],
    [
      'a program of two scalars',
      () => derivative(trace((x: Scalar, y: Scalar) => mul(x, y))(1, 2)),
      /^Argument: derivative: the program must have one float input, a scalar/,
    ],
  ])('refuses %s', (_, thunk, message) => expect(refusal(thunk)).toMatch(message))
})

describe('on programs', () => {
  const program = trace((x: Scalar, y: Scalar) => ({ p: mul(x, sin(y)), q: square(x) }), { names: ['x', 'y'] })(1, 2)
  it('outputs are named by what they are', () => {
    for (const [, jac] of both) {
      expect(jac(program).outputNames).toEqual(['∂p/∂x', '∂p/∂y', '∂q/∂x', '∂q/∂y'])
      expect(run(jac(program), { x: 3, y: 0 })).toEqual([0, 3, 6, 0])
      expect(run(jac(program, { argnums: 1 }), { x: 3, y: 0 }, ['∂p/∂y'])).toEqual([3])
    }
    const one = trace((x: Scalar, y: Scalar) => mul(square(x), y), { names: ['x', 'y'] })(1, 2)
    expect(hessian(one).outputNames).toEqual(['∂²/∂x∂x', '∂²/∂x∂y', '∂²/∂y∂x', '∂²/∂y∂y'])
    expect(run(hessian(one), { x: 3, y: 5 })).toEqual([10, 6, 6, 0])
    expect(run(hvp(one), { x: 3, y: 5, dx: 1, dy: 10 })).toEqual([70, 6])
    const cube = trace((x: Scalar) => mul(x, square(x)), { names: ['x'] })(1)
    expect(derivative(cube, 3).outputNames).toEqual(['∂³/∂x³'])
    expect(run(derivative(cube, 2), { x: 2 })).toEqual([12])
    expect(derivative(cube, 0).outputNames).toEqual([''])
  })
  it('refuse inputs there are not', () => {
    expect(refusal(() => jacobian(program, { argnums: 5 }))).toMatch(/^Argument: jacobian: argnums names input 5 of 2/)
    expect(refusal(() => hessian(trace((x: Scalar) => toInt(x))(1)))).toMatch(/^NotDifferentiable/)
  })
})

/**
 * `jet` as users call it: structures, orders, nesting with every other transform, programs and refusals.
 */
import { describe, expect, it } from 'vitest'
import { type AnyTensor, dataOf, isTensor, tensor } from '../../src/array/tensor.ts'
import {
  add,
  argmax,
  checkpoint,
  cond,
  cos,
  customJvp,
  customVjp,
  div,
  evaluate,
  exp,
  expm,
  type Expr,
  fixedPoint,
  fn,
  fori,
  grad,
  gt,
  jet as typedJet,
  jvp,
  log,
  logsumexp,
  lt,
  matmul,
  type Matrix,
  mul,
  operations,
  prod,
  root,
  run,
  type Scalar,
  scalar,
  scan,
  type ScanOptions,
  sin,
  sort,
  square,
  sub,
  sum,
  tanh,
  toFloat,
  trace,
  type Vector,
  vjp,
  vmap,
  whileLoop,
} from '../../src/index.ts'
import { phantom } from '../../src/type/phantom.ts'
import { difference } from '../near.ts'
import { refusal } from '../failing.ts'

/** Without its types, which are tested elsewhere and take long to check. */
const jet =
  phantom<
    (
      f: (...xs: ReadonlyArray<never>) => unknown,
      primals: ReadonlyArray<unknown>,
      series: ReadonlyArray<unknown>,
      options?: unknown,
    ) => readonly [never, ReadonlyArray<never>]
  >(typedJet)

const same = (actual: unknown, expected: unknown, tolerance = 1e-12): void => {
  expect(difference(actual, expected, tolerance)).toBe(null)
}

describe('jet', () => {
  it('gives coefficients, not derivatives', () => {
    same(jet(exp, [0], [[1, 0, 0, 0]]), [1, [1, 1 / 2, 1 / 6, 1 / 24]])
    same(
      jet((x: Scalar) => square(x), [3], [[1, 0]]),
      [9, [6, 1]],
    )
  })

  it('follows a curve: all coefficients of the argument count', () => {
    // (3 + 2t + 5t²)² = 9 + 12t + 34t² + 20t³ + …
    same(
      jet((x: Scalar) => square(x), [3], [[2, 5, 0]]),
      [9, [12, 34, 20]],
    )
  })

  it('takes several arguments', () => {
    same(
      jet(
        (x: Scalar, y: Scalar) => mul(x, y),
        [2, 3],
        [
          [1, 4],
          [5, 6],
        ],
      ),
      [6, [13, 12 + 5 + 12]],
    )
  })

  it('takes fewer coefficients where the order is named, none for a constant', () => {
    same(jet(sin, [0], [[1]], { order: 5 }), [0, [1, 0, -1 / 6, 0, 1 / 120]])
    same(
      jet((x: Scalar, n: Scalar) => mul(square(x), n), [3, 2], [[1], []], { order: 2 }),
      [18, [12, 2]],
    )
    same(jet(sin, [0.5], [[]], { order: 2 }), [Math.sin(0.5), [0, 0]])
  })

  it('has order 0, which is the value, and order 1, which is jvp', () => {
    expect(jet(sin, [0.5], [[]])).toEqual([Math.sin(0.5), []])
    const f = (x: Scalar, y: Scalar) => div(sin(x), exp(y))
    const [value, [slope = Number.NaN]] = jet(f, [0.5, 2], [[3], [4]])
    same([value, slope], jvp(f, [0.5, 2], [3, 4]))
  })

  it('goes to order 20 and beyond', () => {
    const [, coefficients] = jet((x: Scalar) => div(1, sub(1, x)), [0], [[1]], { order: 40 })
    expect(coefficients).toEqual(Array.from({ length: 40 }, () => 1))
    // The 20th derivative of exp(2x) at 0 is 2²⁰.
    const twentieth = jet((x: Scalar) => exp(mul(2, x)), [0], [[1]], { order: 20 })[1][19] ?? Number.NaN
    same(twentieth * 2432902008176640000, 2 ** 20)
  })

  it('keeps structures, shapes and kinds of leaves', () => {
    const f = (p: { readonly w: Matrix<2, 2>; readonly b: Vector<2> }) => ({ y: matmul(p.w, p.b), n: sum(p.b) })
    const w = tensor([
      [1, 2],
      [3, 4],
    ])
    const one = { w: tensor([[1, 0], [0, 1]]), b: Float64Array.of(1, 1) } // biome-ignore format: a matrix
    const [value, [first, second]] = jet(f, [{ w, b: Float64Array.of(5, 6) }], [[one, one]])
    expect(value).toEqual({ y: Float64Array.of(17, 39), n: 11 })
    expect(first).toEqual({ y: Float64Array.of(5 + 3, 6 + 7), n: 2 })
    expect(second).toEqual({ y: Float64Array.of(5 + 3 + 1, 6 + 7 + 1), n: 2 })
  })

  it('leaves integers among the results as they are', () => {
    const f = (x: Vector<3>) => ({ at: argmax(x), x: mul(x, x) })
    const [value, [first]] = typedJet(f, [Float64Array.of(1, 3, 2)], [[Float64Array.of(1, 0, 0)]])
    expect([value.at, first?.at].map((leaf) => (isTensor(leaf) ? [...dataOf(leaf)] : leaf))).toEqual([[1], [1]])
    expect(first?.x).toEqual(Float64Array.of(2, 0, 0))
  })

  it('takes arrays without entries', () => {
    expect(jet((x: Vector) => mul(x, x), [new Float64Array(0)], [[new Float64Array(0), new Float64Array(0)]])).toEqual([
      new Float64Array(0),
      [new Float64Array(0), new Float64Array(0)],
    ])
  })

  it('of a constant function is zero, of the identity the curve', () => {
    expect(jet((_: Scalar) => phantom<Scalar>(7), [1], [[1, 2]])).toEqual([7, [0, 0]])
    expect(jet((x: Scalar) => x, [1], [[4, 5]])).toEqual([1, [4, 5]])
    expect(jet((x: Scalar) => [x, x] as const, [1], [[4]])).toEqual([[1, 1], [[4, 4]]])
  })

  it('takes a declared function', () => {
    const f = fn([scalar], (x) => sin(x))
    same(jet(phantom<(x: Scalar) => Scalar>(f), [0.3], [[1]], { order: 2 }), [Math.sin(0.3), [Math.cos(0.3), -Math.sin(0.3) / 2]])
  })

  it('is traced once for each order and number of coefficients', () => {
    const counted = { traces: 0 }
    const f = (x: Scalar) => {
      counted.traces++
      return sin(x)
    }
    for (let i = 0; i < 5; i++) jet(f, [i], [[1, 0]])
    expect(counted.traces).toBe(2)
    same(jet(f, [0], [[1]], { order: 2 }), [0, [1, 0]])
    same(jet(f, [0], [[1, 2]], { order: 3 }), [0, [1, 2, -1 / 6]])
  })
})

describe('nesting', () => {
  const [x, s, c] = [0.3, Math.sin(0.3), Math.cos(0.3)]
  const at = <T>(list: ReadonlyArray<T>, k: number): T => {
    const found = list[k]
    if (found === undefined) throw new Error(`no coefficient ${k + 1}`)
    return found
  }

  it('grad, jvp and vjp of a jet', () => {
    const third = (t: Scalar): Scalar => at(jet(sin, [t], [[1, 0, 0]])[1], 2)
    same(evaluate(third)(x), -c / 6)
    same(grad(third)(x), s / 6)
    same(jvp(third, [x], [2]), [-c / 6, s / 3])
    const [y, pullback] = vjp(third, [x])
    same([y, pullback(3)], [-c / 6, [s / 2]])
  })

  it('grad by the coefficients of the curve', () => {
    // y₂ = x₂ cos x − x₁² sin x / 2
    const second = (v: Scalar, w: Scalar): Scalar => at(jet((t: Scalar) => sin(t), [x], [[v, w]])[1], 1)
    same(grad(second, { argnums: [0, 1] })(2, 5), [-2 * s, c])
  })

  it('jet of a gradient, and of a jet', () => {
    same(
      jet(
        grad((t: Scalar) => sin(t)),
        [x],
        [[1, 0]],
      ),
      [c, [-s, -c / 2]],
    )
    const inner = (t: Scalar): Scalar => at(jet(sin, [t], [[1, 0]])[1], 1)
    same(jet(inner, [x], [[1, 0]]), [-s / 2, [-c / 2, s / 4]])
  })

  it('does not confuse curves', () => {
    const outer = (t: Scalar): Scalar => mul(t, at(jet((u: Scalar) => add(t, u), [1], [[1]])[1], 0))
    same(jet(outer, [1], [[1, 0]]), [1, [1, 0]])
    const product = (t: Scalar): Scalar => at(jet((u: Scalar) => mul(t, square(u)), [t], [[1, 0]])[1], 0)
    same(jet(product, [3], [[1, 0]]), [18, [12, 2]])
  })

  it('batches of jets and jets of batches', () => {
    const xs = Float64Array.of(0.1, 0.2, 0.3)
    const second = (t: Scalar): Scalar => at(jet(tanh, [t], [[1, 0]])[1], 1)
    same(
      vmap(second)(xs),
      xs.map((t) => evaluate(second)(t)),
    )
    const ones = xs.map(() => 1)
    same(at(jet((v: Vector) => vmap((t: Scalar) => tanh(t))(v), [xs], [[ones, xs.map(() => 0)]])[1], 1), vmap(second)(xs))
  })

  it('reads outer variables, which do not move', () => {
    // What captured an expression is one, which the types cannot see.
    const f = (a: Scalar): Scalar => phantom<Scalar>(at(jet((t: Scalar) => exp(mul(a, t)), [0], [[1, 0]])[1], 1))
    same([evaluate(f)(3), grad(f)(3)], [4.5, 3])
  })
})

describe('control flow', () => {
  it('goes through loops', () => {
    // x ↦ x² five times is x³².
    const f = (x: Scalar): Scalar => fori(5, x, (y) => square(y))
    same(jet(f, [1], [[1]], { order: 4 }), [1, [32, 496, 4960, 35960]])
  })

  it('writes one loop, however many coefficients there are', () => {
    const program = typedJet(
      trace((xs: Vector<3>) => scan((total: Scalar, x: Scalar) => [mul(total, sin(x)), total], phantom<Scalar>(1), xs)[1])(Float64Array.of(1, 2, 3)),
      6,
    )
    expect(program.equations.filter(({ primitive }) => primitive.name === 'scan').length).toBe(1)
  })

  it('goes through branches', () => {
    const f = (x: Scalar): Scalar =>
      cond(
        gt(x, 0),
        (t: Scalar) => log(t),
        (t: Scalar) => mul(3, t),
        x,
      )
    same(jet(f, [2], [[1]], { order: 3 }), [Math.log(2), [1 / 2, -1 / 8, 1 / 24]])
    same(jet(f, [-2], [[1]], { order: 3 }), [-6, [3, 0, 0]])
  })

  it('believes a custom rule', () => {
    // The rule says that the derivative is cos x + 1, so y = sin x + (x − x₀) from order 1 on.
    const f = customJvp(
      (x: Scalar) => sin(x),
      ([x], [dx]) => [sin(x), mul(add(cos(x), 1), dx)],
    )
    const [s, c] = [Math.sin(0.3), Math.cos(0.3)]
    same(
      jet((x: Scalar) => f(x), [0.3], [[1]], { order: 4 }),
      [s, [c + 1, -s / 2, -c / 6, s / 24]],
    )
  })

  const squareRoot = [1 / 4, -1 / 64, 1 / 512, -5 / 16384, 7 / 131072]

  it('goes through a loop that ends where it ends', () => {
    // 2 → 4 → 8 → 16 is x⁴ near 2.
    const f = (a: Scalar): Scalar =>
      whileLoop(
        (x: Scalar) => lt(x, 10),
        (x: Scalar) => mul(x, a),
        a,
      )
    same(jet(f, [2], [[1]], { order: 5 }), [16, [32, 24, 8, 1, 0]])
  })

  it('goes through roots and fixed points, by what they solve', () => {
    const asRoot = (a: Scalar): Scalar => root((x: Scalar) => sub(mul(x, x), a), 1)
    const asFixedPoint = (a: Scalar): Scalar => fixedPoint((x: Scalar) => mul(0.5, add(x, div(a, x))), 1)
    same(jet(asRoot, [4], [[1]], { order: 5 }), [2, squareRoot])
    same(jet(asFixedPoint, [4], [[1]], { order: 5 }), [2, squareRoot])
    const curvature = (a: Scalar): Scalar => jet((b: Scalar) => asRoot(b), [a], [[1, 0]])[1][1] ?? a
    same(grad(curvature)(4), 3 / 512)
  })

  it('goes through what is computed again', () => {
    const f = (x: Scalar): Scalar => sin(exp(x))
    same(
      jet((x: Scalar) => checkpoint(f)(x), [0.3], [[1, 2, 3, 4]]),
      jet(f, [0.3], [[1, 2, 3, 4]]),
    )
    const steps = Float64Array.of(1, 2, 3, 4, 5)
    const looped =
      (options: ScanOptions) =>
      (x: Scalar): Scalar =>
        scan((y: Scalar, _: Scalar) => [sin(mul(y, x)), y], x, steps, options)[0]
    same(jet(grad(looped({ checkpoint: 2 })), [0.7], [[1]], { order: 4 }), jet(grad(looped({})), [0.7], [[1]], { order: 4 }), 1e-11)
  })

  it('goes through a custom pullback that is linear', () => {
    const f = customVjp(
      (y: Scalar) => sin(y),
      (y: Scalar) => [sin(y), y] as const,
      (y, g) => [mul(g, cos(y))],
    )
    same(
      jet((x: Scalar) => f(x), [0.3], [[1]], { order: 5 }),
      jet((x: Scalar) => sin(x), [0.3], [[1]], { order: 5 }),
    )
  })

  it('grows with the square of the order, not with two to its power, where a rule holds a loop', () => {
    const program = trace((a: Scalar) => root((x: Scalar) => sub(mul(x, x), a), 1))(4)
    const [four = 0, eight = 0, sixteen = 0] = [4, 8, 16].map((order) => operations(typedJet(program, order)))
    expect(eight / four).toBeLessThan(4)
    expect(sixteen / eight).toBeLessThan(4)
  })
})

describe('arrays', () => {
  it('of a matrix exponential: a rotation', () => {
    const turn = tensor([
      [0, 1],
      [-1, 0],
    ])
    const f = (t: Scalar) => expm(mul(t, turn))
    const [, found] = jet(f, [0], [[1]], { order: 5 })
    same(
      found.map((c) => [...dataOf(phantom<AnyTensor>(c))]),
      [
        [0, 1, -1, 0],
        [-1 / 2, 0, 0, -1 / 2],
        [0, -1 / 6, 1 / 6, 0],
        [1 / 24, 0, 0, 1 / 24],
        [0, 1 / 120, -1 / 120, 0],
      ],
    )
  })

  it('of what is sorted, multiplied with zeros in it, or −∞', () => {
    const [one, ones] = [Float64Array.of(1, 2, 3), Float64Array.of(1, 1, 1)]
    same(jet((v: Vector<3>) => sort(v), [Float64Array.of(3, 1, 2)], [[one]])[1], [Float64Array.of(2, 3, 1)])
    // (0 + t)(2 + t)(0 + t) = 2t² + t³
    same(
      jet((v: Vector<3>) => prod(v), [Float64Array.of(0, 2, 0)], [[ones]], { order: 3 }),
      [0, [0, 2, 1]],
    )
    const low = Float64Array.of(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY)
    expect(jet((v: Vector<2>) => logsumexp(v), [low], [[Float64Array.of(1, 1)]], { order: 3 })).toEqual([Number.NEGATIVE_INFINITY, [0, 0, 0]])
  })
})

describe('on programs', () => {
  const program = trace((x: Scalar, n: Scalar) => ({ y: mul(x, exp(n)), m: gt(x, n) }), { names: ['x', 'n'] })(1, 2)

  it('has the coefficients of all inputs, order after order', () => {
    const made = typedJet(program, 2)
    expect(made.names).toEqual(['x', 'n', 'x₁', 'n₁', 'x₂', 'n₂'])
    expect(made.outputNames).toEqual(['y', 'm', 'y₁', 'y₂'])
    same(run(made, { x: 2, n: 0, 'x₁': 1, 'n₁': 1, 'x₂': 0, 'n₂': 3 }).map(Number), [2, 1, 3, 1 + 1 + 6])
  })

  it('is jvp at order 1, and the program itself at order 0', () => {
    const f = trace((x: Scalar, y: Scalar) => div(sin(x), y))(1, 2)
    const inputs = { x1: 1, x2: 2 }
    same(run(typedJet(f, 1), { ...inputs, 'x1₁': 3, 'x2₁': 4 }), run(jvp(f), { ...inputs, dx1: 3, dx2: 4 }))
    same(run(typedJet(f, 0), inputs), run(f, inputs))
    expect(typedJet(f, 12).names.at(-1)).toBe('x2₁₂')
  })
})

describe('refusals', () => {
  const f = (x: Scalar, y: Scalar): Scalar => mul(x, y)
  const wild = phantom<(...args: ReadonlyArray<unknown>) => unknown>(jet)

  it.each<readonly [string, ReadonlyArray<unknown>, string]>([
    ['another number of series', [f, [1, 2], [[1]]], 'Arity: jet: expected 2 series, got 1'],
    [
      'series of different lengths',
      [f, [1, 2], [[1], [1, 2]]],
      'Argument: jet: the series have lengths 1, 2; give as many coefficients for every argument, or name the order: { order } takes those missing as zero',
    ],
    ['more coefficients than the order', [f, [1, 2], [[1, 2], [1]], { order: 1 }], 'Argument: jet: 2 coefficients were given for a jet of order 1'],
    [
      'a coefficient that is no list',
      [sin, [1], [1]],
      'Structure: jet: at the series of x expected a list of coefficients, from order 1 on, got a number; as in jet(f, [x], [[v1, v2]])',
    ],
    [
      'a coefficient of another shape',
      [(x: Vector) => sum(x), [Float64Array.of(1, 2)], [[Float64Array.of(1, 2), Float64Array.of(1)]]],
      'Structure: jet: at coefficient 2 of x expected f64[2], got f64[1]; a tangent or cotangent has the shape of its value',
    ],
    [
      'a coefficient of another structure',
      [(x: { readonly a: Scalar }) => x.a, [{ a: 1 }], [[{ b: 1 }]]],
      'Structure: jet: at coefficient 1 of x.b expected { a: number }, got { b: number }',
    ],
    [
      'coefficients of integers',
      [(x: Expr) => toFloat(x), [tensor(Int32Array.of(1))], [[tensor(Int32Array.of(1))]]],
      'NotDifferentiable: jet: x has dtype int32, which has no tangent; let the function close over it, give its argument no coefficients, or pass it as float64',
    ],
    ['a negative order', [sin, [1], [[]], { order: -1 }], 'Argument: jet: the order must be a whole number from 0 on, got -1'],
    ['half an order', [trace(sin)(1), 1.5], 'Argument: jet: the order must be a whole number from 0 on, got 1.5'],
    ['a program without an order', [trace(sin)(1)], 'Argument: jet: the order must be a whole number from 0 on, got NaN'],
  ])('%s', (_, args, message) => {
    expect(refusal(() => wild(...args))).toBe(message)
  })

  it('of integers without coefficients are none', () => {
    const g = (x: Scalar, n: Expr): Scalar => mul(x, sum(toFloat(n)))
    expect(wild(g, [2, tensor(Int32Array.of(3))], [[1], []], { order: 1 })).toEqual([6, [3]])
  })
})

/**
 * Roots and fixed points beside closed forms, beside −gₓ⁻¹ g_θ written out, and beside differences;
 * what has no solution answers as documented.
 */
import { describe, expect, it } from 'vitest'
import { isTensor, tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { gt } from '../../src/basis/comparison.ts'
import { jvp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { trace } from '../../src/call/program.ts'
import { evaluate, vmap } from '../../src/call/vectorised.ts'
import { div, neg, square, sub } from '../../src/primitive/arithmetic.ts'
import { matmul } from '../../src/primitive/contraction.ts'
import { cond, fori, scan } from '../../src/primitive/control.ts'
import { exp } from '../../src/primitive/exponential.ts'
import { fixedPoint, fixedPointReport, root, rootReport } from '../../src/primitive/implicit.ts'
import { rootPrimitive } from '../../src/primitive/root.ts'
import { cos, sin } from '../../src/primitive/trigonometric.ts'
import { tanh } from '../../src/primitive/logistic.ts'
import { operations } from '../../src/program/count.ts'
import { applyTo, float } from '../../src/program/expr.ts'
import type { AnyExpr, Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { forward } from '../../src/transform/forward.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { at, byForward, byReverse, modes, pairs, type ScalarFunction } from '../modes.ts'
import { difference, plain } from '../near.ts'
import type { Table } from '../table.ts'

const squareRoot: ScalarFunction = (a) => root((x: Scalar) => sub(mul(x, x), a), 1)
/** x e^x = a: Lambert's W, whose derivatives are those of the implicit function. */
const lambert: ScalarFunction = (a) => root((x: Scalar) => sub(mul(x, exp(x)), a), 1)
/** Kepler: E − e sin E = M as a fixed point, by M. */
const kepler: ScalarFunction = (m) => fixedPoint((e: Scalar) => add(m, mul(0.3, sin(e))), 0)

const omega = 0.5671432904097838
const anomaly = ((): number => {
  let e = 1
  for (let i = 0; i < 200; i++) e = 1 + 0.3 * Math.sin(e)
  return e
})()
const bent = 1 - 0.3 * Math.cos(anomaly)

// f, a point, f, f′ and f″ by closed forms.
const cases: Table<readonly [string, ScalarFunction, number, readonly [number, number, number]]> = [
  ['a square root', squareRoot, 4, [2, 1 / 4, -1 / 32]],
  // W′ = W/(a(1+W)); W″ = −W²(W+2)/(a²(1+W)³).
  ['Lambert’s W', lambert, 1, [omega, omega / (1 + omega), (-(omega ** 2) * (omega + 2)) / (1 + omega) ** 3]],
  // E′ = 1/(1 − e cos E), E″ = −e sin E · E′³.
  ['Kepler’s equation', kepler, 1, [anomaly, 1 / bent, (-0.3 * Math.sin(anomaly)) / bent ** 3]],
  ['a fixed point, damped', (a) => fixedPoint((x: Scalar) => div(a, x), 1, { damping: 0.5 }), 4, [2, 1 / 4, -1 / 32]],
  ['a damped root', (a) => root((x: Scalar) => sub(mul(x, x), a), 1, { damping: 0.2, tolerance: 1e-13 }), 4, [2, 1 / 4, -1 / 32]],
  ['a root of what the first guess depends on, too', (a) => root((x: Scalar) => sub(mul(x, x), a), mul(a, a)), 4, [2, 1 / 4, -1 / 32]],
  ['a root in a loop', (a) => fori(2, a, (c: Scalar) => root((x: Scalar) => sub(mul(x, x), c), 1)), 16, [2, 1 / 32, -3 / 2048]],
  [
    'a root in a loop over rows',
    (a) => scan((c: Scalar, k: Scalar) => [root((x: Scalar) => sub(mul(x, x), mul(k, mul(c, c))), 1), []], a, Float64Array.of(4, 9))[0],
    2,
    [12, 6, 0],
  ],
  [
    'a root in a branch',
    (a) =>
      cond(
        gt(a, 1),
        () => squareRoot(a),
        () => a,
      ),
    4,
    [2, 1 / 4, -1 / 32],
  ],
  [
    'a root of a root',
    (a) =>
      root(
        (x: Scalar) =>
          sub(
            mul(x, x),
            root((y: Scalar) => sub(mul(y, y), a), 1),
          ),
        1,
      ),
    16,
    [2, 1 / 32, -3 / 2048],
  ],
  [
    'a loop in the equation',
    (a) =>
      root(
        (x: Scalar) =>
          sub(
            fori(3, 1, (p: Scalar) => mul(p, x)),
            a,
          ),
        1,
      ),
    8,
    [2, 1 / 12, -1 / 144],
  ],
  ['a derivative in the equation', (a) => root((x: Scalar) => sub(grad((y: Scalar) => mul(y, square(y)))(x), mul(3, a)), 1), 4, [2, 1 / 4, -1 / 32]],
  ['the value of a report', (a) => rootReport((x: Scalar) => sub(mul(x, x), a), 1).value, 4, [2, 1 / 4, -1 / 32]],
]

describe('implicit functions', () => {
  it.each(cases)('of %s, the values', (_, f, x, [y]) => expect(difference(at(phantom<ScalarFunction>(evaluate(f)), x), y, 1e-11)).toBeNull())
  describe.each(modes)('%s', (_, D) => {
    it.each(cases)('of %s', (_name, f, x, [, first]) => expect(difference(at(D(f), x), first, 1e-11)).toBeNull())
  })
  describe.each(pairs)('%s', (_, D, E) => {
    it.each(cases)('of %s', (_name, f, x, [, , second]) => expect(difference(at(D(E(f)), x), second, 1e-11)).toBeNull())
  })
  it('to order 4, in either mode', () => {
    for (const [, D] of modes) expect(difference(at(D(D(D(D(squareRoot)))), 4), (-15 / 16) * 4 ** -3.5, 1e-10)).toBeNull()
  })
  it('are mapped with everything else, at no more operations than one', () => {
    const xs = Float64Array.of(1, 4, 9, 2)
    for (const [, f] of cases) {
      const rows = [...xs].map((x) => at(phantom<ScalarFunction>(evaluate(f)), x))
      const found = rows.every(Number.isFinite)
      if (found) expect(difference(vmap(f)(xs), rows, 1e-11)).toBeNull()
    }
    for (const [, D, E] of pairs) {
      expect(
        difference(
          vmap(D(E(squareRoot)))(xs),
          [...xs].map((x) => -0.25 * x ** -1.5),
        ),
      ).toBeNull()
      const total: (x: Vector) => Scalar = (x) => sum(vmap(E(squareRoot))(x))
      expect(
        difference(
          grad(total)(xs),
          [...xs].map((x) => -0.25 * x ** -1.5),
        ),
      ).toBeNull()
    }
    // The Jacobian is one per row, not one of all rows together: 1000 unknowns would take a matrix of 10⁶.
    const wide = trace((x: Vector) => sum(vmap(squareRoot)(x)))(Float64Array.from({ length: 1000 }, (_, i) => i + 1))
    const largest = forward(wide, [true]).program.equations.flatMap(({ results }) => results.map((of) => of.shape.reduce((a, b) => a * b, 1)))
    expect(Math.max(...largest)).toBe(1000)
    expect(operations(wide)).toBeLessThan(400)
  })
})

describe('structures of unknowns', () => {
  const [p, q] = [1.2, 0.7]
  /** x² + p y = 3, x + y³ = q, with the unknowns in a record. */
  const system = (p: Scalar, q: Scalar) =>
    root(({ x, y }: { readonly x: Scalar; readonly y: Scalar }) => ({ x: sub(add(mul(x, x), mul(p, y)), 3), y: sub(add(x, mul(y, square(y))), q) }), {
      x: 1,
      y: 1,
    })
  it('have −gₓ⁻¹ g_θ for derivatives', () => {
    const { x, y } = phantom<{ readonly x: number; readonly y: number }>(evaluate(system)(p, q))
    expect(difference([x * x + p * y, x + y ** 3], [3, q])).toBeNull()
    const [a, b, c, d] = [2 * x, p, 1, 3 * y * y]
    const det = a * d - b * c
    // −[[a, b], [c, d]]⁻¹ [[y, 0], [0, −1]]
    const wanted = { p: [(-d * y) / det, (c * y) / det], q: [-b / det, a / det] }
    expect(difference(jvp(system, [p, q], [1, 0])[1], { x: wanted.p[0], y: wanted.p[1] })).toBeNull()
    expect(difference(jvp(system, [p, q], [0, 1])[1], { x: wanted.q[0], y: wanted.q[1] })).toBeNull()
    expect(difference(grad((p: Scalar, q: Scalar) => system(p, q).x, { argnums: [0, 1] })(p, q), [wanted.p[0], wanted.q[0]])).toBeNull()
    expect(difference(grad((p: Scalar, q: Scalar) => system(p, q).y, { argnums: [0, 1] })(p, q), [wanted.p[1], wanted.q[1]])).toBeNull()
  })
  it('may be matrices: the square root of one', () => {
    const matrix = tensor([
      [5, 2],
      [2, 3],
    ])
    const half = (a: Matrix<2, 2>): Matrix<2, 2> =>
      root(
        (x: Matrix<2, 2>) => sub(matmul(x, x), a),
        tensor([
          [2, 0],
          [0, 2],
        ]),
      )
    const found = evaluate(half)(matrix)
    expect(difference(phantom(matmul(phantom<Matrix<2, 2>>(found), phantom<Matrix<2, 2>>(found))), plain(matrix), 1e-11)).toBeNull()
    // d tr √A = ½ tr(A^(−½) dA): the gradient is half the inverse of the root.
    const traceOf = (a: Matrix<2, 2>): Scalar =>
      sum(
        mul(
          half(a),
          tensor([
            [1, 0],
            [0, 1],
          ]),
        ),
      )
    const [[a = 0, b = 0] = [], [c = 0, d = 0] = []] = phantom<ReadonlyArray<ReadonlyArray<number>>>(plain(found))
    const det = a * d - b * c
    expect(
      difference(
        grad(traceOf)(matrix),
        [
          [(0.5 * d) / det, (-0.5 * b) / det],
          [(-0.5 * c) / det, (0.5 * a) / det],
        ],
        1e-10,
      ),
    ).toBeNull()
  })
  it('as a fixed point: a layer that is its own input', () => {
    const layer = (w: Matrix<3, 3>, b: Vector<3>): Scalar =>
      sum(fixedPoint((z: Vector<3>) => tanh(add(matmul(w, z), b)), phantom<Vector<3>>(Float64Array.of(0, 0, 0))))
    const w = tensor([
      [0.2, -0.1, 0.3],
      [0.1, 0.3, -0.2],
      [-0.3, 0.2, 0.1],
    ])
    const b = Float64Array.of(0.5, -0.2, 0.1)
    const h = 1e-4
    const moved = (k: number, by: number): number =>
      evaluate(layer)(
        w,
        Float64Array.from(b, (v, i) => v + (i === k ? by : 0)),
      )
    const wanted = [0, 1, 2].map((k) => (8 * (moved(k, h) - moved(k, -h)) - (moved(k, 2 * h) - moved(k, -2 * h))) / (12 * h))
    expect(difference(grad(layer, { argnums: 1 })(w, b), wanted, 1e-9)).toBeNull()
  })
})

describe('what does not converge', () => {
  it('is NaN, with derivatives that are NaN, and a report that says so', () => {
    expect(root((x: Scalar) => add(mul(x, x), 1), 1)).toBeNaN()
    const { value, residual, converged } = rootReport((x: Scalar) => add(mul(x, x), 1), 1)
    expect([value, residual, converged]).toEqual([0, 1, false])
    const none: ScalarFunction = (a) => root((x: Scalar) => add(mul(x, x), a), 1)
    const twice: ScalarFunction = (a) => fixedPoint((x: Scalar) => add(mul(2, x), a), 1, { maxSteps: 50 })
    for (const f of [none, twice]) expect([at(byForward(f), 1), at(byReverse(f), 1)]).toEqual([Number.NaN, Number.NaN])
    const tree = root(
      ({ u, v }: { readonly u: Scalar; readonly v: Vector }) => ({ u: add(mul(u, u), 1), v: sub(v, 1) }),
      { u: 0.3, v: Float64Array.of(1) },
      { maxSteps: 20 },
    )
    expect(plain(tree)).toEqual({ u: Number.NaN, v: [Number.NaN] })
  })
  it('stops where the steps end, and reports the last x', () => {
    const { value, residual, steps, converged } = fixedPointReport((x: Scalar) => mul(2, x), 1, { maxSteps: 10 })
    expect([value, residual, isTensor(steps) ? plain(steps) : steps, converged]).toEqual([1024, 1024, 10, false])
    expect(phantom(rootReport((x: Scalar) => sub(mul(x, x), 4), 3, { maxSteps: 2 }).converged)).toBe(false)
  })
  it('reports what did converge', () => {
    const { value, residual, steps, converged } = rootReport((x: Scalar) => sub(mul(x, x), 4), 3)
    expect([value, residual, converged]).toEqual([2, 0, true])
    expect(plain(steps)).toBe(5)
    expect(plain(fixedPointReport((x: Scalar) => x, 3))).toEqual({ value: 3, residual: 0, steps: 1, converged: true })
  })
  it('leaves the other rows of a batch alone', () => {
    expect(plain(vmap(squareRoot)(Float64Array.of(4, -1, 9)))).toEqual([2, Number.NaN, 3])
    expect(plain(vmap(grad(squareRoot))(Float64Array.of(4, -1, 9)))).toEqual([1 / 4, Number.NaN, 1 / 6])
    expect(plain(grad((x: Vector) => sum(vmap(squareRoot)(x)))(Float64Array.of(4, -1, 9)))).toEqual([1 / 4, Number.NaN, 1 / 6])
  })
  it('of a NaN or an infinity is NaN', () => {
    expect([
      at(phantom<ScalarFunction>(evaluate(squareRoot)), Number.NaN),
      at(phantom<ScalarFunction>(evaluate(squareRoot)), Number.POSITIVE_INFINITY),
    ]).toEqual([Number.NaN, Number.NaN])
  })
})

describe('a Jacobian that is singular at the root', () => {
  // x² = a from 0 at a = 0: the root is there at once, its derivative is 1/0.
  const f: ScalarFunction = (a) => root((x: Scalar) => sub(mul(x, x), a), 0)
  it('gives infinities, never an exception', () => {
    expect(at(phantom<ScalarFunction>(evaluate(f)), 0)).toBe(0)
    expect([at(byForward(f), 0), at(byReverse(f), 0)]).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY])
  })
  it('gives NaN where the equations say nothing', () => {
    const g: ScalarFunction = (a) => root((x: Scalar) => mul(mul(0, x), a), 5)
    expect([at(phantom<ScalarFunction>(evaluate(g)), 3), at(byForward(g), 3), at(byReverse(g), 3)]).toEqual([5, Number.NaN, Number.NaN])
  })
})

describe('implicit functions refuse', () => {
  const id = (x: Scalar): Scalar => x
  it.each<[string, () => unknown, string]>([
    [
      'fewer equations than unknowns',
      () => root(({ x }: { readonly x: Scalar; readonly y: Scalar }) => ({ x }), { x: 1, y: 2 }),
      'Structure: root: at the result expected { x: number, y: number }, got { x: Expr }',
    ],
    [
      'equations of another shape',
      () => root(() => Float64Array.of(1, 2), 1),
      'Structure: root: at x expected f64, got f64[2]; it has the structure, shapes and dtypes of x: as many equations as unknowns',
    ],
    [
      'unknowns without a tangent',
      () => root((x) => x, { n: tensor(1, 'int32') }),
      'NotDifferentiable: root: x.n has dtype int32, which has no tangent; unknowns are float64; capture what is not',
    ],
    ['nothing to solve for', () => fixedPoint((x) => x, {}), 'Argument: fixedPoint: there is nothing to solve for'],
    ['no numbers to solve for', () => fixedPoint((x) => x, new Float64Array(0)), 'Argument: fixedPoint: there is nothing to solve for'],
    ['a negative tolerance', () => root(id, 1, { tolerance: -1 }), 'Argument: root: the tolerance -1 is not a number from 0'],
    ['a tolerance of NaN', () => rootReport(id, 1, { tolerance: Number.NaN }), 'Argument: rootReport: the tolerance NaN is not a number from 0'],
    ['no steps', () => fixedPointReport(id, 1, { maxSteps: 0 }), 'Argument: fixedPointReport: the number of steps 0 is not a whole number from 1'],
    ['damping to a halt', () => fixedPoint(id, 1, { damping: 1 }), 'Argument: fixedPoint: the damping 1 is not from 0 to below 1'],
  ])('%s', (_, thunk, message) => expect(refusal(thunk)).toBe(message))
  it('parameters that do not fit', () => {
    const one = close([float()], (z) => z)
    const two = close([float(), float()], (z) => z)
    const made = (params: object): string =>
      refusal(() => close([float()], (z): ReadonlyArray<AnyExpr> => applyTo(rootPrimitive, { equation: one, solver: one, levels: [], ...params }, z)))
    expect(made({ equation: two, solver: two })).toBe('Argument: root: the operands do not fit the equation')
    expect(made({ equation: close([float()], (z) => [...z, ...z]) })).toBe('Argument: root: there are not as many equations as unknowns')
    expect(made({ solver: two })).toBe('Argument: root: the solver does not fit the equation')
    expect(made({ levels: 3 })).toBe('Argument: root: its batch axes are a list')
    expect(made({ levels: [[-1, true]] })).toBe('Argument: root: a batch axis is a size and marks of the operands that have it')
    expect(made({ levels: [[2, true]] })).toBe('Argument: root: the operands do not fit the equation')
  })
})

it('does not differentiate the way to the solution', () => {
  const f = (k: Scalar): Scalar => root((x: Scalar) => sub(cos(mul(k, x)), x), neg(mul(0, k)))
  const names = (maxSteps: number) => operations(forward(trace((k: Scalar) => root((x: Scalar) => sub(cos(mul(k, x)), x), 0, { maxSteps }))(1), [true]).program)
  expect(names(10)).toBe(names(1000))
  expect(difference([at(byForward(f), 1)], [at(byReverse(f), 1)])).toBeNull()
})

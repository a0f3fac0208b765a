import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { toFloat } from '../../src/basis/choice.ts'
import { gt } from '../../src/basis/comparison.ts'
import { jvp, vjp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { evaluate, vmap } from '../../src/call/vectorised.ts'
import { square } from '../../src/primitive/arithmetic.ts'
import { checkpoint } from '../../src/primitive/checkpoint.ts'
import { cond, fori } from '../../src/primitive/control.ts'
import { customRules, customVjp, customVjpPrimitive } from '../../src/primitive/custom-vjp.ts'
import { whileLoop } from '../../src/primitive/iteration.ts'
import { clip } from '../../src/primitive/rounding.ts'
import { cos, sin } from '../../src/primitive/trigonometric.ts'
import { applyTo, float } from '../../src/program/expr.ts'
import type { IntExpr, Scalar, Vector } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { at, byForward, byReverse, modes, pairs, type ScalarFunction } from '../modes.ts'
import { difference, plain } from '../near.ts'

const cubed = (x: Scalar): Scalar => mul(x, square(x))
/** x³ with the true rule, and with one ten times as steep, so that it is seen to be used. */
const ruled = (slope: number): ScalarFunction =>
  customVjp(
    cubed,
    (x: Scalar) => [cubed(x), { xx: square(x) }],
    ({ xx }, y) => [mul(y, mul(slope, xx))],
  )
const [cube, steep] = [ruled(3), ruled(30)]
const clipped: ScalarFunction = customVjp(
  (x: Scalar) => x,
  (x: Scalar) => [x, []],
  (_, y: Scalar) => [clip(y, -1, 1)],
)

describe('customVjp', () => {
  it('keeps the value', () => expect([at(cube, 2), at(phantom<ScalarFunction>(evaluate(cube)), 2), jvp(steep, [2], [1])]).toEqual([8, 8, [8, 120]]))
  it.each(modes)('gives its own derivative, forward by transposition: %s', (_, D) => {
    expect([
      at(D(cube), 2),
      at(D(steep), 2),
      at(
        D((x) => steep(mul(x, 2))),
        1,
      ),
      at(
        D((x) => mul(x, steep(x))),
        2,
      ),
    ]).toEqual([12, 120, 240, 8 + 2 * 120])
  })
  it.each(pairs)('is differentiated further by differentiating its rule: %s', (_, D, E) => {
    expect([at(D(E(cube)), 2), at(D(E(steep)), 2)]).toEqual([12, 120])
    expect(at(D(E((x) => fori(2, x, (c: Scalar) => cube(c)))), 1.1)).toBeCloseTo(72 * 1.1 ** 7, 10)
    expect(
      at(
        D(
          E((x) =>
            whileLoop(
              (y: Scalar) => gt(2, y),
              (y: Scalar) => cube(y),
              x,
              { maxSteps: 4 },
            ),
          ),
        ),
        1.1,
      ),
    ).toBeCloseTo(72 * 1.1 ** 7, 10)
    expect(
      at(
        D(
          E((x) =>
            cond(
              gt(x, 0),
              () => cube(x),
              () => x,
            ),
          ),
        ),
        2,
      ),
    ).toBe(12)
    expect(at(D(E(checkpoint(cube))), 2)).toBe(12)
  })
  it('takes structures, arrays and integers', () => {
    const f = customVjp(
      ({ x, n }: { readonly x: Vector<2>; readonly n: IntExpr<[]> }, k: Scalar) => ({ p: mul(x, toFloat(n)), q: mul(sum(x), k) }),
      ({ x, n }, k) => [
        { p: mul(x, toFloat(n)), q: mul(sum(x), k) },
        { x, n, k },
      ],
      ({ x, n, k }, { p, q }) => [{ x: add(mul(p, mul(10, toFloat(n))), mul(q, k)), n }, mul(q, sum(x))],
    )
    const g = (x: Vector<2>, k: Scalar): Scalar => {
      const { p, q } = f({ x, n: phantom<IntExpr<[]>>(tensor(3, 'int32')) }, k)
      return add(sum(p), q)
    }
    expect(plain(grad(g, { argnums: [0, 1] })(Float64Array.of(1, 2), 5))).toEqual([[35, 35], 3])
    expect(plain(jvp(g, [Float64Array.of(1, 2), 5], [Float64Array.of(1, 0), 1]))).toEqual([24, 38])
    const [, pullback] = vjp(g, [Float64Array.of(1, 2), 5])
    expect(plain(pullback(2))).toEqual([[70, 70], 6])
  })
  it('is mapped; what all rows share gets the sum', () => {
    const xs = Float64Array.of(1, 2, 3)
    expect([vmap(steep)(xs), vmap(grad(steep))(xs), vmap(byForward(steep))(xs)].map(plain)).toEqual([
      [1, 8, 27],
      [30, 120, 270],
      [30, 120, 270],
    ])
    expect(plain(grad((v: Vector<3>) => sum(vmap(steep)(v)))(xs))).toEqual([30, 120, 270])
    expect(plain(vmap(grad(grad(steep)))(xs))).toEqual([60, 120, 180])
    const two = customVjp(
      (x: Scalar, n: IntExpr<[]>, y: Scalar) => mul(mul(x, y), toFloat(n)),
      (x: Scalar, n: IntExpr<[]>, y: Scalar) => [mul(mul(x, y), toFloat(n)), [x, n, y] as const],
      ([x, n, y], c) => [mul(mul(c, y), toFloat(n)), n, mul(mul(c, x), mul(100, toFloat(n)))],
    )
    const n = phantom<IntExpr<[]>>(tensor(2, 'int32'))
    const total = (x: Scalar, y: Vector<3>): Scalar => sum(vmap((y: Scalar) => two(x, n, y))(y))
    expect(plain(grad(total, { argnums: [0, 1] })(5, xs))).toEqual([12, [1000, 1000, 1000]])
    const other = (x: Vector<3>, y: Scalar): Scalar => sum(vmap((x: Scalar) => two(x, n, y))(x))
    expect(plain(grad(other, { argnums: [0, 1] })(xs, 5))).toEqual([[10, 10, 10], 1200])
    expect(plain(jvp(other, [xs, 5], [Float64Array.of(1, 0, 0), 1]))).toEqual([60, 10 + 1200])
  })
  it('may capture what is not differentiated, and refuses to lose the derivative of what is', () => {
    const by = (k: Scalar): ScalarFunction =>
      customVjp(
        (x: Scalar) => mul(k, x),
        (x: Scalar) => [mul(k, x), []],
        (_, y: Scalar) => [mul(y, mul(k, 10))],
      )
    expect(grad((x: Scalar, k: Scalar) => by(k)(x))(2, 3)).toBe(30)
    expect(plain(vmap((k: Scalar) => phantom<Scalar>(grad((x: Scalar) => by(k)(x))(phantom<Scalar>(2))))(Float64Array.of(3, 4)))).toEqual([30, 40])
    for (const [, D] of modes) {
      expect(
        refusal(() =>
          at(
            D((k) => by(k)(phantom<Scalar>(2))),
            3,
          ),
        ),
      ).toBe(
        'NoRule: customVjp: no rule for an outer expression that the function captured and that is being differentiated; pass the expression as an argument of the custom function, so that its rule can give a tangent for it',
      )
    }
  })
})

describe('a pullback that is not linear', () => {
  it('serves reverse mode: alone, in loops, branches and batches', () => {
    expect(grad((x: Scalar) => mul(100, clipped(x)))(3)).toBe(1)
    expect(grad((x: Scalar) => mul(0.5, clipped(x)))(3)).toBe(0.5)
    // Three times: each step multiplies by 3 and clips, from the end.
    expect(grad((x: Scalar) => fori(3, x, (c: Scalar) => mul(3, clipped(c))))(1)).toBe(1)
    expect(
      grad((x: Scalar) =>
        whileLoop(
          (c: Scalar) => gt(20, c),
          (c: Scalar) => mul(3, clipped(c)),
          x,
          { maxSteps: 5 },
        ),
      )(1),
    ).toBe(1)
    expect(
      grad((x: Scalar) =>
        cond(
          gt(x, 0),
          () => mul(100, clipped(x)),
          () => x,
        ),
      )(3),
    ).toBe(1)
    expect(plain(grad((x: Vector) => sum(mul(Float64Array.of(100, 0.25), vmap(clipped)(x))))(Float64Array.of(1, 2)))).toEqual([1, 0.25])
  })
  it('refuses forward mode by name, and names the equation', () => {
    expect(refusal(() => at(byForward(clipped), 3))).toBe(
      'NoRule: customVjp: no rule for forward mode: the pullback is not linear in the cotangent (v1 = max(v0, −1) : f64), so it has no transpose; use reverse mode, or give a forward rule too with customRules',
    )
    const affine: ScalarFunction = customVjp(
      (x: Scalar) => x,
      (x: Scalar) => [x, []],
      () => [phantom<Scalar>(1)],
    )
    expect(refusal(() => at(byForward(affine), 3))).toMatch(/not linear in the cotangent \(cotangent 0 does not depend on it, and is not 0\)/)
    expect(grad((x: Scalar) => mul(7, affine(x)))(3)).toBe(1)
  })
  it('has a derivative of its own in reverse over reverse', () => {
    // The gradient of c·clipped(x) by c is 1 inside the clip and 0 outside.
    const slope = (c: Scalar): Scalar => phantom(grad((x: Scalar) => mul(c, clipped(x)))(phantom<Scalar>(3)))
    expect([grad(slope)(0.5), grad(slope)(5)]).toEqual([1, 0])
  })
})

describe('customRules', () => {
  const both: ScalarFunction = customRules(cubed, {
    jvp: ([x], [dx]) => [cubed(x), mul(mul(30, square(x)), dx)],
    fwd: (x) => [cubed(x), x],
    bwd: (x: Scalar, y) => [mul(mul(300, square(x)), y)],
  })
  it('uses each rule in its own mode, also in loops and batches', () => {
    expect([at(both, 2), at(byForward(both), 2), at(byReverse(both), 2)]).toEqual([8, 120, 1200])
    expect([
      at(
        byForward((x) => fori(1, x, (c: Scalar) => both(c))),
        2,
      ),
      at(
        byReverse((x) => fori(1, x, (c: Scalar) => both(c))),
        2,
      ),
    ]).toEqual([120, 1200])
    expect([plain(vmap(byForward(both))(Float64Array.of(1, 2))), plain(vmap(grad(both))(Float64Array.of(1, 2)))]).toEqual([
      [30, 120],
      [300, 1200],
    ])
  })
  it('gives forward mode to a pullback that is not linear', () => {
    const f = customRules((x: Scalar) => x, { jvp: ([x], [dx]) => [x, dx], fwd: (x) => [x, []], bwd: (_: unknown, y) => [clip(y, -1, 1)] })
    expect([at(byForward(f), 3), grad((x: Scalar) => mul(5, f(x)))(3)]).toEqual([1, 1])
  })
  it('checks the forward rule as customJvp does', () => {
    const f = customRules(cubed, { jvp: ([x], [dx]) => [cubed(x), mul(dx, dx)], fwd: (x) => [cubed(x), x], bwd: (_: Scalar, y) => [y] })
    expect(refusal(() => at(f, 2))).toMatch(/^Argument: customRules: tangent 0 of the rule is not linear in the tangents given/)
  })
})

describe('a rule equal to the automatic one', () => {
  it.each(pairs)('changes nothing: %s', (_, D, E) => {
    const f: ScalarFunction = (x) => mul(sin(x), cos(x))
    const g: ScalarFunction = customVjp(
      f,
      (x: Scalar) => [f(x), x],
      (x, y) => {
        const [, pullback] = vjp(f, [x])
        return phantom<readonly [unknown]>(pullback(y))
      },
    )
    expect(difference([at(D(g), 0.4), at(D(E(g)), 0.4)], [at(D(f), 0.4), at(D(E(f)), 0.4)])).toBeNull()
  })
})

describe('customVjp refuses', () => {
  const made = (fwd: unknown, bwd: unknown): string =>
    refusal(() =>
      at(
        customVjp((x: Scalar) => square(x), phantom<(x: Scalar) => readonly [Scalar, Scalar]>(fwd), phantom<(r: Scalar, y: Scalar) => [unknown]>(bwd)),
        2,
      ),
    )
  const [fwd, bwd] = [(x: Scalar) => [square(x), x], (x: Scalar, y: Scalar) => [mul(x, y)]]
  it.each<[string, unknown, unknown, string]>([
    ['no pair', (x: Scalar) => x, bwd, 'Structure: customVjp: at the result of fwd expected a pair [value, residuals], got Expr<[]> input'],
    ['a value of another structure', (x: Scalar) => [[x], x], bwd, 'Structure: customVjp: at the value of fwd expected Expr, got [Expr]'],
    [
      'a value of another shape',
      () => [Float64Array.of(1, 2), 1],
      bwd,
      'Structure: customVjp: at leaf 0 of the value of fwd expected f64, got f64[2]; fwd answers with the value of the function',
    ],
    ['a cotangent alone', fwd, (x: Scalar, y: Scalar) => mul(x, y), 'Structure: customVjp: at the result of bwd expected [number], got Expr'],
    ['a cotangent too many', fwd, (x: Scalar, y: Scalar) => [mul(x, y), y], 'Structure: customVjp: at the result of bwd expected [number], got [Expr, Expr]'],
    [
      'a cotangent of another shape',
      fwd,
      () => [Float64Array.of(1, 2)],
      'Structure: customVjp: at args[0] expected f64, got f64[2]; bwd answers with a tuple of cotangents, one per argument, shaped like it',
    ],
  ])('%s', (_, forward, backward, message) => expect(made(forward, backward)).toBe(message))
  it('parameters that do not fit', () => {
    const one = close([float()], (z) => z)
    const two = close([float(), float()], (z) => z)
    const fine = { body: one, forward: one, backward: one, captured: 0 }
    const with_ = (params: object, inputs = 1): string =>
      refusal(() =>
        close(
          Array.from({ length: inputs }, () => float()),
          (z) => applyTo(customVjpPrimitive, { ...fine, ...params }, z),
        ),
      )
    expect(with_({}, 2)).toBe('Shape: customVjp: shapes f64 and f64 do not fit the function')
    for (const params of [{ captured: -1 }, { captured: 2 }, { forward: two }, { backward: two }, { rule: one }])
      expect(with_(params)).toBe('Argument: customVjp: the rules do not fit the function')
  })
})

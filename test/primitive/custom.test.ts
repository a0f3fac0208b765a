import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { toFloat } from '../../src/basis/choice.ts'
import { jvp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { evaluate, vmap } from '../../src/call/vectorised.ts'
import { square } from '../../src/primitive/arithmetic.ts'
import { cond, fori } from '../../src/primitive/control.ts'
import { gt } from '../../src/basis/comparison.ts'
import { customJvp, stopGradient } from '../../src/primitive/custom.ts'
import { cos, sin } from '../../src/primitive/trigonometric.ts'
import type { IntExpr, Scalar, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { at, byForward, byReverse, modes, pairs, type ScalarFunction } from '../modes.ts'
import { difference, plain } from '../near.ts'
import type { Table } from '../table.ts'

/** x³ with the true rule, and with one that is ten times as steep, so that it is seen to be used. */
const cube: ScalarFunction = customJvp(
  (x: Scalar) => mul(x, square(x)),
  ([x], [dx]) => [mul(x, square(x)), mul(mul(3, square(x)), dx)],
)
const steep: ScalarFunction = customJvp(
  (x: Scalar) => mul(x, square(x)),
  ([x], [dx]) => [mul(x, square(x)), mul(mul(30, square(x)), dx)],
)

describe('customJvp', () => {
  it('keeps the value', () => {
    expect([at(cube, 2), at(phantom<ScalarFunction>(evaluate(cube)), 2)]).toEqual([8, 8])
    expect(jvp(steep, [2], [1])).toEqual([8, 120])
  })
  it.each(modes)('gives its own derivative: %s', (_, D) => {
    expect(at(D(cube), 2)).toBe(12)
    expect(at(D(steep), 2)).toBe(120)
    expect(
      at(
        D((x) => steep(mul(x, 2))),
        1,
      ),
    ).toBe(240)
    expect(
      at(
        D((x) => mul(x, steep(x))),
        2,
      ),
    ).toBe(8 + 2 * 120)
  })
  it.each(pairs)('is differentiated further by differentiating its rule: %s', (_, D, E) => {
    expect(at(D(E(cube)), 2)).toBe(12)
    expect(at(D(E(steep)), 2)).toBe(120)
    expect(at(D(E((x) => scalar(fori(2, x, (c: Scalar) => cube(c))))), 1.1)).toBeCloseTo(72 * 1.1 ** 7, 10)
    expect(
      at(
        D(
          E((x) =>
            scalar(
              cond(
                gt(x, 0),
                () => cube(x),
                () => x,
              ),
            ),
          ),
        ),
        2,
      ),
    ).toBe(12)
  })
  it('takes structures in and out', () => {
    const polar = customJvp(
      ({ r, a }: { readonly r: Scalar; readonly a: Scalar }) => [mul(r, cos(a)), mul(r, sin(a))] as const,
      ([{ r, a }], [d]) => {
        const [x, y] = [mul(r, cos(a)), mul(r, sin(a))]
        return [
          [x, y],
          [add(mul(cos(a), d.r), mul(mul(y, -1), d.a)), add(mul(sin(a), d.r), mul(x, d.a))],
        ]
      },
    )
    const f = (p: { readonly r: Scalar; readonly a: Scalar }): Scalar => {
      const [x, y] = polar(p)
      return mul(x, y)
    }
    // xy = ½r² sin 2a.
    expect(difference(grad(f)({ r: 2, a: 0.3 }), { r: 2 * Math.sin(0.6), a: 4 * Math.cos(0.6) })).toBeNull()
    expect(difference(jvp(f, [{ r: 2, a: 0.3 }], [{ r: 1, a: 1 }])[1], 2 * Math.sin(0.6) + 4 * Math.cos(0.6))).toBeNull()
  })
  it('takes arrays, and integers that have no tangent', () => {
    const scaled = customJvp(
      (x: Vector<2>, n: IntExpr<[]>) => mul(x, toFloat(n)),
      ([x, n], [dx]) => [mul(x, toFloat(n)), mul(dx, mul(toFloat(n), 10))],
    )
    const f = (x: Vector<2>): Scalar => sum(scaled(x, phantom<IntExpr<[]>>(tensor(3, 'int32'))))
    expect(grad(f)(Float64Array.of(1, 2))).toEqual(Float64Array.of(30, 30))
    expect(jvp(f, [Float64Array.of(1, 2)], [Float64Array.of(1, 0)])).toEqual([9, 30])
  })
  it('is mapped, and its gradient too', () => {
    const xs = Float64Array.of(1, 2, 3)
    expect(plain(vmap(steep)(xs))).toEqual([1, 8, 27])
    expect(plain(vmap(grad(steep))(xs))).toEqual([30, 120, 270])
    expect(plain(grad((v: Vector<3>) => sum(vmap(steep)(v)))(xs))).toEqual([30, 120, 270])
    expect(plain(vmap(grad(grad(steep)))(xs))).toEqual([60, 120, 180])
    const two = customJvp(
      (x: Scalar, y: Scalar) => mul(x, y),
      ([x, y], [dx, dy]) => [mul(x, y), add(mul(mul(10, y), dx), mul(x, dy))],
    )
    expect(
      plain(
        vmap(
          grad((x: Scalar, y: Scalar) => two(x, y)),
          { inAxes: [0, null] },
        )(xs, 5),
      ),
    ).toEqual([50, 50, 50])
    expect(
      plain(
        vmap(
          grad((x: Scalar, y: Scalar) => two(x, y)),
          { inAxes: [null, 0] },
        )(7, xs),
      ),
    ).toEqual([10, 20, 30])
  })
  it('runs in loops, reading what the loop holds', () => {
    for (const [, D] of modes)
      expect(
        at(
          D((x) => scalar(fori(2, x, (c: Scalar) => steep(c)))),
          1,
        ),
      ).toBe(30 * 30)
  })
  it('may capture what is not differentiated', () => {
    const by = (k: Scalar): ScalarFunction =>
      customJvp(
        (x: Scalar) => mul(k, x),
        ([x], [dx]) => [mul(k, x), mul(mul(k, 10), dx)],
      )
    const f = (x: Scalar, k: Scalar): Scalar => by(k)(x)
    expect(grad(f)(2, 3)).toBe(30)
    expect(evaluate((k: Scalar) => phantom<Scalar>(jvp((x: Scalar) => by(k)(x), [phantom<Scalar>(2)], [phantom<Scalar>(1)])[1]))(3)).toBe(30)
  })
  it('refuses to lose the derivative of what it captured', () => {
    const f: ScalarFunction = (x) =>
      customJvp(
        (y: Scalar) => mul(x, y),
        ([y], [dy]) => [mul(x, y), mul(x, dy)],
      )(phantom<Scalar>(3))
    for (const [, D] of modes) {
      const text = refusal(() => at(D(f), 2))
      expect(text).toMatch(/^NoRule: customJvp: no rule for an outer expression that the function captured/)
      expect(text).toContain('pass the expression as an argument')
    }
  })
  it.each<[string, unknown, RegExp]>([
    ['no pair', (() => 1) as never, /^Structure: customJvp: at the result of the rule expected a pair \[value, tangent\], got a number/],
    ['three results', (([x]: readonly [Scalar]) => [x, x, x]) as never, /got 3 entries/],
    ['another structure', ([x]: readonly [Scalar]) => [{ a: x }, { a: x }], /^Structure: customJvp: at the value of the rule expected/],
    ['another structure of the tangent', ([x]: readonly [Scalar]) => [x, [x]], /^Structure: customJvp: at the tangent of the rule expected/],
    [
      'another shape',
      ([x]: readonly [Scalar], [dx]: readonly [Scalar]) => [x, mul(phantom<Vector<2>>(Float64Array.of(1, 1)), dx)],
      /^Shape: customJvp: shapes f64 and f64\[2\] differ/,
    ],
  ])('refuses a rule that gives %s', (_, rule, message) => {
    const f = customJvp((x: Scalar) => square(x), phantom<(p: readonly [Scalar], t: readonly [Scalar]) => readonly [unknown, unknown]>(rule))
    expect(refusal(() => at(f, 2))).toMatch(message)
    expect(refusal(() => grad(f)(2))).toMatch(message)
  })
})

describe('customJvp refuses a rule that is not linear in the tangents', () => {
  const hint = '; a derivative is a linear map: each term of the tangent has one given tangent as a factor'
  const made = (rule: (x: Scalar, dx: Scalar) => readonly [unknown, unknown]): string =>
    refusal(() =>
      at(
        customJvp(
          (x: Scalar) => square(x),
          ([x], [dx]) => rule(x, dx),
        ),
        2,
      ),
    )
  it('and names the equation', () => {
    expect(made((x, dx) => [square(x), mul(dx, dx)])).toMatch(
      /^Argument: customJvp: tangent 0 of the rule is not linear in the tangents given: v\d+ = v0 · v0 : f64; a derivative/,
    )
    expect(made((x, dx) => [square(x), sin(dx)])).toMatch(/not linear in the tangents given: v\d+ = sin\(v0\) : f64/)
  })
  it('and one that adds to them', () => {
    expect(made((x, dx) => [square(x), add(dx, 1)])).toMatch(/not linear in the tangents given/)
    expect(made((x) => [square(x), x])).toBe(`Argument: customJvp: tangent 0 of the rule does not depend on the tangents given, and is not 0${hint}`)
    expect(made((x) => [square(x), 1])).toBe(`Argument: customJvp: tangent 0 of the rule does not depend on the tangents given, and is not 0${hint}`)
  })
  it('and one whose value reads them', () =>
    expect(made((x, dx) => [add(x, dx), dx])).toBe(`Argument: customJvp: value 0 of the rule depends on the tangents${hint}`))
  it('but takes 0, branches, loops and derivatives that are linear', () => {
    const linear: Table<readonly [(x: Scalar, dx: Scalar) => unknown, number]> = [
      [() => 0, 0],
      [(_, dx) => mul(dx, 5), 5],
      [
        (x, dx) =>
          cond(
            gt(x, 0),
            () => mul(dx, 3),
            () => dx,
          ),
        3,
      ],
      [(x, dx) => fori(2, dx, (c: Scalar) => mul(c, x)), 4],
      [(x, dx) => jvp((y: Scalar) => square(y), [x], [dx])[1], 4],
    ]
    for (const [tangent, slope] of linear) {
      const f = customJvp(
        (x: Scalar) => square(x),
        ([x], [dx]) => [square(x), tangent(x, dx)],
      )
      expect([at(byForward(f), 2), at(byReverse(f), 2)]).toEqual([slope, slope])
    }
  })
})

describe('stopGradient', () => {
  it('keeps the value and stops every derivative', () => {
    expect(stopGradient(3)).toBe(3)
    expect(plain(stopGradient(tensor([[1, 2]])))).toEqual([[1, 2]])
    for (const [, D] of modes) {
      expect(
        at(
          D((x) => mul(x, stopGradient(x))),
          3,
        ),
      ).toBe(3)
      expect(
        at(
          D((x) => stopGradient(square(x))),
          3,
        ),
      ).toBe(0)
    }
    // x·stop(x): the derivative is stop(x), whose own derivative is 0.
    for (const [, D, E] of pairs) expect(at(D(E((x) => mul(x, stopGradient(x)))), 3)).toBe(0)
    for (const [, D, E] of pairs) expect(at(D(E((x) => mul(square(x), stopGradient(x)))), 3)).toBe(6)
  })
  it('stops derivatives of every order, in loops, branches and structures', () => {
    for (const [, D] of modes) {
      // x²·stop(x)² : 2x·x², 2·x², then 0.
      const f: ScalarFunction = (x) => mul(square(x), square(stopGradient(x)))
      expect([at(D(f), 3), at(D(D(f)), 3), at(D(D(D(f))), 3)]).toEqual([54, 18, 0])
      expect(
        at(
          D((x) => scalar(fori(3, 1, (c: Scalar) => mul(c, stopGradient(x))))),
          2,
        ),
      ).toBe(0)
      expect(
        at(
          D((x) => scalar(fori(3, x, (c: Scalar) => stopGradient(mul(c, x))))),
          2,
        ),
      ).toBe(0)
    }
    expect(plain(vmap(byForward((x) => mul(x, stopGradient(x))))(Float64Array.of(1, 2)))).toEqual([1, 2])
    expect(plain(grad((v: Vector<2>) => sum(vmap((x: Scalar) => mul(x, stopGradient(square(x))))(v)))(Float64Array.of(1, 2)))).toEqual([1, 4])
  })
  it('is mapped', () => expect(plain(vmap(grad((x: Scalar) => mul(x, stopGradient(x))))(Float64Array.of(1, 2)))).toEqual([1, 2]))
})

function scalar(x: unknown): Scalar {
  return phantom(x)
}

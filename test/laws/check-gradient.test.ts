import { describe, expect, it } from 'vitest'
import { check, checkGradient, differentiable, refuted, type GradientReport, showReport } from '../../laws/index.ts'
import { abs, customJvp, div, exp, gt, hypot, log, matmul, mul, neg, type Scalar, sin, sqrt, square, sub, sum, type Vector, where } from '../../src/index.ts'
import { phantom } from '../../src/type/phantom.ts'

const failed = (report: GradientReport): Extract<GradientReport, { readonly _tag: 'Failed' }> => {
  if (report._tag !== 'Failed') throw new Error(showReport(report))
  return report
}

const half = [{ from: 0.5, to: 3 }]

describe('checkGradient passes', () => {
  it.each<readonly [string, (...xs: ReadonlyArray<never>) => unknown, ReadonlyArray<never>]>([
    ['a smooth function', (x: Scalar) => mul(x, sin(log(x))), half as never],
    [
      'a function of vectors, matrices and records',
      (w: Vector<3>, { b, x }: { readonly b: Scalar; readonly x: never }) => sum(sin(mul(matmul(x, w) as Vector, b))),
      [
        { from: -1, to: 1, shape: [3] },
        { b: { from: 0, to: 2 }, x: { from: -1, to: 1, shape: [2, 3] } },
      ] as never,
    ],
    [
      'a tuple',
      ([x, y]: readonly [Scalar, Scalar]) => mul(x, exp(y)),
      [
        [
          { from: 0, to: 1 },
          { from: 0, to: 1 },
        ],
      ] as never,
    ],
    ['a kink', (x: Scalar) => abs(x), [{ from: -1, to: 1 }] as never],
    ['a jump', (x: Scalar) => where(gt(x, 0.5), exp(x), sub(x, 3)), [{ from: 0, to: 1 }] as never],
    [
      'a right custom rule',
      customJvp(
        (x: Scalar) => mul(x, square(x)),
        ([x], [dx]) => [mul(x, square(x)), mul(mul(3, square(x)), dx)],
      ),
      half as never,
    ],
  ])('%s', (_, f, domain) => {
    expect(showReport(checkGradient(f, domain, { runs: 40 }))).toMatch(/^passed: 6 laws/)
  })

  it('a function that asks for a shape, with a note', () => {
    const report = checkGradient((x: Scalar) => mul(x, x.shape.length + 1), half, { runs: 10 })
    expect(report).toMatchObject({ _tag: 'Passed' })
    expect(showReport(report)).toContain('values come from the program')
  })
})

describe('checkGradient finds', () => {
  it('a wrong factor in a custom rule, and shows the point and both sides', () => {
    const wrong = customJvp(
      (x: Scalar) => mul(x, square(x)),
      ([x], [dx]) => [mul(x, square(x)), mul(mul(2, square(x)), dx)],
    )
    const report = failed(checkGradient(wrong, half))
    expect(report.law).toBe('forward mode agrees with differences')
    expect(report.point).toContain('f(1.75)')
    expect(Number(report.left)).toBeCloseTo(2 * 1.75 ** 2, 9)
    expect(Number(report.right)).toBeCloseTo(3 * 1.75 ** 2, 9)
    expect(report.error).toBeCloseTo(1 / 3, 6)
    expect(showReport(report)).toContain('customJvp')
  })

  it('a custom rule wrong in one argument of two', () => {
    const wrong = customJvp(
      (x: Scalar, y: Scalar) => mul(x, square(y)),
      ([x, y], [dx, dy]) => [mul(x, square(y)), sub(mul(square(y), dx), mul(mul(2, mul(x, y)), dy))],
    )
    expect(failed(checkGradient(wrong, [...half, ...half])).law).toBe('forward mode agrees with differences')
  })

  it('a custom rule that forgets its tangent', () => {
    const wrong = customJvp(
      (x: Scalar) => mul(x, square(x)),
      ([x]) => [mul(x, square(x)), mul(3, square(x))],
    )
    const report = checkGradient(wrong, [{ from: 0.5, to: 3 }])
    // Along 1 it looks right, but a rule that is not linear is refused before it is ever used.
    expect(report._tag === 'Broken' && report.reason).toContain('linear')
  })

  it('a custom rule whose value is another', () => {
    const wrong = customJvp(
      (x: Scalar) => square(x),
      ([x], [dx]) => [mul(3, x), mul(mul(2, x), dx)],
    )
    expect(failed(checkGradient(wrong, half)).law).toMatch(/keeps the value/)
  })

  it('a branch on a mask in JavaScript, whose trace always takes one arm', () => {
    const branching = (x: never): unknown => (gt(x, 0) ? square(x) : neg(x))
    const report = failed(checkGradient(branching, [{ from: -2, to: 3 }]))
    expect(report.law).toBe('the program has the value of the function')
    expect(report.advice).toContain('where')
  })

  it('a negated mask', () => {
    const branching = (x: never): unknown => (!gt(x, 0) ? square(x) : neg(x))
    expect(failed(checkGradient(branching, [{ from: -2, to: 3 }])).law).toBe('the program has the value of the function')
  })

  it('a function that reads what changes', () => {
    let calls = 0
    expect(failed(checkGradient((x: Scalar) => mul(x, calls++), half)).advice).toContain('changes between calls')
  })
})

describe('checkGradient says why it cannot check', () => {
  it.each<readonly [string, (...xs: ReadonlyArray<never>) => unknown, RegExp]>([
    ['an array result', (x: Scalar) => [x, x], /must return a scalar/],
    ['an operator', (x: never) => x + 1, /operator \+/],
    [
      'an exception',
      () => {
        throw new Error('no such thing')
      },
      /no such thing/,
    ],
  ])('%s', (_, f, reason) => {
    const report = checkGradient(f, half)
    expect(report).toMatchObject({ _tag: 'Broken' })
    expect(showReport(report)).toMatch(reason)
  })
})

describe('a domain on which the function has no value everywhere', () => {
  const mixed = [{ from: -1, to: 1 }]
  const found = (f: (x: Scalar) => Scalar, outside?: number): GradientReport =>
    checkGradient(f, mixed, { seed: 3, ...(outside === undefined ? {} : { outside }) })

  it('is refused, with a point outside and how many there were', () => {
    const report = failed(found(sqrt))
    expect(report).toMatchObject({ law: 'the function has a value on its domain', left: 'NaN', right: 'a finite value', where: null })
    expect(report.advice).toMatch(/^(4|5)\d of 100 points have none: give the interval .* { outside: 0\.1 }/)
    expect(Number(/f\((.*)\) {3}/.exec(report.point)?.[1])).toBeLessThan(0)
    expect(showReport(report)).toMatch(/points have none/)
    expect(showReport(report)).not.toContain('relative error')
    expect(failed(found((x) => div(1, sub(x, x)))).left).toBe('Infinity')
  })
  it('is taken where so large a share is declared, and no larger; the points are counted', () => {
    const report = found(sqrt, 0.7)
    expect(report).toMatchObject({ _tag: 'Passed', outside: expect.any(Number) })
    expect(report._tag === 'Passed' && report.outside).toBeGreaterThan(35)
    expect(showReport(report)).toMatch(/, \d+ points without a value$/)
    expect(found(sqrt, 0.3)._tag).toBe('Failed')
    expect(found(sin)).toMatchObject({ _tag: 'Passed', outside: 0 })
  })
  it('may be no share', () => {
    expect(found(sin, 2)).toMatchObject({ _tag: 'Broken', reason: expect.stringContaining('outside is 2; it is the share') })
    expect(checkGradient(sin, mixed, phantom<never>({ outsde: 0.1 }))).toMatchObject({ reason: expect.stringContaining('did you mean outside?') })
    expect(checkGradient(sin, mixed, phantom<never>(null))._tag).toBe('Broken')
  })
})

describe('differentiable', () => {
  it('is every law of differentiation for a function', () => {
    const laws = differentiable((x: Scalar, y: Scalar) => hypot(x, exp(y)), [...half, { from: -1, to: 1 }])
    expect(laws.length).toBeGreaterThan(12)
    expect(refuted(check(laws, { runs: 25 }))).toEqual([])
  })

  it('fails for a wrong rule', () => {
    const wrong = customJvp(
      (x: Scalar) => sin(x),
      ([x], [dx]) => [sin(x), mul(sin(x), dx)],
    )
    expect(refuted(check(differentiable(wrong, half), { runs: 25 })).length).toBeGreaterThan(2)
  })
})

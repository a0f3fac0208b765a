/**
 * The oracles against closed forms: differences know their own error, complex steps are exact.
 */
import * as fc from 'fast-check'
import { option as O } from 'fp-ts'
import { describe, expect, it } from 'vitest'
import { analyticFunctions } from '../../laws/complex-special.ts'
import { complexStep } from '../../laws/complex-step.ts'
import { alongCurve, differences } from '../../laws/difference.ts'
import { mapOf } from '../../laws/mapping.ts'
import { applicationOf, applications, isDifferentiable } from '../../laws/primitive.ts'
import { exactly, modulo, prime, rational, showRational } from '../../laws/rational.ts'
import { fori, mul, scan, type Scalar, trace, vocabulary } from '../../src/index.ts'
import { elementary } from './names.ts'

describe('differences', () => {
  it('have ten digits of a smooth derivative, and say so', () => {
    const [d, ...rest] = alongCurve((t) => [Math.exp(1 + t)])
    expect(rest).toEqual([])
    expect(Math.abs((d?.value ?? 0) - Math.E)).toBeLessThan(1e-11)
    expect(d?.error).toBeLessThan(1e-10)
  })

  it('have eight of a second derivative', () => {
    const [d] = alongCurve((t) => [Math.sin(1 + t)], { order: 2 })
    expect(Math.abs((d?.value ?? 0) + Math.sin(1))).toBeLessThan(1e-9)
  })

  it('do not trust themselves at a jump or next to a kink', () => {
    expect(alongCurve((t) => [t > 0 ? 1 : 0])[0]?.error).toBeGreaterThan(1)
    expect(alongCurve((t) => [Math.abs(t - 1e-5)])[0]?.error).toBeGreaterThan(1e-4)
  })

  it('never are confident and wrong beyond what they say', () => {
    fc.assert(
      fc.property(fc.double({ min: -3, max: 3, noNaN: true }), fc.integer({ min: 1, max: 6 }), (x, k) => {
        const [d] = alongCurve((t) => [Math.sin(k * (x + t))], { step: 0.2 })
        return Math.abs((d?.value ?? 0) - k * Math.cos(k * x)) <= 1e-12 + (d?.error ?? 0)
      }),
    )
  })

  it('take a direction', () => {
    const [d] = differences(([x = 0, y = 0]) => [x * x * y], [2, 5], [1, -1])
    expect(d?.value).toBeCloseTo(2 * 2 * 5 - 4, 9)
  })
})

describe('complex steps', () => {
  const analytic = vocabulary.filter((primitive) => isDifferentiable(primitive) && primitive.name in analyticFunctions)

  it('know every elementary primitive', () => {
    const known = [
      ...elementary,
      'relu',
      'exp2',
      'log2',
      'log10',
      'logaddexp',
      'xlogy',
      'cbrt',
      'rsqrt',
      'asinh',
      'acosh',
      'atanh',
      'erf',
      'erfc',
      'gamma',
      'lgamma',
      'digamma',
      'beta',
      'besselJ0',
      'besselJ1',
      'sinc',
      'lambertW',
    ]
    expect(known.filter((name) => !analytic.some((primitive) => primitive.name === name))).toEqual([])
  })

  it.each(analytic.map((primitive) => [primitive.name, primitive] as const))('the complex %s is the real one on the real line', (name, primitive) => {
    const value = mapOf(applicationOf(primitive))
    fc.assert(
      fc.property(applications(primitive), ({ point }) => {
        const z = analyticFunctions[name]?.(...Array.from(point, (re) => ({ re, im: 0 })))
        const [wanted = Number.NaN] = value(point)
        return z !== undefined && z.im === 0 && Math.abs(z.re - wanted) <= 1e-13 * Math.max(1, Math.abs(wanted))
      }),
      { numRuns: 40 },
    )
  })

  it.each(analytic.map((primitive) => [primitive.name, primitive] as const))(
    'the complex %s satisfies the equations of Cauchy and Riemann',
    (name, primitive) => {
      // What is analytic has one derivative whichever way it is approached: along i it is i times that along 1.
      const part = (point: ArrayLike<number>, i: number, re: number, im: number, of: 're' | 'im'): number =>
        analyticFunctions[name]?.(...Array.from(point, (x, k) => (k === i ? { re: x + re, im: 0.001 + im } : { re: x, im: 0.001 })))[of] ?? Number.NaN
      fc.assert(
        fc.property(applications(primitive), ({ point, reach }) => {
          for (let i = 0; i < point.length; i++) {
            const [ux] = alongCurve((t) => [part(point, i, t, 0, 're')], { step: reach / 2 })
            const [vy] = alongCurve((t) => [part(point, i, 0, t, 'im')], { step: Math.min(1e-3, reach / 2) })
            if (ux === undefined || vy === undefined || Math.max(ux.error, vy.error) > 1e-7) continue
            if (Math.abs(ux.value - vy.value) > 1e-5 * Math.max(1, Math.abs(ux.value))) return false
          }
          return true
        }),
        { numRuns: 20 },
      )
    },
  )

  it('decline a program with a loop', () => {
    expect(O.isNone(complexStep(trace((x: Scalar) => fori(3, x, (c: Scalar) => mul(c, x)))(2)))).toBe(true)
    expect(O.isNone(complexStep(trace((x: Scalar) => scan((c: Scalar, y: Scalar) => [mul(c, y), y], x, Float64Array.of(1, 2))[0])(2)))).toBe(true)
  })
})

describe('exact carriers', () => {
  it('hold doubles exactly', () => {
    expect(showRational(exactly(0.1))).toBe('3602879701896397/36028797018963968')
    expect(showRational(exactly(-2.5))).toBe('-5/2')
    expect(() => rational(1n, 0n)).toThrow(/division by zero/)
  })

  it('map the rationals to residues as a homomorphism does', () => {
    const [x, y] = [rational(3n, 7n), rational(-5n, 11n)]
    expect(modulo(rational(x.n * y.n, x.d * y.d))).toBe((modulo(x) * modulo(y)) % prime)
    expect(modulo(rational(x.n * y.d + y.n * x.d, x.d * y.d))).toBe((modulo(x) + modulo(y)) % prime)
  })
})

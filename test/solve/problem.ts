/**
 * Differential equations whose solutions are known: by a formula, or to 16 digits from a Taylor series of
 * 25 digits (mpmath's odefun, on the equation together with that of its sensitivities).
 */
import { mul } from '../../src/basis/arithmetic.ts'
import { neg, square, sub } from '../../src/primitive/arithmetic.ts'
import type { Scalar } from '../../src/program/model.ts'
import { type OdeOptions, odeint } from '../../src/solve/odeint.ts'
import { at } from '../../src/primitive/at.ts'
import { phantom } from '../../src/type/phantom.ts'
import type { Table } from '../table.ts'

/** A scalar result of parameters, initial values and an end, with its value and gradient at one point. */
export interface Known {
  readonly name: string
  readonly f: (options: OdeOptions) => (...xs: ReadonlyArray<Scalar>) => Scalar
  readonly point: ReadonlyArray<number>
  readonly value: number
  readonly gradient: ReadonlyArray<number>
}

const last = (rows: unknown, i = 1): Scalar => phantom(at(phantom<Float64Array>(rows), i))

/** Two times as a vector, of which the second may be an expression. */
const until = (end: Scalar): Float64Array => phantom(mul(end, phantom<Scalar>(Float64Array.of(0, 1))))

interface Pair {
  readonly x: Scalar
  readonly v: Scalar
}

/** ẏ = −k y to the time t: y₀ e^(−kt). */
const decay: Known = {
  name: 'exponential decay',
  f: (options) => (k, y0, t) => last(odeint((y: Scalar) => neg(mul(phantom<Scalar>(k), y)), phantom<Scalar>(y0), until(phantom(t)), options)),
  point: [0.7, 1.3, 2],
  value: 1.3 * Math.exp(-1.4),
  gradient: [-2 * 1.3 * Math.exp(-1.4), Math.exp(-1.4), -0.7 * 1.3 * Math.exp(-1.4)],
}

const [w, x0, v0, end] = [1.5, 0.8, -0.3, 4]
const [c, s] = [Math.cos(w * end), Math.sin(w * end)]

/** ẍ = −ω² x: x = x₀ cos ωt + (v₀/ω) sin ωt. */
const oscillator: Known = {
  name: 'the harmonic oscillator',
  f: (options) => (w, x, v, t) =>
    last(
      odeint(
        ({ x, v }: Pair) => ({ x: v, v: neg(mul(square(phantom<Scalar>(w)), x)) }),
        { x: phantom<Scalar>(x), v: phantom<Scalar>(v) },
        until(phantom(t)),
        options,
      ).x,
    ),
  point: [w, x0, v0, end],
  value: x0 * c + (v0 / w) * s,
  gradient: [-x0 * end * s - (v0 / w ** 2) * s + (v0 / w) * end * c, c, s / w, -x0 * w * s + v0 * c],
}

const [r, p0, span] = [1.2, 0.2, 3]
const grown = Math.exp(-r * span)
const share = 1 / (1 + (1 / p0 - 1) * grown)

/** ẏ = r y (1 − y): y = 1/(1 + (1/y₀ − 1) e^(−rt)). */
const logistic: Known = {
  name: 'the logistic equation',
  f: (options) => (r, y0, t) => last(odeint((y: Scalar) => mul(mul(phantom<Scalar>(r), y), sub(1, y)), phantom<Scalar>(y0), until(phantom(t)), options)),
  point: [r, p0, span],
  value: share,
  gradient: [span * share * (1 - share), (share * share * grown) / (p0 * p0), r * share * (1 - share)],
}

/** ẏ = k y (1 − t²) from ½ to 2: y₀ e^(k(1.5 − (8 − 1/8)/3)). */
const forced: Known = {
  name: 'an equation with the time in it',
  f: (options) => (k, y0) =>
    last(odeint((y: Scalar, t: Scalar) => mul(phantom<Scalar>(k), mul(y, sub(1, mul(t, t)))), phantom<Scalar>(y0), Float64Array.of(0.5, 2), options)),
  point: [0.6, 1.1],
  value: 1.1 * Math.exp(0.6 * (1.5 - 7.875 / 3)),
  gradient: [(1.5 - 7.875 / 3) * 1.1 * Math.exp(0.6 * (1.5 - 7.875 / 3)), Math.exp(0.6 * (1.5 - 7.875 / 3))],
}

/** Prey at t = 10: growth 1.1, eaten 0.4, death 0.4, born 0.1, from (10, 10). */
const hunt: Known = {
  name: 'Lotka and Volterra’s equations',
  f: (options) => (a, b, c, d, x, y) => {
    const [growth, eaten, death, born] = phantom<readonly [Scalar, Scalar, Scalar, Scalar]>([a, b, c, d])
    const { prey } = odeint(
      ({ prey, hunters }: { readonly prey: Scalar; readonly hunters: Scalar }) => {
        const met = mul(prey, hunters)
        return { prey: sub(mul(growth, prey), mul(eaten, met)), hunters: sub(mul(born, met), mul(death, hunters)) }
      },
      { prey: phantom<Scalar>(x), hunters: phantom<Scalar>(y) },
      Float64Array.of(0, 10),
      options,
    )
    return last(prey)
  },
  point: [1.1, 0.4, 0.4, 0.1, 10, 10],
  value: 1.1226461550764477,
  gradient: [9.79524857839438, -23.697039549851574, 33.047413060972033, -34.64818541918092, -0.23421723868416444, -0.947881581994063],
}

/** x at t = 8 of ẍ = μ(1 − x²)ẋ − x with μ = 2, from (2, 0). */
const relaxation: Known = {
  name: 'van der Pol’s equation',
  f: (options) => (mu, x, v) =>
    last(
      odeint(
        ({ x, v }: Pair) => ({ x: v, v: sub(mul(mul(phantom<Scalar>(mu), sub(1, square(x))), v), x) }),
        { x: phantom<Scalar>(x), v: phantom<Scalar>(v) },
        Float64Array.of(0, 8),
        options,
      ).x,
    ),
  point: [2, 2, 0],
  value: 1.927616974564921,
  gradient: [0.37586449750642, 0.918543741841374, 0.15782667383113699],
}

export const problems: ReadonlyArray<Known> = [decay, oscillator, logistic, forced, hunt, relaxation]

// how they are solved ----------------------------------------------------------------------

export const discrete: OdeOptions = {}
export const continuous: OdeOptions = { adjoint: 'continuous' }
export const adjoints: Table<readonly [string, OdeOptions]> = [
  ['discrete', discrete],
  ['discrete, all stored', { checkpoint: 'none' }],
  ['continuous', continuous],
]
/** Closer than unless said otherwise. */
export const close: OdeOptions = { relative: 1e-10, absolute: 1e-12, maxSteps: 3000 }

/** A busy machine is slow. */
export const patience = { timeout: 60_000 }

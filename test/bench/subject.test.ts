/**
 * The objectives of the examples and their derivatives give the numbers of those written by hand.
 */
import { describe, expect, it } from 'vitest'
import { logDensity } from '../../examples/adbench/gmm.ts'
import { entry } from '../../src/entry.ts'
import { evaluate, grad, lgamma, tensor } from '../../src/index.ts'
import { part } from '../share.ts'
import { beside, derivativeOf, numbersOf, type Subject, subject, worst } from './subject.ts'
import { problem } from './yardstick/hand-written.mjs'
import type { DataOf, Sizes } from './yardstick/inputs.mjs'
import type { Table } from '../table.ts'

const agree = (subject: Subject): void => {
  const { yardstick, objective, gradient } = subject
  for (const i of [0, 1]) {
    expect(worst(numbersOf(objective.call(i)), numbersOf(yardstick.objective(i)))).toBeLessThan(1e-8)
    expect(worst(derivativeOf(subject, gradient.call(i)), yardstick.gradient(i))).toBeLessThan(1e-8)
  }
  expect(worst(derivativeOf(subject, gradient.into()(1)), yardstick.gradient(1))).toBeLessThan(1e-8)
  expect(worst(derivativeOf(subject, gradient.compiled()(1)), yardstick.gradient(1))).toBeLessThan(1e-8)
}

const small: Table<readonly [name: keyof DataOf, sizes: Sizes]> = [
  ['A', {}],
  ['B', { n: 2 }],
  ['B', { n: 10 }],
  ['C', { N: 7, d: 3 }],
  ['D', { d: 3, k: 2, n: 9 }],
  ['E', { I: 6, H: 5, O: 3, B: 4 }],
  ['F', { n: 5 }],
  ['G', { n: 20 }],
  ['gmm', { d: 1, k: 1, n: 2 }],
  ['gmm', { d: 4, k: 3, n: 6 }],
  ['ba', { n: 2, m: 3, p: 7 }],
  ['lstm', { l: 1, c: 2, b: 3 }],
  ['lstm', { l: 3, c: 5, b: 4 }],
  ['hand', { complicated: false, size: 'small', N: 9 }],
  ['hand', { complicated: true, size: 'small', N: 9 }],
]

describe('ours agrees with what is written by hand', () => {
  it.each(part(small, 3).map(([name, sizes]) => [`${name} ${JSON.stringify(sizes)}`, name, sizes] as const))('%s', (_, name, sizes) => {
    agree(subject(name, sizes))
  })
})

describe('where the formulas have two arms', () => {
  it('a camera that is not turned', () => {
    const yardstick = problem('ba', { n: 2, m: 3, p: 7 })
    entry(yardstick.inputs, 0).fill(0, 0, 3)
    agree(beside('ba', yardstick))
  })

  it('a hand that is hardly turned, and one that is not', () => {
    const yardstick = problem('hand', { complicated: false, size: 'small', N: 3 })
    entry(yardstick.inputs, 0).fill(0, 0, 3)
    entry(yardstick.inputs, 1).set([5e-5, -5e-5, 5e-5])
    agree(beside('hand', yardstick))
  })
})

describe('the prior of the mixture', () => {
  // One point and one component in two dimensions, written out.
  const [gamma, m] = [1.3, 2]
  const [mu1, mu2, q1, q2, l] = [0.2, -0.4, 0.3, -0.1, 0.7]
  const [x1, x2] = [0.5, 0.9]
  const f = (b: number, a1 = q1): number => {
    const [z1, z2] = [Math.exp(a1) * (x1 - mu1), b * (x1 - mu1) + Math.exp(q2) * (x2 - mu2)]
    const n = 2 + m + 1
    const logGamma = Math.log(Math.PI) / 2 + lgamma(n / 2) + lgamma((n - 1) / 2)
    const c = n * 2 * (Math.log(gamma) - Math.log(2) / 2) - logGamma
    const prior = c - (gamma ** 2 * (Math.exp(2 * a1) + Math.exp(2 * q2) + b * b)) / 2 + m * (a1 + q2)
    return -Math.log(2 * Math.PI) + a1 + q2 - (z1 * z1 + z2 * z2) / 2 + prior
  }
  const density = logDensity(tensor([[x1, x2]]), { gamma, m })
  const at = { alphas: Float64Array.of(0.6), means: tensor([[mu1, mu2]]), diagonals: tensor([[q1, q2]]), below: tensor([[l]]) }

  it('is in the value', () => {
    expect(worst(Float64Array.of(evaluate(density)(at)), Float64Array.of(f(l)))).toBeLessThan(1e-14)
  })

  it('is in the gradient', () => {
    const { below, diagonals } = grad(density)(at)
    const slope = (g: (t: number) => number, x: number): number => (g(x + 1e-5) - g(x - 1e-5)) / 2e-5
    expect(worst(numbersOf(below), Float64Array.of(slope(f, l)))).toBeLessThan(1e-8)
    expect(worst(numbersOf(diagonals).slice(0, 1), Float64Array.of(slope((a) => f(l, a), q1)))).toBeLessThan(1e-8)
  })
})

describe('ρ', () => {
  it('is relative to large numbers and absolute of small ones', () => {
    expect(worst(Float64Array.of(100, 0.1), Float64Array.of(101, 0.1))).toBe(1 / 201)
    expect(worst(Float64Array.of(0.1), Float64Array.of(0.3))).toBeCloseTo(0.2, 15)
  })

  it('forgives neither NaN nor another length', () => {
    expect(worst(Float64Array.of(Number.NaN, 0), Float64Array.of(1, 0))).toBe(Number.POSITIVE_INFINITY)
    expect(worst(Float64Array.of(0), Float64Array.of(0, 0))).toBe(Number.POSITIVE_INFINITY)
  })
})

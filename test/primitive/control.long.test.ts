/**
 * Loops of a million steps, which nothing may recurse over: values, derivatives in both modes, and the
 * gradient from few stored carries. The limits on time only guard against a hang.
 */
import { describe, expect, it } from 'vitest'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { lt } from '../../src/basis/comparison.ts'
import { jvp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { fori, scan } from '../../src/primitive/control.ts'
import { whileLoop } from '../../src/primitive/iteration.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import type { Scalar } from '../../src/program/model.ts'
import { near } from '../near.ts'

const n = 1_000_000

/** x ← sin x + k, n times, and its derivatives by the first value and by k, without the library. */
const byHand = (x: number, k: number): readonly [number, number, number] => {
  let [y, dx, dk] = [x, 1, 0]
  for (let i = 0; i < n; i++) {
    const slope = Math.cos(y)
    ;[y, dx, dk] = [Math.sin(y) + k, dx * slope, dk * slope + 1]
  }
  return [y, dx, dk]
}

describe('a scan of a million steps', () => {
  const [x, k] = [0.5, 0.7]
  const [y, dx, dk] = byHand(x, k)
  const loop = (checkpoint?: 'sqrt' | 'log') => (x: Scalar, k: Scalar) =>
    scan((c: Scalar) => [add(sin(c), k), []], x, [], { length: n, ...(checkpoint === undefined ? {} : { checkpoint }) })[0]
  it('differentiates forward', { timeout: 300_000 }, () => {
    const [value, slope] = jvp(loop(), [x, k], [0, 1])
    expect([value, near(slope, dk, 1e-9)]).toEqual([y, true])
  })
  it('differentiates in reverse', { timeout: 300_000 }, () => {
    const [gx, gk] = grad(loop(), { argnums: [0, 1] })(x, k)
    expect([near(gx, dx, 1e-9), near(gk, dk, 1e-9)]).toEqual([true, true])
  })
  it('differentiates in reverse from a thousand stored carries', { timeout: 300_000 }, () => {
    const [gx, gk] = grad(loop('sqrt'), { argnums: [0, 1] })(x, k)
    expect([near(gx, dx, 1e-9), near(gk, dk, 1e-9)]).toEqual([true, true])
  })
})

describe('a while loop of a million steps', () => {
  it('runs, and differentiates in both modes', { timeout: 300_000 }, () => {
    const count = (x: Scalar): Scalar =>
      whileLoop(
        (c: Scalar) => lt(c, n),
        (c: Scalar) => add(c, 1),
        x,
        { maxSteps: n },
      )
    expect(jvp(count, [0.5], [1])).toEqual([n + 0.5, 1])
    expect(grad((x: Scalar) => mul(2, count(x)))(0.5)).toBe(2)
  })
})

describe('a loop of a thousand loops of a thousand', () => {
  it('differentiates in reverse', { timeout: 300_000 }, () => {
    const nested = (k: Scalar): Scalar => fori(1000, 0, (c: Scalar) => fori(1000, c, (d: Scalar) => add(sin(d), k)))
    expect(near(grad(nested)(0.7), byHand(0, 0.7)[2], 1e-9)).toBe(true)
  })
})

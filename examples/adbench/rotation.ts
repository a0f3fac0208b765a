/**
 * Rotations of vectors in space, which two of the problems share.
 */
import { add, cos, div, gt, mul, type Scalar, sin, sqrt, sub, where } from 'wengert'

/** Three coordinates, each a number or as many numbers as there are rows. */
export type Triple = readonly [Scalar, Scalar, Scalar]

export const cross = ([a, b, c]: Triple, [x, y, z]: Triple): Triple => [sub(mul(b, z), mul(c, y)), sub(mul(c, x), mul(a, z)), sub(mul(a, y), mul(b, x))]

export const inner = ([a, b, c]: Triple, [x, y, z]: Triple): Scalar => add(add(mul(a, x), mul(b, y)), mul(c, z))

export const scaled = (s: Scalar, [x, y, z]: Triple): Triple => [mul(s, x), mul(s, y), mul(s, z)]

export const plus = ([a, b, c]: Triple, [x, y, z]: Triple): Triple => [add(a, x), add(b, y), add(c, z)]

export const minus = ([a, b, c]: Triple, [x, y, z]: Triple): Triple => [sub(a, x), sub(b, y), sub(c, z)]

/**
 * x turned about r by the angle θ = ‖r‖, by Rodrigues' formula, x cos θ + (v × x) sin θ + v(v·x)(1 − cos θ)
 * with v = r/θ, written without v: x + sin θ/θ·(r × x) + (1 − cos θ)/θ²·(r × (r × x)). Only two numbers
 * then need their limits where θ is 0.
 */
export const rotate = (r: Triple, x: Triple): Triple => {
  const squared = inner(r, r)
  const angle = sqrt(squared)
  const moved = gt(angle, 0)
  const once = where(moved, div(sin(angle), angle), 1)
  const twice = where(moved, div(sub(1, cos(angle)), squared), 0.5)
  const across = cross(r, x)
  return plus(plus(x, scaled(once, across)), scaled(twice, cross(r, across)))
}

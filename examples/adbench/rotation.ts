/**
 * Rotations of vectors in space, which two of the problems share.
 */
import { add, cos, div, gt, mul, type Scalar, sin, sqrt, square, sub, where } from 'wengert'

/** Three coordinates, each a number or as many numbers as there are rows. */
export type Triple = readonly [Scalar, Scalar, Scalar]

export const cross = ([a, b, c]: Triple, [x, y, z]: Triple): Triple => [sub(mul(b, z), mul(c, y)), sub(mul(c, x), mul(a, z)), sub(mul(a, y), mul(b, x))]

export const inner = ([a, b, c]: Triple, [x, y, z]: Triple): Scalar => add(add(mul(a, x), mul(b, y)), mul(c, z))

export const scaled = (s: Scalar, [x, y, z]: Triple): Triple => [mul(s, x), mul(s, y), mul(s, z)]

export const plus = ([a, b, c]: Triple, [x, y, z]: Triple): Triple => [add(a, x), add(b, y), add(c, z)]

export const minus = ([a, b, c]: Triple, [x, y, z]: Triple): Triple => [sub(a, x), sub(b, y), sub(c, z)]

/**
 * x turned about r by the angle θ = ‖r‖, by Rodrigues' formula: with v = r/θ,
 * x cos θ + (v × x) sin θ + v(v·x)(1 − cos θ); and x + r × x where θ is 0.
 */
export const rotate = (r: Triple, x: Triple): Triple => {
  const angle = sqrt(add(add(square(r[0]), square(r[1])), square(r[2])))
  const v: Triple = [div(r[0], angle), div(r[1], angle), div(r[2], angle)]
  const c = cos(angle)
  const turned = plus(plus(scaled(c, x), scaled(sin(angle), cross(v, x))), scaled(mul(inner(v, x), sub(1, c)), v))
  const still = plus(x, cross(r, x))
  const moved = gt(angle, 0)
  return [where(moved, turned[0], still[0]), where(moved, turned[1], still[1]), where(moved, turned[2], still[2])]
}

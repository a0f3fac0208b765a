/**
 * The cases that have bitten every system, for the transforms made of forward and reverse mode, and for
 * operations on arrays.
 */
import { describe, expect, it } from 'vitest'
import {
  abs,
  derivative,
  div,
  exp,
  grad,
  gt,
  hypot,
  jacfwd,
  jacobian,
  jacrev,
  jet,
  jvp,
  linearize,
  log,
  lt,
  max,
  mul,
  neg,
  norm,
  pow,
  prod,
  relu,
  type Scalar,
  sigmoid,
  softplus,
  sqrt,
  square,
  stopGradient,
  sum,
  type Vector,
  vjp,
  vmap,
  where,
  whileLoop,
} from '../../src/index.ts'
import { plain } from '../near.ts'
import type { Table } from '../table.ts'

type Function = (x: Scalar) => Scalar
const { POSITIVE_INFINITY: infinity, NaN: nan } = Number
/** With a sign of zero that does not matter. */
const unsigned = (x: number): number => (x === 0 ? 0 : x)

const derivatives: Table<readonly [string, (f: Function, x: number) => unknown]> = [
  ['linearize', (f, x) => linearize(f, [x])[1](1)],
  ['vjp', (f, x) => vjp(f, [x])[1](1)[0]],
  ['jacfwd', (f, x) => jacfwd(f)(x)],
  ['jacrev', (f, x) => jacrev(f)(x)],
  ['jacobian', (f, x) => jacobian(f)(x)],
  ['derivative', (f, x) => derivative(f)(x)],
  ['jet', (f, x) => jet(f, [x], [[1]])[1][0]],
  ['vmap of grad', (f, x) => vmap((y: Scalar) => grad(f)(y))(Float64Array.of(x))[0]],
]

describe.each(derivatives)('where derivatives end or turn, %s', (_, derive) => {
  it.each<readonly [string, Function, number, number]>([
    ['√ at 0', (x) => sqrt(x), 0, infinity],
    ['√ at −1', (x) => sqrt(x), -1, nan],
    ['hypot(x, 0) at 0', (x) => hypot(x, 0), 0, 0],
    ['abs at 0', (x) => abs(x), 0, 0],
    ['relu at 0', (x) => relu(x), 0, 0],
    ['x⁰ at 0', (x) => pow(x, 0), 0, 0],
    ['x¹ at 0', (x) => pow(x, 1), 0, 1],
    ['where(x < 1, x, √x) at 0', (x) => where(lt(x, 1), x, sqrt(x)), 0, 1],
    ['where(x > 0, log x, 0) at −1', (x) => where(gt(x, 0), log(x), 0), -1, 0],
    ['max at a tie', (x) => max(x, 1), 1, 0.5],
    ['softplus at 1000', (x) => softplus(x), 1000, 1],
    ['sigmoid at −800', (x) => sigmoid(x), -800, 0],
    ['the identity', (x) => x, 2, 1],
    ['a stopped gradient', (x) => mul(x, stopGradient(x)), 3, 3],
  ])('%s', (__, f, x, wanted) => expect(unsigned(Number(derive(f, x)))).toBe(wanted))

  it('does not confuse perturbations: D(x → x · D(y → x · y)(2))(1)', () => {
    expect(derive((x) => mul(x, grad((y: Scalar) => mul(x, y))(2 as never) as never), 1)).toBe(2)
    expect(derive((x) => mul(x, jvp((y: Scalar) => mul(x, y), [2], [1])[1] as never), 4)).toBe(8)
  })
})

describe('higher derivatives', () => {
  it('D⁶(1/x) at 4', () => expect(Number(derivative((x: Scalar) => div(1, x), 6)(4)) / (720 / 4 ** 7)).toBeCloseTo(1, 13))
  it('Dᵏ exp(−x²) at 0, k = 1…4', () => {
    expect([1, 2, 3, 4].map((k) => unsigned(Number(derivative((x: Scalar) => exp(neg(square(x))), k)(0))))).toEqual([0, -2, 0, 12])
  })
})

describe('arrays', () => {
  const gradient = (f: (x: Vector) => Scalar, ...x: ReadonlyArray<number>): unknown => plain(grad(f)(Float64Array.from(x)))
  it('‖x‖ at the zero vector has gradient 0', () => expect(gradient((x) => norm(x), 0, 0)).toEqual([0, 0]))
  it('‖x‖ elsewhere', () => expect(gradient((x) => norm(x), 3, -4)).toEqual([0.6, -0.8]))
  it('a product with no, one and two zeros', () => {
    expect(gradient((x) => prod(x), 2, 3, 4)).toEqual([12, 8, 6])
    expect(gradient((x) => prod(x), 2, 0, 4)).toEqual([0, 8, 0])
    expect(gradient((x) => prod(x), 0, 3, 0)).toEqual([0, 0, 0])
  })
  it('of length 0: sum, prod, max', () => {
    const empty = Float64Array.of()
    expect([sum(empty), prod(empty), max(empty)]).toEqual([0, 1, -infinity])
    expect([gradient((x) => prod(x)), gradient((x) => max(x))]).toEqual([[], []])
  })
  it('the greatest of several that tie share the derivative', () => expect(gradient((x) => max(x), 1, 3, 3)).toEqual([0, 0.5, 0.5]))
})

describe('loops', () => {
  const doubled = (x: Scalar): Scalar =>
    whileLoop(
      (y: Scalar) => lt(y, 1),
      (y: Scalar) => mul(2, y),
      x,
      { maxSteps: 4 },
    ) as unknown as Scalar
  it('a while loop that takes no step is the identity', () => expect([grad(doubled)(3), jvp(doubled, [3], [1])[1]]).toEqual([1, 1]))
  it('one that its bound stops has the derivative of so many steps', () => expect([grad(doubled)(1e-9), jvp(doubled, [1e-9], [1])[1]]).toEqual([16, 16]))
})

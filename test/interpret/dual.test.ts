import { option as O } from 'fp-ts'
import { describe, expect, it } from 'vitest'
import { type AnyTensor, elementOf, scalarTensor, tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { where } from '../../src/basis/choice.ts'
import { gt } from '../../src/basis/comparison.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { type Dual, dual, dualOf, steady } from '../../src/interpret/dual.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { square, sub } from '../../src/primitive/arithmetic.ts'
import { cond, fori } from '../../src/primitive/control.ts'
import { exp, log } from '../../src/primitive/exponential.ts'
import { sin, sincos } from '../../src/primitive/trigonometric.ts'
import { float } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { AnyExpr, Expr, Program, Scalar } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'
import { difference, near } from '../near.ts'

const s = float()
const t = (x: number): AnyTensor => scalarTensor(x)
const unary = (f: (x: Scalar) => AnyExpr): Program => close([s], ([x]) => [f(phantom(x))])
const first = <A>(list: ReadonlyArray<A>): A => list[0] ?? phantom<A>(undefined)
const primal = <A>(d: Dual<A>): A => d.primal
const tangent = <A>(d: Dual<A>): A => (O.isSome(d.tangent) ? d.tangent.value : phantom<A>(undefined))

describe('dual numbers over numbers', () => {
  // Baydin et al.'s example: ln x₁ + x₁x₂ − sin x₂ at (2, 5), along x₁.
  const program = close([s, s], ([x, y]) => [sub(add(log(phantom<Scalar>(x)), mul(phantom<Scalar>(x), phantom<Scalar>(y))), sin(phantom<Scalar>(y)))])
  it('carry value and tangent', () => {
    const out = first(fold(dual(evaluation))(program)([dualOf(t(2), t(1)), steady(t(5))]))
    expect(elementOf(primal(out))).toBe(11.652071455223084)
    expect(elementOf(tangent(out))).toBe(5.5)
    const along = first(fold(dual(evaluation))(program)([steady(t(2)), dualOf(t(5), t(1))]))
    expect(near(elementOf(tangent(along)), 2 - Math.cos(5))).toBe(true)
  })
  it('leave structural zeros out', () => {
    const outs = fold(dual(evaluation))(
      close([s, s], ([x, y]) => [mul(phantom<Scalar>(y), 2), mul(phantom<Scalar>(x), phantom<Scalar>(y)), phantom<AnyExpr>(gt(phantom<Scalar>(x), 0))]),
    )([dualOf(t(2), t(1)), steady(t(5))])
    expect(outs.map((out) => O.isSome(out.tangent))).toEqual([false, true, false])
  })
  it('forget their tangents by a homomorphism', () => {
    const [a] = fold(dual(evaluation))(program)([dualOf(t(0.7), t(3)), dualOf(t(-2), t(4))])
    const [b] = fold(evaluation)(program)([t(0.7), t(-2)])
    expect(a?.primal).toEqual(b)
  })
  it('keep the primal NaN, strong zeros or not', () => {
    const out = first(fold(dual(evaluation))(unary((x) => add(1, mul(x, 0))))([dualOf(t(Number.NaN), t(1))]))
    expect(elementOf(primal(out))).toBeNaN()
  })
  it('are the ring with ε² = 0', () => {
    const product = close([s, s], ([x, y]) => [mul(phantom<Scalar>(x), phantom<Scalar>(y)), add(phantom<Scalar>(x), phantom<Scalar>(y))])
    const [times, plus] = fold(dual(evaluation))(product)([dualOf(t(3), t(5)), dualOf(t(7), t(11))])
    expect([times, plus].map((d) => (d === undefined ? [] : [elementOf(primal(d)), elementOf(tangent(d))]))).toEqual([
      [21, 3 * 11 + 5 * 7],
      [10, 16],
    ])
    const epsilon = dualOf(t(0), t(1))
    const [squared] = fold(dual(evaluation))(product)([epsilon, epsilon])
    expect(squared === undefined ? [] : [elementOf(primal(squared)), elementOf(tangent(squared))]).toEqual([0, 0])
  })
  it('go through arrays, choices, loops and branches', () => {
    const body = (x: Expr<[3]>): AnyExpr => {
      const [a, b] = sincos(x)
      const chosen = where(gt(x, 1), mul(a, b), square(x))
      const looped = fori(3, chosen, (c) => mul(c, x))
      return sum(
        phantom<Expr<[3]>>(
          cond(
            gt(sum(x), 0),
            () => looped,
            () => chosen,
          ),
        ),
      )
    }
    const program = close([float(3)], ([x]) => [body(phantom(x))])
    const xs = [0.5, 1.5, 2.5]
    const [out] = fold(dual(evaluation))(program)([dualOf(tensor(xs), tensor([1, 2, 3]))])
    // c·x³ with c = sin x cos x = ½ sin 2x, or x².
    const f = (x: number): number => (x > 1 ? 0.5 * Math.sin(2 * x) * x ** 3 : x ** 5)
    const df = (x: number): number => (x > 1 ? Math.cos(2 * x) * x ** 3 + 1.5 * Math.sin(2 * x) * x ** 2 : 5 * x ** 4)
    expect(
      out === undefined
        ? null
        : difference([elementOf(primal(out)), elementOf(tangent(out))], [xs.reduce((y, x) => y + f(x), 0), xs.reduce((y, x, i) => y + df(x) * (i + 1), 0)]),
    ).toBeNull()
  })
})

describe('dual numbers of dual numbers', () => {
  const nest = (x: number): Dual<Dual<AnyTensor>> => dualOf(dualOf(t(x), t(1)), dualOf(t(1), t(0)))
  it('have the second derivative in the last place', () => {
    // exp(x²): (2 + 4x²)·exp(x²).
    const out = first(fold(dual(dual(evaluation)))(unary((x) => exp(square(x))))([nest(0.3)]))
    const e = Math.exp(0.09)
    expect(
      difference(
        [primal(primal(out)), tangent(primal(out)), primal(tangent(out)), tangent(tangent(out))].map((d) => elementOf(d)),
        [e, 0.6 * e, 0.6 * e, 2.36 * e],
      ),
    ).toBeNull()
  })
  it('keep their perturbations apart', () => {
    // ∂²/∂x∂y of x·y²: x along ε₁ only, y along ε₂ only.
    const program = close([s, s], ([x, y]) => [mul(phantom<Scalar>(x), square(phantom<Scalar>(y)))])
    const out = first(fold(dual(dual(evaluation)))(program)([steady(dualOf(t(3), t(1))), dualOf(steady(t(5)), steady(t(1)))]))
    expect([primal(primal(out)), tangent(primal(out)), primal(tangent(out)), tangent(tangent(out))].map((d) => elementOf(d))).toEqual([75, 25, 30, 10])
  })
  it('nest to the third order', () => {
    const cube = (x: number): Dual<Dual<Dual<AnyTensor>>> => dualOf(dualOf(dualOf(t(x), t(1)), steady(t(1))), steady(steady(t(1))))
    const out = first(fold(dual(dual(dual(evaluation))))(unary(sin))([cube(0.4)]))
    expect(near(elementOf(tangent(tangent(tangent(out)))), -Math.cos(0.4))).toBe(true)
  })
  it('go through two results and loops', () => {
    const program = unary((x) => {
      const [a, b] = sincos(x)
      return phantom<Scalar>(fori(2, mul(a, b), (c) => mul(c, x)))
    })
    // ½x² sin 2x: second derivative sin 2x + 4x cos 2x − 2x² sin 2x.
    const x = 0.8
    const out = first(fold(dual(dual(evaluation)))(program)([nest(x)]))
    expect(near(elementOf(tangent(tangent(out))), Math.sin(2 * x) + 4 * x * Math.cos(2 * x) - 2 * x * x * Math.sin(2 * x))).toBe(true)
  })
})

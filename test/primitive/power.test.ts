/**
 * The derivatives of powers: which are written c·xᶜ⁻¹, and which are operations of their own.
 */
import { option as O } from 'fp-ts'
import { describe, expect, it } from 'vitest'
import { grad } from '../../src/call/gradient.ts'
import { trace } from '../../src/call/program.ts'
import { formula } from '../../src/draw/formula.ts'
import { powDerivative } from '../../src/elementary/rare-power.ts'
import { pow as powOf } from '../../src/elementary/twin/power.ts'
import { powByBase } from '../../src/elementary/twin/power-slope.ts'
import { neg } from '../../src/primitive/arithmetic.ts'
import { pow } from '../../src/primitive/power.ts'
import type { Program, Scalar } from '../../src/program/model.ts'
import { polynomial } from '../../src/simplify/expansion.ts'
import { showPolynomial } from '../../src/simplify/polynomial-text.ts'
import { simplify } from '../../src/simplify/simplify.ts'
import { phantom } from '../../src/type/phantom.ts'

type Function = (x: Scalar) => Scalar
const derivative =
  (f: Function): Function =>
  (x) =>
    phantom(grad(f)(x))
const nth = (f: Function, n: number): Function => Array.from({ length: n }).reduce<Function>(derivative, f)
const namesOf = ({ equations }: Program): ReadonlyArray<string> => equations.map(({ primitive }) => primitive.name)
const of = (f: Function): Program => simplify(trace((x: Scalar) => f(x))(1.5))

describe('the derivative of a power', () => {
  it.each<readonly [exponent: number, text: string]>([
    [3, '3·x^2'],
    [2, '2·x^1'],
    [1, '1'],
    [-1, '−x^(−2)'],
    [0.5, '0.5·x^(−0.5)'],
    [2.5, '2.5·x^1.5'],
  ])('%d is a product of one', (exponent, text) => expect(formula(of(nth((x) => pow(x, exponent), 1)))).toBe(text))

  it('of any other exponent, and of one that is not known, is one operation', () => {
    for (const exponent of [4, 5, -2, 0.1, 1 / 3, 1e300]) expect(namesOf(of(nth((x) => pow(x, exponent), 1)))).toEqual(['powByBase'])
    const held = (of: (y: Scalar) => Scalar): Program =>
      simplify(trace((x: Scalar, y: Scalar) => phantom<Scalar>(grad((t: Scalar) => pow(t, of(y)))(x)))(1.5, 3))
    expect(namesOf(held((y) => y))).toEqual(['powByBase'])
    expect(namesOf(held((y) => neg(y)))).toEqual(['neg', 'powByBase'])
    expect(namesOf(simplify(trace(grad((x: Scalar, y: Scalar) => pow(x, y), { argnums: [0, 1] }))(1.5, 3)))).toEqual(['powByBase', 'powByExponent'])
  })

  it('has the bits of the product where it is one, also of subnormal powers', () => {
    const bases = [0, -0, 1, -1, 2.2e-155, -3e-154, 1e-108, 1e155, -7e180, 5e-324, Number.MAX_VALUE, Number.POSITIVE_INFINITY, Number.NaN]
    for (const y of [3, 2, 1, -1, 0.5, 1.5, 2.5, -0.5, 2.96875]) for (const x of bases) expect([x, y, powByBase(x, y)]).toEqual([x, y, y * powOf(x, y - 1)])
  })

  it('is a polynomial where the exponent is whole, to every order', () => {
    const texts = [0, 1, 2, 3, 4, 5, 6].map((n) => O.fold(() => 'none', showPolynomial)(polynomial(of(nth((x) => pow(x, 5), n)))))
    expect(texts).toEqual(['x⁵', '5x⁴', '20x³', '60x²', '120x', '120', '0'])
  })
})

describe('the derivatives of every order', () => {
  const { NaN: nan, POSITIVE_INFINITY: infinity } = Number
  it.each<readonly [i: number, j: number, x: number, y: number, wanted: number]>([
    [2, 0, 0, 0, 0],
    [2, 0, 0, 1, 0],
    [2, 0, 0, 2, 2],
    [2, 0, 0, 3, 0],
    [2, 0, 0, 0.5, -infinity],
    [2, 0, 0, 1e300, 0],
    [3, 0, -2, 4, -48],
    [3, 0, -2, 0.5, nan],
    [1, 1, 0, 2, 0],
    [1, 1, 0, 1, nan],
    [1, 1, 4, 0, 0.25],
    [0, 3, 0, 1, 0],
    [0, 3, 0, 0, nan],
    [0, 3, -2, 2, nan],
    [2, 2, 1, 1e300, 2],
    [2, 0, 1, 1e300, infinity],
    [2, 1, 1, 1e15, 2e15 - 1],
    [0, 2, infinity, 1, infinity],
    [2, 0, infinity, 2, 2],
    [2, 0, nan, 2, nan],
    [0, 4, 3, nan, nan],
    // The last order there is.
    [100, 0, 1, 0.5, -2.642608186912779e154],
  ])('(%d, %d) at (%d, %d) is %d', (i, j, x, y, wanted) => {
    const got = powDerivative(i, j, x, y) + 0
    if (Number.isFinite(wanted) && wanted !== 0) expect(got / wanted).toBeCloseTo(1, 14)
    else expect(got).toBe(wanted)
  })
})

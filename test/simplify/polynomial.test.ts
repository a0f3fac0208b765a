import { option as O } from 'fp-ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { elementOf, scalarTensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { div, neg, square, sub } from '../../src/primitive/arithmetic.ts'
import { pow } from '../../src/primitive/power.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import { operations } from '../../src/program/count.ts'
import { constant, expressions, float } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { Program, Scalar } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { ofPolynomial, polynomial } from '../../src/simplify/expansion.ts'
import {
  addPolynomials,
  constantOf,
  constantPolynomial,
  mulPolynomials,
  negPolynomial,
  type Polynomial,
  powPolynomial,
  quotient,
  samePolynomial,
  variablePolynomial,
} from '../../src/simplify/polynomial.ts'
import { latexPolynomial, showPolynomial } from '../../src/simplify/polynomial-text.ts'
import { real, strict } from '../../src/simplify/rules.ts'
import { simplify } from '../../src/simplify/simplify.ts'
import { symbolic } from '../../src/simplify/symbolic.ts'
import { forward } from '../../src/transform/forward.ts'
import { phantom } from '../../src/type/phantom.ts'
import { part } from '../share.ts'
import type { Table } from '../table.ts'

const program = (names: ReadonlyArray<string>, body: (...xs: ReadonlyArray<Scalar>) => Scalar): Program =>
  close(
    names.map(() => float()),
    (xs) => [body(...phantom<ReadonlyArray<Scalar>>(xs))],
    names,
  )

const some = (p: O.Option<Polynomial>): Polynomial => {
  if (O.isNone(p)) throw new Error('not a polynomial')
  return p.value
}
const text = (names: ReadonlyArray<string>, body: (...xs: ReadonlyArray<Scalar>) => Scalar): string => showPolynomial(some(polynomial(program(names, body))))
const value = (p: Program, ...at: ReadonlyArray<number>): number => {
  const [y] = fold(evaluation)(p)(at.map((x) => scalarTensor(x)))
  return y === undefined ? Number.NaN : elementOf(y)
}

/** l₁ = x, lₙ₊₁ = 4lₙ(1 − lₙ). */
const logistic = (n: number): Program =>
  program([''], (x) => {
    let l = x
    for (let i = 1; i < n; i++) l = mul(mul(4, l), sub(1, l))
    return l
  })

/** Exact value of a polynomial of one variable at a whole number. */
const exactly = ({ terms }: Polynomial, x: bigint): bigint =>
  terms.reduce((sum, { coefficient, powers }) => sum + coefficient * x ** BigInt(powers[0] ?? 0), 0n)

describe('the logistic map', () => {
  it('has the derivatives that a careful hand computes', () => {
    const shown = [1, 2, 3, 4].map((n) => showPolynomial(some(polynomial(symbolic(logistic(n), 0)))))
    expect(shown).toEqual(['1', '4(1 − 2x)', '16(1 − 10x + 24x² − 16x³)', '64(1 − 42x + 504x² − 2640x³ + 7040x⁴ − 9984x⁵ + 7168x⁶ − 2048x⁷)'])
  })

  it('up to n = 8, degree 127, exactly: by the chain rule in whole numbers', () => {
    const slope = (n: number, x: bigint): bigint => {
      let [l, d] = [x, 1n]
      for (let i = 1; i < n; i++) [l, d] = [4n * l * (1n - l), 4n * d * (1n - 2n * l)]
      return d
    }
    for (let n = 1; n <= 8; n++) {
      const p = some(polynomial(symbolic(logistic(n), 0)))
      expect(Math.max(...p.terms.map(({ powers }) => powers[0] ?? 0))).toBe(2 ** (n - 1) - 1)
      // 128 points determine a polynomial of degree 127.
      for (let x = -64n; x < 64n; x++) if (exactly(p, x) !== slope(n, x)) throw new Error(`n = ${n} at ${x}`)
    }
  })

  it('is the same by forward mode and after simplification, strict or real', () => {
    const l = logistic(6)
    const wanted = some(polynomial(symbolic(l, 0)))
    const pushed = forward(l, [true]).program
    const tangent = close([float()], (xs) =>
      fold(expressions)({ ...pushed, outputs: pushed.outputs.slice(1) })([...xs, ...xs.map(() => constant(scalarTensor(1)))]),
    )
    for (const p of [tangent, simplify(tangent), simplify(symbolic(l, 0)), simplify(symbolic(l, 0), [...strict, ...real])])
      expect(samePolynomial(some(polynomial(p)), wanted)).toBe(true)
  })

  it('is written back by Horner’s rule', () => {
    const p = some(polynomial(symbolic(logistic(4), 0)))
    const back = ofPolynomial(p)
    expect(operations(back)).toBe(15)
    expect(samePolynomial(some(polynomial(back)), p)).toBe(true)
    expect(value(back, 0.3)).toBeCloseTo(value(symbolic(logistic(4), 0), 0.3), 10)
    expect(operations(simplify(back, [...strict, ...real]))).toBeLessThanOrEqual(15)
  })
})

describe('polynomial', () => {
  it('expands sums, products, squares, whole powers and halves', () => {
    expect(text(['x'], (x) => pow(add(x, 1), 3))).toBe('1 + 3x + 3x² + x³')
    expect(text(['x'], (x) => neg(square(sub(x, 1))))).toBe('−1 + 2x − x²')
    expect(text(['x'], (x) => div(mul(3, add(x, 1)), -8))).toBe('−(3/8)(1 + x)')
    expect(text(['x', 'y'], (x, y) => mul(add(x, y), sub(x, y)))).toBe('x² − y²')
    expect(text(['x', 'y'], (x, y) => square(add(add(x, mul(2, y)), 1)))).toBe('1 + 2x + 4y + x² + 4xy + 4y²')
    expect(text(['a', 'b'], (a, b) => square(sub(a, b)))).toBe('a² − 2ab + b²')
    expect(text(['x'], (x) => sub(x, x))).toBe('0')
    expect(text(['x'], (x) => pow(x, 0))).toBe('1')
    expect(text(['x'], (x) => mul(0.1, x))).toBe('(3602879701896397/36028797018963968)x')
    expect(text(['x'], (x) => add(0.75, mul(0, x)))).toBe('3/4')
  })

  it('names variables, and writes LaTeX', () => {
    expect(text(['', ''], (x, y) => mul(x, square(y)))).toBe('x₁x₂²')
    expect(text(['width', 'h'], (w, h) => mul(mul(6, w), square(add(h, 1))))).toBe('6(width + 2·width·h + width·h²)')
    expect(text(['x'], (x) => mul(-4, pow(x, 12)))).toBe('−4x¹²')
    const latex = (names: ReadonlyArray<string>, body: (...xs: ReadonlyArray<Scalar>) => Scalar): string =>
      latexPolynomial(some(polynomial(program(names, body))))
    expect(latex(['x1', 'x2'], (x, y) => mul(8, sub(pow(x, 10), mul(3, y))))).toBe('-8\\left(3x_{2} - x_{1}^{10}\\right)')
    expect(latex(['x'], (x) => mul(0.5, add(1, x)))).toBe('\\frac{1}{2}\\left(1 + x\\right)')
    expect(latex(['the_size'], (x) => square(x))).toBe('\\mathrm{the\\_size}^{2}')
  })

  it('is none for anything else', () => {
    const none = (body: (x: Scalar) => Scalar): boolean => O.isNone(polynomial(program(['x'], body)))
    expect(none((x) => sin(x))).toBe(true)
    expect(none((x) => div(1, x))).toBe(true)
    expect(none((x) => div(x, 3))).toBe(true)
    expect(none((x) => pow(x, 0.5))).toBe(true)
    expect(none((x) => pow(x, -1))).toBe(true)
    expect(none((x) => pow(2, x))).toBe(true)
    expect(none((x) => add(x, Number.POSITIVE_INFINITY))).toBe(true)
    expect(O.isNone(polynomial(close([float(2)], (xs) => xs)))).toBe(true)
    expect(O.isNone(polynomial(close([float()], (xs) => [...xs, ...xs])))).toBe(true)
    // What is not needed for the output does not matter.
    const dead = close([float()], ([x]) => (x === undefined ? [] : [sin(phantom<Scalar>(x)), add(phantom<Scalar>(x), 1)]))
    expect(O.isSome(polynomial({ ...dead, outputs: dead.outputs.slice(1) }))).toBe(true)
  })

  it('is none where a power of it is too large, and where what is raised is no polynomial', () => {
    const wide = some(polynomial(program(['x', 'y', 'z', 'w'], (x, y, z, w) => add(add(x, y), add(z, w)))))
    for (const n of part([1e6, 1e6 + 1], 2)) expect(O.isNone(powPolynomial(wide, n))).toBe(true)
    expect([-1, 0.5, NaN].filter((n) => O.isSome(powPolynomial(wide, n)))).toEqual([])
    // (x + y + z + w)³ has one term for each choice of three of four, with repetition.
    expect(some(powPolynomial(wide, 3)).terms.length).toBe(20)
  })

  it('gives up in time on what is too large to write out', () => {
    const squarings = (start: (x: Scalar) => Scalar): Program => program(['x'], (x) => Array.from({ length: 60 }).reduce<Scalar>((y) => square(y), start(x)))
    const starts: ReadonlyArray<(x: Scalar) => Scalar> = [(x) => x, (x) => mul(3, x), (x) => add(x, 1)]
    for (const start of part(starts, 3)) expect(O.isNone(polynomial(squarings(start)))).toBe(true)
  })

  it('is a normal form: equal exactly for equal functions', () => {
    const a = some(polynomial(program(['x'], (x) => mul(add(x, 1), sub(x, 1)))))
    expect(samePolynomial(a, some(polynomial(program(['x'], (x) => sub(square(x), 1)))))).toBe(true)
    expect(samePolynomial(a, some(polynomial(program(['x'], (x) => add(square(x), 1)))))).toBe(false)
    expect(samePolynomial(a, some(polynomial(program(['x'], (x) => sub(pow(x, 3), 1)))))).toBe(false)
  })
})

describe('the ring of polynomials', () => {
  const names = ['x', 'y']
  const [x, y] = [variablePolynomial(names, 0), variablePolynomial(names, 1)]
  const times = (p: Polynomial, q: Polynomial): Polynomial => some(mulPolynomials(p, q))
  const element = fc
    .array(fc.tuple(fc.oneof(fc.integer({ min: -9, max: 9 }), fc.double({ min: -4, max: 4, noNaN: true })), fc.nat(3), fc.nat(3)), { maxLength: 5 })
    .map((terms) =>
      terms.reduce(
        (sum, [c, a, b]) => {
          let term = some(constantPolynomial(names, c))
          for (let i = 0; i < a; i++) term = times(term, x)
          for (let i = 0; i < b; i++) term = times(term, y)
          return addPolynomials(sum, term)
        },
        some(constantPolynomial(names, 0)),
      ),
    )
  const zero = some(constantPolynomial(names, 0))

  it('obeys its laws exactly', () => {
    fc.assert(
      fc.property(element, element, element, (p, q, r) => {
        const laws: Table<readonly [Polynomial, Polynomial]> = [
          [addPolynomials(p, q), addPolynomials(q, p)],
          [addPolynomials(p, addPolynomials(q, r)), addPolynomials(addPolynomials(p, q), r)],
          [times(p, q), times(q, p)],
          [times(p, times(q, r)), times(times(p, q), r)],
          [times(p, addPolynomials(q, r)), addPolynomials(times(p, q), times(p, r))],
          [addPolynomials(p, negPolynomial(p)), zero],
          [times(p, some(constantPolynomial(names, 1))), p],
        ]
        return laws.every(([a, b]) => samePolynomial(a, b))
      }),
      { numRuns: 150 },
    )
  })

  it('goes to a program and back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -99, max: 99 }), fc.nat(4), fc.nat(4)), { maxLength: 6 }),
        fc.integer({ min: -5, max: 5 }),
        fc.integer({ min: -5, max: 5 }),
        (terms, a, b) => {
          const p = terms.reduce((sum, [c, i, j]) => addPolynomials(sum, times(some(constantPolynomial(names, c / 4)), times(power(x, i), power(y, j)))), zero)
          expect(samePolynomial(some(polynomial(ofPolynomial(p))), p)).toBe(true)
          // Small dyadic numbers: float64 is exact here.
          expect(value(ofPolynomial(p), a, b) + 0).toBe(terms.reduce((sum, [c, i, j]) => sum + (c / 4) * a ** i * b ** j, 0) + 0)
        },
      ),
      { numRuns: 150 },
    )
  })
  const power = (p: Polynomial, n: number): Polynomial => Array.from({ length: n }).reduce<Polynomial>((q) => times(q, p), some(constantPolynomial(names, 1)))

  it('reads and gives back every float64', () => {
    fc.assert(fc.property(fc.double({ noDefaultInfinity: true, noNaN: true }), (c) => O.toNullable(constantOf(some(constantPolynomial(names, c)))) === c))
    expect(O.isNone(constantPolynomial(names, Number.NaN))).toBe(true)
    expect(quotient(2n ** 2000n + 1n, 1999)).toBe(2)
    expect(quotient(-(2n ** 53n + 1n), 0)).toBe(-(2 ** 53))
    expect(quotient(2n ** 120n + 2n ** 67n + 1n, 0)).toBe(2 ** 120 + 2 ** 68)
    expect(quotient(1n, 1074)).toBe(5e-324)
  })
})

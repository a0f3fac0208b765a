/**
 * Horner's rule over any field of fp-ts: the same code evaluates a polynomial on numbers, and on
 * expressions, where it has derivatives by the argument and by the coefficients.
 */
import { type field, number } from 'fp-ts'
import { grad, pipe, type Scalar, scalarField } from 'wengert'

const horner =
  <A>(F: field.Field<A>) =>
  (coefficients: ReadonlyArray<A>) =>
  (x: A): A =>
    coefficients.reduceRight((sum, c) => F.add(c, F.mul(x, sum)), F.zero)

// 7 − 3x + 2x² + x³
const coefficients = [7, -3, 2, 1]
const polynomial = (c: ReadonlyArray<Scalar>, x: Scalar): Scalar => horner(scalarField)(c)(x)

console.log('p(3)   =', pipe(3, horner(number.Field)(coefficients)))
console.log('p′(3)  =', grad(polynomial, { argnums: 1 })(coefficients, 3), ' = −3 + 4·3 + 3·3²')
console.log('∂p/∂c  =', grad(polynomial)(coefficients, 3), ' = 1, x, x², x³')

// A derivative is a function like any other, so Newton's method is three lines.
const root = (x: number, step = 0): number => {
  const next = x - horner(number.Field)(coefficients)(x) / grad(polynomial, { argnums: 1 })(coefficients, x)
  return step === 20 || next === x ? next : root(next, step + 1)
}

console.log('p(r)=0 at r =', root(-4))

/**
 * Composition: differentiable functions are functions, so `flow`, `pipe`, type classes and monads of
 * fp-ts compose them, and numbers are only one of the things a program can be run on.
 */
import { type field, monoid, number, option } from 'fp-ts'
import {
  type AnyTensor,
  type Dual,
  dual,
  dualOf,
  evaluate,
  exp,
  flow,
  fold,
  grad,
  mul,
  pipe,
  productMonoid,
  type Scalar,
  scalarField,
  sin,
  steady,
  tensor,
  trace,
} from 'wengert'
import { program } from './gradient.ts'
import { type Block, type Chapter, code, facts, numberOf, text } from './page.ts'
import { taping } from './tape.ts'

const wave = flow(sin, exp)
const cube = (x: Scalar): Scalar => mul(x, mul(x, x))

/** Horner's rule: c₀ + x(c₁ + x(c₂ + …)), in any field. */
const horner =
  <A>(F: field.Field<A>) =>
  (coefficients: ReadonlyArray<A>, x: A): A =>
    coefficients.reduceRight((sum, c) => F.add(c, F.mul(x, sum)), F.zero)

const coefficients = [7, -3, 2, 1] as const
const polynomial = horner(scalarField)
const product: (xs: ReadonlyArray<Scalar>) => Scalar = monoid.concatAll(productMonoid)

function* functions(): Iterable<Block> {
  yield text('`flow` and `pipe` are those of fp-ts. What they compose is differentiated by the chain rule, which is nothing but composition:')
  yield code(`
    const wave = flow(sin, exp)                       // x ↦ e^sin x
    const cube = (x: Scalar) => mul(x, mul(x, x))
  `)
  yield facts(
    ['wave(0.5)', wave(0.5)],
    ['grad(wave)(0.5)', grad(wave)(0.5)],
    ['Math.cos(0.5) * Math.exp(Math.sin(0.5))', Math.cos(0.5) * Math.exp(Math.sin(0.5))],
    ['pipe(cube, grad)(2)', pipe(cube, grad)(2)],
    ['pipe(cube, grad, grad)(2)', pipe(cube, grad, grad)(2)],
    ['pipe(cube, grad, grad, grad)(2)', pipe(cube, grad, grad, grad)(2)],
  )
}

function* classes(): Iterable<Block> {
  yield text("Code written against the type classes of fp-ts knows nothing of derivatives, and has them. Horner's rule over any field, for 7 − 3x + 2x² + x³:")
  yield code(`
    const horner = <A>(F: Field<A>) => (coefficients: ReadonlyArray<A>, x: A): A =>
      coefficients.reduceRight((sum, c) => F.add(c, F.mul(x, sum)), F.zero)

    const polynomial = horner(scalarField)            // over expressions
  `)
  yield facts(
    ['horner(number.Field)([7, -3, 2, 1], 3)', horner(number.Field)(coefficients, 3)],
    ['evaluate(polynomial)([7, -3, 2, 1], 3)', evaluate(polynomial)(coefficients, 3)],
    ['grad(polynomial, { argnums: 1 })(…)', grad(polynomial, { argnums: 1 })(coefficients, 3), 'by x: −3 + 4x + 3x²'],
    ['grad(polynomial)(…)', grad(polynomial)(coefficients, 3), 'by the coefficients: 1, x, x², x³'],
    ['grad(concatAll(productMonoid))([2, 3, 5])', grad(product)([2, 3, 5])],
  )
}

/** A dual number as one writes it: a + b·ε. */
const showDual =
  <A>(inner: (a: A) => string, epsilon: string) =>
  ({ primal, tangent }: Dual<A>): string =>
    option.isNone(tangent) ? inner(primal) : `${inner(primal)} + ${inner(tangent.value)}·${epsilon}`

function* carriers(): Iterable<Block> {
  const [x1, x2, rate, still] = [tensor(2), tensor(5), tensor(1), tensor(0)]
  const once = fold(dual(evaluate))(program)([dualOf(x1, rate), steady(x2)])
  const twice = fold(dual(dual(evaluate)))(trace(cube)(2))([dualOf(dualOf(x1, rate), dualOf(rate, still))])
  const single = showDual(numberOf, 'ε')
  const double = showDual((inner: Dual<AnyTensor>) => `(${single(inner)})`, 'δ')
  yield text(`A program means what an algebra says it means. \`evaluate\` is the algebra of numbers; \`dual\` makes from any algebra that of its dual numbers a + b·ε, where ε² = 0:
    b is the derivative. So f of the first chapter runs on dual numbers, and x³ on dual numbers of dual numbers, which know the second derivative:`)
  yield facts(
    ['fold(dual(evaluate))(f) at 2 + 1·ε, 5', once.map(single).join('')],
    ['fold(dual(dual(evaluate)))(cube) at (2 + 1·ε) + (1 + 0·ε)·δ', twice.map(double).join('')],
  )
}

function* body(): Iterable<Block> {
  yield* functions()
  yield* classes()
  yield* carriers()
  yield* taping()
}

export const composition: Chapter = { title: 'Composition', body }

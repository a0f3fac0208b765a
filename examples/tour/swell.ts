/**
 * Symbolic differentiation, and how its formulas swell: the logistic map, before and after
 * simplification.
 */
import { option, function as F } from 'fp-ts'
import {
  expressionSize,
  formula,
  jvp,
  mul,
  ofPolynomial,
  operations,
  type Polynomial,
  polynomial,
  type Program,
  real,
  type Scalar,
  showPolynomial,
  showTable,
  simplify,
  sub,
  symbolic,
  trace,
  valueAndGrad,
} from 'wengert'
import { type Block, facts, figure, text } from './page.ts'

/** l₁ = x, lₙ₊₁ = 4lₙ(1 − lₙ). */
const logistic =
  (n: number) =>
  (x: Scalar): Scalar =>
    Array.from({ length: n - 1 }).reduce((l: Scalar) => mul(mul(4, l), sub(1, l)), x)

const orders = [1, 2, 3, 4, 5, 6, 7, 8]

const programOf = (n: number): Program => trace(logistic(n))(0.5)

/** The derivative of a program by an input, by the rules of a calculus book, simplified. */
export const derivativeOf = (program: Program, input: number): Program => simplify(symbolic(program, input), real)

const subscript = (n: number): string => '₀₁₂₃₄₅₆₇₈₉'[n] ?? ''

const derivative = (n: number): string => `dl${subscript(n)}/dx`

/** The derivative as a polynomial, its coefficients exact. */
const exact = (n: number): Polynomial =>
  F.pipe(
    polynomial(symbolic(programOf(n), 0)),
    option.getOrElse((): Polynomial => {
      throw new Error('the logistic map is a polynomial')
    }),
  )

const largest = ({ terms }: Polynomial): string =>
  terms.map(({ coefficient }) => String(coefficient).replace('-', '')).reduce((a, b) => (b.length > a.length || (b.length === a.length && b > a) ? b : a))

export function* swell(): Iterable<Block> {
  yield text(
    `Symbolic differentiation is exact, but what it makes are formulas, and formulas share nothing: where two factors meet, the product rule writes both of them twice. Take the logistic map, l₁ = x and lₙ₊₁ = 4lₙ(1 − lₙ). Applied to the letter, the rules give:`,
  )
  yield facts(...[2, 3].map((n) => [derivative(n), formula(symbolic(programOf(n), 0), { sharing: 'inline' })] as const))
  yield text(
    'The sizes of such formulas, counted in symbols; and beside them the operations of the same derivative as a program, where a value that is used twice is computed once:',
  )
  const rows = orders.map((n) => {
    const l = programOf(n)
    const book = symbolic(l, 0)
    const tame = simplify(book, real)
    return [n, expressionSize(l), expressionSize(book), expressionSize(tame), operations(tame), operations(jvp(l)), operations(valueAndGrad(l))].map(String)
  })
  yield figure(showTable({ head: ['n', 'lₙ written out', 'dlₙ/dx', 'simplified', 'as a program', 'forward AD', 'reverse AD'], rows }, 'text'))
  yield text(
    'The formula more than doubles at each step, the program grows by a constant. What swells is the writing, not the derivative. Multiplied out, with whole numbers that are exact, simplification ends in polynomials:',
  )
  yield facts(...orders.slice(0, 4).map((n) => [derivative(n), showPolynomial(exact(n))] as const))
  yield facts(
    ...orders.slice(4).map((n): readonly [string, string, string] => {
      const p = exact(n)
      return [
        derivative(n),
        `${p.terms.length} terms`,
        `${operations(simplify(ofPolynomial(p)))} operations by Horner, largest coefficient ${largest(p).length > 24 ? `of ${largest(p).length} digits` : largest(p)}`,
      ]
    }),
  )
}

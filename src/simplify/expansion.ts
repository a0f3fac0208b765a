/**
 * Between programs and polynomials: a scalar program expanded into its polynomial, as an algebra, and
 * a polynomial written as a program by Horner's rule.
 */
import { function as F, option as O } from 'fp-ts'
import type { Option } from 'fp-ts/lib/Option.js'
import { aval } from '../array/aval.ts'
import { elementOf } from '../array/tensor.ts'
import { add, mul } from '../basis/arithmetic.ts'
import { whole } from '../basis/params.ts'
import { entry, valueAt } from '../entry.ts'
import { pow } from '../primitive/power.ts'
import { square } from '../primitive/arithmetic.ts'
import { fold } from '../program/fold.ts'
import type { Algebra, Params, Program, Scalar } from '../program/model.ts'
import { toExpr } from '../program/operate.ts'
import { close } from '../program/trace.ts'
import { phantom } from '../type/phantom.ts'
import {
  addPolynomials,
  constantOf,
  constantPolynomial,
  checkPolynomial,
  contentOf,
  mulPolynomials,
  negPolynomial,
  type Polynomial,
  powPolynomial,
  quotient,
  type Term,
  variablePolynomial,
} from './polynomial.ts'
import { checkProgram } from '../program/given.ts'

const { pipe } = F

type Operator = (p: Polynomial, q: Polynomial, params: Params) => Option<Polynomial>

/** An operator where there may be no polynomial. */
const both =
  (operator: (p: Polynomial, q: Polynomial) => Option<Polynomial>) =>
  (p: Option<Polynomial>, q: Option<Polynomial>): Option<Polynomial> =>
    pipe(
      p,
      O.chain((a) =>
        pipe(
          q,
          O.chain((b) => operator(a, b)),
        ),
      ),
    )

/** 1/c for c = ±2ᵏ, the only division that stays dyadic. */
const inverse = (c: number): Option<number> => (Math.abs(c) === 2 ** Math.round(Math.log2(Math.abs(c))) ? O.some(1 / c) : O.none)

/** p / q where q is ±2ᵏ. */
const quotients: Operator = (p, q) =>
  pipe(
    constantOf(q),
    O.chain(inverse),
    O.chain((c) => constantPolynomial(p.names, c)),
    O.chain((c) => mulPolynomials(p, c)),
  )

/** The derivative of pⁿ by p: n·pⁿ⁻¹, and n(n − 1)…·pⁿ⁻ⁱ for more of them; for whole n from 0. */
const powerDerivative =
  (i: number): Operator =>
  (p, q) =>
    pipe(
      constantOf(q),
      O.chain((n) => {
        const factors = Array.from({ length: i }, (_, m) => constantPolynomial(p.names, n - m))
        const isGone = factors.some((c) => O.isSome(c) && c.value.terms.length === 0)
        return factors.reduce(both(mulPolynomials), isGone ? O.some(p) : powPolynomial(p, n - i))
      }),
    )

/** What each primitive does to polynomials, by its name. */
const operators: { readonly [primitive: string]: Operator } = {
  add: (p, q) => O.some(addPolynomials(p, q)),
  sub: (p, q) => O.some(addPolynomials(p, negPolynomial(q))),
  mul: mulPolynomials,
  neg: (p) => O.some(negPolynomial(p)),
  square: (p) => mulPolynomials(p, p),
  pow: (p, q) =>
    pipe(
      constantOf(q),
      O.chain((n) => powPolynomial(p, n)),
    ),
  powByBase: powerDerivative(1),
  powByBaseTwice: powerDerivative(2),
  powDerivative: (p, q, params) => (whole('powDerivative', params, 'j') === 0 ? powerDerivative(whole('powDerivative', params, 'i'))(p, q, params) : O.none),
  div: quotients,
}

/** The algebra of polynomials in variables of these names. */
const polynomials = (names: ReadonlyArray<string>): Algebra<Option<Polynomial>> => ({
  literal: (value) => (value.shape.length === 0 && value.dtype === 'float64' ? constantPolynomial(names, elementOf(value)) : O.none),
  apply: ({ primitive, params, results }, args) => {
    const operator = Object.hasOwn(operators, primitive.name) ? operators[primitive.name] : undefined
    const [p = O.none, q = p] = args
    return results.map(() => (operator === undefined ? O.none : both((a, b) => operator(a, b, params))(p, q)))
  },
})

/** Names of the variables: the program's own, else x, or x1, x2, … where there are several. */
const namesOf = ({ names, inputs }: Program): ReadonlyArray<string> => inputs.map((_, i) => names[i] || (inputs.length === 1 ? 'x' : `x${i + 1}`))

/**
 * The polynomial that a program of float64 scalars with one output is; none where it uses more than
 * + − · , negation, squares, powers by whole constants and division by powers of two, or where the
 * expansion would be too large to write out.
 *
 * @example
 * const cubic = polynomial(trace((x: Scalar) => mul(add(x, 1), square(add(x, 1))))(1))
 * O.isSome(cubic) ? cubic.value.terms.map((term) => Number(term.coefficient)) : []   // [1, 3, 3, 1]
 * @category polynomials
 */
export const polynomial = (program: Program): Option<Polynomial> => {
  checkProgram('polynomial', program)
  if (program.outputs.length !== 1 || program.inputs.some((of) => of.text !== 'f64')) return O.none
  const names = namesOf(program)
  return entry(fold(polynomials(names))(program)(names.map((_, i) => O.some(variablePolynomial(names, i)))), 0)
}

// back to programs -------------------------------------------------------------------------

type Value = Scalar | number

const plus = (a: Value, b: Value): Value => (a === 0 ? b : b === 0 ? a : phantom(add(a, phantom<Scalar>(b))))
const times = (a: Value, b: Value): Value => (a === 1 ? b : b === 1 ? a : phantom(mul(a, phantom<Scalar>(b))))
const raised = (x: Scalar, n: number): Value => (n === 0 ? 1 : n === 1 ? x : n === 2 ? square(x) : pow(x, n))

/** Horner's rule in the first variable, its coefficients by Horner's rule in the others. Recursion is over variables. */
const horner = (terms: ReadonlyArray<Term>, content: bigint, [x, ...others]: ReadonlyArray<Scalar>, axis: number): Value => {
  if (x === undefined) return terms.reduce((sum, { coefficient }) => sum + Number(coefficient / content), 0)
  const groups = new Map<number, Array<Term>>()
  for (const term of terms) groups.set(entry(term.powers, axis), [...(groups.get(entry(term.powers, axis)) ?? []), term])
  const powers = [...groups.keys()].sort((a, b) => b - a)
  let total: Value = 0
  powers.forEach((power, i) => {
    const below = powers[i + 1] ?? 0
    total = times(raised(x, power - below), plus(total, horner(valueAt(groups, power), content, others, axis + 1)))
  })
  return total
}

/**
 * A polynomial as a program by Horner's rule, the content in front. Coefficients become the nearest
 * float64.
 *
 * @example
 * const cubic = polynomial(trace((x: Scalar) => pow(add(x, 1), 3))(1))
 * O.isSome(cubic) ? run(ofPolynomial(cubic.value), { x: 2 }) : []   // [27]
 * @category polynomials
 */
export const ofPolynomial = (p: Polynomial): Program => {
  checkPolynomial('ofPolynomial', p)
  return close(
    p.names.map(() => aval('float64', [])),
    (xs) => {
      const content = contentOf(p)
      return [toExpr('ofPolynomial', p.terms.length === 0 ? 0 : times(quotient(content, p.shift), horner(p.terms, content, phantom(xs), 0)))]
    },
    p.names,
  )
}

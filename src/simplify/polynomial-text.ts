/**
 * Polynomials in writing: ascending powers, the common factor in front, as a line of text with Unicode
 * superscripts or as LaTeX.
 */
import { entry } from '../entry.ts'
import { checkPolynomial, contentOf, type Polynomial, type Term } from './polynomial.ts'

/** What differs between one way of writing and the other. */
interface Hand {
  readonly minus: string
  readonly power: (name: string, n: number) => string
  readonly name: (name: string) => string
  readonly between: string
  readonly fraction: (a: string, b: string) => string
  /** A fraction in front of something else. */
  readonly factor: (fraction: string) => string
  readonly inParentheses: (text: string) => string
}

// A name of one letter, with a number or not, may follow its neighbour without a dot.
const isShort = (name: string): boolean => /^\p{L}[₀-₉\d]*$/u.test(name)

const superscript = (n: number): string => String(n).replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.charAt(Number(digit)))
const subscripts = '₀₁₂₃₄₅₆₇₈₉'
const lowered = (digits: string): string => digits.replace(/\d/g, (digit) => subscripts.charAt(Number(digit)))
const levelled = (digits: string): string => digits.replace(/[₀-₉]/g, (digit) => String(subscripts.indexOf(digit)))

const unicode: Hand = {
  minus: '−',
  power: (name, n) => name + superscript(n),
  name: (name) => (isShort(name) ? lowered(name) : name),
  between: '·',
  fraction: (a, b) => `${a}/${b}`,
  factor: (fraction) => `(${fraction})`,
  inParentheses: (text) => `(${text})`,
}

const latex: Hand = {
  minus: '-',
  power: (name, n) => `${name}^{${n}}`,
  name: (name) =>
    isShort(name)
      ? name.replace(/^(\p{L})(.+)$/u, (_, letter: string, index: string) => `${letter}_{${levelled(index)}}`)
      : `\\mathrm{${name.replace(/[_%#&$]/g, '\\$&')}}`,
  between: ' \\, ',
  fraction: (a, b) => `\\frac{${a}}{${b}}`,
  factor: (fraction) => fraction,
  inParentheses: (text) => `\\left(${text}\\right)`,
}

const size = (c: bigint): bigint => (c < 0n ? -c : c)

const written = (hand: Hand, { names, terms, shift }: Polynomial, content: bigint): string => {
  const dots = names.every(isShort) ? '' : hand.between
  const monomial = ({ powers }: Term): string =>
    powers.flatMap((n, i) => (n === 0 ? [] : [n === 1 ? hand.name(entry(names, i)) : hand.power(hand.name(entry(names, i)), n)])).join(dots)
  /** A coefficient's size times a monomial. */
  const product = (c: bigint, body: string): string => {
    if (body === '') return String(c)
    return c === 1n ? body : `${c}${dots}${body}`
  }
  const [first, ...rest] = terms
  if (first === undefined) return '0'
  const sign = content < 0n ? hand.minus : ''
  const ratio = hand.fraction(String(size(content)), String(2n ** BigInt(shift)))
  if (rest.length === 0) {
    const body = monomial(first)
    if (shift === 0) return sign + product(size(content), body)
    return sign + (body === '' ? ratio : hand.factor(ratio) + dots + body)
  }
  const alone = shift === 0 && size(content) === 1n
  const by = alone ? 1n : content
  const line = terms.reduce((text, term) => {
    const c = term.coefficient / by
    const part = product(size(c), monomial(term))
    if (text === '') return (c < 0n ? hand.minus : '') + part
    return `${text} ${c < 0n ? hand.minus : '+'} ${part}`
  }, '')
  return alone ? line : sign + (shift === 0 ? String(size(content)) : hand.factor(ratio)) + hand.inParentheses(line)
}

/**
 * A polynomial on one line.
 *
 * @example
 * const terms = [{ coefficient: 4n, powers: [0] }, { coefficient: -8n, powers: [1] }]
 * showPolynomial({ _tag: 'Polynomial', names: ['x'], terms, shift: 0 })   // '4(1 − 2x)'
 * @category polynomials
 */
export const showPolynomial = (p: Polynomial): string => {
  checkPolynomial('showPolynomial', p)
  return written(unicode, p, contentOf(p))
}

/**
 * A polynomial as LaTeX.
 *
 * @example
 * latexPolynomial({ _tag: 'Polynomial', names: ['x'], terms: [{ coefficient: 3n, powers: [10] }], shift: 1 })   // '\\frac{3}{2}x^{10}'
 * @category polynomials
 */
export const latexPolynomial = (p: Polynomial): string => {
  checkPolynomial('latexPolynomial', p)
  return written(latex, p, contentOf(p))
}

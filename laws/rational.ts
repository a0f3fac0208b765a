/**
 * Two exact carriers: the rational numbers as big integers, and the field of integers modulo a prime.
 * The laws of a ring hold in them to the last digit, where floats break associativity.
 */
import { elementOf } from '../src/array/tensor.ts'
import { raise } from '../src/failure.ts'
import type { Algebra } from '../src/program/model.ts'

/** n/d in lowest terms, d > 0. */
export interface Rational {
  readonly n: bigint
  readonly d: bigint
}

const size = (x: bigint): bigint => (x < 0n ? -x : x)

const divisor = (a: bigint, b: bigint): bigint => {
  let [x, y] = [size(a), size(b)]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

/**
 * n/d in lowest terms; a divisor of 0 is a failure, since the rationals have no ∞.
 *
 * @example
 * rational(6n, -4n).d === 2n   // true
 * @category oracles
 */
export const rational = (n: bigint, d: bigint = 1n): Rational => {
  // Numbers would be divided for ever.
  if (typeof n !== 'bigint' || typeof d !== 'bigint')
    return raise({ _tag: 'Argument', operation: 'rational', reason: 'takes whole numbers of type bigint', hint: 'write rational(1n, 2n)' })
  if (d === 0n) return raise({ _tag: 'Argument', operation: 'rational', reason: 'division by zero' })
  const common = divisor(n, d) * (d < 0n ? -1n : 1n)
  return { n: n / common, d: d / common }
}

/** The rational that a finite double is, exactly. */
export const exactly = (x: number): Rational => {
  let [scaled, d] = [x, 1n]
  while (!Number.isInteger(scaled)) [scaled, d] = [scaled * 2, d * 2n]
  return rational(BigInt(scaled), d)
}

export const showRational = ({ n, d }: Rational): string => (d === 1n ? `${n}` : `${n}/${d}`)

/** The operations of a field, by the primitives' names. */
interface Field<A> {
  readonly add: (x: A, y: A) => A
  readonly mul: (x: A, y: A) => A
  readonly neg: (x: A) => A
  readonly inverse: (x: A) => A
  readonly from: (x: number) => A
}

/** The algebra of scalar programs of field operations. */
const algebraOf = <A>({ add, mul, neg, inverse, from }: Field<A>): Algebra<A> => ({
  literal: (value) => from(elementOf(value)),
  apply: ({ primitive: { name } }, [x, y]) => {
    if (x === undefined) return []
    if (name === 'neg') return [neg(x)]
    if (name === 'square') return [mul(x, x)]
    if (name === 'reciprocal') return [inverse(x)]
    if (y !== undefined && name === 'add') return [add(x, y)]
    if (y !== undefined && name === 'sub') return [add(x, neg(y))]
    if (y !== undefined && name === 'mul') return [mul(x, y)]
    if (y !== undefined && name === 'div') return [mul(x, inverse(y))]
    return raise({ _tag: 'NoRule', operation: name, mode: 'an exact field', hint: 'use add, sub, mul, div, neg, square and reciprocal of scalars' })
  },
})

/**
 * The field of rational numbers.
 *
 * @example
 * fold(rationals)(trace((x: Scalar) => mul(x, 0.5))(0))([rational(1n, 3n)])[0]?.d === 6n   // true
 * @category oracles
 */
export const rationals: Algebra<Rational> = /*#__PURE__*/ algebraOf<Rational>({
  add: (x, y) => rational(x.n * y.d + y.n * x.d, x.d * y.d),
  mul: (x, y) => rational(x.n * y.n, x.d * y.d),
  neg: ({ n, d }) => ({ n: -n, d }),
  inverse: ({ n, d }) => rational(d, n),
  from: exactly,
})

/** A Mersenne prime: 2⁶¹ − 1. */
export const prime: bigint = /*#__PURE__*/ (() => 2n ** 61n - 1n)()

const residue = (x: bigint): bigint => ((x % prime) + prime) % prime

/** x⁻¹ = xᵖ⁻² by Fermat's little theorem. */
const inverted = (x: bigint): bigint => {
  let [power, factor, exponent] = [1n, residue(x), prime - 2n]
  for (; exponent > 0n; exponent /= 2n) {
    if (exponent % 2n === 1n) power = (power * factor) % prime
    factor = (factor * factor) % prime
  }
  return power
}

/** The homomorphism from the rationals whose denominators the prime does not divide. */
export const modulo = ({ n, d }: Rational): bigint => (residue(n) * inverted(d)) % prime

/**
 * The field of integers modulo the prime 2⁶¹ − 1.
 *
 * @example
 * fold(residues)(trace((x: Scalar) => mul(x, 2))(0))([5n])[0] === 10n   // true
 * @category oracles
 */
export const residues: Algebra<bigint> = /*#__PURE__*/ algebraOf<bigint>({
  add: (x, y) => residue(x + y),
  mul: (x, y) => residue(x * y),
  neg: (x) => residue(-x),
  inverse: inverted,
  from: (x) => modulo(exactly(x)),
})

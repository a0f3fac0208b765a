/**
 * Random numbers as values: a key is data, a sample is a pure function of a key, and using a key twice
 * gives the same numbers twice. Split a key to get independent ones.
 */
import { said } from '../array/list.ts'
import { entry } from '../entry.ts'
import { aval } from '../array/aval.ts'
import type { DType } from '../array/dtype.ts'
import { checkedShape, type Dims, showShape, sizeOf } from '../array/shape.ts'
import { dataOf, isTensor, seal, type Tensor } from '../array/tensor.ts'
import { add, mul } from '../basis/arithmetic.ts'
import { toFloat, toInt, where } from '../basis/choice.ts'
import { lt } from '../basis/comparison.ts'
import { raise } from '../failure.ts'
import { isExpr } from '../program/expr.ts'
import type { AnyExpr, Expr, IntExpr } from '../program/model.ts'
import { describe } from '../program/describe.ts'
import { lowerOne, presentAs } from '../program/operate.ts'
import type { Tuple } from '../primitive/arrange.ts'
import { at } from '../primitive/at.ts'
import { neg, sqrt } from '../primitive/arithmetic.ts'
import { log1p } from '../primitive/exponential.ts'
import { stack } from '../primitive/join.ts'
import { argsort } from '../primitive/order.ts'
import { floor } from '../primitive/rounding.ts'
import { reshape } from '../primitive/shape.ts'
import { shiftRight } from '../primitive/bits.ts'
import { cos } from '../primitive/trigonometric.ts'
import { phantom } from '../type/phantom.ts'
import type { ExprOf, Operand, PlainOf } from '../type/value.ts'
import type { Size, Sizes } from '../type/whole.ts'
import { onNumbers, onWords, threefry, type Words } from './threefry.ts'

/** Two words; from `key`, `split` or `fold`. */
export type Key = Tensor<[2], 'int32'> | IntExpr<[2]>

type Written<S extends Dims> = { -readonly [I in keyof S]: S[I] }

/** What is drawn with an expression for a key is an expression; with a value, a value of the kind of its shape. */
export type Sampled<K, S extends Dims, D extends DType = 'float64'> = K extends IntExpr ? ExprOf<Written<S>, D> : PlainOf<Written<S>, D>

const ints = (values: ArrayLike<number>): Words => phantom(seal(aval('int32', [values.length]), Int32Array.from(values)))

/**
 * The key of a seed, a whole number from 0 to 2⁵³; any other is refused.
 *
 * @example
 * key(42)   // an int32 Tensor of shape [2]: 0 42
 * @category random numbers
 */
export const key = (seed: number): Tensor<[2], 'int32'> =>
  Number.isSafeInteger(seed) && seed >= 0
    ? phantom(ints([Math.floor(seed / 2 ** 32), seed]))
    : raise({ _tag: 'Argument', operation: 'key', reason: `the seed ${said(seed)} is not a whole number from 0 to 2⁵³` })

const words = (of: Key): readonly [Words, Words] => {
  if (!(isExpr(of) || isTensor(of)) || of.dtype !== 'int32' || of.shape.length !== 1 || of.shape[0] !== 2)
    return raise({ _tag: 'Argument', operation: 'random', reason: `a key was expected, got ${describe(of)}`, hint: 'make one with key(seed)' })
  return [phantom(at(of, [0, 1])), phantom(at(of, [1, 2]))]
}

const counters = (count: number, stream: number): readonly [Words, Words] => [
  ints(Array.from({ length: count }, (_, i) => i)),
  ints(new Int32Array(count).fill(stream)),
]

const traced = /*#__PURE__*/ threefry(onWords)
const plain = /*#__PURE__*/ threefry(onNumbers)

/** The blocks of a stream under a key that is known, the same bits. */
const known = ([k0, k1]: readonly [number, number], count: number, stream: number): readonly [Words, Words] => {
  const [first, second] = [new Int32Array(count), new Int32Array(count)]
  for (let i = 0; i < count; i++) [first[i], second[i]] = plain([k0, k1], [i, stream])
  return [ints(first), ints(second)]
}

const blocks = (of: Key, count: number, stream: number): readonly [Words, Words] => {
  const pair = words(of)
  if (!isTensor(of)) return traced(pair, counters(count, stream))
  const data = dataOf(of)
  return known([entry(data, 0), entry(data, 1)], count, stream)
}

// Streams keep what is drawn for different ends from one key apart.
const streams = { split: 1, fold: 2, uniform: 3, angle: 4 }

/**
 * n independent keys from one, of the kind that it is. A variable for the key of a loop is best left to its first value, as in
 * `let k = key(0)`: declared as a `Key`, which may be of either kind, its type would depend on itself.
 *
 * @example
 * const [a, b] = random.split(random.key(0), 2)
 * random.uniform(a, []) === random.uniform(b, [])   // false
 * @category random numbers
 */
export const split = <K extends Key, const N extends number = 2>(of: K, n?: N & Size<'split', N>): Tuple<K, N> => {
  const count = entry(checkedShape('split', [n ?? 2]), 0)
  const [x0, x1] = blocks(of, count, streams.split)
  const both = stack([phantom<IntExpr>(x0), phantom<IntExpr>(x1)], 1)
  return phantom(Array.from({ length: count }, (_, i) => at(both, i)))
}

/**
 * A key that depends on a whole number too: one key per step or row, without splitting.
 *
 * @example
 * random.uniform(random.fold(random.key(0), 1), []) === random.uniform(random.fold(random.key(0), 2), [])   // false
 * @category random numbers
 */
export const fold = <K extends Key>(of: K, data: number | IntExpr<[]> | Tensor<[], 'int32'>): K => {
  if (typeof data === 'number' && !(Number.isInteger(data) && data >= -(2 ** 31) && data < 2 ** 32))
    return raise({ _tag: 'Argument', operation: 'fold', reason: `${data} is not a whole number of 32 bits` })
  const counter: Words = typeof data === 'number' ? ints([data]) : phantom(reshape(data, [1]))
  const [x0, x1] = traced(words(of), [counter, ints([streams.fold])])
  return phantom(reshape(stack([phantom<IntExpr>(x0), phantom<IntExpr>(x1)]), [2]))
}

/** 53 bits of two words as a number in [0, 1). */
const fraction = ([x0, x1]: readonly [Words, Words]): Expr => {
  const high = toFloat(phantom<IntExpr>(shiftRight(x0, 5)))
  const low = toFloat(phantom<IntExpr>(shiftRight(x1, 6)))
  return phantom(mul(add(mul(high, 2 ** 26), low), 2 ** -53))
}

/** Handed out as other operations hand out values: a number, a Float64Array, else a Tensor. */
const unit = (of: Key, shape: Dims, stream: number): Expr => {
  const made = lowerOne('random', reshape(fraction(blocks(of, sizeOf(checkedShape('random', shape)), stream)), shape))
  return phantom(presentAs(made, []))
}

/**
 * Numbers uniform in [from, to), in steps of 2⁻⁵³ of the interval.
 *
 * @example
 * uniform(key(0), [1000]).every((x) => x >= 0 && x < 1)   // true
 * @category random numbers
 */
export const uniform = <K extends Key, const S extends Dims>(of: K, shape: S & Sizes<'random', S>, from = 0, to = 1): Sampled<K, S> => {
  const x = unit(of, shape, streams.uniform)
  if (from === 0 && to === 1) return phantom(x)
  if (!(from < to && Number.isFinite(to - from)))
    return raise({ _tag: 'Argument', operation: 'uniform', reason: `there are no numbers from ${from} up to, but not including, ${to}` })
  const y = add(mul(x, to - from), from)
  // Rounding may reach the end, which is not to be drawn.
  return phantom(where(lt(y, to), y, from))
}

/**
 * Standard normal numbers, by the method of Box and Muller (1958), of any shape.
 *
 * @example
 * normal(key(0), [3]).length   // 3
 * @category random numbers
 */
export const normal = <K extends Key, const S extends Dims>(of: K, shape: S & Sizes<'random', S>): Sampled<K, S> => {
  // log(1 − u) with u in [0, 1) is finite.
  const radius = sqrt(mul(-2, log1p(neg(unit(of, shape, streams.uniform)))))
  return phantom(mul(radius, cos(mul(2 * Math.PI, unit(of, shape, streams.angle)))))
}

/**
 * Exponential numbers of rate 1, −ln(1 − u) with u uniform in [0, 1), of any shape: none is above 53 ln 2 ≈ 36.7. For another rate
 * divide by it.
 *
 * @example
 * exponential(key(0), [1000]).every((x) => x >= 0)   // true
 * @category random numbers
 */
export const exponential = <K extends Key, const S extends Dims>(of: K, shape: S & Sizes<'random', S>): Sampled<K, S> =>
  phantom(neg(log1p(neg(unit(of, shape, streams.uniform)))))

/**
 * Whole numbers uniform in [from, to), as int32, of any shape.
 *
 * @example
 * toArray(randint(key(0), [4], 7, 8))   // [7, 7, 7, 7]
 * @category random numbers
 */
export const randint = <K extends Key, const S extends Dims>(of: K, shape: S & Sizes<'random', S>, from: number, to: number): Sampled<K, S, 'int32'> => {
  if (!Number.isInteger(from) || !Number.isInteger(to) || from >= to)
    return raise({ _tag: 'Argument', operation: 'randint', reason: `there is no whole number from ${from} up to, but not including, ${to}` })
  if (from < -(2 ** 31) || to > 2 ** 31)
    return raise({ _tag: 'Argument', operation: 'randint', reason: `whole numbers from ${from} to ${to} do not all fit in int32` })
  return phantom(toInt(phantom<Expr>(add(floor(mul(unit(of, shape, streams.uniform), to - from)), from))))
}

/**
 * Masks of a shape that hold with probability p, which broadcasts to it; below 0 never, above 1 always.
 *
 * @example
 * toArray(bernoulli(key(0), 1, [2]))   // [true, true]
 * @category random numbers
 */
export const bernoulli = <K extends Key, P extends Operand, const S extends Dims>(
  of: K,
  p: P,
  shape: S & Sizes<'random', S>,
): Sampled<Extract<K | P, AnyExpr> extends never ? K : IntExpr, S, 'bool'> => {
  if (typeof p === 'number' && !(p >= 0 && p <= 1)) return raise({ _tag: 'Argument', operation: 'bernoulli', reason: `${p} is no probability` })
  const mask = lt(unit(of, shape, streams.uniform), phantom<Expr>(p))
  const drawn = isExpr(mask) || isTensor(mask) ? mask.shape : []
  return drawn.length === shape.length && drawn.every((n, i) => n === shape[i])
    ? phantom(mask)
    : raise({
        _tag: 'Shape',
        operation: 'bernoulli',
        shapes: [showShape(shape), showShape(drawn)],
        reason: 'differ: the probabilities do not fit in the shape',
      })
}

/**
 * The numbers 0 … n − 1 in random order, as int32.
 *
 * @example
 * sort(permutation(key(0), 3))   // an int32 Tensor of shape [3]: 0 1 2
 * @category random numbers
 */
export const permutation = <K extends Key, const N extends number>(of: K, n: N & Size<'random', N>): Sampled<K, readonly [N], 'int32'> =>
  phantom(argsort(unit(of, [n], streams.uniform)))

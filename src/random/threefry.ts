/**
 * Threefry-2x32 with 20 rounds: a counter-based generator. A block of two words is a pure function of a
 * key of two words and a counter of two words, so the same key gives the same bits everywhere: in a
 * trace, under `vmap`, inside a `scan`, on every machine.
 *
 * J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3",
 * SC11 (2011).
 */
import type { Tensor } from '../array/tensor.ts'
import { add } from '../basis/arithmetic.ts'
import { entry } from '../entry.ts'
import type { IntExpr } from '../program/model.ts'
import { bitOr, bitXor, shiftLeft, shiftRight } from '../primitive/bits.ts'
import { phantom } from '../type/phantom.ts'
import type { Shape } from '../type/shape.ts'

/** Words of 32 bits, of any shape. */
export type Words = Tensor<Shape, 'int32'> | IntExpr

const rotations: ReadonlyArray<ReadonlyArray<number>> = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
]

/** The parity constant of the key schedule. */
const parity = 0x1bd11bda

/** What the cipher does to words, of any kind. */
export interface Arithmetic<W> {
  /** Wraps, as int32 addition does. */
  readonly plus: (x: W, y: W) => W
  readonly xor: (x: W, y: W) => W
  /** To the left, what falls out coming in on the right. */
  readonly rotate: (x: W, by: number) => W
  readonly word: (value: number) => W
}

/** Of arrays and expressions. */
export const onWords: Arithmetic<Words> = {
  plus: (x, y) => phantom(add(phantom<IntExpr>(x), phantom<IntExpr>(y))),
  xor: (x, y) => phantom(bitXor(x, y)),
  rotate: (x, by) => phantom(bitOr(phantom<IntExpr>(shiftLeft(x, by)), phantom<IntExpr>(shiftRight(x, 32 - by)))),
  word: (value) => phantom(value),
}

/** Of int32 as numbers: many blocks of values are drawn one by one so, without an array for every step of the cipher. */
export const onNumbers: Arithmetic<number> = {
  plus: (x, y) => (x + y) | 0,
  xor: (x, y) => x ^ y,
  rotate: (x, by) => (x << by) | (x >>> (32 - by)),
  word: (value) => value,
}

/** Encrypt counters under a key; arrays broadcast. */
export const threefry =
  <W>({ plus, xor, rotate, word }: Arithmetic<W>) =>
  (key: readonly [W, W], counter: readonly [W, W]): readonly [W, W] => {
    const [k0, k1] = key
    const schedule: ReadonlyArray<W> = [k0, k1, xor(xor(k0, k1), word(parity))]
    let [x0, x1] = [plus(counter[0], k0), plus(counter[1], k1)]
    for (let group = 0; group < 5; group++) {
      for (const by of entry(rotations, group % 2)) {
        x0 = plus(x0, x1)
        x1 = xor(rotate(x1, by), x0)
      }
      x0 = plus(x0, entry(schedule, (group + 1) % 3))
      x1 = plus(plus(x1, entry(schedule, (group + 2) % 3)), word(group + 1))
    }
    return [x0, x1]
  }

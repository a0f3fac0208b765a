/**
 * Random numbers as values: a key decides every bit wherever it is used, and what is drawn has the
 * distribution it says. Seeds are fixed, so a test here never fails by chance.
 */
import { describe, expect, it } from 'vitest'
import { isTensor, type Tensor, tensor, toArray } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { toFloat } from '../../src/basis/choice.ts'
import { evaluate, vmap } from '../../src/call/vectorised.ts'
import { grad } from '../../src/call/gradient.ts'
import { square } from '../../src/primitive/arithmetic.ts'
import { at } from '../../src/primitive/at.ts'
import { scan } from '../../src/primitive/control.ts'
import { stack } from '../../src/primitive/join.ts'
import { sort } from '../../src/primitive/order.ts'
import type { Expr, IntExpr, Mask, Scalar, Vector } from '../../src/program/model.ts'
import { categorical } from '../../src/random/categorical.ts'
import { bernoulli, exponential, fold, type Key, key, normal, permutation, randint, split, uniform } from '../../src/random/sample.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { integers, ints, kind, numbersOf } from '../primitive/operation.ts'
import { exactly } from '../type/exactly.ts'
import type { Table } from '../table.ts'

const k = key(42)
const many = 20_000

const samplers: Table<readonly [string, (of: Key) => unknown]> = [
  ['split', (of) => stack(phantom<ReadonlyArray<IntExpr<[2]>>>(split(of, 3)))],
  ['fold', (of) => fold(of, 7)],
  ['uniform', (of) => uniform(of, [2, 3])],
  ['uniform of rank 0', (of) => uniform(of, [])],
  ['uniform from −1 to 3', (of) => uniform(of, [4], -1, 3)],
  ['normal', (of) => normal(of, [5])],
  ['randint', (of) => randint(of, [5], -10, 10)],
  ['bernoulli', (of) => bernoulli(of, 0.5, [8])],
  ['exponential', (of) => exponential(of, [5])],
  [
    'categorical',
    (of) =>
      categorical(
        of,
        tensor([
          [0, 1, 2],
          [2, 1, 0],
        ]),
        [4, 2],
      ),
  ],
  ['permutation', (of) => permutation(of, 6)],
]

describe.each(samplers)('%s', (_, draw) => {
  const f = (of: IntExpr<[2]>): Expr => phantom(draw(of))
  it('gives one key the same bits, in a trace too', () => {
    expect(numbersOf(draw(k))).toEqual(numbersOf(draw(key(42))))
    expect(kind(evaluate(f)(k))).toBe(kind(draw(k)))
  })
  it('gives every key of a batch the bits it has alone', () => {
    const keys = split(k, 3)
    expect(numbersOf(vmap(f)(stack(keys)))).toEqual(keys.flatMap((one) => numbersOf(draw(one))))
  })
  it('gives a key carried through a scan the bits it has outside', () => {
    const [last, rows] = evaluate((start: IntExpr<[2]>, xs: Vector<3>) =>
      scan(
        (of: IntExpr<[2]>, _x: Scalar) => {
          const [next, here] = split(of)
          return [next, f(here)] as const
        },
        start,
        xs,
      ),
    )(k, new Float64Array(3))
    const expected: Array<number> = []
    let at: Key = k
    for (let i = 0; i < 3; i++) {
      const [next, here]: readonly [Key, Key] = split(at)
      expected.push(...numbersOf(draw(here)))
      at = next
    }
    expect(numbersOf(rows)).toEqual(expected)
    expect(numbersOf(last)).toEqual(numbersOf(at))
  })
  it('gives other keys other bits', () => {
    const seen = new Set(Array.from({ length: 12 }, (__, seed) => numbersOf(draw(key(seed))).join()))
    expect(seen.size).toBeGreaterThan(9)
  })
})

describe('keys', () => {
  it('are the two words of a seed', () => {
    expect(kind(key(42))).toBe('i32[2] 0 42')
    expect(kind(key(2 ** 32 + 5))).toBe('i32[2] 1 5')
    expect(kind(key(2 ** 32 - 1))).toBe('i32[2] 0 -1')
    expect(kind(key(2 ** 53 - 1))).toBe('i32[2] 2097151 -1')
    for (const seed of [-1, 0.5, Number.NaN, 2 ** 53])
      expect(refusal(() => key(seed))).toBe(`Argument: key: the seed ${seed} is not a whole number from 0 to 2⁵³`)
  })
  it('split into keys that differ from each other, from their parent and from those of other ends', () => {
    const count: number = 100
    const keys = split(k, count)
    expect(keys).toHaveLength(100)
    expect(keys.every((of) => isTensor(of) && of.shape[0] === 2)).toBe(true)
    const folded = Array.from({ length: 100 }, (_, i) => fold(k, i))
    expect(new Set([k, ...keys, ...folded].map((of) => numbersOf(of).join())).size).toBe(201)
    expect(split(k, 0)).toEqual([])
    expect(split(k)).toHaveLength(2)
    // The first keys do not depend on how many there are.
    expect(split(k, 5).map(kind)).toEqual(split(k, 9).slice(0, 5).map(kind))
  })
  it('that were split are independent: what they draw is not correlated', () => {
    const [a, b] = split(k)
    const pairs: Table<readonly [Key, Key]> = [
      [a, b],
      [k, a],
      [k, fold(k, 1)],
      [fold(k, 1), fold(k, 2)],
      [key(1), key(2)],
    ]
    for (const pair of pairs) {
      const [x = [], y = []] = pair.map((of) => numbersOf(normal(of, [many / 10])))
      expect(Math.abs(x.reduce((s, v, n) => s + v * (y[n] ?? 0), 0)) / Math.sqrt(many / 10)).toBeLessThan(5)
    }
  })
  it('fold in whole numbers, known or computed', () => {
    const f = (of: IntExpr<[2]>, i: IntExpr<[]>): IntExpr => fold(of, i)
    expect(kind(evaluate(f)(k, ints([], 7)))).toBe(kind(fold(k, 7)))
    expect(kind(fold(k, ints([], 7)))).toBe(kind(fold(k, 7)))
    expect(numbersOf(vmap(f, { inAxes: [null, 0] })(k, ints([3], 5, 6, 7))).slice(4)).toEqual(numbersOf(fold(k, 7)))
    expect(kind(fold(k, 2 ** 32 - 1))).toBe(kind(fold(k, -1)))
    for (const data of [0.5, Number.NaN, 2 ** 32, -(2 ** 31) - 1])
      expect(refusal(() => fold(k, data))).toBe(`Argument: fold: ${data} is not a whole number of 32 bits`)
  })
  it('are asked for where something else is given', () => {
    expect(refusal(() => uniform(phantom<Key>(42), []))).toBe('Argument: random: a key was expected, got a number; make one with key(seed)')
    expect(refusal(() => normal(phantom<Key>(tensor([0, 1])), []))).toContain('a key was expected')
    expect(refusal(() => split(phantom<Key>(ints([3], 1, 2, 3))))).toContain('a key was expected')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => split(k, -1))).toContain('split: shapes [-1] have the size -1')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => split(k, 1.5))).toContain('have the size 1.5')
  })
})

/** Sample moments and how many standard errors they are off. */
const off = (xs: ReadonlyArray<number>, mean: number, variance: number): number =>
  Math.abs(xs.reduce((a, b) => a + b, 0) / xs.length - mean) / Math.sqrt(variance / xs.length)

describe('uniform', () => {
  it('has its moments, and fills its cells evenly', () => {
    const xs = numbersOf(uniform(k, [many]))
    expect(xs.every((x) => x >= 0 && x < 1)).toBe(true)
    expect(off(xs, 1 / 2, 1 / 12)).toBeLessThan(5)
    expect(
      off(
        xs.map((x) => x ** 2),
        1 / 3,
        4 / 45,
      ),
    ).toBeLessThan(5)
    expect(
      off(
        xs.map((x) => x ** 3),
        1 / 4,
        9 / 112,
      ),
    ).toBeLessThan(5)
    // χ² over 64 cells, and of neighbours over 8 × 8: mean 63, standard deviation √126.
    const cells = new Float64Array(64)
    for (const x of xs) cells[Math.floor(x * 64)] = (cells[Math.floor(x * 64)] ?? 0) + 1
    const chi = (counts: Float64Array, n: number): number => counts.reduce((s, c) => s + (c - n / 64) ** 2 / (n / 64), 0)
    expect(Math.abs(chi(cells, many) - 63) / Math.sqrt(126)).toBeLessThan(5)
    const squares = new Float64Array(64)
    for (let i = 0; i < many; i += 2) {
      const cell = 8 * Math.floor((xs[i] ?? 0) * 8) + Math.floor((xs[i + 1] ?? 0) * 8)
      squares[cell] = (squares[cell] ?? 0) + 1
    }
    expect(Math.abs(chi(squares, many / 2) - 63) / Math.sqrt(126)).toBeLessThan(5)
    // All 53 bits are in use.
    expect(
      off(
        xs.map((x) => ((x * 2 ** 52) % 1) * 2),
        1 / 2,
        1 / 4,
      ),
    ).toBeLessThan(5)
  })
  it('takes an interval, whose end is not in it', () => {
    const xs = numbersOf(uniform(k, [many], -2, 6))
    expect(off(xs, 2, 64 / 12)).toBeLessThan(5)
    expect(xs.every((x) => x >= -2 && x < 6)).toBe(true)
    // Between neighbouring numbers rounding goes to the end half of the time.
    const [low, high] = [1, 1 + Number.EPSILON]
    expect(numbersOf(uniform(k, [100], low, high)).every((x) => x === low)).toBe(true)
    expect(numbersOf(uniform(k, [100], -high, -low)).every((x) => x === -high)).toBe(true)
  })
  it('has the kind of its shape', () => {
    expect(typeof uniform(k, [])).toBe('number')
    expect(uniform(k, [3])).toBeInstanceOf(Float64Array)
    expect(uniform(k, [2, 2]).shape).toEqual([2, 2])
    expect(kind(uniform(k, [0]))).toBe('Float64Array')
    expect(kind(uniform(k, [2, 0]))).toBe('f64[2,0] ')
    expect(numbersOf(uniform(k, [2, 3]))).toEqual(numbersOf(uniform(k, [6])))
    expect(typeof uniform(k, [], 2, 3)).toBe('number')
  })
  it('refuses what is no shape and no interval', () => {
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => uniform(k, [-1]))).toContain('have the size -1')
    expect(refusal(() => uniform(k, [], 1, 1))).toBe('Argument: uniform: there are no numbers from 1 up to, but not including, 1')
    for (const [from, to] of [
      [2, 1],
      [0, Number.NaN],
      [0, Number.POSITIVE_INFINITY],
      [-1e308, 1e308],
    ] as const)
      expect(refusal(() => uniform(k, [], from, to))).toContain('there are no numbers')
  })
})

describe('normal', () => {
  it('has its moments and tails, and no correlation of neighbours', () => {
    const xs = numbersOf(normal(k, [many]))
    expect(xs.every(Number.isFinite)).toBe(true)
    expect(off(xs, 0, 1)).toBeLessThan(5)
    expect(
      off(
        xs.map((x) => x ** 2),
        1,
        2,
      ),
    ).toBeLessThan(5)
    expect(
      off(
        xs.map((x) => x ** 3),
        0,
        15,
      ),
    ).toBeLessThan(5)
    expect(
      off(
        xs.map((x) => x ** 4),
        3,
        96,
      ),
    ).toBeLessThan(5)
    for (const [z, p] of [
      [1, 0.15865525393145707],
      [2, 0.02275013194817921],
      [3, 0.0013498980316300957],
    ] as const) {
      expect(
        off(
          xs.map((x) => (x > z ? 1 : 0)),
          p,
          p * (1 - p),
        ),
      ).toBeLessThan(5)
      expect(
        off(
          xs.map((x) => (x < -z ? 1 : 0)),
          p,
          p * (1 - p),
        ),
      ).toBeLessThan(5)
    }
    expect(
      off(
        xs.slice(1).map((x, i) => x * (xs[i] ?? 0)),
        0,
        1,
      ),
    ).toBeLessThan(5)
  })
  it('is differentiated through what is made of it', () => {
    const loss = (mean: Scalar, of: IntExpr<[2]>): Scalar => sum(square(add(mean, normal(of, [4]))))
    const drawn = numbersOf(normal(k, [4]))
    expect(grad(loss)(2, k)).toBeCloseTo(
      drawn.reduce((s, x) => s + 2 * (2 + x), 0),
      12,
    )
  })
})

describe('exponential', () => {
  it('has its moments and tails', () => {
    const xs = numbersOf(exponential(k, [many]))
    expect(xs.every((x) => x >= 0 && x < 37)).toBe(true)
    const moments = [1, 2, 6, 24, 120, 720]
    for (const n of [1, 2, 3]) {
      const [mean = 0, square = 0] = [moments[n - 1], moments[2 * n - 1]]
      const powers = xs.map((x) => x ** n)
      expect(off(powers, mean, square - mean ** 2), `${n}`).toBeLessThan(5)
    }
    for (const t of [0.01, 1, 4]) {
      const tail = xs.map((x) => (x > t ? 1 : 0))
      expect(off(tail, Math.exp(-t), Math.exp(-t) * (1 - Math.exp(-t))), `${t}`).toBeLessThan(5)
    }
    expect(typeof exponential(k, [])).toBe('number')
    expect(kind(exponential(k, [2, 0]))).toBe('f64[2,0] ')
  })
})

describe('categorical', () => {
  const frequent = (drawn: unknown, shares: ReadonlyArray<number>): void => {
    const xs = numbersOf(drawn)
    shares.forEach((p, n) => {
      const hits = xs.map((x) => (x === n ? 1 : 0))
      if (p === 0) expect(hits).not.toContain(1)
      else expect(off(hits, p, p * (1 - p)), `${n}`).toBeLessThan(5)
    })
  }
  it('draws each category by its share, whatever is added to all logits', () => {
    const shares = [0.1, 0.6, 0, 0.29, 0.01]
    const logits = Float64Array.from(shares, Math.log)
    frequent(categorical(k, logits, [many]), shares)
    // Whole numbers of this size move by 1 without rounding.
    const far = Float64Array.of(2 ** 52, 2 ** 52 + 1)
    frequent(categorical(k, far, [many]), [1 / (1 + Math.E), Math.E / (1 + Math.E)])
  })
  it('has logits of their own for rows and columns, and keeps neighbours independent', () => {
    const logits = tensor([
      [0, 0, Math.log(2)],
      [Math.log(3), 0, 0],
    ])
    const drawn = categorical(k, logits, [many, 2])
    expect(drawn.shape).toEqual([many, 2])
    const [first, second] = [numbersOf(at(drawn, [0, many], 0)), numbersOf(at(drawn, [0, many], 1))]
    frequent([...first], [0.25, 0.25, 0.5])
    frequent([...second], [0.6, 0.2, 0.2])
    const both = first.map((x, i) => (x === 2 && second[i] === 0 ? 1 : 0))
    expect(off(both, 0.3, 0.21)).toBeLessThan(5)
  })
  it('of one category is 0, and of infinite logits what they say', () => {
    expect(kind(categorical(k, Float64Array.of(7), [3]))).toBe('i32[3] 0 0 0')
    expect(kind(categorical(k, Float64Array.of(0, 1), []))).toMatch(/^i32 [01]$/)
    expect(kind(categorical(k, Float64Array.of(0, 1), [0]))).toBe('i32[0] ')
    expect(kind(categorical(k, Float64Array.of(0, Infinity, 0), [3]))).toBe('i32[3] 1 1 1')
    expect(kind(categorical(k, Float64Array.of(-Infinity, -Infinity), [3]))).toBe('i32[3] 0 0 0')
  })
  it('takes computed logits, which get no derivative', () => {
    const f = (l: Vector<3>): IntExpr<[4]> => categorical(k, l, [4])
    const logits = Float64Array.of(0, 1, 2)
    expect(kind(evaluate(f)(logits))).toBe(kind(categorical(k, logits, [4])))
    expect(grad((l: Vector<3>) => sum(toFloat(f(l))))(logits)).toEqual(new Float64Array(3))
  })
  it('refuses logits that do not fit', () => {
    const text = 'do not fit: logits have one or more categories in their last axis, and their other axes broadcast to the shape'
    expect(refusal(() => categorical(k, 3, [2]))).toBe(`Shape: categorical: shapes [] and [2] ${text}`)
    expect(refusal(() => categorical(k, new Float64Array(0), [2]))).toBe(`Shape: categorical: shapes [0] and [2] ${text}`)
    const two = tensor([
      [0, 1],
      [1, 0],
    ])
    for (const shape of [[3], []]) expect(refusal(() => categorical(k, two, shape))).toBe(`Shape: categorical: shapes [2,2] and [${shape.join()}] ${text}`)
    expect(refusal(() => categorical(k, Float64Array.of(0, 1), phantom<[number]>([-1])))).toContain('categorical: shapes [-1] have the size -1')
  })
})

describe('randint', () => {
  it('draws each whole number as often', () => {
    const xs = numbersOf(randint(k, [many], -3, 4))
    for (let n = -3; n < 4; n++)
      expect(
        off(
          xs.map((x) => (x === n ? 1 : 0)),
          1 / 7,
          6 / 49,
        ),
        `${n}`,
      ).toBeLessThan(5)
    expect(xs.every((x) => x >= -3 && x < 4)).toBe(true)
    expect(kind(randint(k, [], 5, 6))).toBe('i32 5')
    expect(kind(randint(k, [2], 2 ** 31 - 1, 2 ** 31))).toBe('i32[2] 2147483647 2147483647')
    expect(numbersOf(randint(k, [100], -(2 ** 31), 2 ** 31)).some((x) => x < -(2 ** 30))).toBe(true)
  })
  it('refuses what is no interval of int32', () => {
    expect(refusal(() => randint(k, [2], 3, 3))).toBe('Argument: randint: there is no whole number from 3 up to, but not including, 3')
    expect(refusal(() => randint(k, [2], 0.5, 3))).toContain('there is no whole number from 0.5')
    expect(refusal(() => randint(k, [2], 0, 2 ** 31 + 1))).toBe('Argument: randint: whole numbers from 0 to 2147483649 do not all fit in int32')
  })
})

describe('bernoulli', () => {
  it('holds with its probability', () => {
    expect(off(numbersOf(bernoulli(k, 0.3, [many])), 0.3, 0.21)).toBeLessThan(5)
    expect(toArray(bernoulli(k, 1, [4]))).toEqual([true, true, true, true])
    expect(toArray(bernoulli(k, 0, [4]))).toEqual([false, false, false, false])
    expect(typeof bernoulli(k, 0.5, [])).toBe('boolean')
    expect(toArray(bernoulli(k, Float64Array.of(0, 1), [3, 2]))).toEqual([
      [false, true],
      [false, true],
      [false, true],
    ])
  })
  it('takes probabilities that are computed', () => {
    expect(toArray(evaluate((p: Scalar) => bernoulli(k, p, [8]))(0.4))).toEqual(toArray(bernoulli(k, 0.4, [8])))
  })
  it('refuses what is no probability, and probabilities that do not fit', () => {
    for (const p of [-0.1, 1.1, Number.NaN]) expect(refusal(() => bernoulli(k, p, []))).toBe(`Argument: bernoulli: ${p} is no probability`)
    expect(refusal(() => bernoulli(k, Float64Array.of(0, 1), []))).toBe('Shape: bernoulli: shapes [] and [2] differ: the probabilities do not fit in the shape')
  })
})

describe('permutation', () => {
  it('has every number once, in all orders alike', () => {
    for (const n of [0, 1, 2, 50]) expect(numbersOf(sort(permutation(k, n)))).toEqual(Array.from({ length: n }, (_, i) => i))
    const found = new Map<string, number>()
    const orders = numbersOf(vmap((of: IntExpr<[2]>) => permutation(of, 3))(stack(split(k, 3000))))
    for (let i = 0; i < orders.length; i += 3) found.set(orders.slice(i, i + 3).join(), (found.get(orders.slice(i, i + 3).join()) ?? 0) + 1)
    expect(found.size).toBe(6)
    for (const count of found.values()) expect(Math.abs(count - 500) / Math.sqrt(3000 * (1 / 6) * (5 / 6))).toBeLessThan(5)
  })
  // @ts-expect-error refused by the compiler too
  it('refuses what is no size', () => expect(refusal(() => permutation(k, 1.5))).toContain('have the size 1.5'))
})

it('has kinds in types', () => {
  const e = integers(2)
  exactly<number>()(uniform(k, []))
  exactly<Float64Array<ArrayBuffer>>()(uniform(k, [3]))
  exactly<Tensor<[2, 3]>>()(uniform(k, [2, 3]))
  exactly<Expr<[2, 3]>>()(uniform(e, [2, 3]))
  exactly<Scalar>()(normal(e, []))
  exactly<Tensor<[], 'int32'>>()(randint(k, [], 0, 2))
  exactly<IntExpr<[4]>>()(randint(e, [4], 0, 2))
  exactly<boolean>()(bernoulli(k, 0.5, []))
  exactly<Tensor<[3], 'bool'>>()(bernoulli(k, 0.5, [3]))
  exactly<Mask<[3]>>()(bernoulli(e, 0.5, [3]))
  exactly<Tensor<[5], 'int32'>>()(permutation(k, 5))
  exactly<IntExpr<[5]>>()(permutation(e, 5))
  exactly<readonly [IntExpr<[2]>, IntExpr<[2]>, IntExpr<[2]>]>()(split(e, 3))
  exactly<readonly [Tensor<[2], 'int32'>, Tensor<[2], 'int32'>]>()(split(k))
  const count: number = 3
  exactly<ReadonlyArray<Tensor<[2], 'int32'>>>()(split(k, count))
  exactly<Tensor<[2], 'int32'>>()(fold(k, 1))
  expect(kind(mul(1, uniform(k, [])))).toBe(kind(uniform(k, [])))
})

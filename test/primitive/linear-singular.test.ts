/**
 * Derivatives of the determinant at singular matrices and near them, against exact arithmetic: by the permutations, in
 * whole numbers, over polynomials in one parameter for each direction.
 */
import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { compile } from '../../src/call/compiled.ts'
import { jvp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { derivative, hessian, hvp, jacfwd, jacrev } from '../../src/call/jacobian.ts'
import { jet } from '../../src/call/jet.ts'
import { linearTranspose } from '../../src/call/linear.ts'
import { vmap } from '../../src/call/vectorised.ts'
import { det } from '../../src/primitive/linear-solve.ts'
import type { Expr, Scalar } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { difference } from '../near.ts'
import { part } from '../share.ts'
import { dominant } from './linear-cases.ts'
import { lawful, numbersOf } from './operation.ts'

type Numbers = ReadonlyArray<number>
type Exact = ReadonlyArray<bigint>
type Along = (x: Expr) => Scalar

const scale = 2 ** 52
/** Entries that are whole multiples of 2⁻⁵², as those multiples. */
const wholes = (x: Numbers): Exact => x.map((each) => (Number.isInteger(each * scale) ? BigInt(each * scale) : expect.fail(`${each} is no multiple of 2⁻⁵²`)))

interface Permutation {
  readonly places: Numbers
  readonly even: boolean
}
const permutations = (n: number): ReadonlyArray<Permutation> =>
  n === 0
    ? [{ places: [], even: true }]
    : permutations(n - 1).flatMap(({ places, even }) =>
        Array.from({ length: n }, (_, i) => ({ places: [...places.slice(0, i), n - 1, ...places.slice(i)], even: even === ((n - 1 - i) % 2 === 0) })),
      )

/** The coefficient of t₁…tₖ in det(A + Σ tᵢEᵢ): the derivative along the directions, exactly. */
const exactly = (a: Numbers, directions: ReadonlyArray<Numbers>, n: number): number => {
  const parts = [a, ...directions].map(wholes)
  const all = 2 ** directions.length
  // Of each set of the directions the coefficient so far.
  const times = (x: Exact, at: number): Exact =>
    x.map((none, set) =>
      directions.reduce(
        (total, _, i) => ((set >> i) & 1 ? total + (x[set ^ (1 << i)] ?? 0n) * (parts[i + 1]?.[at] ?? 0n) : total),
        none * (parts[0]?.[at] ?? 0n),
      ),
    )
  const one = Array.from({ length: all }, (_, set) => (set === 0 ? 1n : 0n))
  const total = permutations(n).reduce((sum, { places, even }) => {
    const term = places.reduce<Exact>((x, column, row) => times(x, row * n + column), one)[all - 1] ?? 0n
    return even ? sum + term : sum - term
  }, 0n)
  // Rounded as a ratio, in two steps that lose nothing that matters.
  const bits = BigInt(52 * n)
  return Number((total << 200n) >> bits) / 2 ** 200
}

/** Transforms without their types, which are not what is tested here. */
type Change = (f: unknown, options?: unknown) => (...xs: ReadonlyArray<unknown>) => unknown
const loose = (transform: unknown): Change => phantom(transform)
const [twice, ahead, back, rowwise, compiled, seen] = [loose(hessian), loose(jacfwd), loose(jacrev), loose(vmap), loose(compile), loose(hvp)]

const matrix = (x: Numbers, n: number): Expr => phantom(tensor(Float64Array.from(x), [n, n]))
const determinant: Along = phantom(det)
/** The derivative along a direction, by forward mode and by reverse mode. */
const forward =
  (f: Along, e: Numbers, n: number): Along =>
  (x) =>
    phantom(jvp(phantom<(y: Expr) => Expr>(f), [x], [matrix(e, n)])[1])
const backward =
  (f: Along, e: Numbers, n: number): Along =>
  (x) =>
    sum(mul(phantom<Expr>(grad(f)(x)), matrix(e, n)))

const product = (x: Numbers, y: Numbers, n: number, k: number): Numbers =>
  Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n]
    return Array.from({ length: k }, (__, l) => (x[i * k + l] ?? 0) * (y[l * n + j] ?? 0)).reduce((a, b) => a + b, 0)
  })
/** Small whole numbers, scattered. */
const whole = (size: number, from: number): Numbers => Array.from({ length: size }, (_, i) => Math.round(7 * Math.sin(3.7 * i + 1.3 * from)))
const ofRank = (n: number, rank: number): Numbers => product(whole(n * rank, n), whole(rank * n, n + 4), n, rank)
const nearly = (n: number): Numbers => ofRank(n, n - 1).map((x, i) => (i % (n + 1) === 0 ? x + ((i % 5) - 1) * 2 ** -44 : x))

/** Of every rank, next to singular ones, and with entries of all sizes. */
const cases = [1, 2, 3, 4, 5, 6].flatMap((n) => [
  ...Array.from({ length: n + 1 }, (_, rank) => ({ name: `${n} rows of rank ${rank}`, n, a: ofRank(n, rank) })),
  { name: `${n} rows next to rank ${n - 1}`, n, a: nearly(n) },
  { name: `${n} graded rows`, n, a: ofRank(n, n).map((x, i) => x * 2 ** (-5 * Math.floor(i / n))) },
])
/** The largest that a derivative of an order along the directions could be, by the sizes of the entries. */
const sizeOf = (a: Numbers, directions: ReadonlyArray<Numbers>, n: number): number => {
  const norm = (x: Numbers): number => Math.hypot(...x)
  const k = directions.length
  const order = Array.from({ length: k }, (_, i) => n - i).reduce((x, y) => x * y, 1)
  return k > n ? 0 : order * norm(a) ** (n - k) * directions.reduce((x, e) => x * norm(e), 1)
}
const off = (found: unknown, a: Numbers, directions: ReadonlyArray<Numbers>, n: number): number => {
  const [value = Number.NaN] = numbersOf(found)
  const size = sizeOf(a, directions, n)
  return size === 0 ? Math.abs(value) : Math.abs(value - exactly(a, directions, n)) / size
}

describe.each(part(cases, 3))('the determinant of $name', ({ n, a }) => {
  const directions = [1, 2, 3, 4].map((from) => whole(n * n, from))
  const modes = [forward, backward]
  it.each([1, 2, 3, 4])('has the derivative of order %d, whichever modes are nested', (order) => {
    const along = directions.slice(0, order)
    // Forward mode alone, reverse mode alone, and both in turn.
    const nestings = [() => 0, () => 1, (i: number) => i % 2, (i: number) => 1 - (i % 2)]
    nestings.forEach((mode, i) => {
      const f = along.reduce<Along>((inner, e, i) => (modes[mode(i)] ?? forward)(inner, e, n), determinant)
      expect(off(f(matrix(a, n)), a, along, n)).toBeLessThan(1e-14)
      if (i === order % 4) expect(numbersOf(compile(phantom<(x: Expr) => Expr>(f))(matrix(a, n)))).toEqual(numbersOf(f(matrix(a, n))))
    })
  })
  it('has the Taylor series of every order', () => {
    const e = directions[0] ?? []
    const [value, coefficients] = phantom<readonly [number, Numbers]>(
      jet(
        phantom<(t: Scalar) => Scalar>((t: Scalar) => determinant(add(matrix(a, n), mul(t, matrix(e, n))))),
        [0],
        [[1, 0, 0, 0, 0, 0]],
      ),
    )
    const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1))
    ;[value, ...coefficients].slice(0, 5).forEach((c, k) => {
      const along = Array.from({ length: k }, () => e)
      expect(off(c * factorial(k), a, along, n)).toBeLessThan(1e-14)
    })
    if (n < 6) expect(coefficients[5]).toBe(0)
  })
})

describe('the second derivative of a determinant', () => {
  const hessianOf = phantom<(x: Expr) => Expr>(hessian(phantom<(x: Expr<[3, 3]>) => Scalar>(det)))
  const secondOf = phantom<(x: Expr) => unknown>(hessianOf)
  const nine = [1, 2, 3, 4, 5, 6, 7, 8, 9]
  it('is the entries left over, at a singular matrix', () => {
    expect(difference(numbersOf(hessianOf(matrix(nine, 3))).slice(0, 9), [0, 0, 0, 0, 9, -8, 0, -6, 5])).toBeNull()
    const turning = (t: Scalar): Scalar => determinant(add(matrix(nine, 3), mul(t, matrix([1, 0, 0, 0, 1, 0, 0, 0, 1], 3))))
    expect(
      difference(
        [1, 2, 3, 4].map((order) => derivative(turning, order)(0)),
        [-18, 30, 6, 0],
      ),
    ).toBeNull()
    expect(numbersOf(hessianOf(matrix(new Array<number>(9).fill(0), 3)))).toEqual(new Array<number>(81).fill(0))
  })
  it('is the same in every nesting, compiled and by rows', () => {
    const f: unknown = det
    const rows = [ofRank(4, 3), ofRank(4, 4), ofRank(4, 2)]
    const found = rows.map((a) => {
      const x = matrix(a, 4)
      const [second, ...others] = [twice(f), ahead(ahead(f)), back(back(f)), ahead(back(f)), back(ahead(f))].map((h) => numbersOf(h(x)))
      const size = Math.max(...(second ?? []).map(Math.abs))
      const scaled = (x: Numbers = []): Numbers => x.map((y) => y / size)
      for (const other of others) expect(difference(scaled(other), scaled(second), 1e-14)).toBeNull()
      expect(numbersOf(compiled(twice(f))(x))).toEqual(second)
      return second
    })
    const all = tensor(Float64Array.from(rows.flat()), [3, 4, 4])
    expect(numbersOf(rowwise(twice(f))(all))).toEqual(found.flat())
    expect(numbersOf(compiled(rowwise(twice(f)))(all))).toEqual(found.flat())
    // A batch of directions at a batch of matrices, and at one.
    const along = tensor(Float64Array.from(whole(48, 5)), [3, 4, 4])
    const one = seen(f)
    const directionAt = (x: Numbers, i: number): Expr => matrix(x.slice(16 * i, 16 * i + 16), 4)
    const directions = whole(48, 5)
    const many = rowwise(one)
    expect(numbersOf(many(all, along))).toEqual(rows.flatMap((a, i) => numbersOf(one(matrix(a, 4), directionAt(directions, i)))))
    const single = rowwise(one, { inAxes: [null, 0] })
    const first = matrix(rows[0] ?? [], 4)
    expect(numbersOf(single(first, along))).toEqual([0, 1, 2].flatMap((i) => numbersOf(one(first, directionAt(directions, i)))))
  })
  it('is linear in its direction, and its own transpose', () => {
    const a = matrix(ofRank(3, 2), 3)
    const along = phantom<(v: Expr) => Expr>((v: Expr) => phantom<(x: Expr, v: Expr) => Expr>(hvp(phantom<(x: Expr<[3, 3]>) => Scalar>(det)))(a, v))
    const e = matrix(whole(9, 2), 3)
    const back = phantom<(e: Expr) => ReadonlyArray<unknown>>(linearTranspose(along, [e]))
    expect(difference(numbersOf(back(e)), numbersOf(along(e)))).toBeNull()
  })
  it('of no rows and of one is zero', () => {
    expect(numbersOf(secondOf(matrix([], 0)))).toEqual([])
    expect(numbersOf(secondOf(matrix([3], 1)))).toEqual([0])
    expect(numbersOf(secondOf(matrix([0], 1)))).toEqual([0])
  })
  it('is NaN of NaN', () =>
    expect(
      numbersOf(
        hessianOf(
          matrix(
            nine.map((x) => (x === 5 ? Number.NaN : x)),
            3,
          ),
        ),
      ).some(Number.isNaN),
    ).toBe(true))
})

describe('large matrices', () => {
  // L D U with whole numbers, so that derivatives along L E U are those of D along E, exactly.
  const lowerOf = (n: number): Numbers => Array.from({ length: n * n }, (_, i) => [1, (i % 3) - 1][Math.floor(i / n) - (i % n)] ?? 0)
  const upperOf = (n: number): Numbers => Array.from({ length: n * n }, (_, i) => [1, (i % 2) * 2 - 1][(i % n) - Math.floor(i / n)] ?? 0)
  const entryOf = (n: number, ...at: ReadonlyArray<readonly [number, number]>): Numbers =>
    Array.from({ length: n * n }, (_, i) => (at.some(([row, column]) => i === row * n + column) ? 1 : 0))
  const between = (n: number, x: Numbers): Numbers => product(product(lowerOf(n), x, n, n), upperOf(n), n, n)
  const second = (n: number, a: Numbers, e: Numbers, f: Numbers): Numbers =>
    numbersOf(compile(phantom<(x: Expr) => Expr>(forward(backward(determinant, e, n), f, n)))(matrix(a, n)))
  it.each(part([50, 120], 2))('%d rows of which two depend on others', (n) => {
    const d = Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 && i !== 7 * (n + 1) && i !== 30 * (n + 1) ? (i % 2 === 0 ? 1 : -1) : 0))
    const sign = d.filter((x) => x < 0).length % 2 === 0 ? 1 : -1
    const a = between(n, d)
    expect(difference(second(n, a, between(n, entryOf(n, [7, 30])), between(n, entryOf(n, [30, 7]))), [-sign], 1e-10)).toBeNull()
    expect(difference(second(n, a, between(n, entryOf(n, [7, 7])), between(n, entryOf(n, [30, 30]))), [sign], 1e-10)).toBeNull()
    expect(difference(second(n, a, between(n, entryOf(n, [7, 7])), between(n, entryOf(n, [7, 30]))), [0], 1e-10)).toBeNull()
  })
  it.each([10, 30])('third and fourth derivatives far from singular and near it agree with each other, %d rows', (n) => {
    const tangents = [1, 2, 3, 4].map((from) => numbersOf(dominant(n, from)))
    const f = (order: number): Along => tangents.slice(0, order).reduce<Along>((inner, e, i) => (i === 0 ? backward : forward)(inner, e, n), determinant)
    const a = numbersOf(dominant(n, 9))
    // The matrix with a row scaled so that it counts as near singular; a determinant is linear in each row.
    const scaled = (x: Numbers, by: number): Numbers => x.map((y, i) => (i < n ? y * by : y))
    for (const order of n > 10 ? [3] : [3, 4]) {
      const along = tangents.slice(0, order).reduce<Along>((inner, e, i) => (i === 0 ? backward : forward)(inner, scaled(e, 2 ** -40), n), determinant)
      const [far = 0] = numbersOf(f(order)(matrix(a, n)))
      const [near = 0] = numbersOf(along(matrix(scaled(a, 2 ** -40), n)))
      expect(Math.abs(near * 2 ** 40 - far) / Math.abs(far)).toBeLessThan(1e-10)
    }
  })
})

describe('determinants at singular matrices', () => {
  it('obey the laws', () => {
    lawful((x: Expr<[3, 3]>) => det(x), [[[3, 3], ofRank(3, 2)]], 0.02)
    lawful(
      (x: Expr<[2, 3, 3]>) => det(x),
      [
        [
          [2, 3, 3],
          [...ofRank(3, 1), ...ofRank(3, 2)],
        ],
      ],
      0.02,
    )
    lawful((x: Expr<[3, 3]>) => phantom<Scalar>(jvp(det, [x], [phantom<Expr<[3, 3]>>(matrix(whole(9, 3), 3))])[1]), [[[3, 3], ofRank(3, 2)]], 0.02)
  })
})

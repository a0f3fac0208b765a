/**
 * The tables of elementwise functions, made by `test/data/elementwise.py` and `test/data/special.py`, the unit in
 * which errors are measured, and the derivatives of scalar functions by both modes.
 */
import { readFileSync } from 'node:fs'
import { mapOf } from '../../laws/mapping.ts'
import { jvp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { trace } from '../../src/call/program.ts'
import type { Scalar } from '../../src/program/model.ts'
import { simplify } from '../../src/simplify/simplify.ts'
import { phantom } from '../../src/type/phantom.ts'
import { rows as specialRows } from '../special/reference.ts'
import type { Table } from '../table.ts'

/** A function at a point: its partial derivatives, and by how much the rounding of the arguments moves each. */
export interface Point {
  readonly at: ReadonlyArray<number>
  readonly derivatives: ReadonlyArray<{ readonly order: Order; readonly wanted: number; readonly moved: number }>
}

/** How often by each argument. */
export type Order = ReadonlyArray<number>

const orders: { readonly [arity: number]: ReadonlyArray<Order> } = {
  1: [0, 1, 2, 3, 4].map((k) => [k]),
  2: [0, 1, 2, 3, 4].flatMap((n) => Array.from({ length: n + 1 }, (_, j) => [n - j, j])),
}

const tables: { readonly [name: string]: ReadonlyArray<ReadonlyArray<number | string>> } = JSON.parse(
  readFileSync(new URL('../data/elementwise.json', import.meta.url), 'utf8'),
)

const pointOf = (row: ReadonlyArray<number | string>): Point => {
  const numbers = row.map(Number)
  const arity = numbers.length === 11 ? 1 : 2
  const of = orders[arity] ?? []
  return {
    at: numbers.slice(0, arity),
    derivatives: of.map((order, i) => ({ order, wanted: numbers[arity + i] ?? Number.NaN, moved: numbers[arity + of.length + i] ?? 0 })),
  }
}

const special = new Map<string, Array<Point>>()
for (const { fn, n, x, d, s } of specialRows) {
  if (x.length > 1) continue
  const name = n === null ? fn : `${fn} ${n}`
  // The older table has |d| + |x d′|, from which |x d′| is known to its digits.
  const derivatives = d.map((wanted, k) => ({ order: [k], wanted, moved: Math.max(0, (s[k] ?? 0) - Math.abs(wanted)) * 2 ** -53 }))
  special.set(name, [...(special.get(name) ?? []), { at: x, derivatives }])
}

/** The points of each function by name; `name n` for the members of a family. */
export const points: ReadonlyMap<string, ReadonlyArray<Point>> = new Map([
  ...special,
  ...Object.entries(tables).map(([name, rows]) => [name, rows.map(pointOf)] as const),
])

/** The distance from |x| to the next number away from zero, at least the smallest number there is. */
export const ulp = (x: number): number => {
  const a = Math.abs(x)
  if (a < 2 ** -1021) return 2 ** -1074
  const exponent = Math.floor(Math.log2(a))
  // Just below a power of 2 the logarithm rounds up to it.
  return 2 ** ((a < 2 ** exponent ? exponent - 1 : exponent) - 52)
}

/**
 * The error in units: one unit is the last place of the true value, and what half a last place of the arguments moves it
 * by. Infinities and NaN must be what they are.
 */
export const units = (got: number, wanted: number, moved: number): number => {
  // Where the rounding of the arguments moves it beyond all numbers, nothing is known of it.
  if (got === wanted || moved === Number.POSITIVE_INFINITY || (Number.isNaN(got) && Number.isNaN(wanted))) return 0
  if (!Number.isFinite(got) || !Number.isFinite(wanted)) return Number.POSITIVE_INFINITY
  return Math.abs(got - wanted) / (ulp(wanted) + moved)
}

// derivatives ------------------------------------------------------------------------------

export type ScalarFunction = (...xs: ReadonlyArray<Scalar>) => Scalar

/** ∂/∂xᵢ, the other arguments held. */
type Derivative = (f: ScalarFunction, i: number) => ScalarFunction

const held = (f: ScalarFunction, xs: ReadonlyArray<Scalar>, i: number) => (t: Scalar) => f(...xs.map((x, k) => (k === i ? t : x)))

export const modes: Table<readonly [name: string, derivative: Derivative]> = [
  [
    'forward',
    (f, i) =>
      (...xs) =>
        phantom(jvp(held(f, xs, i), [phantom<Scalar>(xs[i])], [1])[1]),
  ],
  [
    'reverse',
    (f, i) =>
      (...xs) =>
        phantom(grad(held(f, xs, i))(phantom<Scalar>(xs[i]))),
  ],
]

/** A partial derivative of any order as a map from numbers to a number. */
export const derivativeOf = (f: ScalarFunction, order: Order, derivative: Derivative): ((...xs: ReadonlyArray<number>) => number) => {
  const made = order.flatMap((count, i) => Array.from({ length: count }, () => i)).reduce<ScalarFunction>((g, i) => derivative(g, i), f)
  const program = simplify(trace((...xs: ReadonlyArray<Scalar>) => made(...xs))(...phantom<ReadonlyArray<Scalar>>(order.map(() => 0.5))))
  const map = mapOf(program)
  return (...xs) => map(xs)[0] ?? Number.NaN
}

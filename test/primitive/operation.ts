/**
 * One operation at one smooth point, put to every law of differentiation and of vectorisation: both
 * modes against differences of its own values, second order in all nestings, and batches of every
 * choice of operands against loops over rows.
 */
import * as fc from 'fast-check'
import { secondOrder, byDifferences, linearity } from '../../laws/derivative.ts'
import { vectorisation } from '../../laws/batch.ts'
import { sizesOf, tensorsOf } from '../../laws/mapping.ts'
import type { Sample } from '../../laws/program.ts'
import { sizeOf, type Dims } from '../../src/array/shape.ts'
import { dataOf, elementOf, isTensor, tensor, type AnyTensor, type Nested, showTensor } from '../../src/array/tensor.ts'
import { float, variable } from '../../src/program/expr.ts'
import type { Expr, IntExpr } from '../../src/program/model.ts'
import { aval } from '../../src/array/aval.ts'
import { toExpr } from '../../src/program/operate.ts'
import { close } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'

type Written<S extends Dims> = { -readonly [K in keyof S]: S[K] }

/** An expression of a shape, to look at types and shapes of what is built from it. */
export const expression = <const S extends Dims>(...shape: S): Expr<Written<S>> => phantom(variable(float(...shape)))

/** Likewise of integers. */
export const integers = <const S extends Dims>(...shape: S): IntExpr<Written<S>> => phantom(variable(aval('int32', shape)))

/** Numbers in [−1, 1] off any grid, no two alike. */
export const scattered = (count: number, from = 1): ReadonlyArray<number> =>
  Array.from({ length: count }, (_, i) => 2 * (((i + from) * 0.6180339887498949) % 1) - 1)

/** A tensor of such numbers. */
export const random = <const S extends Dims>(...shape: S) => tensor(Float64Array.from(scattered(sizeOf(shape))), shape)

/** An int32 tensor. */
export const ints = <const S extends Dims>(shape: S, ...values: ReadonlyArray<number>) => tensor(Int32Array.from(values), shape)

/** The numbers of a value, in order. */
export const numbersOf = (value: unknown): ReadonlyArray<number> => {
  if (typeof value === 'number') return [value]
  if (typeof value === 'boolean') return [value ? 1 : 0]
  if (value instanceof Float64Array) return [...value]
  if (isTensor(value)) return [...dataOf(value)]
  if (Array.isArray(value)) return value.flatMap(numbersOf)
  throw new Error(`no numbers in ${String(value)}`)
}

/** An operand: its shape, and its entries where they matter. */
export type Input = Dims | readonly [shape: Dims, entries: ReadonlyArray<number>]

const isShape = (input: Input): input is Dims => input.every((of) => typeof of === 'number')

/** What is tested: an operation with all but its array operands fixed. One or several results. */
export type Operation = (...xs: ReadonlyArray<Expr<never>>) => unknown

const asValue = (x: AnyTensor): unknown => (x.shape.length === 0 ? elementOf(x) : x)

/** The operation at a point, as the laws sample it. `reach`: how far around the point it is smooth. */
export const sampleOf = (f: Operation, inputs: ReadonlyArray<Input>, reach: number): Sample => {
  const shapes = inputs.map((input) => (isShape(input) ? input : input[0]))
  const avals = shapes.map((shape) => float(...shape))
  const apply = (xs: ReadonlyArray<unknown>): ReadonlyArray<unknown> => [f(...phantom<ReadonlyArray<Expr<never>>>(xs))].flat()
  const program = close(avals, (xs) => apply(xs).map((y) => toExpr('test', y)))
  const n = shapes.reduce((sum, shape) => sum + sizeOf(shape), 0)
  const point = inputs.flatMap((input, i) => (isShape(input) ? scattered(sizeOf(input), 1 + 7 * i) : input[1]))
  const m = sizesOf(program).outputs
  const sample: Sample = {
    program,
    value: (x) => apply(tensorsOf(avals, x).map(asValue)).flatMap(numbersOf),
    point: Float64Array.from(point),
    u: Float64Array.from(scattered(n, 3)),
    v: Float64Array.from(scattered(n, 11)),
    w: Float64Array.from(scattered(m, 5), (x) => x + 1.25),
    reach,
  }
  // A failure shows the point, not the program with all of its primitives.
  return Object.defineProperty(sample, fc.toStringMethod, { value: () => `${f.toString()} at ${point.join(', ')}`, enumerable: false })
}

/** Run every law; a law that cannot decide is a mistake in the choice of the point. */
export const lawful = (f: Operation, inputs: ReadonlyArray<Input>, reach = 0.05): void => {
  const sample = fc.constant(sampleOf(f, inputs, reach))
  for (const { property } of [...byDifferences(sample), ...linearity(sample), ...secondOrder(sample)]) fc.assert(property, { numRuns: 1 })
  for (const { property } of vectorisation(sample)) fc.assert(property, { numRuns: inputs.length > 1 ? 6 : 2 })
}

/** Nested arrays entry by entry: how the expected results are written down. */
export const nested = (shape: Dims, at: (...index: ReadonlyArray<number>) => number, before: Dims = []): Nested => {
  const [n, ...rest] = shape
  return n === undefined ? at(...before) : Array.from({ length: n }, (_, i) => nested(rest, at, [...before, i]))
}

/** All indices of a shape, in row-major order. */
export const indicesOf = (shape: Dims): ReadonlyArray<Dims> =>
  shape.reduce<ReadonlyArray<Dims>>((found, n) => found.flatMap((head) => Array.from({ length: n }, (_, i) => [...head, i])), [[]])

/** An entry of a tensor by its index. */
export const entryOf = (x: AnyTensor, ...index: ReadonlyArray<number>): number => {
  if (index.length !== x.shape.length || index.some((i, axis) => i < 0 || i >= Number(x.shape[axis])))
    throw new Error(`no entry [${index.join()}] in [${x.shape.join()}]`)
  return elementOf(
    x,
    index.reduce((at, i, axis) => at * Number(x.shape[axis]) + i, 0),
  )
}

/** A value as its kind and entries, −0 told from 0. */
export const kind = (value: unknown): string => {
  const text = (x: number): string => (Object.is(x, -0) ? '-0' : String(x))
  if (typeof value === 'number') return `number ${text(value)}`
  if (value instanceof Float64Array) return ['Float64Array', ...Array.from(value, text)].join(' ')
  if (Array.isArray(value)) return value.map(kind).join(' | ')
  return isTensor(value) ? showTensor(value) : String(value)
}

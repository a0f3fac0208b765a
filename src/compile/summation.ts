/**
 * Sums written out, in the orders that their primitives promise.
 */
import { permuted, rowsOver } from '../array/kernel.ts'
import { type Dims, sizeOf } from '../array/shape.ts'
import { dims } from '../basis/params.ts'
import { entry } from '../entry.ts'
import type { Equation } from '../program/model.ts'
import type { Builder } from './builder.ts'
import type { Machine, Register } from './loop.ts'
import { add, mul } from './machine.ts'
import { positions } from './movement.ts'

type Elements = ReadonlyArray<Register>

const lanes = 8

/** One after another. */
export const running = (to: Builder, machine: Machine, xs: Elements): Register => xs.reduce((x, y) => to.apply(machine, [x, y]))

const plus = (to: Builder, x: Register, y: Register): Register => to.apply(add, [x, y])

/** Eight interleaved partial sums and a fixed tree, or one after another where there are fewer: as `orderedSum` does. */
export const interleaved = (to: Builder, xs: Elements): Register => {
  const zero = to.literal('f64', 0)
  if (xs.length === 0) return zero
  if (xs.length < lanes) return running(to, add, xs)
  const parts = Array.from({ length: lanes }, (_, lane) => running(to, add, [zero, ...xs.filter((_, i) => i % lanes === lane)]))
  const pairs = (list: Elements): Elements => list.filter((_, i) => i % 2 === 0).map((x, i) => plus(to, x, entry(list, 2 * i + 1)))
  return entry(pairs(pairs(pairs(parts))), 0)
}

/** The elements of an operand that make each element of a reduction, in order. */
export const reducedRows = ({ primitive, params, operands, results }: Equation, xs: Elements): ReadonlyArray<Elements> => {
  const { shape } = entry(operands, 0)
  const { data, length } = rowsOver('float64', positions(xs.length), shape, dims(primitive.name, params, 'axes'))
  return Array.from({ length: sizeOf(entry(results, 0).shape) }, (_, i) => Array.from(data.subarray(i * length, (i + 1) * length), (at) => entry(xs, at)))
}

/** An array of registers with a label for each axis. */
interface Labelled {
  readonly labels: Dims
  readonly shape: Dims
  readonly elements: Elements
}

/** The elements with the axes in another order. */
const ordered = ({ labels, shape, elements }: Labelled, order: Dims): Elements =>
  Array.from(
    permuted(
      'float64',
      positions(elements.length),
      shape,
      order.map((label) => labels.indexOf(label)),
    ),
    (at) => entry(elements, at),
  )

/** Along the last axis summed four products at a time, as ((0 + 2) + (1 + 3)); then, one by one, those left over. */
const grouped = (to: Builder, products: Elements, last: number): Register => {
  const whole = last - (last % 4)
  const rows = Array.from({ length: products.length / last }, (_, row) => products.slice(row * last, (row + 1) * last))
  const fours = rows.flatMap((row) =>
    Array.from({ length: whole / 4 }, (_, i) => {
      const [a = 0, b = 0, c = 0, d = 0] = row.slice(4 * i)
      return plus(to, plus(to, a, c), plus(to, b, d))
    }),
  )
  return running(to, add, [to.literal('f64', 0), ...fours, ...rows.flatMap((row) => row.slice(whole))])
}

export const contracted = (to: Builder, { primitive, params, operands, results }: Equation, xs: Elements, ys: Elements): Elements => {
  const [a = [], b = [], out = []] = ['a', 'b', 'out'].map((key) => dims(primitive.name, params, key))
  const [x, y] = [entry(operands, 0), entry(operands, 1)]
  const sizeAt = (label: number): number => (a.includes(label) ? entry(x.shape, a.indexOf(label)) : entry(y.shape, b.indexOf(label)))
  const count = (labels: Dims): number => sizeOf(labels.map(sizeAt))
  const shared = out.filter((l) => a.includes(l) && b.includes(l))
  const rows = out.filter((l) => a.includes(l) && !b.includes(l))
  const columns = out.filter((l) => b.includes(l) && !a.includes(l))
  const summed = a.filter((l) => !out.includes(l))
  const [k, last] = [count(summed), count(summed.slice(-1))]
  const left = ordered({ labels: a, shape: x.shape, elements: xs }, [...shared, ...rows, ...summed])
  const right = ordered({ labels: b, shape: y.shape, elements: ys }, [...shared, ...columns, ...summed])
  const [m, n] = [count(rows), count(columns)]
  const elements = Array.from({ length: sizeOf(entry(results, 0).shape) }, (_, at) => {
    const [row, column] = [Math.floor(at / n), at % n]
    const [from, of] = [row * k, (Math.floor(row / m) * n + column) * k]
    const products = Array.from({ length: k }, (_, l) => to.apply(mul, [entry(left, from + l), entry(right, of + l)]))
    return k === 0 ? to.literal('f64', 0) : grouped(to, products, last)
  })
  const made = [...shared, ...rows, ...columns]
  return ordered({ labels: made, shape: made.map(sizeAt), elements }, out)
}

/** Elements added one after another to zeros, each where it belongs. */
export const scattered = (to: Builder, size: number, targets: Dims, xs: Elements): Elements => {
  const sums = Array.from({ length: size }, () => to.literal('f64', 0))
  xs.forEach((x, i) => {
    const at = entry(targets, i)
    sums[at] = plus(to, entry(sums, at), x)
  })
  return sums
}

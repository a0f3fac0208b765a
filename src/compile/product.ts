/**
 * Contractions and scattered sums written out, in the orders that their primitives promise.
 */
import { permuted } from '../array/kernel.ts'
import { type Dims, sizeOf } from '../array/shape.ts'
import { dims } from '../basis/params.ts'
import { entry } from '../entry.ts'
import type { Equation } from '../program/model.ts'
import type { Builder, Elements } from './builder.ts'
import type { Register } from './loop.ts'
import { add, mul } from './machine.ts'
import { positions } from './movement.ts'
import { plus, running } from './summation.ts'

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

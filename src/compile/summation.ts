/**
 * Sums written out, in the orders that their primitives promise.
 */
import { rowsOver } from '../array/kernel.ts'
import { sizeOf } from '../array/shape.ts'
import { dims } from '../basis/params.ts'
import { entry } from '../entry.ts'
import type { Equation } from '../program/model.ts'
import type { Builder, Elements } from './builder.ts'
import type { Machine, Register } from './loop.ts'
import { add } from './machine.ts'
import { positions } from './movement.ts'

const lanes = 8

/** One after another. */
export const running = (to: Builder, machine: Machine, xs: Elements): Register => xs.reduce((x, y) => to.apply(machine, [x, y]))

export const plus = (to: Builder, x: Register, y: Register): Register => to.apply(add, [x, y])

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

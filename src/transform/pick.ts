/**
 * Bookkeeping of which values carry a tangent: picking the marked ones and spreading them back.
 */
import { type Aval, withShape } from '../array/aval.ts'
import { dtypes } from '../array/dtype.ts'
import { broadcastToPrimitive } from '../basis/broadcast.ts'
import { entry } from '../entry.ts'
import { scalarTensor } from '../array/tensor.ts'
import { applyTo, constant } from '../program/expr.ts'
import type { AnyExpr, Nonzero } from '../program/model.ts'

/** The entries marked. */
export const pick = <T>(xs: ReadonlyArray<T>, mask: Nonzero): ReadonlyArray<T> => xs.filter((_, i) => mask[i])

export const count = (mask: Nonzero): number => mask.filter(Boolean).length

/** Compact values at the positions marked, null elsewhere: the inverse of `pick`. */
export const spread = <T>(mask: Nonzero, values: ReadonlyArray<T>): ReadonlyArray<T | null> => {
  let next = 0
  return mask.map((marked) => (marked ? entry(values, next++) : null))
}

/** A list cut into runs of the lengths given, and the rest. */
export const cut = <T>(xs: ReadonlyArray<T>, ...lengths: ReadonlyArray<number>): ReadonlyArray<ReadonlyArray<T>> => {
  let from = 0
  const runs = lengths.map((length) => xs.slice(from, (from += length)))
  return [...runs, xs.slice(from)]
}

export const either = (a: Nonzero, b: Nonzero): Nonzero => a.map((x, i) => x || entry(b, i))

export const sameMask = (a: Nonzero, b: Nonzero): boolean => a.every((x, i) => x === b[i])

/** Zeros as an expression. */
export const zeros = (of: Aval): AnyExpr => {
  const scalar = constant(scalarTensor(0, of.dtype))
  return of.shape.length === 0 ? scalar : entry(applyTo(broadcastToPrimitive, { shape: of.shape, axes: [] }, [scalar]), 0)
}

/** Whether values of this aval have tangents at all. */
export const differentiable = (of: Aval): boolean => dtypes[of.dtype].tangent

/** One row of a stack: without the first axis. */
export const row = (of: Aval): Aval => withShape(of, of.shape.slice(1))

/** A stack of n rows. */
export const stacked = (of: Aval, n: number): Aval => withShape(of, [n, ...of.shape])

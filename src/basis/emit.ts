/**
 * Single operations in an arbitrary algebra: what dual numbers and tapes add to a program by
 * themselves (sums, zeros, masks), as opposed to what a primitive's rule adds.
 */
import { type Aval, aval } from '../array/aval.ts'
import { scalarTensor } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import { operationOf } from '../program/expr.ts'
import type { Algebra, Params, Primitive } from '../program/model.ts'
import { addPrimitive, mulPrimitive } from './arithmetic.ts'
import { broadcastToPrimitive } from './broadcast.ts'
import { none } from './declare.ts'

/** The result of a primitive of one result. */
export const emit = <A>(algebra: Algebra<A>, primitive: Primitive, params: Params, operands: ReadonlyArray<Aval>, args: ReadonlyArray<A>): A =>
  entry(algebra.apply(operationOf(primitive, params, operands), args), 0)

/** A scalar of its dtype repeated to an aval. */
export const repeated = <A>(algebra: Algebra<A>, of: Aval, scalar: A): A =>
  of.shape.length === 0 ? scalar : emit(algebra, broadcastToPrimitive, { shape: of.shape, axes: [] }, [aval(of.dtype, [])], [scalar])

/** The vector space of an aval, in an algebra. */
export interface Emitter<A> {
  readonly add: (of: Aval, x: A, y: A) => A
  readonly mul: (of: Aval, x: A, y: A) => A
  readonly fill: (of: Aval, value: number) => A
}

export const emitter = <A>(algebra: Algebra<A>): Emitter<A> => ({
  fill: (of, value) => repeated(algebra, of, algebra.literal(scalarTensor(value, of.dtype))),
  add: (of, x, y) => emit(algebra, addPrimitive, none, [of, of], [x, y]),
  mul: (of, x, y) => emit(algebra, mulPrimitive, none, [of, of], [x, y]),
})

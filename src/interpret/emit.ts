/**
 * Single operations in an arbitrary algebra: what dual numbers and tapes add to a program by
 * themselves (sums, zeros, masks), as opposed to what a primitive's rule adds.
 */
import { entry } from '../entry.ts'
import { type Aval, aval, withDType, withShape } from '../array/aval.ts'
import { scalarTensor } from '../array/tensor.ts'
import { addPrimitive, mulPrimitive } from '../basis/arithmetic.ts'
import { broadcastToPrimitive, sumPrimitive } from '../basis/broadcast.ts'
import { gtPrimitive, wherePrimitive } from '../basis/choice.ts'
import { andPrimitive, notPrimitive, orPrimitive } from '../basis/logic.ts'
import { none } from '../basis/declare.ts'
import { operationOf } from '../program/expr.ts'
import type { Algebra, Params, Primitive } from '../program/model.ts'

const emit = <A>(algebra: Algebra<A>, primitive: Primitive, params: Params, operands: ReadonlyArray<Aval>, args: ReadonlyArray<A>): A =>
  entry(algebra.apply(operationOf(primitive, params, operands), args), 0)

/** The vector space of an aval and its masks, in an algebra. */
export interface Emitter<A> {
  readonly add: (of: Aval, x: A, y: A) => A
  readonly mul: (of: Aval, x: A, y: A) => A
  readonly fill: (of: Aval, value: number) => A
  /** x where the mask holds, 0 elsewhere. */
  readonly keep: (of: Aval, mask: A, x: A) => A
  readonly and: (of: Aval, x: A, y: A) => A
  readonly or: (of: Aval, x: A, y: A) => A
  readonly not: (of: Aval, x: A) => A
  /** A mask as numbers, 1 where it holds. */
  readonly ones: (of: Aval, mask: A) => A
  /** The mask of what is positive. */
  readonly positive: (of: Aval, x: A) => A
  /** Whether a mask holds anywhere, as a scalar mask. */
  readonly some: (of: Aval, mask: A) => A
  /** A scalar mask repeated. */
  readonly everywhere: (of: Aval, mask: A) => A
}

export const emitter = <A>(algebra: Algebra<A>): Emitter<A> => {
  const fill = (of: Aval, value: number): A => {
    const scalar = algebra.literal(scalarTensor(value, of.dtype))
    return of.shape.length === 0 ? scalar : emit(algebra, broadcastToPrimitive, { shape: of.shape, axes: [] }, [aval(of.dtype, [])], [scalar])
  }
  const bools = (of: Aval): Aval => withDType(of, 'bool')
  const ones = (of: Aval, mask: A): A => emit(algebra, wherePrimitive, none, [bools(of), of, of], [mask, fill(of, 1), fill(of, 0)])
  const positive = (of: Aval, x: A): A => emit(algebra, gtPrimitive, none, [of, of], [x, fill(of, 0)])
  return {
    fill,
    ones,
    positive,
    some: (of, mask) =>
      of.shape.length === 0 ? mask : positive(withShape(of, []), emit(algebra, sumPrimitive, { axes: of.shape.map((_, i) => i) }, [of], [ones(of, mask)])),
    everywhere: (of, mask) => (of.shape.length === 0 ? mask : emit(algebra, broadcastToPrimitive, { shape: of.shape, axes: [] }, [aval('bool', [])], [mask])),
    add: (of, x, y) => emit(algebra, addPrimitive, none, [of, of], [x, y]),
    mul: (of, x, y) => emit(algebra, mulPrimitive, none, [of, of], [x, y]),
    keep: (of, mask, x) => emit(algebra, wherePrimitive, none, [bools(of), of, of], [mask, x, fill(of, 0)]),
    and: (of, x, y) => emit(algebra, andPrimitive, none, [bools(of), bools(of)], [x, y]),
    or: (of, x, y) => emit(algebra, orPrimitive, none, [bools(of), bools(of)], [x, y]),
    not: (of, x) => emit(algebra, notPrimitive, none, [bools(of)], [x]),
  }
}

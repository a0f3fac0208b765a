/**
 * From an elementwise primitive to the function users call. Further arguments, such as the index that
 * `map` and `reduce` pass, are ignored.
 */
import { pointwise } from '../program/operate.ts'
import type { Primitive } from '../program/model.ts'
import { phantom } from '../type/phantom.ts'
import { stretch } from './broadcast.ts'

/** A function of one operand; the annotation at the use says of which kind. */
export const ofOne = <T>(primitive: Primitive): T => phantom((x: unknown) => pointwise(primitive, stretch, [x]))

/** A function of two operands, with broadcasting. */
export const ofTwo = <T>(primitive: Primitive): T => phantom((x: unknown, y: unknown) => pointwise(primitive, stretch, [x, y]))

/**
 * What a primitive carries for the compiler: how it is planned, how it is written out, and passes over the loops of any program
 * that it is in.
 */
import type { Loops } from '../program/lowering.ts'
import type { Equation, Primitive } from '../program/model.ts'
import { phantom } from '../type/phantom.ts'
import type { Builder, Elements } from './builder.ts'
import type { Handler } from './handler.ts'
import type { Pass } from './loop.ts'

/** From an equation and the elements of its operands to those of its results; null for what is not written out. */
export type Writing = (to: Builder, equation: Equation, operands: ReadonlyArray<Elements>) => ReadonlyArray<Elements> | null

export interface Carried extends Loops {
  readonly plan: Handler
  /** Absent for what is never written out. */
  readonly write?: Writing
  readonly pass?: Pass
  /** A pass that leaves little to share out among threads. */
  readonly alone?: Pass
}

/** Only the compiler makes them. */
export const carriedBy = ({ loops }: Primitive): Carried | undefined => phantom(loops)

/**
 * What the loops hold, read from their parameters: programs, and how many of their inputs are
 * constants, how many are carried; the rest are rows of stacks.
 */
import { flag, program, whole } from '../basis/params.ts'
import type { AnyExpr, Params, Program } from '../program/model.ts'

/** A scan: its body maps constants ++ carry ++ rows to carry ++ rows. */
export interface Loop {
  readonly body: Program
  readonly consts: number
  readonly carry: number
  readonly length: number
  readonly reverse: boolean
  /** How many carries reverse mode may store; 0 where it stores what every step needs. */
  readonly checkpoint: number
}

export const loopOf = (params: Params): Loop => ({
  body: program('scan', params, 'body'),
  consts: whole('scan', params, 'consts'),
  carry: whole('scan', params, 'carry'),
  length: whole('scan', params, 'length'),
  reverse: flag('scan', params, 'reverse'),
  checkpoint: params['checkpoint'] === undefined ? 0 : whole('scan', params, 'checkpoint'),
})

/** A loop as parameters; a plain one does not speak of checkpoints. */
export const paramsOf = ({ body, consts, carry, length, reverse, checkpoint }: Loop): Params => ({
  body,
  consts,
  carry,
  length,
  reverse,
  ...(checkpoint > 0 ? { checkpoint } : {}),
})

/** How a rule applies another loop. */
export type ApplyLoop = (loop: Loop, args: ReadonlyArray<AnyExpr>) => ReadonlyArray<AnyExpr>

/** What a while loop holds, read from its parameters. */
export interface While {
  readonly condition: Program
  readonly body: Program
  /** How many of the inputs are constants; the rest are the carry. */
  readonly consts: number
  /** The most steps it may take; null for no bound. */
  readonly maxSteps: number | null
}

export const whileOf = (params: Params): While => ({
  condition: program('whileLoop', params, 'condition'),
  body: program('whileLoop', params, 'body'),
  consts: whole('whileLoop', params, 'consts'),
  maxSteps: params['maxSteps'] === undefined ? null : whole('whileLoop', params, 'maxSteps'),
})

/** A while loop as parameters. */
export const whileParams = ({ condition, body, consts, maxSteps }: While): Params => ({
  condition,
  body,
  consts,
  ...(maxSteps === null ? {} : { maxSteps }),
})

/** How a rule applies another while loop. */
export type ApplyWhile = (loop: While, args: ReadonlyArray<AnyExpr>) => ReadonlyArray<AnyExpr>

/** The way back through a loop whose states are computed again. */
export interface Adjoint {
  readonly forward: Program
  readonly backward: Program
  /** How many constants, states, rows and sums there are; the rest are rows given. */
  readonly consts: number
  readonly states: number
  readonly rows: number
  readonly sums: number
  readonly length: number
  /** Whether the loop forward runs from the last row to the first. */
  readonly reverse: boolean
  readonly checkpoint: number
}

export const adjointOf = (params: Params): Adjoint => ({
  forward: program('adjoint', params, 'forward'),
  backward: program('adjoint', params, 'backward'),
  consts: whole('adjoint', params, 'consts'),
  states: whole('adjoint', params, 'states'),
  rows: whole('adjoint', params, 'rows'),
  sums: whole('adjoint', params, 'sums'),
  length: whole('adjoint', params, 'length'),
  reverse: flag('adjoint', params, 'reverse'),
  checkpoint: whole('adjoint', params, 'checkpoint'),
})

/** How a rule applies another. */
export type ApplyAdjoint = (adjoint: Adjoint, args: ReadonlyArray<AnyExpr>) => ReadonlyArray<AnyExpr>

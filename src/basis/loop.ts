/**
 * What the loops hold, read from their parameters: programs, and how many of their inputs are
 * constants, how many are carried; the rest are rows of stacks.
 */
import { said } from '../array/list.ts'
import { flag, program, whole } from './params.ts'
import { raise } from '../failure.ts'
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

/** The loop of a primitive of the name given, for those who know it by what it is and not by its declaration. */
export const loopNamed = (name: string, params: Params): Loop => ({
  body: program(name, params, 'body'),
  consts: whole(name, params, 'consts'),
  carry: whole(name, params, 'carry'),
  length: whole(name, params, 'length'),
  reverse: flag(name, params, 'reverse'),
  checkpoint: params['checkpoint'] === undefined ? 0 : whole(name, params, 'checkpoint'),
})

export const loopOf = (params: Params): Loop => loopNamed('scan', params)

/** A loop as parameters; a plain one does not speak of checkpoints. */
export const paramsOf = ({ body, consts, carry, length, reverse, checkpoint }: Loop): Params => ({
  body,
  consts,
  carry,
  length,
  reverse,
  ...(checkpoint > 0 ? { checkpoint } : {}),
})

/** How many carries to store: a number, or √n or log₂ n of them. */
export type Stores = number | 'sqrt' | 'log'

/** A number of stored carries for a loop of a length; √n and log₂ n are rounded up. */
export const storesOf = (operation: string, stores: Stores | undefined, length: number): number => {
  if (stores === undefined) return 0
  if (stores === 'sqrt') return Math.max(1, Math.ceil(Math.sqrt(length)))
  if (stores === 'log') return Math.max(1, Math.ceil(Math.log2(length)))
  return Number.isSafeInteger(stores) && stores > 0
    ? stores
    : raise({ _tag: 'Argument', operation, reason: `the number of stored carries ${said(stores)} is not a whole number from 1` })
}

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
  /** How many carries reverse mode may store; 0 where it stores what every step needs. */
  readonly checkpoint: number
}

export const whileNamed = (name: string, params: Params): While => ({
  condition: program(name, params, 'condition'),
  body: program(name, params, 'body'),
  consts: whole(name, params, 'consts'),
  maxSteps: params['maxSteps'] === undefined ? null : whole(name, params, 'maxSteps'),
  checkpoint: params['checkpoint'] === undefined ? 0 : whole(name, params, 'checkpoint'),
})

export const whileOf = (params: Params): While => whileNamed('whileLoop', params)

/** A while loop as parameters. */
export const whileParams = ({ condition, body, consts, maxSteps, checkpoint }: While): Params => ({
  condition,
  body,
  consts,
  ...(maxSteps === null ? {} : { maxSteps }),
  ...(checkpoint > 0 ? { checkpoint } : {}),
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

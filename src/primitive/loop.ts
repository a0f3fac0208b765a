/**
 * What a scan holds, read from its parameters: a body, and how many of its inputs are constants and
 * how many are the carry; the rest are rows of stacks.
 */
import { flag, program, whole } from '../basis/params.ts'
import type { AnyExpr, Params, Program } from '../program/model.ts'

export interface Loop {
  readonly body: Program
  readonly consts: number
  readonly carry: number
  readonly length: number
  readonly reverse: boolean
}

export const loopOf = (params: Params): Loop => ({
  body: program('scan', params, 'body'),
  consts: whole('scan', params, 'consts'),
  carry: whole('scan', params, 'carry'),
  length: whole('scan', params, 'length'),
  reverse: flag('scan', params, 'reverse'),
})

/** A loop as parameters. */
export const paramsOf = ({ body, consts, carry, length, reverse }: Loop): Params => ({ body, consts, carry, length, reverse })

/** How a rule applies another loop. */
export type ApplyLoop = (loop: Loop, args: ReadonlyArray<AnyExpr>) => ReadonlyArray<AnyExpr>

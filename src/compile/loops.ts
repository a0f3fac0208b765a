/**
 * What the compiler has primitives carry. They know it as `#loops`, which package.json maps to this file, or to
 * `absent-loops.ts` under the condition `interpreted`: so a bundle has what its operations need, or nothing of it.
 */
import {
  concatenate as concatenated,
  gather as gathered,
  flip as turned,
  overlapAdd as overlapAdded,
  pad as padded,
  scatter,
  windows as windowed,
} from './arrangement.ts'
import type { Carried } from './carried.ts'
import { contraction } from './contract.ts'
import { called, cond as branched, cumsum as summed, scan as scanned, whileLoop } from './flow.ts'
import { reduction } from './handler.ts'
import type { Machine } from './loop.ts'
import { max, min } from './machine.ts'
import { moved } from './straight.ts'
import { skipped } from './skip.ts'
import { tiled } from './tile.ts'
import * as writing from './writing.ts'

const _tag = 'Loops'

const extremum = (machine: Machine, start: number): Carried => ({ _tag, plan: reduction(machine, start, false), write: writing.extremum(machine, start) })

export const maxOver: Carried = /*#__PURE__*/ extremum(max, Number.NEGATIVE_INFINITY)
export const minOver: Carried = /*#__PURE__*/ extremum(min, Number.POSITIVE_INFINITY)

export const contract: Carried = { _tag, plan: contraction, write: writing.multiplied, pass: skipped, alone: tiled }

export const cumsum: Carried = { _tag, plan: summed, write: writing.cumsum }
export const gather: Carried = { _tag, plan: gathered, write: writing.picked }
export const scatterAdd: Carried = { _tag, plan: scatter, write: /*#__PURE__*/ writing.added(1) }
export const overlapAdd: Carried = { _tag, plan: overlapAdded, write: /*#__PURE__*/ writing.added(0) }
export const windows: Carried = { _tag, plan: windowed, write: moved }
export const pad: Carried = { _tag, plan: padded, write: moved }
export const concatenate: Carried = { _tag, plan: concatenated, write: moved }

export const flip: Carried = { _tag, plan: turned, write: moved }

export const scan: Carried = { _tag, plan: scanned, write: writing.scan }
export const cond: Carried = { _tag, plan: branched, write: writing.cond }
export const loop: Carried = { _tag, plan: whileLoop }
export const body: Carried = { _tag, plan: called, write: writing.called }

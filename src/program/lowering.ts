/**
 * What an operation is to the compiler, where it is more than a function of numbers or of whole arrays. A
 * primitive that names one promises that its `evaluate` means just that, to the bit.
 */
import type { Definition } from '../elementary/definition.ts'

export type Lowering =
  // numbers
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'neg'
  | 'abs'
  | 'sqrt'
  | 'rsqrt'
  | 'square'
  | 'reciprocal'
  | 'max'
  | 'min'
  | 'relu'
  | 'identity'
  | 'lt'
  | 'le'
  | 'gt'
  | 'ge'
  | 'eq'
  | 'ne'
  | 'and'
  | 'or'
  | 'not'
  | 'where'
  | 'toFloat'
  | 'toInt'
  | 'sign'
  | 'floor'
  | 'ceil'
  | 'round'
  | 'bitAnd'
  | 'bitOr'
  | 'bitXor'
  | 'shiftLeft'
  | 'shiftRight'
  // arrays
  | 'broadcastTo'
  | 'transpose'
  | 'slice'
  | 'reshape'
  | 'windows'
  | 'flip'
  | 'sum'
  | 'maxOver'
  | 'minOver'
  | 'contract'
  | 'gather'
  | 'scatterAdd'
  | 'pad'
  | 'overlapAdd'
  | 'concatenate'
  | 'cumsum'
  // programs
  | 'scan'
  | 'cond'
  | 'while'
  | 'body'

/** How a primitive becomes loops, where that is more than its name tells: what is in it is the compiler's own. */
export interface Loops {
  readonly _tag: 'Loops'
}

/** What a primitive is to the compiler: a name that it knows, or what an elementary function is made of. */
export type Meaning = Lowering | Definition

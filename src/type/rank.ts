/**
 * Ranks in types: what has rows, and what has columns too.
 */
import type { Reason } from './reason.ts'
import type { ShowShape } from './shape.ts'
import type { ShapeOf } from './value.ts'

/** `unknown` where an array may have rows and columns, else a sentence. */
export type Rows<Name extends string, X> = Reason<
  X,
  ShapeOf<X>,
  ShapeOf<X>['length'] extends 0 | 1 ? `${Name}: shape [${ShowShape<ShapeOf<X>>}] has no rows and columns` : null
>

/** `unknown` where an array may have an axis, or one is named, else a sentence. */
export type Axial<Name extends string, X, A> = Reason<
  X,
  A | ShapeOf<X>,
  ShapeOf<X>['length'] extends 0 ? `${Name}: shape [] has no axis ${A & number}; a scalar has no axes` : null
>

/** `unknown` where an array may have an axis, else a sentence in these words. */
export type NoScalar<X, Sentence extends string> = Reason<X, ShapeOf<X>, ShapeOf<X>['length'] extends 0 ? Sentence : null>

/**
 * Every primitive the library has, family by family: what the decoder knows and the laws run over.
 * Users who add primitives spread their own into a list like this one.
 */
import { addPrimitive, mulPrimitive } from '../basis/arithmetic.ts'
import { broadcastToPrimitive, reshapePrimitive, sumPrimitive } from '../basis/broadcast.ts'
import { choices } from '../basis/choice.ts'
import type { Primitive } from '../program/model.ts'
import { arithmetic } from './arithmetic.ts'
import { bits } from './bits.ts'
import { contraction } from './contraction.ts'
import { control } from './control.ts'
import { custom } from './custom.ts'
import { customReverse } from './custom-vjp.ts'
import { checkpointing } from './checkpoint.ts'
import { exponential } from './exponential.ts'
import { gathering } from './gather.ts'
import { cumulative } from './cumulative.ts'
import { extrema } from './extremum.ts'
import { flipping } from './flip.ts'
import { implicit } from './implicit.ts'
import { iteration } from './iteration.ts'
import { linear } from './linear.ts'
import { logarithms } from './logarithm.ts'
import { logistics } from './logistic.ts'
import { ordering } from './order.ts'
import { rounding } from './rounding.ts'
import { statistics } from './statistic.ts'
import { hyperbolic } from './hyperbolic.ts'
import { joining } from './join.ts'
import { power } from './power.ts'
import { reducing } from './reduction.ts'
import { shaping } from './shape.ts'
import { slicing } from './slice.ts'
import { special } from './special.ts'
import { trigonometric } from './trigonometric.ts'
import { windowing } from './window.ts'

/** All primitives. @category primitives */
export const vocabulary: ReadonlyArray<Primitive> = /*#__PURE__*/ Object.freeze([
  addPrimitive,
  mulPrimitive,
  broadcastToPrimitive,
  reshapePrimitive,
  sumPrimitive,
  ...choices,
  ...arithmetic,
  ...exponential,
  ...logistics,
  ...power,
  ...trigonometric,
  ...hyperbolic,
  ...logarithms,
  ...rounding,
  ...bits,
  ...shaping,
  ...slicing,
  ...flipping,
  ...windowing,
  ...gathering,
  ...joining,
  ...reducing,
  ...extrema,
  ...cumulative,
  ...ordering,
  ...statistics,
  ...contraction,
  ...linear,
  ...control,
  ...iteration,
  ...implicit,
  ...checkpointing,
  ...custom,
  ...customReverse,
  ...special,
])

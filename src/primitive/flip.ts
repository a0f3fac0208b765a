/**
 * Entries in reverse order along axes: a permutation that is its own inverse and so its own transpose.
 */
import * as loops from '#loops'
import { viewOf } from '../array/view.ts'
import { stridesOf } from '../array/shape.ts'
import { structural } from '../basis/declare.ts'
import { axesIn, dims } from '../basis/params.ts'
import { entry } from '../entry.ts'
import { applyTo } from '../program/expr.ts'
import type { AnyExpr, Params, Primitive } from '../program/model.ts'

const flipped = (x: AnyExpr, params: Params): AnyExpr => entry(applyTo(flipPrimitive, params, [x]), 0)

/** params: `axes`, ascending. */
export const flipPrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'flip',
  lowering: 'flip',
  loops: loops.flip,
  arity: 1,
  infer: (params, operands) => {
    axesIn('flip', params, entry(operands, 0).shape)
    return operands
  },
  evaluate: ({ params, results }, args) =>
    results.flatMap((of) =>
      args.map((x) => {
        const axes = dims('flip', params, 'axes')
        const strides = stridesOf(of.shape)
        const back = (axis: number): boolean => axes.includes(axis)
        return viewOf(
          of,
          x,
          strides.map((s, i) => (back(i) ? -s : s)),
          strides.reduce((sum, s, i) => sum + (back(i) ? s * (entry(of.shape, i) - 1) : 0), 0),
        )
      }),
    ),
  derivative: { _tag: 'Linear', linear: () => [true], transpose: (params, cotangent) => [flipped(cotangent, params)] },
  batch: ({ params }, args) => ({ results: args.map((x) => flipped(x, { axes: dims('flip', params, 'axes').map((axis) => axis + 1) })), batched: [true] }),
})

export const flipping: ReadonlyArray<Primitive> = [flipPrimitive]

/**
 * The way back through a loop whose states are computed again: what a checkpointed scan's pullback is.
 *
 * A forward step maps constants ++ state ++ row to the next state; a backward step maps
 * constants ++ state before the step ++ row ++ sums ++ given row to sums ++ answered row. Operands are
 * constants ++ first state ++ stacks ++ first sums ++ stacks given; results are the last sums ++ the
 * stacks answered. It means: scan forward and keep the states, then scan back over them. It is run by
 * a schedule that never keeps more than `checkpoint` states.
 */
import { type Aval, sameAval } from '../array/aval.ts'
import { dtypes } from '../array/dtype.ts'
import { sizeOf } from '../array/shape.ts'
import { type AnyTensor, dataOf, seal } from '../array/tensor.ts'
import { structural } from '../basis/declare.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { evaluation } from '../interpret/evaluate.ts'
import { eitherOf } from '../interpret/linearity.ts'
import { reverse } from '../interpret/tape.ts'
import { outputAvals } from '../program/avals.ts'
import { fold } from '../program/fold.ts'
import type { Operation, Params, Primitive, Program } from '../program/model.ts'
import type { Dependence } from '../program/dependence.ts'
import { close, inline } from '../program/trace.ts'
import { taylor } from '../transform/jet.ts'
import { cut, row, stacked } from '../transform/pick.ts'
import { batchAdjoint, jvpAdjoint } from './adjoint-rules.ts'
import { adjointOf, type ApplyAdjoint, type ApplyLoop } from '../basis/loop.ts'
import { schedule } from './revolve.ts'

const fit = (found: ReadonlyArray<Aval>, wanted: ReadonlyArray<Aval>): boolean =>
  found.length === wanted.length && found.every((of, i) => sameAval(of, entry(wanted, i)))

const infer = (params: Params, operands: ReadonlyArray<Aval>): ReadonlyArray<Aval> => {
  const { forward, backward, consts, states, rows, sums, length, checkpoint } = adjointOf(params)
  const refused = (reason: string): never => raise({ _tag: 'Argument', operation: 'adjoint', reason })
  if (length < 0 || checkpoint < 1) return refused(`the length ${length} or the ${checkpoint} stored states are too few`)
  if (Math.min(consts, states, rows, sums) < 0 || consts + states + rows + sums > backward.inputs.length)
    return refused('its counts do not fit the step backward')
  const [c = [], k = [], x = [], g = [], y = []] = cut(backward.inputs, consts, states, rows, sums)
  if (!fit(forward.inputs, [...c, ...k, ...x]) || !fit(outputAvals(forward), k)) return refused('the step forward does not fit the step backward')
  const outs = outputAvals(backward)
  if (!fit(outs.slice(0, sums), g)) return refused('the sums change in the loop')
  const stacks = (of: ReadonlyArray<Aval>): ReadonlyArray<Aval> => of.map((each) => stacked(each, length))
  if (!fit(operands, [...c, ...k, ...stacks(x), ...g, ...stacks(y)])) return refused('the operands do not fit its steps')
  return [...g, ...stacks(outs.slice(sums))]
}

/** Reads row i of each stack. */
const reader = (stacks: ReadonlyArray<AnyTensor>, avals: ReadonlyArray<Aval>): ((i: number) => ReadonlyArray<AnyTensor>) => {
  const parts = stacks.map((stack, j) => ({ of: entry(avals, j), size: sizeOf(entry(avals, j).shape), data: dataOf(stack) }))
  return (i) => parts.map(({ of, size, data }) => seal(of, data.slice(i * size, (i + 1) * size)))
}

const evaluate = ({ params, operands, results }: Operation, args: ReadonlyArray<AnyTensor>): ReadonlyArray<AnyTensor> => {
  const adjoint = adjointOf(params)
  const { consts, states, rows, sums, length } = adjoint
  const [ahead, back] = [fold(evaluation)(adjoint.forward), fold(evaluation)(adjoint.backward)]
  const [held = [], first = [], xs = [], start = [], ys = []] = cut(args, consts, states, rows, sums)
  const [, , xAvals = [], , yAvals = []] = cut(operands, consts, states, rows, sums)
  const [rowsAt, givenAt] = [reader(xs, xAvals.map(row)), reader(ys, yAvals.map(row))]
  const out = results.slice(sums).map((of) => dtypes[of.dtype].buffer(sizeOf(of.shape)))
  const index = (step: number): number => (adjoint.reverse ? length - 1 - step : step)
  const pile: Array<ReadonlyArray<AnyTensor>> = []
  let [state, total] = [first, start]
  for (const move of schedule(length, adjoint.checkpoint)) {
    switch (move._tag) {
      case 'Store':
        pile.push(state)
        break
      case 'Restore':
        state = entry(pile, pile.length - 1)
        break
      case 'Drop':
        pile.pop()
        break
      case 'Advance':
        for (let step = move.from; step < move.to; step++) state = ahead([...held, ...state, ...rowsAt(index(step))])
        break
      case 'Reverse': {
        const i = index(move.step)
        const given = back([...held, ...state, ...rowsAt(i), ...total, ...givenAt(i)])
        total = given.slice(0, sums)
        out.forEach((buffer, j) => {
          const data = dataOf(entry(given, sums + j))
          buffer.set(data, i * data.length)
        })
      }
    }
  }
  return [...total, ...out.map((buffer, j) => seal(entry(results, sums + j), buffer))]
}

/** What it means, as two plain loops: all states kept, then the way back over them. */
const asScans = (apply: ApplyLoop, operation: Operation): Program => {
  const adjoint = adjointOf(operation.params)
  const { forward, backward, consts, states, rows, sums, length } = adjoint
  const [c = [], k = [], x = [], g = [], y = []] = cut(backward.inputs, consts, states, rows, sums)
  const keeping = close(forward.inputs, (z) => [...inline(forward)(z), ...z.slice(consts, consts + states)])
  const returning = close([...c, ...g, ...k, ...x, ...y], (z) => {
    const [C = [], G = [], K = [], X = [], Y = []] = cut(z, consts, sums, states, rows)
    return inline(backward)([...C, ...K, ...X, ...G, ...Y])
  })
  const loop = { consts, length, checkpoint: 0 }
  return close(operation.operands, (z) => {
    const [C = [], K = [], X = [], G = [], Y = []] = cut(z, consts, states, rows, sums)
    const kept = apply({ ...loop, body: keeping, carry: states, reverse: adjoint.reverse }, [...C, ...K, ...X]).slice(states)
    return apply({ ...loop, body: returning, carry: sums, reverse: !adjoint.reverse }, [...C, ...G, ...kept, ...X, ...Y])
  })
}

/** The states and sums of any turn: what they start with, or what the steps make of them, to the fixed point. */
const dependence = (
  { params }: Operation,
  operands: ReadonlyArray<Dependence>,
  within: (program: Program, inputs: ReadonlyArray<Dependence>) => ReadonlyArray<Dependence>,
): ReadonlyArray<Dependence> => {
  const { forward, backward, consts, states, rows, sums } = adjointOf(params)
  const [c = [], k = [], x = [], g = [], y = []] = cut(operands, consts, states, rows, sums)
  const settled = (
    current: ReadonlyArray<Dependence>,
    step: (of: ReadonlyArray<Dependence>) => ReadonlyArray<Dependence>,
  ): { readonly last: ReadonlyArray<Dependence>; readonly out: ReadonlyArray<Dependence> } => {
    const out = step(current)
    const next = current.map((of, i) => eitherOf(of, entry(out, i)))
    return next.every((of, i) => of === current[i]) ? { last: current, out } : settled(next, step)
  }
  const { last: K } = settled(k, (of) => within(forward, [...c, ...of, ...x]))
  const { last, out } = settled(g, (of) => within(backward, [...c, ...K, ...x, ...of, ...y]))
  return [...last, ...out.slice(sums)]
}

/** The primitive, given how to apply a scan and itself. */
export const adjointWith = (scan: ApplyLoop, self: ApplyAdjoint): Primitive =>
  structural({
    name: 'adjoint',
    arity: null,
    infer,
    evaluate,
    derivative: {
      _tag: 'Holder',
      jvp: (operation, nonzero) => jvpAdjoint(self, adjointOf(operation.params), operation, nonzero),
      vjp: (operation, nonzero) => reverse(asScans(scan, operation), nonzero),
      jet: (operation, nonzero, order) => taylor(asScans(scan, operation), nonzero, order),
      dependence,
    },
    batch: (operation, args, batched, size) => batchAdjoint(self, adjointOf(operation.params), args, batched, size),
  })

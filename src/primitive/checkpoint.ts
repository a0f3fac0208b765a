/**
 * A function that reverse mode computes again instead of keeping what it needs of it.
 *
 * Its program stays an inner program, forward and in the pullback, and nothing is moved across that
 * edge: simplification would find that both compute the same, and keep the results after all.
 */
import * as loops from '#loops'
import { sameAval } from '../array/aval.ts'
import { structural } from '../basis/declare.ts'
import { program } from '../basis/params.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { evaluation } from '../interpret/evaluate.ts'
import { pairOf } from '../interpret/rule.ts'
import { reverse } from '../interpret/tape.ts'
import { outputAvals } from '../program/avals.ts'
import { applyTo } from '../program/expr.ts'
import { fold } from '../program/fold.ts'
import type { AnyExpr, Nonzero, Operation, Pair, Params, Primitive, Program, Pushforward } from '../program/model.ts'
import { applyAll, presentAll } from '../program/operate.ts'
import { close, inline } from '../program/trace.ts'
import { unflatten } from '../program/tree.ts'
import { batch } from '../transform/batch.ts'
import { forward } from '../transform/forward.ts'
import { taylorTo } from '../transform/jet.ts'
import type { Push } from '../transform/orders.ts'
import { cut } from '../transform/pick.ts'
import { functionBody, operandsOf } from './body.ts'
import { checkFunction } from '../program/given.ts'

const held = (params: Params): Program => program('checkpoint', params, 'body')

const apply = (body: Program, args: ReadonlyArray<AnyExpr>): ReadonlyArray<AnyExpr> => applyTo(checkpointPrimitive, { body }, args)

const pushed = ({ params }: Operation, nonzero: Nonzero, transform: Push): Pushforward => {
  const { program: body, nonzero: moving } = transform(held(params), nonzero)
  return { program: close(body.inputs, (z) => apply(body, z)), nonzero: moving }
}

const jvp = (operation: Operation, nonzero: Nonzero): Pushforward => pushed(operation, nonzero, forward)

const jet = (operation: Operation, nonzero: Nonzero, order: number): Pushforward => pushed(operation, nonzero, taylorTo(order))

const vjp = ({ params, operands, results }: Operation, nonzero: Nonzero): Pair => {
  const body = held(params)
  const pair = reverse(body, nonzero)
  const again = close([...operands, ...results], (z) => {
    const [args = [], cotangents = []] = cut(z, operands.length)
    return inline(pair.pullback)([...inline(pair.forward)(args).slice(results.length), ...cotangents])
  })
  return pairOf(operands, (args) => ({ answers: apply(body, args), back: (cotangents) => apply(again, [...args, ...cotangents]) }))
}

export const checkpointPrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'checkpoint',
  lowering: 'body',
  loops: loops.body,
  arity: null,
  infer: (params, operands) => {
    const body = held(params)
    return operands.length === body.inputs.length && operands.every((of, i) => sameAval(of, entry(body.inputs, i)))
      ? outputAvals(body)
      : raise({ _tag: 'Shape', operation: 'checkpoint', shapes: operands.map((of) => of.text), reason: 'do not fit the function' })
  },
  evaluate: ({ params }, args) => fold(evaluation)(held(params))(args),
  derivative: { _tag: 'Holder', jvp, vjp, jet, dependence: ({ params }, operands, within) => within(held(params), operands) },
  batch: ({ params }, args, batched, size) => {
    const wide = batch(held(params), batched, size)
    return { results: apply(wide.program, args), batched: wide.batched }
  },
})

/**
 * The same function, of which reverse mode keeps the arguments only and computes the rest again when
 * the gradient needs it. Values are the same to the bit and so is every term of a derivative, in either
 * mode and of any order; only the order in which terms are added may differ. It costs one evaluation
 * more; what it saves `residualBytes` counts. For the steps of a loop see the option `checkpoint` of `scan`.
 *
 * @example
 * const f = (x: Scalar) => sin(exp(sin(x)))
 * grad(checkpoint(f))(1) === grad(f)(1)         // true
 * residualBytes(vjp(trace(f)(1))) > 8           // true: x and more
 * residualBytes(vjp(trace(checkpoint(f))(1)))   // 8: x
 * @category custom rules
 */
export const checkpoint =
  <Args extends ReadonlyArray<unknown>, R>(f: (...args: Args) => R): ((...args: Args) => R) =>
  (...args) => {
    checkFunction('checkpoint', f)
    const given = operandsOf('checkpoint', args, 'args')
    const { program: body, captured, output } = functionBody('checkpoint', f, given)
    return unflatten<R>(output, presentAll(applyAll(checkpointPrimitive, { body }, [...captured, ...given.values])))
  }

export const checkpointing: ReadonlyArray<Primitive> = [checkpointPrimitive]

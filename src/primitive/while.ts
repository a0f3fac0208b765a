/**
 * The loop whose end is found on the way: a body applied to a carry for as long as a condition holds.
 *
 * Operands are constants ++ first carry; condition and body both map constants ++ carry, one to a
 * scalar mask, the other to the next carry. A bound on the steps is needed in reverse mode only, where
 * the loop becomes a scan of that length whose steps after the end do nothing.
 */
import * as loops from '#loops'
import { type Aval, sameAval } from '../array/aval.ts'
import { type AnyTensor, elementOf } from '../array/tensor.ts'
import { structural } from '../basis/declare.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { evaluation } from '../interpret/evaluate.ts'
import { eitherOf } from '../interpret/linearity.ts'
import { outputAvals } from '../program/avals.ts'
import { applyTo } from '../program/expr.ts'
import { fold } from '../program/fold.ts'
import type { Operation, Params, Primitive, Program } from '../program/model.ts'
import type { Dependence } from '../program/dependence.ts'
import { forward } from '../transform/forward.ts'
import { taylorTo } from '../transform/jet.ts'
import { type ApplyWhile, whileOf, whileParams } from '../basis/loop.ts'
import { batchWhile, pushWhile, vjpWhile } from './while-rules.ts'

const infer = (params: Params, operands: ReadonlyArray<Aval>): ReadonlyArray<Aval> => {
  const { condition, body, consts, maxSteps, checkpoint } = whileOf(params)
  const refused = (reason: string): never => raise({ _tag: 'Argument', operation: 'whileLoop', reason })
  if (maxSteps !== null && maxSteps < 0) return refused(`the bound ${maxSteps} is negative`)
  if (checkpoint < 0) return refused(`${checkpoint} stored carries are too few`)
  const fits = (found: ReadonlyArray<Aval>, wanted: ReadonlyArray<Aval>): boolean =>
    found.length === wanted.length && found.every((of, i) => sameAval(of, entry(wanted, i)))
  if (consts < 0 || consts > operands.length || !fits(operands, body.inputs) || !fits(operands, condition.inputs))
    return refused('the operands do not fit the condition and the body')
  const [mask, ...more] = outputAvals(condition)
  if (mask === undefined || more.length > 0 || mask.text !== 'bool') {
    return raise({
      _tag: 'DType',
      operation: 'whileLoop',
      dtypes: outputAvals(condition).map((of) => of.text),
      reason: 'the condition must answer with a scalar mask',
      hint: 'compare scalars with lt, gt, eq, …; of an array of comparisons take any or all',
    })
  }
  const carry = operands.slice(consts)
  return fits(outputAvals(body), carry) ? carry : refused('the carry changes in the loop')
}

const evaluate = ({ params }: Operation, args: ReadonlyArray<AnyTensor>): ReadonlyArray<AnyTensor> => {
  const { condition, body, consts, maxSteps } = whileOf(params)
  const [holds, step] = [fold(evaluation)(condition), fold(evaluation)(body)]
  const held = args.slice(0, consts)
  const bound = maxSteps ?? Number.POSITIVE_INFINITY
  let current: ReadonlyArray<AnyTensor> = args.slice(consts)
  for (let i = 0; i < bound; i++) {
    const [mask] = holds([...held, ...current])
    if (mask === undefined || elementOf(mask) !== 1) break
    current = step([...held, ...current])
  }
  return current
}

const apply: ApplyWhile = (loop, args) => applyTo(whilePrimitive, whileParams(loop), args)

/** The carry of any turn: what it starts with, or what the body makes of it, to the fixed point. */
const dependence = (
  { params }: Operation,
  operands: ReadonlyArray<Dependence>,
  within: (program: Program, inputs: ReadonlyArray<Dependence>) => ReadonlyArray<Dependence>,
): ReadonlyArray<Dependence> => {
  const { condition, body, consts } = whileOf(params)
  const held = operands.slice(0, consts)
  const settled = (current: ReadonlyArray<Dependence>): ReadonlyArray<Dependence> => {
    const out = within(body, [...held, ...current])
    const next = current.map((of, i) => eitherOf(of, entry(out, i)))
    return next.every((of, i) => of === current[i]) ? current : settled(next)
  }
  const carry = settled(operands.slice(consts))
  const [mask] = within(condition, [...held, ...carry])
  return mask === 'Linear' || mask === 'Nonlinear' ? carry.map(() => 'Nonlinear') : carry
}

export const whilePrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'while',
  lowering: 'while',
  loops: loops.loop,
  arity: null,
  infer,
  evaluate,
  derivative: {
    _tag: 'Holder',
    jvp: (operation, nonzero) => pushWhile(apply, whileOf(operation.params), operation, nonzero, 1, forward),
    jet: (operation, nonzero, order) => pushWhile(apply, whileOf(operation.params), operation, nonzero, order, taylorTo(order)),
    vjp: (operation, nonzero) => vjpWhile(whileOf(operation.params), operation, nonzero),
    dependence,
  },
  batch: (operation, args, batched, size) => batchWhile(apply, whileOf(operation.params), args, batched, size),
})

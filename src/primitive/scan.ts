/**
 * The loop: a body applied to a carry and to one row of each stack after another.
 *
 * Operands are constants ++ initial carry ++ stacks; the body maps constants ++ carry ++ rows to
 * carry ++ rows; results are the last carry ++ the stacks of the rows the body gave.
 */
import * as loops from '#loops'
import { type Aval, sameAval } from '../array/aval.ts'
import { dtypes } from '../array/dtype.ts'
import { showShape, sizeOf } from '../array/shape.ts'
import { type AnyTensor, dataOf, seal } from '../array/tensor.ts'
import { structural } from '../basis/declare.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { evaluation } from '../interpret/evaluate.ts'
import { eitherOf } from '../interpret/linearity.ts'
import { outputAvals } from '../program/avals.ts'
import { applyTo } from '../program/expr.ts'
import { fold } from '../program/fold.ts'
import type { Operation, Params, Primitive } from '../program/model.ts'
import type { Dependence } from '../program/dependence.ts'
import { forward } from '../transform/forward.ts'
import { taylorTo } from '../transform/jet.ts'
import { row, stacked } from '../transform/pick.ts'
import { prune } from '../transform/prune.ts'
import { adjointWith } from './adjoint.ts'
import { type ApplyAdjoint, type ApplyLoop, loopOf, paramsOf } from '../basis/loop.ts'
import { pushScan } from './scan-push.ts'
import { batchScan, vjpScan } from './scan-rules.ts'
import { narrowedScan } from './scan-narrow.ts'

const infer = (params: Params, operands: ReadonlyArray<Aval>): ReadonlyArray<Aval> => {
  const { body, consts, carry, length, checkpoint } = loopOf(params)
  if (length < 0) return raise({ _tag: 'Argument', operation: 'scan', reason: `the length ${length} is negative` })
  if (checkpoint < 0) return raise({ _tag: 'Argument', operation: 'scan', reason: `${checkpoint} stored carries are too few` })
  if (operands.length !== body.inputs.length)
    return raise({ _tag: 'Arity', operation: 'scan', expected: `${body.inputs.length} operands`, got: operands.length })
  if (consts < 0 || carry < 0 || consts + carry > body.inputs.length || carry > body.outputs.length) {
    return raise({
      _tag: 'Argument',
      operation: 'scan',
      reason: `${consts} constants and a carry of ${carry} do not fit a body of ${body.inputs.length} inputs and ${body.outputs.length} outputs`,
    })
  }
  operands.forEach((of, i) => {
    const wanted = entry(body.inputs, i)
    const given = i < consts + carry ? of : row(of)
    if (!sameAval(given, wanted) || (i >= consts + carry && of.shape[0] !== length)) {
      raise({
        _tag: 'Shape',
        operation: 'scan',
        shapes: [showShape(of.shape), showShape(wanted.shape)],
        reason: `do not fit: operand ${i} of the loop of length ${length}`,
      })
    }
  })
  return outputAvals(body).map((of, j) => {
    if (j >= carry) return stacked(of, length)
    const start = entry(operands, consts + j)
    return sameAval(of, start)
      ? of
      : raise({ _tag: 'Shape', operation: 'scan', shapes: [showShape(start.shape), showShape(of.shape)], reason: `differ: the carry ${j} changes in the loop` })
  })
}

const evaluate = ({ params, results }: Operation, args: ReadonlyArray<AnyTensor>): ReadonlyArray<AnyTensor> => {
  const { body, consts, carry, length, reverse } = loopOf(params)
  const step = fold(evaluation)(body)
  const held = args.slice(0, consts)
  const stacks = args.slice(consts + carry).map((stack, i) => {
    const of = entry(body.inputs, consts + carry + i)
    return { of, size: sizeOf(of.shape), data: dataOf(stack) }
  })
  const out = results.slice(carry).map((of) => dtypes[of.dtype].buffer(sizeOf(of.shape)))
  let current = args.slice(consts, consts + carry)
  for (let s = 0; s < length; s++) {
    const i = reverse ? length - 1 - s : s
    const given = step([...held, ...current, ...stacks.map(({ of, size, data }) => seal(of, data.slice(i * size, (i + 1) * size)))])
    current = given.slice(0, carry)
    out.forEach((buffer, j) => {
      const data = dataOf(entry(given, carry + j))
      buffer.set(data, i * data.length)
    })
  }
  return [...current, ...out.map((buffer, j) => seal(entry(results, carry + j), buffer))]
}

/** The carry of any turn: what it starts with, or what the body makes of it, to the fixed point. */
const dependence: NonNullable<Extract<Primitive['derivative'], { readonly _tag: 'Holder' }>['dependence']> = ({ params }, operands, within) => {
  const { body, consts, carry, length } = loopOf(params)
  const settled = (current: ReadonlyArray<Dependence>): ReadonlyArray<Dependence> => {
    const out = within(body, [...operands.slice(0, consts), ...current, ...operands.slice(consts + carry)])
    const next = current.map((of, i) => eitherOf(of, entry(out, i)))
    return next.every((of, i) => of === current[i]) ? [...current, ...out.slice(carry)] : settled(next)
  }
  const start = operands.slice(consts, consts + carry)
  return length === 0 ? [...start, ...body.outputs.slice(carry).map((): Dependence => 'Zero')] : settled(start)
}

const apply: ApplyLoop = (loop, args) => applyTo(scanPrimitive, paramsOf(loop), args)

const applyAdjoint: ApplyAdjoint = (adjoint, args) => applyTo(adjointPrimitive, { ...adjoint }, args)

export const adjointPrimitive: Primitive = /*#__PURE__*/ adjointWith(apply, applyAdjoint)

export const scanPrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'scan',
  lowering: 'scan',
  loops: loops.scan,
  narrowed: { rule: narrowedScan, pass: prune },
  arity: null,
  infer,
  evaluate,
  derivative: {
    _tag: 'Holder',
    jvp: (operation, nonzero) => pushScan(apply, operation, nonzero, 1, forward),
    vjp: (operation, nonzero) => vjpScan(apply, applyAdjoint, operation, nonzero),
    jet: (operation, nonzero, order) => pushScan(apply, operation, nonzero, order, taylorTo(order)),
    dependence,
  },
  batch: (operation, args, batched, size) => batchScan(apply, operation, args, batched, size),
})

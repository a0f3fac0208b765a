/**
 * Rules of the user's own: a function with a derivative that is given, not derived, and `stopGradient`.
 */
import { elementwise, everywhere, structural } from '../basis/declare.ts'
import { ofOne } from '../basis/operation.ts'
import { program, whole } from '../basis/params.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { evaluation } from '../interpret/evaluate.ts'
import { pairOf } from '../interpret/rule.ts'
import { reverse } from '../interpret/tape.ts'
import { type Aval, sameAval } from '../array/aval.ts'
import { outputAvals } from '../program/avals.ts'
import { applyTo } from '../program/expr.ts'
import { fold } from '../program/fold.ts'
import type { AnyExpr, Batched, Nonzero, Operation, Pair, Params, Primitive, Program, Pushforward } from '../program/model.ts'
import { applyAll, lowerOne, presentAll, toExpr } from '../program/operate.ts'
import { close, inline, trace } from '../program/trace.ts'
import { flatten, type Layout, sameLayout, showLayout, unflatten } from '../program/tree.ts'
import { batch, withBatch } from '../transform/batch.ts'
import { cut, differentiable, either, pick, spread, zeros } from '../transform/pick.ts'
import { isTensor } from '../array/tensor.ts'
import { avalOf } from '../array/tensor.ts'
import type { Unary } from '../type/value.ts'

/** The identity, with derivative zero. */
export const stopGradientPrimitive: Primitive = /*#__PURE__*/ elementwise({
  name: 'stopGradient',
  scalar: (x = Number.NaN) => x,
  derivative: { _tag: 'Constant' },
  domains: [everywhere],
  convention: 'the derivative is 0 by definition',
})

/**
 * x itself, through which no derivative flows, in either mode and at any order.
 *
 * @example
 * grad((x: Scalar) => mul(x, stopGradient(x)))(3)   // 3
 * @category custom rules
 */
export const stopGradient: Unary = /*#__PURE__*/ ofOne(stopGradientPrimitive)

interface Custom {
  readonly body: Program
  /** (captured, primals, tangents of the primals) → (answers, their tangents). */
  readonly rule: Program
  /** How many leading operands were captured: they have no rule. */
  readonly captured: number
}

const customOf = (params: Params): Custom => ({
  body: program('customJvp', params, 'body'),
  rule: program('customJvp', params, 'rule'),
  captured: whole('customJvp', params, 'captured'),
})

const refuse = ({ captured }: Custom, nonzero: Nonzero): void => {
  if (nonzero.slice(0, captured).includes(true)) {
    raise({
      _tag: 'NoRule',
      operation: 'customJvp',
      mode: 'an outer expression that the function captured and that is being differentiated',
      hint: 'pass the expression as an argument of the custom function, so that its rule can give a tangent for it',
    })
  }
}

const jvp = (operation: Operation, nonzero: Nonzero): Pushforward => {
  const custom = customOf(operation.params)
  refuse(custom, nonzero)
  const n = operation.operands.length
  const outs = outputAvals(custom.body)
  const moving = outs.map(differentiable)
  const pushed = close([...operation.operands, ...pick(operation.operands, nonzero)], (z) => {
    const [args = [], given = []] = cut(z, n)
    const tangents = spread(nonzero, given)
      .map((t, i) => t ?? zeros(entry(operation.operands, i)))
      .slice(custom.captured)
    const [answers = [], derivatives = []] = cut(inline(custom.rule)([...args, ...tangents]), outs.length)
    return [...answers, ...pick(derivatives, moving)]
  })
  return { program: pushed, nonzero: moving }
}

// The rule is linear in its tangents, so its reverse at tangent 0 is its transpose.
const vjp = (operation: Operation, nonzero: Nonzero): Pair => {
  const custom = customOf(operation.params)
  refuse(custom, nonzero)
  const outs = outputAvals(custom.body)
  const primals = operation.operands.slice(custom.captured)
  const pair = reverse(custom.rule, [...operation.operands.map(() => false), ...primals.map((_, i) => nonzero[custom.captured + i] ?? false)])
  return pairOf(operation.operands, (args) => {
    const [answers = [], , residuals = []] = cut(inline(pair.forward)([...args, ...primals.map(zeros)]), outs.length, outs.length)
    return { answers, back: (cotangents) => inline(pair.pullback)([...residuals, ...outs.map(zeros), ...cotangents]) }
  })
}

const batchCustom = (operation: Operation, args: ReadonlyArray<AnyExpr>, batched: Nonzero, size: number): Batched => {
  const custom = customOf(operation.params)
  const body = batch(custom.body, batched, size)
  const rule = batch(custom.rule, [...batched, ...batched.slice(custom.captured)], size)
  const m = body.batched.length
  // The rule's answers and tangents may be batched where the body's are not, and the other way round.
  const marks = either(either(body.batched, rule.batched.slice(0, m)), rule.batched.slice(m))
  const even = (of: { readonly program: Program; readonly batched: Nonzero }): Program =>
    close(of.program.inputs, (z) => inline(of.program)(z).map((value, j) => (marks[j % m] ? withBatch(size, { value, batched: entry(of.batched, j) }) : value)))
  return { results: applyTo(customJvpPrimitive, { body: even(body), rule: even(rule), captured: custom.captured }, args), batched: marks }
}

export const customJvpPrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'customJvp',
  arity: null,
  infer: (params, operands) => {
    const { body, rule, captured } = customOf(params)
    const [answers, given] = [outputAvals(body), outputAvals(rule)]
    const ruleInputs = [...body.inputs, ...body.inputs.slice(captured)]
    const fits = (found: ReadonlyArray<Aval>, wanted: ReadonlyArray<Aval>): boolean =>
      found.length === wanted.length && found.every((of, i) => sameAval(of, entry(wanted, i)))
    if (captured < 0 || captured > body.inputs.length || !fits(rule.inputs, ruleInputs) || !fits(given, [...answers, ...answers])) {
      return raise({
        _tag: 'Argument',
        operation: 'customJvp',
        reason: 'the rule does not fit the function: it maps primals and tangents to values and tangents',
      })
    }
    if (operands.length !== body.inputs.length || !operands.every((of, i) => sameAval(of, entry(body.inputs, i))))
      return raise({ _tag: 'Shape', operation: 'customJvp', shapes: operands.map((of) => of.text), reason: 'do not fit the function' })
    return answers
  },
  evaluate: ({ params }, args) => fold(evaluation)(customOf(params).body)(args),
  derivative: { _tag: 'Holder', jvp, vjp },
  batch: batchCustom,
})

const leavesOf = (structure: unknown, name: string): { readonly layout: Layout; readonly leaves: ReadonlyArray<AnyExpr> } => {
  const { leaves, layout } = flatten('customJvp', structure, name)
  return { layout, leaves: leaves.map((leaf) => toExpr('customJvp', leaf.value)) }
}

const ruleAnswer = (answer: unknown, layout: Layout, avals: ReadonlyArray<Aval>): ReadonlyArray<AnyExpr> => {
  if (!Array.isArray(answer) || answer.length !== 2)
    return raise({
      _tag: 'Structure',
      operation: 'customJvp',
      path: 'the result of the rule',
      expected: 'a pair [value, tangent]',
      got: Array.isArray(answer) ? `${answer.length} entries` : typeof answer,
    })
  return answer.flatMap((structure: unknown, i) => {
    const made = leavesOf(structure, i === 0 ? 'value' : 'tangent')
    if (!sameLayout(made.layout, layout))
      raise({
        _tag: 'Structure',
        operation: 'customJvp',
        path: i === 0 ? 'the value of the rule' : 'the tangent of the rule',
        expected: showLayout(layout),
        got: showLayout(made.layout),
      })
    made.leaves.forEach((leaf, j) => {
      if (!sameAval(leaf.aval, entry(avals, j)))
        raise({
          _tag: 'Shape',
          operation: 'customJvp',
          shapes: [entry(avals, j).text, leaf.aval.text],
          reason: `differ: leaf ${j} of the function and of its rule`,
        })
    })
    return made.leaves
  })
}

/**
 * A function with a forward rule of its own: `rule(primals, tangents) → [value, tangent]`, linear in
 * the tangents. Reverse mode uses the rule's transpose. The derivative is believed, not checked: test
 * it with `checkGradient`.
 *
 * @example
 * const cube = customJvp((x: Scalar) => mul(x, square(x)), ([x], [dx]) => [mul(x, square(x)), mul(mul(3, square(x)), dx)])
 * evaluate(cube)(2)   // 8
 * grad(cube)(2)       // 12
 * @category custom rules
 */
export const customJvp =
  <Args extends ReadonlyArray<unknown>, R>(
    f: (...args: Args) => R,
    rule: (primals: Args, tangents: Args) => readonly [unknown, unknown],
  ): ((...args: Args) => R) =>
  (...args) => {
    const flat = flatten('customJvp', args, 'args')
    const values = flat.leaves.map((leaf) => lowerOne('customJvp', leaf.value))
    const avals = values.map((x) => (isTensor(x) ? avalOf(x) : x.aval))
    const made: { layout: Layout } = { layout: flat.layout }
    const body = trace(avals, (xs) => {
      const answer = leavesOf(f(...unflatten<Args>(flat.layout, xs)), 'the result')
      made.layout = answer.layout
      return answer.leaves
    })
    const outs = outputAvals(body.program)
    const derivative = trace([...avals, ...avals], (xs) => {
      const [primals = [], tangents = []] = cut(xs, avals.length)
      return ruleAnswer(rule(unflatten<Args>(flat.layout, primals), unflatten<Args>(flat.layout, tangents)), made.layout, outs)
    })
    // Function and rule may capture different outer expressions; both are given all of them.
    const captured = [...new Set([...body.captured, ...derivative.captured])]
    const widen = (of: typeof body, own: ReadonlyArray<Aval>): Program =>
      close([...captured.map((x) => x.aval), ...own], (xs) =>
        inline(of.program)([...of.captured.map((x) => entry(xs, captured.indexOf(x))), ...xs.slice(captured.length)]),
      )
    const params = { body: widen(body, avals), rule: widen(derivative, [...avals, ...avals]), captured: captured.length }
    return unflatten<R>(made.layout, presentAll(applyAll(customJvpPrimitive, params, [...captured, ...values])))
  }

export const custom: ReadonlyArray<Primitive> = [stopGradientPrimitive, customJvpPrimitive]

/**
 * Rules of the user's own: a function with a derivative that is given, not derived, and `stopGradient`.
 */
import * as loops from '#loops'
import { elementwise, everywhere, structural } from '../basis/declare.ts'
import { ofOne } from '../basis/operation.ts'
import { program, whole } from '../basis/params.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { evaluation } from '../interpret/evaluate.ts'
import { linearity } from '../interpret/linearity.ts'
import { pairOf } from '../interpret/rule.ts'
import { reverse } from '../interpret/tape.ts'
import { type Aval, sameAval } from '../array/aval.ts'
import { outputAvals } from '../program/avals.ts'
import { applyTo } from '../program/expr.ts'
import { fold } from '../program/fold.ts'
import type { AnyExpr, Batched, Nonzero, Operation, Pair, Param, Params, Primitive, Program, Pushforward } from '../program/model.ts'
import { applyAll, presentAll } from '../program/operate.ts'
import { showEquation } from '../program/print.ts'
import { close, inline } from '../program/trace.ts'
import { sameLayout, showLayout, unflatten } from '../program/tree.ts'
import { batch, withBatch } from '../transform/batch.ts'
import { cut, differentiable, either, pick, spread, zeros } from '../transform/pick.ts'
import type { Unary } from '../type/value.ts'
import { type Answer, answerOf, type Body, bodyOf, functionBody, type Operands, operandsOf, pairFrom, sharing } from './body.ts'
import { checkFunction } from '../program/given.ts'

/** The identity, with derivative zero. */
export const stopGradientPrimitive: Primitive = /*#__PURE__*/ elementwise({
  name: 'stopGradient',
  lowering: 'identity',
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

/** The name that the user's function has, if it has one: for those who read the program. */
export const called = (name: Param | undefined): Params => (typeof name === 'string' && name !== '' ? { name } : {})

/** Captured operands have no rule: they may not be differentiated. */
export const refuseCaptured = (operation: string, captured: number, nonzero: Nonzero): void => {
  if (nonzero.slice(0, captured).includes(true)) {
    raise({
      _tag: 'NoRule',
      operation,
      mode: 'an outer expression that the function captured and that is being differentiated',
      hint: 'pass the expression as an argument of the custom function, so that its rule can give a tangent for it',
    })
  }
}

/** A rule on captured ++ primals ++ tangents as the pushforward of the operation. */
export const pushedBy = (rule: Program, captured: number, operation: Operation, nonzero: Nonzero): Pushforward => {
  const { operands, results } = operation
  const moving = results.map(differentiable)
  const pushed = close([...operands, ...pick(operands, nonzero)], (z) => {
    const [args = [], given = []] = cut(z, operands.length)
    const tangents = spread(nonzero, given)
      .map((t, i) => t ?? zeros(entry(operands, i)))
      .slice(captured)
    const [answers = [], derivatives = []] = cut(inline(rule)([...args, ...tangents]), results.length)
    return [...answers, ...pick(derivatives, moving)]
  })
  return { program: pushed, nonzero: moving }
}

const jvp = (operation: Operation, nonzero: Nonzero): Pushforward => {
  const custom = customOf(operation.params)
  refuseCaptured('customJvp', custom.captured, nonzero)
  return pushedBy(custom.rule, custom.captured, operation, nonzero)
}

// The rule is linear in its tangents, so its reverse at tangent 0 is its transpose.
const vjp = (operation: Operation, nonzero: Nonzero): Pair => {
  const custom = customOf(operation.params)
  refuseCaptured('customJvp', custom.captured, nonzero)
  const outs = outputAvals(custom.body)
  const primals = operation.operands.slice(custom.captured)
  const pair = reverse(custom.rule, [...operation.operands.map(() => false), ...primals.map((_, i) => entry(nonzero, custom.captured + i))])
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
  return {
    results: applyTo(customJvpPrimitive, { body: even(body), rule: even(rule), captured: custom.captured, ...called(operation.params['name']) }, args),
    batched: marks,
  }
}

export const customJvpPrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'customJvp',
  lowering: 'body',
  loops: loops.body,
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
  derivative: { _tag: 'Holder', jvp, vjp, dependence: ({ params }, operands, within) => within(customOf(params).body, operands) },
  batch: batchCustom,
})

/** What a rule answered: values and tangents, each as the function's own answer is. */
const ruleAnswer = (operation: string, answer: unknown, body: Body): Answer => {
  const parts = pairFrom(operation, answer, 'the result of the rule', 'a pair [value, tangent]')
  const leaves = parts.flatMap((structure, i) => {
    const name = i === 0 ? 'value' : 'tangent'
    const made = answerOf(operation, structure, name, body.output)
    if (!sameLayout(made.layout, body.output))
      raise({ _tag: 'Structure', operation, path: `the ${name} of the rule`, expected: showLayout(body.output), got: showLayout(made.layout) })
    made.leaves.forEach((leaf, j) => {
      const wanted = entry(body.outputs, j)
      if (!sameAval(leaf.aval, wanted))
        raise({ _tag: 'Shape', operation, shapes: [wanted.text, leaf.aval.text], reason: `differ: leaf ${j} of the function and of its rule` })
    })
    return made.leaves
  })
  return { layout: body.output, leaves }
}

/** Check that the tangents a rule answers with are linear in those it is given, and that its values do not read them. */
const checkRule = (operation: string, rule: Program, tangents: number, values: ReadonlyArray<Aval>): void => {
  const first = rule.inputs.length - tangents
  linearity(
    rule,
    rule.inputs.map((of, i) => i >= first && differentiable(of)),
  ).forEach(({ dependence, equation }, j) => {
    const refused = (reason: string): never =>
      raise({ _tag: 'Argument', operation, reason, hint: 'a derivative is a linear map: each term of the tangent has one given tangent as a factor' })
    if (j < values.length) {
      if (dependence === 'Linear' || dependence === 'Nonlinear') refused(`value ${j} of the rule depends on the tangents`)
    } else if (differentiable(entry(values, j - values.length))) {
      const where = equation === null ? '' : `: ${showEquation(rule, equation)}`
      if (dependence === 'Nonlinear') refused(`tangent ${j - values.length} of the rule is not linear in the tangents given${where}`)
      if (dependence === 'Independent') refused(`tangent ${j - values.length} of the rule does not depend on the tangents given, and is not 0`)
    }
  })
}

/** A forward rule as a program on primals ++ tangents, checked against the function it belongs to. */
export const ruleOf = (operation: string, rule: (primals: never, tangents: never) => unknown, args: Operands, body: Body): Body => {
  checkFunction(operation, rule, 'a function and its rule')
  const made = bodyOf([...args.avals, ...args.avals], (xs) => {
    const [primals = [], tangents = []] = cut(xs, args.avals.length)
    return ruleAnswer(operation, rule(unflatten<never>(args.layout, primals), unflatten<never>(args.layout, tangents)), body)
  })
  checkRule(operation, made.program, args.avals.length, body.outputs)
  return made
}

/**
 * A function with a forward rule of its own: `rule(primals, tangents) → [value, tangent]`, linear in
 * the tangents; one that is not is refused, and the equation named. Reverse mode uses the rule's
 * transpose. That the rule is the derivative is believed, not checked: test it with `checkGradient`.
 * An outer expression that the function reads has no rule and is held constant; if it is being
 * differentiated that is a failure: pass it as an argument.
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
    checkFunction('customJvp', f, 'a function and its rule')
    const given = operandsOf('customJvp', args, 'args')
    const body = functionBody('customJvp', f, given)
    // Function and rule may capture different outer expressions; both are given all of them.
    const { captured, programs } = sharing([body, ruleOf('customJvp', rule, given, body)])
    const params = { body: entry(programs, 0), rule: entry(programs, 1), captured: captured.length, ...called(f.name) }
    return unflatten<R>(body.output, presentAll(applyAll(customJvpPrimitive, params, [...captured, ...given.values])))
  }

export const custom: ReadonlyArray<Primitive> = [stopGradientPrimitive, customJvpPrimitive]

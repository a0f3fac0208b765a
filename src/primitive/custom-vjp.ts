/**
 * Rules of the user's own for reverse mode: what the function leaves behind, and how a cotangent goes
 * back over that. A pullback that is linear serves forward mode too, by transposition.
 */
import * as loops from '#loops'
import { type Aval, sameAval } from '../array/aval.ts'
import { sumPrimitive } from '../basis/broadcast.ts'
import { structural } from '../basis/declare.ts'
import { program, whole } from '../basis/params.ts'
import { isInnerProgram } from '../program/param.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { evaluation } from '../interpret/evaluate.ts'
import { linearity } from '../interpret/linearity.ts'
import { pairOf } from '../interpret/rule.ts'
import { reverse } from '../interpret/tape.ts'
import { outputAvals } from '../program/avals.ts'
import { applyTo } from '../program/expr.ts'
import { fold } from '../program/fold.ts'
import type { AnyExpr, Batched, Nonzero, Operation, Pair, Params, Primitive, Program, Pushforward } from '../program/model.ts'
import { applyAll, presentAll } from '../program/operate.ts'
import { showEquation } from '../program/print.ts'
import { close, inline } from '../program/trace.ts'
import { type Layout, unflatten } from '../program/tree.ts'
import { batch, type Row, withBatch } from '../transform/batch.ts'
import { cut, differentiable, pick, spread, zeros } from '../transform/pick.ts'
import { agree, answerOf, type Body, bodyOf, functionBody, type Operands, operandsOf, pairFrom, sharing } from './body.ts'
import { called, pushedBy, refuseCaptured, ruleOf } from './custom.ts'
import { checkFunction } from '../program/given.ts'
import { checkOptions } from '../program/option.ts'

interface Custom {
  readonly body: Program
  /** (captured, primals) → (answers, residuals). */
  readonly forward: Program
  /** (captured, residuals, cotangents of the answers) → cotangents of the primals. */
  readonly backward: Program
  /** (captured, primals, tangents) → (answers, their tangents), where one is given. */
  readonly rule: Program | null
  /** How many leading operands were captured: they have no rule. */
  readonly captured: number
  /** What the user's function is called; empty where it has no name. */
  readonly title: string
}

const name = 'customVjp'

const customOf = (params: Params): Custom => ({
  body: program(name, params, 'body'),
  forward: program(name, params, 'forward'),
  backward: program(name, params, 'backward'),
  rule: isInnerProgram(params['rule']) ? params['rule'] : null,
  captured: whole(name, params, 'captured'),
  title: String(params['name'] ?? ''),
})

const paramsOf = ({ body, forward, backward, rule, captured, title }: Custom): Params => ({
  body,
  forward,
  backward,
  ...(rule === null ? {} : { rule }),
  captured,
  ...called(title),
})

// derivatives ------------------------------------------------------------------------------

/** Marks of the cotangents among the inputs of the way back. */
const cotangentMarks = ({ body, backward }: Custom): Nonzero => {
  const first = backward.inputs.length - body.outputs.length
  return backward.inputs.map((of, i) => i >= first && differentiable(of))
}

const checkLinear = (custom: Custom): void => {
  const { backward, body, captured } = custom
  linearity(backward, cotangentMarks(custom)).forEach(({ dependence, equation }, i) => {
    if (!differentiable(entry(body.inputs, captured + i)) || dependence === 'Zero' || dependence === 'Linear') return
    const where = equation === null ? `cotangent ${i} does not depend on it, and is not 0` : showEquation(backward, equation)
    raise({
      _tag: 'NoRule',
      operation: name,
      mode: `forward mode: the pullback is not linear in the cotangent (${where}), so it has no transpose`,
      hint: 'use reverse mode, or give a forward rule too with customRules',
    })
  })
}

const jvp = (operation: Operation, nonzero: Nonzero): Pushforward => {
  const custom = customOf(operation.params)
  const { forward, backward, rule, captured } = custom
  refuseCaptured(name, captured, nonzero)
  if (rule !== null) return pushedBy(rule, captured, operation, nonzero)
  checkLinear(custom)
  const { operands, results } = operation
  const moving = results.map(differentiable)
  const back = reverse(backward, cotangentMarks(custom))
  const m = backward.outputs.length
  const pushed = close([...operands, ...pick(operands, nonzero)], (z) => {
    const [args = [], given = []] = cut(z, operands.length)
    const tangents = spread(nonzero, given)
      .map((t, i) => t ?? zeros(entry(operands, i)))
      .slice(captured)
    const [answers = [], residuals = []] = cut(inline(forward)(args), results.length)
    // The pullback is linear, so its own pullback is its transpose wherever it is taken.
    const kept = inline(back.forward)([...args.slice(0, captured), ...residuals, ...results.map(zeros)]).slice(m)
    return [...answers, ...inline(back.pullback)([...kept, ...tangents])]
  })
  return { program: pushed, nonzero: moving }
}

const vjp = (operation: Operation, nonzero: Nonzero): Pair => {
  const { forward, backward, captured } = customOf(operation.params)
  refuseCaptured(name, captured, nonzero)
  return pairOf(operation.operands, (args) => {
    const [answers = [], residuals = []] = cut(inline(forward)(args), operation.results.length)
    return { answers, back: (cotangents) => pick(inline(backward)([...args.slice(0, captured), ...residuals, ...cotangents]), nonzero.slice(captured)) }
  })
}

// batching ---------------------------------------------------------------------------------

/** Every output with the batch axis. */
const rows = (of: { readonly program: Program; readonly batched: Nonzero }, size: number, then: (row: AnyExpr, j: number) => AnyExpr): Program =>
  close(of.program.inputs, (z) =>
    inline(of.program)(z).map((value, j): AnyExpr => {
      const row: Row = { value, batched: entry(of.batched, j) }
      return then(withBatch(size, row), j)
    }),
  )

const batchCustom = (operation: Operation, args: ReadonlyArray<AnyExpr>, batched: Nonzero, size: number): Batched => {
  const { body, forward, backward, rule, captured, title } = customOf(operation.params)
  const asIs = (row: AnyExpr): AnyExpr => row
  const held = batched.slice(0, captured)
  // An operand that all rows share gets the sum of what they send back; one without a tangent gets nothing.
  const shared = (row: AnyExpr, i: number): AnyExpr => {
    if (batched[captured + i]) return row
    const of = entry(body.inputs, captured + i)
    return differentiable(of) ? entry(applyTo(sumPrimitive, { axes: [0] }, [row]), 0) : zeros(of)
  }
  const wide: Custom = {
    body: rows(batch(body, batched, size), size, asIs),
    forward: rows(batch(forward, batched, size), size, asIs),
    backward: rows(batch(backward, [...held, ...backward.inputs.slice(captured).map(() => true)], size), size, shared),
    rule: rule === null ? null : rows(batch(rule, [...batched, ...batched.slice(captured)], size), size, asIs),
    captured,
    title,
  }
  return { results: applyTo(customVjpPrimitive, paramsOf(wide), args), batched: operation.results.map(() => true) }
}

// declaration ------------------------------------------------------------------------------

const fits = (found: ReadonlyArray<Aval>, wanted: ReadonlyArray<Aval>): boolean =>
  found.length === wanted.length && found.every((of, i) => sameAval(of, entry(wanted, i)))

const infer = (params: Params, operands: ReadonlyArray<Aval>): ReadonlyArray<Aval> => {
  const { body, forward, backward, rule, captured } = customOf(params)
  const [answers, left, primals] = [outputAvals(body), outputAvals(forward), body.inputs.slice(Math.max(0, captured))]
  const good =
    captured >= 0 &&
    captured <= body.inputs.length &&
    fits(forward.inputs, body.inputs) &&
    fits(left.slice(0, answers.length), answers) &&
    fits(backward.inputs, [...body.inputs.slice(0, captured), ...left.slice(answers.length), ...answers]) &&
    fits(outputAvals(backward), primals) &&
    (rule === null || (fits(rule.inputs, [...body.inputs, ...primals]) && fits(outputAvals(rule), [...answers, ...answers])))
  if (!good) return raise({ _tag: 'Argument', operation: name, reason: 'the rules do not fit the function' })
  return fits(operands, body.inputs)
    ? answers
    : raise({ _tag: 'Shape', operation: name, shapes: operands.map((of) => of.text), reason: 'do not fit the function' })
}

export const customVjpPrimitive: Primitive = /*#__PURE__*/ structural({
  name,
  lowering: 'body',
  loops: loops.body,
  arity: null,
  infer,
  evaluate: ({ params }, args) => fold(evaluation)(customOf(params).body)(args),
  derivative: { _tag: 'Holder', jvp, vjp, dependence: ({ params }, operands, within) => within(customOf(params).body, operands) },
  batch: batchCustom,
})

// for users --------------------------------------------------------------------------------

/** The two halves of a reverse rule as programs, checked against the function. */
const reverseRule = (
  operation: string,
  fwd: (...args: ReadonlyArray<never>) => unknown,
  bwd: (residuals: never, cotangent: never) => unknown,
  given: Operands,
  body: Body,
): { readonly forward: Body; readonly backward: Body } => {
  const left: { layout: Layout } = { layout: { _tag: 'Static', value: null } }
  const forward = bodyOf(given.avals, (xs) => {
    const out: unknown = Reflect.apply(fwd, undefined, unflatten<ReadonlyArray<unknown>>(given.layout, xs))
    const [value, residuals] = pairFrom(operation, out, 'the result of fwd', 'a pair [value, residuals]')
    const answer = answerOf(operation, value, 'value')
    const paths = answer.leaves.map((_, i) => `leaf ${i} of the value of fwd`)
    agree(operation, { layout: body.output, avals: body.outputs, paths }, answer, 'the value of fwd', 'fwd answers with the value of the function')
    const kept = answerOf(operation, residuals, 'residuals')
    left.layout = kept.layout
    return { layout: body.output, leaves: [...answer.leaves, ...kept.leaves] }
  })
  const saved = forward.outputs.slice(body.outputs.length)
  const backward = bodyOf([...saved, ...body.outputs], (xs) => {
    const [residuals = [], cotangents = []] = cut(xs, saved.length)
    const answer = answerOf(operation, bwd(unflatten<never>(left.layout, residuals), unflatten<never>(body.output, cotangents)), 'cotangents')
    agree(operation, given, answer, 'the result of bwd', 'bwd answers with a tuple of cotangents, one per argument, shaped like it')
    return answer
  })
  return { forward, backward }
}

/** The rules of a function, for both modes. */
export interface Rules<Args extends ReadonlyArray<unknown>, R, S> {
  /** (primals, tangents) → [value, tangent], linear in the tangents. */
  readonly jvp: (primals: Args, tangents: Args) => readonly [unknown, unknown]
  /** The value, and what the way back needs. */
  readonly fwd: (...args: Args) => readonly [R, S]
  /** Cotangents of the arguments, as a tuple. */
  readonly bwd: (residuals: S, cotangent: R) => { readonly [K in keyof Args]: unknown }
}

const ruled =
  <Args extends ReadonlyArray<unknown>, R, S>(operation: string, f: (...args: Args) => R, rules: Partial<Rules<Args, R, S>> & Omit<Rules<Args, R, S>, 'jvp'>) =>
  (...args: Args): R => {
    checkFunction(operation, f, 'a function and its rules')
    checkOptions<Rules<Args, R, S>>(operation, rules, { jvp: null, fwd: null, bwd: null })
    for (const name of ['fwd', 'bwd'] as const)
      if (typeof rules?.[name] !== 'function')
        raise({ _tag: 'Argument', operation, reason: `the rule ${name} is missing`, hint: 'reverse mode needs fwd and bwd' })
    const given = operandsOf(operation, args, 'args')
    const body = functionBody(operation, f, given)
    const { forward, backward } = reverseRule(operation, rules.fwd, rules.bwd, given, body)
    const rule = rules.jvp === undefined ? [] : [ruleOf(operation, rules.jvp, given, body)]
    const { captured, programs } = sharing([body, forward, backward, ...rule])
    const custom: Custom = {
      body: entry(programs, 0),
      forward: entry(programs, 1),
      backward: entry(programs, 2),
      rule: programs[3] ?? null,
      captured: captured.length,
      title: f.name,
    }
    return unflatten<R>(body.output, presentAll(applyAll(customVjpPrimitive, paramsOf(custom), [...captured, ...given.values])))
  }

/**
 * A function with a reverse rule of its own: `fwd(...args) → [value, residuals]` runs forward,
 * `bwd(residuals, ȳ) → [x̄, …]` takes a cotangent back. If `bwd` is linear in ȳ, forward mode uses its
 * transpose; if it is not, as in clipping, forward mode is a failure that names the equation. That the
 * rule is the derivative is believed, not checked. An outer expression that the function or its rule
 * reads is held constant; if it is being differentiated that is a failure: pass it as an argument.
 *
 * @example
 * const clipped = customVjp((x: Scalar) => x, (x: Scalar) => [x, []] as const, (_, y) => [clip(y, -1, 1)])
 * grad((x: Scalar) => mul(100, clipped(x)))(3)   // 1
 * const cube = customVjp((x: Scalar) => mul(x, square(x)), (x: Scalar) => [mul(x, square(x)), square(x)] as const, (xx, y) => [mul(y, mul(3, xx))])
 * grad(cube)(2)             // 12
 * jvp(cube, [2], [1])       // [8, 12]
 * @category custom rules
 */
export const customVjp = <Args extends ReadonlyArray<unknown>, R, S>(
  f: (...args: Args) => R,
  fwd: (...args: Args) => readonly [R, S],
  bwd: (residuals: S, cotangent: R) => { readonly [K in keyof Args]: unknown },
): ((...args: Args) => R) => ruled('customVjp', f, { fwd, bwd })

/**
 * A function with rules of its own for both modes: `jvp` as in `customJvp`, `fwd` and `bwd` as in
 * `customVjp`. Forward mode uses the first, reverse mode the others; that they agree is believed.
 *
 * @example
 * const cube = customRules((x: Scalar) => mul(x, square(x)), {
 *   jvp: ([x], [dx]) => [mul(x, square(x)), mul(mul(3, square(x)), dx)],
 *   fwd: (x) => [mul(x, square(x)), x],
 *   bwd: (x: Scalar, y) => [mul(mul(3, square(x)), y)],
 * })
 * grad(cube)(2)         // 12
 * jvp(cube, [2], [1])   // [8, 12]
 * @category custom rules
 */
export const customRules = <Args extends ReadonlyArray<unknown>, R, S>(f: (...args: Args) => R, rules: Rules<Args, R, S>): ((...args: Args) => R) =>
  ruled('customRules', f, rules)

export const customReverse: ReadonlyArray<Primitive> = [customVjpPrimitive]

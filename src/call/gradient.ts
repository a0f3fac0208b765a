/**
 * `grad` and `valueAndGrad`: reverse mode of scalar functions, on functions and on programs.
 */
import type { Answer } from '../compile/answer.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { outputAvals } from '../program/avals.ts'
import type { Program } from '../program/model.ts'
import type { Layout } from '../program/tree.ts'
import { optimised } from '../simplify/optimise.ts'
import { simplify } from '../simplify/simplify.ts'
import { gradient } from '../transform/gradient.ts'
import { phantom } from '../type/phantom.ts'
import { checkAsked, numbersOf, marksOf, type Options, structure, structured } from './argnums.ts'
import { type Argument, argumentsFor, chosen, isAccepting, mirrored, presented, valuesOf } from './arguments.ts'
import { answered, type Called, quickly, repeating } from './quick.ts'
import type { Grad, ValueAndGrad } from './signature.ts'
import { type AnyFunction, execute, type Plan, planOf, scalarOutput } from './source.ts'
import { isProgram } from '../program/given.ts'
import { sealed } from '../program/seal.ts'

/** A gradient as it is asked for: by name, of a function, by some of its arguments, with or without the value. */
interface Asked {
  readonly operation: string
  readonly f: AnyFunction
  readonly options: Options
  readonly valued: boolean
}

const without = (program: Program, count: number): Program =>
  sealed({ ...program, outputs: program.outputs.slice(count), outputNames: program.outputNames.slice(count) })

/** Which outputs of a gradient's program are asked for, and in what structure. */
const answerOf = (plan: Plan, args: ReadonlyArray<Argument>, { argnums }: Options, valued: boolean): Answer => {
  const { layout, leaves } = structure(args, argnums)
  const wanted = leaves.map(({ place, kind }) => ({ output: place + (valued ? 1 : 0), tensor: kind === 'Tensor' }))
  const avals = outputAvals(plan.program)
  const number: Layout = { _tag: 'Leaf', kind: 'number' }
  return valued
    ? { layout: { _tag: 'Tuple', items: [number, layout] }, leaves: [{ output: 0, tensor: false }, ...wanted], avals }
    : { layout, leaves: wanted, avals }
}

/** The long way: the arguments are taken apart, the plan is found or made, the program is run. */
const gradientOf = ({ operation, f, options, valued }: Asked, given: ReadonlyArray<unknown>): Called => {
  const args = argumentsFor(operation, f, given)
  if (args.length === 0) return raise({ _tag: 'Arity', operation, expected: 'at least 1 argument', got: 0 })
  const argnums = numbersOf(options.argnums)
  const marks = chosen(operation, args, argnums)
  const plan = planOf(operation, `${operation} ${argnums.join(',')}`, f, args, (source) => {
    scalarOutput(operation, source)
    const both = gradient(source.program, [...source.captured.map(() => false), ...marks])
    return optimised(valued ? both : without(both, 1))
  })
  // One number in `argnums` and a list of one share a plan, but not the structure of the answer.
  const quick = isAccepting(f) ? null : quickly(`${operation} ${typeof options.argnums}`, plan, args, () => answerOf(plan, args, options, valued))
  return answered(quick, given, () => {
    const results = execute(plan.program, plan.source.captured, valuesOf(args))
    const parts = valued ? results.slice(1) : results
    const slope = structured(args, options.argnums, ({ place, kind }) => mirrored(entry(parts, place), kind))
    return valued ? [presented(entry(results, 0)), slope] : slope
  })
}

/**
 * The gradient of a scalar function: a function of the same arguments that answers with the
 * derivative by the first of them (or by those in `argnums`), in its structure, shapes and leaf
 * kinds. Values in, values out; called on expressions it builds expressions, so gradients nest.
 *
 * The function is traced once per structure and shapes. Failures: a result that is no scalar, an
 * integer leaf in the argument, a trace that differs on the second call.
 *
 * @example
 * grad((x: Scalar) => mul(x, x))(3)                                   // 6
 * grad(([x, y]: readonly [Scalar, Scalar]) => mul(x, sin(y)))([2, 0]) // [0, 2]
 * @category transforms
 */
export const grad: Grad = /*#__PURE__*/ phantom((f: AnyFunction | Program, options: Options = {}) => {
  checkAsked('grad', f, options)
  return isProgram(f)
    ? simplify(without(gradient(f, marksOf('grad', f, options.argnums)), 1))
    : repeating((given) => gradientOf({ operation: 'grad', f, options, valued: false }, given))
})

/**
 * The value and the gradient from one run.
 *
 * @example
 * valueAndGrad((x: Scalar) => mul(x, x))(3)   // [9, 6]
 * @category transforms
 */
export const valueAndGrad: ValueAndGrad = /*#__PURE__*/ phantom((f: AnyFunction | Program, options: Options = {}) => {
  checkAsked('valueAndGrad', f, options)
  return isProgram(f)
    ? simplify(gradient(f, marksOf('valueAndGrad', f, options.argnums)))
    : repeating((given) => gradientOf({ operation: 'valueAndGrad', f, options, valued: true }, given))
})

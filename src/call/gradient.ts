/**
 * `grad` and `valueAndGrad`: reverse mode of scalar functions, on functions and on programs.
 */
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { isProgram } from '../basis/params.ts'
import { outputAvals } from '../program/avals.ts'
import type { Program } from '../program/model.ts'
import type { Layout } from '../program/tree.ts'
import { optimised } from '../simplify/rearrange.ts'
import { simplify } from '../simplify/simplify.ts'
import { gradient } from '../transform/gradient.ts'
import { phantom } from '../type/phantom.ts'
import { listOf, marksOf, type Options, structure, structured } from './argnums.ts'
import { argumentsFor, chosen, isAccepting, mirrored, presented, valuesOf } from './arguments.ts'
import { type Called, quickly, repeating } from './quick.ts'
import type { Grad, ValueAndGrad } from './signature.ts'
import { type AnyFunction, execute, planOf, scalarOutput } from './source.ts'
import { sealed } from '../program/seal.ts'

/** A gradient as it is asked for: by name, of a function, by some of its arguments, with or without the value. */
interface Asked {
  readonly operation: string
  readonly f: AnyFunction
  readonly options: Options
  readonly valued: boolean
}

/** The long way: the arguments are taken apart, the plan is found or made, the program is run. */
const gradientOf = ({ operation, f, options, valued }: Asked, given: ReadonlyArray<unknown>): Called => {
  const args = argumentsFor(operation, f, given)
  if (args.length === 0) return raise({ _tag: 'Arity', operation, expected: 'at least 1 argument', got: 0 })
  const argnums = listOf(options.argnums)
  const marks = chosen(operation, args, argnums)
  const plan = planOf(operation, `gradient ${argnums.join(',')}`, f, args, (source) => {
    scalarOutput(operation, source)
    return optimised(gradient(source.program, [...source.captured.map(() => false), ...marks]))
  })
  const [value, ...parts] = execute(plan.program, plan.source.captured, valuesOf(args))
  const slope = structured(args, options.argnums, ({ place, kind }) => mirrored(entry(parts, place), kind))
  return {
    answer: valued ? [value === undefined ? undefined : presented(value), slope] : slope,
    quick: isAccepting(f)
      ? null
      : quickly(plan, args, () => {
          const { layout, leaves } = structure(args, options.argnums)
          const wanted = leaves.map(({ place, kind }) => ({ output: place + 1, tensor: kind === 'Tensor' }))
          const avals = outputAvals(plan.program)
          const number: Layout = { _tag: 'Leaf', kind: 'number' }
          return valued
            ? { layout: { _tag: 'Tuple', items: [number, layout] }, leaves: [{ output: 0, tensor: false }, ...wanted], avals }
            : { layout, leaves: wanted, avals }
        }),
  }
}

const without = (program: Program, count: number): Program =>
  sealed({ ...program, outputs: program.outputs.slice(count), outputNames: program.outputNames.slice(count) })

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
export const grad: Grad = /*#__PURE__*/ phantom((f: AnyFunction | Program, options: Options = {}) =>
  typeof f === 'object' && isProgram(f)
    ? simplify(without(gradient(f, marksOf('grad', f, options.argnums)), 1))
    : repeating((given) => gradientOf({ operation: 'grad', f, options, valued: false }, given)),
)

/**
 * The value and the gradient from one run.
 *
 * @example
 * valueAndGrad((x: Scalar) => mul(x, x))(3)   // [9, 6]
 * @category transforms
 */
export const valueAndGrad: ValueAndGrad = /*#__PURE__*/ phantom((f: AnyFunction | Program, options: Options = {}) =>
  typeof f === 'object' && isProgram(f)
    ? simplify(gradient(f, marksOf('valueAndGrad', f, options.argnums)))
    : repeating((given) => gradientOf({ operation: 'valueAndGrad', f, options, valued: true }, given)),
)

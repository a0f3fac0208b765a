/**
 * `linearize` and `linearTranspose`: the derivative at a point as a linear function of its own, and
 * linear functions turned round.
 */
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import type { Program } from '../program/model.ts'
import { delivered } from '../program/tree.ts'
import { simplifyHalves } from '../simplify/pair.ts'
import { simplify } from '../simplify/simplify.ts'
import { transpose } from '../transform/linear.ts'
import { type Linearized, linearize as linearized } from '../transform/linearize.ts'
import { cut, differentiable } from '../transform/pick.ts'
import { phantom } from '../type/phantom.ts'
import type { Answered, Cotangent, ExprsFor, ValuesFor } from '../type/structure.ts'
import { marksOf, type Options } from './argnums.ts'
import { type Argument, argument, argumentsFor, argumentsOf, chosen, matching, mirrored, presented, valuesOf } from './arguments.ts'
import { tangentLeaves } from './directional.ts'
import { type AnyFunction, execute, planOf, restore } from './source.ts'
import { isProgram } from '../program/given.ts'
import { checkOption } from '../program/option.ts'

type Values<A extends ReadonlyArray<unknown>> = { readonly [K in keyof A]: ValuesFor<A[K]> }

/** Marks of all leaves of all arguments. */
const everything = (operation: string, args: ReadonlyArray<Argument>): ReadonlyArray<boolean> =>
  chosen(
    operation,
    args,
    args.map((_, i) => i),
  )

const directionsOf = (operation: string, args: ReadonlyArray<Argument>, tangents: ReadonlyArray<unknown>): ReadonlyArray<Argument> => {
  const directions = argumentsOf(operation, tangents, args)
  if (directions.length !== args.length) return raise({ _tag: 'Arity', operation, expected: `${args.length} tangents`, got: directions.length })
  directions.forEach((direction, i) => {
    matching(operation, direction, entry(args, i).layout, entry(args, i).avals)
  })
  return directions
}

interface Linearize {
  (program: Program): Linearized
  <A extends ReadonlyArray<unknown>, R, const X extends Values<A>>(
    f: (...args: A) => R,
    primals: X,
  ): readonly [Answered<X, R>, <const V extends Values<A>>(...tangents: V) => Answered<readonly [X, V], R>]
}

/** The linearization of a program of so many answers, and no more residuals than its pushforward reads. */
const simplified = (of: Linearized, answers: number): Linearized => {
  const { forward, linear } = simplifyHalves({ forward: of.forward, linear: of.pushforward }, answers)
  return { forward, pushforward: linear }
}

const pushOf = (f: AnyFunction, primals: ReadonlyArray<unknown>): readonly [unknown, (...tangents: ReadonlyArray<unknown>) => unknown] => {
  const args = argumentsFor('linearize', f, primals)
  const marks = everything('linearize', args)
  const { source, program } = planOf('linearize', 'linearize', f, args, (of) =>
    simplified(linearized(of.program, [...of.captured.map(() => false), ...marks]), of.outputAvals.length),
  )
  const [answers = [], residuals = []] = cut(execute(program.forward, source.captured, valuesOf(args)), source.outputAvals.length)
  const values = answers.map(presented)
  return [
    restore(source, values),
    (...tangents) => {
      const moved = execute(program.pushforward, [], [...residuals, ...valuesOf(directionsOf('linearize', args, tangents))])
      return restore(source, tangentLeaves(source, values, moved.map(presented)))
    },
  ]
}

/**
 * The value of `f` at `primals`, and its derivative there as a linear function of tangents, one per
 * argument. What depends on the point is computed once, however often the pushforward is called. On a
 * program: `{ forward, pushforward }`, forward: x… → (y…, residuals), pushforward: (residuals, ẋ…) → ẏ….
 *
 * @example
 * const [y, pushforward] = linearize((x: Scalar) => mul(x, x), [3])
 * y                // 9
 * pushforward(1)   // 6
 * @category transforms
 */
export const linearize: Linearize = /*#__PURE__*/ phantom((f: AnyFunction | Program, primals: ReadonlyArray<unknown> = []) =>
  isProgram(f) ? simplified(linearized(f, f.inputs.map(differentiable)), f.outputs.length) : pushOf(f, primals),
)

interface LinearTranspose {
  (program: Program, options?: Options): Program
  <A extends ReadonlyArray<unknown>, R, const X extends Values<A>>(
    f: (...args: A) => R,
    examples: X,
  ): (cotangent: ValuesFor<ExprsFor<R>>) => { readonly [K in keyof X]: Cotangent<X[K]> }
}

const transposeOf = (f: AnyFunction, examples: ReadonlyArray<unknown>): ((cotangent: unknown) => unknown) => {
  const args = argumentsFor('linearTranspose', f, examples)
  const marks = everything('linearTranspose', args)
  const { source, program } = planOf('linearTranspose', 'linearTranspose', f, args, (of) =>
    simplify(transpose(of.program, [...of.captured.map(() => false), ...marks])),
  )
  return (cotangent) => {
    const given = argument('linearTranspose', cotangent, 'cotangent', source.output)
    matching('linearTranspose', given, source.output, source.outputAvals)
    const back = execute(program, source.captured, given.values)
    let next = 0
    return args.map((arg) =>
      delivered(
        arg.layout,
        arg.kinds.map((kind) => mirrored(entry(back, next++), kind)),
      ),
    )
  }
}

/**
 * The transpose of a function that is linear in its arguments: from a cotangent of the result to a
 * tuple of cotangents of the arguments, ⟨f(x), y⟩ = ⟨x, fᵀ(y)⟩. Of the examples only structure and
 * shapes matter. A function that is not linear is refused, with the equation that is not. On a program
 * (by all its float inputs, or those in `argnums`): the program from the other inputs and the
 * cotangents of the outputs to the cotangents of the inputs.
 *
 * @example
 * linearTranspose((x: Vector<2>) => matmul(tensor([[1, 2], [3, 4], [5, 6]]), x), [Float64Array.of(0, 0)])(Float64Array.of(1, 0, 10))
 * // [Float64Array [51, 62]]
 * @category transforms
 */
export const linearTranspose: LinearTranspose = /*#__PURE__*/ phantom((f: AnyFunction | Program, rest: ReadonlyArray<unknown> | Options = {}) => {
  if (isProgram(f)) {
    if (!Array.isArray(rest)) checkOption<Options>('linearTranspose', rest, 'argnums')
    return simplify(transpose(f, marksOf('linearTranspose', f, Array.isArray(rest) ? undefined : phantom<Options>(rest).argnums)))
  }
  return transposeOf(f, Array.isArray(rest) ? rest : [])
})

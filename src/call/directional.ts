/**
 * `jvp` and `vjp`: one column or one row of the Jacobian at a time, on functions and on programs.
 */
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import type { Pair, Program } from '../program/model.ts'
import { simplifyHalves } from '../simplify/pair.ts'
import { optimised } from '../simplify/optimise.ts'
import { simplify } from '../simplify/simplify.ts'
import { reverse } from '../interpret/tape.ts'
import { derivative } from '../transform/gradient.ts'
import { cut, differentiable } from '../transform/pick.ts'
import { phantom } from '../type/phantom.ts'
import type { Answered, Cotangent, ExprsFor, ValuesFor } from '../type/structure.ts'
import { delivered } from '../program/tree.ts'
import { argument, argumentsFor, argumentsOf, chosen, matching, mirrored, presented, valuesOf } from './arguments.ts'
import { type AnyFunction, execute, planOf, restore, type Source } from './source.ts'
import { isProgram } from '../program/given.ts'

type Values<A extends ReadonlyArray<unknown>> = { readonly [K in keyof A]: ValuesFor<A[K]> }

interface Jvp {
  (program: Program): Program
  <A extends ReadonlyArray<unknown>, R, const X extends Values<A>>(
    f: (...args: A) => R,
    primals: X,
    tangents: Values<A>,
  ): readonly [Answered<X, R>, Answered<X, R>]
}

/** The leaves of a result that carry a tangent get one; the others stay as they are. */
export const tangentLeaves = (source: Source, values: ReadonlyArray<unknown>, tangents: ReadonlyArray<unknown>): ReadonlyArray<unknown> => {
  let next = 0
  return source.outputAvals.map((of, j) => (differentiable(of) ? tangents[next++] : values[j]))
}

const push = (f: AnyFunction, primals: ReadonlyArray<unknown>, tangents: ReadonlyArray<unknown>): readonly [unknown, unknown] => {
  const args = argumentsFor('jvp', f, primals)
  const directions = argumentsOf('jvp', tangents, args)
  if (directions.length !== args.length) return raise({ _tag: 'Arity', operation: 'jvp', expected: `${args.length} tangents`, got: directions.length })
  directions.forEach((direction, i) => {
    matching('jvp', direction, entry(args, i).layout, entry(args, i).avals)
  })
  const marks = chosen(
    'jvp',
    args,
    args.map((_, i) => i),
  )
  const plan = planOf('jvp', 'jvp', f, args, (source) => optimised(derivative(source.program, [...source.captured.map(() => false), ...marks])))
  const results = execute(plan.program, plan.source.captured, [...valuesOf(args), ...valuesOf(directions)])
  const [values = [], moved = []] = cut(results.map(presented), plan.source.outputAvals.length)
  return [restore(plan.source, values), restore(plan.source, tangentLeaves(plan.source, values, moved))]
}

/**
 * Forward mode: the value of `f` at `primals` and its derivative along `tangents`. Both are tuples,
 * one entry per argument. On a program: the program (x…, ẋ…) → (y…, ẏ…).
 *
 * @example
 * jvp((x: Scalar) => mul(x, x), [3], [1])   // [9, 6]
 * @category transforms
 */
export const jvp: Jvp = /*#__PURE__*/ phantom((f: AnyFunction | Program, primals: ReadonlyArray<unknown> = [], tangents: ReadonlyArray<unknown> = []) =>
  isProgram(f) ? simplify(derivative(f)) : push(f, primals, tangents),
)

interface Vjp {
  (program: Program): Pair
  <A extends ReadonlyArray<unknown>, R, const X extends Values<A>>(
    f: (...args: A) => R,
    primals: X,
  ): readonly [Answered<X, R>, (cotangent: ValuesFor<ExprsFor<R>>) => { readonly [K in keyof X]: Cotangent<X[K]> }]
}

/** The pair of a program of so many answers, and no more residuals than its pullback reads. */
const simplifyPair = (pair: Pair, answers: number): Pair => {
  const { forward, linear } = simplifyHalves({ forward: pair.forward, linear: pair.pullback }, answers)
  return { forward, pullback: linear }
}

const pull = (f: AnyFunction, primals: ReadonlyArray<unknown>): readonly [unknown, (cotangent: unknown) => unknown] => {
  const args = argumentsFor('vjp', f, primals)
  const marks = chosen(
    'vjp',
    args,
    args.map((_, i) => i),
  )
  const { source, program: pair } = planOf('vjp', 'vjp', f, args, (of) =>
    simplifyPair(reverse(of.program, [...of.captured.map(() => false), ...marks]), of.outputAvals.length),
  )
  const [answers = [], residuals = []] = cut(execute(pair.forward, source.captured, valuesOf(args)), source.outputAvals.length)
  const pullback = (cotangent: unknown): unknown => {
    const given = argument('vjp', cotangent, 'cotangent', source.output)
    matching('vjp', given, source.output, source.outputAvals)
    const back = execute(pair.pullback, [], [...residuals, ...given.values])
    let next = 0
    return args.map((arg) =>
      delivered(
        arg.layout,
        arg.kinds.map((kind) => mirrored(entry(back, next++), kind)),
      ),
    )
  }
  return [restore(source, answers.map(presented)), pullback]
}

/**
 * Reverse mode: the value of `f` at `primals`, and the pullback that takes a cotangent of the result
 * to a tuple of cotangents of the arguments. On a program: the pair `{ forward, pullback }` of programs.
 *
 * @example
 * const [y, pullback] = vjp((x: Scalar, z: Scalar) => mul(x, z), [3, 5])
 * y             // 15
 * pullback(1)   // [5, 3]
 * @category transforms
 */
export const vjp: Vjp = /*#__PURE__*/ phantom((f: AnyFunction | Program, primals: ReadonlyArray<unknown> = []) =>
  isProgram(f) ? simplifyPair(reverse(f, f.inputs.map(differentiable)), f.outputs.length) : pull(f, primals),
)

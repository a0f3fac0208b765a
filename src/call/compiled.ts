/**
 * Asking for compiled code by name, and asking what it is. Calls that repeat are compiled by themselves;
 * this is for those who want the first call compiled, or one kind of code.
 */
import { explanationOf, type Explanation } from '../compile/explain.ts'
import { promote } from '#compiler'
import { optimised } from '../simplify/optimise.ts'
import { phantom } from '../type/phantom.ts'
import type { Answered, ValuesFor } from '../type/structure.ts'
import { type Argument, argumentsFor, isAccepting, presented, valuesOf } from './arguments.ts'
import { type CompileOptions, chosen, variantOf } from './choice.ts'
import { answered, quicklyPlain, repeating } from './quick.ts'
import { type AnyFunction, execute, type Plan, planOf, restore } from './source.ts'
import { checkFunction } from '../program/given.ts'

const planned = (operation: string, f: AnyFunction, args: ReadonlyArray<Argument>, options: CompileOptions): Plan =>
  planOf(operation, variantOf(options), f, args, (source) => optimised(source.program))

type Values<A extends ReadonlyArray<unknown>> = { readonly [K in keyof A]: ValuesFor<A[K]> }

interface Compile {
  <A extends ReadonlyArray<unknown>, R>(f: (...args: A) => R, options?: CompileOptions): <const X extends Values<A>>(...xs: X) => Answered<X, R>
}

/**
 * A function over expressions as compiled code on values. It is traced and compiled at the first call
 * with each structure and shapes, not after some calls as everything else is; the results have the
 * same bits, unless it is given another `arithmetic`. Where the host forbids making code (a page's content-security policy), it is interpreted.
 *
 * @example
 * const f = compile((x: Vector<3>) => sum(exp(x)))
 * f(Float64Array.of(0, 0, 0))   // 3
 * @category compiler
 */
export const compile: Compile = /*#__PURE__*/ phantom((f: AnyFunction, options?: CompileOptions) => {
  checkFunction('compile', f)
  const wanted = chosen('compile', options)
  return repeating((given) => {
    const args = argumentsFor('compile', f, given)
    const plan = planned('compile', f, args, wanted)
    const isClosed = plan.source.captured.length === 0
    if (isClosed) promote(plan.program, wanted.backend, wanted.arithmetic, wanted.threads)
    // The first call is answered by code too, though it is the second that tells whether the function is pure.
    const quick = isClosed && !isAccepting(f) ? quicklyPlain({ ...plan, settled: true }, args) : null
    const { answer } = answered(quick, given, () => restore(plan.source, execute(plan.program, plan.source.captured, valuesOf(args)).map(presented)))
    return { answer, quick: plan.settled ? quick : null }
  })
})

interface Explain {
  <A extends ReadonlyArray<unknown>, R>(f: (...args: A) => R, options?: CompileOptions): <const X extends Values<A>>(...xs: X) => Explanation
}

/**
 * What becomes of a function when it is compiled for arguments like these: which code, how many loops,
 * operations, buffers and bytes, what is left to the host, and the loop program. The function is not run.
 *
 * @example
 * explain((x: Vector) => sum(exp(x)))(new Float64Array(1000)).loops   // 1
 * @category compiler
 */
export const explain: Explain = /*#__PURE__*/ phantom((f: AnyFunction, options?: CompileOptions) => {
  checkFunction('explain', f)
  const wanted = chosen('explain', options)
  return (...given: ReadonlyArray<unknown>): Explanation => {
    const { program } = planned('explain', f, argumentsFor('explain', f, given), wanted)
    return explanationOf(program.equations.length, promote(program, wanted.backend, wanted.arithmetic, wanted.threads), wanted.arithmetic, wanted.threads)
  }
})

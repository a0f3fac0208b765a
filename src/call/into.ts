/**
 * Results written into arrays of the caller's own: the one place where something mutable is handed over,
 * for loops in which a fresh array per call is what takes the time.
 */
import type { Fresh } from '../array/dtype.ts'
import { isFloats } from '../array/floats.ts'
import { sizeOf } from '../array/shape.ts'
import { dataOf, isTensor } from '../array/tensor.ts'
import { promote } from '#compiler'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { outputAvals } from '../program/avals.ts'
import { flatten, sameLayout, showLayout } from '../program/tree.ts'
import { optimised } from '../simplify/optimise.ts'
import { phantom } from '../type/phantom.ts'
import type { ValuesFor } from '../type/structure.ts'
import { type Argument, argumentsFor, isAccepting, valuesOf } from './arguments.ts'
import { type CompileOptions, chosen, variantOf } from './choice.ts'
import { missed } from '../compile/answer.ts'
import { type Quick, quicklyInto } from './quick.ts'
import { holding, residentOf } from './resident.ts'
import { type AnyFunction, execute, type Plan, planOf, restore, type Source } from './source.ts'
import { checkFunction } from '../program/given.ts'

/** The caller's arrays, one for each leaf of the result. */
const arraysOf = (source: Source, target: unknown): ReadonlyArray<Float64Array> => {
  const { leaves, layout } = flatten('into', target, 'target')
  if (!sameLayout(layout, source.output))
    return raise({ _tag: 'Structure', operation: 'into', path: 'target', expected: showLayout(source.output), got: showLayout(layout) })
  return leaves.map(({ value, path }, j) => {
    const of = entry(source.outputAvals, j)
    const fits = of.dtype === 'float64' && isFloats(value) && value.length === sizeOf(of.shape)
    return fits
      ? value
      : raise({
          _tag: 'Structure',
          operation: 'into',
          path,
          expected: `a Float64Array of ${sizeOf(of.shape)}`,
          got: isFloats(value) ? `one of ${value.length}` : typeof value,
          hint: `the result there is ${of.text}; only float64 can be written into an array`,
        })
  })
}

/** The type of what is written into: a Float64Array, or one of the kind A, wherever the result has a number or an array. */
export type Target<R, A = Float64Array> = R extends { readonly _tag: 'Expr' | 'Tensor' } | number | Float64Array
  ? A
  : R extends ReadonlyArray<unknown> | { readonly [key: string]: unknown }
    ? { readonly [K in keyof R]: Target<R[K], A> }
    : never

/** Writes results into a target, and makes targets. */
export interface Writing<A extends ReadonlyArray<unknown>, R> {
  <T extends Target<R>>(target: T, ...xs: { readonly [K in keyof A]: ValuesFor<A[K]> }): T
  /** A target for arguments like these, whose arrays lie where the compiled code writes: to such a one nothing is copied. */
  readonly target: (...xs: { readonly [K in keyof A]: ValuesFor<A[K]> }) => Target<R, Fresh>
}

interface Into {
  <A extends ReadonlyArray<unknown>, R>(f: (...args: A) => R, options?: CompileOptions): Writing<A, R>
}

const planned = (f: AnyFunction, args: ReadonlyArray<Argument>, options: CompileOptions | undefined): Plan => {
  const plan = planOf('into', options === undefined ? 'evaluate' : variantOf(options), f, args, (source) => optimised(source.program))
  if (plan.source.captured.length > 0) return raise({ _tag: 'Leaked', operation: 'into', expression: 'of an outer function: it has no value to write yet' })
  return plan
}

/** The arguments, which are values: within a trace there is nothing to write yet. */
const valuesFor = (f: AnyFunction, given: ReadonlyArray<unknown>): ReadonlyArray<Argument> => {
  const args = argumentsFor('into', f, given)
  args.forEach(({ kinds, paths }) => {
    const at = kinds.indexOf('Expr')
    if (at >= 0)
      raise({
        _tag: 'Argument',
        operation: 'into',
        reason: `${entry(paths, at)} is an expression, which has no value to write yet`,
        hint: 'inside a function that is traced call the function itself',
      })
  })
  return args
}

/** Whether all of a result can be written into arrays of float64; the first leaf that cannot is named. */
const checkFloats = ({ source }: Plan): void => {
  const { leaves } = flatten(
    'into',
    restore(
      source,
      source.outputAvals.map(() => 0),
    ),
    'the result',
  )
  source.outputAvals.forEach((of, j) => {
    if (of.dtype !== 'float64')
      raise({
        _tag: 'Structure',
        operation: 'into',
        path: entry(leaves, j).path,
        expected: 'float64',
        got: of.text,
        hint: 'only float64 can be written into an array',
      })
  })
}

/**
 * A function whose results are written into arrays that the caller owns, and which answers with them. The target
 * has the structure of the result, with a Float64Array for every leaf, of as many elements. Nothing of
 * the library's is shared: the arrays are the caller's before and after.
 *
 * `into(f).target(...xs)` makes a target for arguments like these. If the function is small its arrays are plain ones, since
 * its code writes anywhere; else they lie in the memory of compiled code that is made for it alone, so that large results
 * are not even copied. Then they may be parts of one larger buffer: hand copies to workers. With options it is compiled at
 * the first call, as by `compile`.
 *
 * @example
 * const x = Float64Array.of(1, 2, 3)
 * const slope = into(grad((v: Vector<3>) => sum(mul(v, v))))
 * slope(new Float64Array(3), x)   // Float64Array [2, 4, 6]
 * slope(slope.target(x), x)       // Float64Array [2, 4, 6]
 * @category compiler
 */
export const into: Into = /*#__PURE__*/ phantom((f: AnyFunction, options?: CompileOptions) => {
  checkFunction('into', f)
  const wanted = chosen('into', options)
  const state: { quick: Quick | null; residents: number } = { quick: null, residents: 0 }
  const residents = new WeakMap<object, Quick>()

  /** The long way; the function is traced a second time at the second call, to see that it is pure. */
  const written = (target: unknown, ...given: ReadonlyArray<unknown>): unknown => {
    const args = valuesFor(f, given)
    const plan = planned(f, args, options)
    const arrays = arraysOf(plan.source, target)
    // Code that was asked for is made at once, and other code is made once that pays.
    if (options !== undefined) promote(plan.program, wanted.backend, wanted.arithmetic, wanted.threads)
    execute(plan.program, plan.source.captured, valuesOf(args)).forEach((result, j) => {
      if (isTensor(result)) entry(arrays, j).set(dataOf(result))
    })
    if (!isAccepting(f)) state.quick = quicklyInto(plan, args, outputAvals(plan.program)) ?? state.quick
    return target
  }

  const write = (target: unknown, ...given: ReadonlyArray<unknown>): unknown => {
    const own = state.residents > 0 && typeof target === 'object' && target !== null ? residents.get(target) : undefined
    const known = own !== undefined ? own(...given) : state.quick === null ? missed : state.quick(target, ...given)
    return known === missed ? written(target, ...given) : target
  }

  const target = (...given: ReadonlyArray<unknown>): unknown => {
    const args = valuesFor(f, given)
    const plan = planned(f, args, options)
    checkFloats(plan)
    const { arrays, quick } = residentOf(plan, args, wanted)
    const made = restore<object | null>(plan.source, arrays)
    if (made === null || typeof made !== 'object')
      return raise({ _tag: 'Argument', operation: 'into', reason: 'the function answers with no array', hint: 'there is nothing to write into' })
    if (quick === null || isAccepting(f)) return made
    const isAsMade = holding(plan.source.output, arrays)
    let called = false
    // The first call goes the long way, on which the function is traced again.
    const after: Quick = (...like) => {
      const first = !called
      called = true
      return first || !isAsMade(made) ? missed : quick(...like)
    }
    residents.set(made, after)
    state.residents++
    return made
  }
  return Object.assign(write, { target })
})

/**
 * Loops for users beside `scan`: `whileLoop`, whose end is found on the way, and `mapRows` and
 * `reduceRows`, which are scans without a carry and without outputs. JAX calls those `lax.map` and
 * `lax.reduce`; here the bare names would hide the `map` and `reduce` of fp-ts and of `tree`.
 */
import { said } from '../array/list.ts'
import { elementOf } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { applyAll, presentAll, toExpr } from '../program/operate.ts'
import { unflatten } from '../program/tree.ts'
import type { Primitive } from '../program/model.ts'
import { phantom } from '../type/phantom.ts'
import type { Keeps } from '../type/carry.ts'
import type { Starts } from '../type/sentence.ts'
import type { Ended, ExprsFor, RowOf, StackOf } from '../type/structure.ts'
import type { MaskOperand } from '../type/value.ts'
import { agree, answerOf, bodyOf, operandsOf, sharing } from './body.ts'
import { scan, type ScanOptions, type Stacks } from './control.ts'
import { type Stores, storesOf, whileParams } from '../basis/loop.ts'
import { whilePrimitive } from './while.ts'
import { checkFunction } from '../program/given.ts'
import { checkOptions } from '../program/option.ts'

/** How long a while loop may run. */
export interface WhileOptions {
  /** The most steps it takes; it stops there even if the condition still holds. Reverse mode needs it. */
  readonly maxSteps?: number
  /** How many carries reverse mode may store, as in `scan`; what `maxSteps` steps need where not given. */
  readonly checkpoint?: Stores
}

/**
 * Apply `body` to the carry for as long as `condition` holds of it; the carry keeps its structure,
 * shapes and dtypes. Outer expressions that either reads are differentiated too.
 *
 * Forward mode needs nothing more. Reverse mode needs `{ maxSteps: n }`: it keeps what n steps need,
 * however few there are, or with `checkpoint` as few carries as `scan` would; steps after the end do nothing. A loop that has not ended after n steps
 * stops with the carry it has, as in Equinox and TensorFlow: ask its condition again to know. Under
 * `vmap` it runs until every row is done, and rows that are done stay as they are.
 *
 * @example
 * whileLoop((x) => lt(x, 100), (x) => mul(2, x), 3)   // 192
 * const doubled = (x: Scalar) => whileLoop((y: Scalar) => lt(y, 100), (y: Scalar) => mul(2, y), x, { maxSteps: 20 })
 * grad(doubled)(3)   // 64
 * @category control flow
 */
export const whileLoop = <const C, C2, S = ExprsFor<C>>(
  condition: (carry: S) => MaskOperand,
  body: (carry: S) => C2,
  init: C & Starts<C, NoInfer<S>, 'whileLoop: the start is no value of the carry that the functions take'> & Keeps<'whileLoop', NoInfer<S>, NoInfer<C2>>,
  options: WhileOptions = {},
): Ended<C, NoInfer<S>> => {
  const operation = 'whileLoop'
  checkFunction(operation, condition, 'a condition')
  checkFunction(operation, body, 'a body')
  checkOptions<WhileOptions>(operation, options, { maxSteps: null, checkpoint: null })
  const { maxSteps, checkpoint } = options
  if (maxSteps !== undefined && (!Number.isSafeInteger(maxSteps) || maxSteps < 0))
    return raise({ _tag: 'Argument', operation, reason: `the bound ${said(maxSteps)} on the steps is not a whole number from 0` })
  const start = operandsOf(operation, init, 'carry')
  const carried = (xs: ReadonlyArray<unknown>): S => unflatten(start.layout, xs)
  const holds = bodyOf(start.avals, (xs) => ({ layout: { _tag: 'Leaf', kind: 'Expr' }, leaves: [toExpr(operation, condition(carried(xs)))] }))
  const [always] = holds.program.outputs
  if (maxSteps === undefined && always?._tag === 'Literal' && always.value.dtype === 'bool' && elementOf(always.value) === 1)
    return raise({ _tag: 'Argument', operation, reason: 'the condition is true whatever the carry, so the loop has no end', hint: 'pass { maxSteps: n }' })
  const step = bodyOf(start.avals, (xs) => {
    const next = answerOf(operation, body(carried(xs)), 'carry', start.layout)
    agree(operation, start, next, 'the carry', 'the carry keeps its shapes and dtypes')
    return next
  })
  const { captured, programs } = sharing([holds, step])
  const params = whileParams({
    condition: entry(programs, 0),
    body: entry(programs, 1),
    consts: captured.length,
    maxSteps: maxSteps ?? null,
    checkpoint: storesOf(operation, checkpoint, maxSteps ?? 1),
  })
  return unflatten(start.layout, presentAll(applyAll(whilePrimitive, params, [...captured, ...start.values])))
}

/**
 * `f` of every row of a stack, or of a structure of stacks, one after another; the answers are stacked.
 * Where `f` is the same work on every row `vmap(f)` is faster; this one needs the memory of one row.
 *
 * @example
 * mapRows((x) => mul(x, x), Float64Array.of(1, 2, 3))   // Float64Array [1, 4, 9]
 * @category control flow
 */
export const mapRows = <const X, Y>(f: (x: RowOf<NoInfer<X>>) => Y, xs: X & Stacks<X>): StackOf<Y> => {
  checkFunction('mapRows', f)
  return scan((_: readonly [], x: RowOf<X>) => [[], f(x)], [], xs)[1]
}

/**
 * `f(…f(f(init, row₀), row₁)…)` over the rows of a stack, or of a structure of stacks, from the first
 * to the last, or in reverse; without rows it is `init`.
 *
 * @example
 * reduceRows((total, x) => add(mul(10, total), x), 0, Float64Array.of(1, 2, 3))   // 123
 * @formula c_{i + 1} = f(c_i, x_i)
 * @category control flow
 */
export const reduceRows = <const C, const X, C2, S = ExprsFor<C>>(
  f: (carry: S, x: RowOf<NoInfer<X>>) => C2,
  init: C & Starts<C, NoInfer<S>, 'reduceRows: the start is no value of the carry that the function takes'> & Keeps<'reduceRows', NoInfer<S>, NoInfer<C2>>,
  xs: X & Stacks<X>,
  options: ScanOptions = {},
): Ended<C, NoInfer<S>> => {
  checkFunction('reduceRows', f)
  return phantom(scan((carry, x: RowOf<X>): readonly [unknown, readonly []] => [f(phantom<S>(carry), x), []], phantom<unknown>(init), xs, options)[0])
}

export const iteration: ReadonlyArray<Primitive> = [whilePrimitive]

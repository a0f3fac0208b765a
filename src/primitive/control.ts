/**
 * Control flow for users: `scan`, `fori` and `cond` over structures. The functions given are traced
 * once; outer expressions they use become operands, so derivatives flow through those too.
 *
 * They are typed as inside a differentiable function, where what they capture makes the answer an
 * expression though all arguments are plain values: a type cannot see a capture. On values alone they
 * answer with values; `evaluate(() => fori(…))()` has the types of those.
 */
import { said } from '../array/list.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { applyAll, dimsOf, lowerOne, presentAll } from '../program/operate.ts'
import { type Layout, sameLayout, showLayout, unflatten } from '../program/tree.ts'
import type { Primitive } from '../program/model.ts'
import { row } from '../transform/pick.ts'
import { phantom } from '../type/phantom.ts'
import type { Agrees, Chooses } from '../type/branch.ts'
import type { Keeps } from '../type/carry.ts'
import type { Starts } from '../type/sentence.ts'
import type { Rowed } from '../type/stack.ts'
import type { Ended, ExprsFor, RowOf, StackOf, ValuesFor } from '../type/structure.ts'
import type { MaskOperand } from '../type/value.ts'
import type { Count } from '../type/whole.ts'
import { agree, answerOf, bodyOf, functionBody, type Operands, operandsOf, pairFrom, sharing } from './body.ts'
import { condPrimitive } from './cond.ts'
import { paramsOf, type Stores, storesOf } from '../basis/loop.ts'
import { adjointPrimitive, scanPrimitive } from './scan.ts'
import { checkFunction } from '../program/given.ts'
import { checkOptions, truth } from '../program/option.ts'

/** How long a scan runs, and which way. */
export interface ScanOptions<L extends number = number> {
  /** The number of steps; needed where there is no stack to read it from. */
  readonly length?: L & Count<L, 'scan: the length'>
  /** From the last row to the first. */
  readonly reverse?: boolean
  /** How many carries reverse mode may store, the first among them; what it lacks it computes again. All that it needs where not given. */
  readonly checkpoint?: Stores
}

const lengthOf = (stacks: Operands, given: number | undefined): number => {
  const lengths = stacks.values.map(
    (x, i) =>
      dimsOf(x)[0] ??
      raise({
        _tag: 'Structure',
        operation: 'scan',
        path: entry(stacks.paths, i),
        expected: 'a stack of rows',
        got: 'a scalar',
        hint: 'a list of numbers is a tuple of scalars; for a vector use Float64Array.from(xs) or tensor(xs)',
      }),
  )
  const length =
    given ?? lengths[0] ?? raise({ _tag: 'Argument', operation: 'scan', reason: 'neither a stack nor a length was given', hint: 'pass { length: n }' })
  if (!Number.isSafeInteger(length) || length < 0)
    return raise({ _tag: 'Argument', operation: 'scan', reason: `the length ${said(length)} is not a whole number from 0` })
  lengths.forEach((n, i) => {
    if (n !== length) raise({ _tag: 'Structure', operation: 'scan', path: entry(stacks.paths, i), expected: `${length} rows`, got: `${n}` })
  })
  return length
}

/** `unknown` where all parts may be stacks of as many rows, else a sentence. */
export type Stacks<X> = Rowed<X, 'scan: at xs expected a stack of rows, got a scalar', 'scan: the stacks in xs differ in their rows'>

/**
 * Run `step(carry, row) → [carry, output]` over the rows of `xs`; answers with the last carry and the
 * stack of outputs. The carry keeps its structure, shapes and dtypes; a length of 0 gives it back.
 * The step is traced once, and derivatives flow through everything it reads.
 *
 * Reverse mode stores what every step needs. With `{ checkpoint: s }` it stores at most s carries
 * beside the operands and runs steps again, by the binomial schedule of Griewank and Walther
 * (Algorithm 799, 2000): n steps cost r·n − C(s + r, r − 1) more of them, r the least with
 * C(s + r, s) ≥ n. 'sqrt' stores √n carries for less than 3·n steps more, 'log' stores log₂ n of them
 * for less than n·log₂ n. Values and gradients are those of the plain scan.
 * Reverse mode of that gradient keeps all carries; forward mode of it does not.
 *
 * The answer is typed as inside a differentiable function, where the step may capture an expression;
 * `evaluate(() => scan(…))()` has the types of values.
 *
 * @example
 * const [total, partial] = scan((sum, x) => [add(sum, x), add(sum, x)], 0, Float64Array.of(1, 2, 3))
 * total     // 6
 * partial   // Float64Array [1, 3, 6]
 * @formula (c_{i + 1}, y_i) = f(c_i, x_i)
 * @category control flow
 */
export const scan = <const C, const X, C2, Y, S = ExprsFor<C>, L extends number = number>(
  step: (carry: S, x: RowOf<NoInfer<X>>) => readonly [C2, Y],
  init: C & Starts<C, NoInfer<S>, 'scan: the start is no value of the carry that the step takes'> & Keeps<'scan', NoInfer<S>, NoInfer<C2>>,
  xs: X & Stacks<X>,
  options: ScanOptions<L> = {},
): readonly [Ended<C, NoInfer<S>>, StackOf<Y>] => {
  checkFunction('scan', step, 'a step')
  checkOptions<ScanOptions>('scan', options, { length: null, reverse: truth, checkpoint: null })
  const start = operandsOf('scan', init, 'carry')
  const stacks = operandsOf('scan', xs, 'xs')
  const length = lengthOf(stacks, options.length)
  const n = start.values.length
  const rows: { layout: Layout } = { layout: { _tag: 'Static', value: null } }
  const { program, captured } = bodyOf([...start.avals, ...stacks.avals.map(row)], (vars) => {
    const out: unknown = step(unflatten(start.layout, vars.slice(0, n)), unflatten(stacks.layout, vars.slice(n)))
    const [last, output] = pairFrom('scan', out, 'the result of the step', 'a pair [carry, output]')
    const carry = answerOf('scan', last, 'carry', start.layout)
    agree('scan', start, carry, 'the carry', 'the carry keeps its shapes and dtypes')
    const given = answerOf('scan', output, 'output')
    rows.layout = given.layout
    return { layout: carry.layout, leaves: [...carry.leaves, ...given.leaves] }
  })
  const checkpoint = storesOf('scan', options.checkpoint, length)
  const params = paramsOf({ body: program, consts: captured.length, carry: n, length, reverse: options.reverse ?? false, checkpoint })
  const results = presentAll(applyAll(scanPrimitive, params, [...captured, ...start.values, ...stacks.values]))
  return phantom([unflatten(start.layout, results), unflatten(rows.layout, results.slice(n))])
}

/**
 * Apply `step` n times, starting from `init`.
 *
 * @example
 * fori(10, 1, (x) => mul(2, x))   // 1024
 * @formula c_{i + 1} = f(c_i), \quad i = 0, \dots, n - 1
 * @category control flow
 */
export const fori = <const C, C2, S = ExprsFor<C>, N extends number = number>(
  n: N & Count<N, 'fori: the count'>,
  init: C & Starts<C, NoInfer<S>, 'fori: the start is no value of the carry that the step takes'> & Keeps<'fori', NoInfer<S>, NoInfer<C2>>,
  step: (carry: S) => C2,
): Ended<C, NoInfer<S>> => {
  checkFunction('fori', step, 'a count, a start and a step')
  if (!Number.isSafeInteger(n) || n < 0) return raise({ _tag: 'Argument', operation: 'fori', reason: `the count ${said(n)} is not a whole number from 0` })
  return phantom(scan((carry): readonly [unknown, readonly []] => [step(phantom<S>(carry)), []], phantom<unknown>(init), [], { length: n })[0])
}

/** Functions that leave the types of their arguments to be found, or that say what they take, of which the arguments are values. */
interface Cond {
  <M extends MaskOperand, Args extends ReadonlyArray<unknown>, R, R2>(
    mask: M & Chooses<M>,
    yes: (...args: { [K in keyof Args]: ExprsFor<Args[K]> }) => R,
    no: ((...args: { [K in keyof Args]: ExprsFor<Args[K]> }) => R2) & Agrees<R, R2>,
    ...args: Args
  ): ExprsFor<R>
  <M extends MaskOperand, Args extends ReadonlyArray<unknown>, R, R2>(
    mask: M & Chooses<M>,
    yes: (...args: Args) => R,
    no: ((...args: Args) => R2) & Agrees<R, R2>,
    ...args: { readonly [K in keyof Args]: ValuesFor<Args[K]> }
  ): ExprsFor<R>
}

/**
 * `yes(...args)` where the scalar mask holds, `no(...args)` where it does not; only that one runs.
 * Both must answer with the same structure, shapes and dtypes.
 *
 * @example
 * cond(gt(2, 1), (x) => mul(x, 10), (x) => x, 3)   // 30
 * @category control flow
 */
export const cond: Cond = <R>(mask: MaskOperand, yes: (...args: never) => R, no: (...args: never) => unknown, ...args: ReadonlyArray<unknown>): ExprsFor<R> => {
  checkFunction('cond', yes, 'a mask and two functions')
  checkFunction('cond', no, 'a mask and two functions')
  const operands = operandsOf('cond', args, 'args')
  const a = functionBody('cond', yes, operands, 'the result of the branch')
  const b = functionBody('cond', no, operands, 'the result of the branch', a.output)
  if (!sameLayout(a.output, b.output))
    raise({ _tag: 'Structure', operation: 'cond', path: 'the result of the second branch', expected: showLayout(a.output), got: showLayout(b.output) })
  // Both branches read one list of operands: what either captured, then the arguments.
  const { captured, programs } = sharing([a, b])
  const params = { yes: entry(programs, 0), no: entry(programs, 1) }
  return unflatten(a.output, presentAll(applyAll(condPrimitive, params, [lowerOne('cond', mask), ...captured, ...operands.values])))
}

export const control: ReadonlyArray<Primitive> = [scanPrimitive, adjointPrimitive, condPrimitive]

/**
 * Control flow for users: `scan`, `fori` and `cond` over structures. The functions given are traced
 * once; outer expressions they use become operands, so derivatives flow through those too.
 */
import { type Aval, sameAval } from '../array/aval.ts'
import { avalOf, isTensor } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import type { AnyExpr, Primitive } from '../program/model.ts'
import { applyAll, dimsOf, lowerOne, type Lowered, presentAll, toExpr } from '../program/operate.ts'
import { inline, trace } from '../program/trace.ts'
import { flatten, type Layout, sameLayout, showLayout, unflatten } from '../program/tree.ts'
import { row } from '../transform/pick.ts'
import { phantom } from '../type/phantom.ts'
import type { ExprsFor, RowOf, StackOf } from '../type/structure.ts'
import type { MaskOperand } from '../type/value.ts'
import { condPrimitive } from './cond.ts'
import { scanPrimitive } from './scan.ts'

const avalOfLowered = (x: Lowered): Aval => (isTensor(x) ? avalOf(x) : x.aval)

interface Operands {
  readonly layout: Layout
  readonly values: ReadonlyArray<Lowered>
  readonly paths: ReadonlyArray<string>
}

const operandsOf = (operation: string, structure: unknown, name: string): Operands => {
  const { leaves, layout } = flatten(operation, structure, name)
  return { layout, values: leaves.map((leaf) => lowerOne(operation, leaf.value)), paths: leaves.map((leaf) => leaf.path) }
}

/** What a body answered: its leaves as expressions. */
interface Answer {
  readonly layout: Layout
  readonly leaves: ReadonlyArray<AnyExpr>
}

const answerOf = (operation: string, structure: unknown, name: string): Answer => {
  const { leaves, layout } = flatten(operation, structure, name)
  return { layout, leaves: leaves.map((leaf) => toExpr(operation, leaf.value)) }
}

const agree = (operation: string, before: Operands, after: Answer, what: string): void => {
  if (!sameLayout(before.layout, after.layout))
    raise({ _tag: 'Structure', operation, path: what, expected: showLayout(before.layout), got: showLayout(after.layout) })
  after.leaves.forEach((leaf, i) => {
    const wanted = avalOfLowered(entry(before.values, i))
    if (!sameAval(leaf.aval, wanted))
      raise({
        _tag: 'Structure',
        operation,
        path: entry(before.paths, i),
        expected: wanted.text,
        got: leaf.aval.text,
        hint: `${what} keeps its shapes and dtypes`,
      })
  })
}

/** How long a scan runs, and which way. */
export interface ScanOptions {
  /** The number of steps; needed where there is no stack to read it from. */
  readonly length?: number
  /** From the last row to the first. */
  readonly reverse?: boolean
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
    return raise({ _tag: 'Argument', operation: 'scan', reason: `the length ${length} is not a whole number from 0` })
  lengths.forEach((n, i) => {
    if (n !== length) raise({ _tag: 'Structure', operation: 'scan', path: entry(stacks.paths, i), expected: `${length} rows`, got: `${n}` })
  })
  return length
}

/**
 * Run `step(carry, row) → [carry, output]` over the rows of `xs`; answers with the last carry and the
 * stack of outputs. The carry keeps its structure, shapes and dtypes; a length of 0 gives it back.
 * The step is traced once, and derivatives flow through everything it reads.
 *
 * @example
 * const [total, partial] = scan((sum, x) => [add(sum, x), add(sum, x)], 0, Float64Array.of(1, 2, 3))
 * total     // 6
 * partial   // Float64Array [1, 3, 6]
 * @category control flow
 */
export const scan = <const C, const X, C2, Y>(
  step: (carry: ExprsFor<NoInfer<C>>, x: RowOf<NoInfer<X>>) => readonly [C2, Y],
  init: C,
  xs: X,
  options: ScanOptions = {},
): readonly [ExprsFor<C>, StackOf<Y>] => {
  const start = operandsOf('scan', init, 'carry')
  const stacks = operandsOf('scan', xs, 'xs')
  const length = lengthOf(stacks, options.length)
  const inputs = [...start.values.map(avalOfLowered), ...stacks.values.map((x) => row(avalOfLowered(x)))]
  const outputs: { layout: Layout } = { layout: { _tag: 'Static', value: null } }
  const { program, captured } = trace(inputs, (vars) => {
    const n = start.values.length
    const out: unknown = step(unflatten(start.layout, vars.slice(0, n)), unflatten(stacks.layout, vars.slice(n)))
    if (!Array.isArray(out) || out.length !== 2)
      return raise({
        _tag: 'Structure',
        operation: 'scan',
        path: 'the result of the step',
        expected: 'a pair [carry, output]',
        got: Array.isArray(out) ? `${out.length} entries` : typeof out,
      })
    const carry = answerOf('scan', out[0], 'carry')
    agree('scan', start, carry, 'the carry')
    const rows = answerOf('scan', out[1], 'output')
    outputs.layout = rows.layout
    return [...carry.leaves, ...rows.leaves]
  })
  const params = { body: program, consts: captured.length, carry: start.values.length, length, reverse: options.reverse ?? false }
  const results = presentAll(applyAll(scanPrimitive, params, [...captured, ...start.values, ...stacks.values]))
  return phantom([unflatten(start.layout, results), unflatten(outputs.layout, results.slice(start.values.length))])
}

/**
 * Apply `step` n times, starting from `init`.
 *
 * @example
 * fori(10, 1, (x) => mul(2, x))   // 1024
 * @category control flow
 */
export const fori = <const C, C2>(n: number, init: C, step: (carry: ExprsFor<NoInfer<C>>) => C2): ExprsFor<C> =>
  scan((carry: ExprsFor<C>) => [step(carry), []], init, [], { length: n })[0]

/**
 * `yes(...args)` where the scalar mask holds, `no(...args)` where it does not; only that one runs.
 * Both must answer with the same structure, shapes and dtypes.
 *
 * @example
 * cond(gt(2, 1), (x) => mul(x, 10), (x) => x, 3)   // 30
 * @category control flow
 */
export const cond = <Args extends ReadonlyArray<unknown>, R, R2>(
  mask: MaskOperand,
  yes: (...args: { [K in keyof Args]: ExprsFor<Args[K]> }) => R,
  no: (...args: { [K in keyof Args]: ExprsFor<Args[K]> }) => R2,
  ...args: Args
): ExprsFor<R> => {
  const operands = operandsOf('cond', args, 'args')
  const inputs = operands.values.map(avalOfLowered)
  const layouts: Array<Layout> = []
  const traced = [yes, no].map((branch) =>
    trace(inputs, (vars) => {
      const answer = answerOf('cond', branch(...unflatten<{ [K in keyof Args]: ExprsFor<Args[K]> }>(operands.layout, vars)), 'the result of the branch')
      layouts.push(answer.layout)
      return answer.leaves
    }),
  )
  const [y, n, yl, nl] = [entry(traced, 0), entry(traced, 1), entry(layouts, 0), entry(layouts, 1)]
  if (!sameLayout(yl, nl))
    raise({ _tag: 'Structure', operation: 'cond', path: 'the result of the second branch', expected: showLayout(yl), got: showLayout(nl) })
  // Both branches read one list of operands: what either captured, then the arguments.
  const captured = [...new Set([...y.captured, ...n.captured])]
  const shared = [...captured.map((x) => x.aval), ...inputs]
  const widened = [y, n].map(
    ({ program, captured: own }) =>
      trace(shared, (vars) => inline(program)([...own.map((x) => entry(vars, captured.indexOf(x))), ...vars.slice(captured.length)])).program,
  )
  const results = presentAll(
    applyAll(condPrimitive, { yes: entry(widened, 0), no: entry(widened, 1) }, [lowerOne('cond', mask), ...captured, ...operands.values]),
  )
  return unflatten(yl, results)
}

export const control: ReadonlyArray<Primitive> = [scanPrimitive, condPrimitive]

/**
 * `vmap` and `evaluate`: a function over a batch, and a function on values.
 */
import { withShape } from '../array/aval.ts'
import type { Dims } from '../array/shape.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { evaluation } from '../interpret/evaluate.ts'
import type { AnyTensor } from '../array/tensor.ts'
import type { Algebra, AnyExpr, Program } from '../program/model.ts'
import { close, inline } from '../program/trace.ts'
import { permute } from '../primitive/shape.ts'
import { optimised } from '../simplify/optimise.ts'
import { simplify } from '../simplify/simplify.ts'
import { batch, type Row, withBatch } from '../transform/batch.ts'
import { phantom } from '../type/phantom.ts'
import type { Rowed } from '../type/stack.ts'
import type { LeavesAxed } from '../type/axis.ts'
import type { Answered, Expressed, HasExpr, StackedAt, StackOf, Valued, ValuesFor } from '../type/structure.ts'
import { type Argument, argumentsFor, argumentsOf, avalsOf, pathsOf, presented, valuesOf, isAccepting } from './arguments.ts'
import { answered, type Called, quicklyPlain, repeating } from './quick.ts'
import { argumentAxes, type Axes, axesOfLeaves, axisIn, batchSize } from './axis.ts'
import { type AnyFunction, execute, planOf, restore } from './source.ts'
import { checkFunction, isProgram } from '../program/given.ts'
import { checkOptions } from '../program/option.ts'
import { sealed } from '../program/seal.ts'

/** Where the batch axis is: per argument in and per result out, or per part of their structures; null where there is none. */
export interface VmapOptions<O = Axes, I = Axes> {
  readonly inAxes?: I
  readonly outAxes?: O
  /** The size of the batch, needed only where no argument has a batch axis. */
  readonly axisSize?: number
}

const dropped = (shape: Dims, axis: number): Dims => shape.filter((_, i) => i !== axis)

/** The argument as one row sees it. */
const rowArgument = (arg: Argument, axes: ReadonlyArray<number | null>): Argument => ({
  ...arg,
  avals: arg.avals.map((of, k) => {
    const axis = axes[k] ?? null
    return axis === null ? of : withShape(of, dropped(of.shape, axis))
  }),
})

const toFront = (x: AnyExpr, axis: number): AnyExpr => permute(x, [axis, ...x.aval.shape.map((_, i) => i).filter((i) => i !== axis)])
const fromFront = (x: AnyExpr, axis: number): AnyExpr => {
  const rest = x.aval.shape.slice(1).map((_, i) => i + 1)
  return permute(x, [...rest.slice(0, axis), 0, ...rest.slice(axis)])
}

/** Without an axis only where no row differs from another. */
const placed = (row: Row, axis: number | null, size: number, path: string): AnyExpr => {
  if (axis === null)
    return row.batched
      ? raise({
          _tag: 'Argument',
          operation: 'vmap',
          reason: `outAxes is null at ${path}, but the result there depends on the batch`,
          hint: 'give the axis it shall have',
        })
      : row.value
  const full = withBatch(size, row)
  return fromFront(full, axisIn('outAxes', full.aval.shape, axis, path))
}

/** A program over a batch: input i has its batch axis at axes[i], output j at outAxes[j]. */
const widened = (program: Program, axes: ReadonlyArray<number | null>, size: number, outAxes: ReadonlyArray<number | null>): Program => {
  const wide = batch(
    program,
    axes.map((axis) => axis !== null),
    size,
  )
  const inputs = wide.program.inputs.map((of, i) => {
    const axis = entry(axes, i)
    return axis === null ? of : withShape(of, [...of.shape.slice(1, axis + 1), size, ...of.shape.slice(axis + 1)])
  })
  const made = close(
    inputs,
    (xs) => {
      const rows = xs.map((x, i) => {
        const axis = entry(axes, i)
        return axis === null ? x : toFront(x, axis)
      })
      return inline(wide.program)(rows).map((value, j) =>
        placed({ value, batched: entry(wide.batched, j) }, entry(outAxes, j), size, program.outputNames[j] || 'the result'),
      )
    },
    program.names,
  )
  return sealed({ ...made, outputNames: program.outputNames })
}

const mapped = (f: AnyFunction, options: VmapOptions, given: ReadonlyArray<unknown>): Called => {
  const args = argumentsOf('vmap', given)
  const axes = argumentAxes(args, options.inAxes)
  const size = batchSize(
    avalsOf(args).map((of) => of.shape),
    pathsOf(args),
    axes,
    options.axisSize,
  )
  const out = options.outAxes ?? (options.outAxes === null ? null : 0)
  let from = 0
  const rows = args.map((arg) => rowArgument(arg, axes.slice(from, (from += arg.avals.length))))
  const plan = planOf('vmap', `vmap ${size} ${axes.join(',')} ${JSON.stringify(out)}`, f, rows, (source) =>
    optimised(widened(source.program, [...source.captured.map(() => null), ...axes], size, axesOfLeaves('outAxes', out, source.output, 'the result'))),
  )
  return answered(quicklyPlain(plan, args), given, () => restore(plan.source, execute(plan.program, plan.source.captured, valuesOf(args)).map(presented)))
}

/** A program knows its shapes, so the size of the batch is given, and each axis is that of the wider input. */
const mappedProgram = (program: Program, { inAxes = 0, outAxes = 0, axisSize }: VmapOptions): Program => {
  const size = batchSize([], [], [], axisSize)
  const flat = (option: 'inAxes' | 'outAxes', axes: Axes, count: number): ReadonlyArray<number | null> =>
    axesOfLeaves(option, axes, { _tag: 'Tuple', items: Array.from({ length: count }, () => ({ _tag: 'Leaf', kind: 'Expr' })) }, 'the program')
  const axes = flat('inAxes', inAxes, program.inputs.length).map((axis, i) =>
    axis === null ? null : axisIn('inAxes', [size, ...entry(program.inputs, i).shape], axis, program.names[i] || `input ${i}`),
  )
  return simplify(widened(program, axes, size, flat('outAxes', outAxes, program.outputs.length)))
}

type Mapped<R, O, X> = [HasExpr<X>] extends [never] ? Valued<StackedAt<Expressed<R>, O>> : StackedAt<Expressed<R>, O>

/** `unknown` where arguments may have the batch axes that are named, or along their first a batch of one size where none are, else a sentence. */
type Batched<X, I> = [I] extends [0]
  ? Rowed<X, 'vmap: an argument without a batch axis: name axes with inAxes for what all rows share', 'vmap: the arguments differ in the size of the batch'>
  : LeavesAxed<X, X, I>

/** `unknown` where the leaves of a result may have the axis of the batch where it is asked for, else a sentence. The first and the last are there. */
type Placed<R, O> = [O] extends [0 | -1 | null] ? unknown : LeavesAxed<O, StackOf<R>, O>

interface Vmap {
  (program: Program, options: VmapOptions & { readonly axisSize: number }): Program
  <A extends ReadonlyArray<unknown>, R, const O extends Axes = 0, const I extends Axes = 0>(
    f: (...args: A) => R,
    options?: VmapOptions<O, I> & { readonly outAxes?: Placed<R, O> },
  ): <const X extends { readonly [K in keyof A]: unknown }>(...xs: X & Batched<X, I>) => Mapped<R, O, X>
}

/**
 * A function over a batch: every leaf of an argument has one more axis (the first, or as `inAxes`
 * says; null for what all rows share), and so has every leaf of the result (at `outAxes`; null for what
 * does not depend on the row). One number or null may stand for a whole part of a structure. Axes may be
 * counted from the back. One run on arrays, not a loop: `vmap(f)(xs)` has as many operations as `f`. On
 * a program: the program over a batch of `axisSize` rows.
 *
 * @example
 * vmap((x: Scalar) => mul(x, x))(Float64Array.of(1, 2, 3))   // Float64Array [1, 4, 9]
 * vmap((p: { readonly x: Scalar; readonly k: Scalar }) => mul(p.k, p.x), { inAxes: [{ x: 0, k: null }] })({ x: Float64Array.of(1, 2), k: 10 })
 * // Float64Array [10, 20]
 * @category transforms
 */
export const vmap: Vmap = /*#__PURE__*/ phantom((f: AnyFunction | Program, options: VmapOptions = {}) => {
  if (!isProgram(f)) checkFunction('vmap', f)
  checkOptions<VmapOptions>('vmap', options, { inAxes: null, outAxes: null, axisSize: null })
  return isProgram(f) ? mappedProgram(f, options) : repeating((given) => mapped(f, options, given))
})

interface Evaluate extends Algebra<AnyTensor> {
  <A extends ReadonlyArray<unknown>, R>(f: (...args: A) => R): <const X extends { readonly [K in keyof A]: ValuesFor<A[K]> }>(...xs: X) => Answered<X, R>
}

/**
 * A function over expressions, called with values. It is also the algebra of numbers, so that
 * `fold(evaluate)`, `fold(dual(evaluate))` and `fold(tape(evaluate))` run programs on tensors.
 *
 * @example
 * evaluate((x: Scalar) => mul(x, x))(3)   // 9
 * @category transforms
 */
export const evaluate: Evaluate = /*#__PURE__*/ phantom(
  Object.assign((f: AnyFunction) => {
    checkFunction('evaluate', f)
    return repeating((given) => {
      const args = argumentsFor('evaluate', f, given)
      const plan = planOf('evaluate', 'evaluate', f, args, (source) => optimised(source.program))
      const quick = isAccepting(f) ? null : quicklyPlain(plan, args)
      return answered(quick, given, () => restore(plan.source, execute(plan.program, plan.source.captured, valuesOf(args)).map(presented)))
    })
  }, evaluation),
)

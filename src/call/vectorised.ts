/**
 * `vmap` and `evaluate`: a function over a batch, and a function on values.
 */
import { withShape } from '../array/aval.ts'
import { axisOf, type Dims, showShape } from '../array/shape.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { evaluation } from '../interpret/evaluate.ts'
import type { AnyTensor } from '../array/tensor.ts'
import type { Algebra, AnyExpr, Program } from '../program/model.ts'
import { close, inline } from '../program/trace.ts'
import { permute } from '../primitive/shape.ts'
import { simplify } from '../simplify/simplify.ts'
import { batch, withBatch } from '../transform/batch.ts'
import { phantom } from '../type/phantom.ts'
import type { HasExpr, StackOf, Valued, ValuesFor } from '../type/structure.ts'
import { type Argument, argumentsFor, argumentsOf, presented, valuesOf } from './arguments.ts'
import { type AnyFunction, execute, planOf, restore, type Source } from './source.ts'

/** Where the batch axis is: per argument in (null: not batched), for every result leaf out. */
export interface VmapOptions {
  readonly inAxes?: number | null | ReadonlyArray<number | null>
  readonly outAxes?: number
}

/** One batch axis per leaf; null for leaves shared by all rows. */
const leafAxes = (args: ReadonlyArray<Argument>, inAxes: VmapOptions['inAxes']): ReadonlyArray<number | null> => {
  if (Array.isArray(inAxes) && inAxes.length !== args.length)
    raise({ _tag: 'Arity', operation: 'vmap', expected: `inAxes for ${args.length} arguments`, got: inAxes.length })
  return args.flatMap((arg, i) => {
    const axis = typeof inAxes === 'object' && inAxes !== null ? (inAxes[i] ?? null) : inAxes === undefined ? 0 : inAxes
    return arg.avals.map((of, k) => {
      if (axis === null) return null
      if (of.shape.length > 0) return axisOf('vmap', of.shape, axis)
      return raise({
        _tag: 'Structure',
        operation: 'vmap',
        path: entry(arg.paths, k),
        expected: 'an array with a batch axis',
        got: 'a scalar',
        hint: 'a list of numbers is a tuple of scalars; for a vector use Float64Array.from(xs) or tensor(xs), and inAxes for what all rows share',
      })
    })
  })
}

const batchSize = (args: ReadonlyArray<Argument>, axes: ReadonlyArray<number | null>): number => {
  const shapes = args.flatMap((arg) => arg.avals.map((of) => of.shape))
  const paths = args.flatMap((arg) => arg.paths)
  const sizes = axes.map((axis, i) => (axis === null ? null : entry(entry(shapes, i), axis)))
  const size =
    sizes.find((n) => n !== null) ?? raise({ _tag: 'Argument', operation: 'vmap', reason: 'no argument has a batch axis', hint: 'give one through inAxes' })
  sizes.forEach((n, i) => {
    if (n !== null && n !== size)
      raise({
        _tag: 'Shape',
        operation: 'vmap',
        shapes: shapes.map(showShape),
        reason: `differ in the size of the batch: ${size}, and ${n} at ${entry(paths, i)}`,
      })
  })
  return size
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

const widened = (source: Source, axes: ReadonlyArray<number | null>, size: number, outAxes: number): Program => {
  const held = source.captured.length
  const mask = [...source.captured.map(() => false), ...axes.map((axis) => axis !== null)]
  const wide = batch(source.program, mask, size)
  const inputs = wide.program.inputs.map((of, i) => {
    const axis = i < held ? null : (axes[i - held] ?? null)
    return axis === null ? of : withShape(of, [...of.shape.slice(1, axis + 1), size, ...of.shape.slice(axis + 1)])
  })
  return close(
    inputs,
    (xs) => {
      const rows = xs.map((x, i) => {
        const axis = i < held ? null : (axes[i - held] ?? null)
        return axis === null ? x : toFront(x, axis)
      })
      return inline(wide.program)(rows).map((value, j) => {
        const full = withBatch(size, { value, batched: entry(wide.batched, j) })
        return fromFront(full, axisOf('vmap', full.aval.shape, outAxes))
      })
    },
    source.program.names,
  )
}

type Mapped<R, X> = [HasExpr<X>] extends [never] ? Valued<StackOf<R>> : StackOf<R>
interface Vmap {
  <A extends ReadonlyArray<unknown>, R>(
    f: (...args: A) => R,
    options?: VmapOptions,
  ): <const X extends { readonly [K in keyof A]: unknown }>(...xs: X) => Mapped<R, X>
}

/**
 * A function over a batch: every leaf of an argument has one more axis (the first, or as `inAxes`
 * says; null for an argument shared by all rows), and so has every leaf of the result (at `outAxes`).
 * One run on arrays, not a loop: `vmap(f)(xs)` has as many operations as `f`.
 *
 * @example
 * vmap((x: Scalar) => mul(x, x))(Float64Array.of(1, 2, 3))   // Float64Array [1, 4, 9]
 * @category transforms
 */
export const vmap: Vmap = /*#__PURE__*/ phantom((f: AnyFunction, options: VmapOptions = {}) => (...given: ReadonlyArray<unknown>) => {
  const args = argumentsOf('vmap', given)
  const axes = leafAxes(args, options.inAxes)
  const size = batchSize(args, axes)
  let from = 0
  const rows = args.map((arg) => rowArgument(arg, axes.slice(from, (from += arg.avals.length))))
  const plan = planOf('vmap', `vmap ${size} ${axes.join(',')} ${options.outAxes ?? 0}`, f, rows, (source) =>
    simplify(widened(source, axes, size, options.outAxes ?? 0)),
  )
  return restore(plan.source, execute(plan.program, plan.source.captured, valuesOf(args)).map(presented))
})

interface Evaluate extends Algebra<AnyTensor> {
  <A extends ReadonlyArray<unknown>, R>(
    f: (...args: A) => R,
  ): <const X extends { readonly [K in keyof A]: ValuesFor<A[K]> }>(...xs: X) => [HasExpr<X>] extends [never] ? Valued<R> : R
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
  Object.assign(
    (f: AnyFunction) =>
      (...given: ReadonlyArray<unknown>) => {
        const args = argumentsFor('evaluate', f, given)
        const plan = planOf('evaluate', 'evaluate', f, args, (source) => simplify(source.program))
        return restore(plan.source, execute(plan.program, plan.source.captured, valuesOf(args)).map(presented))
      },
    evaluation,
  ),
)

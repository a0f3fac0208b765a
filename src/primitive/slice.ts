/**
 * Rectangular parts of an array, and padding with zeros, which are each other's transposes.
 */
import { viewOf } from '../array/view.ts'
import { counted, isTraced } from '../array/list.ts'
import { isListOf } from '../program/given.ts'
import * as loops from '#loops'
import { withShape } from '../array/aval.ts'
import { dtypes } from '../array/dtype.ts'
import { type Dims, showShape, sizeOf, stridesOf } from '../array/shape.ts'
import { avalOf, dataOf, seal } from '../array/tensor.ts'
import { structural } from '../basis/declare.ts'
import { dims } from '../basis/params.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { applyTo } from '../program/expr.ts'
import type { AnyExpr, Params, Primitive } from '../program/model.ts'
import { applyLowered, composed, dimsOf } from '../program/operate.ts'
import type { AtMost, Steps } from '../type/part.ts'
import type { Unsized } from '../type/shape.ts'
import type { DTypeOf, Lift, NumericOperand, ShapeOf } from '../type/value.ts'

const lengths = ({ params }: { readonly params: Params }): { readonly start: Dims; readonly stop: Dims; readonly step: Dims } => ({
  start: dims('slice', params, 'start'),
  stop: dims('slice', params, 'stop'),
  step: dims('slice', params, 'step'),
})

const sliced = ({ start, stop, step }: { readonly start: Dims; readonly stop: Dims; readonly step: Dims }): Dims =>
  start.map((from, i) => Math.max(0, Math.ceil((entry(stop, i) - from) / entry(step, i))))

/** Part of an expression; the whole of it is itself. */
export const part = (x: AnyExpr, start: Dims, stop: Dims, step: Dims = start.map(() => 1)): AnyExpr =>
  x.aval.shape.every((n, i) => start[i] === 0 && stop[i] === n && step[i] === 1) ? x : entry(applyTo(slicePrimitive, { start, stop, step }, [x]), 0)

/** params: `start`, `stop`, `step` per axis, 0 ≤ start ≤ stop ≤ size, step ≥ 1. */
export const slicePrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'slice',
  lowering: 'slice',
  arity: 1,
  infer: (params, operands) => {
    const x = entry(operands, 0)
    const range = lengths({ params })
    const ok = x.shape.length === range.start.length && x.shape.length === range.stop.length && x.shape.length === range.step.length
    if (
      !ok ||
      !x.shape.every(
        (n, i) => entry(range.start, i) >= 0 && entry(range.start, i) <= entry(range.stop, i) && entry(range.stop, i) <= n && entry(range.step, i) >= 1,
      )
    ) {
      return raise({
        _tag: 'Shape',
        operation: 'slice',
        shapes: [showShape(x.shape)],
        reason: `have no part from ${showShape(range.start)} to ${showShape(range.stop)} by ${showShape(range.step)}`,
        hint: '0 ≤ start ≤ stop ≤ size and step ≥ 1 on every axis',
      })
    }
    return [withShape(x, sliced(range))]
  },
  evaluate: (operation, args) =>
    operation.results.flatMap((of) =>
      args.map((x) => {
        const { start, step } = lengths(operation)
        const strides = stridesOf(avalOf(x).shape)
        return viewOf(
          of,
          x,
          strides.map((s, i) => s * entry(step, i)),
          strides.reduce((sum, s, i) => sum + s * entry(start, i), 0),
        )
      }),
    ),
  derivative: {
    _tag: 'Linear',
    linear: () => [true],
    transpose: (params, cotangent, operands) => {
      const { start, step } = lengths({ params })
      const high = entry(operands, 0).shape.map((n, i) => {
        const count = entry(cotangent.aval.shape, i)
        return n - entry(start, i) - (count === 0 ? 0 : (count - 1) * entry(step, i) + 1)
      })
      return [entry(applyTo(padPrimitive, { low: start, high, interior: step.map((s) => s - 1) }, [cotangent]), 0)]
    },
  },
  batch: (operation, args, _, size) => {
    const { start, stop, step } = lengths(operation)
    return { results: args.map((x) => part(x, [0, ...start], [size, ...stop], [1, ...step])), batched: [true] }
  },
  notation: { _tag: 'Template', text: 'slice($0, $start, $stop, $step)', latex: '{$0}_{$start:$stop}' },
})

const padding = (params: Params): { readonly low: Dims; readonly high: Dims; readonly interior: Dims } => ({
  low: dims('pad', params, 'low'),
  high: dims('pad', params, 'high'),
  interior: dims('pad', params, 'interior'),
})

/** params: zeros `low` before, `high` after and `interior` between entries, per axis. */
export const padPrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'pad',
  lowering: 'pad',
  loops: loops.pad,
  arity: 1,
  infer: (params, operands) => {
    const x = entry(operands, 0)
    const { low, high, interior } = padding(params)
    if ([low, high, interior].some((list) => list.length !== x.shape.length || list.some((n) => n < 0))) {
      return raise({
        _tag: 'Shape',
        operation: 'pad',
        shapes: [showShape(x.shape)],
        reason: `cannot be padded by ${showShape(low)}, ${showShape(high)}, ${showShape(interior)}`,
        hint: 'give a whole number from 0 for every axis',
      })
    }
    return [
      withShape(
        x,
        x.shape.map((n, i) => n + entry(low, i) + entry(high, i) + Math.max(0, n - 1) * entry(interior, i)),
      ),
    ]
  },
  evaluate: ({ params, results }, args) =>
    results.flatMap((of) =>
      args.map((x) => {
        const { low, interior } = padding(params)
        const out = dtypes[of.dtype].buffer(sizeOf(of.shape))
        const source = dataOf(x)
        const from = avalOf(x).shape
        const strides = stridesOf(of.shape)
        const within = stridesOf(from)
        const start = low.reduce((sum, zeros, axis) => sum + zeros * entry(strides, axis), 0)
        const along = from.map((n, axis) => ({ n, own: entry(within, axis), step: (entry(interior, axis) + 1) * entry(strides, axis) }))
        for (let i = 0; i < source.length; i++) {
          let to = start
          for (const { n, own, step } of along) to += (Math.floor(i / own) % n) * step
          out[to] = source[i] ?? 0
        }
        return seal(of, out)
      }),
    ),
  derivative: {
    _tag: 'Linear',
    linear: () => [true],
    transpose: (params, cotangent, operands) => {
      const { low, interior } = padding(params)
      const stop = entry(operands, 0).shape.map((n, i) => entry(low, i) + (n === 0 ? 0 : (n - 1) * (entry(interior, i) + 1) + 1))
      return [
        part(
          cotangent,
          low,
          stop,
          interior.map((k) => k + 1),
        ),
      ]
    },
  },
  batch: ({ params }, args) => {
    const { low, high, interior } = padding(params)
    return {
      results: args.map((x) => entry(applyTo(padPrimitive, { low: [0, ...low], high: [0, ...high], interior: [0, ...interior] }, [x]), 0)),
      batched: [true],
    }
  },
  notation: { _tag: 'Template', text: 'pad($0, $low, $high, $interior)', latex: '\\operatorname{pad}\\left($0\\right)' },
})

const within = (n: number, at: number): number => Math.min(n, Math.max(0, at < 0 ? at + n : at))

const noStep = (step: number): never =>
  raise({
    _tag: 'Argument',
    operation: 'slice',
    reason: `the step ${step} is not a whole number from 1`,
    hint: 'at takes steps backwards: at(x, [null, null, -1])',
  })

/**
 * The part from `start` up to, but not including, `stop`, by `step`, per axis. Negative positions count
 * from the end and positions beyond the end mean the end, as in Python; axes left out are whole. Positions are whole numbers, and
 * steps whole numbers from 1.
 *
 * @example
 * slice(Float64Array.of(1, 2, 3, 4), [1], [-1])   // Float64Array [2, 3]
 * @category indexing
 */
export const slice = <X extends NumericOperand, const P extends Dims, const Q extends Dims, const R extends Dims = []>(
  x: X,
  start: P & AtMost<ShapeOf<X>, P, 'start'>,
  stop: Q & AtMost<ShapeOf<X>, Q, 'stop'>,
  step?: R & Steps<ShapeOf<X>, R>,
): Lift<X, Unsized<ShapeOf<X>>, DTypeOf<X>> =>
  composed('slice', [x], (value) => {
    const shape = dimsOf(value)
    const steps: Dims = step ?? []
    const lists = { start, stop, step: steps }
    if (!Object.values(lists).every(isListOf((n) => typeof n === 'number' && !Number.isNaN(n))))
      return raise({
        _tag: 'Argument',
        operation: 'slice',
        reason: `start, stop and step are lists of numbers, with an entry for each axis${[start, stop, step].flat().some(isTraced) ? ', and one is a traced expression' : ''}`,
        hint: 'write slice(x, [0], [2]); for one axis at(x, [0, 2]) is shorter',
      })
    if (Object.values(lists).some((list) => list.length > shape.length)) {
      return raise({
        _tag: 'Shape',
        operation: 'slice',
        shapes: [showShape(shape)],
        reason: `have ${counted(shape.length, 'axis', 'axes')}`,
        hint: 'give at most one position per axis',
      })
    }
    for (const [name, list] of Object.entries(lists)) {
      const wrong = list.find((n) => Math.floor(n) !== n || (name === 'step' && !(Number.isInteger(n) && n >= 1)))
      if (wrong !== undefined)
        return name === 'step' ? noStep(wrong) : raise({ _tag: 'Argument', operation: 'slice', reason: `the ${name} ${wrong} is not a whole number` })
    }
    const from = shape.map((n, i) => within(n, start[i] ?? 0))
    const to = shape.map((n, i) => Math.max(entry(from, i), within(n, stop[i] ?? n)))
    return applyLowered(slicePrimitive, { start: from, stop: to, step: shape.map((_, i) => steps[i] ?? 1) }, [value])
  })

export const slicing: ReadonlyArray<Primitive> = [slicePrimitive, padPrimitive]

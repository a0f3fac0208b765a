/**
 * The objectives of the examples beside those written by hand: what a user calls, on the inputs of the
 * yardstick, and the programs behind it.
 */
import * as ba from '../../examples/adbench/ba.ts'
import * as classic from '../../examples/adbench/classic.ts'
import * as gmm from '../../examples/adbench/gmm.ts'
import * as lstm from '../../examples/adbench/lstm.ts'
import type { AnyTensor } from '../../src/array/tensor.ts'
import { entry } from '../../src/entry.ts'
import { compile, type CompileOptions, evaluate, grad, into, isTensor, tensor, toFloat64Array, tree } from '../../src/index.ts'
import { phantom } from '../../src/type/phantom.ts'
import * as hand from './hand-model.ts'
import { type Problem, problem } from './yardstick/hand-written.mjs'
import type { DataOf, Sizes } from './yardstick/inputs.mjs'

/** A function as users call it, on inputs prepared before. */
export interface Ours {
  readonly call: (i: number) => unknown
  /** Through `compile`, called once: traced, differentiated, simplified and compiled from the beginning each time. */
  readonly compiled: (options?: CompileOptions) => (i: number) => unknown
  /** Through `into`: into the same arrays at every call, as those written by hand do. */
  readonly into: () => (i: number) => unknown
}

/** A problem, by hand and by us. */
export interface Subject {
  readonly yardstick: Pick<Problem<unknown>, 'inputs' | 'objective' | 'gradient'>
  readonly objective: Ours
  readonly gradient: Ours
  /** The numbers of a derivative in the order in which the yardstick has them, where ours is another. */
  readonly ordered?: (numbers: Float64Array) => Float64Array
}

type Call = (...args: ReadonlyArray<unknown>) => unknown

const leavesOf = (structure: unknown): ReadonlyArray<AnyTensor> =>
  tree.leaves(structure).map((leaf) => (isTensor(leaf) ? leaf : leaf instanceof Float64Array ? tensor(leaf) : tensor(phantom<number>(leaf))))

/** The numbers of a result, in order. */
export const numbersOf = (result: unknown): Float64Array => {
  const leaves = leavesOf(result).map(toFloat64Array)
  const [first] = leaves
  return leaves.length === 1 && first !== undefined ? first : Float64Array.from(leaves.flatMap((leaf) => [...leaf]))
}

/** A place of its own that calls a function: one shared by all would learn of every function called there, and inline none. */
const callerOf = (call: Call, args: ReadonlyArray<ReadonlyArray<unknown>>, first: ReadonlyArray<unknown> = []): ((i: number) => unknown) => {
  const list = [...first.map((_, k) => `first[${k}]`), ...entry(args, 0).map((_, k) => `args[i][${k}]`)]
  return phantom(new Function('call', 'args', 'first', `return (i) => call(${list.join(', ')})`)(call, args, first))
}

/** A function called for its values; `fresh` is one that was never traced. */
const oursOf = (args: ReadonlyArray<ReadonlyArray<unknown>>, call: Call, fresh: () => Call): Ours => ({
  call: callerOf(call, args),
  compiled: (options) => {
    const run = callerOf(phantom(compile(fresh(), options)), args)
    run(0)
    return run
  },
  into: () => {
    const write = into(phantom<(...xs: ReadonlyArray<unknown>) => never>(call))
    return callerOf(phantom(write), args, [write.target(...phantom<ReadonlyArray<never>>(entry(args, 0)))])
  },
})

const valued = (args: ReadonlyArray<ReadonlyArray<unknown>>, f: Call): Ours =>
  oursOf(
    args,
    phantom(evaluate(f)),
    () =>
      (...xs) =>
        f(...xs),
  )

const subjectOf = (yardstick: Subject['yardstick'], args: ReadonlyArray<ReadonlyArray<unknown>>, objective: unknown, derivative: unknown): Subject => ({
  yardstick,
  objective: valued(args, phantom(objective)),
  gradient: valued(args, phantom(derivative)),
})

const gradientOf = (f: Call): Call => phantom(grad(phantom<(x: never) => never>(f)))

/** A scalar function and its gradient. */
const scalar = (yardstick: Subject['yardstick'], f: unknown, argument: (x: Float64Array, i: number) => unknown): Subject => {
  const args = yardstick.inputs.map((x, i) => [argument(x, i)])
  const call: Call = phantom(f)
  return {
    yardstick,
    objective: valued(args, call),
    gradient: oursOf(args, gradientOf(call), () => gradientOf((...xs) => call(...xs))),
  }
}

/** Parts of a vector, one after another, each in its shape; a shape of one axis is a Float64Array. */
const parts = (x: Float64Array, shapes: ReadonlyArray<ReadonlyArray<number>>): ReadonlyArray<unknown> => {
  let from = 0
  return shapes.map((shape) => {
    const part = x.slice(from, (from += shape.reduce((n, size) => n * size, 1)))
    return shape.length === 1 ? part : tensor(part, shape)
  })
}

const record = (keys: ReadonlyArray<string>, values: ReadonlyArray<unknown>): unknown => Object.fromEntries(keys.map((key, i) => [key, values[i]]))

const mixture = (yardstick: Problem<DataOf['gmm']>): Subject => {
  const { d, k, n, x, gamma, m } = yardstick.data
  const shapes = [[k], [k, d], [k, d], [k, (d * (d - 1)) / 2]]
  return scalar(yardstick, gmm.logDensity(tensor(x, [n, d]), { gamma, m }), (theta) => record(['alphas', 'means', 'diagonals', 'below'], parts(theta, shapes)))
}

const recurrent = (yardstick: Problem<DataOf['lstm']>): Subject => {
  const { l, c, b, seq, state } = yardstick.data
  const start = Array.from({ length: l }, (_, i) => ({ h: state.slice(2 * i * b, (2 * i + 1) * b), c: state.slice((2 * i + 1) * b, (2 * i + 2) * b) }))
  return scalar(yardstick, lstm.loss(tensor(seq, [c, b]), start), (theta) => {
    const all = parts(theta, [...start.map(() => [8, b]), [b], [b], [b]])
    return record(['layers', 'inWeight', 'outWeight', 'outBias'], [all.slice(0, l), ...all.slice(l)])
  })
}

const bundle = (yardstick: Problem<DataOf['ba']>): Subject => {
  const { n, m, p, obs, feats } = yardstick.data
  const column = (j: number) => tensor(Int32Array.from({ length: p }, (_, i) => obs[2 * i + j] ?? 0))
  const seen = { camera: column(0), point: column(1), feature: tensor(feats, [p, 2]) }
  const args = yardstick.inputs.map((x) => [record(['cameras', 'points', 'weights'], parts(x, [[n, 11], [m, 3], [p]]))])
  return subjectOf(yardstick, args, ba.residuals(seen), ba.jacobianEntries(seen))
}

const skinned = (yardstick: Problem<DataOf['hand']>): Subject => {
  const { complicated, N } = yardstick.data
  const { objective, jacobian } = hand.modelOf(yardstick.data)
  const args = yardstick.inputs.map((x) => (complicated ? [record(['u', 'pose'], parts(x, [[N, 2], [26]]))] : [x]))
  // Ours by rows, the yardstick's by columns.
  const columns = complicated ? 28 : 26
  const ordered = (numbers: Float64Array): Float64Array => numbers.map((_, at) => numbers[(at % (3 * N)) * columns + Math.floor(at / (3 * N))] ?? Number.NaN)
  return { ...subjectOf(yardstick, args, objective, jacobian), ordered }
}

const perceptron = (yardstick: Problem<DataOf['E']>): Subject => {
  const { I, H, O, B, X, labels } = yardstick.data
  const hot = tensor(
    Float64Array.from({ length: B * O }, (_, k) => (labels[Math.floor(k / O)] === k % O ? 1 : 0)),
    [B, O],
  )
  return scalar(yardstick, classic.perceptron(tensor(X, [B, I]), hot), (theta) => record(['w1', 'b1', 'w2', 'b2'], parts(theta, [[I, H], [H], [H, O], [O]])))
}

const curvature = (yardstick: Problem<DataOf['F']>): Subject => {
  const args = yardstick.inputs.map((x, i) => [x, entry(yardstick.data.v, i)])
  return {
    ...subjectOf(yardstick, args, classic.rosenbrock, classic.rosenbrockHessian),
    objective: valued(
      yardstick.inputs.map((x) => [x]),
      phantom(classic.rosenbrock),
    ),
  }
}

const makers: { readonly [Name in keyof DataOf]: (yardstick: Problem<DataOf[Name]>) => Subject } = {
  A: (y) => scalar(y, classic.textbook, (x) => [...x]),
  B: (y) => scalar(y, classic.rosenbrock, (x) => x),
  C: (y) => scalar(y, classic.logistic(tensor(y.data.X, [y.data.N, y.data.d]), y.data.y), (w) => w),
  D: mixture,
  E: perceptron,
  F: curvature,
  G: (y) => scalar(y, classic.logisticMap(y.data.n), (x) => x[0]),
  gmm: mixture,
  ba: bundle,
  lstm: recurrent,
  hand: skinned,
}

/** A problem with what is written by hand for it, and ours beside it. */
export const beside = <Name extends keyof DataOf>(name: Name, yardstick: Problem<DataOf[Name]>): Subject => makers[name](yardstick)

/** A problem of the yardstick, by hand and by us. */
export const subject = <Name extends keyof DataOf>(name: Name, sizes: Sizes): Subject => beside(name, problem(name, sizes))

/** The numbers of a derivative as the yardstick orders them. */
export const derivativeOf = ({ ordered }: Subject, result: unknown): Float64Array => {
  const numbers = numbersOf(result)
  return ordered === undefined ? numbers : ordered(numbers)
}

/** ρ: the largest |x − y| / max(1, |x| + |y|); ∞ where one is no number or the lengths differ. */
export const worst = (x: Float64Array, y: Float64Array): number => {
  let most = x.length === y.length ? 0 : Number.POSITIVE_INFINITY
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [x[i] ?? Number.NaN, y[i] ?? Number.NaN]
    const error = Math.abs(a - b) / Math.max(1, Math.abs(a) + Math.abs(b))
    if (!(error <= most)) most = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error
  }
  return most
}

/**
 * Programs that between them apply every primitive of the vocabulary, with values to run them on:
 * elementwise ones on points of their domains, the others in every form their parameters take.
 */
import { aval } from '../../src/array/aval.ts'
import { type AnyTensor, avalOf, tensor } from '../../src/array/tensor.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { where, wherePrimitive } from '../../src/basis/choice.ts'
import { gt, lt } from '../../src/basis/comparison.ts'
import { broadcastToPrimitive, reshapePrimitive, sumPrimitive } from '../../src/basis/broadcast.ts'
import { none } from '../../src/basis/declare.ts'
import { add } from '../../src/basis/arithmetic.ts'
import { contractPrimitive } from '../../src/primitive/contraction.ts'
import { cond, scan } from '../../src/primitive/control.ts'
import { grad } from '../../src/call/gradient.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { checkpoint } from '../../src/primitive/checkpoint.ts'
import { customJvp } from '../../src/primitive/custom.ts'
import { customRules, customVjp } from '../../src/primitive/custom-vjp.ts'
import { fixedPoint, root } from '../../src/primitive/implicit.ts'
import { whileLoop } from '../../src/primitive/iteration.ts'
import { cumsumPrimitive } from '../../src/primitive/cumulative.ts'
import { argmaxPrimitive, argminPrimitive, maxOverPrimitive, minOverPrimitive } from '../../src/primitive/extremum.ts'
import { flipPrimitive } from '../../src/primitive/flip.ts'
import { gatherPrimitive, scatterPrimitive } from '../../src/primitive/gather.ts'
import { concatenatePrimitive } from '../../src/primitive/join.ts'
import { applications } from './linear-cases.ts'
import { argsortPrimitive } from '../../src/primitive/order.ts'
import { logsumexpPrimitive } from '../../src/primitive/reduction.ts'
import { normPrimitive } from '../../src/primitive/statistic.ts'
import { transposePrimitive } from '../../src/primitive/shape.ts'
import { padPrimitive, slicePrimitive } from '../../src/primitive/slice.ts'
import { cos, sin } from '../../src/primitive/trigonometric.ts'
import { overlapAddPrimitive, windowsPrimitive } from '../../src/primitive/window.ts'
import { vocabulary } from '../../src/primitive/vocabulary.ts'
import { applyTo } from '../../src/program/expr.ts'
import type { AnyExpr, Params, Primitive, Program, Scalar, Vector } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'

export interface Case {
  readonly name: string
  readonly program: Program
  readonly operands: ReadonlyArray<AnyTensor>
}

const applied = (primitive: Primitive, params: Params, ...operands: ReadonlyArray<AnyTensor>): Case => ({
  name: `${primitive.name} ${JSON.stringify(params)} of ${operands.map((x) => avalOf(x).text).join(', ')}`,
  program: close(operands.map(avalOf), (xs) => applyTo(primitive, params, xs)),
  operands,
})

/** Entries 0.3, 0.6, … in the shape given. */
const ramp = (...shape: ReadonlyArray<number>): AnyTensor =>
  tensor(
    Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => 0.3 * (i + 1)),
    shape,
  )
const ints = (...xs: ReadonlyArray<number>): AnyTensor => tensor(Int32Array.from(xs))

/** A point inside an interval, away from its ends. */
const inside = (from: number, to: number, part: number): number => from + (to - from) * part

/** What an elementwise primitive takes: the first of these dtypes, and of these parameters, that it does not refuse. */
const accepted = (primitive: Primitive): { readonly dtype: 'float64' | 'int32' | 'bool'; readonly params: Params } => {
  const all = (['float64', 'int32', 'bool'] as const).flatMap((dtype) => [none, { n: 1 }, { n: 2 }, { i: 1, j: 1 }].map((params) => ({ dtype, params })))
  const found = all.find(({ dtype, params }) => {
    try {
      primitive.infer(
        params,
        primitive.domains.map(() => aval(dtype, [2])),
      )
      return true
    } catch {
      return false
    }
  })
  return found ?? { dtype: 'float64', params: none }
}

const elementwise = (primitive: Primitive): Case => {
  const { dtype, params } = accepted(primitive)
  const operands = primitive.domains.map(({ from, to }, i) => {
    if (dtype === 'bool') return tensor([i === 0, true])
    return dtype === 'int32' ? ints(i + 1, -3) : tensor([0.31, 0.57].map((part) => inside(from, to, part + 0.03 * i)))
  })
  return applied(primitive, params, ...operands)
}

const looped = (name: string, reverse: boolean): Case => ({
  name,
  // Constants, two carries of which one gains its tangent inside, rows, and a row that is not differentiated.
  program: close([aval('float64', []), aval('float64', [2]), aval('float64', []), aval('float64', [4, 2]), aval('int32', [4])], ([k, c, d, xs, is]) => {
    const [[last, other], rows] = scan(
      ([v, w]: readonly [Vector<2>, Scalar], [x]: readonly [Vector<2>, unknown]) =>
        [[add(mul(v, phantom<Scalar>(k)), sin(x)), mul(w, phantom<Scalar>(k))], { v: mul(v, x), w }] as const,
      phantom<readonly [Vector<2>, Scalar]>([c, d]),
      phantom<readonly [never, never]>([xs, is]),
      { reverse },
    )
    return phantom<ReadonlyArray<AnyExpr>>([last, other, ...Object.values(phantom<object>(rows))])
  }),
  operands: [tensor(0.9), ramp(2), tensor(1.1), ramp(4, 2), ints(1, 2, 3, 4)],
})

const branched: Case = {
  name: 'cond',
  program: close([aval('bool', []), aval('float64', []), aval('float64', [2])], ([m, x, y]) => [
    phantom<AnyExpr>(
      cond(
        phantom<boolean>(m),
        (a: Vector<2>) => mul(phantom<Scalar>(x), sin(a)),
        (a: Vector<2>) => cos(a),
        phantom<Vector<2>>(y),
      ),
    ),
  ]),
  operands: [tensor(true), tensor(0.7), ramp(2)],
}

const ruled: Case = {
  name: 'customJvp',
  program: close([aval('float64', [2]), aval('float64', [])], ([x, y]) => {
    const f = customJvp(
      (a: Vector<2>, b: Scalar) => mul(sin(a), b),
      ([a, b], [da, db]) => [mul(sin(a), b), add(mul(mul(cos(a), b), da), mul(sin(a), db))],
    )
    return [f(phantom<Vector<2>>(x), phantom<Scalar>(y))]
  }),
  operands: [ramp(2), tensor(1.3)],
}

/** A loop whose end is found on the way, after three steps here, or at its bound. */
const ending = (maxSteps: number): Case => ({
  name: `while of at most ${maxSteps} steps`,
  program: close([aval('float64', []), aval('float64', [2]), aval('float64', [])], ([k, c, d]) => {
    const [v, w] = whileLoop(
      ([v]: readonly [Vector<2>, Scalar]) => lt(sum(v), 3.1),
      ([v, w]: readonly [Vector<2>, Scalar]) => [add(mul(v, phantom<Scalar>(k)), 0.3), mul(w, add(sum(sin(v)), 0.1))] as const,
      phantom<readonly [Vector<2>, Scalar]>([c, d]),
      { maxSteps },
    )
    return [v, w]
  }),
  operands: [tensor(1.3), ramp(2), tensor(1.1)],
})

/** A loop that is taken back by computing its states again, with n stored: its gradient, so that the way back itself is differentiated. */
const again = (n: number): Case => ({
  name: `the way back with ${n} stored`,
  program: close([aval('float64', []), aval('float64', [2]), aval('float64', [5])], ([k, c, xs]) => {
    const f = (k: Scalar, c: Vector<2>, xs: Vector<5>): Scalar => {
      const [last, rows] = scan((v: Vector<2>, x: Scalar) => [sin(add(mul(v, k), x)), mul(v, x)], c, xs, { checkpoint: n, reverse: n === 2 })
      return add(sum(mul(last, last)), sum(mul(rows, rows)))
    }
    return phantom<ReadonlyArray<AnyExpr>>(grad(f, { argnums: [0, 1, 2] })(phantom<Scalar>(k), phantom<Vector<2>>(c), phantom<Vector<5>>(xs)))
  }),
  operands: [tensor(0.9), ramp(2), ramp(5)],
})

const recomputed: Case = {
  name: 'checkpoint',
  program: close([aval('float64', [2]), aval('float64', [])], ([x, y]) => {
    const f = checkpoint((a: Vector<2>, b: Scalar) => ({ p: mul(sin(a), b), q: mul(sum(a), phantom<Scalar>(y)) }))
    const { p, q } = f(phantom<Vector<2>>(x), phantom<Scalar>(y))
    return [p, q]
  }),
  operands: [ramp(2), tensor(1.3)],
}

const f = (a: Vector<2>, b: Scalar): Vector<2> => mul(sin(a), b)
const given: Pick<Parameters<typeof customRules<[Vector<2>, Scalar], Vector<2>, readonly [Vector<2>, Scalar]>>[1], 'fwd' | 'bwd'> = {
  fwd: (a, b) => [f(a, b), [a, b]],
  bwd: ([a, b], y) => [mul(mul(cos(a), b), y), sum(mul(sin(a), y))],
}

const reversed: Case = {
  name: 'customVjp',
  program: close([aval('float64', [2]), aval('float64', [])], ([x, y]) => [customVjp(f, given.fwd, given.bwd)(phantom<Vector<2>>(x), phantom<Scalar>(y))]),
  operands: [ramp(2), tensor(1.3)],
}

const bothWays: Case = {
  name: 'customVjp with a forward rule',
  program: close([aval('float64', [2]), aval('float64', [])], ([x, y]) => {
    const g = customRules(f, { ...given, jvp: ([a, b], [da, db]) => [f(a, b), add(mul(mul(cos(a), b), da), mul(sin(a), db))] })
    return [g(phantom<Vector<2>>(x), phantom<Scalar>(y))]
  }),
  operands: [ramp(2), tensor(1.3)],
}

const solvedFor: Case = {
  name: 'root',
  program: close([aval('float64', [2]), aval('float64', []), aval('float64', [2])], ([a, b, guess]) => {
    const { u, v } = root(
      ({ u, v }: { readonly u: Vector<2>; readonly v: Scalar }) => ({
        u: add(mul(u, add(mul(u, u), phantom<Scalar>(b))), mul(phantom<Vector<2>>(a), -1)),
        v: add(mul(2, v), add(sin(v), mul(-1, sum(u)))),
      }),
      phantom<{ readonly u: Vector<2>; readonly v: Scalar }>({ u: guess, v: 0.5 }),
    )
    return [u, v]
  }),
  operands: [ramp(2), tensor(1.3), tensor([1, 1])],
}

const settledAt: Case = {
  name: 'root by iteration',
  program: close([aval('float64', [2]), aval('float64', [])], ([a, b]) => [
    fixedPoint((x: Vector<2>) => mul(add(cos(x), phantom<Vector<2>>(a)), mul(0.3, phantom<Scalar>(b))), tensor([0, 0]), { damping: 0.1 }),
  ]),
  operands: [ramp(2), tensor(1.1)],
}

const structural: ReadonlyArray<Case> = [
  applied(wherePrimitive, none, tensor([true, false]), ramp(2), tensor([5, 6])),
  applied(broadcastToPrimitive, { shape: [4, 2, 3], axes: [1, 2] }, ramp(2, 3)),
  applied(broadcastToPrimitive, { shape: [2, 3], axes: [0] }, ramp(2)),
  applied(broadcastToPrimitive, { shape: [3], axes: [] }, tensor(2)),
  applied(broadcastToPrimitive, { shape: [0, 2], axes: [1] }, ramp(2)),
  applied(sumPrimitive, { axes: [1] }, ramp(2, 3)),
  applied(sumPrimitive, { axes: [0, 2] }, ramp(2, 3, 2)),
  applied(sumPrimitive, { axes: [] }, ramp(2)),
  applied(sumPrimitive, { axes: [0] }, ramp(0, 2)),
  applied(sumPrimitive, { axes: [0] }, ints(1, 2, 3)),
  applied(reshapePrimitive, { shape: [3, 2] }, ramp(2, 3)),
  applied(reshapePrimitive, { shape: [] }, ramp(1)),
  applied(transposePrimitive, { order: [2, 0, 1] }, ramp(2, 3, 2)),
  applied(transposePrimitive, { order: [1, 0] }, ramp(0, 3)),
  applied(slicePrimitive, { start: [1, 0], stop: [4, 3], step: [2, 1] }, ramp(5, 3)),
  applied(slicePrimitive, { start: [2], stop: [2], step: [1] }, ramp(3)),
  applied(padPrimitive, { low: [1, 0], high: [0, 2], interior: [1, 0] }, ramp(3, 2)),
  applied(padPrimitive, { low: [2], high: [1], interior: [3] }, ramp(0)),
  applied(gatherPrimitive, { axis: 0, batch: 0 }, ramp(3, 2), ints(2, 0, 0, 1)),
  applied(gatherPrimitive, { axis: 1, batch: 0 }, ramp(2, 3), ints(2, 1)),
  applied(gatherPrimitive, { axis: 1, batch: 0 }, ramp(2, 3, 2), tensor(Int32Array.of(0, 1, 2, 0), [2, 2])),
  applied(gatherPrimitive, { axis: 1, batch: 1 }, ramp(2, 3), tensor(Int32Array.of(0, 2, 1, 1), [2, 2])),
  applied(gatherPrimitive, { axis: 0, batch: 0 }, ramp(3), tensor(Int32Array.of(1), [])),
  applied(gatherPrimitive, { axis: 0, batch: 0 }, ramp(3), ints(-5, 7)),
  applied(scatterPrimitive, { axis: 0, batch: 0, size: 3 }, ints(2, 0, 0, 1), ramp(4, 2)),
  applied(scatterPrimitive, { axis: 1, batch: 0, size: 3 }, ints(2, 1), ramp(2, 2)),
  applied(scatterPrimitive, { axis: 1, batch: 1, size: 3 }, tensor(Int32Array.of(0, 2, 1, 1), [2, 2]), ramp(2, 2)),
  applied(scatterPrimitive, { axis: 0, batch: 0, size: 2 }, tensor(Int32Array.of(1), []), ramp(3)),
  applied(concatenatePrimitive, { axis: 0 }, ramp(2, 3), ramp(1, 3), ramp(0, 3)),
  applied(concatenatePrimitive, { axis: 1 }, ramp(2, 1), ramp(2, 3)),
  applied(concatenatePrimitive, { axis: 0 }, ramp(2)),
  applied(logsumexpPrimitive, { axes: [1] }, ramp(2, 3)),
  applied(logsumexpPrimitive, { axes: [0, 1] }, ramp(2, 3)),
  applied(logsumexpPrimitive, { axes: [0] }, ramp(0, 2)),
  applied(contractPrimitive, { a: [0, 1], b: [1, 2], out: [0, 2] }, ramp(2, 3), ramp(3, 4)),
  applied(contractPrimitive, { a: [0], b: [0], out: [] }, ramp(3), ramp(3)),
  applied(contractPrimitive, { a: [0], b: [1], out: [1, 0] }, ramp(2), ramp(3)),
  applied(contractPrimitive, { a: [3, 0, 2], b: [3, 2, 1], out: [3, 0, 1] }, ramp(2, 3, 2), ramp(2, 2, 3)),
  applied(contractPrimitive, { a: [0, 1], b: [1, 2], out: [0, 2] }, ramp(2, 0), ramp(0, 3)),
  applied(flipPrimitive, { axes: [0, 1] }, ramp(2, 3)),
  applied(flipPrimitive, { axes: [0] }, ramp(0)),
  applied(windowsPrimitive, { axes: [0], size: [2], stride: [1], dilation: [1] }, ramp(4)),
  applied(windowsPrimitive, { axes: [1, 2], size: [2, 3], stride: [2, 1], dilation: [1, 2] }, ramp(2, 5, 6)),
  applied(windowsPrimitive, { axes: [0], size: [2], stride: [3], dilation: [1] }, ramp(6, 2)),
  applied(windowsPrimitive, { axes: [0], size: [3], stride: [1], dilation: [1] }, ramp(2, 2)),
  applied(windowsPrimitive, { axes: [], size: [], stride: [], dilation: [] }, ramp(2)),
  applied(windowsPrimitive, { axes: [0], size: [2], stride: [1], dilation: [1] }, ints(1, 2, 3)),
  applied(overlapAddPrimitive, { axes: [0], length: [4], stride: [1], dilation: [1] }, ramp(3, 2)),
  applied(overlapAddPrimitive, { axes: [1, 2], length: [5, 6], stride: [2, 1], dilation: [1, 2] }, ramp(2, 2, 2, 2, 3)),
  applied(overlapAddPrimitive, { axes: [0], length: [2], stride: [1], dilation: [1] }, ramp(0, 3)),
  applied(overlapAddPrimitive, { axes: [0], length: [3], stride: [2], dilation: [1] }, tensor(Int32Array.of(1, 2), [2, 1])),
  applied(maxOverPrimitive, { axes: [1] }, ramp(2, 3)),
  applied(maxOverPrimitive, { axes: [0] }, ramp(0, 2)),
  applied(minOverPrimitive, { axes: [0, 1] }, ramp(2, 3)),
  applied(argmaxPrimitive, { axis: 1 }, ramp(2, 3)),
  applied(argminPrimitive, { axis: 0 }, ramp(2, 3)),
  applied(cumsumPrimitive, { axis: 1, reverse: false }, ramp(2, 3)),
  applied(cumsumPrimitive, { axis: 0, reverse: true }, ramp(3, 2)),
  applied(argsortPrimitive, { descending: true }, ramp(2, 3)),
  applied(normPrimitive, { axes: [1] }, ramp(2, 3)),
  applied(normPrimitive, { axes: [0] }, ramp(0, 2)),
  ...applications.map(([primitive, operands]) => applied(primitive, none, ...operands)),
  looped('scan', false),
  looped('scan in reverse', true),
  branched,
  ruled,
  ending(8),
  ending(2),
  again(1),
  again(2),
  recomputed,
  reversed,
  bothWays,
  solvedFor,
  settledAt,
  {
    name: 'where in a chain',
    program: close([aval('float64', [2])], ([x]) => [where(gt(phantom<Vector<2>>(x), 0.4), sin(phantom<Vector<2>>(x)), 0)]),
    operands: [ramp(2)],
  },
]

/** One case at least for every primitive of the vocabulary. */
export const cases: ReadonlyArray<Case> = [...vocabulary.filter(({ domains }) => domains.length > 0).map(elementwise), ...structural]

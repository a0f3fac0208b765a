/**
 * Loops that reverse mode computes again: the same numbers as the plain loop, with few carries kept and
 * as many steps as the schedule's formula says, counted by an operation that counts.
 */
import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { elementwise, everywhere } from '../../src/basis/declare.ts'
import { ofOne } from '../../src/basis/operation.ts'
import { jvp, vjp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { linearTranspose } from '../../src/call/linear.ts'
import { trace } from '../../src/call/program.ts'
import { evaluate, vmap } from '../../src/call/vectorised.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { linearity } from '../../src/interpret/linearity.ts'
import { reverse } from '../../src/interpret/tape.ts'
import { scan, type ScanOptions } from '../../src/primitive/control.ts'
import { adjointPrimitive } from '../../src/primitive/scan.ts'
import { revolveSteps } from '../../src/primitive/revolve.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import { residualBytes } from '../../src/program/count.ts'
import { applyTo, constant, float } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { Scalar, Vector } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'
import type { Unary } from '../../src/type/value.ts'
import { refusal } from '../failing.ts'
import { at, byReverse, pairs } from '../modes.ts'
import { difference, plain } from '../near.ts'

const stores = [1, 2, 3, 100, 'sqrt', 'log'] as const
const some = [1, 3] as const
const xs = Float64Array.from({ length: 7 }, (_, i) => Math.cos(i))

/** A loop that reads an outer scalar, carries two leaves of which one gains its tangent inside, and answers with rows. */
const loop =
  (options: ScanOptions) =>
  (k: Scalar, c: Vector<2>, x: Vector): Scalar => {
    const [{ v, n }, rows] = scan(
      ({ v, n }: { readonly v: Vector<2>; readonly n: Scalar }, x: Scalar) =>
        [
          { v: sin(add(mul(v, k), x)), n: add(n, sum(mul(v, x))) },
          { out: mul(v, n), x },
        ] as const,
      phantom<{ readonly v: Vector<2>; readonly n: Scalar }>({ v: c, n: 1 }),
      x,
      options,
    )
    return add(add(sum(mul(v, v)), n), sum(mul(rows.out, rows.out)))
  }

describe.each([false, true])('a scan, reversed: %s', (reverse) => {
  const wanted = grad(loop({ reverse }), { argnums: [0, 1, 2] })(1.2, Float64Array.of(0.3, 0.5), xs)
  it.each(stores)('has the gradient of the plain one, to the bit, with %s stored', (checkpoint) => {
    expect(plain(grad(loop({ reverse, checkpoint }), { argnums: [0, 1, 2] })(1.2, Float64Array.of(0.3, 0.5), xs))).toEqual(plain(wanted))
  })
  it.each(some)('has the second derivatives of the plain one with %s stored', (checkpoint) => {
    const along = (options: ScanOptions) => (k: Scalar) => loop(options)(k, phantom<Vector<2>>(Float64Array.of(0.3, 0.5)), phantom<Vector>(xs))
    for (const [, D, E] of pairs) expect(difference(at(D(E(along({ reverse, checkpoint }))), 1.2), at(D(E(along({ reverse }))), 1.2))).toBeNull()
    const third = (options: ScanOptions): number => at(byReverse(byReverse(byReverse(along(options)))), 1.2)
    expect(difference(third({ reverse, checkpoint }), third({ reverse }), 1e-11)).toBeNull()
  })
  it('is mapped over all it reads, and its gradient too', () => {
    const [ks, cs, rows] = [
      Float64Array.of(1.2, -0.4, 0.9),
      tensor([
        [0.3, 0.5],
        [0.1, -1],
        [2, 0],
      ]),
      tensor(
        Float64Array.from({ length: 21 }, (_, i) => Math.sin(i)),
        [3, 7],
      ),
    ]
    for (const checkpoint of some) {
      const run = (options: ScanOptions) => vmap(grad(loop(options), { argnums: [0, 1, 2] }))(ks, phantom(cs), phantom(rows))
      expect(difference(run({ reverse, checkpoint }), run({ reverse }))).toBeNull()
      const total = (options: ScanOptions) => (k: Vector) =>
        sum(phantom<Vector>(vmap(loop(options), { inAxes: [0, null, null] })(k, Float64Array.of(0.3, 0.5), xs)))
      expect(difference(grad(total({ reverse, checkpoint }))(ks), grad(total({ reverse }))(ks))).toBeNull()
    }
  })
})

describe('a scan with stored carries', () => {
  it('of no steps is the carry', () => {
    for (const checkpoint of stores) {
      const f = (x: Scalar): Scalar => scan((c: Scalar) => [sin(c), []], x, [], { length: 0, checkpoint })[0]
      expect([evaluate(f)(3), grad(f)(3)]).toEqual([3, 1])
    }
  })
  it.each([0, -1, 1.5, Number.NaN])('refuses %s of them', (checkpoint) => {
    expect(refusal(() => scan((c: Scalar) => [c, []], 1, [], { length: 3, checkpoint }))).toBe(
      `Argument: scan: the number of stored carries ${checkpoint} is not a whole number from 1`,
    )
  })
  it('hands on its operands and nothing else', () => {
    const n = 400
    const bytes = (options: ScanOptions): number => {
      const f = (x: Vector<10>): Scalar => sum(scan((c: Vector<10>) => [sin(mul(c, x)), []], x, [], { length: n, ...options })[0])
      return residualBytes(vjp(trace(f)(Float64Array.from({ length: 10 }, (_, i) => i / 10))))
    }
    expect(bytes({})).toBeGreaterThanOrEqual(8 * 10 * n)
    for (const checkpoint of stores) expect(bytes({ checkpoint })).toBeLessThanOrEqual(2 * 8 * 10)
  })
})

describe('steps, counted', () => {
  const seen = { steps: 0 }
  /** The identity, which counts how often it is evaluated. */
  const counted: Unary = ofOne(
    elementwise({
      name: 'counted',
      scalar: (x = Number.NaN) => {
        seen.steps++
        return x
      },
      derivative: { _tag: 'Partials', partials: () => [[1]] },
      domains: [everywhere],
    }),
  )
  const count = (n: number, options: ScanOptions): { readonly ahead: number; readonly back: number } => {
    const program = close([float()], ([x]) => [scan((c: Scalar) => [sin(counted(c)), []], phantom<Scalar>(x), [], { length: n, ...options })[0]])
    const pair = reverse(program, [true])
    seen.steps = 0
    const [, ...residuals] = fold(evaluation)(pair.forward)([tensor(0.5)])
    const ahead = seen.steps
    fold(evaluation)(pair.pullback)([...residuals, tensor(1)])
    return { ahead, back: seen.steps - ahead }
  }
  it('are linear in the length without stored carries', () => {
    for (const n of [0, 1, 10, 1000]) expect(count(n, {})).toEqual({ ahead: n, back: 0 })
  })
  it.each(stores)('are those of the formula with %s stored: one run ahead, then revolve’s and one per step', (checkpoint) => {
    for (const n of [1, 2, 17, 100]) {
      const s = checkpoint === 'sqrt' ? Math.ceil(Math.sqrt(n)) : checkpoint === 'log' ? Math.max(1, Math.ceil(Math.log2(n))) : checkpoint
      expect(count(n, { checkpoint })).toEqual({ ahead: n, back: revolveSteps(n, s) + n })
    }
  })
  it('are few with √n stored, and with log n', () => {
    for (const n of [100, 2500, 10_000]) {
      expect(count(n, { checkpoint: 'sqrt' }).back).toBeLessThanOrEqual(4 * n)
      expect(count(n, { checkpoint: 'log' }).back).toBeLessThanOrEqual(n * (1 + Math.log2(n)))
    }
  })
})

describe('adjoint, on parameters that do not fit', () => {
  const state = close([float()], (z) => z)
  const back = close([float(), float()], ([, g]) => (g === undefined ? [] : [g]))
  const fine = { forward: state, backward: back, consts: 0, states: 1, rows: 0, sums: 1, length: 2, reverse: false, checkpoint: 1 }
  const applied = (params: object, inputs = 2) =>
    close(
      Array.from({ length: inputs }, () => float()),
      (z) => applyTo(adjointPrimitive, { ...fine, ...params }, z),
    )
  it('runs where they do', () => expect(applied({}).equations.length).toBe(1))
  it.each<[string, object, string]>([
    ['a negative length', { length: -1 }, 'the length -1 or the 1 stored states are too few'],
    ['nothing stored', { checkpoint: 0 }, 'the length 2 or the 0 stored states are too few'],
    ['a negative count', { consts: -1 }, 'its counts do not fit the step backward'],
    ['counts beyond the inputs', { rows: 5 }, 'its counts do not fit the step backward'],
    ['another step forward', { forward: back }, 'the step forward does not fit the step backward'],
    ['operands that are too many', { sums: 0 }, 'the operands do not fit its steps'],
    ['sums that change', { backward: close([float(), float()], () => [constant(tensor([1, 2]))]) }, 'the sums change in the loop'],
  ])('refuses %s', (_, params, reason) => expect(refusal(() => applied(params))).toBe(`Argument: adjoint: ${reason}`))
  it('refuses other operands', () => expect(refusal(() => applied({}, 3))).toBe('Argument: adjoint: the operands do not fit its steps'))
})

describe('the way back', () => {
  // c ← c·k + x at each step: what arrives at c, k and x is linear in what leaves, and not in the states.
  const { forward, pullback } = reverse(
    trace((c: Scalar, k: Scalar, x: Vector) => scan((z: Scalar, row: Scalar) => [add(mul(z, k), row), []], c, x, { checkpoint: 2 })[0])(1, 2, xs),
    [true, true, true],
  )
  const residuals = pullback.inputs.length - 1
  const known = (which: (i: number) => boolean): ReadonlyArray<string> =>
    linearity(
      pullback,
      pullback.inputs.map((_, i) => which(i)),
    ).map((of) => of.dependence)

  it('is linear in cotangents, and in nothing else that it reads', () => {
    expect(pullback.equations.some(({ primitive }) => primitive === adjointPrimitive)).toBe(true)
    expect(known((i) => i === residuals)).toEqual(['Linear', 'Linear', 'Linear'])
    expect(known((i) => i < residuals)).toEqual(['Nonlinear', 'Nonlinear', 'Nonlinear'])
    expect(known(() => false)).toEqual(['Independent', 'Independent', 'Independent'])
  })

  it('may be turned round: it is then the way ahead', () => {
    const saved = fold(evaluation)(forward)([tensor(1.5), tensor(0.7), tensor(xs)]).slice(1)
    const ahead = linearTranspose(pullback, { argnums: residuals })
    // ċ of the last state, for one of c alone, of k alone, and of one row alone.
    const along = (c: number, k: number, x: Float64Array): unknown => plain(fold(evaluation)(ahead)([...saved, tensor(c), tensor(k), tensor(x)]).at(-1))
    const pushed = (c: number, k: number, x: Float64Array): unknown =>
      jvp((z: Scalar, by: Scalar, rows: Vector) => scan((at: Scalar, row: Scalar) => [add(mul(at, by), row), []], z, rows)[0], [1.5, 0.7, xs], [c, k, x])[1]
    for (const [c, k, x] of [
      [1, 0, new Float64Array(7)],
      [0, 1, new Float64Array(7)],
      [0.5, -2, Float64Array.of(0, 1, 0, 0, 3, 0, 0)],
    ] as const)
      expect(difference(along(c, k, x), pushed(c, k, x), 1e-13)).toBeNull()
  })
})

it('pushes the way back forward', () => {
  const f = (options: ScanOptions) => (k: Scalar) => scan((c: Scalar) => [sin(mul(c, k)), []], k, [], { length: 9, ...options })[0]
  expect(jvp(grad(f({ checkpoint: 2 })), [1.3], [1])).toEqual(jvp(grad(f({})), [1.3], [1]))
})

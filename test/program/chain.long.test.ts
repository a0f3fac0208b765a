/**
 * A chain of a million operations: nothing that walks a program may recurse over it, and all of it is
 * linear, which is counted in equations rather than timed.
 */
import { describe, expect, it } from 'vitest'
import { type AnyTensor, elementOf, scalarTensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { dual, dualOf } from '../../src/interpret/dual.ts'
import { inputs, sweep, type Taped, tape } from '../../src/interpret/tape.ts'
import * as T from '../../src/interpret/tape-monad.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import { outputAvals } from '../../src/program/avals.ts'
import { operations } from '../../src/program/count.ts'
import { sameProgram } from '../../src/program/equal.ts'
import { float } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { AnyExpr, Program, Scalar } from '../../src/program/model.ts'
import { print } from '../../src/program/print.ts'
import { close } from '../../src/program/trace.ts'
import { simplify } from '../../src/simplify/simplify.ts'
import { batch } from '../../src/transform/batch.ts'
import { forward } from '../../src/transform/forward.ts'
import { gradient } from '../../src/transform/gradient.ts'
import { phantom } from '../../src/type/phantom.ts'
import { near } from '../near.ts'

const chain = (n: number): Program =>
  close([float()], ([x]) => {
    let y: Scalar = phantom(x)
    for (let i = 0; i < n; i++) y = sin(y)
    return [y]
  })

/** sin iterated n times, and the product of cosines that is its derivative, without the library. */
const byHand = (n: number, x: number): readonly [number, number] => {
  let [y, slope] = [x, 1]
  for (let i = 0; i < n; i++) [y, slope] = [Math.sin(y), slope * Math.cos(y)]
  return [y, slope]
}

const evaluated = (program: Program, ...xs: ReadonlyArray<number>): ReadonlyArray<number> =>
  fold(evaluation)(program)(xs.map((x) => scalarTensor(x))).map((y) => elementOf(y))

// The limits only guard against a hang: alone on a machine the first takes a third of a minute.
describe('a chain of a million operations', () => {
  const n = 1_000_000

  it('builds, differentiates both ways, simplifies, prints and evaluates', { timeout: 300_000 }, () => {
    const program = chain(n)
    expect(program.equations.length).toBe(n)
    expect(forward(program, [true]).program.equations.length).toBe(3 * n)
    const pulled = gradient(program, [true])
    const small = simplify(pulled)
    expect(small.equations.length).toBeLessThanOrEqual(pulled.equations.length)
    const [value, slope] = byHand(n, 2)
    const [y = 0, dy = 0] = evaluated(small, 2)
    expect([y, near(dy, slope, 1e-9)]).toEqual([value, true])
    const text = print(small)
    expect([text.startsWith('program ('), text.endsWith('}')]).toEqual([true, true])
  })
})

describe('a chain of a hundred thousand operations', () => {
  const n = 100_000
  const program = chain(n)
  const [value, slope] = byHand(n, 2)

  it('has the derivative of its formula, forward and reverse', () => {
    const [y = 0, dy = 0] = evaluated(forward(program, [true]).program, 2, 1)
    expect([y, near(dy, slope, 1e-9)]).toEqual([value, true])
    const [z = 0, dz = 0] = evaluated(gradient(program, [true]), 2)
    expect([z, near(dz, slope, 1e-9)]).toEqual([value, true])
  })
  it('is compared, batched, and folded in dual numbers and on a tape of numbers', () => {
    expect(sameProgram(program, chain(n))).toBeNull()
    expect(batch(program, [true], 2).program.equations.length).toBe(n)
    const [out] = fold(dual(evaluation))(program)([dualOf(scalarTensor(2), scalarTensor(1))])
    expect(out === undefined ? 0 : elementOf(out.primal)).toBe(value)
    const recorded = T.chain((xs: ReadonlyArray<Taped<AnyTensor>>) =>
      T.map((ys: ReadonlyArray<Taped<AnyTensor>>) => ({ xs, ys }))(fold(tape(evaluation))(program)(xs)),
    )(inputs([scalarTensor(2)], [true]))
    const [{ xs, ys }, list] = T.run<AnyTensor>(T.empty)(recorded)
    const [adjoint] = sweep(evaluation)(list, ys, [scalarTensor(1)], outputAvals(program), xs)
    expect(near(adjoint === null || adjoint === undefined ? 0 : elementOf(adjoint), slope, 1e-9)).toBe(true)
  })
})

describe('length', () => {
  const derivedLengths = (of: (n: number) => Program, n: number): ReadonlyArray<number> => {
    const program = of(n)
    const pulled = gradient(program, [true])
    return [program, forward(program, [true]).program, pulled, simplify(pulled)].map(operations)
  }
  it('of every derived program doubles with the chain', () => {
    const [once, twice] = [derivedLengths(chain, 1000), derivedLengths(chain, 2000)]
    once.forEach((length, i) => expect(Math.abs((twice[i] ?? 0) - 2 * length)).toBeLessThanOrEqual(8))
  })
  it('of xₙ = Σ xₖ, shared everywhere, stays linear in its own', () => {
    const sums = (n: number): Program =>
      close([float()], ([x]) => {
        const xs: Array<Scalar> = [phantom(x)]
        for (let i = 1; i < n; i++) xs.push(add(xs))
        return [phantom<AnyExpr>(xs[n - 1])]
      })
    // x₁ = x, xₙ = 2ⁿ⁻²x: 2⁸ for n = 10.
    expect(evaluated(simplify(gradient(sums(10), [true])), 1)).toEqual([256, 256])
    const [f, df] = [operations(sums(40)), operations(gradient(sums(40), [true]))]
    expect(df).toBeLessThanOrEqual(3 * f + 40)
  })
  it('of 60 squarings and their gradient is at most 179', () => {
    const squarings = close([float()], ([x]) => {
      let y: Scalar = phantom(x)
      for (let i = 0; i < 60; i++) y = mul(y, y)
      return [y]
    })
    const pulled = simplify(gradient(squarings, [true]))
    expect(operations(pulled)).toBeLessThanOrEqual(179)
    // x^(2⁶⁰) at 1 has derivative 2⁶⁰.
    expect(evaluated(pulled, 1)).toEqual([1, 2 ** 60])
  })
})

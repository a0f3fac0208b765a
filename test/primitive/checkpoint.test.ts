/**
 * Computing again instead of keeping: the same numbers to the bit, fewer bytes, and an edge that
 * simplification does not cross.
 */
import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { jvp, vjp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { trace } from '../../src/call/program.ts'
import { evaluate, vmap } from '../../src/call/vectorised.ts'
import { checkpoint, checkpointPrimitive } from '../../src/primitive/checkpoint.ts'
import { matmul } from '../../src/primitive/contraction.ts'
import { fori } from '../../src/primitive/control.ts'
import { exp } from '../../src/primitive/exponential.ts'
import { tanh } from '../../src/primitive/logistic.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import { innerPrograms, residualBytes } from '../../src/program/count.ts'
import { applyTo, float } from '../../src/program/expr.ts'
import type { Matrix, Program, Scalar, Vector } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { simplify } from '../../src/simplify/simplify.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { at, modes, pairs, type ScalarFunction } from '../modes.ts'
import { near, plain } from '../near.ts'

const f: ScalarFunction = (x) => sin(exp(sin(mul(x, x))))
const n = 20
/** A layer of a network, and four of them. */
const layer = (w: Matrix, x: Vector): Vector => tanh(add(matmul(w, x), sin(x)))
const network =
  (step: typeof layer) =>
  (w: Matrix, x: Vector): Scalar =>
    sum(step(w, step(w, step(w, step(w, x)))))
const w = tensor(
  Float64Array.from({ length: n * n }, (_, i) => Math.sin(i) / n),
  [n, n],
)
const x = Float64Array.from({ length: n }, (_, i) => Math.cos(i))

const names = (program: Program): ReadonlyArray<string> => program.equations.map(({ primitive }) => primitive.name)

describe('checkpoint', () => {
  it('keeps values and first derivatives to the bit, and those of any order', () => {
    const g = checkpoint(f)
    expect(at(phantom<ScalarFunction>(evaluate(g)), 0.7)).toBe(at(phantom<ScalarFunction>(evaluate(f)), 0.7))
    for (const [, D] of modes) expect(at(D(g), 0.7)).toBe(at(D(f), 0.7))
    // Beyond, the same terms are added in another order.
    for (const [, D, E] of pairs) expect(near(at(D(E(g)), 0.7), at(D(E(f)), 0.7), 1e-14)).toBe(true)
    for (const [, D] of modes) expect(near(at(D(D(D(g))), 0.7), at(D(D(D(f))), 0.7), 1e-14)).toBe(true)
    expect(plain(grad(network(checkpoint(layer)), { argnums: [0, 1] })(w, x))).toEqual(plain(grad(network(layer), { argnums: [0, 1] })(w, x)))
  })
  it('takes structures, and reads outer expressions', () => {
    const g = (x: Scalar, k: Scalar): Scalar => {
      const { a, b } = checkpoint(({ p, q }: { readonly p: Scalar; readonly q: Scalar }) => ({ a: mul(p, k), b: mul(p, q) }))({ p: x, q: k })
      return mul(a, b)
    }
    // x²k²
    expect(grad(g, { argnums: [0, 1] })(2, 3)).toEqual([36, 24])
    expect(jvp(g, [2, 3], [1, 1])).toEqual([36, 60])
    expect(checkpoint((x: Scalar) => mul(x, 2))(phantom<Scalar>(3))).toBe(6)
  })
  it('is mapped, stands in loops, and in itself', () => {
    const xs = Float64Array.of(0.1, 0.7)
    expect(plain(vmap(grad(checkpoint(f)))(xs))).toEqual(plain(vmap(grad(f))(xs)))
    expect(plain(grad((v: Vector) => sum(vmap(checkpoint(f))(v)))(xs))).toEqual(plain(vmap(grad(f))(xs)))
    for (const [, D] of modes) {
      expect(
        at(
          D((x) => fori(3, x, (c: Scalar) => checkpoint(f)(c))),
          0.7,
        ),
      ).toBe(
        at(
          D((x) => fori(3, x, f)),
          0.7,
        ),
      )
      expect(at(D(checkpoint((x: Scalar) => f(checkpoint(f)(x)))), 0.7)).toBe(
        at(
          D((x) => f(f(x))),
          0.7,
        ),
      )
    }
  })
  it('refuses operands that do not fit', () => {
    const body = close([float()], (z) => z)
    expect(refusal(() => close([float(2)], (z) => applyTo(checkpointPrimitive, { body }, z)))).toBe('Shape: checkpoint: shapes f64[2] do not fit the function')
  })
})

describe('the bytes kept for the way back', () => {
  it('are those of the arrays, each once, without constants', () => {
    expect(residualBytes(vjp(trace((x: Vector) => sum(sin(x)))(new Float64Array(100))))).toBe(800)
    expect(residualBytes(vjp(trace((x: Vector) => sum(mul(x, x)))(new Float64Array(100))))).toBe(800)
    expect(residualBytes(vjp(trace((x: Scalar) => mul(3, x))(1)))).toBe(0)
    expect(residualBytes(vjp(trace((x: Vector) => [sum(sin(x)), sum(x)])(new Float64Array(100))), 2)).toBe(800)
  })
  it('fall, and stay down through simplification', () => {
    const bytes = (step: typeof layer): number => residualBytes(vjp(trace(network(step))(w, phantom(x))))
    // The operands of each of the four layers: one matrix, and a vector each.
    expect(bytes(checkpoint(layer))).toBe(8 * (n * n + 4 * n))
    expect(bytes(layer)).toBeGreaterThan(bytes(checkpoint(layer)) + 8 * 3 * n)
    expect(residualBytes(vjp(trace(checkpoint(network(layer)))(w, phantom(x))))).toBe(8 * (n * n + n))
    // In a loop the carries are kept, and nothing of the steps.
    const looped = (step: (c: Scalar) => Scalar): number => residualBytes(vjp(trace((x: Scalar) => fori(100, x, step))(0.5)))
    expect([looped(checkpoint(f)), looped(f) >= 2 * 800]).toEqual([800, true])
  })
})

describe('simplification', () => {
  const { forward, pullback } = vjp(trace((x: Scalar) => checkpoint(f)(x))(0.5))
  it('leaves the recomputation in the pullback, inside', () => {
    expect([names(forward), names(pullback)]).toEqual([['checkpoint'], ['checkpoint']])
    const [inner] = pullback.equations.flatMap(({ params }) => innerPrograms(params))
    expect(inner === undefined ? [] : names(inner).filter((name) => name === 'exp')).toEqual(['exp'])
  })
  it('does not merge it with the way forward where both are one program', () => {
    const both = simplify(grad(trace((x: Scalar) => add(exp(x), checkpoint((y: Scalar) => exp(exp(y)))(x)))(0.5)))
    expect(names(both).filter((name) => name === 'checkpoint').length).toBe(1)
    const [inner] = both.equations.flatMap(({ params }) => innerPrograms(params))
    expect(inner === undefined ? 0 : names(inner).filter((name) => name === 'exp').length).toBe(2)
  })
})

/**
 * Loops and branches in kernels as nobody writes them and simplification leaves none: arms that are always taken or
 * that nobody reads, and loops that exchange what they carry.
 */
import { expect, it } from 'vitest'
import { scalarTensor, tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { gt, lt } from '../../src/basis/comparison.ts'
import { sub } from '../../src/primitive/arithmetic.ts'
import { cond, scan } from '../../src/primitive/control.ts'
import { exp } from '../../src/primitive/exponential.ts'
import { whileLoop } from '../../src/primitive/iteration.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import { constant, float } from '../../src/program/expr.ts'
import type { Mask, Program, Scalar, Vector } from '../../src/program/model.ts'
import { toExpr } from '../../src/program/operate.ts'
import { close } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'
import { difference } from './difference.ts'

const n = 40
const x = tensor(Float64Array.from({ length: n }, (_, i) => Math.sin(i)))
const y = tensor(Float64Array.from({ length: n }, (_, i) => Math.cos(i)))

const programOf = (build: (x: Vector, y: Vector, t: Scalar) => ReadonlyArray<unknown>): Program =>
  close([float(n), float(n), float()], (xs) => {
    const [a, b, t] = phantom<readonly [Vector, Vector, Scalar]>(xs)
    return build(a, b, t).map((one) => toExpr('test', one))
  })

const agrees = (program: Program): void => expect(difference(program, [x, y, scalarTensor(3)], [y, x, scalarTensor(-2)])).toBe('')

it.each([0, 1])('a branch on a mask that is the constant %d', (mask) =>
  agrees(
    programOf((a) => [
      cond(
        phantom<Mask<[]>>(constant(scalarTensor(mask, 'bool'))),
        (z: Vector) => exp(z),
        (z: Vector) => sin(z),
        a,
      ),
    ]),
  ),
)

it('a branch that nobody reads, beside one of which a part is read', () =>
  agrees(
    programOf((a, b, t) => {
      cond(
        gt(t, 0),
        (z: Vector) => exp(z),
        (z: Vector) => sin(z),
        b,
      )
      const [part] = cond(
        gt(t, 1),
        (z: Vector) => [mul(z, 2), exp(z)] as const,
        (z: Vector) => [sin(z), z] as const,
        a,
      )
      return [add(part, b)]
    }),
  ))

it('loops that exchange what they carry, of known length and of unknown', () =>
  agrees(
    programOf((a, b, t) => {
      const [p, q] = scan(([u, v]: readonly [Vector, Vector]) => [[v, u] as const, 0], phantom<readonly [Vector, Vector]>([a, b]), null, { length: 3 })[0]
      const turned = whileLoop(
        (s: { readonly u: Vector; readonly v: Vector; readonly k: Scalar }) => lt(s.k, 4),
        (s) => ({ u: s.v, v: s.u, k: add(s.k, 1) }),
        phantom<{ readonly u: Vector; readonly v: Vector; readonly k: Scalar }>({ u: a, v: b, k: t }),
      )
      return [p, q, turned.u, turned.v, turned.k]
    }),
  ))

it('a loop without a bound, and one that may stop before it would', () =>
  agrees(
    programOf((a, _, t) => {
      const halved = (options?: { readonly maxSteps: number }) =>
        whileLoop(
          (s: { readonly v: Vector; readonly k: Scalar }) => gt(s.k, 0),
          (s) => ({ v: mul(s.v, 0.5), k: sub(s.k, 1) }),
          phantom<{ readonly v: Vector; readonly k: Scalar }>({ v: a, k: t }),
          options,
        )
      return [halved().v, halved({ maxSteps: 2 }).v, halved({ maxSteps: 2 }).k]
    }),
  ))

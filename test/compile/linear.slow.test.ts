/**
 * Planning and emitting take work in proportion to the program. The work is counted, at a size and at twice that size.
 */
import { describe, expect, it } from 'vitest'
import { assemble } from '../../src/compile/assemble.ts'
import { chunked } from '../../src/compile/chunk.ts'
import { binary } from '../../src/compile/emit/module.ts'
import { javascript } from '../../src/compile/javascript.ts'
import { layoutOf } from '../../src/compile/lifetime.ts'
import { parted } from '../../src/compile/part.ts'
import { add, concatenate, cond, cumsum, type Expr, fori, lt, matmul, mul, type Program, reshape, type Scalar, scan, sin, sum } from '../../src/index.ts'
import { float } from '../../src/program/expr.ts'
import type { AnyExpr } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { optimised } from '../../src/simplify/optimise.ts'
import { gradient } from '../../src/transform/gradient.ts'
import { phantom } from '../../src/type/phantom.ts'
import { workOf } from '../work.ts'

/** So many times a step, from a start. */
const repeated = <A>(count: number, start: A, step: (a: A, i: number) => A): A => {
  let a = start
  for (let i = 0; i < count; i++) a = step(a, i)
  return a
}

const ofScalar = (f: (x: Scalar) => Scalar): Program => close([float()], ([x]) => [phantom<AnyExpr>(f(phantom<Scalar>(x)))])
const ofArray = <D extends readonly [number, ...ReadonlyArray<number>]>(shape: D, f: (x: Expr<D>) => Scalar): Program =>
  close([float(...shape)], ([x]) => [phantom<AnyExpr>(f(phantom<Expr<D>>(x)))])

/** Programs of a size, and that size. */
const programs: { readonly [name: string]: readonly [size: number, program: (size: number) => Program] } = {
  'a chain of scalars': [1500, (n) => ofScalar((x) => repeated(n, x, (y, i) => add(mul(sin(y), 0.5 + i / n), x)))],
  'many scalars summed': [1500, (n) => ofScalar((x) => repeated<Scalar>(n, x, (total, i) => add(total, sin(mul(x, i + 2)))))],
  'a chain of short vectors': [1500, (n) => ofArray<[4]>([4], (x) => sum(repeated(n, x, (y, i) => add(mul(sin(y), 0.5 + i / n), x))))],
  'sums of short vectors, one after another': [500, (n) => ofArray<[3]>([3], (x) => repeated<Scalar>(n, sum(x), (y) => sin(sum(mul(x, y)))))],
  'products of small matrices': [300, (n) => ofArray<[3, 3]>([3, 3], (x) => sum(repeated<Expr<[3, 3]>>(n, x, (y) => matmul(y, mul(x, 0.4)))))],
  'vectors side by side': [
    400,
    (n) => ofArray<[4]>([4], (x) => sum(sin(phantom<Expr<[4]>>(concatenate(Array.from({ length: n }, (_, i) => sin(mul(x, i + 1)))))))),
  ],
  'loops one after another': [150, (n) => ofScalar((x) => repeated<Scalar>(n, x, (y, i) => fori(3, y, (c: Scalar) => add(mul(sin(c), 0.5 + i / n), x))))],
  'a long body of a loop': [
    1500,
    (n) =>
      ofArray<[5]>([5], (x) => {
        const step = ([c]: readonly [Scalar], e: Scalar) => [[repeated(n, add(c, e), (y, i) => add(mul(sin(y), 0.5 + i / n), e))], c] as const
        return sum(scan(step, [phantom<Scalar>(0.5)], x)[1])
      }),
  ],
  'branches one after another': [
    200,
    (n) =>
      ofScalar((x) =>
        repeated<Scalar>(n, x, (y, i) =>
          cond(
            lt(y, 0.5 + i / n),
            (c: Scalar) => add(sin(c), x),
            (c: Scalar) => mul(c, 0.5),
            y,
          ),
        ),
      ),
  ],
  'calls of the host, one after another': [300, (n) => ofArray<[4]>([4], (x) => sum(repeated(n, x, (y, i) => mul(cumsum(y), 0.1 + i / n))))],
  'arrays that grow': [
    100,
    (n) => ofArray<[4]>([4], (x) => sum(repeated<Expr<[4]>>(n, x, (y) => phantom<Expr<[4]>>(concatenate([mul(y, 0.9), reshape(sum(y), [1])]))))),
  ],
}

const emitted = (program: Program): void => {
  const kernel = assemble(program)
  const text = chunked(parted(kernel, 2000), 1500)
  javascript(text, layoutOf(text.kernel))
  const code = chunked(parted(kernel, 4000), 4000)
  expect(binary(code, layoutOf(code.kernel))._tag).toBe('Right')
}

// A straight line has 2, and a little more where the smaller program is one piece and the larger is not; what is
// in proportion to the square has up to 4.
const most = 2.2

describe('the work of', () => {
  for (const [name, [size, program]] of Object.entries(programs)) {
    const sizes = [size, 2 * size]
    const isTwice = (of: (n: number) => () => void): void => {
      // What is remembered from one program to the next is not counted.
      of(Math.ceil(size / 10))()
      const [once = 0, twice = 0] = sizes.map((n) => workOf(of(n)))
      expect(once).toBeGreaterThan(10 * size)
      expect(twice / once).toBeLessThan(most)
    }
    it(`tracing, differentiating and simplifying ${name}`, () => {
      isTwice((n) => () => {
        optimised(gradient(program(n), [true]))
      })
    })
    it(`planning and emitting the gradient of ${name}`, () => {
      isTwice((n) => {
        const derivative = optimised(gradient(program(n), [true]))
        return () => {
          emitted(derivative)
        }
      })
    })
  }
})

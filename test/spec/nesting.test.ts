/**
 * What shapes the core types, through the data form: each program is differentiated, written as JSON,
 * read back, differentiated again in either mode, written and read again, and run. The answers are
 * closed forms worked out by hand.
 */
import { either as E } from 'fp-ts'
import { describe, expect, it } from 'vitest'
import { decode, encode, evaluate, fold, type Program, type Scalar, type Vector, vocabulary } from '../../src/index.ts'
import {
  add,
  checkpoint,
  cond,
  customVjp,
  div,
  fixedPoint,
  fori,
  gt,
  jvp,
  lt,
  mul,
  root,
  scan,
  sin,
  sincos,
  sqrt,
  square,
  stack,
  sub,
  sum,
  take,
  tensor,
  toFloat,
  trace,
  vjp,
  vmap,
  where,
  whileLoop,
  grad,
} from '../../src/index.ts'
import { elementOf, scalarTensor } from '../../src/array/tensor.ts'
import { close, inline } from '../../src/program/trace.ts'
import { number } from '../../src/program/expr.ts'
import type { Table } from '../table.ts'

/** There and back through text. */
const carried = (program: Program): Program => {
  const read = decode(vocabulary)(JSON.parse(JSON.stringify(encode(program))))
  return E.isRight(read) ? read.right : expect.fail(JSON.stringify(read.left))
}

/** dy/dx of a program of one scalar, by one mode, as a program of one scalar. */
const modes: { readonly [name: string]: (program: Program) => Program } = {
  forward: (program) => {
    const pushed = carried(jvp(program))
    return close(program.inputs, (x) => inline(pushed)([...x, number(1)]).slice(1))
  },
  reverse: (program) => {
    const { forward, pullback } = vjp(program)
    const [ahead, back] = [carried(forward), carried(pullback)]
    return close(program.inputs, (x) => inline(back)([...inline(ahead)(x).slice(1), number(1)]))
  },
}

const cases: Table<readonly [name: string, f: (x: Scalar) => Scalar, at: number, second: number]> = [
  // sin x cos² x
  [
    'a primitive with two results',
    (x) => {
      const [s, c] = sincos(x)
      return mul(s, mul(c, c))
    },
    0.3,
    -7 * Math.sin(0.3) * Math.cos(0.3) ** 2 + 2 * Math.sin(0.3) ** 3,
  ],
  // x³ · 2
  ['a scan that reads an outer variable', (x) => fori(3, 2, (c) => mul(x, c)), 1.5, 18],
  // Σ k x² over k = 1, 2, 3 by stacks and carry
  [
    'a scan with stacks',
    (x) => {
      const [last, ys] = scan((c, k) => [add(c, mul(k, square(x))), mul(k, x)], 0, Float64Array.of(1, 2, 3))
      return add(last, sum(mul(ys, x)))
    },
    2,
    24,
  ],
  // x³ where x > 1
  [
    'a branch taken that reads an outer variable',
    (x) =>
      cond(
        gt(x, 1),
        () => mul(x, square(x)),
        () => x,
      ),
    2,
    12,
  ],
  // x² where x ≤ 1
  [
    'the other branch',
    (x) =>
      cond(
        gt(x, 1),
        () => x,
        (z) => mul(x, z),
        x,
      ),
    0.5,
    2,
  ],
  // Σ (kx)³ = 36x³
  ['a scan under vmap', (x) => sum(vmap((k: Scalar) => fori(3, 1, (c) => mul(mul(k, x), c)))(Float64Array.of(1, 2, 3)) as unknown as Vector), 2, 432],
  // kx over 1 where kx ≤ 1, (kx)³ where above
  [
    'a branch under vmap',
    (x) =>
      sum(
        vmap((k: Scalar) =>
          cond(
            gt(mul(k, x), 1),
            () => mul(mul(k, x), square(mul(k, x))),
            () => mul(k, x),
          ),
        )(Float64Array.of(0.1, 2)) as unknown as Vector,
      ),
    1,
    48,
  ],
  // c ← d/dy (x y²) at c, thrice from 1: 8x³
  ['an inner gradient in a loop over an outer variable', (x) => fori(3, 1, (c) => grad((y: Scalar) => mul(x, mul(y, y)))(c)), 2, 96],
  // x² where x < 1, beside √x, which is NaN or ∞ there
  ['a choice whose untaken arm is infinite', (x) => where(lt(x, 1), square(x), sqrt(x)), 0, 2],
  ['a choice whose untaken arm is NaN', (x) => where(lt(x, 1), square(x), sqrt(x)), -1, 2],
  // (x, x², x³) at 0, 2, 2 times 1, 2, 3: x + 5x³
  [
    'an integer operand',
    (x) => sum(mul(take(stack([x, square(x), mul(x, square(x))]), tensor([0, 2, 2], 'int32')), toFloat(tensor([1, 2, 3], 'int32')))),
    2,
    60,
  ],
  // x times x until 10 is passed: x⁶
  [
    'a while loop with a bound',
    (x) =>
      whileLoop(
        (y) => lt(y, 10),
        (y) => mul(y, x),
        x,
        { maxSteps: 8 },
      ),
    1.5,
    30 * 1.5 ** 4,
  ],
  // kx doubled until 10 is passed, squared: (16² + 12²) x²
  [
    'a while loop under vmap',
    (x) =>
      sum(
        vmap((k: Scalar) =>
          square(
            whileLoop(
              (y: Scalar) => lt(y, 10),
              (y: Scalar) => mul(y, 2),
              mul(k, x),
              { maxSteps: 6 },
            ),
          ),
        )(Float64Array.of(1, 3)) as unknown as Vector,
      ),
    1,
    800,
  ],
  // x · 2x · 3x
  ['a scan that stores one carry', (x) => scan((c, k) => [mul(c, mul(k, x)), []], 1, Float64Array.of(1, 2, 3), { checkpoint: 1 })[0], 1.5, 54],
  ['a scan that stores two carries', (x) => scan((c, k) => [mul(c, mul(k, x)), []], 1, Float64Array.of(1, 2, 3), { checkpoint: 2 })[0], 1.5, 54],
  ['a function computed again', (x) => checkpoint((z: Scalar) => mul(z, mul(z, x)))(x), 2, 12],
  [
    'a custom rule for reverse mode',
    customVjp(
      (x: Scalar) => mul(x, square(x)),
      (x: Scalar) => [mul(x, square(x)), x],
      (x: Scalar, y: Scalar) => [mul(mul(3, square(x)), y)],
    ),
    2,
    12,
  ],
  // √x
  ['a root', (x) => root((y) => sub(mul(y, y), x), 1), 4, -1 / 32],
  ['a fixed point', (x) => fixedPoint((y) => mul(0.5, add(y, div(x, y))), 1), 4, -1 / 32],
  // √x + 2√x + 3√x
  [
    'a root under vmap',
    (x) => sum(vmap((k: Scalar) => root((y: Scalar) => sub(mul(y, y), mul(k, x)), mul(k, 1)))(Float64Array.of(1, 4, 9)) as unknown as Vector),
    4,
    -6 / 32,
  ],
  // x to the quarter
  ['a root in a loop', (x) => fori(2, x, (c) => root((y: Scalar) => sub(mul(y, y), c), 1)), 16, -3 / 2048],
  // √x where x > 1
  [
    'a root in a branch',
    (x) =>
      cond(
        gt(x, 1),
        () => root((y) => sub(mul(y, y), x), 1),
        () => x,
      ),
    4,
    -1 / 32,
  ],
  ['sin, for the way there and back itself', (x) => sub(sin(x), 0), 0.7, -Math.sin(0.7)],
]

describe('second derivatives through the data form', () => {
  for (const [name, f, at, second] of cases) {
    for (const outer of Object.keys(modes)) {
      for (const inner of Object.keys(modes)) {
        it(`${name}: ${outer} over ${inner}`, () => {
          const program = carried(trace(f)(at))
          const twice = carried(modes[outer]?.(carried(modes[inner]?.(program) ?? program)) ?? program)
          const [got] = fold(evaluate)(twice)([scalarTensor(at)])
          expect(got === undefined ? Number.NaN : elementOf(got)).toBeCloseTo(second, 9)
        })
      }
    }
  }
})

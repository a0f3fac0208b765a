import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { gt, lt, ne } from '../../src/basis/comparison.ts'
import { vjp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { trace } from '../../src/call/program.ts'
import { evaluate, vmap } from '../../src/call/vectorised.ts'
import { div, sqrt, square, sub } from '../../src/primitive/arithmetic.ts'
import { fori } from '../../src/primitive/control.ts'
import { log } from '../../src/primitive/exponential.ts'
import { mapRows, reduceRows, whileLoop, type WhileOptions } from '../../src/primitive/iteration.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import { whilePrimitive } from '../../src/primitive/while.ts'
import { residualBytes } from '../../src/program/count.ts'
import { applyTo, float } from '../../src/program/expr.ts'
import type { IntExpr, Mask, Scalar, Vector } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { at, byForward, byReverse, modes, pairs, type ScalarFunction } from '../modes.ts'
import { difference, plain } from '../near.ts'
import type { Table } from '../table.ts'

const bound = { maxSteps: 12 }
/** y ← y·x from x while y < 10: x to the power of the first n with xⁿ ≥ 10. */
const power: ScalarFunction = (x) =>
  whileLoop(
    (y: Scalar) => lt(y, 10),
    (y: Scalar) => mul(y, x),
    x,
    bound,
  )
/** The same with a count carried along, which is an integer, and a part of the carry that does not move. */
const counting: ScalarFunction = (x) =>
  whileLoop(
    ({ i }: { readonly i: IntExpr<[]>; readonly y: Scalar; readonly k: Scalar }) => lt(i, 4),
    ({ i, y, k }) => ({ i: add(i, 1), y: mul(mul(y, x), k), k }),
    phantom<{ readonly i: IntExpr<[]>; readonly y: Scalar; readonly k: Scalar }>({ i: tensor(0, 'int32'), y: x, k: 2 }),
    bound,
  ).y

// f, a point, f, f′ and f″ there by closed forms.
const cases: Table<readonly [string, ScalarFunction, number, readonly [number, number, number]]> = [
  ['a carry and an outer variable', power, 2, [16, 32, 48]],
  ['a count that ends it', counting, 1.5, [16 * 1.5 ** 5, 80 * 1.5 ** 4, 320 * 1.5 ** 3]],
  ['no step at all', power, 11, [11, 1, 0]],
  [
    'a bound that cuts it short',
    (x) =>
      whileLoop(
        (y: Scalar) => gt(y, 0),
        (y: Scalar) => mul(y, x),
        x,
        { maxSteps: 3 },
      ),
    2,
    [16, 32, 48],
  ],
  [
    'a bound of nothing',
    (x) =>
      whileLoop(
        (y: Scalar) => gt(y, 0),
        (y: Scalar) => mul(y, x),
        x,
        { maxSteps: 0 },
      ),
    2,
    [2, 1, 0],
  ],
  [
    'a loop in a loop',
    (x) =>
      whileLoop(
        (y: Scalar) => lt(y, 100),
        (y: Scalar) =>
          whileLoop(
            (z: Scalar) => lt(z, mul(y, y)),
            (z: Scalar) => mul(z, x),
            y,
            bound,
          ),
        x,
        bound,
      ),
    2,
    [256, 1024, 3584],
  ],
  [
    'a loop in a scan',
    (x) =>
      fori(2, x, (y: Scalar) =>
        whileLoop(
          (z: Scalar) => lt(z, 10),
          (z: Scalar) => mul(z, x),
          mul(y, 0.5),
          bound,
        ),
      ),
    2,
    [16, 48, 120],
  ],
  [
    'steps that would be NaN after the end',
    (x) =>
      whileLoop(
        (y: Scalar) => gt(y, 0.5),
        (y: Scalar) => sub(y, sqrt(sub(y, 0.5))),
        x,
        { maxSteps: 5 },
      ),
    0.75,
    [0.25, 0, 2],
  ],
]

describe('whileLoop', () => {
  it('answers with values on values', () => {
    expect(
      whileLoop(
        (x: Scalar) => lt(x, 100),
        (x: Scalar) => mul(2, x),
        3,
      ),
    ).toBe(192)
    const parts = whileLoop(
      ({ i }: { readonly i: Scalar; readonly v: Vector }) => lt(i, 3),
      ({ i, v }) => ({ i: add(i, 1), v: mul(v, 2) }),
      { i: 0, v: Float64Array.of(1, 2) },
    )
    expect(plain(parts)).toEqual({ i: 3, v: [8, 16] })
    expect(
      whileLoop(
        () => false,
        (x: Scalar) => mul(2, x),
        3,
      ),
    ).toBe(3)
  })
  it('of a condition that is NaN’s ends', () =>
    expect(
      whileLoop(
        (x: Scalar) => lt(x, 10),
        (x: Scalar) => mul(x, Number.NaN),
        1,
      ),
    ).toBeNaN())
  it.each(cases)('of %s, the values', (_, f, x, [y]) => expect(difference(at(phantom<ScalarFunction>(evaluate(f)), x), y)).toBeNull())
  describe.each(modes)('%s', (_, D) => {
    it.each(cases)('of %s', (_name, f, x, [, first]) => expect(difference(at(D(f), x), first)).toBeNull())
  })
  describe.each(pairs)('%s', (_, D, E) => {
    it.each(cases)('of %s', (_name, f, x, [, , second]) => expect(difference(at(D(E(f)), x), second)).toBeNull())
  })
  it('to order 4, in either mode', () => {
    for (const D of [byForward, byReverse]) expect(difference(at(D(D(D(D(power)))), 2), 24)).toBeNull()
  })
  it('has a forward derivative without a bound, and refuses the reverse one by name', () => {
    const f: ScalarFunction = (x) =>
      whileLoop(
        (y: Scalar) => lt(y, 10),
        (y: Scalar) => mul(y, x),
        x,
      )
    expect([at(byForward(f), 2), at(byForward(byForward(f)), 2)]).toEqual([32, 48])
    expect(refusal(() => at(byReverse(f), 2))).toBe(
      'NoRule: whileLoop: no rule for reverse mode without a bound; pass { maxSteps: n }, or use forward mode (jvp)',
    )
    // Nothing is asked of a loop through which nothing flows.
    expect(
      grad((x: Scalar) =>
        mul(
          x,
          whileLoop(
            (y: Scalar) => lt(y, 10),
            (y: Scalar) => mul(y, 2),
            1,
          ),
        ),
      )(3),
    ).toBe(16)
  })
})

describe('whileLoop with few carries stored', () => {
  const stored =
    (options: WhileOptions): ScalarFunction =>
    (x) =>
      whileLoop(
        (y: Scalar) => lt(y, 10),
        (y: Scalar) => mul(y, x),
        x,
        { maxSteps: 30, ...options },
      )
  it.each([1, 2, 'sqrt', 'log'] as const)('has the derivatives of the plain one with %s', (checkpoint) => {
    for (const [, D, E] of pairs) {
      expect(at(E(stored({ checkpoint })), 1.3)).toBe(at(E(stored({})), 1.3))
      expect(difference(at(D(E(stored({ checkpoint }))), 1.3), at(D(E(stored({}))), 1.3))).toBeNull()
    }
    expect(difference(vmap(grad(stored({ checkpoint })))(Float64Array.of(1.3, 2, 11)), vmap(grad(stored({})))(Float64Array.of(1.3, 2, 11)))).toBeNull()
  })
  it('keeps the operands only', () => {
    const bytes = (options: WhileOptions): number => residualBytes(vjp(trace(stored(options))(1.3)))
    expect([bytes({ checkpoint: 3 }) <= 24, bytes({}) >= 8 * 30]).toEqual([true, true])
  })
  it('refuses none of them', () =>
    expect(refusal(() => at(stored({ checkpoint: 0 }), 2))).toBe('Argument: whileLoop: the number of stored carries 0 is not a whole number from 1'))
})

describe('whileLoop under vmap', () => {
  const xs = Float64Array.of(2, 3, 1.5, 11)
  const rowByRow = (f: ScalarFunction): ReadonlyArray<number> => [...xs].map((x) => at(f, x))
  it('runs until every row is done, and freezes those that are', () => {
    expect(plain(vmap(power)(xs))).toEqual(rowByRow(evaluate(power) as never))
    for (const [, D] of modes) expect(difference(vmap(D(power))(xs), rowByRow(D(power)))).toBeNull()
    for (const [, D, E] of pairs) expect(difference(vmap(D(E(power)))(xs), rowByRow(D(E(power))))).toBeNull()
    expect(difference(grad((v: Vector) => sum(vmap(power)(v)))(xs), rowByRow(byReverse(power)))).toBeNull()
    expect(plain(vmap(power)(new Float64Array(0)))).toEqual([])
  })
  it('freezes parts of the carry that are alike in all rows, too', () => {
    const steps = (x: Scalar): Scalar =>
      whileLoop(
        ([y]: readonly [Scalar, Scalar]) => lt(y, 10),
        ([y, n]: readonly [Scalar, Scalar]) => [mul(y, 2), add(n, 1)] as const,
        phantom<readonly [Scalar, Scalar]>([x, 0]),
      )[1]
    expect(plain(vmap(steps)(xs))).toEqual([3, 2, 3, 0])
  })
  it('lets no NaN out of rows that are done into gradients', () => {
    // Rows go down by √(y − ½), which is NaN, with a derivative that is, past the end.
    const f: ScalarFunction = (x) =>
      whileLoop(
        (y: Scalar) => gt(y, 0.5),
        (y: Scalar) => sub(y, add(sqrt(sub(y, 0.5)), mul(0, log(sub(y, 0.5))))),
        x,
        { maxSteps: 6 },
      )
    const ys = Float64Array.of(0.75, 0.4, 0.6)
    const wanted = [...ys].map((y) => at(byReverse(f), y))
    expect(wanted.every(Number.isFinite)).toBe(true)
    expect(difference(grad((v: Vector) => sum(vmap(f)(v)))(ys), wanted)).toBeNull()
    expect(difference(vmap(grad(f))(ys), wanted)).toBeNull()
    expect(difference(vmap(byForward(f))(ys), wanted)).toBeNull()
  })
  it('keeps a condition that all rows share a condition', () => {
    const f = (x: Scalar): Scalar =>
      whileLoop(
        ([i]: readonly [Scalar, Scalar]) => lt(i, 3),
        ([i, y]: readonly [Scalar, Scalar]) => [add(i, 1), mul(y, x)] as const,
        phantom<readonly [Scalar, Scalar]>([0, x]),
      )[1]
    expect(plain(vmap(f)(xs))).toEqual([16, 81, 1.5 ** 4, 11 ** 4])
  })
})

describe('a mask that is carried', () => {
  it('is a tensor', () => {
    const found = whileLoop(
      ({ go }: { readonly go: Mask<[]>; readonly x: Scalar }) => go,
      ({ x }) => ({ go: lt(x, 8), x: mul(x, 2) }),
      phantom<{ readonly go: Mask<[]>; readonly x: Scalar }>({ go: tensor(true), x: 1 }),
    )
    expect(plain(found)).toEqual({ go: false, x: 16 })
  })
  it('written as true is refused with the way out', () => {
    const made = (): unknown =>
      whileLoop(
        ({ x }) => lt(x, 8),
        ({ x }) => ({ go: lt(x, 8), x }),
        { go: true, x: 1 },
      )
    expect(refusal(made)).toBe(
      'Structure: whileLoop: at the carry expected { go: true, x: number }, got { go: Expr, x: Expr }; true and false are part of a structure, not leaves of it; for a mask give tensor(true)',
    )
  })
})

describe('whileLoop refuses', () => {
  it.each<[string, () => unknown, string]>([
    [
      'a carry that changes shape',
      () =>
        whileLoop(
          () => false,
          () => ({ a: 1, v: 2 }),
          { a: 1, v: Float64Array.of(1) },
        ),
      'Structure: whileLoop: at carry.v expected f64[1], got f64; the carry keeps its shapes and dtypes',
    ],
    [
      'a carry that changes dtype',
      () =>
        whileLoop(
          () => false,
          (x: Scalar) => gt(x, 0),
          // @ts-expect-error refused by the compiler too
          1,
        ),
      'Structure: whileLoop: at carry expected f64, got bool; the carry keeps its shapes and dtypes',
    ],
    [
      'a carry that changes structure',
      () =>
        whileLoop(
          () => false,
          (x: Scalar) => [x],
          1,
        ),
      'Structure: whileLoop: at the carry expected number, got [Expr]',
    ],
    [
      'a number for a condition',
      () =>
        whileLoop(
          (x: Scalar) => phantom<boolean>(x),
          (x: Scalar) => x,
          1,
        ),
      'DType: whileLoop: f64: the condition must answer with a scalar mask; compare scalars with lt, gt, eq, …; of an array of comparisons take any or all',
    ],
    [
      'an array for a condition',
      () =>
        whileLoop(
          (x: Vector) => phantom<boolean>(ne(x, 0)),
          (x: Vector) => x,
          Float64Array.of(1, 2),
        ),
      'DType: whileLoop: bool[2]: the condition must answer with a scalar mask; compare scalars with lt, gt, eq, …; of an array of comparisons take any or all',
    ],
    [
      'a negative bound',
      () =>
        whileLoop(
          () => false,
          (x: Scalar) => x,
          1,
          { maxSteps: -1 },
        ),
      'Argument: whileLoop: the bound -1 on the steps is not a whole number from 0',
    ],
    [
      'half a bound',
      () =>
        whileLoop(
          () => false,
          (x: Scalar) => x,
          1,
          { maxSteps: 0.5 },
        ),
      'Argument: whileLoop: the bound 0.5 on the steps is not a whole number from 0',
    ],
  ])('%s', (_, thunk, message) => expect(refusal(thunk)).toBe(message))
  it('parameters that do not fit', () => {
    const body = close([float()], (z) => z)
    const made = (params: object) => refusal(() => close([float()], (z) => applyTo(whilePrimitive, { body, condition: body, consts: 0, ...params }, z)))
    expect(made({ maxSteps: -1 })).toBe('Argument: whileLoop: the bound -1 is negative')
    expect(made({ checkpoint: -1 })).toBe('Argument: whileLoop: -1 stored carries are too few')
    expect(made({ consts: 2 })).toBe('Argument: whileLoop: the operands do not fit the condition and the body')
    expect(made({ body: close([float(), float()], (z) => z) })).toBe('Argument: whileLoop: the operands do not fit the condition and the body')
    const [x, condition] = [close([float()], () => []), close([float()], ([x]) => [lt(phantom<Scalar>(x), 1)])]
    expect(made({ body: x, condition })).toBe('Argument: whileLoop: the carry changes in the loop')
  })
})

describe('mapRows', () => {
  it('is the function on every row', () => {
    expect(plain(mapRows((x: Scalar) => mul(x, x), Float64Array.of(1, 2, 3)))).toEqual([1, 4, 9])
    expect(plain(mapRows((x: Scalar) => mul(x, x), new Float64Array(0)))).toEqual([])
    expect(
      plain(
        mapRows(({ v, s }: { readonly v: Vector<2>; readonly s: Scalar }) => ({ p: mul(v, s), q: sum(v) }), {
          v: tensor([
            [1, 2],
            [3, 4],
          ]),
          s: Float64Array.of(10, 100),
        }),
      ),
    ).toEqual({
      p: [
        [10, 20],
        [300, 400],
      ],
      q: [3, 7],
    })
  })
  it('is differentiated, by rows and by what it reads', () => {
    const f = (k: Scalar, x: Vector<3>): Scalar => sum(mapRows((x: Scalar) => mul(k, sin(x)), x))
    const x = Float64Array.of(0.1, 0.2, 0.3)
    expect(difference(grad(f, { argnums: [0, 1] })(2, x), [Math.sin(0.1) + Math.sin(0.2) + Math.sin(0.3), [...x].map((v) => 2 * Math.cos(v))])).toBeNull()
  })
  it('refuses what has no rows', () =>
    expect(refusal(() => mapRows((x: Scalar) => x, phantom<Float64Array>(3)))).toMatch(/^Structure: scan: at xs expected a stack of rows, got a scalar/))
})

describe('reduceRows', () => {
  it('is the fold from the left, or from the right', () => {
    const digits = (t: Scalar, x: Scalar): Scalar => add(mul(10, t), x)
    expect(reduceRows(digits, 0, Float64Array.of(1, 2, 3))).toBe(123)
    expect(reduceRows(digits, 0, Float64Array.of(1, 2, 3), { reverse: true })).toBe(321)
    expect(reduceRows(digits, 7, new Float64Array(0))).toBe(7)
  })
  it('is differentiated, with stored carries too', () => {
    for (const options of [{}, { checkpoint: 2 }]) {
      const f = (x: Vector<3>): Scalar => reduceRows((p: Scalar, x: Scalar) => mul(p, square(x)), 1, x, options)
      expect(difference(grad(f)(Float64Array.of(1, 2, 3)), [72, 36, 24])).toBeNull()
    }
  })
})

it('Newton’s square root by a while loop has the derivatives of √', () => {
  const root = (a: Scalar): Scalar =>
    whileLoop(
      (y: Scalar) => gt(sub(mul(y, y), a), mul(1e-14, a)),
      (y: Scalar) => mul(0.5, add(y, div(a, y))),
      add(a, 1),
      { maxSteps: 60 },
    )
  for (const x of [0.3, 2, 9]) {
    expect(difference([at(byForward(root), x), at(byReverse(root), x)], [0.5 / Math.sqrt(x), 0.5 / Math.sqrt(x)], 1e-9)).toBeNull()
  }
})

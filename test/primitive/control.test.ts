import { describe, expect, it } from 'vitest'
import { aval } from '../../src/array/aval.ts'
import { tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { toFloat } from '../../src/basis/choice.ts'
import { gt, lt } from '../../src/basis/comparison.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { vjp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { evaluate, vmap } from '../../src/call/vectorised.ts'
import { div, sqrt, square, sub } from '../../src/primitive/arithmetic.ts'
import { dot } from '../../src/primitive/contraction.ts'
import { condPrimitive } from '../../src/primitive/cond.ts'
import { scanPrimitive } from '../../src/primitive/scan.ts'
import { cond, fori, scan } from '../../src/primitive/control.ts'
import { log } from '../../src/primitive/exponential.ts'
import { take } from '../../src/primitive/gather.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import { applyTo, constant, float, variable } from '../../src/program/expr.ts'
import type { IntExpr, Params, Scalar, Vector } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { at, byReverse, modes, pairs, type ScalarFunction } from '../modes.ts'
import { difference, plain } from '../near.ts'
import type { Table } from '../table.ts'

const v = Float64Array.of(1, 2, 3, 4)
const scalar = (x: unknown): Scalar => phantom(x)

describe('scan', () => {
  const running = (c: Scalar, x: Scalar) => [add(c, x), mul(c, x)] as const
  it('carries on, and stacks what each step gives', () => {
    expect(plain(scan(running, 10, v))).toEqual([20, [10, 22, 39, 64]])
    expect(plain(scan(running, 10, v, { reverse: true }))).toEqual([20, [19, 34, 42, 40]])
  })
  it('of length 0 gives the carry back, and empty stacks', () => {
    expect(plain(scan(running, 10, new Float64Array(0)))).toEqual([10, []])
    const [carry, rows] = scan((c: Vector, x: Vector<3>) => [c, { a: x, b: sum(x) }], Float64Array.of(1, 2), tensor(new Float64Array(0), [0, 3]))
    expect([plain(carry), phantom<{ a: { shape: unknown } }>(rows).a.shape, plain(phantom<{ b: unknown }>(rows).b)]).toEqual([[1, 2], [0, 3], []])
    expect(fori(0, 7, (x: Scalar) => mul(x, 2))).toBe(7)
  })
  it('takes structures: a record carried, records of rows, tuples out', () => {
    const [carry, rows] = scan(
      ({ n, s }: { readonly n: Scalar; readonly s: Vector }, { x, w }: { readonly x: Scalar; readonly w: Vector<2> }) =>
        [{ n: add(n, 1), s: add(s, phantom<Vector>(mul(x, w))) }, [n, [mul(x, x)]] as const] as const,
      { n: 0, s: Float64Array.of(0, 0) },
      {
        x: Float64Array.of(1, 2),
        w: tensor([
          [1, 10],
          [2, 20],
        ]),
      },
    )
    expect(plain([carry, rows])).toEqual([{ n: 2, s: [5, 50] }, [[0, 1], [[1, 4]]]])
  })
  it('carries integers', () => {
    const [[i, s]] = scan(
      ([i, s]: readonly [IntExpr<[]>, Scalar], x: Scalar) => [[add(i, 1), add(s, mul(toFloat(i), x))], []] as const,
      phantom<readonly [IntExpr<[]>, Scalar]>([tensor(0, 'int32'), 0]),
      v,
    )
    expect(plain([i, s])).toEqual([4, 0 * 1 + 1 * 2 + 2 * 3 + 3 * 4])
  })
  it('needs a length where there is no stack', () => {
    expect(plain(scan((c: Scalar) => [mul(c, 2), c], 1, [], { length: 4 }))).toEqual([16, [1, 2, 4, 8]])
    expect(refusal(() => scan((c: Scalar) => [c, []], 1, []))).toBe('Argument: scan: neither a stack nor a length was given; pass { length: n }')
  })
  it.each<[string, () => unknown, RegExp]>([
    [
      'a carry that changes shape',
      // @ts-expect-error refused by the compiler too
      () => scan((c: Scalar, x: Scalar) => [mul(phantom<Vector<2>>(Float64Array.of(1, 2)), add(c, x)), []], 0, v),
      /^Structure: scan: at carry expected f64, got f64\[2\]; the carry keeps its shapes and dtypes/,
    ],
    // @ts-expect-error refused by the compiler too
    ['a carry that changes dtype', () => scan((c: Scalar) => [gt(c, 0), []], 0, v), /^Structure: scan: at carry expected f64, got bool/],
    [
      'a carry that changes structure',
      () => scan((c: readonly [Scalar, Scalar]) => [{ a: c[0], b: c[1] }, []], [0, 0], v),
      /^Structure: scan: at the carry expected \[number, number\], got \{ a: Expr, b: Expr \}/,
    ],
    [
      'a step that gives no pair',
      () => scan(((c: Scalar) => c) as never, 0, v),
      /^Structure: scan: at the result of the step expected a pair \[carry, output\]/,
    ],
    ['stacks of different lengths', () => scan((c: Scalar) => [c, []], 0, [v, Float64Array.of(1)]), /^Structure: scan: at xs\[1\] expected 4 rows, got 1/],
    ['a length that is not that of the stack', () => scan((c: Scalar) => [c, []], 0, v, { length: 3 }), /^Structure: scan: at xs expected 3 rows, got 4/],
    ['a negative length', () => fori(phantom<number>(-1), 0, (c: Scalar) => c), /^Argument: fori: the count -1 is not a whole number/],
    ['half a length', () => fori(phantom<number>(1.5), 0, (c: Scalar) => c), /^Argument: fori: the count 1.5/],
    [
      'a list of numbers for a stack',
      // @ts-expect-error refused by the compiler too
      () => scan((c: Scalar) => [c, []], 0, [1, 2, 3]),
      /^Structure: scan: at xs\[0\] expected a stack of rows, got a scalar; .*Float64Array.from\(xs\)/,
    ],
  ])('refuses %s', (_, thunk, message) => expect(refusal(thunk)).toMatch(message))
  it('refuses an expression that leaked from its step', () => {
    const kept: { c: Scalar } = { c: scalar(variable(float())) }
    scan(
      (c: Scalar) => {
        kept.c = c
        return [c, []]
      },
      0,
      v,
    )
    expect(refusal(() => scan((c: Scalar) => [mul(c, kept.c), []], 0, v))).toMatch(/^Leaked/)
  })
  it('sends cotangents to the carry, to the rows and to what the step captured', () => {
    // c₄ = k⁴c + k³x₁ + k²x₂ + kx₃ + x₄, and Σ of the carries as they enter.
    const f = (k: Scalar, c: Scalar, x: Vector<4>) => scan((c: Scalar, x: Scalar) => [add(mul(k, c), x), c], c, x)
    const [, pullback] = vjp(f, [2, 10, v])
    expect(difference(pullback(phantom([1, new Float64Array(4)])), [4 * 8 * 10 + 3 * 4 * 1 + 2 * 2 * 2 + 3, 16, [8, 4, 2, 1]])).toBeNull()
    // Carries in: c, kc+x₁, k²c+kx₁+x₂, k³c+k²x₁+kx₂+x₃.
    expect(difference(pullback(phantom([0, Float64Array.of(1, 1, 1, 1)])), [10 + (2 * 2 * 10 + 1) + (3 * 4 * 10 + 2 * 2 * 1 + 2), 15, [7, 3, 1, 0]])).toBeNull()
    const [, back] = vjp((x: Vector<4>) => scan((c: Scalar, x: Scalar) => [add(mul(2, c), x), c], 10, x, { reverse: true })[0], [v])
    expect(difference(back(phantom(1)), [[1, 2, 4, 8]])).toBeNull()
  })
})

const coefficients = Float64Array.of(5, -3, 2, 7)
/** 5x³ − 3x² + 2x + 7 by Horner's rule. */
const horner: ScalarFunction = (x) => scalar(scan((p: Scalar, a: Scalar) => [add(mul(p, x), a), []], 0, coefficients)[0])

// f, a point, f, f′ and f″ there, all by closed forms.
const cases: Table<readonly [string, ScalarFunction, number, readonly [number, number, number]]> = [
  ['what the step captured', (x) => scalar(fori(3, 1, (c: Scalar) => mul(x, c))), 2, [8, 12, 12]],
  ['the carry', (x) => scalar(fori(4, x, (c: Scalar) => mul(c, c))), 1.1, [1.1 ** 16, 16 * 1.1 ** 15, 240 * 1.1 ** 14]],
  ['both', (x) => scalar(fori(3, x, (c: Scalar) => mul(x, c))), 3, [81, 108, 108]],
  ['Horner’s rule', horner, 2, [39, 50, 54]],
  [
    'Horner’s rule backwards',
    (x) => scalar(scan((p: Scalar, a: Scalar) => [add(mul(p, x), a), []], 0, Float64Array.of(7, 2, -3, 5), { reverse: true })[0]),
    2,
    [39, 50, 54],
  ],
  [
    'what each step gives',
    (x) => dot(phantom<Vector<3>>(scan((p: Scalar) => [mul(p, x), p], x, [], { length: 3 })[1]), Float64Array.of(1, 10, 100)),
    2,
    [2 + 40 + 800, 1 + 40 + 1200, 20 + 1200],
  ],
  ['the rows', (x) => scalar(scan((p: Scalar, a: Scalar) => [mul(p, a), []], 1, mul(x, Float64Array.of(1, 2, 3)))[0]), 2, [48, 72, 72]],
  [
    'a carry that is constant beside one that is not',
    (x) =>
      scalar(
        scan(([n, p]: readonly [Scalar, Scalar]) => [[add(n, 1), mul(p, mul(n, x))], []] as const, phantom<readonly [Scalar, Scalar]>([1, 1]), [], {
          length: 3,
        })[0][1],
      ),
    2,
    [48, 72, 72],
  ],
  [
    'an integer carry',
    (x) =>
      scalar(
        scan(
          ([i, s]: readonly [IntExpr<[]>, Scalar]) => [[add(i, 1), add(s, mul(square(x), scalar(take(Float64Array.of(1, 10, 100), i))))], []] as const,
          phantom<readonly [IntExpr<[]>, Scalar]>([tensor(0, 'int32'), 0]),
          [],
          { length: 3 },
        )[0][1],
      ),
    3,
    [999, 666, 222],
  ],
  ['length 0', (x) => mul(x, scalar(fori(0, x, (c: Scalar) => sin(c)))), 3, [9, 6, 2]],
  ['a loop in a loop', (x) => scalar(fori(2, x, (c: Scalar) => fori(2, c, (d: Scalar) => mul(d, x)))), 2, [32, 80, 160]],
  [
    'a branch in a loop',
    (x) =>
      scalar(
        fori(3, x, (c: Scalar) =>
          cond(
            gt(c, 5),
            (d: Scalar) => mul(d, x),
            (d: Scalar) => mul(d, d),
            c,
          ),
        ),
      ),
    2,
    [32, 80, 160],
  ],
  [
    'a loop in a branch',
    (x) =>
      scalar(
        cond(
          gt(x, 1),
          () => fori(3, 1, (c: Scalar) => mul(c, x)),
          () => x,
        ),
      ),
    2,
    [8, 12, 12],
  ],
  [
    'a branch taken',
    (x) =>
      scalar(
        cond(
          gt(x, 1),
          () => mul(x, square(x)),
          () => x,
        ),
      ),
    2,
    [8, 12, 12],
  ],
  [
    'a branch not taken',
    (x) =>
      scalar(
        cond(
          gt(x, 1),
          () => x,
          (z: Scalar) => mul(x, mul(x, z)),
          x,
        ),
      ),
    0.5,
    [0.125, 0.75, 3],
  ],
  [
    'branches that capture different things',
    (x) => {
      const [a, b] = [square(x), sin(x)]
      return scalar(
        cond(
          lt(x, 0),
          () => b,
          () => mul(a, x),
        ),
      )
    },
    2,
    [8, 12, 12],
  ],
  [
    'a branch that does not move',
    (x) =>
      mul(
        x,
        scalar(
          cond(
            gt(x, 1),
            () => 5,
            () => x,
          ),
        ),
      ),
    2,
    [10, 5, 0],
  ],
  [
    'a branch that would be NaN',
    (x) =>
      scalar(
        cond(
          lt(x, 1),
          () => square(x),
          () => add(sqrt(x), log(x)),
        ),
      ),
    -1,
    [1, -2, 2],
  ],
  [
    'a branch of a structure',
    (x) => {
      const { a, b } = cond(
        gt(x, 0),
        () => ({ a: square(x), b: x }),
        () => ({ a: x, b: x }),
      )
      return mul(scalar(a), scalar(b))
    },
    2,
    [8, 12, 12],
  ],
]

describe('derivatives through loops and branches', () => {
  it.each(cases)('of %s, the values', (_, f, x, [y]) => expect(difference(at(phantom<ScalarFunction>(evaluate(f)), x), y)).toBeNull())
  describe.each(modes)('%s', (_, D) => {
    it.each(cases)('of %s', (_name, f, x, [, first]) => expect(difference(at(D(f), x), first)).toBeNull())
  })
  describe.each(pairs)('%s', (_, D, E) => {
    it.each(cases)('of %s', (_name, f, x, [, , second]) => expect(difference(at(D(E(f)), x), second)).toBeNull())
    it('taken inside a loop, over an outer variable', () => {
      // c → 2xc three times from 1: 8x³.
      const f: ScalarFunction = (x) => scalar(fori(3, 1, (c: Scalar) => E((y) => mul(x, mul(y, y)))(c)))
      expect(difference([at(f, 2), at(D(f), 2), at(D(E(f)), 2)], [64, 96, 96])).toBeNull()
    })
    it('taken inside a branch, over an outer variable', () => {
      const f: ScalarFunction = (x) =>
        scalar(
          cond(
            gt(x, 0),
            () => mul(x, E((y) => mul(x, mul(y, y)))(x)),
            () => x,
          ),
        )
      expect(difference([at(f, 3), at(D(f), 3), at(D(E(f)), 3)], [54, 54, 36])).toBeNull()
    })
    it('taken of a step, inside a loop over rows', () => {
      // Newton's steps on y² = x from 1: three of them.
      const f: ScalarFunction = (x) =>
        scalar(
          fori(3, 1, (y: Scalar) => {
            const g = (z: Scalar): Scalar => sub(mul(z, z), x)
            return sub(y, div(g(y), E(g)(y)))
          }),
        )
      const steps = (x: number): number => [0, 1, 2].reduce((y) => y - (y * y - x) / (2 * y), 1)
      const h = 1e-4
      expect(difference(at(f, 2), steps(2))).toBeNull()
      expect(difference(at(D(f), 2), (steps(2 + h) - steps(2 - h)) / (2 * h), 1e-7)).toBeNull()
    })
  })
  it('to order 4, by either mode', () => {
    for (const [, D] of modes) expect(difference(at(D(D(D(D((x) => scalar(fori(6, 1, (c: Scalar) => mul(c, x))))))), 2), 6 * 5 * 4 * 3 * 4)).toBeNull()
  })
})

describe('cond', () => {
  it('takes records whose keys stand in another order, in a branch and in a carry', () => {
    const f = (x: Scalar) =>
      cond(
        gt(x, 0),
        (z: Scalar) => ({ a: z, b: mul(2, z) }),
        (z: Scalar) => ({ b: mul(20, z), a: mul(10, z) }),
        x,
      )
    expect(evaluate(f)(-1)).toEqual({ a: -10, b: -20 })
    const [last] = scan((c: { readonly a: Scalar; readonly b: Scalar }) => [{ b: add(c.a, c.b), a: mul(2, c.a) }, null], { a: 1, b: 0 }, null, { length: 3 })
    expect(JSON.stringify(last)).toBe('{"a":8,"b":7}')
  })
  it('on values runs one branch and answers with values', () => {
    expect(
      cond(
        gt(2, 1),
        (x: Scalar) => mul(x, 10),
        (x: Scalar) => x,
        3,
      ),
    ).toBe(30)
    expect(
      plain(
        cond(
          false,
          () => [1, { a: 2 }],
          () => [3, { a: 4 }],
        ),
      ),
    ).toEqual([3, { a: 4 }])
    expect(
      plain(
        cond(
          true,
          () => tensor([[1, 2]]),
          () => tensor([[3, 4]]),
        ),
      ),
    ).toEqual([[1, 2]])
  })
  it.each<[string, () => unknown, RegExp]>([
    [
      'a number for a mask',
      () =>
        cond(
          phantom<boolean>(1),
          () => 1,
          () => 2,
        ),
      /^DType: cond: f64: the first argument must be a scalar mask; compare scalars/,
    ],
    [
      'an array of choices',
      () =>
        cond(
          phantom<boolean>(gt(v, 2)),
          () => 1,
          () => 2,
        ),
      /^DType: cond: bool\[4\]: .*for an array of choices use where/,
    ],
    [
      'branches of other shapes',
      () =>
        cond(
          true,
          () => 1,
          () => phantom<number>(v),
        ),
      /^Shape: cond: shapes f64 and f64\[4\] differ: result 0 of the two branches/,
    ],
    [
      'branches of other dtypes',
      () =>
        cond(
          true,
          () => 1,
          () => phantom<number>(tensor(1, 'int32')),
        ),
      /^Shape: cond: shapes f64 and i32 differ/,
    ],
    [
      'branches of other structures',
      () =>
        cond(
          true,
          () => [1],
          () => ({ a: 1 }),
        ),
      /^Structure: cond: at the result of the second branch expected \[.*\], got \{ a:/,
    ],
  ])('refuses %s', (_, thunk, message) => expect(refusal(thunk)).toMatch(message))
})

describe('in a batch', () => {
  const xs = Float64Array.of(0.5, 2, 3)
  it('a loop runs for all rows', () => {
    expect(plain(vmap((x: Scalar) => scalar(fori(3, 1, (c: Scalar) => mul(c, x))))(xs))).toEqual([0.125, 8, 27])
    expect(plain(vmap((x: Scalar) => phantom<Vector>(scan((c: Scalar, a: Scalar) => [add(c, a), mul(x, c)], 0, v)[1]))(xs))).toEqual(
      [...xs].map((x) => [0, x, 3 * x, 6 * x]),
    )
    expect(
      plain(
        vmap((rows: Vector<4>) => scalar(scan((c: Scalar, a: Scalar) => [add(mul(2, c), a), []], 0, rows)[0]))(
          tensor([
            [1, 2, 3, 4],
            [0, 0, 0, 1],
          ]),
        ),
      ),
    ).toEqual([26, 1])
    expect(plain(vmap((x: Scalar) => scalar(fori(0, x, (c: Scalar) => sin(c))))(xs))).toEqual([...xs])
  })
  it('a branch becomes a choice where the rows disagree, and stays a branch where not', () => {
    const f = (x: Scalar): Scalar =>
      scalar(
        cond(
          gt(x, 1),
          () => mul(x, x),
          () => x,
        ),
      )
    expect(plain(vmap(f)(xs))).toEqual([0.5, 4, 9])
    const agreeing = (x: Scalar, m: Scalar): Scalar =>
      scalar(
        cond(
          gt(m, 1),
          () => mul(x, x),
          () => 7,
        ),
      )
    const batch = vmap(agreeing, { inAxes: [0, null] })
    expect(plain(batch(xs, 2))).toEqual([0.25, 4, 9])
    expect(plain(batch(xs, 0))).toEqual([7, 7, 7])
  })
  it('the untaken branch of a row leaks nothing into its gradient', () => {
    const f = (x: Scalar): Scalar =>
      scalar(
        cond(
          gt(x, 0),
          () => sqrt(x),
          () => square(x),
        ),
      )
    expect(plain(vmap(grad(f))(Float64Array.of(4, 0, -1)))).toEqual([0.25, 0, -2])
    expect(plain(grad((ys: Vector<3>) => sum(vmap(f)(ys)))(Float64Array.of(4, 0, -1)))).toEqual([0.25, 0, -2])
  })
  it.each(cases)('%s: the same values, gradients and second derivatives row by row', (_, f, x) => {
    const points = Float64Array.of(x, x * 1.25, x * 0.75)
    for (const g of [f, byReverse(f), byReverse(byReverse(f))]) {
      const one = phantom<(x: number) => number>(evaluate(g))
      expect(difference(vmap(g)(points), Float64Array.from(points, one))).toBeNull()
      expect(difference(grad((ps: Vector<3>) => sum(phantom<Vector<3>>(vmap(g)(ps))))(points), vmap(grad(g))(points))).toBeNull()
    }
  })
  it('loops in batches of batches', () => {
    const f = (x: Scalar, y: Scalar): Scalar => scalar(fori(2, x, (c: Scalar) => mul(c, y)))
    const table = vmap((x: Scalar) => vmap((y: Scalar) => f(x, y))(xs))(xs)
    expect(plain(table)).toEqual([...xs].map((x) => [...xs].map((y) => x * y * y)))
  })
})

describe('parameters that do not fit', () => {
  const one = close([float()], (z) => z)
  const two = close([float()], (z) => [...z, ...z])
  const wide = close([float()], () => [constant(tensor([1, 2]))])
  const mask = aval('bool', [])

  it.each<[string, object, string]>([
    ['branches with other results', { yes: one, no: two }, 'Arity: cond: expected 1 results from both branches, got 2'],
    ['branches of other shapes', { yes: one, no: wide }, 'Shape: cond: shapes f64 and f64[2] differ: result 0 of the two branches'],
    ['branches of other inputs', { yes: one, no: close([float(2)], (z) => z) }, 'Shape: cond: shapes [] do not fit a branch'],
  ])('of a branch: %s', (_, params, message) =>
    expect(refusal(() => close([mask, float()], (z) => applyTo(condPrimitive, phantom<Params>(params), z)))).toBe(message),
  )

  const fine = { body: one, consts: 0, carry: 1, length: 2, reverse: false, checkpoint: 0 }
  it.each<[string, object, string]>([
    ['fewer than no carries kept', { checkpoint: -1 }, 'Argument: scan: -1 stored carries are too few'],
    ['a length below 0', { length: -1 }, 'Argument: scan: the length -1 is negative'],
    ['a carry that changes', { body: wide }, 'Shape: scan: shapes [] and [2] differ: the carry 0 changes in the loop'],
    ['an input too many', { body: close([float(), float()], (z) => z) }, 'Arity: scan: expected 2 operands, got 1'],
    ['a carry larger than the body', { carry: 2 }, 'Argument: scan: 0 constants and a carry of 2 do not fit a body of 1 inputs and 1 outputs'],
  ])('of a scan: %s', (_, params, message) =>
    expect(refusal(() => close([float()], (z) => applyTo(scanPrimitive, phantom<Params>({ ...fine, ...params }), z)))).toBe(message),
  )
})

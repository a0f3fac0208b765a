import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { gt, toFloat } from '../../src/basis/choice.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { jvp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { trace } from '../../src/call/program.ts'
import { evaluate, vmap } from '../../src/call/vectorised.ts'
import { square } from '../../src/primitive/arithmetic.ts'
import { dot, matmul } from '../../src/primitive/contraction.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import { operations } from '../../src/program/count.ts'
import type { IntExpr, Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { difference, plain } from '../near.ts'

const xs = Float64Array.of(1, 2, 3)
const rows = tensor([
  [1, 2],
  [3, 4],
  [5, 6],
])

describe('vmap', () => {
  it('is the function row by row', () => {
    expect(plain(vmap((x: Scalar) => mul(x, x))(xs))).toEqual([1, 4, 9])
    expect(plain(vmap((x: Vector<2>) => sum(x))(rows))).toEqual([3, 7, 11])
    expect(plain(vmap((x: Vector<2>, y: Scalar) => mul(x, y))(rows, xs))).toEqual([
      [1, 2],
      [6, 8],
      [15, 18],
    ])
  })
  it('maps leaf-wise through structures', () => {
    const f = ({ a, b }: { readonly a: Scalar; readonly b: readonly [Vector<2>] }) => ({ s: mul(a, sum(b[0])), p: [a, b[0]] as const, k: 7 })
    expect(plain(vmap(f)({ a: xs, b: [rows] }))).toEqual({
      s: [3, 14, 33],
      p: [
        [1, 2, 3],
        [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
      ],
      k: [7, 7, 7],
    })
  })
  it('takes the axis in and out', () => {
    const wide = tensor([
      [1, 3, 5],
      [2, 4, 6],
    ])
    expect(plain(vmap((x: Vector<2>) => sum(x), { inAxes: 1 })(wide))).toEqual([3, 7, 11])
    expect(plain(vmap((x: Vector<2>) => sum(x), { inAxes: -1 })(wide))).toEqual([3, 7, 11])
    expect(plain(vmap((x: Vector<2>) => mul(x, 10), { inAxes: 1, outAxes: 1 })(wide))).toEqual([
      [10, 30, 50],
      [20, 40, 60],
    ])
    expect(plain(vmap((x: Vector<2>) => mul(x, 10), { outAxes: -1 })(rows))).toEqual([
      [10, 30, 50],
      [20, 40, 60],
    ])
    expect(plain(vmap((x: Vector<2>, k: Scalar, y: Vector<2>) => add(mul(x, k), y), { inAxes: [0, null, 1] })(rows, 10, wide))).toEqual([
      [11, 22],
      [33, 44],
      [55, 66],
    ])
    expect(
      plain(
        vmap((x: Matrix<2, 2>) => x, { inAxes: 1, outAxes: 2 })(
          tensor([
            [
              [1, 2],
              [3, 4],
              [5, 6],
            ],
            [
              [7, 8],
              [9, 10],
              [11, 12],
            ],
          ]),
        ),
      ),
    ).toEqual([
      [
        [1, 3, 5],
        [2, 4, 6],
      ],
      [
        [7, 9, 11],
        [8, 10, 12],
      ],
    ])
  })
  it('repeats what does not depend on a row', () =>
    expect(plain(vmap((x: Scalar, k: Scalar) => [k, mul(x, 0), 5], { inAxes: [0, null] })(xs, 9))).toEqual([
      [9, 9, 9],
      [0, 0, 0],
      [5, 5, 5],
    ]))
  it('of no rows gives no rows, of one row one', () => {
    expect(plain(vmap((x: Scalar) => sin(x))(new Float64Array(0)))).toEqual([])
    expect(
      phantom<{ shape: unknown }>(
        vmap((x: Vector<2>) =>
          matmul(
            tensor([
              [1, 2],
              [3, 4],
              [5, 6],
            ]),
            x,
          ),
        )(tensor(new Float64Array(0), [0, 2])),
      ).shape,
    ).toEqual([0, 3])
    expect(plain(vmap(grad((x: Vector<2>) => sum(square(x))))(tensor(new Float64Array(0), [0, 2])))).toEqual([])
    expect(plain(vmap((x: Scalar) => sin(x))(Float64Array.of(0)))).toEqual([0])
  })
  it('takes integers and masks', () => {
    expect(plain(vmap((n: IntExpr<[]>) => toFloat(add(n, 1)))(tensor([1, 2], 'int32')))).toEqual([2, 3])
    expect(plain(vmap((x: Scalar) => gt(x, 1.5))(xs))).toEqual([false, true, true])
  })
  it('commutes with grad and jvp', () => {
    const f = (x: Vector<2>): Scalar => sum(mul(x, sin(x)))
    const slope = (x: number): number => Math.sin(x) + x * Math.cos(x)
    expect(
      difference(
        vmap(grad(f))(rows),
        [
          [1, 2],
          [3, 4],
          [5, 6],
        ].map((r) => r.map(slope)),
      ),
    ).toBeNull()
    expect(
      difference(
        grad((x: Matrix<3, 2>) => sum(phantom<Vector>(vmap(f)(x))))(rows),
        [
          [1, 2],
          [3, 4],
          [5, 6],
        ].map((r) => r.map(slope)),
      ),
    ).toBeNull()
    expect(
      difference(
        vmap((x: Scalar) => jvp((y: Scalar) => sin(y), [x], [phantom<Scalar>(2)])[1])(xs),
        [...xs].map((x) => 2 * Math.cos(x)),
      ),
    ).toBeNull()
  })
  it('nests, and sees outer variables', () => {
    expect(plain(vmap((x: Scalar) => vmap((y: Scalar) => mul(x, y))(xs))(xs))).toEqual([
      [1, 2, 3],
      [2, 4, 6],
      [3, 6, 9],
    ])
    const f = (k: Scalar): Scalar => sum(phantom<Vector>(vmap((x: Scalar) => mul(k, square(x)))(phantom<Vector<3>>(xs))))
    expect(grad(f)(2)).toBe(14)
    const inner = vmap((x: Scalar) => square(x))
    expect(plain(vmap(inner)(rows))).toEqual([
      [1, 4],
      [9, 16],
      [25, 36],
    ])
  })
  it('has as many operations as the function', () => {
    const f = (x: Vector<2>): Scalar => dot(sin(x), square(x))
    const one = operations(trace(f)(Float64Array.of(1, 2)))
    const many = operations(trace((x: Matrix<100, 2>) => phantom<Vector>(vmap(f)(x)))(phantom(tensor(new Float64Array(200), [100, 2]))))
    expect(many).toBe(one)
  })
  it.each<[string, () => unknown, RegExp]>([
    [
      'sizes that differ',
      () => vmap((x: Scalar, y: Scalar) => mul(x, y))(xs, Float64Array.of(1, 2)),
      /^Shape: vmap: .*differ in the size of the batch: 3, and 2 at x2/,
    ],
    ['sizes that differ inside', () => vmap((p: { readonly a: Scalar; readonly b: Scalar }) => p.a)({ a: xs, b: Float64Array.of(1) }), /3, and 1 at x\.b/],
    ['a scalar', () => vmap((x: Scalar) => x)(3), /^Structure: vmap: at x expected an array with a batch axis, got a scalar/],
    ['number[] for a vector', () => vmap((x: Scalar) => x)([1, 2, 3]), /^Structure: vmap: at x\[0\] .*Float64Array\.from\(xs\) or tensor\(xs\)/],
    ['an axis there is not', () => vmap((x: Scalar) => x, { inAxes: 1 })(xs), /vmap: shapes \[3\] have no axis 1/],
    ['an axis out that there is not', () => vmap((x: Scalar) => x, { outAxes: 1 })(xs), /vmap: shapes \[3\] have no axis 1/],
    ['inAxes for other arguments', () => vmap((x: Scalar) => x, { inAxes: [0, 0] })(xs), /^Arity: vmap: expected inAxes for 1 arguments, got 2/],
    ['no batch axis at all', () => vmap((x: Scalar) => x, { inAxes: null })(3), /^Argument: vmap: no argument has a batch axis; give one through inAxes/],
    ['no arguments', () => phantom<(f: unknown) => () => unknown>(vmap)(() => 1)(), /^Argument: vmap: no argument has a batch axis/],
    ['rows that do not fit', () => vmap((x: Vector<2>) => dot(x, phantom<Vector<2>>(Float64Array.of(1, 2, 3))))(rows), /^Shape: dot: shapes \[2\] and \[3\]/],
  ])('refuses %s', (_, thunk, message) => expect(refusal(thunk)).toMatch(message))
})

describe('evaluate', () => {
  it('calls a function over expressions with values', () => {
    expect(evaluate((x: Scalar) => mul(x, x))(3)).toBe(9)
    expect(plain(evaluate((x: Vector<2>, k: Scalar) => ({ a: mul(x, k), b: [sum(x), gt(k, 0)] }))(Float64Array.of(1, 2), 10))).toEqual({
      a: [10, 20],
      b: [3, true],
    })
    expect(plain(evaluate((x: Scalar) => [x, 5, 'text', null])(3))).toEqual([3, 5, 'text', null])
  })
  it('gives NumPy’s answers at NaN and ±∞', () => {
    const f = evaluate((x: Scalar) => add(1, mul(x, 0)))
    expect([f(2), f(Number.NaN), f(Number.POSITIVE_INFINITY)]).toEqual([1, Number.NaN, Number.NaN])
  })
  it('answers with fresh arrays', () => {
    const x = Float64Array.of(1, 2)
    const identity = evaluate((v: Vector) => v)
    const [a, b] = [identity(x), identity(x)]
    phantom<Float64Array>(a)[0] = 9
    expect([[...x], plain(b)]).toEqual([
      [1, 2],
      [1, 2],
    ])
    const constant = Float64Array.of(1, 2)
    const held = evaluate((k: Scalar) => [k, constant] as const)
    const [, first] = held(1)
    phantom<Float64Array>(first)[0] = 9
    expect([[...constant], plain(held(1)[1])]).toEqual([
      [1, 2],
      [1, 2],
    ])
  })
})

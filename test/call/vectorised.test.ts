import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { toFloat } from '../../src/basis/choice.ts'
import { gt } from '../../src/basis/comparison.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { jvp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { run, trace } from '../../src/call/program.ts'
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

/** Without its types, which refuse what is refused here. */
const loosely = phantom<(f: unknown, options?: unknown) => (...xs: ReadonlyArray<unknown>) => unknown>(vmap)

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
  it('takes axes for the parts of a structure, as a prefix of it', () => {
    const f = (p: { readonly x: Vector<2>; readonly k: readonly [Scalar, Scalar] }, y: Scalar) => ({
      s: mul(p.x, p.k[0]),
      t: [add(p.k[1], y), p.k[1]] as const,
    })
    const given = { x: rows, k: [10, xs] } as const
    const wanted = {
      s: [
        [10, 20],
        [30, 40],
        [50, 60],
      ],
      t: [
        [2, 4, 6],
        [1, 2, 3],
      ],
    }
    expect(plain(vmap(f, { inAxes: [{ x: 0, k: [null, 0] }, 0] })(given, xs))).toEqual(wanted)
    expect(plain(vmap(f, { inAxes: [{ x: -2, k: [null, -1] }, -1] })(given, xs))).toEqual(wanted)
    expect(plain(vmap(f, { inAxes: [{ k: [null, 0], x: 0 }, 0], outAxes: { t: 0, s: 1 } })(given, xs))).toEqual({
      ...wanted,
      s: [
        [10, 30, 50],
        [20, 40, 60],
      ],
    })
    expect(
      plain(vmap((p: { readonly a: Scalar; readonly b: Scalar }, k: Scalar) => mul(k, add(p.a, p.b)), { inAxes: [0, null] })({ a: xs, b: xs }, 2)),
    ).toEqual([4, 8, 12])
  })
  it('gives once what no row changes, where outAxes is null', () => {
    const f = (x: Scalar, k: Scalar) => ({ y: mul(x, k), k: square(k), c: 7, m: gt(k, 0) })
    expect(plain(vmap(f, { inAxes: [0, null], outAxes: { y: 0, k: null, c: null, m: null } })(xs, 3))).toEqual({ y: [3, 6, 9], k: 9, c: 7, m: true })
    expect(plain(vmap((_: Scalar, k: Vector<2>) => k, { inAxes: [0, null], outAxes: null })(xs, Float64Array.of(1, 2)))).toEqual([1, 2])
  })
  it('takes the size of the batch where no argument has it', () => {
    expect(plain(vmap((x: Scalar) => square(x), { inAxes: null, axisSize: 2 })(3))).toEqual([9, 9])
    expect(plain(vmap((x: Scalar) => square(x), { axisSize: 3 })(xs))).toEqual([1, 4, 9])
  })
  it('of a program is the program over a batch', () => {
    const program = trace((x: Vector<2>, k: Scalar) => ({ y: mul(x, k), k }), { names: ['x', 'k'] })(Float64Array.of(1, 2), 1)
    const wide = vmap(program, { axisSize: 3, inAxes: [-1, null], outAxes: [1, null] })
    expect(wide.inputs.map((of) => of.text)).toEqual(['f64[2,3]', 'f64'])
    expect([wide.names, wide.outputNames]).toEqual([
      ['x', 'k'],
      ['y', 'k'],
    ])
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ])
    expect(plain(run(wide, { x, k: 10 }))).toEqual([
      [
        [10, 20, 30],
        [40, 50, 60],
      ],
      10,
    ])
    expect(plain(run(vmap(program, { axisSize: 1 }), { x: tensor([[1, 2]]), k: Float64Array.of(2) }))).toEqual([[[2, 4]], [2]])
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
    ['sizes that differ inside', () => loosely((p: { readonly a: Scalar; readonly b: Scalar }) => p.a)({ a: xs, b: Float64Array.of(1) }), /3, and 1 at x\.b/],
    ['a scalar', () => loosely((x: Scalar) => x)(3), /^Structure: vmap: at x expected an array with a batch axis, got a scalar/],
    ['number[] for a vector', () => loosely((x: Scalar) => x)([1, 2, 3]), /^Structure: vmap: at x\[0\] .*Float64Array\.from\(xs\) or tensor\(xs\)/],
    [
      'an axis there is not',
      () => loosely((x: Scalar) => x, { inAxes: 1 })(xs),
      /^Shape: vmap: shapes \[3\] have no axis 1: inAxes out of range at x; axes run from -1 to 0/,
    ],
    [
      'an axis before the first',
      () => loosely((x: Vector<2>) => x, { inAxes: -3 })(rows),
      /^Shape: vmap: shapes \[3,2\] have no axis -3: inAxes out of range at x; axes run from -2 to 1/,
    ],
    [
      'an axis there is not, deep inside',
      () => loosely((p: { readonly a: readonly [Scalar] }) => p.a[0], { inAxes: [{ a: [2] }] })({ a: [xs] }),
      /have no axis 2: inAxes out of range at x\.a\[0\]/,
    ],
    ['half an axis', () => loosely((x: Scalar) => x, { inAxes: 0.5 })(xs), /have no axis 0\.5: inAxes out of range/],
    [
      'an axis out that there is not',
      () => loosely((x: Scalar) => x, { outAxes: 1 })(xs),
      /^Shape: vmap: shapes \[3\] have no axis 1: outAxes out of range at the result/,
    ],
    [
      'an axis out that there is not, deep inside',
      () => loosely((x: Scalar) => ({ y: x }), { outAxes: { y: -2 } })(xs),
      /have no axis -2: outAxes out of range at y/,
    ],
    [
      'null for what depends on the row',
      () => loosely((x: Scalar, k: Scalar) => ({ a: k, b: mul(k, x) }), { inAxes: [0, null], outAxes: null })(xs, 1),
      /^Argument: vmap: outAxes is null at b, but the result there depends on the batch; give the axis it shall have/,
    ],
    [
      'axes for another structure',
      () => loosely((p: readonly [Scalar, Scalar]) => p[0], { inAxes: [[0]] })([xs, xs]),
      /^Structure: vmap: at inAxes of x expected an axis, null, or axes for \[Float64Array, Float64Array\], got axes for 1 parts/,
    ],
    [
      'axes for other keys',
      () => loosely((p: { readonly a: Scalar }) => p.a, { inAxes: [{ b: 0 }] })({ a: xs }),
      /^Structure: vmap: at inAxes of x expected .*\{ a: Float64Array \}, got an object with keys \{b\}/,
    ],
    [
      'axes out for another structure',
      () => vmap((x: Scalar) => [x, x], { outAxes: [0, 0, 0] })(xs),
      /^Structure: vmap: at outAxes of the result expected .*got axes for 3 parts/,
    ],
    ['axes out for a leaf', () => vmap((x: Scalar) => x, { outAxes: { y: 0 } })(xs), /^Structure: vmap: at outAxes of the result/],
    ['inAxes that name arguments', () => vmap((x: Scalar) => x, { inAxes: { x: 0 } })(xs), /^Structure: vmap: at inAxes of the arguments/],
    ['a size that is not that of the batch', () => vmap((x: Scalar) => x, { axisSize: 2 })(xs), /differ in the size of the batch: 2, and 3 at x/],
    ['half a row', () => vmap((x: Scalar) => x, { axisSize: 0.5 })(xs), /^Argument: vmap: the axisSize 0\.5 is not a whole number from 0 on/],
    [
      'a program over a batch of unknown size',
      () => phantom<(of: unknown) => unknown>(vmap)(trace((x: Scalar) => x)(1)),
      /^Argument: vmap: no argument has a batch axis/,
    ],
    ['an axis a program has not', () => vmap(trace((x: Scalar) => x)(1), { axisSize: 2, inAxes: 1 }), /have no axis 1: inAxes out of range at x/],
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

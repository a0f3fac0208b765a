import { describe, expect, it } from 'vitest'
import { tensor, isTensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { broadcastTo, sum } from '../../src/basis/broadcast.ts'
import { where } from '../../src/basis/choice.ts'
import { gt } from '../../src/basis/comparison.ts'
import { jvp, vjp } from '../../src/call/directional.ts'
import { grad } from '../../src/call/gradient.ts'
import { jacobian } from '../../src/call/jacobian.ts'
import { linearize, linearTranspose } from '../../src/call/linear.ts'
import { run, trace } from '../../src/call/program.ts'
import { evaluate, vmap } from '../../src/call/vectorised.ts'
import { div, neg, square } from '../../src/primitive/arithmetic.ts'
import { matmul } from '../../src/primitive/contraction.ts'
import { cond, scan } from '../../src/primitive/control.ts'
import { cumsum } from '../../src/primitive/cumulative.ts'
import { customJvp } from '../../src/primitive/custom.ts'
import { exp } from '../../src/primitive/exponential.ts'
import { take } from '../../src/primitive/gather.ts'
import { inv } from '../../src/primitive/linear-solve.ts'
import { reshape, transpose } from '../../src/primitive/shape.ts'
import { slice } from '../../src/primitive/slice.ts'
import { cos, sin } from '../../src/primitive/trigonometric.ts'
import { operations } from '../../src/program/count.ts'
import { sameProgram } from '../../src/program/equal.ts'
import type { Matrix, Program, Scalar, Vector } from '../../src/program/model.ts'
import { simplify } from '../../src/simplify/simplify.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { difference, plain } from '../near.ts'
import type { Table } from '../table.ts'

describe('linearize', () => {
  it('is the value and the derivative as a function', () => {
    const [y, pushforward] = linearize((x: Scalar, z: Scalar) => mul(x, sin(z)), [3, 0])
    expect(y).toBe(0)
    expect([pushforward(1, 0), pushforward(0, 1), pushforward(2, 10)]).toEqual([0, 3, 30])
  })
  it('takes and gives structures; what has no tangent stays', () => {
    const f = (p: { readonly w: Matrix<2, 2>; readonly b: readonly [Vector<2>, Scalar] }) => ({
      y: add(matmul(p.w, p.b[0]), p.b[1]),
      m: gt(p.b[1], 0),
      k: 5,
      t: 'text',
    })
    const w = tensor([
      [1, 2],
      [3, 4],
    ])
    const [y, pushforward] = linearize(f, [{ w, b: [Float64Array.of(5, 6), 1] }])
    expect(plain(y)).toEqual({ y: [18, 40], m: true, k: 5, t: 'text' })
    expect(plain(pushforward({ w, b: [Float64Array.of(0, 0), 0] }))).toEqual({ y: [17, 39], m: true, k: 0, t: 'text' })
    expect(plain(pushforward({ w: tensor(new Float64Array(4), [2, 2]), b: [Float64Array.of(1, 0), 10] }))).toEqual({ y: [11, 13], m: true, k: 0, t: 'text' })
  })
  it('takes the keys of a tangent in any order', () =>
    expect(linearize((p: { readonly a: Scalar; readonly b: Scalar }) => ({ y: p.a, z: p.b }), [{ a: 1, b: 1 }])[1]({ b: 5, a: 3 })).toEqual({ y: 3, z: 5 }))
  it('of the identity, a constant, an unused and an empty input', () => {
    expect(linearize((x: Scalar) => x, [3])[1](7)).toBe(7)
    expect(linearize((_: Scalar) => 4, [3])[1](7)).toBe(0)
    expect(linearize((x: Scalar, _: Scalar) => square(x), [3, 1])[1](1, 100)).toBe(6)
    expect(linearize((x: Vector) => square(x), [new Float64Array(0)])[1](new Float64Array(0))).toEqual(new Float64Array(0))
  })
  it('nests: its value, its pushforward and its tangents may be of another trace', () => {
    // d/dx of f′(x)·x with f = sin: cos x − x sin x.
    const f = (x: Scalar): Scalar => linearize((y: Scalar) => sin(y), [x])[1](x)
    expect(
      difference([evaluate(f)(0.7), grad(f)(0.7), jacobian(f)(0.7)], [0.7 * Math.cos(0.7), ...[0, 0].map(() => Math.cos(0.7) - 0.7 * Math.sin(0.7))]),
    ).toBeNull()
    const [, pushforward] = linearize((y: Scalar) => square(y), [3])
    expect(grad((v: Scalar) => pushforward(v))(1)).toBe(6)
    expect(plain(vmap((v: Scalar) => pushforward(v))(Float64Array.of(1, 2)))).toEqual([6, 12])
    expect(grad((k: Scalar) => linearize((y: Scalar) => mul(k, square(y)), [phantom<Scalar>(3)])[1](phantom<Scalar>(2)))(1)).toBe(12)
    const [, twice] = linearize((x: Scalar) => linearize((y: Scalar) => mul(y, square(y)), [x])[1](phantom<Scalar>(1)), [2])
    expect(twice(1)).toBe(12)
  })
  it('on a program is a pair of programs', () => {
    const program = trace((x: Scalar, y: Scalar) => mul(x, sin(y)), { names: ['x', 'y'] })(1, 2)
    const { forward, pushforward } = linearize(program)
    expect(forward.names).toEqual(['x', 'y'])
    expect(pushforward.names.slice(-2)).toEqual(['dx', 'dy'])
    const [value, ...residuals] = run(forward, { x: 3, y: 0 })
    expect(value).toBe(0)
    expect(pushforward.inputs.length).toBe(residuals.length + 2)
  })
  it.each<[string, () => unknown, RegExp]>([
    ['an integer primal', () => linearize((x: Scalar) => x, [phantom<number>(tensor(1, 'int32'))]), /^NotDifferentiable: linearize: x has dtype int32/],
    ['too few tangents', () => phantom<() => unknown>(linearize((x: Scalar) => x, [1])[1])(), /^Arity: linearize: expected 1 tangents, got 0/],
    [
      'a tangent of another shape',
      () => linearize((x: Vector) => x, [Float64Array.of(1)])[1](Float64Array.of(1, 2)),
      /^Structure: linearize: at x expected f64\[1\], got f64\[2\]/,
    ],
    ['a function that changes', () => changing((f) => linearize(f, [1])), /^Impure: linearize/],
    ['a function that changes, in vjp', () => changing((f) => vjp(f, [1])), /^Impure: vjp/],
  ])('refuses %s', (_, thunk, message) => expect(refusal(thunk)).toMatch(message))
})

const changing = (transform: (f: (x: Scalar) => Scalar) => unknown): void => {
  let k = 1
  const f = (x: Scalar): Scalar => mul(x, k++)
  transform(f)
  transform(f)
}

/** How many equations hold programs: a loop is one operation in jvp, and one more where its tangent part stands alone. */
const holders = (program: Program): number =>
  program.equations.reduce((n, { primitive, params }) => {
    if (primitive.derivative._tag !== 'Holder') return n
    const inner = Object.values(params).filter((of): of is Program => typeof of === 'object' && '_tag' in of)
    return n + 1 + inner.reduce((m, of) => m + holders(of), 0)
  }, 0)

/** How many operations of jvp are there for the tangents: those that depend on one; with loops and branches, which do both at once, those it has beyond the function's own. */
const tangentPart = (program: Program): number => {
  const pushed = jvp(program)
  if (holders(pushed) > 0) return operations(pushed) - operations(simplify(program)) + holders(program)
  const moving = pushed.inputs.map((_, i) => i >= program.inputs.length)
  for (const { args, results } of pushed.equations) {
    const any = args.some((atom) => atom._tag === 'Ref' && moving[atom.index])
    for (const _ of results) moving.push(any)
  }
  return moving.slice(pushed.inputs.length).filter(Boolean).length
}

const examples: Table<readonly [string, Program]> = [
  ['a formula', trace((x: Scalar, y: Scalar) => div(mul(sin(x), exp(y)), add(x, y)))(1, 2)],
  ['a choice', trace((x: Scalar) => where(gt(x, 0), sin(x), mul(x, cos(x))))(1)],
  [
    'a layer',
    trace((w: Matrix<2, 2>, x: Vector<2>) => sum(sin(matmul(w, x))))(
      tensor([
        [1, 2],
        [3, 4],
      ]),
      Float64Array.of(1, 2),
    ),
  ], // prettier-ignore
  [
    'an inverse',
    trace((x: Matrix<2, 2>) => inv(x))(
      tensor([
        [1, 2],
        [3, 5],
      ]),
    ),
  ], // prettier-ignore
  [
    'a loop',
    trace((c: Scalar, xs: Vector<3>) => scan((k: Scalar, x: Scalar) => [add(mul(0.5, k), sin(mul(mul(x, k), c))), mul(k, x)], phantom<Scalar>(1), xs))(
      1,
      Float64Array.of(1, 2, 3),
    ),
  ],
  [
    'a branch',
    trace((x: Scalar, y: Scalar) =>
      cond(
        gt(x, y),
        (a: Scalar) => mul(sin(a), y),
        (a: Scalar) => exp(mul(a, a)),
        x,
      ),
    )(1, 2),
  ], // prettier-ignore
  [
    'a custom rule',
    trace((x: Scalar) =>
      mul(
        x,
        customJvp(
          (a: Scalar) => sin(a),
          ([a], [da]) => [sin(a), mul(cos(a), da)],
        )(x),
      ),
    )(1),
  ], // prettier-ignore
  [
    'a loop and a branch in a loop',
    trace((c: Scalar) =>
      scan(
        (k: Scalar) => [
          scan((j: Scalar) => [sin(mul(j, k)), j], k, null, { length: 3 })[0],
          cond(
            gt(k, 0.5),
            (z: Scalar) => mul(z, c),
            (z: Scalar) => z,
            k,
          ),
        ],
        c,
        null,
        { length: 2 },
      ),
    )(1),
  ], // prettier-ignore
]

describe('the pushforward', () => {
  it.each(examples)('of %s has no more operations than the tangent part of jvp', (_, program) => {
    const { pushforward } = linearize(program)
    expect(operations(pushforward)).toBeLessThanOrEqual(tangentPart(program))
  })
  it.each(examples)('of %s reads every residual, and none twice', (_, program) => {
    const { forward, pushforward } = linearize(program)
    const residuals = pushforward.inputs.length - program.inputs.length
    expect(forward.outputs.length).toBe(program.outputs.length + residuals)
    const read = new Set([...pushforward.equations.flatMap((e) => e.args), ...pushforward.outputs].flatMap((atom) => (atom._tag === 'Ref' ? [atom.index] : [])))
    expect(Array.from({ length: residuals }, (__, r) => r).filter((r) => !read.has(r))).toEqual([])
    const kept = forward.outputs.slice(program.outputs.length).map((atom) => (atom._tag === 'Ref' ? atom.index : 'a constant'))
    expect(new Set(kept).size).toBe(kept.length)
  })
})

const grid = tensor([
  [1, 2],
  [3, 4],
  [5, 6],
])

const linearPrograms: Table<readonly [string, Program]> = [
  ['the identity', trace((x: Scalar) => x)(1)],
  ['x A', trace((x: Vector<3>) => matmul(x, grid))(new Float64Array(3))],
  ['3x', trace((x: Vector<3>) => mul(3, x))(new Float64Array(3))],
  ['x / 3', trace((x: Vector<3>) => div(x, 3))(new Float64Array(3))],
  ['−x', trace((x: Scalar) => neg(x))(1)],
  ['x + y', trace((x: Vector<3>, y: Vector<3>) => add(x, y))(new Float64Array(3), new Float64Array(3))],
  ['a sum', trace((x: Vector<3>) => sum(x))(new Float64Array(3))],
  ['a broadcast', trace((x: Scalar) => broadcastTo(x, [4]))(1)],
  ['a reshape', trace((x: Vector<3>) => reshape(x, [3, 1]))(new Float64Array(3))],
  ['a permutation of axes', trace((x: Matrix<3, 2>) => transpose(x))(grid)],
  ['a slice', trace((x: Vector<3>) => slice(x, [1], [2]))(new Float64Array(3))],
  ['a running sum', trace((x: Vector<3>) => cumsum(x))(new Float64Array(3))],
  ['a selection', trace((x: Vector<3>) => take(x, tensor([2, 0], 'int32')))(new Float64Array(3))],
  ['a loop', trace((x: Vector<3>) => scan((c: Scalar, row: Scalar) => [add(mul(0.5, c), row), mul(c, 2)], phantom<Scalar>(0), x)[1])(new Float64Array(3))],
]

describe('turned round twice', () =>
  it.each(linearPrograms)('%s is the same program', (_, program) => {
    expect(sameProgram(linearTranspose(linearTranspose(program)), simplify(program))).toBeNull()
  }))

describe('linearTranspose', () => {
  const a = tensor([
    [1, 2],
    [3, 4],
    [5, 6],
  ])
  it('is the transpose', () => {
    expect(linearTranspose((x: Vector<2>): Vector<3> => matmul(a, x), [Float64Array.of(0, 0)])(Float64Array.of(1, 0, 10))).toEqual([Float64Array.of(51, 62)])
    expect(linearTranspose((x: Scalar, y: Scalar) => [add(x, y), mul(2, y)], [0, 0])([10, 100])).toEqual([10, 210])
  })
  it('keeps structures and leaf kinds; unused inputs get 0', () => {
    const f = (p: { readonly a: Scalar; readonly b: Vector<2> }, _: Scalar) => ({ y: mul(2, p.b), z: [p.a, 0] })
    const [back, unused] = linearTranspose(f, [{ a: 1, b: tensor([1, 2]) }, 3])({ y: Float64Array.of(1, 2), z: [7, 8] })
    expect([plain(back), isTensor(back.b), unused]).toEqual([{ a: 7, b: [2, 4] }, true, 0])
    expect(linearTranspose((x: Vector) => x, [new Float64Array(0)])(new Float64Array(0))).toEqual([new Float64Array(0)])
  })
  it('twice is the function itself', () => {
    const once = linearTranspose((x: Vector<2>): Vector<3> => matmul(a, x), [Float64Array.of(0, 0)])
    const twice = linearTranspose((y: Vector<3>) => phantom<Vector<2>>(once(y)[0]), [new Float64Array(3)])
    expect(twice(Float64Array.of(1, 10))).toEqual([Float64Array.of(21, 43, 65)])
  })
  it('goes through loops and branches, and sees outer variables', () => {
    // The sum of a running sum: entry i counts n − i times.
    const running = (x: Vector<4>): Scalar => sum(phantom<Vector>(scan((c: Scalar, row: Scalar) => [add(c, row), add(c, row)], phantom<Scalar>(0), x)[1]))
    expect(linearTranspose(running, [new Float64Array(4)])(1)).toEqual([Float64Array.of(4, 3, 2, 1)])
    const f = (k: Scalar): Scalar =>
      linearTranspose(
        (x: Scalar) =>
          cond(
            gt(k, 0),
            (z: Scalar) => mul(square(k), z),
            (z: Scalar) => z,
            x,
          ),
        [phantom<Scalar>(1)],
      )(phantom<Scalar>(5))[0]
    expect([evaluate(f)(3), grad(f)(3), evaluate(f)(-3), grad(f)(-3)]).toEqual([45, 30, 5, 0])
  })
  it('on a program takes the inputs named, the others stay', () => {
    const program = trace((k: Scalar, x: Scalar) => mul(sin(k), x), { names: ['k', 'x'] })(1, 1)
    const turned = linearTranspose(program, { argnums: 1 })
    const all = trace((x: Vector<2>) => matmul(a, x))(Float64Array.of(0, 0))
    expect(sameProgram(linearTranspose(all), linearTranspose(all, {}))).toBeNull()
    expect([turned.names[0], turned.outputNames]).toEqual(['k', ['x']])
    expect(turned.inputs.length).toBe(2)
  })
  it.each<[string, () => unknown, RegExp]>([
    [
      'a product',
      () => linearTranspose((x: Scalar, y: Scalar) => [add(x, y), mul(x, y)], [1, 2]),
      /^Argument: linearTranspose: the function is not linear: v2 = x1 · x2 : f64; every result must be a linear function of the arguments, and 0 where they are 0/,
    ],
    ['an affine function', () => linearTranspose((x: Scalar) => add(x, 1), [1]), /the function is not linear: v1 = x \+ 1 : f64/],
    ['a constant', () => linearTranspose((x: Scalar) => [x, 1], [1]), /the function is not linear: result 1 does not depend on the arguments, and is not 0/],
    ['an integer', () => linearTranspose((x: Scalar) => x, [phantom<number>(tensor(1, 'int32'))]), /^NotDifferentiable: linearTranspose: x has dtype int32/],
    [
      'a cotangent of another shape',
      () => linearTranspose((x: Vector) => x, [Float64Array.of(1)])(Float64Array.of(1, 2)),
      /^Structure: linearTranspose: at cotangent expected f64\[1\], got f64\[2\]/,
    ],
    [
      'a program by an integer input',
      () => linearTranspose(trace((n: Scalar) => n)(phantom<number>(tensor(1, 'int32'))), { argnums: 0 }),
      /^NotDifferentiable: linearTranspose: x has dtype int32/,
    ],
  ])('refuses %s', (_, thunk, message) => expect(refusal(thunk)).toMatch(message))
})

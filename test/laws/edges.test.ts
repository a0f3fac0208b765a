/**
 * The cases that have bitten every system, each with the answer that is right.
 */
import { describe, expect, it } from 'vitest'
import {
  abs,
  add,
  addScaled,
  atan2,
  broadcastTo,
  cond,
  cos,
  div,
  dot,
  evaluate,
  exp,
  flow,
  grad,
  gt,
  hypot,
  isTensor,
  jvp,
  log,
  logsumexp,
  lt,
  matmul,
  max,
  min,
  mul,
  neg,
  operations,
  pow,
  reciprocal,
  type Scalar,
  scan,
  sigmoid,
  simplify,
  sin,
  slice,
  softplus,
  sqrt,
  square,
  stack,
  stopGradient,
  sub,
  sum,
  take,
  tensor,
  toArray,
  trace,
  type Vector,
  vjp,
  vmap,
  where,
} from '../../src/index.ts'
import { mapOf } from '../../laws/mapping.ts'
import { samples } from '../share.ts'
import type { Table } from '../table.ts'

type Function = (x: Scalar) => Scalar | number
type Derivative = (f: Function) => (x: Scalar) => Scalar

const forward: Derivative = (f) => (x) => jvp(f as (x: Scalar) => Scalar, [x], [1])[1] as Scalar
const reverse: Derivative = (f) => (x) => grad(f)(x)

const modes: Table<readonly [string, Derivative]> = [
  ['forward', forward],
  ['reverse', reverse],
]
const pairs = modes.flatMap(([m, D]) => modes.map(([n, E]) => [`${m} over ${n}`, D, E] as const))

/** A function over expressions at a number. */
const at = (f: (x: Scalar) => unknown, x: number): number => Number(f(x as never))
/** With a sign of zero that does not matter. */
const plain = (x: number): number => (x === 0 ? 0 : x)

const { POSITIVE_INFINITY: infinity, NaN: nan } = Number

describe.each(pairs)('perturbations are not confused, %s', (_, D, E) => {
  it.each<readonly [string, Function, number, number]>([
    ['D(x → x · D(y → x + y)(1))(1)', (x) => mul(x, E((y) => add(x, y))(1 as never)), 1, 1],
    ['D(x → x · D(y → x · y)(2))(1)', (x) => mul(x, E((y) => mul(x, y))(2 as never)), 1, 2],
    ['D(x → x · D(y → x · y)(1))(4)', (x) => mul(x, E((y) => mul(x, y))(1 as never)), 4, 8],
    ['D(x → D(y → x)(x))(1)', (x) => E(() => x)(x), 1, 0],
    ['D(x → D(y → x · y²)(x))(3): both use one variable', (x) => E((y) => mul(x, square(y)))(x), 3, 12],
  ])('%s', (__, f, x, wanted) => expect(at(D(f), x)).toBe(wanted))

  it('jvp of a tangent: x ↦ tangent of (y ↦ xy at 3 along 1), at 1 along 2', () => {
    expect(jvp((x: Scalar) => jvp((y: Scalar) => mul(x, y), [3], [1])[1] as never, [1], [2])).toEqual([1, 2])
  })

  it('a derivative that takes a function and gives a function, twice', () => {
    // f̂ g = a ↦ D(o ↦ g(a + o))(3)
    const hat =
      (d: Derivative) =>
      (g: Function) =>
      (a: Scalar): Scalar =>
        d((o) => g(add(a, o)))(3 as never)
    expect(at(hat(D)(exp), 5)).toBeCloseTo(Math.exp(8), 6)
    expect(at(hat(D)(hat(E)(exp)), 5) / Math.exp(11)).toBeCloseTo(1, 12)
  })

  it('in the body of a loop over an outer variable', () => {
    // c ← D(y → x y²)(c) = 2xc, three times from 1: 8x³
    const f = (x: Scalar): Scalar => scan((c: Scalar) => [E((y) => mul(x, square(y)))(c), 0], 1 as never, [], { length: 3 })[0] as Scalar
    expect(at(f, 2)).toBe(64)
    expect(at(D(f), 2)).toBe(96)
  })

  it('in the branch of a cond over an outer variable', () => {
    const f = (x: Scalar): Scalar =>
      cond(
        gt(x, 0),
        (y: Scalar) => E((z) => mul(square(z), mul(x, y)))(y),
        (y: Scalar) => y,
        x,
      )
    // 2x³ where x > 0
    expect(at(D(f), 3)).toBe(54)
    expect(at(D(f), -3)).toBe(1)
  })
})

describe.each(modes)('where derivatives end or turn, %s', (_, D) => {
  it.each<readonly [string, Function, number, number]>([
    ['√ at 0', sqrt, 0, infinity],
    ['√ at −1', sqrt, -1, nan],
    ['hypot(x, 0) at 0', (x) => hypot(x, 0), 0, 0],
    ['√(x²) through abs at −2', (x) => abs(x), -2, -1],
    ['abs at 0', abs, 0, 0],
    ['abs at 2', abs, 2, 1],
    ['hypot(x, 0) at −2', (x) => hypot(x, 0), -2, -1],
    ['hypot(x, 0) at 2', (x) => hypot(x, 0), 2, 1],
    ['x⁰ at 0', (x) => pow(x, 0), 0, 0],
    ['where(x < 1, x, √x) at 0', (x) => where(lt(x, 1), x, sqrt(x)), 0, 1],
    ['where(x < 1, x, √x) at −1', (x) => where(lt(x, 1), x, sqrt(x)), -1, 1],
    ['where(x > 0, log x, 0) at 0', (x) => where(gt(x, 0), log(x), 0), 0, 0],
    ['where(x > 0, log x, 0) at −1', (x) => where(gt(x, 0), log(x), 0), -1, 0],
    ['an untaken arm behind more arithmetic', (x) => mul(3, where(gt(x, 0), sqrt(neg(x)), square(x))), -2, -12],
    ['an untaken arm before a sum', (x) => where(gt(x, 0), sum(log(mul(x, Float64Array.of(1, 2)))), square(x)), -1, -2],
    ['max at a tie', (x) => max(x, 1), 1, 0.5],
    ['min at a tie', (x) => min(1, x), 1, 0.5],
    ['softplus at 0', softplus, 0, 0.5],
    ['softplus at 1000', softplus, 1000, 1],
    ['softplus at −1000', softplus, -1000, 0],
    ['sigmoid at 800', sigmoid, 800, 0],
    ['sigmoid at −800', sigmoid, -800, 0],
    ['a constant', () => 3, 2, 0],
    ['the identity', (x) => x, 2, 1],
    ['a value used twice', (x) => add(x, x), 2, 2],
    ['a stopped gradient', (x) => mul(x, stopGradient(x)), 3, 3],
    ['x · 0 + 1 at NaN', (x) => add(1, mul(x, 0)), nan, 0],
  ])('%s', (__, f, x, wanted) => expect(plain(at(D(f), x))).toBe(wanted))

  it.each<readonly [number, number, number, number]>([
    [1, 2, 2, 0],
    [2, 2, 4, 4 * Math.log(2)],
    [0, 2, 0, 0],
    [0, 1, 1, 0],
    [0, 0, 0, nan],
    [0, -1, -infinity, nan],
    [0, 0.5, infinity, 0],
  ])('∂ of xʸ at (%d, %d) is (%d, %d)', (x, y, dx, dy) => {
    expect(
      plain(
        at(
          D((t) => pow(t, y)),
          x,
        ),
      ),
    ).toBe(dx)
    expect(
      plain(
        at(
          D((t) => pow(x, t)),
          y,
        ),
      ),
    ).toBe(dy)
    const both =
      D === reverse
        ? grad((a: Scalar, b: Scalar) => pow(a, b), { argnums: [0, 1] })(x, y)
        : [jvp((a: Scalar) => pow(a, y), [x], [1])[1], jvp((b: Scalar) => pow(x, b), [y], [1])[1]]
    expect(both.map(plain)).toEqual([dx, dy])
  })

  it('the gradient of atan2 is (x, −y)/(x² + y²)', () => {
    expect(
      at(
        D((y) => atan2(y, 4)),
        3,
      ),
    ).toBeCloseTo(4 / 25, 15)
    expect(
      at(
        D((x) => atan2(3, x)),
        4,
      ),
    ).toBeCloseTo(-3 / 25, 15)
    // Where x² + y² underflows.
    expect(
      at(
        D((y) => atan2(y, -1e-200)),
        1e-200,
      ) / -5e199,
    ).toBeCloseTo(1, 14)
  })
})

describe.each(pairs)('higher orders, %s', (_, D, E) => {
  it('the Hessian of xʸ at (4, 0)', () => {
    const f = (x: Scalar, y: Scalar): Scalar => pow(x, y)
    expect(
      plain(
        at(
          D((x) => E((t) => f(t, 0 as never))(x)),
          4,
        ),
      ),
    ).toBe(0)
    expect(
      at(
        D((x) => E((y) => f(x, y))(0 as never)),
        4,
      ),
    ).toBe(0.25)
    expect(
      at(
        D((y) => E((x) => f(x, y))(4 as never)),
        0,
      ),
    ).toBe(0.25)
    expect(
      at(
        D((y) => E((t) => f(4 as never, t))(y)),
        0,
      ),
    ).toBeCloseTo(Math.log(4) ** 2, 14)
  })

  it('D⁶(1/x) at 4', () => expect(at(D(E(D(E(D(E(reciprocal)))))), 4)).toBeCloseTo(720 / 4 ** 7, 14))

  it('Dᵏ exp(−x²) at 0, k = 1…4', () => {
    const f: Function = (x) => exp(neg(square(x)))
    expect([D(f), D(E(f)), D(E(D(f))), D(E(D(E(f))))].map((g) => plain(at(g, 0)))).toEqual([0, -2, 0, 12])
  })

  it('where in second order', () => {
    const f: Function = (x) => where(gt(x, 0), sqrt(x), mul(x, square(x)))
    expect(at(D(E(f)), -2)).toBe(-12)
    expect(at(D(E(f)), 4)).toBe(-1 / 32)
  })
})

describe('primal zeros are not strong', () => {
  it('1 + x · 0 at NaN', () => {
    expect(evaluate((x: Scalar) => add(1, mul(x, 0)))(nan)).toBe(nan)
    expect(mapOf(simplify(trace((x: Scalar) => add(1, mul(x, 0)))(1)))([nan])[0]).toBe(nan)
  })
})

describe('logsumexp', () => {
  it.each<readonly [ReadonlyArray<number>, number]>([
    [[-infinity, -infinity], -infinity],
    [[1000, 10], 1000],
    [[infinity, infinity], infinity],
    [[], -infinity],
    [[-infinity, 0], 0],
  ])('of %j is %d', (xs, wanted) => {
    expect(logsumexp(Float64Array.from(xs))).toBe(wanted)
  })

  it('of −∞ has gradient 0, and elsewhere the softmax', () => {
    expect([...grad((x: Vector) => logsumexp(x))(Float64Array.of(-infinity, -infinity))]).toEqual([0, 0])
    expect([...grad((x: Vector) => logsumexp(x))(Float64Array.of(1000, 10))].map(Number.isFinite)).toEqual([true, true])
    expect([...grad((x: Vector) => logsumexp(x))(Float64Array.of(-infinity, 0))]).toEqual([0, 1])
    expect([...grad((x: Vector) => logsumexp(x))(Float64Array.of())]).toEqual([])
  })
})

describe('sharing', () => {
  it('x₁ = x, xₙ = Σ xₖ: linear size, exponential value', () => {
    const f = (x: Scalar): Scalar => {
      const xs: Array<Scalar> = [x]
      for (let n = 1; n < 10; n++) xs.push(add(xs))
      return xs[9] ?? x
    }
    expect(at(f, 1)).toBe(256)
    expect(at(reverse(f), 1)).toBe(256)
    expect(operations(trace(f)(1))).toBeLessThan(60)
    expect(operations(grad(trace(f)(1)))).toBeLessThan(120)
  })

  it('one value out several times: contributions add', () => {
    const [y, pullback] = vjp((x: Scalar) => [x, square(x), x] as const, [3])
    expect(y).toEqual([3, 9, 3])
    expect(pullback([1, 10, 100])).toEqual([161])
  })

  it('an unused input has gradient 0, never null', () => {
    expect(grad((x: Scalar, _y: Scalar) => square(x), { argnums: [0, 1] })(3, 4)).toEqual([6, 0])
    expect(grad(({ a }: { readonly a: Scalar; readonly b: Vector }) => square(a))({ a: 2, b: Float64Array.of(1, 2) })).toEqual({
      a: 4,
      b: Float64Array.of(0, 0),
    })
  })
})

describe('arrays', () => {
  it('a gather with one index twice adds both cotangents', () => {
    const [, pullback] = vjp((x: Vector) => take(x, [0, 0]), [Float64Array.of(0.1)])
    expect([...(pullback(Float64Array.of(0.2, 0.3))[0] as Float64Array)]).toEqual([0.5])
  })

  it('a broadcast [3, 1] + [1, 4] has cotangents of shapes [3, 1] and [1, 4]', () => {
    const [x, y] = [tensor([[1], [2], [3]]), tensor([[1, 2, 3, 4]])]
    const [dx, dy] = grad((a: never, b: never) => sum(add(a, b)), { argnums: [0, 1] })(x as never, y as never) as ReadonlyArray<never>
    expect(toArray(dx as never)).toEqual([[4], [4], [4]])
    expect(toArray(dy as never)).toEqual([[3, 3, 3, 3]])
  })

  it('an empty vector', () => {
    const empty = Float64Array.of()
    expect(sum(empty)).toBe(0)
    expect(dot(empty, empty)).toBe(0)
    expect([...vmap((x: Scalar) => square(x))(empty)]).toEqual([])
    expect(scan((c: Scalar, x: Scalar) => [add(c, x), x], 7, empty)[0]).toBe(7)
    expect([...grad((x: Vector) => sum(square(x)))(empty)]).toEqual([])
    expect([...grad((x: Vector) => dot(x, x))(empty)]).toEqual([])
  })

  it('a gradient has the structure and kinds of its argument, and is nobody else’s', () => {
    const w = Float64Array.of(1, 2)
    const g = grad(({ p, q }: { readonly p: Vector; readonly q: readonly [Scalar, never] }) => add(sum(square(p)), mul(q[0], sum(q[1] as Vector))))({
      p: w,
      q: [
        3,
        tensor([
          [1, 2],
          [3, 4],
        ]),
      ],
    } as never) as { p: Float64Array; q: [number, never] }
    expect(g.p).toEqual(Float64Array.of(2, 4))
    expect(g.q[0]).toBe(10)
    expect(isTensor(g.q[1]) && toArray(g.q[1])).toEqual([
      [3, 3],
      [3, 3],
    ])
    g.p[0] = 99
    expect([...grad((p: Vector) => sum(square(p)))(w)]).toEqual([2, 4])
    expect([...w]).toEqual([1, 2])
  })

  it('mutating an input after tracing changes nothing', () => {
    const data = Float64Array.of(1, 2, 3)
    const f = (x: Scalar): Scalar => mul(x, sum(data))
    const df = grad(f)
    expect(df(1)).toBe(6)
    data[0] = 100
    const program = trace((x: Vector) => mul(x, x))(data)
    data[1] = 50
    expect([...mapOf(program)([1, 2, 3])]).toEqual([1, 4, 9])
  })

  it('an int32 operand beside a differentiated one', () => {
    const f = (x: Vector): Scalar => sum(mul(x, Float64Array.of(1, 2)))
    expect([...grad((x: Vector) => f(take(x, tensor([1, 0], 'int32'))))(Float64Array.of(5, 7))]).toEqual([2, 1])
  })
})

describe('a function that changes between its traces', () => {
  it('is the failure impure at the second call', () => {
    let factor = 2
    const df = grad((x: Scalar) => mul(x, factor))
    expect(df(1)).toBe(2)
    factor = 3
    expect(() => df(1)).toThrow(/reads something that changed/)
  })
})

describe('expressions that leave their trace', () => {
  it('are refused by name', () => {
    let kept: Scalar | undefined
    grad((x: Scalar) => {
      kept = x
      return square(x)
    })(1)
    expect(() => grad((y: Scalar) => mul(kept ?? y, y))(1)).toThrow(/trace that has ended/)
  })
})

describe('composition', () => {
  it('is plain function composition', () => {
    expect(grad(flow(sin, exp))(0.5)).toBeCloseTo(Math.cos(0.5) * Math.exp(Math.sin(0.5)), 14)
    expect(grad((x: Scalar) => ((y) => sub(div(y, add(1, y)), cos(y)))(exp(x)))(0)).toBeCloseTo(0.25 + Math.sin(1), 14)
  })

  it('the gradient of a training step', () => {
    const loss = ({ w, b }: { readonly w: Vector; readonly b: Scalar }): Scalar =>
      sum(
        square(
          add(
            matmul(
              tensor([
                [1, 2],
                [3, 4],
              ]),
              w,
            ) as Vector,
            b,
          ),
        ),
      )
    const stepped = (rate: Scalar): Scalar => {
      const p = { w: stack([rate, mul(2, rate)]) as Vector, b: rate }
      return loss(addScaled(p, -0.01, grad(loss)(p)))
    }
    const h = 1e-6
    const value = (x: number): number => mapOf(trace(stepped)(x))([x])[0] ?? nan
    expect(at(reverse(stepped), 0.5) / ((value(0.5 + h) - value(0.5 - h)) / (2 * h))).toBeCloseTo(1, 7)
  })

  it('slices and broadcasts differentiate to their transposes', () => {
    expect([...grad((x: Vector) => sum(mul(slice(x, [1], [3]), Float64Array.of(5, 7))))(Float64Array.of(1, 2, 3, 4))]).toEqual([0, 5, 7, 0])
    expect(grad((x: Scalar) => sum(broadcastTo(x, [2, 3])))(1)).toBe(6)
  })
})

describe('a chain of up to 20,000 operations', () => {
  it('differentiates both ways without a stack error', () => {
    const length = samples(10_000, 3000)
    const f = (x: Scalar): Scalar => {
      let y = x
      for (let i = 0; i < length; i++) y = add(mul(y, 0.999), 0.001)
      return y
    }
    const program = trace(f)(1)
    const wanted = 0.999 ** length
    expect(mapOf(grad(program))([1])[0]).toBeCloseTo(wanted, 12)
    expect(mapOf(jvp(program))([1, 1])[1]).toBeCloseTo(wanted, 12)
  }, 20_000)
})

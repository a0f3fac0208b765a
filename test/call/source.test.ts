import { describe, expect, it } from 'vitest'
import { type Tensor, tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { jvp, vjp } from '../../src/call/directional.ts'
import { grad, valueAndGrad } from '../../src/call/gradient.ts'
import { evaluate, vmap } from '../../src/call/vectorised.ts'
import { square } from '../../src/primitive/arithmetic.ts'
import { pow } from '../../src/primitive/power.ts'
import { cos, sin } from '../../src/primitive/trigonometric.ts'
import { fixed } from '../../src/program/tree.ts'
import type { Scalar, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { failing, refusal } from '../failing.ts'
import { plain } from '../near.ts'

type Free = (...args: ReadonlyArray<unknown>) => unknown

/** A function that counts how often it is traced. */
const counted = (f: Free): { readonly f: Free; readonly calls: () => number } => {
  let calls = 0
  return {
    f: (...args) => {
      calls++
      return f(...args)
    },
    calls: () => calls,
  }
}
const gradOf = phantom<(f: Free, options?: { readonly argnums: number }) => Free>(grad)
const evaluateOf = phantom<(f: Free) => Free>(evaluate)
const squareOf: Free = (x) => square(phantom<Scalar>(x))

describe('traces', () => {
  it('are made twice, then remembered, whatever the values', () => {
    const { f, calls } = counted(squareOf)
    const g = gradOf(f)
    expect([1, 2, 3, 4, 5].map((x) => g(x))).toEqual([2, 4, 6, 8, 10])
    expect(calls()).toBe(2)
  })
  it('are remembered by the function, not by what wraps it', () => {
    const { f, calls } = counted(squareOf)
    expect([1, 2, 3, 4].map((x) => gradOf(f)(x))).toEqual([2, 4, 6, 8])
    expect(calls()).toBe(2)
  })
  it('are made anew for every structure, shape, dtype and leaf kind', () => {
    const { f, calls } = counted((x) => sum(mul(phantom<Vector>(x), 2)))
    const g = gradOf(f)
    const run = (x: unknown): void => {
      const before = calls()
      for (let i = 0; i < 4; i++) g(x)
      expect(calls() - before).toBe(2)
    }
    run(1)
    run(Float64Array.of(1))
    run(Float64Array.of(1, 2))
    run(tensor([1, 2]))
    run(tensor([[1, 2]]))
    const structured = counted((p) => phantom<{ a: Scalar }>(p).a ?? 0)
    const h = gradOf(structured.f)
    for (const p of [{ a: 1 }, { a: 1, b: 2 }, { b: 2, a: 1 }, { a: 2 }]) h(p)
    expect(structured.calls()).toBe(4)
  })
  it('are made anew for every transform and its options', () => {
    const { f, calls } = counted((x, y) => mul(phantom<Scalar>(x), square(phantom<Scalar>(y))))
    const both = [gradOf(f), gradOf(f, { argnums: 1 }), evaluateOf(f)].map((g) => [g(2, 3), g(2, 3), g(2, 3)])
    expect(both).toEqual([
      [9, 9, 9],
      [12, 12, 12],
      [18, 18, 18],
    ])
    expect(calls()).toBe(6)
    const sized = phantom<(f: Free, options?: object) => Free>(vmap)
    expect(
      plain([sized(squareOf)(Float64Array.of(1, 2)), sized(squareOf)(Float64Array.of(1, 2, 3)), sized(squareOf, { outAxes: 0 })(tensor([[1, 2]]))]),
    ).toEqual([[1, 4], [1, 4, 9], [[1, 4]]])
    expect(plain(sized((x) => phantom<Vector>(x), { inAxes: 1 })(tensor([[1, 2]])))).toEqual([[1], [2]])
    expect(
      plain(
        [0, 1].map((outAxes) =>
          sized(
            phantom<Free>((x: Vector) => mul(x, 1)),
            { outAxes },
          )(tensor([[1, 2]])),
        ),
      ),
    ).toEqual([[[1, 2]], [[1], [2]]])
  })
  it('of grad and valueAndGrad are two: a gradient alone computes no value', () => {
    const { f, calls } = counted(squareOf)
    expect([gradOf(f)(3), phantom<(f: Free) => Free>(valueAndGrad)(f)(3), gradOf(f)(4)]).toEqual([6, [9, 6], 8])
    // Each once, and the gradient's second call again, to see that the function is pure.
    expect(calls()).toBe(3)
  })
  it('do not leak between static arguments', () => {
    const f: Free = (x, how, by) => {
      const y = phantom<Scalar>(x)
      if (how === 'sin') return sin(y)
      if (how === true) return mul(y, 2)
      if (how === null) return mul(y, 3)
      if (typeof how === 'function') return how(y)
      return pow(y, phantom<number>(by))
    }
    const g = evaluateOf(f)
    const ask = (): ReadonlyArray<unknown> => [
      g(2, 'sin'),
      g(2, true),
      g(2, null),
      g(2, cos),
      g(2, square),
      g(2, 'pow', fixed(3)),
      g(2, 'pow', fixed(4)),
      g(2, 'pow', fixed(-1)),
    ]
    const expected = [Math.sin(2), 4, 6, Math.cos(2), 4, 8, 16, 0.5]
    expect([ask(), ask(), ask()]).toEqual([expected, expected, expected])
    const signed = evaluateOf((x, k) => mul(phantom<Scalar>(x), phantom<number>(k)))
    expect([signed(1, fixed(0)), signed(1, fixed(-0)), signed(1, fixed(0)), signed(1, fixed(-0))]).toEqual([0, -0, 0, -0])
    // A number that is not fixed is a variable: one trace serves all.
    const free = counted((x, n) => pow(phantom<Scalar>(x), phantom<Scalar>(n)))
    expect([2, 3, 4, 5].map((n) => evaluateOf(free.f)(2, n))).toEqual([4, 8, 16, 32])
    expect(free.calls()).toBe(2)
  })
  it('that captured are not remembered', () => {
    const inner = counted((y) => y)
    const seen: Array<unknown> = []
    for (const by of [2, 3, 4]) {
      const { f, calls } = counted((x) => {
        const g = gradOf((y) => {
          inner.f(y)
          return mul(phantom<Scalar>(x), square(phantom<Scalar>(y)))
        })
        return add(phantom<Scalar>(g(1)), phantom<Scalar>(g(2)))
      })
      seen.push(gradOf(f)(by), calls())
    }
    // d/dx (2x + 4x).
    expect(seen).toEqual([6, 1, 6, 1, 6, 1])
    expect(inner.calls()).toBe(6)
  })
  it('that captured take the capture of each call', () => {
    const held: { x: unknown } = { x: 0 }
    const inner: Free = (y) => mul(phantom<Scalar>(held.x), phantom<Scalar>(y))
    const outer: Free = (x) => {
      held.x = x
      return gradOf(inner)(1)
    }
    // The inner function is one and the same, its capture another every time.
    expect([
      evaluateOf((x) => outer(x))(5),
      evaluateOf((x) => outer(mul(phantom<Scalar>(x), 2)))(5),
      gradOf((x) => mul(phantom<Scalar>(x), phantom<Scalar>(outer(x))))(5),
    ]).toEqual([5, 10, 10])
  })
  it('that captured at one call are no memory for another that does not', () => {
    const held: { x: unknown } = { x: 0 }
    const inner: Free = (y) => mul(phantom<Scalar>(held.x), phantom<Scalar>(y))
    const within: Free = (x) => {
      held.x = x
      return gradOf(inner)(1)
    }
    expect(evaluateOf(within)(5)).toBe(5)
    held.x = 3
    expect([gradOf(inner)(1), gradOf(inner)(1), gradOf(inner)(1)]).toEqual([3, 3, 3])
  })
  it('are bounded in number, and forgotten ones are made again', () => {
    const { f, calls } = counted((x) => sum(phantom<Vector>(x)))
    const g = evaluateOf(f)
    for (let n = 0; n < 200; n++) g(new Float64Array(n))
    expect(calls()).toBe(200)
    expect(g(Float64Array.of(1))).toBe(1)
    expect(calls()).toBe(201)
  })
  it('of vjp see the function each time', () => {
    const { f, calls } = counted(squareOf)
    const back = (x: number): unknown => phantom<(f: Free, x: ReadonlyArray<unknown>) => readonly [unknown, Free]>(vjp)(f, [x])[1](1)
    expect([back(1), back(2), back(3)]).toEqual([[2], [4], [6]])
    expect(calls()).toBeGreaterThanOrEqual(2)
  })
})

describe('a function that reads what changed', () => {
  const changing = (body: (x: Scalar, k: number) => unknown): Free => {
    let k = 1
    return (x) => body(phantom<Scalar>(x), k++)
  }
  it('is found out at the second call, with the equation that differs', () => {
    const g = evaluateOf(changing((x, k) => mul(sin(x), k)))
    expect(g(2)).toBe(Math.sin(2))
    const failure = failing(() => g(2))
    expect(failure).toMatchObject({ _tag: 'Impure', operation: 'evaluate', equation: 1, before: 'v2 = v1 · 1 : f64', after: 'v2 = v1 · 2 : f64' })
    expect(refusal(() => g(2))).toBe(
      'Impure: evaluate: the function built another program on its second trace, so it reads something that changed; the first difference is equation 1: before v2 = v1 · 1 : f64, now v2 = v1 · 3 : f64; pass what changes as an argument',
    )
  })
  it.each<[string, (f: Free) => Free]>([
    ['grad', gradOf],
    ['evaluate', evaluateOf],
    ['jvp', (f) => (x) => phantom<(f: Free, x: ReadonlyArray<unknown>, v: ReadonlyArray<unknown>) => unknown>(jvp)(f, [x], [1])],
    ['vmap', (f) => (x) => phantom<(f: Free) => Free>(vmap)(f)(Float64Array.of(phantom<number>(x)))],
  ])('is found out by %s', (name, wrap) => {
    const g = wrap(changing((x, k) => mul(x, k)))
    g(2)
    expect(failing(() => g(2))).toMatchObject({ _tag: 'Impure', operation: name, equation: 0 })
  })
  it('is found out whatever differs: length, output, structure, constants of an array', () => {
    const differing = (body: (x: Scalar, k: number) => unknown): string => {
      const g = evaluateOf(changing(body))
      g(2)
      return refusal(() => g(2))
    }
    expect(differing((x, k) => (k === 1 ? x : sin(x)))).toMatch(/equation 0: before return x, now v1 = sin\(x\)/)
    expect(
      differing((x, k) => {
        const y = sin(x)
        return k === 1 ? [x, y] : [y, x]
      }),
    ).toMatch(/equation 1: before return \(.*x.*\), now return \(.*v1.*\)/)
    expect(differing((x, k) => (k === 1 ? { a: x } : { b: x }))).toMatch(/before \{ a: .* \}, now \{ b: .* \}/)
    expect(differing((x, k) => [x, k === 1 ? 'one' : 'two'])).toMatch(/before .*one.*, now .*two/)
    const data = Float64Array.of(1, 2)
    expect(
      differing((x) => {
        data[0] = (data[0] ?? 0) + 1
        return mul(x, data)
      }),
    ).toMatch(/before v2 = v1 · \[2, 2\].*, now v2 = v1 · \[3, 2\]/)
  })
  it.each<[string, (x: Scalar, data: Tensor<[3, 5]>) => unknown, string]>([
    ['an operand', (x, data) => mul(x, data), 'v2 = v1 · f64[3,5] : f64[3,5]'],
    ['the result', (x, data) => [x, data], 'return (x, f64[3,5])'],
  ])('is shown by the entry that changed where a constant is too large to print: %s', (_, body, line) => {
    let calls = 0
    const g = evaluateOf((x) =>
      body(
        phantom<Scalar>(x),
        tensor(
          Float64Array.from({ length: 15 }, (_, i) => (i === 13 ? 7 + calls++ : i)),
          [3, 5],
        ),
      ),
    )
    g(2)
    const failure = failing(() => g(2))
    const { before, after } = failure._tag === 'Impure' ? failure : { before: '', after: '' }
    expect(before).toContain(line)
    expect(before).toMatch(/, where entry 13 of f64\[3,5\] is 7$/)
    expect(after).toBe(before.replace(/7$/, '8'))
  })
  it('is not accused where it reads nothing: NaN constants, fresh closures, equal arrays', () => {
    const g = evaluateOf((x) => [mul(phantom<Scalar>(x), Number.NaN), mul(phantom<Scalar>(x), Float64Array.of(1, 2)), ((y: Scalar) => sin(y))(phantom(x))])
    expect(plain([g(2), g(2), g(2)])).toEqual(Array.from({ length: 3 }, () => [Number.NaN, [2, 4], Math.sin(2)]))
  })
  it('is believed after its second trace: later changes stay unseen', () => {
    const held = { k: 3 }
    const g = evaluateOf((x) => mul(phantom<Scalar>(x), held.k))
    expect([g(2), g(2)]).toEqual([6, 6])
    held.k = 5
    expect(g(2)).toBe(6)
  })
})

describe('arrays', () => {
  it('changed after a call have no effect on it, nor on what was traced', () => {
    const x = Float64Array.of(1, 2)
    const weights = Float64Array.of(10, 100)
    const f: Free = (v) => sum(mul(phantom<Vector<2>>(v), weights))
    const g = gradOf(f)
    const first = g(x)
    x[0] = 7
    expect(plain(first)).toEqual([10, 100])
    expect(plain(g(x))).toEqual([10, 100])
    weights[0] = 999
    expect(plain(g(x))).toEqual([10, 100])
    const [, pullback] = vjp((v: Vector<2>) => sum(square(v)), [x])
    x[0] = -1
    expect(plain(pullback(1))).toEqual([[14, 4]])
  })
  it('handed back may be changed without effect', () => {
    const g = gradOf((v) => sum(square(phantom<Vector>(v))))
    const x = Float64Array.of(1, 2)
    const a = phantom<Float64Array>(g(x))
    a[0] = 99
    expect(plain([g(x), x])).toEqual([
      [2, 4],
      [1, 2],
    ])
  })
})

describe('leaked expressions', () => {
  it('are refused by every transform', () => {
    const kept: { x: unknown } = { x: 0 }
    evaluateOf((x) => {
      kept.x = x
      return x
    })(1)
    const uses: Free = (y) => mul(phantom<Scalar>(y), phantom<Scalar>(kept.x))
    const transforms: ReadonlyArray<() => unknown> = [
      () => evaluateOf(uses)(1),
      () => gradOf(uses)(1),
      () => vjp(phantom<(x: Scalar) => Scalar>(uses), [1]),
      () => jvp(phantom<(x: Scalar) => Scalar>(uses), [1], [1]),
      () => vmap(phantom<(x: Scalar) => Scalar>(uses))(Float64Array.of(1)),
      () => gradOf((y) => gradOf(uses)(y))(1),
      () => gradOf((y) => y)(kept.x),
      () => evaluateOf((y) => phantom<Free>(gradOf(squareOf))(add(phantom<Scalar>(y), phantom<Scalar>(kept.x))))(1),
    ]
    for (const transform of transforms.filter((_, i) => i !== 6))
      expect(refusal(transform)).toMatch(/^Leaked: .*Expr<\[\]> x.*belongs to a trace that has ended; pass it as an argument instead of keeping it/)
  })
})

/**
 * Calls that repeat are compiled and answered from the memory of a kernel; nobody may notice.
 */
import { describe, expect, it } from 'vitest'
import { tensor, toFloat64Array } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { where } from '../../src/basis/choice.ts'
import { none, structural } from '../../src/basis/declare.ts'
import { compile } from '../../src/call/compiled.ts'
import { grad, valueAndGrad } from '../../src/call/gradient.ts'
import { into } from '../../src/call/into.ts'
import { evaluate } from '../../src/call/vectorised.ts'
import { entry } from '../../src/entry.ts'
import { square, sub } from '../../src/primitive/arithmetic.ts'
import { matmul } from '../../src/primitive/contraction.ts'
import { argmax } from '../../src/primitive/extremum.ts'
import { exp, log } from '../../src/primitive/exponential.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import { applyTo } from '../../src/program/expr.ts'
import type { Mask, Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import type { Table } from '../table.ts'

// More calls than any of these functions is interpreted for.
const often = 3000

const repeat = <T>(call: (i: number) => T): T => {
  for (let i = 0; i < often; i++) call(i)
  return call(often)
}

describe('results written into arrays of the caller', () => {
  it('are those of the call itself, from the first to the last', () => {
    const f = (p: { readonly w: Vector<3>; readonly b: Scalar }): Scalar => sum(exp(mul(p.w, p.b)))
    const at = { w: Float64Array.of(0.1, 0.2, 0.3), b: 2 }
    const wanted = grad(f)(at)
    const target = { w: new Float64Array(3), b: new Float64Array(1) }
    const slope = into(grad(f))
    expect(repeat(() => slope(target, at))).toBe(target)
    expect([target.w, target.b[0]]).toEqual([wanted.w, wanted.b])
    target.w.fill(7)
    expect(slope(target, at).w).toEqual(wanted.w)
  })

  it('refuses what does not fit, before and after it is compiled', () => {
    const slope = into(grad((x: Vector<3>) => sum(exp(x))))
    const x = Float64Array.of(1, 2, 3)
    const small = (): string => refusal(() => slope(new Float64Array(2), x))
    const before = small()
    expect(before).toContain('a Float64Array of 3')
    repeat(() => slope(new Float64Array(3), x))
    expect(small()).toBe(before)
    expect(refusal(() => slope(phantom<Float64Array>([1, 2, 3]), x))).toContain('into')
  })
})

describe('writing within a trace', () => {
  it('is refused: an expression has no value to write yet', () => {
    const half = into((x: Vector<3>) => mul(x, 0.5))
    const x = Float64Array.of(1, 2, 3)
    const target = half.target(x)
    for (const given of [target, new Float64Array(3)])
      expect(refusal(() => grad((y: Vector<3>) => sum(half(given, phantom<Float64Array>(y))))(x))).toContain('no value to write')
    expect(refusal(() => grad((y: Vector<3>) => sum(half.target(phantom<Float64Array>(y))))(x))).toContain('no value to write')
  })
})

describe('results of kernels written into arrays of the caller', () => {
  it.each([130, 1000])('%d numbers: as the call itself, and what does not fit is refused', (n) => {
    const x = new Float64Array(n).fill(0.5)
    const write = into((v: Vector): Vector => exp(mul(v, 2)))
    const target = new Float64Array(n)
    expect(repeat(() => write(target, x))).toBe(target)
    expect(target).toEqual(evaluate((v: Vector): Vector => exp(mul(v, 2)))(x))
    expect(refusal(() => write(new Float64Array(2), x))).toContain(`a Float64Array of ${n}`)
    expect(refusal(() => write(phantom<Float64Array>([1]), x))).toContain('into')
    expect(() => write(target, phantom<Float64Array>(2))).toThrow()
    expect(write(target.fill(0), x)[0]).toBe(Math.exp(1))
  })
})

describe('targets that lie in compiled memory', () => {
  const f = (m: Matrix<20, 20>): Scalar => sum(exp(mul(m, 0.01)))
  const at = (from: number) =>
    tensor(
      Float64Array.from({ length: 400 }, (_, i) => Math.sin(i + from)),
      [20, 20],
    )
  const slopeAt = (from: number): Float64Array => toFloat64Array(grad(f)(at(from)))

  it('get the results of every call that names them, and of no other', () => {
    const slope = into(grad(f))
    const [one, two] = [slope.target(at(0)), slope.target(at(0))]
    expect([one.length, one.byteLength < one.buffer.byteLength]).toEqual([400, true])
    for (let i = 0; i < 5; i++) expect(slope(one, at(i))).toBe(one)
    expect(one).toEqual(slopeAt(4))
    slope(two, at(9))
    slope(two, at(7))
    const three = slope(new Float64Array(400), at(8))
    expect([one, two, three]).toEqual([slopeAt(4), slopeAt(7), slopeAt(8)])
    one.fill(7)
    expect(slope(one, at(1))).toEqual(slopeAt(1))
  })

  it('may be small where what is computed is not, and must be of the size and kind', () => {
    const totals = into((m: Matrix<3, 400>) => ({ sums: sum(exp(m), { axes: 1 }), all: sum(m) }))
    const wide = (from: number) =>
      tensor(
        Float64Array.from({ length: 1200 }, (_, i) => Math.sin(i + from)),
        [3, 400],
      )
    const target = { sums: new Float64Array(3), all: new Float64Array(1) }
    repeat((i) => totals(target, wide(i % 3)))
    for (let i = 0; i < 3; i++) {
      const given = totals(target, wide(i))
      expect([given, given.sums]).toEqual([target, toFloat64Array(phantom(sum(exp(wide(i)), { axes: 1 })))])
    }
    const before = target.sums.slice()
    expect(refusal(() => totals(phantom({ ...target, sums: new Float64Array(4) }), wide(7)))).toContain(
      'target.sums expected a Float64Array of 3, got one of 4',
    )
    expect(refusal(() => totals(phantom({ ...target, all: 1 }), wide(7)))).toContain('target.all expected a Float64Array of 1, got number')
    expect(target.sums).toEqual(before)
  })

  it('are plain arrays where a result is an argument, a constant, or one of two alike', () => {
    const pass = into((x: Vector<400>) => [x, exp(x), exp(x), Float64Array.of(1, 2)] as const)
    const x = Float64Array.from({ length: 400 }, (_, i) => i / 400)
    const target = pass.target(x)
    for (let i = 0; i < 3; i++) {
      pass(target, x)
      expect([...target]).toEqual([x, evaluate(exp)(x), evaluate(exp)(x), Float64Array.of(1, 2)])
      target[0].fill(-1)
      target[3].fill(-1)
    }
    expect(x[1]).toBe(1 / 400)
  })

  it('take arguments of another kind the long way, and notice a function that is not pure', () => {
    const half = into((x: Vector<3> | Matrix<1, 3>) => mul(x, 0.5))
    const target = half.target(Float64Array.of(1, 2, 3))
    half(target, Float64Array.of(1, 2, 3))
    expect(half(target, tensor([[2, 4, 6]]))).toEqual(Float64Array.of(1, 2, 3))
    const calls = { count: 0 }
    const moody = into((x: Vector<3>) => (calls.count++ === 0 ? exp(x) : log(x)))
    const made = moody.target(Float64Array.of(1, 2, 3))
    expect(refusal(() => moody(made, Float64Array.of(1, 2, 3)))).toContain('Impure')
  })

  it('may have arrays put in their place, which are then written to', () => {
    const both = into((x: Vector<400>) => [exp(x), sin(x)] as const)
    const target = both.target(new Float64Array(400))
    const [one, two] = target
    for (const arrays of [
      [two, one],
      [new Float64Array(400), two],
      [one, two],
    ] as const) {
      for (let i = 0; i < 3; i++) {
        const x = new Float64Array(400).fill(i)
        phantom<Array<Float64Array>>(target).splice(0, 2, ...arrays)
        both(target, x)
        expect(arrays).toEqual([evaluate(exp)(x), evaluate(sin)(x)])
      }
    }
    phantom<Array<Float64Array>>(target).splice(0, 1, new Float64Array(3))
    expect(refusal(() => both(target, new Float64Array(400)))).toContain('target[0]')
  })

  it('are plain arrays where the function is small: its code writes anywhere', () => {
    const both = into((x: Scalar) => [sin(x), exp(x)] as const)
    const [one, two] = [both.target(1), both.target(1)]
    expect(one.map((array) => [array.length, array.byteLength === array.buffer.byteLength])).toEqual([
      [1, true],
      [1, true],
    ])
    for (let i = 0; i < 5; i++) {
      expect(both(one, i)).toBe(one)
      expect(one.map(([x]) => x)).toEqual([evaluate(sin)(i), evaluate(exp)(i)])
    }
    both(two, 7)
    expect([one, two].map(([x]) => x[0])).toEqual([evaluate(sin)(4), evaluate(sin)(7)])
  })

  it('are refused for results that are no floats', () => {
    expect(refusal(() => into(phantom<(x: Vector<3>) => Scalar>((x: Vector<3>) => argmax(x))).target(Float64Array.of(1, 2, 3)))).toContain('only float64')
  })
})

describe('calls that repeat', () => {
  it('give the same bits as the first', () => {
    const f = ([x, y]: readonly [Scalar, Scalar]): Scalar => sub(add(log(x), mul(x, y)), sin(y))
    const [once, often_] = [valueAndGrad(f)([2, 5]), valueAndGrad(f)]
    expect(repeat(() => often_([2, 5]))).toEqual(once)
    expect(often_([3, 4])).toEqual(valueAndGrad((p: readonly [Scalar, Scalar]) => f(p))([3, 4]))
  })

  it('keep the structure, shapes and leaf kinds of the argument', () => {
    const loss = (p: { readonly w: Matrix<2, 2>; readonly b: Vector<2>; readonly k: Scalar; readonly mode: string }): Scalar =>
      sum(square(add(matmul(p.w, p.b), mul(p.k, p.mode === 'twice' ? 2 : 1))))
    const at = {
      w: tensor([
        [1, 2],
        [3, 4],
      ]),
      b: Float64Array.of(0.5, -1),
      k: 0.25,
      mode: 'twice',
    } as const
    const g = grad(loss)
    const first = g(at)
    expect(repeat(() => g(at))).toEqual(first)
    expect(g({ ...at, mode: 'once' })).not.toEqual(first)
    expect(g(at)).toEqual(first)
  })

  it('keep apart a call and one that a getter among its arguments makes', () => {
    const f = evaluate((p: { readonly a: Vector<300>; readonly b: Vector<300> }) => [sum(exp(p.a)), sum(sin(p.b))] as const)
    const [one, two] = [new Float64Array(300).fill(1), new Float64Array(300).fill(2)]
    const wanted = f({ a: one, b: one })
    const nested = {
      a: one,
      get b() {
        f({ a: two, b: two })
        return one
      },
    }
    for (let i = 0; i < 200; i++) expect(f(nested)).toEqual(wanted)
    const w = into(grad((p: { readonly a: Vector<300>; readonly b: Vector<300> }) => sum(mul(p.a, p.b))))
    const target = w.target({ a: one, b: one })
    const within = {
      a: one,
      get b() {
        w(target, { a: two, b: two })
        return one
      },
    }
    for (let i = 0; i < 5; i++) expect(w(target, within)).toEqual({ a: one, b: one })
  })

  it('answer afresh: nothing that is done to a result, or to an argument afterwards, is seen later', () => {
    const g = grad((x: Vector<3>) => sum(exp(x)))
    const x = Float64Array.of(0, 1, 2)
    const kept = repeat(() => g(x))
    const other = g(x)
    expect(kept).not.toBe(other)
    other[0] = 17
    x[0] = 5
    expect([kept[0], g(Float64Array.of(0, 1, 2))[0], g(x)[0]]).toEqual([1, 1, Math.exp(5)])
    const pair = grad(([a, b]: readonly [Scalar, Scalar]) => mul(a, b))
    const before = repeat(() => pair([2, 3]))
    phantom<Array<number>>(before)[0] = 99
    expect(pair([2, 3])).toEqual([3, 2])
  })

  it('of other shapes, and mistakes, go the long way and back', () => {
    const g = grad((x: Vector) => sum(mul(x, x)))
    const two = repeat(() => g(Float64Array.of(1, 2)))
    expect(g(Float64Array.of(1, 2, 3))).toEqual(Float64Array.of(2, 4, 6))
    expect(refusal(() => g(phantom<Float64Array>('no')))).toContain('got a string')
    expect(g(Float64Array.of(1, 2))).toEqual(two)
    expect(g(tensor([1, 2]))).toEqual(tensor([2, 4]))
  })

  it('are traced again once they are compiled, so that what changed outside is found out', () => {
    const outside = { k: 1 }
    const g = compile((x: Scalar) => mul(x, outside.k))
    expect(g(2)).toBe(2)
    outside.k = 5
    expect(refusal(() => g(2))).toContain('Impure')
    // A program large enough to be compiled at its first call.
    const wide = { k: 1 }
    const h = grad((x: Vector) => sum(mul(mul(x, x), wide.k)))
    const xs = new Float64Array(200_000).fill(1)
    expect(h(xs)[0]).toBe(2)
    wide.k = 3
    expect(refusal(() => h(xs))).toContain('Impure')
  })

  it('keep the order of keys that each call has', () => {
    const g = grad((p: { readonly a: Scalar; readonly b: Scalar }) => mul(p.a, p.b))
    repeat(() => g({ a: 2, b: 3 }))
    expect(Object.keys(g({ b: 3, a: 2 }))).toEqual(['b', 'a'])
    expect(g({ b: 3, a: 2 })).toEqual({ a: 3, b: 2 })
  })

  it('leave constants alone where an array is empty', () => {
    const f = evaluate((x: Matrix<3, 0>, y: Vector<3>) => [sum(x, { axes: 0 }), mul(y, tensor([4, 5, 6])), add(y, tensor([1, 2, 3]))] as const)
    const empty = tensor(new Float64Array(0), [3, 0])
    const wanted = [new Float64Array(0), Float64Array.of(4, 10, 18), Float64Array.of(2, 4, 6)]
    expect(repeat(() => f(empty, Float64Array.of(1, 2, 3)))).toEqual(wanted)
  })

  it('survive being called while they run', () => {
    const hook: { run: () => void } = { run: () => undefined }
    const hooked = structural({
      name: 'hooked',
      arity: 1,
      infer: (_, operands) => operands,
      evaluate: (_, args) => {
        const now = hook.run
        hook.run = () => undefined
        now()
        return args
      },
      derivative: { _tag: 'Constant' },
      batch: (_, args) => ({ results: args, batched: [true] }),
    })
    const f = compile((x: Scalar, y: Scalar) => add(mul(x, 10), mul(y, phantom<Scalar>(entry(applyTo(hooked, none, [x]), 0)))))
    repeat(() => f(1, 2))
    const inner: Array<number> = []
    hook.run = () => inner.push(f(100, 200))
    expect([f(1, 2), inner]).toEqual([12, [21_000]])
  })

  it('may call each other, and themselves within a trace', () => {
    const inner = grad((x: Scalar) => mul(x, mul(x, x)))
    expect(repeat(() => inner(2))).toBe(12)
    const outer = grad((x: Scalar) => inner(mul(2, x)))
    expect(repeat(() => outer(1))).toBe(24)
    expect(inner(2)).toBe(12)
  })
})

describe('arguments of another kind, once a call is compiled', () => {
  // Small functions become JavaScript, those of large arrays the code of a kernel.
  const x = Float64Array.of(1, 2, 3)
  const long = new Float64Array(1000).fill(0.5)
  const twice = (p: Vector<3>): unknown => mul(p, 2)
  const product = ([a, b]: readonly [Scalar, Vector<3>]): unknown => [mul(a, b), mul(b, b)]
  const named = ({ a, b }: { readonly a: Scalar; readonly b: Vector<3> }): unknown => ({ c: mul(a, b), d: mul(a, a) })
  const inputs: Table<readonly [string, unknown, unknown, ReadonlyArray<unknown>]> = [
    ['numbers', twice, 2, [x, tensor([1, 2, 3]), tensor(2), [2, 3], { a: 2 }]],
    ['arrays', twice, x, [2, Float64Array.of(1, 2), tensor([1, 2, 3]), [x], { a: x }]],
    ['long arrays', twice, long, [2, x, tensor(long), [long], { a: long }]],
    ['long tensors', twice, tensor(long), [2, long, tensor([1, 2])]],
    ['tuples of long arrays', product, [2, long], [[2], [2, long, 3], [long, 2], 2, { a: 2, b: long }, [2, 3], [long, long], [tensor(2), long]]],
    [
      'records of long arrays',
      named,
      { a: 2, b: long },
      [{ a: 2 }, { a: 2, b: 3 }, { a: 2, b: long, c: 1 }, { b: long, a: 2 }, [2, long], { a: long, b: 2 }, 2],
    ],
    ['tensors', twice, tensor([1, 2, 3]), [2, x, tensor([1, 2]), tensor([[1], [2]])]],
    ['tuples', product, [2, x], [[2], [2, x, 3], [x, 2], 2, { a: 2, b: x }, [2, 3]]],
    ['records', named, { a: 2, b: x }, [{ a: 2 }, { a: 2, b: 3 }, { a: 2, b: x, c: 1 }, { b: x, a: 2 }, [2, x], 2]],
    ['a mask', (m: Mask<[2]>) => where(m, 1, 2), tensor([true, false]), [tensor([1, 0]), true, tensor([true])]],
  ]

  it.each(inputs)('%s: others are answered as by a function called for the first time', (_, f, usual, others) => {
    const fresh = (): ((p: unknown) => unknown) => phantom(compile(phantom<(p: Scalar) => Scalar>(f)))
    const answer = (g: (p: unknown) => unknown, p: unknown): unknown => {
      try {
        return g(p)
      } catch (error) {
        return String(error)
      }
    }
    const used = fresh()
    const wanted = used(usual)
    repeat(() => used(usual))
    for (const other of others) {
      expect(answer(used, other)).toEqual(answer(fresh(), other))
      expect(used(usual)).toEqual(wanted)
    }
  })

  it('a number of arguments too', () => {
    const pair = compile((a: Scalar, b: Vector<1000>) => mul(a, b))
    repeat(() => pair(2, long))
    expect(() => phantom<(a: number) => number>(pair)(2)).toThrow()
    const f = compile((a: Scalar, b: Scalar) => mul(a, b))
    repeat(() => f(2, 3))
    expect(() => phantom<(a: number) => number>(f)(2)).toThrow()
    expect(f(2, 3)).toBe(6)
  })
})

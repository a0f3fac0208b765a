/**
 * Calls of small programs are one generated function. It gives the bits of the interpreter in every structure,
 * leaves alone what is not like the call it was made for, and shares nothing with anybody.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTensor, sameTensor, type Tensor, tensor, toFloat64Array } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { where } from '../../src/basis/choice.ts'
import { gt } from '../../src/basis/comparison.ts'
import { everywhere, unary } from '../../src/basis/declare.ts'
import { ofOne } from '../../src/basis/operation.ts'
import { compile, explain } from '../../src/call/compiled.ts'
import { grad, valueAndGrad } from '../../src/call/gradient.ts'
import { into } from '../../src/call/into.ts'
import { evaluate, vmap } from '../../src/call/vectorised.ts'
import { square, sub } from '../../src/primitive/arithmetic.ts'
import { cond, fori } from '../../src/primitive/control.ts'
import { exp } from '../../src/primitive/exponential.ts'
import { take } from '../../src/primitive/gather.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import type { Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { fixed, flatten, unflatten } from '../../src/program/tree.ts'
import { phantom } from '../../src/type/phantom.ts'
import type { Unary } from '../../src/type/value.ts'
import { refusal } from '../failing.ts'
import { special } from '../simplify/random.ts'

type AnyCall = (...xs: ReadonlyArray<unknown>) => unknown
const backendOf = (f: unknown, ...xs: ReadonlyArray<unknown>): string =>
  phantom<(f: unknown) => (...xs: ReadonlyArray<unknown>) => { backend: string }>(explain)(f)(...xs).backend

// structures -------------------------------------------------------------------------------

const element = fc.oneof(fc.constantFrom(...special), fc.double({ min: -4, max: 4 }))
const leaf = fc.oneof(
  element,
  fc.array(element, { maxLength: 10 }).map((xs) => Float64Array.from(xs)),
  fc.array(element, { minLength: 4, maxLength: 4 }).map((xs) => tensor(Float64Array.from(xs), [2, 2])),
  fc.array(element, { minLength: 3, maxLength: 3 }).map((xs) => tensor(Float64Array.from(xs))),
)
const constant = fc.constantFrom('mode', true, null, undefined, fixed(3))
const key = fc.constantFrom('a', 'b', '7', '0', 'two words', '__proto__', '"')
const { structure } = fc.letrec<{ structure: unknown }>((tie) => ({
  structure: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    leaf,
    constant,
    fc.array(tie('structure'), { maxLength: 4 }),
    fc.uniqueArray(fc.tuple(key, tie('structure')), { maxLength: 4, selector: ([name]) => name }).map((entries) => Object.fromEntries(entries)),
  ),
}))

const sameLeaf = (a: unknown, b: unknown): boolean => {
  if (isTensor(a)) return isTensor(b) && sameTensor(a, b)
  if (a instanceof Float64Array) return b instanceof Float64Array && a.length === b.length && a.every((x, i) => Object.is(x, b[i]))
  return typeof a === 'number' && Object.is(a, b)
}

/** The same structure, down to the order of keys, and the same bits. */
const same = (a: unknown, b: unknown): boolean => {
  const [x, y] = [flatten('test', a, ''), flatten('test', b, '')]
  return JSON.stringify(x.layout) === JSON.stringify(y.layout) && x.leaves.every(({ value }, i) => sameLeaf(value, y.leaves[i]?.value))
}

const mapped =
  (g: Unary, k: Scalar | number): AnyCall =>
  (...args) => {
    const { leaves, layout } = flatten('test', args, '')
    return unflatten(
      layout,
      leaves.map(({ value }) => mul(g(phantom<Vector>(value)), k)),
    )
  }

describe('a call in one function', () => {
  it('has the structure and the bits of the interpreter, for every structure', () => {
    fc.assert(
      fc.property(fc.array(structure, { minLength: 1, maxLength: 3 }), (args) => {
        // Each time another function, so that nothing is remembered.
        const f: AnyCall = (...xs) => mapped(square, -2)(...xs)
        const wanted = phantom<AnyCall>(evaluate(phantom<() => void>(f)))(...args)
        const call = phantom<AnyCall>(compile(phantom<() => void>((...xs: ReadonlyArray<unknown>) => f(...xs))))
        for (let turn = 0; turn < 3; turn++) if (!same(call(...args), wanted)) return false
        return true
      }),
      { numRuns: 200 },
    )
  })

  it.each(['javascript', 'webassembly'] as const)('has them in a kernel of %s too', (backend) => {
    fc.assert(
      fc.property(fc.array(structure, { minLength: 1, maxLength: 3 }), (args) => {
        const f: AnyCall = (...xs) => mapped(square, -2)(...xs)
        const wanted = phantom<AnyCall>(evaluate(phantom<() => void>(f)))(...args)
        const call = phantom<AnyCall>(
          compile(
            phantom<() => void>((...xs: ReadonlyArray<unknown>) => f(...xs)),
            { backend },
          ),
        )
        for (let turn = 0; turn < 3; turn++) if (!same(call(...args), wanted)) return false
        return true
      }),
      { numRuns: 40 },
    )
  })

  it('is what small functions become, with loops, branches and known places in them', () => {
    const inner = (x: Vector<3>): Scalar => sum(mul(take(x, [2, 0, 2]), Float64Array.of(1, 2, 3)))
    const looped = (x: Scalar): Scalar => fori(3, x, (y) => square(add(y, x)))
    const branched = (x: Scalar): Scalar =>
      cond(
        gt(x, 0),
        (y: Scalar) => exp(y),
        (y: Scalar) => square(y),
        x,
      )
    const at = Float64Array.of(0.5, -0, 3)
    for (const [f, x] of [
      [inner, at],
      [looped, 0.3],
      [branched, 0.3],
      [branched, -2],
    ] as const) {
      const both = phantom<(x: unknown) => unknown>(valueAndGrad(phantom<(x: Scalar) => Scalar>(f)))
      const wanted = both(x)
      expect(backendOf(both, x)).toBe('direct JavaScript')
      const call = phantom<AnyCall>(compile(phantom<() => void>(both)))
      expect([call(x), call(x), call(x)].every((got) => same(got, wanted))).toBe(true)
    }
  })

  it('is not what large ones become, or those for which another code is asked', () => {
    const f = (x: Vector): Scalar => sum(square(x))
    expect(backendOf(f, new Float64Array(10))).toBe('direct JavaScript')
    expect(backendOf(f, new Float64Array(1000))).toBe('webassembly')
    expect(explain(f, { backend: 'webassembly' })(new Float64Array(10)).backend).toBe('webassembly')
    expect(backendOf((x: Scalar) => fori(1000, x, (y) => sin(y)), 1)).toBe('webassembly')
  })

  it('is not what those become that apply more than two elementary functions', () => {
    const f = (x: Vector): Scalar => sum(exp(x))
    const g = (x: Vector): Scalar => exp(exp(exp(sum(x))))
    expect([f, g].map((of) => backendOf(of, new Float64Array(2)))).toEqual(['direct JavaScript', 'webassembly'])
    expect([f, g].map((of) => backendOf(of, new Float64Array(3)))).toEqual(['webassembly', 'webassembly'])
  })

  it.each([undefined, 'javascript', 'webassembly'] as const)('answers with kinds of its own: numbers, booleans, arrays of whole numbers (%s)', (backend) => {
    const f = (x: Scalar, v: Vector<2>) => ({ more: gt(x, 1), which: gt(v, x), same: where(gt(v, x), v, x) })
    const call = compile(f, backend === undefined ? {} : { backend })
    for (let turn = 0; turn < 3; turn++) {
      const { more, which, same: kept } = call(2, Float64Array.of(1, 3))
      expect([more, [...kept]]).toEqual([true, [2, 3]])
      expect([isTensor(which), String(which)]).toEqual([true, String(tensor([false, true]))])
    }
  })
})

// which way was taken ----------------------------------------------------------------------

describe('the generated function', () => {
  /** The identity, and how often arrays went through the interpreter's. */
  const watched = (): { readonly pass: Unary; readonly seen: { arrays: number } } => {
    const seen = { arrays: 0 }
    const plain = unary({ name: 'pass', scalar: (x) => x, partial: () => 1, domain: everywhere })
    const counting = {
      ...plain,
      evaluate: (...given: Parameters<typeof plain.evaluate>) => {
        seen.arrays++
        return plain.evaluate(...given)
      },
    }
    return { pass: ofOne(counting), seen }
  }
  it('answers from the first compiled call on, and calls that repeat', () => {
    const { pass, seen } = watched()
    const call = compile((x: Vector<2>) => mul(pass(x), 2))
    for (let turn = 0; turn < 4; turn++) expect([...call(Float64Array.of(1, -0))]).toEqual([2, -0])
    expect(seen.arrays).toBe(0)
    const repeated = evaluate((x: Vector<2>) => mul(pass(x), 3))
    for (let turn = 0; turn < 2000; turn++) repeated(Float64Array.of(1, 2))
    const interpreted = seen.arrays
    expect(interpreted).toBeGreaterThan(10)
    expect(interpreted).toBeLessThan(1000)
    repeated(Float64Array.of(1, 2))
    expect(seen.arrays).toBe(interpreted)
  })

  it('takes a part of a larger array, and an array of numbers for a tuple', () => {
    const { pass, seen } = watched()
    const call = compile(([x, y]: readonly [Scalar, Scalar], v: Vector<2>) => [pass(x), pass(y), pass(v)] as const)
    const wide = Float64Array.of(9, 8, 7, 6)
    call([1, 2], wide.subarray(2))
    call([1, 2], wide.subarray(2))
    const numbers = [3, 4]
    expect(call(phantom<[number, number]>(numbers), wide.subarray(1, 3))).toEqual([3, 4, Float64Array.of(8, 7)])
    expect(seen.arrays).toBe(0)
  })
})

describe('what is not like the call before', () => {
  const at = {
    w: Float64Array.of(1, 2),
    b: 3,
    pair: [4, 5],
    m: tensor([
      [1, 2],
      [3, 4],
    ]),
    mode: 'twice',
  } as const
  type At = { readonly w: Vector<2>; readonly b: Scalar; readonly pair: readonly [Scalar, Scalar]; readonly m: Matrix<2, 2>; readonly mode: string }
  const f = (p: At): Scalar => mul(add([sum(exp(p.w)), square(p.b), mul(p.pair[0], p.pair[1]), sum(square(p.m))]), p.mode === 'twice' ? 2 : 1)
  const slope = phantom<AnyCall>(grad(f))
  const interpreted = (x: unknown): unknown => phantom<AnyCall>(grad((p: At) => f(p)))(x)
  /** Calls until there is code. */
  const often = 300
  const settled = (): unknown => {
    for (let turn = 0; turn < often; turn++) slope(at)
    return slope(at)
  }
  const thrown = (run: () => unknown): string => {
    try {
      run()
    } catch (error) {
      return String(error)
    }
    return 'nothing'
  }

  it('is told from what is', () => {
    expect(backendOf(slope, at)).toBe('direct JavaScript')
    expect(same(settled(), interpreted(at))).toBe(true)
  })

  it.each([
    ['another string', { ...at, mode: 'once' }],
    ['a tensor for a number', { ...at, b: tensor(3) }],
    ['a tensor for an array', { ...at, w: tensor([1, 2]) }],
    ['another length', { ...at, w: Float64Array.of(1, 2, 3) }],
    ['another shape', { ...at, m: tensor([[1, 2, 3, 4]]) }],
    ['another order of keys', { mode: 'twice', m: at.m, pair: at.pair, b: 3, w: at.w }],
    ['one key more', { ...at, more: 1 }],
    ['a longer tuple', { ...at, pair: [4, 5, 6] }],
  ])('%s: goes the long way, and back', (_, other) => {
    const first = settled()
    expect(same(slope(other), interpreted(other))).toBe(true)
    expect(same(slope(at), first)).toBe(true)
  })

  it.each([
    ['a string for a number', { ...at, b: '3' }],
    ['an array for a number', { ...at, b: Float64Array.of(3) }],
    ['nothing', undefined],
    ['an array of float32', { ...at, w: Float32Array.of(1, 2) }],
    ['a key less', { w: at.w, b: 3 }],
    ['an instance', Object.assign(Object.create({ inherited: true }), at)],
  ])('%s: is refused as ever', (_, other) => {
    settled()
    const wanted = thrown(() => interpreted(other))
    expect(wanted).not.toBe('nothing')
    expect(thrown(() => slope(other))).toBe(wanted)
  })

  it('more or fewer arguments', () => {
    const product = compile((...xs: ReadonlyArray<Scalar>) => phantom<Scalar>(xs.reduce((x, y) => mul(x, y))))
    expect([product(2, 3), product(2, 3), product(2, 3, 4), product(2), product(2, 3)]).toEqual([6, 6, 24, 2, 6])
  })

  it('a number where a fixed one was is a variable', () => {
    const power = phantom<AnyCall>(grad((x: Scalar, n: number) => (typeof n === 'number' ? mul(x, n) : square(x))))
    for (let turn = 0; turn < often; turn++) power(3, fixed(5))
    expect([power(3, fixed(5)), power(3, 5), power(3, fixed(6)), power(3, fixed(5))]).toEqual([5, 6, 6, 5])
  })

  it('an expression, in a transform around it', () => {
    const cube = grad((x: Scalar) => mul(x, mul(x, x)))
    for (let turn = 0; turn < 500; turn++) cube(2)
    expect([grad((x: Scalar) => cube(mul(2, x)))(1), cube(2)]).toEqual([24, 12])
    expect(vmap((x: Scalar) => cube(x))(Float64Array.of(1, 2))).toEqual(Float64Array.of(3, 12))
  })

  it('one argument number, and a list of it, are answered each in its structure', () => {
    const f1 = (x: Scalar, y: Scalar): Scalar => mul(x, y)
    const [one, list] = [grad(f1, { argnums: 1 }), grad(f1, { argnums: [1] })]
    for (let turn = 0; turn < 500; turn++) expect([one(3, 5), list(3, 5)]).toEqual([3, [3]])
  })
})

describe('results', () => {
  it('are fresh: arrays, tuples, records and tensors', () => {
    const call = compile((x: Vector<2>, m: Matrix<1, 2>) => ({ x, pair: [x, 2] as const, m, none: Float64Array.of(0, 0) }))
    const [x, m] = [Float64Array.of(1, 2), tensor([[3, 4]])]
    call(x, m)
    const [a, b] = [call(x, m), call(x, m)]
    expect(a).toEqual(b)
    for (const [p, q] of [
      [a, b],
      [a.x, b.x],
      [a.x, x],
      [a.pair, b.pair],
      [a.pair[0], a.x],
      [a.m, b.m],
      [a.m, m],
      [a.none, b.none],
    ])
      expect(p).not.toBe(q)
    for (const array of [a.x, phantom<Float64Array>(a.pair[0]), a.none]) array.fill(9)
    expect([call(x, m), [...x], toFloat64Array(phantom<Tensor>(m))[0]]).toEqual([b, [1, 2], 3])
    expect(a.x.buffer.byteLength).toBe(16)
  })

  it('may be written over the arguments they are made from', () => {
    const swap = into((p: { readonly a: Vector<2>; readonly b: Vector<2> }) => ({ a: p.b, b: sub(p.a, p.b) }))
    const own = { a: Float64Array.of(1, 2), b: Float64Array.of(10, 20) }
    for (let turn = 0; turn < 500; turn++) swap({ a: new Float64Array(2), b: new Float64Array(2) }, own)
    expect(swap(own, own)).toEqual({ a: Float64Array.of(10, 20), b: Float64Array.of(-9, -18) })
    expect(refusal(() => swap({ a: own.a, b: new Float64Array(3) }, own))).toContain('a Float64Array of 2')
    expect(own.a).toEqual(Float64Array.of(10, 20))
  })

  it('are right when an argument calls the function as it is read', () => {
    const call = compile((p: { readonly x: Scalar; readonly y: Scalar }) => [mul(p.x, 10), add(p.x, p.y)] as const)
    const at = { x: 1, y: 2 }
    call(at)
    call(at)
    const inner: Array<unknown> = []
    const calling = {
      x: 1,
      get y(): number {
        inner.push(call({ x: 5, y: 6 }))
        return 2
      },
    }
    expect([call(calling), inner]).toEqual([[10, 3], [[50, 11]]])
  })
})

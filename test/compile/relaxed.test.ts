/**
 * Code compiled with fused multiply-adds: how near its results are, where it is made, and that no other code has them.
 */
import * as fc from 'fast-check'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  add,
  compile,
  type CompileOptions,
  evaluate,
  exp,
  explain,
  fold,
  grad,
  interval,
  intervals,
  into,
  matmul,
  type Matrix,
  mul,
  relaxed,
  type Scalar,
  showExplanation,
  sin,
  sum,
  tanh,
  tensor,
  toFloat64Array,
  trace,
  type Vector,
  vmap,
} from 'wengert'
import { type AnyTensor, dataOf, filled, sameTensor, seal } from '../../src/array/tensor.ts'
import { fused } from '../../src/compile/emit/fuse.ts'
import { compileProgram } from '../../src/compile/kernel.ts'
import { kernelFor } from '../../src/elementary/definition.ts'
import { elementary } from '../../src/elementary/catalogue.ts'
import { entry } from '../../src/entry.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { derivative } from '../../src/transform/gradient.ts'
import { phantom } from '../../src/type/phantom.ts'
import { coarser, error, table } from '../elementary/table.ts'
import { refusal } from '../failing.ts'
import { ringPrograms } from '../simplify/random.ts'
import { samples } from '../share.ts'
import { allow } from './relaxed.ts'
import { compiled } from './wasm/array.ts'

declare const WebAssembly: object

const fast: CompileOptions = { arithmetic: relaxed }

beforeAll(allow)
afterEach(() => vi.unstubAllGlobals())

describe('elementary functions', () => {
  it.each(table.map((row) => [row.name, row] as const))('%s is as near as the exact one promises', (name, { rows }) => {
    const definition = elementary.get(name)
    if (definition === undefined) return expect.fail(name)
    const size = rows.length + (rows.length % 2)
    const column = (k: number): Float64Array => Float64Array.from({ length: size }, (_, i) => rows[i]?.xs[k] ?? 1)
    const got = compiled(kernelFor(definition), 2, 'locals', size, fused)(column(0), column(1))
    expect(Math.max(...rows.map((row, i) => error(got[i] ?? Number.NaN, row)))).toBeLessThan(coarser[name] ?? 1)
  })
})

const waves = (size: number, from = 0): Float64Array => Float64Array.from({ length: size }, (_, i) => Math.sin(from + i))

describe('sums of products', () => {
  it('in a product of matrices are within the error of any order', () => {
    const [m, k, n] = [13, 37, 10] as const
    const [a, b] = [waves(m * k), waves(k * n, 0.5)]
    const product = (x: Matrix, y: Matrix) => matmul(x, y)
    const of = (run: typeof product, x: Float64Array, y: Float64Array): Float64Array =>
      toFloat64Array(phantom<AnyTensor>(phantom<(...xs: ReadonlyArray<AnyTensor>) => unknown>(run)(tensor(x, [m, k]), tensor(y, [k, n]))))
    const [exact, near] = [of(product, a, b), of(phantom(compile(product, fast)), a, b)]
    const sizes = of(product, a.map(Math.abs), b.map(Math.abs))
    sizes.forEach((size, i) => {
      // Each of the two is off by at most k roundings of the sum of sizes.
      expect(Math.abs((near[i] ?? Number.NaN) - (exact[i] ?? 0))).toBeLessThanOrEqual(2 * k * 2 ** -53 * size)
    })
    expect(explain(product, fast)(tensor(a, [m, k]), tensor(b, [k, n])).fused).toBeGreaterThan(3)
  })

  it('of random programs and their derivatives lie where intervals say', () => {
    const count = { numbers: 0 }
    const numbers = fc.tuple(...[1, 1, 6, 6].map((length) => fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: length, maxLength: length })))
    fc.assert(
      fc.property(ringPrograms, numbers, (program, lists) => {
        const inputs = program.inputs.map((of, i) => seal(of, Float64Array.from(lists[i] ?? [])))
        for (const made of [program, derivative(program)]) {
          const given = made.inputs.map((of, i) => inputs[i] ?? filled(of, 1))
          const exact = fold(evaluation)(made)(given)
          const ranges = fold(intervals)(made)(given.map((x) => interval(x, x)))
          const got = compileProgram(made, 'webassembly', undefined, relaxed)?.run(given) ?? []
          exact.forEach((y, j) => {
            dataOf(y).forEach((x, i) => {
              const [low = 0, high = 0, value = Number.NaN] = [ranges[j]?.low, ranges[j]?.high, got[j]].map((t) => t && dataOf(t)[i])
              // Beyond the numbers there are a product may overflow by itself and not within a sum, or vanish.
              if (!Number.isFinite(x) || (x !== 0 && Math.abs(x) < 1e-290)) return
              count.numbers++
              if (!(low - 1e-300 <= value && value <= high + 1e-300)) expect(`${value} in [${low}, ${high}]`).toBe(`${x}`)
            })
          })
        }
      }),
      { numRuns: samples(150) },
    )
    expect(count.numbers).toBeGreaterThan(samples(1000))
  }, 30_000)
})

const chain = (x: Vector<1000>) => sum(mul(tanh(add(mul(x, x), mul(x, 3))), add(x, mul(x, exp(x)))))
const slope = grad(chain)
const xs = waves(1000)

describe('what is compiled so', () => {
  it('is within a few units of what is not, by each way to it', () => {
    const wanted = slope(xs)
    const written = into(slope, fast)
    const target = written.target(xs)
    const ways = [compile(slope, fast)(xs), written(new Float64Array(1000), xs), written(target, xs), compile(slope, { ...fast, backend: 'webassembly' })(xs)]
    for (const got of ways) got.forEach((y, i) => expect(Math.abs(y - (wanted[i] ?? 0))).toBeLessThan(1e-13))
    // One code for all of them.
    for (const got of ways) expect(got).toEqual(ways[0])
    expect(written(target, xs)).toBe(target)
  })

  it('goes on giving the same at the same places', () => {
    const [run, write] = [compile(slope, fast), into(slope, fast)]
    const first = run(xs)
    for (let i = 0; i < 20; i++) {
      expect(run(xs)).toEqual(first)
      expect(write(new Float64Array(1000), xs)).toEqual(first)
    }
  })

  it('is explained', () => {
    const explained = explain(slope, fast)(xs)
    expect(explained).toMatchObject({ backend: 'webassembly', arithmetic: 'relaxed' })
    expect(explained.fused).toBeGreaterThan(20)
    expect(showExplanation(explained)).toContain(`\narithmetic: relaxed, ${explained.fused} fused operations\n`)
    expect(explain((x: Vector) => exp(x))(xs)).toMatchObject({ arithmetic: 'exact', fused: 0 })
    expect(showExplanation(explain(slope)(xs))).not.toContain('arithmetic')
  })

  it('leaves a few numbers, and JavaScript, exact, and says so', () => {
    const few = (t: Scalar) => add(mul(t, t), mul(t, 3))
    const why = 'exact, since no WebAssembly was made'
    expect(explain(few, fast)(0.1)).toMatchObject({ backend: 'direct JavaScript', arithmetic: why, fused: 0 })
    expect(explain(slope, { ...fast, backend: 'javascript' })(xs)).toMatchObject({ backend: 'javascript', arithmetic: why, fused: 0 })
    expect(compile(few, fast)(0.1)).toBe(evaluate(few)(0.1))
    expect(compile(slope, { ...fast, backend: 'javascript' })(xs)).toEqual(slope(xs))
  })

  it('is exact where the host does not know the instructions, and says so', () => {
    const f = grad((x: Vector<1000>) => chain(x))
    vi.stubGlobal('WebAssembly', Object.create(WebAssembly, { validate: { value: () => false } }))
    const explained = explain(f, fast)(xs)
    expect(explained).toMatchObject({ backend: 'webassembly', arithmetic: 'exact, since the host knows no relaxed SIMD', fused: 0 })
    expect(showExplanation(explained)).toContain('\narithmetic: exact, since the host knows no relaxed SIMD\n')
    expect(compile(f, fast)(xs)).toEqual(slope(xs))
    expect(into(f, fast)(new Float64Array(1000), xs)).toEqual(slope(xs))
  })
})

it('all other code of the same function stays exact', () => {
  const f = vmap((t: Scalar) => add(mul(sin(t), t), mul(t, exp(t))))
  const answer = entry(fold(evaluation)(trace(f)(xs))([tensor(xs)]), 0)
  const wanted = toFloat64Array(answer)
  const before = compile(f, fast)(xs)
  const [plain, exact, written] = [f, compile(f), into(f)]
  for (let i = 0; i < 200; i++) expect(sameTensor(tensor(plain(xs)), answer)).toBe(true)
  for (const got of [exact(xs), written(new Float64Array(1000), xs), written(written.target(xs), xs), into(f, {})(new Float64Array(1000), xs)])
    expect(got).toEqual(wanted)
  expect(compile(f, fast)(xs)).toEqual(before)
})

it('another arithmetic is refused, by every function that takes one', () => {
  const wrong: CompileOptions = phantom({ arithmetic: 'relaxed' })
  const hint = "import { relaxed } from 'wengert', and write { arithmetic: relaxed }"
  for (const [name, f] of Object.entries({ compile, explain, into }))
    expect(refusal(() => f(slope, wrong))).toBe(`Argument: ${name}: takes an arithmetic, got a string; ${hint}`)
})

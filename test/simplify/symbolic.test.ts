import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { elementOf, scalarTensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { toFloat, where } from '../../src/basis/choice.ts'
import { gt } from '../../src/basis/comparison.ts'
import { failureOf } from '../../src/failure.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { div, neg, sub } from '../../src/primitive/arithmetic.ts'
import { exp, log } from '../../src/primitive/exponential.ts'
import { pow } from '../../src/primitive/power.ts'
import { stopGradient } from '../../src/primitive/custom.ts'
import { cos, sin } from '../../src/primitive/trigonometric.ts'
import { vocabulary } from '../../src/primitive/vocabulary.ts'
import { expressionSize, operations } from '../../src/program/count.ts'
import { applyTo, float } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { Primitive, Program, Scalar } from '../../src/program/model.ts'
import type { Domain } from '../../src/program/domain.ts'
import { close, inline } from '../../src/program/trace.ts'
import { calculus } from '../../src/simplify/calculus.ts'
import { simplify } from '../../src/simplify/simplify.ts'
import { symbolic } from '../../src/simplify/symbolic.ts'
import { forward } from '../../src/transform/forward.ts'
import { phantom } from '../../src/type/phantom.ts'
import { samples } from '../share.ts'
import type { Table } from '../table.ts'

const program = (inputs: number, body: (...xs: ReadonlyArray<Scalar>) => Scalar, names?: ReadonlyArray<string>): Program =>
  close(
    Array.from({ length: inputs }, () => float()),
    (xs) => [body(...phantom<ReadonlyArray<Scalar>>(xs))],
    names,
  )

const value = (p: Program, ...at: ReadonlyArray<number>): number => {
  const [y] = fold(evaluation)(p)(at.map((x) => scalarTensor(x)))
  return y === undefined ? Number.NaN : elementOf(y)
}

/** Richardson-extrapolated central differences: the oracle that reads no rule. */
const slope = (f: (x: number) => number, x: number): number => {
  const central = (h: number): number => (f(x + h) - f(x - h)) / (2 * h)
  const [a, b, c] = [central(4e-3), central(2e-3), central(1e-3)]
  const [ab, bc] = [(4 * b - a) / 3, (4 * c - b) / 3]
  return (16 * bc - ab) / 15
}

const inside = ({ from, to, avoid = [] }: Domain): fc.Arbitrary<number> =>
  fc.double({ min: from + 0.02, max: to - 0.02, noNaN: true }).filter((x) => avoid.every((bad) => Math.abs(x - bad) > 0.05))

/** The functions of a first course, and the steps and choices beside them. */
const elementary = [
  'add',
  'mul',
  'sub',
  'div',
  'neg',
  'reciprocal',
  'square',
  'sqrt',
  'rsqrt',
  'cbrt',
  'pow',
  'abs',
  'max',
  'min',
  'hypot',
  'exp',
  'expm1',
  'log',
  'log1p',
  'sigmoid',
  'softplus',
  'sin',
  'cos',
  'sincos',
  'tan',
  'asin',
  'acos',
  'atan',
  'atan2',
  'sinh',
  'cosh',
  'tanh',
  'asinh',
  'acosh',
  'atanh',
  'where',
  'lt',
  'le',
  'gt',
  'ge',
  'eq',
  'ne',
  'and',
  'or',
  'not',
  'toFloat',
  'toInt',
  'stopGradient',
]

// Entries that need no parameter; those of one are tested with their family.
const differentiable = vocabulary.filter(
  (p) => p.name in calculus && p.domains.length > 0 && p.derivative._tag !== 'Constant' && calculus[p.name]?._tag !== 'Ordered',
)
// The book's formula is 0/0 there, though the function is smooth.
const removable = ['sinc', 'besselJ1', 'lambertW']
const applied = (p: Primitive, result: number): Program =>
  close(
    p.domains.map(() => float()),
    (xs) => applyTo(p, {}, xs).slice(result, result + 1),
  )

/** Whether the derivative that a table gives agrees with differences at random points of its domain. */
const agrees = (p: Primitive, derivative: (p: Program, input: number) => Program) => {
  const results = p.name === 'sincos' ? [0, 1] : [0]
  const point = fc
    .tuple(...p.domains.map(inside))
    .filter(([x = 0, y = 0]) => (!['max', 'min'].includes(p.name) || Math.abs(x - y) > 0.05) && (!removable.includes(p.name) || Math.abs(x) > 0.05))
  return fc.property(point, (at) =>
    results.every((result) => {
      const f = applied(p, result)
      return p.domains.every((_, i) => {
        const found = value(derivative(f, i), ...at)
        const wanted = slope((x) => value(f, ...at.map((own, k) => (k === i ? x : own))), at[i] ?? 0)
        return Math.abs(found - wanted) <= 1e-5 * (1 + Math.abs(wanted))
      })
    }),
  )
}

describe('the table', () => {
  it('covers the elementary functions', () => {
    expect(elementary.filter((name) => !Object.hasOwn(calculus, name))).toEqual([])
    expect(elementary.filter((name) => !vocabulary.some((p) => p.name === name))).toEqual([])
  })

  it.each(differentiable.map((p) => [p.name, p] as const))('%s agrees with finite differences', (_, p) => {
    fc.assert(agrees(p, symbolic), { numRuns: 40 })
  })

  it('would be caught with a wrong entry', () => {
    const [sine] = differentiable.filter((p) => p.name === 'sin')
    const reflected = (p: Program, input: number): Program => close(p.inputs, (xs) => inline(symbolic(p, input))(xs).map((d) => neg(phantom<Scalar>(d))))
    expect(sine !== undefined && fc.check(agrees(sine, reflected)).failed).toBe(true)
  })
})

describe('symbolic', () => {
  it('gives the derivatives of textbook examples', () => {
    const x = 0.7
    const cases: Table<readonly [Program, number]> = [
      [program(1, (u) => sin(mul(u, u))), 2 * x * Math.cos(x * x)],
      [program(1, (u) => div(sin(u), u)), (x * Math.cos(x) - Math.sin(x)) / x ** 2],
      [program(1, (u) => pow(u, 3)), 3 * x ** 2],
      [program(1, (u) => pow(2, u)), 2 ** x * Math.LN2],
      [program(1, (u) => pow(u, u)), x ** x * (Math.log(x) + 1)],
      [program(1, (u) => mul(exp(u), log(u))), Math.exp(x) * Math.log(x) + Math.exp(x) / x],
      [program(1, (u) => exp(sin(cos(u)))), -Math.exp(Math.sin(Math.cos(x))) * Math.cos(Math.cos(x)) * Math.sin(x)],
      [program(1, (u) => where(gt(u, 0), mul(u, u), 0)), 2 * x],
      [program(1, (u) => add(u, 3)), 1],
    ]
    for (const [f, wanted] of cases) expect(value(symbolic(f, 0), x)).toBeCloseTo(wanted, 12)
  })

  it('differentiates with respect to one input of several', () => {
    // f(x₁, x₂) = ln x₁ + x₁x₂ − sin x₂ at (2, 5)
    const f = program(2, (x1, x2) => sub(add(log(x1), mul(x1, x2)), sin(x2)), ['x1', 'x2'])
    expect(value(symbolic(f, 0), 2, 5)).toBe(5.5)
    expect(value(symbolic(f, 1), 2, 5)).toBeCloseTo(1.7163378145367738, 14)
    expect(symbolic(f, 0).names).toEqual(['x1', 'x2'])
  })

  it('takes the power rule where the exponent does not vary, also at a negative base', () => {
    const f = program(2, (x, n) => pow(x, mul(n, 1)))
    expect(value(symbolic(f, 0), -2, 3)).toBe(12)
  })

  it('applies rules to the letter', () => {
    const names = (p: Program): ReadonlyArray<string> => p.equations.map(({ primitive }) => primitive.name)
    expect(
      names(
        symbolic(
          program(1, (x) => mul(3, x)),
          0,
        ),
      ),
    ).toEqual(['mul', 'mul', 'add'])
    expect(
      symbolic(
        program(1, (x) => x),
        0,
      ).outputs[0],
    ).toMatchObject({ _tag: 'Literal' })
    expect(
      value(
        symbolic(
          program(2, (_, y) => y),
          0,
        ),
        1,
        2,
      ),
    ).toBe(0)
  })

  it('nests: the sixth derivative of 1/x at 4 is 6!/4⁷', () => {
    let f = program(1, (x) => div(1, x))
    for (let k = 0; k < 6; k++) f = simplify(symbolic(f, 0))
    expect(value(f, 4)).toBeCloseTo(720 / 4 ** 7, 12)
  })

  it('agrees with forward mode on random formulas', () => {
    const formula = fc.array(fc.tuple(fc.nat(6), fc.nat(5), fc.nat(5)), { minLength: 1, maxLength: 12 })
    const build = (steps: ReadonlyArray<readonly [number, number, number]>): Program =>
      program(2, (x, y) => {
        const all: Array<Scalar> = [x, y]
        for (const [op, a, b] of steps) {
          const u = all[all.length - 1 - (a % all.length)] ?? x
          const v = all[all.length - 1 - (b % all.length)] ?? y
          all.push(
            [
              () => add(u, v),
              () => mul(u, v),
              () => sub(u, v),
              () => sin(u),
              () => div(u, add(2, cos(v))),
              () => where(gt(u, v), u, mul(2, v)),
              () => exp(sin(u)),
            ][op]?.() ?? u,
          )
        }
        return all.at(-1) ?? x
      })
    fc.assert(
      fc.property(formula, fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true }), fc.nat(1), (steps, x, y, i) => {
        const f = build(steps)
        const pushed = forward(f, [i === 0, i === 1])
        const wanted = pushed.nonzero[0] ? fold(evaluation)(pushed.program)([x, y, 1].map((n) => scalarTensor(n)))[1] : scalarTensor(0)
        const want = wanted === undefined ? Number.NaN : elementOf(wanted)
        const found = value(symbolic(f, i), x, y)
        expect(Math.abs(found - want)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(want)))
      }),
      { numRuns: 200 },
    )
  })

  it('a chain of 10⁵, or of a part of that, is no deeper than one', () => {
    const length = samples(100_000, 20_000)
    const f = program(1, (x) => {
      let y = x
      for (let i = 0; i < length; i++) y = sin(y)
      return y
    })
    expect(operations(symbolic(f, 0))).toBeGreaterThan(2.9 * length)
  })

  it('swells, which simplification undoes', () => {
    const logistic = (n: number): Program =>
      program(1, (x) => {
        let l = x
        for (let i = 1; i < n; i++) l = mul(mul(4, l), sub(1, l))
        return l
      })
    const sizes = [2, 3, 4, 5].map((n) => expressionSize(symbolic(logistic(n), 0)))
    sizes.slice(1).forEach((size, i) => expect(size).toBeGreaterThan(2 * (sizes[i] ?? 0)))
    const grown = symbolic(logistic(8), 0)
    expect(operations(simplify(grown))).toBeLessThan(operations(grown))
  })

  it('treats steps, masks and stopped gradients as constants', () => {
    const f = program(1, (x) => mul(x, add(toFloat(gt(x, 0)), stopGradient(x))))
    expect(value(symbolic(f, 0), 3)).toBe(4)
  })
})

describe('what it refuses', () => {
  const failure = (run: () => unknown): unknown => {
    try {
      run()
      return null
    } catch (error) {
      const found = failureOf(error)
      return found._tag === 'Some' ? found.value._tag : error
    }
  }

  it('an operation without an entry, arrays, several outputs, an input that is not there or not real', () => {
    const [sine] = differentiable.filter((p) => p.name === 'sin')
    const unknown = close([float()], (xs) => (sine === undefined ? [] : applyTo({ ...sine, name: 'toString' }, {}, xs)))
    expect(failure(() => symbolic(unknown, 0))).toBe('NoRule')
    expect(
      failure(() =>
        symbolic(
          close([float(2)], (xs) => xs),
          0,
        ),
      ),
    ).toBe('Shape')
    expect(
      failure(() =>
        symbolic(
          close([float()], ([x]) => (x === undefined ? [] : [x, x])),
          0,
        ),
      ),
    ).toBe('Arity')
    expect(
      failure(() =>
        symbolic(
          program(1, (x) => x),
          1,
        ),
      ),
    ).toBe('Argument')
    expect(
      failure(() =>
        symbolic(
          close([{ ...float(), dtype: 'int32', text: 'i32' }], (xs) => xs),
          0,
        ),
      ),
    ).toBe('NotDifferentiable')
  })
})

/**
 * Taylor mode of programs against forward mode inside forward mode, over every case of every primitive.
 */
import { describe, expect, it } from 'vitest'
import { relativeError } from '../../laws/closeness.ts'
import { type AnyTensor, avalOf, dataOf, tensor } from '../../src/array/tensor.ts'
import { entry } from '../../src/entry.ts'
import { customJvp, type Expr, jvp, mul, type Scalar, trace, vocabulary } from '../../src/index.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { outputAvals } from '../../src/program/avals.ts'
import { applyTo, constant } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { AnyExpr, Params, Primitive } from '../../src/program/model.ts'
import { close, inline } from '../../src/program/trace.ts'
import { forward } from '../../src/transform/forward.ts'
import { coefficients, taylor } from '../../src/transform/jet.ts'
import { cut, differentiable, pick } from '../../src/transform/pick.ts'
import { phantom } from '../../src/type/phantom.ts'
import { type Case, cases } from '../primitive/cases.ts'
import { directions, nestedCoefficients } from './nested.ts'

const found = ({ program, operands }: Case, order: number, size = 0.4): ReadonlyArray<ReadonlyArray<number>> => {
  const marks = outputAvals(program).map(differentiable)
  const out = fold(evaluation)(coefficients(program, order))([...operands, ...directions(program, order, size).flat()])
  const [values = [], ...rows] = cut(out, marks.length, ...Array.from({ length: order }, () => marks.filter(Boolean).length))
  return [pick(values, marks), ...rows.slice(0, order)].map((row) => row.flatMap((y) => Array.from(dataOf(y))))
}

/** Where two lists of coefficients differ by more than the tolerance, relative to the largest of their order. */
const difference = (a: ReadonlyArray<ReadonlyArray<number>>, b: ReadonlyArray<ReadonlyArray<number>>, tolerance: number): string => {
  for (const [k, row] of b.entries()) {
    const scale = Math.max(1e-3, ...row.map(Math.abs).filter(Number.isFinite))
    if (a[k]?.length !== row.length) return `order ${k}: ${a[k]?.length} numbers, not ${row.length}`
    for (const [i, wanted] of row.entries()) {
      const got = a[k]?.[i] ?? Number.NaN
      if (!Object.is(got, wanted) && !(Math.abs(got - wanted) <= tolerance * scale)) return `order ${k}, entry ${i}: ${got} is not ${wanted}`
    }
  }
  return ''
}

describe('coefficients agree with nested forward mode', () => {
  it.each(cases)(
    '$name',
    (of) => {
      const order = of.program.equations.some(({ primitive }) => primitive.domains.length > 0) && of.program.equations.length === 1 ? 6 : 3
      expect(difference(found(of, order), nestedCoefficients(of.program, of.operands, directions(of.program, order)), 1e-9)).toBe('')
    },
    60_000,
  )
})

// The parameters that some elementwise primitives take, such as the order of a Bessel function.
const settings: ReadonlyArray<Params> = [{}, { n: 1 }, { n: 3 }, { i: 1, j: 1 }, { i: 2, j: 0 }]

const takes = (primitive: Primitive, params: Params, operands: ReadonlyArray<AnyTensor>): boolean => {
  try {
    // A parameter that is missing may be noticed in the rule only.
    forward(
      close(operands.map(avalOf), (xs) => applyTo(primitive, params, xs)),
      operands.map(() => true),
    )
    return true
  } catch {
    return false
  }
}

/** A primitive of float64 at five points of its domains, with each of the parameters it takes, or with none. */
const sampled: ReadonlyArray<Case> = vocabulary
  .filter(({ derivative, domains }) => domains.length > 0 && derivative._tag !== 'Constant')
  .flatMap((primitive) => {
    const operands = primitive.domains.map(({ from, to }, i) =>
      tensor([0.07, 0.29, 0.52, 0.71, 0.94].map((part) => from + (to - from) * ((part + 0.17 * i) % 1))),
    )
    const taken = settings.filter((params) => takes(primitive, params, operands))
    return (taken[0] === settings[0] ? taken.slice(0, 1) : taken).map((params) => ({
      name: `${primitive.name} ${JSON.stringify(params)}`,
      program: close(operands.map(avalOf), (xs) => applyTo(primitive, params, xs)),
      operands,
    }))
  })

describe('elementwise primitives over their domains, to order 6', () => {
  it('are all there', () => {
    const smooth = vocabulary.filter(({ derivative, domains }) => domains.length > 0 && derivative._tag !== 'Constant').map(({ name }) => name)
    expect(smooth.filter((name) => !sampled.some((of) => of.name.startsWith(`${name} `)))).toEqual([])
  })

  it.each(sampled)('$name', (of) => {
    const given = directions(of.program, 6, 0.1)
    const wanted = nestedCoefficients(of.program, of.operands, given)
    found(of, 6, 0.1).forEach((row, k) => {
      row.forEach((c, i) => {
        const want = wanted[k]?.[i] ?? Number.NaN
        // Coefficients that cancel keep the digits of their neighbours in the series.
        const size = Math.max(...wanted.slice(0, k + 1).map((before, j) => Math.abs(before[i] ?? 0) * 0.1 ** (k - j)))
        expect(relativeError(c, want, size), `order ${k} at point ${i}: ${c}, not ${want}`).toBeLessThan(1e-9)
      })
    })
  })
})

describe('holders', () => {
  const strip = (primitive: Primitive): Primitive => {
    if (primitive.derivative._tag !== 'Holder') return primitive
    const { jet: _, ...derivative } = primitive.derivative
    return { ...primitive, derivative }
  }
  // A copy without the series of its own, applied as the case applies it.
  const without = ({ name, program, operands }: Case): Case => ({
    name: `${name} without series of its own`,
    program: { ...program, equations: program.equations.map((equation) => ({ ...equation, primitive: strip(equation.primitive) })) },
    operands,
  })
  const held = cases.filter(({ program }) => program.equations.some(({ primitive }) => primitive.derivative._tag === 'Holder'))

  it('are there', () => expect(held.length).toBeGreaterThan(3))

  it.each(held.map(without))('$name', (of) => {
    expect(difference(found(of, 3), nestedCoefficients(of.program, of.operands, directions(of.program, 3)), 1e-9)).toBe('')
  })

  it.each(held)('$name inside a rule', (of) => {
    // The custom rule is the program's own derivative, so the program is a holder within the rule of another.
    const which = of.operands.findIndex((x) => differentiable(avalOf(x)))
    const x = entry(of.operands, which)
    const apply = (value: AnyExpr): AnyExpr => entry(inline(of.program)(of.operands.map((other, i) => (i === which ? value : constant(other)))), 0)
    const push = jvp(close([avalOf(x)], (z) => [apply(entry(z, 0))]))
    const custom = customJvp(
      (value: Expr) => phantom<Expr>(apply(value)),
      ([value], [tangent]) => phantom<readonly [Expr, Expr]>(inline(push)([value, tangent])),
    )
    const plain = { name: '', program: close([avalOf(x)], (z) => [apply(entry(z, 0))]), operands: [x] }
    const ruled = { name: '', program: close([avalOf(x)], (z) => [custom(phantom<Expr>(entry(z, 0)))]), operands: [x] }
    expect(difference(found(ruled, 4), found(plain, 4), 1e-12)).toBe('')
  })
})

describe('layout', () => {
  const program = trace((x: Scalar, n: Scalar) => [mul(x, x), n] as const)(1, 2)

  it('has inputs and outputs order after order, of those that move', () => {
    const moved = taylor(program, [true, false], 3)
    expect(moved.program.inputs.length).toBe(2 + 3)
    expect(moved.nonzero).toEqual([true, false])
    expect(moved.program.outputs.length).toBe(2 + 3)
  })

  it('takes as many coefficients of each input as are said', () => {
    const made = coefficients(program, 3, [2, 0])
    expect(made.names).toEqual(['x1', 'x2', 'x1₁', 'x1₂'])
    expect(fold(evaluation)(made)([2, 5, 3, 7].map((value) => tensor(value))).map((y) => dataOf(y)[0])).toEqual([4, 5, 12, 0, 9 + 28, 0, 42, 0])
  })

  it('does nothing at order 0', () => {
    expect(taylor(program, [true, true], 0).program.outputs.length).toBe(2)
    expect(coefficients(program, 0).equations.length).toBe(program.equations.length)
  })
})

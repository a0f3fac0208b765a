/**
 * Where a derivative goes wrong: the report of a failure names the equation, the loop or branch around it,
 * and the function of the user whose rule it is.
 */
import { describe, expect, it } from 'vitest'
import { deviationOf } from '../../laws/deviation.ts'
import { checkGradient, domainOf, type GradientReport, library, type Sample, scalarPrograms, showReport } from '../../laws/index.ts'
import * as fc from 'fast-check'
import {
  add,
  cond,
  customJvp,
  customRules,
  customVjp,
  exp,
  fn,
  gt,
  integer,
  mapRows,
  mul,
  record,
  type Scalar,
  scalar,
  scan,
  sin,
  square,
  sum,
  tuple,
  type Vector,
  vector,
  within,
} from '../../src/index.ts'
import { faulty, infected } from '../mutants/substitute.ts'
import { named } from '../mutants/fault.ts'

type Failed = Extract<GradientReport, { readonly _tag: 'Failed' }>

const failed = (report: GradientReport): Failed => {
  if (report._tag !== 'Failed') throw new Error(showReport(report))
  return report
}

const cube = (x: Scalar): Scalar => mul(x, square(x))
const half = { from: 0.5, to: 3 }
const rows = { from: 0.5, to: 2, shape: [3] }

const wrong = customJvp(cube, ([x], [dx]) => [cube(x), mul(mul(2, square(x)), dx)])
const wrongBack = customVjp(
  cube,
  (x: Scalar) => [cube(x), x] as const,
  (x: Scalar, y) => [mul(y, mul(2, square(x)))],
)
const wrongOnlyBack = customRules(cube, {
  jvp: ([x], [dx]) => [cube(x), mul(mul(3, square(x)), dx)],
  fwd: (x) => [cube(x), x],
  bwd: (x: Scalar, y) => [mul(mul(2, square(x)), y)],
})
const wrongValue = customJvp(cube, ([x], [dx]) => [square(x), mul(mul(3, square(x)), dx)])

describe('the report of a wrong derivative names the first equation that deviates', () => {
  it.each<readonly [string, (...xs: ReadonlyArray<never>) => unknown, ReadonlyArray<typeof half>, object]>([
    [
      'a forward rule in the middle of a program',
      (x: Scalar) => add(sin(x), mul(exp(x), wrong(sin(x)))),
      [half],
      { line: expect.stringContaining('v4 = customJvp(v3'), custom: 'cube', formula: 'x·x²', what: 'forward mode', rule: 'tangent = dx·2·x²', within: [] },
    ],
    ['a reverse rule', (x: Scalar) => exp(wrongBack(sin(x))), [half], { primitive: 'customVjp', custom: 'cube', rule: 'tangent = dx·2·x²' }],
    [
      'a reverse rule beside a forward rule that is right',
      (x: Scalar) => exp(wrongOnlyBack(sin(x))),
      [half],
      { custom: 'cube', what: 'reverse mode', rule: 'cotangent of x = ȳ·2·x²' },
    ],
    ['a rule with another value', (x: Scalar) => exp(wrongValue(sin(x))), [half], { custom: 'cube', what: 'value', rule: 'value = x²' }],
    [
      'a rule inside a loop',
      (x: Scalar, xs: Vector<3>) => {
        const [c, ys] = scan((c: Scalar, r: Scalar) => [wrong(add(sin(c), r)), mul(c, r)], x, xs)
        return add(c, sum(ys))
      },
      [half, rows],
      { custom: 'cube', within: [expect.stringMatching(/= scan\(.*in its body$/)] },
    ],
    [
      'a rule inside a branch',
      (x: Scalar) => cond(gt(x, 1), wrong, sin, x),
      [half],
      { custom: 'cube', within: [expect.stringMatching(/= cond\(.*in its yes$/)] },
    ],
    ['a rule of rows', (x: Vector<3>) => sum(mapRows(wrong, x)), [rows], { custom: 'cube', within: [expect.stringContaining('body')] }],
  ])('%s', (_, f, domain, wanted) => {
    const report = failed(checkGradient(f, domain, { runs: 30 }))
    expect(report.where).toMatchObject(wanted)
  })

  it('and says so to a person', () => {
    const nameless = customJvp(
      (x: Scalar) => mul(x, square(x)),
      ([x], [dx]) => [cube(x), mul(mul(2, square(x)), dx)],
    )
    const [named, unnamed] = [wrong, nameless].map((bad) => showReport(checkGradient((x: Scalar) => sin(bad(x)), [half], { runs: 30 })))
    expect(named).toContain('the rule given to customJvp for cube is off')
    expect(named).toContain('cube computes  x·x²')
    expect(named).toMatch(/by forward mode is -?[\d.]+, by differences -?[\d.]+ \(relative error 0\.333333\)/)
    expect(unnamed).toContain('the rule given to customJvp for a function without a name is off')
  })

  const wrongByOne = customJvp(
    (c: Scalar, r: Scalar) => mul(c, sin(r)),
    ([c, r], [dc, dr]) => [mul(c, sin(r)), add(mul(dc, sin(r)), mul(dr, mul(c, sin(r))))],
  )
  const along = (start: number) => (rows: Vector<3>) => scan((c: Scalar, r: Scalar) => [add(wrongByOne(c, r), r), []], start, rows)[0]

  it('the operand that it is wrong by, and the rule in the letters of the function', () => {
    const report = failed(checkGradient(along(1), [rows], { runs: 30 }))
    expect(report.where).toMatchObject({ by: ['y'], run: 1, formula: 'x·sin y', rule: expect.stringMatching(/sin y/) })
    expect(showReport(report)).toContain('a function without a name with respect to y by forward mode is')
    expect(showReport(report)).not.toContain('seen in its run')
  })
  it('the turn of a loop where it shows, which need not be the first', () => {
    const report = failed(checkGradient(along(0), [rows], { runs: 30 }))
    expect(report.where).toMatchObject({ by: ['y'], run: 2, primitive: 'customJvp', within: [expect.stringContaining('scan(')] })
    expect(showReport(report)).toContain('seen in its run 2; those before agree')
  })
  it('but not where the program is another function', () => {
    const report = failed(checkGradient((x: never) => (gt(x, 0) ? square(x) : sin(x)), [{ from: -2, to: 3 }]))
    expect(report.where).toBeNull()
    expect(report.advice).toContain('where')
  })
})

describe('a primitive with a wrong rule', () => {
  const samples = (name: string, operand: number): ReadonlyArray<Sample> => {
    const bad = faulty(named(name), 'wrong sign', operand)
    return bad === null ? [] : fc.sample(infected(scalarPrograms({ lines: 6 }), bad), { seed: 5, numRuns: 40 })
  }
  it.each([
    ['sin', 0],
    ['mul', 1],
    ['exp', 0],
  ])('%s is found in random programs, and nothing else', (name, operand) => {
    const found = samples(name, operand).map((sample) => deviationOf(sample)?.primitive ?? 'none')
    expect(found.filter((one) => one === name).length).toBeGreaterThan(10)
    expect(found.filter((one) => one !== name && one !== 'none')).toEqual([])
  })
  it('is not found where there is none', () => {
    expect(fc.sample(scalarPrograms({ lines: 6 }), { seed: 5, numRuns: 40 }).filter((sample) => deviationOf(sample, library) !== null)).toEqual([])
  })
})

describe('domains from specs', () => {
  it('take intervals, points to avoid, and sizes', () => {
    expect(domainOf(tuple(within(scalar, -1, 1, [0]), record({ x: within(vector('n'), 1, 2) })), { n: 2 })).toEqual([
      { from: -1, to: 1, avoid: [0] },
      { x: { from: 1, to: 2, avoid: [], shape: [2] } },
    ])
  })
  it('check a function made by fn with nothing else said, and a function beside specs', () => {
    const declared = fn([within(scalar, 0.5, 2), record({ w: vector('n') })], (x, { w }) => mul(x, sum(square(w))))
    expect(checkGradient(declared, undefined, { runs: 20 })).toMatchObject({ _tag: 'Passed' })
    expect(failed(checkGradient(wrong, [within(scalar, 0.5, 2)], { runs: 20 })).point).toContain('f(1.25)')
  })
  it('say what cannot be sampled, and what is missing', () => {
    expect(checkGradient((x: Scalar) => x, [integer])).toMatchObject({ _tag: 'Broken', reason: expect.stringContaining('int32') })
    expect(checkGradient((x: Scalar) => x)).toMatchObject({ _tag: 'Broken', reason: expect.stringContaining('interval or a spec') })
  })
})

/**
 * A reader of its own for formulas that the library prints, and random scalar programs for it.
 */
import { exp as expOf } from '../../src/elementary/twin/exponential.ts'
import { log as logOf } from '../../src/elementary/twin/logarithm.ts'
import { pow as powOf } from '../../src/elementary/twin/power.ts'
import { cos as cosOf, sin as sinOf } from '../../src/elementary/twin/trigonometric.ts'
import fc from 'fast-check'
import { elementOf, scalarTensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { div, neg, sub } from '../../src/primitive/arithmetic.ts'
import { max } from '../../src/primitive/extremum.ts'
import { exp, log } from '../../src/primitive/exponential.ts'
import { pow } from '../../src/primitive/power.ts'
import { cos, sin } from '../../src/primitive/trigonometric.ts'
import { float } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { Program, Scalar } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'

/** A program of scalar inputs from a function over expressions. */
export const scalarProgram = (names: ReadonlyArray<string>, body: (...xs: Array<Scalar>) => Scalar | ReadonlyArray<Scalar>): Program =>
  close(
    names.map(() => float()),
    (xs) => {
      const out = body(...phantom<Array<Scalar>>(xs))
      return Array.isArray(out) ? phantom(out) : [phantom<Scalar>(out)]
    },
    names,
  )

export const run = (program: Program, point: ReadonlyArray<number>): ReadonlyArray<number> =>
  fold(evaluation)(program)(point.map((x) => scalarTensor(x))).map((x) => elementOf(x))

/** A tiny reader of arithmetic: sums of products of powers of atoms, a sign before a power, functions before an atom. */
const read = (text: string, named: ReadonlyMap<string, number>): number => {
  const tokens =
    text
      .replaceAll('−', '-')
      .replaceAll('·', '*')
      .match(/\d[\d.]*(?:e[-+]?\d+)?|[\p{L}_][\p{L}\p{N}_.]*|[-+*/^(),]|\S/gu) ?? []
  let at = 0
  const take = (...wanted: ReadonlyArray<string>): string | null => {
    const token = tokens[at]
    if (token === undefined || !wanted.includes(token)) return null
    at++
    return token
  }
  const left = (below: () => number, operators: { readonly [sign: string]: (x: number, y: number) => number }) => (): number => {
    let value = below()
    for (let sign = take(...Object.keys(operators)); sign !== null; sign = take(...Object.keys(operators)))
      value = operators[sign]?.(value, below()) ?? Number.NaN
    return value
  }
  const inside = (): number => {
    const value = sum()
    if (take(')') === null) throw new SyntaxError(`a ) is missing in ${text}`)
    return value
  }
  const atom = (): number => {
    if (take('(') !== null) return inside()
    const token = tokens[at++] ?? ''
    if (/^\d/.test(token)) return Number(token)
    const known = named.get(token)
    if (known !== undefined) return known
    if (token === 'max') {
      take('(')
      const [x] = [sum(), take(',')]
      return Math.max(x, inside())
    }
    const f = functions.get(token)
    if (f === undefined) throw new SyntaxError(`${token} in ${text}`)
    return f(atom())
  }
  const power = (): number => {
    const base = atom()
    return take('^') === null ? base : powOf(base, signed())
  }
  const signed = (): number => (take('-') === null ? power() : -signed())
  const product = left(signed, { '*': (x, y) => x * y, '/': (x, y) => x / y })
  const sum: () => number = left(product, { '+': (x, y) => x + y, '-': (x, y) => x - y })
  const value = sum()
  if (at < tokens.length) throw new SyntaxError(`${tokens[at]} in ${text}`)
  return value
}

const functions: ReadonlyMap<string, (x: number) => number> = new Map([
  ['sin', sinOf],
  ['cos', cosOf],
  ['ln', logOf],
  ['exp', expOf],
])

/** The value of a printed formula, named values first, at inputs x, y, z. */
export const evaluatePrinted = (
  bindings: ReadonlyArray<{ readonly name: string; readonly text: string }>,
  output: string,
  point: ReadonlyArray<number>,
): number => {
  const named = new Map<string, number>([
    ['∞', Number.POSITIVE_INFINITY],
    ['NaN', Number.NaN],
    ...['x', 'y', 'z'].map((name, i) => [name, point[i] ?? Number.NaN] as const),
  ])
  for (const { name, text } of bindings) named.set(name, read(text, named))
  return read(output, named)
}

/** One step: an operation on earlier values. */
interface Move {
  readonly op: number
  readonly a: number
  readonly b: number
  readonly literal: number
}

const moves = (literals: ReadonlyArray<number>): fc.Arbitrary<ReadonlyArray<Move>> =>
  fc.array(fc.record({ op: fc.nat(), a: fc.nat(), b: fc.nat(), literal: fc.constantFrom(...literals) }), { minLength: 1, maxLength: 12 })

type Operator = readonly [associative: boolean, apply: (x: Scalar, y: Scalar, literal: number) => Scalar]

const exact: ReadonlyArray<Operator> = [
  [true, (x, y) => add(x, y)],
  [true, (x, y) => mul(x, y)],
  [false, (x, y) => sub(x, y)],
  [false, (x) => neg(x)],
  [true, (x, _, literal) => add(literal, x)],
  [false, (x, _, literal) => sub(x, literal)],
]

const general: ReadonlyArray<Operator> = [
  ...exact,
  [false, (x, y) => div(x, y)],
  [false, (x, y) => pow(x, y)],
  [false, (x, _, literal) => pow(literal, x)],
  [false, (x, y) => max(x, y)],
  [false, (x) => sin(x)],
  [false, (x) => cos(x)],
  [false, (x) => exp(x)],
  [false, (x) => log(x)],
]

/** Differentiable in reverse, for traces. */
const smooth: ReadonlyArray<Operator> = [...exact.slice(0, 5), [false, (x) => sin(x)], [false, (x) => cos(x)], [false, (x) => exp(x)], [false, (x) => log(x)]]

const programs = (operators: ReadonlyArray<Operator>, literals: ReadonlyArray<number>, reassociates: boolean): fc.Arbitrary<Program> =>
  moves(literals).map((list) =>
    scalarProgram(['x', 'y', 'z'], (...xs) => {
      const values = xs.map((x) => ({ x, associative: false }))
      const at = (i: number) => values[i % values.length] ?? { x: xs[0] as Scalar, associative: false }
      for (const { op, a, b, literal } of list) {
        const [associative, apply] = operators[op % operators.length] ?? (general[0] as Operator)
        const right = at(b)
        // Where rounding must not change, no sum stands on the right of a sum.
        values.push(
          !reassociates && associative && (right.associative || at(a).associative)
            ? { x: sub(at(a).x, right.x), associative: false }
            : { x: apply(at(a).x, right.x, literal), associative },
        )
      }
      return values.slice(-1).map(({ x }) => x)
    }),
  )

/** + − × and signs on small integers: exact, so that any nesting may be regrouped. */
export const exactPrograms: fc.Arbitrary<Program> = programs(exact, [-2, 1, 3], true)
/** Functions, quotients and powers; no nesting that a formula regroups. */
export const generalPrograms: fc.Arbitrary<Program> = programs(general, [-2, 0.5, 3], false)
/** What both traces are checked on. */
export const smoothPrograms: fc.Arbitrary<Program> = programs(smooth, [-2, 0.5, 3], true)

/**
 * Functions of numbers as C, on every kind of number: NaN, ±∞, −0, subnormals and random bits among them. The
 * elementary functions have the bits of the interpreter; those of C's own library are within two units.
 */
import { describe, expect, it } from 'vitest'
import { aval } from '../../../src/array/aval.ts'
import type { DType } from '../../../src/array/dtype.ts'
import { type AnyTensor, dataOf, tensor } from '../../../src/array/tensor.ts'
import { entry } from '../../../src/entry.ts'
import { evaluation } from '../../../src/interpret/evaluate.ts'
import { vocabulary } from '../../../src/primitive/vocabulary.ts'
import { applyTo } from '../../../src/program/expr.ts'
import { fold } from '../../../src/program/fold.ts'
import type { Params, Primitive } from '../../../src/program/model.ts'
import { close } from '../../../src/program/trace.ts'
import { points, special } from '../../elementary/points.ts'
import { isCarried } from './agreement.ts'
import { floatsBetween } from './distance.ts'
import { hasGcc, ranInC, type Run } from './machine.ts'

interface Subject extends Run {
  readonly name: string
  readonly primitive: Primitive
}

const edges = special.filter((_, i) => i % 4 < 2)
const pairs = edges.flatMap((x) => edges.map((y) => [x, y] as const))
const random = points(6000, 5)

/** Columns of numbers: all edges, or all pairs of them, and random bits. */
const columns = (arity: number): ReadonlyArray<ReadonlyArray<number>> =>
  arity === 1
    ? [[...special, ...random]]
    : [
        [...pairs.map(([x]) => x), ...random.slice(0, 3000)],
        [...pairs.map(([, y]) => y), ...random.slice(3000)],
      ]

/** Whole numbers of every size, whose products and sums wrap. */
const word = (i: number, column: number): number => Math.imul(i + column, 0x9e3779b9) >> ((i * (column + 3)) % 32)

const operandOf = (dtype: DType, numbers: ReadonlyArray<number>, column: number): AnyTensor => {
  if (dtype === 'float64') return tensor(Float64Array.from(numbers))
  return dtype === 'int32' ? tensor(Int32Array.from(numbers, (_, i) => word(i, column))) : tensor(numbers.map((_, i) => ((i >> column) & 1) === 1))
}

const subject = (primitive: Primitive, dtype: DType, params: Params): ReadonlyArray<Subject> => {
  const arity = primitive.domains.length
  if (arity !== 1 && arity !== 2) return []
  const operands = columns(arity).map((numbers, column) => operandOf(dtype, numbers, column))
  const inputs = operands.map((x) => aval(dtype, [dataOf(x).length]))
  try {
    primitive.infer(params, inputs)
  } catch {
    return []
  }
  return [{ name: `${primitive.name} of ${dtype}`, primitive, program: close(inputs, (xs) => applyTo(primitive, params, xs)), operands }]
}

const dtypes: ReadonlyArray<DType> = ['float64', 'int32', 'bool']
const scalars = vocabulary.filter((p) => p.scalar !== null || p.name === 'sincos')
const subjects = scalars.flatMap((p) => dtypes.flatMap((dtype) => subject(p, dtype, {}))).filter(isCarried)

/** Of how many floats the answers of these may differ at most; of all others none. */
const ofTheLibrary: { readonly [name: string]: number } = { asinh: 2, acosh: 2, atanh: 2, atan2: 2 }

/** Functions of plain numbers that take their exponentials and sines from the engine of JavaScript. */
const ofTheEngine = /^(erfc?|gaussian|scaledNormal(Cdf|Pdf)|lambertW|l?gamma|digamma|beta|besselJ[01]|sinc)$/

const ordered = [
  ...['gaussianDerivative', 'scaledNormalPdfDerivative', 'lambertWDerivative', 'polygamma', 'besselJ', 'sphericalJ'].flatMap((name) =>
    [1, 2, 5].map((n) => [name, { n }] as const),
  ),
  ['betaDerivative', { i: 1, j: 0 }] as const,
  ['betaDerivative', { i: 0, j: 2 }] as const,
]

const ofPowers = [
  { i: 3, j: 0 },
  { i: 2, j: 1 },
  { i: 0, j: 4 },
].flatMap((params) => vocabulary.filter((p) => p.name === 'powDerivative').flatMap((p) => subject(p, 'float64', params)))

/** A subject on points of the domain its primitive declares, evenly spread. */
const onDomain = (of: Subject): Subject => {
  const operands = of.primitive.domains.map(({ from, to }, k) => {
    const low = Math.max(from, -20)
    const width = Math.min(to, 20) - low
    return tensor(Float64Array.from({ length: 500 }, (_, i) => low + width * ((((i + 0.5) * (k === 0 ? 1 : 0.618034)) / 500) % 1)))
  })
  const params = entry(of.program.equations, 0).params
  return {
    ...of,
    operands,
    program: close(
      operands.map((x) => aval('float64', [dataOf(x).length])),
      (xs) => applyTo(of.primitive, params, xs),
    ),
  }
}

const compared = (runs: ReadonlyArray<Subject>, differ: (name: string, x: number, y: number) => boolean): ReadonlyArray<string> => {
  const answers = ranInC(runs)
  return runs.flatMap(({ name, primitive, program, operands }, i) =>
    fold(evaluation)(program)(operands).flatMap((wanted, j) => {
      const [x, y] = [dataOf(wanted), dataOf(entry(entry(answers, i), j))]
      const wrong = Array.from(x).findIndex((value, k) => differ(primitive.name, value, y[k] ?? Number.NaN))
      return wrong < 0 ? [] : [`${name} at ${operands.map((o) => dataOf(o)[wrong]).join(', ')}: ${y[wrong]} for ${x[wrong]}`]
    }),
  )
}

describe.skipIf(!hasGcc)('compiled by gcc (skipped where there is none)', () => {
  it('operations and elementary functions, bit for bit', () => {
    const runs = [...subjects.filter(({ primitive }) => !ofTheEngine.test(primitive.name)), ...ofPowers]
    expect(runs.length).toBeGreaterThan(70)
    expect(compared(runs, (name, x, y) => floatsBetween(x, y) > (ofTheLibrary[name] ?? 0))).toEqual([])
  })

  const specials = [
    ...subjects.filter(({ primitive }) => ofTheEngine.test(primitive.name)),
    ...ordered.flatMap(([name, params]) => vocabulary.filter((p) => p.name === name).flatMap((p) => subject(p, 'float64', params))),
  ]

  it('special functions on their domains, to twelve digits', () => {
    expect(compared(specials.map(onDomain), (_, x, y) => !Object.is(x, y) && !(Math.abs(x - y) <= 1e-12 * Math.max(1, Math.abs(x))))).toEqual([])
  })

  it('and everywhere the same infinities and NaN', () => {
    expect(compared(specials, (_, x, y) => Number.isFinite(x) !== Number.isFinite(y) || (!Number.isFinite(x) && !Object.is(x, y)))).toEqual([])
  })
})

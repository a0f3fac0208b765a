/**
 * Random well-typed programs with sharing, masks, constants, moved and repeated arrays, for the tests
 * of the simplifier: a list of numbers is read as a list of steps, so that shrinking shortens programs.
 */
import fc from 'fast-check'
import { aval } from '../../src/array/aval.ts'
import { type AnyTensor, filled, scalarTensor, seal } from '../../src/array/tensor.ts'
import { vocabulary } from '../../src/primitive/vocabulary.ts'
import { applyTo, constant } from '../../src/program/expr.ts'
import type { AnyExpr, Params, Primitive, Program } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'

export const named = (name: string): Primitive => {
  const found = vocabulary.find((p) => p.name === name)
  if (found === undefined) throw new Error(`no primitive ${name}`)
  return found
}

const wide = [2, 3]
const other = [3, 2]
export const special: ReadonlyArray<number> = [0, -0, 1, -1, 2, -3, 0.5, 1e200, -1e-200, Infinity, -Infinity, NaN]

interface Step {
  readonly op: number
  readonly a: number
  readonly b: number
  readonly c: number
}

/** Names tried more often where laws meet. */
const unary = [
  'neg',
  'neg',
  'neg',
  'neg',
  'square',
  'abs',
  'sin',
  'cos',
  'exp',
  'log',
  'sqrt',
  'reciprocal',
  'tanh',
  'sinh',
  'cosh',
  'atan',
  'tan',
  'asin',
  'sigmoid',
]
const binary = ['add', 'add', 'sub', 'sub', 'mul', 'mul', 'mul', 'div', 'div', 'max', 'min', 'hypot', 'atan2', 'pow']
const comparisons = ['lt', 'le', 'gt', 'ge', 'eq', 'ne']
const ring = ['neg', 'square', 'add', 'sub', 'mul']

type Pool = { readonly floats: Array<AnyExpr>; readonly masks: Array<AnyExpr> }

const built = (inputs: ReadonlyArray<AnyExpr>, steps: ReadonlyArray<Step>, literals: ReadonlyArray<number>, onlyRing: boolean): ReadonlyArray<AnyExpr> => {
  const scalars: Pool = { floats: inputs.filter((x) => x.shape.length === 0), masks: [constant(scalarTensor(1, 'bool'))] }
  const arrays: Pool = { floats: inputs.filter((x) => x.shape.length > 0), masks: [constant(filled(aval('bool', wide), 0))] }
  const pick = (from: ReadonlyArray<AnyExpr>, i: number): AnyExpr => from[from.length - 1 - (i % from.length)] ?? constant(scalarTensor(0))
  const put = (pool: Pool, name: string, params: Params, args: ReadonlyArray<AnyExpr>): void => {
    for (const x of applyTo(named(name), params, args)) (x.dtype === 'bool' ? pool.masks : pool.floats).push(x)
  }
  const literal = (i: number): AnyExpr => constant(scalarTensor(literals[i % literals.length] ?? 0))
  for (const { op, a, b, c } of steps) {
    const onArrays = c % 3 === 0
    const pool = onArrays ? arrays : scalars
    const x = pick(pool.floats, a)
    const y = pick(pool.floats, b)
    if (onlyRing) {
      const name = ring[op % ring.length] ?? 'neg'
      if (op % 7 === 6) put(scalars, 'add', {}, [literal(a), pick(scalars.floats, b)])
      else put(pool, name, {}, op % ring.length < 2 ? [x] : [x, y])
      continue
    }
    switch (op % 16) {
      case 0:
      case 1:
      case 2:
      case 3:
        put(pool, unary[b % unary.length] ?? 'neg', {}, [x])
        break
      case 4:
      case 5:
      case 6:
      case 7:
        put(pool, binary[c % binary.length] ?? 'add', {}, [x, y])
        break
      case 8:
      case 9:
        if (!onArrays) put(scalars, binary[c % binary.length] ?? 'mul', {}, c % 2 === 0 ? [literal(b), x] : [x, literal(b)])
        else arrays.floats.push(...applyTo(named('broadcastTo'), { shape: wide, axes: [] }, [literal(b)]))
        break
      case 10:
        put(pool, comparisons[c % comparisons.length] ?? 'lt', {}, [x, y])
        break
      case 11:
        put(pool, ['and', 'or', 'not'][b % 3] ?? 'not', {}, b % 3 === 2 ? [pick(pool.masks, a)] : [pick(pool.masks, a), pick(pool.masks, c)])
        break
      case 12:
        put(pool, 'where', {}, [pick(pool.masks, c), x, y])
        break
      case 13:
        arrays.floats.push(...applyTo(named('broadcastTo'), { shape: wide, axes: [] }, [pick(scalars.floats, a)]))
        break
      case 14: {
        const [flat] = applyTo(named(b % 2 === 0 ? 'reshape' : 'transpose'), b % 2 === 0 ? { shape: other } : { order: [1, 0] }, [pick(arrays.floats, a)])
        if (flat !== undefined)
          arrays.floats.push(...applyTo(named(a % 2 === 0 ? 'reshape' : 'transpose'), a % 2 === 0 ? { shape: wide } : { order: [1, 0] }, [flat]))
        break
      }
      default:
        if (c % 2 === 0) put(scalars, 'sincos', {}, [pick(scalars.floats, a)])
        else scalars.floats.push(...applyTo(named('sum'), { axes: [0, 1] }, [pick(arrays.floats, b)]))
    }
  }
  return [pick(scalars.floats, 0), pick(arrays.floats, 0), pick(scalars.floats, 1), pick(arrays.masks, 0), pick(scalars.floats, 3)]
}

const float = (shape: ReadonlyArray<number>) => aval('float64', shape)
const inputs = [float([]), float([]), float(wide), float(wide)]

const steps = (most: number): fc.Arbitrary<ReadonlyArray<Step>> =>
  fc.array(fc.record({ op: fc.nat(255), a: fc.nat(9), b: fc.nat(255), c: fc.nat(255) }), { minLength: 1, maxLength: most })

/** Programs over two scalars and two matrices with special literals. */
export const programs: fc.Arbitrary<Program> = steps(40).map((list) => close(inputs, (xs) => built(xs, list, special, false), ['x', 'y', 'A', 'B']))

/** The same with + − · only, and small whole literals. */
export const ringPrograms: fc.Arbitrary<Program> = steps(14).map((list) => close(inputs, (xs) => built(xs, list, [0, 1, -1, 2, 3], true), ['x', 'y', 'A', 'B']))

const tensors = (element: fc.Arbitrary<number>): fc.Arbitrary<ReadonlyArray<AnyTensor>> =>
  fc.tuple(
    ...inputs.map((of) =>
      fc.array(element, { minLength: of.shape.length === 0 ? 1 : 6, maxLength: of.shape.length === 0 ? 1 : 6 }).map((xs) => seal(of, Float64Array.from(xs))),
    ),
  )

/** Inputs, special values among them. */
export const points: fc.Arbitrary<ReadonlyArray<AnyTensor>> = tensors(
  fc.oneof(fc.constantFrom(...special), fc.double(), fc.double({ min: -4, max: 4, noNaN: true })),
)

/** Small whole inputs. */
export const wholePoints: fc.Arbitrary<ReadonlyArray<AnyTensor>> = tensors(fc.integer({ min: -3, max: 3 }))

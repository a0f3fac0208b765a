/**
 * What an operation is made of: its example is run once to see a call that is right, and that call is
 * traced with variables in the places of its arrays.
 */
import * as fc from 'fast-check'
import * as fpts from 'fp-ts'
import * as iots from 'io-ts'
import * as laws from '../../laws/index.ts'
import * as wengert from '../../src/index.ts'
import type { Aval } from '../../src/array/aval.ts'
import type { AnyExpr, Program } from '../../src/program/model.ts'
import { isExpr } from '../../src/program/expr.ts'
import { lowerOne, toExpr } from '../../src/program/operate.ts'
import { close } from '../../src/program/trace.ts'
import { avalOf, isTensor } from '../../src/array/tensor.ts'
import { execute } from '../docs/example.ts'
import { overloadsOf, type Parameter } from './signature.ts'
import type { Item } from './surface.ts'

/** Without its types, which together are more than the compiler cares to compare. */
const exported: Readonly<Record<string, unknown>> = wengert

type Callable = (...args: ReadonlyArray<unknown>) => unknown

const isCallable = (value: unknown): value is Callable => typeof value === 'function'

/** The arguments of the first call of an operation in its example. */
const callIn = ({ name, value, example }: Item): ReadonlyArray<unknown> | null => {
  if (example === undefined || !isCallable(value)) return null
  const calls: Array<ReadonlyArray<unknown>> = []
  const recorder: Callable = (...args) => {
    calls.push(args)
    return value(...args)
  }
  const [module = '', own] = name.split('.')
  const outer = exported[module]
  const inside = { ...(typeof outer === 'object' ? outer : {}), [own ?? '']: recorder }
  // The examples of a module call its functions by their own names, too.
  const scope = own === undefined ? { [name]: recorder } : { ...inside, [module]: inside }
  const modules = { wengert: { ...exported, ...scope }, 'wengert/laws': laws, 'fp-ts': fpts, 'io-ts': iots, 'fast-check': fc }
  try {
    execute(example, { ...exported, fc, E: fpts.either, O: fpts.option, t: iots, ...scope }, modules)
  } catch {
    // What is wrong with an example, its own test says; the calls it made until then serve.
  }
  return calls[0] ?? null
}

const isArray = (value: unknown): boolean => value instanceof Float64Array || isTensor(value) || isExpr(value)

/** Whether a parameter takes arrays, so that a number given for it is one, too. */
const takesArrays = (parameter: Parameter | undefined): boolean => parameter !== undefined && /Operand/.test(parameter.type)

/** An argument as variables and as the function of them that gives it back. */
interface Lifted {
  readonly avals: ReadonlyArray<Aval>
  readonly names: ReadonlyArray<string>
  readonly restore: (xs: ReadonlyArray<AnyExpr>) => unknown
}

const held = (value: unknown): Lifted => ({ avals: [], names: [], restore: () => value })

const lifted = (name: string, value: unknown, always: boolean): Lifted => {
  if (isArray(value) || (always && (typeof value === 'number' || typeof value === 'boolean'))) {
    const low = lowerOne('reference', value)
    const of = isExpr(low) ? low.aval : avalOf(low)
    return { avals: [of], names: [name], restore: (xs) => xs[0] }
  }
  if (!always || !Array.isArray(value)) return held(value)
  const parts = value.map((one: unknown, i) => lifted(`${name}${i + 1}`, one, true))
  return joined(parts, (given) => given)
}

const joined = (parts: ReadonlyArray<Lifted>, make: (values: ReadonlyArray<unknown>) => unknown): Lifted => {
  const starts = parts.map((_, i) => parts.slice(0, i).reduce((n, part) => n + part.avals.length, 0))
  return {
    avals: parts.flatMap((part) => part.avals),
    names: parts.flatMap((part) => part.names),
    restore: (xs) => make(parts.map((part, i) => part.restore(xs.slice(starts[i] ?? 0, (starts[i] ?? 0) + part.avals.length)))),
  }
}

const leavesOf = (value: unknown): ReadonlyArray<unknown> => {
  if (Array.isArray(value)) return value.flatMap(leavesOf)
  if (typeof value === 'object' && value !== null && !isArray(value)) return Object.values(value).flatMap(leavesOf)
  return [value]
}

/** The program of an operation as its example calls it; null where the example shows no call of arrays. */
export const applicationOf = (item: Item): Program | null => {
  const { value, file, local } = item
  const args = callIn(item)
  if (args === null || !isCallable(value)) return null
  const ways = overloadsOf(file, local)
  const way = ways.filter(({ parameters }) => parameters.length >= args.length || parameters.at(-1)?.rest === true)
  const best = way.find(({ parameters }) => parameters.some(takesArrays)) ?? way[0]
  const parameterAt = (i: number): Parameter | undefined => best?.parameters[i] ?? best?.parameters.at(-1)
  // A number beside an int32 array is an int32, and stays a number.
  const whole = args.some((arg) => isTensor(arg) && arg.dtype === 'int32')
  const parts = args.map((arg, i) => {
    const parameter = parameterAt(i)
    return lifted(
      parameter?.rest === true ? `${parameter.name}${i + 1}` : (parameter?.name ?? `x${i + 1}`),
      arg,
      takesArrays(parameter) && !(whole && typeof arg === 'number'),
    )
  })
  const call = joined(parts, (given) => leavesOf(value(...given)))
  if (call.avals.length === 0) return null
  const body = (xs: ReadonlyArray<AnyExpr>): ReadonlyArray<AnyExpr> => {
    const results = call.restore(xs)
    return Array.isArray(results) ? results.map((result: unknown) => toExpr('reference', result)) : []
  }
  try {
    return close(call.avals, body, call.names)
  } catch {
    // A number that must be known is among the arguments: the test of this reference lists such operations.
    return null
  }
}

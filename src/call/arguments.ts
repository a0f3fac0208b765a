/**
 * The arguments of a call, taken apart: layouts, leaves lowered to tensors and expressions, and a path
 * to each leaf for messages.
 */
import { type Aval, sameAval } from '../array/aval.ts'
import { avalOf, elementOf, isTensor, toFloat64Array } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { isExpr } from '../program/expr.ts'
import type { Nonzero } from '../program/model.ts'
import { describe } from '../program/describe.ts'
import { lowerOne, type Lowered } from '../program/operate.ts'
import { flatten, type Layout, layoutKey, type LeafKind, sameLayout, showLayout } from '../program/tree.ts'
import { differentiable } from '../transform/pick.ts'
import { checkFunction } from '../program/given.ts'
import { listOf } from '../array/list.ts'

/** One argument. */
export interface Argument {
  readonly layout: Layout
  readonly values: ReadonlyArray<Lowered>
  readonly avals: ReadonlyArray<Aval>
  readonly paths: ReadonlyArray<string>
  readonly kinds: ReadonlyArray<LeafKind>
}

const avalOfLowered = (x: Lowered): Aval => (isTensor(x) ? avalOf(x) : x.aval)

const kindOf = (value: unknown): LeafKind => (typeof value === 'number' ? 'number' : isExpr(value) ? 'Expr' : isTensor(value) ? 'Tensor' : 'Float64Array')

export const argument = (operation: string, structure: unknown, path: string, like?: Layout): Argument => {
  const { leaves, layout } = flatten(operation, structure, path, like)
  const values = leaves.map((leaf) => lowerOne(operation, leaf.value))
  return { layout, values, avals: values.map(avalOfLowered), paths: leaves.map((leaf) => leaf.path), kinds: leaves.map((leaf) => kindOf(leaf.value)) }
}

/** A function that knows its inputs: it checks the arguments and gives each leaf its dtype. */
export interface Accepting {
  readonly accept: (args: ReadonlyArray<unknown>) => ReadonlyArray<unknown>
}

export const isAccepting = (f: object): f is Accepting => 'accept' in f && typeof f.accept === 'function'

/** The arguments of a call of `f`. */
export const argumentsFor = (operation: string, f: object, args: ReadonlyArray<unknown>): ReadonlyArray<Argument> => {
  checkFunction(operation, f)
  return argumentsOf(operation, isAccepting(f) && Array.isArray(args) ? f.accept(args) : args)
}

/** The arguments of a call; of tangents, in the order of the primals they are `like`. */
export const argumentsOf = (operation: string, args: ReadonlyArray<unknown>, like: ReadonlyArray<Argument> = []): ReadonlyArray<Argument> =>
  Array.isArray(args)
    ? args.map((arg, i) => argument(operation, arg, args.length === 1 ? 'x' : `x${i + 1}`, like[i]?.layout))
    : raise({
        _tag: 'Argument',
        operation,
        reason: `takes its arguments as a list, got ${describe(args)}`,
        hint: 'one entry per argument of the function: [x]',
      })

/** A text equal for two calls exactly when one trace serves both. */
export const callKey = (args: ReadonlyArray<Argument>): string =>
  args.map((arg) => `${layoutKey(arg.layout)}${arg.avals.map((of) => of.text).join(',')}`).join(';')

export const valuesOf = (args: ReadonlyArray<Argument>): ReadonlyArray<Lowered> => args.flatMap((arg) => arg.values)

export const avalsOf = (args: ReadonlyArray<Argument>): ReadonlyArray<Aval> => args.flatMap((arg) => arg.avals)

export const pathsOf = (args: ReadonlyArray<Argument>): ReadonlyArray<string> => args.flatMap((arg) => arg.paths)

/** Marks the leaves of the arguments chosen; each must have a tangent. */
export const chosen = (operation: string, args: ReadonlyArray<Argument>, argnums: ReadonlyArray<number>): Nonzero => {
  for (const n of listOf(operation, 'argnums are', argnums))
    if (!Number.isInteger(n) || n < 0 || n >= args.length)
      raise({
        _tag: 'Argument',
        operation,
        reason: `argnums names argument ${n}, but ${args.length} ${args.length === 1 ? 'was' : 'were'} given`,
        hint: 'arguments are counted from 0',
      })
  return args.flatMap((arg, i) =>
    arg.avals.map((of, k) => {
      if (!argnums.includes(i)) return false
      return (
        differentiable(of) ||
        raise({
          _tag: 'NotDifferentiable',
          operation,
          path: entry(arg.paths, k),
          dtype: of.dtype,
          ...(operation === 'jvp' || operation === 'vjp' ? { hint: 'let the function close over it, or pass it as float64' } : {}),
        })
      )
    }),
  )
}

/** Check that a structure (a tangent, a cotangent) fits the one it belongs to. */
export const matching = (operation: string, given: Argument, layout: Layout, avals: ReadonlyArray<Aval>): void => {
  if (!sameLayout(given.layout, layout))
    raise({ _tag: 'Structure', operation, path: given.paths[0] ?? 'the argument', expected: showLayout(layout), got: showLayout(given.layout) })
  given.avals.forEach((of, i) => {
    const wanted = entry(avals, i)
    if (!sameAval(of, wanted))
      raise({
        _tag: 'Structure',
        operation,
        path: entry(given.paths, i),
        expected: wanted.text,
        got: of.text,
        hint: 'a tangent or cotangent has the shape of its value',
      })
  })
}

/** A result leaf as a user sees it: a number, a boolean, a Float64Array, a Tensor, or an expression. */
export const presented = (result: Lowered): unknown => {
  if (isExpr(result)) return result
  if (result.shape.length === 0 && result.dtype !== 'int32') return result.dtype === 'bool' ? elementOf(result) === 1 : elementOf(result)
  return result.shape.length === 1 && result.dtype === 'float64' ? toFloat64Array(result) : result
}

/** A result leaf in the kind of the argument leaf it mirrors. */
export const mirrored = (result: Lowered, kind: LeafKind): unknown => (kind === 'Tensor' ? result : presented(result))

/**
 * When two applications of a primitive are one and the same: equal parameters and identical operands.
 */
import { type AnyTensor, elementOf } from '../array/tensor.ts'
import { isInnerProgram } from '../program/param.ts'
import type { Operation, Param, Params, Primitive, Program } from '../program/model.ts'

// Programs are told apart by identity, for as long as they live.
const programs = /*#__PURE__*/ new WeakMap<Program, number>()
const numbered = { next: 0 }

const identity = (program: Program): number => {
  const known = programs.get(program) ?? numbered.next++
  programs.set(program, known)
  return known
}

const isParam = (value: unknown): value is Param => typeof value === 'object'

// JSON has no NaN, no infinities and no −0.
const exactly = (_: string, value: unknown): unknown => {
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) return value === 0 ? '-0' : String(value)
  return isParam(value) && isInnerProgram(value) ? `program ${identity(value)}` : value
}

/** A text equal for equal parameters. */
export const paramsText = (params: Params): string => {
  for (const _ in params) return JSON.stringify(params, exactly)
  return ''
}

/** What has been made of literals and of applications so far. */
export interface Applications<T> {
  readonly literal: (value: AnyTensor, make: () => T) => T
  /** Operands are given by numbers that tell them apart. */
  readonly application: (operation: Operation, operands: ReadonlyArray<number>, make: () => T) => T
}

const remembered = <K, T>(known: Map<K, T>, key: K, make: () => T): T => {
  const hit = known.get(key)
  if (hit !== undefined) return hit
  const made = make()
  known.set(key, made)
  return made
}

/** A memory of applications, empty. */
export const applications = <T>(): Applications<T> => {
  const scalars = new Map<string, T>()
  const arrays = new Map<AnyTensor, T>()
  const known = new Map<Primitive, Map<string, T>>()
  return {
    literal: (value, make) => {
      if (value.shape.length > 0) return remembered(arrays, value, make)
      const element = elementOf(value)
      return remembered(scalars, `${value.dtype} ${Object.is(element, -0) ? '-0' : element}`, make)
    },
    application: ({ primitive, params }, operands, make) => {
      const of = remembered(known, primitive, () => new Map<string, T>())
      return remembered(of, `${operands.join()} ${paramsText(params)}`, make)
    },
  }
}

/**
 * Reading a primitive's parameters. They are data and may come from outside, so each is checked
 * where it is used and the failure names the primitive.
 */
import { isInnerProgram, isList } from '../program/param.ts'
import { axesOf, axisOf, type Dims } from '../array/shape.ts'
import { raise } from '../failure.ts'
import type { Param, Params, Program } from '../program/model.ts'

const fail = (operation: string, key: string, expected: string): never =>
  raise({ _tag: 'Argument', operation, reason: `its parameter '${key}' must be ${expected}` })

const isWhole = (param: Param): param is number => typeof param === 'number' && Number.isSafeInteger(param)

/** A list of whole numbers. */
export const dims = (operation: string, params: Params, key: string): Dims => {
  const param = params[key]
  if (!isList(param)) return fail(operation, key, 'a list of whole numbers')
  return param.map((entry) => (isWhole(entry) ? entry : fail(operation, key, 'a list of whole numbers')))
}

export const whole = (operation: string, params: Params, key: string): number => {
  const param = params[key]
  return param !== undefined && isWhole(param) ? param : fail(operation, key, 'a whole number')
}

/**
 * Axes as programs hold them: counted from the front, ascending, each once. Functions count them from the
 * back too and in any order; rules do arithmetic with them and must not meet such.
 */
export const axesIn = (operation: string, params: Params, shape: Dims): Dims => {
  const axes = dims(operation, params, 'axes')
  const sorted = axesOf(operation, shape, axes)
  return axes.every((axis, i) => axis === sorted[i]) ? axes : fail(operation, 'axes', `counted from the front and ascend, as in [${sorted.join(', ')}]`)
}

/** An axis as programs hold it, counted from the front. */
export const axisIn = (operation: string, params: Params, shape: Dims): number => {
  const axis = whole(operation, params, 'axis')
  const front = axisOf(operation, shape, axis)
  return axis === front ? axis : fail(operation, 'axis', `counted from the front, as ${front}`)
}

export const flag = (operation: string, params: Params, key: string): boolean => {
  const param = params[key]
  return typeof param === 'boolean' ? param : fail(operation, key, 'true or false')
}

export const program = (operation: string, params: Params, key: string): Program => {
  const param = params[key]
  return isInnerProgram(param) ? param : fail(operation, key, 'a program')
}

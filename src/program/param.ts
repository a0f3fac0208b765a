/**
 * What a parameter of an operation may be: a plain value, a list, or an inner program.
 */
import type { Param, Params, Program } from './model.ts'

export const isList = (param: Param | undefined): param is ReadonlyArray<Param> => Array.isArray(param)

/** A program that an operation holds, as a loop does its body; the one object among parameters that is no list. */
export const isInnerProgram = (param: Param | undefined): param is Program => typeof param === 'object' && '_tag' in param && param._tag === 'Program'

export const isEmpty = (params: Params): boolean => {
  for (const _ in params) return false
  return true
}

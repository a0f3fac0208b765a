/**
 * What a parameter is.
 */
import type { Param, Params, Program } from './model.ts'

export const isList = (param: Param | undefined): param is ReadonlyArray<Param> => Array.isArray(param)

/** Whether it holds a program. */
export const isHeld = (param: Param | undefined): param is Program => typeof param === 'object' && '_tag' in param && param._tag === 'Program'

export const isEmpty = (params: Params): boolean => {
  for (const _ in params) return false
  return true
}

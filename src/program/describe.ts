/**
 * What a value is, in a few words, for a person who handed over something else than they meant.
 */
import { isDetached } from '../array/detached.ts'
import { isFloats } from '../array/floats.ts'
import { isTensor, showTensor } from '../array/tensor.ts'
import { isExpr, showExpr } from './expr.ts'

export const describe = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return `an array of ${value.length}`
  if (isExpr(value)) return showExpr(value)
  if (isTensor(value)) return `the Tensor ${showTensor(value)}`
  if (value instanceof Float64Array && !isFloats(value)) return 'a Proxy of a Float64Array'
  if (isFloats(value) && isDetached(value)) return 'a Float64Array whose buffer was transferred'
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name}`
  if (typeof value !== 'object') return value === undefined ? 'undefined' : `a ${typeof value}`
  const { constructor } = value
  if (typeof constructor === 'function' && constructor !== Object) return `a ${constructor.name}`
  return `an object with keys {${Object.keys(value).slice(0, 4).join(', ')}}`
}

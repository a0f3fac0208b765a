/**
 * An aval ("abstract value", JAX's word) is what is known of an array before it has data:
 * its shape and dtype. Equal avals are usually the same object, which only saves time and memory.
 */
import { type DType, dtypes } from './dtype.ts'
import type { Dims } from './shape.ts'

/** What is known of an array before it has values: its shape and its dtype. */
export interface Aval {
  readonly shape: Dims
  readonly dtype: DType
  /** The canonical text, `f64[3,4]`; equal exactly when shape and dtype are. */
  readonly text: string
}

const fresh = (dtype: DType, shape: Dims, text: string): Aval => Object.freeze({ shape: Object.freeze([...shape]), dtype, text })

const scalars: { readonly [D in DType]: Aval } = {
  float64: /*#__PURE__*/ fresh('float64', [], 'f64'),
  int32: /*#__PURE__*/ fresh('int32', [], 'i32'),
  bool: /*#__PURE__*/ fresh('bool', [], 'bool'),
}

// A memo that forgets everything when full: identity of avals is never relied on.
const known = /*#__PURE__*/ new Map<string, Aval>()
const capacity = 4096

export const aval = (dtype: DType, shape: Dims): Aval => {
  if (shape.length === 0) return scalars[dtype]
  const text = `${dtypes[dtype].short}[${shape.join(',')}]`
  const hit = known.get(text)
  if (hit !== undefined) return hit
  if (known.size >= capacity) known.clear()
  const made = fresh(dtype, shape, text)
  known.set(text, made)
  return made
}

export const sameAval = (a: Aval, b: Aval): boolean => a === b || a.text === b.text

export const withShape = (a: Aval, shape: Dims): Aval => aval(a.dtype, shape)

export const withDType = (a: Aval, dtype: DType): Aval => aval(dtype, a.shape)

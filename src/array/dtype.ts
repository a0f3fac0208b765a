/**
 * Element types, one row each. Everything that depends on a dtype reads this table,
 * so that a new row (float32, say) is one addition here.
 */
import { raise } from '../failure.ts'

/** The name of an element type. */
export type DType = 'float64' | 'int32' | 'bool'

/** The buffer that holds elements of a dtype. */
export type Buffer = Float64Array | Int32Array | Uint8Array

/**
 * A typed array that was made for whoever asked, as every result is: the type of what `Float64Array.of` gives. From
 * TypeScript 5.7 on that says that its memory is not shared, which a mere `Float64Array` does not; arguments may be any.
 */
export type Fresh = ReturnType<Float64ArrayConstructor['of']>

/** All that the library knows of one element type. */
export interface DTypeRow {
  /** How it prints, as in `f64[3,4]`. */
  readonly short: string
  readonly bytes: number
  readonly buffer: (length: number) => Buffer
  /** Integers and booleans have no tangent: derivatives with respect to them do not exist. */
  readonly tangent: boolean
  /** Whether a number is representable without loss, so that a literal may take this dtype. */
  readonly holds: (value: number) => boolean
}

/** A new buffer; where the host has no memory for it, a failure that says how much was asked for. */
const allocated = <B>(length: number, bytes: number, make: () => B): B => {
  try {
    return make()
  } catch {
    return raise({
      _tag: 'Argument',
      operation: 'array',
      reason: `there is no memory for ${length} entries of ${bytes} bytes`,
      hint: 'compute in parts, for instance with mapRows or scan',
    })
  }
}

/** The table of dtypes. */
export const dtypes: { readonly [D in DType]: DTypeRow } = {
  float64: { short: 'f64', bytes: 8, buffer: (n) => allocated(n, 8, () => new Float64Array(n)), tangent: true, holds: () => true },
  int32: { short: 'i32', bytes: 4, buffer: (n) => allocated(n, 4, () => new Int32Array(n)), tangent: false, holds: (v) => Object.is(v | 0, v) },
  bool: { short: 'bool', bytes: 1, buffer: (n) => allocated(n, 1, () => new Uint8Array(n)), tangent: false, holds: (v) => Object.is(v, 0) || v === 1 },
}

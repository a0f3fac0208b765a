/**
 * Loops over buffers that the reference evaluation of array primitives is made of.
 * Obvious before fast: the compiler has its own.
 */
import { entry } from '../entry.ts'
import { type Buffer, type DType, dtypes } from './dtype.ts'
import { type Dims, sizeOf, stridesOf } from './shape.ts'

/** Row-major copy of a view: element (i, j, …) is `source[offset + i·strides[0] + j·strides[1] + …]`. */
export const strided = (dtype: DType, source: Buffer, shape: Dims, strides: Dims, offset = 0): Buffer => {
  const size = sizeOf(shape)
  const out = dtypes[dtype].buffer(size)
  if (size === 0) return out
  const rank = shape.length
  const at = new Array<number>(rank).fill(0)
  let from = offset
  for (let i = 0; i < size; i++) {
    out[i] = source[from] ?? 0
    for (let axis = rank - 1; axis >= 0; axis--) {
      const stride = strides[axis] ?? 0
      const next = (at[axis] ?? 0) + 1
      if (next < (shape[axis] ?? 0)) {
        at[axis] = next
        from += stride
        break
      }
      at[axis] = 0
      from -= stride * (next - 1)
    }
  }
  return out
}

/** The axes permuted: axis i of the result is axis `order[i]` of the source. */
export const permuted = (dtype: DType, source: Buffer, shape: Dims, order: Dims): Buffer => {
  const strides = stridesOf(shape)
  return strided(
    dtype,
    source,
    order.map((axis) => entry(shape, axis)),
    order.map((axis) => entry(strides, axis)),
  )
}

/**
 * The one order in which floating-point sums are taken, in every backend: eight interleaved partial
 * sums, then a fixed tree. It is at least as accurate as a running sum and does not depend on the machine.
 */
export const orderedSum = (data: ArrayLike<number>, from: number, length: number): number => {
  if (length < 8) {
    let total = length === 0 ? 0 : (data[from] ?? 0)
    for (let i = 1; i < length; i++) total += data[from + i] ?? 0
    return total
  }
  const part = new Float64Array(8)
  for (let i = 0; i < length; i++) part[i & 7] = (part[i & 7] ?? 0) + (data[from + i] ?? 0)
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = part
  return a + b + (c + d) + (e + f + (g + h))
}

/** Rows of the axes kept, each a contiguous run over the axes reduced. */
export const rowsOver = (dtype: DType, source: Buffer, shape: Dims, axes: Dims): { readonly data: Buffer; readonly length: number } => {
  const kept = shape.map((_, i) => i).filter((axis) => !axes.includes(axis))
  const inPlace = [...kept, ...axes].every((axis, i) => axis === i)
  return { data: inPlace ? source : permuted(dtype, source, shape, [...kept, ...axes]), length: sizeOf(axes.map((axis) => entry(shape, axis))) }
}

/**
 * Tensors that are other tensors seen along other strides.
 */
import type { Aval } from './aval.ts'
import { strided } from './kernel.ts'
import type { Dims } from './shape.ts'
import { type AnyTensor, dataOf, seal } from './tensor.ts'

/** A copy whose element (i, j, …) is `from + i·strides[0] + j·strides[1] + …` of those of `x`. */
export const viewOf = (of: Aval, x: AnyTensor, strides: Dims, from: number = 0): AnyTensor => seal(of, strided(of.dtype, dataOf(x), of.shape, strides, from))

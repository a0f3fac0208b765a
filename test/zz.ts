import { tensor, toArray } from '../src/array/tensor.ts'
export const a = tensor(toArray(tensor([1, 2])))
export const b: number = a.shape

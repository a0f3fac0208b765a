import type { DataOf, Sizes } from './inputs.mjs'

/** A problem by hand. An array that `objective` or `gradient` answers with is overwritten by the next call. */
export interface Problem<Data> {
  readonly name: string
  readonly sizes: Sizes
  readonly data: Data
  readonly inputs: ReadonlyArray<Float64Array>
  readonly objective: (i: number) => number | Float64Array
  readonly gradient: (i: number) => Float64Array
}

export const problem: <Name extends keyof DataOf>(name: Name, sizes?: Sizes) => Problem<DataOf[Name]>

/** Sizes of a problem, as CASES has them. */
export type Sizes = Readonly<Record<string, number | boolean | string>>

/** Every case of the table: its name, the problem, its sizes. */
export const CASES: ReadonlyArray<readonly [id: string, problem: keyof DataOf, sizes: Sizes]>

interface Mixture {
  readonly d: number
  readonly k: number
  readonly n: number
  readonly x: Float64Array
  readonly gamma: number
  readonly m: number
}

/** What is not differentiated, per problem. */
export interface DataOf {
  readonly A: unknown
  readonly B: { readonly n: number }
  readonly C: { readonly N: number; readonly d: number; readonly X: Float64Array; readonly y: Float64Array }
  readonly D: Mixture
  readonly E: {
    readonly I: number
    readonly H: number
    readonly O: number
    readonly B: number
    readonly X: Float64Array
    readonly labels: Int32Array
  }
  readonly F: { readonly n: number; readonly v: ReadonlyArray<Float64Array> }
  readonly G: { readonly n: number }
  readonly gmm: Mixture
  readonly ba: { readonly n: number; readonly m: number; readonly p: number; readonly obs: Int32Array; readonly feats: Float64Array }
  readonly lstm: { readonly l: number; readonly c: number; readonly b: number; readonly seq: Float64Array; readonly state: Float64Array }
  readonly hand: {
    readonly complicated: boolean
    readonly bones: number
    readonly vertices: number
    readonly N: number
    readonly parents: Int32Array
    readonly relative: Float64Array
    readonly inverse: Float64Array
    readonly positions: Float64Array
    readonly weights: Float64Array
    readonly triangles: Int32Array
    readonly corr: Int32Array
    readonly points: Float64Array
  }
}

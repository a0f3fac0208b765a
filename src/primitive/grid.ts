/**
 * Grids: the coordinates of the points of a product of vectors.
 */
import { said } from '../array/list.ts'
import { showShape } from '../array/shape.ts'
import { reshapePrimitive, stretch } from '../basis/broadcast.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { applyLowered, dimsOf, lowerOne, presentAs } from '../program/operate.ts'
import { checkOptions } from '../program/option.ts'
import { phantom } from '../type/phantom.ts'
import type { Reason } from '../type/reason.ts'
import type { IsWide, Shape, ShowShape, Size } from '../type/shape.ts'
import type { DTypeOf, Lift, NumericOperand, ShapeOf } from '../type/value.ts'

/** Which axis goes with the first vector: the second (`'xy'`, as in a picture; the default) or the first (`'ij'`, as in a matrix). */
export interface MeshgridOptions<I extends 'xy' | 'ij' = 'xy' | 'ij'> {
  readonly indexing?: I
}

type SizesOf<XS extends ReadonlyArray<unknown>> = { -readonly [K in keyof XS]: ShapeOf<XS[K]> extends readonly [infer N extends Size] ? N : number }

type Turned<S extends ReadonlyArray<unknown>> = S extends readonly [infer A, infer B, ...infer R] ? [B, A, ...R] : S

type Grid<XS extends ReadonlyArray<unknown>, I> = number extends XS['length']
  ? Shape
  : (I extends 'ij' ? SizesOf<XS> : Turned<SizesOf<XS>>) extends infer S extends Shape
    ? S
    : Shape

/** `unknown` if all operands may be vectors, else a sentence about the first that is none. */
type Vectors<XS extends ReadonlyArray<unknown>> = Reason<XS, XS[number] | ShapeOf<XS[number]>, VectorFault<XS>>

type VectorFault<XS extends ReadonlyArray<unknown>> = XS extends readonly [infer H, ...infer T]
  ? IsWide<ShapeOf<H>> extends true
    ? VectorFault<T>
    : ShapeOf<H> extends readonly [unknown]
      ? VectorFault<T>
      : `meshgrid: shape [${ShowShape<ShapeOf<H>>}] is no vector`
  : null

/**
 * For each vector an array over the grid of them all, which repeats it along the axes of the others. With `indexing: 'ij'`
 * the axes are in the order of the vectors; else, as in NumPy, the first two are exchanged.
 *
 * @example
 * toArray(meshgrid([Float64Array.of(1, 2, 3), Float64Array.of(4, 5)])[0])                          // [[1, 2, 3], [1, 2, 3]]
 * toArray(meshgrid([Float64Array.of(1, 2, 3), Float64Array.of(4, 5)])[1])                          // [[4, 4, 4], [5, 5, 5]]
 * toArray(meshgrid([Float64Array.of(1, 2), Float64Array.of(3, 4)], { indexing: 'ij' })[0])         // [[1, 1], [2, 2]]
 * @category shape
 */
export const meshgrid = <const XS extends ReadonlyArray<NumericOperand>, const I extends 'xy' | 'ij' = 'xy'>(
  xs: XS & Vectors<XS>,
  options: MeshgridOptions<I> = {},
): { readonly [K in keyof XS]: Lift<XS[K], Grid<XS, I>, DTypeOf<XS[K]>> } => {
  const given: unknown = xs
  if (!Array.isArray(given))
    return raise({ _tag: 'Argument', operation: 'meshgrid', reason: `the vectors are ${said(given)}`, hint: 'they are a list: meshgrid([x, y])' })
  checkOptions<MeshgridOptions>('meshgrid', options, { indexing: ['xy', 'ij'] })
  const vectors = given.map((x: unknown) => lowerOne('meshgrid', x))
  const sizes = vectors.map((x) => {
    const shape = dimsOf(x)
    return shape.length === 1 ? entry(shape, 0) : raise({ _tag: 'Shape', operation: 'meshgrid', shapes: [showShape(shape)], reason: 'are no vector' })
  })
  const axes = sizes.map((_, i) => (options.indexing !== 'ij' && i < 2 && sizes.length > 1 ? 1 - i : i))
  const grid = axes.map((i) => entry(sizes, i))
  return phantom(
    vectors.map((x, k) => {
      const along = applyLowered(reshapePrimitive, { shape: axes.map((i) => (i === k ? entry(sizes, k) : 1)) }, [x])
      return presentAs(stretch(along, grid), [xs[k]])
    }),
  )
}

/**
 * Convolutions and pools by loops over every place, padding told from entries by its index: what the
 * library's windows and contractions are compared with.
 */
import type { Dims } from '../../src/array/shape.ts'
import { type AnyTensor, type Nested, tensor } from '../../src/array/tensor.ts'
import { entryOf, indicesOf, nested } from '../primitive/operation.ts'

/** One of each for every axis that a window slides along. */
export interface Slide {
  readonly size: Dims
  readonly stride: Dims
  readonly dilation: Dims
  readonly before: Dims
  readonly after: Dims
}

const at = (list: Dims, i: number): number => Number(list[i])

/** How many windows fit, by trying one after another. */
export const placesOf = (shape: Dims, { size, stride, dilation, before, after }: Slide): Dims =>
  shape.map((n, i) => {
    let count = 0
    while (count * at(stride, i) + (at(size, i) - 1) * at(dilation, i) < at(before, i) + n + at(after, i)) count++
    return count
  })

/** The entry of the array under place k of the window at p; null in the padding. */
const under = (shape: Dims, { stride, dilation, before }: Slide, p: Dims, k: Dims): Dims | null => {
  const index = shape.map((_, i) => at(p, i) * at(stride, i) + at(k, i) * at(dilation, i) - at(before, i))
  return index.every((v, i) => v >= 0 && v < at(shape, i)) ? index : null
}

const sizes = (x: AnyTensor): Dims => x.shape.map(Number)

/** [N, C, …] with [O, C/groups, …]. */
export const convolution = (x: AnyTensor, w: AnyTensor, slide: Slide, groups: number): Nested => {
  const [batch = 0, , ...space] = sizes(x)
  const [filters = 0, depth = 0] = sizes(w)
  return nested([batch, filters, ...placesOf(space, slide)], (n = 0, o = 0, ...p) => {
    const first = Math.floor(o / (filters / groups)) * depth
    let total = 0
    for (let c = 0; c < depth; c++)
      for (const k of indicesOf(slide.size)) {
        const index = under(space, slide, p, k)
        if (index !== null) total += entryOf(x, n, first + c, ...index) * entryOf(w, o, c, ...k)
      }
    return total
  })
}

/** What a function makes of the entries in each window over the last axes, padding left out. */
export const pool = (x: AnyTensor, slide: Slide, of: (entries: ReadonlyArray<number>) => number): Nested => {
  const lead = x.shape.length - slide.size.length
  const [front, space] = [sizes(x).slice(0, lead), sizes(x).slice(lead)]
  return nested([...front, ...placesOf(space, slide)], (...index) => {
    const inside = indicesOf(slide.size).flatMap((k) => {
      const found = under(space, slide, index.slice(lead), k)
      return found === null ? [] : [entryOf(x, ...index.slice(0, lead), ...found)]
    })
    return of(inside)
  })
}

/** A tensor of small whole numbers, so that sums are exact in every order. */
export const whole = <const S extends Dims>(...shape: S) =>
  tensor(
    Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => ((i * 7 + 3) % 11) - 5),
    shape,
  )

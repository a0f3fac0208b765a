/**
 * What a sum of products depends on, when one of the two arrays does not move: an entry depends on the
 * entries it sums of the other, except where the factor is a number and 0.
 */
import { type Dims, sizeOf, stridesOf } from '../array/shape.ts'
import { type AnyTensor, dataOf } from '../array/tensor.ts'
import { dims } from '../basis/params.ts'
import { entry, integerAt } from '../entry.ts'
import type { Operation } from '../program/model.ts'
import type { Store } from './store.ts'

/** Labels of axes with their sizes, and the place of each combination of indices in an array that has some of the labels. */
const placesIn = (labels: Dims, sizes: Dims, own: Dims, shape: Dims): Int32Array => {
  const strides = stridesOf(shape)
  let places = Int32Array.of(0)
  labels.forEach((label, axis) => {
    const stride = own.includes(label) ? entry(strides, own.indexOf(label)) : 0
    const n = entry(sizes, axis)
    const next = new Int32Array(places.length * n)
    for (let i = 0; i < places.length; i++) for (let k = 0; k < n; k++) next[i * n + k] = integerAt(places, i) + k * stride
    places = next
  })
  return places
}

// Above so many products the zeros of a known factor are not looked for.
const patience = 2 ** 27

/** The sets of a contraction: `ids` of operand `which`, and the other operand if it is known. */
export const contracted = (store: Store, { params, operands, results }: Operation, which: 0 | 1, ids: Int32Array, other: AnyTensor | null): Int32Array => {
  const labels = [dims('contract', params, 'a'), dims('contract', params, 'b')]
  const out = dims('contract', params, 'out')
  const [mine, theirs] = [entry(labels, which), entry(labels, 1 - which)]
  const [shape, otherShape] = [entry(operands, which).shape, entry(operands, 1 - which).shape]
  const outShape = entry(results, 0).shape
  const [kept, summed] = [mine.filter((label) => out.includes(label)), mine.filter((label) => !out.includes(label))]
  const lengths = (of: Dims): Dims => of.map((label) => entry(shape, mine.indexOf(label)))
  const outer = placesIn(kept, lengths(kept), mine, shape)
  const inner = placesIn(summed, lengths(summed), mine, shape)
  const made = new Int32Array(sizeOf(outShape))
  const factors = other === null ? null : dataOf(other)
  const whole = factors === null || !factors.includes(0) || made.length * inner.length > patience
  const buffer = new Int32Array(inner.length)
  if (whole) {
    // All entries that agree in the indices kept have one set.
    const sums = outer.map((at) => {
      for (let k = 0; k < inner.length; k++) buffer[k] = integerAt(ids, at + integerAt(inner, k))
      return store.unite(buffer)
    })
    const from = placesIn(out, outShape, kept, lengths(kept))
    for (let i = 0; i < made.length; i++) made[i] = entry(sums, entry(from, i))
    return made
  }
  const [at, beside] = [placesIn(out, outShape, mine, shape), placesIn(out, outShape, theirs, otherShape)]
  const along = placesIn(summed, lengths(summed), theirs, otherShape)
  for (let i = 0; i < made.length; i++) {
    let count = 0
    for (let k = 0; k < inner.length; k++)
      if (factors?.[integerAt(beside, i) + integerAt(along, k)] !== 0) buffer[count++] = integerAt(ids, integerAt(at, i) + integerAt(inner, k))
    made[i] = store.unite(buffer, 0, count)
  }
  return made
}

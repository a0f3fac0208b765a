/**
 * The objectives of the benchmarks and their derivatives, on several threads: with the bits of one.
 */
import { afterAll, describe, expect, it } from 'vitest'
import { threads } from 'wengert'
import { numbersOf, subject, type Subject } from '../../bench/subject.ts'
import { eager } from './eager.ts'

const crews = [2, 3].map((count) => threads(count))
afterAll(() => {
  for (const crew of crews) crew.end()
})

const subjects: { readonly [name: string]: () => Subject } = {
  'a textbook function': () => subject('A', {}),
  'Rosenbrock, 10001': () => subject('B', { n: 10_001 }),
  'logistic regression': () => subject('C', { N: 1003, d: 13 }),
  'a perceptron': () => subject('E', {}),
  'a product with a Hessian': () => subject('F', {}),
  'a mixture of 5': () => subject('gmm', { d: 2, k: 5, n: 203 }),
  'a mixture of 25': () => subject('gmm', { d: 10, k: 25, n: 100 }),
  'bundle adjustment': () => subject('ba', { n: 7, m: 31, p: 211 }),
  'a recurrent net': () => subject('lstm', { l: 2, c: 33, b: 14 }),
  'a hand': () => subject('hand', { complicated: false, size: 'small', N: 201 }),
  'a hand by triangles': () => subject('hand', { complicated: true, size: 'small', N: 51 }),
}

/** How many numbers have other bits. */
const differences = (xs: Float64Array, wanted: Float64Array | undefined): number => {
  if (xs.length !== wanted?.length) return Number.POSITIVE_INFINITY
  let count = 0
  for (let i = 0; i < xs.length; i++) if (!Object.is(xs[i], wanted[i])) count++
  return count
}

describe.each(Object.entries(subjects))('%s', (_, make) => {
  it.each(['objective', 'gradient'] as const)('%s', (which) => {
    const ours = make()[which]
    const plain = ours.compiled()
    const wanted = [0, 1].map((i) => numbersOf(plain(i)))
    for (const crew of crews) {
      // Both those that are worth it, and all there are.
      for (const threads of [crew, eager(crew)]) {
        const run = ours.compiled({ threads })
        for (let i = 0; i < 40; i++) expect(differences(numbersOf(run(i % 2)), wanted[i % 2])).toBe(0)
      }
    }
  })
})

it('every thread had its part in that', () => {
  for (const crew of crews) for (const taken of crew.taken()) expect(taken).toBeGreaterThan(0)
})

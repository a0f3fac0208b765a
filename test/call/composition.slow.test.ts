/**
 * Any transform inside any other, and three of them, over everything a program can hold: the rest of the table.
 */
import { describe, expect, it } from 'vitest'
import { entry } from '../../src/entry.ts'
import { bodies } from './bodies.ts'
import { fault, refused } from './composition.ts'
import { transforms } from './transforms.ts'

// Each pair meets one body, and the bodies take turns along rows and columns, so that each body meets every transform inside and outside.
describe('every transform of every transform', () => {
  it.each(transforms.map((inner, i) => [inner.name, inner, i] as const))('of %s', (_, inner, i) => {
    expect(transforms.flatMap((outer, j) => fault(entry(bodies, (i + j) % bodies.length), [outer, inner]) ?? [])).toEqual([])
  })
})

describe('three transforms', () => {
  const triples = transforms.flatMap((outer, i) =>
    [3, 7].map((step) => [outer, entry(transforms, (i * step + 5) % transforms.length), entry(transforms, (i + step) % transforms.length)]),
  )
  it.each(triples.map((chain, i) => [chain.map(({ name }) => name).join(' of '), chain, entry(bodies, (5 * i) % bodies.length)] as const))(
    '%s',
    (_, chain, body) => {
      expect(fault(body, chain)).toBe(null)
    },
  )
})

describe('the table', () => {
  it('refuses what has no rule, and little else', () => {
    const count = bodies.flatMap((body) => transforms.flatMap((outer) => transforms.filter((inner) => refused(body, [outer, inner]) !== null))).length
    expect(count / (bodies.length * transforms.length ** 2)).toBeLessThan(0.06)
    expect(bodies.filter((body) => body.refuses !== undefined).map(({ name }) => name)).toEqual(['whileLoop without a bound', 'customVjp, not linear'])
  })
})

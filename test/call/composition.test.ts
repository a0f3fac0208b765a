/**
 * Any transform of everything a program can hold, and in `composition.slow.test.ts` any inside any other.
 */
import { describe, expect, it } from 'vitest'
import { entry } from '../../src/entry.ts'
import { part } from '../share.ts'
import { bodies } from './bodies.ts'
import { fault, faults } from './composition.ts'
import { transforms } from './transforms.ts'

describe('bodies', () => {
  it.each(bodies.map((body) => [body.name, body] as const))('%s has the values of the same function on numbers', (_, body) => {
    expect(fault(body, [])).toBe(null)
  })
})

describe('every transform of every body', () => {
  it.each(part(bodies, 4).map((body) => [body.name, body] as const))('%s', (_, body) => {
    expect(faults(body, [], transforms)).toEqual([])
  })
})

describe('a transform of a transform', () => {
  it.each(transforms.map((inner, i) => [inner.name, inner, i] as const))('of %s', (_, inner, i) => {
    const outer = entry(transforms, (3 * i + 1) % transforms.length)
    expect(fault(entry(bodies, (7 * i) % bodies.length), [outer, inner])).toBe(null)
  })
})

/**
 * All random programs of the digests; the fast part has the rest.
 */
import { describe, expect, it } from 'vitest'
import { answerOf, runners } from './answer.ts'
import { expected } from './expected.ts'
import { groups } from './group.ts'

describe.each(runners)('%s', (runner) => {
  it.each(groups.filter(({ name }) => name.startsWith('random')).map((group) => [group.name, group] as const))('%s', (name, group) => {
    expect(answerOf(group, runner)).toBe(expected[name])
  })
})

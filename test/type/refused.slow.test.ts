/**
 * Programs that must not compile, and what the compiler must say of them.
 */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../source.ts'
import { differences, diagnostics, expectations } from './compile.ts'

const folder = join(root, 'test/type/refused')

describe('mistakes in types', () => {
  it('are refused, each with its own message, and nothing else is', () => {
    const expected = expectations(folder)
    expect(expected.length).toBeGreaterThan(50)
    expect(differences(expected, diagnostics(folder))).toEqual([])
  }, 60_000)
})

describe('the comparison', () => {
  const one = { file: 'a.ts', line: 3, text: 'shapes differ' }

  it('agrees with itself', () => {
    expect(differences([one], [{ ...one, text: 'error: shapes differ' }])).toEqual([])
  })

  it('sees a missing, an unexpected and another message', () => {
    expect(differences([one], [])).toEqual(['a.ts:3 compiles; it must be refused with: shapes differ'])
    expect(differences([], [one])).toEqual(['unexpected: shapes differ'])
    expect(differences([one], [{ ...one, line: 4 }])).toHaveLength(2)
    expect(differences([one], [{ ...one, text: 'something else' }])[0]).toContain('but the compiler says: something else')
  })
})

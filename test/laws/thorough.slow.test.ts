/**
 * Every suite of laws again, on all of its samples: the quick project runs them on a part.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, inject, it } from 'vitest'

const suites = readdirSync(new URL('.', import.meta.url))
  .filter((name) => name.endsWith('.test.ts') && !name.endsWith('.slow.test.ts'))
  .map((name) => new URL(name, import.meta.url))
  .filter((file) => readFileSync(file, 'utf8').includes("from './suite.ts'"))

// What a suite declares when it is imported belongs to this file.
for (const { pathname } of suites) await import(/* @vite-ignore */ pathname)

describe('the suites', () => {
  it('are all here, with all of their samples', () => {
    expect(suites.length).toBeGreaterThan(15)
    expect(inject('share')).toBe(1)
  })
})

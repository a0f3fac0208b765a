/**
 * Suites that take a part of their samples in the quick project, again with all of them.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { root } from './source.ts'

/** The folders of test that have a file of their own for this, since they take long. */
export const folders: ReadonlyArray<string> = ['compile', 'laws', 'primitive']

/** The suites of test that take a share of something, by their paths from there. */
const suites: ReadonlyArray<string> = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => /^(?!.*\.(slow|long)\.).*\.test\.ts$/.test(name))
  .filter((name) => /from '[./]+(laws\/suite|share|suite)\.ts'/.test(readFileSync(join(root, 'test', name), 'utf8')))
  .sort()

/** Declare those whose path fits, at least so many, in the file that calls this. */
export const thorough = async (fits: (path: string) => boolean, least: number): Promise<void> => {
  const taken = suites.filter(fits)
  for (const name of taken) await import(/* @vite-ignore */ join(root, 'test', name))
  describe('the suites', () => {
    it('are all here, with all of their samples', () => {
      expect(taken.length).toBeGreaterThanOrEqual(least)
      expect(inject('share')).toBe(1)
    })
  })
}

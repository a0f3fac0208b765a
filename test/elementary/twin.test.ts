/**
 * The functions of numbers are what their kernels mean: as text, and bit for bit.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { elementary } from '../../src/elementary/catalogue.ts'
import { kernelFor } from '../../src/elementary/definition.ts'
import { meaningOf } from '../../src/elementary/meaning.ts'
import { root } from '../source.ts'
import { samples } from '../share.ts'
import { points, powersFor } from './points.ts'
import { twinFiles } from './twin.ts'
import { differences, names, none, twin } from './twins.ts'

/** Without what the formatter decides on: line ends, commas and parentheses that change nothing. */
const bare = (text: string): string => transformSync(text, { loader: 'ts', minifyWhitespace: true }).code

describe('the written functions', () => {
  it.each(twinFiles)('$path is what the kernels print', ({ path, text }) => {
    expect(bare(readFileSync(join(root, path), 'utf8'))).toBe(bare(text))
  })

  it('are all of them', () => {
    expect([...names].sort()).toEqual([...elementary.keys()].sort())
  })

  it.each([...elementary.values()])('$name has the bits of its kernel', (definition) => {
    const xs = points(samples(3000), 1)
    const ys = powersFor(xs, 2)
    const meaning = meaningOf(kernelFor(definition))
    expect(differences(xs, ys, twin(definition.name), (i) => meaning(xs[i] ?? 0, ys[i] ?? 0))).toEqual(none)
  })
})

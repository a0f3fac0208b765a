/**
 * Every primitive that declares what its derivative is where it has none keeps its word, in both modes.
 */
import { describe, expect, it } from 'vitest'
import { vocabulary } from '../../src/index.ts'
import { conventions, gradientOf, slopesOf, withoutGradient } from './conventions.ts'
import { titleOf } from './form.ts'
import { pointOf } from './judge.ts'

const plain = (xs: ReadonlyArray<number>): ReadonlyArray<number> => xs.map((x) => x + 0)

it('every convention has a point', () => {
  const declared = vocabulary.filter(({ convention }) => convention !== '').map(({ name }) => name)
  expect(declared.filter((name) => !withoutGradient.has(name) && !conventions.some(({ primitive }) => primitive === name))).toEqual([])
  expect([...conventions.map(({ primitive }) => primitive), ...withoutGradient.keys()].filter((name) => !declared.includes(name))).toEqual([])
})

describe.each(
  conventions.map(
    (one) =>
      [
        `${one.primitive}: ${titleOf(one.form)} at ${pointOf(one.form, 1)
          .map((x) => (Object.is(x, -0) ? '-0' : x))
          .join(', ')}`,
        one,
      ] as const,
  ),
)('%s', (_, { form, gradient }) => {
  const near = (found: ReadonlyArray<number>): void => {
    expect(found.length).toBe(gradient.length)
    plain(gradient).forEach((wanted, i) =>
      Number.isFinite(wanted) ? expect(Math.abs((found[i] ?? Number.NaN) - wanted)).toBeLessThan(1e-14) : expect(found[i]).toBe(wanted),
    )
  }
  it('in reverse mode', () => near(gradientOf(form)))
  // Along one entry of an array the others move by the number 0, which times ∞ is no zero.
  const numeric = form.inputs.some(({ shape }) => shape.length > 0) && gradient.some((x) => !Number.isFinite(x) && !Number.isNaN(x))
  if (!numeric) it('in forward mode', () => near(slopesOf(form)))
})

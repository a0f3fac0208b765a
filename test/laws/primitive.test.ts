/**
 * Every elementwise primitive of the vocabulary, on its own, in each mode, to second order.
 */
import { describe, expect, it } from 'vitest'
import { elementwise, isElementwise, member } from '../../laws/primitive.ts'
import { vocabulary } from '../../src/index.ts'
import type { Params } from '../../src/program/model.ts'
import { part } from '../share.ts'
import { obey } from './suite.ts'

const pointwise = vocabulary.filter(isElementwise)

it('there are some', () => {
  expect(pointwise.length).toBeGreaterThan(30)
})

/** The members that are tried of every family. */
const n = (...orders: ReadonlyArray<number>): ReadonlyArray<Params> => orders.map((order) => ({ n: order }))
const mixed: ReadonlyArray<Params> = [
  { i: 2, j: 0 },
  { i: 1, j: 1 },
  { i: 0, j: 3 },
  { i: 3, j: 1 },
]
const members: { readonly [family: string]: ReadonlyArray<Params> } = {
  polygamma: n(0, 1, 2, 5),
  besselJ: n(-3, -1, 2, 6),
  sphericalJ: n(1, 2, 5),
  gaussianDerivative: n(1, 2, 4),
  scaledNormalPdfDerivative: n(1, 2, 4),
  lambertWDerivative: n(1, 2, 3),
  hypotDerivative: mixed,
  powDerivative: mixed,
  atan2Derivative: mixed,
  betaDerivative: [
    { i: 1, j: 0 },
    { i: 0, j: 2 },
    { i: 1, j: 1 },
    { i: 2, j: 1 },
  ],
}
const families = vocabulary.filter(({ name, scalar, domains }) => scalar === null && domains.length > 0 && name !== 'sincos')

it('every family has members here', () => {
  expect(families.map(({ name }) => name).sort()).toEqual(Object.keys(members).sort())
})

for (const family of families)
  for (const params of part(members[family.name] ?? [], 2)) describe(`${family.name} of ${JSON.stringify(params)}`, () => obey(member(family, params), 25))

for (const primitive of part(pointwise, 4)) describe(primitive.name, () => obey(elementwise(primitive), 25))

/**
 * A chain of a million operations in Taylor mode: linear in its length, and no deeper than a short one.
 */
import { expect, it } from 'vitest'
import { elementOf, scalarTensor } from '../../src/array/tensor.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { seriesOf } from '../../src/interpret/power-series.ts'
import { series } from '../../src/interpret/series.ts'
import { float } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { Scalar } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'

it('a chain of a million sines to order 2', { timeout: 300_000 }, () => {
  const n = 1_000_000
  const chain = close([float()], ([x]) => {
    let y: Scalar = phantom(x)
    for (let i = 0; i < n; i++) y = sin(y)
    return [y]
  })
  const found = fold(series(evaluation, 2))(chain)([seriesOf(scalarTensor(2), scalarTensor(1))])
  let [y, first, second] = [2, 1, 0]
  for (let i = 0; i < n; i++) [y, first, second] = [Math.sin(y), Math.cos(y) * first, Math.cos(y) * second - (Math.sin(y) * first * first) / 2]
  const relative = found.flatMap((of) => of.map((c, k) => (c === null ? Number.NaN : elementOf(c) / ([y, first, second][k] ?? Number.NaN))))
  expect(relative).toEqual([1, 1, 1].map((one) => expect.closeTo(one, 9)))
})

/**
 * The user's model that is timed also runs: its types tell the truth.
 */
import { tensor } from 'wengert'
import { expect, it } from 'vitest'
import { type Data, train, type Values } from './user/model.ts'

const wave = (length: number, phase: number): Float64Array => Float64Array.from({ length }, (_, i) => Math.sin(phase + 1.7 * i) / 2)
const layer = <I extends number, O extends number>(rows: I, columns: O, phase: number) => ({
  weights: tensor(wave(rows * columns, phase), [rows, columns]),
  bias: wave(columns, phase + 1),
})

const start: Values = {
  embed: layer(4, 8, 1),
  cell: { update: layer(8, 8, 2), candidate: layer(8, 8, 3) },
  norm: { gain: new Float64Array(8).fill(1), shift: new Float64Array(8) },
  experts: [layer(8, 8, 4), layer(8, 8, 5)],
  gate: wave(8, 6),
  output: layer(8, 3, 7),
  temperature: 0.5,
}

const batch: Data = {
  inputs: tensor(wave(20, 8), [5, 4]),
  labels: tensor(
    Float64Array.from({ length: 15 }, (_, i) => (i % 3 === Math.floor(i / 3) % 3 ? 1 : 0)),
    [5, 3],
  ),
}

it('trains', () => {
  const [before] = train(start, [batch])
  const [after, values] = train(
    start,
    Array.from({ length: 20 }, () => batch),
  )
  expect(after).toBeLessThan(0.9 * before)
  expect(values.embed.weights.shape).toEqual([4, 8])
  expect(values.gate).toBeInstanceOf(Float64Array)
  expect(typeof values.temperature).toBe('number')
})

import { describe, expect, it } from 'vitest'
import { derivativeGrowth, gradientCost } from '../../laws/cost.ts'
import { fieldPrograms } from '../../laws/program.ts'
import { exp, mul, operations, type Scalar, sin, square, sub, trace, valueAndGrad } from '../../src/index.ts'
import { obey } from './suite.ts'

const repeated =
  (count: number, step: (x: Scalar) => Scalar) =>
  (x: Scalar): Scalar => {
    let y = x
    for (let i = 0; i < count; i++) y = step(y)
    return y
  }

const logistic = repeated(19, (x) => mul(mul(4, x), sub(1, x)))

describe('the cost of a gradient', () => {
  obey(gradientCost(fieldPrograms()), 150)

  it('60 squarings and their gradient take at most 179 operations', () => {
    expect(operations(valueAndGrad(trace(repeated(60, square))(0.5)))).toBeLessThanOrEqual(179)
  })
})

describe('iterated gradients', () => obey([derivativeGrowth('l₂₀', logistic), derivativeGrowth('sin(x²)eˣ', (x) => mul(sin(square(x)), exp(x)))], 1))

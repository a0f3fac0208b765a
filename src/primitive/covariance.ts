/**
 * Covariances between rows.
 */
import { said } from '../array/list.ts'
import { showShape } from '../array/shape.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import type { Expr } from '../program/model.ts'
import { composed, dimsOf, lowerOne } from '../program/operate.ts'
import { checkOption } from '../program/option.ts'
import { phantom } from '../type/phantom.ts'
import type { NoScalar } from '../type/rank.ts'
import type { IsWide, Shape, Size } from '../type/shape.ts'
import type { Lift, Operand, ShapeOf } from '../type/value.ts'
import { div, sub } from './arithmetic.ts'
import { moveaxis } from './arrange.ts'
import { matmul } from './contraction.ts'
import { mean } from './reduction.ts'
import { reshape } from './shape.ts'

/** What is taken off the count of observations: 1 for a sample (the default, as in NumPy), 0 for the population. */
export interface CovarianceOptions {
  readonly correction?: number
}

/** [variables, observations] gives [variables, variables], and one row a number. */
type Covariance<S extends Shape> =
  IsWide<S> extends true ? Shape : S extends readonly [...infer L extends Shape, infer N extends Size, unknown] ? [...L, N, N] : []

const expr = (x: unknown): Expr => phantom(x)

/**
 * The covariances between rows, each a variable with an observation in every column; of one row its variance. Axes before
 * those are many such matrices. By n − 1 for n observations, unless `correction` says otherwise; NaN where nothing is left.
 *
 * @example
 * toArray(cov(tensor([[1, 2, 3], [3, 2, 1]])))         // [[1, -1], [-1, 1]]
 * cov(Float64Array.of(1, 3), { correction: 0 })        // 1
 * @formula C_{ij} = \frac{1}{n - c} \sum_k \left(x_{ik} - \bar x_i\right) \left(x_{jk} - \bar x_j\right)
 * @category reductions
 */
export const cov = <X extends Operand>(x: X & NoScalar<X, 'cov: shape [] has no axes'>, options: CovarianceOptions = {}): Lift<X, Covariance<ShapeOf<X>>> => {
  // As `map(cov)` it receives an index here.
  if (typeof options !== 'number') checkOption<CovarianceOptions>('cov', options, 'correction')
  const { correction = 1 } = options
  if (!Number.isFinite(correction)) return raise({ _tag: 'Argument', operation: 'cov', reason: `the correction ${said(correction)} is no number` })
  return composed('cov', [x], (value) => {
    const shape = dimsOf(value)
    if (shape.length === 0)
      return raise({ _tag: 'Shape', operation: 'cov', shapes: [showShape(shape)], reason: 'have no axes', hint: 'the observations are in the last axis' })
    const n = entry(shape, shape.length - 1)
    const rows = shape.length === 1 ? expr(reshape(expr(value), [1, n])) : expr(value)
    const centred = expr(sub(rows, expr(mean(rows, { axes: -1, keepdims: true }))))
    const sums = expr(matmul(centred, expr(moveaxis(centred, -1, -2))))
    const answer = div(sums, Math.max(0, n - correction))
    return lowerOne('cov', shape.length === 1 ? reshape(expr(answer), []) : answer)
  })
}

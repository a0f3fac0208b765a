/**
 * A differential equation fitted to data: yeast that grows until its world is full. T. Carlson counted it
 * every hour in 1913; R. Pearl found in 1927 that ẏ = r y (1 − y/K) describes it.
 */
import {
  at,
  evaluate,
  grad,
  jacobian,
  linspace,
  matmul,
  mul,
  odeint,
  odeintReport,
  type OdeOptions,
  type Scalar,
  solve,
  square,
  sub,
  sum,
  toFloat64Array,
  transpose,
  type Vector,
  div,
} from 'wengert'

const counted = Float64Array.of(9.6, 18.3, 29.0, 47.2, 71.1, 119.1, 174.6, 257.3, 350.7, 441.0, 513.3, 559.7, 594.8, 629.4, 640.8, 651.1, 655.9, 659.6, 661.8)
const hours = linspace(0, 18, 19)

// The parameters are the first count, the rate r and the capacity K.
const growth =
  (p: Vector<3>) =>
  (y: Scalar): Scalar =>
    mul(mul(at(p, 1), y), sub(1, div(y, at(p, 2))))

const misses = (p: Vector<3>, options: OdeOptions = {}): Vector => sub(odeint(growth(p), at(p, 0), hours, options), counted)

const loss = (p: Vector<3>, options: OdeOptions = {}): Scalar => sum(square(misses(p, options)))

const start = Float64Array.of(10, 0.5, 600)

console.log('∇ through the steps  ', ...grad((p: Vector<3>) => loss(p))(start))
console.log('∇ by the adjoint     ', ...grad((p: Vector<3>) => loss(p, { adjoint: 'continuous' }))(start))

// Gauss and Newton: the misses as if they were linear, again and again.
const slopes = jacobian((p: Vector<3>) => misses(p))
const step = (p: Float64Array): Float64Array => {
  const j = slopes(p)
  const t = transpose(j)
  return toFloat64Array(sub(p, solve(matmul(t, j), matmul(t, evaluate(misses)(p)))))
}

const fitted = Array.from({ length: 6 }).reduce((p: Float64Array) => step(p), start)

console.log('first count, r, K    ', ...fitted)
console.log('∇ there              ', ...grad((p: Vector<3>) => loss(p))(fitted))
console.log('misses, root of mean ', Math.sqrt(evaluate(loss)(fitted) / counted.length))

const { steps, converged } = evaluate((p: Vector<3>) => odeintReport(growth(p), at(p, 0), hours))(fitted)
console.log('steps, converged     ', steps, converged)

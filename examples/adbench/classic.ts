/**
 * Small objectives that every library of automatic differentiation is tried on.
 */
import {
  add,
  hvp,
  log,
  logsumexp,
  matmul,
  type Matrix,
  mean,
  mul,
  neg,
  relu,
  type Scalar,
  sin,
  slice,
  softplus,
  square,
  sub,
  sum,
  type Tensor,
  type Vector,
} from 'wengert'

/** ln x₁ + x₁x₂ − sin x₂. */
export const textbook = ([x, y]: readonly [Scalar, Scalar]): Scalar => sub(add(log(x), mul(x, y)), sin(y))

/** Rosenbrock's valley, Σ 100(xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)². */
export const rosenbrock = (x: Vector): Scalar => {
  const [here, next] = [slice(x, [0], [-1]), slice(x, [1], [x.shape[0]])]
  return sum(add(mul(100, square(sub(next, square(here)))), square(sub(1, here))))
}

/** The Hessian of Rosenbrock's valley times a vector. */
export const rosenbrockHessian: (x: Vector, v: Vector) => Vector = hvp(rosenbrock)

/** Logistic regression: the mean of log(1 + e^(−y·Xw)) over the rows of X and their signs y. */
export const logistic =
  (x: Tensor<[number, number]>, y: Float64Array) =>
  (w: Vector): Scalar =>
    mean(softplus(neg(mul(y, matmul(x, w)))))

/** Two layers. */
export interface Layers {
  readonly w1: Matrix
  readonly b1: Vector
  readonly w2: Matrix
  readonly b2: Vector
}

/** The mean cross-entropy of softmax(relu(xW₁ + b₁)W₂ + b₂) and labels, which are rows of 0 and one 1. */
export const perceptron =
  (x: Tensor<[number, number]>, labels: Tensor<[number, number]>) =>
  ({ w1, b1, w2, b2 }: Layers): Scalar => {
    const hidden = relu(add(matmul(x, w1), b1))
    const scores = add(matmul(hidden, w2), b2)
    return mean(sub(logsumexp(scores, { axes: 1 }), sum(mul(scores, labels), { axes: 1 })))
  }

/** lₙ of the logistic map, l₁ = x, lₙ₊₁ = 4lₙ(1 − lₙ). */
export const logisticMap =
  (n: number) =>
  (x: Scalar): Scalar => {
    const next = (l: Scalar): Scalar => mul(mul(4, l), sub(1, l))
    return Array.from({ length: n - 1 }).reduce<Scalar>(next, x)
  }

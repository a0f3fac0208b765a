/**
 * GMM of ADBench: the log density of a Gaussian mixture with a Wishart prior, by its parameters.
 *
 * The precision of component k is QₖᵀQₖ, where Qₖ is lower triangular with e^q on its diagonal.
 */
import {
  add,
  concatenate,
  einsum,
  exp,
  expandDims,
  lgamma,
  logsumexp,
  type Matrix,
  mul,
  type Scalar,
  square,
  sub,
  sum,
  take,
  type Tensor,
  tensor,
  type Vector,
} from 'wengert'

/** K components in D dimensions. */
export interface Mixture {
  /** Logarithms of the weights, up to a constant: K. */
  readonly alphas: Vector
  /** K×D. */
  readonly means: Matrix
  /** Logarithms of the diagonals of Q: K×D. */
  readonly diagonals: Matrix
  /** What is below the diagonals, column by column: K×D(D − 1)/2. */
  readonly below: Matrix
}

export interface Wishart {
  readonly gamma: number
  readonly m: number
}

const range = (n: number): ReadonlyArray<number> => Array.from({ length: n }, (_, i) => i)

/** For each entry of a D×D matrix its place in [diagonal, below, 0]. */
const places = (d: number): Tensor<[number, number], 'int32'> => {
  const start = (column: number): number => d + column * (d - 1) - (column * (column - 1)) / 2
  const zero = d + (d * (d - 1)) / 2
  const place = (row: number, column: number): number => (row === column ? row : row > column ? start(column) + row - column - 1 : zero)
  return tensor(Int32Array.from(range(d).flatMap((row) => range(d).map((column) => place(row, column)))), [d, d])
}

/** C = n′D(log γ − ½ log 2) − log Γ_D(n′/2), where n′ = D + m + 1. */
const normaliser = (d: number, { gamma, m }: Wishart): number => {
  const n = d + m + 1
  const logGamma = range(d).reduce((total, j) => total + lgamma((n - j) / 2), (d * (d - 1) * Math.log(Math.PI)) / 4)
  return n * d * (Math.log(gamma) - Math.LN2 / 2) - logGamma
}

/**
 * F = −(ND/2) log 2π + Σᵢ lseₖ βᵢₖ − N lse(α) + P, with βᵢₖ = αₖ + Σⱼ qₖⱼ − ½‖Qₖ(xᵢ − μₖ)‖² and
 * P = K·C − Σₖ [½γ²(‖e^qₖ‖² + ‖lₖ‖²) − m Σⱼ qₖⱼ], for points x of shape [N, D].
 */
export const logDensity =
  (x: Tensor<[number, number]>, prior: Wishart) =>
  ({ alphas, means, diagonals, below }: Mixture): Scalar => {
    const [n, d] = x.shape
    const [k] = alphas.shape
    const diagonal = exp(diagonals)
    const q = take(concatenate([diagonal, below, tensor(new Float64Array(k), [k, 1])], 1), places(d), 1)
    const centred = sub(expandDims(x, 1), means)
    const scaled = einsum('kij,nkj->nki', q, centred)
    const beta = sub(add(alphas, sum(diagonals, { axes: 1 })), mul(0.5, sum(square(scaled), { axes: 2 })))
    const likelihood = sub(sum(logsumexp(beta, { axes: 1 })), mul(n, logsumexp(alphas)))
    const shrinkage = mul(0.5 * prior.gamma ** 2, add(sum(square(diagonal)), sum(square(below))))
    const wishart = sub(mul(prior.m, sum(diagonals)), shrinkage)
    return add([likelihood, wishart, k * normaliser(d, prior) - 0.5 * n * d * Math.log(2 * Math.PI)])
  }

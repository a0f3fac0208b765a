/**
 * Logistic regression: a straight line between two kinds of birds, its loss written twice, and the
 * loop that trains it.
 */
import {
  add,
  addScaled,
  div,
  evaluate,
  exp,
  grad,
  log,
  type Matrix,
  matmul,
  mean,
  mul,
  neg,
  type Scalar,
  sigmoid,
  softplus,
  type Tensor,
  tensor,
  type Vector,
} from 'wengert'
import { type Penguin, type Scale, shuffled, standardised } from './penguins.ts'

// model ------------------------------------------------------------------------------------

export interface Line {
  readonly w: Vector
  readonly b: Scalar
}

/** A row of features per bird, and its sign: +1 for a chinstrap, −1 for an Adélie. */
export interface Birds {
  readonly x: Matrix
  readonly sign: Vector
}

export interface Params {
  readonly w: Float64Array
  readonly b: number
}

export interface Batch {
  readonly x: Tensor<[number, number]>
  readonly sign: Float64Array
}

export interface Scales {
  readonly length: Scale
  readonly depth: Scale
}

export const start: Params = { w: Float64Array.of(0, 0), b: 0 }

/** How sure the line is of a chinstrap, from −∞ to ∞. */
const score = ({ w, b }: Line, x: Matrix): Vector => add(matmul(x, w), b)

/** The mean of −log σ(±z), written with softplus(z) = log(1 + eᶻ): −log σ(z) = softplus(−z). */
export const loss = (line: Line, { x, sign }: Birds): Scalar => mean(softplus(neg(mul(sign, score(line, x)))))

/** The same to a mathematician: −log(1/(1 + e⁻ᶻ)). */
export const naiveLoss = (line: Line, { x, sign }: Birds): Scalar => neg(mean(log(div(1, add(1, exp(neg(mul(sign, score(line, x)))))))))

// batches ----------------------------------------------------------------------------------

export const batchOf = (birds: ReadonlyArray<Penguin>, { length, depth }: Scales): Batch => ({
  x: tensor(Float64Array.from(birds.flatMap((bird) => [standardised(bird.length, length), standardised(bird.depth, depth)])), [birds.length, 2]),
  sign: Float64Array.from(birds, ({ species }) => (species === 'Chinstrap' ? 1 : -1)),
})

const chunks = <A>(items: ReadonlyArray<A>, size: number): ReadonlyArray<ReadonlyArray<A>> =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size))

/** The batches of one epoch, in an order of their own. */
export const epochOf = (birds: ReadonlyArray<Penguin>, size: number, epoch: number, scales: Scales): ReadonlyArray<Batch> =>
  chunks(shuffled(birds, epoch), size).map((chunk) => batchOf(chunk, scales))

// training ---------------------------------------------------------------------------------

const probability = evaluate((line: Line, x: Matrix): Vector => sigmoid(score(line, x)))

export const probabilities = (params: Params, { x }: Batch): Float64Array => probability(params, x)

export const lossOf = evaluate(loss)

export const naiveLossOf = evaluate(naiveLoss)

/** The share of birds on their own side of the line. */
export const accuracy = (params: Params, batch: Batch): number => {
  const right = probabilities(params, batch).filter((p, i) => p > 0.5 === (batch.sign[i] ?? 0) > 0)
  return right.length / batch.sign.length
}

/** Gradient descent: one step per batch. */
export const descend = (gradient: (params: Params, batch: Batch) => Params, rate: number, params: Params, batches: ReadonlyArray<Batch>): Params =>
  batches.reduce((at, batch) => addScaled(at, -rate, gradient(at, batch)), params)

/** The gradient of the loss, and how often the loss has been traced for it. */
export const countedGradient = (): { readonly gradient: (params: Params, batch: Batch) => Params; readonly traces: () => number } => {
  // Counts calls of the function that is differentiated: it runs when it is traced, not at each step.
  const count = { traces: 0 }
  const counted = (line: Line, birds: Birds): Scalar => {
    count.traces += 1
    return loss(line, birds)
  }
  return { gradient: grad(counted), traces: () => count.traces }
}

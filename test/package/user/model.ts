/**
 * A user's model of about two hundred lines, as people write them: a small recurrent classifier with
 * normalisation, dropout by a mask, a mixture of experts, regularisation and three optimisers.
 * It is compiled and timed, and it trains for a few steps.
 */
import {
  add,
  addScaled,
  concatenate,
  cond,
  div,
  dot,
  type Expr,
  exp,
  flow,
  fori,
  grad,
  gt,
  inner,
  log,
  logsumexp,
  lt,
  type Mask,
  type Matrix,
  matmul,
  max,
  mean,
  mul,
  neg,
  pipe,
  reshape,
  type Scalar,
  scan,
  sigmoid,
  softplus,
  sqrt,
  square,
  stack,
  stopGradient,
  sub,
  sum,
  tanh,
  type Tensor,
  tensor,
  transpose,
  tree,
  type Vector,
  valueAndGrad,
  where,
  zerosLike,
} from 'wengert'

// sizes ----------------------------------------------------------------------------------

type Inputs = 4
type Hidden = 8
type Classes = 3

// parameters, as expressions and as values -----------------------------------------------

interface Dense<I extends number, O extends number> {
  readonly weights: Matrix<I, O>
  readonly bias: Vector<O>
}

interface Cell {
  readonly update: Dense<Hidden, Hidden>
  readonly candidate: Dense<Hidden, Hidden>
}

interface Norm {
  readonly gain: Vector<Hidden>
  readonly shift: Vector<Hidden>
}

interface Parameters {
  readonly embed: Dense<Inputs, Hidden>
  readonly cell: Cell
  readonly norm: Norm
  readonly experts: readonly [Dense<Hidden, Hidden>, Dense<Hidden, Hidden>]
  readonly gate: Vector<Hidden>
  readonly output: Dense<Hidden, Classes>
  readonly temperature: Scalar
}

interface DenseValues<I extends number, O extends number> {
  readonly weights: Tensor<[I, O]>
  readonly bias: Float64Array
}

export interface Values {
  readonly embed: DenseValues<Inputs, Hidden>
  readonly cell: { readonly update: DenseValues<Hidden, Hidden>; readonly candidate: DenseValues<Hidden, Hidden> }
  readonly norm: { readonly gain: Float64Array; readonly shift: Float64Array }
  readonly experts: readonly [DenseValues<Hidden, Hidden>, DenseValues<Hidden, Hidden>]
  readonly gate: Float64Array
  readonly output: DenseValues<Hidden, Classes>
  readonly temperature: number
}

interface Batch {
  readonly inputs: Matrix<number, Inputs>
  readonly labels: Matrix<number, Classes>
}

// layers ---------------------------------------------------------------------------------

const dense =
  <I extends number, O extends number>(layer: Dense<I, O>) =>
  (x: Vector<I>): Vector<O> =>
    add(matmul(x, layer.weights), layer.bias)

const normalise =
  (norm: Norm) =>
  (x: Vector<Hidden>): Vector<Hidden> => {
    const centred = sub(x, mean(x))
    const spread = sqrt(add(mean(square(centred)), 1e-6))
    return add(mul(div(centred, spread), norm.gain), norm.shift)
  }

const relu = <S extends ReadonlyArray<number>>(x: Expr<S>): Expr<S> => max(x, 0)
const leaky = <S extends ReadonlyArray<number>>(x: Expr<S>): Expr<S> => where(gt(x, 0), x, mul(0.01, x))
const gelu = <S extends ReadonlyArray<number>>(x: Expr<S>): Expr<S> => mul(x, sigmoid(mul(1.702, x)))
const swish = (x: Vector<Hidden>): Vector<Hidden> => mul(x, sigmoid(x))

const softmax = (x: Vector<Classes>): Vector<Classes> => exp(sub(x, logsumexp(x)))
const logSoftmax = (x: Vector<Classes>): Vector<Classes> => sub(x, logsumexp(x))

const keep = (mask: Mask<[Hidden]>, x: Vector<Hidden>): Vector<Hidden> => where(mask, mul(2, x), 0)

// the recurrent part ---------------------------------------------------------------------

const step =
  (cell: Cell) =>
  (state: Vector<Hidden>, x: Vector<Hidden>): Vector<Hidden> => {
    const update = sigmoid(dense(cell.update)(add(state, x)))
    const candidate = tanh(dense(cell.candidate)(mul(state, x)))
    return add(mul(sub(1, update), state), mul(update, candidate))
  }

const unrolled = (cell: Cell, x: Vector<Hidden>, times: number): Vector<Hidden> =>
  Array.from({ length: times }).reduce<Vector<Hidden>>((state) => step(cell)(state, x), x)

const settled = (cell: Cell, x: Vector<Hidden>): Vector<Hidden> => fori(3, x, (state) => step(cell)(state, x))

const smoothed = (xs: Vector): readonly [Scalar, Vector] => scan((average: Scalar, x: Scalar) => [add(mul(0.9, average), mul(0.1, x)), average], 0, xs)

// experts --------------------------------------------------------------------------------

const mixture =
  (p: Parameters) =>
  (x: Vector<Hidden>): Vector<Hidden> => {
    const [first, second] = p.experts
    const share = sigmoid(dot(p.gate, x))
    return add(mul(share, gelu(dense(first)(x))), mul(sub(1, share), leaky(dense(second)(x))))
  }

const chosen =
  (p: Parameters) =>
  (x: Vector<Hidden>): Vector<Hidden> =>
    cond(
      gt(dot(p.gate, x), 0),
      (y: Vector<Hidden>) => relu(dense(p.experts[0])(y)),
      (y: Vector<Hidden>) => swish(dense(p.experts[1])(y)),
      x,
    )

// the whole ------------------------------------------------------------------------------

const logits = (p: Parameters, x: Vector<Inputs>): Vector<Classes> => {
  const hidden = pipe(x, dense(p.embed), normalise(p.norm), relu)
  const state = settled(p.cell, unrolled(p.cell, hidden, 2))
  const mixed = add(mixture(p)(state), chosen(p)(state))
  const kept = keep(lt(mixed, 4), mixed)
  return div(dense(p.output)(kept), softplus(p.temperature))
}

const crossEntropy = (p: Parameters, x: Vector<Inputs>, label: Vector<Classes>): Scalar => neg(dot(label, logSoftmax(logits(p, x))))

const focal = (p: Parameters, x: Vector<Inputs>, label: Vector<Classes>): Scalar => {
  const likely = dot(label, softmax(logits(p, x)))
  return mul(neg(log(likely)), square(sub(1, stopGradient(likely))))
}

const rows = (p: Parameters, { inputs, labels }: Batch): readonly [Scalar, Vector] =>
  scan(
    (total, { x, y }) => {
      const each = add(crossEntropy(p, x, y), mul(0.1, focal(p, x, y)))
      return [add(total, each), each]
    },
    0,
    { x: inputs, y: labels },
  )

const penalty = (p: Parameters): Scalar => {
  const layers = [p.embed, p.cell.update, p.cell.candidate, p.output]
  const squares = layers.map(({ weights }) => sum(square(weights)))
  return add([...squares, inner(p.norm, p.norm), square(p.temperature)])
}

export const loss = (p: Parameters, batch: Batch): Scalar => {
  const [, losses] = rows(p, batch)
  const [recent] = smoothed(losses)
  return add(mean(losses), add(mul(1e-4, penalty(p)), mul(1e-6, recent)))
}

// diagnostics ----------------------------------------------------------------------------

export const temperatureSlope = flow(
  (t: Scalar) => softplus(t),
  (t) => div(1, t),
  log,
)

const gram = (m: Matrix<Hidden, Hidden>): Matrix<Hidden, Hidden> => matmul(transpose(m), m)
const ones = tensor(new Float64Array(8).fill(1))
const column = (x: Vector<Hidden>): Matrix<Hidden, 1> => reshape(x, [8, 1])
const beside = (x: Vector<Hidden>, y: Vector<Hidden>): Expr<[2, Hidden]> => stack([x, y])
const both = (x: Vector<Hidden>, y: Vector<Hidden>): Vector => concatenate([x, y])

export const orthogonality = (p: Parameters): Scalar => {
  const g = gram(p.cell.update.weights)
  const off = sub(g, matmul(column(p.gate), transpose(column(p.gate))))
  return add([sum(square(off)), sum(beside(p.gate, mul(p.gate, ones))), mean(both(p.gate, p.norm.gain))])
}

// training -------------------------------------------------------------------------------

export interface Data {
  readonly inputs: Tensor<[number, Inputs]>
  readonly labels: Tensor<[number, Classes]>
}

export const descend =
  (rate: number) =>
  (p: Values, batch: Data): Values =>
    addScaled(p, -rate, grad(loss)(p, batch))

export const momentum =
  (rate: number) =>
  ([p, velocity]: readonly [Values, Values], batch: Data): readonly [Values, Values] => {
    const next = addScaled(grad(loss)(p, batch), 0.9, velocity)
    return [addScaled(p, -rate, next), next]
  }

const start = (p: Values): readonly [Values, Values] => [p, zerosLike(p)]

export const train = (p: Values, batches: ReadonlyArray<Data>): readonly [number, Values] => {
  const [last] = batches.reduce((state, batch) => momentum(0.05)(state, batch), start(p))
  const [first] = batches
  const [value] = first === undefined ? [Number.NaN] : valueAndGrad(loss)(last, first)
  return [value, tree.map((leaf) => leaf, last)]
}

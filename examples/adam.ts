/**
 * A network of eight units learns sin x with Adam (D. Kingma and J. Ba, 2015). The state of the optimiser is a
 * record: parameters, both moments, in the structure of the parameters, and the step. The whole step, gradient
 * included, is one function, traced once and compiled like any other.
 */
import {
  add,
  addScaled,
  div,
  evaluate,
  grad,
  matmul,
  mean,
  mul,
  outer,
  pow,
  random,
  type Scalar,
  sqrt,
  square,
  sub,
  tanh,
  tree,
  type Valued,
  type Vector,
  zerosLike,
} from 'wengert'

interface Network {
  readonly inner: Vector<8>
  readonly shift: Vector<8>
  readonly outer: Vector<8>
  readonly offset: Scalar
}

interface Adam<P> {
  readonly params: P
  readonly first: P
  readonly second: P
  readonly step: Scalar
}

const network = ({ inner, shift, outer: weights, offset }: Network, x: Vector<64>) => {
  const hidden = tanh(add(outer(x, inner), shift))
  return add(matmul(hidden, weights), offset)
}

const loss = (p: Network, x: Vector<64>, y: Vector<64>) => mean(square(sub(network(p, x), y)))

const [rate, b1, b2] = [0.02, 0.9, 0.999]

const start = <P>(params: P) => ({ params, first: zerosLike(params), second: zerosLike(params), step: 0 })

const update = evaluate(({ params, first, second, step }: Adam<Network>, x: Vector<64>, y: Vector<64>) => {
  const gradient = grad(loss)(params, x, y)
  const next = add(step, 1)
  const m = tree.zipWith((m, g) => add(mul(b1, m), mul(1 - b1, g)), first, gradient)
  const v = tree.zipWith((v, g) => add(mul(b2, v), mul(1 - b2, square(g))), second, gradient)
  // Both moments begin at 0, and are too small for that at first.
  const [whole, wholeSquare] = [sub(1, pow(b1, next)), sub(1, pow(b2, next))]
  const direction = tree.zipWith((m, v) => div(div(m, whole), add(sqrt(div(v, wholeSquare)), 1e-8)), m, v)
  return { params: addScaled(params, -rate, direction), first: m, second: v, step: next }
})

const draw = (seed: number) => random.normal(random.key(seed), [8])
const x = Float64Array.from({ length: 64 }, (_, i) => i / 10 - 3)
const y = x.map(Math.sin)

const lossOf = evaluate(loss)

let state: Valued<Adam<Network>> = start<Valued<Network>>({ inner: draw(1), shift: draw(2), outer: draw(3), offset: 0 })
console.log('loss before', lossOf(state.params, x, y))
state = update(state, x, y)
console.log('the first step moves the offset by', state.params.offset)
while (state.step < 1000) state = update(state, x, y)
console.log('loss after ', lossOf(state.params, x, y))
console.log('steps      ', state.step)

/**
 * Reverse mode by hand, in the tape monad, on numbers: y = x₁·x₂ + sin x₁ at (2, 3).
 *
 * A computation on a tape is data. Running it leaves a list of what was done; sweeping that list from
 * the newest entry to the oldest adds up the adjoints.
 */
import {
  add,
  type AnyTensor,
  evaluate,
  fold,
  mul,
  pipe,
  type Program,
  type Scalar,
  sin,
  sweep,
  Tape,
  tape,
  type Taped,
  tapeInput,
  tensor,
  trace,
} from 'wengert'

type Number = Taped<AnyTensor>

const head = <A>([first]: ReadonlyArray<A>): A => {
  if (first === undefined) throw new Error('expected a result')
  return first
}

/** A program of one result, recorded when it runs. */
const recorded =
  (program: Program) =>
  (...args: ReadonlyArray<Number>): Tape.Tape<AnyTensor, Number> =>
    pipe(fold(tape(evaluate))(program)(args), Tape.map(head))

const times = recorded(trace((x: Scalar, y: Scalar) => mul(x, y))(1, 1))
const plus = recorded(trace((x: Scalar, y: Scalar) => add(x, y))(1, 1))
const sine = recorded(trace((x: Scalar) => sin(x))(1))

const computation = pipe(
  Tape.Do,
  Tape.bind('x1', () => tapeInput<AnyTensor>(tensor(2))),
  Tape.bind('x2', () => tapeInput<AnyTensor>(tensor(3))),
  Tape.bind('product', ({ x1, x2 }) => times(x1, x2)),
  Tape.bind('wave', ({ x1 }) => sine(x1)),
  Tape.bind('y', ({ product, wave }) => plus(product, wave)),
)

const [{ x1, x2, y }, list] = Tape.run<AnyTensor>(Tape.empty)(computation)

for (let rest = list.entries; rest !== null; rest = rest.tail) {
  const { ids, operation, parents } = rest.head
  console.log(`value ${ids} = ${operation.primitive.name} of ${parents.join(', ')}`)
}

const shapes = list.entries === null ? [] : list.entries.head.operation.results
console.log('y =', y.value)
console.log('x̄ =', sweep(evaluate)(list, [y], [tensor(1)], shapes, [x1, x2]), ' = x₂ + cos x₁, x₁')
console.log('    ', 3 + Math.cos(2), 2)

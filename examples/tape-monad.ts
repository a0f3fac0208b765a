/**
 * Reverse mode by hand, in the tape monad, on numbers: y = x₁·x₂ + sin x₁ at (2, 3).
 *
 * A computation on a tape is data. Running it leaves a list of what was done; sweeping that list from
 * the newest entry to the oldest adds up the adjoints.
 */
import { add, type AnyTensor, evaluate, mul, pipe, recorded, type Scalar, sin, sweep, Tape, tapeInput, tensor, trace } from 'wengert'

const operation = recorded(evaluate)
const times = operation(trace((x: Scalar, y: Scalar) => mul(x, y))(1, 1))
const plus = operation(trace((x: Scalar, y: Scalar) => add(x, y))(1, 1))
const sine = operation(trace((x: Scalar) => sin(x))(1))

const computation = pipe(
  Tape.Do,
  Tape.bind('x1', () => tapeInput<AnyTensor>(tensor(2))),
  Tape.bind('x2', () => tapeInput<AnyTensor>(tensor(3))),
  Tape.bind('product', ({ x1, x2 }) => times(x1, x2)),
  Tape.bind('wave', ({ x1 }) => sine(x1)),
  Tape.bind('y', ({ product, wave }) => plus(product, wave)),
)

const [{ x1, x2, y }, list] = Tape.run(Tape.empty)(computation)

for (let rest = list.entries; rest !== null; rest = rest.tail) {
  const { ids, operation, parents } = rest.head
  console.log(`value ${ids} = ${operation.primitive.name} of ${parents.join(', ')}`)
}

const shapes = list.entries === null ? [] : list.entries.head.operation.results
console.log('y =', y.value)
console.log('x̄ =', sweep(evaluate)(list, [y], [tensor(1)], shapes, [x1, x2]), ' = x₂ + cos x₁, x₁')
console.log('    ', 3 + Math.cos(2), 2)

/**
 * The tape monad on numbers: reverse mode written out in Do-notation, and the list that it leaves.
 */
import {
  add,
  type AnyTensor,
  evaluate,
  log,
  mul,
  pipe,
  recorded,
  type Scalar,
  showTable,
  sin,
  sub,
  sweep,
  Tape,
  type Taped,
  tapeInput,
  tensor,
  trace,
} from 'wengert'
import { type Block, code, facts, figure, numberOf, text } from './page.ts'

/** One operation on numbers, recorded. */
const operation = recorded(evaluate)

const [one, two] = [[1], [1, 1]] as const
const ln = operation(trace((x: Scalar) => log(x))(...one))
const sine = operation(trace((x: Scalar) => sin(x))(...one))
const times = operation(trace((x: Scalar, y: Scalar) => mul(x, y))(...two))
const plus = operation(trace((x: Scalar, y: Scalar) => add(x, y))(...two))
const minus = operation(trace((x: Scalar, y: Scalar) => sub(x, y))(...two))

const variable = (value: number): Tape.Tape<AnyTensor, Taped<AnyTensor>> => tapeInput<AnyTensor>(tensor(value))

const computation = pipe(
  Tape.Do,
  Tape.bind('x1', () => variable(2)),
  Tape.bind('x2', () => variable(5)),
  Tape.bind('v1', ({ x1 }) => ln(x1)),
  Tape.bind('v2', ({ x1, x2 }) => times(x1, x2)),
  Tape.bind('v3', ({ x2 }) => sine(x2)),
  Tape.bind('v4', ({ v1, v2 }) => plus(v1, v2)),
  Tape.bind('v5', ({ v4, v3 }) => minus(v4, v3)),
)

/** The entries of a list, oldest first. */
const entriesOf = (list: Tape.Wengert<AnyTensor>): ReadonlyArray<Tape.Entry<AnyTensor>> => {
  const found: Array<Tape.Entry<AnyTensor>> = []
  for (let rest = list.entries; rest !== null; rest = rest.tail) found.unshift(rest.head)
  return found
}

export function* taping(): Iterable<Block> {
  yield text(
    'Reverse mode needs a memory of what was done. Here that is a monad: a computation that records on a list, as data, and changes nothing. In the Do-notation of fp-ts, on numbers:',
  )
  yield code(`
    const [{ x1, x2, v5 }, list] = Tape.run(Tape.empty)(pipe(
      Tape.Do,
      Tape.bind('x1', () => variable(2)),
      Tape.bind('x2', () => variable(5)),
      Tape.bind('v1', ({ x1 }) => ln(x1)),
      Tape.bind('v2', ({ x1, x2 }) => times(x1, x2)),
      Tape.bind('v3', ({ x2 }) => sine(x2)),
      Tape.bind('v4', ({ v1, v2 }) => plus(v1, v2)),
      Tape.bind('v5', ({ v4, v3 }) => minus(v4, v3)),
    ))
  `)
  const [{ x1, x2, v5 }, list] = Tape.run(Tape.empty)(computation)
  const entries = entriesOf(list)
  yield text(
    'The list it leaves is the Wengert list that the library is named after. Values are known by number, each entry by its operation and its parents; x₁ is 0 and x₂ is 1:',
  )
  yield figure(
    showTable(
      {
        head: ['id', 'operation', 'parents', 'kept for the way back'],
        rows: entries.map(({ ids, operation, parents, residuals }) => [
          ids.join(' '),
          operation.primitive.name,
          parents.join(' '),
          residuals.map(numberOf).join(', '),
        ]),
      },
      'text',
    ),
  )
  const seed = tensor(1)
  const shapes = entries.at(-1)?.operation.results ?? []
  const bars = sweep(evaluate)(list, [v5], [seed], shapes, [x1, x2])
  yield text('`sweep` walks it once, from the newest entry to the oldest, and adds up adjoints:')
  yield facts(['the value recorded', numberOf(v5.value)], ['sweep(evaluate)(list, …) at x1, x2', bars.map((bar) => numberOf(bar ?? undefined)).join(', ')])
  yield text(`Nothing in it is about numbers: the same tape over expressions is what \`grad\` runs, once, when it makes a gradient program.
    A million binds are safe, nested to the left or to the right.`)
}

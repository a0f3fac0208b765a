/**
 * A first gradient: one function at one point, its evaluation trace with the derivative beside it,
 * its adjoints on their way back, and the gradient as a program.
 */
import {
  add,
  evaluate,
  type ForwardRow,
  formula,
  forwardTrace,
  grad,
  jvp,
  log,
  mul,
  print,
  type Program,
  reverseTrace,
  type Scalar,
  showForward,
  showReverse,
  showTable,
  simplify,
  sin,
  type Step,
  sub,
  trace,
  valueAndGrad,
} from 'wengert'
import { type Block, type Chapter, code, facts, figure, text } from './page.ts'

/** f(x₁, x₂) = ln x₁ + x₁x₂ − sin x₂, the example of Baydin et al., "Automatic Differentiation in Machine Learning: a Survey" (2018). */
export const f = (x1: Scalar, x2: Scalar): Scalar => {
  const [a, b, c] = [log(x1), mul(x1, x2), sin(x2)]
  return sub(add(a, b), c)
}

export const point = [2, 5] as const

export const program: Program = trace(f)(...point)

const cells = (step: Step | null): ReadonlyArray<string> => {
  if (step === null) return []
  const { symbol, formula: rule, numbers, value } = step
  return [symbol, ...[rule, numbers, String(Number(Number(value).toPrecision(6)))].map((part) => (part === '' ? '' : `= ${part.replace('-', '−')}`))]
}

/** The two halves of a forward trace, one under the other where they do not fit side by side. */
const forward = (rows: ReadonlyArray<ForwardRow>, columns: number): ReadonlyArray<Block> =>
  columns >= 110
    ? [figure(showForward(rows))]
    : [
        figure(showTable({ head: ['primal', '', '', ''], rows: rows.map(({ primal }) => cells(primal)) }, 'text')),
        figure(showTable({ head: ['tangent', '', '', ''], rows: rows.map(({ tangent }) => cells(tangent)) }, 'text')),
      ]

function* body(columns: number): Iterable<Block> {
  yield text('You write an ordinary function. Its arguments are expressions, and so is its answer:')
  yield code(`
    const f = (x1: Scalar, x2: Scalar) => {
      const [a, b, c] = [log(x1), mul(x1, x2), sin(x2)]
      return sub(add(a, b), c)
    }
  `)
  yield text('That is f(x₁, x₂) = ln x₁ + x₁x₂ − sin x₂. `grad(f)` is an ordinary function too, of numbers if you give it numbers:')
  yield facts(
    ['evaluate(f)(2, 5)', evaluate(f)(...point)],
    ['grad(f)(2, 5)', grad(f)(...point)],
    ['grad(f, { argnums: [0, 1] })(2, 5)', grad(f, { argnums: [0, 1] })(...point)],
  )
  yield text(`Where do these numbers come from? Call the inputs v₋₁ and v₀ and give each operation a line of its own.
    First f is computed, line by line. Beside it every line is differentiated, also line by line, by the rule of its one operation: v̇ says how fast v moves if x₁ moves at speed 1 and x₂ rests.`)
  yield* forward(forwardTrace(program, point, [1, 0]), columns)
  yield text('That is forward mode: one pass gives y and its derivative ẏ along one direction, here ∂f/∂x₁.')
  yield facts(['jvp(f, [2, 5], [1, 0])', jvp(f, point, [1, 0])])
  yield text(`Reverse mode asks the other way round: how much does y change if this v changes? Call that v̄, the adjoint. It is 1 for y itself,
    and each operation hands its own down to its operands. A value that was used twice, such as x₁ and x₂ here, collects two contributions, and they add up:`)
  yield figure(showReverse(reverseTrace(program, point)))
  yield text('One pass back, and every input has its derivative. That is why a function of a million parameters can be trained.')
  yield text(
    'The gradient is itself a program: no tape is kept, nothing is recorded when it runs. Here is what `valueAndGrad` made of f, and the same read as formulas:',
  )
  yield figure(print(valueAndGrad(program)))
  yield facts(['∇f =', formula(simplify(grad(program)))])
}

export const gradient: Chapter = { title: 'A first gradient', body }

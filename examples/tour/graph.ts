/**
 * A computational graph: placeholders, nodes and an executor, as pure data.
 */
import { add, grad, graph, latex, mermaid, mul, operations, print, run, type Scalar, sigmoid, simplify, square, sub, trace, valueAndGrad } from 'wengert'
import { type Block, type Chapter, code, facts, figure, show, text } from './page.ts'

/** One neuron and its squared error. */
const error = (x: Scalar, w: Scalar, b: Scalar, target: Scalar): Scalar => {
  const answer = sigmoid(add(mul(w, x), b))
  return square(sub(answer, target))
}

const feeds = { x: 1.5, w: -0.8, b: 0.2, target: 1 }

function* body(): Iterable<Block> {
  yield text(
    'Introductions to autodiff build a graph of nodes and placeholders, and an executor that is fed by name. Here the graph is what tracing a function leaves: flat, closed, frozen data.',
  )
  yield code(`
    const error = (x: Scalar, w: Scalar, b: Scalar, target: Scalar) => {
      const answer = sigmoid(add(mul(w, x), b))
      return square(sub(answer, target))
    }
    const program = trace(error, { names: ['x', 'w', 'b', 'target'] })(0, 0, 0, 0)
  `)
  const program = trace(error, { names: ['x', 'w', 'b', 'target'] })(0, 0, 0, 0)
  yield figure(print(program))
  const { nodes, edges } = graph(program)
  const kinds = (kind: string): string =>
    nodes
      .filter((node) => node.kind === kind)
      .map((node) => node.label)
      .join('  ')
  yield facts(['placeholders', kinds('placeholder')], ['operations', kinds('operation')], ['edges', edges.length], ['latex(program)', latex(program)])
  yield text(
    '`run` is the executor. A gradient program is a program like any other, so it is run, asked for some of its outputs, printed, drawn and differentiated again in the same way:',
  )
  const both = valueAndGrad(program)
  yield code('const both = valueAndGrad(program)')
  yield facts(
    ['run(program, { x: 1.5, w: -0.8, b: 0.2, target: 1 })', run(program, feeds)],
    ["run(both, feeds, ['∂w', '∂b'])", run(both, feeds, ['∂w', '∂b'])],
    ['grad(error, { argnums: [1, 2] })(1.5, -0.8, 0.2, 1)', grad(error, { argnums: [1, 2] })(1.5, -0.8, 0.2, 1)],
    ['operations(program), operations(both)', `${operations(program)}, ${operations(both)}`],
  )
  yield figure(print(both))
  const curvature = grad(grad(program, { argnums: 1 }), { argnums: 1 })
  yield facts(['∂²error/∂w²: operations, value', `${operations(curvature)}, ${show(run(curvature, feeds)[0])}`])
  yield text('And `mermaid(graph(program))` draws it where Markdown is read, `graphviz` where dot is at hand:')
  yield figure(mermaid(graph(simplify(trace((x: Scalar, y: Scalar) => mul(x, add(x, y)), { names: ['x', 'y'] })(0, 0)))))
  yield text('A name that is not there is an error that says which are:')
  yield facts(['run(program, { x: 1.5, weight: 1 })', refusal(() => run(program, { x: 1.5, weight: 1 }))])
}

const refusal = (f: () => unknown): string => {
  try {
    return show(f())
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown)
  }
}

export const computationalGraph: Chapter = { title: 'A computational graph', body }

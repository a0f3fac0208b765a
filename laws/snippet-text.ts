/**
 * Snippets as text that can be pasted and run.
 */
import { type Dims, sizeOf } from '../src/array/shape.ts'
import type { Numbers } from './closeness.ts'
import type { Constant, Snippet, Term } from './snippet-term.ts'

/** The name of a value: inputs first, then lines. */
export const nameOf = (index: number, inputs: number): string => (index < inputs ? `x${index + 1}` : `v${index - inputs + 1}`)

const constantText = (of: Constant): string => {
  if (typeof of === 'number') return Object.is(of, -0) ? '-0' : String(of)
  if (typeof of === 'boolean' || of === null) return String(of)
  if (typeof of === 'string') return `'${of}'`
  if (isList(of)) return `[${of.map(constantText).join(', ')}]`
  return `{ ${Object.entries(of)
    .map(([key, inner]) => `${key}: ${constantText(inner)}`)
    .join(', ')} }`
}

const isList = (of: Constant): of is ReadonlyArray<Constant> => Array.isArray(of)

const termText = (term: Term, inputs: number): string => {
  switch (term._tag) {
    case 'Value':
      return nameOf(term.index, inputs)
    case 'Constant':
      return constantText(term.value)
    case 'List':
      return `[${term.items.map((item) => termText(item, inputs)).join(', ')}]`
    case 'Function':
      // A record in braces would be a block.
      return `(${term.parameters.join(', ')}) => ${term.body._tag === 'Record' ? `(${termText(term.body, inputs)})` : termText(term.body, inputs)}`
    case 'Parameter':
      return term.name
    case 'Part':
      return `${termText(term.of, inputs)}[${term.index}]`
    case 'Record':
      return `{ ${Object.entries(term.fields)
        .map(([key, of]) => `${key}: ${termText(of, inputs)}`)
        .join(', ')} }`
    case 'Field':
      return `${termText(term.of, inputs)}.${term.key}`
    case 'Applied':
      return `${termText(term.of, inputs)}(${term.args.map((arg) => termText(arg, inputs)).join(', ')})`
    case 'Call':
      return `${term.operation}(${term.args.map((arg) => termText(arg, inputs)).join(', ')})`
  }
}

const typeText = (shape: Dims): string => {
  if (shape.length === 0) return 'Scalar'
  return shape.length === 1 ? `Vector<${shape[0]}>` : `Expr<[${shape.join(', ')}]>`
}

/**
 * The function in TypeScript, over the library's exports.
 *
 * @example
 * showSnippet({ shapes: [[]], lines: [], answer: { _tag: 'Value', index: 0 } })   // 'const f = (x1: Scalar) => {\n  return x1\n}'
 * @category arbitraries
 */
export const showSnippet = ({ shapes, lines, answer }: Snippet): string =>
  [
    `const f = (${shapes.map((shape, i) => `${nameOf(i, shapes.length)}: ${typeText(shape)}`).join(', ')}) => {`,
    ...lines.map((line, i) => `  const ${nameOf(shapes.length + i, shapes.length)} = ${termText(line, shapes.length)}`),
    `  return ${termText(answer, shapes.length)}`,
    '}',
  ].join('\n')

const nested = (data: ReadonlyArray<number>, shape: Dims): string => {
  const [size, ...rest] = shape
  if (size === undefined) return constantText(data[0] ?? Number.NaN)
  const span = sizeOf(rest)
  return `[${Array.from({ length: size }, (_, i) => nested(data.slice(i * span, (i + 1) * span), rest)).join(', ')}]`
}

/** Arguments in TypeScript, from a flat vector. */
export const showArguments = ({ shapes }: Snippet, x: Numbers): string => {
  let from = 0
  return shapes
    .map((shape) => {
      const data = Array.from({ length: sizeOf(shape) }, (_, i) => x[from + i] ?? Number.NaN)
      from += data.length
      return shape.length === 0 ? nested(data, shape) : `tensor(${nested(data, shape)})`
    })
    .join(', ')
}

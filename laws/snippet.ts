/**
 * A snippet: a small program as the calls that a person would write, one per line. It is a function on
 * values and expressions alike, and its text can be pasted and run.
 */
import type { Dims } from '../src/array/shape.ts'
import { sizeOf } from '../src/array/shape.ts'
import { seal } from '../src/array/tensor.ts'
import { entry } from '../src/entry.ts'
import * as wengert from '../src/index.ts'
import { float } from '../src/program/expr.ts'
import type { Program } from '../src/program/model.ts'
import { lowerOne, toExpr } from '../src/program/operate.ts'
import { close } from '../src/program/trace.ts'
import { phantom } from '../src/type/phantom.ts'
import type { Numbers } from './closeness.ts'

// model ------------------------------------------------------------------------------------

/** An argument of a call: an earlier value, a constant, a list, a function, one of several results, or another call. */
export type Term =
  | { readonly _tag: 'Value'; readonly index: number }
  | { readonly _tag: 'Constant'; readonly value: Constant }
  | { readonly _tag: 'List'; readonly items: ReadonlyArray<Term> }
  | { readonly _tag: 'Function'; readonly parameters: ReadonlyArray<string>; readonly body: Term }
  /** A parameter of a function around it. */
  | { readonly _tag: 'Parameter'; readonly name: string }
  | { readonly _tag: 'Part'; readonly of: Term; readonly index: number }
  | { readonly _tag: 'Record'; readonly fields: { readonly [key: string]: Term } }
  | { readonly _tag: 'Field'; readonly of: Term; readonly key: string }
  /** What a call answered with, a function, applied to arguments. */
  | { readonly _tag: 'Applied'; readonly of: Term; readonly args: ReadonlyArray<Term> }
  | Call

export type Constant = number | boolean | string | null | ReadonlyArray<Constant> | { readonly [key: string]: Constant }

export interface Call {
  readonly _tag: 'Call'
  readonly operation: string
  readonly args: ReadonlyArray<Term>
}

/** Inputs of the shapes given, one call per line, and the value that is the answer. */
export interface Snippet {
  readonly shapes: ReadonlyArray<Dims>
  readonly lines: ReadonlyArray<Call>
  readonly answer: Term
}

// constructors -----------------------------------------------------------------------------

export const value = (index: number): Term => ({ _tag: 'Value', index })

export const constant = (of: Constant): Term => ({ _tag: 'Constant', value: of })

export const list = (...items: ReadonlyArray<Term>): Term => ({ _tag: 'List', items })

/** A function of parameters, which its body refers to by name. */
export const lambda = (parameters: ReadonlyArray<string>, body: Term): Term => ({ _tag: 'Function', parameters, body })

export const parameter = (name: string): Term => ({ _tag: 'Parameter', name })

/** One entry of a list, such as the results of a call. */
export const part = (of: Term, index: number): Term => ({ _tag: 'Part', of, index })

export const fields = (of: { readonly [key: string]: Term }): Term => ({ _tag: 'Record', fields: of })

export const field = (of: Term, key: string): Term => ({ _tag: 'Field', of, key })

export const applying = (of: Term, ...args: ReadonlyArray<Term>): Term => ({ _tag: 'Applied', of, args })

export const call = (operation: string, ...args: ReadonlyArray<Term>): Call => ({ _tag: 'Call', operation, args })

// as a function ----------------------------------------------------------------------------

// Calls name exports of the library, which the types of the exports cannot express.
const exported: { readonly [name: string]: unknown } = phantom(wengert)
const applied = (name: string, args: ReadonlyArray<unknown>): unknown => phantom<(...xs: ReadonlyArray<unknown>) => unknown>(exported[name])(...args)

const noNames: ReadonlyMap<string, unknown> = new Map()

/** Terms nest two or three deep, so this recursion is shallow. */
const meaning = (term: Term, values: ReadonlyArray<unknown>, named: ReadonlyMap<string, unknown> = noNames): unknown => {
  switch (term._tag) {
    case 'Value':
      return entry(values, term.index)
    case 'Constant':
      return term.value
    case 'List':
      return term.items.map((item) => meaning(item, values, named))
    case 'Function':
      return (...given: ReadonlyArray<unknown>) =>
        meaning(term.body, values, new Map([...named, ...term.parameters.map((name, i) => [name, given[i]] as const)]))
    case 'Parameter':
      return named.get(term.name)
    case 'Part':
      return phantom<ReadonlyArray<unknown>>(meaning(term.of, values, named))[term.index]
    case 'Record':
      return Object.fromEntries(Object.entries(term.fields).map(([key, of]) => [key, meaning(of, values, named)]))
    case 'Field':
      return phantom<{ readonly [key: string]: unknown }>(meaning(term.of, values, named))[term.key]
    case 'Applied':
      return phantom<(...xs: ReadonlyArray<unknown>) => unknown>(meaning(term.of, values, named))(...term.args.map((arg) => meaning(arg, values, named)))
    case 'Call':
      return applied(
        term.operation,
        term.args.map((arg) => meaning(arg, values, named)),
      )
  }
}

/** The function itself: values in, value out; expressions in, expression out. */
export const functionOf =
  ({ lines, answer }: Snippet) =>
  (...inputs: ReadonlyArray<unknown>): unknown => {
    const values = [...inputs]
    for (const line of lines) values.push(meaning(line, values))
    return meaning(answer, values)
  }

const nameOf = (index: number, inputs: number): string => (index < inputs ? `x${index + 1}` : `v${index - inputs + 1}`)

/** The program of a snippet: its function traced. */
export const programOf = (snippet: Snippet): Program =>
  close(
    snippet.shapes.map((shape) => float(...shape)),
    (xs) => [toExpr('snippet', functionOf(snippet)(...xs))],
    snippet.shapes.map((_, i) => nameOf(i, snippet.shapes.length)),
  )

/** A snippet on numbers, nothing traced: flat in, flat out. */
export const valuesOf = (snippet: Snippet): ((x: Numbers) => Float64Array) => {
  const f = functionOf(snippet)
  return (x) => {
    let from = 0
    const inputs = snippet.shapes.map((shape) => {
      const start = from
      from += sizeOf(shape)
      const data = Float64Array.from({ length: from - start }, (_, i) => x[start + i] ?? Number.NaN)
      return shape.length === 0 ? data[0] : seal(float(...shape), data)
    })
    const answer = lowerOne('snippet', f(...inputs))
    return wengert.isTensor(answer) ? wengert.toFloat64Array(answer) : new Float64Array(0)
  }
}

// as text ----------------------------------------------------------------------------------

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

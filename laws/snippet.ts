/**
 * A snippet: a small program as the calls that a person would write, one per line. It is a function on
 * values and expressions alike, and its text can be pasted and run.
 */
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
import type { Snippet, Term } from './snippet-term.ts'
import { nameOf } from './snippet-text.ts'

export type { Call, Constant, Snippet, Term } from './snippet-term.ts'
export { applying, call, constant, field, fields, lambda, list, parameter, part, value } from './snippet-term.ts'
export { showArguments, showSnippet } from './snippet-text.ts'

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

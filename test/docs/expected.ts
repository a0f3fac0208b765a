/**
 * The notation of expected values in documentation: what `f(2) // [4, 8]` says after the slashes, as
 * data, and whether a value is that.
 *
 * | notation                                | the value                                              |
 * | --------------------------------------- | ------------------------------------------------------ |
 * | `3`, `-0`, `Infinity`, `NaN`            | that number, to the bit                                |
 * | `1.414…`                                | a number that prints so from the start                 |
 * | `1 ± 1e-12`                             | a number at most so far from it                        |
 * | `'text'`, `'te…xt'`                     | that string; `…` stands for any characters             |
 * | `true`, `false`, `null`, `undefined`    | that constant                                          |
 * | `[1, …, 9]`                             | an array; `…` stands for any entries                   |
 * | `{ w: 1, b: [2] }`                      | a record of just these fields                          |
 * | `Float64Array [1, 2]`, `Float64Array`   | a Float64Array of these elements; any                  |
 * | `Tensor<[2, 2]>`, `Tensor<[2], 'bool'>` | a Tensor of that shape and dtype                       |
 * | `a Tensor of shape [2]: 3 7`            | a float64 Tensor of that shape and elements            |
 * | `an int32 Tensor of shape [2]: 3 7`     | the same of another dtype; `a bool Tensor …: 1 0`      |
 * | `Right(1)`, `Left(…)`, `Some(1)`, `None`| fp-ts's Either and Option                              |
 * | `…`                                     | inside another notation: anything                      |
 *
 * A value at the top may be followed by a colon and words. Anything else is refused, so that no
 * comment which looks like a result goes unread.
 */
import { type DType, isTensor, toFloat64Array } from '../../src/index.ts'
import type { Table } from '../table.ts'

export type Expected =
  | { readonly _tag: 'Any' }
  | { readonly _tag: 'Constant'; readonly value: unknown }
  | { readonly _tag: 'Start'; readonly text: string }
  | { readonly _tag: 'Near'; readonly value: number; readonly by: number }
  | { readonly _tag: 'Text'; readonly pieces: ReadonlyArray<string> }
  | { readonly _tag: 'List'; readonly buffer: boolean; readonly items: ReadonlyArray<Expected> }
  | { readonly _tag: 'Record'; readonly fields: ReadonlyArray<readonly [string, Expected]> }
  | { readonly _tag: 'Buffer' }
  | { readonly _tag: 'Tensor'; readonly shape: ReadonlyArray<number>; readonly dtype: string; readonly elements: ReadonlyArray<number> | null }
  | { readonly _tag: 'Tagged'; readonly tag: string; readonly field: string; readonly value: Expected }

const any: Expected = { _tag: 'Any' }

// reading ----------------------------------------------------------------------------------

const numeral = /^-?(?:Infinity|NaN|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)/
const constants: Table<readonly [string, unknown]> = [
  ['true', true],
  ['false', false],
  ['null', null],
  ['undefined', undefined],
]
const tagged: Table<readonly [string, string]> = [
  ['Right', 'right'],
  ['Left', 'left'],
  ['Some', 'value'],
]

/** An expectation and the text after it. */
type Parsed = readonly [Expected, string]

const refused = (text: string): never => {
  throw new Error(`not in the notation of expected values: ${text}`)
}

const after = (text: string, sign: string): string => (text.startsWith(sign) ? text.slice(sign.length).trimStart() : refused(text))

/** Entries between signs, with commas between them. */
const entries = <X>(text: string, close: string, one: (rest: string) => readonly [X, string]): readonly [ReadonlyArray<X>, string] => {
  const found: Array<X> = []
  let rest = text.trimStart()
  while (!rest.startsWith(close)) {
    if (found.length > 0) rest = after(rest, ',')
    const [value, next] = one(rest)
    found.push(value)
    rest = next.trimStart()
  }
  return [found, rest.slice(close.length)]
}

const number = (text: string): readonly [number, string] => {
  const found = numeral.exec(text)?.[0] ?? refused(text)
  return [Number(found), text.slice(found.length)]
}

const field = (text: string): readonly [readonly [string, Expected], string] => {
  const name = /^(?:'([^']*)'|([\p{L}\p{M}_$][\p{L}\p{M}\p{N}_$]*)): */u.exec(text)
  if (name === null) return refused(text)
  const [value, rest] = parseValue(text.slice(name[0].length))
  return [[name[1] ?? name[2] ?? '', value], rest]
}

const string = (text: string): Parsed => {
  const body = /^'((?:[^'\\]|\\.)*)'/.exec(text)?.[0] ?? refused(text)
  const plain = body.slice(1, -1).replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char))
  return [{ _tag: 'Text', pieces: plain.split('…') }, text.slice(body.length)]
}

const tensorType = (text: string): Parsed => {
  const [shape, rest] = entries(text.slice('Tensor<['.length), ']', number)
  const dtype = /^, '(float64|int32|bool)'/.exec(rest)
  return [{ _tag: 'Tensor', shape, dtype: dtype?.[1] ?? 'float64', elements: null }, after(rest.slice(dtype?.[0].length ?? 0), '>')]
}

const tensorHead = /^(?:a|an (int32)|a (bool)) Tensor of shape \[/

const tensorValue = (text: string): Parsed => {
  const head = tensorHead.exec(text)
  const [shape, rest] = entries(text.slice(head?.[0].length), ']', number)
  const dtype = head?.[1] ?? head?.[2] ?? 'float64'
  const elements = /^:((?: -?[\w.+-]+)+)/.exec(rest)
  if (elements === null) return [{ _tag: 'Tensor', shape, dtype, elements: null }, rest]
  const list = (elements[1] ?? '')
    .trim()
    .split(' ')
    .map((word) => (numeral.exec(word)?.[0] === word ? Number(word) : refused(text)))
  return [{ _tag: 'Tensor', shape, dtype, elements: list }, rest.slice(elements[0].length)]
}

const parseValue = (text: string): Parsed => {
  if (text.startsWith("'")) return string(text)
  const head = numeral.exec(text)?.[0]
  if (head !== undefined) {
    const rest = text.slice(head.length)
    if (rest.startsWith(' ± ')) {
      const [by, end] = number(rest.slice(3))
      return [{ _tag: 'Near', value: Number(head), by }, end]
    }
    return rest.startsWith('…') ? [{ _tag: 'Start', text: head }, rest.slice(1)] : [{ _tag: 'Constant', value: Number(head) }, rest]
  }
  if (text.startsWith('…')) return [any, text.slice(1)]
  if (text.startsWith('[')) {
    const [items, rest] = entries(text.slice(1), ']', parseValue)
    return [{ _tag: 'List', buffer: false, items }, rest]
  }
  if (text.startsWith('{')) {
    const [fields, rest] = entries(text.slice(1), '}', field)
    return [{ _tag: 'Record', fields }, rest]
  }
  if (text.startsWith('Float64Array [')) {
    const [items, rest] = entries(text.slice('Float64Array ['.length), ']', parseValue)
    return [{ _tag: 'List', buffer: true, items }, rest]
  }
  if (text.startsWith('Tensor<[')) return tensorType(text)
  if (tensorHead.test(text)) return tensorValue(text)
  const word = /^\w+/.exec(text)?.[0] ?? refused(text)
  const rest = text.slice(word.length)
  if (word === 'Float64Array') return [{ _tag: 'Buffer' }, rest]
  if (word === 'None') return [{ _tag: 'Record', fields: [['_tag', { _tag: 'Text', pieces: ['None'] }]] }, rest]
  const constant = constants.find(([name]) => name === word)
  if (constant !== undefined) return [{ _tag: 'Constant', value: constant[1] }, rest]
  const [tag, side] = tagged.find(([name]) => name === word) ?? refused(text)
  const [value, end] = parseValue(after(rest, '('))
  return [{ _tag: 'Tagged', tag, field: side, value }, after(end, ')')]
}

/** An expectation from its notation; throws where it is none. */
export const parse = (text: string): Expected => {
  const [expected, rest] = parseValue(text.trim())
  if (expected._tag === 'Any' || (rest.trim() !== '' && !/^: +\S/.test(rest))) return refused(text)
  return expected
}

// matching ---------------------------------------------------------------------------------

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value) && !isTensor(value)

const matchesText = (pieces: ReadonlyArray<string>, value: string): boolean => {
  const [first = '', ...rest] = pieces
  const last = rest.pop()
  if (last === undefined) return value === first
  if (!value.startsWith(first)) return false
  let at = first.length
  for (const piece of rest) {
    const found = value.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return value.length - last.length >= at && value.endsWith(last)
}

const matchesList = (items: ReadonlyArray<Expected>, values: ReadonlyArray<unknown>): boolean => {
  const gap = items.findIndex((item) => item._tag === 'Any')
  if (gap < 0) return items.length === values.length && items.every((item, i) => matches(item, values[i]))
  const tail = items.slice(gap + 1)
  return (
    values.length >= gap + tail.length && matchesList(items.slice(0, gap), values.slice(0, gap)) && matchesList(tail, values.slice(values.length - tail.length))
  )
}

/** Whether a value is what is expected. */
export const matches = (expected: Expected, value: unknown): boolean => {
  switch (expected._tag) {
    case 'Any':
      return true
    case 'Constant':
      return Object.is(value, expected.value)
    case 'Start':
      return typeof value === 'number' && String(value).startsWith(expected.text) && String(value) !== expected.text
    case 'Near':
      return typeof value === 'number' && Math.abs(value - expected.value) <= expected.by
    case 'Text':
      return typeof value === 'string' && matchesText(expected.pieces, value)
    case 'List':
      return expected.buffer
        ? value instanceof Float64Array && matchesList(expected.items, [...value])
        : Array.isArray(value) && matchesList(expected.items, value)
    case 'Record':
      return (
        isRecord(value) &&
        Object.keys(value).length === expected.fields.length &&
        expected.fields.every(([name, one]) => Object.hasOwn(value, name) && matches(one, value[name]))
      )
    case 'Buffer':
      return value instanceof Float64Array
    case 'Tensor': {
      if (!isTensor(value) || value.dtype !== expected.dtype || value.shape.join() !== expected.shape.join()) return false
      const elements = toFloat64Array(value)
      return expected.elements === null || (expected.elements.length === elements.length && expected.elements.every((x, i) => Object.is(x, elements[i])))
    }
    case 'Tagged':
      return isRecord(value) && value['_tag'] === expected.tag && matches(expected.value, value[expected.field])
  }
}

// writing ----------------------------------------------------------------------------------

const articles: { readonly [D in DType]: string } = { float64: 'a', int32: 'an int32', bool: 'a bool' }

const showNumber = (x: number): string => (Object.is(x, -0) ? '-0' : String(x))

const showFields = (value: Readonly<Record<string, unknown>>): string =>
  `{ ${Object.entries(value)
    .map(([name, inner]) => `${/^[\p{L}_$][\p{L}\p{M}\p{N}_$]*$/u.test(name) ? name : `'${name}'`}: ${show(inner)}`)
    .join(', ')} }`

/** A value in the notation: what to write after the slashes. */
export const show = (value: unknown): string => {
  if (typeof value === 'number') return showNumber(value)
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
  if (value instanceof Float64Array) return `Float64Array [${[...value].map(showNumber).join(', ')}]`
  if (isTensor(value)) return `${articles[value.dtype]} Tensor of shape [${value.shape.join(', ')}]: ${[...toFloat64Array(value)].map(showNumber).join(' ')}`
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`
  if (!isRecord(value)) return String(value)
  const tag = tagged.find(([name]) => value['_tag'] === name)
  if (tag !== undefined) return `${tag[0]}(${show(value[tag[1]])})`
  return value['_tag'] === 'None' ? 'None' : showFields(value)
}

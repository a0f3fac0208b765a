/**
 * Leaves of a spec in JSON: a number, or numbers nested as deep as the array has axes. What JSON has no
 * number for is the string "NaN", "Infinity", "-Infinity" or "-0".
 *
 * Nested lists cannot tell the sizes behind an empty axis; where those are named, the value is written as
 * `{ shape, data }`, a form that reading accepts of every array.
 */
import { entry } from '../entry.ts'
import { aval } from '../array/aval.ts'
import { type DType, dtypes } from '../array/dtype.ts'
import { type Dims, showShape, sizeOf } from '../array/shape.ts'
import { type AnyTensor, avalOf, dataOf, isTensor, seal } from '../array/tensor.ts'
import type { LeafLayout } from './layout.ts'
import { type Ledger, type Path, shown } from './mistake.ts'
import { unusualNumber, writeNumber } from './number.ts'

// elements -----------------------------------------------------------------------------------

/** One element in JSON; reading answers undefined for what is none. */
interface Element {
  readonly expected: string
  readonly read: (json: unknown) => number | undefined
  readonly write: (value: number) => unknown
}

const elements: { readonly [D in DType]: Element } = {
  float64: {
    expected: 'a number, or "NaN", "Infinity", "-Infinity" or "-0"',
    read: (json) => (typeof json === 'number' ? json : unusualNumber(json)),
    write: writeNumber,
  },
  int32: {
    expected: 'a whole number of 32 bits',
    read: (json) => (typeof json === 'number' && dtypes.int32.holds(json) ? json : undefined),
    write: (value) => value,
  },
  bool: {
    expected: 'true or false',
    read: (json) => (typeof json === 'boolean' ? Number(json) : undefined),
    write: (value) => value === 1,
  },
}

// reading ------------------------------------------------------------------------------------

interface Elements {
  readonly shape: Dims
  readonly values: ReadonlyArray<number>
}

const isList = (json: unknown): json is ReadonlyArray<unknown> => Array.isArray(json)

/** Nested lists; a named size is that of the first list met along its axis. */
const readNested = ({ dtype, sizes }: LeafLayout, json: unknown, path: Path, book: Ledger): Elements => {
  const shape = sizes.map((size) => (typeof size === 'number' ? size : -1))
  const values: Array<number> = []
  const { read, expected } = elements[dtype]
  const at = [...path]
  const wrong = (wanted: string, part: string): void => book.note([...at], `expected ${wanted}, got ${part}`)
  const visit = (part: unknown, axis: number): void => {
    if (axis === shape.length) {
      const value = read(part)
      if (value === undefined) wrong(expected, shown(part))
      else values.push(value)
      return
    }
    const size = entry(shape, axis)
    if (!isList(part)) return wrong(size < 0 ? 'a list' : `a list of ${size}`, shown(part))
    if (size < 0) shape[axis] = part.length
    else if (part.length !== size) return wrong(`${size} entries`, `${part.length}`)
    for (let i = 0; i < part.length && !book.full(); i++) {
      at.push(i)
      visit(part[i], axis + 1)
      at.pop()
    }
  }
  visit(json, 0)
  return { shape: shape.map((size) => Math.max(size, 0)), values }
}

const readFlat = (of: LeafLayout, shape: unknown, data: unknown, path: Path, book: Ledger): Elements => {
  const { values: dims } = readNested({ ...of, dtype: 'int32', sizes: [of.sizes.length] }, shape, [...path, 'shape'], book)
  const fits = dims.length === of.sizes.length && dims.every((n, axis) => n >= 0 && (typeof of.sizes[axis] === 'string' || of.sizes[axis] === n))
  if (!fits) {
    book.note([...path, 'shape'], `expected ${showShape(of.sizes)}, got ${showShape(dims)}`)
    return { shape: [], values: [] }
  }
  return { shape: dims, values: readNested({ ...of, sizes: [sizeOf(dims)] }, data, [...path, 'data'], book).values }
}

/** A leaf's value out of JSON, or undefined after a mistake. */
export const readLeaf = (of: LeafLayout, json: unknown, path: Path, book: Ledger): unknown => {
  const before = book.mistakes().length
  const flat = of.sizes.length > 0 && typeof json === 'object' && json !== null && 'shape' in json && 'data' in json
  const { shape, values } = flat ? readFlat(of, json.shape, json.data, path, book) : readNested(of, json, path, book)
  if (book.mistakes().length > before || book.full()) return undefined
  if (of.kind === 'number') return values[0]
  if (of.kind === 'boolean') return values[0] === 1
  if (of.kind === 'Float64Array') return Float64Array.from(values)
  const data = dtypes[of.dtype].buffer(values.length)
  data.set(values)
  return seal(aval(of.dtype, shape), data)
}

// writing ------------------------------------------------------------------------------------

const writeTensor = ({ sizes }: LeafLayout, value: AnyTensor): unknown => {
  const data = dataOf(value)
  const { shape } = avalOf(value)
  const { write } = elements[value.dtype]
  const empty = shape.indexOf(0)
  if (empty >= 0 && shape.some((n, axis) => axis > empty && n > 0 && typeof sizes[axis] === 'string')) return { shape, data: [] }
  const nest = (axis: number, from: number, span: number): unknown => {
    const n = shape[axis]
    return n === undefined ? write(data[from] ?? Number.NaN) : Array.from({ length: n }, (_, i) => nest(axis + 1, from + (i * span) / n, span / n))
  }
  return nest(0, 0, data.length)
}

/** A leaf's value as JSON. */
export const writeLeaf = (of: LeafLayout, value: unknown): unknown => {
  if (isTensor(value)) return writeTensor(of, value)
  const { write } = elements[of.dtype]
  if (value instanceof Float64Array) return Array.from(value, write)
  return write(Number(value))
}

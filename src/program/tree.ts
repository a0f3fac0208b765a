/**
 * Structures: numbers, typed arrays, tensors and expressions in tuples and records, nested. A structure
 * is taken apart into its leaves and a layout, and put together again from a layout and other leaves.
 *
 * Strings, booleans, null, undefined and functions are *static*: they belong to the layout, not to the leaves.
 */
import { describe } from './describe.ts'
import { entry } from '../entry.ts'
import { checkAttached } from '../array/detached.ts'
import { isFloats } from '../array/floats.ts'
import { isTensor } from '../array/tensor.ts'
import { raise } from '../failure.ts'
import { phantom } from '../type/phantom.ts'
import { isExpr } from './expr.ts'

export type LeafKind = 'number' | 'Float64Array' | 'Tensor' | 'Expr'

/** A structure without its leaves. */
export type Layout =
  | { readonly _tag: 'Leaf'; readonly kind: LeafKind }
  | { readonly _tag: 'Static'; readonly value: unknown }
  | { readonly _tag: 'Tuple'; readonly items: ReadonlyArray<Layout> }
  | { readonly _tag: 'Record'; readonly keys: ReadonlyArray<string>; readonly items: ReadonlyArray<Layout> }

/** A number that is part of the function, not a variable of it. */
export interface Fixed {
  readonly _tag: 'Fixed'
  readonly value: number
}

/**
 * Mark a number as static: the function is traced anew for each value. It stands for a parameter of the type `number`,
 * and the function gets the number itself, with which it can count.
 *
 * @example
 * fixed(3)   // { _tag: 'Fixed', value: 3 }
 * const power = (x: Scalar, n: number) => Array.from({ length: n }, () => x).reduce(mul)
 * grad(power)(2, fixed(3))   // 12
 * @category structures
 */
export const fixed = (value: number): Fixed =>
  typeof value === 'number'
    ? { _tag: 'Fixed', value }
    : raise({
        _tag: 'Argument',
        operation: 'fixed',
        reason: `takes a number, got ${describe(value)}`,
        hint: 'strings, booleans and functions are static by themselves',
      })

const isFixed = (value: object): value is Fixed => '_tag' in value && value._tag === 'Fixed'

/** A leaf and the path to it, as in `params.w[2]`. */
export interface Leaf {
  readonly value: unknown
  readonly path: string
}

export interface Flat {
  readonly leaves: ReadonlyArray<Leaf>
  readonly layout: Layout
}

const deepest = 256

/** Whether a value is a plain record, whatever it holds. */
export const isRecord = (value: unknown): value is { readonly [key: string]: unknown } => {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Whether a record has these keys, in this order: in another it is another structure. */
export const hasKeys = (value: object, keys: ReadonlyArray<string>): boolean => {
  let i = 0
  for (const key in value) if (key !== keys[i++]) return false
  return i === keys.length
}

/** Whether a value is what stands in a layout as static; a number there was marked, and is so again. */
export const isStatic = (value: unknown, known: unknown): boolean =>
  typeof value === 'object' && value !== null && isFixed(value) ? Object.is(value.value, known) : typeof known !== 'number' && Object.is(value, known)

/** The keys of a record: in the order of a layout with the same keys, else in its own. */
const keysOf = (value: object, like: Layout | undefined): ReadonlyArray<string> => {
  const own = Object.keys(value)
  return like?._tag === 'Record' && like.keys.length === own.length && like.keys.every((key) => own.includes(key)) ? like.keys : own
}

const itemOf = (like: Layout | undefined, i: number): Layout | undefined => (like?._tag === 'Tuple' || like?._tag === 'Record' ? like.items[i] : undefined)

/**
 * A structure as its leaves, in order, and its layout. The order is the structure's own, or that of the
 * layout it is to be `like`: a tangent may name the keys of its primal in any order.
 */
export const flatten = (operation: string, structure: unknown, path: string, like?: Layout): Flat => {
  const leaves: Array<Leaf> = []
  const leaf = (kind: LeafKind, value: unknown, at: string): Layout => {
    leaves.push({ value, path: at })
    return { _tag: 'Leaf', kind }
  }
  const walk = (value: unknown, at: string, depth: number, wanted: Layout | undefined): Layout => {
    if (depth > deepest)
      return raise({
        _tag: 'Structure',
        operation,
        path: path,
        expected: `at most ${deepest} levels`,
        got: 'more',
        hint: 'a structure that contains itself cannot be an argument',
      })
    if (typeof value === 'number') return leaf('number', value, at)
    if (typeof value !== 'object' || value === null) {
      return typeof value === 'bigint' || typeof value === 'symbol'
        ? raise({ _tag: 'Structure', operation, path: at, expected: 'numbers, arrays and tensors', got: `a ${typeof value}` })
        : { _tag: 'Static', value }
    }
    if (isExpr(value)) return leaf('Expr', value, at)
    if (isTensor(value)) return leaf('Tensor', value, at)
    if (isFloats(value)) {
      checkAttached(operation, at, value)
      return leaf('Float64Array', value, at)
    }
    if (Array.isArray(value)) {
      const item = (of: unknown, i: number): Layout => {
        // A loop over the entries would pass over it, and the structure lose it.
        if (!(i in value)) raise({ _tag: 'Structure', operation, path: `${at}[${i}]`, expected: 'a value', got: 'a gap', hint: 'fill it, or write undefined' })
        return walk(of, `${at}[${i}]`, depth + 1, itemOf(wanted, i))
      }
      return { _tag: 'Tuple', items: Array.from(value, item) }
    }
    if (isFixed(value)) return { _tag: 'Static', value: value.value }
    if (!isRecord(value))
      return raise({
        _tag: 'Structure',
        operation,
        path: at,
        expected: 'numbers, Float64Arrays, Tensors, tuples and plain records',
        got: nameOf(value),
        hint: hintFor(value),
      })
    const keys = keysOf(value, wanted)
    return {
      _tag: 'Record',
      keys,
      items: keys.map((key, i) =>
        walk(value[key], at === '' ? key : `${at}.${key}`, depth + 1, wanted?._tag === 'Record' && wanted.keys === keys ? itemOf(wanted, i) : undefined),
      ),
    }
  }
  const layout = walk(structure, path, 0, like)
  return { leaves, layout }
}

const hintFor = (value: object): string => {
  if (value instanceof Promise) return 'a traced function is not async: await first, and pass what came as an argument'
  if (value instanceof Float64Array) return 'hand over the array itself'
  if (ArrayBuffer.isView(value)) return 'copy a typed array with Float64Array.from, or make a Tensor with tensor(…)'
  return 'put what it holds into a plain record or a list'
}

const nameOf = (value: object): string => {
  const { constructor } = value
  if (value instanceof Float64Array) return 'a Proxy of a Float64Array'
  return typeof constructor === 'function' && constructor.name !== '' ? `a ${constructor.name}` : 'an object of a class'
}

const built = (layout: Layout, leaves: ReadonlyArray<unknown>, finish: <T>(made: T) => T): unknown => {
  let next = 0
  const build = (at: Layout): unknown => {
    switch (at._tag) {
      case 'Leaf':
        return leaves[next++]
      case 'Static':
        return at.value
      case 'Tuple':
        return finish(at.items.map(build))
      case 'Record':
        return finish(Object.fromEntries(at.keys.map((key, i) => [key, build(entry(at.items, i))])))
    }
  }
  return build(layout)
}

/** The structure of a layout with the leaves given, in order; what follows the leaves used is ignored. */
export const unflatten = <T>(layout: Layout, leaves: ReadonlyArray<unknown>): T => phantom(built(layout, leaves, Object.freeze))

/**
 * The same for the result of a call. It is fresh and the caller's alone, as the typed arrays in it are, so it is
 * not frozen: freezing a pair of numbers takes longer than computing it.
 */
export const delivered = <T>(layout: Layout, leaves: ReadonlyArray<unknown>): T => phantom(built(layout, leaves, (made) => made))

// Functions are told apart by identity, for as long as they live.
const functions = /*#__PURE__*/ new WeakMap<object, number>()
const numbered = { next: 0 }

const staticKey = (value: unknown): string => {
  if (typeof value !== 'function') return `${typeof value}:${Object.is(value, -0) ? '-0' : String(value)}`
  const known = functions.get(value) ?? numbered.next++
  functions.set(value, known)
  return `function:${known}`
}

/** A text equal for two layouts exactly when they are the same. */
export const layoutKey = (layout: Layout): string => {
  switch (layout._tag) {
    case 'Leaf':
      return layout.kind.charAt(0)
    case 'Static':
      return `<${JSON.stringify(staticKey(layout.value))}>`
    case 'Tuple':
      return `[${layout.items.map(layoutKey).join('')}]`
    case 'Record':
      return `{${layout.keys.map((key, i) => `${JSON.stringify(key)}:${layoutKey(entry(layout.items, i))}`).join(',')}}`
  }
}

/** Whether two layouts agree, leaf kinds aside. */
export const sameLayout = (a: Layout, b: Layout): boolean => {
  if (a._tag !== b._tag) return false
  if (a._tag === 'Static' && b._tag === 'Static') return Object.is(a.value, b.value)
  if (a._tag === 'Record' && b._tag === 'Record' && a.keys.some((key, i) => key !== b.keys[i])) return false
  if ((a._tag === 'Tuple' || a._tag === 'Record') && (b._tag === 'Tuple' || b._tag === 'Record')) {
    return a.items.length === b.items.length && a.items.every((item, i) => sameLayout(item, entry(b.items, i)))
  }
  return true
}

/** A layout for a person: `{ w: Float64Array, b: number }`. */
export const showLayout = (layout: Layout): string => {
  switch (layout._tag) {
    case 'Leaf':
      return layout.kind
    case 'Static':
      return typeof layout.value === 'function' ? 'a function' : String(layout.value)
    case 'Tuple':
      return layout.items.length > 8 ? `a tuple of ${layout.items.length}` : `[${layout.items.map(showLayout).join(', ')}]`
    case 'Record':
      return `{ ${layout.keys.map((key, i) => `${key}: ${showLayout(entry(layout.items, i))}`).join(', ')} }`
  }
}

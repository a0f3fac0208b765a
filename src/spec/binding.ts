/**
 * Checking values against layouts, and finding out what the named sizes are: one name has one size,
 * across one value and across all arguments of a call.
 */
import { listOf } from '../array/list.ts'
import { entry } from '../entry.ts'
import { either as E } from 'fp-ts'
import { type Aval, aval } from '../array/aval.ts'
import { hintToCopy, isDetached } from '../array/detached.ts'
import { isFloats } from '../array/floats.ts'
import { dtypes } from '../array/dtype.ts'
import { avalOf, isTensor } from '../array/tensor.ts'
import type { Failure } from '../failure.ts'
import { isExpr } from '../program/expr.ts'
import { describe } from '../program/describe.ts'
import { isObject } from './json.ts'
import { layoutsOf, type LeafLayout, leafText, partsOf, type SpecLayout } from './layout.ts'
import { enough, type Path, showPath } from './mistake.ts'

/** Where a value does not fit. */
export interface Mismatch {
  readonly path: Path
  readonly expected: string
  readonly got: string
  readonly hint: string | null
}

/** The sizes found so far, each with the place it was first found at. */
type Bound = Map<string, { readonly size: number; readonly path: Path }>

/** What may stand at a leaf: its aval, or null. */
type Accept = (of: LeafLayout, value: unknown) => Aval | null

const scalarAval = (of: LeafLayout, value: unknown): Aval | null => {
  if (typeof value === 'boolean') return aval('bool', [])
  // A number takes the leaf's dtype where that can hold it.
  if (typeof value === 'number') return aval(of.dtype === 'int32' && dtypes.int32.holds(value) ? 'int32' : 'float64', [])
  return null
}

/** One whose buffer was transferred only looks empty. */
const vectorAval = (value: unknown): Aval | null => (isFloats(value) && !isDetached(value) ? aval('float64', [value.length]) : null)

/** Values exactly as a spec's type says. */
export const valuesOnly: Accept = (of, value) => {
  if (of.kind === 'Tensor') return isTensor(value) ? avalOf(value) : null
  if (of.kind === 'Float64Array') return vectorAval(value)
  return scalarAval(of, value)
}

/** Everything operations take: values of any kind, and expressions. */
export const operands: Accept = (of, value) => {
  if (isExpr(value)) return value.aval
  if (isTensor(value)) return avalOf(value)
  return isFloats(value) ? vectorAval(value) : scalarAval(of, value)
}

const hintFor = (of: LeafLayout, found: Aval | null, value: unknown): string | null => {
  if (isFloats(value) && isDetached(value)) return hintToCopy
  if (found === null) return Array.isArray(value) && of.sizes.length > 0 ? 'use Float64Array.from(xs) or tensor(xs)' : null
  if (found.dtype === of.dtype) return null
  return of.dtype === 'float64' ? 'convert with toFloat' : of.dtype === 'int32' ? 'convert with toInt' : 'compare with lt, gt, eq, …'
}

const checkLeaf = (of: LeafLayout, value: unknown, path: Path, accept: Accept, bound: Bound): Mismatch | null => {
  const found = accept(of, value)
  const mismatch = (expected: string): Mismatch => ({ path, expected, got: found?.text ?? describe(value), hint: hintFor(of, found, value) })
  if (found === null || found.dtype !== of.dtype || found.shape.length !== of.sizes.length) return mismatch(leafText(of))
  for (const [axis, size] of of.sizes.entries()) {
    const n = entry(found.shape, axis)
    if (typeof size === 'number') {
      if (n !== size) return mismatch(leafText(of))
      continue
    }
    const known = bound.get(size)
    if (known === undefined) bound.set(size, { size: n, path })
    else if (known.size !== n) return mismatch(`${leafText(of)} where ${size} = ${known.size} as at ${showPath(known.path)}`)
  }
  return null
}

const holdsKeys = (value: unknown): value is { readonly [key: string]: unknown } =>
  isObject(value) && !isTensor(value) && !isExpr(value) && !ArrayBuffer.isView(value)

const checkKeys = (keys: ReadonlyArray<string>, value: { readonly [key: string]: unknown }, path: Path): ReadonlyArray<Mismatch> => [
  ...keys.filter((key) => !Object.hasOwn(value, key)).map((key) => ({ path: [...path, key], expected: 'a value', got: 'nothing', hint: null })),
  ...Object.keys(value)
    .filter((key) => !keys.includes(key))
    .map((key) => ({ path: [...path, key], expected: 'nothing', got: describe(value[key]), hint: `the keys are ${keys.join(', ')}` })),
]

/** Check a value; the sizes of names go into `bound`. */
const check = (layout: SpecLayout, value: unknown, path: Path, accept: Accept, bound: Bound): ReadonlyArray<Mismatch> => {
  switch (layout._tag) {
    case 'Leaf': {
      const mismatch = checkLeaf(layout, value, path, accept, bound)
      return mismatch === null ? [] : [mismatch]
    }
    case 'Tuple': {
      if (!Array.isArray(value) || value.length !== layout.items.length)
        return [{ path, expected: `a tuple of ${layout.items.length}`, got: describe(value), hint: null }]
      const list: ReadonlyArray<unknown> = value
      return layout.items.flatMap((item, i) => check(item, list[i], [...path, i], accept, bound))
    }
    case 'Record': {
      if (!holdsKeys(value)) return [{ path, expected: `a record with keys ${layout.keys.join(', ')}`, got: describe(value), hint: null }]
      const wrong = checkKeys(layout.keys, value, path)
      return wrong.length > 0 ? wrong : partsOf(layout).flatMap(([key, part]) => check(part, value[key], [...path, key], accept, bound))
    }
  }
}

/** All that is wrong with a value, as a spec's own type describes it. */
export const mismatches = (layout: SpecLayout, value: unknown): ReadonlyArray<Mismatch> => check(layout, value, [], valuesOnly, new Map())

/**
 * The sizes that names have in the arguments of a call, which may be values, expressions or both; or
 * every place where an argument does not fit its spec.
 *
 * @example
 * const sizes = bindSizes([vector('n'), matrix('n', 2)], [Float64Array.of(1, 2, 3), tensor([[1, 2], [3, 4], [5, 6]])])
 * E.map((found: ReadonlyMap<string, number>) => [...found])(sizes)   // Right([['n', 3]])
 * @category specs
 */
export const bindSizes = (
  specs: ReadonlyArray<{ readonly layout: SpecLayout }>,
  values: ReadonlyArray<unknown>,
  operation = 'fn',
): E.Either<ReadonlyArray<Failure>, ReadonlyMap<string, number>> => {
  const layouts = layoutsOf(operation, specs)
  listOf(operation, 'the arguments are', values, 'they are a list, one for each spec')
  if (values.length !== specs.length) return E.left([{ _tag: 'Arity', operation, expected: `${specs.length} arguments`, got: values.length }])
  const bound: Bound = new Map()
  const found = layouts.flatMap((layout, i) => check(layout, values[i], ['arguments', i], operands, bound))
  if (found.length === 0) return E.right(new Map([...bound].map(([name, { size }]) => [name, size])))
  return E.left(
    found
      .slice(0, enough)
      .map(({ path, expected, got, hint }) => ({ _tag: 'Structure', operation, path: showPath(path), expected, got, ...(hint === null ? {} : { hint }) })),
  )
}

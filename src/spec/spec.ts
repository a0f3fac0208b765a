/**
 * Specs: descriptions of a function's inputs that serve several ends at once. A spec is an io-ts codec of
 * the values (JSON in and out), types the body over expressions, gives the avals of a trace, and tells the
 * laws where to sample.
 *
 * Law: `decode(encode(v))` is v again, bit for bit.
 */
import { either as E } from 'fp-ts'
import * as t from 'io-ts'
import type { Aval } from '../array/aval.ts'
import type { DType } from '../array/dtype.ts'
import type { Tensor } from '../array/tensor.ts'
import { raise } from '../failure.ts'
import type { IntExpr, Mask, Matrix, Scalar, Vector } from '../program/model.ts'
import { describe } from '../program/describe.ts'
import { phantom } from '../type/phantom.ts'
import type { Shape, Size } from '../type/shape.ts'
import type { ExprOf } from '../type/value.ts'
import { mismatches } from './binding.ts'
import { isObject } from './json.ts'
import { layoutAvals, layoutOf, layoutsOf, layoutText, leaf, mapLeaves, namesOf, partsOf, type SpecLayout } from './layout.ts'
import { readLeaf, writeLeaf } from './leaf.ts'
import { type Ledger, ledger, type Path, showPath, toErrors } from './mistake.ts'
import { listOf } from '../array/list.ts'
import { checkRecord, isFunction } from '../program/given.ts'

// model --------------------------------------------------------------------------------------

/** A codec of the values V, and the expressions E that a body sees in their place. */
export interface Spec<E, V> extends t.Type<V, unknown, unknown> {
  /** For the compiler only. */
  readonly _E: E
  /** What it says, as data. */
  readonly layout: SpecLayout
}

/** Any spec: what a constraint needs of one. `Spec` itself is invariant in its values. */
export interface AnySpec extends t.Decoder<unknown, unknown> {
  readonly _E: unknown
  readonly _A: unknown
  readonly layout: SpecLayout
  readonly encode: (value: never) => unknown
}

/** The expressions of specs, in their order. */
export type ExprsOf<P extends ReadonlyArray<AnySpec>> = { -readonly [K in keyof P]: P[K]['_E'] }

/** The values of specs, in their order. */
export type ValuesOf<P extends ReadonlyArray<AnySpec>> = { -readonly [K in keyof P]: P[K]['_A'] }

/** A size of a value: a name may be any number. */
type Known<N extends Size> = N extends number ? N : number

type KnownSizes<S extends Shape> = { -readonly [K in keyof S]: S[K] extends number ? S[K] : number }

type Written<S extends Shape> = { -readonly [K in keyof S]: S[K] }

// reading and writing along a layout ---------------------------------------------------------

/** A value out of JSON; after a mistake, anything. */
const read = (layout: SpecLayout, json: unknown, path: Path, book: Ledger): unknown => {
  switch (layout._tag) {
    case 'Leaf':
      return readLeaf(layout, json, path, book)
    case 'Tuple': {
      if (!Array.isArray(json) || json.length !== layout.items.length)
        return book.note(path, `expected a tuple of ${layout.items.length}, got ${describe(json)}`)
      const list: ReadonlyArray<unknown> = json
      return Object.freeze(layout.items.map((item, i) => read(item, list[i], [...path, i], book)))
    }
    case 'Record': {
      if (!isObject(json)) return book.note(path, `expected a record with keys ${layout.keys.join(', ')}, got ${describe(json)}`)
      for (const key of Object.keys(json)) if (!layout.keys.includes(key)) book.note([...path, key], `is not among the keys ${layout.keys.join(', ')}`)
      return Object.freeze(
        Object.fromEntries(partsOf(layout).map(([key, part]) => [key, read(part, Object.hasOwn(json, key) ? json[key] : undefined, [...path, key], book)])),
      )
    }
  }
}

const write = (layout: SpecLayout, value: unknown): unknown => {
  if (layout._tag === 'Leaf') return writeLeaf(layout, value)
  const parts = phantom<{ readonly [key: string | number]: unknown }>(value)
  const written = partsOf(layout).map(([key, part]) => [key, write(part, parts[key])] as const)
  return layout._tag === 'Tuple' ? written.map(([, part]) => part) : Object.fromEntries(written)
}

/** The spec of a layout. All specs are made here. */
const ofLayout = <X, V>(layout: SpecLayout): Spec<X, V> => {
  const codec = new t.Type<V, unknown, unknown>(
    layoutText(layout),
    (value): value is V => mismatches(layout, value).length === 0,
    (json, context) => {
      const book = ledger()
      const value = read(layout, json, [], book)
      // Sizes are compared only once all leaves are known.
      if (book.mistakes().length === 0) for (const { path, expected, got } of mismatches(layout, value)) book.note(path, `expected ${expected}, got ${got}`)
      return book.mistakes().length === 0 ? t.success(phantom<V>(value)) : E.left(toErrors(context, json, book.mistakes()))
    },
    (value) => {
      const [wrong] = mismatches(layout, value)
      if (wrong !== undefined) return raise({ _tag: 'Structure', operation: 'encode', path: showPath(wrong.path), expected: wrong.expected, got: wrong.got })
      return write(layout, value)
    },
  )
  return phantom(Object.freeze(Object.assign(codec, { layout })))
}

// constructors -------------------------------------------------------------------------------

/**
 * A float64 number. In JSON a number, or "NaN", "Infinity", "-Infinity" or "-0".
 *
 * @example
 * scalar.decode('Infinity')   // Right(Infinity)
 * @category specs
 */
export const scalar: Spec<Scalar, number> = /*#__PURE__*/ ofLayout(/*#__PURE__*/ leaf('number', 'float64', []))

/** A whole number of 32 bits: an `IntExpr<[]>` in a body. It has no tangent. @category specs */
export const integer: Spec<IntExpr<[]>, number> = /*#__PURE__*/ ofLayout(/*#__PURE__*/ leaf('number', 'int32', []))

/** True or false: a `Mask<[]>` in a body. @category specs */
export const boolean: Spec<Mask<[]>, boolean> = /*#__PURE__*/ ofLayout(/*#__PURE__*/ leaf('boolean', 'bool', []))

/**
 * n numbers, as a Float64Array; in JSON a list. The size may be a name.
 *
 * @example
 * vector(3).decode([1, 2, 3])        // Right(Float64Array [1, 2, 3])
 * vector('n').decode([1, 2])         // Right(Float64Array [1, 2])
 * @category specs
 */
export const vector = <const N extends Size>(n: N): Spec<Vector<N>, Float64Array> => ofLayout(leaf('Float64Array', 'float64', [n]))

/**
 * m rows of n numbers, as a Tensor; in JSON a list of rows.
 *
 * @example
 * matrix(2, 'n').decode([[1, 2, 3], [4, 5, 6]])   // Right(a Tensor of shape [2, 3])
 * @category specs
 */
export const matrix = <const M extends Size, const N extends Size>(m: M, n: N): Spec<Matrix<M, N>, Tensor<[Known<M>, Known<N>]>> =>
  ofLayout(leaf('Tensor', 'float64', [m, n]))

/**
 * A Tensor of any shape and dtype; in JSON nested lists, or `{ shape, data }` with the elements in a row.
 *
 * @example
 * array([2, 'n']).decode([[1], [2]])              // Right(a Tensor of shape [2, 1]: 1 2): in a body an Expr<[2, 'n']>
 * array(['n'], 'int32').decode([1, 2])            // Right(Tensor<[2], 'int32'>): in a body an IntExpr<['n']>
 * array([2], 'bool').decode([true, false])        // Right(Tensor<[2], 'bool'>): in a body a Mask<[2]>
 * @category specs
 */
export const array = <const S extends Shape, D extends DType = 'float64'>(sizes: S, dtype?: D): Spec<ExprOf<Written<S>, D>, Tensor<KnownSizes<S>, D>> =>
  ofLayout(leaf('Tensor', dtype ?? 'float64', listOf('array', 'the sizes are', sizes, "they are a list, as [2, 3] or ['n', 3]")))

/**
 * Several values in order; in JSON a list. A name is one size in all of them.
 *
 * @example
 * tuple(scalar, vector(2)).decode([1, [2, 3]])   // Right([1, Float64Array [2, 3]])
 * @category specs
 */
export const tuple = <const P extends ReadonlyArray<AnySpec>>(
  ...items: P
): Spec<{ readonly [K in keyof P]: P[K]['_E'] }, { readonly [K in keyof P]: P[K]['_A'] }> => ofLayout({ _tag: 'Tuple', items: layoutsOf('tuple', items) })

/**
 * Values by name, in the order they are written here. All keys are required and further ones refused: a
 * parameter that is silently dropped is a parameter that is never trained. A name is one size in all of them.
 *
 * @example
 * record({ w: vector(3), b: scalar }).decode({ w: [1, 2, 3], b: 0 })   // Right({ w: Float64Array [1, 2, 3], b: 0 })
 * @category specs
 */
export const record = <const R extends { readonly [key: string]: AnySpec }>(
  fields: R,
): Spec<{ readonly [K in keyof R]: R[K]['_E'] }, { readonly [K in keyof R]: R[K]['_A'] }> => {
  checkRecord('record', 'specs by name', fields, {}, 'as record({ w: vector(3), b: scalar })')
  return ofLayout({ _tag: 'Record', keys: Object.keys(fields), items: Object.entries(fields).map(([key, field]) => layoutOf('record', key, field)) })
}

// destructors --------------------------------------------------------------------------------

/**
 * The avals of a spec's leaves in order, once every name has a size.
 *
 * @example
 * avalsOf(tuple(scalar, vector('n')), new Map([['n', 3]])).map((of) => of.text)   // ['f64', 'f64[3]']
 * @category specs
 */
export const avalsOf = (spec: AnySpec, sizes: ReadonlyMap<string, number> = new Map()): ReadonlyArray<Aval> => {
  checkRecord('avalsOf', 'sizes by name', sizes, { get: isFunction }, "as new Map([['n', 3]])")
  return layoutAvals(layoutOf('avalsOf', 'the first place', spec), sizes)
}

/**
 * The named sizes of specs, each once, in order of occurrence.
 *
 * @example
 * sizeNames([matrix('m', 'n'), vector('n')])   // ['m', 'n']
 * @category specs
 */
export const sizeNames = (specs: ReadonlyArray<AnySpec>): ReadonlyArray<string> => [...new Set(layoutsOf('sizeNames', specs).flatMap(namesOf))]

// combinators --------------------------------------------------------------------------------

/**
 * The same spec, sampled by the laws from `from` to `to` on every numeric leaf, away from the points to
 * avoid. It does not narrow what decodes. The outermost word counts.
 *
 * @example
 * within(scalar, 0, 1).decode(2)   // Right(2): only samples stay between 0 and 1
 * @category specs
 */
export const within = <X, V>(spec: Spec<X, V>, from: number, to: number, avoid: ReadonlyArray<number> = []): Spec<X, V> => {
  if (!Number.isFinite(from) || !Number.isFinite(to) || from > to)
    return raise({ _tag: 'Argument', operation: 'within', reason: `there is no interval from ${from} to ${to}`, hint: 'give finite ends in order' })
  const domain = { from, to, avoid }
  return ofLayout(mapLeaves((of) => (of.dtype === 'bool' ? of : { ...of, domain }))(layoutOf('within', 'the first place', spec)))
}

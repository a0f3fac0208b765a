/**
 * What a spec says, as data: a tree of tuples and records whose leaves have a dtype and sizes. The codec,
 * the avals of a trace and the domains of the laws are all read off it.
 *
 * A size is a number, or a name that stands for one size wherever it occurs in a value.
 */
import { entry } from '../entry.ts'
import { type Aval, aval } from '../array/aval.ts'
import { type DType, dtypes } from '../array/dtype.ts'
import { raise } from '../failure.ts'
import type { Domain } from '../program/domain.ts'
import type { Size } from '../type/shape.ts'
import type { Path } from './mistake.ts'
import { checkRecord, isRecord } from '../program/given.ts'
import { listOf, said } from '../array/list.ts'

// model --------------------------------------------------------------------------------------

export interface LeafLayout {
  readonly _tag: 'Leaf'
  /** What values of it are in JavaScript. */
  readonly kind: 'number' | 'boolean' | 'Float64Array' | 'Tensor'
  readonly dtype: DType
  readonly sizes: ReadonlyArray<Size>
  /** Where the laws sample it; null where nothing was said. */
  readonly domain: Domain | null
}

/** A value's structure, shapes and dtypes. */
export type SpecLayout =
  | LeafLayout
  | { readonly _tag: 'Tuple'; readonly items: ReadonlyArray<SpecLayout> }
  | { readonly _tag: 'Record'; readonly keys: ReadonlyArray<string>; readonly items: ReadonlyArray<SpecLayout> }

// constructors -------------------------------------------------------------------------------

const named = /^[\p{L}_][\p{L}\p{N}_]*$/u

const checked = (size: Size): Size => {
  const ok = typeof size === 'string' ? named.test(size) : Number.isSafeInteger(size) && size >= 0
  return ok
    ? size
    : raise({ _tag: 'Argument', operation: 'spec', reason: `${said(size)} is no size`, hint: "a size is a whole number from 0, or a name such as 'n'" })
}

export const leaf = (kind: LeafLayout['kind'], dtype: DType, sizes: ReadonlyArray<Size>): LeafLayout => ({
  _tag: 'Leaf',
  kind,
  dtype,
  sizes: sizes.map(checked),
  domain: null,
})

// destructors --------------------------------------------------------------------------------

/** What a spec says; anything else that is given for one is refused, by its place. */
export const layoutOf = (operation: string, place: string, spec: { readonly layout: SpecLayout }): SpecLayout => {
  checkRecord(operation, `a spec at ${place}`, spec, { layout: isRecord }, 'as scalar, vector(3) or record({ w: matrix(2, 3), b: scalar })')
  return spec.layout
}

/** What a list of specs says. */
export const layoutsOf = (operation: string, specs: ReadonlyArray<{ readonly layout: SpecLayout }>): ReadonlyArray<SpecLayout> =>
  Array.from(listOf(operation, 'the specs are', specs, 'they are a list, one for each argument: [scalar, vector(3)]'), (spec, i) =>
    layoutOf(operation, `place ${i}`, spec),
  )

/** The parts of a layout, each with its key. */
export const partsOf = (layout: SpecLayout): ReadonlyArray<readonly [string | number, SpecLayout]> => {
  switch (layout._tag) {
    case 'Leaf':
      return []
    case 'Tuple':
      return layout.items.map((item, i) => [i, item])
    case 'Record':
      return layout.items.map((item, i) => [entry(layout.keys, i), item])
  }
}

/** The leaves in order, tuples from the left and records as their keys were written, each with its path. */
export const leavesOf = (layout: SpecLayout, path: Path = []): ReadonlyArray<{ readonly path: Path; readonly leaf: LeafLayout }> =>
  layout._tag === 'Leaf' ? [{ path, leaf: layout }] : partsOf(layout).flatMap(([key, part]) => leavesOf(part, [...path, key]))

/** A leaf's type with its named sizes, `f64[n,3]`. */
export const leafText = ({ dtype, sizes }: LeafLayout): string => `${dtypes[dtype].short}${sizes.length === 0 ? '' : `[${sizes.join(',')}]`}`

/** The spec that a layout belongs to, as it is written. */
export const layoutText = (layout: SpecLayout): string => {
  switch (layout._tag) {
    case 'Leaf': {
      const { kind, dtype, sizes } = layout
      if (kind === 'number') return dtype === 'int32' ? 'integer' : 'scalar'
      if (kind === 'boolean') return 'boolean'
      if (kind === 'Float64Array') return `vector(${sizes.join()})`
      return dtype === 'float64' && sizes.length === 2
        ? `matrix(${sizes.join(', ')})`
        : `array([${sizes.join(', ')}]${dtype === 'float64' ? '' : `, ${dtype}`})`
    }
    case 'Tuple':
      return `tuple(${layout.items.map(layoutText).join(', ')})`
    case 'Record':
      return layout.keys.length === 0
        ? '{}'
        : `{ ${partsOf(layout)
            .map(([key, part]) => `${key}: ${layoutText(part)}`)
            .join(', ')} }`
  }
}

/** The named sizes, each once, in order of occurrence. */
export const namesOf = (layout: SpecLayout): ReadonlyArray<string> => [
  ...new Set(leavesOf(layout).flatMap(({ leaf: { sizes } }) => sizes.filter((size) => typeof size === 'string'))),
]

/** The avals of the leaves in order, once every name has a size. */
export const layoutAvals = (layout: SpecLayout, sizes: ReadonlyMap<string, number>): ReadonlyArray<Aval> =>
  leavesOf(layout).map(({ leaf: of }) =>
    aval(
      of.dtype,
      of.sizes.map((size) =>
        typeof size === 'number'
          ? size
          : (sizes.get(size) ??
            raise({ _tag: 'Argument', operation: 'spec', reason: `the size '${size}' of ${leafText(of)} is not known`, hint: 'give every name a size' })),
      ),
    ),
  )

// combinators --------------------------------------------------------------------------------

/** The same layout with other leaves. */
export const mapLeaves = (change: (of: LeafLayout) => LeafLayout): ((layout: SpecLayout) => SpecLayout) => {
  const map = (layout: SpecLayout): SpecLayout => (layout._tag === 'Leaf' ? change(layout) : { ...layout, items: layout.items.map(map) })
  return map
}

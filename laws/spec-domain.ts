/**
 * Domains out of specs: a function that says what it takes says where it may be sampled.
 */
import { raise } from '../src/failure.ts'
import type { AnySpec } from '../src/index.ts'
import { partsOf, type LeafLayout, type SpecLayout } from '../src/spec/layout.ts'
import type { Domain, Interval } from './domain.ts'

/** What a domain may be given as: intervals, or the spec of an argument. */
export type Sampled = Domain | AnySpec

/** Sizes for the names in a spec; a name that is not here is `someSize`. */
export type Sizes = { readonly [name: string]: number }

const someSize = 3

/** Where a leaf is sampled of which nothing is said. */
const anywhere = { from: -2, to: 2 }

const isSpec = (given: Sampled): given is AnySpec => 'decode' in given && typeof given.decode === 'function'

const intervalOf = ({ dtype, sizes: written, domain }: LeafLayout, sizes: Sizes): Interval => {
  if (dtype !== 'float64')
    return raise({
      _tag: 'Argument',
      operation: 'domainOf',
      reason: `a leaf of dtype ${dtype} has no tangent`,
      hint: 'close over it: check a function of the float64 arguments only',
    })
  const shape = written.map((size) => (typeof size === 'number' ? size : (sizes[size] ?? someSize)))
  const { from, to, avoid } = domain ?? { ...anywhere, avoid: [] }
  return { from, to, ...(avoid === undefined ? {} : { avoid }), ...(shape.length === 0 ? {} : { shape }) }
}

/** Layouts nest a few levels, so this recursion is shallow. */
const layoutDomain = (layout: SpecLayout, sizes: Sizes): Domain => {
  switch (layout._tag) {
    case 'Leaf':
      return intervalOf(layout, sizes)
    case 'Tuple':
      return layout.items.map((item) => layoutDomain(item, sizes))
    case 'Record':
      return Object.fromEntries(partsOf(layout).map(([key, part]) => [key, layoutDomain(part, sizes)]))
  }
}

/**
 * Where a spec is to be sampled: in the intervals that `within` gave its leaves, away from the points to avoid,
 * and from −2 to 2 where nothing was said; differences leave out what is not smooth. A named size is 3 unless given.
 *
 * @example
 * domainOf(record({ w: within(vector('n'), 0, 1), b: scalar }), { n: 2 })   // { w: { from: 0, to: 1, avoid: [], shape: [2] }, b: { from: -2, to: 2, avoid: [] } }
 * @category laws
 */
export const domainOf = (spec: AnySpec, sizes: Sizes = {}): Domain => layoutDomain(spec.layout, sizes)

/** Domains as they are, and those of specs. */
export const domainsOf = (given: ReadonlyArray<Sampled>): ReadonlyArray<Domain> => given.map((one) => (isSpec(one) ? domainOf(one) : one))

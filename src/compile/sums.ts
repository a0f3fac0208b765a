/**
 * Sums in nests of loops: an innermost loop that adds up terms, and a loop around it.
 */
import type { Block, Place, Register, Statement } from './loop.ts'
import { add, mul } from './machine.ts'

export type Loop = Extract<Statement, { readonly _tag: 'Loop' }>
export type Accumulate = Extract<Statement, { readonly _tag: 'Accumulate' }>

export interface Sum {
  readonly outer: Loop
  /** The loops between, from the outside in. */
  readonly between: ReadonlyArray<Loop>
  readonly inner: Loop
  readonly to: Accumulate
}

/** A factor that the innermost loop loads, times one that it finds. */
export interface Product {
  readonly from: Place
  readonly held: Register
}

const isPlain = (s: Statement): boolean => s._tag === 'Load' || s._tag === 'Apply' || s._tag === 'Literal'

/** What the last statement of an innermost loop adds to, if it is the only one that does anything. */
const sumOf = ({ body }: Loop): Accumulate | null => {
  const last = body.at(-1)
  return last?._tag === 'Accumulate' && last.lanes === null && last.to.computed === null && body.slice(0, -1).every(isPlain) ? last : null
}

/** All sums somewhere in a loop. */
export const sumsIn = (outer: Loop): ReadonlyArray<Sum> => {
  const found: Array<Sum> = []
  const visit = (block: Block, between: ReadonlyArray<Loop>): void => {
    for (const inner of block) {
      if (inner._tag !== 'Loop') continue
      const to = sumOf(inner)
      if (to === null) visit(inner.body, [...between, inner])
      else found.push({ outer, between, inner, to })
    }
  }
  visit(outer.body, [])
  return found
}

/** What the loops around the innermost one do besides, if that is not more than loads and arithmetic. */
export const besides = ({ outer, between }: Sum): Block | null => {
  const rests = [outer, ...between].map(({ body }) => (body.at(-1)?._tag === 'Loop' ? body.slice(0, -1) : body))
  return rests.every((rest) => rest.every(isPlain)) ? rests.flat() : null
}

/** The registers whose sum a register is. */
const termsOf = (block: Block, register: Register): ReadonlyArray<Register> => {
  const sums = new Map(block.flatMap((s) => (s._tag === 'Apply' && s.machine === add ? [[s.to, s.args] as const] : [])))
  const terms: Array<Register> = []
  const open = [register]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const args = sums.get(next)
    if (args === undefined) terms.push(next)
    else open.push(...args)
  }
  return terms
}

/** The products that are added up; null where something else is, too. */
export const productsOf = ({ inner, to }: Sum): ReadonlyArray<Product> | null => {
  const made = new Map(inner.body.flatMap((s) => (s._tag === 'Load' || s._tag === 'Apply' || s._tag === 'Literal' ? [[s.to, s] as const] : [])))
  const terms = termsOf(inner.body, to.value)
  const products = terms.flatMap((term): ReadonlyArray<Product> => {
    const product = made.get(term)
    if (product?._tag !== 'Apply' || product.machine !== mul) return []
    const [x = -1, y = -1] = product.args
    const [loaded, held] = made.has(x) ? [x, y] : [y, x]
    const load = made.get(loaded)
    return load?._tag === 'Load' && !made.has(held) ? [{ from: load.from, held }] : []
  })
  return products.length === terms.length ? products : null
}

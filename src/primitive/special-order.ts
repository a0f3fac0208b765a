/**
 * Elementwise primitives with an order: a whole number n (or one for each of two operands), known when the program is built, which
 * differentiating moves by one. Their derivatives of every order are then as accurate as the kernel.
 */
import { entry } from '../entry.ts'
import { sizeOf } from '../array/shape.ts'
import { dataOf, seal } from '../array/tensor.ts'
import { stretch } from '../basis/broadcast.ts'
import { elementwise, primitive } from '../basis/declare.ts'
import { whole } from '../basis/params.ts'
import { raise } from '../failure.ts'
import type { Expr, Params, Primitive, Term } from '../program/model.ts'
import type { Domain } from '../program/domain.ts'
import type { Notation } from '../program/notation.ts'
import { pointwise } from '../program/operate.ts'

export interface OrderedSpec {
  readonly name: string
  readonly scalar: (n: number, x: number, y: number) => number
  /** The lowest order there is. */
  readonly least: number
  /** The partial derivatives at order n. */
  readonly partials: (n: number, x: Expr, y: Expr) => ReadonlyArray<Term>
  readonly domains: ReadonlyArray<Domain>
  readonly notation: Notation
  readonly convention?: string
}

// The kernels take a number of steps that grows with the order.
const greatest = 1_000_000

/** What a family is numbered by is read from the parameters, and checked, wherever an operation is built or runs. */
interface FamilySpec<K> {
  readonly name: string
  readonly read: (params: Params) => K
  /** The function at an order: what depends on the order alone is found once. */
  readonly scalar: (at: K) => (x: number, y: number) => number
  readonly partials: (at: K, x: Expr, y: Expr) => ReadonlyArray<Term>
  readonly domains: ReadonlyArray<Domain>
  readonly notation: Notation
  readonly convention?: string
}

const family = <K>({ name, read, scalar, partials, ...spec }: FamilySpec<K>): Primitive => {
  const plain = elementwise({
    ...spec,
    name,
    scalar: () => Number.NaN,
    derivative: { _tag: 'Partials', partials: (args, _, params) => [partials(read(params), entry(args, 0), args[1] ?? entry(args, 0))] },
  })
  return primitive({
    ...plain,
    infer: (params, operands) => {
      read(params)
      return plain.infer(params, operands)
    },
    evaluate: ({ params, results }, args) => {
      const f = scalar(read(params))
      return results.map((of) => {
        const data = new Float64Array(sizeOf(of.shape))
        const [x = data, y = x] = args.map(dataOf)
        for (let i = 0; i < data.length; i++) data[i] = f(x[i] ?? 0, y[i] ?? 0)
        return seal(of, data)
      })
    },
    scalar: null,
  })
}

const orderOf = (name: string, params: Params, key: string, least: number, most: number): number => {
  const n = whole(name, params, key)
  return n >= least && n <= most ? n : raise({ _tag: 'Argument', operation: name, reason: `its order must be from ${least} to ${most}, got ${n}` })
}

/** An elementwise primitive with the parameter `n`. */
export const ordered = ({ least, scalar, ...spec }: OrderedSpec): Primitive =>
  family({ ...spec, read: (params) => orderOf(spec.name, params, 'n', least, greatest), scalar: (n) => (x, y) => scalar(n, x, y) })

/** The orders of a partial derivative by two operands. */
export interface Orders {
  readonly i: number
  readonly j: number
}

// Each further order looks at all before it.
const highest = 100

/** An elementwise primitive of two operands with an order for each: the parameters `i` and `j`. */
export const twiceOrdered = (spec: Omit<FamilySpec<Orders>, 'read'>): Primitive =>
  family({ ...spec, read: (params) => ({ i: orderOf(spec.name, params, 'i', 0, highest), j: orderOf(spec.name, params, 'j', 0, highest) }) })

/** Such a primitive at an order, applied to operands with broadcasting. */
export const atOrder = <T>(primitive: Primitive, n: number | Orders, operands: ReadonlyArray<unknown>): T =>
  pointwise(primitive, stretch, operands, typeof n === 'object' && n !== null && 'i' in n ? { i: n.i, j: n.j } : { n })

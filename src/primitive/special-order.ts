/**
 * Elementwise primitives with an order: a whole number n, known when the program is built, which
 * differentiating moves by one. Their derivatives of every order are then as accurate as the kernel.
 */
import { sizeOf } from '../array/shape.ts'
import { dataOf, seal } from '../array/tensor.ts'
import { stretch } from '../basis/broadcast.ts'
import { elementwise, primitive } from '../basis/declare.ts'
import { whole } from '../basis/params.ts'
import { raise } from '../failure.ts'
import type { Domain, Expr, Notation, Params, Primitive, Term } from '../program/model.ts'
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

/** An elementwise primitive with the parameter `n`. */
export const ordered = ({ name, scalar, least, partials, ...spec }: OrderedSpec): Primitive => {
  const orderOf = (params: Params): number => {
    const n = whole(name, params, 'n')
    return n >= least && n <= greatest ? n : raise({ _tag: 'Argument', operation: name, reason: `its order must be from ${least} to ${greatest}, got ${n}` })
  }
  const plain = elementwise({
    ...spec,
    name,
    scalar: () => Number.NaN,
    derivative: { _tag: 'Partials', partials: ([x, y = x], _, params) => (x === undefined || y === undefined ? [] : [partials(orderOf(params), x, y)]) },
  })
  return primitive({
    ...plain,
    infer: (params, operands) => {
      orderOf(params)
      return plain.infer(params, operands)
    },
    evaluate: ({ params, results }, args) => {
      const n = orderOf(params)
      return results.map((of) => {
        const data = new Float64Array(sizeOf(of.shape))
        const [x = data, y = x] = args.map(dataOf)
        for (let i = 0; i < data.length; i++) data[i] = scalar(n, x[i] ?? 0, y[i] ?? 0)
        return seal(of, data)
      })
    },
    scalar: null,
  })
}

/** Such a primitive at an order, applied to operands with broadcasting. */
export const atOrder = <T>(primitive: Primitive, n: number, operands: ReadonlyArray<unknown>): T => pointwise(primitive, stretch, operands, { n })

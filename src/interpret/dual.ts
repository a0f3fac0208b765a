/**
 * Forward mode: dual numbers a + ȧε with ε² = 0, over any algebra.
 *
 * A missing tangent is a structural zero: it costs nothing and stays zero whatever it meets.
 * `dual(dual(algebra))` nests, so derivatives of any order need nothing more.
 */
import type { option as O } from 'fp-ts'
import { entry } from '../entry.ts'
import { none, some } from '../option.ts'
import { fold } from '../program/fold.ts'
import type { Algebra } from '../program/model.ts'
import { pushforward } from './rule.ts'
import { checkAlgebra } from '../program/given.ts'

/** A primal and, unless it is structurally zero, its tangent. */
export interface Dual<A> {
  readonly primal: A
  readonly tangent: O.Option<A>
}

/**
 * A dual number with a tangent.
 *
 * @example
 * dualOf(3, 1)   // { primal: 3, tangent: Some(1) }
 * @category interpreters
 */
export const dualOf = <A>(primal: A, tangent: A): Dual<A> => ({ primal, tangent: some(tangent) })

/**
 * A constant as a dual number: its tangent is structurally zero.
 *
 * @example
 * steady(3)   // { primal: 3, tangent: None }
 * @category interpreters
 */
export const steady = <A>(primal: A): Dual<A> => ({ primal, tangent: none })

/**
 * The dual-number algebra over any carrier. Laws: forgetting tangents is a homomorphism onto the
 * algebra beneath; over an exact field it is the ring A[ε]/ε².
 *
 * @example
 * const program = trace((x: Scalar) => mul(x, x))(1)
 * fold(dual(evaluate))(program)([dualOf(tensor(3), tensor(1))])
 * // [{ primal: a Tensor of shape []: 9, tangent: Some(a Tensor of shape []: 6) }]
 * @category interpreters
 */
export const dual = <A>(algebra: Algebra<A>): Algebra<Dual<A>> => {
  checkAlgebra('dual', algebra)
  return {
    literal: (value) => steady(algebra.literal(value)),
    apply: (operation, args) => {
      const primals = args.map((arg) => arg.primal)
      const tangents: Array<A> = []
      const nonzero = args.map((arg) => {
        if (arg.tangent._tag === 'None') return false
        tangents.push(arg.tangent.value)
        return true
      })
      if (tangents.length === 0) return algebra.apply(operation, primals).map(steady)
      const rule = pushforward(operation, nonzero)
      const out = fold(algebra)(rule.program)([...primals, ...tangents])
      let next = rule.nonzero.length
      return rule.nonzero.map((moves, j) => {
        const primal = entry(out, j)
        return moves ? dualOf(primal, entry(out, next++)) : steady(primal)
      })
    },
  }
}

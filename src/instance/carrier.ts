/**
 * fp-ts instances of what algebras compute with: the field that an algebra makes of its carrier, dual numbers
 * among them; equality and text of dual numbers, arrays and programs; cotangents under addition.
 */
import { option as O } from 'fp-ts'
import type { Eq } from 'fp-ts/lib/Eq.js'
import type { Field } from 'fp-ts/lib/Field.js'
import type { Monoid } from 'fp-ts/lib/Monoid.js'
import type { Show } from 'fp-ts/lib/Show.js'
import { type AnyTensor, sameTensor, scalarTensor, showTensor } from '../array/tensor.ts'
import { addPrimitive, mulPrimitive } from '../basis/arithmetic.ts'
import { none } from '../basis/declare.ts'
import { entry } from '../entry.ts'
import type { Dual } from '../interpret/dual.ts'
import { divPrimitive, subPrimitive } from '../primitive/arithmetic.ts'
import { sameProgram } from '../program/equal.ts'
import { float, operationOf } from '../program/expr.ts'
import type { Algebra, Primitive, Program } from '../program/model.ts'
import { print } from '../program/print.ts'
import { checkAlgebra, checkRecord, isFunction } from '../program/given.ts'

/**
 * The field that an algebra makes of its carrier, by the arithmetic of scalars: of `dual(algebra)` the ring
 * A[ε]/ε², where what has a primal that is not 0 can be divided by. Exact where the carrier is. There is no
 * remainder, and degree is 1.
 *
 * @example
 * const { add, mul } = fieldOf(dual(evaluate))
 * const x = dualOf<AnyTensor>(tensor(3), tensor(1))
 * add(mul(x, x), x)   // { primal: a Tensor of shape []: 12, tangent: Some(a Tensor of shape []: 7) }
 * @category instances
 */
export const fieldOf = <A>(algebra: Algebra<A>): Field<A> => {
  checkAlgebra('fieldOf', algebra)
  const by =
    (primitive: Primitive) =>
    (x: A, y: A): A =>
      entry(algebra.apply(operationOf(primitive, none, [float(), float()]), [x, y]), 0)
  const zero = algebra.literal(scalarTensor(0))
  return {
    zero,
    one: algebra.literal(scalarTensor(1)),
    add: by(addPrimitive),
    mul: by(mulPrimitive),
    sub: by(subPrimitive),
    div: by(divPrimitive),
    mod: () => zero,
    degree: () => 1,
  }
}

/**
 * Cotangents of scalars under addition. One that is absent is the structural zero, which costs nothing.
 *
 * @example
 * import { monoid as M } from 'fp-ts'
 * M.concatAll(cotangentMonoid(evaluate))([O.some(tensor(2)), O.none, O.some(tensor(3))])   // Some(a Tensor of shape []: 5)
 * @category instances
 */
export const cotangentMonoid = <A>(algebra: Algebra<A>): Monoid<O.Option<A>> => O.getMonoid({ concat: fieldOf(algebra).add })

/**
 * Equality of dual numbers; no tangent is a tangent of zero.
 *
 * @example
 * dualEq({ equals: (x: number, y: number) => x === y }, 0).equals(dualOf(3, 0), steady(3))   // true
 * @category instances
 */
export const dualEq = <A>(eq: Eq<A>, zero: NoInfer<A>): Eq<Dual<A>> => {
  checkRecord('dualEq', 'an Eq', eq, { equals: isFunction }, 'it is { equals }')
  const { equals } = eq
  const tangentOf = ({ tangent }: Dual<A>): A => O.getOrElse(() => zero)(tangent)
  return { equals: (x, y) => equals(x.primal, y.primal) && equals(tangentOf(x), tangentOf(y)) }
}

/**
 * Dual numbers as text; a tangent of zero is told from none.
 *
 * @example
 * dualShow({ show: String }).show(dualOf(3, 1))   // '3 + 1 ε'
 * dualShow({ show: String }).show(steady(3))      // '3'
 * @category instances
 */
export const dualShow = <A>(inner: Show<A>): Show<Dual<A>> => {
  checkRecord('dualShow', 'a Show', inner, { show: isFunction }, 'it is { show }')
  const { show } = inner
  return {
    show: ({ primal, tangent }) => (O.isNone(tangent) ? show(primal) : `${show(primal)} + ${show(tangent.value)} ε`),
  }
}

/**
 * Arrays are equal bit for bit, all NaN as one: −0 is not 0.
 *
 * @example
 * tensorEq.equals(tensor([0, 1]), tensor([-0, 1]))   // false
 * @category instances
 */
export const tensorEq: Eq<AnyTensor> = /*#__PURE__*/ Object.freeze({ equals: sameTensor })

/**
 * Arrays as text.
 *
 * @example
 * tensorShow.show(tensor([1, 2]))   // 'f64[2] 1 2'
 * @category instances
 */
export const tensorShow: Show<AnyTensor> = /*#__PURE__*/ Object.freeze({ show: showTensor })

/**
 * Programs are equal where they have the same equations; names of inputs do not count.
 *
 * @example
 * programEq.equals(trace((x: Scalar) => sin(x))(0), trace((y: Scalar) => sin(y))(1))   // true
 * @category instances
 */
export const programEq: Eq<Program> = /*#__PURE__*/ Object.freeze<Eq<Program>>({ equals: (x, y) => sameProgram(x, y) === null })

/**
 * Programs as text, an equation per line.
 *
 * @example
 * programShow.show(trace((x: Scalar) => sin(x))(0)) === print(trace((x: Scalar) => sin(x))(0))   // true
 * @category instances
 */
export const programShow: Show<Program> = /*#__PURE__*/ Object.freeze({ show: print })

/**
 * The exponential and whole powers of square matrices.
 */
import { said } from '../array/list.ts'
import { byTangents } from '../interpret/tangents.ts'
import { exponentialOf, frechetOf } from '../array/factor-exponential.ts'
import { scalarTensor } from '../array/tensor.ts'
import { add } from '../basis/arithmetic.ts'
import { stretch } from '../basis/broadcast.ts'
import { none } from '../basis/declare.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { applyTo, constant } from '../program/expr.ts'
import type { AnyExpr, Expr, Primitive } from '../program/model.ts'
import { applyLowered, composed, dimsOf, type Lowered } from '../program/operate.ts'
import { phantom } from '../type/phantom.ts'
import type { Size } from '../type/shape.ts'
import type { Lift, Operand, ShapeOf } from '../type/value.ts'
import type { Integral } from '../type/whole.ts'
import { matmul } from './contraction.ts'
import { concatenatePrimitive } from './join.ts'
import { acting, applied, factoring, type OfSquare, type Square, squareOf, turned } from './linear-matrix.ts'
import { identityFor, inverseOf } from './linear-solve.ts'
import { part } from './slice.ts'

const joined = (axis: number, ...args: ReadonlyArray<AnyExpr>): AnyExpr => entry(applyTo(concatenatePrimitive, { axis }, args), 0)

/** [[a, b], [0, a]]. */
const upperBlocks = (a: Expr, b: AnyExpr): AnyExpr => {
  const last = a.aval.shape.length - 1
  const zero: AnyExpr = phantom(stretch(constant(scalarTensor(0)), a.aval.shape))
  return joined(last - 1, joined(last, a, b), joined(last, zero, a))
}

const upperRight = (x: AnyExpr): Expr => {
  const { shape } = x.aval
  const n = entry(shape, shape.length - 1) / 2
  const lead = shape.slice(0, -2)
  return phantom(part(x, [...lead.map(() => 0), 0, n], [...lead, n, 2 * n]))
}

/**
 * The derivative L(A, E) of the exponential at A along E. It is linear in E, where its transpose is
 * L(Aᵀ, ·); along Ȧ it is the upper right block of L([[A, E], [0, A]], [[Ȧ, 0], [0, Ȧ]])
 * (Higham and Relton 2014).
 */
export const expmFrechetPrimitive: Primitive = /*#__PURE__*/ acting({
  name: 'expmFrechet',
  kernel: frechetOf,
  derivative: /*#__PURE__*/ byTangents({
    jvp: (_, args, __, [da, de]) => {
      const [a, e] = [entry(args, 0), entry(args, 1)]
      const along = de == null ? null : applied(expmFrechetPrimitive, a, de)
      if (da == null) return [along]
      const zero: AnyExpr = phantom(stretch(constant(scalarTensor(0)), da.aval.shape))
      const bent = upperRight(applied(expmFrechetPrimitive, upperBlocks(a, e), upperBlocks(da, zero)))
      return [along === null ? bent : add(along, bent)]
    },
    linear: { operands: [false, true], transpose: (args, cotangent) => [null, applied(expmFrechetPrimitive, turned(entry(args, 0)), cotangent)] },
  }),
  byColumn: false,
  convention: '',
})

/** Smooth everywhere. */
export const expmPrimitive: Primitive = /*#__PURE__*/ factoring({
  name: 'expm',
  square: true,
  results: (n) => [[[n, n], 'float64']],
  kernel: (a, n) => [exponentialOf(a, n)],
  jvp: (a, _, da) => [applied(expmFrechetPrimitive, a, da)],
  convention: '',
  notation: { _tag: 'Template', text: 'expm($0)', latex: 'e^{$0}' },
})

/**
 * The matrix exponential Σ Aᵏ/k! of square matrices in the last two axes, by scaling and squaring
 * (Higham 2005; Al-Mohy and Higham 2009). Smooth everywhere; where it overflows ±∞ or NaN.
 *
 * @example
 * toArray(expm(tensor([[0, 1], [0, 0]])))   // [[1, 1], [0, 1]]
 * @formula e^A = \sum_k \frac{A^k}{k!}
 * @derivative \int_0^1 e^{s A} \dot A e^{(1 - s) A} \, ds
 * @category linear algebra
 */
export const expm: OfSquare<'expm'> = /*#__PURE__*/ phantom((x: unknown) => composed('expm', [x], (value) => applyLowered(expmPrimitive, none, [value])))

const times = (x: Lowered, y: Lowered): Lowered => phantom(matmul(phantom<Expr>(x), phantom<Expr>(y)))

/** By repeated squaring: about 2·log₂ n products. */
const powerOf = (x: Lowered, n: number): Lowered => {
  let [result, base]: [Lowered | null, Lowered] = [null, x]
  for (let left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = result === null ? base : times(result, base)
    if (left > 1) base = times(base, base)
  }
  return result ?? identityFor('matrixPower', x)
}

/** `unknown` where a number may be a power, else a sentence. */
type Power<K extends number> = Integral<K, never, 'matrixPower: the power', 'is not a whole number'>

/** From square matrices and a number to matrices of the same size. */
interface MatrixPower {
  <N extends Size, K extends number>(x: Expr<[N, NoInfer<N>]>, n: K & Power<K>): Expr<[N, N]>
  <X extends Operand, K extends number>(x: X & Square<'matrixPower', X>, n: K & Power<K>): Lift<X, ShapeOf<X>>
}

/**
 * The nth power of square matrices in the last two axes, n a whole number; the identity for 0, powers
 * of the inverse below 0.
 *
 * @example
 * toArray(matrixPower(tensor([[1, 1], [1, 0]]), 10))   // [[89, 55], [55, 34]]
 * @formula A^n
 * @category linear algebra
 */
export const matrixPower: MatrixPower = /*#__PURE__*/ phantom((x: unknown, n: number) =>
  composed('matrixPower', [x], (value) => {
    if (!Number.isSafeInteger(n))
      return raise({
        _tag: 'Argument',
        operation: 'matrixPower',
        reason: `the power ${said(n)} is not a whole number`,
        hint: 'for other powers of symmetric matrices use eigh',
      })
    squareOf('matrixPower', dimsOf(value))
    return n < 0 ? powerOf(inverseOf('matrixPower', value), -n) : powerOf(value, n)
  }),
)

/**
 * Products of two arrays by their axes: all pairs of entries, or summed over pairs of axes.
 */
import { axesOf, axisOf, type Dims, showShape } from '../array/shape.ts'
import { reshapePrimitive } from '../basis/broadcast.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { applyLowered, composed, dimsOf } from '../program/operate.ts'
import type { AxisFault } from '../type/axis.ts'
import type { Unlike } from '../type/count.ts'
import type { Held, Judged, Refused } from '../type/reason.ts'
import type { Conform, CutBack, CutFront, IsWide, Picked, Shape, ShowShape, Size, WithoutAll } from '../type/shape.ts'
import type { Lift2, Operand, ShapeOf } from '../type/value.ts'
import { contractPrimitive } from './contraction.ts'
import { counted, said } from '../array/list.ts'

type Joined<A extends Shape, B extends Shape> = IsWide<A> extends true ? Shape : IsWide<B> extends true ? Shape : [...A, ...B]

/**
 * The products of every entry of x with every entry of y; axes of x, then of y, so it fits any two shapes.
 *
 * @example
 * toArray(outer(Float64Array.of(1, 2), Float64Array.of(3, 4)))   // [[3, 4], [6, 8]]
 * @formula C_{ij} = x_i y_j
 * @category contractions
 */
export const outer = <X extends Operand, Y extends Operand>(x: X, y: Y): Lift2<X, Y, Joined<ShapeOf<X>, ShapeOf<Y>>> =>
  composed('outer', [x, y], (...args) => {
    const [a, b] = [entry(args, 0), entry(args, 1)]
    const [m, n] = [dimsOf(a).map((_, i) => i), dimsOf(b).map((_, i) => i + dimsOf(a).length)]
    return applyLowered(contractPrimitive, { a: m, b: n, out: [...m, ...n] }, [a, b])
  })

type Times<A extends Size, B extends Size> = A extends 1 ? B : B extends 1 ? A : number

/** Sizes multiplied axis by axis from the last, a missing axis being of size 1. */
type Scaled<A extends Shape, B extends Shape, R extends Shape = []> = true extends IsWide<A> | IsWide<B>
  ? Shape
  : A extends readonly [...infer L extends Shape, infer M extends Size]
    ? B extends readonly [...infer K extends Shape, infer N extends Size]
      ? Scaled<L, K, [Times<M, N>, ...R]>
      : [...A, ...R]
    : [...B, ...R]

/**
 * The Kronecker product: each entry of x times all of y, as blocks where that entry is. The shape with fewer axes gets
 * axes of size 1 in front.
 *
 * @example
 * kron(Float64Array.of(1, 10), Float64Array.of(1, 2))                    // Float64Array [1, 2, 10, 20]
 * toArray(kron(tensor([[1, 0], [0, 2]]), tensor([[3, 4]])))              // [[3, 4, 0, 0], [0, 0, 6, 8]]
 * @formula C_{im + k,\, jn + l} = x_{ij} y_{kl} \text{ for } y \text{ of shape } [m, n]
 * @category contractions
 */
export const kron = <X extends Operand, Y extends Operand>(x: X, y: Y): Lift2<X, Y, Scaled<ShapeOf<X>, ShapeOf<Y>>> =>
  composed('kron', [x, y], (...args) => {
    const rank = Math.max(...args.map((arg) => dimsOf(arg).length))
    const wide = args.map((arg) => [...Array.from({ length: rank - dimsOf(arg).length }, () => 1), ...dimsOf(arg)])
    const [m, n] = [entry(wide, 0), entry(wide, 1)]
    const axes = m.map((_, i) => i)
    const pairs = applyLowered(
      contractPrimitive,
      { a: axes, b: axes.map((i) => i + rank), out: axes.flatMap((i) => [i, i + rank]) },
      args.map((arg, i) => applyLowered(reshapePrimitive, { shape: entry(wide, i) }, [arg])),
    )
    return applyLowered(reshapePrimitive, { shape: m.map((size, i) => size * entry(n, i)) }, [pairs])
  })

type IsNone<T> = [T] extends [never] ? true : false

/** What is left of two shapes when pairs of axes are summed; `never` where their sizes differ. */
type Dotted<S extends Shape, T extends Shape, A> = true extends IsWide<S> | IsWide<T>
  ? Shape
  : A extends number
    ? number extends A
      ? Shape
      : true extends IsNone<CutBack<S, A>> | IsNone<CutFront<T, A>>
        ? never
        : Conform<CutBack<S, A>[1], CutFront<T, A>[0]> extends true
          ? [...CutBack<S, A>[0], ...CutFront<T, A>[1]]
          : never
    : A extends readonly [infer L extends Dims, infer R extends Dims]
      ? true extends (number extends L['length'] ? true : false) | (number extends R['length'] ? true : false)
        ? Shape
        : Conform<Picked<S, L>, Picked<T, R>> extends true
          ? [...WithoutAll<S, L>, ...WithoutAll<T, R>]
          : never
      : Shape

type Pair = readonly [Dims, Dims]

/** What is wrong with pairs of axes: how many there are, which there are not, or which is named twice. */
type PairFault<S extends Shape, T extends Shape, L extends Dims, R extends Dims> =
  Unlike<L, R> extends true
    ? `tensordot: ${L['length']} axes of the first and ${R['length']} of the second were given`
    : [AxisFault<S, L>] extends [null]
      ? AxisFault<T, R>
      : AxisFault<S, L>

/** What is wrong with axes that two shapes are summed over, if it is not a size. */
type AxesFault<S extends Shape, T extends Shape, A> = A extends Pair ? PairFault<S, T, A[0], A[1]> : null

type Sums<X, Y, A> = Judged<
  Y,
  X | ShapeOf<X> | ShapeOf<Y> | A | Held<A> | Held<Held<A>>,
  [AxesFault<ShapeOf<X>, ShapeOf<Y>, A>] extends [null]
    ? [Dotted<ShapeOf<X>, ShapeOf<Y>, A>] extends [infer _ extends never]
      ? Refused<`tensordot: shapes [${ShowShape<ShapeOf<X>>}] and [${ShowShape<ShapeOf<Y>>}] do not fit over these axes`>
      : unknown
    : Refused<AxesFault<ShapeOf<X>, ShapeOf<Y>, A> & string>
>

/**
 * The sum of products over the last `axes` axes of x and the first of y, or over the pairs of axes given
 * (two lists). Sizes that are summed together must agree, else it is refused; 2 axes where none is said.
 *
 * @example
 * tensordot(tensor([[1, 2], [3, 4]]), Float64Array.of(1, 1), 1)   // a Tensor of shape [2]: 3 7
 * @formula C_{ij} = \sum_k x_{ik} y_{kj} \text{ for multi-indices } i, j, k
 * @category contractions
 */
export const tensordot = <X extends Operand, Y extends Operand, const A extends number | readonly [Dims, Dims] = 2>(
  x: X,
  y: Y & Sums<X, Y, A>,
  axes?: A,
): Lift2<X, Y, Dotted<ShapeOf<X>, ShapeOf<Y>, A>> =>
  composed('tensordot', [x, y], (...args) => {
    const over: number | readonly [Dims, Dims] = axes ?? 2
    const [a, b] = [entry(args, 0), entry(args, 1)]
    const [p, q] = [dimsOf(a).length, dimsOf(b).length]
    if (typeof over !== 'number' && !(Array.isArray(over) && over.length === 2 && Array.from<unknown>(over).every((list) => Array.isArray(list))))
      return raise({
        _tag: 'Argument',
        operation: 'tensordot',
        reason: `the axes ${said(over)} are no number of axes, and no two lists of them`,
        hint: 'write 1, or [[1], [0]]',
      })
    if (typeof over === 'number' && !(Number.isInteger(over) && over >= 0 && over <= Math.min(p, q))) {
      return raise({ _tag: 'Shape', operation: 'tensordot', shapes: [showShape(dimsOf(a)), showShape(dimsOf(b))], reason: `have no ${over} axes to sum over` })
    }
    const [left, right] = typeof over === 'number' ? [Array.from({ length: over }, (_, i) => p - over + i), Array.from({ length: over }, (_, i) => i)] : over
    if (left.length !== right.length)
      return raise({
        _tag: 'Argument',
        operation: 'tensordot',
        reason: `${counted(left.length, 'axis', 'axes')} of the first and ${right.length} of the second were given`,
      })
    axesOf('tensordot', dimsOf(a), left)
    axesOf('tensordot', dimsOf(b), right)
    const mine = left.map((axis) => axisOf('tensordot', dimsOf(a), axis))
    const theirs = right.map((axis) => axisOf('tensordot', dimsOf(b), axis))
    mine.forEach((axis, i) => {
      const [m, n] = [entry(dimsOf(a), axis), entry(dimsOf(b), entry(theirs, i))]
      if (m !== n)
        raise({
          _tag: 'Shape',
          operation: 'tensordot',
          shapes: [showShape(dimsOf(a)), showShape(dimsOf(b))],
          reason: `have sizes ${m} and ${n} at axes ${axis} and ${entry(theirs, i)}, which are to be summed together`,
        })
    })
    const labels = Array.from({ length: q }, (_, i) => (theirs.includes(i) ? entry(mine, theirs.indexOf(i)) : p + i))
    const own = Array.from({ length: p }, (_, i) => i)
    return applyLowered(contractPrimitive, { a: own, b: labels, out: [...own.filter((i) => !mine.includes(i)), ...labels.filter((label) => label >= p)] }, [
      a,
      b,
    ])
  })

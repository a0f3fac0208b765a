/**
 * Products of two arrays by their axes: all pairs of entries, or summed over pairs of axes.
 */
import { axesOf, axisOf, type Dims, showShape } from '../array/shape.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { applyLowered, composed, dimsOf } from '../program/operate.ts'
import type { IsWide, Shape } from '../type/shape.ts'
import type { Lift2, Operand, ShapeOf } from '../type/value.ts'
import { contractPrimitive } from './contraction.ts'

type Joined<A extends Shape, B extends Shape> = IsWide<A> extends true ? Shape : IsWide<B> extends true ? Shape : [...A, ...B]

/**
 * The products of every entry of x with every entry of y; axes of x, then of y.
 *
 * @example
 * toArray(outer(Float64Array.of(1, 2), Float64Array.of(3, 4)))   // [[3, 4], [6, 8]]
 * @category contractions
 */
export const outer = <X extends Operand, Y extends Operand>(x: X, y: Y): Lift2<X, Y, Joined<ShapeOf<X>, ShapeOf<Y>>> =>
  composed('outer', [x, y], (...args) => {
    const [a, b] = [entry(args, 0), entry(args, 1)]
    const [m, n] = [dimsOf(a).map((_, i) => i), dimsOf(b).map((_, i) => i + dimsOf(a).length)]
    return applyLowered(contractPrimitive, { a: m, b: n, out: [...m, ...n] }, [a, b])
  })

/**
 * The sum of products over the last `axes` axes of x and the first of y, or over the pairs of axes given.
 *
 * @example
 * tensordot(tensor([[1, 2], [3, 4]]), Float64Array.of(1, 1), 1)   // a Tensor of shape [2]: 3 7
 * @category contractions
 */
export const tensordot = <X extends Operand, Y extends Operand>(x: X, y: Y, axes: number | readonly [Dims, Dims] = 2): Lift2<X, Y, Shape> =>
  composed('tensordot', [x, y], (...args) => {
    const [a, b] = [entry(args, 0), entry(args, 1)]
    const [p, q] = [dimsOf(a).length, dimsOf(b).length]
    if (typeof axes === 'number' && !(Number.isInteger(axes) && axes >= 0 && axes <= Math.min(p, q))) {
      return raise({ _tag: 'Shape', operation: 'tensordot', shapes: [showShape(dimsOf(a)), showShape(dimsOf(b))], reason: `have no ${axes} axes to sum over` })
    }
    const [left, right] = typeof axes === 'number' ? [Array.from({ length: axes }, (_, i) => p - axes + i), Array.from({ length: axes }, (_, i) => i)] : axes
    if (left.length !== right.length)
      return raise({ _tag: 'Argument', operation: 'tensordot', reason: `${left.length} axes of the first and ${right.length} of the second were given` })
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

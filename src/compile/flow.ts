/**
 * Planning of loops, branches and programs called: their programs are planned in scopes of their own.
 */
import { type Aval, withShape } from '../array/aval.ts'
import { stridesOf } from '../array/shape.ts'
import { filled } from '../array/tensor.ts'
import { addPrimitive } from '../basis/arithmetic.ts'
import { none } from '../basis/declare.ts'
import { flag, program as inner, whole as integer } from '../basis/params.ts'
import { entry } from '../entry.ts'
import { type Loop, loopNamed, whileNamed } from '../basis/loop.ts'
import { applyTo } from '../program/expr.ts'
import { close } from '../program/trace.ts'
import type { Root, Scope, Seen } from './cluster.ts'
import { empty, first, type Handler, only, type Planning } from './handler.ts'
import { append, copied, copyInto, copyLast, madeAt, within } from './scope.ts'
import { reordered, whole } from './view.ts'

// control ----------------------------------------------------------------------------------

/** The next state is written when nothing reads the old one any more; what is itself old state first moves aside. */
const renew = (inside: Scope, next: ReadonlyArray<Seen>, state: ReadonlyArray<Root>): void => {
  const settledViews = next.map((view): Seen => (view.root.made < 0 && view.root.literal === null ? whole(copied(inside, view), view.shape) : view))
  settledViews.forEach((view, j) => {
    copyLast(inside, view, entry(state, j))
  })
}

/** A loop, from its operands to its last state and the stacks of its rows. */
const looped = (planning: Planning, scope: Scope, loop: Loop, operands: ReadonlyArray<Seen>, results: ReadonlyArray<Aval>): ReadonlyArray<Seen> => {
  const { body, consts, carry, length } = loop
  const axis = planning.axis()
  const state = results.slice(0, carry).map((of) => madeAt(of, 0, false))
  const stacks = results.slice(carry).map((of) => madeAt(of, 0, false))
  state.forEach((root, j) => {
    const start = entry(operands, consts + j)
    copyInto(scope, start, root, 0, stridesOf(start.shape))
  })
  const turned = (view: Seen): Seen => {
    const [stride = 0, ...strides] = view.strides
    const seen = within(view, [{ axis, stride: loop.reverse ? -stride : stride }])
    return { ...seen, shape: view.shape.slice(1), strides, offset: view.offset + (loop.reverse ? stride * (length - 1) : 0) }
  }
  const inputs = [
    ...operands.slice(0, consts).map((view) => within(view)),
    ...state.map((root, j) => within(whole(root, entry(results, j).shape))),
    ...operands.slice(consts + carry).map(turned),
  ]
  const inside = empty()
  const outputs = planning.into(inside, body, inputs)
  outputs.slice(carry).forEach((view, j) => {
    const target = turned(whole(entry(stacks, j), entry(results, carry + j).shape))
    copyInto(inside, view, target.root, target.offset, target.strides)
  })
  renew(inside, outputs.slice(0, carry), state)
  const at = append(scope, { _tag: 'Repeat', axis, extent: length, body: inside })
  return [...state, ...stacks].map((root, j) => whole({ ...root, made: at }, entry(results, j).shape))
}

export const scan: Handler = (planning, scope, { primitive, params, results }, operands) =>
  looped(planning, scope, loopNamed(primitive.name, params), operands, results)

/** Running sums: a loop whose rows are its state. It begins at −0, which leaves the first row as it is. */
export const cumsum: Handler = (planning, scope, equation, operands) => {
  const of = only(equation)
  const axis = integer(equation.primitive.name, equation.params, 'axis')
  const order = [axis, ...of.shape.map((_, i) => i).filter((i) => i !== axis)]
  const length = entry(of.shape, axis)
  const row = withShape(
    of,
    of.shape.filter((_, i) => i !== axis),
  )
  const body = close([row, row], ([total, x]) => {
    const sum = entry(
      applyTo(
        addPrimitive,
        none,
        [total, x].flatMap((one) => one ?? []),
      ),
      0,
    )
    return [sum, sum]
  })
  const loop = { body, consts: 0, carry: 1, length, reverse: flag(equation.primitive.name, equation.params, 'reverse'), checkpoint: 0 }
  const results = [row, withShape(of, [length, ...row.shape])]
  const [, rows] = looped(planning, scope, loop, [planning.constant(filled(row, -0)), reordered(first(operands), order)], results)
  return rows === undefined
    ? []
    : [
        reordered(
          rows,
          of.shape.map((_, i) => order.indexOf(i)),
        ),
      ]
}

export const cond: Handler = (planning, scope, equation, operands) => {
  const results = equation.results.map((of) => madeAt(of, 0, false))
  const rest = operands.slice(1)
  const branch = (arm: string): Scope => {
    const inside = empty()
    const outputs = planning.into(
      inside,
      inner(equation.primitive.name, equation.params, arm),
      rest.map((view) => within(view)),
    )
    outputs.forEach((view, j) => {
      copyInto(inside, view, entry(results, j), 0, stridesOf(view.shape))
    })
    return inside
  }
  const at = append(scope, { _tag: 'Branch', test: entry(operands, 0), yes: branch('yes'), no: branch('no') })
  return results.map((root, j) => whole({ ...root, made: at }, entry(equation.results, j).shape))
}

export const whileLoop: Handler = (planning, scope, equation, operands) => {
  const { condition, body, consts, maxSteps } = whileNamed(equation.primitive.name, equation.params)
  const state = equation.results.map((of) => madeAt(of, 0, false))
  state.forEach((root, j) => {
    const start = entry(operands, consts + j)
    copyInto(scope, start, root, 0, stridesOf(start.shape))
  })
  const inputs = [...operands.slice(0, consts).map((view) => within(view)), ...state.map((root, j) => within(whole(root, entry(equation.results, j).shape)))]
  const [asking, turning] = [empty(), empty()]
  const test = entry(planning.into(asking, condition, inputs), 0)
  const next = planning.into(turning, body, inputs)
  renew(turning, next, state)
  const at = append(scope, { _tag: 'While', condition: asking, test, bound: maxSteps, body: turning })
  return state.map((root, j) => whole({ ...root, made: at }, entry(equation.results, j).shape))
}

/** A function called in its place: its body. */
export const called: Handler = (planning, scope, equation, operands) => planning.into(scope, inner(equation.primitive.name, equation.params, 'body'), operands)

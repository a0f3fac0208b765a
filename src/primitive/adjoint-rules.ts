/**
 * The way back through a loop, pushed forward and batched: both of its steps are transformed, so that
 * it stays one loop with the same schedule. As in a scan, which states and sums move (or are batched)
 * is iterated to a fixed point.
 */
import type { Aval } from '../array/aval.ts'
import { entry } from '../entry.ts'
import { outputAvals } from '../program/avals.ts'
import type { AnyExpr, Batched, Nonzero, Operation, Program, Pushforward } from '../program/model.ts'
import { close, inline } from '../program/trace.ts'
import { batch, withBatch } from '../transform/batch.ts'
import { forward } from '../transform/forward.ts'
import { count, cut, either, pick, sameMask, spread, zeros } from '../transform/pick.ts'
import type { Adjoint, ApplyAdjoint } from '../basis/loop.ts'
import { permute } from './shape.ts'

type Groups<T> = readonly [consts: ReadonlyArray<T>, states: ReadonlyArray<T>, rows: ReadonlyArray<T>, sums: ReadonlyArray<T>, given: ReadonlyArray<T>]

const grouped = <T>({ consts, states, rows, sums }: Adjoint, xs: ReadonlyArray<T>): Groups<T> => {
  const [c = [], k = [], x = [], g = [], y = []] = cut(xs, consts, states, rows, sums)
  return [c, k, x, g, y]
}

/** The least marks above those given that a step maps into themselves. */
const settled = (start: Nonzero, out: (marks: Nonzero) => Nonzero): Nonzero => {
  const next = either(start, out(start))
  return sameMask(next, start) ? start : settled(next, out)
}

/** The marks of all groups, those of states and sums settled. */
const settledGroups = (adjoint: Adjoint, marks: Nonzero, transform: (program: Program, marks: Nonzero) => Nonzero): Groups<boolean> => {
  const [c, k, x, g, y] = grouped(adjoint, marks)
  const states = settled(k, (moving) => transform(adjoint.forward, [...c, ...moving, ...x]))
  const sums = settled(g, (moving) => transform(adjoint.backward, [...c, ...states, ...x, ...moving, ...y]).slice(0, adjoint.sums))
  return [c, states, x, sums, y]
}

// forward ----------------------------------------------------------------------------------

/** A step on groups each of which is followed by its tangents. */
const pushed = (
  step: Program,
  groups: ReadonlyArray<ReadonlyArray<Aval>>,
  marks: ReadonlyArray<Nonzero>,
  answer: (primals: ReadonlyArray<AnyExpr>, tangents: ReadonlyArray<AnyExpr | null>) => ReadonlyArray<AnyExpr>,
): { readonly program: Program; readonly nonzero: Nonzero } => {
  const moved = forward(step, marks.flat())
  const outs = outputAvals(step)
  const lengths = groups.flatMap((of, i) => [of.length, count(entry(marks, i))])
  const program = close(
    groups.flatMap((of, i) => [...of, ...pick(of, entry(marks, i))]),
    (z) => {
      const parts = cut(z, ...lengths)
      const side = (at: 0 | 1): ReadonlyArray<AnyExpr> => groups.flatMap((_, i) => entry(parts, 2 * i + at))
      const [values = [], given = []] = cut(inline(moved.program)([...side(0), ...side(1)]), outs.length)
      return answer(values, spread(moved.nonzero, given))
    },
  )
  return { program, nonzero: moved.nonzero }
}

export const jvpAdjoint = (apply: ApplyAdjoint, adjoint: Adjoint, operation: Operation, nonzero: Nonzero): Pushforward => {
  const { sums: g } = adjoint
  const marks = settledGroups(adjoint, nonzero, (program, moving) => forward(program, moving).nonzero)
  const [dc, dk, dx, dg] = [count(marks[0]), count(marks[1]), count(marks[2]), count(marks[3])]
  const avals = grouped(adjoint, adjoint.backward.inputs)
  const [, states, , sums] = marks
  const filled = (mask: Nonzero, of: ReadonlyArray<Aval>, tangents: ReadonlyArray<AnyExpr | null>): ReadonlyArray<AnyExpr> =>
    pick(
      of.map((each, i) => tangents[i] ?? zeros(each)),
      mask,
    )
  const ahead = pushed(adjoint.forward, avals.slice(0, 3), marks.slice(0, 3), (next, tangents) => [...next, ...filled(states, avals[1], tangents)])
  const back = pushed(adjoint.backward, avals, marks, (values, tangents) => [
    ...values.slice(0, g),
    ...filled(sums, avals[3], tangents),
    ...values.slice(g),
    ...tangents.slice(g).filter((t) => t !== null),
  ])
  const wide: Adjoint = {
    ...adjoint,
    forward: ahead.program,
    backward: back.program,
    consts: adjoint.consts + dc,
    states: adjoint.states + dk,
    rows: adjoint.rows + dx,
    sums: g + dg,
  }
  const ys = back.nonzero.slice(g)
  const program = close([...operation.operands, ...pick(operation.operands, nonzero)], (z) => {
    const [args = [], given = []] = cut(z, operation.operands.length)
    const full = grouped(
      adjoint,
      spread(nonzero, given).map((t, i) => t ?? zeros(entry(operation.operands, i))),
    )
    const out = apply(
      wide,
      grouped(adjoint, args).flatMap((group, i) => [...group, ...pick(entry(full, i), entry(marks, i))]),
    )
    const [last = [], dLast = [], rows = [], dRows = []] = cut(out, g, dg, ys.length)
    return [...last, ...rows, ...dLast, ...dRows]
  })
  return { program, nonzero: [...sums, ...ys] }
}

// batching ---------------------------------------------------------------------------------

/** The first two axes exchanged. */
const swap = (x: AnyExpr): AnyExpr => permute(x, [1, 0, ...x.aval.shape.slice(2).map((_, i) => i + 2)])

/** A step with its outputs batched exactly where marked. */
const even = (step: Program, marks: Nonzero, size: number, wanted: (own: Nonzero) => Nonzero): { readonly program: Program; readonly batched: Nonzero } => {
  const wide = batch(step, marks, size)
  const batched = wanted(wide.batched)
  return {
    program: close(wide.program.inputs, (z) =>
      inline(wide.program)(z).map((value, j) => (batched[j] ? withBatch(size, { value, batched: entry(wide.batched, j) }) : value)),
    ),
    batched,
  }
}

export const batchAdjoint = (apply: ApplyAdjoint, adjoint: Adjoint, args: ReadonlyArray<AnyExpr>, batched: Nonzero, size: number): Batched => {
  const { sums: g } = adjoint
  const marks = settledGroups(adjoint, batched, (program, moving) => batch(program, moving, size).batched)
  const [c, states, x, sums] = marks
  const ahead = even(adjoint.forward, [...c, ...states, ...x], size, () => states)
  const back = even(adjoint.backward, marks.flat(), size, (own) => [...sums, ...own.slice(g)])
  const before = grouped(adjoint, batched)
  const operands = grouped(adjoint, args).flatMap((group, i) =>
    group.map((value, j) => {
      const own = entry(entry(before, i), j)
      if (i === 2 || i === 4) return own ? swap(value) : value
      return marks[i]?.[j] ? withBatch(size, { value, batched: own }) : value
    }),
  )
  const out = apply({ ...adjoint, forward: ahead.program, backward: back.program }, operands)
  return { results: out.map((value, j) => (j >= g && back.batched[j] ? swap(value) : value)), batched: back.batched }
}

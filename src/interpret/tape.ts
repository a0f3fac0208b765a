/**
 * Reverse mode: the algebra that records in the tape monad, and the sweep that takes cotangents back.
 *
 * Over numbers it is the tape of the textbooks. Over expressions it runs once, while a program is
 * being transformed, and leaves an ordinary program behind: the tape costs nothing when that runs.
 */
import type { Aval } from '../array/aval.ts'
import { dtypes } from '../array/dtype.ts'
import { entry } from '../entry.ts'
import { expressions } from '../program/expr.ts'
import { fold, type MonadicAlgebra } from '../program/fold.ts'
import type { Algebra, AnyExpr, Derivative, Gate, Nonzero, Operation, Pair, Program } from '../program/model.ts'
import { type Emitter, emitter } from '../basis/emit.ts'
import { pairOf, pairs } from './rule.ts'
import * as T from './tape-monad.ts'
import { checkAlgebra } from '../program/given.ts'

/** A value on a tape; its id is null if it carries no derivative. */
export interface Taped<A> {
  readonly value: A
  readonly id: number | null
}

/**
 * Register an input whose cotangent will be asked for.
 *
 * @example
 * Tape.run(Tape.empty)(tapeInput(3))   // [{ value: 3, id: 0 }, { next: 1, entries: null }]
 * @category interpreters
 */
export const input = <A>(value: A): T.Tape<A, Taped<A>> =>
  T.step((list) => [
    { value, id: list.next },
    { ...list, next: list.next + 1 },
  ])

/** A value that carries no derivative. */
export const fixed = <A>(value: A): Taped<A> => ({ value, id: null })

/** Register the inputs of a program, those marked as carrying a derivative. */
export const inputs = <A>(values: ReadonlyArray<A>, nonzero: Nonzero): T.Tape<A, ReadonlyArray<Taped<A>>> =>
  T.step((list) => {
    let next = list.next
    const taped = values.map((value, i) => (nonzero[i] ? { value, id: next++ } : fixed(value)))
    return [taped, { ...list, next }]
  })

// One pullback per primitive and shapes, whatever the carrier.
const pairFor = /*#__PURE__*/ pairs((program, nonzero) => reverse(program, nonzero))

/** An application evaluated beneath, and recorded with its pullback and the residuals that needs. */
const applied = <A>(algebra: Algebra<A>, operation: Operation, args: ReadonlyArray<Taped<A>>): T.Tape<A, ReadonlyArray<Taped<A>>> => {
  const values = args.map((arg) => arg.value)
  const parents = args.map((arg) => arg.id)
  const nonzero = parents.map((id) => id !== null)
  const { derivative } = operation.primitive
  if (!nonzero.includes(true) || derivative._tag === 'Constant') return T.of(algebra.apply(operation, values).map(fixed))
  const count = operation.results.length
  const select = derivative._tag === 'Select'
  const pair = select ? null : pairFor(operation, nonzero)
  const out = pair === null ? algebra.apply(operation, values) : fold(algebra)(pair.forward)(values)
  return T.step(({ next, entries }) => {
    // Masks and integers among the results, such as the residuals of a branch, carry no derivative.
    const taped = operation.results.map((of, j) => ({ value: entry(out, j), id: dtypes[of.dtype].tangent ? next + j : null }))
    const residuals = select ? values.slice(0, 1) : out.slice(count)
    const head: T.Entry<A> = { operation, ids: taped.map((_, j) => next + j), parents, pullback: pair?.pullback ?? null, residuals }
    return [taped, { next: next + count, entries: { head, tail: entries } }]
  })
}

/**
 * The algebra of reverse mode over any algebra: each application is evaluated beneath and recorded
 * with its pullback and the residuals that needs.
 *
 * @example
 * const program = trace((x: Scalar) => mul(x, x))(1)
 * const recording = pipe(tapeInput<AnyTensor>(tensor(3)), Tape.chain((x) => fold(tape(evaluate))(program)([x])))
 * Tape.run(Tape.empty)(recording)[0]   // [{ value: a Tensor of shape []: 9, id: 1 }]
 * @category interpreters
 */
export const tape = <A>(algebra: Algebra<A>): MonadicAlgebra<T.URI, A, Taped<A>> => {
  checkAlgebra('tape', algebra)
  return {
    monad: T.Monad,
    literal: (value) => fixed(algebra.literal(value)),
    apply: (operation, args) => applied(algebra, operation, args),
  }
}

/**
 * A program of one result as a function between values on a tape: recorded where it is called, so that
 * computations are written operation by operation in Do-notation. Of a program of several results it is the first.
 *
 * @example
 * const times = recorded(evaluate)(trace((x: Scalar, y: Scalar) => mul(x, y))(1, 1))
 * Tape.run(Tape.empty)(pipe(tapeInput<AnyTensor>(tensor(3)), Tape.chain((x) => times(x, x))))[0]   // { value: a Tensor of shape []: 9, id: 1 }
 * @category interpreters
 */
export const recorded =
  <A>(algebra: Algebra<A>) =>
  (program: Program): ((...args: ReadonlyArray<Taped<A>>) => T.Tape<A, Taped<A>>) => {
    const run = fold(tape(algebra))(program)
    return (...args) => T.map((results: ReadonlyArray<Taped<A>>) => entry(results, 0))(run(args))
  }

// the sweep --------------------------------------------------------------------------------

type Select = Extract<Derivative, { readonly _tag: 'Select' }>

/**
 * A cotangent on its way back. One that came through a choice remembers the gate: elementwise pullbacks
 * may meet NaN where that is shut, so what they make is `clean` only after the gate is applied.
 */
interface Cotangent<A> {
  readonly value: A
  readonly gate: Gate<A> | null
  readonly clean: boolean
}

/** A sweep under way: the algebra beneath, and where cotangents have arrived, by id. */
interface Sweep<A> {
  readonly algebra: Algebra<A>
  readonly emit: Emitter<A>
  readonly at: Map<number, { readonly of: Aval; readonly cotangent: Cotangent<A> }>
}

const settle = <A>(c: Cotangent<A>): A => (c.gate === null || c.clean ? c.value : c.gate.keep(c.value))

const accumulate = <A>({ emit, at }: Sweep<A>, id: number, of: Aval, c: Cotangent<A>): void => {
  const before = at.get(id)?.cotangent
  if (before === undefined) {
    at.set(id, { of, cotangent: c })
    return
  }
  const value = emit.add(of, settle(before), settle(c))
  const gate = before.gate === null || c.gate === null ? null : before.gate.or(c.gate)
  at.set(id, { of, cotangent: { value, gate, clean: true } })
}

const select = <A>(to: Sweep<A>, e: T.Entry<A>, { gate }: Select, c: Cotangent<A>): void => {
  const [of] = e.operation.results
  const [mask] = e.residuals
  if (of === undefined || mask === undefined) return
  e.parents.forEach((parent, i) => {
    if (parent === null) return
    const arm = gate(to.algebra, e.operation, mask, i)
    accumulate(to, parent, of, { value: c.value, gate: c.gate?.and(arm) ?? arm, clean: false })
  })
}

const pull = <A>(to: Sweep<A>, e: T.Entry<A>, pullback: Program): void => {
  const { primitive, operands, results } = e.operation
  const arrived = e.ids.map((id) => to.at.get(id)?.cotangent ?? null)
  const back = (cotangents: ReadonlyArray<A>): ReadonlyArray<A> => fold(to.algebra)(pullback)([...e.residuals, ...cotangents])
  const asked = operands.filter((_, i) => e.parents[i] !== null)
  const elementwise = primitive.batching._tag === 'Pointwise' && arrived.length === 1
  const values = back(arrived.map((c, j) => (c === null ? to.emit.fill(entry(results, j), 0) : elementwise ? c.value : settle(c))))
  const [first = null, ...others] = arrived.flatMap((c) => (c === null ? [] : [c.gate]))
  // Null where a cotangent came without a gate.
  const open = others.every((gate) => gate !== null) ? others : null
  const gates = first === null || open === null ? null : elementwise ? asked.map(() => first) : first.back(e.operation, open, asked, (c) => back([c]))
  // What a linear map moves has met no factor that could be ∞ or NaN.
  const clean = !elementwise && primitive.derivative._tag === 'Linear'
  let next = 0
  e.parents.forEach((parent) => {
    if (parent === null) return
    const k = next++
    accumulate(to, parent, entry(asked, k), { value: entry(values, k), gate: gates === null ? null : entry(gates, k), clean })
  })
}

/**
 * Take cotangents of some values back to the values asked for; null where none arrives. One pass over
 * the list, newest first. The answer does not depend on the order in which contributions are added,
 * beyond rounding.
 *
 * @example
 * const program = trace((x: Scalar) => mul(x, x))(1)
 * const [[x, outputs], list] = Tape.run(Tape.empty)(pipe(
 *   tapeInput<AnyTensor>(tensor(3)),
 *   Tape.chain((x) => pipe(fold(tape(evaluate))(program)([x]), Tape.map((outputs) => [x, outputs] as const))),
 * ))
 * sweep(evaluate)(list, outputs, [tensor(1)], program.inputs, [x])   // [a Tensor of shape []: 6]: the adjoint of x
 * @category interpreters
 */
export const sweep =
  <A>(algebra: Algebra<A>) =>
  (
    list: T.Wengert<A>,
    outputs: ReadonlyArray<Taped<A>>,
    seeds: ReadonlyArray<A>,
    avals: ReadonlyArray<Aval>,
    wanted: ReadonlyArray<Taped<A>>,
  ): ReadonlyArray<A | null> => {
    const to: Sweep<A> = { algebra, emit: emitter(algebra), at: new Map() }
    const { at } = to
    outputs.forEach((output, i) => {
      if (output.id !== null) accumulate(to, output.id, entry(avals, i), { value: entry(seeds, i), gate: null, clean: true })
    })
    for (let rest = list.entries; rest !== null; rest = rest.tail) {
      const e = rest.head
      const [first] = e.ids
      if (!e.ids.some((id) => at.has(id)) || first === undefined) continue
      const c = at.get(first)?.cotangent
      const rule = e.operation.primitive.derivative
      if (e.pullback !== null) pull(to, e, e.pullback)
      else if (c !== undefined && rule._tag === 'Select') select(to, e, rule, c)
    }
    return wanted.map(({ id }) => {
      const found = id === null ? undefined : at.get(id)
      return found === undefined ? null : settle(found.cotangent)
    })
  }

/** A program recorded on expressions: its answers, and the way back from their cotangents. */
interface Recorded {
  readonly answers: ReadonlyArray<AnyExpr>
  readonly back: (cotangents: ReadonlyArray<AnyExpr>) => ReadonlyArray<AnyExpr>
}

/** `tape` folded over expressions, and its sweep: reverse mode inside an open trace. */
export const record = (program: Program, nonzero: Nonzero, xs: ReadonlyArray<AnyExpr>): Recorded => {
  const recording = T.chain((taped: ReadonlyArray<Taped<AnyExpr>>) =>
    T.map((outs: ReadonlyArray<Taped<AnyExpr>>) => ({ taped, outs }))(fold(tape(expressions))(program)(taped)),
  )(inputs(xs, nonzero))
  const [{ taped, outs }, list] = T.run<AnyExpr>(T.empty)(recording)
  const answers = outs.map((out) => out.value)
  const wanted = taped.filter((_, i) => nonzero[i])
  const of = program.inputs.filter((_, i) => nonzero[i])
  const emit = emitter(expressions)
  return {
    answers,
    back: (cotangents) =>
      sweep(expressions)(
        list,
        outs,
        cotangents,
        answers.map((y) => y.aval),
        wanted,
      ).map((c, i) => c ?? emit.fill(entry(of, i), 0)),
  }
}

/**
 * Reverse mode of a program as two programs: `forward: x → (y, residuals)` and
 * `pullback: (residuals, ȳ) → x̄` of the inputs marked.
 */
export const reverse = (program: Program, nonzero: Nonzero): Pair => pairOf(program.inputs, (xs) => record(program, nonzero, xs))

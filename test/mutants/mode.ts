/**
 * Faulty modes: forward and reverse mode with one mistake each, made of the library's own dual numbers
 * and tape over algebras that misbehave in one place.
 */
import { option as O } from 'fp-ts'
import type { Modes } from '../../laws/mapping.ts'
import { joined, library } from '../../laws/mapping.ts'
import type { MakeDual } from '../../laws/dual.ts'
import { entry } from '../../src/entry.ts'
import { addPrimitive, mulPrimitive } from '../../src/basis/arithmetic.ts'
import { wherePrimitive } from '../../src/basis/choice.ts'
import { type Dual, dual, dualOf, steady } from '../../src/interpret/dual.ts'
import { emitter } from '../../src/basis/emit.ts'
import { pairOf } from '../../src/interpret/rule.ts'
import { inputs, sweep, tape } from '../../src/interpret/tape.ts'
import * as T from '../../src/interpret/tape-monad.ts'
import { expressions } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { Algebra, AnyExpr, Operation, Program } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { differentiable, zeros } from '../../src/transform/pick.ts'
import type { Table } from '../table.ts'

// forward ----------------------------------------------------------------------------------

/** (x…, ẋ…) → (y…, ẏ…) by the dual numbers given. */
const forwardBy =
  (make: MakeDual) =>
  (program: Program): Program => {
    const n = program.inputs.length
    return close([...program.inputs, ...program.inputs], (xs) => {
      const outs = fold(make(expressions))(program)(xs.slice(0, n).map((x, i) => dualOf(x, entry(xs, n + i))))
      return [...outs.map((out) => out.primal), ...outs.map((out) => O.getOrElse(() => zeros(out.primal.aval))(out.tangent))]
    })
  }

/** Dual numbers that meet an operation of one kind with their arguments changed. */
const meddled =
  (when: (operation: Operation) => boolean, change: <A>(args: ReadonlyArray<Dual<A>>) => ReadonlyArray<Dual<A>>): MakeDual =>
  <A>(algebra: Algebra<A>): Algebra<Dual<A>> => {
    const right = dual(algebra)
    return { literal: right.literal, apply: (operation, args) => right.apply(operation, when(operation) ? change(args) : args) }
  }

const forgetful =
  (which: number) =>
  <A>(args: ReadonlyArray<Dual<A>>): ReadonlyArray<Dual<A>> =>
    args.map((arg, i) => (i === which && args.every((x) => O.isSome(x.tangent)) ? steady(arg.primal) : arg))

/** Faulty dual numbers, for the laws of the ring and of programs. */
export const dualMutants: Table<readonly [fault: string, make: MakeDual]> = [
  ['a sum forgets its second tangent', meddled(({ primitive }) => primitive === addPrimitive, forgetful(1))],
  ['a product forgets its first tangent', meddled(({ primitive }) => primitive === mulPrimitive, forgetful(0))],
  [
    'a product exchanges tangents',
    meddled(
      ({ primitive }) => primitive === mulPrimitive,
      (args) => args.map(({ primal }, i) => ({ primal, tangent: (args[1 - i] ?? steady(primal)).tangent })),
    ),
  ],
]

const unmasked: MakeDual = <A>(algebra: Algebra<A>): Algebra<Dual<A>> => {
  const right = dual(algebra)
  return {
    literal: right.literal,
    apply: (operation, args) => {
      const [made] = right.apply(operation, args)
      const [, x] = args
      return operation.primitive === wherePrimitive && made !== undefined && x !== undefined && O.isSome(x.tangent)
        ? [{ primal: made.primal, tangent: x.tangent }]
        : right.apply(operation, args)
    },
  }
}

// reverse ----------------------------------------------------------------------------------

/** What the sweep itself emits has no operands' atoms, unlike the equations of a pullback. */
const byTheSweep = (operation: Operation): boolean => !('args' in operation)

/** Reverse mode whose sweep runs over a faulty algebra. */
const reverseBy =
  (swept: Algebra<AnyExpr>) =>
  (program: Program): Program => {
    const pair = pairOf(program.inputs, (xs) => {
      const nonzero = program.inputs.map(differentiable)
      const recording = T.Monad.chain(inputs(xs, nonzero), (registered) =>
        T.Monad.map(fold(tape(expressions))(program)(registered), (outs) => ({ registered, outs })),
      )
      const [{ registered, outs }, list] = T.run<AnyExpr>(T.empty)(recording)
      const answers = outs.map((out) => out.value)
      const avals = answers.map((y) => y.aval)
      const emit = emitter(expressions)
      return {
        answers,
        back: (cotangents) => sweep(swept)(list, outs, cotangents, avals, registered).map((c, i) => c ?? emit.fill(entry(program.inputs, i), 0)),
      }
    })
    return joined(pair, program)
  }

const sweeping = (change: (operation: Operation, args: ReadonlyArray<AnyExpr>) => AnyExpr | null): Algebra<AnyExpr> => ({
  literal: expressions.literal,
  apply: (operation, args) => {
    const changed = byTheSweep(operation) ? change(operation, args) : null
    return changed === null ? expressions.apply(operation, args) : [changed]
  },
})

/** Faulty modes. */
export const modeMutants: Table<readonly [mode: 'forward' | 'reverse', fault: string, modes: Modes]> = [
  ...dualMutants.map(([fault, make]) => ['forward', fault, { ...library, forward: forwardBy(make) }] as const),
  ['forward', 'a choice takes the tangent of its first arm always', { ...library, forward: forwardBy(unmasked) }],
  [
    'reverse',
    'a cotangent is overwritten, not accumulated',
    { ...library, reverse: reverseBy(sweeping(({ primitive }, [, last]) => (primitive === addPrimitive ? (last ?? null) : null))) },
  ],
  [
    'reverse',
    'a cotangent arrives once: the first stays',
    { ...library, reverse: reverseBy(sweeping(({ primitive }, [first]) => (primitive === addPrimitive ? (first ?? null) : null))) },
  ],
  [
    'reverse',
    'the mask of a choice is forgotten',
    { ...library, reverse: reverseBy(sweeping(({ primitive }, [, kept]) => (primitive === wherePrimitive ? (kept ?? null) : null))) },
  ],
]

/** The same made without a fault: what shows that only the faults are caught. */
export const soundModes: Modes = { forward: forwardBy(dual), reverse: reverseBy(expressions) }

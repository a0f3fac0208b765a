/**
 * The tape with every use of a value recorded on its own, so that the one sweep hands over what each
 * operation contributes to each operand and not only the sums.
 */
import { everywhere, none, unary } from '../basis/declare.ts'
import { entry, valueAt } from '../entry.ts'
import { operationOf } from '../program/expr.ts'
import { fold, type MonadicAlgebra } from '../program/fold.ts'
import type { Algebra, Atom, Equation, Operation, Primitive, Program } from '../program/model.ts'
import { fixed, inputs, sweep, tape, type Taped } from '../interpret/tape.ts'
import * as T from '../interpret/tape-monad.ts'
import { exposed, firsts } from './line.ts'

/** The identity: what stands between a value and one use of it. Elementwise, so that masks pass. */
const usePrimitive: Primitive = /*#__PURE__*/ unary({ name: 'use', scalar: (x) => x, partial: () => 1, domain: everywhere })

/**
 * The tape algebra with a use before each operand. The first operand's use is the newest, so that the
 * sweep visits uses in the order in which it would reach the operands themselves.
 */
const taping = <A>(algebra: Algebra<A>): MonadicAlgebra<T.URI, A, Taped<A>> => {
  const plain = tape(algebra)
  const uses = (operation: Operation, args: ReadonlyArray<Taped<A>>): T.Tape<A, ReadonlyArray<Taped<A>>> =>
    args.reduceRight<T.Tape<A, ReadonlyArray<Taped<A>>>>(
      (rest, arg, i) =>
        T.chain((after: ReadonlyArray<Taped<A>>) =>
          arg.id === null
            ? T.of<ReadonlyArray<Taped<A>>, A>([arg, ...after])
            : T.map((used: ReadonlyArray<Taped<A>>) => [...used, ...after])(
                plain.apply(operationOf(usePrimitive, none, [entry(operation.operands, i)]), [arg]),
              ),
        )(rest),
      T.of([]),
    )
  return {
    ...plain,
    apply: (operation, args) =>
      operation.primitive.derivative._tag === 'Constant'
        ? plain.apply(operation, args)
        : T.chain((used: ReadonlyArray<Taped<A>>) => plain.apply(operation, used))(uses(operation, args)),
  }
}

/** What one equation contributes, by the value it contributes to, in the order of its operands. */
export interface Contributions<A> {
  readonly equation: Equation
  /** The number of its first result. */
  readonly first: number
  readonly shares: ReadonlyMap<number, ReadonlyArray<A>>
}

export interface Adjoints<A> {
  /** Every value of the program. */
  readonly values: ReadonlyArray<A>
  /** The adjoint of value k; null where none arrives. */
  readonly adjoint: (k: number) => A | null
  /** In the order of the sweep; only equations that the seed reaches. */
  readonly records: ReadonlyArray<Contributions<A>>
}

/** Run a program on a tape and take the seed of its output back, once. */
export const adjointsOf = <A>(algebra: Algebra<A>, program: Program, output: Atom, point: ReadonlyArray<A>, seed: A): Adjoints<A> => {
  const recorded = T.chain((xs: ReadonlyArray<Taped<A>>) => fold(taping(algebra))(exposed(program))(xs))(
    inputs(
      point,
      point.map(() => true),
    ),
  )
  const [all, list] = T.run<A>(T.empty)(recorded)
  const numberOf = new Map<number, number>()
  all.forEach(({ id }, k) => {
    if (id !== null) numberOf.set(id, k)
  })
  const starts = new Map(firsts(program).map((first, e) => [first, e]))

  // Each use knows the value used; entries of equations follow, newest first.
  const used = new Map<number, number>()
  const made: Array<T.Entry<A>> = []
  for (let rest = list.entries; rest !== null; rest = rest.tail) {
    const { operation, ids, parents } = rest.head
    const [id] = ids
    const [parent] = parents
    if (operation.primitive !== usePrimitive) made.push(rest.head)
    else if (id !== undefined && parent != null) used.set(id, valueAt(numberOf, parent))
  }

  const uses = [...used.keys()]
  const wanted: ReadonlyArray<Taped<A>> = [...all, ...uses.map((id) => ({ value: seed, id }))]
  const outputs = output._tag === 'Ref' ? [entry(all, output.index)] : [fixed(algebra.literal(output.value))]
  const swept = sweep(algebra)(list, outputs, [seed], avalsOf(program, output), wanted)
  const share = new Map(uses.map((id, i) => [id, entry(swept, all.length + i)]))

  const records = made.flatMap(({ ids, parents }): ReadonlyArray<Contributions<A>> => {
    const first = numberOf.get(entry(ids, 0))
    if (first === undefined || !ids.some((id) => entry(swept, valueAt(numberOf, id)) !== null)) return []
    const shares = new Map<number, ReadonlyArray<A>>()
    for (const id of parents) {
      const value = id === null ? null : share.get(id)
      const to = id === null ? undefined : used.get(id)
      if (value != null && to !== undefined) shares.set(to, [...(shares.get(to) ?? []), value])
    }
    return [{ equation: entry(program.equations, valueAt(starts, first)), first, shares }]
  })
  return { values: all.map(({ value }) => value), adjoint: (k) => entry(swept, k), records }
}

const avalsOf = (program: Program, output: Atom): Program['inputs'] => {
  if (output._tag === 'Literal') return []
  const results = [...program.inputs, ...program.equations.flatMap((equation) => equation.results)]
  return [entry(results, output.index)]
}

/**
 * The one interpreter loop: a program means what an algebra says it means.
 *
 * It is a loop and not a recursion because a program may be as long as memory allows.
 */
import { listOf } from '../array/list.ts'
import type { Kind2, URIS2 } from 'fp-ts/HKT'
import type { Monad2 } from 'fp-ts/lib/Monad.js'
import type { AnyTensor } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { phantom } from '../type/phantom.ts'
import type { Algebra, Atom, Operation, Program } from './model.ts'
import { checkAlgebra, checkProgram } from './given.ts'

/** Check that a program is given as many values as it has inputs. */
export const checkArity = (operation: string, program: Program, inputs: ReadonlyArray<unknown>): void => {
  listOf(operation, 'the inputs are', inputs, 'they are a list, one for each input of the program')
  if (inputs.length !== program.inputs.length) raise({ _tag: 'Arity', operation, expected: `${program.inputs.length} inputs`, got: inputs.length })
}

/** A value of the environment: an earlier one, or a literal. */
const lookup = <A>(literal: (value: AnyTensor) => A, values: ReadonlyArray<A>, atom: Atom): A =>
  atom._tag === 'Literal' ? literal(atom.value) : entry(values, atom.index)

/** An algebra whose applications have effects in a monad M. */
export interface MonadicAlgebra<M extends URIS2, E, A> {
  readonly monad: Monad2<M>
  readonly literal: (value: AnyTensor) => A
  readonly apply: (operation: Operation, args: ReadonlyArray<A>) => Kind2<M, E, ReadonlyArray<A>>
}

interface Fold {
  <A>(algebra: Algebra<A>): (program: Program) => (inputs: ReadonlyArray<A>) => ReadonlyArray<A>
  <M extends URIS2, E, A>(algebra: MonadicAlgebra<M, E, A>): (program: Program) => (inputs: ReadonlyArray<A>) => Kind2<M, E, ReadonlyArray<A>>
}

const isMonadic = <M extends URIS2, E, A>(algebra: Algebra<A> | MonadicAlgebra<M, E, A>): algebra is MonadicAlgebra<M, E, A> => 'monad' in algebra

const foldPure = <A>(algebra: Algebra<A>, program: Program, inputs: ReadonlyArray<A>): ReadonlyArray<A> => {
  const values = [...inputs]
  for (const equation of program.equations) {
    for (const result of algebra.apply(
      equation,
      equation.args.map((atom) => lookup(algebra.literal, values, atom)),
    ))
      values.push(result)
  }
  return program.outputs.map((atom) => lookup(algebra.literal, values, atom))
}

/** The same loop, its steps bound in a stack-safe monad. Each run starts an environment of its own. */
const foldMonadic = <M extends URIS2, E, A>(
  { monad, literal, apply }: MonadicAlgebra<M, E, A>,
  program: Program,
  inputs: ReadonlyArray<A>,
): Kind2<M, E, ReadonlyArray<A>> => {
  const from = (index: number, values: Array<A>): Kind2<M, E, ReadonlyArray<A>> => {
    const equation = program.equations[index]
    if (equation === undefined) return monad.of(program.outputs.map((atom) => lookup(literal, values, atom)))
    return monad.chain(
      apply(
        equation,
        equation.args.map((atom) => lookup(literal, values, atom)),
      ),
      (results) => {
        for (const result of results) values.push(result)
        return from(index + 1, values)
      },
    )
  }
  return monad.chain(monad.of<E, null>(null), () => from(0, [...inputs]))
}

/**
 * Interpret a program in an algebra, or in an algebra with effects. It is applied to one value per
 * input; another number of them is a failure.
 *
 * @example
 * const program = trace((x: Scalar, y: Scalar) => mul(x, y))(1, 1)
 * fold(evaluate)(program)([tensor(3), tensor(5)])   // [a Tensor of shape []: 15]
 * @category interpreters
 */
export const fold: Fold =
  <M extends URIS2, E, A>(algebra: Algebra<A> | MonadicAlgebra<M, E, A>) =>
  (program: Program) =>
  (inputs: ReadonlyArray<A>) => {
    checkAlgebra('fold', algebra)
    checkProgram('fold', program)
    checkArity('fold', program, inputs)
    return phantom<never>(isMonadic(algebra) ? foldMonadic(algebra, program, inputs) : foldPure(algebra, program, inputs))
  }

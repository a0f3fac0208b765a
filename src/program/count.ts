/**
 * Counting programs: how many operations they have, and how large they would be written out as
 * formulas, which is how expression swell is seen.
 */
import { isEmpty, isInnerProgram, isList } from './param.ts'
import type { Aval } from '../array/aval.ts'
import { dtypes } from '../array/dtype.ts'
import { sizeOf } from '../array/shape.ts'
import { entry } from '../entry.ts'
import { valueAvals } from './avals.ts'
import type { Atom, Pair, Param, Params, Program } from './model.ts'
import { raise } from '../failure.ts'
import { describe } from './describe.ts'
import { checkProgram, isProgram } from './given.ts'

const within = (param: Param): ReadonlyArray<Program> => {
  if (isList(param)) return param.flatMap(within)
  return isInnerProgram(param) ? [param] : []
}

/** The programs that parameters hold, in order. */
export const innerPrograms = (params: Params): ReadonlyArray<Program> => (isEmpty(params) ? [] : Object.values(params).flatMap(within))

/**
 * The number of equations, those of inner programs included; the body of a loop counts once,
 * however often it runs.
 *
 * @example
 * const program = trace((x: Scalar) => add(sin(x), sin(x)))(1)
 * operations(program)             // 3
 * operations(simplify(program))   // 2: one sine serves twice
 * @category programs
 */
export const operations = (program: Program): number => {
  checkProgram('operations', program)
  // Inner programs may be shared; each is counted at every place but walked once.
  const known = new Map<Program, number>()
  const count = (of: Program): number => {
    const hit = known.get(of)
    if (hit !== undefined) return hit
    let total = of.equations.length
    for (const { params } of of.equations) for (const inner of innerPrograms(params)) total += count(inner)
    known.set(of, total)
    return total
  }
  return count(program)
}

/**
 * The number of nodes of the outputs written out as formulas, where every use of a shared value is
 * written again: leaves and operations count one each. Linear in the program though the answer may
 * be exponential in it: exact up to 2⁵³, then rounded, ∞ beyond 10³⁰⁸.
 *
 * @example
 * expressionSize(trace((x: Scalar) => mul(add(x, 1), add(x, 1)))(1))   // 7
 * @category programs
 */
export const expressionSize = (program: Program): number => {
  checkProgram('expressionSize', program)
  const sizes: Array<number> = program.inputs.map(() => 1)
  const sizeOf = (atom: Atom): number => (atom._tag === 'Literal' ? 1 : entry(sizes, atom.index))
  const total = (atoms: ReadonlyArray<Atom>): number => {
    let sum = 0
    for (const atom of atoms) sum += sizeOf(atom)
    return sum
  }
  for (const { args, results } of program.equations) {
    const size = 1 + total(args)
    for (const _ of results) sizes.push(size)
  }
  return total(program.outputs)
}

/**
 * The bytes of the arrays that the forward half of `vjp` keeps for its pullback, arguments among them;
 * one that is kept twice counts once, and constants not at all. `results` is how many results the
 * program has whose pair this is.
 *
 * @example
 * residualBytes(vjp(trace((x: Vector<100>) => sum(sin(x)))(new Float64Array(100))))   // 800: x, for its cosine
 * @category programs
 */
export const residualBytes = (pair: Pair, results = 1): number => {
  const forward = pair?.forward
  if (!isProgram(forward))
    return raise({
      _tag: 'Argument',
      operation: 'residualBytes',
      reason: `takes a pair of programs, got ${describe(pair)}`,
      hint: 'as vjp makes of a program: residualBytes(vjp(trace(f)(…)))',
    })
  const kept = new Set(forward.outputs.slice(results).flatMap((atom) => (atom._tag === 'Ref' ? [atom.index] : [])))
  const avals = valueAvals(forward)
  let bytes = 0
  for (const index of kept) bytes += bytesOf(entry(avals, index))
  return bytes
}

const bytesOf = ({ dtype, shape }: Aval): number => dtypes[dtype].bytes * sizeOf(shape)

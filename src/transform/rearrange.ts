/**
 * Sums moved to where they cost least, before what is summed grows.
 *
 * A sum over axes that only one factor of a contraction has is taken of that factor first; one over axes
 * that both have becomes part of the contraction. This is the distributive law, which floating point keeps
 * only up to rounding; so it stands apart from `simplify`, whose strict rules keep every bit, and is applied
 * once, before a program runs in any tier.
 */
import { sumPrimitive } from '../basis/broadcast.ts'
import { none } from '../basis/declare.ts'
import { dims } from '../basis/params.ts'
import { entry } from '../entry.ts'
import { applyTo, constant } from '../program/expr.ts'
import type { AnyExpr, Atom, Equation, Primitive, Program } from '../program/model.ts'
import { close } from '../program/trace.ts'
import { sealed } from '../program/seal.ts'

/** Which equation makes each value, and how often the value is used. */
interface Uses {
  readonly maker: ReadonlyMap<number, Equation>
  readonly count: ReadonlyMap<number, number>
}

const usesOf = (program: Program): Uses => {
  const maker = new Map<number, Equation>()
  const count = new Map<number, number>()
  const use = (atom: Atom): void => {
    if (atom._tag === 'Ref') count.set(atom.index, (count.get(atom.index) ?? 0) + 1)
  }
  let next = program.inputs.length
  for (const equation of program.equations) {
    equation.args.forEach(use)
    if (equation.results.length === 1) maker.set(next, equation)
    next += equation.results.length
  }
  program.outputs.forEach(use)
  return { maker, count }
}

/** The equation that makes an operand, where nothing else uses it. */
const onlyFor = ({ maker, count }: Uses, atom: Atom | undefined): Equation | null =>
  atom?._tag === 'Ref' && count.get(atom.index) === 1 ? (maker.get(atom.index) ?? null) : null

/** What can take a sum into itself, under one, with the negation between them, if there is one. */
const found = (uses: Uses, equation: Equation): { readonly inner: Equation; readonly sign: Primitive | null } | null => {
  if (equation.primitive !== sumPrimitive) return null
  // A sum of no terms is 0, also where the other factor is infinite.
  if (entry(equation.operands, 0).shape.includes(0)) return null
  const first = onlyFor(uses, equation.args[0])
  if (first === null) return null
  if (first.primitive.summed !== undefined) return { inner: first, sign: null }
  const second = first.primitive.lowering === 'neg' ? onlyFor(uses, first.args[0]) : null
  return second?.primitive.summed === undefined ? null : { inner: second, sign: first.primitive }
}

/** A program with its sums moved inwards. */
export const rearranged = (program: Program): Program => {
  const uses = usesOf(program)
  if (!program.equations.some((equation) => found(uses, equation) !== null)) return program
  const made = close(
    program.inputs,
    (xs) => {
      const values: Array<AnyExpr> = [...xs]
      const value = (atom: Atom): AnyExpr => (atom._tag === 'Ref' ? entry(values, atom.index) : constant(atom.value))
      for (const equation of program.equations) {
        const match = found(uses, equation)
        const sum = match?.inner.primitive.summed?.rule(match.inner.params, dims('sum', equation.params, 'axes'), match.inner.args.map(value)) ?? null
        if (match === null || sum === null) values.push(...applyTo(equation.primitive, equation.params, equation.args.map(value)))
        else values.push(...(match.sign === null ? [sum] : applyTo(match.sign, none, [sum])))
      }
      return program.outputs.map(value)
    },
    program.names,
  )
  return sealed({ ...made, outputNames: program.outputNames })
}

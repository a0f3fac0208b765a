/**
 * Operations of many results without those that nobody asks for, where they can do without: loops. Reverse mode and
 * linearization leave such parts behind: a loop run at zero for what it saves, or rows not saved for anyone.
 */
import { entry, integerAt } from '../entry.ts'
import type { Atom, Equation, Narrowed, Program } from '../program/model.ts'
import { references } from '../program/reference.ts'
import { sealed } from '../program/seal.ts'

/** The program with its operations narrowed; itself where there is nothing to prune. */
export const prune = (program: Program): Program => {
  const { inputs, equations, outputs } = program
  if (!equations.some(({ primitive }) => primitive.narrowed !== undefined)) return program
  let next = inputs.length
  for (const { results } of equations) next += results.length
  const total = next
  const used = new Uint8Array(total)
  const use = (atom: Atom): void => {
    if (atom._tag === 'Ref') used[atom.index] = 1
  }
  outputs.forEach(use)
  const pruned = new Map<number, Narrowed>()
  for (let i = equations.length - 1; i >= 0; i--) {
    const equation = entry(equations, i)
    next -= equation.results.length
    const marks = equation.results.map((_, j) => used[next + j] === 1)
    if (!marks.includes(true)) continue
    const smaller = equation.primitive.narrowed?.rule(equation, marks) ?? null
    if (smaller !== null) pruned.set(i, smaller)
    ;(smaller?.equation ?? equation).args.forEach(use)
  }
  if (pruned.size === 0) return program
  const places = new Int32Array(total)
  for (let i = 0; i < inputs.length; i++) places[i] = i
  const reference = references()
  const moved = (atom: Atom): Atom => (atom._tag === 'Literal' ? atom : reference(integerAt(places, atom.index)))
  let place = inputs.length
  let before = inputs.length
  const made = equations.map((old, i): Equation => {
    const { equation, kept } = pruned.get(i) ?? { equation: old, kept: null }
    const args = equation.args.map(moved)
    for (let j = 0; j < old.results.length; j++) {
      places[before++] = place
      if (kept === null || kept[j]) place++
    }
    const { primitive, params, operands, results } = equation
    return { primitive, params, operands, results, args }
  })
  return sealed({ ...program, equations: made, outputs: outputs.map(moved) })
}

/**
 * Loops without what nobody asks for: a part of the carry that neither a result in use nor another part
 * that stays depends on goes, with its rows, its start and everything that only it read. Reverse mode
 * and linearization leave such parts behind: a loop run at zero for what it saves, or rows not saved for anyone.
 */
import { entry } from '../entry.ts'
import type { Atom, Equation, Program } from '../program/model.ts'
import { references } from '../program/reference.ts'
import { close, inline } from '../program/trace.ts'
import { loopNamed, paramsOf } from '../primitive/loop.ts'
import { pick, spread, zeros } from '../transform/pick.ts'
import { sealed } from '../program/seal.ts'

type Marks = ReadonlyArray<boolean>

/** Which inputs the outputs marked are made of. */
const reading = ({ inputs, equations, outputs }: Program, wanted: Marks): Marks => {
  let next = inputs.length
  for (const { results } of equations) next += results.length
  const needed = new Uint8Array(next)
  const need = (atom: Atom): void => {
    if (atom._tag === 'Ref') needed[atom.index] = 1
  }
  outputs.forEach((atom, j) => {
    if (wanted[j]) need(atom)
  })
  for (let i = equations.length - 1; i >= 0; i--) {
    const { args, results } = entry(equations, i)
    next -= results.length
    if (results.some((_, j) => needed[next + j] === 1)) args.forEach(need)
  }
  return inputs.map((_, i) => needed[i] === 1)
}

/** An equation, and which results of the one before it has. */
interface Pruned {
  readonly equation: Equation
  readonly kept: Marks
}

/** The loop with the results in use, and what they depend on; null where that is all of it. */
const prunedScan = (equation: Equation, used: Marks): Pruned | null => {
  const loop = loopNamed(equation.primitive.name, equation.params)
  const { body, consts: c, carry: k } = loop
  const settled = (live: Marks): { readonly live: Marks; readonly read: Marks } => {
    const read = reading(body, live)
    const next = live.map((is, j) => is || (j < k && entry(read, c + j)))
    return next.every((is, j) => is === live[j]) ? { live, read } : settled(next)
  }
  const { live, read } = settled(used)
  const inputs = read.map((is, i) => (i >= c && i < c + k ? entry(live, i - c) : is))
  if (!live.includes(false) && !inputs.includes(false)) return null
  const small = close(
    pick(body.inputs, inputs),
    (xs) => pick(inline(body)(spread(inputs, xs).map((x, i) => x ?? zeros(entry(body.inputs, i)))), live),
    pick(body.names, inputs),
  )
  const count = (marks: Marks): number => marks.filter(Boolean).length
  const params = paramsOf({
    ...loop,
    body: { ...small, outputNames: pick(body.outputNames, live) },
    consts: count(inputs.slice(0, c)),
    carry: count(live.slice(0, k)),
  })
  return {
    equation: {
      primitive: equation.primitive,
      params,
      operands: pick(equation.operands, inputs),
      results: pick(equation.results, live),
      args: pick(equation.args, inputs),
    },
    kept: live,
  }
}

/** The program with its loops pruned; itself where there is nothing to prune. */
export const prune = (program: Program): Program => {
  const { inputs, equations, outputs } = program
  if (!equations.some(({ primitive }) => primitive.lowering === 'scan')) return program
  let next = inputs.length
  for (const { results } of equations) next += results.length
  const total = next
  const used = new Uint8Array(total)
  const use = (atom: Atom): void => {
    if (atom._tag === 'Ref') used[atom.index] = 1
  }
  outputs.forEach(use)
  const pruned = new Map<number, Pruned>()
  for (let i = equations.length - 1; i >= 0; i--) {
    const equation = entry(equations, i)
    next -= equation.results.length
    const marks = equation.results.map((_, j) => used[next + j] === 1)
    if (!marks.includes(true)) continue
    const smaller = equation.primitive.lowering === 'scan' ? prunedScan(equation, marks) : null
    if (smaller !== null) pruned.set(i, smaller)
    ;(smaller?.equation ?? equation).args.forEach(use)
  }
  if (pruned.size === 0) return program
  const places = new Int32Array(total)
  for (let i = 0; i < inputs.length; i++) places[i] = i
  const reference = references()
  const moved = (atom: Atom): Atom => (atom._tag === 'Literal' ? atom : reference(places[atom.index] ?? 0))
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

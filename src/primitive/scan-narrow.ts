/**
 * A loop without what nobody asks for: a part of the carry that neither a result in use nor another part that stays
 * depends on goes, with its rows, its start and everything that only it read.
 */
import { entry } from '../entry.ts'
import type { Atom, Equation, Narrowed, Program } from '../program/model.ts'
import { close, inline } from '../program/trace.ts'
import { pick, spread, zeros } from '../transform/pick.ts'
import { loopOf, paramsOf } from '../basis/loop.ts'

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

/** The loop with the results in use, and what they depend on; null where that is all of it. */
export const narrowedScan = (equation: Equation, used: Marks): Narrowed | null => {
  const loop = loopOf(equation.params)
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

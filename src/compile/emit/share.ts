/**
 * Elementary functions of one argument in one body: emitted together, they share what they have in common,
 * as tanh and its derivative do an exponential.
 */
import { elementary, type Definition } from '../../elementary/catalogue.ts'
import { type Kernel, kernelOf } from '../../elementary/kernel.ts'
import { argument } from '../../elementary/term.ts'
import type { Block, Register, Statement } from '../loop.ts'
import { elementaryOf } from './scalar.ts'

type Apply = Extract<Statement, { readonly _tag: 'Apply' }>

/** Applications of different functions to one register, the first of which computes all. */
export interface Together {
  readonly kernel: Kernel
  readonly applications: ReadonlyArray<Apply>
}

const definitionOf = ({ machine, args }: Apply): Definition | null => {
  const name = args.length === 1 ? elementaryOf(machine) : null
  return name === null ? null : (elementary.get(name) ?? null)
}

/** By the register that each of them sets. */
export const together = (body: Block): ReadonlyMap<Register, Together> => {
  const byArgument = new Map<Register, Array<{ readonly application: Apply; readonly definition: Definition }>>()
  for (const s of body) {
    if (s._tag !== 'Apply') continue
    const definition = definitionOf(s)
    const [arg] = s.args
    if (definition === null || arg === undefined) continue
    const group = byArgument.get(arg)
    if (group === undefined) byArgument.set(arg, [{ application: s, definition }])
    else if (!group.some((other) => other.definition === definition)) group.push({ application: s, definition })
  }
  const found = new Map<Register, Together>()
  for (const group of byArgument.values()) {
    if (group.length < 2) continue
    const kernel = kernelOf('together', 1, ...group.map(({ definition }) => definition.term(argument(0))))
    const made = { kernel, applications: group.map(({ application }) => application) }
    for (const { application } of group) found.set(application.to, made)
  }
  return found
}

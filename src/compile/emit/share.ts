/**
 * Elementary functions of one argument in one body: emitted together, they share what they have in common,
 * as tanh and its derivative do an exponential.
 */
import { type Kernel, kernelOf } from '../../elementary/kernel.ts'
import { argument, type Float, mul } from '../../elementary/term.ts'
import type { Block, Register, Statement } from '../loop.ts'

type Apply = Extract<Statement, { readonly _tag: 'Apply' }>

/** Applications of functions to one register, or to half of it, the first of which computes all. */
export interface Together {
  /** What computes all of them, and a name for it: the same functions have the same. */
  readonly kernel: () => Kernel
  readonly key: string
  readonly argument: Register
  readonly applications: ReadonlyArray<Apply>
}

/** What an application computes, as a term of one register: of its argument, or of what that is half of. */
interface Application {
  readonly apply: Apply
  readonly key: string
  readonly of: Register
  readonly term: () => Float
}

const half = 0.5

const applicationOf = (made: ReadonlyMap<Register, Statement>, around: ReadonlyMap<Register, number>, apply: Apply): Application | null => {
  const definition = apply.machine.elementary
  const [arg] = apply.args
  if (definition === null || definition.arity !== 1 || arg === undefined) return null
  const { name } = definition
  const from = made.get(arg)
  if (from?._tag === 'Apply' && from.machine.name === 'f64.mul') {
    const [x, y] = from.args
    const isHalf = (register: Register | undefined): boolean => {
      const literal = register === undefined ? undefined : made.get(register)
      if (literal === undefined) return register !== undefined && around.get(register) === half
      return literal._tag === 'Literal' && literal.value === half
    }
    const other = isHalf(x) ? y : isHalf(y) ? x : undefined
    if (other !== undefined) return { apply, of: other, key: `${name} of half`, term: () => definition.term(mul(argument(0), half)) }
  }
  return { apply, of: arg, key: name, term: () => definition.term(argument(0)) }
}

/** By the register that each of them sets; `around` are the literals set outside the body. */
export const together = (body: Block, around: ReadonlyMap<Register, number>): ReadonlyMap<Register, Together> => {
  const made = new Map<Register, Statement>()
  for (const s of body) if (s._tag === 'Literal' || s._tag === 'Apply') made.set(s.to, s)
  const byArgument = new Map<Register, Array<Application>>()
  for (const s of body) {
    const application = s._tag === 'Apply' ? applicationOf(made, around, s) : null
    if (application === null) continue
    const group = byArgument.get(application.of)
    if (group === undefined) byArgument.set(application.of, [application])
    else group.push(application)
  }
  const found = new Map<Register, Together>()
  for (const [argumentOf, group] of byArgument) {
    if (group.length < 2) continue
    const kernel = (): Kernel => kernelOf('together', 1, ...group.map(({ term }) => term()))
    const shared = { kernel, key: group.map(({ key }) => key).join(), argument: argumentOf, applications: group.map(({ apply }) => apply) }
    for (const { apply } of group) found.set(apply.to, shared)
  }
  return found
}

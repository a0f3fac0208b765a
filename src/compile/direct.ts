/**
 * A whole call as one JavaScript function: it looks at the arguments, reads the numbers in them, computes,
 * and builds the result. Whatever is not as it was when the function was made is missed, and goes the long way.
 */
import { entry } from '../entry.ts'
import type { Program } from '../program/model.ts'
import type { Layout } from '../program/tree.ts'
import { type Call, missed, type Signature } from './answer.ts'
import type { Elements } from './builder.ts'
import { codeOf } from './code.ts'
import { builtBy, filledBy } from './deliver.ts'
import type { Machine, Register } from './loop.ts'
import { literal, named, writer } from './operator.ts'
import { type Page, page } from './page.ts'
import { readBy } from './receive.ts'
import { needed, type Straight } from './straight.ts'

type Made = (missed: symbol, constants: ReadonlyArray<unknown>, functions: ReadonlyArray<Machine['run']>) => Call

const hasExpressions = (layout: Layout): boolean =>
  layout._tag === 'Leaf' ? layout.kind === 'Expr' : layout._tag !== 'Static' && layout.items.some(hasExpressions)

const steps = (on: Page, straight: Straight, wanted: ReadonlyArray<Register>, nameOf: (register: Register) => string): ReadonlyArray<Machine['run']> => {
  const code = writer()
  for (const { to, machine, args } of needed(straight, wanted)) on.put(`const ${nameOf(to)} = ${code.applied(machine, args.map(nameOf))}`)
  named(code).forEach(on.before)
  return code.functions
}

const make = (straight: Straight, { args, answer, into }: Signature): Call | null => {
  if (args.some(({ layout }) => hasExpressions(layout))) return null
  const on = page()
  const nameOf = (register: Register): string => {
    const value = straight.literals.get(register)
    return value === undefined ? `r${register}` : literal(value)
  }
  const outputs = answer.leaves.map(({ output }): Elements => entry(straight.outputs, output))
  const wanted = outputs.flat()
  const used = new Set([...wanted, ...needed(straight, wanted).flatMap((step) => step.args)])
  const leaves = answer.leaves.map(({ output, tensor }, i) => ({ of: entry(answer.avals, output), tensor, elements: entry(outputs, i).map(nameOf) }))

  const parameters = Array.from({ length: args.length + (into ? 1 : 0) }, (_, i) => `x${i}`)
  on.put(`if (arguments.length !== ${parameters.length}) return missed`)
  const fill = into ? filledBy(on, 'x0', answer.layout, leaves) : null
  let next = 0
  args.forEach((arg, i) => {
    const count = arg.avals.length
    const elements = straight.inputs.slice(next, (next += count))
    const leaf = (k: number) => ({ of: entry(arg.avals, k), elements: entry(elements, k).map((r) => (used.has(r) ? nameOf(r) : null)) })
    readBy(
      on,
      `x${into ? i + 1 : i}`,
      arg.layout,
      Array.from({ length: count }, (_, k) => leaf(k)),
    )
  })
  const functions = steps(on, straight, wanted, nameOf)
  on.put(`return ${fill === null ? builtBy(on, answer.layout, leaves) : fill()}`)
  const text = ["'use strict'", ...on.head, `return function (${parameters.join(', ')}) {`, ...on.lines, '}'].join('\n')
  return codeOf<Made>(['missed', 'k', 'f'], text)?.(missed, on.constants, functions) ?? null
}

const made = /*#__PURE__*/ new WeakMap<Program, Map<string, Call | null>>()

/** The function of calls of a program; made once under a name that tells its signatures apart. Null where there is none. */
export const directCall = (program: Program, straight: Straight, name: string, signature: () => Signature): Call | null => {
  const known = made.get(program) ?? new Map<string, Call | null>()
  made.set(program, known)
  const hit = known.get(name)
  if (hit !== undefined) return hit
  const call = make(straight, signature())
  known.set(name, call)
  return call
}

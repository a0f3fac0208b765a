/**
 * A term as a flat list of steps: what every interpreter reads. A step stands after the steps it uses, equal
 * constants are one step, and a term used twice is one step; so a walk over a kernel is one loop, however
 * long it is.
 */
import { valueAt } from '../entry.ts'
import type { Table } from './table.ts'
import { argument, type Float, type Hosted, type Operation, type Term } from './term.ts'

export type Step =
  | { readonly _tag: 'Argument'; readonly index: number }
  | { readonly _tag: 'Constant'; readonly value: number }
  | { readonly _tag: 'Apply'; readonly operation: Operation; readonly operands: ReadonlyArray<number> }
  | { readonly _tag: 'Host'; readonly name: string; readonly run: Hosted; readonly operands: ReadonlyArray<number> }
  | { readonly _tag: 'Read'; readonly table: Table; readonly column: number; readonly operands: ReadonlyArray<number> }

/** A step that the host takes. */
export type HostStep = Extract<Step, { readonly _tag: 'Host' }>

/** A function of `arity` arguments: `results` are the steps that are its values, of which a function of numbers has one. */
export interface Kernel {
  readonly name: string
  readonly arity: number
  readonly steps: ReadonlyArray<Step>
  readonly results: ReadonlyArray<number>
}

const operandsOfTerm = (term: Term): ReadonlyArray<Term> => ('operands' in term ? term.operands : [])

const stepOf = (term: Term, at: (operand: Term) => number): Step => {
  switch (term._tag) {
    case 'Argument':
      return { _tag: 'Argument', index: term.index }
    case 'Constant':
      return { _tag: 'Constant', value: term.value }
    case 'Apply':
      return { _tag: 'Apply', operation: term.operation, operands: term.operands.map(at) }
    case 'Host':
      return { _tag: 'Host', name: term.name, run: term.run, operands: term.operands.map(at) }
    case 'Read':
      return { _tag: 'Read', table: term.table, column: term.column, operands: term.operands.map(at) }
  }
}

/** Steps of one form are one step. */
const formOf = (step: Step): string => {
  switch (step._tag) {
    case 'Argument':
      return `argument ${step.index}`
    case 'Constant':
      return Object.is(step.value, -0) ? '-0' : `${step.value}`
    case 'Apply':
      return `${step.operation} ${step.operands.join()}`
    case 'Host':
      return `host ${step.name} ${step.operands.join()}`
    case 'Read':
      return `read ${step.table.name} ${step.column} ${step.operands.join()}`
  }
}

/** The kernel of terms in their arguments, which may share what they are made of. The walk keeps its own stack, since a term may be as deep as a user's program. */
export const kernelOf = (name: string, arity: number, ...results: ReadonlyArray<Term>): Kernel => {
  const steps: Array<Step> = []
  const byTerm = new Map<Term, number>()
  const byForm = new Map<string, number>()
  const at = (term: Term): number => valueAt(byTerm, term)
  const put = (term: Term): void => {
    const step = stepOf(term, at)
    const form = formOf(step)
    const before = byForm.get(form)
    byTerm.set(term, before ?? steps.length)
    if (before !== undefined) return
    byForm.set(form, steps.length)
    steps.push(step)
  }
  // The first is walked first.
  const open = results.map((term) => ({ term, ready: false })).reverse()
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { term, ready } = next
    if (byTerm.has(term)) continue
    if (ready) put(term)
    else {
      open.push({ term, ready: true })
      for (const operand of [...operandsOfTerm(term)].reverse()) open.push({ term: operand, ready: false })
    }
  }
  return { name, arity, steps, results: results.map(at) }
}

/** The kernel of a function of terms. */
export const kernel = (name: string, arity: number, f: (...xs: ReadonlyArray<Float>) => Float): Kernel =>
  kernelOf(name, arity, f(...Array.from({ length: arity }, (_, i) => argument(i))))

/** The steps a step uses. */
export const usedBy = (step: Step): ReadonlyArray<number> => ('operands' in step ? step.operands : [])

/** The functions of the host that a kernel calls. */
export const hostsOf = (k: Kernel): ReadonlyArray<string> => [...new Set(k.steps.flatMap((step) => (step._tag === 'Host' ? [step.name] : [])))]

/** The tables that a kernel reads. */
export const tablesOf = (k: Kernel): ReadonlyArray<Table> => [...new Set(k.steps.flatMap((step) => (step._tag === 'Read' ? [step.table] : [])))]

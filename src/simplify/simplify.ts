/**
 * Simplification of programs: common subexpressions are made once, constants folded, laws applied at
 * every operation, and what nothing needs is dropped, in loops too. With the `strict` laws the result evaluates to
 * the same bits as before.
 *
 * It obeys: simplify ∘ simplify = simplify; it never grows a program; inputs stay, even unused ones,
 * and so do the outputs' order and shapes. Inner programs are simplified as well, except that of a
 * checkpoint, whose point is to be computed again.
 */
import { isInnerProgram, isList } from '../program/param.ts'
import { entry, integerAt } from '../entry.ts'
import { sameProgram } from '../program/equal.ts'
import { references } from '../program/reference.ts'
import type { Atom, Equation, Operation, Param, Params, Program } from '../program/model.ts'
import { arithmeticLaws } from './arithmetic.ts'
import { type Index, indexOf, withCarried } from './pattern.ts'
import { rewriter } from './rewrite.ts'
import type { Rule } from './rule.ts'
import { type Id, nobody, type Store, store } from './store.ts'
import { checkProgram, isListOf, isRecord } from '../program/given.ts'
import { raise } from '../failure.ts'
import { describe } from '../program/describe.ts'
import { sealed } from '../program/seal.ts'
import { afterPass } from './passing.ts'

/** Whether any of so many entries is not 0. */
const any = (marks: Int32Array | Uint8Array, from: number, count: number): boolean => {
  for (let i = from; i < from + count; i++) if (marks[i] !== 0) return true
  return false
}

/** How often each value is used by what the outputs need. */
const usesOf = ({ inputs, equations, outputs }: Program): Int32Array => {
  let next = inputs.length
  for (const { results } of equations) next += results.length
  const uses = new Int32Array(next)
  const use = (atom: Atom): void => {
    if (atom._tag === 'Ref') uses[atom.index] = integerAt(uses, atom.index) + 1
  }
  outputs.forEach(use)
  for (let i = equations.length - 1; i >= 0; i--) {
    const { args, results } = entry(equations, i)
    next -= results.length
    if (any(uses, next, results.length)) for (const arg of args) use(arg)
  }
  return uses
}

// inner programs ---------------------------------------------------------------------------

const mapPrograms = (f: (program: Program) => Program, param: Param): Param => {
  if (isList(param)) return param.some((inner) => typeof inner === 'object') ? param.map((inner) => mapPrograms(f, inner)) : param
  return isInnerProgram(param) ? f(param) : param
}

const holds = (param: Param): boolean => typeof param === 'object' && (isList(param) ? param.some(holds) : isInnerProgram(param))

/** An operation with its inner programs simplified; a checkpoint's are left as they are. */
const within = (f: (program: Program) => Program, operation: Operation): Operation => {
  const { primitive, params } = operation
  const named = Object.entries(params)
  if (named.length === 0 || primitive.name === 'checkpoint' || !named.some(([, param]) => holds(param))) return operation
  const inner: Params = Object.fromEntries(named.map(([name, param]) => [name, mapPrograms(f, param)]))
  return { primitive, params: inner, operands: operation.operands, results: operation.results }
}

// passes -----------------------------------------------------------------------------------

const isEquation = (operation: Operation): operation is Equation => 'args' in operation

/** An equation; the one that was there before, where nothing has moved. */
const equationOf = (operation: Operation, ids: ReadonlyArray<Id>, atom: (id: Id, before: Atom | undefined) => Atom): Equation => {
  const before = isEquation(operation) ? operation.args : []
  const args = ids.map((id, i) => atom(id, before[i]))
  if (isEquation(operation) && args.every((arg, i) => arg === before[i])) return operation
  const { primitive, params, operands, results } = operation
  return { primitive, params, operands, results, args }
}

/** The program of what the outputs need, in the order it was made. */
const emitted = (graph: Store, { inputs, names, outputNames }: Program, outputs: ReadonlyArray<Id>): Program => {
  const count = graph.made()
  const last = count === 0 ? null : graph.at(count - 1)
  const needed = new Uint8Array(last === null ? inputs.length : last.first + last.operation.results.length)
  const need = (ids: ReadonlyArray<Id>): void => {
    for (const id of ids) if (id >= 0) needed[id] = 1
  }
  const kept = new Uint8Array(count)
  need(outputs)
  for (let i = count - 1; i >= 0; i--) {
    const { operation, args, first } = graph.at(i)
    if (!any(needed, first, operation.results.length)) continue
    kept[i] = 1
    need(args)
  }
  // Where each value stands in the program.
  const places = new Int32Array(needed.length)
  for (let i = 0; i < inputs.length; i++) places[i] = i
  const reference = references()
  const atom = (id: Id, before: Atom | undefined): Atom => {
    const value = graph.literalOf(id)
    if (value !== null) return before?._tag === 'Literal' && before.value === value ? before : { _tag: 'Literal', value }
    return before?._tag === 'Ref' && before.index === places[id] ? before : reference(integerAt(places, id))
  }
  const equations: Array<Equation> = []
  let next = inputs.length
  for (let i = 0; i < count; i++) {
    if (kept[i] === 0) continue
    const { operation, args, first } = graph.at(i)
    equations.push(equationOf(operation, args, atom))
    for (let j = 0; j < operation.results.length; j++) places[first + j] = next++
  }
  return sealed({ inputs, names, outputNames, equations, outputs: outputs.map((id) => atom(id, undefined)) })
}

const pass = (program: Program, index: Index, inner: (program: Program) => Program): { readonly program: Program; readonly postponed: boolean } => {
  const graph = store()
  const { make, postponed } = rewriter(graph, index)
  const uses = usesOf(program)
  const values: Array<Id> = []
  const give = (id: Id): void => {
    graph.announce(id, integerAt(uses, values.length))
    values.push(id)
  }
  const at = (atom: Atom): Id => (atom._tag === 'Literal' ? graph.literal(atom.value) : entry(values, atom.index))
  for (const of of program.inputs) give(graph.input(of))
  for (const equation of program.equations) {
    const { results } = equation
    if (!any(uses, values.length, results.length)) {
      for (const _ of results) values.push(nobody)
      continue
    }
    const args = equation.args.map(at)
    for (const arg of args) graph.announce(arg, -1)
    for (const id of make(within(inner, equation), args)) give(id)
  }
  return { program: emitted(graph, program, program.outputs.map(at)), postponed: postponed() }
}

/** What loops can do without goes. */
const pruned = (program: Program): Program => afterPass(program, ({ narrowed }) => narrowed)

/** The same function as a smaller program, by the laws of an index. */
export const simplifiedBy = (program: Program, index: Index): Program => {
  // Programs nest 256 deep at most and may be shared, so each is simplified once.
  const known = new Map<Program, Program>()
  const inner = (of: Program): Program => {
    const hit = known.get(of)
    if (hit !== undefined) return hit
    let { program: made, postponed } = pass(pruned(of), index, inner)
    for (let smaller = pruned(made); postponed || smaller !== made; smaller = pruned(made)) {
      const next = pass(smaller, index, inner)
      if (smaller === made && sameProgram(next.program, made) === null) break
      made = next.program
      postponed = next.postponed
    }
    known.set(of, made)
    known.set(made, made)
    return made
  }
  return inner(program)
}

const isRule = (rule: unknown): boolean => isRecord(rule) && 'law' in rule

/**
 * The same function as a smaller program, by the strict laws or the rules given.
 *
 * One pass is enough unless a law was put off because a value it would have taken apart was still
 * in use, or a loop had parts that were no longer; then passes follow until nothing changes, each
 * making the program smaller.
 *
 * @example
 * const f = trace((x: Scalar) => add(mul(x, 1), sin(neg(neg(x)))))(1)
 * operations(f)             // 5
 * operations(simplify(f))   // 2: sin x and the sum
 * @category programs
 */
export const simplify = (program: Program, rules?: ReadonlyArray<Rule>): Program => {
  checkProgram('simplify', program)
  if (rules !== undefined && !isListOf(isRule)(rules))
    return raise({
      _tag: 'Argument',
      operation: 'simplify',
      reason: `the rules are ${describe(rules)}`,
      hint: 'they are a list: strict, real, or rules of your own',
    })
  // Laws of arithmetic belong to every program; the rest of the strict laws stands with the primitives that a program has.
  return simplifiedBy(program, rules === undefined ? withCarried(arithmeticLaws) : indexOf(rules))
}

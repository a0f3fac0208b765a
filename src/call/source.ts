/**
 * From a user's function and the arguments of a call to a program, and from a program to results.
 *
 * Programs are remembered per function, transform, structure and shapes. A trace that captured outer
 * expressions is never remembered. The second call traces again and compares: a function that reads
 * what changed is found out there, and not believed.
 */
import type { Aval } from '../array/aval.ts'
import { isCompiled, runProgram } from '#compiler'
import { entry } from '../entry.ts'
import { failureOf, raise } from '../failure.ts'
import { outputAvals } from '../program/avals.ts'
import { changeAt } from '../program/change.ts'
import { sameProgram } from '../program/equal.ts'
import { constant, isExpr } from '../program/expr.ts'
import type { AnyExpr, Program } from '../program/model.ts'
import { type Lowered, toExpr } from '../program/operate.ts'
import { inline, trace } from '../program/trace.ts'
import { delivered, flatten, type Layout, sameLayout, showLayout, unflatten } from '../program/tree.ts'
import { isTensor } from '../array/tensor.ts'
import { phantom } from '../type/phantom.ts'
import { type Argument, avalsOf, callKey, pathsOf } from './arguments.ts'
import { sealed } from '../program/seal.ts'
import { isProgram } from '../program/given.ts'
import { isUndefined, missed, nameOf, pathIn, pathTo, type Watch, watched } from './missing.ts'

/** A function as users write them, over expressions. */
export type AnyFunction = (...args: ReadonlyArray<never>) => unknown

/** A traced call. Inputs of the program: captured expressions, then the leaves of the arguments. */
export interface Source {
  readonly program: Program
  readonly captured: ReadonlyArray<AnyExpr>
  readonly output: Layout
  readonly outputAvals: ReadonlyArray<Aval>
  readonly outputPaths: ReadonlyArray<string>
}

/** The arguments of a function over the inputs of its trace, as they are or watched. */
interface Structures {
  readonly structures: (watch?: Watch) => ReadonlyArray<unknown>
  readonly count: number
}

const apply = (f: AnyFunction, args: ReadonlyArray<unknown>): unknown => Reflect.apply(f, undefined, args)

/** What the function answers with. If it fails on what is missing, that is named: parameters without an argument, entries that an argument does not have. */
const answerOf = (operation: string, f: AnyFunction, given: Structures): unknown => {
  try {
    return apply(f, given.structures())
  } catch (thrown) {
    const failure = failureOf(thrown)
    const operand = failure._tag === 'Some' && failure.value._tag === 'Operand' && failure.value.got === 'undefined' ? failure.value : null
    if (operand === null && !(thrown instanceof TypeError)) throw thrown
    if (given.count < f.length) return raise({ _tag: 'Arity', operation, expected: `${f.length} arguments, as many as the function has`, got: given.count })
    const path = missed((watch) => apply(f, given.structures(watch)))
    if (path === null) throw thrown
    return raise({ _tag: 'Structure', operation, path, expected: 'a value', got: 'nothing', ...(operand === null ? { hint: String(thrown) } : {}) })
  }
}

/** Refuse a result that is none: a return forgotten, a function not called, an entry that does not exist; or the argument that it was. */
const checkAnswer = (operation: string, layout: Layout, args: ReadonlyArray<Argument>, again: (watch: Watch) => unknown): void => {
  if (layout._tag === 'Static') {
    const { value } = layout
    const refused = (got: string, hint: string): never => {
      const path = value === undefined ? missed(again) : pathIn(args, (given) => given === value)
      return raise({ _tag: 'Structure', operation, path: path ?? 'the result', expected: 'numbers, arrays or expressions', got, hint })
    }
    if (value === undefined) refused('undefined', 'the function returns nothing: write return, or leave the braces of the arrow function out')
    if (typeof layout.value === 'function') refused('a function', 'call it, or return what it answers with')
    if (typeof layout.value === 'string') refused('a string', 'return the expression itself, and print it outside')
  }
  const path = pathTo(layout, 'the result', isUndefined)
  // Optional fields of an argument may be handed on.
  if (path !== null && pathIn(args, isUndefined) === null)
    raise({
      _tag: 'Structure',
      operation,
      path,
      expected: 'a value',
      got: 'undefined',
      hint: 'leave it out, or return null where there is none; x[i] of an expression is at(x, i)',
    })
}

/** Trace a call. */
export const sourceOf = (operation: string, f: AnyFunction, args: ReadonlyArray<Argument>): Source => {
  const made: { output: Layout; paths: ReadonlyArray<string> } = { output: { _tag: 'Static', value: null }, paths: [] }
  const { program, captured } = trace(
    avalsOf(args),
    (xs) => {
      const structures = (watch?: Watch): ReadonlyArray<unknown> => {
        let from = 0
        return args.map((arg, i) => {
          const own = xs.slice(from, (from += arg.values.length))
          return watch === undefined ? unflatten<unknown>(arg.layout, own) : watched(delivered(arg.layout, own), nameOf(args, i), watch)
        })
      }
      const result = answerOf(operation, f, { structures, count: args.length })
      const { leaves, layout } = flatten(operation, result, 'the result')
      checkAnswer(operation, layout, args, (watch) => apply(f, structures(watch)))
      made.output = layout
      made.paths = leaves.map((leaf) => leaf.path.replace(/^the result\.?/, ''))
      return leaves.map((leaf) => toExpr(operation, leaf.value))
    },
    pathsOf(args),
  )
  return {
    program: sealed({ ...program, outputNames: made.paths }),
    captured,
    output: made.output,
    outputAvals: outputAvals(program),
    outputPaths: made.paths,
  }
}

/** What a transform made of a source: a program, or several. */
export interface Plan<P = Program> {
  readonly source: Source
  readonly program: P
  /** Whether the function was traced again, and found to be the same, since the program was compiled. */
  readonly settled: boolean
}

interface Remembered {
  readonly plan: Plan<unknown>
  readonly confirmed: boolean
}

/** Whether code runs what was made of a source by now. */
const runsAsCode = (made: unknown): boolean => isProgram(made) && isCompiled(made)

const capacity = 64

const memory = /*#__PURE__*/ new WeakMap<AnyFunction, Map<string, Remembered>>()

const confirm = (operation: string, before: Source, after: Source): void => {
  const at = sameProgram(before.program, after.program)
  if (at === null && sameLayout(before.output, after.output)) return
  const [was, is] = at === null ? [showLayout(before.output), showLayout(after.output)] : changeAt(before.program, after.program, at)
  raise({ _tag: 'Impure', operation, equation: at ?? before.program.equations.length, before: was, after: is })
}

/** The plan of a call, from memory where one was made for the same structure and shapes; the variant says what was made. */
export const planOf = <P = Program>(
  operation: string,
  variant: string,
  f: AnyFunction,
  args: ReadonlyArray<Argument>,
  build: (source: Source) => P,
): Plan<P> => {
  const known = memory.get(f) ?? new Map<string, Remembered>()
  const key = `${variant}|${callKey(args)}`
  const hit = known.get(key)
  // The second call traces again, and so does the first that finds the program compiled.
  if (hit?.confirmed && (hit.plan.settled || !runsAsCode(hit.plan.program))) return phantom(hit.plan)
  const source = sourceOf(operation, f, args)
  if (hit !== undefined && source.captured.length === 0) {
    confirm(operation, hit.plan.source, source)
    const plan = { ...hit.plan, settled: runsAsCode(hit.plan.program) }
    known.set(key, { plan, confirmed: true })
    return phantom(plan)
  }
  const plan = { source, program: build(source), settled: false }
  if (source.captured.length > 0) return plan
  if (known.size === 0) memory.set(f, known)
  if (known.size >= capacity) known.delete(entry([...known.keys()], 0))
  known.set(key, { plan, confirmed: false })
  return plan
}

/** Run a program: on tensors if all values are such and nothing was captured, else into the open trace. */
export const execute = (program: Program, captured: ReadonlyArray<AnyExpr>, values: ReadonlyArray<Lowered>): ReadonlyArray<Lowered> => {
  const tensors = values.filter(isTensor)
  if (captured.length === 0 && tensors.length === values.length) return runProgram(program, tensors)
  return inline(program)([...captured, ...values.map((x) => (isExpr(x) ? x : constant(x)))])
}

/** The results of a call in the structure the function gave them. */
export const restore = <T>(source: Source, results: ReadonlyArray<unknown>): T => delivered<T>(source.output, results)

/** The single scalar a function answers with, or a failure. */
export const scalarOutput = (operation: string, source: Source): Aval => {
  const [of] = source.outputAvals
  if (of === undefined || source.outputAvals.length !== 1 || of.shape.length > 0) {
    return raise({
      _tag: 'NotScalar',
      operation,
      shape:
        source.outputAvals.length === 1 && of !== undefined
          ? `an array ${of.text}`
          : source.outputAvals.length === 0
            ? showLayout(source.output)
            : `${source.outputAvals.length} arrays`,
    })
  }
  if (of.dtype !== 'float64') return raise({ _tag: 'NotDifferentiable', operation, path: 'the result', dtype: of.dtype, hint: 'convert it with toFloat' })
  return entry(source.outputAvals, 0)
}

/**
 * A place in a program in words: the equation as the printed program shows it, what holds it, what it
 * computes and what its rule says.
 */
import { isInnerProgram } from '../src/program/param.ts'
import { formula, type Program, simplify } from '../src/index.ts'
import type { Equation } from '../src/program/model.ts'
import { showEquation } from '../src/program/print.ts'
import { close, inline } from '../src/program/trace.ts'
import { cut } from '../src/transform/pick.ts'
import type { Modes } from './mapping.ts'
import type { Site } from './watch.ts'

// model -----------------------------------------------------------------------------------

/** The equation where a derivative first deviates, and how. */
export interface Deviation {
  /** As the printed program shows it. */
  readonly line: string
  /** The lines of the equations whose programs hold it, the outermost first. */
  readonly within: ReadonlyArray<string>
  /** In which of its runs it deviates first, from 1; what a loop holds runs at each turn. */
  readonly run: number
  /** Of the primitive, such as `customJvp`. */
  readonly primitive: string
  /** Where the rule is the user's own: the name of the function, or that it has none. */
  readonly custom: string | null
  /** What it computes, in operands x, y, … */
  readonly formula: string
  /** What deviates: its values under a mode, or its derivative by one. */
  readonly what: 'value' | 'forward mode' | 'reverse mode'
  /** The operands by which the derivative deviates; none where it takes several together. */
  readonly by: ReadonlyArray<string>
  /** The derivative as its rule says it: the tangent of the result, or the cotangents of the operands. */
  readonly rule: string
  readonly found: string
  readonly wanted: string
  /** Relative. */
  readonly error: number
}

// formulas ---------------------------------------------------------------------------------

/** x, y and z, or x1, x2 and so on. */
export const letters = (count: number): ReadonlyArray<string> =>
  count <= 3 ? [...'xyz'].slice(0, count) : Array.from({ length: count }, (_, i) => `x${i + 1}`)

const longestFormula = 40

const written = (program: Program, names: ReadonlyArray<string>): string =>
  formula({ ...program, names, outputNames: [] }, { limit: longestFormula, digits: 6 }).replaceAll('\n', '; ')

/** A program of one equation, with the names of the operands that are its inputs. */
export interface Spelled {
  readonly program: Program
  readonly names: ReadonlyArray<string>
}

/** What an equation computes: the body of a function with a rule of its own, else the equation alone. */
export const formulaOf = ({ params }: Equation, { program, names }: Spelled): string => {
  const { body } = params
  return isInnerProgram(body) ? written(body, letters(body.inputs.length)) : written(program, names)
}

/** What a rule of the user's own belongs to: the name of the function, or that it has none; null for other equations. */
export const customOf = ({ primitive, params }: Equation): string | null => {
  if (primitive.name !== 'customJvp' && primitive.name !== 'customVjp') return null
  return typeof params['name'] === 'string' ? params['name'] : 'a function without a name'
}

/** What the rule of an equation answers with, as a formula of operands and tangents, or of cotangents. */
export const ruleOf = (what: Deviation['what'], { program: alone, names }: Spelled, modes: Modes): string => {
  const m = alone.outputs.length
  if (what === 'reverse mode') {
    const back = modes.reverse(alone)
    const only = close(back.inputs, (xs) => inline(back)(xs).slice(m))
    const given = letters(m).map((_, i) => (m === 1 ? 'ȳ' : `ȳ${i + 1}`))
    return `cotangent of ${names.join(', ')} = ${written(simplify(only), [...names, ...given])}`
  }
  const ahead = modes.forward(alone)
  const only = close(ahead.inputs, (xs) => cut(inline(ahead)(xs), m, m)[what === 'value' ? 0 : 1] ?? [])
  return `${what === 'value' ? 'value' : 'tangent'} = ${written(simplify(only), [...names, ...names.map((name) => `d${name}`)])}`
}

// places -----------------------------------------------------------------------------------

/** The equation as the program that it stands in prints it. */
export const lineOf = ({ program, index }: Site): string => showEquation(program, index)

/** The equations around it, the outermost first. */
export const holdersOf = ({ within }: Site): ReadonlyArray<string> =>
  within === null ? [] : [...holdersOf(within.site), `${lineOf(within.site)}, in its ${within.key}`]

const number = /-?\d+(\.\d+)?(e[+-]?\d+)?/g

/** Numbers as far as differences know them. */
const rounded = (text: string): string => text.replaceAll(number, (digits) => String(Number(Number(digits).toPrecision(6))))

/** A place for a person, as lines. */
export const showDeviation = ({
  line,
  within,
  run,
  primitive,
  custom,
  formula: computed,
  what,
  by,
  rule,
  found,
  wanted,
  error,
}: Deviation): ReadonlyArray<string> => {
  const subject = custom === null ? primitive : `${primitive} of ${custom}`
  return [
    ...within.map((one, i) => `${'  '.repeat(i)}in ${one}`),
    `${'  '.repeat(within.length)}${line}`,
    ...(run === 1 ? [] : [`seen in its run ${run}; those before agree`]),
    ...(custom === null ? [] : [`the rule given to ${primitive} for ${custom} is off`]),
    ...(computed === '' ? [] : [`${custom ?? primitive} computes  ${computed}`]),
    ...(rule === '' ? [] : [`its rule says  ${rule}`]),
    what === 'value'
      ? `the value under the rule of ${subject} is ${rounded(found)}, by evaluation ${rounded(wanted)}`
      : `the derivative of ${subject}${by.length === 0 ? '' : ` with respect to ${by.join(', ')}`} by ${what} is ${rounded(found)}, by differences ${rounded(wanted)} (relative error ${rounded(String(error))})`,
  ]
}

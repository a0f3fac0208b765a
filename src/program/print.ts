/**
 * Programs as text, one equation per line: what a person, a test or an error message reads.
 *
 * Values are numbered as in an evaluation trace: of n inputs the last is v0 and the first v-(n-1), so
 * that equations begin at v1; an input that has a name of its own goes by it.
 */
import { isInnerProgram } from './param.ts'
import { avalOf, elementOf, toArray, type AnyTensor, type Nested } from '../array/tensor.ts'
import { sizeOf } from '../array/shape.ts'
import { entry, fieldOf } from '../entry.ts'
import type { Atom, Equation, Param, Program } from './model.ts'
import { checkProgram } from './given.ts'

// numbers and constants --------------------------------------------------------------------

/** A number as printed: a true minus sign, and −0, NaN and ∞ told apart. With `digits`, rounded to so many significant ones. */
export const showNumber = (value: number, digits?: number): string => {
  if (Number.isNaN(value)) return 'NaN'
  if (Object.is(value, -0)) return '−0'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞'
  return String(digits === undefined ? value : Number(value.toPrecision(digits))).replaceAll('-', '−')
}

/** The largest constant that is printed element by element. */
const small = 8

/** A constant: a number, a small array inline, a larger one by its type. */
export const showConstant = (value: AnyTensor, digits?: number): string => {
  const leaf = (x: number): string => (value.dtype === 'bool' ? String(x === 1) : showNumber(x, digits))
  if (value.shape.length === 0) return leaf(elementOf(value))
  const shape = value.shape.map(Number)
  const size = sizeOf(shape)
  if (size > small || (size === 0 && shape.length > 1)) return avalOf(value).text
  const nested = (at: Nested): string => (typeof at === 'object' ? `[${at.map(nested).join(', ')}]` : leaf(Number(at)))
  return nested(toArray(value))
}

/** A parameter in one line; a program in it is only mentioned. */
export const showParam = (param: Param): string => {
  if (typeof param === 'number') return showNumber(param)
  if (typeof param !== 'object') return String(param)
  return isInnerProgram(param) ? 'program' : `[${param.map(showParam).join(', ')}]`
}

// names ------------------------------------------------------------------------------------

// A name that reads like the number of a value would be taken for another one.
const numbered = /^v[-−₋_]?[0-9₀-₉]+$/

/** The inputs' own names; null where one has none, shares it, or could be mistaken for a number. */
export const ownNames = (program: Program): ReadonlyArray<string | null> => {
  const count = new Map<string, number>()
  for (const name of program.names) count.set(name, (count.get(name) ?? 0) + 1)
  return program.inputs.map((_, i) => {
    const name = entry(program.names, i)
    return name === '' || count.get(name) !== 1 || numbered.test(name) ? null : name
  })
}

type Namer = (index: number) => string

const namer = (program: Program): Namer => {
  const own = ownNames(program)
  const inputs = program.inputs.length
  return (index) => own[index] ?? `v${index - inputs + 1}`
}

const showAtom = (atom: Atom, name: Namer): string => (atom._tag === 'Ref' ? name(atom.index) : showConstant(atom.value))

// equations --------------------------------------------------------------------------------

/** The right-hand side. Parentheses occur only around a negative number that an operator precedes. */
const showApplication = ({ primitive, params, args }: Equation, name: Namer): string => {
  const { notation } = primitive
  const keys = Object.keys(params)
  const operands = args.map((atom) => showAtom(atom, name))
  const bare = (text = ''): string => (text.startsWith('−') ? `(${text})` : text)
  const [x, y] = operands
  if (keys.length === 0 && notation._tag === 'Infix' && operands.length === 2) return `${notation.precedence > 2 ? bare(x) : x} ${notation.text} ${bare(y)}`
  if (keys.length === 0 && notation._tag === 'Prefix' && operands.length === 1) return `${notation.text}${bare(x)}`
  if (keys.length === 0 && notation._tag === 'Power' && operands.length === 1) return `${bare(x)}${notation.text}`
  return `${primitive.name}(${[...operands, ...keys.map((key) => `${key}=${showParam(fieldOf(params, key))}`)].join(', ')})`
}

const lefts = (equation: Equation, first: number, name: Namer): string => equation.results.map((_, j) => name(first + j)).join(', ')
const types = (equation: Equation): string => equation.results.map((of) => of.text).join(', ')

/**
 * One equation in one line.
 *
 * @example
 * showEquation(trace((x: Scalar) => log(x))(1), 0)   // 'v1 = log(x) : f64'
 * @category drawing
 */
export const showEquation = (program: Program, index: number): string => {
  const equation = entry(program.equations, index)
  let first = program.inputs.length
  for (let i = 0; i < index; i++) first += entry(program.equations, i).results.length
  const name = namer(program)
  return `${lefts(equation, first, name)} = ${showApplication(equation, name)} : ${types(equation)}`
}

/** An output's own name; one that only counts, as [0], says nothing. */
const titled = (name: string): string => (/^[\p{L}∂_]/u.test(name) ? `${name} = ` : '')

/** What a program answers with, in one line. */
export const showOutputs = (program: Program): string => {
  const name = namer(program)
  const outputs = program.outputs.map((atom, j) => `${titled(entry(program.outputNames, j))}${showAtom(atom, name)}`)
  return `return ${outputs.length === 1 ? outputs[0] : `(${outputs.join(', ')})`}`
}

// programs ---------------------------------------------------------------------------------

/** Programs inside a parameter, each with its place. */
const inner = (place: string, param: Param): ReadonlyArray<readonly [string, Program]> => {
  if (typeof param !== 'object') return []
  return isInnerProgram(param) ? [[place, param]] : param.flatMap((one, i) => inner(`${place}[${i}]`, one))
}

// Types stand in a column of their own, which one long line does not push away.
const widest = 48

/** Lines pushed into a list: a loop over equations, recursion over the nesting of programs only. */
const push = (program: Program, head: string, indent: string, into: Array<string>): void => {
  const name = namer(program)
  const { equations } = program
  into.push(`${indent}${head}(${program.inputs.map((of, i) => `${name(i)}: ${of.text}`).join(', ')}) {`)
  const bodies = equations.map((equation) => showApplication(equation, name))
  let left = 0
  let body = 0
  let next = program.inputs.length
  equations.forEach((equation, i) => {
    left = Math.max(left, lefts(equation, next, name).length)
    next += equation.results.length
    const { length } = entry(bodies, i)
    if (length <= widest) body = Math.max(body, length)
  })
  next = program.inputs.length
  equations.forEach((equation, i) => {
    into.push(`${indent}  ${lefts(equation, next, name).padEnd(left)} = ${entry(bodies, i).padEnd(body)} : ${types(equation)}`)
    next += equation.results.length
    for (const key of Object.keys(equation.params)) {
      for (const [place, held] of inner(key, fieldOf(equation.params, key))) push(held, `${place} = program `, `${indent}    `, into)
    }
  })
  into.push(`${indent}  ${showOutputs(program)}`, `${indent}}`)
}

/**
 * A program as text, one equation per line with the types of its results; programs held in
 * parameters stand indented beneath. Time and memory are linear in its length.
 *
 * @example
 * print(trace((x: Scalar, y: Scalar) => mul(sin(x), y))(1, 2))
 * // program (x1: f64, x2: f64) {
 * //   v1 = sin(x1) : f64
 * //   v2 = v1 · x2 : f64
 * //   return v2
 * // }
 * @category drawing
 */
export const print = (program: Program): string => {
  checkProgram('print', program)
  const lines: Array<string> = []
  push(program, 'program ', '', lines)
  return lines.join('\n')
}

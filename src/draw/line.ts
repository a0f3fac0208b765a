/**
 * What the lines of an evaluation trace are made of: symbols, and formulas in symbols and in numbers.
 *
 * The notation is that of Griewank and Walther, "Evaluating Derivatives" (2008), and of Baydin et al.,
 * "Automatic Differentiation in Machine Learning: a Survey" (2018): of n inputs the values are
 * v₁₋ₙ … v₀, what is computed from them v₁, v₂, …; v̇ is a tangent, v̄ an adjoint.
 */
import { type AnyTensor, avalOf, elementOf, scalarTensor } from '../array/tensor.ts'
import type { Aval } from '../array/aval.ts'
import { showShape } from '../array/shape.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { ownNames, showNumber } from '../program/print.ts'
import { constant } from '../program/expr.ts'
import { close } from '../program/trace.ts'
import type { AnyExpr, Atom, Equation, Program } from '../program/model.ts'
import { subscript, symbol, textStyle } from './formula.ts'
import { leafOf, write } from './write.ts'

// symbols ----------------------------------------------------------------------------------

const dot = '\u0307'
const bar = '\u0304'

/** A mark over the letter of a symbol such as v₁ or x₂[0]; none for a longer name. */
const marked = (name: string, mark: string): string | null => {
  const [, letter = '', index = ''] = /^(\p{L})([₋₀-₉]*(?:\[\d+\])*)$/u.exec(name) ?? []
  return letter === '' ? null : `${letter}${mark}`.normalize('NFC') + index
}

/** The symbols of a program's values: k counts inputs and results of equations in order. */
export interface Symbols {
  readonly value: (k: number) => string
  readonly tangent: (k: number) => string
  readonly adjoint: (k: number) => string
  readonly input: (i: number) => string
  readonly inputTangent: (i: number) => string
  readonly inputAdjoint: (i: number) => string
  readonly output: (j: number) => string
  readonly outputTangent: (j: number) => string
  readonly outputAdjoint: (j: number) => string
}

export const symbolsOf = (program: Program): Symbols => {
  const n = program.inputs.length
  const own = ownNames(program)
  const value = (k: number): string => symbol(k, n)
  const input = (i: number): string =>
    (own[i] ?? (n === 1 ? 'x' : `x${i + 1}`)).replace(/^(\p{L})(\d+)(?=$|\[)/u, (_, letter: string, index: string) => `${letter}${subscript(Number(index))}`)
  const letters = new Set(program.inputs.map((_, i) => input(i).charAt(0)))
  const result = ['y', 'z', 'w', 'f'].find((letter) => !letters.has(letter)) ?? 'y'
  const output = (j: number): string => (program.outputs.length === 1 ? result : `${result}${subscript(j + 1)}`)
  const over = (name: string, mark: string): string => marked(name, mark) ?? name
  return {
    value,
    tangent: (k) => over(value(k), dot),
    adjoint: (k) => over(value(k), bar),
    input,
    inputTangent: (i) => marked(input(i), dot) ?? `d ${input(i)}`,
    inputAdjoint: (i) => marked(input(i), bar) ?? `∂${result}/∂${input(i)}`,
    output,
    outputTangent: (j) => over(output(j), dot),
    outputAdjoint: (j) => over(output(j), bar),
  }
}

// values -----------------------------------------------------------------------------------

/** Element of a scalar tensor, as it stands in a table. */
export const cellOf = (value: AnyTensor): number | boolean => (value.dtype === 'bool' ? elementOf(value) === 1 : elementOf(value))

/** A number or truth value as it is printed. */
export const showCell = (value: number | boolean, digits: number): string => (typeof value === 'boolean' ? String(value) : showNumber(value, digits))

/** A point as scalar tensors, one for each input. */
export const pointOf = (operation: string, program: Program, point: ReadonlyArray<number>): ReadonlyArray<AnyTensor> => {
  if (!Array.isArray(point) || point.length !== program.inputs.length)
    return raise({ _tag: 'Arity', operation, expected: `${program.inputs.length} numbers, one for each input`, got: point?.length ?? 0 })
  return point.map((x) => scalarTensor(x))
}

/** A trace is a table of scalars: refuse anything else. */
export const checkScalar = (operation: string, program: Program): void => {
  const refuse = (of: Aval): never =>
    raise({
      _tag: 'Shape',
      operation,
      shapes: [showShape(of.shape)],
      reason: 'occur in the program',
      hint: 'an evaluation trace is a table of scalars; read an array program with print(program)',
    })
  for (const of of program.inputs) {
    if (of.shape.length > 0) refuse(of)
    if (of.dtype !== 'float64') raise({ _tag: 'DType', operation, dtypes: [of.dtype], reason: 'an input of a trace is float64' })
  }
  for (const { results } of program.equations) for (const of of results) if (of.shape.length > 0) refuse(of)
}

// formulas ---------------------------------------------------------------------------------

/** A formula twice: in symbols, and with numbers in their place. */
export interface Said {
  readonly formula: string
  readonly numbers: string
}

export const unsaid: Said = { formula: '', numbers: '' }

/** No line of a trace is longer than so many operations. */
const longest = 64

/** Write what `build` makes of the symbols. */
export const say = (symbols: ReadonlyArray<Named>, digits: number, build: (xs: ReadonlyArray<AnyExpr>) => AnyExpr | null): Said => {
  const program = close(
    symbols.map(({ of }) => of),
    (xs) => {
      const built = build(xs)
      return built === null ? [] : [built]
    },
  )
  const options = { sharing: 'inline', limit: longest, digits } as const
  const text = (leaf: (named: Named) => ReturnType<typeof leafOf>): string => {
    const { outputs } = write(textStyle, program, (k) => leaf(entry(symbols, k)), options)
    return outputs[0] ?? '0'
  }
  return { formula: text((named) => leafOf(named.text)), numbers: text((named) => textStyle.constant(named.value, digits)) }
}

/** A symbol and what it stands for. */
export interface Named {
  readonly text: string
  readonly value: AnyTensor
  readonly of: Aval
}

// values of a program ----------------------------------------------------------------------

/** The program with every value as an output, so that an interpreter hands all of them over. */
export const exposed = (program: Program): Program => {
  let size = program.inputs.length
  for (const { results } of program.equations) size += results.length
  const outputs = Array.from({ length: size }, (_, index): Atom => ({ _tag: 'Ref', index }))
  return { ...program, outputs, outputNames: outputs.map(() => '') }
}

/** The value numbers of the first result of each equation. */
export const firsts = (program: Program): ReadonlyArray<number> => {
  let next = program.inputs.length
  return program.equations.map(({ results }) => (next += results.length) - results.length)
}

/** The operands of an equation as expressions: symbols in order of appearance, and literals as they are. */
export const operandsOf = (
  equation: Equation,
): { readonly refs: ReadonlyArray<number>; readonly from: (xs: ReadonlyArray<AnyExpr>) => ReadonlyArray<AnyExpr> } => {
  const refs = [...new Set(equation.args.flatMap((atom) => (atom._tag === 'Ref' ? [atom.index] : [])))]
  return { refs, from: (xs) => equation.args.map((atom) => (atom._tag === 'Ref' ? entry(xs, refs.indexOf(atom.index)) : constant(atom.value))) }
}

/** A value under a symbol. */
export const namedAs = (text: string, value: AnyTensor): Named => ({ text, value, of: avalOf(value) })

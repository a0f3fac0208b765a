/**
 * Programs as formulas in LaTeX, for the mathematics mode of a document or a web page.
 */
import { entry, fieldOf } from '../entry.ts'
import { type AnyTensor, elementOf, toArray, type Nested } from '../array/tensor.ts'
import { showConstant, showNumber } from '../program/print.ts'
import type { Equation, Param, Program } from '../program/model.ts'
import { above, closed, type Form, infix, inside, levels, list, prefix, template } from './form.ts'
import { namesIn } from './formula.ts'
import { type FormulaOptions, formulaOptions, type Leaf, leafOf, showMore, type Style, write, type Written } from './write.ts'
import { checkProgram } from '../program/given.ts'
import { checkOptions } from '../program/option.ts'

// names and constants ----------------------------------------------------------------------

const specials: { readonly [char: string]: string } = { '\\': '\\backslash ', '^': '\\hat{}', '~': '\\sim ' }

const escaped = (text: string): string => text.replace(/[\\^~#$%&_{}]/g, (char) => specials[char] ?? `\\${char}`)

/** x1 is written as x with an index, a longer name upright. */
const named = (name: string): string => {
  const [, letter = '', index = '', rest = ''] = /^(\p{L})_?(\d*)((?:\[\d+\])*)$/u.exec(name) ?? []
  if (letter === '') return `\\mathrm{${escaped(name)}}`
  return `${letter}${index === '' ? '' : `_{${index}}`}${rest}`
}

const numeral = (value: number, digits: number | undefined): Leaf => {
  const text = showNumber(value, digits).replaceAll('−', '-').replace('∞', '\\infty').replace('NaN', '\\mathrm{NaN}')
  const signed = text.startsWith('-')
  const [, mantissa = '', exponent = ''] = /^(.*)e\+?(.*)$/.exec(text) ?? []
  if (exponent !== '') return { level: levels.product, text: `${mantissa} \\cdot 10^{${exponent}}`, signed }
  return signed ? { level: levels.product, text, signed } : leafOf(text)
}

/** A small vector or matrix is written out, anything larger by its type. */
const constant = (value: AnyTensor, digits: number | undefined): Leaf => {
  const text = showConstant(value, digits)
  const entry = (x: Nested): string => (typeof x === 'number' ? numeral(x, digits).text : `\\text{${x}}`)
  if (value.shape.length === 0) return value.dtype === 'bool' ? leafOf(`\\text{${text}}`) : numeral(elementOf(value), digits)
  const nested = toArray(value)
  if (!text.startsWith('[') || value.shape.length > 2 || typeof nested !== 'object') return leafOf(`\\mathrm{${text}}`)
  const rows = nested.map((row) => (typeof row === 'object' ? row.map(entry).join(' & ') : entry(row)))
  return leafOf(`\\begin{bmatrix} ${rows.join(' \\\\ ')} \\end{bmatrix}`)
}

const parameter = (param: Param): string => {
  if (typeof param === 'number') return numeral(param, undefined).text
  if (typeof param !== 'object') return `\\text{${escaped(String(param))}}`
  return '_tag' in param ? '\\text{program}' : param.map(parameter).join(', ')
}

// style ------------------------------------------------------------------------------------

const form = (equation: Equation, result: number, bare: boolean): Form => {
  const { primitive, params, args, results } = equation
  const { notation } = primitive
  switch (notation._tag) {
    case 'Infix':
      if (notation.latex === '/') return closed(['\\frac{', inside(0), '}{', inside(1), '}'], levels.application)
      if (notation.latex === '^')
        return {
          level: notation.precedence,
          pieces: [{ arg: 0, level: above(notation.precedence), tight: true, peer: null }, '^{', inside(1), '}'],
          signed: false,
          open: false,
        }
      return infix(primitive, notation.latex === '\\,' ? '\\,' : ` ${notation.latex} `, notation)
    case 'Prefix':
      return prefix(notation.latex, notation.precedence, notation.latex.startsWith('-'))
    case 'Power':
      return {
        level: levels.power,
        pieces: [{ arg: 0, level: above(levels.power), tight: true, peer: null }, `^{${notation.latex}}`],
        signed: false,
        open: false,
      }
    case 'Template':
      return template(notation.latex, params, parameter)
    case 'Call': {
      const keys = Object.keys(params)
      const index = results.length > 1 ? `_{${result}}` : ''
      if (bare && keys.length === 0 && index === '')
        return closed([`${notation.latex} `, { arg: 0, level: levels.atom, tight: false, peer: null }], levels.application)
      const rest = keys.map((key) => `\\text{${escaped(key)}} = ${parameter(fieldOf(params, key))}`)
      const pieces = list(
        `${notation.latex}\\left(`,
        args.map((_, i) => i),
        rest,
        `\\right)${index}`,
      )
      return closed(pieces, args.length === 1 && index === '' ? levels.application : levels.atom)
    }
  }
}

/** LaTeX. A thin space between factors becomes a dot before a digit, where 4 5 would read as 45. */
export const latexStyle: Style = {
  form,
  name: (own, k, n) => (own === null ? `v_{${k - n + 1}}` : named(own)),
  constant,
  group: ['\\left(', '\\right)'],
  elided: '\\dots',
  join: (before, after) => (before === '\\,' && /^[\d.]/.test(after) ? ' \\cdot ' : before),
}

// formulas ---------------------------------------------------------------------------------

/** A formula in parts, for those who lay it out themselves. */
export const latexParts = (program: Program, options: FormulaOptions = {}): Written => write(latexStyle, program, namesIn(latexStyle, program), options)

/**
 * The outputs of a program as LaTeX, without delimiters; named values stand above the result in an
 * `aligned` environment. Options and limits are those of `formula`.
 *
 * @example
 * latex(trace((x: Scalar, y: Scalar) => div(x, square(y)))(1, 2))   // '\\frac{x_{1}}{x_{2}^{2}}'
 * @category drawing
 */
export const latex = (program: Program, options: FormulaOptions = {}): string => {
  checkProgram('latex', program)
  checkOptions('latex', options, formulaOptions)
  const { bindings, outputs, more } = latexParts(program, options)
  const last = outputs.length === 1 ? entry(outputs, 0) : `\\left(${outputs.join(', ')}\\right)`
  const rest = showMore(more)
  const counted = rest === '' ? '' : ` \\quad \\text{${rest.replace(/\^(\d+)/, '\\textsuperscript{$1}')}}`
  if (bindings.length === 0) return `${last}${counted}`
  return `\\begin{aligned} ${bindings.map(({ name, text }) => `${name} &= ${text} \\\\ `).join('')}& ${last}${counted} \\end{aligned}`
}

/**
 * Programs as formulas in plain text, as they are written by hand: ln x1 + x1·x2 − sin x2.
 */
import { entry, fieldOf } from '../entry.ts'
import type { AnyTensor } from '../array/tensor.ts'
import { ownNames, showConstant, showParam } from '../program/print.ts'
import type { Equation, Program } from '../program/model.ts'
import { above, closed, type Form, infix, levels, list, prefix, template } from './form.ts'
import { type FormulaOptions, formulaOptions, type Leaf, leafOf, showMore, type Style, write, type Written } from './write.ts'
import { checkProgram } from '../program/given.ts'
import { checkOptions } from '../program/option.ts'

// symbols ----------------------------------------------------------------------------------

const subscripts = '₀₁₂₃₄₅₆₇₈₉'

/** A whole number as subscript digits. */
export const subscript = (index: number): string => `${index < 0 ? '₋' : ''}${[...String(Math.abs(index))].map((digit) => subscripts[Number(digit)]).join('')}`

/** The symbol of value k of a program with n inputs, numbered as in an evaluation trace. */
export const symbol = (k: number, n: number): string => `v${subscript(k - n + 1)}`

// style ------------------------------------------------------------------------------------

/** A constant as a leaf: a negative number carries its sign. */
const constant = (value: AnyTensor, digits: number | undefined): Leaf => {
  const text = showConstant(value, digits)
  return value.shape.length === 0 && text.startsWith('−') ? { level: levels.product, text, signed: true } : leafOf(text)
}

/** Sums and words are set apart by spaces, products and powers are not. */
const spaced = (text: string, precedence: number): string => (precedence < levels.product || /^\p{L}/u.test(text) ? ` ${text} ` : text)

const form = (equation: Equation, result: number, bare: boolean): Form => {
  const { primitive, params, args, results } = equation
  const { notation } = primitive
  const keys = Object.keys(params)
  switch (notation._tag) {
    case 'Infix':
      return infix(primitive, spaced(notation.text, notation.precedence), notation)
    case 'Prefix':
      return prefix(notation.text, notation.precedence, /^[−-]/.test(notation.text))
    case 'Power':
      return {
        level: levels.power,
        pieces: [{ arg: 0, level: above(levels.power), tight: true, peer: null }, notation.text],
        signed: false,
        open: false,
      }
    case 'Template':
      return template(notation.text, params, showParam)
    case 'Call': {
      const index = results.length > 1 ? `[${result}]` : ''
      if (bare && keys.length === 0 && index === '')
        return closed([`${notation.text} `, { arg: 0, level: levels.atom, tight: false, peer: null }], levels.application)
      const rest = keys.map((key) => `${key}=${showParam(fieldOf(params, key))}`)
      const pieces = list(
        `${notation.text}(`,
        args.map((_, i) => i),
        rest,
        `)${index}`,
      )
      return closed(pieces, args.length === 1 && index === '' ? levels.application : levels.atom)
    }
  }
}

/** Plain text. */
export const textStyle: Style = { form, name: (own, k, n) => own ?? symbol(k, n), constant, group: ['(', ')'], elided: '…', join: (before) => before }

// formulas ---------------------------------------------------------------------------------

/** The inputs of a program under their names in a style. */
export const namesIn = (style: Style, program: Program): ((index: number) => Leaf) => {
  const own = ownNames(program)
  return (k) => leafOf(style.name(own[k] ?? null, k, program.inputs.length))
}

/** A formula in parts, for those who lay it out themselves. */
export const formulaParts = (program: Program, options: FormulaOptions = {}): Written => write(textStyle, program, namesIn(textStyle, program), options)

/**
 * The outputs of a program as a formula, with parentheses only where they are needed. A value used
 * more than once is named on a line of its own above, or written out with `sharing: 'inline'`; past
 * `limit` applications the rest is left out and counted. Any depth.
 *
 * @example
 * const p = trace((x: Scalar, y: Scalar) => sub(add(log(x), mul(x, y)), sin(y)), { names: ['x', 'y'] })(2, 5)
 * formula(p)                                  // 'ln x + x·y − sin y'
 * @category drawing
 */
export const formula = (program: Program, options: FormulaOptions = {}): string => {
  checkProgram('formula', program)
  checkOptions('formula', options, formulaOptions)
  const { bindings, outputs, more } = formulaParts(program, options)
  const last = outputs.length === 1 ? entry(outputs, 0) : `(${outputs.join(', ')})`
  const rest = showMore(more)
  const lines = [...bindings.map(({ name, text }) => `${name} = ${text}`), last]
  return rest === '' ? lines.join('\n') : bindings.length === 0 ? `${last} … ${rest}` : [`… ${rest}`, ...lines].join('\n')
}

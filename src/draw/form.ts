/**
 * How one application is written, from its primitive's notation: pieces of text around operands,
 * and how tightly each binds.
 */
import { entry, fieldOf } from '../entry.ts'
import type { Params, Param, Primitive } from '../program/model.ts'
import type { Notation } from '../program/notation.ts'

// model ------------------------------------------------------------------------------------

/** Levels of binding; those of infix operators come from their notation: 0 comparisons, 1 sums, 2 products, 3 powers. */
export const levels = { enclosed: -1, sum: 1, product: 2, application: 2.5, power: 3, atom: 100 } as const

/** Stronger than a level, so that an operand of just that level is put in parentheses. */
export const above = (level: number): number => level + 0.25

/** Where an operand goes: the level it needs, and whether something follows that binds as tightly as a product. */
export interface Slot {
  readonly arg: number
  readonly level: number
  readonly tight: boolean
  /** An operand made by this primitive needs no parentheses, whatever its level. */
  readonly peer: Primitive | null
}

/** How one application is written. */
export interface Form {
  readonly level: number
  readonly pieces: ReadonlyArray<string | Slot>
  /** Begins with a sign, so that it may not follow an operator. */
  readonly signed: boolean
  /** Ends in an operand set beside a name, as `sin x`, so that no tight operator may follow. */
  readonly open: boolean
}

// constructors -----------------------------------------------------------------------------

export const inside = (arg: number): Slot => ({ arg, level: levels.enclosed, tight: false, peer: null })

/** A form that nothing can be confused with. */
export const closed = (pieces: Form['pieces'], level: number = levels.atom): Form => ({ level, pieces, signed: false, open: false })

/** Operands between commas, after a head such as `max(`. */
export const list = (head: string, args: ReadonlyArray<number>, rest: ReadonlyArray<string>, tail: string): Form['pieces'] => {
  const entries: ReadonlyArray<string | Slot> = [...args.map(inside), ...rest]
  return [head, ...entries.flatMap((piece, i) => (i === 0 ? [piece] : [', ', piece])), tail]
}

/**
 * Two operands and an operator. On the left an operand of the same level stands bare where reading
 * from the left is the custom (sums and products); on the right only the same associative operation
 * does: x + (y − z) keeps its parentheses, since notation alone cannot tell it from s·(A @ B).
 */
export const infix = (primitive: Primitive, operator: string, { precedence, associative }: Extract<Notation, { _tag: 'Infix' }>): Form => {
  const customary = precedence === levels.sum || precedence === levels.product
  const peer = associative ? primitive : null
  return {
    level: precedence,
    pieces: [
      { arg: 0, level: customary ? precedence : above(precedence), tight: precedence >= levels.product, peer },
      operator,
      { arg: 1, level: above(precedence), tight: false, peer },
    ],
    signed: false,
    open: false,
  }
}

export const prefix = (operator: string, precedence: number, signed: boolean): Form => ({
  level: precedence,
  pieces: [operator, { arg: 0, level: precedence, tight: false, peer: null }],
  signed,
  open: false,
})

// templates --------------------------------------------------------------------------------

const opens = /(?:[([|,&:;]|\\\\|\\begin\{\w+\}|(?:\\[a-z]+|[\^_}])\{)$/
const closes = /^(?:[)\]}|,&:;]|\\\\|\\right|\\end)/
const place = /\$(\d+|[A-Za-z]\w*)/

/** How a template binds where an operand stands at its edge. */
const operators: ReadonlyArray<readonly [RegExp, number]> = [
  [/^\}[\^_]/, levels.power],
  [/ [+−-] /, levels.sum],
  [/[/·]|\\cdot|\\times/, levels.product],
  [/\^/, levels.power],
]

/** Visually open although closed as text: a fraction, cases. */
const spread = /^\\(?:frac|begin)/

/**
 * A template: $0, $1, … are operands, $name a parameter. An operand between brackets, commas or the
 * braces of a command stands as it is; one at an edge must bind more tightly than the operator beside it.
 */
export const template = (text: string, params: Params, showParam: (param: Param) => string): Form => {
  const parts = text.split(place)
  const strings: Array<string> = [entry(parts, 0)]
  const args: Array<number> = []
  for (let i = 1; i < parts.length; i += 2) {
    const key = entry(parts, i)
    const after = entry(parts, i + 1)
    if (/^\d/.test(key)) {
      args.push(Number(key))
      strings.push(after)
    } else strings[strings.length - 1] += `${showParam(fieldOf(params, key))}${after}`
  }
  const isInside = (i: number): boolean => opens.test(entry(strings, i).trimEnd()) && closes.test(entry(strings, i + 1).trimStart())
  const free = args.some((_, i) => !isInside(i))
  const operator = free ? operators.find(([pattern]) => strings.some((part) => pattern.test(part))) : undefined
  const level = operator?.[1] ?? (free || spread.test(text) ? levels.application : levels.atom)
  const beside = operator === undefined || operator[1] === levels.power ? levels.atom : above(level)
  const slots = args.map((arg, i): Slot => (isInside(i) ? inside(arg) : { arg, level: beside, tight: strings[i + 1] !== '', peer: null }))
  const pieces = strings.flatMap((part, i): Form['pieces'] => {
    const slot = slots[i]
    return [...(part === '' ? [] : [part]), ...(slot === undefined ? [] : [slot])]
  })
  return { level, pieces, signed: /^[−-]/.test(text), open: operator === undefined && free && /\s$/.test(strings.at(-2) ?? '') && strings.at(-1) === '' }
}

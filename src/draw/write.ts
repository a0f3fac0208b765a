/**
 * Writing programs as formulas: where parentheses go, what is shared, and where to stop.
 *
 * A style (text, LaTeX) says how one application is written, as pieces around its operands; this
 * module puts the pieces together. It keeps a stack of its own, so depth is no limit.
 */
import { entry } from '../entry.ts'
import type { AnyTensor } from '../array/tensor.ts'
import type { Atom, Equation, Primitive, Program } from '../program/model.ts'
import { type Form, levels } from './form.ts'
import type { Known } from '../program/option.ts'

// model ------------------------------------------------------------------------------------

/** What needs no pieces: a name or a constant. */
export interface Leaf {
  readonly level: number
  readonly text: string
  readonly signed: boolean
}

export interface Style {
  /** `bare`: the only operand is a name or an unsigned number, and nothing tight follows. */
  readonly form: (equation: Equation, result: number, bare: boolean) => Form
  /** The name of value k of a program with n inputs. */
  readonly name: (own: string | null, k: number, n: number) => string
  readonly constant: (value: AnyTensor, digits: number | undefined) => Leaf
  readonly group: readonly [string, string]
  readonly elided: string
  /** What stands between two pieces, given the text before and after; usually the text before. */
  readonly join: (before: string, after: string) => string
}

/** What to do about shared values and length. */
export interface FormulaOptions {
  /** A value used more than once is named on a line of its own (`bind`, the default) or written out at each use (`inline`). */
  readonly sharing?: 'bind' | 'inline'
  /** At most so many applications are written; the rest is … and counted. 10 000 where not said. */
  readonly limit?: number
  /** Significant digits of constants; all where not said. */
  readonly digits?: number
}

export const formulaOptions: Known<FormulaOptions> = { sharing: ['bind', 'inline'], limit: null, digits: null }

/** A formula in parts: the named values in order, the outputs, and how many nodes were left out. */
export interface Written {
  readonly bindings: ReadonlyArray<{ readonly name: string; readonly text: string }>
  readonly outputs: ReadonlyArray<string>
  readonly more: number
}

export const leafOf = (text: string): Leaf => ({ level: levels.atom, text, signed: false })

// the program as a tree --------------------------------------------------------------------

interface Tree {
  /** Which equation makes value k, and which of its results it is. */
  readonly equation: (k: number) => Equation | undefined
  readonly result: (k: number) => number
  /** Values that get a name, ascending. */
  readonly bound: ReadonlyArray<number>
  readonly isBound: (k: number) => boolean
  /** Applications that writing a value out takes; with sharing inlined they may exceed any integer. */
  readonly size: (k: number) => number
}

/** Passes over the flat list: backward for what is used, forward for how large it is. */
const treeOf = ({ inputs, equations, outputs }: Program, bind: boolean): Tree => {
  const n = inputs.length
  const from: Array<number> = []
  const part: Array<number> = []
  for (const [i, { results }] of equations.entries()) {
    for (let j = 0; j < results.length; j++) {
      from.push(i)
      part.push(j)
    }
  }
  const uses = new Float64Array(n + from.length)
  const use = (atom: Atom): void => {
    if (atom._tag === 'Ref') uses[atom.index] = entry(uses, atom.index) + 1
  }
  outputs.forEach(use)
  let last = uses.length
  for (let i = equations.length - 1; i >= 0; i--) {
    const { results, args } = entry(equations, i)
    last -= results.length
    // Each of several results writes the application out once more.
    results.forEach((_, j) => {
      if (entry(uses, last + j) > 0) args.forEach(use)
    })
  }
  const isBound = (k: number): boolean => bind && k >= n && entry(uses, k) > 1
  const sizes = new Float64Array(uses.length)
  const sizeOf = (atom: Atom): number => (atom._tag === 'Literal' || isBound(atom.index) ? 0 : entry(sizes, atom.index))
  for (let k = n; k < uses.length; k++) sizes[k] = entry(equations, entry(from, k - n)).args.reduce((size, atom) => size + sizeOf(atom), 1)
  const bound: Array<number> = []
  for (let k = n; k < uses.length; k++) if (isBound(k)) bound.push(k)
  return { equation: (k) => equations[entry(from, k - n)], result: (k) => entry(part, k - n), bound, isBound, size: (k) => entry(sizes, k) }
}

// writing ----------------------------------------------------------------------------------

/** The text around a piece: what it must bind like, whether it comes first, whether a tight operator follows. */
interface Place {
  readonly atom: Atom
  readonly level: number
  readonly peer: Primitive | null
  readonly first: boolean
  readonly followed: boolean
}

const enclosed = (atom: Atom): Place => ({ atom, level: levels.enclosed, peer: null, first: true, followed: false })

/** What an input is written as: its name, or a value in its place. */
export type Inputs = (index: number) => Leaf

/** Write the outputs of a program, and the values they share. */
export const write = (style: Style, program: Program, inputs: Inputs, { sharing = 'bind', limit = 10_000, digits }: FormulaOptions = {}): Written => {
  const tree = treeOf(program, sharing === 'bind')
  const n = program.inputs.length
  let budget = limit
  let more = 0

  const leaf = (atom: Atom): Leaf | null => {
    if (atom._tag === 'Literal') return style.constant(atom.value, digits)
    if (atom.index < n) return inputs(atom.index)
    return tree.isBound(atom.index) ? leafOf(style.name(null, atom.index, n)) : null
  }

  /** One value and all beneath it that has no name. */
  const text = (start: Place, own: number | null): string => {
    const chunks: Array<string> = []
    const emit = (chunk: string): void => {
      const before = chunks.pop()
      if (before !== undefined) chunks.push(style.join(before, chunk))
      chunks.push(chunk)
    }
    const stack: Array<string | Place> = [start]
    const grouped = (place: Place): void => {
      stack.push(style.group[1], enclosed(place.atom), style.group[0])
    }
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (typeof at === 'string') {
        emit(at)
        continue
      }
      const place = at
      const known = place.atom._tag === 'Ref' && place.atom.index === own ? null : leaf(place.atom)
      if (known !== null) {
        if (known.level < place.level || (known.signed && !place.first)) grouped(place)
        else emit(known.text)
        continue
      }
      const k = place.atom._tag === 'Ref' ? place.atom.index : 0
      const equation = tree.equation(k)
      if (equation === undefined || budget <= 0) {
        emit(style.elided)
        more += tree.size(k)
        continue
      }
      const [only] = equation.args
      const operand = equation.args.length === 1 && only !== undefined ? leaf(only) : null
      const form = style.form(equation, tree.result(k), operand !== null && operand.level === levels.atom && !place.followed)
      const loose = form.level < place.level && equation.primitive !== place.peer
      if (loose || (form.signed && !place.first) || (form.open && place.followed)) {
        grouped(place)
        continue
      }
      budget -= 1
      for (let i = form.pieces.length - 1; i >= 0; i--) {
        const piece = entry(form.pieces, i)
        if (typeof piece === 'string') stack.push(piece)
        else {
          const { arg, level, tight, peer } = piece
          const free = level === levels.enclosed
          stack.push({
            atom: entry(equation.args, arg),
            level,
            peer,
            first: free || (i === 0 && place.first),
            followed: !free && (i === form.pieces.length - 1 ? place.followed : tight),
          })
        }
      }
    }
    return chunks.join('')
  }

  const outputs = program.outputs.map((atom) => text(enclosed(atom), null))
  // What is named last is nearest to the outputs, so it is written before the rest is left out.
  const bindings: Array<Written['bindings'][number]> = []
  for (let i = tree.bound.length - 1; i >= 0; i--) {
    const k = entry(tree.bound, i)
    if (budget <= 0) more += tree.size(k)
    else bindings.push({ name: style.name(null, k, n), text: text(enclosed({ _tag: 'Ref', index: k }), k) })
  }
  return { bindings: bindings.reverse(), outputs, more }
}

/** How many nodes were left out, in words; empty if none. */
export const showMore = (more: number): string =>
  more === 0
    ? ''
    : Number.isSafeInteger(more)
      ? `(${String(more).replace(/\B(?=(\d{3})+$)/g, ',')} more nodes)`
      : `(about ${more.toExponential(1).replace('e+', '·10^')} more nodes)`

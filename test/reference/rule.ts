/**
 * How a primitive is differentiated, in text: partial derivatives as formulas, a linear primitive by its
 * transpose, any other by the program that its rule is. All of it is traced from the declaration itself.
 */
import { type Aval, aval } from '../../src/array/aval.ts'
import { formula } from '../../src/draw/formula.ts'
import { latex } from '../../src/draw/latex.ts'
import { elementOf, scalarTensor } from '../../src/array/tensor.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { fold } from '../../src/program/fold.ts'
import { pushforward } from '../../src/interpret/rule.ts'
import { applyTo, float, number, operationOf } from '../../src/program/expr.ts'
import type { AnyExpr, Expr, Operation, Params, Primitive, Program, Term } from '../../src/program/model.ts'
import { print } from '../../src/program/print.ts'
import { close } from '../../src/program/trace.ts'
import { simplify } from '../../src/simplify/simplify.ts'
import { phantom } from '../../src/type/phantom.ts'

const exprOf = (term: Term): AnyExpr => (typeof term === 'number' ? number(term) : term)

/** A choice within the last branch of a choice is one more line of it. */
const unnested = (text: string): string => {
  const flatter = text.replace(
    /\\\\ \\begin\{cases\} ((?:(?!\\begin\{cases\}).)*?) \\end\{cases\} & \\text\{otherwise\} \\end\{cases\}/g,
    '\\\\ $1 \\end{cases}',
  )
  return flatter === text ? text : unnested(flatter)
}

/** One output of a program in LaTeX, written out. */
const written = (program: Program, output: number): string => {
  const only = { ...program, outputs: program.outputs.slice(output, output + 1), outputNames: [''] }
  return unnested(latex(simplify(only), { sharing: 'inline', digits: 6, limit: 60 }))
}

const names = ['x', 'y', 'z']

/** Primitives that take an order, or two, are shown at one. */
const orders: ReadonlyArray<Params> = [{}, { n: 2 }, { i: 2, j: 1 }]

const attempt = <T>(make: (params: Params) => T): T | null => {
  for (const params of orders) {
    try {
      return make(params)
    } catch {
      // An order is missing, or is not taken: the next.
    }
  }
  return null
}

const kinds = ['float64', 'int32', 'bool'] as const

/** An elementwise primitive applied to scalars of the first dtype that it takes, in LaTeX. */
export const notationOf = (primitive: Primitive): string | null => {
  if (primitive.domains.length === 0) return null
  for (const kind of kinds) {
    const found = attempt((params) => {
      const scalars = primitive.domains.map(() => aval(kind, []))
      const program = close(scalars, (xs) => applyTo(primitive, params, xs), names.slice(0, scalars.length))
      return program.outputs.map((_, i) => written(program, i)).join(', \\; ')
    })
    if (found !== null) return found
  }
  return null
}

/** The program of all partial derivatives at scalars, result by result. */
const partialProgram = (primitive: Primitive, params: Params): Program | null => {
  const { derivative, domains } = primitive
  if (derivative._tag !== 'Partials') return null
  const scalars = domains.map(() => float())
  const body = (xs: ReadonlyArray<AnyExpr>): ReadonlyArray<AnyExpr> => {
    const answers = phantom<ReadonlyArray<Expr>>(applyTo(primitive, params, xs))
    return derivative.partials(phantom<ReadonlyArray<Expr>>(xs), answers, params).flatMap((row) => row.map(exprOf))
  }
  return close(scalars, body, names.slice(0, scalars.length))
}

/** Its partial derivatives, each as an equation in LaTeX; null where it has none of this kind. */
export const partialsOf = (primitive: Primitive): ReadonlyArray<string> | null =>
  attempt((params) => {
    const program = partialProgram(primitive, params)
    if (program === null) return null
    const own = names.slice(0, primitive.domains.length)
    const several = program.outputs.length > own.length
    return program.outputs.map((_, k) => {
      const of = several ? `f_{${Math.floor(k / own.length)}}` : 'f'
      return `\\frac{\\partial ${of}}{\\partial ${own[k % own.length]}} = ${written(program, k)}`
    })
  })

/** Its partial derivatives at a point, as numbers; none where it has none of this kind. */
export const partialsAt = (primitive: Primitive, point: ReadonlyArray<number>): ReadonlyArray<number> =>
  attempt((params) => {
    const program = partialProgram(primitive, params)
    return program === null ? [] : fold(evaluation)(program)(point.map((x) => scalarTensor(x))).map((y) => elementOf(y))
  }) ?? []

/** What a transpose makes of a cotangent, operand by operand, in the shapes of one application. */
const transposeOf = (operation: Operation, make: (args: ReadonlyArray<AnyExpr>, cotangent: AnyExpr) => ReadonlyArray<Term | null>): ReadonlyArray<string> => {
  const { operands, results } = operation
  const result = results[0]
  if (result === undefined) return []
  const kept: Array<number> = []
  const labels = operands.map((_, i) => (operands.length === 1 ? 'x' : operands.length <= 3 ? (names[i] ?? 'x') : `x${i + 1}`))
  const program = close(
    [...operands, result],
    (xs) =>
      make(xs.slice(0, -1), phantom<AnyExpr>(xs.at(-1))).flatMap((term, i) => {
        if (term === null) return []
        kept.push(i)
        return [exprOf(term)]
      }),
    [...labels, 'ȳ'],
  )
  const tidy = simplify(program)
  return tidy.outputs.map(
    (output, k) => `${labels[kept[k] ?? 0]}̄ = ${formula({ ...tidy, outputs: [output], outputNames: [''] }, { sharing: 'inline', limit: 12 })}`,
  )
}

const shown = (of: Aval): string => of.text

/** How an application is differentiated, as a paragraph and perhaps a listing. */
export interface Rule {
  readonly words: string
  readonly listing: string
}

const listed = (program: Program): string => {
  const lines = print(program).split('\n')
  return lines.length <= 40 ? lines.join('\n') : [...lines.slice(0, 38), `… ${lines.length - 38} more lines`].join('\n')
}

/** The rule of an application that an example makes. */
export const ruleOf = (operation: Operation): Rule => {
  const { primitive, params, operands } = operation
  const { derivative } = primitive
  const at = operands.map(shown).join(', ')
  switch (derivative._tag) {
    case 'Partials':
      return { words: (partialsOf(primitive) ?? []).map((text) => `$\`${text}\`$`).join(', '), listing: '' }
    case 'Constant':
      return { words: 'zero wherever there is one; nothing flows back', listing: '' }
    case 'Select':
      return { words: 'that of the arm chosen; the other gets a structural zero', listing: '' }
    case 'Holder':
      return { words: 'from the derivatives of the programs it holds', listing: '' }
    case 'Linear': {
      const lines = transposeOf(operation, (args, cotangent) => derivative.transpose(params, phantom<Expr>(cotangent), operands, args))
      return { words: `linear; transposed on ${at}: ${lines.map((line) => `\`${line}\``).join(', ')}`, listing: '' }
    }
    case 'Multilinear': {
      const lines = transposeOf(operation, (args, cotangent) =>
        operands.map((_, i) => derivative.transpose(params, i, phantom<Expr>(cotangent), operands, phantom<ReadonlyArray<Expr>>(args))),
      )
      return { words: `linear in each operand; transposed on ${at}: ${lines.map((line) => `\`${line}\``).join(', ')}`, listing: '' }
    }
    case 'Jvp': {
      const moving = operands.map((of) => of.dtype === 'float64')
      const { program } = pushforward(operationOf(primitive, params, operands), moving)
      const own = operands.map((_, i) => (operands.length <= 3 ? (names[i] ?? 'x') : `x${i + 1}`))
      const named = { ...program, names: [...own, ...own.filter((_, i) => moving[i]).map((name) => `d${name}`)] }
      if (primitive.domains.length > 0) return { words: `$\`df = ${written(named, program.outputs.length - 1)}\`$`, listing: '' }
      return { words: 'a rule for tangents, which reverse mode transposes', listing: listed(simplify(named)) }
    }
  }
}

/** The kind of a derivative in a word or two. */
export const kindOf = ({ derivative }: Primitive): string => {
  const words: { readonly [K in Primitive['derivative']['_tag']]: string } = {
    Partials: 'partials',
    Jvp: 'tangent rule',
    Linear: 'linear',
    Multilinear: 'linear in each operand',
    Select: 'that of the arm chosen',
    Holder: 'from the programs it holds',
    Constant: 'zero',
  }
  return words[derivative._tag]
}

/**
 * What the type tests say of operations, as data: `exactly<Expr<['n', 4]>>()(matmul(n, k))` under the
 * parameters `n: Matrix<'n', 3>, k: Matrix<3, 4>` is the fact that `matmul` makes of the one the other.
 * The compiler holds every one of them.
 */
import { readdirSync } from 'node:fs'
import { parseAst } from 'vite'
import { textOf } from '../docs/doc.ts'
import { root } from '../source.ts'
import { type Branch, isBranch } from './branch.ts'

export interface Fact {
  /** The operation, `matmul` or `random.normal`. */
  readonly operation: string
  /** The call with types in the places of operands. */
  readonly call: string
  readonly result: string
}

const list = (value: unknown): ReadonlyArray<Branch> => (Array.isArray(value) ? value.filter(isBranch) : [])
const at = (node: unknown, key: string): unknown => (isBranch(node) ? node[key] : undefined)

// names that stand for operands ----------------------------------------------------------

const partsOf = (node: Branch): ReadonlyArray<Branch> => Object.values(node).flatMap((value) => (isBranch(value) ? [value] : list(value)))

/** The names that a parameter binds, in patterns too; what stands for a missing one binds none. */
const boundBy = (pattern: Branch): ReadonlyArray<string> => {
  if (pattern.type === 'Identifier') return [String(pattern['name'])]
  const { key, right, typeAnnotation, ...rest } = pattern
  return partsOf({ ...rest, type: pattern.type, start: pattern.start, end: pattern.end }).flatMap(boundBy)
}

/** A name and the type to show in its place. */
interface Standing {
  readonly start: number
  readonly end: number
  readonly shown: string
}

/** The names in a piece of code that stand for an operand: keys, names of functions and what an inner function binds do not. */
const standingIn = (node: unknown, types: ReadonlyMap<string, string>): ReadonlyArray<Standing> => {
  if (!isBranch(node)) return []
  // Of what is said about types, only the expression that it is said of.
  if (node.type.startsWith('TS')) return standingIn(node['expression'], types)
  const { type, start, end } = node
  if (type === 'Identifier') {
    const shown = types.get(String(node['name']))
    return shown === undefined ? [] : [{ start, end, shown }]
  }
  if (type === 'ArrowFunctionExpression') {
    const bound = list(node['params']).flatMap(boundBy)
    return standingIn(node['body'], new Map([...types].filter(([name]) => !bound.includes(name))))
  }
  if (type === 'Property' && node['shorthand'] === true)
    return standingIn(node['value'], types).map((one) => ({ ...one, shown: `${String(at(node['key'], 'name'))}: ${one.shown}` }))
  const isOperand = (part: Branch): boolean =>
    (type === 'Property' && part === node['key']) || (type === 'MemberExpression' && part === node['property'] && node['computed'] !== true)
      ? false
      : !(type === 'CallExpression' && part === node['callee'] && part.type === 'Identifier')
  return partsOf(node)
    .filter(isOperand)
    .flatMap((part) => standingIn(part, types))
}

/** A piece of code with types in the places of operands. */
export const shownWith = (text: string, node: Branch, types: ReadonlyMap<string, string>): string => {
  const pieces = standingIn(node, types).toSorted((a, b) => a.start - b.start)
  const ends = [node.start, ...pieces.map(({ end }) => end)]
  return ends.map((from, i) => `${text.slice(from, pieces[i]?.start ?? node.end)}${pieces[i]?.shown ?? ''}`).join('')
}

/** The facts of one function of a file of type tests. */
const factsIn = (text: string, made: Branch): ReadonlyArray<Fact> => {
  const slice = (node: Branch): string => text.slice(node.start, node.end).replace(/\s+/g, ' ')
  const types = new Map(
    list(made['params']).flatMap((parameter) => {
      const annotation = at(parameter['typeAnnotation'], 'typeAnnotation')
      return isBranch(annotation) ? [[String(parameter['name']), slice(annotation)] as const] : []
    }),
  )
  const shown = (node: Branch): string =>
    shownWith(text, node, types)
      .replace(/\s+/g, ' ')
      .replace(/([[(]) /g, '$1')
      .replace(/, ([\])])/g, '$1')
  return list(at(made['body'], 'body')).flatMap((statement) => {
    const call = statement['expression']
    const inner = at(call, 'callee')
    const [value] = list(at(call, 'arguments'))
    const [type] = list(at(at(inner, 'typeArguments'), 'params'))
    if (at(at(inner, 'callee'), 'name') !== 'exactly' || type === undefined || value?.type !== 'CallExpression') return []
    const callee = value['callee']
    if (!isBranch(callee)) return []
    // A function that makes functions is called twice.
    const operation = /^[\w.]+/.exec(slice(callee))?.[0] ?? ''
    const head = callee.type === 'CallExpression' ? shown(callee) : operation
    return [
      {
        operation,
        call: `${head}(${list(value['arguments']).map(shown).join(', ')})`.replace(/\bFresh\b/g, 'Float64Array'),
        result: slice(type).replace(/\bFresh\b/g, 'Float64Array'),
      },
    ]
  })
}

const factsOf = (file: string): ReadonlyArray<Fact> => {
  const text = textOf(file)
  const tree: unknown = parseAst(text, { lang: 'ts' })
  return list(at(tree, 'body')).flatMap((statement) =>
    list(at(statement['declaration'], 'declarations')).flatMap(({ init }) =>
      isBranch(init) && init.type === 'ArrowFunctionExpression' ? factsIn(text, init) : [],
    ),
  )
}

/** Every fact of every type test. */
export const facts: ReadonlyArray<Fact> = readdirSync(`${root}/test/type`)
  .filter((file) => file.endsWith('.test-d.ts'))
  .sort()
  .flatMap((file) => factsOf(`test/type/${file}`))

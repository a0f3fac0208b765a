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

/** The facts of one function of a file of type tests. */
const factsIn = (text: string, made: Branch): ReadonlyArray<Fact> => {
  const slice = (node: Branch): string => text.slice(node.start, node.end).replace(/\s+/g, ' ')
  const types = new Map(
    list(made['params']).flatMap((parameter) => {
      const annotation = at(parameter['typeAnnotation'], 'typeAnnotation')
      return isBranch(annotation) ? [[String(parameter['name']), slice(annotation)] as const] : []
    }),
  )
  // Only what stands as an operand is replaced: keys of records and names of functions are not.
  const shown = (node: Branch): string =>
    slice(node)
      .replace(/(?<![\w.'])([A-Za-z_]\w*)(?![\w(:'])/g, (word: string) => types.get(word) ?? word)
      .replace(/\[ /g, '[')
      .replace(/, \]/g, ']')
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
    return [{ operation, call: `${head}(${list(value['arguments']).map(shown).join(', ')})`, result: slice(type).replace(/\bFresh\b/g, 'Float64Array') }]
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

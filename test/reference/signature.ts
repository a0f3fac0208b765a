/**
 * How an exported function is called, read from its declaration: a parameter whose type is a type
 * parameter is shown by its constraint, so that what is left is what a reader has to know.
 */
import { posix } from 'node:path'
import { parseAst } from 'vite'
import { textOf } from '../docs/doc.ts'
import { type Branch, isBranch } from './branch.ts'

export interface Parameter {
  readonly name: string
  readonly type: string
  readonly optional: boolean
  readonly rest: boolean
}

/** One way to call it. */
export interface Overload {
  readonly parameters: ReadonlyArray<Parameter>
  /** The result as it is written; for what computes a shape that is a long sentence. */
  readonly result: string
}

// the syntax tree ------------------------------------------------------------------------

const child = (node: Branch | undefined, key: string): Branch | undefined => {
  const value = node?.[key]
  return isBranch(value) ? value : undefined
}

const children = (node: Branch | undefined, key: string): ReadonlyArray<Branch> => {
  const value = node?.[key]
  return Array.isArray(value) ? value.filter(isBranch) : []
}

const nameOf = (node: Branch | undefined): string => (typeof node?.['name'] === 'string' ? node['name'] : '')

/** A file: its text, what it declares at the top, and where its imports come from. */
interface File {
  readonly path: string
  readonly text: string
  readonly declared: ReadonlyMap<string, Branch>
  readonly imported: ReadonlyMap<string, string>
}

const files = new Map<string, File>()

const fileOf = (path: string): File => {
  const known = files.get(path)
  if (known !== undefined) return known
  const text = textOf(path)
  const tree: unknown = parseAst(text, { lang: 'ts' })
  const declared = new Map<string, Branch>()
  const imported = new Map<string, string>()
  for (const statement of children(isBranch(tree) ? tree : undefined, 'body')) {
    const from = child(statement, 'source')?.['value']
    if (statement.type === 'ImportDeclaration' && typeof from === 'string' && from.startsWith('.'))
      for (const part of children(statement, 'specifiers')) imported.set(nameOf(child(part, 'local')), posix.join(posix.dirname(path), from))
    const own = statement.type === 'ExportNamedDeclaration' ? child(statement, 'declaration') : statement
    if (own === undefined) continue
    for (const one of children(own, 'declarations')) declared.set(nameOf(child(one, 'id')), one)
    if (own.type !== 'VariableDeclaration') declared.set(nameOf(child(own, 'id')), own)
  }
  const file = { path, text, declared, imported }
  files.set(path, file)
  return file
}

const flat = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/^\|\s*/, '')
    .trim()

const slice = (file: File, node: Branch): string => flat(file.text.slice(node.start, node.end))

// signatures -------------------------------------------------------------------------------

type Constraints = ReadonlyMap<string, string>

const constraintsOf = (file: File, node: Branch): Constraints =>
  new Map(
    children(child(node, 'typeParameters'), 'params').map((parameter) => {
      const constraint = child(parameter, 'constraint')
      const name = child(parameter, 'name')
      return [name === undefined ? slice(file, parameter) : slice(file, name), constraint === undefined ? 'unknown' : slice(file, constraint)]
    }),
  )

/** A type as a reader needs it: `Y & Meets<'sub', X, Y>` is what Y may be, `ReduceOptions<Axes, Keep>` is a record of options. */
const readable = (given: string, constraints: Constraints): string => {
  const type = given
    .replace(/^\(?(\w+Options<[^<>]*>) & Axed<ShapeOf<\w+>, \w+>\)?/, '$1')
    .replace(/^(\w+Options<[^<>]*>) & [^|]*$/, '$1')
    .replace(/^\((.*)\) & Agrees<\w+, \w+>$/, '$1')
  const inner = /^(\w+) & /.exec(type)?.[1] ?? type
  const constraint = constraints.get(inner)
  if (constraint !== undefined) return readable(constraint, constraints)
  if (type.includes('=>')) return type
  return type.replace(/\b(\w+Options)<[^<>]*>/g, '$1').replace(/ \| Refused<[^<>]*>/, '')
}

const parameterOf = (file: File, node: Branch, constraints: Constraints): Parameter => {
  const rest = node.type === 'RestElement'
  const target = node.type === 'AssignmentPattern' ? child(node, 'left') : rest ? child(node, 'argument') : node
  const annotation = child(child(target, 'typeAnnotation') ?? child(node, 'typeAnnotation'), 'typeAnnotation')
  const given = child(node, 'right')
  const optional = node.type === 'AssignmentPattern' || target?.['optional'] === true
  // Without a type, what stands for a missing argument tells; -1 is an operation on 1 in the tree.
  const plain =
    annotation === undefined ? (given?.type === 'UnaryExpression' ? 'number' : typeof given?.['value']) : readable(slice(file, annotation), constraints)
  return {
    name: nameOf(target).replace(/^_/, '') || 'options',
    type: optional ? plain.replace(/ \| undefined$/, '') : plain,
    optional,
    rest,
  }
}

const overloadOf = (file: File, node: Branch): Overload => {
  const constraints = constraintsOf(file, node)
  const result = child(child(node, 'returnType'), 'typeAnnotation')
  return {
    parameters: children(node, 'params').map((parameter) => parameterOf(file, parameter, constraints)),
    result:
      result === undefined
        ? ''
        : slice(file, result)
            .replace(/\bFresh\b/g, 'Float64Array')
            .replace(/\b(\w+) & Batched<[^<>]*>/, '$1'),
  }
}

const named = (file: File, name: string): ReadonlyArray<Overload> => {
  const declaration = file.declared.get(name)
  const from = file.imported.get(name)
  if (declaration === undefined) return from === undefined ? [] : named(fileOf(from), name)
  if (declaration.type === 'TSTypeAliasDeclaration') return ofType(file, child(declaration, 'typeAnnotation'))
  const inherited = children(declaration, 'extends').flatMap((heritage) => named(file, nameOf(child(heritage, 'expression'))))
  const own = children(child(declaration, 'body'), 'body').filter((member) => member.type === 'TSCallSignatureDeclaration')
  return [...inherited, ...own.map((member) => overloadOf(file, member))]
}

const ofType = (file: File, type: Branch | undefined): ReadonlyArray<Overload> => {
  if (type?.type === 'TSFunctionType') return [overloadOf(file, type)]
  if (type?.type === 'TSParenthesizedType') return ofType(file, child(type, 'typeAnnotation'))
  return type?.type === 'TSTypeReference' ? named(file, nameOf(child(type, 'typeName'))) : []
}

/** One that exists for what the compiler says or infers: nothing can be given to it, or nothing comes of it. */
const callable = ({ parameters, result }: Overload): boolean => result !== 'never' && parameters.every(({ type }) => type !== 'never')

/** All ways to call what a file declares under a name; none if it is no function. */
export const overloadsOf = (path: string, local: string): ReadonlyArray<Overload> => declaredOverloads(path, local).filter(callable)

const declaredOverloads = (path: string, local: string): ReadonlyArray<Overload> => {
  const file = fileOf(path)
  const declared = file.declared.get(local)
  const annotation = child(child(child(declared, 'id'), 'typeAnnotation'), 'typeAnnotation')
  if (annotation !== undefined) return ofType(file, annotation)
  const made = child(declared, 'init')
  return made?.type === 'ArrowFunctionExpression' ? [overloadOf(file, made)] : []
}

/** The type a constant is declared with, as it is written; empty for one without. */
export const annotationOf = (path: string, local: string): string => {
  const file = fileOf(path)
  const annotation = child(child(child(file.declared.get(local), 'id'), 'typeAnnotation'), 'typeAnnotation')
  return annotation === undefined ? '' : slice(file, annotation)
}

/** The functions of a record that a file declares with an interface of its own: each by its name, and how it is called. */
export const membersOf = (path: string, local: string): ReadonlyArray<readonly [string, Overload]> => {
  const file = fileOf(path)
  const annotation = child(child(child(file.declared.get(local), 'id'), 'typeAnnotation'), 'typeAnnotation')
  const declaration = file.declared.get(nameOf(child(annotation, 'typeName')))
  return children(child(declaration, 'body'), 'body').flatMap((member) => {
    const type = child(child(member, 'typeAnnotation'), 'typeAnnotation')
    // Its result is shown, too, and names the type parameters.
    return type?.type === 'TSFunctionType' ? [[`${local}.${nameOf(child(member, 'key'))}`, overloadOf(file, { ...type, typeParameters: null })] as const] : []
  })
}

/** The declaration of a type, as it is written. */
export const declarationOf = (path: string, local: string): string => {
  const file = fileOf(path)
  const found = file.declared.get(local)
  return found === undefined ? '' : file.text.slice(found.start, found.end)
}

/** Overloads for operands of any kind; those for expressions alone exist for the sake of inference. */
export const general = (overloads: ReadonlyArray<Overload>): ReadonlyArray<Overload> => {
  const wide = overloads.filter(({ parameters }) => parameters.some(({ type }) => /Operand|AnyTensor|\bKey\b/.test(type)))
  return wide.length > 0 ? wide : overloads
}

const showParameter = ({ name, type, optional, rest }: Parameter): string => `${rest ? '...' : ''}${name}${optional ? '?' : ''}: ${type}`

/** A call as a line of code, without its result. */
export const showCall = (name: string, { parameters }: Overload): string => `${name}(${parameters.map(showParameter).join(', ')})`

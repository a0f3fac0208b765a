/**
 * Running an example: its code is cut into statements, and the value of every expression statement is
 * compared with the comment at its end, or with the comment lines right below it.
 *
 * Nothing is skipped: an expression without an expectation is a mistake, and so is a comment after a
 * declaration unless it says what the one constant declared is. Lines that are only a comment, and
 * stand elsewhere, are words for the reader.
 */
import { transformSync } from 'esbuild'
import { parseAst } from 'vite'
import { matches, parse, show } from './expected.ts'
import type { Example } from './doc.ts'

/** A statement, its first line counted from 0, and the comments that belong to it. */
interface Statement {
  readonly kind: 'expression' | 'declaration' | 'import'
  /** The one constant that is declared, if it is one. */
  readonly name: string | null
  readonly line: number
  readonly code: string
  readonly comment: string | null
  readonly below: ReadonlyArray<string>
}

const kinds: { readonly [type: string]: Statement['kind'] } = {
  ExpressionStatement: 'expression',
  ImportDeclaration: 'import',
  VariableDeclaration: 'declaration',
  FunctionDeclaration: 'declaration',
  TSTypeAliasDeclaration: 'declaration',
  TSInterfaceDeclaration: 'declaration',
}

type Node = ReturnType<typeof parseAst>['body'][number]

const nameOf = (node: Node): string | null => {
  if (node.type !== 'VariableDeclaration' || node.kind !== 'const' || node.declarations.length !== 1) return null
  const [declared] = node.declarations
  return declared?.id.type === 'Identifier' ? declared.id.name : null
}

const statementOf = (code: string, { node, kind }: { readonly node: Node; readonly kind: Statement['kind'] }): Statement => {
  const [rest = '', ...following] = code.slice(node.end).split('\n')
  const comment = /^;?\s*\/\/(.*)$/.exec(rest)?.[1]?.trim() ?? null
  const end = following.findIndex((line) => !line.startsWith('//'))
  const lines = kind === 'expression' && comment === null ? following.slice(0, end < 0 ? undefined : end) : []
  return {
    kind,
    name: nameOf(node),
    line: code.slice(0, node.start).split('\n').length - 1,
    code: code.slice(node.start, node.end).replace(/;$/, ''),
    comment,
    below: lines.map((line) => line.replace(/^\/\/ ?/, '').trimEnd()),
  }
}

const statementsOf = (code: string): ReadonlyArray<Statement> =>
  parseAst(code, { lang: 'ts' }).body.map((node) => {
    const kind = kinds[node.type]
    if (kind === undefined) throw new Error(`an example holds expressions, declarations and imports, not ${node.type}`)
    return statementOf(code, { node, kind })
  })

/** What is checked: the line, the expectation as written, and the test of a value. */
interface Check {
  readonly line: number
  readonly wanted: string
  readonly holds: (value: unknown) => boolean
}

const valueCheck = (line: number, comment: string): Check => {
  const expected = parse(comment)
  return { line, wanted: comment, holds: (value) => matches(expected, value) }
}

/** Lines below are the text of a string as it prints, and the notation of anything else. */
const belowCheck = (line: number, below: ReadonlyArray<string>): Check => {
  const wanted = below.join('\n').trimEnd()
  const printed = (text: string): string =>
    text
      .split('\n')
      .map((row) => row.trimEnd())
      .join('\n')
      .trimEnd()
  return { line, wanted, holds: (value) => (typeof value === 'string' ? printed(value) === wanted : matches(parse(below.join(' ')), value)) }
}

/** The code with a call around each expression that is checked, imports apart, and the checks. */
interface Instrumented {
  readonly imports: string
  readonly body: string
  readonly checks: ReadonlyArray<Check>
}

const instrument = (example: Example): Instrumented => {
  const imports: Array<string> = []
  const body: Array<string> = []
  const checks: Array<Check> = []
  for (const { kind, name, line, code, comment, below } of statementsOf(example.code)) {
    const at = example.line + line
    const said = comment !== null ? valueCheck(at, comment) : below.length > 0 ? belowCheck(at, below) : null
    if (kind === 'import') imports.push(code)
    if (kind === 'declaration') body.push(code)
    if (kind === 'expression' && said === null) throw new Error(`${example.file}:${at}: nothing is said about the value of ${code}`)
    if (kind !== 'expression' && said !== null && name === null) throw new Error(`${example.file}:${at}: a comment after what is not one constant: ${comment}`)
    if (said === null) continue
    body.push(`saidOf(${checks.length}, (${kind === 'expression' ? code : name}))`)
    checks.push(said)
  }
  if (checks.length === 0) throw new Error(`${example.file}:${example.line}: an example that says no value`)
  return { imports: imports.join('\n'), body: body.join('\n'), checks }
}

/** The imports of an example and the rest of it, each on as many lines as before. */
export const hoisted = (code: string): { readonly imports: string; readonly body: string } => {
  const parts = statementsOf(code).filter(({ kind }) => kind === 'import')
  const body = code.split('\n')
  for (const { line, code: text } of parts) body.fill('', line, line + text.split('\n').length)
  return { imports: parts.map((part) => part.code.replaceAll('\n', ' ')).join('; '), body: body.join('\n') }
}

/** Modules by the names under which examples import them. */
export type Modules = Readonly<Record<string, unknown>>

/**
 * Run an example with some names in scope. Answers with how many values were compared; throws at the
 * first that differs, with the place and the value in the notation to write.
 */
export const execute = (example: Example, scope: Readonly<Record<string, unknown>>, modules: Modules): number => {
  const { imports, body, checks } = instrument(example)
  // The block lets an example declare a name that is also in scope.
  const { code } = transformSync(`${imports}\n{\n${body}\n}`, { loader: 'ts', format: 'cjs', target: 'es2022' })
  const done = new Set<number>()
  const check = (i: number, value: unknown): void => {
    const found = checks[i]
    if (found === undefined || !found.holds(value))
      throw new Error(
        `${example.file}:${found?.line}: expected\n${found?.wanted}\nbut it is\n${typeof value === 'string' && found?.wanted.startsWith("'") === false ? value : show(value)}`,
      )
    done.add(i)
  }
  const require = (name: string): unknown => {
    if (!(name in modules)) throw new Error(`${example.file}:${example.line}: imports ${name}, which is not offered to examples`)
    return modules[name]
  }
  const names = Object.keys(scope)
  new Function('require', 'saidOf', ...names, `'use strict'\n${code}`)(require, check, ...names.map((name) => scope[name]))
  if (done.size !== checks.length) throw new Error(`${example.file}:${example.line}: ${checks.length - done.size} expectations were not reached`)
  return done.size
}

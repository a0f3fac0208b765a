/**
 * Running an example: its code is cut into statements, and the value of every expression statement is
 * compared with the comment at its end, or with the comment lines right below it, which are its text.
 *
 * Nothing is skipped: an expression without an expectation is a mistake, and so is a comment after a
 * declaration unless it says what the one constant declared is. Lines that are only a comment, and
 * stand elsewhere, are words for the reader.
 */
import { transformSync } from 'esbuild'
import { matches, parse, show } from './expected.ts'
import type { Example } from './source.ts'

/** A statement: its first line counted from 0, its code, and the comments that belong to it. */
interface Statement {
  readonly line: number
  readonly code: string
  readonly comment: string | null
  readonly below: ReadonlyArray<string>
}

/** Where one line leaves the reader: open brackets, an open template string, and where its comment starts. */
interface Scan {
  readonly depth: number
  readonly template: boolean
  readonly comment: number
}

const scan = (line: string, from: Scan): Scan => {
  let { depth, template } = from
  let quote = ''
  for (let i = 0; i < line.length; i++) {
    const char = line[i] ?? ''
    if (quote !== '' || template) {
      if (char === '\\') i++
      else if (template ? char === '`' : char === quote) {
        quote = ''
        template = false
      }
    } else if (char === "'" || char === '"') quote = char
    else if (char === '`') template = true
    else if (line.startsWith('//', i)) return { depth, template, comment: i }
    else if ('([{'.includes(char)) depth++
    else if (')]}'.includes(char)) depth--
  }
  return { depth, template, comment: line.length }
}

const unfinished = /(?:=>|[=+\-*/&|?:,(])$/
const continuing = /^\s*(?:[.?:|&)\]}]|=>)/

const statementsOf = (code: string): ReadonlyArray<Statement> => {
  const lines = code.split('\n')
  const found: Array<Statement> = []
  const empty: Scan = { depth: 0, template: false, comment: 0 }
  for (let i = 0; i < lines.length; ) {
    const start = i
    const parts: Array<string> = []
    let at = empty
    let comment: string | null = null
    do {
      const line = lines[i] ?? ''
      at = scan(line, at)
      comment = at.comment < line.length ? line.slice(at.comment + 2).trim() : null
      parts.push(line.slice(0, at.comment).trimEnd())
      i++
    } while (i < lines.length && parts[0] !== '' && (at.depth > 0 || at.template || unfinished.test(parts.at(-1) ?? '') || continuing.test(lines[i] ?? '')))
    const below: Array<string> = []
    if (parts[0] !== '' && comment === null && !isDeclaration(parts[0] ?? '')) {
      for (; lines[i]?.startsWith('//'); i++) below.push((lines[i] ?? '').replace(/^\/\/ ?/, '').trimEnd())
    }
    if (parts[0] !== '') found.push({ line: start, code: parts.join('\n'), comment, below })
  }
  return found
}

const isDeclaration = (code: string): boolean => /^(?:const|let|type|interface|function|import|export|declare)\b/.test(code)

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

const textCheck = (line: number, below: ReadonlyArray<string>): Check => {
  const wanted = below.join('\n')
  return { line, wanted, holds: (value) => typeof value === 'string' && value.split('\n').map((row) => row.trimEnd()).join('\n').trimEnd() === wanted.trimEnd() }
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
  for (const { line, code, comment, below } of statementsOf(example.code)) {
    const at = example.line + line
    if (code.startsWith('import')) {
      imports.push(code)
    } else if (isDeclaration(code)) {
      body.push(code)
      if (comment === null) continue
      const name = /^const (\w+)\b(?! *[{[])/.exec(code)?.[1]
      if (name === undefined) throw new Error(`${example.file}:${at}: a comment after a declaration that is not of one constant: ${comment}`)
      body.push(`check(${checks.length}, ${name})`)
      checks.push(valueCheck(at, comment))
    } else {
      if (comment === null && below.length === 0) throw new Error(`${example.file}:${at}: nothing is said about the value of ${code}`)
      body.push(`check(${checks.length}, (${code}))`)
      checks.push(comment === null ? textCheck(at, below) : valueCheck(at, comment))
    }
  }
  if (checks.length === 0) throw new Error(`${example.file}:${example.line}: an example that says no value`)
  return { imports: imports.join('\n'), body: body.join('\n'), checks }
}

/** The imports of an example and the rest of it, each on as many lines as before. */
export const hoisted = (code: string): { readonly imports: string; readonly body: string } => {
  const parts = statementsOf(code).filter((statement) => statement.code.startsWith('import'))
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
    if (found === undefined || !found.holds(value)) throw new Error(`${example.file}:${found?.line}: expected\n${found?.wanted}\nbut it is\n${found?.wanted.includes('\n') ? String(value) : show(value)}`)
    done.add(i)
  }
  const require = (name: string): unknown => {
    if (!(name in modules)) throw new Error(`${example.file}:${example.line}: imports ${name}, which is not offered to examples`)
    return modules[name]
  }
  const names = Object.keys(scope)
  new Function('require', 'check', ...names, `'use strict'\n${code}`)(require, check, ...names.map((name) => scope[name]))
  if (done.size !== checks.length) throw new Error(`${example.file}:${example.line}: ${checks.length - done.size} expectations were not reached`)
  return done.size
}

/**
 * The compiler's answer to a project, as data, and what a fixture expects of it: a line that ends in
 * `// refused: text` must have an error that holds the text, and no other line may have one.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { root } from '../source.ts'

export interface Diagnostic {
  readonly file: string
  readonly line: number
  readonly text: string
}

const tsc = join(root, 'node_modules/typescript/bin/tsc')

/** What `tsc` prints, in seconds. */
export const compiled = (project: string, ...options: ReadonlyArray<string>): { readonly output: string; readonly seconds: number } => {
  const start = performance.now()
  const { stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', project, '--noEmit', '--pretty', 'false', ...options], { encoding: 'utf8', cwd: root })
  return { output: stdout + stderr, seconds: (performance.now() - start) / 1000 }
}

/** All errors of a project; an error's continuation lines belong to it. */
export const diagnostics = (project: string): ReadonlyArray<Diagnostic> =>
  compiled(project)
    .output.split(/\n(?! )/)
    .flatMap((text) => {
      const found = /^(.+)\((\d+),\d+\): error/.exec(text)
      if (found !== null) return [{ file: basename(found[1] ?? ''), line: Number(found[2]), text }]
      return text.trim() === '' ? [] : [{ file: '', line: 0, text }]
    })

/** The lines of the files in a folder that must be refused, and what must be said. */
export const expectations = (folder: string): ReadonlyArray<Diagnostic> =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      readFileSync(join(folder, file), 'utf8')
        .split('\n')
        .flatMap((line, i) => {
          const said = /\/\/ refused: (.*)$/.exec(line)?.[1]
          return said === undefined ? [] : [{ file, line: i + 1, text: said }]
        }),
    )

/** Where expectation and answer differ, in words; nothing if they agree. */
export const differences = (expected: ReadonlyArray<Diagnostic>, got: ReadonlyArray<Diagnostic>): ReadonlyArray<string> => {
  const at = (one: Diagnostic, other: Diagnostic): boolean => one.file === other.file && one.line === other.line
  const met = ({ text }: Diagnostic, answers: ReadonlyArray<Diagnostic>): boolean => answers.some((answer) => answer.text.includes(text))
  const missed = expected.flatMap((want) => {
    const answers = got.filter((answer) => at(want, answer))
    if (answers.length === 0) return [`${want.file}:${want.line} compiles; it must be refused with: ${want.text}`]
    return met(want, answers)
      ? []
      : [`${want.file}:${want.line} should be refused with: ${want.text}\n  but the compiler says: ${answers.map((answer) => answer.text).join('\n')}`]
  })
  return [...missed, ...got.filter((answer) => !expected.some((want) => at(want, answer))).map((answer) => `unexpected: ${answer.text}`)]
}

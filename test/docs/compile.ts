/**
 * Type-checking examples: each file of examples becomes a module with the same names in scope as when
 * it is run and every example on its own lines, and one run of the compiler checks them all.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { hoisted } from './example.ts'
import { root } from '../source.ts'
import type { Example } from './doc.ts'

/** A module to check, and its text. */
export interface Module {
  readonly path: string
  readonly text: string
}

const atLine = (lines: Array<string>, line: number, code: string): void => {
  code.split('\n').forEach((text, i) => {
    lines[line - 1 + i] = text
  })
}

/** Examples of one file as a module whose first line is `prelude`; each is a block of its own. */
export const moduleOf = (file: string, prelude: string, examples: ReadonlyArray<Example>): Module => {
  const lines: Array<string> = []
  const imports = new Set<string>()
  for (const { line, code } of examples) {
    const parts = hoisted(code)
    if (parts.imports !== '') imports.add(parts.imports)
    atLine(lines, line, parts.body)
    // The braces stand on the lines of the tag above and of the end below.
    lines[line - 2] = `${lines[line - 2] ?? ''}{`
    const end = line - 1 + code.split('\n').length
    lines[end] = `}${lines[end] ?? ''}`
  }
  return { path: file, text: [[prelude, ...imports].join('; '), ...Array.from(lines, (text) => text ?? '').slice(1)].join('\n') }
}

/** A block that stands for itself as a module, on the lines it has in its file. */
export const standing = ({ file, line, code }: Example): Module => ({ path: `${file}/${line}.ts`, text: `${'\n'.repeat(line - 1)}${code}\nexport {}\n` })

const options = (files: ReadonlyArray<string>): string =>
  JSON.stringify({
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      noUnusedLocals: false,
      noUnusedParameters: false,
      verbatimModuleSyntax: false,
      rewriteRelativeImportExtensions: false,
      lib: ['es2022', 'dom'],
      types: [],
      paths: {
        '#compiler': [join(root, 'src/compile/compiler.ts')],
        '#elementary': [join(root, 'src/elementary/definitions.ts')],
        wengert: [join(root, 'src/index.ts')],
        'wengert/laws': [join(root, 'laws/index.ts')],
      },
    },
    files,
    include: [],
    exclude: [],
  })

/** What the compiler says of the modules: nothing, if all is well. */
export const compilerSays = (modules: ReadonlyArray<Module>): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'wengert-docs-'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  for (const { path, text } of modules) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  writeFileSync(join(folder, 'tsconfig.json'), options(modules.map((module) => module.path)))
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', folder], (error, stdout, stderr) => {
      rmSync(folder, { recursive: true, force: true })
      resolve(error === null ? '' : `${stdout}${stderr}${error.message}`)
    })
  })
}

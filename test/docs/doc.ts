/**
 * What the documentation consists of, read from the files: doc comments and their examples, the code
 * blocks and the map of the README, and the names that the entry points export.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { root } from '../source.ts'

export const textOf = (file: string): string => readFileSync(`${root}/${file}`, 'utf8')

/** A piece of code in the documentation, with the line of its file on which it starts, counted from 1. */
export interface Example {
  readonly file: string
  readonly line: number
  readonly code: string
}

// doc comments -----------------------------------------------------------------------------

/** A doc comment without its stars, and the name it stands above. */
export interface Doc {
  readonly name: string
  readonly file: string
  readonly line: number
  readonly text: string
}

const comment = /^\/\*\*([\s\S]*?)\*\/\n(?:\/\/.*\n)*(export )?(?:declare )?(?:const|function|interface|type)? ?([A-Za-z_$][\w$]*)?/gm

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

const bare = (body: string): string =>
  body
    .split('\n')
    .map((line) => line.replace(/^ \* ?/, '').replace(/^ \*$/, ''))
    .join('\n')

/** The doc comments of a file that stand above a top-level declaration. */
export const docsOf = (file: string): ReadonlyArray<Doc> => {
  const text = textOf(file)
  return [...text.matchAll(comment)].map((found) => ({ name: found[3] ?? '', file, line: lineAt(text, found.index), text: bare(found[1] ?? '') }))
}

/** What a doc comment says before its first tag. */
export const summaryOf = (doc: Doc): string => (doc.text.split(/(?:^|\s)@[a-z]+\b/)[0] ?? '').trim()

/** The category named in a doc comment, if one is. */
export const categoryOf = (doc: Doc): string => /@category +([a-z][a-z -]*[a-z])/.exec(doc.text)?.[1] ?? ''

/** How often a text mentions the tag of an example: in code that is not extracted it would be skipped. */
export const mentions = (file: string): number => textOf(file).split('@example').length - 1

/** The examples in a file's doc comments, top-level or nested. */
export const examplesOf = (file: string): ReadonlyArray<Example> => {
  const lines = textOf(file).split('\n')
  return lines.flatMap((line, i) => {
    if (!/^\s*\* @example$/.test(line)) return []
    const rest = lines.slice(i + 1)
    const end = rest.findIndex((next) => /^\s*\*\/|^\s*\* @[a-z]/.test(next))
    return [
      {
        file,
        line: i + 2,
        code: rest
          .slice(0, end)
          .map((next) => next.replace(/^\s*\* ?/, ''))
          .join('\n')
          .trimEnd(),
      },
    ]
  })
}

// the README -------------------------------------------------------------------------------

/** The blocks of TypeScript in a Markdown file. */
export const blocksOf = (file: string): ReadonlyArray<Example> => {
  const text = textOf(file)
  return [...text.matchAll(/^```ts\n([\s\S]*?)\n```$/gm)].map((found) => ({ file, line: lineAt(text, found.index) + 1, code: found[1] ?? '' }))
}

/** The folders named in the first column of the README's map. */
export const mapOf = (file: string): ReadonlyArray<string> => [...textOf(file).matchAll(/^\| `([^`]+)` \|/gm)].map((found) => found[1] ?? '')

/** The folders directly below one. */
export const foldersOf = (folder: string): ReadonlyArray<string> =>
  readdirSync(`${root}/${folder}`, { withFileTypes: true })
    .filter((found) => found.isDirectory())
    .map((found) => `${folder}/${found.name}`)
    .sort()

// exports ----------------------------------------------------------------------------------

/** A name that an entry point exports: what it is called there, and what and where it is declared. */
export interface Export {
  readonly name: string
  readonly kind: 'value' | 'type' | 'module'
  readonly local: string
  readonly file: string
}

const beside = (file: string, path: string): string => new URL(path, `file:///${file}`).pathname.slice(1)

/** The exports of a file, by their text. */
export const exportsOf = (file: string): ReadonlyArray<Export> => {
  const text = textOf(file)
  const lists = [...text.matchAll(/^export (type )?\{([^}]*)\}(?: from '([^']+)')?/gm)].flatMap(([, type, names = '', path]) =>
    names
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '')
      .map((item): Export => {
        const [local = '', name = local] = item.replace(/^type /, '').split(' as ')
        return { name, local, kind: type !== undefined || item.startsWith('type ') ? 'type' : 'value', file: path === undefined ? file : beside(file, path) }
      }),
  )
  const modules = [...text.matchAll(/^export \* as (\w+) from '([^']+)'/gm)].map(
    ([, name = '', path = '']): Export => ({ name, local: '*', kind: 'module', file: beside(file, path) }),
  )
  const declared = [...text.matchAll(/^export (?:declare )?(const|function|interface|type) (\w+)/gm)].map(
    ([, word = '', name = '']): Export => ({
      name,
      local: name,
      kind: word === 'interface' || word === 'type' ? 'type' : 'value',
      file,
    }),
  )
  return [...lists, ...modules, ...declared]
}

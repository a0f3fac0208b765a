/**
 * Documentation that is executed: every example of a doc comment and every block of the README and the guide is
 * compiled, run and compared with what it says, and every public name has a doc comment.
 */
import * as fc from 'fast-check'
import * as fpts from 'fp-ts'
import * as iots from 'io-ts'
import { existsSync, readdirSync } from 'node:fs'
import { posix } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import * as wengert from '../src/index.ts'
import { compilerSays, moduleOf, standing } from './docs/compile.ts'
import { execute, type Modules } from './docs/example.ts'
import { blocksOf, categoryOf, docsOf, type Doc, type Example, examplesOf, exportsOf, foldersOf, mapOf, mentions, summaryOf, textOf } from './docs/doc.ts'
import { root, sourcesIn } from './source.ts'

const load = (file: string): Promise<Readonly<Record<string, unknown>>> => import(pathToFileURL(`${root}/${file}`).href)

const index = 'src/index.ts'
const lawsIndex = 'laws/index.ts'
const lawsExist = existsSync(`${root}/${lawsIndex}`)
const laws = lawsExist ? await load(lawsIndex) : {}
const modules: Modules = { wengert, 'wengert/laws': laws, 'fp-ts': fpts, 'io-ts': iots, 'fast-check': fc }

const files = sourcesIn('src', 'laws').map(({ path }) => path)
const documented = files.map((file) => ({ file, examples: examplesOf(file) })).filter(({ examples }) => examples.length > 0)
const guide = readdirSync(`${root}/examples/guide`)
  .sort()
  .map((name) => `examples/guide/${name}`)
const pages = ['README.md', ...guide]
const blocks = pages.flatMap(blocksOf)

const named = (file: string, kinds: ReadonlyArray<string>): ReadonlyArray<string> => [
  ...new Set(
    exportsOf(file)
      .filter((found) => kinds.includes(found.kind))
      .map((found) => found.name),
  ),
]

const without = (names: ReadonlyArray<string>, ...taken: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> =>
  names.filter((name) => !taken.some((list) => list.includes(name)))

/** A module that examples may name the exports of without an import: its file, and how to import it. */
interface Entry {
  readonly file: string
  readonly from: string
}

/** The entry points, that of the file's own package first, and the file itself; an earlier one hides the same name of a later one. */
const entriesFor = (file: string): ReadonlyArray<Entry> => {
  const own: Entry = { file: index, from: 'wengert' }
  const entries = lawsExist ? [own, { file: lawsIndex, from: 'wengert/laws' }] : [own]
  return [...(file.startsWith('laws/') ? entries.reverse() : entries), { file, from: `${root}/${file}` }]
}

const scopeFor = async (file: string): Promise<Readonly<Record<string, unknown>>> => {
  const loaded = await Promise.all(entriesFor(file).map((entry) => load(entry.file)))
  return { ...Object.assign({}, ...loaded.reverse()), ...libraries }
}

// The other libraries, under the names that the project gives them everywhere.
const customary = "import * as fc from 'fast-check'; import { either as E, option as O } from 'fp-ts'; import * as t from 'io-ts'"
const libraries = { fc, E: fpts.either, O: fpts.option, t: iots }

const preludeOf = (file: string): string => {
  const taken: Array<string> = []
  const imports = entriesFor(file).map((entry) => {
    const values = named(entry.file, ['value', 'module'])
    const names = without([...new Set([...values, ...named(entry.file, ['type'])])], taken)
    taken.push(...names)
    return `import { ${names.map((name) => (values.includes(name) ? name : `type ${name}`)).join(', ')} } from '${entry.from}'`
  })
  return [customary, ...imports].join('; ')
}

const run = async (example: Example): Promise<number> => execute(example, await scopeFor(example.file), modules)

describe('examples', () => {
  it('are all found: every @example tag opens a block of its own', () => {
    expect(files.filter((file) => examplesOf(file).length !== mentions(file))).toEqual([])
    expect(blocks.length).toBe(pages.map(textOf).join('').split('```ts').length - 1)
    expect(documented.length).toBeGreaterThan(20)
  })

  describe.each(documented)('of $file', ({ examples }) => {
    it.each(examples)(
      'at line $line',
      async (example) => {
        expect(await run(example)).toBeGreaterThan(0)
      },
      30_000,
    )
  })

  it('compile, those of the README and the guide with their own imports only', async () => {
    const checked = [...blocks.map(standing), ...documented.map(({ file, examples }) => moduleOf(file, preludeOf(file), examples))]
    expect(await compilerSays(checked)).toBe('')
  }, 60_000)
})

describe('the README and the guide', () => {
  it.each(blocks)('run at $file:$line', (block) => {
    expect(execute(block, {}, modules)).toBeGreaterThan(0)
  })

  it('import only what is exported', () => {
    const known: Readonly<Record<string, ReadonlyArray<string>>> = {
      wengert: named(index, ['value', 'type', 'module']),
      'fp-ts': Object.keys(fpts),
      'wengert/laws': lawsExist ? named(lawsIndex, ['value', 'type', 'module']) : [],
    }
    const imported = blocks.flatMap(({ code }) =>
      [...code.matchAll(/^import \{([^}]*)\} from '([^']+)'$/gm)].flatMap(([, names = '', from = '']) =>
        names.split(',').map((name) => ({ from, name: name.trim().replace(/^type | as \w+$/g, '') })),
      ),
    )
    expect(imported.filter(({ from, name }) => !known[from]?.includes(name))).toEqual([])
    expect(imported.length).toBeGreaterThan(0)
  })

  it('lead to each other: every page is linked from the contents, every link leads somewhere', () => {
    const links = (file: string): ReadonlyArray<string> =>
      [...textOf(file).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, to = '']) => posix.join(posix.dirname(file), to))
    expect(pages.flatMap((page) => links(page).filter((to) => !existsSync(`${root}/${to}`)))).toEqual([])
    const contents = 'examples/guide/README.md'
    expect(links('README.md')).toContain(contents)
    expect(guide.filter((page) => page !== contents && !links(contents).includes(page))).toEqual([])
  })

  it('draw the graphs that they print', () => {
    const inside = textOf('examples/guide/inside.md')
    const drawn = [...inside.matchAll(/^```mermaid\n([\s\S]*?)\n```$/gm)].map(([, text = '']) => text)
    expect(drawn.map((text) => inside.includes(text.replace(/^/gm, '// ')))).toEqual([true])
  })

  it('map exactly the folders of src, and the other three', () => {
    const listed = mapOf('README.md')
    expect(listed.filter((folder) => folder.startsWith('src/')).sort()).toEqual(foldersOf('src'))
    expect(listed.filter((folder) => !folder.startsWith('src/'))).toEqual(['laws', 'test', 'examples'])
  })
})

describe('public names', () => {
  const missing: Doc = { name: '', file: '', line: 0, text: '' }
  const docOf = (file: string, local: string): Doc => docsOf(file).find((doc) => doc.name === local) ?? missing
  const values = exportsOf(index).flatMap((found) =>
    found.kind === 'module'
      ? exportsOf(found.file)
          .filter((inner) => inner.kind === 'value')
          .map((inner) => ({ ...inner, name: `${found.name}.${inner.name}` }))
      : found.kind === 'value'
        ? [found]
        : [],
  )
  const valueNamed = (name: string): unknown =>
    name.split('.').reduce<unknown>((at, key) => Object.entries(at ?? {}).find(([own]) => own === key)?.[1], wengert)

  it('are read from the text as the program sees them', () => {
    expect([...named(index, ['value', 'module'])].sort()).toEqual(Object.keys(wengert).sort())
    expect(values.filter(({ name }) => valueNamed(name) === undefined).map(({ name }) => name)).toEqual([])
  })

  it('say in a sentence what they are', () => {
    expect(values.filter(({ file, local }) => !/^\S.*[.:)]/s.test(summaryOf(docOf(file, local)))).map(({ name, file }) => `${name} of ${file}`)).toEqual([])
  })

  it('have a category', () => {
    expect(values.filter(({ file, local }) => categoryOf(docOf(file, local)) === '').map(({ name, file }) => `${name} of ${file}`)).toEqual([])
  })

  it('have an example, if they are functions', () => {
    const functions = values.filter(({ name }) => typeof valueNamed(name) === 'function')
    expect(functions.filter(({ file, local }) => !docOf(file, local).text.includes('@example')).map(({ name, file }) => `${name} of ${file}`)).toEqual([])
    expect(functions.length).toBeGreaterThan(90)
  })
})

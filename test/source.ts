/**
 * Source files as data: what a file imports and which constructs it holds, read from its syntax tree
 * (comments and strings are not code), and what is wrong with a set of them by a table of layers.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAst } from 'vite'
import { named } from './alias.ts'

/** A file by its path from the root of the project, `src/program/fold.ts`. */
export interface Source {
  readonly path: string
  readonly text: string
}

export interface Import {
  readonly line: number
  readonly from: string
  /** Nothing of it is left at run time. */
  readonly typeOnly: boolean
  /** `* as t`, or the imported names. */
  readonly form: 'namespace' | 'named' | 'bare'
}

/** A table of layers from the bottom up; each names the paths it holds, and the longest path that fits decides. */
export type Layers = ReadonlyArray<ReadonlyArray<string>>

// reading --------------------------------------------------------------------------------

export const root: string = fileURLToPath(new URL('..', import.meta.url))

/** All TypeScript files below the folders given. */
export const sourcesIn = (...folders: ReadonlyArray<string>): ReadonlyArray<Source> =>
  folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
      .sort()
      .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
  )

// the syntax tree ------------------------------------------------------------------------

interface Branch {
  readonly [key: string]: unknown
  readonly type: string
  readonly start: number
}

const isBranch = (value: unknown): value is Branch => typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

/** A node of a syntax tree and the one it stands in. */
interface Placed {
  readonly node: Branch
  readonly parent: Branch | null
}

const parsed = new WeakMap<Source, ReadonlyArray<Placed>>()

/** Every node of a file's syntax tree, in order. A file is parsed once. */
const nodesOf = (source: Source): ReadonlyArray<Placed> => {
  const known = parsed.get(source)
  if (known !== undefined) return known
  const tree: unknown = parseAst(source.text, { lang: 'ts' })
  const found: Array<Placed> = []
  const open: Array<{ value: unknown; parent: Branch | null }> = [{ value: tree, parent: null }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, parent } = next
    if (Array.isArray(value)) open.push(...value.map((item: unknown) => ({ value: item, parent })))
    else if (isBranch(value)) {
      found.push({ node: value, parent })
      open.push(...Object.values(value).map((item) => ({ value: item, parent: value })))
    }
  }
  found.sort((a, b) => a.node.start - b.node.start)
  parsed.set(source, found)
  return found
}

const lineAt = (source: Source, offset: number): number => source.text.slice(0, offset).split('\n').length

const importing = ['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression', 'TSImportType']

const partsOf = (node: Branch): ReadonlyArray<Branch> => (Array.isArray(node['specifiers']) ? node['specifiers'].filter(isBranch) : [])

const typeOnly = (node: Branch): boolean => {
  const parts = partsOf(node)
  const kind = (branch: Branch): boolean => branch['importKind'] === 'type' || branch['exportKind'] === 'type'
  return node.type === 'TSImportType' || kind(node) || (parts.length > 0 && parts.every(kind))
}

const formOf = (node: Branch): Import['form'] => {
  const parts = partsOf(node)
  if (node.type === 'ExportAllDeclaration' || parts.some((part) => part.type === 'ImportNamespaceSpecifier')) return 'namespace'
  return parts.length > 0 && parts.every((part) => part.type !== 'ImportDefaultSpecifier') ? 'named' : 'bare'
}

/** All imports of a file: declarations, re-exports, `import(…)` and `import('…').Type`. */
export const importsOf = (source: Source): ReadonlyArray<Import> =>
  nodesOf(source).flatMap(({ node }) => {
    const from = node['source']
    if (!importing.includes(node.type) || !isBranch(from) || typeof from['value'] !== 'string') return []
    return [{ line: lineAt(source, node.start), from: from['value'], typeOnly: typeOnly(node), form: formOf(node) }]
  })

// layers ---------------------------------------------------------------------------------

/** The place of a path in the table: the layer with the longest entry that fits, or -1. */
const layerOf = (layers: Layers, path: string): number => {
  const fits = (entry: string): boolean => path === entry || path.startsWith(`${entry}/`)
  const longest = layers
    .flat()
    .filter(fits)
    .reduce((best, entry) => (entry.length > best.length ? entry : best), '')
  return layers.findIndex((layer) => layer.includes(longest))
}

const relative = (source: Source): ReadonlyArray<Import & { readonly target: string }> =>
  importsOf(source).flatMap((item) => {
    const target = item.from.startsWith('.') ? posix.join(posix.dirname(source.path), item.from) : named.get(item.from)
    return target === undefined ? [] : [{ ...item, target }]
  })

/** Imports that go up, files that no layer holds, and targets that do not exist. Type-only imports count. */
export const upwardImports = (layers: Layers, sources: ReadonlyArray<Source>): ReadonlyArray<string> => {
  const known = new Set(sources.map((source) => source.path))
  return sources.flatMap((source) => {
    const own = layerOf(layers, source.path)
    if (own < 0) return [`${source.path} is in no layer of the table`]
    return relative(source).flatMap(({ line, target }) => {
      const other = layerOf(layers, target)
      if (!known.has(target)) return [`${source.path}:${line} imports ${target}, which is not there`]
      return other > own
        ? [`${source.path}:${line} imports ${target}, which is above it: [${layers[own]?.join(', ')}] may not know of [${layers[other]?.join(', ')}]`]
        : []
    })
  })
}

/** Circles of imports between files, each told once, from its first file by name. */
export const circles = (sources: ReadonlyArray<Source>): ReadonlyArray<string> => {
  const edges = new Map(sources.map((source) => [source.path, [...new Set(relative(source).map((item) => item.target))]]))
  const done = new Set<string>()
  const found: Array<string> = []
  const visit = (path: string, above: ReadonlyArray<string>): void => {
    const at = above.indexOf(path)
    if (at >= 0) found.push([...above.slice(at), path].join(' → '))
    if (at >= 0 || done.has(path)) return
    for (const next of edges.get(path) ?? []) visit(next, [...above, path])
    done.add(path)
  }
  for (const path of [...edges.keys()].sort()) visit(path, [])
  return found
}

/** Imports of packages in a form that some tool of the chain refuses, or of packages nobody agreed on. */
export const foreignImports = (allowed: ReadonlyArray<string>, sources: ReadonlyArray<Source>): ReadonlyArray<string> =>
  sources.flatMap((source) =>
    importsOf(source).flatMap(({ line, from, typeOnly, form }) => {
      const at = `${source.path}:${line} imports '${from}'`
      if (named.has(from)) return []
      if (from.startsWith('.')) return from.endsWith('.ts') ? [] : [`${at} without its extension .ts`]
      if (from === 'fp-ts') return form === 'named' ? [] : [`${at}; write: import { option as O } from 'fp-ts'`]
      if (from === 'io-ts') return form === 'namespace' ? [] : [`${at}; write: import * as t from 'io-ts'`]
      if (/^fp-ts\/(lib\/\w+\.js|HKT)$/.test(from)) return typeOnly ? [] : [`${at} for its values, which fails in Node or bundles everything; import type only`]
      if (/^(fp|io)-ts\//.test(from)) return [`${at}, which does not load in Node; write: import type { … } from 'fp-ts/lib/….js'`]
      return allowed.includes(from) ? [] : [`${at}; only fp-ts, io-ts${allowed.map((name) => `, ${name}`).join('')} may be imported here`]
    }),
  )

// style ----------------------------------------------------------------------------------

const refused: { readonly [type: string]: string } = {
  TSAnyKeyword: 'the type any',
  TSNonNullExpression: 'a non-null assertion !',
  ClassDeclaration: 'a class',
  ClassExpression: 'a class',
  TSEnumDeclaration: 'an enum',
  TSModuleDeclaration: 'a namespace',
}

const isConst = (node: Branch): boolean => {
  const of = node['typeAnnotation']
  const name = isBranch(of) && isBranch(of['typeName']) ? of['typeName']['name'] : undefined
  return name === 'const'
}

/** Constructs that this codebase does without. A cast belongs to the one file that is named for it. */
export const refusedSyntax = (castsIn: string, sources: ReadonlyArray<Source>): ReadonlyArray<string> =>
  sources.flatMap((source) =>
    nodesOf(source).flatMap(({ node }) => {
      const at = (): string => `${source.path}:${lineAt(source, node.start)} has`
      const what = refused[node.type]
      // `declare module 'fp-ts/HKT'` adds a line to fp-ts's own table of types; it is no namespace of ours.
      const augments = node.type === 'TSModuleDeclaration' && isBranch(node['id']) && node['id'].type === 'Literal'
      if (what !== undefined && !augments) return [`${at()} ${what}`]
      if (node['definite'] === true) return [`${at()} a definite assignment !`]
      const cast = node.type === 'TSTypeAssertion' || (node.type === 'TSAsExpression' && !isConst(node))
      return cast && source.path !== castsIn ? [`${at()} a cast; give the type with a smart constructor, through phantom`] : []
    }),
  )

/** Names of the outside world, where the code is to be pure. A property of that name is none. */
export const outsideWorld = (names: ReadonlyArray<string>, sources: ReadonlyArray<Source>): ReadonlyArray<string> =>
  sources.flatMap((source) =>
    nodesOf(source).flatMap(({ node, parent }) => {
      const name = node['name']
      if (node.type !== 'Identifier' || typeof name !== 'string' || !names.includes(name)) return []
      const isProperty = parent !== null && parent['computed'] !== true && (parent['property'] === node || parent['key'] === node)
      return isProperty ? [] : [`${source.path}:${lineAt(source, node.start)} uses ${name}`]
    }),
  )

const makers = ['eval', 'Function', 'constructor']

/** The name of a member, written after a dot or as text in brackets. */
const memberName = (node: Branch): unknown => {
  const property = node.type === 'MemberExpression' && isBranch(node['property']) ? node['property'] : undefined
  return property?.type === 'Identifier' && node['computed'] !== true ? property['name'] : property?.['value']
}

/** Places where text may become code: `eval` and `Function` by any use, a constructor that is called, an import of what is computed. */
export const codeFromText = (sources: ReadonlyArray<Source>): ReadonlyArray<string> =>
  sources.flatMap((source) =>
    nodesOf(source).flatMap(({ node, parent }) => {
      const isName = parent !== null && parent['computed'] !== true && (parent['property'] === node || parent['key'] === node)
      const used =
        node.type === 'Identifier' && ['eval', 'Function'].includes(String(node['name'])) && !isName && !/^(TS|ImportSpecifier)/.test(parent?.type ?? '')
      const called = parent !== null && parent['callee'] === node && makers.includes(String(memberName(node)))
      const imported = node.type === 'ImportExpression' && isBranch(node['source']) && node['source'].type !== 'Literal'
      return used || called || imported ? [`${source.path}:${lineAt(source, node.start)}`] : []
    }),
  )

/** Comments that silence the compiler. */
export const silenced = (sources: ReadonlyArray<Source>): ReadonlyArray<string> =>
  sources.flatMap((source) =>
    source.text
      .split('\n')
      .flatMap((text, i) =>
        /(\/\/|\*).*@ts-(ignore|nocheck|expect-error)/.test(text) ? [`${source.path}:${i + 1} silences the compiler: ${text.trim()}`] : [],
      ),
  )

/** Files that hold more than one noun, most likely. */
export const tooLong = (most: number, sources: ReadonlyArray<Source>): ReadonlyArray<string> =>
  sources.flatMap(({ path, text }) => {
    const lines = text.replace(/\n$/, '').split('\n').length
    return lines > most ? [`${path} has ${lines} lines, more than ${most}`] : []
  })

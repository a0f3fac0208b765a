/**
 * Everything that `wengert` and `wengert/laws` export, with what is written about it: the material of the reference.
 */
import { docsOf, categoryOf, type Example, examplesOf, exportsOf, summaryOf } from '../docs/doc.ts'
import * as laws from '../../laws/index.ts'
import * as wengert from '../../src/index.ts'

export interface Item {
  /** As a user writes it, `sum` or `random.normal`. */
  readonly name: string
  readonly file: string
  /** The name under which the file declares it. */
  readonly local: string
  readonly kind: 'value' | 'type'
  readonly value: unknown
  readonly category: string
  /** The doc comment up to its first tag. */
  readonly words: string
  /** What `@formula` says, in LaTeX. */
  readonly formula: string
  /** What `@derivative` says, in LaTeX: a published rule that no trace could print as well. */
  readonly derivative: string
  readonly example: Example | undefined
}

const index = 'src/index.ts'

const valueNamed = (name: string, module: unknown): unknown =>
  name.split('.').reduce<unknown>((at, key) => Object.entries(at ?? {}).find(([own]) => own === key)?.[1], module)

const tag = (text: string, name: string): string => new RegExp(`@${name} ([\\s\\S]*?)(?=\\n@[a-z]|$)`).exec(text)?.[1]?.replace(/\s+/g, ' ').trim() ?? ''

/** The files in which a name may be declared: an entry may hand on what another file exports. */
const declaredIn = (file: string, local: string): { readonly file: string; readonly local: string } => {
  const found = exportsOf(file).find((one) => one.name === local)
  return found === undefined || (found.file === file && found.local === local) ? { file, local } : declaredIn(found.file, found.local)
}

const itemOf = (name: string, kind: Item['kind'], from: string, called: string, module: unknown = wengert): Item => {
  const { file, local } = declaredIn(from, called)
  const doc = docsOf(file).find((one) => one.name === local)
  const text = doc?.text ?? ''
  const end = (doc?.line ?? 0) + text.split('\n').length
  return {
    name,
    file,
    local,
    kind,
    value: kind === 'value' ? valueNamed(name, module) : undefined,
    category: (doc === undefined ? '' : categoryOf(doc)) || 'without a category',
    words: doc === undefined ? '' : summaryOf(doc),
    formula: tag(text, 'formula'),
    derivative: tag(text, 'derivative'),
    example: examplesOf(file).find(({ line }) => doc !== undefined && line > doc.line && line <= end),
  }
}

/** All exports in the order of the index; a module's are named with it. */
export const surface: ReadonlyArray<Item> = exportsOf(index).flatMap((found) =>
  found.kind === 'module'
    ? exportsOf(found.file).map((inner) => itemOf(`${found.name}.${inner.name}`, inner.kind === 'type' ? 'type' : 'value', inner.file, inner.local))
    : [itemOf(found.name, found.kind, found.file, found.local)],
)

/** All exports of the laws. */
export const lawsSurface: ReadonlyArray<Item> = exportsOf('laws/index.ts').map((found) =>
  itemOf(found.name, found.kind === 'type' ? 'type' : 'value', found.file, found.local, laws),
)

/** Functions of arrays: what is declared where primitives, random numbers and models are. */
export const isOperation = ({ kind, file, value }: Item): boolean =>
  kind === 'value' && typeof value === 'function' && /^src\/(basis|primitive|random|model)\//.test(file)

/**
 * The pages of the reference: exports by category in an order that a reader follows, types, and the table
 * of primitives. A category that no page names gets one of its own.
 */
import { vocabulary } from '../../src/primitive/vocabulary.ts'
import { none } from '../../src/basis/declare.ts'
import { float, operationOf } from '../../src/program/expr.ts'
import type { Primitive } from '../../src/program/model.ts'
import { anchorOf, entryOf } from './entry.ts'
import { mistakes } from './mistake.ts'
import { kindOf, notationOf, partialsOf, ruleOf } from './rule.ts'
import { type Item, lawsSurface, surface } from './surface.ts'

/** A file of the reference, and its text. */
export interface Page {
  readonly path: string
  readonly text: string
}

interface Chapter {
  readonly file: string
  readonly title: string
  readonly categories: ReadonlyArray<string>
}

const chapters: ReadonlyArray<Chapter> = [
  { file: 'transforms', title: 'Transforms and control flow', categories: ['transforms', 'control flow', 'custom rules', 'structures', 'functions'] },
  { file: 'elementary', title: 'Elementary functions', categories: ['arithmetic', 'exponentials', 'trigonometry', 'hyperbolic', 'rounding'] },
  { file: 'special', title: 'Special functions', categories: ['special functions'] },
  { file: 'comparisons', title: 'Comparisons, conversions and bits', categories: ['comparisons', 'conversions', 'bits'] },
  { file: 'arrays', title: 'Arrays and their shapes', categories: ['constructors', 'destructors', 'shape', 'indexing'] },
  { file: 'reductions', title: 'Reductions, running results and sorting', categories: ['reductions', 'sorting'] },
  { file: 'linear-algebra', title: 'Contractions and linear algebra', categories: ['contractions', 'linear algebra'] },
  { file: 'models', title: 'Models, losses and densities', categories: ['neural networks', 'losses', 'densities'] },
  { file: 'random', title: 'Random numbers', categories: ['random numbers'] },
  { file: 'programs', title: 'Programs as data', categories: ['programs', 'rules', 'polynomials', 'drawing', 'specs', 'codecs', 'failures', 'primitives'] },
  { file: 'interpreters', title: 'Interpreters and instances', categories: ['interpreters', 'tape monad', 'instances'] },
]

const values = surface.filter(({ kind }) => kind === 'value')

const others: ReadonlyArray<Chapter> = [...new Set(values.map(({ category }) => category))]
  .filter((category) => !chapters.some(({ categories }) => categories.includes(category)))
  .map((category) => ({ file: category.replaceAll(' ', '-'), title: capital(category), categories: [category] }))

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const note = '<!-- Written by `npm run reference` from the declarations and their comments; a test holds that it is up to date. -->'

const inOrder = (items: ReadonlyArray<Item>): ReadonlyArray<Item> => items.toSorted((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1))

const links = (items: ReadonlyArray<Item>, page = ''): string => items.map(({ name }) => `[\`${name}\`](${page}#${anchorOf(name)})`).join(' · ')

const of = (category: string, from: ReadonlyArray<Item> = values): ReadonlyArray<Item> => inOrder(from.filter((item) => item.category === category))

const chapterText = ({ title, categories }: Chapter): string => {
  const filled = categories.filter((category) => of(category).length > 0)
  return [
    note,
    `# ${title}`,
    filled.map((category) => `- [${capital(category)}](#${category.replaceAll(' ', '-')}): ${links(of(category))}`).join('\n'),
    ...filled.flatMap((category) => [`## ${capital(category)}`, ...of(category).map(entryOf)]),
  ].join('\n\n')
}

// laws -------------------------------------------------------------------------------------

const lawValues = lawsSurface.filter(({ kind }) => kind === 'value')
const lawTypes = inOrder(lawsSurface.filter(({ kind }) => kind === 'type'))
const lawCategories = [...new Set(lawValues.map(({ category }) => category))]

const lawsText = (): string =>
  [
    note,
    '# `wengert/laws`',
    'What `wengert/laws` exports; it needs `fast-check`. [The guide](../guide/laws.md) says how to test a function of your own with it: `checkGradient` for a report, `differentiable` and `check` for every law, `law` for one that you write.',
    'A **domain** says where an argument is sampled: `{ from, to }` for a number, with `shape: [2, 3]` for an array, with `avoid: [0]` for points without a derivative, in lists and records as the argument is. The spec of an argument is one too, since `domainOf` finds the intervals that `within` gave its leaves.',
    [
      ...lawCategories.map((category) => `- [${capital(category)}](#${category.replaceAll(' ', '-')}): ${links(of(category, lawValues))}`),
      `- [Types](#types): ${links(lawTypes)}`,
    ].join('\n'),
    ...lawCategories.flatMap((category) => [`## ${capital(category)}`, ...of(category, lawValues).map(entryOf)]),
    '## Types',
    ...lawTypes.map(entryOf),
  ].join('\n\n')

// types and primitives ---------------------------------------------------------------------

const types = inOrder(surface.filter(({ kind }) => kind === 'type'))

const typesText = (): string => [note, '# Types', links(types), ...types.map(entryOf)].join('\n\n')

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ')

const row = (cells: ReadonlyArray<string>): string => `| ${cells.join(' | ')} |`

const primitiveRow = (primitive: Primitive): string => {
  const notation = notationOf(primitive)
  const partials = partialsOf(primitive)
  // One without partial derivatives has one formula for all tangents together.
  const together = primitive.domains.length > 0 && primitive.derivative._tag === 'Jvp'
  const other = together
    ? ruleOf(
        operationOf(
          primitive,
          none,
          primitive.domains.map(() => float()),
        ),
      ).words
    : kindOf(primitive)
  return row([
    `\`${primitive.name}\``,
    notation === null ? '' : `$\`${cell(notation)}\`$`,
    partials === null ? cell(other) : partials.map((text) => `$\`${cell(text)}\`$`).join('<br>'),
    primitive.batching._tag === 'Pointwise' ? 'entry by entry' : 'a rule',
    cell(primitive.convention),
  ])
}

const primitivesText = (): string =>
  [
    note,
    '# Primitives',
    `All that programs are made of: ${vocabulary.length} of them. An operation is one of these or a composition of some. The formulas are traced from the rules themselves; a primitive that takes an order is shown at order 2. The convention says what the derivative is where there is none, and what happens at edges of the domain.`,
    [row(['primitive', 'formula', 'derivative', 'batches', 'convention']), row(['---', '---', '---', '---', '---']), ...vocabulary.map(primitiveRow)].join(
      '\n',
    ),
  ].join('\n\n')

// the index --------------------------------------------------------------------------------

const indexText = (): string =>
  [
    note,
    '# Reference',
    `Every name that \`wengert\` exports: ${values.length} values and ${types.length} types. It is written from the declarations, so it says what the program does.`,
    ...[...chapters, ...others].map(({ file, title, categories }) =>
      [
        `## [${title}](${file}.md)`,
        categories
          .filter((category) => of(category).length > 0)
          .map((category) => `- ${capital(category)}: ${links(of(category), `${file}.md`)}`)
          .join('\n'),
      ].join('\n\n'),
    ),
    `## [Types](types.md)\n\n${links(types, 'types.md')}`,
    '## [Primitives](primitives.md)\n\nA table of all that programs are made of.',
    `## [Laws](laws.md)\n\n${lawCategories.map((category) => `- ${capital(category)}: ${links(of(category, lawValues), 'laws.md')}`).join('\n')}`,
    [
      '## How to read an entry',
      '- **Types** are facts that the compiler checks: `Expr` is a traced array of a shape, `Vector<3>` and `Matrix<2, 3>` are short for two of them, a size may be a name, and `number` is a size that is computed. Numbers, `Float64Array`s and `Tensor`s may stand wherever an `Operand` is asked for; of values alone the result is a value.',
      '- **Formula** and **Derivative** come from the primitive itself: its notation, and its rule traced on variables. A line above a name marks a cotangent.',
      '- **Convention** is what the derivative is where there is none.',
      '- **Sampled by the laws on** says where the suites draw operands from. It is not the domain, which the words above it tell.',
      '- **Batches** says how `vmap` treats it.',
    ].join('\n'),
    mistakes(),
  ].join('\n\n')

/** The whole reference. */
export const pages = (): ReadonlyArray<Page> => [
  { path: 'examples/reference/README.md', text: `${indexText()}\n` },
  ...[...chapters, ...others].map((chapter) => ({ path: `examples/reference/${chapter.file}.md`, text: `${chapterText(chapter)}\n` })),
  { path: 'examples/reference/types.md', text: `${typesText()}\n` },
  { path: 'examples/reference/laws.md', text: `${lawsText()}\n` },
  { path: 'examples/reference/primitives.md', text: `${primitivesText()}\n` },
]

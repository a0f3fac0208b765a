/**
 * One export as a piece of Markdown: what it does, how it is called, what it makes of shapes, its formula,
 * its derivative, what holds where it has none, and an example that a test runs.
 */
import type { Primitive, Program } from '../../src/program/model.ts'
import { latex } from '../../src/draw/latex.ts'
import { applicationOf } from './application.ts'
import { facts } from './fact.ts'
import { notationOf, ruleOf } from './rule.ts'
import { annotationOf, declarationOf, general, membersOf, overloadsOf, showCall } from './signature.ts'
import { isOperation, type Item } from './surface.ts'

/** Mathematics as GitHub reads it whatever it holds: Markdown would take a backslash out of plain dollars. */
const math = (text: string): string => `$\`${text}\`$`

const code = (text: string): string => `\`\`\`ts\n${text}\n\`\`\``

const bullet = (name: string, text: string): string => (text === '' ? '' : `- **${name}** ${text}`)

const unique = <T>(xs: ReadonlyArray<T>): ReadonlyArray<T> => [...new Set(xs)]

/** What moves entries or repeats them, and is not what an operation is about. */
const layout = ['reshape', 'broadcastTo']

/** The primitives of an application, those that only lay out apart if there are others. */
const primitivesOf = (program: Program): ReadonlyArray<Primitive> => {
  const all = unique(program.equations.map(({ primitive }) => primitive))
  const own = all.filter(({ name }) => !layout.includes(name))
  return own.length > 0 ? own : all
}

// the lines of an entry --------------------------------------------------------------------

const shown = 4

const typesOf = (item: Item): string =>
  facts
    .filter(({ operation }) => operation === item.name)
    .slice(0, shown)
    .map(({ call, result }) => `\`${call}\` is \`${result}\``)
    .join('; ')

const isElementwise = ({ equations }: Program): boolean => equations.every(({ primitive }) => primitive.domains.length > 0 || primitive.name === 'where')

const formulaOf = (item: Item, program: Program | null): string => {
  if (item.formula !== '') return math(item.formula)
  if (program === null || program.equations.length === 0) return ''
  const [only, ...others] = unique(program.equations.map(({ primitive }) => primitive))
  const notation = only === undefined || others.length > 0 ? null : notationOf(only)
  if (notation !== null) return math(notation)
  const scalars = program.inputs.every(({ shape }) => shape.length === 0) && program.outputs.length === 1
  return scalars && others.length > 0 && isElementwise(program) ? math(latex(program, { sharing: 'inline', digits: 6 })) : ''
}

const namedBy = (primitives: ReadonlyArray<Primitive>): string => primitives.map(({ name }) => `[\`${name}\`](primitives.md)`).join(', ')

/** Constants depend on no array; there is nothing to differentiate. */
const derivativeOf = (item: Item, program: Program | null): { readonly words: string; readonly listing: string } => {
  if (program === null || program.equations.length === 0) return { words: item.derivative === '' ? '' : math(item.derivative), listing: '' }
  const outputs = program.equations.flatMap(({ results }) => results).slice(-program.outputs.length)
  if (outputs.every(({ dtype }) => dtype !== 'float64')) return { words: 'none: int32 and bool have no tangent', listing: '' }
  const primitives = primitivesOf(program)
  const [only] = primitives
  const equation = program.equations.find(({ primitive }) => primitive === only)
  const made = primitives.length > 1 || equation === undefined
  const { words, listing } = made ? { words: `from those of what it is made of: ${namedBy(primitives)}`, listing: '' } : ruleOf(equation)
  return { words: item.derivative === '' ? words : `${math(item.derivative)}; ${words}`, listing }
}

const conventionsOf = (program: Program | null): string =>
  program === null
    ? ''
    : unique(primitivesOf(program))
        .filter(({ convention }) => convention !== '')
        .map(({ name, convention }, _, all) => (all.length === 1 && primitivesOf(program).length === 1 ? convention : `\`${name}\`: ${convention}`))
        .join('; ')

const batchingOf = (program: Program | null): string => {
  if (program === null) return ''
  const kinds = unique(primitivesOf(program).map(({ batching }) => (batching._tag === 'Pointwise' ? 'entry by entry' : 'by a rule, one more axis in front')))
  return kinds.length === 0 ? '' : kinds.length > 1 ? 'by the rules of what it is made of' : kinds.join('')
}

const sampledOf = (program: Program | null): string => {
  if (program === null) return ''
  const [only, ...others] = primitivesOf(program)
  if (only === undefined || others.length > 0 || only.derivative._tag === 'Constant') return ''
  const names = ['x', 'y', 'z']
  return only.domains
    .map(({ from, to, avoid = [] }, i) => math(`${names[i]} \\in [${from}, ${to}]${avoid.length > 0 ? ` \\setminus \\{${avoid.join(', ')}\\}` : ''}`))
    .join(', ')
}

/** The type of a function without the list of its type parameters, which say less to a reader than their uses. */
const withoutTypeParameters = (type: string): string => {
  if (!type.startsWith('<')) return type
  let depth = 0
  for (let i = 0; i < type.length; i++) {
    if (type[i] === '<') depth += 1
    // The arrow of a function type closes nothing.
    if (type[i] === '>' && type[i - 1] !== '=') depth -= 1
    if (depth === 0) return type.slice(i + 1)
  }
  return type
}

const signatureOf = (item: Item): string => {
  if (item.kind === 'type') return declarationOf(item.file, item.local)
  const overloads = overloadsOf(item.file, item.local)
  if (isOperation(item))
    return general(overloads)
      .map((way) => showCall(item.name, way))
      .join('\n')
  // Some overloads stand twice, for the sake of inference.
  if (overloads.length > 0) return unique(overloads.map((way) => `${showCall(item.name, way)}: ${withoutTypeParameters(way.result)}`)).join('\n')
  const members = membersOf(item.file, item.local)
  if (members.length > 0) return members.map(([name, way]) => `${showCall(name, way)}: ${way.result}`).join('\n')
  const annotation = annotationOf(item.file, item.local)
  return annotation === '' ? item.name : `${item.name}: ${annotation}`
}

// entries ----------------------------------------------------------------------------------

const details = (summary: string, text: string): string =>
  text === '' ? '' : `<details><summary>${summary}</summary>\n\n\`\`\`text\n${text}\n\`\`\`\n\n</details>`

/** The anchor that GitHub gives the heading of an entry. */
export const anchorOf = (name: string): string => name.toLowerCase().replace(/[^\w-]/g, '')

/** An entry, its heading included. */
export const entryOf = (item: Item): string => {
  const operation = isOperation(item)
  const program = operation ? applicationOf(item) : null
  const derivative = derivativeOf(item, program)
  const lines = operation
    ? [
        bullet('Types', typesOf(item)),
        bullet('Formula', formulaOf(item, program)),
        bullet('Derivative', derivative.words),
        bullet('Convention', conventionsOf(program)),
        bullet('Sampled by the laws on', sampledOf(program)),
        bullet('Batches', batchingOf(program)),
      ]
    : []
  return [
    `### \`${item.name}\``,
    item.words,
    code(signatureOf(item)),
    lines.filter((line) => line !== '').join('\n'),
    details('the rule at the shapes of the example', derivative.listing),
    item.example === undefined ? '' : code(item.example.code),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

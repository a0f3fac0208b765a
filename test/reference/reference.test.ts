/**
 * The reference is what the declarations say: written again it is the same, it has every export, and what
 * it shows of an operation is there to show.
 */
import { existsSync, readdirSync } from 'node:fs'
import { parseAst } from 'vite'
import { describe, expect, it } from 'vitest'
import { vocabulary } from '../../src/primitive/vocabulary.ts'
import { textOf } from '../docs/doc.ts'
import { root } from '../source.ts'
import { applicationOf } from './application.ts'
import { anchorOf } from './entry.ts'
import { isBranch } from './branch.ts'
import { facts, shownWith } from './fact.ts'
import { type Page, pages } from './page.ts'
import { notationOf, partialsAt, partialsOf } from './rule.ts'
import { general, overloadsOf, showCall } from './signature.ts'
import { isOperation, type Item, lawsSurface, surface } from './surface.ts'

const made = pages()
const operations = surface.filter(isOperation)
const namesOf = (items: ReadonlyArray<Item>): ReadonlyArray<string> => items.map(({ name }) => name)

const titleAnchor = (title: string): string => anchorOf(title.replaceAll(' ', '-').replaceAll('`', ''))

const headingsIn = ({ text }: Page): ReadonlyArray<string> => [...text.matchAll(/^### `(.+)`$/gm)].map(([, name = '']) => name)

/** The first line in which a page on disk differs, in words; nothing if it does not. */
const stale = ({ path, text }: Page): ReadonlyArray<string> => {
  if (!existsSync(`${root}/${path}`)) return [`${path} is not there; run npm run reference`]
  const [there, here] = [textOf(path).split('\n'), text.split('\n')]
  const at = here.findIndex((line, i) => line !== there[i])
  if (at < 0 && there.length === here.length) return []
  return [`${path}:${Math.max(at, 0) + 1} is out of date; run npm run reference\n  there: ${there[at]}\n  now:   ${here[at]}`]
}

describe('the reference', () => {
  it.each(made)('$path is up to date', (page) => {
    expect(stale(page)).toEqual([])
  })
  it('sees a page that differs, and one that is not there', () => {
    const page = made[0] ?? expect.fail('no pages')
    expect(stale({ ...page, text: page.text.replace('# Reference', '# Preference') })[0]).toContain(
      'is out of date; run npm run reference\n  there: # Reference\n  now:   # Preference',
    )
    expect(stale({ ...page, text: `${page.text}more` })).toHaveLength(1)
    expect(stale({ ...page, path: 'examples/reference/nowhere.md' })).toEqual(['examples/reference/nowhere.md is not there; run npm run reference'])
  })
  it('has no page that nothing writes', () => {
    expect(readdirSync(`${root}/examples/reference`).filter((file) => !made.some(({ path }) => path === `examples/reference/${file}`))).toEqual([])
  })
  it('has an entry for every export, once', () => {
    const headings = made.filter(({ path }) => !path.endsWith('/laws.md')).flatMap(headingsIn)
    expect([...new Set(namesOf(surface))].filter((name) => !headings.includes(name))).toEqual([])
    expect(headings.toSorted()).toEqual(namesOf(surface).toSorted())
  })
  it('has an entry for every law, once, with words', () => {
    const page = made.find(({ path }) => path.endsWith('/laws.md')) ?? expect.fail('no page')
    expect(headingsIn(page).toSorted()).toEqual(namesOf(lawsSurface).toSorted())
    expect(namesOf(lawsSurface.filter(({ words }) => words.length < 12))).toEqual([])
    expect(namesOf(lawsSurface.filter(({ kind, value, example }) => kind === 'value' && typeof value === 'function' && example === undefined))).toEqual([])
  })
  it('has a line for every primitive', () => {
    const table = made.find(({ path }) => path.endsWith('primitives.md'))?.text ?? ''
    expect(vocabulary.filter(({ name }) => !table.includes(`| \`${name}\` |`)).map(({ name }) => name)).toEqual([])
  })
  it('links to what is there', () => {
    const nameOf = (path: string): string => path.split('/').at(-1) ?? ''
    const places = new Map(made.map(({ path, text }) => [nameOf(path), [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => titleAnchor(title))]))
    const broken = made.flatMap(({ path, text }) =>
      [...text.matchAll(/\]\(([\w-]+\.md)?(?:#([\w-]+))?\)/g)].flatMap(([link, file, anchor]) => {
        const there = places.get(file ?? nameOf(path))
        return there !== undefined && (anchor === undefined || there.includes(anchor)) ? [] : [`${path}: ${link}`]
      }),
    )
    expect(broken).toEqual([])
  })
})

describe('what it shows', () => {
  it('every operation has words, a call, and an example', () => {
    expect(namesOf(operations.filter(({ words }) => words.length < 12))).toEqual([])
    expect(namesOf(operations.filter(({ file, local }) => overloadsOf(file, local).length === 0))).toEqual([])
    expect(namesOf(operations.filter(({ example }) => example === undefined))).toEqual([])
  })
  it('every operation on arrays is traced, but those that take functions', () => {
    const onArrays = operations.filter(({ file, local }) =>
      overloadsOf(file, local).some(({ parameters }) => parameters.some(({ type }) => /^\w*Operand$/.test(type))),
    )
    const unseen = onArrays.filter((one) => applicationOf(one) === null)
    expect(namesOf(unseen)).toEqual([])
    expect(onArrays.length).toBeGreaterThan(130)
  })
  it('every type has words', () => {
    const types = surface.filter(({ kind }) => kind === 'type')
    expect(types.length).toBeGreaterThan(50)
    expect(namesOf(types.filter(({ words }) => words === ''))).toEqual([])
  })
  it('every primitive that somewhere has no finite derivative has a convention', () => {
    const corners = [0, 1, -1]
    const broken = vocabulary.filter((primitive) => {
      const points = primitive.domains.length === 2 ? corners.flatMap((x) => corners.map((y) => [x, y])) : corners.map((x) => [x])
      return points.some((point) => partialsAt(primitive, point).some((slope) => !Number.isFinite(slope)))
    })
    const avoided = vocabulary.filter(({ domains }) => domains.some(({ avoid = [] }) => avoid.length > 0))
    expect(broken.map(({ name }) => name)).toEqual(expect.arrayContaining(['sqrt', 'log', 'asin', 'pow', 'gamma']))
    expect(avoided.map(({ name }) => name)).toEqual(expect.arrayContaining(['abs', 'relu', 'cbrt']))
    expect([...broken, ...avoided].filter(({ convention }) => !/\w{3}/.test(convention)).map(({ name }) => name)).toEqual([])
  })
  it('every elementwise primitive has a formula, and every partial derivative one', () => {
    const elementwise = vocabulary.filter(({ domains }) => domains.length > 0)
    expect(elementwise.filter((primitive) => notationOf(primitive) === null).map(({ name }) => name)).toEqual([])
    const smooth = elementwise.filter(({ derivative }) => derivative._tag === 'Partials')
    expect(smooth.filter((primitive) => partialsOf(primitive)?.length === 0 || partialsOf(primitive) === null).map(({ name }) => name)).toEqual([])
    expect(smooth.length).toBeGreaterThan(40)
  })
})

describe('its parts', () => {
  const item = (name: string): Item => surface.find((one) => one.name === name) ?? surface[0] ?? expect.fail('no exports')

  it('a call shows what a parameter may be', () => {
    const shown = (name: string): ReadonlyArray<string> => general(overloadsOf(item(name).file, item(name).local)).map((way) => showCall(name, way))
    expect(shown('sin')).toEqual(['sin(x: Operand)'])
    expect(shown('sub')).toEqual(['sub(x: NumericOperand, y: NumericOperand)'])
    expect(shown('sum')).toEqual(['sum(x: NumericOperand, options?: ReduceOptions)'])
    expect(shown('einsum')).toEqual(['einsum(formula: string, ...operands: ReadonlyArray<Operand>)'])
    expect(shown('softmax')).toEqual(['softmax(x: Operand, axis?: number)'])
  })
  it('a record of functions shows how each is called', () => {
    const { text } = made.find(({ path }) => path.endsWith('transforms.md')) ?? expect.fail('no page')
    for (const call of [
      'tree.map(f: (leaf: Operand) => unknown, structure: T): T',
      'tree.zipWith(f: (x: Operand, y: Operand) => unknown, a: T, b: Alike<T>): T',
      'tree.leaves(structure: unknown): ReadonlyArray<Operand>',
    ])
      expect(text).toContain(call)
  })
  it('a fact of the type tests shows types for operands', () => {
    expect(facts).toContainEqual({ operation: 'matmul', call: "matmul(Matrix<'n', 3>, Matrix<3, 4>)", result: "Expr<['n', 4]>" })
    expect(facts).toContainEqual({ operation: 'transpose', call: 'transpose(Expr<[2, 3, 4]>, [2, 0, 1])', result: 'Expr<[4, 2, 3]>' })
  })
  it('a fact of the type tests keeps the names that an inner function binds, and keys', () => {
    const types = new Map([
      ['v', 'Vector<3>'],
      ['s', 'Scalar'],
    ])
    const shown = (code: string): string => {
      const tree: unknown = parseAst(code, { lang: 'ts' })
      const statement = isBranch(tree) && Array.isArray(tree['body']) ? tree['body'].find(isBranch)?.['expression'] : undefined
      return isBranch(statement) ? shownWith(code, statement, types) : ''
    }
    expect(shown('f(v, { v: s, w: s })')).toBe('f(Vector<3>, { v: Scalar, w: Scalar })')
    expect(shown('f(({ i, v }) => add(v, s), v)')).toBe('f(({ i, v }) => add(v, Scalar), Vector<3>)')
    expect(shown('f(([s, { a: v }], ...i) => mul(s, v), { v })')).toBe('f(([s, { a: v }], ...i) => mul(s, v), { v: Vector<3> })')
    expect(shown('f((x = s) => x, (s = v) => s)')).toBe('f((x = s) => x, (s = v) => s)')
    expect(shown('s.v(v as Vector)')).toBe('Scalar.v(Vector<3> as Vector)')
    expect(made.flatMap(({ text }) => text.match(/\(\{[^}]*[<A-Z][^}]*\}\) =>/g) ?? [])).toEqual([])
  })
  it('an example is traced with variables for its arrays', () => {
    const namesIn = (name: string): ReadonlyArray<string> => applicationOf(item(name))?.equations.map(({ primitive }) => primitive.name) ?? []
    expect(namesIn('sin')).toEqual(['sin'])
    expect(namesIn('mean')).toEqual(['sum', 'div'])
    expect(namesIn('take')).toEqual(['gather'])
    expect(applicationOf(item('where'))?.names).toEqual(['mask', 'x', 'y'])
    expect(applicationOf(item('eye'))).toBeNull()
  })
  it('partial derivatives are read from the rule', () => {
    const primitive = (name: string) => vocabulary.find((one) => one.name === name) ?? expect.fail(name)
    expect(partialsOf(primitive('cos'))).toEqual(['\\frac{\\partial f}{\\partial x} = -\\sin x'])
    expect(partialsOf(primitive('mul'))).toEqual(['\\frac{\\partial f}{\\partial x} = y', '\\frac{\\partial f}{\\partial y} = x'])
  })
})

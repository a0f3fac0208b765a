/**
 * The direction of imports and the habits of style, held by reading every source file. The scanner is
 * itself tested on small sources that break each rule once.
 */
import { describe, expect, it } from 'vitest'
import {
  circles,
  codeFromText,
  foreignImports,
  type Layers,
  outsideWorld,
  refusedSyntax,
  type Source,
  silenced,
  sourcesIn,
  tooLong,
  upwardImports,
} from './source.ts'

/** From the bottom up; files of one layer may import each other, but not in a circle. */
const layers: Layers = [
  ['src/type/phantom.ts', 'src/type/shape.ts', 'src/option.ts', 'src/either.ts', 'src/failure.ts', 'src/entry.ts', 'src/syntax.ts'],
  // Functions of numbers: they know of nothing else here.
  ['src/special', 'src/elementary'],
  ['src/array'],
  ['src/program'],
  // The types of operands and structures speak of expressions, so they stand above them.
  ['src/type'],
  ['src/basis'],
  ['src/interpret'],
  ['src/compile'],
  ['src/transform'],
  ['src/primitive'],
  ['src/random', 'src/model'],
  ['src/simplify'],
  ['src/sparse'],
  ['src/call'],
  ['src/instance'],
  ['src/spec'],
  ['src/draw', 'src/solve'],
  ['src/index.ts'],
  ['laws'],
  ['test'],
]

const src = sourcesIn('src')
const laws = sourcesIn('laws')

describe('the tree', () => {
  it('is read', () => {
    expect(src.length).toBeGreaterThan(50)
  })

  it('imports only downwards', () => {
    expect(upwardImports(layers, [...src, ...laws])).toEqual([])
  })

  it('has no circle of imports', () => {
    expect(circles([...src, ...laws])).toEqual([])
  })

  it('imports fp-ts and io-ts in the forms that load everywhere, and nothing else', () => {
    expect([...foreignImports([], src), ...foreignImports(['fast-check'], laws)]).toEqual([])
  })

  it('has no any, !, class, enum, namespace, and casts in one file only', () => {
    expect(refusedSyntax('src/type/phantom.ts', [...src, ...laws])).toEqual([])
  })

  it('does not touch the outside world, but for the one place that asks a process for threads', () => {
    const touched = outsideWorld(['console', 'process', 'globalThis', 'window', 'require', 'performance', 'Date', 'fetch', 'setTimeout'], src)
    expect([...new Set(touched.map((place) => place.replace(/:\d+/, '')))]).toEqual(['src/compile/threads/platform.ts uses process'])
  })

  it('makes code of text in one place, which is in the compiler', () => {
    const places = codeFromText([...src, ...laws])
    expect(places.map((place) => place.replace(/[^/]*$/, ''))).toEqual(['src/compile/'])
  })

  it('does not silence the compiler', () => {
    expect(silenced([...src, ...laws])).toEqual([])
  })

  it('has no file over 300 lines', () => {
    expect(tooLong(300, [...src, ...laws])).toEqual([])
  })
})

describe('the scanner', () => {
  const table: Layers = [['src/low'], ['src/high', 'src/high/deep'], ['src/high/top.ts']]
  const file = (path: string, ...lines: ReadonlyArray<string>): Source => ({ path, text: lines.join('\n') })

  it('finds an import that goes up, also of types, in re-exports and in type positions', () => {
    const high = file('src/high/b.ts', `import { a } from '../low/a.ts'`, 'export const b = a')
    const found = (...lines: ReadonlyArray<string>): ReadonlyArray<string> => upwardImports(table, [file('src/low/a.ts', ...lines), high])
    const message = (line: number): string =>
      `src/low/a.ts:${line} imports src/high/b.ts, which is above it: [src/low] may not know of [src/high, src/high/deep]`
    expect(found('export const a = 1')).toEqual([])
    expect(found('// the first line', `import { b } from '../high/b.ts'`)).toEqual([message(2)])
    expect(found(`import type { B } from '../high/b.ts'`)).toEqual([message(1)])
    expect(found(`export * from '../high/b.ts'`)).toEqual([message(1)])
    expect(found(`export { b } from '../high/b.ts'`)).toEqual([message(1)])
    expect(found(`export type B = import('../high/b.ts').B`)).toEqual([message(1)])
    expect(found(`export const b = () => import('../high/b.ts')`)).toEqual([message(1)])
  })

  it('reads neither comments nor strings', () => {
    const words = [
      `// import '../high/b.ts'`,
      `/* x as any; class A {} */`,
      `export const s = "import { b } from '../high/b.ts'"`,
      'export const t = `a! as any console.log`',
    ]
    const one = [file('src/low/a.ts', ...words)]
    expect([upwardImports(table, one), refusedSyntax('', one), outsideWorld(['console'], one), foreignImports([], one)].flat()).toEqual([])
  })

  it('lets the longest entry of the table decide', () => {
    const top = file('src/high/top.ts', `import './b.ts'`)
    expect(upwardImports(table, [file('src/high/b.ts', ''), top])).toEqual([])
    expect(upwardImports(table, [file('src/high/b.ts', `import './top.ts'`), file('src/high/top.ts', '')])).toHaveLength(1)
  })

  it('finds a file in no layer and a target that is not there', () => {
    expect(upwardImports(table, [file('src/new/a.ts', '')])).toEqual(['src/new/a.ts is in no layer of the table'])
    expect(upwardImports(table, [file('src/low/a.ts', `import './gone.ts'`)])).toEqual(['src/low/a.ts:1 imports src/low/gone.ts, which is not there'])
  })

  it('finds circles of two and more, through types too, and each once', () => {
    const a = file('src/low/a.ts', `import type { B } from './b.ts'`)
    const b = file('src/low/b.ts', `import { c } from './c.ts'`)
    const c = (text: string): Source => file('src/low/c.ts', text)
    expect(circles([a, b, c('')])).toEqual([])
    expect(circles([a, b, c(`export type { A } from './a.ts'`)])).toEqual(['src/low/a.ts → src/low/b.ts → src/low/c.ts → src/low/a.ts'])
    expect(circles([file('src/low/a.ts', `import './a.ts'`)])).toEqual(['src/low/a.ts → src/low/a.ts'])
  })

  it('finds every import form that fails somewhere', () => {
    const found = (line: string): number => foreignImports(['fast-check'], [file('src/low/a.ts', line)]).length
    const good = [
      `import { option as O } from 'fp-ts'`,
      `import * as t from 'io-ts'`,
      `import type * as t from 'io-ts'`,
      `import type { Ring } from 'fp-ts/lib/Ring.js'`,
      `import type { Kind2 } from 'fp-ts/HKT'`,
      `import fc from 'fast-check'`,
      `import './b.ts'`,
    ]
    const bad = [
      `import * as F from 'fp-ts'`,
      `import { pipe } from 'fp-ts/function'`,
      `import { map } from 'fp-ts/lib/Option.js'`,
      `import type { Ring } from 'fp-ts/lib/Ring'`,
      `import { type Ring, getX } from 'fp-ts/lib/Ring.js'`,
      `import { string } from 'io-ts'`,
      `import 'node:fs'`,
      `import './b'`,
      `import './b.js'`,
    ]
    expect(good.map(found)).toEqual(good.map(() => 0))
    expect(bad.map(found)).toEqual(bad.map(() => 1))
  })

  it('finds each refused construct, and a cast outside its file', () => {
    const found = (line: string): ReadonlyArray<string> => refusedSyntax('src/low/cast.ts', [file('src/low/a.ts', line)])
    const bad = [
      'let x: any',
      'const y = x!',
      'const y = x!.z',
      'class A {}',
      'const A = class {}',
      'enum E { a }',
      'namespace N { const a = 1 }',
      'let x!: number',
      'const y = x as number',
      'type A = ReadonlyArray<any>',
    ]
    expect(bad.map((line) => found(line).length)).toEqual(bad.map(() => 1))
    expect(
      found('const a = 1 as const\nconst b = !a\nconst c = a !== b\nconst d = { class: 1, any: 2 }\ndeclare module "fp-ts/HKT" { interface A {} }'),
    ).toEqual([])
    expect(refusedSyntax('src/low/cast.ts', [file('src/low/cast.ts', 'const y = x as number')])).toEqual([])
  })

  it('tells a global from a property of the same name', () => {
    const found = (line: string): number => outsideWorld(['process', 'console'], [file('src/low/a.ts', line)]).length
    expect(['process.exit()', 'const x = { a: console }', 'log(console)', 'x[process]'].map(found)).toEqual([1, 1, 1, 1])
    expect(['x.process', 'const x = { process: 1 }'].map(found)).toEqual([0, 0])
  })

  it('finds every way from text to code', () => {
    const found = (line: string): number => codeFromText([file('src/low/a.ts', line)]).length
    const bad = ['eval(x)', 'const e = eval', 'new Function(x)', 'Function(x)()', 'x.constructor(y)', `x['constructor'](y)`, `g['eval'](y)`, 'import(x)']
    expect(bad.map(found)).toEqual(bad.map(() => 1))
    const good = ['const f: Function = g', `import('./b.ts')`, 'x.constructor.name', '// eval(x)', `const s = 'new Function(x)'`]
    expect(good.map(found)).toEqual(good.map(() => 0))
  })

  it('finds what is silenced and what is too long', () => {
    expect(silenced([file('src/low/a.ts', '', '// @ts-expect-error', 'const ts = 1')])).toEqual(['src/low/a.ts:2 silences the compiler: // @ts-expect-error'])
    expect(tooLong(2, [file('src/low/a.ts', 'a', 'b', ''), file('src/low/b.ts', 'a', 'b', 'c')])).toEqual(['src/low/b.ts has 3 lines, more than 2'])
  })
})

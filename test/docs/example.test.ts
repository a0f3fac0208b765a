/** Running an example: faults planted in one are found, and nothing in one goes unread. */
import { describe, expect, it } from 'vitest'
import { moduleOf } from './compile.ts'
import { execute, hoisted } from './example.ts'
import { blocksOf, docsOf, examplesOf, exportsOf, summaryOf } from './doc.ts'
import type { Table } from '../table.ts'

const run = (...lines: ReadonlyArray<string>): number =>
  execute({ file: 'a', line: 10, code: lines.join('\n') }, { twice: (x: number) => 2 * x, six: 6 }, { arithmetic: { half: (x: number) => x / 2 } })

describe('an example', () => {
  it('is run with its scope, its types erased', () => {
    expect(run('const f = (x: number): number => twice(x)', 'f(3) // 6', 'f(4)  // 8: twice four')).toBe(2)
  })
  it('may declare a name that is in scope', () => {
    expect(run('const six = 7', 'six // 7')).toBe(1)
  })
  it('may span lines, hold strings with slashes, and import', () => {
    expect(
      run(
        "import { half } from 'arithmetic'",
        'half(',
        '  12, // twelve',
        ') // 6',
        "'http://x'; // 'http://x'",
        '[1, 2]',
        '  .map(twice); // [2, 4]',
        '`a',
        "// b` // 'a\\n// b'",
      ),
    ).toBe(4)
  })
  it('may show a value below', () => {
    expect(run("'one\\n  two'", '// one', '//   two', '', '// words', 'Array.of(twice(1))', '// [2]')).toBe(2)
  })
  it('may say what a constant is', () => {
    expect(run('const y = twice(4) // 8')).toBe(1)
  })

  const faults: Table<readonly [string, ReadonlyArray<string>, string]> = [
    ['a wrong value', ['twice(1) // 2', 'twice(3) // 7'], 'a:11: expected\n7\nbut it is\n6'],
    ['a wrong constant', ['const y = twice(4) // 9'], 'a:10: expected'],
    ['a wrong text below', ["'one'", '// two'], 'a:10: expected'],
    ['a line too many below', ["'one'", '// one', '// two'], 'a:10: expected'],
    ['a value that nothing is said about', ['twice(1) // 2', '', 'twice(2)', '', '// 4'], 'a:12: nothing is said'],
    ['words for a value', ['twice(1) // two'], 'not in the notation'],
    ['a value after several names', ['const [x] = [1] // 1', 'x // 1'], 'a comment after what is not one constant'],
    ['words after a declaration', ['const [x] = [1] // one', 'x // 1'], 'not in the notation'],
    ['no value at all', ['const x = 1'], 'says no value'],
    ['an unknown name', ['thrice(1) // 3'], 'thrice is not defined'],
    ['an unknown module', ["import { a } from 'b'", 'a // 1'], 'imports b'],
    ['a branch', ['if (six === 7) {', '  twice(1) // 3', '}'], 'not IfStatement'],
    ['a mistake of syntax', ['twice(1 +) // 2'], 'Unexpected token'],
    ['two values on a line', ['twice(1); twice(2) // 4'], 'nothing is said'],
  ]
  it.each(faults)('with %s fails', (_, lines, message) => {
    expect(() => run(...lines)).toThrow(message)
  })
})

describe('what is read from files', () => {
  it('is the examples, at their lines', () => {
    const examples = examplesOf('src/basis/arithmetic.ts')
    expect(examples.length).toBeGreaterThan(1)
    expect(examples[0]?.code).toMatch(/^add\(/)
    expect(blocksOf('README.md')[0]?.code).toMatch(/^import /)
  })
  it('is the comment that stands above a name', () => {
    const add = docsOf('src/basis/arithmetic.ts').find((doc) => doc.name === 'add')
    expect(add === undefined ? '' : summaryOf(add)).toMatch(/^x \+ y/)
  })
  it('is the exports, with the names they have there', () => {
    const found = exportsOf('src/index.ts')
    expect(found.find(({ name }) => name === 'graphviz')).toEqual({ name: 'graphviz', local: 'dot', kind: 'value', file: 'src/draw/graph.ts' })
    expect(found.find(({ name }) => name === 'Scalar')?.kind).toBe('type')
    expect(found.find(({ name }) => name === 'pipe')?.file).toBe('src/index.ts')
    expect(found.find(({ name }) => name === 'Tape')).toEqual({ name: 'Tape', local: '*', kind: 'module', file: 'src/interpret/tape-monad.ts' })
  })
  it('is compiled on its own lines', () => {
    const { text } = moduleOf('a.ts', 'prelude', [
      { file: 'a.ts', line: 4, code: "import { b } from 'c'\nb" },
      { file: 'a.ts', line: 8, code: 'd' },
    ])
    expect(text.split('\n')).toEqual(["prelude; import { b } from 'c'", '', '{', '', 'b', '}', '{', 'd', '}'])
    expect(hoisted('x')).toEqual({ imports: '', body: 'x' })
  })
})

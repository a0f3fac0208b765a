/**
 * Every engine gives the same bits: digests of results by the interpreter, JavaScript and WebAssembly are those
 * written down, on whatever version of Node this runs. Of the random programs a part runs here, all in the slow part.
 */
import { describe, expect, it } from 'vitest'
import { scalarTensor, tensor } from '../../../src/array/tensor.ts'
import { sourcesIn } from '../../source.ts'
import { answerOf, runners } from './answer.ts'
import { digest, hexadecimal } from './digest.ts'
import { expected } from './expected.ts'
import { few, groups } from './group.ts'

describe.each(runners)('%s', (runner) => {
  it.each(few.map((group) => [group.name, group] as const))(
    '%s',
    (name, group) => {
      expect(answerOf(group, runner)).toBe(expected[name])
    },
    30_000,
  )
})

it('what is expected is of these groups', () => {
  expect(Object.keys(expected)).toEqual(groups.map(({ name }) => name))
})

// How these round is left to engines, and they differ; the others are exact.
const vague = /Math\.(a?(sin|cos|tan)h?|atan2|exp|expm1|log|log1p|log2|log10|pow|cbrt|hypot)\b/
// Rounded to whole numbers there, far from halves.
const rounded = ['src/simplify/expansion.ts', 'src/basis/loop.ts']

it('no number comes from a function that an engine rounds as it likes', () => {
  const code = ({ text }: { readonly text: string }): string => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
  const asking = sourcesIn('src').filter((source) => vague.test(code(source)))
  expect(asking.map(({ path }) => path).filter((path) => !rounded.includes(path))).toEqual([])
})

it('a digest tells −0 from 0, a last bit, an order and a shape, and no NaN from another', () => {
  const of = (...tensors: ReadonlyArray<Parameters<ReturnType<typeof digest>['add']>[0][number]>): string => {
    const all = digest()
    all.add(tensors)
    return all.text()
  }
  const other = new Float64Array(Uint32Array.of(1, 0x7ff80001).buffer)
  const texts = [
    of(scalarTensor(0)),
    of(scalarTensor(-0)),
    of(scalarTensor(1)),
    of(scalarTensor(1 + 2 ** -52)),
    of(tensor([1, 2])),
    of(tensor([2, 1])),
    of(tensor([[1, 2]])),
  ]
  expect(new Set(texts).size).toBe(texts.length)
  expect(of(tensor(other))).toBe(of(tensor([Number.NaN])))
  expect([1, -0, Number.NaN].map(hexadecimal)).toEqual(['3ff0000000000000', '8000000000000000', 'NaN'])
})

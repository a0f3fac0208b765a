/**
 * Terms as kernels, where their steps are computed, and how they are printed: on expressions small enough to be
 * read.
 */
import { describe, expect, it } from 'vitest'
import { hostsOf, type Kernel, kernel, kernelOf } from '../../src/elementary/kernel.ts'
import { meaningOf } from '../../src/elementary/meaning.ts'
import { bitsOf, print } from '../../src/elementary/print.ts'
import { schedule } from '../../src/elementary/schedule.ts'
import * as t from '../../src/elementary/term.ts'

const x = t.argument(0)
const y = t.argument(1)
const of = (term: t.Float): Kernel => kernelOf('f', 2, term)
/** The body of the last function printed, its statements apart. */
const printed = (term: t.Float): string => (print(of(term)).split('{\n').at(-1) ?? '').replace(/\n}$/, '').replaceAll('\n', '; ')

describe('a kernel', () => {
  it('has each step once, operands first', () => {
    const square = t.mul(t.add(x, 1), t.add(x, 1))
    expect(of(square)).toEqual({
      name: 'f',
      arity: 2,
      steps: [
        { _tag: 'Argument', index: 0 },
        { _tag: 'Constant', value: 1 },
        { _tag: 'Apply', operation: 'add', operands: [0, 1] },
        { _tag: 'Apply', operation: 'mul', operands: [2, 2] },
      ],
      results: [3],
    })
  })

  it('tells 0 from −0, and joins NaN with NaN', () => {
    const constants = (...values: ReadonlyArray<number>): number =>
      of(values.reduce<t.Float>((sum, value) => t.add(sum, value), x)).steps.filter(({ _tag }) => _tag === 'Constant').length
    expect(constants(0, -0)).toBe(2)
    expect(constants(Number.NaN, Number.NaN, 1, 1)).toBe(2)
  })

  it('may be an argument, or a constant, alone', () => {
    expect(meaningOf(of(x))(3, 4)).toBe(3)
    expect(meaningOf(of(t.constant(-0)))()).toBe(-0)
    expect(print(of(t.constant(-0)))).toContain('const value = -0')
  })

  it('knows what it calls', () => {
    const g = (a: number): number => a + 1
    const h = (a: number, b: number): number => a * b
    const called = t.host('h', h, t.host('g', g, x), t.lift(x, t.count(t.copysign(y, t.host('h', h, x, y)))))
    expect(hostsOf(of(called))).toEqual(['g', 'h'])
    expect(bitsOf(of(called))).toEqual(['copysign', 'lift'])
    expect(meaningOf(of(called))(3, 5)).toBe(4 * (3 * 2 ** 5))
  })

  it('has several results, which share their steps', () => {
    const shared = t.mul(x, y)
    const k = kernelOf('f', 2, t.add(shared, 1), x, t.neg(shared))
    expect(k.steps).toHaveLength(6)
    expect(k.results.map((i) => k.steps[i])).toEqual([
      { _tag: 'Apply', operation: 'add', operands: [2, 3] },
      { _tag: 'Argument', index: 0 },
      { _tag: 'Apply', operation: 'neg', operands: [2] },
    ])
  })

  it('takes as many arguments as it says', () => {
    expect(kernel('f', 3, (...xs) => xs.reduce((a, b) => t.add(a, b))).steps).toHaveLength(5)
  })
})

describe('operations and their sorts', () => {
  it('are told by the table', () => {
    expect(t.operations).toHaveLength(32)
    expect([t.operandsOf('select'), t.resultOf('select'), t.resultOf('lt'), t.operandsOf('and')]).toEqual([
      ['mask', 'float', 'float'],
      'float',
      'mask',
      ['mask', 'mask'],
    ])
  })
})

describe('a schedule', () => {
  const named = (term: t.Float): ReadonlyArray<ReadonlyArray<string>> => {
    const k = of(term)
    return schedule(k, () => false).blocks.map(({ named: steps }) =>
      steps.map((i) => {
        const step = k.steps[i]
        return step?._tag === 'Apply' ? step.operation : (step?._tag ?? '')
      }),
    )
  }

  it('names what is used twice', () => {
    const sum = t.add(x, y)
    expect(named(t.mul(sum, t.neg(x)))).toEqual([[]])
    expect(named(t.mul(sum, t.neg(sum)))).toEqual([['add']])
  })

  it('puts into the rare block what only that needs, and outside what both need', () => {
    const [a, b] = [t.mul(x, 3), t.div(y, 7)]
    expect(named(t.choose(t.lt(x, 0), t.add(a, a), t.sub(b, t.mul(b, a))))).toEqual([['mul', 'choose'], ['div']])
  })

  it('puts what two rare blocks need around both', () => {
    const b = t.div(y, 7)
    const inner = t.choose(t.lt(y, 0), x, t.neg(b))
    expect(named(t.choose(t.lt(x, 0), x, t.add(inner, b)))).toEqual([['choose'], ['div', 'choose'], []])
    expect(named(t.add(t.choose(t.lt(x, 0), x, b), t.choose(t.lt(y, 0), x, t.neg(b))))).toEqual([['div', 'choose', 'choose'], [], []])
  })
})

describe('the text', () => {
  it('has the parentheses that it needs, and those that are usual', () => {
    expect(printed(t.sub(t.sub(x, y), t.sub(y, x)))).toBe('const value = x - y - (y - x); return value')
    expect(printed(t.mul(t.add(x, y), t.neg(t.add(x, 2))))).toBe('const value = (x + y) * -(x + 2); return value')
    expect(printed(t.div(t.mul(x, y), t.mul(y, x)))).toBe('const value = (x * y) / (y * x); return value')
    expect(printed(t.mul(-2, t.sqrt(t.add(x, 1))))).toBe('const value = -2 * Math.sqrt(x + 1); return value')
    expect(printed(t.select(t.and(t.or(t.lt(x, 0), t.ge(y, 1)), t.not(t.eq(x, y))), t.add(x, 1), t.select(t.ne(x, 2), x, y)))).toBe(
      'const value = (x < 0 || y >= 1) && !(x === y) ? x + 1 : x !== 2 ? x : y; return value',
    )
  })

  it('makes a function of a long rare arm, with what it reads', () => {
    const [shared, mask] = [t.mul(x, y), t.lt(x, 0)]
    const far = t.sqrt(t.add(shared, y))
    const term = t.add(t.choose(mask, shared, t.select(mask, far, t.neg(far))), shared)
    expect(print(of(term)).split('\n')).toEqual([
      'const fFar = (t1: boolean, t2: number, y: number): number => {',
      'const t3 = Math.sqrt(t2 + y)',
      'const value = t1 ? t3 : -t3',
      'return value',
      '}',
      '',
      'export const f = (x: number, y: number): number => {',
      'const t1 = x < 0',
      'const t2 = x * y',
      'const t4 = t1 ? t2 : fFar(t1, t2, y)',
      'const value = t4 + t2',
      'return value',
      '}',
    ])
  })
})

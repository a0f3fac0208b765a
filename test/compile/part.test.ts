import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scalarTensor, tensor } from '../../src/array/tensor.ts'
import { assemble } from '../../src/compile/assemble.ts'
import { chunked } from '../../src/compile/chunk.ts'
import { binary } from '../../src/compile/emit/module.ts'
import { javascript } from '../../src/compile/javascript.ts'
import { lengthOfAll } from '../../src/compile/length.ts'
import { layoutOf } from '../../src/compile/lifetime.ts'
import type { Block } from '../../src/compile/loop.ts'
import { parted } from '../../src/compile/part.ts'
import { add, cond, cumsum, type Expr, lt, mul, type Program, type Scalar, scan, sin, sort, sub, sum, type Vector, where, whileLoop } from '../../src/index.ts'
import { float } from '../../src/program/expr.ts'
import type { AnyExpr } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { gradient } from '../../src/transform/gradient.ts'
import { simplify } from '../../src/simplify/simplify.ts'
import { phantom } from '../../src/type/phantom.ts'
import { cases } from '../primitive/cases.ts'
import { points, programs } from '../simplify/random.ts'
import { part, samples } from '../share.ts'
import { differenceWithin } from './difference.ts'

const tiny = { code: 5, body: 2 }

const chain = (x: Scalar, e: Scalar, count: number): Scalar => {
  let y = x
  for (let i = 0; i < count; i++) y = add(mul(sin(y), 0.5 + i / (2 * count)), e)
  return y
}

/** A loop over a vector whose body is so many operations, times three. */
const long = (count: number): Program =>
  close([float(), float(7)], ([x, xs]) => {
    const step = ([c]: readonly [Scalar], e: Scalar) => {
      const y = chain(add(mul(c, 0.5), e), e, count)
      return [[y], y] as const
    }
    const [[last], all] = scan(step, [phantom<Scalar>(x)], phantom<Vector<7>>(xs))
    return phantom<ReadonlyArray<AnyExpr>>([last, all])
  })

/** Loops in loops, branches in them, masks and sums, and what the host computes, in one body. */
const tangled: Program = close([float(), float(5)], ([x, xs]) => {
  const vector = phantom<Expr<[5]>>(xs)
  const step = ([c]: readonly [Scalar], e: Scalar) => {
    const inner = scan(([d]: readonly [Scalar], f: Scalar) => [[add(mul(d, 0.3), chain(f, e, 2))], mul(d, f)] as const, [c], vector)
    const chosen = cond(
      lt(e, 0.2),
      (a: Scalar) => chain(a, e, 3),
      (a: Scalar) => sub(sum(mul(vector, a)), e),
      inner[0][0],
    )
    const grown = whileLoop(
      (a: Scalar) => lt(a, 9),
      (a: Scalar) => add(chain(a, e, 2), add(mul(a, 0.5), 4)),
      chosen,
      { maxSteps: 6 },
    )
    const next = where(lt(grown, c), add(c, sum(sort(cumsum(inner[1])))), grown)
    return [[next], mul(next, e)] as const
  }
  const [[last], all] = scan(step, [phantom<Scalar>(x)], vector)
  return phantom<ReadonlyArray<AnyExpr>>([add(last, sum(all))])
})

const partsIn = (block: Block): ReadonlyArray<Block> =>
  block.flatMap((s): ReadonlyArray<Block> => {
    if (s._tag === 'Part') return [s.body, ...partsIn(s.body)]
    if (s._tag === 'Loop') return partsIn(s.body)
    if (s._tag === 'While') return [...partsIn(s.condition), ...partsIn(s.body)]
    return s._tag === 'Choose' ? [...partsIn(s.yes), ...partsIn(s.no)] : []
  })

describe('the body of a loop', () => {
  const kernel = assemble(long(400))

  it('that is short stays whole', () => {
    expect(parted(kernel, 4000)).toBe(kernel)
  })

  it('that is long becomes parts of the length asked for, and little more for what they hand on', () => {
    const made = parted(kernel, 100)
    const parts = partsIn(made.body)
    const all = lengthOfAll(kernel.body)
    expect(parts.length).toBeGreaterThanOrEqual(Math.floor(all / 100))
    expect(parts.length).toBeLessThanOrEqual(Math.ceil(all / 100) + 1)
    // Literals that another part has made are made again.
    expect(Math.max(...parts.map(lengthOfAll))).toBeLessThan(110)
    expect(made.buffers.length - kernel.buffers.length).toBeLessThan(3 * parts.length)
  })

  // 17,000 steps are sixty thousand values, more than a function may have locals.
  it.each(part([1700, 17_000], 2))('of %i steps is no obstacle', (count) => {
    const whole = assemble(long(count))
    const emitted = (of: typeof whole) => {
      const pieces = chunked(of, 4000)
      return binary(pieces, layoutOf(pieces.kernel))
    }
    expect(emitted(whole)).toMatchObject(count > 15_000 ? { left: { _tag: 'TooManyLocals' } } : { _tag: 'Right' })
    const made = parted(whole, 4000)
    expect(emitted(made)._tag).toBe('Right')
    const pieces = chunked(parted(whole, 2000), 1500)
    const lines = javascript(pieces, layoutOf(pieces.kernel)).text.split('\n')
    const lengths = lines.flatMap((line, i) => (line.includes('=> {') ? [i] : [])).map((from, k, all) => (all[k + 1] ?? lines.length) - from)
    expect(Math.max(...lengths)).toBeLessThan(2200)
  })
})

describe('code whose loops and branches are in parts gives the bits of the interpreter', () => {
  it('in loops of scalars, and back through them', () => {
    const operands = [scalarTensor(0.3), tensor([0.1, -0.7, 1.3, 0.4, -0.2, 0.9, 2.1])]
    for (const program of [long(20), long(900)]) expect(differenceWithin({ code: 500, body: 300 }, program, operands)).toBe('')
    const last = (of: Program): Program => ({ ...of, outputs: of.outputs.slice(0, 1), outputNames: of.outputNames.slice(0, 1) })
    expect(differenceWithin(tiny, simplify(gradient(last(long(20)), [true, true])), operands)).toBe('')
  })

  it('in loops in loops, with branches in them', () => {
    const operands = [-2, 0.1, 3].map((x) => [scalarTensor(x), tensor([0.1, -0.7, 1.3, 0.4, -0.2])])
    for (const program of [tangled, simplify(gradient(tangled, [true, true]))])
      for (const limits of [tiny, { code: 40, body: 8 }]) expect(differenceWithin(limits, program, ...operands)).toBe('')
  })

  it('in every primitive', () => {
    for (const { name, program, operands } of part(cases, 10)) expect([name, differenceWithin(tiny, program, operands)]).toEqual([name, ''])
  })

  it('in random programs', () => {
    fc.assert(
      fc.property(programs, points, (program, operands) => {
        expect(differenceWithin(tiny, program, operands)).toBe('')
      }),
      { numRuns: samples(60) },
    )
  })
})

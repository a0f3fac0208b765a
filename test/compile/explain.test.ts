/**
 * What is said of a compiled program: its loops as text, and figures that add up.
 */
import { describe, expect, it } from 'vitest'
import {
  add,
  cond,
  einsum,
  evaluate,
  exp,
  explain,
  type Explanation,
  gt,
  type Matrix,
  mul,
  type Scalar,
  showExplanation,
  sin,
  sub,
  svd,
  tensor,
  tril,
  type Vector,
  whileLoop,
} from 'wengert'
import { phantom } from '../../src/type/phantom.ts'

const x = new Float64Array(100).fill(0.5)
const explained = (f: unknown, ...args: ReadonlyArray<unknown>): Explanation =>
  phantom<(...xs: ReadonlyArray<unknown>) => Explanation>(explain(phantom<() => Scalar>(f)))(...args)

describe('the loop program', () => {
  it('shows a loop that may go on for ever, and one that may not', () => {
    const turns = (options?: { readonly maxSteps: number }) => (v: Vector<100>, n: Scalar) =>
      whileLoop(
        (s: { readonly v: Vector<100>; readonly n: Scalar }) => gt(s.n, 0),
        (s) => ({ v: mul(s.v, 2), n: sub(s.n, 1) }),
        { v, n },
        options,
      ).v
    const [free, bounded] = [explained(turns(), x, 3), explained(turns({ maxSteps: 7 }), x, 3)]
    expect(free.program).toMatch(/^while$/m)
    expect(bounded.program).toMatch(/^while, at most 7 times$/m)
    expect(free.program).toMatch(/^do while r\d+$/m)
    expect(free.loops).toBeGreaterThan(1)
    expect(evaluate(turns())(x, 3)).toEqual(x.map((each) => 8 * each))
  })

  it('shows a choice, and counts the longer arm', () => {
    const f = (v: Vector<100>, t: Scalar) =>
      cond(
        gt(t, 0),
        (y: Vector<100>) => exp(y),
        (y: Vector<100>) => sin(exp(add(y, y))),
        v,
      )
    const { program, operations } = explained(f, x, 1)
    expect(program).toMatch(/^if r\d+$[\s\S]*^else$/m)
    expect(operations).toBeGreaterThanOrEqual(300)
    expect(operations).toBeLessThan(400)
  })

  it('counts what sums pass over, of a triangular matrix half of its products', () => {
    const full = (a: Matrix<64, 64>, b: Matrix<24, 64>) => einsum('ij,nj->ni', a, b)
    const half = (a: Matrix<64, 64>, b: Matrix<24, 64>) => einsum('ij,nj->ni', tril(a), b)
    const [a, b] = [tensor(new Float64Array(64 * 64), [64, 64]), tensor(new Float64Array(24 * 64), [24, 64])]
    const [all, some] = [explained(full, a, b), explained(half, a, b)]
    expect(all.spared).toBe(0)
    // A product and a sum each.
    expect(some.spared / all.operations).toBeGreaterThan(0.4)
    expect(some.spared / all.operations).toBeLessThan(0.5)
    expect(showExplanation(all)).not.toContain('passed over')
    expect(showExplanation(some)).toContain(`${some.operations} operations on numbers, ${some.spared} more passed over`)
  })

  it('tells -0 from 0', () => {
    expect(explained((v: Vector) => mul(v, -0), new Float64Array(1000)).program).toMatch(/= -0$/m)
    expect(explained((t: Scalar) => mul(t, -0), 1).program).toContain('-0')
  })

  it('counts one as one, and names no host where nothing is left to it', () => {
    const [figures, sizes] = showExplanation(explained((v: Vector) => exp(v), new Float64Array(1000)))
      .split('\n')
      .slice(1)
    expect(figures).toMatch(/^1 loop in 1 nest, \d+ operations on numbers$/)
    expect(sizes).toMatch(/^2 buffers, \d+ bytes$/)
    expect(showExplanation(explained((t: Scalar) => sin(t), 1))).not.toContain('host')
  })

  it('names what is left to the host, and how often', () => {
    const a = tensor([
      [1, 2],
      [3, 4],
    ])
    const two = explained((p: Matrix<2, 2>, q: Matrix<2, 2>) => [svd(p)[1], svd(q)[1]], a, a)
    expect(two.host).toEqual(['svd', 'svd'])
    expect(showExplanation(two)).toContain('left to the host: svd (2)')
  })
})

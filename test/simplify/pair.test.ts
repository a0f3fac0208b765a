import { describe, expect, it } from 'vitest'
import { mul } from '../../src/basis/arithmetic.ts'
import { entry } from '../../src/entry.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { scalarTensor } from '../../src/array/tensor.ts'
import { cos, sin } from '../../src/primitive/trigonometric.ts'
import { float, number } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { AnyExpr, Scalar } from '../../src/program/model.ts'
import { toExpr } from '../../src/program/operate.ts'
import { close } from '../../src/program/trace.ts'
import { type Halves, simplifyHalves } from '../../src/simplify/pair.ts'
import { phantom } from '../../src/type/phantom.ts'

const on = (f: (x: Scalar) => unknown, x: AnyExpr): AnyExpr => toExpr('test', f(phantom<Scalar>(x)))
const product = (x: AnyExpr, y: AnyExpr): AnyExpr => toExpr('test', mul(phantom<Scalar>(x), phantom<Scalar>(y)))

const value = ({ forward, linear }: Halves, x: number, v: number): ReadonlyArray<unknown> => {
  const [y, ...residuals] = fold(evaluation)(forward)([scalarTensor(x)])
  return [y, ...fold(evaluation)(linear)([...residuals, scalarTensor(v)])]
}

describe('simplifyHalves', () => {
  it('keeps once what is kept twice, and nothing that is not read or is constant', () => {
    const halves: Halves = {
      // sin x; residuals: cos x, cos x again, 2, and x itself, which nothing reads.
      forward: close([float()], ([x]) => {
        const at = entry([x ?? number(0)], 0)
        return [on(sin, at), on(cos, at), on(cos, at), number(2), at]
      }),
      linear: close([float(), float(), float(), float(), float()], (xs) => [product(product(product(entry(xs, 0), entry(xs, 1)), entry(xs, 2)), entry(xs, 4))]),
    }
    const small = simplifyHalves(halves, 1)
    expect([small.forward.outputs.length, small.linear.inputs.length]).toEqual([2, 2])
    expect(value(small, 0.7, 3)).toEqual(value(halves, 0.7, 3))
  })
  it('keeps what it cannot make smaller', () => {
    const halves: Halves = {
      forward: close([float()], (xs) => [on(sin, entry(xs, 0)), on(cos, entry(xs, 0))]),
      linear: close([float(), float()], (xs) => [product(entry(xs, 0), entry(xs, 1))]),
    }
    const same = simplifyHalves(halves, 1)
    expect([same.forward.outputs.length, same.linear.inputs.length]).toEqual([2, 2])
    expect(value(same, 0.7, 3)).toEqual(value(halves, 0.7, 3))
  })
  it('needs no residuals where none are read', () => {
    const halves: Halves = {
      forward: close([float()], (xs) => [entry(xs, 0), entry(xs, 0)]),
      linear: close([float(), float()], (xs) => [entry(xs, 1)]),
    }
    const small = simplifyHalves(halves, 1)
    expect([small.forward.outputs.length, small.linear.inputs.length]).toEqual([1, 1])
  })
})

import { describe, expect, it } from 'vitest'
import { aval } from '../../src/array/aval.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { toFloat, where } from '../../src/basis/choice.ts'
import { gt } from '../../src/basis/comparison.ts'
import { fori } from '../../src/primitive/control.ts'
import { stopGradient } from '../../src/primitive/custom.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import { float } from '../../src/program/expr.ts'
import type { AnyExpr, Scalar } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { active } from '../../src/transform/activity.ts'
import { forward } from '../../src/transform/forward.ts'
import { phantom } from '../../src/type/phantom.ts'

const of = (f: (x: Scalar, y: Scalar) => ReadonlyArray<AnyExpr>) => close([float(), float()], ([x, y]) => f(phantom(x), phantom(y)))

describe('what a derivative may reach', () => {
  const program = of((x, y) => [
    sin(x),
    mul(x, y),
    y,
    stopGradient(x),
    toFloat(gt(x, y)),
    where(gt(x, y), y, 1),
    fori(2, y, (c: Scalar) => mul(c, x)),
    gt(x, 0),
  ])
  it('is what is made of the inputs marked', () => {
    expect(active(program, [true, false])).toEqual([true, true, false, false, false, false, true, false])
    expect(active(program, [false, true])).toEqual([false, true, true, false, false, true, true, false])
    expect(active(program, [false, false])).toEqual(program.outputs.map(() => false))
  })
  it('is never less than forward mode finds', () => {
    for (const marks of [
      [true, false],
      [false, true],
      [true, true],
    ]) {
      const found = active(program, marks)
      expect(forward(program, marks).nonzero.every((moves, j) => !moves || found[j])).toBe(true)
    }
  })
  it('leaves out inputs and literals that have no tangent', () => {
    expect(
      active(
        close([aval('int32', [])], (z) => z),
        [true],
      ),
    ).toEqual([false])
    expect(
      active(
        close([], () => []),
        [],
      ),
    ).toEqual([])
  })
})

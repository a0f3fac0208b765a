/**
 * The primitive that reverses axes: its own inverse and transpose, batched with its axes moved on.
 */
import { describe, expect, it } from 'vitest'
import { toArray } from '../../src/array/tensor.ts'
import { aval } from '../../src/array/aval.ts'
import { vjp } from '../../src/call/directional.ts'
import { vmap } from '../../src/call/vectorised.ts'
import { flip } from '../../src/primitive/arrange.ts'
import { flipPrimitive } from '../../src/primitive/flip.ts'
import { applyTo } from '../../src/program/expr.ts'
import { close } from '../../src/program/trace.ts'
import type { Matrix } from '../../src/program/model.ts'
import { refusal } from '../failing.ts'
import { entryOf, expression, ints, kind, lawful, nested, random } from './operation.ts'

const x = random(2, 3)

describe('flip', () => {
  it('is its own inverse, and its own transpose', () => {
    for (const axes of [[0], [1], [0, 1], []]) {
      expect(toArray(flip(flip(x, axes), axes))).toEqual(toArray(x))
      const [, pullback] = vjp((y: Matrix<2, 3>) => flip(y, axes), [x])
      expect(toArray(pullback(x)[0])).toEqual(toArray(flip(x, axes)))
    }
  })
  it('keeps the kind and the dtype', () => {
    expect(kind(flip(Float64Array.of(1, 2, 3)))).toBe('Float64Array 3 2 1')
    expect(kind(flip(4))).toBe('number 4')
    expect(kind(flip(ints([3], 1, 2, 3)))).toBe('i32[3] 3 2 1')
    expect(kind(flip(Float64Array.of(-0, Number.NaN)))).toBe('Float64Array NaN -0')
    expect(kind(flip(new Float64Array(0)))).toBe('Float64Array')
    expect(kind(flip(random(0, 3), 1))).toBe('f64[0,3] ')
  })
  it('reverses the same axes of every row of a batch', () => {
    const rows = random(4, 2, 3)
    expect(toArray(vmap((y: Matrix<2, 3>) => flip(y, 0))(rows))).toEqual(nested([4, 2, 3], (r, i, j) => entryOf(rows, r, 1 - i, j)))
    expect(toArray(vmap((y: Matrix<4, 2>) => flip(y, 1), { inAxes: 2 })(rows))).toEqual(nested([3, 4, 2], (r, i, j) => entryOf(rows, i, 1 - j, r)))
  })
  it('refuses axes out of range or named twice', () => {
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => flip(x, 2))).toBe('Shape: flip: shapes [2,3] have no axis 2; axes run from -2 to 1')
    // @ts-expect-error refused by the compiler too
    expect(refusal(() => flip(x, [0, -2]))).toBe('Shape: flip: shapes [2,3] were given axis 0 twice in axes [0, -2]')
    expect(refusal(() => applyTo(flipPrimitive, { axes: [5] }, [expression(2)]))).toContain('have no axis 5')
    expect(refusal(() => applyTo(flipPrimitive, { axes: 'all' }, [expression(2)]))).toBe("Argument: flip: its parameter 'axes' must be a list of whole numbers")
    expect(refusal(() => applyTo(flipPrimitive, { axes: [] }, []))).toBe('Arity: flip: expected 1 operand, got 0')
  })
  it('is one equation', () => {
    expect(close([aval('float64', [2, 3])], ([y]) => applyTo(flipPrimitive, { axes: [0, 1] }, y === undefined ? [] : [y])).equations).toHaveLength(1)
  })
  it.each([[[0]], [[1]], [[0, 1]], [[]]])('is lawful along %j', (axes) => lawful((y: Matrix<2, 3>) => flip(y, axes), [[2, 3]]))
})

import { describe, expect, it } from 'vitest'
import { toArray } from '../../src/array/tensor.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { grad } from '../../src/call/gradient.ts'
import { iota } from '../../src/primitive/construct.ts'
import { meshgrid } from '../../src/primitive/grid.ts'
import type { Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { kind, nested } from './operation.ts'

const [x, y, z] = [Float64Array.of(1, 2, 3), Float64Array.of(4, 5), iota(4)]

describe('meshgrid', () => {
  it('has the axes in the order of the vectors, or the first two exchanged', () => {
    expect(meshgrid([x, y], { indexing: 'ij' }).map((g) => toArray(g))).toEqual([nested([3, 2], (i) => i + 1), nested([3, 2], (_, j) => j + 4)])
    const across = [nested([2, 3], (_, j) => j + 1), nested([2, 3], (i) => i + 4)]
    expect(meshgrid([x, y]).map((g) => toArray(g))).toEqual(across)
    expect(meshgrid([x, y], { indexing: 'xy' }).map((g) => toArray(g))).toEqual(across)
  })
  it('takes any number of vectors, each of its own dtype', () => {
    const [a, b, c] = meshgrid([x, y, z])
    expect([a.shape, b.shape, c.shape]).toEqual([
      [2, 3, 4],
      [2, 3, 4],
      [2, 3, 4],
    ])
    expect(toArray(c)).toEqual(nested([2, 3, 4], (_i, _j, k) => k))
    expect(c.dtype).toBe('int32')
    expect(meshgrid([x])).toEqual([x])
    expect(meshgrid([])).toEqual([])
    expect(meshgrid([new Float64Array(0), y]).map(kind)).toEqual(['f64[2,0] ', 'f64[2,0] '])
    expect(meshgrid([Float64Array.of(7), Float64Array.of(8)]).map(kind)).toEqual(['f64[1,1] 7', 'f64[1,1] 8'])
  })
  it('differentiates: each entry counts as often as it is repeated', () => {
    const f = (a: Vector<3>, b: Vector<2>) => {
      const [u, v] = meshgrid([a, b])
      return sum(mul(u, v))
    }
    expect(grad(f, { argnums: [0, 1] })(x, y)).toEqual([Float64Array.of(9, 9, 9), Float64Array.of(6, 6)])
  })
  it('refuses what is no vector, and no list of them', () => {
    expect(refusal(() => meshgrid([x, phantom<Float64Array>(1)]))).toBe('Shape: meshgrid: shapes [] are no vector')
    expect(refusal(() => Reflect.apply(meshgrid, undefined, [x, y]))).toBe(
      'Argument: meshgrid: the vectors are a Float64Array; they are a list: meshgrid([x, y])',
    )
    expect(refusal(() => meshgrid([x, y], { indexing: phantom<'xy'>('yx') }))).toContain("meshgrid: the option indexing cannot be 'yx'")
  })
})

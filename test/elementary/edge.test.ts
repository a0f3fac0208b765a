/**
 * The elementary functions where an approximation would not do: at the ends of their ranges, at ±0, and where
 * the result is a float exactly.
 */
import { describe, expect, it } from 'vitest'
import { points, special } from './points.ts'
import { twin } from './twins.ts'

const { NaN: nan, POSITIVE_INFINITY: inf, MAX_VALUE: huge } = Number
const tiny = 2 ** -1074

describe('the ends of the range', () => {
  it.each<readonly [string, ReadonlyArray<readonly [number, number]>]>([
    [
      'exp',
      [
        [0, 1],
        [-0, 1],
        [inf, inf],
        [-inf, 0],
        [709.7827128933841, inf],
        [-745.1332191019411, tiny],
        [-745.1332191019412, 0],
        [-huge, 0],
        [huge, inf],
        [tiny, 1],
      ],
    ],
    [
      'expm1',
      [
        [0, 0],
        [-0, -0],
        [inf, inf],
        [-inf, -1],
        [709.7827128933841, inf],
        [tiny, tiny],
        [-tiny, -tiny],
        [-40, -1],
        [-huge, -1],
      ],
    ],
    [
      'exp2',
      [
        [0, 1],
        [1023, 2 ** 1023],
        [1024, inf],
        [-1074, tiny],
        [-1075, 0],
        [-inf, 0],
        [inf, inf],
        [-1022, 2 ** -1022],
        [10, 1024],
      ],
    ],
    [
      'log',
      [
        [1, 0],
        [0, -inf],
        [-0, -inf],
        [-1, nan],
        [-inf, nan],
        [inf, inf],
        [tiny, -744.4400719213812],
        [huge, 709.782712893384],
      ],
    ],
    [
      'log1p',
      [
        [0, 0],
        [-0, -0],
        [-1, -inf],
        [-1.5, nan],
        [-inf, nan],
        [inf, inf],
        [tiny, tiny],
        [-tiny, -tiny],
        [huge, 709.782712893384],
      ],
    ],
    [
      'log2',
      [
        [1, 0],
        [0, -inf],
        [-1, nan],
        [inf, inf],
        [tiny, -1074],
        [2 ** 1023, 1023],
        [8, 3],
        [0.125, -3],
      ],
    ],
    [
      'log10',
      [
        [1, 0],
        [0, -inf],
        [-1, nan],
        [inf, inf],
        [1000, 3],
        [1e22, 22],
        [1e-5, -5],
      ],
    ],
    [
      'sin',
      [
        [0, 0],
        [-0, -0],
        [inf, nan],
        [-inf, nan],
        [tiny, tiny],
        [-tiny, -tiny],
      ],
    ],
    [
      'cos',
      [
        [0, 1],
        [-0, 1],
        [inf, nan],
        [tiny, 1],
      ],
    ],
    [
      'tan',
      [
        [0, 0],
        [-0, -0],
        [inf, nan],
        [-inf, nan],
        [tiny, tiny],
        [-tiny, -tiny],
      ],
    ],
    [
      'sinh',
      [
        [0, 0],
        [-0, -0],
        [inf, inf],
        [-inf, -inf],
        [710.4758600739441, inf],
        [-711, -inf],
        [huge, inf],
        [tiny, tiny],
      ],
    ],
    [
      'cosh',
      [
        [0, 1],
        [-0, 1],
        [inf, inf],
        [-inf, inf],
        [710.4758600739441, inf],
        [-huge, inf],
        [tiny, 1],
      ],
    ],
    [
      'tanh',
      [
        [0, 0],
        [-0, -0],
        [inf, 1],
        [-inf, -1],
        [20, 1],
        [-20, -1],
        [tiny, tiny],
        [-tiny, -tiny],
      ],
    ],
    [
      'sigmoid',
      [
        [0, 0.5],
        [-0, 0.5],
        [inf, 1],
        [-inf, 0],
        [800, 1],
        [-800, 0],
        [-745.1332191019411, tiny],
      ],
    ],
    [
      'softplus',
      [
        [0, Math.LN2],
        [inf, inf],
        [-inf, 0],
        [1000, 1000],
        [-1000, 0],
        [huge, huge],
        [-745.1332191019411, tiny],
      ],
    ],
    [
      'asin',
      [
        [0, 0],
        [-0, -0],
        [1, Math.PI / 2],
        [-1, -Math.PI / 2],
        [1 + 2 ** -52, nan],
        [-2, nan],
        [inf, nan],
        [tiny, tiny],
      ],
    ],
    [
      'acos',
      [
        [1, 0],
        [0, Math.PI / 2],
        [-1, Math.PI],
        [1 + 2 ** -52, nan],
        [-2, nan],
        [-inf, nan],
      ],
    ],
    [
      'atan',
      [
        [0, 0],
        [-0, -0],
        [inf, Math.PI / 2],
        [-inf, -Math.PI / 2],
        [1, Math.PI / 4],
        [huge, Math.PI / 2],
        [tiny, tiny],
      ],
    ],
  ])('%s', (name, rows) => {
    expect(rows.map(([x]) => twin(name)(x, 0))).toEqual(rows.map(([, y]) => y))
    expect(twin(name)(nan, 0)).toBeNaN()
  })

  it('of pow are those of JavaScript for all pairs', () => {
    const pow = twin('pow')
    // Where the host's answer is exact: at zeros, infinities, NaN, ones, and powers 0 and 1.
    const exact = (x: number, y: number): boolean =>
      [0, 1, inf].includes(Math.abs(x)) || [0, inf].includes(Math.abs(y)) || y === 1 || Number.isNaN(x) || Number.isNaN(y)
    const pairs = special.flatMap((x) => special.map((y) => [x, y] as const)).filter(([x, y]) => exact(x, y))
    expect(pairs.length).toBeGreaterThan(1000)
    expect(pairs.filter(([x, y]) => !Object.is(pow(x, y), x ** y))).toEqual([])
    // And beyond the range.
    expect([
      pow(2, 1024),
      pow(-2, 1025),
      pow(0.5, 1075),
      pow(-0.5, 1075),
      pow(2, -1074),
      pow(tiny, 2),
      pow(tiny, -2),
      pow(1 + 2 ** -52, 1e300),
      pow(-8, 1 / 3),
    ]).toEqual([inf, -inf, 0, -0, tiny, 0, inf, inf, nan])
  })
})

describe('results that are floats', () => {
  it('are exact', () => {
    const [pow, exp2, log2, log10] = ['pow', 'exp2', 'log2', 'log10'].map(twin)
    const wholes = Array.from({ length: 2098 }, (_, i) => i - 1074)
    let power = tiny
    const powersOfTwo = wholes.map(() => [power, (power *= 2)][0] ?? 0)
    expect(wholes.map((k) => exp2?.(k, 0))).toEqual(powersOfTwo)
    expect(powersOfTwo.map((p) => log2?.(p, 0))).toEqual(wholes)
    expect(wholes.map((k) => pow?.(2, k))).toEqual(powersOfTwo)
    for (let x = -50, square = 2500; x < 50; x++, square = x * x) {
      expect(pow?.(x, 2)).toBe(square)
      expect(pow?.(x, 3)).toBe(square * x)
      expect(pow?.(square, 0.5)).toBe(Math.abs(x))
    }
    for (let k = 0, ten = 1; k <= 22; k++, ten *= 10) {
      expect(log10?.(ten, 0)).toBe(k)
      expect(pow?.(10, k)).toBe(ten)
    }
  })

  it('x to the power 1 is x', () => {
    const xs = points(20_000, 3)
    expect(xs.filter((x) => !Object.is(twin('pow')(x, 1), x))).toEqual(new Float64Array())
  })
})

describe('symmetry', () => {
  const xs = points(20_000, 4)
  it.each(['sin', 'tan', 'sinh', 'tanh', 'asin', 'atan'])('%s is odd', (name) => {
    expect(xs.filter((x) => !Object.is(twin(name)(-x, 0), -twin(name)(x, 0)))).toEqual(new Float64Array())
  })
  it.each(['cos', 'cosh'])('%s is even', (name) => {
    expect(xs.filter((x) => !Object.is(twin(name)(-x, 0), twin(name)(x, 0)))).toEqual(new Float64Array())
  })
})

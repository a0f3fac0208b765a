/**
 * Elementwise functions where textbooks and libraries go wrong: at zeros, ties, poles, infinities and
 * NaN. Values are NumPy's; derivatives follow the convention that each primitive declares.
 */
import { describe, expect, it } from 'vitest'
import { type Tensor, tensor, toArray } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { abs, div, neg, reciprocal, sqrt, square, sub } from '../../src/primitive/arithmetic.ts'
import { exp, expm1, log, log1p } from '../../src/primitive/exponential.ts'
import { acosh, asinh, atanh, cosh, sinh } from '../../src/primitive/hyperbolic.ts'
import { sigmoid, softplus, tanh } from '../../src/primitive/logistic.ts'
import { exp2, log10, log2, logaddexp, xlogy } from '../../src/primitive/logarithm.ts'
import { max, min } from '../../src/primitive/extremum.ts'
import { cbrt, hypot, pow, rsqrt } from '../../src/primitive/power.ts'
import { ceil, clip, floor, relu, round, sign } from '../../src/primitive/rounding.ts'
import { acos, asin, atan, atan2, cos, sin, sincos, tan } from '../../src/primitive/trigonometric.ts'
import type { Scalar } from '../../src/program/model.ts'
import { grad } from '../../src/call/gradient.ts'
import { jvp } from '../../src/call/directional.ts'
import { phantom } from '../../src/type/phantom.ts'
import { at, byReverse, modes, pairs, type ScalarFunction } from '../modes.ts'
import { difference } from '../near.ts'
import type { Table } from '../table.ts'

const { NaN: nan, POSITIVE_INFINITY: inf } = Number
type Unary = <X extends number | Scalar>(x: X) => X
type Binary = (x: Scalar, y: Scalar) => Scalar

const unary = (f: unknown): Unary => phantom(f)

/** x, f(x), f′(x). */
type Point = readonly [number, number, number]
const table: Table<readonly [string, unknown, ReadonlyArray<Point>]> = [
  [
    'neg',
    neg,
    [
      [0, -0, -1],
      [inf, -inf, -1],
    ],
  ],
  [
    'reciprocal',
    reciprocal,
    [
      [0, inf, -inf],
      [-0, -inf, -inf],
      [inf, 0, -0],
      [2, 0.5, -0.25],
    ],
  ],
  [
    'square',
    square,
    [
      [0, 0, 0],
      [-3, 9, -6],
      [inf, inf, inf],
    ],
  ],
  [
    'sqrt',
    sqrt,
    [
      [0, 0, inf],
      [-1, nan, nan],
      [4, 2, 0.25],
      [inf, inf, 0],
    ],
  ],
  [
    'abs',
    abs,
    [
      [0, 0, 0],
      [-0, 0, 0],
      [-2, 2, -1],
      [3, 3, 1],
      [-inf, inf, -1],
      [nan, nan, nan],
    ],
  ],
  [
    'exp',
    exp,
    [
      [0, 1, 1],
      [-inf, 0, 0],
      [inf, inf, inf],
      [710, inf, inf],
    ],
  ],
  [
    'log',
    log,
    [
      [1, 0, 1],
      [0, -inf, inf],
      [-1, nan, -1],
      [inf, inf, 0],
    ],
  ],
  [
    'log1p',
    log1p,
    [
      [0, 0, 1],
      [-1, -inf, inf],
      [1e-300, 1e-300, 1],
      [inf, inf, 0],
    ],
  ],
  [
    'expm1',
    expm1,
    [
      [0, 0, 1],
      [1e-300, 1e-300, 1],
      [-inf, -1, 0],
    ],
  ],
  [
    'sigmoid',
    sigmoid,
    [
      [0, 0.5, 0.25],
      [800, 1, 0],
      [-800, 0, 0],
      [inf, 1, 0],
      [-inf, 0, 0],
    ],
  ],
  [
    'softplus',
    softplus,
    [
      [0, Math.LN2, 0.5],
      [1000, 1000, 1],
      [-1000, 0, 0],
      [inf, inf, 1],
      [-inf, 0, 0],
    ],
  ],
  [
    'sin',
    sin,
    [
      [0, 0, 1],
      [-0, -0, 1],
      [inf, nan, nan],
    ],
  ],
  [
    'cos',
    cos,
    [
      [0, 1, -0],
      [inf, nan, nan],
    ],
  ],
  ['tan', tan, [[0, 0, 1]]],
  [
    'asin',
    asin,
    [
      [0, 0, 1],
      [1, Math.PI / 2, inf],
      [-1, -Math.PI / 2, inf],
      [2, nan, nan],
    ],
  ],
  [
    'acos',
    acos,
    [
      [0, Math.PI / 2, -1],
      [1, 0, -inf],
      [-1, Math.PI, -inf],
      [2, nan, nan],
    ],
  ],
  [
    'atan',
    atan,
    [
      [0, 0, 1],
      [inf, Math.PI / 2, 0],
      [-inf, -Math.PI / 2, 0],
    ],
  ],
  [
    'sinh',
    sinh,
    [
      [0, 0, 1],
      [inf, inf, inf],
    ],
  ],
  [
    'cosh',
    cosh,
    [
      [0, 1, 0],
      [-inf, inf, -inf],
    ],
  ],
  [
    'tanh',
    tanh,
    [
      [0, 0, 1],
      [800, 1, 0],
      [-800, -1, 0],
      [inf, 1, 0],
    ],
  ],
  [
    'asinh',
    asinh,
    [
      [0, 0, 1],
      [inf, inf, 0],
    ],
  ],
  [
    'acosh',
    acosh,
    [
      [1, 0, inf],
      [0.5, nan, nan],
      [inf, inf, 0],
    ],
  ],
  [
    'atanh',
    atanh,
    [
      [0, 0, 1],
      [1, inf, inf],
      [-1, -inf, inf],
    ],
  ],
  [
    'cbrt',
    cbrt,
    [
      [0, 0, inf],
      [-8, -2, 1 / 12],
      [27, 3, 1 / 27],
    ],
  ],
  [
    'rsqrt',
    rsqrt,
    [
      [4, 0.5, -1 / 16],
      [0, inf, -inf],
      [-1, nan, nan],
      [inf, 0, -0],
    ],
  ],
  [
    'exp2',
    exp2,
    [
      [0, 1, Math.LN2],
      [10, 1024, 1024 * Math.LN2],
    ],
  ],
  [
    'log2',
    log2,
    [
      [8, 3, Math.LOG2E / 8],
      [0, -inf, inf],
    ],
  ],
  [
    'log10',
    log10,
    [
      [1000, 3, Math.LOG10E / 1000],
      [0, -inf, inf],
    ],
  ],
  [
    'sign',
    sign,
    [
      [0, 0, 0],
      [-3, -1, 0],
      [nan, nan, 0],
    ],
  ],
  [
    'floor',
    floor,
    [
      [1.5, 1, 0],
      [-1.5, -2, 0],
      [2, 2, 0],
    ],
  ],
  [
    'ceil',
    ceil,
    [
      [1.5, 2, 0],
      [-1.5, -1, 0],
    ],
  ],
  [
    'round',
    round,
    [
      [0.5, 0, 0],
      [1.5, 2, 0],
      [2.5, 2, 0],
      [-0.5, -0, 0],
      [-1.5, -2, 0],
      [0.49999999999999994, 0, 0],
      [2 ** 52 + 1, 2 ** 52 + 1, 0],
    ],
  ],
  [
    'relu',
    relu,
    [
      [0, 0, 0],
      [-1, 0, 0],
      [2, 2, 1],
      [nan, nan, nan],
    ],
  ],
]

const same = (actual: number, expected: number): void => {
  // Zeros may differ in sign; nothing else may.
  if (!(actual === 0 && expected === 0)) expect(difference(actual, expected, 1e-15)).toBeNull()
}

describe.each(table)('%s', (_, f, points) => {
  it.each(points)('at %d is %d with derivative %d', (x, y, slope) => {
    expect(difference(unary(f)(x), y, 1e-15)).toBeNull()
    for (const [, D] of modes)
      same(
        at(
          D((v) => unary(f)(v)),
          x,
        ),
        slope,
      )
  })
  it('of NaN is NaN, in every kind of value', () => {
    expect(unary(f)(nan)).toBeNaN()
    expect(toArray(phantom<Tensor>(unary(f)(phantom<number>(tensor([nan])))))).toEqual([nan])
    expect([...phantom<Float64Array>(unary(f)(phantom<number>(new Float64Array(0))))]).toEqual([])
  })
})

/** x, y, f(x, y), ∂f/∂x, ∂f/∂y. */
const pairsTable: Table<readonly [string, unknown, ReadonlyArray<readonly [number, number, number, number, number]>]> = [
  ['add', add, [[1, 2, 3, 1, 1]]],
  ['sub', sub, [[1, 2, -1, 1, -1]]],
  [
    'mul',
    mul,
    [
      [0, inf, nan, inf, 0],
      [2, 3, 6, 3, 2],
    ],
  ],
  [
    'div',
    div,
    [
      [1, 2, 0.5, 0.5, -0.25],
      [1, 0, inf, inf, -inf],
      [0, 0, nan, inf, nan],
      [1, inf, 0, 0, 0],
    ],
  ],
  [
    'max',
    max,
    [
      [1, 2, 2, 0, 1],
      [2, 2, 2, 0.5, 0.5],
      [nan, 1, nan, nan, nan],
      [inf, 1, inf, 1, 0],
      [-inf, -inf, -inf, 0.5, 0.5],
    ],
  ],
  [
    'min',
    min,
    [
      [1, 2, 1, 1, 0],
      [2, 2, 2, 0.5, 0.5],
      [1, nan, nan, nan, nan],
    ],
  ],
  [
    'pow',
    pow,
    [
      [1, 2, 1, 2, 0],
      [2, 2, 4, 4, 4 * Math.LN2],
      [0, 2, 0, 0, 0],
      [0, 1, 0, 1, 0],
      [0, 0, 1, 0, nan],
      [0, -1, inf, -inf, nan],
      [0, 0.5, 0, inf, 0],
      [-2, 3, -8, 12, nan],
      [-2, 0.5, nan, nan, nan],
      [3, 0, 1, 0, Math.log(3)],
      [4, -0.5, 0.5, -1 / 16, 0.5 * Math.log(4)],
    ],
  ],
  [
    'hypot',
    hypot,
    [
      [3, 4, 5, 0.6, 0.8],
      [0, 0, 0, 0, 0],
      [0, -2, 2, 0, -1],
      [3e200, 4e200, 5e200, 0.6, 0.8],
      [3e-200, 4e-200, 5e-200, 0.6, 0.8],
    ],
  ],
  // atan2(y, x): the gradient is (x, −y)/(x² + y²).
  [
    'atan2',
    atan2,
    [
      [1, 1, Math.PI / 4, 0.5, -0.5],
      [0, 1, 0, 1, -0],
      [0, -1, Math.PI, -1, -0],
      [-1, 0, -Math.PI / 2, 0, 1],
      [0, 0, 0, nan, nan],
      [3e200, 4e200, Math.atan2(3, 4), 4 / 25e200, -3 / 25e200],
    ],
  ],
  [
    'logaddexp',
    logaddexp,
    [
      [0, 0, Math.LN2, 0.5, 0.5],
      [1000, 10, 1000, 1, 0],
      [-inf, -inf, -inf, 0, 0],
      [-inf, 3, 3, 0, 1],
      [inf, 0, inf, 1, 0],
    ],
  ],
  [
    'xlogy',
    xlogy,
    [
      [0, 0, 0, -inf, 0],
      [2, 3, 2 * Math.log(3), Math.log(3), 2 / 3],
      [0, 3, 0, Math.log(3), 0],
      [0, nan, nan, nan, nan],
    ],
  ],
]

describe.each(pairsTable)('%s', (_, f, points) => {
  it.each(points)('at (%d, %d) is %d with gradient (%d, %d)', (x, y, z, dx, dy) => {
    const of: Binary = phantom(f)
    expect(difference(of(phantom(x), phantom(y)), z, 1e-15)).toBeNull()
    const [gx, gy] = grad(([a, b]: readonly [Scalar, Scalar]) => of(a, b))([x, y])
    same(phantom(gx), dx)
    same(phantom(gy), dy)
    // Jointly along (1, 2), where no numeric zero meets an infinity.
    if (Number.isFinite(dx) && Number.isFinite(dy)) same(phantom(jvp(of, [x, y], [1, 2])[1]), dx + 2 * dy)
    // One operand at a time: what is held contributes no 0·∞.
    for (const [, D] of modes) {
      same(
        at(
          D((v) => of(v, phantom(y))),
          x,
        ),
        dx,
      )
      same(
        at(
          D((v) => of(phantom(x), v)),
          y,
        ),
        dy,
      )
    }
  })
})

describe('second derivatives', () => {
  const cases: Table<readonly [string, ScalarFunction, number, number]> = [
    ['abs at 0', abs, 0, 0],
    ['√(x²) through abs', (x) => square(abs(x)), -2, 2],
    ['x⁰ at 0', (x) => pow(x, 0), 0, 0],
    ['x² as a power at 0', (x) => pow(x, 2), 0, 2],
    ['x³ as a power at −2', (x) => pow(x, 3), -2, -12],
    ['exp(−x²) at 0', (x) => exp(neg(square(x))), 0, -2],
    ['1/x', reciprocal, 4, 2 / 64],
    ['a quotient', (x) => div(1, x), 4, 2 / 64],
    ['√', sqrt, 4, -1 / 32],
    ['log', log, 2, -0.25],
    ['log1p', log1p, 1, -0.25],
    ['expm1', expm1, 0, 1],
    ['sigmoid at 800', sigmoid, 800, 0],
    ['sigmoid at −800', sigmoid, -800, 0],
    [
      'sigmoid at 1',
      sigmoid,
      1,
      (() => {
        const s = 1 / (1 + Math.exp(-1))
        return s * (1 - s) * (1 - 2 * s)
      })(),
    ],
    ['softplus at ±1000', softplus, -1000, 0],
    ['tanh at 1', tanh, 1, (-2 * Math.tanh(1)) / Math.cosh(1) ** 2],
    ['tanh at 800', tanh, 800, 0],
    ['tan', tan, 0.5, (2 * Math.tan(0.5)) / Math.cos(0.5) ** 2],
    ['asin', asin, 0.5, 0.5 / 0.75 ** 1.5],
    ['acos', acos, 0.5, -0.5 / 0.75 ** 1.5],
    ['atan', atan, 1, -0.5],
    ['asinh', asinh, 1, -1 / 2 ** 1.5],
    ['acosh', acosh, 2, -2 / 3 ** 1.5],
    ['atanh', atanh, 0.5, 1 / 0.75 ** 2],
    ['hypot with 1', (x) => hypot(x, 1), 0.5, 1 / 1.25 ** 1.5],
    ['the angle of (1, x)', (x) => atan2(x, 1), 1, -0.5],
    ['cbrt', cbrt, 8, -2 / (9 * 32)],
    ['rsqrt', rsqrt, 4, 0.75 / 32],
    ['max away from a tie', (x) => square(max(x, 1)), 3, 2],
    ['relu', (x) => mul(relu(x), x), 2, 2],
    [
      'sin through both results of sincos',
      (x) => {
        const [s, c] = sincos(x)
        return mul(s, mul(c, c))
      },
      0.3,
      (() => {
        const [s, c] = [Math.sin(0.3), Math.cos(0.3)]
        return -7 * s * c * c + 2 * s * s * s
      })(),
    ],
  ]
  describe.each(pairs)('%s', (_, D, E) => {
    it.each(cases)('of %s', (_name, f, x, expected) => expect(difference(at(D(E(f)), x), expected, 1e-12)).toBeNull())
  })
  it('of two operands are symmetric', () => {
    const hessian = (f: Binary, x: number, y: number): ReadonlyArray<unknown> =>
      [0, 1].map((i) =>
        grad((p: readonly [Scalar, Scalar]) => phantom<Scalar>(phantom<ReadonlyArray<Scalar>>(grad(([a, b]: readonly [Scalar, Scalar]) => f(a, b))(p))[i]))([
          x,
          y,
        ]),
      )
    const ln4 = Math.log(4)
    expect(
      difference(hessian(phantom(pow), 4, 0), [
        [0, 0.25],
        [0.25, ln4 * ln4],
      ]),
    ).toBeNull()
    expect(
      difference(hessian(phantom(xlogy), 0, 2), [
        [0, 0.5],
        [0.5, 0],
      ]),
    ).toBeNull()
    expect(
      difference(hessian(phantom(div), 3, 2), [
        [0, -0.25],
        [-0.25, 0.75],
      ]),
    ).toBeNull()
    // log of the length: (x² − y²)/r⁴ and 2xy/r⁴, with signs.
    expect(
      difference(
        hessian((x, y) => log(phantom<Scalar>(hypot(x, y))), 1, 2),
        [
          [3 / 25, -4 / 25],
          [-4 / 25, -3 / 25],
        ],
      ),
    ).toBeNull()
    expect(
      difference(hessian(phantom(atan2), 1, 2), [
        [-4 / 25, -3 / 25],
        [-3 / 25, 4 / 25],
      ]),
    ).toBeNull()
  })
})

describe('higher derivatives', () => {
  const nth = (f: ScalarFunction, n: number): ScalarFunction => Array.from({ length: n }).reduce<ScalarFunction>((g) => byReverse(g), f)
  it('of 1/x to order 6', () => expect(difference(at(nth(reciprocal, 6), 4), 720 / 4 ** 7)).toBeNull())
  it('of exp(−x²) at 0 to order 4', () =>
    expect(
      [1, 2, 3, 4].map(
        (k) =>
          at(
            nth((x) => exp(neg(square(x))), k),
            0,
          ) + 0,
      ),
    ).toEqual([0, -2, 0, 12]))
  it('of x⁵ as a power at 0', () =>
    expect(
      [4, 5, 6].map((k) =>
        at(
          nth((x) => pow(x, 5), k),
          0,
        ),
      ),
    ).toEqual([0, 120, 0]))
})

describe('clip', () => {
  it('holds x between bounds, with half a derivative at them', () => {
    expect([clip(5, 0, 1), clip(-5, 0, 1), clip(0.5, 0, 1), clip(nan, 0, 1)]).toEqual([1, 0, 0.5, nan])
    for (const [, D] of modes)
      expect(
        [-1, 0, 0.5, 1, 2].map((x) =>
          at(
            D((v) => clip(v, 0, 1)),
            x,
          ),
        ),
      ).toEqual([0, 0.5, 1, 0.5, 0])
  })
})

describe('sincos', () => {
  it('is a pair of any kind', () => {
    expect(difference(sincos(0.3), [Math.sin(0.3), Math.cos(0.3)])).toBeNull()
    expect(
      difference(sincos(tensor([[0.1], [0.2]])), [
        [[Math.sin(0.1)], [Math.sin(0.2)]],
        [[Math.cos(0.1)], [Math.cos(0.2)]],
      ]),
    ).toBeNull()
  })
  it('may be used for one result only', () => {
    for (const [, D] of modes) {
      expect(
        difference(
          at(
            D((x) => sincos(x)[0]),
            0.3,
          ),
          Math.cos(0.3),
        ),
      ).toBeNull()
      expect(
        difference(
          at(
            D((x) => sincos(x)[1]),
            0.3,
          ),
          -Math.sin(0.3),
        ),
      ).toBeNull()
    }
  })
})

describe('operations on integers', () => {
  it('are exact', () => {
    const a = tensor([7, -3], 'int32')
    expect([neg(a), abs(a), sub(a, 1), max(a, 0), min(a, 0)].map(toArray)).toEqual([
      [-7, 3],
      [7, 3],
      [6, -4],
      [7, 0],
      [0, -3],
    ])
  })
})

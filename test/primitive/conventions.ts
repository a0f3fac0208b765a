/**
 * What each primitive declares of the points where it is not differentiable, as gradients of its sum there.
 */
import * as w from '../../src/index.ts'
import { library, mappingOf, sizesOf, tensorsOf, vectorOf } from '../../laws/mapping.ts'
import { sizeOf } from '../../src/array/shape.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { fold } from '../../src/program/fold.ts'
import type { Expr, Program } from '../../src/program/model.ts'
import { forward } from '../../src/transform/forward.ts'
import { fixed, type Form, smooth, type Use } from './form.ts'
import { pointOf, programOf } from './judge.ts'

/** A form at one point, and the derivatives by each of its entries there. */
export interface Convention {
  readonly primitive: string
  readonly form: Form
  readonly gradient: ReadonlyArray<number>
}

const [inf, nan] = [Number.POSITIVE_INFINITY, Number.NaN]

/** Of scalars: the function, then points and derivatives there. */
const at = (
  primitive: string,
  f: Use,
  ...cases: ReadonlyArray<readonly [point: ReadonlyArray<number>, gradient: ReadonlyArray<number>]>
): ReadonlyArray<Convention> => cases.map(([point, gradient]) => ({ primitive, form: smooth(f, ...point.map((x) => fixed([], x))), gradient }))

/** Of one array. */
const of = (
  primitive: string,
  f: (x: Expr) => unknown,
  shape: ReadonlyArray<number>,
  point: ReadonlyArray<number>,
  gradient: ReadonlyArray<number>,
): Convention => ({
  primitive,
  form: smooth(f, fixed(shape, ...point)),
  gradient,
})

type Unary = (x: Expr) => Expr
type Binary = (x: Expr, y: Expr) => Expr

const matrix = (primitive: string, f: (x: Expr) => unknown, point: ReadonlyArray<number>, gradient: ReadonlyArray<number>): Convention =>
  of(primitive, f, [2, 2], point, gradient)

/** Both a gradient by each operand, the second a vector. */
const system = (primitive: string, f: Binary, a: ReadonlyArray<number>, b: ReadonlyArray<number>, gradient: ReadonlyArray<number>): Convention => ({
  primitive,
  form: smooth(f, fixed([2, 2], ...a), fixed([2], ...b)),
  gradient,
})

const every = (n: number, x: number): ReadonlyArray<number> => Array.from({ length: n }, () => x)

export const conventions: ReadonlyArray<Convention> = [
  ...at('where', ((x) => w.where(w.gt(x, 0), w.log(x), x)) satisfies Unary, [[-1], [1]], [[0], [1]]),
  ...at('toInt', ((x) => w.toFloat(w.toInt(x))) satisfies Unary, [[2], [0]]),
  ...at(
    'div',
    ((x, y) => w.div(x, y)) satisfies Binary,
    [
      [1, 0],
      [inf, -inf],
    ],
    [
      [0, 0],
      [inf, nan],
    ],
  ),
  ...at('reciprocal', ((x) => w.reciprocal(x)) satisfies Unary, [[0], [-inf]], [[-0], [-inf]]),
  ...at('sqrt', ((x) => w.sqrt(x)) satisfies Unary, [[0], [inf]], [[-0], [-inf]], [[-1], [nan]]),
  ...at('abs', ((x) => w.abs(x)) satisfies Unary, [[0], [0]], [[-0], [0]]),
  ...at('max', ((x, y) => w.max(x, y)) satisfies Binary, [
    [2, 2],
    [0.5, 0.5],
  ]),
  ...at('min', ((x, y) => w.min(x, y)) satisfies Binary, [
    [2, 2],
    [0.5, 0.5],
  ]),
  ...at('log', ((x) => w.log(x)) satisfies Unary, [[0], [inf]], [[-0], [-inf]], [[-2], [-0.5]]),
  ...at('log1p', ((x) => w.log1p(x)) satisfies Unary, [[-1], [inf]], [[-3], [-0.5]]),
  ...at('log2', ((x) => w.log2(x)) satisfies Unary, [[0], [inf]], [[-0], [-inf]]),
  ...at('log10', ((x) => w.log10(x)) satisfies Unary, [[0], [inf]], [[-0], [-inf]]),
  ...at(
    'pow',
    ((x, y) => w.pow(x, y)) satisfies Binary,
    [
      [0, 2],
      [0, 0],
    ],
    [
      [0, 1],
      [1, 0],
    ],
    [
      [0, 0],
      [0, nan],
    ],
    [
      [0, -1],
      [-inf, nan],
    ],
    [
      [0, 0.5],
      [inf, 0],
    ],
  ),
  ...at('hypot', ((x, y) => w.hypot(x, y)) satisfies Binary, [
    [0, 0],
    [0, 0],
  ]),
  ...at('cbrt', ((x) => w.cbrt(x)) satisfies Unary, [[0], [inf]]),
  ...at('rsqrt', ((x) => w.rsqrt(x)) satisfies Unary, [[0], [-inf]], [[-1], [nan]]),
  ...at('asin', ((x) => w.asin(x)) satisfies Unary, [[1], [inf]], [[-1], [inf]]),
  ...at('acos', ((x) => w.acos(x)) satisfies Unary, [[1], [-inf]], [[-1], [-inf]]),
  ...at('atan2', ((x, y) => w.atan2(x, y)) satisfies Binary, [
    [0, 0],
    [nan, nan],
  ]),
  ...at('acosh', ((x) => w.acosh(x)) satisfies Unary, [[1], [inf]], [[0.5], [nan]]),
  ...at('atanh', ((x) => w.atanh(x)) satisfies Unary, [[1], [inf]], [[-1], [inf]], [[2], [-1 / 3]]),
  ...at(
    'logaddexp',
    ((x, y) => w.logaddexp(x, y)) satisfies Binary,
    [
      [-inf, -inf],
      [0, 0],
    ],
    [
      [inf, inf],
      [0.5, 0.5],
    ],
  ),
  ...at(
    'xlogy',
    ((x, y) => w.xlogy(x, y)) satisfies Binary,
    [
      [0, 0],
      [-inf, 0],
    ],
    [
      [0, 2],
      [Math.log(2), 0],
    ],
  ),
  ...at('sign', ((x) => w.sign(x)) satisfies Unary, [[0], [0]]),
  ...at('floor', ((x) => w.floor(x)) satisfies Unary, [[2], [0]]),
  ...at('ceil', ((x) => w.ceil(x)) satisfies Unary, [[2], [0]]),
  ...at('round', ((x) => w.round(x)) satisfies Unary, [[0.5], [0]]),
  ...at('relu', ((x) => w.relu(x)) satisfies Unary, [[0], [0]], [[-0], [0]]),
  ...at('stopGradient', ((x) => w.stopGradient(x)) satisfies Unary, [[3], [0]]),
  ...at('lambertW', ((x) => w.lambertW(x)) satisfies Unary, [[-1 / Math.E], [inf]], [[-1], [nan]]),
  ...at('gamma', ((x) => w.gamma(x)) satisfies Unary, [[0], [-inf]], [[-0], [-inf]], [[-1], [nan]]),
  ...at('lgamma', ((x) => w.lgamma(x)) satisfies Unary, [[0], [-inf]], [[-0], [inf]], [[-1], [nan]]),
  ...at('digamma', ((x) => w.digamma(x)) satisfies Unary, [[0], [inf]], [[-1], [inf]]),
  ...at('polygamma', ((x) => w.polygamma(1, x)) satisfies Unary, [[0], [-inf]], [[-1], [nan]]),
  ...at('beta', ((x, y) => w.beta(x, y)) satisfies Binary, [
    [-1, 2],
    [nan, nan],
  ]),

  // arrays
  of('gather', (x) => w.square(w.take(x, [0, 0])), [2], [3, 5], [12, 0]),
  of('scatterAdd', (x) => w.square(w.scatterAdd(x, [1, 1], x)), [2], [3, 5], [32, 52]),
  of('logsumexp', (x) => w.logsumexp(x), [2], [-inf, -inf], [0, 0]),
  of('logsumexp', (x) => w.logsumexp(x), [2], [inf, inf], [0.5, 0.5]),
  of('maxOver', (x) => w.max(x), [4], [2, 5, 5, 1], [0, 0.5, 0.5, 0]),
  of('minOver', (x) => w.min(x, { axes: 0 }), [3], [4, 4, 4], every(3, 1 / 3)),
  of('argmax', (x) => w.mul(w.toFloat(w.argmax(x)), w.sum(x)), [3], [1, 7, 7], every(3, 1)),
  of('argmin', (x) => w.mul(w.toFloat(w.argmin(x)), w.sum(x)), [3], [9, 7, 7], every(3, 1)),
  of('argsort', (x) => w.mul(w.toFloat(w.argsort(x)), x), [3], [7, 7, 1], [2, 0, 1]),
  of('norm', (x) => w.norm(x), [3], [0, 0, 0], [0, 0, 0]),

  // linear algebra
  system('lowerSolve', (a, b) => w.triangularSolve(a, b, { lower: true }), [0, 0, 0, 1], [1, 1], [-inf, nan, -inf, nan, inf, 1]),
  system('upperSolve', (a, b) => w.triangularSolve(a, b, { lower: false }), [1, 0, 0, 0], [1, 1], [nan, -inf, nan, -inf, 1, inf]),
  matrix('solve', (x) => w.inv(x), [1, 2, 2, 4], every(4, nan)),
  matrix('cholesky', (x) => w.cholesky(x), [1, 2, 2, 1], every(4, nan)),
  matrix('det', (x) => w.det(x), [1, 2, 2, 4], [4, -2, -2, 1]),
  matrix('det', (x) => w.det(x), [0, 0, 0, 0], [0, 0, 0, 0]),
  matrix('slogdet', (x) => w.slogdet(x)[1], [1, 2, 2, 4], [-inf, inf, inf, -inf]),
  matrix('lu', (x) => w.lu(x)[2], [0, 0, 0, 0], every(4, nan)),
  matrix('qr', (x) => w.qr(x)[1], [0, 0, 0, 0], every(4, nan)),
  matrix('eigh', (x) => w.eigh(x)[1], [1, 0, 0, 1], every(4, nan)),
  matrix('eigvalsh', (x) => w.eigvalsh(x), [1, 0, 0, 1], [1, 0, 0, 1]),
  matrix('svd', (x) => w.svd(x)[0], [1, 0, 0, 1], every(4, nan)),
  matrix('svdvals', (x) => w.svdvals(x), [0, 0, 0, 0], [0, 0, 0, 0]),
  // Along matrices of rank 1: dP = −P dA P + P Pᵀ dAᵀ(1 − AP) + (1 − PA) dAᵀ Pᵀ P with P = A/25.
  matrix('pinv', (x) => w.pinv(x), [1, 2, 2, 4], [0.0048, -0.0144, -0.0144, -0.0768]),
  // The factor is taken back where the jump is: gelu has none, and no slope but 1 there.
  ...at('scaledNormalCdf', w.gelu, [[37], [1]], [[38], [1]]),
  ...at('root', (a: Expr) => w.root((x: w.Scalar) => w.mul(w.square(x), w.reshape(a, [])), 0), [[1], [nan]]),
]

/** Primitives whose convention is not about a gradient that a user's function could ask for, and why. */
export const withoutGradient: ReadonlyMap<string, string> = new Map([
  ...[
    'scaledNormalPdf',
    'scaledNormalPdfDerivative',
    'direction',
    'hypotDerivative',
    'powByBase',
    'powByExponent',
    'powByBaseTwice',
    'powByBoth',
    'powByExponentTwice',
    'powDerivative',
    'inversion',
    'atan2Derivative',
    'lambertWDerivative',
    'betaDerivative',
    'cofactor',
    'cofactorDerivative',
  ].map((name) => [name, 'it occurs in derivatives only'] as const),
])

/** The gradient of the sum of all results, by reverse mode. */
export const gradientOf = (form: Form, program: Program = programOf(form)): ReadonlyArray<number> => [
  ...mappingOf(program, library).pull(pointOf(form, 1), every(sizesOf(program).outputs, 1)),
]

/**
 * The same by forward mode along each entry of each operand. Only that operand moves; the other entries of
 * an array have a tangent of 0, a number, which times ∞ is NaN.
 */
export const slopesOf = (form: Form, program: Program = programOf(form)): ReadonlyArray<number> => {
  const values = tensorsOf(program.inputs, pointOf(form, 1))
  return program.inputs.flatMap((of, which) => {
    const { program: pushed } = forward(
      program,
      program.inputs.map((_, i) => i === which),
    )
    return Array.from({ length: sizeOf(of.shape) }, (_, k) => {
      const tangent = tensorsOf(
        [of],
        every(sizeOf(of.shape), 0).map((x, i) => (i === k ? 1 : x)),
      )
      return vectorOf(fold(evaluation)(pushed)([...values, ...tangent]).slice(program.outputs.length)).reduce((a, b) => a + b, 0)
    })
  })
}

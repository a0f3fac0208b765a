/**
 * Forms of the operations that add up: reductions, running sums and products, contractions, linear algebra.
 */
import * as typed from '../../src/index.ts'
import type { Expr, Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { any, between, dominant, fixed, type Form, gives, graded, positive, refused, smooth, within } from './form.ts'
import { untyped as w } from '../untyped.ts'

type Options = { readonly axes?: number | ReadonlyArray<number>; readonly keepdims?: boolean }

const badAxes = (name: string, f: (x: Expr, options: Options) => unknown): ReadonlyArray<Form> => [
  refused(`${name}: shapes [2,3] have no axis 2; axes run from -2 to 1`, (x: Expr) => f(x, { axes: 2 }), any(2, 3)),
  refused(`${name}: shapes [2,3] have no axis -3; axes run from -2 to 1`, (x: Expr) => f(x, { axes: [0, -3] }), any(2, 3)),
  refused(`${name}: shapes [2,3] have no axis 0.5; axes run from -2 to 1`, (x: Expr) => f(x, { axes: 0.5 }), any(2, 3)),
  refused(`${name}: shapes [2,3] were given axis 1 twice in axes [1, -1]`, (x: Expr) => f(x, { axes: [1, -1] }), any(2, 3)),
  refused(`${name}: there is no option 'axis'; one axis or a list of them is given as { axes: … }`, (x: Expr) => f(x, phantom({ axis: 0 })), any(2, 3)),
  refused(`${name}: shapes [] have no axis 0; a scalar has no axes`, (x: Expr) => f(x, { axes: 0 }), any()),
]

/** Over all axes, one, two kept, none; of nothing, of one entry; of axes that are not there. */
const reduction = (name: string, f: (x: Expr, options?: Options) => unknown, ofNothing: string, ofHalf: string): ReadonlyArray<Form> => [
  smooth((x: Expr) => f(w.exp(x)), any(2, 3)),
  smooth((x: Expr) => f(w.exp(x), { axes: 1 }), any(2, 3)),
  smooth((x: Expr) => f(w.exp(x), { axes: [0, -1], keepdims: true }), any(2, 3, 2)),
  smooth((x: Expr) => f(w.exp(x), { axes: -2, keepdims: true }), any(2, 3)),
  gives(`number ${ofNothing}`, (x: Expr) => f(x), any(0)),
  gives(`f64[2] ${ofNothing} ${ofNothing}`, (x: Expr) => f(x, { axes: 1 }), any(2, 0)),
  gives(`f64[1,2] ${ofNothing} ${ofNothing}`, (x: Expr) => f(x, { axes: 0, keepdims: true }), any(0, 2)),
  gives('f64[0] ', (x: Expr) => f(x, { axes: 1 }), any(0, 2)),
  gives(`number ${ofHalf}`, (x: Expr) => f(x), fixed([1], 0.5)),
  gives(`f64[1,1] ${ofHalf}`, (x: Expr) => f(x, { axes: 0, keepdims: true }), fixed([1, 1], 0.5)),
  ...badAxes(name, f),
]

const running = (name: string, f: (x: Expr, axis?: number) => unknown): ReadonlyArray<Form> => [
  within(0.003, (x: Expr) => f(w.sin(x)), any(4)),
  within(0.003, (x: Expr) => f(w.exp(x), 1), any(2, 3)),
  within(0.003, (x: Expr) => f(x, -2), any(3, 2)),
  gives('f64[0,2] ', (x: Expr) => f(x), any(0, 2)),
  gives('f64[1] 0.5', (x: Expr) => f(x), fixed([1], 0.5)),
  refused(`${name}: shapes [2] have no axis 1; axes run from -1 to 0`, (x: Expr) => f(x, 1), any(2)),
]

const square = (name: string, f: (x: Matrix<2, 2>) => unknown): ReadonlyArray<Form> => [
  refused(`${name}: shapes [2,3]`, f, any(2, 3)),
  refused(`${name}: shapes [2]`, f, any(2)),
]

const cofactors = (x: Expr): Expr => phantom(typed.grad((y: Expr) => phantom<Scalar>(typed.det(y)))(x))

export const reductionForms: Readonly<Record<string, ReadonlyArray<Form>>> = {
  sum: reduction('sum', (x, options) => w.sum(x, options), '0', '0.5'),
  prod: [...reduction('prod', (x, options) => w.prod(x, options), '1', '0.5'), smooth((x: Expr) => w.prod(x), fixed([4], 2, 0, 3, 0))],
  mean: reduction('mean', (x, options) => w.mean(x, options), 'NaN', '0.5'),
  logsumexp: reduction('logsumexp', (x, options) => w.logsumexp(x, options), '-Infinity', '0.5'),
  variance: [
    ...reduction('variance', (x, options) => w.variance(x, options), 'NaN', '0'),
    smooth((x: Expr) => w.variance(x, { axes: 1, correction: 1 }), any(2, 3)),
  ],
  std: [
    smooth((x: Expr) => w.std(x), any(2, 3)),
    smooth((x: Expr) => w.std(x, { axes: 1, keepdims: true, correction: 1 }), any(2, 3)),
    gives('number NaN', (x: Expr) => w.std(x), any(0)),
    gives('f64[0] ', (x: Expr) => w.std(x, { axes: 1 }), any(0, 2)),
    ...badAxes('std', (x, options) => w.std(x, options)),
    smooth((x: Expr) => w.std(x, { axes: 1 }), any(1, 3)),
  ],
  norm: [
    ...reduction('norm', (x, options) => w.norm(x, options), '0', '0.5'),
    smooth((x: Expr) => w.norm(x, { order: 1 }), between(0.3, 1, 2, 2)),
    within(0.003, (x: Expr) => w.norm(x, { order: Number.POSITIVE_INFINITY, axes: 1 }), any(2, 3)),
    gives('number 0', (x: Expr) => w.norm(x, { order: 1 }), any(0)),
  ],
  any: [
    smooth((x: Expr) => w.mul(w.toFloat(w.any(w.gt(x, 0), { axes: 1 })), w.sum(x, { axes: 1 })), any(2, 3)),
    gives('boolean', (x: Expr) => typeof w.any(w.gt(x, 0)), any(1)),
    gives('false', (x: Expr) => w.any(w.gt(x, 0)), any(0)),
    ...badAxes('any', (x, options) => w.any(w.gt(x, 0), options)),
  ],
  all: [
    smooth((x: Expr) => w.mul(w.toFloat(w.all(w.gt(x, -2), { axes: 0, keepdims: true })), x), any(2, 3)),
    gives('true', (x: Expr) => w.all(w.gt(x, 0)), any(0)),
    gives('true', (x: Expr) => w.all(w.gt(x, -2)), any(1)),
    ...badAxes('all', (x, options) => w.all(w.gt(x, 0), options)),
  ],
  cumsum: running('cumsum', (x, axis) => w.cumsum(x, axis)),
  cumprod: [...running('cumprod', (x, axis) => w.cumprod(x, axis)), smooth((x: Expr) => w.cumprod(x), fixed([4], 2, 0, 3, 0))],
  cummax: running('cummax', (x, axis) => w.cummax(x, axis)),

  // contractions
  dot: [
    smooth((x: Expr, y: Expr) => w.dot(x, y), any(3), any(3)),
    smooth((x: Expr) => w.dot(x, x), any(3)),
    gives('number 0', (x: Expr, y: Expr) => w.dot(x, y), any(0), any(0)),
    gives('number 1.5', (x: Expr, y: Expr) => w.dot(x, y), fixed([1], 0.5), fixed([1], 3)),
    refused('dot: shapes [2] and [3]', (x: Expr, y: Expr) => w.dot(x, y), any(2), any(3)),
  ],
  matmul: [
    smooth((x: Expr, y: Expr) => w.square(w.matmul(x, y)), any(2, 3), any(3, 2)),
    smooth((x: Expr, y: Expr) => w.matmul(x, y), any(3), any(3, 2)),
    smooth((x: Expr, y: Expr) => w.matmul(x, y), any(2, 3), any(3)),
    smooth((x: Expr, y: Expr) => w.square(w.matmul(x, y)), any(2, 1, 2, 3), any(2, 3, 2)),
    gives('f64[2,2] 0 0 0 0', (x: Expr, y: Expr) => w.matmul(x, y), any(2, 0), any(0, 2)),
    gives('f64[0,2] ', (x: Expr, y: Expr) => w.matmul(x, y), any(0, 3), any(3, 2)),
    gives('f64[1,1] 1.5', (x: Expr, y: Expr) => w.matmul(x, y), fixed([1, 1], 0.5), fixed([1, 1], 3)),
    refused('matmul: shapes [2,3] and [2,3]', (x: Expr, y: Expr) => w.matmul(x, y), any(2, 3), any(2, 3)),
    refused('matmul: shapes [] and [2]', (x: Expr, y: Expr) => w.matmul(x, y), any(), any(2)),
  ],
  kron: [
    smooth((x: Expr, y: Expr) => w.square(w.kron(x, y)), any(2, 3), any(3, 2)),
    smooth((x: Expr, y: Expr) => w.kron(x, y), any(2), any(2, 2)),
    smooth((x: Expr, y: Expr) => w.kron(x, y), any(2, 1, 2), any()),
    gives('f64[0] ', (x: Expr, y: Expr) => w.kron(x, y), any(0), any(3)),
    gives('f64[1] 1.5', (x: Expr, y: Expr) => w.kron(x, y), fixed([1], 0.5), fixed([1], 3)),
  ],
  cross: [
    smooth((x: Expr, y: Expr) => w.cross(phantom<Vector<3>>(x), phantom<Vector<3>>(y)), any(3), any(3)),
    smooth((x: Expr, y: Expr) => w.cross(phantom<Vector<3>>(x), phantom<Vector<3>>(y)), any(2, 1, 3), any(2, 3)),
    gives('f64[0,3] ', (x: Expr, y: Expr) => w.cross(phantom<Vector<3>>(x), phantom<Vector<3>>(y)), any(0, 3), any(3)),
    refused('cross: shapes [2] and [2] need 3', (x: Expr, y: Expr) => w.cross(phantom<Vector<3>>(x), phantom<Vector<3>>(y)), any(2), any(2)),
    refused('do not broadcast', (x: Expr, y: Expr) => w.cross(phantom<Vector<3>>(x), phantom<Vector<3>>(y)), any(2, 3), any(3, 3)),
  ],
  cov: [
    smooth((x: Expr) => w.cov(x), any(2, 3)),
    smooth((x: Expr) => w.cov(x, { correction: 0 }), any(4)),
    smooth((x: Expr) => w.cov(x), any(2, 2, 3)),
    gives('number 0', (x: Expr) => w.cov(x, { correction: 0 }), fixed([1], 3)),
    gives('number NaN', (x: Expr) => w.cov(x), any(0)),
    gives('f64[0,0] ', (x: Expr) => w.cov(x), any(0, 3)),
    refused('cov: shapes [] have no axes', (x: Expr) => w.cov(x), any()),
  ],
  trapezoid: [
    smooth((y: Expr, x: Expr) => w.trapezoid(y, { x }), any(2, 3), any(3)),
    smooth((y: Expr) => w.square(w.trapezoid(y, { dx: 0.5, axis: 0 })), any(3, 2)),
    gives('number 0', (y: Expr) => w.trapezoid(y), any(0)),
    gives('f64[2] 0 0', (y: Expr) => w.trapezoid(y), any(2, 0)),
    gives('number 0', (y: Expr) => w.trapezoid(y), fixed([1], 0.5)),
    refused('trapezoid: shapes [3] and [2] do not fit', (y: Expr, x: Expr) => w.trapezoid(y, { x }), any(3), any(2)),
    refused('trapezoid: shapes [] have no axis -1', (y: Expr) => w.trapezoid(y), any()),
  ],
  interp: [
    smooth((x: Expr, f: Expr) => w.interp(x, Float64Array.of(-2, 0, 3), phantom<Vector<3>>(f)), between(0.2, 2, 2, 2), any(3)),
    smooth((x: Expr, p: Expr, f: Expr) => w.interp(x, phantom<Vector>(p), phantom<Vector>(f)), between(-1, -0.2), fixed([3], -2, 0, 3), any(3)),
    smooth((x: Expr, f: Expr) => w.interp(x, Float64Array.of(2), phantom<Vector<1>>(f)), any(1), any(1)),
    gives('f64[0] ', (x: Expr, f: Expr) => w.interp(x, Float64Array.of(-2, 0, 3), phantom<Vector<3>>(f)), any(0), any(3)),
    refused('interp: shapes [0] have no knots', (x: Expr, f: Expr) => w.interp(x, phantom<Vector>(f), phantom<Vector>(f)), any(2), any(0)),
  ],
  outer: [
    smooth((x: Expr, y: Expr) => w.square(w.outer(x, y)), any(2), any(3)),
    smooth((x: Expr, y: Expr) => w.outer(x, y), any(2, 2), any()),
    gives('f64[0,3] ', (x: Expr, y: Expr) => w.outer(x, y), any(0), any(3)),
    gives('f64[1,1] 1.5', (x: Expr, y: Expr) => w.outer(x, y), fixed([1], 0.5), fixed([1], 3)),
  ],
  tensordot: [
    smooth((x: Expr, y: Expr) => w.square(w.tensordot(x, y, 1)), any(2, 3), any(3, 2)),
    smooth(
      (x: Expr, y: Expr) =>
        w.tensordot(x, y, [
          [0, 2],
          [1, 0],
        ]),
      any(2, 3, 2),
      any(2, 2, 2),
    ),
    smooth((x: Expr, y: Expr) => w.tensordot(x, y, 0), any(2), any(2)),
    gives('f64[2,2] 0 0 0 0', (x: Expr, y: Expr) => w.tensordot(x, y, 1), any(2, 0), any(0, 2)),
    gives('number 1.5', (x: Expr, y: Expr) => w.tensordot(x, y, 1), fixed([1], 0.5), fixed([1], 3)),
    refused('tensordot: shapes [2] and [2] have no 2 axes to sum over', (x: Expr, y: Expr) => w.tensordot(x, y, 2), any(2), any(2)),
    refused(
      'tensordot',
      (x: Expr, y: Expr) =>
        w.tensordot(x, y, [
          [0, 0],
          [0, 1],
        ]),
      any(2, 2),
      any(2, 2),
    ),
    refused('tensordot: shapes [2,2] have no axis 2; axes run from -2 to 1', (x: Expr, y: Expr) => w.tensordot(x, y, [[2], [0]]), any(2, 2), any(2, 2)),
  ],
  einsum: [
    smooth((x: Expr, y: Expr) => w.square(w.einsum('ij,jk->ik', x, y)), any(2, 3), any(3, 2)),
    smooth((x: Expr) => w.einsum('ii->i', x), any(3, 3)),
    smooth((x: Expr) => w.square(w.einsum('iij->j', x)), any(2, 2, 3)),
    smooth((x: Expr, y: Expr) => w.einsum('...i,i->...', x, y), any(2, 2, 3), any(3)),
    smooth((x: Expr, y: Expr, z: Expr) => w.einsum('a,ab,b', x, y, z), any(2), any(2, 3), any(3)),
    smooth((x: Expr, y: Expr) => w.einsum('bij,bjk->kbi', x, y), any(2, 2, 3), any(2, 3, 2)),
    gives('number 0', (x: Expr) => w.einsum('i->', x), any(0)),
    gives('f64[2,2] 0 0 0 0', (x: Expr, y: Expr) => w.einsum('ij,jk', x, y), any(2, 0), any(0, 2)),
    gives('number 0.5', (x: Expr) => w.einsum('ii', x), fixed([1, 1], 0.5)),
    // The message points at the character.
    refused("einsum: '!' is no label\n  i!->i\n   ^", (x: Expr) => w.einsum('i!->i' as string, x), any(2)),
    refused("einsum: the label 'j' of the result is in no operand\n  i->j\n     ^", (x: Expr) => w.einsum('i->j' as string, x), any(2)),
    refused("einsum: the label 'i' stands twice in the result\n  i->ii\n      ^", (x: Expr) => w.einsum('i->ii' as string, x), any(2)),
    refused('einsum: operand 0 has shape [2], and the formula names 2 axes\n  ij->i\n  ^', (x: Expr) => w.einsum('ij->i' as string, x), any(2)),
    refused('einsum: the formula has 2 operands, 1 was given\n  i,i->i\n     ^', (x: Expr) => w.einsum('i,i->i' as string, x), any(2)),
    refused("einsum: the label 'i' has sizes 2 and 3\n  i,i->i\n    ^", (x: Expr, y: Expr) => w.einsum('i,i->i' as string, x, y), any(2), any(3)),
    refused("einsum: the label 'i' has sizes 2 and 3\n  ii->i\n   ^", (x: Expr) => w.einsum('ii->i' as string, x), any(2, 3)),
  ],

  // linear algebra
  cholesky: [
    smooth((x: Expr) => w.cholesky(x), positive(3, 3)),
    smooth((x: Expr) => w.cholesky(x), positive(2, 2, 2)),
    gives('f64[0,0] ', (x: Expr) => w.cholesky(x), any(0, 0)),
    gives('f64[0,2,2] ', (x: Expr) => w.cholesky(x), any(0, 2, 2)),
    gives('f64[1,1] 2', (x: Expr) => w.cholesky(x), fixed([1, 1], 4)),
    gives('f64[2,2] NaN 0 NaN NaN', (x: Expr) => w.cholesky(x), fixed([2, 2], 1, 2, 2, 1)),
    ...square('cholesky', (x) => w.cholesky(x)),
  ],
  triangularSolve: [
    smooth((a: Expr, b: Expr) => w.triangularSolve(a, b), dominant(3, 3), any(3)),
    smooth((a: Expr, b: Expr) => w.triangularSolve(a, b, { lower: false }), dominant(2, 2, 2), any(2, 2, 2)),
    smooth((a: Expr, b: Expr) => w.triangularSolve(a, b, { transpose: true, unitDiagonal: true }), dominant(3, 3), any(3, 2)),
    gives('f64[0] ', (a: Expr, b: Expr) => w.triangularSolve(a, b), any(0, 0), any(0)),
    gives('f64[1] 0.25', (a: Expr, b: Expr) => w.triangularSolve(a, b), fixed([1, 1], 2), fixed([1], 0.5)),
    gives('f64[1] Infinity', (a: Expr, b: Expr) => w.triangularSolve(a, b), fixed([1, 1], 0), fixed([1], 0.5)),
    refused('triangularSolve: shapes [2,2] and [3]', (a: Expr, b: Expr) => w.triangularSolve(a, b), any(2, 2), any(3)),
  ],
  choSolve: [
    smooth((a: Expr, b: Expr) => w.choSolve(a, b), dominant(3, 3), any(3)),
    smooth((a: Expr, b: Expr) => w.choSolve(a, b), dominant(2, 2, 2), any(2, 2, 2)),
    smooth((a: Expr, b: Expr) => w.choSolve(w.cholesky(w.add(w.matmul(a, w.transpose(a)), w.eye(2))), b), dominant(2, 2), any(2, 1)),
    gives('f64[0] ', (a: Expr, b: Expr) => w.choSolve(a, b), any(0, 0), any(0)),
    gives('f64[1] 0.125', (a: Expr, b: Expr) => w.choSolve(a, b), fixed([1, 1], 2), fixed([1], 0.5)),
    refused('choSolve: shapes [2,2] and [3]', (a: Expr, b: Expr) => w.choSolve(a, b), any(2, 2), any(3)),
  ],
  lstsq: [
    smooth((a: Expr, b: Expr) => w.lstsq(a, b), graded(3, 2), any(3)),
    smooth((a: Expr, b: Expr) => w.square(w.lstsq(a, b)), graded(2, 2), any(2, 2)),
    smooth((a: Expr, b: Expr) => w.lstsq(a, b), graded(2, 1, 3, 2), any(2, 3, 1)),
    gives('f64[0] ', (a: Expr, b: Expr) => w.lstsq(a, b), any(3, 0), any(3)),
    gives('f64[2,0] ', (a: Expr, b: Expr) => w.lstsq(a, b), graded(3, 2), any(3, 0)),
    gives('f64[0,2] ', (a: Expr, b: Expr) => w.lstsq(a, b), any(0, 3, 2), any(3)),
    gives('f64[1] 0.25', (a: Expr, b: Expr) => w.lstsq(a, b), fixed([1, 1], 2), fixed([1], 0.5)),
    refused('lstsq: shapes [2,3] and [2] have more unknowns than equations', (a: Expr, b: Expr) => w.lstsq(a, b), any(2, 3), any(2)),
    refused('lstsq: shapes [3,2] and [2] do not fit', (a: Expr, b: Expr) => w.lstsq(a, b), any(3, 2), any(2)),
  ],
  solve: [
    smooth((a: Expr, b: Expr) => w.solve(a, b), dominant(3, 3), any(3)),
    smooth((a: Expr, b: Expr) => w.square(w.solve(a, b)), dominant(2, 2), any(2, 2)),
    smooth((a: Expr, b: Expr) => w.solve(a, b), dominant(2, 1, 2, 2), any(2, 2, 1)),
    gives('f64[0] ', (a: Expr, b: Expr) => w.solve(a, b), any(0, 0), any(0)),
    gives('f64[2,0] ', (a: Expr, b: Expr) => w.solve(a, b), dominant(2, 2), any(2, 0)),
    gives('f64[1] 0.25', (a: Expr, b: Expr) => w.solve(a, b), fixed([1, 1], 2), fixed([1], 0.5)),
    gives('f64[1] Infinity', (a: Expr, b: Expr) => w.solve(a, b), fixed([1, 1], 0), fixed([1], 0.5)),
    refused('solve: shapes [2,2] and [3]', (a: Expr, b: Expr) => w.solve(a, b), any(2, 2), any(3)),
  ],
  inv: [
    smooth((x: Expr) => w.inv(x), dominant(3, 3)),
    smooth((x: Expr) => w.inv(x), dominant(2, 2, 2)),
    gives('f64[0,0] ', (x: Expr) => w.inv(x), any(0, 0)),
    gives('f64[1,1] 0.25', (x: Expr) => w.inv(x), fixed([1, 1], 4)),
    gives('f64[1,1] Infinity', (x: Expr) => w.inv(x), fixed([1, 1], 0)),
    ...square('inv', (x) => w.inv(x)),
  ],
  det: [
    smooth((x: Expr) => w.det(x), dominant(3, 3)),
    smooth((x: Expr) => w.square(w.det(x)), dominant(2, 2, 2)),
    // The gradient, and its derivative along a direction and along several.
    smooth((x: Expr) => cofactors(x), dominant(3, 3)),
    smooth((x: Expr, v: Expr) => w.jvp(cofactors, [x], [v])[1], dominant(3, 3), any(3, 3)),
    smooth((x: Expr, v: Expr) => typed.vmap((u: Expr) => typed.jvp(cofactors, [x], [u])[1])(v), fixed([3, 3], 1, 2, 3, 4, 5, 6, 7, 8, 9), any(2, 3, 3)),
    gives('number 1', (x: Expr) => w.det(x), any(0, 0)),
    gives('number 4', (x: Expr) => w.det(x), fixed([1, 1], 4)),
    ...square('det', (x) => w.det(x)),
  ],
  slogdet: [
    smooth((x: Expr) => [...w.slogdet(x)], dominant(3, 3)),
    smooth((x: Expr) => w.slogdet(x)[1], dominant(2, 2, 2)),
    gives('number 1 | number 0', (x: Expr) => [...w.slogdet(x)], any(0, 0)),
    gives('number -1 | number 0', (x: Expr) => [...w.slogdet(x)], fixed([1, 1], -1)),
    gives('number 0 | number -Infinity', (x: Expr) => [...w.slogdet(x)], fixed([2, 2], 1, 2, 2, 4)),
    ...square('slogdet', (x) => w.slogdet(x)),
  ],
  lu: [
    smooth((x: Expr) => typed.lu(x).slice(1), dominant(3, 3)),
    smooth((x: Expr) => w.lu(x)[2], dominant(2, 2, 2)),
    gives('f64[0,0]  | f64[0,0] ', (x: Expr) => typed.lu(x).slice(1), any(0, 0)),
    gives('f64[1,1] 1 | f64[1,1] 4', (x: Expr) => typed.lu(x).slice(1), fixed([1, 1], 4)),
    ...square('lu', (x) => w.lu(x)),
  ],
  qr: [
    smooth((x: Expr) => [...w.qr(x)], dominant(3, 3)),
    smooth((x: Expr) => [...w.qr(x)], graded(3, 2)),
    smooth((x: Expr) => w.qr(x)[1], dominant(2, 2, 2)),
    gives('f64[0,0]  | f64[0,0] ', (x: Expr) => [...w.qr(x)], any(0, 0)),
    gives('f64[3,0]  | f64[0,0] ', (x: Expr) => [...w.qr(x)], any(3, 0)),
    gives('f64[1,1] -1 | f64[1,1] 4', (x: Expr) => [...w.qr(x)], fixed([1, 1], -4)),
    refused('qr: shapes [2]', (x: Expr) => [...w.qr(x)], any(2)),
  ],
  eigh: [
    smooth((x: Expr) => [...w.eigh(x)], positive(3, 3)),
    smooth((x: Expr) => w.eigh(x)[0], positive(2, 2, 2)),
    gives('f64[0]  | f64[0,0] ', (x: Expr) => [...w.eigh(x)], any(0, 0)),
    gives('f64[1] -4 | f64[1,1] 1', (x: Expr) => [...w.eigh(x)], fixed([1, 1], -4)),
    ...square('eigh', (x) => w.eigh(x)),
  ],
  eigvalsh: [
    smooth((x: Expr) => w.eigvalsh(x), positive(3, 3)),
    smooth((x: Expr) => w.eigvalsh(x), positive(2, 2, 2)),
    gives('f64[0] ', (x: Expr) => w.eigvalsh(x), any(0, 0)),
    gives('f64[1] -4', (x: Expr) => w.eigvalsh(x), fixed([1, 1], -4)),
    ...square('eigvalsh', (x) => w.eigvalsh(x)),
  ],
  svd: [
    smooth((x: Expr) => [...w.svd(x)], graded(3, 3)),
    smooth((x: Expr) => [...w.svd(x)], graded(2, 3)),
    smooth((x: Expr) => w.svd(x)[1], graded(2, 3, 2)),
    gives('f64[3,0]  | f64[0]  | f64[0,0] ', (x: Expr) => [...w.svd(x)], any(3, 0)),
    gives('f64[1,1] 1 | f64[1] 4 | f64[1,1] -1', (x: Expr) => [...w.svd(x)], fixed([1, 1], -4)),
    refused('svd: shapes [2]', (x: Expr) => [...w.svd(x)], any(2)),
  ],
  svdvals: [
    smooth((x: Expr) => w.svdvals(x), graded(3, 3)),
    smooth((x: Expr) => w.svdvals(x), graded(2, 2, 3)),
    gives('f64[0] ', (x: Expr) => w.svdvals(x), any(3, 0)),
    gives('f64[1] 4', (x: Expr) => w.svdvals(x), fixed([1, 1], -4)),
    refused('svdvals: shapes [2]', (x: Expr) => w.svdvals(x), any(2)),
  ],
  pinv: [
    smooth((x: Expr) => w.pinv(x), graded(3, 2)),
    smooth((x: Expr) => w.pinv(x), graded(2, 2, 3)),
    gives('f64[0,3] ', (x: Expr) => w.pinv(x), any(3, 0)),
    gives('f64[1,1] 0.25', (x: Expr) => w.pinv(x), fixed([1, 1], 4)),
    refused('pinv: shapes [2]', (x: Expr) => w.pinv(x), any(2)),
  ],
  expm: [
    smooth((x: Expr) => w.expm(x), any(3, 3)),
    smooth((x: Expr) => w.expm(w.mul(3, x)), any(2, 2, 2)),
    gives('f64[0,0] ', (x: Expr) => w.expm(x), any(0, 0)),
    gives('f64[1,1] 1', (x: Expr) => w.expm(x), fixed([1, 1], 0)),
    ...square('expm', (x) => w.expm(x)),
  ],
  matrixPower: [
    smooth((x: Expr) => w.matrixPower(x, 3), any(2, 2)),
    smooth((x: Expr) => w.matrixPower(x, -2), dominant(2, 2, 2)),
    smooth((x: Expr) => w.matrixPower(x, 0), any(2, 2)),
    gives('f64[0,0] ', (x: Expr) => w.matrixPower(x, 2), any(0, 0)),
    gives('f64[1,1] 0.25', (x: Expr) => w.matrixPower(x, 2), fixed([1, 1], 0.5)),
    refused('matrixPower', (x: Expr) => w.matrixPower(x, phantom<number>(0.5)), any(2, 2)),
    ...square('matrixPower', (x) => w.matrixPower(x, 2)),
  ],
}

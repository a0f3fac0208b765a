/**
 * Forms of the operations that put entries in order, and of those that take or make parts of matrices.
 */
import type { Expr } from '../../src/program/model.ts'
import { any, between, fixed, type Form, gives, refused, smooth, within } from './form.ts'
import { untyped as w } from '../untyped.ts'

const outOf = (name: string, shape: string, axis: number, ends: string): string => `${name}: shapes ${shape} have no axis ${axis}; axes run from ${ends}`

export const orderForms: Readonly<Record<string, ReadonlyArray<Form>>> = {
  // orders
  sort: [
    within(0.003, (x: Expr) => w.mul(w.sort(w.sin(x)), Float64Array.of(1, 2, 3, 4, 5)), any(5)),
    within(0.003, (x: Expr) => w.square(w.sort(x, { axis: 0, descending: true })), any(3, 2)),
    within(0.003, (x: Expr) => w.mul(w.sort(x), x), any(2, 3)),
    gives('f64[2,0] ', (x: Expr) => w.sort(x), any(2, 0)),
    gives('f64[1] 0.5', (x: Expr) => w.sort(x), fixed([1], 0.5)),
    refused(outOf('sort', '[3]', 1, '-1 to 0'), (x: Expr) => w.sort(x, { axis: 1 }), any(3)),
  ],
  argsort: [
    within(0.003, (x: Expr) => w.mul(w.toFloat(w.argsort(x)), w.square(x)), any(2, 4)),
    within(0.003, (x: Expr) => w.mul(w.toFloat(w.argsort(x, { axis: 0, descending: true })), x), any(3, 2)),
    gives('f64[0] ', (x: Expr) => w.toFloat(w.argsort(x)), any(0)),
    gives('f64[1] 0', (x: Expr) => w.toFloat(w.argsort(x)), any(1)),
    refused(outOf('argsort', '[3]', 1, '-1 to 0'), (x: Expr) => w.argsort(x, { axis: 1 }), any(3)),
  ],
  topK: [
    within(0.003, (x: Expr) => w.square(w.topK(x, 2)[0]), any(2, 5)),
    gives('f64[2,0] ', (x: Expr) => w.topK(x, 0)[0], any(2, 3)),
    gives('f64[0] ', (x: Expr) => w.topK(x, 0)[0], any(0)),
    gives('f64[1] 0.5', (x: Expr) => w.topK(x, 1)[0], fixed([1], 0.5)),
    refused('topK', (x: Expr) => w.topK(x, 4)[0], any(3)),
  ],
  median: [
    within(0.003, (x: Expr) => w.square(w.median(x)), any(5)),
    within(0.003, (x: Expr) => w.sin(w.median(x, 0)), any(4, 2)),
    gives('number NaN', (x: Expr) => w.median(x), any(0)),
    gives('f64[1] 0.5', (x: Expr) => w.median(x, 0), fixed([1, 1], 0.5)),
    refused(outOf('median', '[3]', 1, '-1 to 0'), (x: Expr) => w.median(x, 1), any(3)),
  ],
  quantile: [
    within(0.003, (x: Expr) => w.square(w.quantile(x, [0.1, 0.5, 0.8])), any(5)),
    within(0.003, (x: Expr) => w.sin(w.quantile(x, 0.3, { axes: [0, 2], keepdims: true })), any(3, 2, 2)),
    gives('number NaN', (x: Expr) => w.quantile(x, 0.5), any(0)),
    gives('f64[2,1] 0.5 0.5', (x: Expr) => w.quantile(x, [0.2, 1], { axes: 0 }), fixed([1, 1], 0.5)),
    gives('f64[0,2] ', (x: Expr) => w.quantile(x, [], { axes: 0 }), any(3, 2)),
    refused(outOf('quantile', '[3]', 1, '-1 to 0'), (x: Expr) => w.quantile(x, 0.5, { axes: 1 }), any(3)),
    refused('quantile: 2 is no share from 0 to 1', (x: Expr) => w.quantile(x, 2), any(3)),
  ],
  argmax: [
    within(0.003, (x: Expr) => w.mul(w.toFloat(w.argmax(x, 1)), w.sum(x, { axes: 1 })), any(2, 3)),
    within(0.003, (x: Expr) => w.mul(w.toFloat(w.argmax(x)), x), any(3)),
    gives('number 0', (x: Expr) => w.toFloat(w.argmax(x)), any(1)),
    refused('argmax: shapes [0] have no entries', (x: Expr) => w.argmax(x), any(0)),
    refused(outOf('argmax', '[3]', 1, '-1 to 0'), (x: Expr) => w.argmax(x, 1), any(3)),
    gives('f64[0] ', (x: Expr) => w.toFloat(w.argmax(x, 1)), any(0, 2)),
  ],
  argmin: [
    within(0.003, (x: Expr) => w.mul(w.toFloat(w.argmin(x, 0)), x), any(3, 2)),
    gives('number 0', (x: Expr) => w.toFloat(w.argmin(x)), any(1)),
    refused('argmin: shapes [0] have no entries', (x: Expr) => w.argmin(x), any(0)),
    gives('f64[0] ', (x: Expr) => w.toFloat(w.argmin(x, 1)), any(0, 2)),
  ],

  // parts of matrices
  diag: [
    smooth((x: Expr) => w.square(w.diag(x, 1)), any(3)),
    smooth((x: Expr) => w.diag(x, -2), any(2)),
    gives('f64[0,0] ', (x: Expr) => w.diag(x), any(0)),
    gives('f64[1,1] 0.5', (x: Expr) => w.diag(x), fixed([1], 0.5)),
    refused('diag: shapes [3,2] are not a vector; for the diagonal of a matrix use diagonal', (x: Expr) => w.diag(x), any(3, 2)),
  ],
  diagonal: [
    smooth((x: Expr) => w.square(w.diagonal(x)), any(2, 3, 3)),
    smooth((x: Expr) => w.diagonal(x, -1), any(3, 2)),
    gives('f64[0] ', (x: Expr) => w.diagonal(x, 5), any(2, 2)),
    gives('f64[0] ', (x: Expr) => w.diagonal(x), any(0, 3)),
    gives('f64[1] 0.5', (x: Expr) => w.diagonal(x), fixed([1, 1], 0.5)),
    refused('diagonal', (x: Expr) => w.diagonal(x), any(2)),
  ],
  traceOf: [
    smooth((x: Expr) => w.square(w.traceOf(x)), any(2, 3, 3)),
    gives('number 0', (x: Expr) => w.traceOf(x), any(0, 0)),
    gives('number 0.5', (x: Expr) => w.traceOf(x), fixed([1, 1], 0.5)),
    refused('trace', (x: Expr) => w.traceOf(x), any(2)),
  ],
  tril: [
    smooth((x: Expr) => w.square(w.tril(x)), any(2, 3, 3)),
    smooth((x: Expr) => w.tril(x, 1), between(1, 2, 3, 4)),
    gives('f64[0,2] ', (x: Expr) => w.tril(x), any(0, 2)),
    gives('f64[1,1] 0.5', (x: Expr) => w.tril(x), fixed([1, 1], 0.5)),
    refused('tril', (x: Expr) => w.tril(x), any(2)),
  ],
  triu: [
    smooth((x: Expr) => w.square(w.triu(x)), any(3, 2)),
    smooth((x: Expr) => w.triu(x, -1), any(3, 3)),
    gives('f64[0,2] ', (x: Expr) => w.triu(x), any(0, 2)),
    gives('f64[1,1] 0', (x: Expr) => w.triu(x, 1), fixed([1, 1], 0.5)),
    refused('triu', (x: Expr) => w.triu(x), any(2)),
  ],
}

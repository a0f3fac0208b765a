/**
 * Forms of windows and of the layers of networks: convolutions, pools, normalisations, dropout.
 */
import * as typed from '../../src/index.ts'
import type { Expr } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { any, between, fixed, type Form, gives, refused, smooth, within } from './form.ts'
import { untyped as w } from '../untyped.ts'

const key = typed.random.key(7)

export const neuralForms: Readonly<Record<string, ReadonlyArray<Form>>> = {
  windows: [
    smooth((x: Expr) => w.square(w.windows(x, 3)), any(2, 5)),
    smooth((x: Expr) => w.windows(x, [2, 2], { stride: 2, dilation: [1, 2] }), any(4, 5)),
    smooth((x: Expr) => w.sin(w.windows(x, 2, { axes: 0 })), any(3, 2)),
    gives('f64[0,2] ', (x: Expr) => w.windows(x, 2), any(1)),
    gives('f64[0,1] ', (x: Expr) => w.windows(x, 1), any(0)),
    gives('f64[1,1] 0.5', (x: Expr) => w.windows(x, 1), fixed([1], 0.5)),
    refused('windows: shapes [3] have no axis 1; axes run from -1 to 0', (x: Expr) => w.windows(x, 2, { axes: 1 }), any(3)),
  ],
  overlapAdd: [
    smooth((x: Expr) => w.square(w.overlapAdd(x, 5)), any(3, 3)),
    smooth((x: Expr) => w.overlapAdd(x, [4, 3], { stride: [2, 1] }), any(2, 2, 2, 2)),
    gives('f64[2] 0 0', (x: Expr) => w.overlapAdd(x, 2), any(0, 3)),
    gives('f64[1] 0.5', (x: Expr) => w.overlapAdd(x, 1), fixed([1, 1], 0.5)),
    refused('overlapAdd: shapes [3] are no windows along 1 axis', (x: Expr) => w.overlapAdd(x, 4), any(3)),
  ],
  conv1d: [
    smooth((x: Expr, k: Expr) => w.square(phantom<Expr>(w.conv1d(phantom<Expr<[2, 3]>>(x), phantom<Expr<[2, 2, 2]>>(k)))), any(2, 2, 4), any(3, 2, 2)),
    smooth(
      (x: Expr, k: Expr) => w.conv1d(phantom<Expr<[1, 2, 6]>>(x), phantom<Expr<[2, 2, 2]>>(k), { stride: 2, padding: [1, 0], dilation: 2 }),
      any(1, 2, 6),
      any(2, 2, 2),
    ),
    smooth((x: Expr, k: Expr) => w.conv1d(phantom<Expr<[1, 2, 3]>>(x), phantom<Expr<[2, 2, 1]>>(k)), any(1, 2, 3), any(2, 2, 1)),
    gives('f64[0,1,3] ', (x: Expr, k: Expr) => w.conv1d(phantom<Expr<[0, 1, 3]>>(x), phantom<Expr<[1, 1, 1]>>(k)), any(0, 1, 3), any(1, 1, 1)),
    refused('conv1d', (x: Expr, k: Expr) => w.conv1d(phantom<Expr<[1, 2, 3]>>(x), phantom<Expr<[1, 2, 1]>>(k)), any(1, 2, 3), any(1, 3, 1)),
    refused('conv1d', (x: Expr, k: Expr) => w.conv1d(x, k), any(1, 2, 3), any(1, 2, 4)),
  ],
  conv2d: [
    smooth(
      (x: Expr, k: Expr) => w.conv2d(phantom<Expr<[1, 2, 3, 4]>>(x), phantom<Expr<[2, 2, 2, 2]>>(k), { padding: 'same', stride: [1, 2] }),
      any(1, 2, 3, 4),
      any(2, 2, 2, 2),
    ),
    smooth((x: Expr, k: Expr) => w.conv2d(phantom<Expr<[1, 1, 2, 2]>>(x), phantom<Expr<[1, 1, 1, 1]>>(k)), any(1, 1, 2, 2), any(1, 1, 1, 1)),
    gives('f64[0,1,2,2] ', (x: Expr, k: Expr) => w.conv2d(phantom<Expr<[0, 1, 2, 2]>>(x), phantom<Expr<[1, 1, 1, 1]>>(k)), any(0, 1, 2, 2), any(1, 1, 1, 1)),
    refused('conv2d', (x: Expr, k: Expr) => w.conv2d(phantom<Expr<[1, 2, 3, 3]>>(x), phantom<Expr<[1, 2, 1, 1]>>(k)), any(1, 2, 3, 3), any(1, 3, 1, 1)),
  ],
  maxPool: [
    within(0.003, (x: Expr) => w.maxPool(x, { window: 2 }), any(2, 5)),
    within(0.003, (x: Expr) => w.square(phantom<Expr>(w.maxPool(x, { window: [2, 2], stride: 1, padding: 1 }))), any(3, 3)),
    gives('f64[0,1] ', (x: Expr) => w.maxPool(x, { window: 2 }), any(0, 2)),
    refused('maxPool: shapes [0] have no room for a window along axis 0', (x: Expr) => w.maxPool(x, { window: 1 }), any(0)),
    gives('f64[1] 0.5', (x: Expr) => w.maxPool(x, { window: 1 }), fixed([1], 0.5)),
    refused('maxPool', (x: Expr) => w.maxPool(x, { window: phantom<number>(0) }), any(3)),
  ],
  avgPool: [
    smooth((x: Expr) => w.avgPool(x, { window: 2 }), any(2, 4)),
    smooth((x: Expr) => w.square(phantom<Expr>(w.avgPool(x, { window: [2, 2], stride: 1, padding: 1 }))), any(3, 3)),
    gives('f64[0,1] ', (x: Expr) => w.avgPool(x, { window: 2 }), any(0, 2)),
    refused('avgPool: shapes [0] have no room for a window along axis 0', (x: Expr) => w.avgPool(x, { window: 1 }), any(0)),
    gives('f64[1] 0.5', (x: Expr) => w.avgPool(x, { window: 1 }), fixed([1], 0.5)),
    refused('avgPool', (x: Expr) => w.avgPool(x, { window: phantom<number>(0) }), any(3)),
  ],
  layerNorm: [
    smooth((x: Expr, s: Expr, b: Expr) => w.layerNorm(x, { scale: s, offset: b }), any(2, 3), any(3), any(3)),
    smooth((x: Expr) => w.layerNorm(x, { axes: [0, 1], epsilon: 0.1 }), any(2, 2)),
    gives('f64[0,2] ', (x: Expr) => w.layerNorm(x), any(0, 2)),
    gives('f64[1] 0', (x: Expr) => w.layerNorm(x), fixed([1], 0.5)),
    refused('layerNorm: shapes [2] have no axis 1; axes run from -1 to 0', (x: Expr) => w.layerNorm(x, { axes: 1 }), any(2)),
  ],
  batchNorm: [
    smooth((x: Expr, s: Expr) => w.batchNorm(x, { scale: s, epsilon: 0.1 })[0], any(3, 2), any(2)),
    smooth((x: Expr, m: Expr, v: Expr) => w.batchNorm(x, { statistics: { mean: m, variance: v } })[0], any(2, 2), any(2), between(0.5, 1, 2)),
    smooth((x: Expr) => typed.batchNorm(x, { epsilon: 0.1 })[1].variance, any(3, 1, 2)),
    gives('f64[2,0] ', (x: Expr) => w.batchNorm(x)[0], any(2, 0)),
  ],
  dropout: [
    smooth((x: Expr) => w.square(phantom<Expr>(w.dropout(key, 0.4, x))), any(2, 3)),
    smooth((x: Expr) => w.dropout(key, 0, x), any(1)),
    gives('f64[0] ', (x: Expr) => w.dropout(key, 0.5, x), any(0)),
    gives('f64[1] 0', (x: Expr) => w.dropout(key, 1, x), fixed([1], 0.5)),
    refused('dropout: the rate 2 is no probability', (x: Expr) => w.dropout(key, 2, x), any(2)),
  ],
}

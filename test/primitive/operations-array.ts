/**
 * Forms of the operations that move entries about: shapes, parts, joins, places by index.
 */
import type { Expr, Vector } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { any, fixed, type Form, gives, refused, smooth, whole } from './form.ts'
import { untyped as w } from '../untyped.ts'

const vector = (x: Expr): Vector => phantom(x)

const outOf = (name: string, shape: string, axis: number, ends: string): string => `${name}: shapes ${shape} have no axis ${axis}; axes run from ${ends}`

export const arrayForms: Readonly<Record<string, ReadonlyArray<Form>>> = {
  // shapes
  broadcastTo: [
    smooth((x: Expr) => w.broadcastTo(x, [2, 3]), any(3)),
    smooth((x: Expr) => w.square(w.broadcastTo(x, [2, 3, 2])), any(3, 1)),
    smooth((x: Expr) => w.broadcastTo(x, [2, 2]), any()),
    gives('f64[0,3] ', (x: Expr) => w.broadcastTo(x, [0, 3]), any(3)),
    gives('f64[2,0] ', (x: Expr) => w.broadcastTo(x, [2, 0]), any(0)),
    gives('f64[1,1] 0.5', (x: Expr) => w.broadcastTo(x, [1, 1]), fixed([1], 0.5)),
    refused('broadcastTo', (x: Expr) => w.broadcastTo(x, [2]), any(3)),
  ],
  reshape: [
    smooth((x: Expr) => w.square(w.reshape(x, [3, 2])), any(2, 3)),
    smooth((x: Expr) => w.reshape(x, [-1]), any(2, 1, 2)),
    gives('f64[0,5] ', (x: Expr) => w.reshape(x, [0, 5]), any(3, 0)),
    gives('number 0.5', (x: Expr) => w.reshape(x, []), fixed([1, 1], 0.5)),
    refused('reshape: shapes [2,3] and [4] hold 6 and 4 elements', (x: Expr) => w.reshape(x, [4]), any(2, 3)),
    refused('reshape', (x: Expr) => w.reshape(x, phantom<[number]>([-1, -1])), any(2, 3)),
  ],
  transpose: [
    smooth((x: Expr) => w.square(w.transpose(x)), any(2, 3)),
    smooth((x: Expr) => w.sin(w.transpose(x, [2, 0, 1])), any(2, 3, 2)),
    smooth((x: Expr) => w.transpose(x, [-1, 0]), any(2, 2)),
    gives('f64[3,0] ', (x: Expr) => w.transpose(x), any(0, 3)),
    gives('f64[1,1] 0.5', (x: Expr) => w.transpose(x), fixed([1, 1], 0.5)),
    refused(outOf('transpose', '[2,3]', 2, '-2 to 1'), (x: Expr) => w.transpose(x, [0, 2]), any(2, 3)),
    refused('transpose', (x: Expr) => w.transpose(x, [0, 0]), any(2, 3)),
  ],
  moveaxis: [
    smooth((x: Expr) => w.square(w.moveaxis(x, 0, -1)), any(2, 3, 2)),
    smooth((x: Expr) => w.moveaxis(x, -1, 0), any(2, 3)),
    gives('f64[3,0] ', (x: Expr) => w.moveaxis(x, 0, 1), any(0, 3)),
    gives('f64[1] 0.5', (x: Expr) => w.moveaxis(x, 0, 0), fixed([1], 0.5)),
    refused(outOf('moveaxis', '[2]', 1, '-1 to 0'), (x: Expr) => w.moveaxis(x, 1, 0), any(2)),
  ],
  swapaxes: [
    smooth((x: Expr) => w.square(w.swapaxes(x, 0, -1)), any(2, 3, 2)),
    smooth((x: Expr) => w.swapaxes(x, 1, 1), any(2, 1)),
    gives('f64[3,0] ', (x: Expr) => w.swapaxes(x, 0, 1), any(0, 3)),
    gives('f64[1] 0.5', (x: Expr) => w.swapaxes(x, 0, 0), fixed([1], 0.5)),
    refused(outOf('swapaxes', '[2]', 1, '-1 to 0'), (x: Expr) => w.swapaxes(x, 1, 0), any(2)),
  ],
  squeeze: [
    smooth((x: Expr) => w.square(w.squeeze(x)), any(2, 1, 3, 1)),
    smooth((x: Expr) => w.sin(w.squeeze(x, -1)), any(1, 3, 1)),
    gives('f64[0] ', (x: Expr) => w.squeeze(x), any(1, 0)),
    gives('number 0.5', (x: Expr) => w.squeeze(x), fixed([1, 1], 0.5)),
    refused('squeeze', (x: Expr) => w.squeeze(x, 0), any(2, 1)),
    refused(outOf('squeeze', '[1]', 1, '-1 to 0'), (x: Expr) => w.squeeze(x, 1), any(1)),
  ],
  expandDims: [
    smooth((x: Expr) => w.square(w.expandDims(x, 1)), any(2, 3)),
    smooth((x: Expr) => w.expandDims(x, -1), any(2)),
    gives('f64[0,1] ', (x: Expr) => w.expandDims(x, 1), any(0)),
    gives('f64[1,1] 0.5', (x: Expr) => w.expandDims(x, 0), fixed([1], 0.5)),
    refused('expandDims', (x: Expr) => w.expandDims(x, 3), any(2)),
  ],
  flip: [
    smooth((x: Expr) => w.mul(w.flip(x), x), any(2, 3)),
    smooth((x: Expr) => w.sin(w.flip(x, -1)), any(2, 3)),
    smooth((x: Expr) => w.flip(x, [0, 2]), any(2, 2, 3)),
    gives('f64[0,2] ', (x: Expr) => w.flip(x), any(0, 2)),
    gives('f64[1] 0.5', (x: Expr) => w.flip(x), fixed([1], 0.5)),
    refused(outOf('flip', '[2,3]', 2, '-2 to 1'), (x: Expr) => w.flip(x, 2), any(2, 3)),
    refused('flip: shapes [2,3] were given axis 0 twice in axes [0, -2]', (x: Expr) => w.flip(x, [0, -2]), any(2, 3)),
  ],
  roll: [
    smooth((x: Expr) => w.mul(w.roll(x, 1), x), any(2, 3)),
    smooth((x: Expr) => w.sin(w.roll(x, -2, 1)), any(2, 3)),
    gives('f64[0] ', (x: Expr) => w.roll(x, 5), any(0)),
    gives('f64[1] 0.5', (x: Expr) => w.roll(x, 7), fixed([1], 0.5)),
    refused(outOf('roll', '[3]', 1, '-1 to 0'), (x: Expr) => w.roll(x, 1, 1), any(3)),
  ],
  tile: [
    smooth((x: Expr) => w.square(w.tile(x, [2, 3])), any(2, 2)),
    gives('f64[0] ', (x: Expr) => w.tile(x, [0]), any(3)),
    gives('f64[0] ', (x: Expr) => w.tile(x, [3]), any(0)),
    gives('f64[2] 0.5 0.5', (x: Expr) => w.tile(x, [2]), fixed([1], 0.5)),
    refused('tile', (x: Expr) => w.tile(x, [2]), any(2, 2)),
  ],
  repeat: [
    smooth((x: Expr) => w.square(w.repeat(x, 2)), any(2, 3)),
    smooth((x: Expr) => w.repeat(x, 3, -1), any(2, 2)),
    gives('f64[0] ', (x: Expr) => w.repeat(x, 0), any(3)),
    gives('f64[2] 0.5 0.5', (x: Expr) => w.repeat(x, 2), fixed([1], 0.5)),
    gives('f64[0] ', (x: Expr) => w.repeat(x, 2), any(0)),
    refused(outOf('repeat', '[2]', 1, '-1 to 0'), (x: Expr) => w.repeat(x, 2, 1), any(2)),
  ],

  // parts
  slice: [
    smooth((x: Expr) => w.square(w.slice(x, [1, 0], [5, 3], [2, 1])), any(5, 3)),
    smooth((x: Expr) => w.slice(x, [-2], [4]), any(4, 2)),
    smooth((x: Expr) => w.sin(w.slice(x, [0], [5], [3])), any(5)),
    gives('f64[0] ', (x: Expr) => w.slice(x, [2], [2]), any(3)),
    gives('f64[0] ', (x: Expr) => w.slice(x, [0], [0]), any(0)),
    gives('f64[1] 0.5', (x: Expr) => w.slice(x, [0], [1]), fixed([1], 0.5)),
    refused('slice', (x: Expr) => w.slice(x, [0, 0], [1, 1]), any(3)),
  ],
  at: [
    smooth((x: Expr) => w.square(w.at(x, 1)), any(3, 2)),
    smooth((x: Expr) => w.sin(w.at(x, ':', -1)), any(2, 3)),
    smooth((x: Expr) => w.mul(w.at(x, [null, null, -1]), x), any(4)),
    smooth((x: Expr) => w.at(x, [3, 0, -2], ':', 0), any(5, 2, 2)),
    smooth((x: Expr) => w.exp(w.at(x, [-3, -1], [null, null, 2])), any(4, 3)),
    gives('f64[0] ', (x: Expr) => w.at(x, [2, 1]), any(3)),
    gives('f64[0] ', (x: Expr) => w.at(x, [null, null, -1]), any(0)),
    gives('number 0.5', (x: Expr) => w.at(x, 0), fixed([1], 0.5)),
    refused('at: index 3 is outside axis 1 of size 3; indices run from -3 to 2', (x: Expr) => w.at(x, 0, 3), any(2, 3)),
    refused('at: index 0 is outside axis 0 of size 0; the axis is empty', (x: Expr) => w.at(x, 0), any(0)),
    refused('at: shapes [2] have 1 axis, and 2 subscripts were given', (x: Expr) => w.at(x, 0, 0), any(2)),
  ],
  split: [
    smooth((x: Expr) => [...w.split(x, 2)].map((y, i) => w.mul(i + 1, w.square(y))), any(4, 2)),
    smooth((x: Expr) => [...w.split(x, [1], -1)], any(2, 3)),
    gives('f64[0] ', (x: Expr) => w.split(x, 1)[0], any(0)),
    gives('f64[1] 0.5', (x: Expr) => w.split(x, 1)[0], fixed([1], 0.5)),
    refused('split', (x: Expr) => w.split(x, 2), any(3)),
    refused(outOf('split', '[4]', 1, '-1 to 0'), (x: Expr) => w.split(x, 2, 1), any(4)),
  ],
  meshgrid: [
    smooth((x: Expr, y: Expr) => [...w.meshgrid([vector(x), vector(y)])].map((z, i) => w.mul(i + 1, w.square(z))), any(2), any(3)),
    smooth((x: Expr, y: Expr) => [...w.meshgrid([vector(x), vector(y), vector(x)], { indexing: 'ij' })], any(2), any(3)),
    gives('f64[2,0] ', (x: Expr, y: Expr) => w.meshgrid([vector(x), vector(y)])[0], any(0), any(2)),
    gives('f64[1,1] 0.5', (x: Expr) => w.meshgrid([vector(x), vector(x)])[1], fixed([1], 0.5)),
    refused('meshgrid: shapes [2,2] are no vector', (x: Expr) => w.meshgrid([vector(x)]), any(2, 2)),
  ],
  unstack: [
    smooth((x: Expr) => [...w.unstack(x)].map((y, i) => w.mul(i + 1, w.square(y))), any(3, 2)),
    gives('', (x: Expr) => [...w.unstack(x)], any(0, 2)),
    gives('f64[2] 0.5 0.7', (x: Expr) => w.unstack(x)[0], fixed([1, 2], 0.5, 0.7)),
    refused('unstack: shapes [] have no rows', (x: Expr) => w.unstack(x), any()),
  ],
  pad: [
    smooth(
      (x: Expr) =>
        w.mul(
          w.pad(x, [
            [1, 2],
            [0, 1],
          ]),
          w.pad(x, [
            [0, 3],
            [1, 0],
          ]),
        ),
      any(2, 3),
    ),
    smooth((x: Expr) => w.square(w.pad(x, [[1, 1]], 0.7)), any(3)),
    gives('f64[3] 0 0 0', (x: Expr) => w.pad(x, [[1, 2]]), any(0)),
    gives('f64[2] 0.5 2', (x: Expr) => w.pad(x, [[0, 1]], 2), fixed([1], 0.5)),
    refused('pad', (x: Expr) => w.pad(x, [[1, 1]]), any(2, 2)),
  ],
  diff: [
    smooth((x: Expr) => w.square(w.diff(x)), any(2, 4)),
    smooth((x: Expr) => w.diff(x, 0), any(3, 2)),
    gives('f64[0] ', (x: Expr) => w.diff(x), any(0)),
    gives('f64[0] ', (x: Expr) => w.diff(x), any(1)),
    refused(outOf('diff', '[2]', 1, '-1 to 0'), (x: Expr) => w.diff(x, 1), any(2)),
  ],

  // joins
  concatenate: [
    smooth((x: Expr, y: Expr) => w.square(w.concatenate([x, y])), any(2, 2), any(1, 2)),
    smooth((x: Expr, y: Expr) => w.sin(w.concatenate([x, y, x], -1)), any(2, 1), any(2, 3)),
    gives('f64[2] 0.5 0.7', (x: Expr, y: Expr) => w.concatenate([x, y]), fixed([2], 0.5, 0.7), any(0)),
    gives('f64[0] ', (x: Expr) => w.concatenate([x, x]), any(0)),
    smooth((x: Expr) => w.concatenate([x]), any(1)),
    refused(outOf('concatenate', '[2]', 1, '-1 to 0'), (x: Expr) => w.concatenate([x, x], 1), any(2)),
    refused('concatenate', (x: Expr, y: Expr) => w.concatenate([x, y]), any(2, 2), any(2, 3)),
  ],
  stack: [
    smooth((x: Expr, y: Expr) => w.square(w.stack([x, y])), any(2, 2), any(2, 2)),
    smooth((x: Expr, y: Expr) => w.sin(w.stack([x, y, x], 1)), any(3), any(3)),
    smooth((x: Expr, y: Expr) => w.stack([x, y], -1), any(1), any(1)),
    smooth((x: Expr, y: Expr) => w.stack([x, y]), any(), any()),
    gives('f64[2,0] ', (x: Expr) => w.stack([x, x]), any(0)),
    refused('stack', (x: Expr) => w.stack([x, x], 3), any(2)),
  ],

  // places by index
  take: [
    smooth((x: Expr) => w.square(w.take(x, [2, 0, 2, -1])), any(3, 2)),
    smooth(
      (x: Expr) =>
        w.sin(
          w.take(
            x,
            w.tensor(
              [
                [0, 1],
                [2, 0],
              ],
              'int32',
            ),
            1,
          ),
        ),
      any(2, 3),
    ),
    // Places computed, two of them the same.
    smooth((x: Expr, y: Expr) => w.square(w.take(x, w.toInt(y))), any(3, 2), whole([4], 2, 0, 2, 1)),
    smooth((x: Expr, y: Expr) => w.take(x, w.toInt(y), -1), any(2, 3), whole([2, 2], 2, 0, 0, 1)),
    gives('f64[0,2] ', (x: Expr) => w.take(x, []), any(3, 2)),
    gives('f64[0,2] ', (x: Expr) => w.take(x, []), any(0, 2)),
    gives('f64[2] 0.5 0.5', (x: Expr) => w.take(x, [0, -1]), fixed([1], 0.5)),
    refused('take: index 3 (at position 1) is outside an axis of size 3', (x: Expr) => w.take(x, [0, 3]), any(3)),
    refused(outOf('take', '[3]', 1, '-1 to 0'), (x: Expr) => w.take(x, [0], 1), any(3)),
    refused('take: index 1.5 (at position 0) is outside an axis of size 3', (x: Expr) => w.take(x, [1.5]), any(3)),
    refused('take: index 0 (at position 0) is outside an axis of size 0; the axis is empty', (x: Expr) => w.take(x, [0]), any(0)),
  ],
  scatterAdd: [
    smooth((x: Expr, y: Expr) => w.square(w.scatterAdd(x, [2, 0, 2], y)), any(3, 2), any(3, 2)),
    smooth((x: Expr, y: Expr) => w.square(w.scatterAdd(x, [1, -1], y, 1)), any(2, 3), any(2, 1)),
    smooth((x: Expr, y: Expr, z: Expr) => w.square(phantom<Expr>(w.scatterAdd(x, w.toInt(z), y))), any(3), any(4), whole([4], 2, 0, 2, 1)),
    gives('f64[3] 1 2 3', (x: Expr, y: Expr) => w.scatterAdd(x, [], y), fixed([3], 1, 2, 3), any(0)),
    gives('f64[1] 1.5', (x: Expr, y: Expr) => w.scatterAdd(x, [0], y), fixed([1], 1), fixed([1], 0.5)),
    refused('scatterAdd: index -4 (at position 0) is outside an axis of size 3', (x: Expr) => w.scatterAdd(x, [-4], x), any(3)),
    refused('scatterAdd: shapes [3] and [2] do not broadcast', (x: Expr) => w.scatterAdd(x, [0, 1], x), any(3)),
    refused('scatterAdd: shapes [2,2] and [2] differ: the updates are larger', (x: Expr, y: Expr) => w.scatterAdd(x, [0, 1], y), any(3), any(2, 2)),
    refused(outOf('scatterAdd', '[3]', 2, '-1 to 0'), (x: Expr) => w.scatterAdd(x, [0], x, 2), any(3)),
  ],
  scatterSet: [
    smooth((x: Expr, y: Expr) => w.square(w.scatterSet(x, [2, 0], y)), any(3, 2), any(2, 2)),
    smooth((x: Expr, y: Expr) => w.square(w.scatterSet(x, [1], y, -1)), any(2, 3), any(2, 1)),
    smooth((x: Expr, y: Expr, z: Expr) => w.square(phantom<Expr>(w.scatterSet(x, w.toInt(z), y))), any(3), any(2), whole([2], 2, 0)),
    gives('f64[3] 1 2 3', (x: Expr, y: Expr) => w.scatterSet(x, [], y), fixed([3], 1, 2, 3), any(0)),
    gives('f64[1] 0.5', (x: Expr, y: Expr) => w.scatterSet(x, [0], y), fixed([1], 1), fixed([1], 0.5)),
    refused('scatterSet: an index stands twice', (x: Expr) => w.scatterSet(x, [0, -3], w.at(x, [0, 2])), any(3)),
    refused('scatterSet: index 3 (at position 0) is outside an axis of size 3', (x: Expr) => w.scatterSet(x, [3], 1), any(3)),
  ],
  oneHot: [
    smooth((x: Expr) => w.mul(w.oneHot(w.toInt(x), 3), w.expandDims(w.square(x), -1)), whole([3], 2, 0, 2)),
    gives('f64[0,3] ', (x: Expr) => w.oneHot(w.toInt(x), 3), any(0)),
    gives('f64[1,2] 0 1', (x: Expr) => w.oneHot(w.toInt(x), 2), whole([1], 1)),
    gives('f64[1,0] ', (x: Expr) => w.oneHot(w.toInt(x), 0), whole([1], 1)),
  ],
}

/**
 * Functions whose arrays are long enough for every pass of the planner and both emitters: loops of pairs with
 * a step left over, sums in lanes, nests that join, rows that shrink, code in several pieces.
 */
import type { Dims } from '../../../src/array/shape.ts'
import * as wengert from '../../../src/index.ts'
import type { Expr, IntExpr, Matrix, Scalar, Vector } from '../../../src/index.ts'
import { phantom } from '../../../src/type/phantom.ts'
import type { Table } from '../../table.ts'
import { untyped as w } from '../../untyped.ts'

/** Scans answer with a last state and rows. */
const scan = phantom<(...xs: ReadonlyArray<unknown>) => readonly [last: ReadonlyArray<never>, rows: never]>(wengert.scan)

type Build = (...xs: ReadonlyArray<never>) => unknown

type A = Expr<[number, number]>
type V = Vector<number>

const softmax = (x: A): A => {
  const e = phantom<A>(w.exp(w.sub(x, w.max(x, { axes: 1, keepdims: true }))))
  return phantom(w.div(e, w.sum(e, { axes: 1, keepdims: true })))
}

const rows = w.tensor(
  Float64Array.from({ length: 411 * 40 }, (_, i) => Math.sin(12.9898 * i)),
  [411, 40],
)

/** Which entry of a matrix, or the zero behind them in the place of those above its diagonal. */
const corner = w.tensor(
  Int32Array.from({ length: 361 }, (_, i) => (i % 19 > Math.floor(i / 19) ? 361 : i)),
  [19, 19],
)

/** Shapes of inputs, and a function of them. */
export const builds: Table<readonly [shapes: ReadonlyArray<Dims>, build: Build]> = [
  [[[33], [33]], (x: V, y: V) => w.sum(w.mul(w.sin(x), w.add(y, x)))],
  [[[33]], (x: V) => w.add(w.exp(x), w.mul(x, 0.5))],
  [[[9], [9]], (x: V, y: V) => w.add(w.sub(w.mul(x, w.sin(y)), w.mul(3, w.mul(w.cos(y), x))), w.sub(w.mul(y, w.sin(x)), w.mul(y, w.exp(y))))],
  [
    [
      [5, 3],
      [5, 4],
    ],
    (x: A, y: A) => w.sum(phantom<Expr<[number, number, number]>>(w.einsum('ni,nj->nij', x, y)), { axes: 0 }),
  ],
  [[[5, 19]], (x: A) => w.add(w.sum(x, { axes: 0 }), w.max(x, { axes: 0 }))],
  [[[3, 41]], (x: A) => w.max(x, { axes: 0 })],
  [[[19, 5]], (x: A) => w.mul(w.sum(w.square(x), { axes: 1 }), w.min(x, { axes: 1 }))],
  [
    [
      [6, 11],
      [11, 9],
    ],
    (x: A, y: A) => w.tanh(w.matmul(x, y)),
  ],
  [
    [
      [9, 11],
      [9, 6],
    ],
    (x: A, y: A) => w.matmul(w.transpose(x), y),
  ],
  [[[7, 13]], (x: A) => softmax(x)],
  [[[9, 10]], (x: A) => w.mul(w.sub(x, w.mean(x, { axes: 1, keepdims: true })), w.mean(w.square(x), { axes: 0 }))],
  [[[12, 4]], (x: A) => w.sum(w.mul(w.transpose(w.add(x, 1)), w.transpose(x)), { axes: 1 })],
  [[[21], [8]], (x: V, y: V) => w.concatenate([w.mul(x, 2), w.sin(y), w.add(y, x.shape.length)])],
  [[[17]], (x: V) => w.mul(w.slice(x, [1], [16], [2]), w.slice(w.flip(x), [0], [15], [2]))],
  [[[23]], (x: V) => w.take(w.cos(x), [3, 3, 0, 22, 7])],
  [[[23], [9]], (x: V, y: V) => w.take(x, phantom<IntExpr<[number]>>(w.toInt(w.mul(10, w.abs(y)))))],
  [[[20]], (x: V) => w.scatterAdd(x, [1, 1, 19], w.sum(x))],
  [
    [[3, 9]],
    (x: A) =>
      w.pad(w.square(x), [
        [1, 2],
        [0, 3],
      ]),
  ],
  [[[24]], (x: V) => w.sum(w.windows(w.sin(x), 5), { axes: 1 })],
  [
    [[12], [3]],
    (xs: V, c: V) => {
      const [last, rows] = scan((carry: V, x: Scalar) => [w.tanh(w.add(w.mul(carry, x), 0.1)), w.sum(w.mul(carry, carry))], c, xs)
      return w.add(w.sum(last), rows)
    },
  ],
  [
    [[9]],
    (x: V) =>
      w.cond(
        w.gt(w.sum(x), 0),
        (a: V) => w.sin(a),
        (a: V) => w.mul(2, a),
        x,
      ),
  ],
  [
    [[], [11]],
    (s: Scalar, x: V) =>
      w.mul(
        w.whileLoop(
          (c: Scalar) => w.lt(c, 3),
          (c: Scalar) => w.add(c, w.add(1, w.square(s))),
          s,
          { maxSteps: 9 },
        ),
        x,
      ),
  ],
  [[[16]], (x: V) => w.where(w.gt(x, 0), w.log(w.add(2, x)), w.mul(x, w.where(w.le(x, -0.5), 1, x)))],
  [[[10, 3]], (x: A) => w.add(w.sum(w.mul(x, w.at(x, [null, null, -1])), { axes: 1 }), w.reshape(w.slice(x, [0, 1], [10, 2]), [10]))],
  [[[]], (x: Scalar) => Array.from({ length: 900 }).reduce<Scalar>((y, _, i) => (i % 2 === 0 ? w.mul(y, 0.999) : w.add(y, x)), x)],
  [[[8, 8, 3]], (x: Expr<[number, number, number]>) => w.sum(w.mul(x, w.moveaxis(x, 0, 1)), { axes: [0, 2] })],
  [[[23], [9]], (x: V, y: V) => w.take(w.exp(x), phantom<IntExpr<[number]>>(w.toInt(w.mul(60, y))))],
  [
    [[], [11]],
    (s: Scalar, x: V) =>
      w.mul(
        w.whileLoop(
          (c: Scalar) => w.lt(c, 1e3),
          (c: Scalar) => w.add(c, w.add(1, w.square(s))),
          s,
          { maxSteps: 3 },
        ),
        x,
      ),
  ],
  [
    [[12, 9], [9]],
    (xs: A, c: V) => {
      const [, rows] = scan(
        (carry: V, x: V) => {
          const next = w.cond(
            w.gt(w.sum(carry), 0),
            (row: V) => w.sub(w.sin(row), carry),
            (row: V) => w.mul(2, row),
            x,
          )
          return [next, w.sum(next)]
        },
        c,
        xs,
      )
      return rows
    },
  ],
  [
    [[12], []],
    (xs: V, c: Scalar) => {
      const [, rows] = scan(
        ([a, b]: readonly [Scalar, Scalar], x: Scalar) => [[w.mul(b, x), w.add(a, w.sin(x))], w.mul(a, x)] as const,
        phantom<readonly [Scalar, Scalar]>([c, c]),
        xs,
      )
      return rows
    },
  ],
  [
    [
      [4, 5],
      [5, 6],
    ],
    (x: A, y: A) => w.sum(w.matmul(x, y)),
  ],
  [
    [
      [4, 5],
      [5, 6],
    ],
    (x: A, y: A) => w.sum(w.neg(w.matmul(x, y)), { axes: 0 }),
  ],
  [
    [
      [4, 5],
      [5, 6],
    ],
    (x: A, y: A) => {
      const product = w.matmul(x, y)
      return w.mul(product, w.sum(product, { axes: 1, keepdims: true }))
    },
  ],
  [
    [[12], [5]],
    (xs: V, c: V) => {
      const [last, rows] = scan(([a, b]: readonly [V, V], x: Scalar) => [[b, w.add(a, x)], w.sum(a)] as const, phantom<readonly [V, V]>([c, w.exp(c)]), xs)
      return [...last, rows]
    },
  ],
  [
    [[14], [5]],
    (x: V, y: V) => {
      const a = w.exp(x)
      return [a, w.concatenate([a, y])]
    },
  ],
  [[[4, 4], [4]], (x: A, y: V) => w.solve(phantom<Matrix<4, 4>>(w.add(w.diag(w.tensor([9, 8, 7, 6])), x)), phantom<Vector<4>>(w.exp(y)))],
  [[[3, 3]], (x: A) => [w.cholesky(w.add(w.diag(w.tensor([4, 5, 6])), w.matmul(x, w.transpose(x)))), w.det(x), ...phantom<ReadonlyArray<never>>(w.slogdet(x))]],
  [[[9]], (x: V) => w.mul(w.where(w.gt(x, 0), -0, 1), w.where(w.lt(x, 0), 0, 1))],
  [[[3, 5]], (x: A) => w.sum(w.mul(w.square(x), -0), { axes: 1 })],
  [[[30]], (x: V) => w.where(w.le(w.round(w.mul(2, x)), 0), x, w.exp(x))],
  [[[30]], (x: V) => w.where(w.lt(w.round(w.mul(2, x)), w.round(w.mul(3, x))), w.relu(x), w.abs(x))],
  [[[29]], (x: V) => w.toFloat(w.sum(w.toInt(w.mul(9, x))))],
  [[[40]], (x: V) => w.toFloat(w.add(w.mul(w.toInt(w.mul(4, x)), 3), w.bitAnd(w.toInt(w.mul(9, x)), 5)))],
  [[[3, 20]], (x: A) => w.sum(w.square(w.slice(x, [0, 0], [3, 18])))],
  [[[43]], (x: V) => w.add(w.sum(w.square(x)), w.sum(x))],
  [[[3, 23], [23]], (x: A, y: V) => w.matmul(x, y)],
  [
    [[40, 6]],
    (x: A) => {
      // More rows than stay in the cache, three of which fill no tile.
      const hidden = w.square(w.matmul(rows, x))
      return w.matmul(w.transpose(hidden), w.sub(rows, w.sum(hidden, { axes: 1, keepdims: true })))
    },
  ],
  [
    [
      [19, 19],
      [24, 19],
    ],
    (x: A, y: A) => w.einsum('ij,nj->ni', w.tril(x), y),
  ],
  [
    [
      [19, 19],
      [24, 19],
    ],
    (x: A, y: A) => w.einsum('ij,nj->ni', w.take(w.concatenate([w.reshape(w.square(x), [361]), w.zeros([1])]), corner), y),
  ],
]

// Shapes that the compiler knows not to fit, operation by operation: it names both, and the operation.
import {
  and,
  attention,
  bernoulliLogDensity,
  bitAnd,
  broadcastTo,
  categoricalLogDensity,
  cholesky,
  clip,
  concatenate,
  cov,
  cross,
  crossEntropy,
  det,
  eigh,
  einsum,
  expm,
  type Expr,
  gt,
  huber,
  interp,
  type IntExpr,
  inv,
  klDivergence,
  lstsq,
  lu,
  matmul,
  type Matrix,
  matrixPower,
  meshgrid,
  mse,
  multivariateNormalLogDensity,
  normalLogDensity,
  pinv,
  qr,
  type Scalar,
  scatterAdd,
  scatterSet,
  slogdet,
  solve,
  squeeze,
  stack,
  svd,
  svdvals,
  tensordot,
  triangularSolve,
  type Vector,
} from 'wengert'

export const joins = (n: Matrix<'n', 3>, m: Matrix<2, 4>, v: Vector<3>, w: Vector<4>): void => {
  concatenate([n, m]) // refused: "concatenate: shapes [n,3] and [2,4] do not join at axis 0"
  concatenate([m, n], 1) // refused: "concatenate: shapes [2,4] and [n,3] do not join at axis 1"
  concatenate([v, m]) // refused: "concatenate: shapes [3] and [2,4] do not join at axis 0"
  stack([v, w]) // refused: "stack: shapes [3] and [4] differ"
  stack([v, v, 1]) // refused: "stack: shapes [3] and [] differ"
  meshgrid([v, m]) // refused: "meshgrid: shape [2,4] is no vector"
  squeeze(n, 1) // refused: "squeeze: axis 1 of shape [n,3] has size 3"
  squeeze(v, 2) // refused: "squeeze: shape [3] has no axis 2"
  broadcastTo(v, [3, 4]) // refused: "broadcastTo: shape [3] does not broadcast to [3,4]"
  scatterAdd(m, [0, 1], v) // refused: "scatterAdd: updates of shape [3] do not broadcast to [2,4]"
  scatterSet(m, [0, 1, 1], v, 0) // refused: "scatterSet: updates of shape [3] do not broadcast to [3,4]"
}

export const products = (a: Matrix<2, 3>, b: Expr<[5, 4, 2]>, c: Expr<[7, 2, 3]>, v: Vector<4>, w: Vector<3>): void => {
  matmul(a, b) // refused: "matmul: shapes [2,3] and [5,4,2] do not multiply"
  matmul(b, c) // refused: "matmul: shapes [5,4,2] and [7,2,3] do not multiply"
  matmul(a, 2) // refused: "matmul: shapes [2,3] and [] do not multiply"
  cross(a, v) // refused: "cross: shapes [2,3] and [4] do not broadcast"
  cross(v, v) // refused: "cross: shapes [4] and [4] need 3 entries in their last axis"
  interp(a, v, w) // refused: "interp: shapes [4] and [3] differ; there is a value at each knot"
  interp(v, a, w) // refused: "interp: shape [2,3] is no vector of knots"
  tensordot(a, v, 1) // refused: "tensordot: shapes [2,3] and [4] do not fit over these axes"
  tensordot(b, c, [[0], [1]]) // refused: "tensordot: shapes [5,4,2] and [7,2,3] do not fit over these axes"
  tensordot(a, v) // refused: "tensordot: shapes [2,3] and [4] do not fit over these axes"
  einsum('ij,j->i', a, v) // refused: "einsum: the label 'j' has sizes that differ"
  einsum('ijk->i', a) // refused: "einsum: shape [2,3] has 2 axes, the formula names 3"
  einsum('ij,jk->ik', a) // refused: "einsum: fewer operands than the formula names"
  einsum('ij->ik', a) // refused: "einsum: the label 'k' of the result is in no operand"
  einsum('...j,j->...', a, v) // refused: "einsum: the label 'j' has sizes that differ"
  einsum('...i,...i->i', b, c) // refused: "einsum: the label '...' has sizes that differ"
  einsum('ij->i', a, v) // refused: "einsum: more operands than the formula names"
}

export const systems = (a: Matrix<2, 3>, s: Matrix<3, 3>, v: Vector<4>): void => {
  solve(a, v) // refused: "solve: shape [2,3] is not square"
  lstsq(a, v) // refused: "lstsq: shapes [2,3] and [4] do not fit"
  solve(s, v) // refused: "solve: shapes [3,3] and [4] do not fit"
  triangularSolve(s, v) // refused: "triangularSolve: shapes [3,3] and [4] do not fit"
  inv(a) // refused: "inv: shape [2,3] is not square"
  cholesky(v) // refused: "cholesky: shape [4] is not that of a matrix"
}

export const ranks = (s: Matrix<3, 3>, v: Vector<3>, x: Scalar): void => {
  qr(v) // refused: "qr: shape [3] has no rows and columns"
  svd(v) // refused: "svd: shape [3] has no rows and columns"
  svdvals(x) // refused: "svdvals: shape [] has no rows and columns"
  pinv(v) // refused: "pinv: shape [3] has no rows and columns"
  cov(x) // refused: "cov: shape [] has no axes"
  solve(v, v) // refused: "solve: shape [3] has no rows and columns"
  solve(s, x) // refused: "solve: shapes [3,3] and [] do not fit"
  triangularSolve(v, v) // refused: "triangularSolve: shape [3] has no rows and columns"
  eigh(v) // refused: "eigh: shape [3] is not that of a matrix"
  lu(v) // refused: "lu: shape [3] is not that of a matrix"
  det(x) // refused: "det: shape [] is not that of a matrix"
}

export const squares = (a: Matrix<2, 3>): void => {
  eigh(a) // refused: "eigh: shape [2,3] is not square"
  lu(a) // refused: "lu: shape [2,3] is not square"
  det(a) // refused: "det: shape [2,3] is not square"
  slogdet(a) // refused: "slogdet: shape [2,3] is not square"
  expm(a) // refused: "expm: shape [2,3] is not square"
  matrixPower(a, 2) // refused: "matrixPower: shape [2,3] is not square"
}

export const models = (v: Vector<3>, w: Vector<4>, q: Matrix<5, 8>, k: Matrix<6, 8>, u: Matrix<7, 2>, s: Matrix<4, 4>): void => {
  mse(v, w) // refused: "mse: shapes [3] and [4] do not broadcast"
  huber(v, w) // refused: "huber: shapes [3] and [4] do not broadcast"
  klDivergence(v, w) // refused: "klDivergence: shapes [3] and [4] do not broadcast"
  attention(q, k, u) // refused: "attention: shapes [5,8], [6,8] and [7,2] do not fit"
  normalLogDensity(v, w, 1) // refused: "normalLogDensity: shapes [3], [4] and [] do not broadcast"
  bernoulliLogDensity(v, w) // refused: "bernoulliLogDensity: shapes [3] and [4] do not broadcast"
  multivariateNormalLogDensity(v, v, s) // refused: "multivariateNormalLogDensity: shapes [3], [3] and [4,4] do not fit"
}

export const others = (v: Vector<3>, w: Vector<4>, i: IntExpr<[3]>, j: IntExpr<[4]>): void => {
  and(gt(v, 0), gt(w, 0)) // refused: "and: shapes [3] and [4] do not broadcast"
  bitAnd(i, j) // refused: "bitwise: shapes [3] and [4] do not broadcast"
  clip(v, 0, w) // refused: "clip: shapes [3], [] and [4] do not broadcast"
}

// biome-ignore format: what is said of a line stands on it.
export const formulas = (a: Matrix<2, 3>, c: Expr<[2, 3, 4]>): void => {
  einsum('ij->ii', a) // refused: "einsum: the label 'i' stands twice in the result"
  einsum('i1->i', a) // refused: "einsum: '1' is no label"
  einsum('ij->i->j', a) // refused: "einsum: '-' is no label"
  einsum('.ij->i', a) // refused: "einsum: '.' is no label"
  einsum('i..j->i', a) // refused: "einsum: '.' is no label"
  einsum('ij=>i', a) // refused: is no label"
  einsum('...i...->i', c) // refused: "einsum: here are two ellipses"
  einsum('...i->......i', c) // refused: "einsum: here are two ellipses"
  einsum('...ijk->i', a) // refused: "einsum: shape [2,3] has 2 axes, the formula names 4"
  einsum('...i->k', a) // refused: "einsum: the label 'k' of the result is in no operand"
  einsum('ij,jk', a, a) // refused: "einsum: the label 'j' has sizes that differ"
}

// biome-ignore format: what is said of a line stands on it.
export const sums = (a: Matrix<2, 3>, s: Matrix<3, 3>): void => {
  tensordot(a, s, 3) // refused: "tensordot: shapes [2,3] and [3,3] do not fit over these axes"
  tensordot(a, s, [[0, 5], [0, 1]]) // refused: "shape [2,3] has no axis 5; axes run from -2 to 1"
  tensordot(a, s, [[0, 1], [0, -3]]) // refused: "shape [3,3] has no axis -3; axes run from -2 to 1"
  tensordot(s, s, [[0, 1], [0, -2]]) // refused: "shape [3,3] was given axis 0 twice in axes [0,-2]"
  tensordot(a, s, [[0, 1], [0]]) // refused: "tensordot: 2 axes of the first and 1 of the second were given"
}

// biome-ignore format: what is said of a line stands on it.
export const kinds = (x: Matrix<2, 3>, i: IntExpr<[2, 3]>, s: Scalar): void => {
  concatenate([x, i]) // refused: "concatenate: float64 and int32 do not mix; convert with toFloat or toInt"
  stack([i, x]) // refused: "stack: float64 and int32 do not mix; convert with toFloat or toInt"
  concatenate([s, s]) // refused: "concatenate: shape [] has no axis 0; a scalar has no axes"
}

// biome-ignore format: what is said of a line stands on it.
export const targets = (x: Matrix<3, 4>, i: IntExpr<[4]>, v: Vector<3>, s: Scalar): void => {
  crossEntropy(x, i) // refused: "crossEntropy: shapes [3,4] and [4] do not broadcast: the logits and the classes"
  crossEntropy(x, v) // refused: "crossEntropy: shapes [3,4] and [3] do not broadcast: the logits and the weights"
  crossEntropy(s, i) // refused: "crossEntropy: shape [] has no classes; logits are [n, k]"
  categoricalLogDensity(i, x) // refused: "categoricalLogDensity: shapes [4] and [3,4] do not broadcast: the classes and the logits"
  lstsq(v, v) // refused: "lstsq: shape [3] has no rows and columns"
  broadcastTo(x, [4]) // refused: "broadcastTo: shape [3,4] does not broadcast to [4]"
  broadcastTo(x, [1, 4]) // refused: "broadcastTo: shape [3,4] does not broadcast to [1,4]"
}

/**
 * Linear algebra on the last two axes, whatever stands before them; and functions with parts or programs in them.
 */
import {
  whileLoop,
  sum,
  rootReport,
  root,
  reduceRows,
  mapRows,
  lt,
  fixedPointReport,
  fixedPoint,
  customVjp,
  customRules,
  checkpoint,
  add,
  cholesky,
  cond,
  customJvp,
  det,
  eigh,
  eigvalsh,
  expm,
  type Expr,
  fori,
  type IntExpr,
  inv,
  lstsq,
  lu,
  type Mask,
  type Matrix,
  matrixPower,
  mul,
  pinv,
  qr,
  type Scalar,
  scan,
  sin,
  slogdet,
  type Solved,
  solve,
  svd,
  svdvals,
  type Tensor,
  triangularSolve,
  type Vector,
} from 'wengert'
import { exactly } from './exactly.ts'

export const square = (m: Matrix<3, 3>, n: Matrix<'n', 'n'>, b: Expr<[5, 3, 3]>, t: Tensor<[2, 2]>): void => {
  exactly<Matrix<3, 3>>()(cholesky(m))
  exactly<Matrix<'n', 'n'>>()(cholesky(n))
  exactly<Expr<[5, 3, 3]>>()(inv(b))
  exactly<Tensor<[2, 2]>>()(inv(t))
  exactly<Scalar>()(det(m))
  exactly<Vector<5>>()(det(b))
  exactly<readonly [sign: Vector<5>, logarithm: Vector<5>]>()(slogdet(b))
  exactly<readonly [values: Expr<[5, 3]>, vectors: Expr<[5, 3, 3]>]>()(eigh(b))
  exactly<Vector<3>>()(eigvalsh(m))
  exactly<Matrix<3, 3>>()(expm(m))
  exactly<Matrix<3, 3>>()(matrixPower(m, 3))
  exactly<readonly [order: IntExpr<[5, 3]>, lower: Expr<[5, 3, 3]>, upper: Expr<[5, 3, 3]>]>()(lu(b))
}

export const leastSquares = (m: Matrix<4, 3>, n: Matrix<'n', 2>, b: Expr<[5, 4, 2]>, y: Vector<'n'>, v: Vector<4>, r: Matrix<4, 6>): void => {
  exactly<Vector<3>>()(lstsq(m, v))
  exactly<Matrix<3, 6>>()(lstsq(m, r))
  exactly<Vector<2>>()(lstsq(n, y))
  exactly<Expr<[5, 2]>>()(lstsq(b, v))
  exactly<Expr<[5, 3, 2]>>()(lstsq(m, b))
}

export const systems = (m: Matrix<3, 3>, b: Expr<[5, 3, 3]>, v: Vector<3>, r: Matrix<3, 2>): void => {
  exactly<Vector<3>>()(solve(m, v))
  exactly<Matrix<3, 2>>()(solve(m, r))
  exactly<Expr<[5, 3]>>()(solve(b, v))
  exactly<Expr<[5, 3, 2]>>()(solve(b, r))
  exactly<Vector<3>>()(triangularSolve(m, v, { lower: true }))
}

export const any = (m: Matrix<3, 3>, r: Expr<[5, 4, 2]>): void => {
  exactly<readonly [q: Matrix<3, 3>, r: Matrix<3, 3>]>()(qr(m))
  exactly<readonly [q: Expr<[5, 4, number]>, r: Expr<[5, number, 2]>]>()(qr(r))
  exactly<readonly [u: Matrix<3, 3>, s: Vector<3>, vt: Matrix<3, 3>]>()(svd(m))
  exactly<Vector<3>>()(svdvals(m))
  exactly<Expr<[5, 2, 4]>>()(pinv(r))
}

export const programs = (m: Mask<[]>, v: Vector<3>, x: Scalar, rows: Matrix<5, 3>): void => {
  exactly<Vector<3>>()(
    cond(
      m,
      (a: Vector<3>) => sin(a),
      (a: Vector<3>) => mul(a, 2),
      v,
    ),
  )
  exactly<Vector<3>>()(fori(4, v, (c) => mul(c, 2)))
  exactly<readonly [Scalar, Expr<[number, 3]>]>()(scan((c, row: Vector<3>) => [mul(c, 2), sin(row)], x, rows))
  exactly<Vector<3>>()(
    customJvp(
      (a: Vector<3>) => sin(a),
      ([a], [da]) => [sin(a), mul(a, da)],
    )(v),
  )
}

export const loops = (v: Vector<3>, x: Scalar, rows: Matrix<5, 3>): void => {
  exactly<Expr<[number, 3]>>()(mapRows((row: Vector<3>) => sin(row), rows))
  exactly<Scalar>()(reduceRows((c, row: Vector<3>) => add(c, sum(row)), x, rows))
  exactly<Scalar>()(
    whileLoop(
      (c) => lt(c, 9),
      (c) => mul(c, 2),
      x,
    ),
  )
  exactly<Vector<3>>()(fixedPoint((c) => sin(c), v))
  exactly<Solved<Vector<3>>>()(fixedPointReport((c) => sin(c), v))
  exactly<Vector<3>>()(root((c) => sin(c), v))
  exactly<Solved<Vector<3>>>()(rootReport((c) => sin(c), v))
}

export const rules = (v: Vector<3>): void => {
  exactly<Vector<3>>()(checkpoint((a: Vector<3>) => sin(a))(v))
  exactly<Vector<3>>()(
    customVjp(
      (a: Vector<3>) => sin(a),
      (a) => [sin(a), a],
      (a, dy) => [mul(a, dy)],
    )(v),
  )
  exactly<Vector<3>>()(
    customRules((a: Vector<3>) => sin(a), { jvp: ([a], [da]) => [sin(a), mul(a, da)], fwd: (a) => [sin(a), a], bwd: (a, dy) => [mul(a, dy)] })(v),
  )
}

/** Helpers generic in a size compile, and keep it. */
export const factor = <N extends number>(x: Matrix<N, N>): Matrix<N, N> => cholesky(inv(x))
export const logDet = <N extends number>(x: Matrix<N, N>): Scalar => det(x)

/**
 * Functions declared with `fn`: the body's parameters, calls with values, expressions and a mixture, and
 * what the transforms make of them.
 */
import {
  add,
  array,
  dot,
  evaluate,
  type Expr,
  flow,
  fn,
  grad,
  type IntExpr,
  integer,
  jvp,
  log,
  type Matrix,
  matmul,
  matrix,
  mul,
  pipe,
  record,
  type Scalar,
  scalar,
  sin,
  square,
  sub,
  sum,
  type Tensor,
  tuple,
  valueAndGrad,
  type Vector,
  vector,
  vjp,
  vmap,
} from 'wengert'
import { exactly, type Fresh } from './exactly.ts'

const f = fn([scalar, vector(3)], (a, x) => mul(a, sum(x)))
const h = fn([scalar], (a) => mul(a, a))
const pair = fn([tuple(scalar, scalar)], ([x, y]) => sub(add(log(x), mul(x, y)), sin(y)))
const loss = fn([record({ w: vector(3), b: scalar }), matrix('n', 3), vector('n')], (p, x, y) => sum(square(sub(add(matmul(x, p.w), p.b), y))))

export const bodies = (): void => {
  fn([scalar, vector(3), vector('n'), matrix(2, 'n'), array(['n', 3]), integer], (a, v, n, m, t, i) => {
    exactly<Scalar>()(a)
    exactly<Vector<3>>()(v)
    exactly<Vector<'n'>>()(n)
    exactly<Matrix<2, 'n'>>()(m)
    exactly<Expr<['n', 3]>>()(t)
    exactly<IntExpr<[]>>()(i)
    exactly<Expr<[2]>>()(matmul(m, n))
    exactly<Expr<['n', 3]>>()(add(t, v))
    return dot(n, n)
  })
  fn([tuple(scalar, vector(2)), record({ w: vector(3), b: scalar })], ([s, v], p) => {
    exactly<Scalar>()(s)
    exactly<Vector<2>>()(v)
    exactly<Vector<3>>()(p.w)
    return add(s, p.b)
  })
}

export const calls = (x: Scalar, v: Vector<3>): void => {
  exactly<number>()(f(1, new Float64Array(3)))
  exactly<Scalar>()(f(x, v))
  exactly<Scalar>()(f(x, new Float64Array(3)))
  exactly<Scalar>()(f(1, v))
  exactly<number>()(pair([2, 5]))
  exactly<Scalar>()(pair([x, 5]))
}

/** One of the arguments, or one leaf, may be an expression; a named size takes any. */
export const mixtures = (w: Vector<3>, m: Matrix<5, 3>, y: Vector<5>, data: Tensor<[5, 3]>): void => {
  exactly<Scalar>()(loss({ w, b: 1 }, data, new Float64Array(5)))
  exactly<Scalar>()(loss({ w: new Float64Array(3), b: 1 }, m, y))
  exactly<{ readonly w: Fresh; readonly b: number }>()(grad(loss)({ w: new Float64Array(3), b: 1 }, m, y))
  exactly<{ readonly w: Vector<3>; readonly b: number }>()(grad(loss)({ w, b: 1 }, data, new Float64Array(5)))
  const rows = (x: Matrix<'n', 3>): Vector<'n'> => sum(x, { axes: [1] })
  exactly<Fresh>()(evaluate(rows)(data))
  exactly<Tensor<[number, 3]>>()(evaluate((x: Matrix<'n', 3>) => sin(x))(data))
}

export const gradients = (x: Scalar, data: Tensor<[number, 3]>): void => {
  exactly<number>()(grad(f)(1, new Float64Array(3)))
  exactly<Scalar>()(grad(f)(x, new Float64Array(3)))
  exactly<number>()(grad(h)(2))
  exactly<number>()(grad(grad(h))(2))
  exactly<number>()(pipe(2, grad(h)))
  exactly<number>()(pipe(h, grad, grad)(2))
  exactly<number>()(flow(h, h)(2))
  exactly<number>()(grad((y: Scalar) => pipe(y, sin, h))(2))
  exactly<number>()(grad(flow(h, sin))(2))
  exactly<readonly [number, number]>()(grad(pair)([2, 5]))
  exactly<readonly [number, readonly [number, number]]>()(valueAndGrad(pair)([2, 5]))
  exactly<{ readonly w: Fresh; readonly b: number }>()(grad(loss)({ w: new Float64Array(3), b: 1 }, data, new Float64Array(2)))
  exactly<Fresh>()(grad(f, { argnums: 1 })(1, new Float64Array(3)))
  exactly<readonly [Fresh, number]>()(grad(f, { argnums: [1, 0] })(1, new Float64Array(3)))
}

export const others = (): void => {
  exactly<readonly [number, number]>()(jvp(h, [3], [1]))
  exactly<readonly [number, number]>()([vjp(h, [3])[0], vjp(h, [3])[1](1)[0]] as const)
  exactly<Fresh>()(vmap(h)(Float64Array.of(1, 2)))
}

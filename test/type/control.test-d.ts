/**
 * What loops, implicit functions and rules of the user's own infer: the carry's structure in the place
 * of its values, rows of stacks and stacks of rows, and functions that keep their type.
 */
import {
  add,
  checkpoint,
  cond,
  customJvp,
  customRules,
  customVjp,
  evaluate,
  type Expr,
  fixedPoint,
  fixedPointReport,
  fori,
  grad,
  type IntExpr,
  lt,
  type Mask,
  mapRows,
  type Matrix,
  mul,
  odeint,
  odeintReport,
  pipe,
  reduceRows,
  root,
  rootReport,
  type Scalar,
  scan,
  sin,
  square,
  sub,
  sum,
  type Tensor,
  type Vector,
  whileLoop,
} from 'wengert'
import { exactly, type Fresh } from './exactly.ts'

export const loops = (x: Scalar, v: Vector<3>, rows: Matrix<4, 3>): void => {
  exactly<Scalar>()(
    whileLoop(
      (y) => lt(y, 10),
      (y) => mul(y, 2),
      x,
    ),
  )
  exactly<Vector<3>>()(
    whileLoop(
      (y) => lt(sum(y), 10),
      (y) => mul(y, x),
      v,
      { maxSteps: 5 },
    ),
  )
  exactly<{ readonly i: Scalar; readonly v: Vector<3> }>()(
    whileLoop(
      ({ i }) => lt(i, 10),
      ({ i, v }) => ({ i: add(i, 1), v: sin(v) }),
      { i: 0, v },
    ),
  )
  exactly<Expr<[number, 3]>>()(mapRows((row) => sin(row), rows))
  exactly<Expr<[number]>>()(mapRows((row) => sum(row), rows))
  exactly<{ readonly a: Expr<[number]>; readonly b: Expr<[number, 3]> }>()(mapRows((row) => ({ a: sum(row), b: row }), rows))
  exactly<Scalar>()(reduceRows((total, row) => add(total, sum(row)), x, rows))
  exactly<Vector<3>>()(reduceRows((total, row) => add(total, row), v, rows, { checkpoint: 'log' }))
  exactly<readonly [Scalar, Expr<[number]>]>()(scan((c, row: Vector<3>) => [mul(c, 2), sum(row)], x, rows, { checkpoint: 2 }))
  // A function that captures is typed by what it may answer; called on nothing but values it has values.
  exactly<Scalar>()(fori(3, 1, (c) => mul(c, x)))
  exactly<number>()(evaluate(() => fori(3, 1, (c) => mul(c, 2)))())
  exactly<Fresh>()(evaluate(() => mapRows((y) => square(y), Float64Array.of(1, 2)))())
}

interface State {
  readonly p: Scalar
  readonly q: Vector<3>
}

/** Functions that say what they take, which knows more than plain values do. */
export const annotated = (x: Scalar, known: Vector<3>, start: Float64Array, at: { readonly p: number; readonly q: Float64Array }): void => {
  exactly<Vector<3>>()(
    whileLoop(
      (v: Vector<3>) => lt(sum(v), 10),
      (v: Vector<3>) => mul(v, x),
      start,
    ),
  )
  exactly<Vector<3>>()(
    whileLoop(
      (v) => lt(sum(v), 10),
      (v: Vector<3>) => mul(v, x),
      start,
    ),
  )
  exactly<State>()(fori(3, at, ({ p, q }: State) => ({ p: mul(p, x), q: mul(p, q) })))
  exactly<Vector<3>>()(fori(3, Float64Array.of(1, 2, 3), (v: Vector<3>) => mul(v, x)))
  exactly<readonly [Vector<3>, Expr<[number]>]>()(scan((v: Vector<3>, row: Scalar) => [mul(v, row), sum(v)], start, Float64Array.of(1, 2)))
  exactly<State>()(reduceRows((s: State, row) => ({ p: row, q: s.q }), at, Float64Array.of(1, 2)))
  exactly<Vector<3>>()(root((v: Vector<3>) => sub(mul(v, v), x), start))
  exactly<State>()(rootReport((s: State) => s, at).value)
  exactly<Vector<3>>()(fixedPoint((v: Vector<3>) => mul(v, x), start))
  exactly<State>()(fixedPointReport((s: State) => s, at).value)
  exactly<Vector<3>>()(
    cond(
      true,
      (v: Vector<3>, s: Scalar) => mul(v, s),
      (v: Vector<3>) => v,
      start,
      2,
    ),
  )
  // What says less than the start leaves its type as it is.
  exactly<Vector<3>>()(fori(3, known, (v: Expr) => sin(v)))
  exactly<Scalar>()(fori(3, x, (c: Scalar | number) => mul(c, 2)))
}

export const implicit = (a: Scalar, v: Vector<3>): void => {
  exactly<Scalar>()(root((x) => sub(mul(x, x), a), 1))
  exactly<Vector<3>>()(root((x) => sub(mul(x, x), v), v))
  exactly<{ readonly p: Scalar; readonly q: Vector<3> }>()(root(({ p, q }) => ({ p: sub(p, a), q: sub(q, v) }), { p: 1, q: v }))
  exactly<Scalar>()(fixedPoint((x) => mul(0.5, add(x, a)), 1, { damping: 0.5 }))
  exactly<Scalar>()(rootReport((x) => sub(mul(x, x), a), 1).value)
  exactly<Scalar>()(rootReport((x) => sub(mul(x, x), a), 1).residual)
  exactly<IntExpr<[]>>()(fixedPointReport((x) => mul(x, a), v).steps)
  exactly<Mask<[]>>()(fixedPointReport((x) => mul(x, a), v).converged)
  exactly<Vector<3>>()(fixedPointReport((x) => mul(x, a), v).value)
  exactly<number>()(grad((a: Scalar) => root((x) => sub(mul(x, x), a), 1))(4))
  exactly<boolean>()(evaluate(() => rootReport((x) => sub(x, 1), 1))().converged)
  exactly<Tensor<[], 'int32'>>()(evaluate(() => rootReport((x) => sub(x, 1), 1))().steps)
}

export const flows = (k: Scalar, v: Vector<3>, ts: Vector<4>): void => {
  exactly<Expr<[number]>>()(odeint((y) => mul(k, y), 1, Float64Array.of(0, 1)))
  // The function may say of what size a Float64Array is.
  exactly<Expr<[number, 3]>>()(odeint((y: Vector<3>, t) => mul(t, y), Float64Array.of(1, 2, 3), Float64Array.of(0, 1)))
  exactly<{ readonly p: Expr<[number]>; readonly q: Expr<[number, 3]> }>()(
    odeint((y: { readonly p: Scalar; readonly q: Vector<3> }) => y, { p: 1, q: new Float64Array(3) }, ts),
  )
  exactly<Expr<[number, 3]>>()(odeintReport((y: Vector<3>) => sin(y), new Float64Array(3), ts).value)
  exactly<Expr<[number, 3]>>()(odeint((y, t) => mul(t, y), v, ts, { adjoint: 'continuous' }))
  exactly<{ readonly p: Expr<[number]>; readonly q: Expr<[number, 3]> }>()(odeint(({ p, q }) => ({ p: mul(k, p), q: sin(q) }), { p: 1, q: v }, ts))
  exactly<Expr<[number, 3]>>()(odeintReport((y) => sin(y), v, ts).value)
  exactly<IntExpr<[]>>()(odeintReport((y) => mul(k, y), 1, ts).accepted)
  exactly<Mask<[]>>()(odeintReport((y) => mul(k, y), 1, ts).converged)
  exactly<Fresh>()(evaluate(() => odeint((y) => mul(2, y), 1, Float64Array.of(0, 1)))())
}

export const rules = (x: Scalar, v: Vector<3>): void => {
  const f = (x: Scalar, v: Vector<3>): Vector<3> => mul(x, v)
  exactly<(x: Scalar, v: Vector<3>) => Vector<3>>()(checkpoint(f))
  exactly<Vector<3>>()(checkpoint(f)(x, v))
  exactly<(x: Scalar, v: Vector<3>) => Vector<3>>()(
    customVjp(
      f,
      (x, v) => [f(x, v), [x, v] as const],
      ([x, v], y) => [sum(mul(v, y)), mul(x, y)],
    ),
  )
  exactly<(x: Scalar) => Scalar>()(
    customRules((x: Scalar): Scalar => square(x), {
      jvp: ([x], [dx]) => [square(x), mul(mul(2, x), dx)],
      fwd: (x) => [square(x), x],
      bwd: (x: Scalar, y) => [mul(mul(2, x), y)],
    }),
  )
  exactly<(x: Scalar) => Scalar>()(
    customJvp(
      (x: Scalar): Scalar => square(x),
      ([x], [dx]) => [square(x), mul(mul(2, x), dx)],
    ),
  )
  exactly<number>()(
    pipe(
      (x: Scalar): Scalar => sin(x),
      (g) => checkpoint(g),
      grad,
    )(2),
  )
}

/**
 * What the transforms with blocks infer: exact shapes out ++ in, in the structure of the result and
 * then of the argument; and what `linearize`, `linearTranspose`, `hvp`, `derivative` and the axes of
 * `vmap` do to types.
 */
import {
  add,
  array,
  derivative,
  exp,
  type Expr,
  flow,
  fn,
  grad,
  hessian,
  hvp,
  jacfwd,
  jacobian,
  jacrev,
  linearize,
  linearTranspose,
  type Linearized,
  type Matrix,
  matmul,
  mul,
  pipe,
  type Program,
  type Scalar,
  sin,
  square,
  sum,
  type Tensor,
  tensor,
  type Vector,
  vmap,
} from 'wengert'
import { exactly, type Fresh } from './exactly.ts'

const h = (x: Scalar): Scalar => mul(x, x)
declare const wide: (x: Vector<3>) => Vector<5>
declare const curve: (t: Scalar) => Vector<3>
declare const surface: (x: Vector<3>) => Scalar
declare const matrices: (x: Matrix<2, 3>) => Matrix<4, 5>

export const scalars = (x: Scalar): void => {
  exactly<number>()(jacobian(h)(2))
  exactly<Scalar>()(jacobian(h)(x))
  exactly<number>()(jacfwd(flow(sin, exp))(0.5))
  exactly<number>()(jacrev(sin)(0.5))
  exactly<number>()(hessian(h)(2))
  exactly<number>()(hessian(flow(sin, exp))(2))
  exactly<number>()(pipe(h, jacobian, jacobian)(2))
  exactly<number>()(pipe(h, grad, jacfwd)(2))
  exactly<number>()(hvp(h)(2, 1))
  exactly<Scalar>()(hvp(h)(2, x))
  exactly<Scalar>()(hvp(h)(x, 2))
  exactly<number>()(derivative(h)(2))
  exactly<number>()(derivative(flow(sin, exp), 3)(2))
  exactly<Scalar>()(derivative(h, 2)(x))
  exactly<number>()(pipe(h, derivative, derivative)(2))
  exactly<number>()(jacobian((_: Scalar) => 3)(2))
}

export const arrays = (x: Vector<3>, t: Scalar): void => {
  exactly<Tensor<[5, 3]>>()(jacobian(wide)(new Float64Array(3)))
  exactly<Expr<[5, 3]>>()(jacobian(wide)(x))
  exactly<Tensor<[5, 3]>>()(jacfwd(wide)(tensor([1, 2, 3])))
  exactly<Fresh>()(jacobian(curve)(1))
  exactly<Expr<[3]>>()(jacobian(curve)(t))
  exactly<Fresh>()(jacobian(surface)(new Float64Array(3)))
  exactly<Tensor<[3]>>()(jacrev(surface)(tensor([1, 2, 3])))
  exactly<Tensor<[3, 3]>>()(hessian(surface)(new Float64Array(3)))
  exactly<Expr<[3, 3]>>()(hessian(surface)(x))
  exactly<Tensor<[5, 3, 3]>>()(hessian(wide)(new Float64Array(3)))
  exactly<Fresh>()(hessian(curve)(1))
  exactly<Fresh>()(hvp(surface)(new Float64Array(3), new Float64Array(3)))
  exactly<Tensor<[3]>>()(hvp(surface)(tensor([1, 2, 3]), new Float64Array(3)))
  exactly<Vector<3>>()(hvp(surface)(new Float64Array(3), x))
  exactly<Fresh>()(derivative(curve)(1))
  exactly<Vector<3>>()(derivative(curve, 2)(t))
  exactly<Tensor<[number, number]>>()(jacobian((v: Vector) => square(v))(new Float64Array(3)))
  exactly<Tensor<[4, 5, 2, 3]>>()(
    jacobian(matrices)(
      tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ),
  )
  // Helpers generic in a size.
  const diagonal = <N extends number>(v: Vector<N>): Expr<[N, N]> => jacobian((u: Vector<N>): Vector<N> => square(u))(v)
  exactly<Expr<[3, 3]>>()(diagonal(x))
}

interface Params {
  readonly w: Matrix<2, 3>
  readonly b: Scalar
}

export const structures = (p: Params, x: Vector<3>): void => {
  const model = (q: Params, v: Vector<3>): { readonly y: Vector<2>; readonly s: readonly [Scalar] } => ({ y: add(matmul(q.w, v), q.b), s: [sum(v)] })
  const w = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ])
  exactly<{
    readonly y: { readonly w: Tensor<[2, 2, 3]>; readonly b: Fresh }
    readonly s: readonly [{ readonly w: Tensor<[2, 3]>; readonly b: number }]
  }>()(jacobian(model)({ w, b: 1 }, new Float64Array(3)))
  exactly<{
    readonly y: { readonly w: Expr<[2, 2, 3]>; readonly b: Expr<[2]> }
    readonly s: readonly [{ readonly w: Expr<[2, 3]>; readonly b: Expr<[]> }]
  }>()(jacobian(model)(p, x))
  exactly<{ readonly y: Tensor<[2, 3]>; readonly s: readonly [Fresh] }>()(jacobian(model, { argnums: 1 })({ w, b: 1 }, new Float64Array(3)))
  exactly<{ readonly y: readonly [Tensor<[2, 3]>]; readonly s: readonly [readonly [Fresh]] }>()(
    jacfwd(model, { argnums: [1] })({ w, b: 1 }, new Float64Array(3)),
  )
  const loss = (q: { readonly v: Vector<2>; readonly s: Scalar }): Scalar => mul(sum(q.v), q.s)
  exactly<{
    readonly v: { readonly v: Tensor<[2, 2]>; readonly s: Fresh }
    readonly s: { readonly v: Fresh; readonly s: number }
  }>()(hessian(loss)({ v: new Float64Array(2), s: 1 }))
  exactly<{ readonly v: Fresh; readonly s: number }>()(hvp(loss)({ v: new Float64Array(2), s: 1 }, { v: new Float64Array(2), s: 1 }))
  exactly<readonly [readonly [number, number], readonly [number, number]]>()(hessian(([a, b]: readonly [Scalar, Scalar]) => mul(a, b))([1, 2]))
  const scaled = (v: Vector<2>, s: Scalar): Vector<2> => mul(v, s)
  exactly<readonly [Fresh, Tensor<[2, 2]>]>()(jacobian(scaled, { argnums: [1, 0] })(new Float64Array(2), 1))
}

export const declared = (): void => {
  const f = fn([array([3])], (x) => square(x))
  exactly<Tensor<[3, 3]>>()(jacobian(f)(new Float64Array(3)))
}

export const linear = (x: Vector<3>): void => {
  const [y, pushforward] = linearize(wide, [new Float64Array(3)])
  exactly<Fresh>()(y)
  exactly<Fresh>()(pushforward(new Float64Array(3)))
  exactly<Vector<5>>()(pushforward(x))
  const [z, push] = linearize((a: Scalar, b: Vector<3>) => ({ a, s: mul(a, b) }), [1, x])
  exactly<{ a: Scalar; s: Vector<3> }>()(z)
  exactly<{ a: Scalar; s: Vector<3> }>()(push(1, new Float64Array(3)))
  exactly<readonly [Fresh]>()(linearTranspose(wide, [new Float64Array(3)])(new Float64Array(5)))
  exactly<readonly [number, Tensor<[3]>]>()(linearTranspose((a: Scalar, b: Vector<3>) => [a, b] as const, [1, tensor([1, 2, 3])])([1, new Float64Array(3)]))
}

export const programs = (program: Program): void => {
  exactly<Program>()(jacobian(program))
  exactly<Program>()(jacfwd(program, { argnums: [0, 1] }))
  exactly<Program>()(hessian(program))
  exactly<Program>()(hvp(program))
  exactly<Program>()(derivative(program, 2))
  exactly<Program>()(linearTranspose(program, { argnums: 0 }))
  exactly<Linearized>()(linearize(program))
  exactly<Program>()(vmap(program, { axisSize: 3 }))
}

export const axes = (xs: Float64Array, m: Tensor<[4, 3]>): void => {
  exactly<Tensor<[number, 3]>>()(vmap((v: Vector<3>) => square(v))(m))
  exactly<Tensor<[3, number]>>()(vmap((v: Vector<3>) => square(v), { outAxes: 1 })(m))
  exactly<number>()(vmap((_: Scalar, k: Scalar) => square(k), { inAxes: [0, null], outAxes: null })(xs, 1))
  exactly<readonly [number, Fresh]>()(vmap((v: Scalar, k: Scalar) => [k, mul(k, v)] as const, { inAxes: [0, null], outAxes: [null, 0] })(xs, 1))
  exactly<{ readonly a: Tensor<[3, number]>; readonly b: Fresh }>()(
    vmap((v: Vector<3>, k: Vector<3>): { readonly a: Vector<3>; readonly b: Vector<3> } => ({ a: v, b: k }), { inAxes: [0, null], outAxes: { a: 1, b: null } })(
      m,
      xs,
    ),
  )
  const squares = (v: Vector<3>): Vector<3> => square(v)
  exactly<Tensor<[number, 3, 3]>>()(vmap(jacobian(squares))(m))
  exactly<Tensor<[number, 3, 3]>>()(vmap((v: Vector<3>) => jacobian(squares)(v))(m))
  exactly<Tensor<[5, 3, 3]>>()(jacobian(jacobian(wide))(xs))
}

/**
 * What `grad` and its like infer: of plain functions, compositions and other gradients, without a
 * single annotation at the call.
 */
import {
  add,
  addScaled,
  compile,
  concatenate,
  cond,
  cos,
  derivative,
  exp,
  type Expr,
  evaluate,
  type Fixed,
  fixed,
  flow,
  grad,
  hessian,
  hvp,
  inner,
  into,
  jacobian,
  jet,
  jvp,
  linearize,
  linspace,
  matmul,
  mean,
  mul,
  pipe,
  random,
  ravel,
  type Program,
  type Scalar,
  sin,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  toFloat64Array,
  trace,
  tree,
  valueAndGrad,
  type Vector,
  vjp,
  vmap,
  type Matrix,
} from 'wengert'
import { exactly, type Fresh } from './exactly.ts'

const h = (x: Scalar): Scalar => mul(x, x)

export const scalars = (x: Scalar): void => {
  exactly<number>()(grad(h)(2))
  exactly<Scalar>()(grad(h)(x))
  exactly<number>()(grad(sin)(2))
  exactly<number>()(grad(flow(sin, exp))(0.5))
  exactly<number>()(grad(grad(h))(2))
  exactly<number>()(grad(grad(grad(flow(sin, exp, sin))))(2))
  exactly<number>()(pipe(2, grad(h)))
  exactly<number>()(pipe(h, grad, grad)(2))
  exactly<number>()(pipe(h, grad)(2))
  exactly<number>()(flow(h, grad(h))(x) === undefined ? 0 : 1)
  exactly<number>()(grad((y) => mul(y, y))(2))
  exactly<Array<number>>()([1, 2].map(grad(h)))
  exactly<number>()(grad((y: Scalar) => mul(y, grad(h)(y)))(3))
  exactly<number>()(grad((y: Scalar) => mul(y, grad((z: Scalar) => add(y, z))(1)))(1))
  exactly<number>()(grad((y) => mul(y, grad((z) => add(y, z))(1)))(1))
}

export const constants = (): void => {
  exactly<number>()(grad((_: Scalar) => 3)(2))
  exactly<number>()(grad(() => 3)(2))
  exactly<number>()(grad((xs: Vector<3>) => [0, 1, 2].reduce<Scalar | number>((total) => add(total, sum(xs)), 0))(new Float64Array(3)).length)
}

const pair = ([x, y]: readonly [Scalar, Scalar]): Scalar => add(mul(x, y), sin(y))
const loss = (p: { readonly w: Vector<3>; readonly b: Scalar }): Scalar => add(sum(mul(p.w, p.w)), p.b)

export const structures = (x: Scalar, w: Vector<3>): void => {
  exactly<readonly [number, number]>()(grad(pair)([2, 5]))
  exactly<readonly [Scalar, number]>()(grad(pair)([x, 5]))
  exactly<{ readonly w: Fresh; readonly b: number }>()(grad(loss)({ w: new Float64Array(3), b: 1 }))
  exactly<{ readonly w: Vector<3>; readonly b: number }>()(grad(loss)({ w, b: 1 }))
  exactly<{ readonly w: Tensor<[3]>; readonly b: number }>()(grad(loss)({ w: tensor([1, 2, 3]), b: 1 }))
  exactly<ReadonlyArray<number>>()(grad((xs: ReadonlyArray<Scalar>) => xs.reduce(mul))([1, 2, 3] as ReadonlyArray<number>))
  exactly<Fresh>()(grad((v: Vector) => sum(square(v)))(Float64Array.of(1, 2)))
  exactly<Tensor<[2, 2]>>()(
    grad((m: Matrix<2, 2>) => sum(matmul(m, m)))(
      tensor([
        [1, 2],
        [3, 4],
      ]),
    ),
  )
  const given: { readonly w: Float64Array; readonly b: number } = { w: new Float64Array(3), b: 0 }
  exactly<{ readonly w: Fresh; readonly b: number }>()(grad(loss)(given))
  exactly<{ readonly w: Float64Array; readonly b: number }>()(addScaled(given, -0.1, grad(loss)(given)))
  exactly<number>()(grad((p: Readonly<Record<string, Scalar>>) => p['a'] ?? 0)({ a: 1 }).a)
}

const batchLoss = (p: { readonly w: Vector<2>; readonly b: Scalar }, batch: { readonly x: Matrix<number, 2>; readonly y: Vector }): Scalar =>
  mean(square(sub(add(matmul(batch.x, p.w), p.b), batch.y)))

export const several = (x: Tensor<[number, 2]>): void => {
  const p: { readonly w: Float64Array; readonly b: number } = { w: new Float64Array(2), b: 0 }
  exactly<{ readonly w: Fresh; readonly b: number }>()(grad(batchLoss)(p, { x, y: new Float64Array(4) }))
  exactly<readonly [number, { readonly w: Fresh; readonly b: number }]>()(valueAndGrad(batchLoss)(p, { x, y: new Float64Array(4) }))
  const f = (w: Vector<3>, c: Scalar): Scalar => mul(sum(w), c)
  exactly<Fresh>()(grad(f)(new Float64Array(3), 1))
  exactly<number>()(grad(f, { argnums: 1 })(new Float64Array(3), 1))
  exactly<Fresh>()(grad(f, { argnums: 0 })(new Float64Array(3), 1))
  exactly<readonly [number, Fresh]>()(grad(f, { argnums: [1, 0] })(new Float64Array(3), 1))
  exactly<readonly [number]>()(grad(f, { argnums: [1] })(new Float64Array(3), 1))
  exactly<readonly [number, readonly [number, Fresh]]>()(valueAndGrad(f, { argnums: [1, 0] })(new Float64Array(3), 1))
  exactly<readonly [number, number]>()(valueAndGrad(h)(2))
  exactly<number>()(grad(h, { argnums: 0 })(2))
}

/** A gradient of several arguments stands inside every transform, at values of any kind. */
export const nested = (x: Scalar): void => {
  const f = (x: Scalar, y: Scalar) => mul(x, sin(y))
  exactly<number>()(grad(grad(f))(1, 2))
  exactly<Scalar>()(grad(grad(f))(x, x))
  exactly<number>()(grad(grad(grad(f)))(1, 2))
  exactly<number>()(grad(grad(f, { argnums: 1 }))(1, 2))
  exactly<number>()(grad(grad(f, { argnums: 1 }), { argnums: 0 })(1, 2))
  exactly<readonly [number, number]>()(grad(grad(f), { argnums: [0, 1] })(1, 2))
  exactly<readonly [number, number]>()(valueAndGrad(grad(f))(1, 2))
  exactly<readonly [number, number]>()(jvp(grad(f), [1, 2], [1, 0]))
  exactly<readonly [readonly [number, number], readonly [number, number]]>()(jvp(grad(f, { argnums: [0, 1] }), [1, 2], [1, 2]))
  exactly<readonly [number, readonly [number, number]]>()(jvp(valueAndGrad(f, { argnums: [0, 1] }), [1, 2], [1, 2])[1])
  const [slope, pullback] = vjp(grad(f), [1, 2])
  exactly<number>()(slope)
  exactly<readonly [number, number]>()(pullback(1))
  exactly<number>()(linearize(grad(f), [1, 2])[1](1, 0))
  exactly<number>()(hessian(grad(f))(1, 2))
  exactly<Scalar>()(hessian(grad(f))(x, x))
  exactly<number>()(jacobian(grad(f))(1, 2))
  exactly<readonly [number, number]>()(jacobian(grad(f, { argnums: [0, 1] }))(1, 2))
  exactly<number>()(hvp(grad(f))(1, 1, 2))
  exactly<number>()(derivative(grad(f))(1, 2))
  exactly<number>()(jet(grad(f), [1, 2], [[1], [0]])[0])
  exactly<number>()(evaluate(grad(f))(1, 2))
  exactly<number>()(compile(grad(f))(1, 2))
  exactly<Program>()(trace(grad(f))(1, 2))
  exactly<Fresh>()(vmap(grad(f))(Float64Array.of(1), Float64Array.of(2)))
  const s = (v: Vector<3>, y: Scalar): Scalar => mul(sum(square(v)), y)
  exactly<Fresh>()(grad(grad(s, { argnums: 1 }))(new Float64Array(3), 1))
  exactly<Tensor<[3, 3]>>()(jacobian(grad(s))(new Float64Array(3), 1))
  exactly<readonly [Fresh, number]>()(vjp(grad(s), [new Float64Array(3), 1])[1](new Float64Array(3)))
  const p = (q: { readonly w: Vector<3>; readonly b: Scalar }, y: Scalar): Scalar => mul(sum(square(q.w)), mul(q.b, y))
  const at: { readonly w: Float64Array; readonly b: number } = { w: new Float64Array(3), b: 2 }
  exactly<{ readonly w: Fresh; readonly b: number }>()(jvp(grad(p), [at, 1], [at, 1])[0])
}

/** A function of an array of any rank takes an array. */
export const anyRank = (v: Float64Array, x: Scalar): void => {
  exactly<Fresh>()(grad((x: Expr) => sum(square(x)))(v))
  exactly<number>()(grad((x: Expr) => sum(square(x)))(1))
  exactly<Scalar>()(grad((x: Expr) => sum(square(x)))(x))
  exactly<readonly [number, Fresh]>()(valueAndGrad((x: Expr) => sum(square(x)))(v))
}

/** A result may take the place of what was made with `Float64Array.of`; an argument may share its memory. */
export const fresh = (shared: Float64Array, p: { readonly w: Vector<3>; readonly b: Scalar }): void => {
  const f = (v: Vector<2>): Scalar => sum(square(v))
  let x = Float64Array.of(1, 2)
  x = sub(x, grad(f)(x))
  x = sub(x, valueAndGrad(f)(x)[1])
  x = addScaled(x, -0.1, grad(f)(x))
  x = evaluate((v: Vector<2>) => sin(v))(shared)
  x = compile((v: Vector<2>) => sin(v))(shared)
  x = vmap((y: Scalar) => sin(y))(shared)
  x = jvp((v: Vector<2>) => sin(v), [shared], [shared])[1]
  x = sin(shared)
  x = add(shared, 1)
  x = concatenate([shared, shared])
  x = ravel({ a: 1, b: shared })[0]
  x = linspace(0, 1, 2)
  x = toFloat64Array(tensor([1, 2]))
  x = random.normal(random.key(1), [2])
  x = into(grad(f)).target(shared)
  x = into(grad(f))(x, shared)
  exactly<{ readonly w: Vector<3>; readonly b: Scalar }>()(addScaled(p, -0.1, p))
  exactly<Fresh>()(x)
}

/** A step of descent, written once for parameters of any structure. */
export const steps = (p: { readonly w: Vector<3>; readonly b: Scalar }): void => {
  const descend = <T>(at: T, slope: T): T => addScaled(at, -0.1, slope)
  const squared = <T>(slope: T) => inner(slope, slope)
  const averaged = <T>(mean: T, slope: T): T => tree.zipWith((m, g) => add(mul(0.9, m), mul(0.1, g)), mean, slope)
  const centred = <T>(at: T): T => addScaled(at, -1, at)
  const given: { readonly w: Float64Array; readonly b: number } = { w: new Float64Array(3), b: 0 }
  exactly<{ readonly w: Float64Array; readonly b: number }>()(descend(given, grad(loss)(given)))
  exactly<{ readonly w: Float64Array; readonly b: number }>()(averaged(given, grad(loss)(given)))
  exactly<number>()(squared(given))
  exactly<Scalar>()(squared(p))
  exactly<{ readonly w: Vector<3>; readonly b: Scalar }>()(centred(p))
  exactly<number>()(inner(given, { w: new Float64Array(3), b: 1 }))
}

/** A fixed number stands for a parameter that is a number, and moves nothing. */
export const counted = (x: Scalar, n: Fixed): void => {
  const power = (y: Scalar, count: number): Scalar => Array.from({ length: count }, () => y).reduce(mul)
  const model = (v: Vector<3>, options: { readonly turns: number }): Scalar => power(sum(v), options.turns)
  exactly<number>()(evaluate(power)(2, n))
  exactly<number>()(grad(power)(2, fixed(3)))
  exactly<Scalar>()(grad(power)(x, fixed(3)))
  exactly<readonly [number, number]>()(valueAndGrad(power)(2, fixed(3)))
  exactly<readonly [number, number]>()(jvp(power, [2, n], [1, n]))
  exactly<readonly [number, number]>()(vjp(power, [2, n])[1](1))
  exactly<Fresh>()(grad(model)(new Float64Array(3), { turns: fixed(2) }))
  exactly<number>()(grad((y: Scalar, count: number) => grad(power)(y, fixed(count)))(2, n))
  exactly<Scalar>()(cond(true, power, (y) => y, x, n))
}

export const programs = (program: Program): void => {
  exactly<Program>()(grad(program))
  exactly<Program>()(grad(program, { argnums: 1 }))
  exactly<Program>()(valueAndGrad(program))
  exactly<Program>()(grad(grad(program)))
  exactly<Program>()(trace((x: Scalar, y: Scalar) => mul(x, y), { names: ['x', 'y'] })(1, 2))
  exactly<Program>()(trace(add)(1, 2))
  exactly<Program>()(trace(sin)(1))
}

export const directional = (): void => {
  exactly<readonly [number, number]>()(jvp(h, [3], [1]))
  exactly<readonly [number, number]>()(jvp(sin, [3], [1]))
  const [y, pullback] = vjp((x: Scalar, z: Scalar) => mul(x, z), [3, 5])
  exactly<number>()(y)
  exactly<readonly [number, number]>()(pullback(1))
  const [v, back] = vjp((x: Vector<3>) => sin(x), [new Float64Array(3)])
  exactly<Fresh>()(v)
  exactly<readonly [Fresh]>()(back(new Float64Array(3)))
}

export const evaluated = (x: Scalar): void => {
  exactly<number>()(evaluate(h)(3))
  exactly<Scalar>()(evaluate(h)(x))
  exactly<readonly [number, number]>()(evaluate((a: Scalar): readonly [Scalar, Scalar] => [sin(a), cos(a)])(1))
  exactly<Fresh>()(vmap(h)(Float64Array.of(1, 2)))
  exactly<Fresh>()(vmap(grad(h))(Float64Array.of(1, 2)))
  const rows = tensor([[1, 2, 3]])
  exactly<Tensor<[number, 3]>>()(vmap(grad((v: Vector<3>) => sum(square(v))))(rows))
  exactly<readonly [Fresh, Tensor<[number, 3]>]>()(vmap(valueAndGrad((v: Vector<3>) => sum(square(v))))(rows))
  exactly<Tensor<[number, number]>>()(vmap(vmap((v: Vector<3>) => sum(v)))(tensor([[[1, 2, 3]]])))
}

/** An ordinary function of fp-ts's kind keeps its type when it is differentiated inside another. */
export const inside = (x: Scalar): Scalar => mul(x, grad(h)(x))
export const outside = (x: Expr<[]>): Scalar => pipe(x, grad(h), grad(h))

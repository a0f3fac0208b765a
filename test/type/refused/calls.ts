// Transforms called wrongly.
import {
  add,
  addScaled,
  cond,
  evaluate,
  type Expr,
  fixed,
  fixedPoint,
  fixedPointReport,
  fori,
  grad,
  gt,
  hvp,
  inner,
  jvp,
  lt,
  mapRows,
  mul,
  odeint,
  odeintReport,
  reduceRows,
  root,
  rootReport,
  type Matrix,
  type Scalar,
  scan,
  sin,
  square,
  sum,
  valueAndGrad,
  type Vector,
  vjp,
  vmap,
  whileLoop,
  hessian,
  jacobian,
} from 'wengert'

const h = (x: Scalar): Scalar => mul(x, x)
const pair = ([x, y]: readonly [Scalar, Scalar]): Scalar => add(mul(x, y), sin(y))
const loss = (p: { readonly w: Vector<3>; readonly b: Scalar }, scale: Scalar): Scalar => mul(add(sum(p.w), p.b), scale)

export const wrong = (numbers: Array<number>): void => {
  grad(h)('a') // refused: Argument of type 'string' is not assignable to parameter of type 'number | Scalar'
  grad(pair)([2]) // refused: Source has 1 element(s) but target requires 2
  grad(pair)(new Float64Array(2)) // refused: Argument of type 'Float64Array<ArrayBuffer>' is not assignable to parameter of type 'readonly [
  grad(pair)(numbers) // refused: Target requires 2 element(s) but source may have fewer
  grad((v: Vector<3>) => sum(v))([1, 2, 3]) // refused: Argument of type 'number[]' is not assignable to parameter of type
  grad((v: Vector<3>) => sum(v))(1) // refused: Argument of type 'number' is not assignable to parameter of type
  grad((v: Vector<3>) => sin(v)) // refused: grad: the function must return a scalar, it returned an array of shape [3]; reduce it with sum or mean, or use jacobian or vjp
  grad(([x, y]) => mul(x, y)) // refused: Type 'Scalar' must have a '[Symbol.iterator]()' method
  grad(loss)({ w: new Float64Array(3), b: 1 }) // refused: Expected 2 arguments, but got 1
  grad(loss)({ w: new Float64Array(3), b: 1 }, 2, 3) // refused: Expected 2 arguments, but got 3
  grad(loss)({ w: new Float64Array(3) }, 2) // refused: Property 'b' is missing in type
  grad(loss)({ w: new Float64Array(3), b: 'x' }, 2) // refused: Type 'string' is not assignable to type
  grad(loss)({ w: [1, 2, 3], b: 1 }, 2) // refused: Type 'number[]' is not assignable to type
  grad(2) // refused: No overload matches this call
  valueAndGrad(h)(true) // refused: Argument of type 'boolean' is not assignable to parameter of type 'number | Scalar'
  evaluate(h)('a') // refused: Argument of type 'string' is not assignable to parameter of type
  evaluate(h)() // refused: Expected 1 arguments, but got 0
  jvp(h, [3], [1, 2]) // refused: Source has 2 element(s) but target allows only 1
  jvp(h, ['a'], [1]) // refused: Type 'string' is not assignable to type
  vjp(h, [3])[1]('a') // refused: Argument of type 'string' is not assignable to parameter of type
}

/** One error each, in the words of the failure at run time, and none at the call that follows. */
export const noScalar = (v: Float64Array): void => {
  grad((x: Vector<3>) => mul(x, 2))(v) // refused: grad: the function must return a scalar, it returned an array of shape [3]
  grad((x: Vector<3>, s: Scalar) => mul(x, s), { argnums: 1 })(v, 1) // refused: grad: the function must return a scalar, it returned an array of shape [3]
  grad((x: Vector<3>) => ({ x }))(v) // refused: grad: the function must return a scalar; reduce it with sum or mean
  grad((x: Scalar) => gt(x, 0))(1) // refused: grad: the result has dtype bool, which has no tangent; convert it with toFloat
  grad((x: Vector<3>) => void sum(x))(v) // refused: grad: the function returns nothing: write return, or leave the braces of the arrow function out
  grad((x) => void mul(x, x))(1) // refused: grad: the function returns nothing
  grad((x: Vector<3>) => sum(x), { argnums: 'x' })(v) // refused: Type 'string' is not assignable to type
  valueAndGrad((x: Vector<3>) => mul(x, 2))(v) // refused: valueAndGrad: the function must return a scalar, it returned an array of shape [3]
  hvp((x: Vector<3>) => mul(x, 2))(v, v) // refused: hvp: the function must return a scalar, it returned an array of shape [3]
  grad((x: Expr) => sum(x))('a') // refused: Argument of type 'string' is not assignable to parameter of type
  grad((x: Scalar) => square(x))(v) // refused: is not assignable to parameter of type 'number | Scalar'
}

/** What is no number in the function cannot be fixed. */
export const counted = (): void => {
  grad((x: Scalar, y: Scalar) => mul(x, y))(2, fixed(3)) // refused: Argument of type 'Fixed' is not assignable to parameter of type
  grad((x: Scalar, n: number) => mul(x, n))(2, 'a') // refused: Argument of type 'string' is not assignable to parameter of type 'number | Fixed'
}

export const steps = (p: { readonly w: Vector<3>; readonly b: Scalar }, m: Matrix<2, 3>, n: Matrix<3, 2>): void => {
  addScaled(p, -0.1, { w: new Float64Array(3) }) // refused: Property 'b' is missing in type
  addScaled(p, -0.1, { w: 'x', b: 1 }) // refused: Type 'string' is not assignable to type
  addScaled(m, -0.1, n) // refused: "addScaled: shapes [2,3] and [3,2] differ, and nothing is broadcast"
  addScaled({ a: m, b: 1 }, -0.1, { a: n, b: 1 }) // refused: "addScaled: shapes [2,3] and [3,2] differ, and nothing is broadcast"
  addScaled([m, 1] as const, -0.1, [m, new Float64Array(1)]) // refused: addScaled: shapes [] and [${number}] differ, and nothing is broadcast
  inner({ a: m }, { a: 1 }) // refused: "inner: shapes [2,3] and [] differ, and nothing is broadcast"
  inner(m, n) // refused: "inner: shapes [2,3] and [3,2] differ, and nothing is broadcast"
  inner(2, 'a') // refused: Argument of type 'string' is not assignable to parameter of type
}

/** A gradient of several arguments nests with what it is called with, and with as much of it. */
export const nested = (): void => {
  const f = (x: Scalar, y: Scalar): Scalar => mul(x, sin(y))
  grad(grad(f))(1) // refused: Expected 2 arguments, but got 1
  grad(grad(f))(1, 'a') // refused: Argument of type 'string' is not assignable to parameter of type
  grad(grad(f, { argnums: [0, 1] })) // refused: grad: the function must return a scalar
  jvp(grad(f), [1], [1]) // refused: Source has 1 element(s) but target requires 2
}

export const told = (): unknown => {
  const gradient: 'shown' = grad(loss)({ w: new Float64Array(3), b: 1 }, 2) // refused: Type '{ readonly w: Float64Array<ArrayBuffer>; readonly b: number; }' is not assignable
  return gradient
}

// biome-ignore format: what is said of a line stands on it.
export const loops = (v: Vector<3>): void => {
  whileLoop((c: Vector<2>) => lt(sum(c), 1), (c: Vector<2>) => c, v) // refused: whileLoop: the start is no value of the carry that the functions take
  fori(3, 1, (c: Vector<2>) => c) // refused: fori: the start is no value of the carry that the step takes
  fori(3, new Float64Array(2), (c: Scalar) => c) // refused: fori: the start is no value of the carry that the step takes
  scan((c: Vector<2>, x: Scalar) => [c, x], v, new Float64Array(4)) // refused: scan: the start is no value of the carry that the step takes
  reduceRows((c: Vector<2>) => c, v, new Float64Array(4)) // refused: reduceRows: the start is no value of the carry that the function takes
  root((x: Vector<2>) => x, v) // refused: root: x0 is no value of what the function takes
  rootReport((x: { readonly p: Scalar }) => x, { q: 1 }) // refused: rootReport: x0 is no value of what the function takes
  fixedPoint((x: Scalar) => x, v) // refused: fixedPoint: x0 is no value of what the function takes
  fixedPointReport((x: Vector<2>) => x, 1) // refused: fixedPointReport: x0 is no value of what the function takes
  cond(true, (x: Vector<2>) => x, (x: Vector<2>) => x, 1) // refused: Argument of type 'number' is not assignable to parameter of type
  cond(true, (x: Vector<2>) => x, (x: Scalar) => x, new Float64Array(2)) // refused: No overload matches this call
}

export const flows = (v: Vector<3>, ts: Vector<2>): void => {
  odeint((y: Vector<2>) => y, v, ts) // refused: odeint: y0 is no value of the state that the function takes
  odeint((y: Vector<2>) => y, 1, ts) // refused: odeint: y0 is no value of the state that the function takes
  odeint((y: Scalar) => y, new Float64Array(2), ts) // refused: odeint: y0 is no value of the state that the function takes
  odeintReport((y: { readonly p: Scalar }) => y, { q: 1 }, ts) // refused: odeintReport: y0 is no value of the state that the function takes
  odeint((y) => y, 1, [0, 1]) // refused: Argument of type 'number[]' is not assignable to parameter of type 'Operand'
}

// biome-ignore format: what is said of a line stands on it.
export const equations = (v: Vector<3>, ts: Vector<2>, m: Expr<[2, 3]>): void => {
  root((x: Vector<3>) => sum(x), v) // refused: "root: the function changes x from shape [3] to []; its result has the structure, shapes and dtypes of x"
  rootReport((x) => sum(x), v) // refused: "rootReport: the function changes x from shape [3] to []
  fixedPoint((x: Vector<3>) => sum(x), v) // refused: "fixedPoint: the function changes x from shape [3] to []
  fixedPointReport(({ p }) => ({ p: sum(p) }), { p: v }) // refused: "fixedPointReport: the function changes x from shape [3] to []
  odeint((y) => sum(y), v, ts) // refused: "odeint: the function changes y from shape [3] to []; it answers with ẏ, of the structure and the shapes of y"
  odeintReport((y) => sum(y), v, ts) // refused: "odeintReport: the function changes y from shape [3] to []
  odeint((y) => y, 1, m) // refused: "odeint: the times have the shape [2,3]; they are a vector"
  odeintReport((y) => y, 1, 2) // refused: "odeintReport: the times have the shape []; they are a vector"
}

// biome-ignore format: what is said of a line stands on it.
export const rows = (v: Vector<3>, w: Vector<4>, s: Scalar): void => {
  scan((c) => [c, c], 0, s) // refused: "scan: at xs expected a stack of rows, got a scalar"
  scan((c) => [c, c], 0, [v, w] as const) // refused: "scan: the stacks in xs differ in their rows"
  mapRows(({ a }) => a, { a: v, b: [w] }) // refused: "scan: the stacks in xs differ in their rows"
  reduceRows((c) => c, 0, [1, 2]) // refused: "scan: at xs expected a stack of rows, got a scalar"
}

export const batches = (v: Vector<3>, w: Vector<4>, s: Scalar): void => {
  const f = (x: Scalar, y: Scalar): Scalar => mul(x, y)
  vmap(f)(v, w) // refused: "vmap: the arguments differ in the size of the batch"
  vmap(f)(v, 2) // refused: "vmap: an argument without a batch axis: name axes with inAxes for what all rows share"
  vmap((x: Scalar) => x)(s) // refused: "vmap: an argument without a batch axis
  vmap(f, { inAxes: [1, null] })(v, 2) // refused: "shape [3] has no axis 1; axes run from -1 to 0"
  vmap(f, { inAxes: [null, 0] })(v, 2) // refused: "shape [] has no axis 0; a scalar has no axes"
  vmap((p: { readonly a: Scalar }) => p.a, { inAxes: [{ a: -2 }] })({ a: v }) // refused: "shape [3] has no axis -2; axes run from -1 to 0"
  vmap((x: Vector<4>) => x, { outAxes: 2 }) // refused: shape [${number},4] has no axis 2; axes run from -2 to 1
  vmap((x: Scalar) => ({ y: x, z: x }), { outAxes: { y: -2, z: 0 } }) // refused: shape [${number}] has no axis -2; axes run from -1 to 0
}

// biome-ignore format: what is said of a line stands on it.
export const numbers = (f: (a: Scalar, b: Scalar) => Scalar): void => {
  grad(f, { argnums: 2 }) // refused: "argnums names argument 2, but the function takes 2"
  grad(f, { argnums: [0, -1] }) // refused: "argnums names argument -1, but the function takes 2"
  valueAndGrad(f, { argnums: [2] }) // refused: "argnums names argument 2, but the function takes 2"
  jacobian(f, { argnums: -1 }) // refused: "argnums names argument -1, but the function takes 2"
  hessian(f, { argnums: 3 }) // refused: "argnums names argument 3, but the function takes 2"
}

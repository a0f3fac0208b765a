import { grad, mul, sum, type Scalar, type Vector } from 'wengert'
import { exactly, type Equal } from './exactly.ts'
const f = (w: Vector<3>, c: Scalar): Scalar => mul(sum(w), c)
const g = grad(f, { argnums: [1, 0] })(new Float64Array(3), 1)
export const bad1: 'hover' = g
export const bad2: 'hover' = grad(f, { argnums: 1 })(new Float64Array(3), 1)
exactly<readonly [number, Float64Array]>()(g)
export const e1: Equal<typeof g, readonly [number, Float64Array]> = 'x'
exactly<[number, Float64Array]>()(g)
exactly<string>()(g)
exactly<number>()(3 as number | string)
exactly<number | string>()(3)
exactly<{a: number}>()({a: 3} as {readonly a: number})
exactly<unknown>()(3)
import { add, trace, matmul, evaluate, jvp, flow, sin } from 'wengert'
export const k1 = grad(mul)(2, 3)
export const k2 = trace(matmul)(new Float64Array(3), new Float64Array(3))
export const k3 = jvp(mul, [2, 3], [1, 1])
export const k4 = evaluate(add)(1, 2)
export const k5 = flow(add, sin)(1, 2)
export const k6 = [[1, 2]].map(([a = 0, b = 0]) => add(a, b))
export const h1: 'h' = k1
export const h3: 'h' = k3
export const h5: 'h' = k5

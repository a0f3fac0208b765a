/**
 * What an editor shows: types that a person can read, not the machinery behind them.
 */
import { expect, it } from 'vitest'
import { hovers } from './editor.ts'

const text = `import { add, exp, flow, grad, gt, hessian, jacobian, matmul, mul, type Expr, type Matrix, type Scalar, sin, sum, type Vector, where } from 'wengert'
declare const a: Expr<[3, 1]>, b: Expr<[4]>, m: Expr<[4, 2]>, n: Matrix<'n', 3>, n5: Matrix<5, 3>, w: Vector<3>
export const broadcast = add(a, b)
export const named = mul(n, w)
export const product = matmul(broadcast, m)
export const mask = gt(a, b)
export const chosen = where(mask, a, 1)
export const wave = sin(a)
export const slope = grad(flow(sin, exp))(0.5)
export const gradient = grad((p: { readonly w: Vector<3>; readonly b: Scalar }) => mul(sum(p.w), p.b))({ w: new Float64Array(3), b: 1 })
export const block = jacobian((x: Vector<3>): Vector<5> => matmul(n5, x))(w)
export const blocks = jacobian((p: { readonly w: Vector<3>; readonly b: Scalar }) => mul(p.w, p.b))({ w: new Float64Array(3), b: 1 })
export const second = hessian((x: Vector<3>) => sum(x))(new Float64Array(3))
`

const shown: ReadonlyArray<readonly [string, string]> = [
  ['broadcast =', 'const broadcast: Expr<[3, 4]>'],
  ['named =', 'const named: Expr<["n", 3]>'],
  ['product =', 'const product: Expr<[3, 2]>'],
  ['mask =', 'const mask: Mask<[3, 4]>'],
  ['chosen =', 'const chosen: Expr<[3, 4]>'],
  ['wave =', 'const wave: Expr<[3, 1]>'],
  ['slope =', 'const slope: number'],
  ['gradient =', 'const gradient: {\n    readonly w: Float64Array<ArrayBuffer>;\n    readonly b: number;\n}'],
  ['block =', 'const block: Expr<[5, 3]>'],
  ['blocks =', 'const blocks: {\n    readonly w: Tensor<[3, 3], "float64">;\n    readonly b: Float64Array<ArrayBuffer>;\n}'],
  ['second =', 'const second: Tensor<[3, 3], "float64">'],
]

it('shows shapes', async () => {
  expect(
    await hovers(
      'test/type/hover.ts',
      text,
      shown.map(([mark]) => mark),
    ),
  ).toEqual(shown.map(([, type]) => type))
})

it('shows the shape of a result at the operation itself', async () => {
  const [hover] = await hovers('test/type/hover.ts', text, ['add(a, b)'])
  expect(hover).toContain('(x: Expr<[3, 1]>, y: Expr<[4]>) => Expr<[3, 4]>')
})

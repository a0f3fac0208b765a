/**
 * What `jet` infers: coefficients have the structure of the argument, results that of the function.
 */
import { exp, jet, type Matrix, mul, type Program, type Scalar, sin, sum, type Tensor, trace, type Vector } from 'wengert'
import { exactly, type Fresh } from './exactly.ts'

export const values = (): void => {
  exactly<readonly [number, ReadonlyArray<number>]>()(jet((x: Scalar) => sin(x), [1], [[1, 0]]))
  exactly<readonly [number, ReadonlyArray<number>]>()(jet((x: Scalar, y: Scalar) => mul(x, y), [1, 2], [[1], []], { order: 3 }))
  exactly<readonly [Fresh, ReadonlyArray<Fresh>]>()(jet((x: Vector<2>) => exp(x), [Float64Array.of(1, 2)], [[Float64Array.of(1, 0)]]))
  const [value, coefficients] = jet(
    (p: { readonly w: Matrix<2, 2> }) => ({ s: sum(p.w), w: p.w }),
    [{ w: {} as Tensor<[2, 2]> }],
    [[{ w: {} as Tensor<[2, 2]> }]],
  )
  exactly<number>()(value.s)
  exactly<Tensor<[2, 2]>>()(value.w)
  for (const c of coefficients) exactly<number>()(c.s)
}

export const expressions = (x: Scalar): void => {
  exactly<readonly [Scalar, ReadonlyArray<Scalar>]>()(jet((y: Scalar) => sin(y), [x], [[1]]))
  // A coefficient that is an expression makes expressions of the results.
  exactly<readonly [Scalar, ReadonlyArray<Scalar>]>()(jet((y: Scalar) => sin(y), [1], [[x]]))
}

export const programs = (): void => {
  exactly<Program>()(jet(trace((x: Scalar) => sin(x))(1), 3))
}

export const refused = (): void => {
  // @ts-expect-error a list of coefficients for each argument
  jet((x: Scalar) => sin(x), [1], [1])
  // @ts-expect-error a coefficient has the structure of its argument
  jet((p: { readonly a: Scalar }) => p.a, [{ a: 1 }], [[{ b: 1 }]])
  // @ts-expect-error as many series as arguments
  jet((x: Scalar, y: Scalar) => mul(x, y), [1, 2], [[1]])
}

// The type tests themselves can fail.
import { type Expr, grad, mul, type Scalar, sin } from 'wengert'
import { exactly } from '../exactly.ts'

export const wrong = (x: Scalar, wide: Scalar | number): void => {
  exactly<number>()(sin(x)) // refused: Mismatch<number, Expr<[]>>
  exactly<Scalar>()(wide) // refused: Mismatch<Scalar, number | Scalar>
  exactly<Scalar | number>()(x) // refused: Mismatch<number | Scalar, Scalar>
  exactly<Expr>()(x) // refused: Mismatch<Expr<Shape>, Scalar>
  exactly<{ a: number }>()(grad((p: { readonly a: Scalar }) => mul(p.a, p.a))({ a: 1 })) // refused: Mismatch<{ a: number; }, { readonly a: number; }>
  exactly<[number, number]>()([1, 2] as const) // refused: Mismatch<[number, number], readonly [1, 2]>
  exactly<unknown>()(x) // refused: Mismatch<unknown, Scalar>
}

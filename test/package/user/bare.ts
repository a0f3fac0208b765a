// The least that a user's program can be: what loading the types costs by itself.
import { grad, mul, type Scalar } from 'wengert'

export const slope: number = grad((x: Scalar) => mul(x, x))(3)

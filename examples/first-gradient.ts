/** A gradient in five lines. */
import { add, grad, log, mul, type Scalar, sin, sub } from 'wengert'

const f = (x1: Scalar, x2: Scalar): Scalar => sub(add(log(x1), mul(x1, x2)), sin(x2))

console.log(grad(f, { argnums: [0, 1] })(2, 5)) // [ 5.5, 1.7163378145367738 ]

/**
 * A rule of your own: log(1 + eˣ) as it is read has no derivative at large x, because ∞/∞ is none.
 * The function stays, its derivative is given.
 */
import { add, customJvp, exp, grad, log, mul, pipe, type Scalar, sigmoid } from 'wengert'

const plain = (x: Scalar): Scalar => log(add(1, exp(x)))

const ruled = customJvp(plain, ([x], [dx]) => [plain(x), mul(sigmoid(x), dx)])

for (const x of [0, 2, 100, 1000]) console.log(`x = ${x}`.padEnd(10), 'derived', grad(plain)(x), '  ruled', grad(ruled)(x))

// The rule is differentiated like everything else, so it serves every order.
console.log('second derivative at 0:', pipe(ruled, grad, grad)(0))

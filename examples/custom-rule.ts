/**
 * A rule of your own: log(1 + eˣ) as it is read has no derivative at large x, because ∞/∞ is none.
 * The function stays, its derivative is given.
 */
import { add, customJvp, exp, grad, log, mul, neg, pipe, type Scalar, sigmoid } from 'wengert'
import { checkGradient, showReport } from 'wengert/laws'

const plain = (x: Scalar): Scalar => log(add(1, exp(x)))

const ruled = customJvp(plain, ([x], [dx]) => [plain(x), mul(sigmoid(x), dx)])

for (const x of [0, 2, 100, 1000]) console.log(`x = ${x}`.padEnd(10), 'derived', grad(plain)(x), '  ruled', grad(ruled)(x))

// The rule is differentiated like everything else, so it serves every order.
console.log('second derivative at 0:', pipe(ruled, grad, grad)(0))

// A rule is believed, not derived; so have it checked.
console.log('the rule:', showReport(checkGradient(ruled, [{ from: -5, to: 5 }], { seed: 1 })))

const slipped = customJvp(plain, ([x], [dx]) => [plain(x), mul(sigmoid(neg(x)), dx)])

console.log('with a slip:', showReport(checkGradient(slipped, [{ from: -5, to: 5 }], { seed: 1 })))

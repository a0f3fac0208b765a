/**
 * Trust: a gradient checked against differences at many points, first of a function that is right,
 * then of two that are not.
 */
import { add, atan, customJvp, div, exp, gt, mul, reciprocal, type Scalar, square, sub, where } from 'wengert'
import { checkGradient, showReport } from 'wengert/laws'
import { type Block, type Chapter, code, report, text } from './page.ts'

/** Rosenbrock's valley. */
const valley = (x: Scalar, y: Scalar): Scalar => add(square(sub(1, x)), mul(100, square(sub(y, square(x)))))

/** An arctangent with a rule of its own, and a slip in it: 1/(1 + x)² for 1/(1 + x²). */
const slipped = customJvp(
  (x: Scalar): Scalar => atan(x),
  ([x], [dx]) => [atan(x), mul(reciprocal(square(add(1, x))), dx)],
)

const mended = customJvp(
  (x: Scalar): Scalar => atan(x),
  ([x], [dx]) => [atan(x), div(dx, add(1, square(x)))],
)

const model =
  (arctan: (x: Scalar) => Scalar) =>
  (x: Scalar, y: Scalar): Scalar =>
    mul(arctan(x), exp(y))

/** Branches in JavaScript, where the comparison is an object and so always true. */
const forked = (x: Scalar): Scalar => (!gt(x, 0) ? square(x) : x)

const joined = (x: Scalar): Scalar => where(gt(x, 0), x, square(x))

// A seed, so that the tour reads the same each time.
const options = { seed: 1 }

const domain = [
  { from: 0, to: 4 },
  { from: -1, to: 1 },
] as const

function* body(): Iterable<Block> {
  yield text(
    'How do you know that a gradient is right? `checkGradient` from wengert/laws compares both modes with extrapolated differences at a hundred random points of a domain, and the traced program with the function itself.',
  )
  yield code(`
    const valley = (x, y) => add(square(sub(1, x)), mul(100, square(sub(y, square(x)))))
    showReport(checkGradient(valley, [{ from: -2, to: 2 }, { from: -1, to: 3 }]))
  `)
  yield report(
    showReport(
      checkGradient(
        valley,
        [
          { from: -2, to: 2 },
          { from: -1, to: 3 },
        ],
        options,
      ),
    ),
  )
  yield text(`The rules of the library are checked so already. Yours are believed until you check them. Here is an arctangent with a rule of its own and a slip in it:
    1/(1+x)² where 1/(1+x²) was meant. Its values are right, both modes agree with each other, and at x = 0 even the derivative is right.`)
  yield code(`
    const arctan = customJvp(
      (x: Scalar) => atan(x),
      ([x], [dx]) => [atan(x), mul(reciprocal(square(add(1, x))), dx)],
    )
    const model = (x, y) => mul(arctan(x), exp(y))
    showReport(checkGradient(model, [{ from: 0, to: 4 }, { from: -1, to: 1 }]))
  `)
  yield report(showReport(checkGradient(model(slipped), domain, options)))
  yield text(
    'The point found is shrunk to a simple one, so that it can be checked by hand: at x = 2, y = 0 and along (1, 1) the slope is 1/9 + atan 2 by the slipped rule, and 1/5 + atan 2 in truth. With the rule mended:',
  )
  yield report(showReport(checkGradient(model(mended), domain, options)))
  yield text(
    'It also finds what the compiler cannot. A comparison of expressions is an object, so `if (gt(x, 0))` is a compile error, but `!` is not, and only one branch is ever traced:',
  )
  yield code('const forked = (x: Scalar) => (!gt(x, 0) ? square(x) : x)')
  yield report(showReport(checkGradient(forked, [{ from: -2, to: 2 }], options)))
  yield code('const joined = (x: Scalar) => where(gt(x, 0), x, square(x))')
  yield report(showReport(checkGradient(joined, [{ from: -2, to: 2 }], options)))
}

export const trust: Chapter = { title: 'Trust', body }

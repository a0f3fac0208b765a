import { describe } from 'vitest'
import { functionsOf, fundamental, homogeneous, identity, inverse, rules, type ScalarFunction } from '../../laws/calculus.ts'
import { scalarProductions } from '../../laws/production.ts'
import { smoothPrograms, snippets } from '../../laws/program.ts'
import {
  acos,
  add,
  asin,
  atan,
  atan2,
  cos,
  cosh,
  div,
  exp,
  expm1,
  hypot,
  log,
  log1p,
  logsumexp,
  max,
  mul,
  neg,
  pow,
  reciprocal,
  type Scalar,
  sigmoid,
  sin,
  sinh,
  softplus,
  sqrt,
  square,
  stack,
  sub,
  tan,
  tanh,
} from '../../src/index.ts'
import { entry } from '../../src/entry.ts'
import { obey } from './suite.ts'
import type { Table } from '../table.ts'

describe('rules of calculus', () => {
  obey(rules(functionsOf(snippets({ productions: scalarProductions, shapes: [[]], inputs: 1, lines: 5 })), { from: -1.5, to: 1.5 }), 40)
  obey([fundamental(smoothPrograms())], 60)
})

const line = { from: -2, to: 2 }
const positive = { from: 0.25, to: 4 }
const zero = (): number => 0

describe('identities whose derivative is known', () => {
  obey(
    [
      identity('(sin² + cos²)′ = 0', (x) => add(square(sin(x)), square(cos(x))), zero, line),
      identity('(cosh² − sinh²)′ = 0', (x) => sub(square(cosh(x)), square(sinh(x))), zero, line),
      identity('(asin + acos)′ = 0', (x) => add(asin(x), acos(x)), zero, { from: -0.9, to: 0.9 }),
      identity(
        '(exp ∘ log)′ = 1',
        (x) => exp(log(x)),
        () => 1,
        positive,
      ),
      identity(
        '(log ∘ exp)′ = 1',
        (x) => log(exp(x)),
        () => 1,
        line,
      ),
      identity(
        '(log x²)′ = 2 (log x)′',
        (x) => log(square(x)),
        (x) => 2 / x,
        positive,
      ),
      identity(
        '(sin 2x)′ = 2 cos 2x',
        (x) => mul(2, mul(sin(x), cos(x))),
        (x) => 2 * Math.cos(2 * x),
        line,
      ),
      identity('(sinh / cosh)′ = tanh′', (x) => sub(div(sinh(x), cosh(x)), tanh(x)), zero, line),
      identity('(sin / cos)′ = tan′', (x) => sub(div(sin(x), cos(x)), tan(x)), zero, { from: -1, to: 1 }),
      identity('(σ(x) + σ(−x))′ = 0', (x) => add(sigmoid(x), sigmoid(neg(x))), zero, line),
      identity(
        '(softplus x − softplus −x)′ = 1',
        (x) => sub(softplus(x), softplus(neg(x))),
        () => 1,
        line,
      ),
      identity('softplus′ = logistic', softplus, (x) => 1 / (1 + Math.exp(-x)), line),
      identity(
        '(xᵃ)′ = a xᵃ⁻¹',
        (x) => pow(x, 2.5),
        (x) => 2.5 * x ** 1.5,
        positive,
      ),
      identity(
        '(aˣ)′ = aˣ ln a',
        (x) => pow(3, x),
        (x) => 3 ** x * Math.log(3),
        line,
      ),
      identity(
        '(xˣ)′ = xˣ (1 + ln x)',
        (x) => pow(x, x),
        (x) => x ** x * (1 + Math.log(x)),
        positive,
      ),
      identity('(√x)′ = 1/(2√x)', sqrt, (x) => 0.5 / Math.sqrt(x), positive),
      identity('(1/x)′ = −1/x²', reciprocal, (x) => -1 / (x * x), positive),
      identity('(atan x + atan 1/x)′ = 0', (x) => add(atan(x), atan(reciprocal(x))), zero, positive),
      identity(
        '(atan2(sin, cos))′ = 1',
        (x) => atan2(sin(x), cos(x)),
        () => 1,
        line,
      ),
      identity(
        'hypot(3x, 4x)′ = 5',
        (x) => hypot(mul(3, x), mul(4, x)),
        () => 5,
        positive,
      ),
      identity('(expm1 − exp)′ = 0', (x) => sub(expm1(x), exp(x)), zero, line),
    ],
    40,
  )
})

const inverses: Table<readonly [string, ScalarFunction, ScalarFunction, { readonly from: number; readonly to: number }]> = [
  ['exp, log', exp, log, positive],
  ['log, exp', log, exp, line],
  ['expm1, log1p', expm1, log1p, { from: -0.7, to: 3 }],
  ['square, sqrt', square, sqrt, positive],
  ['sin, asin', sin, asin, { from: -0.9, to: 0.9 }],
  ['cos, acos', cos, acos, { from: -0.9, to: 0.9 }],
  ['tan, atan', tan, atan, line],
  ['reciprocal, reciprocal', reciprocal, reciprocal, positive],
  ['neg, neg', neg, neg, line],
]

describe('inverse functions', () =>
  obey(
    inverses.map(([name, f, g, range]) => inverse(name, f, g, range)),
    40,
  ))

const two =
  (f: (x: Scalar, y: Scalar) => Scalar) =>
  (xs: ReadonlyArray<Scalar>): Scalar =>
    f(entry(xs, 0), entry(xs, 1))

describe('homogeneous functions', () => {
  obey(
    [
      homogeneous(
        'x²y',
        3,
        two((x, y) => mul(square(x), y)),
        2,
        positive,
      ),
      homogeneous('hypot', 1, two(hypot), 2, positive),
      homogeneous(
        'max',
        1,
        two((x, y) => max(x, y)),
        2,
        positive,
      ),
      homogeneous(
        'x/y',
        0,
        two((x, y) => div(x, y)),
        2,
        positive,
      ),
      homogeneous(
        'atan2',
        0,
        two((y, x) => atan2(y, x)),
        2,
        positive,
      ),
      homogeneous(
        '√(x³y)',
        2,
        two((x, y) => sqrt(mul(pow(x, 3), y))),
        2,
        positive,
      ),
      homogeneous(
        'logsumexp of logarithms, to the third',
        3,
        two((x, y) => pow(exp(logsumexp(stack([log(x), log(y)]))), 3)),
        2,
        positive,
      ),
    ],
    40,
  )
})

/**
 * Faults planted in the transforms made of forward and reverse mode, each of which must be caught.
 */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Law } from '../../laws/law.ts'
import { type Derived, derivedTransforms, jacobians, linearization } from '../../laws/linear.ts'
import type { Sample } from '../../laws/program.ts'
import { add, exp, flip, mul, neg, reshape, sin, square, sum, transpose } from '../../src/index.ts'
import { float } from '../../src/program/expr.ts'
import type { AnyExpr, Program, Scalar, Vector } from '../../src/program/model.ts'
import { toExpr } from '../../src/program/operate.ts'
import { close, inline } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'
import type { Table } from '../table.ts'
import { after, before, floats, isCaught, none, only, reversed } from './change.ts'

// transforms of programs -------------------------------------------------------------------

/** Two outputs and two inputs of different sizes, of which no derivative is symmetric or zero. */
const sample: Sample = {
  program: close([float(2), float()], ([x, t]) => {
    const [u, s] = [phantom<Vector<2>>(x), phantom<Scalar>(t)]
    return [toExpr('sample', add(sin(mul(u, s)), mul(mul(exp(u), flip(u)), square(s)))), toExpr('sample', mul(sum(mul(u, square(flip(u)))), s))]
  }),
  value: (given) => {
    const [x = 0, y = 0, t = 0] = Array.from(given)
    return [Math.sin(x * t) + Math.exp(x) * y * t * t, Math.sin(y * t) + Math.exp(y) * x * t * t, (x * y * y + y * x * x) * t]
  },
  point: Float64Array.of(0.4, 0.9, 1.3),
  u: Float64Array.of(0.3, -0.5, 0.7),
  v: Float64Array.of(0.8, 0.2, -0.4),
  w: Float64Array.of(1.1, 0.6, -0.7),
  reach: 0.25,
}

/** A block in ++ out where out ++ in was asked for, with the shape of the right one. */
const turned = (x: AnyExpr): AnyExpr => phantom(reshape(transpose(floats(x)), x.aval.shape))

const { linearize, transpose: transposed, jacfwd, jacrev, jacobian, hessian, hvp } = derivedTransforms
const pushing =
  (change: (push: Program, residuals: number) => Program): Derived['linearize'] =>
  (of) => {
    const { forward, pushforward } = linearize(of)
    return { forward, pushforward: change(pushforward, pushforward.inputs.length - of.inputs.length) }
  }
const everywhere = (change: (of: Program) => Program): Partial<Derived> => ({
  jacfwd: (of) => change(jacfwd(of)),
  jacrev: (of) => change(jacrev(of)),
  jacobian: (of) => change(jacobian(of)),
})

const derived: Table<readonly [string, Partial<Derived>]> = [
  ['a residual is not handed on', { linearize: pushing((push) => before(push, only(0, none))) }],
  ['the last tangent is not handed on', { linearize: pushing((push) => before(push, only(push.inputs.length - 1, none))) }],
  ['the tangent of an output is dropped', { linearize: pushing((push) => after(push, (ys) => ys.map(only(1, none)))) }],
  [
    'linearized at 0, not at the point',
    {
      linearize: (of) => ({
        ...linearize(of),
        forward: close(of.inputs, (xs) => [...inline(of)(xs), ...inline(linearize(of).forward)(xs.map(none)).slice(of.outputs.length)]),
      }),
    },
  ],
  ['a tangent is doubled', { linearize: pushing((push, n) => before(push, (x, i) => (i === n ? phantom(mul(2, floats(x))) : x))) }],
  ['the cotangent of one input is dropped', { transpose: (of, inputs) => after(transposed(of, inputs), (ys) => ys.map(only(0, none))) }],
  ['a cotangent is read in reverse', { transpose: (of, inputs) => before(transposed(of, inputs), (x) => reversed(x)) }],
  ['the transpose has the wrong sign', { transpose: (of, inputs) => after(transposed(of, inputs), (ys) => ys.map((y) => phantom(neg(floats(y))))) }],
  ['blocks are in ++ out', everywhere((of) => after(of, (ys) => ys.map(turned)))],
  ['the rows of a block come in reverse', everywhere((of) => after(of, (ys) => ys.map(reversed)))],
  ['forward columns start one entry late', { jacfwd: (of) => after(jacfwd(of), (ys) => ys.map(only(0, reversed))) }],
  ['reverse rows of the second output are those of nothing', { jacrev: (of) => after(jacrev(of), (ys) => ys.map((y, i) => (i > 1 ? none(y) : y))) }],
  ['the chosen Jacobian leaves out an input', { jacobian: (of) => after(jacobian(of), (ys) => ys.map(only(1, none))) }],
  [
    'second derivatives by one input after another are left out',
    { hessian: (of) => after(hessian(of), (ys) => ys.map((y, i) => (i === 1 || i === 2 ? none(y) : y))) },
  ],
  [
    'a block of second derivatives is off by a hundredth',
    { hessian: (of) => after(hessian(of), (ys) => ys.map(only(1, (y) => phantom(mul(1.01, floats(y)))))) },
  ],
  ['the product reads one part of the direction only', { hvp: (of) => before(hvp(of), (x, i) => (i === hvp(of).inputs.length - 1 ? none(x) : x)) }],
  ['the product is with half of the Hessian', { hvp: (of) => after(hvp(of), (ys) => ys.map((y) => phantom(mul(0.5, floats(y))))) }],
]

describe('faults in derived transforms', () => {
  const samples = fc.constant(sample)
  const laws = (faulty: Partial<Derived>): ReadonlyArray<Law> => [
    ...linearization(samples, { ...derivedTransforms, ...faulty }),
    ...jacobians(samples, { ...derivedTransforms, ...faulty }),
  ]
  it('there are none without', () => expect(isCaught(laws({}), 1)).toBe(false))
  it.each(derived)('%s', (_, faulty) => expect(isCaught(laws(faulty), 1)).toBe(true))
})

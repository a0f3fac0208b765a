import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { branches, customs, scans } from '../../laws/control.ts'
import { check, refuted } from '../../laws/law.ts'
import { type Derived, derivedTransforms, jacobians, linearization } from '../../laws/linear.ts'
import { arrayPrograms, scalarPrograms, smoothPrograms } from '../../laws/program.ts'
import type { Numbers } from '../../laws/closeness.ts'
import type { Sample } from '../../laws/program.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { jvp } from '../../src/call/directional.ts'
import { square } from '../../src/primitive/arithmetic.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import { float } from '../../src/program/expr.ts'
import type { Program, Scalar, Vector } from '../../src/program/model.ts'
import { toExpr } from '../../src/program/operate.ts'
import { close, inline } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'
import { obey } from './suite.ts'
import type { Table } from '../table.ts'

describe('linearization of scalar programs', () => obey(linearization(scalarPrograms()), 60))
describe('linearization of array programs', () => obey(linearization(arrayPrograms()), 60))
describe('linearization of scans', () => obey(linearization(scans()), 15))
describe('linearization of branches', () => obey(linearization(branches()), 20))
describe('linearization of custom rules', () => obey(linearization(customs()), 20))

describe('Jacobians of scalar programs', () => obey(jacobians(smoothPrograms()), 40))
describe('Jacobians of array programs', () => obey(jacobians(arrayPrograms({ lines: 6 })), 25))
describe('Jacobians of scans', () => obey(jacobians(scans()), 10))
describe('Jacobians of branches', () => obey(jacobians(branches()), 15))
describe('Jacobians of custom rules', () => obey(jacobians(customs()), 15))

/** The last output twice as large as it is. */
const doubled = (program: Program): Program =>
  close(program.inputs, (xs) => inline(program)(xs).map((y, j, all) => (j === all.length - 1 ? toExpr('fault', mul(2, phantom<Scalar>(y))) : y)))

const faults: Table<readonly [string, Derived]> = [
  [
    'a pushforward that is twice too large',
    { ...derivedTransforms, linearize: (of) => ({ ...derivedTransforms.linearize(of), pushforward: doubled(derivedTransforms.linearize(of).pushforward) }) },
  ],
  ['a pushforward that is no linear program', { ...derivedTransforms, linearize: (of) => ({ forward: of, pushforward: withTangents(of) }) }],
  ['a transpose that is twice too large', { ...derivedTransforms, transpose: (of, inputs) => doubled(derivedTransforms.transpose(of, inputs)) }],
  ['a forward Jacobian with a wrong block', { ...derivedTransforms, jacfwd: (of) => doubled(derivedTransforms.jacfwd(of)) }],
  ['a reverse Jacobian with a wrong block', { ...derivedTransforms, jacrev: (of) => doubled(derivedTransforms.jacrev(of)) }],
  ['a Jacobian with a wrong block', { ...derivedTransforms, jacobian: (of) => doubled(derivedTransforms.jacobian(of)) }],
  ['a wrong Hessian', { ...derivedTransforms, hessian: (of) => doubled(derivedTransforms.hessian(of)) }],
  ['a wrong Hessian-vector product', { ...derivedTransforms, hvp: (of) => doubled(derivedTransforms.hvp(of)) }],
]

/** ẏ + y: affine in the tangents. */
const withTangents = (of: Program): Program => {
  const moved = jvp(of)
  return close(of.inputs, (xs) => inline(moved)([...xs, ...xs]).slice(0, of.outputs.length))
}

// Every first and second derivative is far from 0 here.
const value = ([x = 0, y = 0, t = 0]: ReadonlyArray<number>): Numbers => [x, y].map((u) => Math.sin(u * t) + u * u * t * t)
const sample: Sample = {
  program: close([float(2), float()], ([x, t]) => {
    const [u, s] = [phantom<Vector<2>>(x), phantom<Scalar>(t)]
    return [toExpr('sample', add(sin(mul(u, s)), square(mul(u, s))))]
  }),
  value: (x) => value(Array.from(x)),
  point: Float64Array.of(0.4, 0.9, 1.3),
  u: Float64Array.of(0.3, -0.5, 0.7),
  v: Float64Array.of(0.8, 0.2, -0.4),
  w: Float64Array.of(1.1, 0.6),
  reach: 0.25,
}

describe('a fault', () => {
  const found = (derived: Derived): ReadonlyArray<string> =>
    refuted(check([...linearization(fc.constant(sample), derived), ...jacobians(fc.constant(sample), derived)], { runs: 1 })).map((outcome) => outcome.law)
  it('is none in the library', () => expect(found(derivedTransforms)).toEqual([]))
  it.each(faults)('%s is seen', (_, faulty) => expect(found(faulty).length).toBeGreaterThan(0))
})

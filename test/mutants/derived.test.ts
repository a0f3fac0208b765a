/**
 * Faults planted in the transforms made of forward and reverse mode, and in the rules of loops that end
 * by themselves, of what is computed again, and of implicit functions; each must be caught.
 */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { vectorisation } from '../../laws/batch.ts'
import { byDifferences } from '../../laws/derivative.ts'
import { implicits, recomputations, whiles } from '../../laws/iteration.ts'
import type { Law } from '../../laws/law.ts'
import { type Derived, derivedTransforms, jacobians, linearization } from '../../laws/linear.ts'
import { library, type Modes } from '../../laws/mapping.ts'
import type { Sample } from '../../laws/program.ts'
import { filled } from '../../src/array/tensor.ts'
import { entry } from '../../src/entry.ts'
import { add, exp, flip, mul, neg, type Primitive, reshape, sin, square, sum, transpose } from '../../src/index.ts'
import { jacobianIn, unknownsOf } from '../../src/primitive/equation.ts'
import { adjointPrimitive } from '../../src/primitive/scan.ts'
import { float } from '../../src/program/expr.ts'
import type { AnyExpr, Derivative, Expr, Operation, Pair, Params, Program, Scalar, Vector } from '../../src/program/model.ts'
import { toExpr } from '../../src/program/operate.ts'
import { close, inline } from '../../src/program/trace.ts'
import { cut, zeros } from '../../src/transform/pick.ts'
import { phantom } from '../../src/type/phantom.ts'
import { named } from './fault.ts'
import { infected, substitute, withDerivative } from './substitute.ts'

const isCaught = (laws: ReadonlyArray<Law>, runs: number): boolean =>
  [Math.min(runs, 4), runs].some((some) => laws.some((law) => law.check({ runs: some, shrink: false })._tag === 'Failed'))

// transforms of programs -------------------------------------------------------------------

/** Two outputs and two inputs of different sizes, of which no derivative is symmetric or zero. */
const sample: Sample = {
  program: close([float(2), float()], ([x, t]) => {
    const [u, s] = [phantom<Vector<2>>(x), phantom<Scalar>(t)]
    return [toExpr('sample', add(sin(mul(u, s)), mul(exp(u), square(s)))), toExpr('sample', mul(sum(mul(u, square(flip(u)))), s))]
  }),
  value: ([x = 0, y = 0, t = 0]) => [...[x, y].map((u) => Math.sin(u * t) + Math.exp(u) * t * t), (x * y * y + y * x * x) * t],
  point: Float64Array.of(0.4, 0.9, 1.3),
  u: Float64Array.of(0.3, -0.5, 0.7),
  v: Float64Array.of(0.8, 0.2, -0.4),
  w: Float64Array.of(1.1, 0.6, -0.7),
  reach: 0.25,
}

/** A program with its inputs, or its outputs, changed. */
const before = (of: Program, change: (x: AnyExpr, i: number) => AnyExpr): Program => close(of.inputs, (xs) => inline(of)(xs.map(change)))
const after = (of: Program, change: (ys: ReadonlyArray<AnyExpr>) => ReadonlyArray<AnyExpr>): Program => close(of.inputs, (xs) => change(inline(of)(xs)))
const none = (x: AnyExpr): AnyExpr => zeros(x.aval)
const only =
  (which: number, change: (x: AnyExpr) => AnyExpr) =>
  (x: AnyExpr, i: number): AnyExpr =>
    i === which ? change(x) : x
const floats = (x: AnyExpr): Expr => phantom(x)
const reversed = (x: AnyExpr): AnyExpr => (x.aval.shape.length === 0 ? x : phantom(flip(floats(x), 0)))
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

const derived: ReadonlyArray<readonly [string, Partial<Derived>]> = [
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
  ['a tangent is counted twice, with the value', { linearize: pushing((push, n) => before(push, (x, i) => (i === n ? phantom(mul(2, floats(x))) : x))) }],
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
  ['a block of second derivatives is turned', { hessian: (of) => after(hessian(of), (ys) => ys.map(only(1, (y) => phantom(mul(1.01, floats(y)))))) }],
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

// rules of holders -------------------------------------------------------------------------

type Holder = Extract<Derivative, { readonly _tag: 'Holder' }>

const holderOf = (primitive: Primitive): Holder => {
  if (primitive.derivative._tag !== 'Holder') throw new Error(`${primitive.name} holds no programs`)
  return primitive.derivative
}
const ruled = (name: string, change: (rule: Holder) => Partial<Holder>): Primitive => {
  const primitive = named(name)
  const { _tag, jvp, vjp } = holderOf(primitive)
  return withDerivative(primitive, { _tag, jvp, vjp, ...change(holderOf(primitive)) })
}

const numberOf = (params: Params, key: string): number => {
  const { [key]: found } = params
  return typeof found === 'number' ? found : Number.NaN
}
const withParams = (operation: Operation, params: Params): Operation => ({ ...operation, params: { ...operation.params, ...params } })
const oneStepLess = (operation: Operation): Operation => withParams(operation, { maxSteps: numberOf(operation.params, 'maxSteps') - 1 })
/** A loop that goes on as long as it may. */
const endless = (operation: Operation): Operation => {
  const { condition } = operation.params
  if (typeof condition !== 'object' || !('_tag' in condition)) throw new Error('a loop without a condition')
  return withParams(operation, { condition: close(condition.inputs, () => [toExpr('fault', true as never)]) })
}
const batchedAs = (name: string, change: (operation: Operation) => Operation): Primitive => {
  const primitive = named(name)
  const { batching } = primitive
  if (batching._tag !== 'Rule') throw new Error(`${name} has no batching rule`)
  return { ...primitive, batching: { _tag: 'Rule', batch: (operation, ...given) => batching.batch(change(operation), ...given) } }
}
const pulled = ({ forward, pullback }: Pair, change: (back: AnyExpr, i: number) => AnyExpr): Pair => ({
  forward,
  pullback: after(pullback, (ys) => ys.map(change)),
})
/** The tangents of a rule, through a function of the primals. */
const pushed =
  (
    rule: Holder,
    change: (operation: Operation, args: ReadonlyArray<AnyExpr>, answers: ReadonlyArray<AnyExpr>, tangents: ReadonlyArray<AnyExpr>) => ReadonlyArray<AnyExpr>,
  ): Holder['jvp'] =>
  (operation, nonzero) => {
    const { program, nonzero: moves } = rule.jvp(operation, nonzero)
    const n = operation.results.length
    return {
      nonzero: moves,
      program: close(program.inputs, (xs) => {
        const [answers = [], tangents = []] = cut(inline(program)(xs), n)
        return [...answers, ...change(operation, xs.slice(0, operation.operands.length), answers, tangents)]
      }),
    }
  }
const opposite = (x: AnyExpr): AnyExpr => (x.dtype === 'float64' ? phantom(neg(floats(x))) : x)

/** gₓ ẋ of a root in one unknown, where ẋ is right: the Jacobian is not divided by. */
const undivided = (
  operation: Operation,
  args: ReadonlyArray<AnyExpr>,
  answers: ReadonlyArray<AnyExpr>,
  tangents: ReadonlyArray<AnyExpr>,
): ReadonlyArray<AnyExpr> => {
  const { equation } = operation.params
  if (typeof equation !== 'object' || !('_tag' in equation)) throw new Error('a root without an equation')
  const k = unknownsOf(equation).length
  const slope = jacobianIn(equation, args.slice(0, args.length - k), answers.slice(0, k))
  return tangents.map((t) => phantom(mul(reshape(floats(slope), []), floats(t))))
}

const holders: ReadonlyArray<readonly [string, () => ReadonlyArray<Law>]> = [
  [
    'while: reverse mode takes a step less',
    () =>
      byDifferences(
        infected(
          whiles(),
          ruled('while', (rule) => ({ vjp: (operation, nonzero) => rule.vjp(oneStepLess(operation), nonzero) })),
        ),
      ),
  ],
  [
    'while: forward mode takes a step less',
    () =>
      byDifferences(
        infected(
          whiles(),
          ruled('while', (rule) => ({ jvp: (operation, nonzero) => rule.jvp(oneStepLess(operation), nonzero) })),
        ),
      ),
  ],
  [
    'while: reverse mode does not see the end',
    () =>
      byDifferences(
        infected(
          whiles(),
          ruled('while', (rule) => ({ vjp: (operation, nonzero) => rule.vjp(endless(operation), nonzero) })),
        ),
      ),
  ],
  [
    'while: tangents have the wrong sign',
    () =>
      byDifferences(
        infected(
          whiles(),
          ruled('while', (rule) => ({ jvp: pushed(rule, (_, __, ___, tangents) => tangents.map(opposite)) })),
        ),
      ),
  ],
  ['while: rows of a batch that are done go on', () => vectorisation(infected(whiles(), batchedAs('while', endless)))],
  ['while: a batch takes a step less', () => vectorisation(infected(whiles(), batchedAs('while', oneStepLess)))],
  [
    'checkpoint: the cotangent of the first argument is dropped',
    () =>
      byDifferences(
        infected(
          recomputations(),
          ruled('checkpoint', (rule) => ({ vjp: (...given) => pulled(rule.vjp(...given), only(0, none)) })),
        ),
      ),
  ],
  [
    'checkpoint: computed again at 0',
    () =>
      byDifferences(
        infected(
          recomputations(),
          ruled('checkpoint', (rule) => ({
            vjp: (...given) => {
              const { forward, pullback } = rule.vjp(...given)
              const [operation] = given
              return { forward, pullback: before(pullback, (x, i) => (i < pullback.inputs.length - operation.results.length ? none(x) : x)) }
            },
          })),
        ),
      ),
  ],
  [
    'root: the rule without its sign',
    () =>
      byDifferences(
        infected(
          implicits(),
          ruled('root', (rule) => ({ jvp: pushed(rule, (_, __, ___, tangents) => tangents.map(opposite)) })),
        ),
      ),
  ],
  [
    'root: the rule of reverse mode without its sign',
    () =>
      byDifferences(
        infected(
          implicits(),
          ruled('root', (rule) => ({ vjp: (...given) => pulled(rule.vjp(...given), opposite) })),
        ),
      ),
  ],
  [
    'root: the Jacobian is not divided by',
    () =>
      byDifferences(
        infected(
          implicits(),
          ruled('root', (rule) => ({ jvp: pushed(rule, undivided) })),
        ),
      ),
  ],
  [
    'root: a batch shares the parameters of the first row',
    () =>
      vectorisation(
        infected(implicits(), {
          ...named('root'),
          batching: {
            _tag: 'Rule',
            batch: (operation, args, batched, size) => {
              const rule = named('root').batching
              if (rule._tag !== 'Rule') throw new Error('no rule')
              const { results, batched: marks } = rule.batch(operation, args, batched, size)
              return { results: results.map(reversed), batched: marks }
            },
          },
        }),
      ),
  ],
]

/** Reverse mode with another way back through loops that store few carries. */
const backBy = (change: (operation: Operation, args: Parameters<Primitive['evaluate']>[1]) => ReturnType<Primitive['evaluate']>): Modes => {
  const mutant: Primitive = { ...adjointPrimitive, evaluate: change }
  return { ...library, reverse: (program) => substitute(library.reverse(program), mutant) }
}
const { evaluate } = adjointPrimitive

const adjoints: ReadonlyArray<readonly [string, Modes]> = [
  ['the way back runs forwards', backBy((operation, args) => evaluate(withParams(operation, { reverse: operation.params['reverse'] !== true }), args))],
  [
    'it starts without the cotangent of the last carry',
    backBy((operation, args) => {
      const { consts, states, rows } = {
        consts: numberOf(operation.params, 'consts'),
        states: numberOf(operation.params, 'states'),
        rows: numberOf(operation.params, 'rows'),
      }
      return evaluate(
        operation,
        args.map((x, i) => (i === consts + states + rows ? filled(entry(operation.operands, i), 0) : x)),
      )
    }),
  ],
  [
    'states are computed again from a start of 0',
    backBy((operation, args) =>
      evaluate(
        operation,
        args.map((x, i) => (i === numberOf(operation.params, 'consts') ? filled(entry(operation.operands, i), 0) : x)),
      ),
    ),
  ],
  [
    'the cotangents of the rows are dropped',
    backBy((operation, args) =>
      evaluate(operation, args).map((y, j) => (j >= numberOf(operation.params, 'sums') ? filled(entry(operation.results, j), 0) : y)),
    ),
  ],
]

describe('faults in loops, in computing again and in implicit functions', () => {
  it('there are none without', () => {
    for (const samples of [whiles(), recomputations(), implicits()]) expect(isCaught([...byDifferences(samples), ...vectorisation(samples)], 6)).toBe(false)
    expect(isCaught(byDifferences(recomputations(), backBy(evaluate)), 10)).toBe(false)
  })
  it.each(holders)('%s', (_, laws) => expect(isCaught(laws(), 60)).toBe(true))
  it.each(adjoints)('the adjoint of a loop: %s', (_, modes) => expect(isCaught(byDifferences(recomputations(), modes), 60)).toBe(true))
})

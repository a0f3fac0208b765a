import { describe, expect, it } from 'vitest'
import { vectorisation } from '../../laws/batch.ts'
import { byDifferences } from '../../laws/derivative.ts'
import { implicits, recomputations, whiles } from '../../laws/iteration.ts'
import type { Law } from '../../laws/law.ts'
import { library, type Modes } from '../../laws/mapping.ts'
import { type Sample, scalarPrograms } from '../../laws/program.ts'
import { filled } from '../../src/array/tensor.ts'
import { entry } from '../../src/entry.ts'
import { mul, neg, type Primitive, reshape } from '../../src/index.ts'
import { jacobianIn, unknownsOf } from '../../src/primitive/equation.ts'
import { adjointPrimitive } from '../../src/primitive/scan.ts'
import { applyTo } from '../../src/program/expr.ts'
import type { AnyExpr, Derivative, Operation, Pair, Params } from '../../src/program/model.ts'
import { toExpr } from '../../src/program/operate.ts'
import { close, inline } from '../../src/program/trace.ts'
import { cut } from '../../src/transform/pick.ts'
import { phantom } from '../../src/type/phantom.ts'
import { named } from './fault.ts'
import { infected, substitute, withDerivative } from './substitute.ts'
import type { Table } from '../table.ts'
import { after, before, floats, isCaught, none, only, reversed } from './change.ts'

// rules of holders -------------------------------------------------------------------------

/** Whole programs computed again. */
const checkpoints = scalarPrograms({ lines: 4 }).map(
  (of): Sample => ({ ...of, program: close(of.program.inputs, (xs) => applyTo(named('checkpoint'), { body: of.program }, xs)) }),
)

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

const holders: Table<readonly [string, () => ReadonlyArray<Law>]> = [
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
          checkpoints,
          ruled('checkpoint', (rule) => ({ vjp: (...given) => pulled(rule.vjp(...given), only(0, none)) })),
        ),
      ),
  ],
  [
    'checkpoint: computed again at 0',
    () =>
      byDifferences(
        infected(
          checkpoints,
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
    'root: the rows of a batch come in reverse',
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

const adjoints: Table<readonly [string, Modes]> = [
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
    for (const samples of [whiles(), recomputations(), implicits()]) expect(isCaught([...byDifferences(samples), ...vectorisation(samples)], 2)).toBe(false)
    expect(isCaught(byDifferences(recomputations(), backBy(evaluate)), 6)).toBe(false)
  }, 60_000)

  it.each(holders)('%s', (_, laws) => expect(isCaught(laws(), 60)).toBe(true), 60_000)
  it.each(adjoints)('the adjoint of a loop: %s', (_, modes) => expect(isCaught(byDifferences(recomputations(), modes), 60)).toBe(true), 60_000)
})

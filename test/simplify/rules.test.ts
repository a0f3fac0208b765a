import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aval } from '../../src/array/aval.ts'
import { type AnyTensor, elementOf, sameTensor, scalarTensor, showTensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { reciprocal, sub } from '../../src/primitive/arithmetic.ts'
import { expm1 } from '../../src/primitive/exponential.ts'
import { vocabulary } from '../../src/primitive/vocabulary.ts'
import { operations } from '../../src/program/count.ts'
import { sameProgram } from '../../src/program/equal.ts'
import { constant, expressions } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { AnyExpr, Program } from '../../src/program/model.ts'
import { close, inline } from '../../src/program/trace.ts'
import { real, strict } from '../../src/simplify/rules.ts'
import { collect, type PatternRule, type Rule, rule, sides } from '../../src/simplify/rule.ts'
import type { Kind } from '../../src/program/domain.ts'
import { simplify } from '../../src/simplify/simplify.ts'

const laws = (rules: ReadonlyArray<Rule>): ReadonlyArray<PatternRule> => rules.flatMap((r) => (r._tag === 'Pattern' ? [r] : []))
const run = (program: Program, inputs: ReadonlyArray<AnyTensor>): AnyTensor => fold(evaluation)(program)(inputs)[0] ?? scalarTensor(Number.NaN)

const special = [0, -0, 1, -1, 2, 0.5, -3.7, Math.PI, 5e-324, -1e-310, 1.7976931348623157e308, -1e308, Infinity, -Infinity, NaN]
const values = (kind: Kind, pool: ReadonlyArray<number>): ReadonlyArray<AnyTensor> =>
  kind === 'mask' ? [0, 1].map((x) => scalarTensor(x, 'bool')) : pool.map((x) => scalarTensor(x))
const tuples = (lists: ReadonlyArray<ReadonlyArray<AnyTensor>>): ReadonlyArray<ReadonlyArray<AnyTensor>> =>
  lists.reduce<ReadonlyArray<ReadonlyArray<AnyTensor>>>((found, list) => found.flatMap((head) => list.map((x) => [...head, x])), [[]])

/** The first inputs at which the two sides differ in bits, or null. */
const counterexample = (of: PatternRule, points: ReadonlyArray<ReadonlyArray<AnyTensor>>): string | null => {
  const { left, right } = sides(of)
  const bad = points.find((xs) => !sameTensor(run(left, xs), run(right, xs)))
  return bad === undefined ? null : `${of.law} at ${bad.map(showTensor).join(', ')}: ${showTensor(run(left, bad))} is not ${showTensor(run(right, bad))}`
}

const bits = fc.double({ noDefaultInfinity: false })
const moderate = fc.double({ min: -50, max: 50, noNaN: true })

describe('strict laws', () => {
  it.each(laws(strict).map((r) => [r.law, r] as const))('%s holds bit for bit on special values', (_, r) => {
    expect(counterexample(r, tuples(r.kinds.map((kind) => values(kind, special))))).toBeNull()
  })

  it.each(laws(strict).map((r) => [r.law, r] as const))('%s holds bit for bit on random values', (_, r) => {
    const point = fc.tuple(
      ...r.kinds.map((kind) =>
        kind === 'mask' ? fc.integer({ min: 0, max: 1 }).map((x) => scalarTensor(x, 'bool')) : fc.oneof(bits, moderate).map((x) => scalarTensor(x)),
      ),
    )
    fc.assert(
      fc.property(point, (xs) => counterexample(r, [xs]) === null),
      { numRuns: 300 },
    )
  })

  it('would not accept laws that hold for real numbers only', () => {
    const wrong = [
      rule(
        '0 − x = −x',
        (x) => sub(0, x),
        (x) => mul(-1, x),
      ),
      rule(
        'x · 0 = 0',
        (x) => mul(x, 0),
        () => 0,
      ),
      rule(
        'x + 0 = x',
        (x) => add(x, 0),
        (x) => x,
      ),
      rule(
        'x − x = 0',
        (x) => sub(x, x),
        () => 0,
      ),
      rule(
        'x · (1/y) = y · (1/x)',
        (x, y) => mul(x, reciprocal(y)),
        (x, y) => mul(y, reciprocal(x)),
      ),
    ]
    for (const r of wrong) expect(counterexample(r, tuples(r.kinds.map((kind) => values(kind, special))))).not.toBeNull()
  })

  it('rests on commutative primitives that commute in bits', () => {
    for (const p of vocabulary.filter((q) => q.commutative && q.scalar !== null)) {
      const f = p.scalar ?? Math.max
      const logical = ['and', 'or'].includes(p.name)
      for (const x of logical ? [0, 1] : special) for (const y of logical ? [0, 1] : special) expect([p.name, x, y, f(x, y)]).toEqual([p.name, x, y, f(y, x)])
      if (!logical)
        fc.assert(
          fc.property(bits, bits, (x, y) => Object.is(f(x, y), f(y, x))),
          { numRuns: 1000 },
        )
    }
  })
})

describe('real laws', () => {
  const agrees = (r: PatternRule) => {
    const { left, right } = sides(r)
    return (xs: ReadonlyArray<number>): boolean => {
      const at = xs.map((x) => scalarTensor(x))
      const [a, b] = [elementOf(run(left, at)), elementOf(run(right, at))]
      return Math.abs(a - b) <= 1e-9 * (1 + Math.abs(a))
    }
  }
  const positive = fc.double({ min: 0.25, max: 4, noNaN: true })

  it.each(laws(real).map((r) => [r.law, r] as const))('%s holds where finite', (_, r) => {
    fc.assert(fc.property(fc.tuple(...r.kinds.map(() => positive)), agrees(r)), { numRuns: 100 })
  })

  it('the check sees a wrong law', () => {
    const wrong = [
      rule(
        'eˣ + 1 = expm1 x',
        (x) => add(expm1(x), 2),
        (x) => expm1(x),
      ),
      collect(
        2,
        'c − (d + x) = (c − d) + x',
        (c, d, x) => sub(c, add(d, x)),
        (c, d, x) => add(sub(c, d), x),
      ),
    ]
    for (const r of wrong) expect(fc.check(fc.property(fc.tuple(...r.kinds.map(() => positive)), agrees(r))).failed).toBe(true)
  })
})

// Every law makes a program smaller in one order on terms, so rewriting ends.
const interpretation = (name: string, xs: ReadonlyArray<bigint>): bigint => {
  const sum = xs.reduce((a, b) => a + b, 0n)
  const product = xs.reduce((a, b) => a * b, 1n)
  if (name === 'add' || name === 'sub') return sum + 1n
  if (name === 'neg' || name === 'square') return sum + 1n
  if (name === 'mul') return product
  if (name === 'div' || name === 'pow') return 3n * product
  if (['le', 'ge'].includes(name)) return 3n * product
  return 2n * product
}

const literalSize = 2n

/** Operations and variables of a side with every constant subterm counted as one literal, and its size by the interpretation. */
const measured = (program: Program, kinds: ReadonlyArray<Kind>, at: ReadonlyArray<bigint>) => {
  type Value = { readonly constant: boolean; readonly size: bigint; readonly operations: number; readonly variables: ReadonlyArray<number> }
  const literal: Value = { constant: true, size: literalSize, operations: 0, variables: [] }
  const found: Array<Value> = program.inputs.map((_, i) =>
    kinds[i] === 'constant' ? { ...literal, variables: [i] } : { constant: false, size: at[i] ?? 2n, operations: 0, variables: [i] },
  )
  const look = (atom: Program['outputs'][number]): Value => (atom._tag === 'Literal' ? literal : (found[atom.index] ?? literal))
  for (const { primitive, args } of program.equations) {
    const xs = args.map(look)
    const variables = xs.flatMap((x) => x.variables)
    found.push(
      xs.every((x) => x.constant)
        ? { ...literal, variables }
        : {
            constant: false,
            size: interpretation(
              primitive.name,
              xs.map((x) => x.size),
            ),
            operations: 1 + xs.reduce((n, x) => n + x.operations, 0),
            variables,
          },
    )
  }
  return look(program.outputs[0] ?? { _tag: 'Ref', index: 0 })
}

describe('termination', () => {
  const samples = [2n, 3n, 10n, 1000n]

  it.each(laws([...strict, ...real]).map((r) => [r.law, r] as const))('%s makes a program smaller', (_, r) => {
    const { left, right } = sides(r)
    const points = r.kinds.reduce<ReadonlyArray<ReadonlyArray<bigint>>>((found) => found.flatMap((head) => samples.map((x) => [...head, x])), [[]])
    for (const at of points) {
      const [before, after] = [measured(left, r.kinds, at), measured(right, r.kinds, at)]
      r.kinds.forEach((__, i) => expect(after.variables.filter((v) => v === i).length).toBeLessThanOrEqual(before.variables.filter((v) => v === i).length))
      expect(after.operations).toBeLessThanOrEqual(before.operations)
      if (after.operations === before.operations) expect(after.size < before.size, `${before.size} to ${after.size} at ${at}`).toBe(true)
    }
  })

  it('every law that a primitive carries is in the strict ones', () => {
    const names = new Set(strict.map((r) => r.law))
    expect(vocabulary.flatMap(({ laws: carried }) => carried?.() ?? []).filter(({ law }) => !names.has(law))).toEqual([])
  })

  it('every law has a name of its own', () => {
    const names = [...strict, ...real].map((r) => r.law)
    expect(new Set(names).size).toBe(names.length)
  })
})

describe('every law fires', () => {
  const given = (program: Program, kinds: ReadonlyArray<Kind>, shape: ReadonlyArray<number>): Program => {
    const open = program.inputs.filter((_, i) => kinds[i] !== 'constant').map((of) => aval(of.dtype, shape))
    const constants = [0.75, -2.5]
    return close(open, (xs) => {
      let [next, nextConstant] = [0, 0]
      const args: ReadonlyArray<AnyExpr> = kinds.map(
        (kind): AnyExpr => (kind === 'constant' ? constant(scalarTensor(constants[nextConstant++] ?? 1)) : (xs[next++] ?? constant(scalarTensor(0)))),
      )
      return shape.length === 0 ? inline(program)(args) : lifted(program, args, shape)
    })
  }
  // The same equations at another shape, each literal repeated to it.
  const lifted = (program: Program, args: ReadonlyArray<AnyExpr>, shape: ReadonlyArray<number>): ReadonlyArray<AnyExpr> => {
    const wide = vocabulary.find((p) => p.name === 'broadcastTo')
    const stretch = (x: AnyExpr): AnyExpr => {
      if (x.shape.length > 0 || wide === undefined) return x
      const of = { primitive: wide, params: { shape, axes: [] }, operands: [x.aval], results: [aval(x.dtype, shape)] }
      return expressions.apply(of, [x])[0] ?? x
    }
    return fold<AnyExpr>({
      literal: constant,
      apply: (op, xs) => {
        const ys = xs.map(stretch)
        return expressions.apply(
          {
            primitive: op.primitive,
            params: op.params,
            operands: ys.map((y) => y.aval),
            results: op.primitive.infer(
              op.params,
              ys.map((y) => y.aval),
            ),
          },
          ys,
        )
      },
    })(program)(args).map(stretch)
  }

  it.each(laws([...strict, ...real]).map((r) => [r.law, r] as const))('%s on scalars', (_, r) => {
    const { left, right } = sides(r)
    const [before, after] = [given(left, r.kinds, []), given(right, r.kinds, [])]
    const made = simplify(before, [r])
    expect(sameProgram(made, simplify(after, [r]))).toBeNull()
    expect(operations(made)).toBeLessThanOrEqual(operations(before))
    expect(sameProgram(made, simplify(before, []))).not.toBeNull()
  })

  it.each(laws([...strict, ...real]).map((r) => [r.law, r] as const))('%s on arrays, never growing', (_, r) => {
    const { left, right } = sides(r)
    const [before, after] = [given(left, r.kinds, [2, 3]), given(right, r.kinds, [2, 3])]
    const made = simplify(before, [r])
    const wanted = simplify(after, [r])
    expect(operations(made)).toBeLessThanOrEqual(operations(before))
    expect(sameProgram(made, operations(wanted) <= operations(simplify(before, [])) ? wanted : simplify(before, []))).toBeNull()
  })
})

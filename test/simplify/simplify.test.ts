import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aval } from '../../src/array/aval.ts'
import { dataOf, elementOf, filled, sameTensor, scalarTensor, showTensor, tensor } from '../../src/array/tensor.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { operations } from '../../src/program/count.ts'
import { sameProgram } from '../../src/program/equal.ts'
import { applyTo, constant, float } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { AnyExpr, Matrix, Primitive, Program, Vector } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { real, strict } from '../../src/simplify/rules.ts'
import { type Rule, rule } from '../../src/simplify/rule.ts'
import { simplify } from '../../src/simplify/simplify.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { trace } from '../../src/call/program.ts'
import { neg, sub } from '../../src/primitive/arithmetic.ts'
import { samples } from '../share.ts'
import { named, points, programs, ringPrograms, wholePoints } from './random.ts'

const both = [...strict, ...real]
const run = fold(evaluation)

const apply = (name: string, ...args: ReadonlyArray<AnyExpr | number>): AnyExpr => {
  const [result] = applyTo(
    named(name),
    {},
    args.map((x) => (typeof x === 'number' ? constant(scalarTensor(x)) : x)),
  )
  if (result === undefined) throw new Error(name)
  return result
}

const scalarProgram = (inputs: number, body: (...xs: Array<AnyExpr>) => ReadonlyArray<AnyExpr>): Program =>
  close(
    Array.from({ length: inputs }, () => float()),
    (xs) => body(...xs),
  )

const names = (program: Program): ReadonlyArray<string> => program.equations.map(({ primitive }) => primitive.name)

/** Whether simplification under these rules changes an answer in its bits: what the strict set must never do. */
const changesBits = (rules: ReadonlyArray<Rule>) =>
  fc.property(programs, points, (program, at) => {
    const before = run(program)(at)
    return run(simplify(program, rules))(at).every((after, i) => {
      const wanted = before[i]
      return wanted !== undefined && sameTensor(after, wanted)
    })
  })

describe('simplify on random programs', () => {
  it('uses the strict laws unless told otherwise', () => {
    fc.assert(
      fc.property(programs, (program) => sameProgram(simplify(program), simplify(program, strict)) === null),
      { numRuns: samples(1500) },
    )
  })

  it('keeps every bit under strict laws', () => {
    fc.assert(changesBits(strict), { numRuns: samples(1500) })
  })

  it('would be caught if a law did not hold in bits', () => {
    const planted = [
      rule(
        'x · x = x',
        (x) => mul(x, x),
        (x) => x,
      ),
      rule(
        'x · 0 = 0',
        (x) => mul(x, 0),
        () => 0,
      ),
      rule(
        'x − x = 0',
        (x) => sub(x, x),
        () => 0,
      ),
      rule(
        '−(x − y) = y − x',
        (x, y) => neg(sub(x, y)),
        (x, y) => sub(y, x),
      ),
    ]
    for (const wrong of planted) expect([wrong.law, fc.check(changesBits([wrong, ...strict]), { numRuns: 20_000 }).failed]).toEqual([wrong.law, true])
  })

  it('is idempotent and never grows, under either set', () => {
    fc.assert(
      fc.property(programs, fc.boolean(), (program, lax) => {
        const rules = lax ? both : strict
        const once = simplify(program, rules)
        expect(operations(once)).toBeLessThanOrEqual(operations(program))
        expect(sameProgram(simplify(once, rules), once)).toBeNull()
        expect([once.inputs, once.names, once.outputNames, once.outputs.length]).toEqual([
          program.inputs,
          program.names,
          program.outputNames,
          program.outputs.length,
        ])
      }),
      { numRuns: samples(1500) },
    )
  })

  it('keeps exact answers under real laws', () => {
    let compared = 0
    fc.assert(
      fc.property(ringPrograms, wholePoints, (program, at) => {
        const all = {
          ...program,
          outputs: [...program.inputs.keys(), ...program.equations.map((_, i) => program.inputs.length + i)].map((index) => ({ _tag: 'Ref' as const, index })),
        }
        // Whole numbers below 2⁵³ are exact in any order of summing.
        if (run(all)(at).some((x) => dataOf(x).some((v) => Math.abs(v) > 2 ** 40))) return
        compared++
        const before = run(program)(at)
        run(simplify(program, both))(at).forEach((after, i) => {
          const wanted = before[i]
          expect(Array.from(dataOf(after), (v) => v + 0)).toEqual(wanted === undefined ? [] : Array.from(dataOf(wanted), (v) => v + 0))
        })
      }),
      { numRuns: samples(1500) },
    )
    expect(compared).toBeGreaterThan(samples(1000))
  })
})

describe('common subexpressions', () => {
  it('are made once, whatever the order of commutative operands', () => {
    const p = scalarProgram(2, (x, y) => [apply('div', apply('add', x, y), apply('add', y, x)), apply('sub', apply('div', x, y), apply('div', y, x))])
    expect(names(simplify(p))).toEqual(['add', 'div', 'div', 'div', 'sub'])
  })

  it('differ where operands, parameters or inner programs do', () => {
    const x = float(2, 2)
    const p = close([x], ([a]) =>
      a === undefined
        ? []
        : [...applyTo(named('sum'), { axes: [0] }, [a]), ...applyTo(named('sum'), { axes: [1] }, [a]), ...applyTo(named('sum'), { axes: [0] }, [a])],
    )
    const s = simplify(p)
    expect(operations(s)).toBe(2)
    expect(s.outputs[0]).toEqual(s.outputs[2])
    expect(s.outputs[0]).not.toEqual(s.outputs[1])
    const bodies = [2, 3, 2].map((c) => scalarProgram(1, (v) => [apply('mul', v, c)]))
    const q = scalarProgram(1, (v) => bodies.flatMap((body) => applyTo(holder, { body }, [v])))
    expect(operations(simplify(q))).toBe(4)
  })
})

/** A primitive that holds a program. */
const holder: Primitive = {
  ...named('neg'),
  name: 'holder',
  infer: (_, operands) => operands,
  evaluate: ({ params }, args) => {
    const { body } = params
    return typeof body === 'object' && '_tag' in body ? run(body)(args) : []
  },
  derivative: {
    _tag: 'Holder',
    jvp: () => {
      throw new Error('unused')
    },
    vjp: () => {
      throw new Error('unused')
    },
  },
}

describe('inner programs', () => {
  const body = scalarProgram(1, (x) => [apply('mul', apply('neg', apply('neg', x)), 1)])

  it('are simplified, at any depth, and lists of them too', () => {
    const outer = scalarProgram(1, (x) => applyTo(holder, { body, branches: [body, 3] }, [x]))
    const nested = scalarProgram(1, (x) => applyTo(holder, { body: outer }, [x]))
    expect(operations(nested)).toBe(8)
    expect(operations(simplify(nested))).toBe(2)
    expect(run(simplify(nested))([scalarTensor(5)]).map((t) => elementOf(t))).toEqual([5])
  })

  it('of a checkpoint are left alone', () => {
    const outer = scalarProgram(1, (x) => applyTo({ ...holder, name: 'checkpoint' }, { body }, [x]))
    expect(simplify(outer).equations[0]?.params['body']).toBe(body)
  })

  it('shared 200 deep are walked once', () => {
    let at = body
    for (let depth = 0; depth < 200; depth++) {
      const inner = at
      at = scalarProgram(1, (x) => applyTo(holder, { body: inner }, applyTo(holder, { body: inner }, [x])))
    }
    expect(simplify(at).equations.length).toBe(2)
  })
})

describe('constants', () => {
  it('are folded, and never into more than 64 elements', () => {
    const p = close([float(2)], ([x]) => {
      if (x === undefined) return []
      const c = constant(tensor([1, 2]))
      const [wide] = applyTo(named('broadcastTo'), { shape: [40, 2], axes: [1] }, [c])
      return [apply('mul', x, apply('add', c, apply('sin', c))), ...(wide === undefined ? [] : [wide])]
    })
    expect(names(simplify(p))).toEqual(['broadcastTo', 'mul'].sort())
    for (const { value } of simplify(p).equations.flatMap(({ args }) => args.flatMap((a) => (a._tag === 'Literal' ? [a] : []))))
      expect(dataOf(value).length).toBeLessThanOrEqual(64)
  })

  it('repeated to any size stay one number', () => {
    const p = close([float(1000)], ([x]) => {
      if (x === undefined) return []
      const c = (value: number): AnyExpr => applyTo(named('broadcastTo'), { shape: [1000], axes: [] }, [constant(scalarTensor(value))])[0] ?? x
      return [apply('mul', x, apply('mul', apply('add', c(1), c(2)), c(5)))]
    })
    const s = simplify(p)
    expect(names(s)).toEqual(['broadcastTo', 'mul'])
    expect(s.equations[0]?.args.map((a) => (a._tag === 'Literal' ? elementOf(a.value) : null))).toEqual([15])
  })

  it('keep −0 and 0 apart, and NaN with itself', () => {
    const p = scalarProgram(1, (x) => [apply('div', x, 0), apply('div', x, -0), apply('max', x, Number.NaN), apply('max', Number.NaN, x)])
    expect(operations(simplify(p))).toBe(3)
  })

  it('as outputs are literals', () => {
    const s = simplify(scalarProgram(1, () => [apply('add', 1, 2)]))
    expect([s.inputs.length, s.equations.length]).toEqual([1, 0])
    expect(s.outputs.map((o) => (o._tag === 'Literal' ? showTensor(o.value) : o))).toEqual(['f64 3'])
  })

  it('of integers follow integer arithmetic and no float law', () => {
    const int = aval('int32', [])
    const p = close([int], ([n]) => (n === undefined ? [] : applyTo(named('mul'), {}, [n, constant(scalarTensor(1, 'int32'))])))
    expect(operations(simplify(p, both))).toBe(1)
  })
})

describe('laws', () => {
  it('know a number in an array that has it everywhere', () => {
    const ones = tensor([
      [1, 1, 1],
      [1, 1, 1],
    ])
    const program = trace((x: Matrix<2, 3>) => mul(ones, mul(x, ones)))(ones)
    expect(operations(simplify(program))).toBe(0)
    // −0 is not 0, and one other entry is enough.
    const zeros = (...xs: readonly [number, number]) => operations(simplify(trace((x: Vector<2>) => add(x, tensor([...xs])))(Float64Array.of(1, 2))))
    expect([zeros(-0, -0), zeros(0, 0), zeros(-0, 0)]).toEqual([0, 1, 1])
  })

  it('never cost a value that is still used: (−x)·y with −x used elsewhere stays', () => {
    const p = scalarProgram(2, (x, y) => {
      const n = apply('neg', x)
      return [apply('mul', n, y), apply('sin', apply('exp', n))]
    })
    expect(names(simplify(p))).toEqual(['neg', 'mul', 'exp', 'sin'])
  })

  it('wait for a value to become free, then apply', () => {
    // −x is used by the product and by |−x|, which does not need it.
    const p = scalarProgram(2, (x, y) => {
      const n = apply('neg', x)
      return [apply('exp', apply('mul', n, y)), apply('sin', apply('abs', n))]
    })
    expect(names(simplify(p))).toEqual(['mul', 'neg', 'exp', 'abs', 'sin'])
  })

  it('fold signs through a chain', () => {
    const p = scalarProgram(2, (x, y) => [apply('add', y, apply('mul', apply('neg', apply('sin', apply('neg', x))), apply('neg', y)))])
    expect(names(simplify(p))).toEqual(['sin', 'mul', 'sub'])
  })

  it('drop what nothing needs and keep unused inputs', () => {
    const p = scalarProgram(3, (x, y) => {
      apply('exp', y)
      return [apply('sin', x)]
    })
    const s = simplify({ ...p, outputs: [{ _tag: 'Ref', index: 0 }] })
    expect([s.inputs.length, s.equations.length]).toEqual([3, 0])
  })

  it('real laws reach what strict ones may not', () => {
    const p = scalarProgram(1, (x) => [apply('add', apply('mul', 3, apply('mul', 4, x)), apply('mul', 0, apply('exp', x)))])
    expect(names(simplify(p))).toContain('exp')
    expect(names(simplify(p, both))).toEqual(['mul'])
    const logistic = scalarProgram(1, (x) => [apply('reciprocal', apply('add', 1, apply('exp', apply('neg', x))))])
    expect(names(simplify(logistic, both))).toEqual(['sigmoid'])
  })

  it('nest deep without a stack error', () => {
    // x·(p₁·(p₂·…)) sums whose factoring reaches all the way down.
    const p = scalarProgram(2, (x, y) => {
      let [a, b] = [apply('sin', x), apply('cos', x)]
      for (let i = 0; i < 1000; i++) {
        const f = apply('exp', apply('add', y, i))
        ;[a, b] = [apply('mul', f, a), apply('mul', f, b)]
      }
      return [apply('add', a, b)]
    })
    const s = simplify(p, both)
    expect(operations(s)).toBeLessThan(operations(p) - 900)
  })
})

describe('size', () => {
  it('a long chain takes linear time, and 60 squarings stay 60', () => {
    const chain = (n: number): Program =>
      scalarProgram(1, (x) => {
        let y = x
        for (let i = 0; i < n; i++) y = apply(i % 2 === 0 ? 'sin' : 'cos', y)
        return [y]
      })
    const long = samples(100_000, 20_000)
    expect(operations(simplify(chain(long)))).toBe(long)
    const squares = scalarProgram(1, (x) => {
      let y = x
      for (let i = 0; i < 60; i++) y = apply('mul', y, y)
      return [y]
    })
    expect(names(simplify(squares))).toEqual(Array.from({ length: 60 }, () => 'square'))
  })

  it('large constants are one where they are equal, and stay two where a single element is not', () => {
    const wave = (change: (x: number, i: number) => number): AnyExpr => constant(tensor(Float64Array.from({ length: 1000 }, (_, i) => change(Math.sin(i), i))))
    const same = (x: number): number => x
    const divisions = (...by: ReadonlyArray<AnyExpr>): number =>
      operations(simplify(close([float(1000)], ([x]) => (x === undefined ? [] : by.map((c) => apply('div', x, c))))))
    expect(divisions(wave(same), wave(same))).toBe(1)
    for (const at of [0, 1, 501, 999])
      expect(
        divisions(
          wave(same),
          wave((x, i) => (i === at ? x + 1 : x)),
        ),
      ).toBe(2)
    expect(
      divisions(
        wave(() => 0),
        wave((_, i) => (i === 777 ? -0 : 0)),
      ),
    ).toBe(2)
    expect(
      divisions(
        wave(() => Number.NaN),
        wave(() => Number.NaN),
      ),
    ).toBe(1)
    // Thousands that look alike are not each compared with all others, none is taken for another, and each is found again.
    const unit = (place: number): AnyExpr => wave((_, i) => (i === place ? 1 : 0))
    expect(divisions(...Array.from({ length: 900 }, (_, i) => unit(i)), unit(1), unit(20), unit(899))).toBe(900)
    const big = filled(float(1000), 3)
    const p = close([float(1000)], ([x]) => (x === undefined ? [] : [apply('div', x, constant(big)), apply('div', x, constant(big))]))
    expect(simplify(p).equations[0]?.args[1]).toMatchObject({ value: big })
  })

  it('what is joined along the axis of its parts is joined at once, up to sixteen parts', () => {
    const join = (axis: number, ...parts: ReadonlyArray<AnyExpr>): AnyExpr => applyTo(named('concatenate'), { axis }, parts)[0] ?? constant(scalarTensor(0))
    const of = (body: (x: AnyExpr) => AnyExpr): Program => simplify(close([float(2, 3)], (xs) => xs.map(body)))
    const nested = of((x) => join(1, x, join(1, apply('sin', x), x), join(1, x, apply('cos', x))))
    expect(names(nested)).toEqual(['sin', 'cos', 'concatenate'])
    const x = tensor(Float64Array.of(1, 2, 3, 4, 5, 6), [2, 3])
    const [sines, cosines] = [Math.sin, Math.cos].map((f) => Array.from(dataOf(x), (e) => f(e)))
    const row = (i: number): ReadonlyArray<number> =>
      [dataOf(x), sines, dataOf(x), dataOf(x), cosines].flatMap((part) => Array.from(part ?? []).slice(3 * i, 3 * i + 3))
    expect(Array.from(dataOf(run(nested)([x])[0] ?? x))).toEqual([...row(0), ...row(1)].map((e) => expect.closeTo(e, 15)))
    expect(names(of((x) => join(1, join(0, x, x), join(0, x, apply('sin', x)))))).toEqual(['concatenate', 'sin', 'concatenate', 'concatenate'])
    const appended = of((x) => Array.from({ length: 100 }).reduce<AnyExpr>((all) => join(0, all, x), x))
    expect(Math.max(...appended.equations.map(({ args }) => args.length))).toBe(16)
    expect(run(appended)([x]).map((t) => dataOf(t).length)).toEqual([606])
  })

  it('a division of 1 is a reciprocal', () => {
    const p = scalarProgram(1, (x) => [apply('div', 1, x)])
    expect(names(simplify(p))).toEqual(['reciprocal'])
    expect(run(simplify(p))([scalarTensor(4)]).map((t) => elementOf(t))).toEqual([0.25])
  })
})

it('a law must begin with an operation', () => {
  const grows = rule(
    'x = x + 0',
    (x) => x,
    (x) => add(x, 0),
  )
  expect(() =>
    simplify(
      scalarProgram(1, (x) => [apply('sin', x)]),
      [grows],
    ),
  ).toThrow("simplify: the left side of 'x = x + 0' is not an operation")
})

/**
 * What every primitive must do, whatever it is: batch like a loop over rows, be differentiated in all
 * nestings alike, and have a name of its own.
 */
import { describe, expect, it } from 'vitest'
import { option as O } from 'fp-ts'
import { type Aval, withDType, withShape } from '../../src/array/aval.ts'
import { failureOf } from '../../src/failure.ts'
import { type AnyTensor, avalOf, dataOf, elementOf, sameTensor, showTensor, tensor, toFloat64Array } from '../../src/array/tensor.ts'
import { sizeOf } from '../../src/array/shape.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { reverse } from '../../src/interpret/tape.ts'
import { vocabulary } from '../../src/primitive/vocabulary.ts'
import { outputAvals } from '../../src/program/avals.ts'
import { innerPrograms } from '../../src/program/count.ts'
import { fold } from '../../src/program/fold.ts'
import type { Equation, Nonzero, Program } from '../../src/program/model.ts'
import { batch } from '../../src/transform/batch.ts'
import { forward } from '../../src/transform/forward.ts'
import { differentiable, pick } from '../../src/transform/pick.ts'
import { phantom } from '../../src/type/phantom.ts'
import { near } from '../near.ts'
import { type Case, cases } from './cases.ts'

const run = (program: Program, xs: ReadonlyArray<AnyTensor>): ReadonlyArray<AnyTensor> => fold(evaluation)(program)(xs)

const tensorLike = (like: AnyTensor, data: ReadonlyArray<number>, shape = like.shape.map(Number)): AnyTensor => {
  if (like.dtype === 'int32') return tensor(Int32Array.from(data), shape)
  return like.dtype === 'float64' ? tensor(Float64Array.from(data), shape) : boolean(data, shape)
}
const boolean = (data: ReadonlyArray<number>, shape: ReadonlyArray<number>): AnyTensor => {
  const nest = (from: number, axis: number): never | ReadonlyArray<unknown> | boolean => {
    if (axis === shape.length) return data[from] === 1
    const inner = sizeOf(shape.slice(axis + 1))
    return Array.from({ length: shape[axis] ?? 0 }, (_, i) => nest(from + i * inner, axis + 1))
  }
  return sizeOf(shape) === 0 && shape.length > 1 ? tensor([], 'bool') : tensor(phantom<boolean>(nest(0, 0)))
}

/** Row r of an operand: like it, but not it. */
const rowOf = (x: AnyTensor, r: number): AnyTensor =>
  tensorLike(
    x,
    Array.from(dataOf(x), (value, i) =>
      x.dtype === 'float64' ? value * (1 - 0.07 * r) : x.dtype === 'int32' ? (value === 0 ? r % 3 : value) : (value + r + i) % 2,
    ),
  )

const stackOf = (rows: ReadonlyArray<AnyTensor>, like: AnyTensor): AnyTensor =>
  tensorLike(
    like,
    rows.flatMap((row) => Array.from(dataOf(row))),
    [rows.length, ...like.shape.map(Number)],
  )

const subsets = (n: number): ReadonlyArray<Nonzero> =>
  Array.from({ length: 2 ** n - 1 }, (_, i) => Array.from({ length: n }, (_, bit) => ((i + 1) >> bit) % 2 === 1))

/** A batched run, and the same rows one by one. */
const batched = (
  { program, operands }: Case,
  marks: Nonzero,
  size: number,
): { readonly wide: ReadonlyArray<AnyTensor>; readonly rows: ReadonlyArray<ReadonlyArray<AnyTensor>> } => {
  const stacks = operands.map((x, i) => Array.from({ length: size }, (_, r) => (marks[i] ? rowOf(x, r) : x)))
  const made = batch(program, marks, size)
  const out = run(
    made.program,
    operands.map((x, i) => (marks[i] ? stackOf(stacks[i] ?? [], x) : x)),
  )
  const wide = out.map((y, j) =>
    made.batched[j]
      ? y
      : stackOf(
          Array.from({ length: size }, () => y),
          y,
        ),
  )
  return {
    wide,
    rows: Array.from({ length: size }, (_, r) =>
      run(
        program,
        stacks.map((rows) => rows[r] ?? tensor(0)),
      ),
    ),
  }
}

const names = (program: Program): ReadonlyArray<string> =>
  program.equations.flatMap(({ primitive, params }) => [primitive.name, ...innerPrograms(params).flatMap(names)])

describe('the vocabulary', () => {
  it('has one primitive per name', () => expect(new Set(vocabulary.map(({ name }) => name)).size).toBe(vocabulary.length))
  it('is frozen', () => expect(vocabulary.filter((primitive) => !Object.isFrozen(primitive))).toEqual([]))
  it('is covered by these cases', () => {
    const covered = new Set(cases.flatMap(({ program }) => names(program)))
    expect(vocabulary.map(({ name }) => name).filter((name) => !covered.has(name))).toEqual([])
  })
})

describe.each(cases.map((c) => [c.name, c] as const))('%s', (_, c) => {
  it.each(subsets(c.operands.length).map((marks) => [marks.map((m) => (m ? 'batched' : 'shared')).join(', '), marks] as const))(
    'is its rows one by one: %s',
    (_, marks) => {
      for (const size of [3, 1]) {
        const { wide, rows } = batched(c, marks, size)
        rows.forEach((row, r) =>
          row.forEach((y, j) => {
            const whole = wide[j] ?? tensor(0)
            const got = tensorLike(y, Array.from(dataOf(whole)).slice(r * dataOf(y).length, (r + 1) * dataOf(y).length))
            if (!sameTensor(got, y)) expect(`row ${r}, result ${j}: ${showTensor(got)}`).toBe(showTensor(y))
          }),
        )
      }
    },
  )
  it('in a batch of no rows gives no rows', () => {
    for (const marks of subsets(c.operands.length)) {
      const made = batch(c.program, marks, 0)
      const out = run(
        made.program,
        c.operands.map((x, i) => (marks[i] ? stackOf([], x) : x)),
      )
      expect(out.map((y) => avalOf(y).text)).toEqual(outputAvals(c.program).map((of, j) => (made.batched[j] ? withShape(of, [0, ...of.shape]) : of).text))
    }
  })

  const moving = c.program.inputs.map(differentiable)
  const outs = outputAvals(c.program)
  const floatsOut = outs.map(differentiable)
  if (moving.includes(true) && floatsOut.includes(true) && sizeOf(outs[floatsOut.indexOf(true)]?.shape ?? []) > 0) {
    const direction = c.operands.map((x) =>
      tensorLike(
        x,
        Array.from(dataOf(x), (_, i) => (x.dtype === 'float64' ? Math.cos(i + 1) : 0)),
      ),
    )
    /** Σ wᵢyᵢ of the float results, so that every entry counts differently. */
    const weighted = (ys: ReadonlyArray<AnyTensor>): number =>
      ys.reduce((total, y, j) => (floatsOut[j] ? toFloat64Array(y).reduce((sum, v, i) => sum + v * Math.sin(1 + i + j), total) : total), 0)
    const seeds = outs.map((of, j) =>
      tensorLike(
        run(c.program, c.operands)[j] ?? tensor(0),
        Array.from({ length: sizeOf(of.shape) }, (_, i) => Math.sin(1 + i + j)),
      ),
    )
    const moved = (h: number): number =>
      weighted(
        run(
          c.program,
          c.operands.map((x, i) =>
            moving[i]
              ? tensorLike(
                  x,
                  Array.from(dataOf(x), (v, k) => v + h * elementOf(direction[i] ?? x, k)),
                )
              : x,
          ),
        ),
      )
    // Richardson's extrapolation of central differences: independent of every rule. stopGradient differs on purpose.
    const central = (h: number): number => (moved(h) - moved(-h)) / (2 * h)
    const still = c.name.startsWith('stopGradient') || c.operands.every((x, i) => !moving[i] || dataOf(x).length === 0)
    const expected =
      still || c.program.equations.every(({ primitive }) => primitive.derivative._tag === 'Constant') ? 0 : (4 * central(5e-4) - central(1e-3)) / 3

    it('has the forward derivative that differences give', () => {
      const { program, nonzero } = forward(c.program, moving)
      const out = run(program, [...c.operands, ...pick(direction, moving)])
      const tangents = out.slice(outs.length)
      let next = 0
      const full = outs.map((_, j) => (nonzero[j] ? (tangents[next++] ?? tensor(0)) : null))
      const total = full.reduce((sum, t, j) => (t === null ? sum : sum + toFloat64Array(t).reduce((s, v, i) => s + v * Math.sin(1 + i + j), 0)), 0)
      if (!near(total, expected, 1e-8)) expect(total).toBe(expected)
    })
    it('has the reverse derivative that differences give', () => {
      const { forward: ahead, pullback } = reverse(c.program, moving)
      const residuals = run(ahead, c.operands).slice(outs.length)
      const back = run(pullback, [...residuals, ...seeds])
      const total = pick(direction, moving).reduce((sum, d, i) => sum + toFloat64Array(back[i] ?? tensor(0)).reduce((s, v, k) => s + v * elementOf(d, k), 0), 0)
      expect(back.map((x) => avalOf(x).text)).toEqual(pick(c.program.inputs, moving).map((of) => of.text))
      if (!near(total, expected, 1e-8)) expect(total).toBe(expected)
    })
  }
})

describe('every primitive, given operands it does not take', () => {
  const equations = cases.flatMap(({ program }) => program.equations)
  const inferred = ({ primitive, params }: Equation, operands: ReadonlyArray<Aval>): string => {
    try {
      return primitive
        .infer(params, operands)
        .map((of) => of.text)
        .join()
    } catch (error) {
      const failure = failureOf(error)
      if (O.isNone(failure)) throw error
      return 'refused'
    }
  }
  const operandsOf = (program: Program, { args }: Equation): ReadonlyArray<Aval> => {
    const avals = [...program.inputs, ...program.equations.flatMap(({ results }) => results)]
    return args.map((atom) => (atom._tag === 'Literal' ? avalOf(atom.value) : (avals[atom.index] ?? expect.fail())))
  }

  it('refuses none at all, in words', () => {
    expect(
      equations.filter(({ args }) => args.length > 0).flatMap((equation) => (inferred(equation, []) === 'refused' ? [] : [equation.primitive.name])),
    ).toEqual([])
  })

  it('refuses one more or one fewer, unless it takes any number', () => {
    const any = new Set(['concatenate', 'cofactorDerivative'])
    const lax = cases.flatMap(({ program }) =>
      program.equations.flatMap((equation) => {
        const operands = operandsOf(program, equation)
        const others = [operands.slice(1), [...operands, ...operands.slice(-1)]]
        return operands.length === 0 || any.has(equation.primitive.name) || others.every((of) => inferred(equation, of) === 'refused')
          ? []
          : [equation.primitive.name]
      }),
    )
    expect([...new Set(lax)]).toEqual([])
  })

  it('infers or refuses those of another dtype or shape: nothing else is thrown', () => {
    const answers = cases.flatMap(({ program }) =>
      program.equations.flatMap((equation) => {
        const operands = operandsOf(program, equation)
        return [
          ...(['bool', 'int32', 'float64'] as const).map((dtype) =>
            inferred(
              equation,
              operands.map((of) => withDType(of, dtype)),
            ),
          ),
          ...[[], [0], [2, 3], [4, 1, 2, 3]].map((shape) =>
            inferred(
              equation,
              operands.map((of) => withShape(of, shape)),
            ),
          ),
        ]
      }),
    )
    expect(answers).toContain('refused')
    expect(answers.length).toBeGreaterThan(1000)
  })
})

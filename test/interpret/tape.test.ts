import { option as O } from 'fp-ts'
import { describe, expect, it } from 'vitest'
import { type AnyTensor, elementOf, scalarTensor, tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { where } from '../../src/basis/choice.ts'
import { gt } from '../../src/basis/comparison.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { type Dual, dual, dualOf, steady } from '../../src/interpret/dual.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { inputs, reverse, sweep, type Taped, tape } from '../../src/interpret/tape.ts'
import * as T from '../../src/interpret/tape-monad.ts'
import { square, sqrt, sub } from '../../src/primitive/arithmetic.ts'
import { fori } from '../../src/primitive/control.ts'
import { exp, log } from '../../src/primitive/exponential.ts'
import { sin, sincos } from '../../src/primitive/trigonometric.ts'
import { outputAvals } from '../../src/program/avals.ts'
import { float } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { Algebra, AnyExpr, Expr, Program, Scalar } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'
import { difference } from '../near.ts'

const s = float()
const t = (x: number): AnyTensor => scalarTensor(x)
const scalar = (x: AnyExpr | undefined): Scalar => phantom(x)

interface Recorded<A> {
  readonly xs: ReadonlyArray<Taped<A>>
  readonly ys: ReadonlyArray<Taped<A>>
  readonly list: T.Wengert<A>
}

/** A program recorded over an algebra. */
const recorded = <A>(algebra: Algebra<A>, program: Program, values: ReadonlyArray<A>, nonzero = values.map(() => true)): Recorded<A> => {
  const [{ xs, ys }, list] = T.run<A>(T.empty)(
    T.chain((xs: ReadonlyArray<Taped<A>>) => T.map((ys: ReadonlyArray<Taped<A>>) => ({ xs, ys }))(fold(tape(algebra))(program)(xs)))(inputs(values, nonzero)),
  )
  return { xs, ys, list }
}

const entriesOf = <A>(list: T.Wengert<A>): ReadonlyArray<T.Entry<A>> => {
  const found: Array<T.Entry<A>> = []
  for (let rest = list.entries; rest !== null; rest = rest.tail) found.push(rest.head)
  return found.reverse()
}

const numbers = (xs: ReadonlyArray<AnyTensor | null>): ReadonlyArray<number | null> => xs.map((x) => (x === null ? null : elementOf(x)))

const example = close([s, s], ([x, y]) => [sub(add(log(scalar(x)), mul(scalar(x), scalar(y))), sin(scalar(y)))])

describe('the tape over numbers', () => {
  it('evaluates, and sweeps back to the adjoints', () => {
    const { xs, ys, list } = recorded(evaluation, example, [t(2), t(5)])
    expect(numbers(ys.map((y) => y.value))).toEqual([11.652071455223084])
    expect(numbers(sweep(evaluation)(list, ys, [t(1)], outputAvals(example), xs))).toEqual([5.5, 1.7163378145367738])
  })
  it('gives the adjoints of intermediate values too: v̄₃·cos v₀ = −0.28366', () => {
    const { list, ys } = recorded(evaluation, example, [t(2), t(5)])
    const sine = entriesOf(list).find((e) => e.operation.primitive.name === 'sin')
    const [adjoint] = sweep(evaluation)(list, ys, [t(1)], outputAvals(example), [{ value: t(0), id: sine?.ids[0] ?? null }])
    expect(adjoint === null || adjoint === undefined ? null : elementOf(adjoint)).toBe(-1)
    expect(difference(-Math.cos(5), -0.28366218546322625)).toBeNull()
  })
  it('has strictly increasing ids, parents before children, one entry per application', () => {
    const program = close([s, s], ([x, y]) => {
      const [a, b] = sincos(scalar(x))
      return [mul(add(a, b), scalar(y)), mul(a, a)]
    })
    const { list } = recorded(evaluation, program, [t(1), t(2)])
    const entries = entriesOf(list)
    expect(entries.map((e) => e.operation.primitive.name)).toEqual(program.equations.map((e) => e.primitive.name))
    const ids = entries.flatMap((e) => e.ids)
    expect(ids).toEqual([...ids].sort((a, b) => a - b))
    expect(new Set(ids).size).toBe(ids.length)
    for (const e of entries) for (const parent of e.parents) expect(parent === null || parent < (e.ids[0] ?? 0)).toBe(true)
  })
  it('records nothing that carries no derivative', () => {
    const program = close([s, s], ([x, y]) => [mul(sin(scalar(y)), scalar(x)), phantom<AnyExpr>(gt(scalar(x), scalar(y)))])
    const { list, ys } = recorded(evaluation, program, [t(1), t(2)], [true, false])
    expect(entriesOf(list).map((e) => e.operation.primitive.name)).toEqual(['mul'])
    expect(ys.map(({ id }) => id === null)).toEqual([false, true])
  })
  it('answers null where no cotangent arrives, the seed where the input is the output', () => {
    const program = close([s, s], ([x]) => [scalar(x), scalar(x)])
    const { xs, ys, list } = recorded(evaluation, program, [t(1), t(2)])
    expect(numbers(sweep(evaluation)(list, ys, [t(3), t(4)], outputAvals(program), xs))).toEqual([7, null])
  })
  it('may be swept again and again, with other seeds', () => {
    const program = close([s], ([x]) => [square(scalar(x)), exp(scalar(x))])
    const { xs, ys, list } = recorded(evaluation, program, [t(3)])
    const back = (a: number, b: number): number | null | undefined => numbers(sweep(evaluation)(list, ys, [t(a), t(b)], outputAvals(program), xs))[0]
    expect([back(1, 0), back(0, 1), back(2, 0), back(1, 0)]).toEqual([6, Math.exp(3), 12, 6])
  })
  it('leaves the untaken arm of a where at exactly 0', () => {
    const program = close([s], ([x]) => [where(gt(scalar(x), 0), sqrt(scalar(x)), mul(scalar(x), 2))])
    const at = (x: number): number | null | undefined => {
      const { xs, ys, list } = recorded(evaluation, program, [t(x)])
      return numbers(sweep(evaluation)(list, ys, [t(1)], outputAvals(program), xs))[0]
    }
    expect([at(4), at(0), at(-1)]).toEqual([0.25, 2, 2])
  })
  it('goes through arrays and loops', () => {
    const program = close([float(2), s], ([x, y]) => [sum(phantom<Expr<[2]>>(fori(3, phantom<Expr<[2]>>(x), (c) => mul(c, scalar(y)))))])
    const { xs, ys, list } = recorded(evaluation, program, [tensor([1, 2]), t(3)])
    // Σ xᵢ·y³: y³ for each xᵢ, 3y²Σxᵢ.
    expect(difference(sweep(evaluation)(list, ys, [t(1)], outputAvals(program), xs), [[27, 27], 81])).toBeNull()
  })
  it('is persistent: two continuations of one list do not see each other', () => {
    const { ys, list } = recorded(
      evaluation,
      close([s], ([x]) => [sin(scalar(x))]),
      [t(1)],
    )
    const onwards = (f: (x: Scalar) => AnyExpr): T.Wengert<AnyTensor> => T.run(list)(fold(tape(evaluation))(close([s], ([x]) => [f(scalar(x))]))(ys))[1]
    const [a, b] = [onwards(exp), onwards((x) => square(square(x)))]
    expect([list, a, b].map((l) => entriesOf(l).map((e) => e.operation.primitive.name))).toEqual([['sin'], ['sin', 'exp'], ['sin', 'square', 'square']])
    expect([a.entries?.tail, b.entries?.tail?.tail]).toEqual([list.entries, list.entries])
  })
})

describe('the tape over dual numbers', () => {
  it('is forward over reverse: a Hessian-vector product', () => {
    // f = x²y + sin(xy) along (1, 2): H = [[2y − y²s, 2x + c − xys], [·, −x²s]].
    const program = close([s, s], ([x, y]) => [add(mul(square(scalar(x)), scalar(y)), sin(mul(scalar(x), scalar(y))))])
    const [x, y] = [0.7, 1.3]
    const over = dual(evaluation)
    const { xs, ys, list } = recorded(over, program, [dualOf(t(x), t(1)), dualOf(t(y), t(2))])
    const back = sweep(over)(list, ys, [steady(t(1))], outputAvals(program), xs)
    const values = back.map((d: Dual<AnyTensor> | null) => (d === null || O.isNone(d.tangent) ? [] : [elementOf(d.primal), elementOf(d.tangent.value)]))
    const [sn, c] = [Math.sin(x * y), Math.cos(x * y)]
    const cross = 2 * x + c - x * y * sn
    expect(
      difference(values, [
        [2 * x * y + y * c, 2 * y - y * y * sn + 2 * cross],
        [x * x + x * c, cross - 2 * x * x * sn],
      ]),
    ).toBeNull()
  })
})

describe('reverse', () => {
  it('is a pair of programs: values and residuals, then cotangents', () => {
    const { forward, pullback } = reverse(example, [true, true])
    const [y, ...residuals] = fold(evaluation)(forward)([t(2), t(5)])
    expect(y === undefined ? null : elementOf(y)).toBe(11.652071455223084)
    expect(numbers(fold(evaluation)(pullback)([...residuals, t(1)]))).toEqual([5.5, 1.7163378145367738])
    expect(pullback.inputs.length).toBe(residuals.length + 1)
  })
  it('answers for the inputs marked only', () => {
    const { forward, pullback } = reverse(example, [false, true])
    const [, ...residuals] = fold(evaluation)(forward)([t(2), t(5)])
    expect(numbers(fold(evaluation)(pullback)([...residuals, t(2)]))).toEqual([2 * 1.7163378145367738])
    expect(reverse(example, [false, false]).pullback.outputs).toEqual([])
  })
})

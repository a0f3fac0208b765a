/**
 * Laws of Taylor mode: what a power series must be, whatever computes it. The coefficients are also found
 * without any derivative rule, by Cauchy's integral over a circle and by a calculus book.
 */
import * as fc from 'fast-check'
import { jet, jvp, type Scalar, simplify, symbolic } from '../src/index.ts'
import { dataOf } from '../src/array/tensor.ts'
import { entry } from '../src/entry.ts'
import type { Program } from '../src/program/model.ts'
import { fold } from '../src/program/fold.ts'
import type { Named } from './calculus.ts'
import { distance, near, type Numbers } from './closeness.ts'
import { complexArrays, isSteppable } from './complex-step.ts'
import { tolerances } from './derivative.ts'
import { every, type Law, law, undecided, type Verdict } from './law.ts'
import { mapOf, sizesOf, tensorsOf } from './mapping.ts'
import type { Sample } from './program.ts'
import { trace } from '../src/call/program.ts'

type Rows = ReadonlyArray<Numbers>

const rowsOf = (length: number, count: number, vector: Numbers): Rows =>
  Array.from({ length: count }, (_, k) => Array.from(vector).slice(k * length, (k + 1) * length))

/** Taylor mode as a program transform: what the laws put to the test. (x…) → (y…) becomes (x…, x₁…, x₂…, …) → (y…, y₁…, y₂…, …). */
export type TaylorMode = (program: Program, order: number) => Program

const library: TaylorMode = (program, order) => jet(program, order)

/** The coefficients of a program at a point, value first, along a curve given by its coefficients. */
const foundBy =
  (mode: TaylorMode) =>
  (program: Program, point: Numbers, curve: Rows): Rows =>
    rowsOf(
      sizesOf(program).outputs,
      curve.length + 1,
      mapOf(mode(program, curve.length))(Float64Array.from([point, ...curve].flatMap((row) => Array.from(row)))),
    )

/** v, then ever smaller multiples of u and v in turn: no coefficient is missing and no two are alike. */
const curveOf = ({ u, v }: Sample, order: number): Rows => Array.from({ length: order }, (_, k) => Array.from(k % 2 === 0 ? v : u, (x) => x / (1 + k * k)))

const all = (rows: Rows): ReadonlyArray<number> => rows.flatMap((row) => Array.from(row))

/** Coefficients of an order are judged by the largest of their order. */
const nearRows = (left: Rows, right: Rows, tolerance: number, floor: number): Verdict =>
  every(
    ...right.map(
      (row, k) => () =>
        near(left[k] ?? [], row, tolerance, Math.max(floor, 1e-2 * Math.max(0, ...Array.from(row, (x) => (Number.isFinite(x) ? Math.abs(x) : 0))))),
    ),
  )

// a circle -----------------------------------------------------------------------------------

const points = 32

/** Cauchy's integral by the trapezoidal rule, which converges geometrically on a circle: yₖ = mean of y(reⁱᶿ)·(reⁱᶿ)⁻ᵏ. */
const onCircle = (program: Program, point: Numbers, curve: Rows, radius: number): Rows => {
  const { outputs } = sizesOf(program)
  const sums = Array.from({ length: curve.length + 1 }, () => new Float64Array(outputs))
  // The lower half of the circle is the conjugate of the upper.
  for (let p = 0; p < points / 2; p++) {
    const angle = (2 * Math.PI * (p + 0.5)) / points
    const part = (turn: (angle: number) => number) =>
      Float64Array.from(point, (x, i) =>
        curve.reduce((total, row, k) => total + radius ** (k + 1) * turn((k + 1) * angle) * (row[i] ?? 0), turn === Math.cos ? x : 0),
      )
    const [re, im] = [tensorsOf(program.inputs, part(Math.cos)), tensorsOf(program.inputs, part(Math.sin))]
    const out = fold(complexArrays)(program)(re.map((x, i) => ({ re: x, im: entry(im, i) })))
    const [y, z] = [out.flatMap((of) => Array.from(dataOf(of.re))), out.flatMap((of) => Array.from(dataOf(of.im)))]
    sums.forEach((sum, k) => {
      for (let i = 0; i < outputs; i++)
        sum[i] = (sum[i] ?? 0) + ((y[i] ?? 0) * Math.cos(k * angle) + (z[i] ?? 0) * Math.sin(k * angle)) / (points / 2) / radius ** k
    })
  }
  return sums
}

const circleVerdict = (found: ReturnType<typeof foundBy>, sample: Sample, order: number): Verdict => {
  const { program, point } = sample
  if (!program.equations.every(({ primitive }) => isSteppable(primitive))) return undecided('no complex function')
  const curve = curveOf(sample, order)
  const [wide, narrow] = [0.2, 0.14].map((radius) => onCircle(program, point, curve, radius))
  // A singularity inside, or a branch, shows in that the radius matters.
  const settled =
    wide !== undefined &&
    narrow !== undefined &&
    wide.every((row, k) => distance(row, narrow[k] ?? [], 1e-2 * Math.max(1, ...Array.from(row, Math.abs))) < tolerances.modes / 10)
  return settled ? nearRows(found(program, point, curve), wide, tolerances.modes, 1) : undecided('a singularity is near')
}

/**
 * Laws of the power series of smooth programs: the coefficients are those of Cauchy's integral; order 1 is `jvp`,
 * order 2 is forward mode in forward mode; a shorter jet is the beginning of a longer one; and t ↦ 2t scales them.
 *
 * @example
 * refuted(check(taylor(smoothPrograms()), { runs: 3 }))   // []
 * @category laws
 */
export const taylor = (samples: fc.Arbitrary<Sample>, mode: TaylorMode = library, order = 6): ReadonlyArray<Law> => {
  const found = foundBy(mode)
  return [
    law('the coefficients are those of Cauchy’s integral', samples, (sample) => circleVerdict(found, sample, order)),
    law('jet of order 1 = jvp', samples, ({ program, point, v }) =>
      near(all(found(program, point, [v])), mapOf(jvp(program))(Float64Array.from([...point, ...v])), 1e-12),
    ),
    law('2·jet of order 2 = forward∘forward', samples, ({ program, point, u, v }) => {
      const m = sizesOf(program).outputs
      const twice = mapOf(jvp(jvp(program)))(Float64Array.from([...point, ...v, ...v, ...Array.from(u, (x) => 2 * x)]))
      const second = entry(found(program, point, [v, u]), 2)
      return near(
        Array.from(second, (x) => 2 * x),
        twice.slice(3 * m),
        tolerances.modes,
        1e-2 * Math.max(1, ...Array.from(second, Math.abs)),
      )
    }),
    law('a shorter jet is the beginning of a longer one', samples, (sample) => {
      const curve = curveOf(sample, order)
      const longer = found(sample.program, sample.point, curve)
      return nearRows(found(sample.program, sample.point, curve.slice(0, order - 2)), longer.slice(0, order - 1), 1e-12, 1e-3)
    }),
    law('y(x(2t)) has the coefficients 2ᵏ·yₖ', samples, (sample) => {
      const curve = curveOf(sample, order)
      const doubled = curve.map((row, k) => Array.from(row, (x) => x * 2 ** (k + 1)))
      const wanted = found(sample.program, sample.point, curve).map((row, k) => Array.from(row, (x) => x * 2 ** k))
      return nearRows(found(sample.program, sample.point, doubled), wanted, 1e-12, 1e-3)
    }),
  ]
}

// functions of one number ----------------------------------------------------------------------

const factorials: ReadonlyArray<number> = [1, 1, 2, 6, 24, 120, 720]

/** Derivatives by the book, each simplified before the next is taken. */
const byTheBook = (f: Named['f'], x: number, order: number): ReadonlyArray<number> => {
  let program = trace(f)(x)
  return Array.from({ length: order + 1 }, (_, k) => {
    if (k > 0) program = simplify(symbolic(program, 0))
    return mapOf(program)([x])[0] ?? Number.NaN
  })
}

const coefficientsOf = (f: Named['f'], x: number, curve: ReadonlyArray<number>): ReadonlyArray<number> => {
  const [y, ys] = jet((t: Scalar) => f(t), [x], [curve])
  return [y, ...ys]
}

/** Numbers that cancel are judged by the largest of them. */
const nearNumbers = (left: ReadonlyArray<number>, right: ReadonlyArray<number>): Verdict =>
  right.every(Number.isFinite) ? near(left, right, tolerances.modes, 1e-2 * Math.max(1, ...right.map(Math.abs))) : undecided('not finite')

/**
 * Laws of the power series of smooth functions of one number: coefficient k is f⁽ᵏ⁾/k! by the book; and
 * jet(g∘f) = jet g ∘ jet f.
 *
 * @example
 * const functions = functionsOf(snippets({ productions: smoothProductions, shapes: [[]], inputs: 1, lines: 3 }))
 * refuted(check(taylorOf(functions), { runs: 3 }))   // []
 * @category laws
 */
export const taylorOf = (functions: fc.Arbitrary<Named>, order = 4): ReadonlyArray<Law> => {
  const places = fc.noBias(fc.integer({ min: -999, max: 999 })).map((k) => (k + 0.137) / 1001)
  return [
    law('coefficient k is f⁽ᵏ⁾/k!', fc.tuple(functions, places), ([{ f }, x]) =>
      nearNumbers(
        coefficientsOf(f, x, [1, ...Array.from({ length: order - 1 }, () => 0)]),
        byTheBook(f, x, order).map((d, k) => d / (factorials[k] ?? Number.NaN)),
      ),
    ),
    law('jet(g∘f) = jet g ∘ jet f', fc.tuple(functions, functions, places), ([{ f }, { f: g }, x]) => {
      const [y = Number.NaN, ...ys] = coefficientsOf(f, x, [1, 0.5, -0.25, 0.125])
      return nearNumbers(
        coefficientsOf((t) => g(f(t)), x, [1, 0.5, -0.25, 0.125]),
        coefficientsOf(g, y, ys),
      )
    }),
  ]
}

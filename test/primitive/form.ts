/**
 * A form of an operation: a use of it with all but its float operands fixed, what those operands are
 * drawn from, and what is said of it. Tables of forms are what the suites of rules and of faults run over.
 */
import { type Dims, sizeOf } from '../../src/array/shape.ts'
import type { Expr } from '../../src/program/model.ts'
import { scattered } from './operation.ts'

/** An operand: its shape, and its entries at the kth draw. */
export interface Input {
  readonly shape: Dims
  readonly draw: (k: number) => ReadonlyArray<number>
}

/** Written over the operands, on values and expressions alike; one or several results. */
export type Use = (...xs: ReadonlyArray<Expr<never>>) => unknown

export interface Form {
  readonly f: Use
  readonly inputs: ReadonlyArray<Input>
  /** How far around every point drawn it is smooth. */
  readonly reach: number
  /** The result at the first draw as text, where it is said. */
  readonly gives: string | null
  /** The failure that it ends with, where it is refused. */
  readonly refused: string | null
}

// operands ---------------------------------------------------------------------------------

/** Entries in [−1, 1], no two alike. */
export const any = (...shape: Dims): Input => ({ shape, draw: (k) => scattered(sizeOf(shape), k) })

/** Entries between two bounds. */
export const between = (from: number, to: number, ...shape: Dims): Input => ({
  shape,
  draw: (k) => scattered(sizeOf(shape), k).map((x) => (from + to) / 2 + (x * (to - from)) / 2),
})

/** The entries given, at every draw. */
export const fixed = (shape: Dims, ...entries: ReadonlyArray<number>): Input => ({ shape, draw: () => entries })

/** The entries given, moved a little: for what is read as whole numbers by rounding down. */
export const whole = (shape: Dims, ...entries: ReadonlyArray<number>): Input => ({
  shape,
  draw: (k) => scattered(entries.length, k).map((x, i) => (entries[i] ?? 0) + 0.5 + 0.2 * x),
})

const matrices = (shape: Dims, entry: (g: (i: number, j: number) => number, i: number, j: number, n: number) => number): Input => {
  const n = shape[shape.length - 1] ?? 1
  return {
    shape,
    draw: (k) => {
      const all = scattered(sizeOf(shape), k)
      return all.map((_, at) => {
        const [start, i, j] = [at - (at % (n * n)), Math.floor((at % (n * n)) / n), at % n]
        return entry((row, column) => all[start + row * n + column] ?? 0, i, j, n)
      })
    },
  }
}

/** Square matrices far from singular: a large diagonal, no two entries of it near each other. */
export const dominant = (...shape: Dims): Input => matrices(shape, (g, i, j) => (i === j ? 3 + 1.5 * i + 0.3 * g(i, j) : g(i, j)))

/** GGᵀ + diag(1, 2, 3, …). */
export const positive = (...shape: Dims): Input =>
  matrices(shape, (g, i, j, n) => Array.from({ length: n }, (_, k) => 0.5 * g(i, k) * g(j, k)).reduce((a, b) => a + b, i === j ? 1 + i : 0))

/** Matrices whose singular values are far apart and far from 0. */
export const graded = (...shape: Dims): Input => {
  const n = shape[shape.length - 1] ?? 1
  const m = shape[shape.length - 2] ?? 1
  return {
    shape,
    draw: (k) =>
      scattered(sizeOf(shape), k).map((x, at) => {
        const [i, j] = [Math.floor((at % (m * n)) / n), at % n]
        return i === j ? 2 * (i + 1) + 0.2 * x : 0.4 * x
      }),
  }
}

// forms ------------------------------------------------------------------------------------

/** Smooth within 0.05 of every draw. */
export const smooth = (f: Use, ...inputs: ReadonlyArray<Input>): Form => ({ f, inputs, reach: 0.05, gives: null, refused: null })

/** Smooth within `reach` of most draws. */
export const within = (reach: number, f: Use, ...inputs: ReadonlyArray<Input>): Form => ({ f, inputs, reach, gives: null, refused: null })

/** A form whose value is known; differentiated where that is finite. */
export const gives = (text: string, f: Use, ...inputs: ReadonlyArray<Input>): Form => ({ f, inputs, reach: 0.05, gives: text, refused: null })

/** A form that is no expression: the failure and its sentence. */
export const refused = (text: string, f: Use, ...inputs: ReadonlyArray<Input>): Form => ({ f, inputs, reach: 0, gives: null, refused: text })

/** How a form is called in a report. */
export const titleOf = ({ f, inputs }: Form): string =>
  `${f
    .toString()
    .replace(/__vite_ssr_import_\d+__\./g, '')
    .replace(/\(0, (\w+)\)/g, '$1')
    .replace(/\s+/g, ' ')} of ${inputs.map(({ shape }) => `[${shape.join(',')}]`).join(', ')}`

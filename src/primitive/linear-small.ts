/**
 * What is done to small matrices, written out entry by entry: arithmetic that the compiler takes into its own loops, in place of
 * a call out of them. The order of operations is that of `array/factor.ts`, so that the bits are the same.
 */
import { addPrimitive, mulPrimitive } from '../basis/arithmetic.ts'
import { reshapePrimitive, stretch } from '../basis/broadcast.ts'
import { wherePrimitive } from '../basis/choice.ts'
import { eqPrimitive, gtPrimitive } from '../basis/comparison.ts'
import { andPrimitive, notPrimitive, orPrimitive } from '../basis/logic.ts'
import { entry } from '../entry.ts'
import { applyTo, number } from '../program/expr.ts'
import type { AnyExpr, Expr, Operation, Primitive } from '../program/model.ts'
import { phantom } from '../type/phantom.ts'
import { absPrimitive, divPrimitive, negPrimitive, sqrtPrimitive, subPrimitive } from './arithmetic.ts'
import { logPrimitive } from './exponential.ts'
import { concatenatePrimitive } from './join.ts'
import { applied, matricesOf } from './linear-matrix.ts'
import { signPrimitive } from './rounding.ts'
import { part } from './slice.ts'

/** The entries of a matrix by row, each of them over the whole batch. */
type Rows = ReadonlyArray<ReadonlyArray<Expr>>

type Expansion = NonNullable<Primitive['expansion']>

// So many products at most: more take longer to plan than calls take.
const few = 160

const add = (x: Expr, y: Expr): Expr => applied(addPrimitive, x, y)
const sub = (x: Expr, y: Expr): Expr => applied(subPrimitive, x, y)
const mul = (x: Expr, y: Expr): Expr => applied(mulPrimitive, x, y)
const div = (x: Expr, y: Expr): Expr => applied(divPrimitive, x, y)
const abs = (x: Expr): Expr => applied(absPrimitive, x)
const gt = (x: Expr, y: Expr): Expr => applied(gtPrimitive, x, y)
const choose = (mask: Expr, x: Expr, y: Expr): Expr => applied(wherePrimitive, mask, x, y)

/** A number in the place of an entry. */
const like = (x: Expr, value: number): Expr => phantom(stretch(number(value), x.aval.shape))

const at = (rows: Rows, i: number, j: number): Expr => entry(entry(rows, i), j)

const rowsOf = (x: AnyExpr): Rows => {
  const { lead, m, n } = matricesOf('slice', x.aval.shape)
  const [whole, start] = [[...lead], lead.map(() => 0)]
  const entryAt = (i: number, j: number): Expr => {
    const one = part(x, [...start, i, j], [...whole, i + 1, j + 1])
    return phantom(entry(applyTo(reshapePrimitive, { shape: lead }, [one]), 0))
  }
  return Array.from({ length: m }, (_, i) => Array.from({ length: n }, (_, j) => entryAt(i, j)))
}

/** Entries in order as an array of the shape of a result. */
const gathered = (entries: ReadonlyArray<Expr>, shape: ReadonlyArray<number>): AnyExpr => {
  const columns = entries.map((x) => entry(applyTo(reshapePrimitive, { shape: [...x.aval.shape, 1] }, [x]), 0))
  const axis = entry(entries, 0).aval.shape.length
  return entry(applyTo(reshapePrimitive, { shape }, [entry(applyTo(concatenatePrimitive, { axis }, columns), 0)]), 0)
}

/** By the rows of the operands, the entries of each result; of what is empty or has too many products there is none. */
const writtenOut =
  (products: (n: number, k: number) => number, build: (...operands: ReadonlyArray<Rows>) => ReadonlyArray<ReadonlyArray<Expr>>): Expansion =>
  ({ results }: Operation, args: ReadonlyArray<AnyExpr>) => {
    const { m, n } = matricesOf('slice', entry(args, args.length - 1).aval.shape)
    if (m * n === 0 || products(m, n) > few) return null
    const found = build(...args.map(rowsOf))
    return results.map(({ shape }, j) => gathered(entry(found, j), shape))
  }

interface Eliminated {
  /** Upper triangles, then the columns beside them; what is below the diagonal is of no use. */
  readonly rows: Rows
  /** The sign of the permutation. */
  readonly sign: Expr
}

/** Gaussian elimination of a matrix and the columns beside it; the pivot is the entry of largest absolute value, the first of equal ones. */
const eliminated = (of: Rows): Eliminated => {
  const n = of.length
  const rows = of.map((row) => [...row])
  let sign = like(at(of, 0, 0), 1)
  for (let j = 0; j < n; j++) {
    const held = entry(rows, j)
    let pivots = held
    let largest = abs(entry(held, j))
    const isLarger: Array<Expr> = []
    for (let i = j + 1; i < n; i++) {
      const row = entry(rows, i)
      const size = abs(entry(row, j))
      const mask = gt(size, largest)
      isLarger.push(mask)
      largest = choose(mask, size, largest)
      pivots = pivots.map((x, c) => (c < j ? x : choose(mask, entry(row, c), x)))
    }
    let isSwapped: Expr | null = null
    for (let i = n - 1; i > j; i--) {
      const mask = entry(isLarger, i - j - 1)
      // The last that was larger is the largest.
      const isHere = isSwapped === null ? mask : applied(andPrimitive, mask, applied(notPrimitive, isSwapped))
      rows[i] = entry(rows, i).map((x, c) => (c < j ? x : choose(isHere, entry(held, c), x)))
      isSwapped = isSwapped === null ? mask : applied(orPrimitive, isSwapped, mask)
    }
    if (isSwapped !== null) sign = choose(isSwapped, applied(negPrimitive, sign), sign)
    rows[j] = pivots
    const pivot = entry(pivots, j)
    const isZero = applied(eqPrimitive, pivot, like(pivot, 0))
    for (let i = j + 1; i < n; i++) {
      const row = entry(rows, i)
      const factor = choose(isZero, entry(row, j), div(entry(row, j), pivot))
      rows[i] = row.map((x, c) => {
        if (c <= j) return x
        const less = sub(x, mul(factor, entry(pivots, c)))
        // A column of zeros is eliminated already.
        return c < n ? choose(isZero, x, less) : less
      })
    }
  }
  return { rows, sign }
}

const lowerSolved = (a: Rows, b: Rows): Rows => {
  const x: Array<ReadonlyArray<Expr>> = []
  b.forEach((row, i) => {
    x.push(
      row.map((start, c) => {
        let sum = start
        for (let j = 0; j < i; j++) sum = sub(sum, mul(at(a, i, j), at(x, j, c)))
        return div(sum, at(a, i, i))
      }),
    )
  })
  return x
}

const upperSolved = (a: Rows, b: Rows): Rows => {
  const n = b.length
  const x: Array<ReadonlyArray<Expr>> = [...b]
  for (let i = n - 1; i >= 0; i--)
    x[i] = entry(b, i).map((start, c) => {
      let sum = start
      for (let j = i + 1; j < n; j++) sum = sub(sum, mul(at(a, i, j), at(x, j, c)))
      return div(sum, at(a, i, i))
    })
  return x
}

const byColumn = (n: number, k: number): number => n * n * k
const elimination = (n: number, k: number): number => n * n * (n + k)
const alone = (n: number): number => n * n * n

export const lowerSolveWritten: Expansion = /*#__PURE__*/ writtenOut(byColumn, (a = [], b = []) => [lowerSolved(a, b).flat()])

export const upperSolveWritten: Expansion = /*#__PURE__*/ writtenOut(byColumn, (a = [], b = []) => [upperSolved(a, b).flat()])

export const solveWritten: Expansion = /*#__PURE__*/ writtenOut(elimination, (a = [], b = []) => {
  const n = a.length
  const { rows } = eliminated(a.map((row, i) => [...row, ...entry(b, i)]))
  return [
    upperSolved(
      rows,
      rows.map((row) => row.slice(n)),
    ).flat(),
  ]
})

export const determinantWritten: Expansion = /*#__PURE__*/ writtenOut(alone, (a = []) => {
  const { rows, sign } = eliminated(a)
  return [[rows.reduce((product, _, i) => mul(product, at(rows, i, i)), sign)]]
})

export const logDeterminantWritten: Expansion = /*#__PURE__*/ writtenOut(alone, (a = []) => {
  const { rows, sign } = eliminated(a)
  const pivots = rows.map((_, i) => at(rows, i, i))
  const zero = like(sign, 0)
  const positive = pivots.reduce((product, pivot) => mul(product, applied(signPrimitive, pivot)), sign)
  const total = pivots.reduce((sum, pivot) => add(sum, applied(logPrimitive, abs(pivot))), zero)
  return [[add(positive, zero)], [total]]
})

export const choleskyWritten: Expansion = /*#__PURE__*/ writtenOut(alone, (a = []) => {
  const n = a.length
  const first = at(a, 0, 0)
  const [half, zero, none] = [like(first, 0.5), like(first, 0), like(first, Number.NaN)]
  const symmetric = a.map((row, i) => row.map((x, j) => add(mul(half, x), mul(half, at(a, j, i)))))
  const l = a.map((row) => row.map(() => zero))
  let isPositive: Expr | null = null
  for (let j = 0; j < n; j++) {
    const products = (i: number): Expr => {
      let sum = at(symmetric, i, j)
      for (let k = 0; k < j; k++) sum = sub(sum, mul(at(l, i, k), at(l, j, k)))
      return sum
    }
    const pivot = products(j)
    const mask = gt(pivot, zero)
    isPositive = isPositive === null ? mask : applied(andPrimitive, isPositive, mask)
    const root = applied(sqrtPrimitive, pivot)
    entry(l, j)[j] = root
    for (let i = j + 1; i < n; i++) entry(l, i)[j] = div(products(i), root)
  }
  const known = isPositive
  return [l.flatMap((row, i) => row.map((x, j) => (known === null || j > i ? x : choose(known, x, none))))]
})

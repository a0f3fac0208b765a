/**
 * The derivatives of the cofactor matrix of one matrix along given directions: polynomials in its entries, so right at
 * every matrix, singular ones too.
 *
 * A = Pᵀ L D U Qᵀ by elimination with complete pivoting, which keeps L and U well conditioned and leaves to D how near the
 * matrix is to singular (Demmel et al. 1999). The derivatives at A follow from those at the diagonal D, and these are sums
 * over minors, in which nothing is divided by an entry of D.
 */
import { entry } from '../entry.ts'
import { at, multiplied, type Numbers } from './factor.ts'

const exchangeRows = (x: Numbers, n: number, i: number, j: number): void => {
  const held = x.slice(i * n, i * n + n)
  x.copyWithin(i * n, j * n, j * n + n)
  x.set(held, j * n)
}

const exchangeColumns = (x: Numbers, n: number, i: number, j: number): void => {
  for (let row = 0; row < n; row++) {
    const held = at(x, row * n + i)
    x[row * n + i] = at(x, row * n + j)
    x[row * n + j] = held
  }
}

const exchange = (order: Int32Array, i: number, j: number): void => {
  const held = entry(order, i)
  order[i] = entry(order, j)
  order[j] = held
}

/** X, d and Y with X A Y = diag(d) and det(X) det(Y) = 1. */
export interface Balanced {
  readonly left: Numbers
  readonly diagonal: Numbers
  readonly right: Numbers
}

/** L⁻¹, D and U⁻¹ with the permutations; the pivot is the entry of largest absolute value of all that are left, the first of equal ones by rows. */
export const balancedOf = (a: Numbers, n: number): Balanced => {
  const x = a.slice()
  const rows = Int32Array.from({ length: n }, (_, i) => i)
  const columns = rows.slice()
  let sign = 1
  for (let k = 0; k < n; k++) {
    let [best, row, column] = [Math.abs(at(x, k * n + k)), k, k]
    for (let i = k; i < n; i++)
      for (let j = k; j < n; j++) {
        const size = Math.abs(at(x, i * n + j))
        if (size > best) {
          best = size
          row = i
          column = j
        }
      }
    if (row !== k) {
      sign = -sign
      exchangeRows(x, n, row, k)
      exchange(rows, row, k)
    }
    if (column !== k) {
      sign = -sign
      exchangeColumns(x, n, column, k)
      exchange(columns, column, k)
    }
    // What is left is zero, and L and U go on as the identity.
    if (best === 0) break
    const pivot = at(x, k * n + k)
    for (let i = k + 1; i < n; i++) {
      const factor = at(x, i * n + k) / pivot
      x[i * n + k] = factor
      for (let j = k + 1; j < n; j++) x[i * n + j] = at(x, i * n + j) - factor * at(x, k * n + j)
    }
    for (let j = k + 1; j < n; j++) x[k * n + j] = at(x, k * n + j) / pivot
  }
  const left = new Float64Array(n * n)
  const right = new Float64Array(n * n)
  const diagonal = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    diagonal[i] = at(x, i * n + i)
    left[i * n + entry(rows, i)] = 1
    for (let k = 0; k < i; k++) {
      const factor = at(x, i * n + k)
      for (let j = 0; j < n; j++) left[i * n + j] = at(left, i * n + j) - factor * at(left, k * n + j)
    }
  }
  for (let i = 0; i < n; i++) {
    const row = entry(columns, i)
    right[row * n + i] = 1
    for (let k = i; k < n; k++) {
      const factor = at(right, row * n + k)
      for (let j = k + 1; j < n; j++) right[row * n + j] = at(right, row * n + j) - factor * at(x, k * n + j)
    }
  }
  // The sign of the permutations goes into the first row.
  for (let j = 0; j < n; j++) left[j] = sign * at(left, j)
  if (n > 0) diagonal[0] = sign * at(diagonal, 0)
  return { left, diagonal, right }
}

// at a diagonal matrix -----------------------------------------------------------------------

const countOf = (bits: number): number => {
  let count = 0
  for (let left = bits; left > 0; left &= left - 1) count++
  return count
}

/** 1, or −1 where an odd number of the bits of either set lie above the places. */
const signAbove = (rows: number, i: number, columns: number, j: number): number => ((countOf(rows >> (i + 1)) + countOf(columns >> (j + 1))) % 2 === 0 ? 1 : -1)

/** The pairs of as many rows as columns out of q, by how many they are; there are at least one and fewer than q. */
const pairsOf = (q: number): ReadonlyArray<readonly [rows: number, columns: number, count: number]> => {
  const sets = Array.from({ length: 2 ** q }, (_, bits) => bits)
  return sets.flatMap((rows) => {
    const count = countOf(rows)
    return count === 0 || count === q ? [] : sets.filter((columns) => countOf(columns) === count).map((columns) => [rows, columns, count] as const)
  })
}

/** The product of the entries from each place on. */
const restOf = (d: Numbers, n: number): Numbers => {
  const rest = new Float64Array(n + 1).fill(1)
  for (let i = n - 1; i >= 0; i--) rest[i] = at(d, i) * at(rest, i + 1)
  return rest
}

/** Every set of q of n places, in order, and the product of the entries of d outside of it. */
const eachSet = (d: Numbers, n: number, q: number, visit: (places: Int32Array, factor: number) => void): void => {
  if (q > n) return
  const rest = restOf(d, n)
  const places = Int32Array.from({ length: q }, (_, i) => i)
  // The product of the entries before each place that are not in the set.
  const before = new Float64Array(q).fill(1)
  for (;;) {
    visit(places, at(before, q - 1) * at(rest, entry(places, q - 1) + 1))
    let moved = q - 1
    while (moved >= 0 && entry(places, moved) === n - q + moved) moved--
    if (moved < 0) return
    before[moved] = at(before, moved) * at(d, entry(places, moved))
    places[moved] = entry(places, moved) + 1
    for (let i = moved + 1; i < q; i++) {
      places[i] = entry(places, i - 1) + 1
      before[i] = at(before, i - 1)
    }
  }
}

const addTo = (x: Numbers, i: number, y: number): void => {
  x[i] = at(x, i) + y
}

/** Of one direction: the other entry of each minor of two rows. */
const byPairs = (d: Numbers, e: Numbers, n: number): Numbers => {
  const out = new Float64Array(n * n)
  const rest = restOf(d, n)
  let before = 1
  for (let i = 0; i < n; i++) {
    let between = before
    for (let j = i + 1; j < n; j++) {
      const factor = between * at(rest, j + 1)
      addTo(out, i * n + i, factor * at(e, j * n + j))
      addTo(out, j * n + j, factor * at(e, i * n + i))
      out[i * n + j] = -factor * at(e, j * n + i)
      out[j * n + i] = -factor * at(e, i * n + j)
      between *= at(d, j)
    }
    before *= at(d, i)
  }
  return out
}

/** Of several: minors expanded a direction at a time, by the rows and columns used so far. */
const byExpansion = (d: Numbers, directions: ReadonlyArray<Numbers>, n: number): Numbers => {
  const out = new Float64Array(n * n)
  const q = directions.length + 1
  if (q > n) return out
  const pairs = pairsOf(q)
  const minors = new Float64Array(4 ** q)
  minors[0] = 1
  const whole = 2 ** q - 1
  eachSet(d, n, q, (places, factor) => {
    for (const [rows, columns, count] of pairs) {
      const e = entry(directions, count - 1)
      let total = 0
      for (let i = 0; i < q; i++) {
        if ((rows & (1 << i)) === 0) continue
        for (let j = 0; j < q; j++) {
          if ((columns & (1 << j)) === 0) continue
          const [fewer, narrower] = [rows ^ (1 << i), columns ^ (1 << j)]
          total += signAbove(fewer, i, narrower, j) * at(e, entry(places, i) * n + entry(places, j)) * at(minors, (fewer << q) + narrower)
        }
      }
      minors[(rows << q) + columns] = total
    }
    for (let i = 0; i < q; i++)
      for (let j = 0; j < q; j++) {
        const [rows, columns] = [whole ^ (1 << i), whole ^ (1 << j)]
        addTo(out, entry(places, i) * n + entry(places, j), signAbove(rows, i, columns, j) * factor * at(minors, (rows << q) + columns))
      }
  })
  return out
}

const addScaled = (to: Numbers, factor: number, x: Numbers): void => {
  for (let i = 0; i < to.length; i++) to[i] = at(to, i) + factor * at(x, i)
}

/** Σ xᵢⱼyⱼᵢ. */
const traceOf = (x: Numbers, y: Numbers, n: number): number => {
  let total = 0
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) total += at(x, i * n + j) * at(y, j * n + i)
  return total
}

/**
 * By division: the coefficients of det(D + Σ tᵢEᵢ) and of the inverse, one for each set of directions, from
 * (D + Σ tᵢEᵢ)X = 1 and d det = det · tr(X dA).
 */
const byDivision = (d: Numbers, directions: ReadonlyArray<Numbers>, n: number): Numbers => {
  const scaled = directions.map((e) => e.map((x, i) => -x / at(d, Math.floor(i / n))))
  const reciprocals = d.map((x) => 1 / x)
  const first = new Float64Array(n * n)
  for (let i = 0; i < n; i++) first[i * n + i] = at(reciprocals, i)
  const inverses: Array<Numbers> = [first]
  const determinants: Array<number> = [d.reduce((product, x) => product * x, 1)]
  const all = 2 ** directions.length - 1
  for (let set = 1; set <= all; set++) {
    const sum = new Float64Array(n * n)
    scaled.forEach((e, i) => {
      const others = set ^ (1 << i)
      if (others === 0) for (let j = 0; j < sum.length; j++) sum[j] = at(e, j) * at(reciprocals, j % n)
      else if ((set & (1 << i)) !== 0) addScaled(sum, 1, multiplied(e, entry(inverses, others), n, n, n))
    })
    inverses.push(sum)
    const last = 31 - Math.clz32(set)
    const others = set ^ (1 << last)
    let determinant = 0
    // Every set within the others, from all of them to none.
    for (let part = others; part >= 0; part = part === 0 ? -1 : (part - 1) & others)
      determinant += entry(determinants, part) * traceOf(entry(inverses, others ^ part), entry(directions, last), n)
    determinants.push(determinant)
  }
  const turned = new Float64Array(n * n)
  for (let part = 0; part <= all; part++) addScaled(turned, entry(determinants, part), entry(inverses, all ^ part))
  const out = new Float64Array(n * n)
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out[i * n + j] = at(turned, j * n + i)
  return out
}

/** From how many sets of minors on division is faster. */
const manySets = 64

/** Whether there are more sets than that, of a matrix so far from singular that division costs fewer than half of the digits. */
const divides = (d: Numbers, k: number, n: number): boolean => {
  if (k >= n) return false
  let sets = 1
  for (let i = 0; i <= k; i++) sets = (sets * (n - i)) / (i + 1)
  const sizes = d.map(Math.abs)
  const [least, most] = [sizes.reduce((x, y) => Math.min(x, y)), sizes.reduce((x, y) => Math.max(x, y))]
  return sets > manySets && (least / most) ** k > 2 ** -26
}

/**
 * The derivative of the cofactors of D along directions. It is ∂/∂W of the sum, over all sets S of one place more than there
 * are directions, of the product of the entries of D outside of S and of the determinants of S whose rows are one of each of
 * W and the directions.
 */
export const minorsOf = (d: Numbers, directions: ReadonlyArray<Numbers>, n: number): Numbers => {
  const [e, ...others] = directions
  if (e !== undefined && others.length === 0) return byPairs(d, e, n)
  return divides(d, directions.length, n) ? byDivision(d, directions, n) : byExpansion(d, directions, n)
}

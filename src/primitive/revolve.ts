/**
 * When to store and when to compute again: the binomial schedule that takes a loop of n steps back
 * with s stored carries, the first one among them, and the fewest steps forward.
 *
 * Source: A. Griewank and A. Walther, "Algorithm 799: revolve", ACM TOMS 26 (2000) 19-45. With
 * β(s, r) = C(s + r, s), a loop of β(s, r − 1) < n ≤ β(s, r) steps costs r·n − β(s + 1, r − 1)
 * steps forward besides one per step that is taken back.
 */

/** What to do next. At every time there is a state in flight and a pile of stored ones. */
export type Move =
  /** Put the state in flight on the pile. */
  | { readonly _tag: 'Store' }
  /** The state in flight is now the one on top of the pile. */
  | { readonly _tag: 'Restore' }
  /** Run the loop's steps with these numbers. */
  | { readonly _tag: 'Advance'; readonly from: number; readonly to: number }
  /** Take back the step with this number, from the state in flight, which is the one before it. */
  | { readonly _tag: 'Reverse'; readonly step: number }
  /** Forget the top of the pile. */
  | { readonly _tag: 'Drop' }

/** The least r with C(s + r, s) ≥ n, and the coefficients C(s + r − 1, s) and C(s + r − 2, s − 1) beside it. */
const repetitions = (n: number, s: number): { readonly r: number; readonly before: number; readonly part: number } => {
  let [r, beta, before, part] = [0, 1, 0, 0]
  while (beta < n) {
    r++
    before = beta
    // C(s + r − 2, s − 1) is the share of C(s + r − 1, s) that comes with one store less.
    part = (before * s) / (s + r - 1)
    beta = (before * (s + r)) / r
  }
  return { r, before, part }
}

/** How many steps to advance before the next store: the larger part that leaves both parts optimal. */
const split = (n: number, s: number): number => {
  const { before, part } = repetitions(n, s)
  return Math.min(before, n - part)
}

/**
 * The fewest steps forward, besides one per step taken back, with which `length` steps are reversed
 * from `stores` stored carries: r·n − C(s + r, r − 1).
 */
export const revolveSteps = (length: number, stores: number): number => {
  if (length < 2) return 0
  const { r, before } = repetitions(length, stores)
  // C(s + r, s + 1) = C(s + r − 1, s) · (s + r) / (s + 1)
  return r * length - (before * (stores + r)) / (stores + 1)
}

/** The moves that reverse `length` steps; it begins with the first state in flight. A pile is never higher than `stores`. */
export function* schedule(length: number, stores: number): Generator<Move, void> {
  const pile: Array<number> = [0]
  let end = length
  yield { _tag: 'Store' }
  for (let at = pile.at(-1); at !== undefined; at = pile.at(-1)) {
    const left = end - at
    if (left === 0) {
      pile.pop()
      yield { _tag: 'Drop' }
      continue
    }
    yield { _tag: 'Restore' }
    const free = stores - pile.length + 1
    // The last store left: every step is reached from it anew.
    const to = left === 1 ? at : free === 1 ? end - 1 : at + split(left, free)
    if (to > at) yield { _tag: 'Advance', from: at, to }
    if (left === 1 || free === 1) {
      yield { _tag: 'Reverse', step: --end }
    } else {
      pile.push(to)
      yield { _tag: 'Store' }
    }
  }
}

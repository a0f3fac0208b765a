/**
 * Power series whose coefficients are there: what the algebra of series computes with.
 */

/** The coefficients from order 0, the value, on; null and what is not there are structural zeros. */
export type Series<A> = readonly [A, ...ReadonlyArray<A | null>]

/**
 * A series of a value and the coefficients above it.
 *
 * @example
 * seriesOf(3, 1)   // [3, 1]
 * @category interpreters
 */
export const seriesOf = <A>(value: A, ...coefficients: ReadonlyArray<A | null>): Series<A> => {
  let last = coefficients.length
  while (last > 0 && coefficients[last - 1] === null) last--
  return [value, ...coefficients.slice(0, last)]
}

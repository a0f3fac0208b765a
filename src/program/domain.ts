/**
 * What laws are about: the numbers an operand is sampled from, and what a variable of a law stands for.
 */

/** An interval from which the laws sample an operand; `avoid` lists points with no derivative. */
export interface Domain {
  readonly from: number
  readonly to: number
  readonly avoid?: ReadonlyArray<number>
}

/** What a variable of a law stands for: any float64 value, any mask, or a float64 constant (a number, or one number repeated). */
export type Kind = 'float' | 'mask' | 'constant'

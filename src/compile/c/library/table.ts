/**
 * Tables of numbers in the text of C functions.
 */
import { literal } from '../text.ts'

/** A table within a function, in lines of moderate length. */
export const table = (name: string, numbers: ReadonlyArray<number>): string => {
  const text = numbers.map((x) => literal('f64', x)).join(', ')
  return `  static const double ${name}[] = {${text.length < 90 ? text : `\n      ${text.replace(/(.{80,110}?), /g, '$1,\n      ')}`}};`
}

/** A number as C has it. */
export const number = (x: number): string => literal('f64', x)

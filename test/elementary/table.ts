/**
 * Values of the elementary functions by arbitrary-precision arithmetic, and how far from them others are.
 */
import { readFileSync } from 'node:fs'

export interface Row {
  readonly xs: ReadonlyArray<number>
  readonly value: number
  /** What the value lacks of the true one, in units of its last place. */
  readonly off: number
}

const double = (hex: string): number => {
  const view = new DataView(new ArrayBuffer(8))
  view.setBigUint64(0, BigInt(`0x${hex}`))
  return view.getFloat64(0)
}

const rowOf = (line: string): Row => {
  const parts = line.split(' ')
  const numbers = parts.slice(0, -1).map(double)
  return { xs: numbers.slice(0, -1), value: numbers.at(-1) ?? Number.NaN, off: Number(parts.at(-1)) / 1024 }
}

const read = (): { readonly [name: string]: string } => JSON.parse(readFileSync(new URL('../data/elementary.json', import.meta.url), 'utf8'))
export const table = Object.entries(read()).map(([name, text]) => ({ name, rows: text.split('\n').map(rowOf) }))

/** The last place of a float. */
export const unit = (x: number): number => {
  const a = Math.abs(x)
  let u = 2 ** -1074
  while (u * 2 ** 53 <= a) u *= 2
  return u
}

/** The error in units in the last place. */
export const error = (got: number, { value, off }: Row): number => (Object.is(got, value) ? Math.abs(off) : Math.abs((got - value) / unit(value) - off))

/** Derivatives, which share the exponential of their function or multiply it, are not among the functions themselves. */
export const coarser: { readonly [name: string]: number } = {
  sechSquared: 4,
  powByBase: 2,
  powByExponent: 2,
  powByBaseTwice: 2,
  powByBoth: 2,
  powByExponentTwice: 3,
}

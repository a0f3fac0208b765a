/**
 * Numbers as the unevaluated sum of two, good for about 100 bits: what `pair.ts` says in terms, on numbers.
 */

export interface Twofold {
  readonly high: number
  readonly low: number
}

export const single = (high: number): Twofold => ({ high, low: 0 })

export const sumOrdered = (a: number, b: number): Twofold => ({ high: a + b, low: a - (a + b) + b })

export const sum = (a: Twofold, b: Twofold): Twofold => {
  const high = a.high + b.high
  const rest = high - a.high
  return sumOrdered(high, a.high - (high - rest) + (b.high - rest) + a.low + b.low)
}

const upper = (x: number): number => {
  const t = x * 134217729
  return t - (t - x)
}

export const product = (a: Twofold, b: Twofold): Twofold => {
  const high = a.high * b.high
  const [x, y] = [upper(a.high), upper(b.high)]
  const [u, v] = [a.high - x, b.high - y]
  return sumOrdered(high, x * y - high + x * v + u * y + u * v + (a.high * b.low + a.low * b.high))
}

export const opposite = ({ high, low }: Twofold): Twofold => ({ high: -high, low: -low })

/** By long division, a digit of 53 bits at a time. */
export const quotient = (a: Twofold, b: Twofold): Twofold => {
  const first = a.high / b.high
  const rest = sum(a, opposite(product(single(first), b)))
  return sumOrdered(first, rest.high / b.high)
}

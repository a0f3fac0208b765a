/**
 * Polynomials by Estrin's scheme: neighbours are joined first, then pairs of neighbours, so that the
 * processor can work on several products at once.
 */
import { entry } from '../entry.ts'
import { add, type Float, floatOf, mul, type Number } from './term.ts'

/** c₀ + c₁x + c₂x² + …; `square` is x², which the caller often has already. */
export const polynomial = (coefficients: ReadonlyArray<number>, x: Float, square: Float = mul(x, x)): Float => {
  let parts: ReadonlyArray<Number> = coefficients
  let power = x
  let next = square
  while (parts.length > 1) {
    const joined: Array<Number> = []
    for (let i = 0; i < parts.length; i += 2) {
      const [low = 0, high] = [parts[i], parts[i + 1]]
      joined.push(high === undefined ? low : add(low, mul(power, high)))
    }
    parts = joined
    power = next
    next = mul(power, power)
  }
  return floatOf(entry(parts, 0))
}

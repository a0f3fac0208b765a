/**
 * The cube root, as in FreeBSD's s_cbrt.c (Sun Microsystems, 1993; B. D. Evans, 2005): a guess by a third of the
 * exponent, a polynomial, and a step of Newton's. Engines differ in the last place of theirs.
 */
const float = /*#__PURE__*/ new Float64Array(1)
const words = /*#__PURE__*/ new Uint32Array(float.buffer)
/** Which of the two words holds the sign and the exponent. */
const upper = /*#__PURE__*/ (() => {
  float[0] = 1
  return words.findIndex((word) => word !== 0)
})()

const upperOf = (x: number): number => {
  float[0] = x
  return words[upper] ?? 0
}

const numberOf = (high: number, low: number): number => {
  words[upper] = high
  words[1 - upper] = low
  return float[0] ?? Number.NaN
}

/** Rounded to 23 bits, so that its square is exact. */
const short = (x: number): number => {
  const high = upperOf(x)
  const low = words[1 - upper] ?? 0
  return numberOf(high + (low >= 0x80000000 ? 1 : 0), (low + 0x80000000) & 0xc0000000)
}

const infinite = 0x7ff00000
const normal = 0x00100000

/** ∛x, odd; within a unit in the last place. */
export const cbrt = (x: number): number => {
  const high = upperOf(x)
  const size = high & 0x7fffffff
  if (size >= infinite || x === 0) return x
  // A subnormal number has no exponent to divide: it is scaled by 2⁵⁴.
  const third = size < normal ? Math.floor((upperOf(x * 18014398509481984) & 0x7fffffff) / 3) + 696219795 : Math.floor(size / 3) + 715094163
  const guess = numberOf((high & 0x80000000) | third, 0)
  const r = guess * guess * (guess / x)
  const t = short(
    guess *
      (1.87595182427177009643 +
        r * (-1.88497979543377169875 + r * 1.62142972010535446614) +
        r * r * r * (-0.758397934778766047437 + r * 0.145996192886612446982)),
  )
  const rest = x / (t * t)
  return t + t * ((rest - t) / (t + t + rest))
}

/**
 * The principal branch of Lambert's W, where W e^W = x ≥ −1/e (Corless et al., Adv. Comput. Math. 5
 * (1996) 329–359), and its derivatives. Near −1/e the unknown is 1 + W, which is small there and loses nothing; elsewhere the
 * iteration of Fritsch, Shafer and Crowley (CACM 16 (1973), algorithm 443), of fourth order, refines a rational or logarithmic guess.
 */
import { exp } from '../elementary/twin/exponential.ts'
import { log } from '../elementary/twin/logarithm.ts'
import { polynomial } from './elementary.ts'

// 1/e in two parts, so that the distance to the branch point is exact.
export const edge = 0.36787944117144233
export const edgeRest = -1.2428753672788363e-17

/** 1 + ex without cancellation; 0 at the number nearest to −1/e. */
const overEdge = (x: number): number => (x === -edge ? 0 : Math.E * (x + edge + edgeRest))

// 1 + W = p − p²/3 + 11p³/72 − … in p = √(2(1 + ex)) (Corless et al., 4.22)
export const branch: ReadonlyArray<number> = [0, 1, -1 / 3, 11 / 72, -43 / 540, 769 / 17280, -221 / 8505]

// (k + 1)/(k + 2)!: 1 + (v − 1)eᵛ is v² times this series
export const gap: ReadonlyArray<number> = [
  1 / 2,
  1 / 3,
  1 / 8,
  1 / 30,
  1 / 144,
  1 / 840,
  1 / 5760,
  1 / 45360,
  1 / 403200,
  1 / 3991680,
  1 / 43545600,
  1 / 518918400,
  1 / 6706022400,
  1 / 93405312000,
  1 / 1394852659200,
  1 / 22230464256000,
]

/** 1 + W for x from −1/e to −0.2, by Newton's method on 1 + (v − 1)eᵛ = 1 + ex. */
const nearEdge = (x: number): number => {
  const q = overEdge(x)
  if (q <= 0) return q === 0 ? 0 : Number.NaN
  let v = polynomial(branch, Math.sqrt(2 * q))
  for (let k = 0; k < 3; k++) v -= (v * v * polynomial(gap, v) - q) / (v * exp(v))
  return v
}

const guess = (x: number): number => {
  if (x < 3) return (x * (1 + (4 / 3) * x)) / (1 + x * (7 / 3 + (5 / 6) * x))
  const first = log(x)
  const second = log(first)
  return first - second + second / first
}

/** W for x > −0.2. */
const regular = (x: number): number => {
  if (Math.abs(x) < 1e-17 || x === Number.POSITIVE_INFINITY) return x
  let w = guess(x)
  for (let k = 0; k < 3; k++) {
    const z = log(x / w) - w
    const q = 2 * (1 + w) * (1 + w + (2 / 3) * z)
    w *= 1 + (z / (1 + w)) * ((q - z) / (q - 2 * z))
  }
  return w
}

/** W(x); −1 at the number nearest to −1/e and NaN below. */
export const lambertW = (x: number): number => (x < -0.2 ? nearEdge(x) - 1 : regular(x))

/**
 * W⁽ⁿ⁾(x) for whole n ≥ 1: e^(−nW) pₙ(v)/v^(2n−1) with v = 1 + W, p₁ = 1 and
 * pₙ₊₁ = v pₙ′ − (nv + 2n − 1) pₙ (Corless et al., 3.5), whose coefficients have one sign; so nothing cancels.
 */
export const lambertDerivative = (n: number, x: number): number => {
  if (x === Number.POSITIVE_INFINITY) return 0
  const w = lambertW(x)
  const v = x < -0.2 ? nearEdge(x) : 1 + w
  let p: ReadonlyArray<number> = [1]
  for (let m = 1; m < n; m++) {
    const next = new Array<number>(m + 1).fill(0)
    p.forEach((of, j) => {
      next[j] = (next[j] ?? 0) - of * (2 * m - 1 - j)
      next[j + 1] = (next[j + 1] ?? 0) - of * m
    })
    p = next
  }
  // e^(−W), which is W/x: each where it is the more accurate.
  const slope = (Math.abs(w) < 1 ? exp(-w) : w / x) / v
  // Above 1 in powers of 1/v, so that large v overflow nothing.
  let result = v > 1 ? polynomial([...p].reverse(), 1 / v) : polynomial(p, v)
  for (let m = 0; m < n; m++) result *= v > 1 || m === 0 ? slope : slope / v
  return result
}

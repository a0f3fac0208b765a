/**
 * Arguments for the elementary functions: every kind of float, by a generator that always gives the same.
 */

/** What each function must know how to take. */
export const edges: ReadonlyArray<number> = [
  0,
  2 ** -1074,
  2 ** -1022 - 2 ** -1074,
  2 ** -1022,
  1e-300,
  2 ** -54,
  2 ** -53,
  2 ** -27,
  0.25,
  0.5 - 2 ** -54,
  0.5,
  Math.SQRT1_2,
  1 - 2 ** -53,
  1,
  1 + 2 ** -52,
  Math.SQRT2,
  2,
  3,
  18.8,
  22,
  36.8,
  600,
  708,
  708.0000000000001,
  709.782712893384,
  709.7827128933841,
  710.475860073944,
  710.4758600739441,
  745.1332191019411,
  745.1332191019412,
  1022,
  1023.9999999999999,
  1024,
  1074,
  1075,
  49999.99999999999,
  5e4,
  2 ** 52 + 1,
  2 ** 53,
  6381956970095103 * 2 ** 797,
  1.797693134862315e308,
  Number.MAX_VALUE,
  Number.POSITIVE_INFINITY,
].flatMap((x) => [x, -x])

export const special: ReadonlyArray<number> = [...edges, Number.NaN]

/** A generator of numbers from 0 to 1 (the mixing steps of MurmurHash3). */
const uniform = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    let t = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    t = Math.imul(t ^ (t >>> 13), 0xc2b2ae35)
    return ((t ^ (t >>> 16)) >>> 0) / 2 ** 32
  }
}

/** So many points: the edges, any bits at all, every binade alike, and numbers around 1, 30 and 700. */
export const points = (count: number, seed: number): Float64Array => {
  const next = uniform(seed)
  const word = (): number => Math.floor(next() * 2 ** 32)
  const values = new Float64Array(count)
  const words = new Uint32Array(values.buffer)
  const sizes = [1, 3, 30, 700, 1100, 1e5]
  for (let i = 0; i < count; i++) {
    const kind = i % 8
    if (i < special.length) values[i] = special[i] ?? 0
    else if (kind === 0) {
      words[2 * i] = word()
      words[2 * i + 1] = word()
    } else if (kind === 1) values[i] = (1 + next()) * 2 ** Math.floor(next() * 120 - 60) * (next() < 0.5 ? -1 : 1)
    else values[i] = (2 * next() - 1 + next() * 2 ** -32) * (sizes[kind - 2] ?? 1)
  }
  return values
}

/** Powers to go with them: whole ones as well. */
export const powersFor = (xs: Float64Array, seed: number): Float64Array => {
  const next = uniform(seed)
  return xs.map((x, i) => {
    if (i < special.length) return special[(i * 7) % special.length] ?? 0
    if (i % 3 === 0) return Math.round(next() * 40 - 20)
    if (i % 3 === 1) return ((next() - 0.5) * 1500) / Math.log(Math.abs(x))
    return (next() - 0.5) * 4
  })
}

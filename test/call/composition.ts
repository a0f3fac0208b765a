/**
 * The table of compositions: transforms of transforms of bodies, each with what it must answer, from
 * differences of the part beneath, or with the failure it must end with.
 */
import { alongCurve } from '../../laws/difference.ts'
import { mapOf } from '../../laws/mapping.ts'
import { simplify, trace, type Vector } from '../../src/index.ts'
import { refusal } from '../failing.ts'
import type { Body, Subject } from './bodies.ts'
import type { Known, Mode, Transform } from './transforms.ts'

type Numbers = ReadonlyArray<number>

/** Away from every kink and from every change in the number of turns of a loop. */
const point: Numbers = [0.6, 0.4]

/** A subject on plain numbers. */
const onNumbers = (f: Subject): ((x: Numbers) => Numbers) => {
  const map = mapOf(simplify(trace((x: Vector) => f(x))(Float64Array.from(point))))
  return (x) => [...map([...x])]
}

/** What differences tell of a function, each asked for once; and the largest error they admit, relative to what they found. */
interface Told extends Known {
  readonly error: () => number
}

const remembered = <T>(): ((key: string, make: () => T) => T) => {
  const known = new Map<string, T>()
  return (key, make) => {
    const hit = known.get(key)
    if (hit !== undefined) return hit
    const made = make()
    known.set(key, made)
    return made
  }
}

const told = (value: (x: Numbers) => Numbers): Told => {
  const [values, slopes] = [remembered<Numbers>(), remembered<Numbers>()]
  let worst = 0
  const along = (order: 1 | 2) => (x: Numbers, v: Numbers) =>
    slopes(`${order} ${x} ${v}`, () => {
      const curve = (t: number): Numbers => values(`${x} ${v} ${t}`, () => value(x.map((p, i) => p + t * (v[i] ?? 0))))
      const found = alongCurve(curve, { order, step: 0.04, levels: 4 })
      worst = Math.max(worst, ...found.map((of) => of.error / Math.max(1, Math.abs(of.value))))
      return found.map((of) => of.value)
    })
  return { value: (x) => values(`${x}`, () => value(x)), first: along(1), second: along(2), error: () => worst }
}

// what is beneath a transform is judged by its own row, so it may serve as the oracle of what is above
const beneath = (body: Body, inner: ReadonlyArray<Transform>): Told =>
  told(inner.length === 0 ? ([a = 0, b = 0]) => body.plain(a, b) : onNumbers(inner.reduceRight((f, { of }) => of(f), body.of)))

// refusals -----------------------------------------------------------------------------------

/** The modes that reach the body, one over another, innermost first: of the whole, and of the rules made on the way. */
const paths = (chain: ReadonlyArray<Transform>): ReadonlyArray<ReadonlyArray<Mode>> => {
  const sequence: Array<Mode> = []
  const made: Array<ReadonlyArray<Mode>> = []
  for (const { modes, rule } of [...chain].reverse()) {
    if (rule !== undefined) made.push([...sequence, rule])
    sequence.push(...modes)
  }
  return [...made, sequence]
}

/**
 * The failure a composition must end with. A loop without an end known beforehand has no reverse mode,
 * neither at once nor after forward mode; a rule for reverse mode alone has served once that is done,
 * so it is in the way of forward mode only where forward mode comes first.
 */
export const refused = ({ refuses = {} }: Body, chain: ReadonlyArray<Transform>): string | null => {
  const all = paths(chain)
  if (refuses.reverse !== undefined && all.some((modes) => modes.includes('reverse'))) return refuses.reverse
  if (refuses.forward !== undefined && all.some(([first]) => first === 'forward')) return refuses.forward
  return null
}

/** A sentence without the equation it names. */
const general = (sentence: string): string => sentence.replace(/\(v\d+ = .*? : f64\S*\)/, '(…)')

// the table ----------------------------------------------------------------------------------

/** What is wrong with a composition, the outermost transform first; null where nothing is. */
export const fault = (body: Body, chain: ReadonlyArray<Transform>, known?: Told): string | null => {
  const name = [...chain.map((transform) => transform.name), body.name].join(' of ')
  const composed = chain.reduceRight((f, { of }) => of(f), body.of)
  const expected = refused(body, chain)
  if (expected !== null) {
    const got = general(refusal(() => onNumbers(composed)(point)))
    return got === expected ? null : `${name}: ${got}`
  }
  const [outer, ...inner] = chain
  const got = onNumbers(composed)(point)
  const oracle = known ?? beneath(body, inner)
  const wanted = outer === undefined ? body.plain(point[0] ?? 0, point[1] ?? 0) : outer.wanted(oracle)(point)
  const tolerance = 1e-7 + 10 * oracle.error()
  if (tolerance > 1e-3) return `${name}: the differences are off by ${oracle.error()}`
  if (got.length !== wanted.length) return `${name}: ${got.length} numbers, not ${wanted.length}`
  const at = wanted.findIndex((want, i) => !(Math.abs(want - (got[i] ?? Number.NaN)) <= tolerance * Math.max(1, Math.abs(want))))
  return at < 0 ? null : `${name}: entry ${at} is ${got[at]}, not ${wanted[at]} ± ${tolerance}`
}

/** The faults of every transform of one subject: a body under the transforms given. */
export const faults = (body: Body, inner: ReadonlyArray<Transform>, outers: ReadonlyArray<Transform>): ReadonlyArray<string> => {
  const known = refused(body, inner) === null ? beneath(body, inner) : undefined
  return outers.flatMap((outer) => fault(body, [outer, ...inner], known) ?? [])
}

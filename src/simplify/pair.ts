/**
 * Simplification of two programs of which the second reads what the first leaves behind: the forward
 * part of a derivative and its pullback or pushforward. What is left behind is kept once, and only as
 * far as it is read; a constant is not kept at all.
 */
import { entry } from '../entry.ts'
import { constant } from '../program/expr.ts'
import type { Atom, Program } from '../program/model.ts'
import { close, inline } from '../program/trace.ts'
import { zeros } from '../transform/pick.ts'
import { simplify } from './simplify.ts'

/** forward: x… → (y…, residuals), linear: (residuals, ẋ… or ȳ…) → ẏ… or x̄…. */
export interface Halves {
  readonly forward: Program
  readonly linear: Program
}

/** Which of its first inputs a program reads. */
const read = (program: Program, count: number): ReadonlyArray<boolean> => {
  const used = Array.from({ length: count }, () => false)
  const use = (atom: Atom): void => {
    if (atom._tag === 'Ref' && atom.index < count) used[atom.index] = true
  }
  for (const { args } of program.equations) args.forEach(use)
  program.outputs.forEach(use)
  return used
}

/** For each residual the one it repeats, itself where it is new. */
const originals = (atoms: ReadonlyArray<Atom>): ReadonlyArray<number> => {
  const first = new Map<number, number>()
  return atoms.map((atom, r) => {
    if (atom._tag === 'Literal') return r
    const known = first.get(atom.index)
    if (known === undefined) first.set(atom.index, r)
    return known ?? r
  })
}

/** The same two programs of so many answers, smaller. */
export const simplifyHalves = (given: Halves, answers: number): Halves => {
  const [forward, linear] = [simplify(given.forward), simplify(given.linear)]
  const residuals = forward.outputs.slice(answers)
  const used = read(linear, residuals.length)
  const same = originals(residuals)
  const wanted = new Set(residuals.map((_, r) => entry(same, r)).filter((_, r) => used[r]))
  const kept = residuals.map((atom, r) => atom._tag === 'Ref' && wanted.has(r))
  if (!kept.includes(false)) return { forward, linear }
  const places = new Map<number, number>()
  kept.forEach((is, r) => {
    if (is) places.set(r, places.size)
  })
  const isKept = (_: unknown, i: number): boolean => i >= residuals.length || entry(kept, i)
  const narrow = close(
    linear.inputs.filter(isKept),
    (xs) => {
      const own = residuals.map((atom, r) => {
        if (atom._tag === 'Literal') return constant(atom.value)
        // What is not read may be anything of its shape.
        const place = places.get(entry(same, r))
        return place === undefined ? zeros(entry(linear.inputs, r)) : entry(xs, place)
      })
      return inline(linear)([...own, ...xs.slice(places.size)])
    },
    linear.names.filter(isKept),
  )
  const outputs = (_: unknown, j: number): boolean => j < answers || entry(kept, j - answers)
  return {
    forward: simplify({ ...forward, outputs: forward.outputs.filter(outputs), outputNames: forward.outputNames.filter(outputs) }),
    linear: simplify({ ...narrow, outputNames: linear.outputNames }),
  }
}

/**
 * Fewer residuals: where a pullback multiplies by one and then by another, their product is left behind in
 * place of both, so that a loop stores one array for two, and takes the product on its way forward.
 *
 * r·(s·ȳ) becomes (r·s)·ȳ, which floating point keeps only up to rounding; it is done once, where the pair
 * is made, so that every tier and every schedule of checkpoints has the same bits.
 */
import { mulPrimitive } from '../basis/arithmetic.ts'
import { none } from '../basis/declare.ts'
import { entry } from '../entry.ts'
import { valueAvals } from '../program/avals.ts'
import { applyTo, constant } from '../program/expr.ts'
import type { AnyExpr, Atom, Pair, Program } from '../program/model.ts'
import { close, inline } from '../program/trace.ts'
import { cut, pick, spread, zeros } from './pick.ts'

/** A value of a pullback that is a product of residuals and one other value: of a last factor and what it was multiplied with. */
interface Scaled {
  readonly factor: number
  readonly before: Scaled | null
  readonly base: Atom
}

/** The factors from the first. Every link of a long chain has a list of them, so each is written out only where it is wanted. */
const factorsIn = (scaled: Scaled): ReadonlyArray<number> => {
  const found: Array<number> = []
  for (let at: Scaled | null = scaled; at !== null; at = at.before) found.push(at.factor)
  return found.reverse()
}

/** How often each value is read. */
const reads = (atoms: ReadonlyArray<Atom>): ReadonlyMap<number, number> => {
  const found = new Map<number, number>()
  for (const atom of atoms) if (atom._tag === 'Ref') found.set(atom.index, (found.get(atom.index) ?? 0) + 1)
  return found
}

const atomsOf = ({ equations, outputs }: Program): ReadonlyArray<Atom> => [...equations.flatMap(({ args }) => args), ...outputs]

/** Which residuals may be factors of a product, and which of those nothing but that reads. */
interface Factors {
  readonly mayMove: (residual: number) => boolean
  readonly isReadOnce: (residual: number) => boolean
}

const factorsOf = ({ forward, pullback }: Pair, answers: number, isStored: (atom: Atom) => boolean): Factors => {
  const residuals = forward.outputs.slice(answers)
  const left = atomsOf(pullback).flatMap((atom) => (atom._tag === 'Ref' && atom.index < residuals.length ? [entry(residuals, atom.index)] : []))
  // One value may be left behind twice, and an answer is there whoever else reads it.
  const uses = reads([...forward.outputs.slice(0, answers), ...left])
  return {
    mayMove: (residual) => residual < residuals.length && isStored(entry(residuals, residual)),
    isReadOnce: (residual) => {
      const atom = entry(residuals, residual)
      return atom._tag === 'Ref' && uses.get(atom.index) === 1
    },
  }
}

/** The products that can take the place of at least one residual each, by the values of the pullback that have them. */
const products = (pullback: Program, { mayMove, isReadOnce }: Factors): ReadonlyMap<number, Scaled> => {
  const uses = reads(atomsOf(pullback))
  const scaled = new Map<number, Scaled>()
  const absorbed = new Set<number>()
  const scale = (factor: number, value: Atom): Scaled => {
    const inner = value._tag === 'Ref' && uses.get(value.index) === 1 ? scaled.get(value.index) : undefined
    const saves = inner !== undefined && (inner.before !== null || [factor, inner.factor].some(isReadOnce))
    if (!saves || value._tag !== 'Ref') return { factor, before: null, base: value }
    absorbed.add(value.index)
    return { factor, before: inner, base: inner.base }
  }
  let next = pullback.inputs.length
  for (const { primitive, args, results } of pullback.equations) {
    if (primitive === mulPrimitive) {
      const [x, y] = [entry(args, 0), entry(args, 1)]
      const [left, right] = [x, y].map((atom) => (atom._tag === 'Ref' && mayMove(atom.index) ? atom.index : null))
      if (left !== null && left !== undefined && right === null) scaled.set(next, scale(left, y))
      if (right !== null && right !== undefined && left === null) scaled.set(next, scale(right, x))
    }
    next += results.length
  }
  return new Map([...scaled].filter(([value, { before }]) => before !== null && !absorbed.has(value)))
}

const times = (x: AnyExpr, y: AnyExpr): AnyExpr => entry(applyTo(mulPrimitive, none, [x, y]), 0)

/** The results of a program, of which some values are products that are given. */
const replayed = (
  program: Program,
  found: ReadonlyMap<number, Scaled>,
  given: ReadonlyArray<AnyExpr>,
  inputs: ReadonlyArray<AnyExpr>,
): ReadonlyArray<AnyExpr> => {
  const values = [...inputs]
  const at = (atom: Atom): AnyExpr => (atom._tag === 'Ref' ? entry(values, atom.index) : constant(atom.value))
  let next = 0
  for (const { primitive, params, args } of program.equations) {
    const product = found.get(values.length)
    if (product === undefined) values.push(...applyTo(primitive, params, args.map(at)))
    else values.push(times(entry(given, next++), at(product.base)))
  }
  return program.outputs.map(at)
}

/** A pair of so many answers with products in the place of residuals that are stored; of the others there is nothing to save. */
export const withProducts = (pair: Pair, answers: number, isStored: (residual: Atom) => boolean): Pair => {
  const { forward, pullback } = pair
  const found = products(pullback, factorsOf(pair, answers, isStored))
  if (found.size === 0) return pair
  const left = forward.outputs.length - answers
  const [residuals = [], cotangents = []] = cut(pullback.inputs, left)
  const avals = valueAvals(pullback)
  const made = [...found.keys()].map((value) => entry(avals, value))
  const wide = close([...residuals, ...made, ...cotangents], (xs) => {
    const [old = [], given = [], ys = []] = cut(xs, left, made.length)
    return replayed(pullback, found, given, [...old, ...ys])
  })
  const used = reads(atomsOf(wide))
  const kept = residuals.map((_, r) => used.has(r))
  return {
    forward: close(
      forward.inputs,
      (xs) => {
        const [results = [], old = []] = cut(inline(forward)(xs), answers)
        const of = (scaled: Scaled): AnyExpr =>
          factorsIn(scaled)
            .map((r) => entry(old, r))
            .reduce(times)
        return [...results, ...pick(old, kept), ...[...found.values()].map(of)]
      },
      forward.names,
    ),
    pullback: close([...pick(residuals, kept), ...made, ...cotangents], (xs) => {
      const [old = [], rest = []] = cut(xs, xs.length - made.length - cotangents.length)
      return inline(wide)([...spread(kept, old).map((x, r) => x ?? zeros(entry(residuals, r))), ...rest])
    }),
  }
}

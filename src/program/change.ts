/**
 * What differs between two programs that should be one, as a line of each: the first equation that is
 * another, in the innermost program that holds it, and the entry of a constant where the lines read alike.
 */
import { avalOf, dataOf, type AnyTensor } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import { sameProgram } from './equal.ts'
import type { Atom, Param, Program } from './model.ts'
import { isInnerProgram, isList } from './param.ts'
import { showEquation, showNumber, showOutputs } from './print.ts'

/** A line before and after. */
export type Change = readonly [before: string, after: string]

const lineOf = (program: Program, index: number): string => (index < program.equations.length ? showEquation(program, index) : showOutputs(program))

/** Where an entry of an array stands, as it is read. */
const placeOf = (shape: ReadonlyArray<number>, index: number): string => {
  const place: Array<number> = []
  let left = index
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = entry(shape, axis)
    place.unshift(left % size)
    left = Math.floor(left / size)
  }
  return `[${place.join(', ')}]`
}

/** The first entry in which two constants of one shape differ, as both have it. */
const entryIn = (a: AnyTensor, b: AnyTensor): Change | null => {
  const [xs, ys] = [dataOf(a), dataOf(b)]
  const of = avalOf(a)
  const said = (at: number, value: number): string => `where entry ${placeOf(of.shape, at)} of ${of.text} is ${showNumber(value)}`
  for (let i = 0; i < xs.length; i++) {
    const [x, y] = [entry(xs, i), entry(ys, i)]
    if (!Object.is(x, y)) return [said(i, x), said(i, y)]
  }
  return null
}

const constantIn = (a: ReadonlyArray<Atom>, b: ReadonlyArray<Atom>): Change | null => {
  for (const [i, x] of a.entries()) {
    const y = entry(b, i)
    const found = x._tag === 'Literal' && y._tag === 'Literal' ? entryIn(x.value, y.value) : null
    if (found !== null) return found
  }
  return null
}

const innerOf = (param: Param): ReadonlyArray<Program> => (isInnerProgram(param) ? [param] : isList(param) ? param.flatMap(innerOf) : [])

/** The change inside the programs that an equation holds; recursion over the nesting of programs only. */
const innerIn = (a: ReadonlyArray<Param>, b: ReadonlyArray<Param>): Change | null => {
  const others = b.flatMap(innerOf)
  for (const [i, inner] of a.flatMap(innerOf).entries()) {
    const at = sameProgram(inner, entry(others, i))
    if (at === null) continue
    const [before, after] = changeAt(inner, entry(others, i), at)
    return [`in it ${before}`, `in it ${after}`]
  }
  return null
}

/** Both lines at the equation given, the first in which two programs differ. */
export const changeAt = (a: Program, b: Program, index: number): Change => {
  const [before, after] = [lineOf(a, index), lineOf(b, index)]
  const [x, y] = [a.equations[index], b.equations[index]]
  if (before !== after) return [before, after]
  const deeper =
    x === undefined || y === undefined
      ? constantIn(a.outputs, b.outputs)
      : (constantIn(x.args, y.args) ?? innerIn(Object.values(x.params), Object.values(y.params)))
  return deeper === null ? [before, after] : [`${before}, ${deeper[0]}`, `${after}, ${deeper[1]}`]
}

/**
 * What differs between two programs that should be one, as a line of each.
 */
import { avalOf, dataOf } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import type { Program } from './model.ts'
import { showEquation, showNumber, showOutputs } from './print.ts'

/** Both lines at the first equation that differs, with the entry of a constant, counted in row-major order, where they read alike. */
export const changeAt = (a: Program, b: Program, index: number): readonly [before: string, after: string] => {
  const line = (program: Program): string => (index < program.equations.length ? showEquation(program, index) : showOutputs(program))
  const [x, y] = [a.equations[index]?.args ?? a.outputs, b.equations[index]?.args ?? b.outputs]
  const [before, after] = [line(a), line(b)]
  if (before === after)
    for (const [i, p] of x.entries()) {
      const q = y[i]
      if (p._tag !== 'Literal' || q?._tag !== 'Literal') continue
      const [xs, ys] = [Array.from(dataOf(p.value)), dataOf(q.value)]
      const at = xs.findIndex((value, k) => !Object.is(value, ys[k]))
      const said = (values: ArrayLike<number>): string => `, where entry ${at} of ${avalOf(p.value).text} is ${showNumber(entry(values, at))}`
      if (at >= 0) return [before + said(xs), after + said(ys)]
    }
  return [before, after]
}

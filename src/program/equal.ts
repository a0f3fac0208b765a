/**
 * Structural equality of programs: the same equations on the same operands with the same parameters,
 * literals equal bit for bit. Names of inputs are labels and do not count.
 */
import { isInnerProgram, isList } from './param.ts'
import { entry } from '../entry.ts'
import { sameAval } from '../array/aval.ts'
import { sameTensor } from '../array/tensor.ts'
import type { Atom, Equation, Param, Params, Program } from './model.ts'
import { checkProgram } from './given.ts'

const sameAtom = (a: Atom, b: Atom): boolean => {
  if (a._tag === 'Ref') return b._tag === 'Ref' && a.index === b.index
  return b._tag === 'Literal' && sameTensor(a.value, b.value)
}

const sameAll = <T>(same: (a: T, b: T) => boolean, a: ReadonlyArray<T>, b: ReadonlyArray<T>): boolean =>
  a.length === b.length && a.every((x, i) => i in b && same(x, entry(b, i)))

const sameParam = (a: Param, b: Param): boolean => {
  if (Object.is(a, b)) return true
  if (isList(a)) return isList(b) && sameAll(sameParam, a, b)
  return isInnerProgram(a) && isInnerProgram(b) && sameProgram(a, b) === null
}

/**
 * Equal keys, equal values; inner programs are compared as programs.
 *
 * @category programs
 */
export const sameParams = (a: Params, b: Params): boolean => {
  if (a === b) return true
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => {
      const x = a[key]
      const y = b[key]
      return x !== undefined && y !== undefined && sameParam(x, y)
    })
  )
}

/** The same primitive with the same parameters on the same operands. */
const sameEquation = (a: Equation, b: Equation): boolean =>
  a === b || (a.primitive === b.primitive && sameParams(a.params, b.params) && sameAll(sameAtom, a.args, b.args) && sameAll(sameAval, a.results, b.results))

/**
 * Where two programs differ: `null` where they are equal, else the index of the first equation that
 * differs. It is 0 where the inputs do, and the length of the shorter program where one goes on
 * after the other or only the outputs differ.
 *
 * @example
 * const times = (n: number) => trace((x: Scalar) => mul(x, n))(1)
 * sameProgram(times(2), times(2))   // null
 * sameProgram(times(2), times(3))   // 0
 * @category programs
 */
export const sameProgram = (a: Program, b: Program): number | null => {
  checkProgram('sameProgram', a)
  checkProgram('sameProgram', b)
  if (a === b) return null
  if (!sameAll(sameAval, a.inputs, b.inputs)) return 0
  const shorter = Math.min(a.equations.length, b.equations.length)
  for (let i = 0; i < shorter; i++) {
    const x = a.equations[i]
    const y = b.equations[i]
    if (x === undefined || y === undefined || !sameEquation(x, y)) return i
  }
  return a.equations.length === b.equations.length && sameAll(sameAtom, a.outputs, b.outputs) ? null : shorter
}

/**
 * How closely C must agree with the interpreter: to the bit, but where a program calls functions that C has by itself
 * or that are made of others in JavaScript.
 */
import { type AnyTensor, dataOf, sameTensor } from '../../../src/array/tensor.ts'
import { sourceOf } from '../../../src/compile/c/source.ts'
import { evaluation } from '../../../src/interpret/evaluate.ts'
import { fold } from '../../../src/program/fold.ts'
import { print } from '../../../src/program/print.ts'
import { failureOf } from '../../../src/failure.ts'
import { option as O } from 'fp-ts'
import { type Compiling, ranInC, type Run } from './machine.ts'

const approximate =
  /\b(asinh|acosh|atanh|atan2|w_(erf|erfc|gaussian|scaledNormal|lambert|gamma|lgamma|digamma|polygamma|beta|bessel|spherical|sinPi|cosPi)\w*)\(/

const isNear = (x: number, y: number): boolean => Object.is(x, y) || Math.abs(x - y) <= 1e-12 * Math.max(1, Math.abs(x))

const agrees = (wanted: AnyTensor, got: AnyTensor | undefined, exact: boolean): boolean => {
  if (got === undefined) return false
  if (exact) return sameTensor(wanted, got)
  const [x, y] = [dataOf(wanted), dataOf(got)]
  return x.length === y.length && Array.from(x).every((value, i) => isNear(value, y[i] ?? Number.NaN))
}

/** The programs of which C disagrees with the interpreter, in words. */
export const disagreements = (runs: ReadonlyArray<Run>, compiling: Compiling = {}): ReadonlyArray<string> => {
  const answers = ranInC(runs, compiling)
  return runs.flatMap(({ program, operands }, i) => {
    const { source } = sourceOf(program, 'f')
    const wanted = fold(evaluation)(program)(operands)
    const got = answers[i] ?? []
    const same = wanted.every((tensor, j) => agrees(tensor, got[j], !approximate.test(source)))
    return same
      ? []
      : [`${print(program)}\n${source.slice(source.lastIndexOf('\nvoid'))}\n${got.map(String).join('; ')}\nfor\n${wanted.map(String).join('; ')}`]
  })
}

/** Whether a program has C code; where it has none the refusal names the operation and a way out. */
export const isCarried = ({ program }: Run): boolean => {
  try {
    sourceOf(program, 'f')
    return true
  } catch (error) {
    const failure = O.toNullable(failureOf(error))
    if (failure?._tag !== 'Argument' || failure.operation !== 'toC' || failure.hint === undefined) throw error
    return false
  }
}

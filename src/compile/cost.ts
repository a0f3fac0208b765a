/**
 * What running a program costs, roughly, in nanoseconds of the reference interpreter, and what
 * compiling it would: enough to know when compiling pays.
 */
import { isInnerProgram } from '../program/param.ts'
import { sizeOf } from '../array/shape.ts'
import { whole } from '../basis/params.ts'
import { entry } from '../entry.ts'
import type { Equation, Program } from '../program/model.ts'
import type { Machine } from './loop.ts'

const perEquation = 300
const perElement = 8

const largest = (equation: Equation): number =>
  Math.max(1, ...equation.operands.map((of) => sizeOf(of.shape)), ...equation.results.map((of) => sizeOf(of.shape)))

const runs = (equation: Equation): number => {
  const inner = Object.values(equation.params).filter(isInnerProgram)
  if (inner.length > 0)
    return (
      (equation.primitive.lowering === 'scan' ? whole(equation.primitive.name, equation.params, 'length') : 1) *
      inner.reduce((sum, p) => sum + runningCost(p), 0)
    )
  if (equation.primitive.lowering !== 'contract') return largest(equation)
  // Every product of a contraction: the square root of the product of its three arrays' sizes.
  const sizes = [...equation.operands, entry(equation.results, 0)].map((of) => sizeOf(of.shape))
  return Math.sqrt(sizes.reduce((product, n) => product * Math.max(1, n), 1))
}

/** Nanoseconds of one interpreted run. */
export const runningCost = (program: Program): number => program.equations.reduce((sum, equation) => sum + perEquation + perElement * runs(equation), 0)

const count = (program: Program): number =>
  program.equations.reduce(
    (sum, { params }) =>
      sum +
      1 +
      Object.values(params)
        .filter(isInnerProgram)
        .reduce((inner, p) => inner + count(p), 0),
    0,
  )

/** Nanoseconds of compiling it. */
export const compilingCost = (program: Program): number => 1e6 + 2e4 * count(program)

/** Nanoseconds of writing it out as one function. */
export const writingCost = (program: Program): number => 1e5 + 5e3 * count(program)

// In JavaScript one takes about as long as a call into WebAssembly, where it takes a tenth.
const mostElementary = 2

/** Whether code without loops that applies so much is as fast in JavaScript. */
export const suitsJavaScript = (machines: ReadonlyArray<Machine>): boolean => machines.filter(({ elementary }) => elementary !== null).length <= mostElementary

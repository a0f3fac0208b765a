/**
 * What running a program costs, roughly, in nanoseconds of the reference interpreter, and what
 * compiling it would: enough to know when compiling pays.
 */
import { isInnerProgram } from '../program/param.ts'
import { sizeOf } from '../array/shape.ts'
import { whole } from '../basis/params.ts'
import { entry } from '../entry.ts'
import { once } from '../interpret/lazy.ts'
import type { Equation, Program } from '../program/model.ts'
import { expanded } from './expanded.ts'
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

/** How many equations a program has, with those of its inner ones, by how many each counts. */
const count = (program: Program, countOf: (equation: Equation) => number): number =>
  program.equations.reduce(
    (sum, equation) =>
      sum +
      countOf(equation) +
      Object.values(equation.params)
        .filter(isInnerProgram)
        .reduce((inner, p) => inner + count(p, countOf), 0),
    0,
  )

/** Whether so many nanoseconds have been spent as something costs that is done once. */
export type Price = (spent: number) => boolean

/** What is taken in the place of an equation is made only to be counted when it could matter. */
const price =
  (start: number, perEquation: number) =>
  (program: Program): Price => {
    const costs = (countOf: (equation: Equation) => number): number => start + perEquation * count(program, countOf)
    const least = once(() => costs(() => 1))
    const all = once(() => costs((equation) => expanded(equation)?.equations.length ?? 1))
    return (spent) => spent > least() && spent > all()
  }

/** Of compiling it. */
export const compiling: (program: Program) => Price = /*#__PURE__*/ price(1e6, 2e4)

/** Of writing it out as one function. */
export const writing: (program: Program) => Price = /*#__PURE__*/ price(1e5, 5e3)

// In JavaScript one takes about as long as a call into WebAssembly, where it takes a tenth.
const mostElementary = 2

/** Whether code without loops that applies so much is as fast in JavaScript. */
export const suitsJavaScript = (machines: ReadonlyArray<Machine>): boolean => machines.filter(({ elementary }) => elementary !== null).length <= mostElementary

/**
 * Taylor coefficients the dear way, by forward mode inside forward mode: the curve x + x₁s + x₂s² + … is
 * put into the program, and what comes out is differentiated by s again and again.
 */
import { sizeOf } from '../../src/array/shape.ts'
import { type AnyTensor, dataOf, seal, tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { entry } from '../../src/entry.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { outputAvals } from '../../src/program/avals.ts'
import { expressions, float, number } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { AnyExpr, Expr, Program } from '../../src/program/model.ts'
import { close, inline } from '../../src/program/trace.ts'
import { simplify } from '../../src/simplify/simplify.ts'
import { derivative } from '../../src/transform/gradient.ts'
import { cut, differentiable, pick } from '../../src/transform/pick.ts'
import { phantom } from '../../src/type/phantom.ts'

/** Coefficients for every float input of a program, no two alike: a list per order. */
export const directions = (program: Program, order: number, size = 0.4): ReadonlyArray<ReadonlyArray<AnyTensor>> =>
  Array.from({ length: order }, (_, k) =>
    program.inputs.filter(differentiable).map((of, i) =>
      seal(
        of,
        Float64Array.from({ length: sizeOf(of.shape) }, (_unused, e) => size * Math.sin(1 + 1.7 * e + 2.3 * i + 0.9 * k)),
      ),
    ),
  )

const curve = (x: AnyExpr, s: AnyExpr, coefficients: ReadonlyArray<AnyExpr>): AnyExpr => {
  const steps = coefficients.reduceRight<Expr | null>((rest, c) => phantom(rest === null ? c : add(phantom<Expr>(c), mul(phantom<Expr>(s), rest))), null)
  return steps === null ? x : add(phantom<Expr>(x), mul(phantom<Expr>(s), steps))
}

/** The outputs along the curve, as a program of s, the operands and the coefficients. */
const along = (program: Program, order: number): Program => {
  const floats = program.inputs.filter(differentiable)
  const marks = outputAvals(program).map(differentiable)
  return close([float(), ...program.inputs, ...Array.from({ length: order }).flatMap(() => floats)], ([s, ...xs]) => {
    const runs = cut(xs, program.inputs.length, ...Array.from({ length: order }, () => floats.length))
    let next = 0
    const points = entry(runs, 0).map((x) => {
      if (!differentiable(x.aval)) return x
      const i = next++
      return curve(
        x,
        phantom<AnyExpr>(s),
        runs.slice(1, order + 1).map((row) => entry(row, i)),
      )
    })
    return pick(fold(expressions)(program)(points), marks)
  })
}

/** d/ds of every output. */
const slope = (program: Program): Program => {
  const moved = derivative(
    program,
    program.inputs.map((_, i) => i === 0),
  )
  return simplify(close(program.inputs, (xs) => inline(moved)([...xs, number(1)]).slice(program.outputs.length)))
}

/** The coefficients of orders 0 to `order` of the float outputs: a list of numbers per order. */
export const nestedCoefficients = (
  program: Program,
  operands: ReadonlyArray<AnyTensor>,
  given: ReadonlyArray<ReadonlyArray<AnyTensor>>,
): ReadonlyArray<ReadonlyArray<number>> => {
  const inputs = [tensor(0), ...operands, ...given.flat()]
  let current = along(program, given.length)
  let factorial = 1
  return Array.from({ length: given.length + 1 }, (_, k) => {
    if (k > 0) {
      current = slope(current)
      factorial *= k
    }
    return fold(evaluation)(current)(inputs).flatMap((y) => Array.from(dataOf(y), (value) => value / factorial))
  })
}

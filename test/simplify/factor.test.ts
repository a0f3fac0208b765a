import { describe, expect, it } from 'vitest'
import { evaluate } from '../../src/call/vectorised.ts'
import { grad } from '../../src/call/gradient.ts'
import { logisticMap } from '../../examples/adbench/classic.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { sub } from '../../src/primitive/arithmetic.ts'
import { float } from '../../src/program/expr.ts'
import type { AnyExpr, Program, Scalar } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { optimised } from '../../src/simplify/optimise.ts'
import { simplify } from '../../src/simplify/simplify.ts'
import { gradient } from '../../src/transform/gradient.ts'
import { phantom } from '../../src/type/phantom.ts'

const of = (count: number, body: (...xs: ReadonlyArray<Scalar>) => ReadonlyArray<Scalar>): Program =>
  close(
    Array.from({ length: count }, () => float()),
    (xs) => phantom<ReadonlyArray<AnyExpr>>(body(...phantom<ReadonlyArray<Scalar>>(xs))),
  )

const kinds = ({ equations }: Program): ReadonlyArray<string> => equations.map(({ primitive }) => primitive.name)

/** How many operations wait for one another, at most. */
const depth = (program: Program): number => {
  const depths = program.inputs.map(() => 0)
  for (const { args } of program.equations) depths.push(1 + Math.max(...args.map((arg) => (arg._tag === 'Ref' ? (depths[arg.index] ?? 0) : 0))))
  return Math.max(...program.outputs.map((out) => (out._tag === 'Ref' ? (depths[out.index] ?? 0) : 0)))
}

describe('a common factor', () => {
  it('is taken out of a sum before a program runs, and loses fewer digits there', () => {
    const difference = (x: Scalar, y: Scalar, z: Scalar): Scalar => sub(mul(x, y), mul(z, x))
    expect(kinds(optimised(of(3, (x, y, z) => [difference(phantom(x), phantom(y), phantom(z))])))).toEqual(['sub', 'mul'])
    expect(evaluate(difference)(1 / 3, 1 + 2 ** -40, 1)).toBe(2 ** -40 / 3)
  })

  it('is taken out of many, one after another', () => {
    const program = of(5, (x, ...rest) => [rest.map((y) => mul(phantom<Scalar>(x), y)).reduce((s, t) => add(s, t))])
    expect(kinds(optimised(program))).toEqual(['add', 'add', 'add', 'mul'])
  })

  it('stays where the products are wanted by themselves, and where only strict laws are asked for', () => {
    const products = (...[x, y, z]: ReadonlyArray<Scalar>): readonly [Scalar, Scalar] => [
      mul(phantom<Scalar>(x), phantom<Scalar>(y)),
      mul(phantom<Scalar>(x), phantom<Scalar>(z)),
    ]
    const both = of(3, (...xs) => [...products(...xs), add(...products(...xs))])
    expect(kinds(optimised(both))).toEqual(['mul', 'mul', 'add'])
    const sum = of(3, (...xs) => [add(...products(...xs))])
    expect(kinds(simplify(sum))).toEqual(['mul', 'mul', 'add'])
  })

  it('stays where nothing is saved: else it would move down a recurrence by one step a pass', () => {
    // Each product is used by two sums, so that one falls away for the one that is made.
    const steps = 1000
    const program = of(2, (x, y) => {
      let [a, b] = [phantom<Scalar>(x), phantom<Scalar>(y)]
      for (let i = 0; i < steps; i++) [a, b] = [b, add(mul(a, phantom<Scalar>(x)), mul(b, phantom<Scalar>(x)))]
      return [b]
    })
    expect(kinds(optimised(program))).toEqual(kinds(simplify(program)))
  })

  it('is a cotangent that comes back two ways: then one product waits for it', () => {
    const steps = 19
    const map = logisticMap(steps + 1)
    const program = of(1, (x) => [map(phantom<Scalar>(x))])
    const back = optimised(gradient(program, [true]))
    // Two operations follow each other in a step forward, and one on the way back; the last step begins both.
    expect(depth(simplify(gradient(program, [true])))).toBeGreaterThan(4 * steps)
    expect(depth(back)).toBeLessThanOrEqual(3 * steps + 3)
    let [l, d] = [0.3, 1]
    for (let k = 0; k < steps; k++) [l, d] = [4 * l * (1 - l), 4 * d * (1 - 2 * l)]
    expect(grad(map)(0.3) / d).toBeCloseTo(1, 9)
  })
})

/** Programs and documents that the tests of the data form share. */
import { aval } from '../../src/array/aval.ts'
import { scalarTensor, tensor } from '../../src/array/tensor.ts'
import { add, addPrimitive, mul } from '../../src/basis/arithmetic.ts'
import { broadcastTo, sum } from '../../src/basis/broadcast.ts'
import { where } from '../../src/basis/choice.ts'
import { gt } from '../../src/basis/comparison.ts'
import { cond, scan } from '../../src/primitive/control.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import { applyTo, constant, float } from '../../src/program/expr.ts'
import type { AnyExpr, Expr, Mask, Params, Primitive, Program } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import type { ProgramDocument, ProgramTable } from '../../src/spec/document.ts'
import { phantom } from '../../src/type/phantom.ts'

export const scalarOf = (x: AnyExpr | undefined): Expr<[]> => phantom(x)

/** Everything at once: constants of all dtypes, parameters, several results, inner programs with captures, a mask. */
export const rich: Program = close(
  [float(), float(3)],
  ([a, v]) => {
    const x = scalarOf(a)
    const vector: Expr<[3]> = phantom(v)
    const inner = (y: Expr<[]>): Expr<[]> =>
      cond(
        gt(y, 1),
        (z: Expr<[]>) => mul(z, -0),
        (z: Expr<[]>) => z,
        y,
      )
    const chosen = cond(gt(x, 0), (y: Expr<[]>) => sin(mul(x, y)), inner, x)
    const [total, partial] = scan((carry: Expr<[]>, row: Expr<[]>) => [add(mul(carry, x), row), carry], chosen, vector)
    const wide = where(phantom<Mask<[2]>>(constant(tensor([true, false]))), broadcastTo(x, [2]), phantom<Expr<[2]>>(constant(tensor([Number.NaN, -0]))))
    return [total, partial, wide, sum(vector, { axes: 0 }), constant(scalarTensor(7, 'int32')), x]
  },
  ['x', 'v'],
)

/** A primitive without operands that takes any parameters and gives one scalar. */
export const opaquePrimitive: Primitive = { ...addPrimitive, name: 'opaque', infer: () => [aval('float64', [])] }

export const opaque = (params: Params): Program => close([], () => applyTo(opaquePrimitive, params, []))

/** So many programs inside each other. */
export const nested = (depth: number, start: Program = opaque({})): Program =>
  Array.from({ length: depth }).reduce<Program>((inner) => opaque({ inner }), start)

/** A document with one of its programs changed. */
export const edit = (document: ProgramDocument, index: number, change: (table: ProgramTable) => unknown): unknown => ({
  ...document,
  programs: document.programs.map((table, i) => (i === index ? change(table) : table)),
})

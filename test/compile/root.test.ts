/**
 * Equations are solved by loops of the compiled code, with the bits of the interpreter: systems, batches that converge at
 * different turns, equations in loops, those that do not converge, and derivatives.
 */
import { describe, expect, it } from 'vitest'
import { avalOf, sameTensor, tensor } from '../../src/array/tensor.ts'
import { assemble } from '../../src/compile/assemble.ts'
import { compileProgram } from '../../src/compile/kernel.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { fold } from '../../src/program/fold.ts'
import type { AnyExpr } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'
import type { Table } from '../table.ts'
import { untyped as w } from '../untyped.ts'

type Of = (x: never) => unknown

const cube: Of = (a: never) => w.root((x: never) => w.sub(w.mul(x, w.mul(x, x)), a), 1)
const never: Of = (a: never) => w.root((x: never) => w.add(w.square(x), w.exp(a)), 1)
const system: Of = (a: never) => w.root((x: never) => w.sub(w.add(w.square(x), w.flip(x)), a), Float64Array.of(1, 1, 1))
const fixed: Of = (a: never) => w.fixedPoint((x: never) => w.mul(0.5, w.cos(w.add(x, a))), 0)
const mapped = (f: Of): Of => phantom(w.vmap(f))
const slope = (f: Of): Of => phantom(w.grad((x: never) => w.sum(phantom<never>(f(x)))))
const repeated: Of = (a: never) => w.fori(3, a, (x: never) => cube(phantom<never>(w.add(1, x))))

const wave = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => 1.5 + Math.sin(i))

const cases: Table<readonly [string, Of, number | Float64Array]> = [
  ['a number', cube, 5],
  ['a number, from 0', cube, 0],
  ['NaN', cube, Number.NaN],
  ['an infinity', cube, Number.POSITIVE_INFINITY],
  ['one that has no root', never, 0.5],
  ['a system', system, wave(3)],
  ['a fixed point', fixed, 0.3],
  ['a batch', mapped(cube), wave(7)],
  ['a batch, some of which have none', mapped(never), wave(3)],
  ['an empty batch', mapped(cube), new Float64Array(0)],
  ['in a loop', repeated, 2],
]

describe.each(cases)('a root: %s', (_, f, at) => {
  it.each<readonly [string, (of: Of) => Of]>([
    ['its value', (of) => of],
    ['its gradient', slope],
    ['its second derivative', (of) => slope(phantom(slope(of)))],
  ])('%s', (__, change) => {
    const x = typeof at === 'number' ? tensor(at) : tensor(at)
    const program = close([avalOf(x)], ([a]) => (a === undefined ? [] : [phantom<AnyExpr>(phantom<(x: AnyExpr) => unknown>(change(f))(a))]))
    const wanted = fold(evaluation)(program)([x])
    expect(assemble(program).hosts).toEqual([])
    for (const backend of ['webassembly', 'javascript'] as const) {
      const run = compileProgram(program, backend)?.run
      // Twice, since the second finds what the first has left.
      for (const found of [run?.([x]), run?.([x])]) expect(wanted.map((of, j) => found?.[j] !== undefined && sameTensor(of, found[j]))).toEqual([true])
    }
  })
})

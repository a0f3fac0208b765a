import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import * as T from '../../src/interpret/tape-monad.ts'
import { sincos } from '../../src/primitive/trigonometric.ts'
import { expressions, float } from '../../src/program/expr.ts'
import { fold, type MonadicAlgebra } from '../../src/program/fold.ts'
import type { Algebra, AnyExpr, Scalar } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { sameProgram } from '../../src/program/equal.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { plain } from '../near.ts'

const s = float()
const of = (x: AnyExpr | undefined): Scalar => phantom(x)
const program = close([s, s], ([x, y]) => {
  const [a, b] = sincos(of(x))
  return [add(mul(a, of(y)), b), of(y), phantom<AnyExpr>(mul(b, 2))]
})

/** Programs as text: literals and applications written out. */
const text: Algebra<string> = {
  literal: (value) => String(plain(value)),
  apply: ({ primitive, results }, args) => results.map((_, j) => `${primitive.name}${results.length > 1 ? j : ''}(${args.join(' ')})`),
}

describe('fold', () => {
  it('means what the algebra says', () => {
    expect(fold(text)(program)(['x', 'y'])).toEqual(['add(mul(sincos0(x) y) sincos1(x))', 'y', 'mul(sincos1(x) 2)'])
  })
  it('in expressions gives the program back', () => {
    expect(
      sameProgram(
        close(program.inputs, (xs) => fold(expressions)(program)(xs)),
        program,
      ),
    ).toBeNull()
  })
  it('in the algebra of numbers evaluates', () => {
    expect(plain(fold(evaluation)(program)([tensor(0.5), tensor(3)]))).toEqual([Math.sin(0.5) * 3 + Math.cos(0.5), 3, 2 * Math.cos(0.5)])
  })
  it('passes each application its shapes and dtypes', () => {
    const shapes: Algebra<string> = {
      literal: () => '',
      apply: ({ operands, results }, args) => results.map((r) => `${operands.map((o) => o.text).join(',')}:${r.text}/${args.length}`),
    }
    const wide = close([float(2, 3), float(3)], ([x, y]) => [mul(phantom<Scalar>(x), phantom<Scalar>(y))])
    expect(fold(shapes)(wide)(['', ''])).toEqual(['f64[2,3],f64[2,3]:f64[2,3]/2'])
  })
  it.each([0, 1, 3])('refuses %i inputs for two', (n) => {
    expect(refusal(() => fold(text)(program)(Array.from({ length: n }, () => 'x')))).toBe(`Arity: fold: expected 2 inputs, got ${n}`)
  })
})

describe('fold with effects', () => {
  const counting: MonadicAlgebra<T.URI, string, string> = {
    monad: T.Monad,
    literal: (value) => String(plain(value)),
    apply: (operation, args) => T.step((list) => [text.apply(operation, args), { ...list, next: list.next + 1 }]),
  }
  const run = fold(counting)(program)(['x', 'y'])
  it('runs the steps in order', () => {
    expect(T.run<string>(T.empty)(run)).toEqual([fold(text)(program)(['x', 'y']), { next: program.equations.length, entries: null }])
  })
  it('is a value that may be run again, from any list', () => {
    const first = T.run<string>(T.empty)(run)
    expect(T.run<string>({ next: 10, entries: null })(run)).toEqual([first[0], { next: 10 + program.equations.length, entries: null }])
    expect(T.run<string>(T.empty)(run)).toEqual(first)
  })
})

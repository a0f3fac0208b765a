import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { sin, sincos } from '../../src/primitive/trigonometric.ts'
import { float, variable } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { AnyExpr, Program, Scalar } from '../../src/program/model.ts'
import { close, inline, trace } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { difference } from '../near.ts'

const s = float()
const scalar = (x: AnyExpr | undefined): Scalar => phantom(x)
const names = ({ equations }: Program): ReadonlyArray<string> => equations.map(({ primitive }) => primitive.name)
const valueOf = (program: Program, ...xs: ReadonlyArray<number>): unknown => fold(evaluation)(program)(xs.map((x) => tensor(x)))

describe('a trace', () => {
  it('is a flat list in order of creation, each node once', () => {
    const program = close([s], ([x]) => {
      const a = sin(scalar(x))
      const b = mul(a, a)
      return [add(b, a)]
    })
    expect(names(program)).toEqual(['sin', 'mul', 'add'])
    expect(program.equations.map(({ args }) => args)).toEqual([[0], [1, 1], [2, 1]].map((args) => args.map((index) => ({ _tag: 'Ref', index }))))
    expect(program.outputs).toEqual([{ _tag: 'Ref', index: 3 }])
  })
  it('leaves out what the outputs do not need', () => {
    const program = close([s], ([x]) => {
      sin(scalar(x))
      return [mul(scalar(x), 2)]
    })
    expect(names(program)).toEqual(['mul'])
  })
  it('orders by creation, not by use', () => {
    const program = close([s], ([x]) => {
      const a = sin(scalar(x))
      const b = mul(scalar(x), 3)
      return [add(b, a)]
    })
    expect(names(program)).toEqual(['sin', 'mul', 'add'])
  })
  it('keeps literals with the equations that use them', () => {
    const [equation] = close([s], ([x]) => [mul(scalar(x), 7)]).equations
    expect(equation?.args.map(({ _tag }) => _tag)).toEqual(['Ref', 'Literal'])
  })
  it('may answer with an input, a constant, or one thing twice', () => {
    const program = close([s, s], ([x, y]) => [phantom<AnyExpr>(y), phantom<AnyExpr>(x), phantom<AnyExpr>(y)])
    expect(difference(valueOf(program, 1, 2), [2, 1, 2])).toBeNull()
  })
  it('numbers both results of a node', () => {
    const program = close([s], ([x]) => {
      const [a, b] = sincos(scalar(x))
      return [b, a, mul(a, b)]
    })
    expect(difference(valueOf(program, 0.3), [Math.cos(0.3), Math.sin(0.3), Math.sin(0.3) * Math.cos(0.3)])).toBeNull()
  })
  it('remembers names, and is frozen', () => {
    const program = close([s, s], (xs) => xs, ['a'])
    expect(program.names).toEqual(['a', ''])
    expect(Object.isFrozen(program)).toBe(true)
  })
})

describe('what is older than a trace', () => {
  it('becomes leading inputs, in order of age, each once', () => {
    const inner: Array<Program> = []
    close([s, s], ([x, y]) => {
      const old = sin(scalar(x))
      const { program, captured } = trace([s], ([z]) => [add(mul(scalar(y), scalar(z)), mul(old, add(scalar(y), 1)))])
      inner.push(program)
      expect(captured).toHaveLength(2)
      expect([captured[0] === y, captured[1] === old]).toEqual([true, true])
      expect(program.inputs.length).toBe(3)
      return inline(program)([...captured, phantom<AnyExpr>(x)])
    })
    // y·z + sin x·(y + 1) at y = 2, sin x = 3, z = 5.
    expect(
      difference(
        inner.map((program) => valueOf(program, 2, 3, 5)),
        [[19]],
      ),
    ).toBeNull()
  })
  it('may be the very result', () => {
    const outer = close([s], ([x]) => {
      const { program, captured } = trace([s], () => [phantom<AnyExpr>(x)])
      return inline(program)([...captured, phantom<AnyExpr>(x)])
    })
    expect(outer.outputs).toEqual([{ _tag: 'Ref', index: 0 }])
  })
  it('is refused where nothing may be captured', () => {
    const inner = (x: AnyExpr | undefined) => () => close([s], ([y]) => [mul(scalar(x), scalar(y))])
    expect(refusal(() => close([s], ([x]) => inner(x)().inputs.map(() => scalar(x))))).toMatch(/^Leaked: close/)
  })
})

describe('a leaked expression', () => {
  const kept: { x: AnyExpr } = { x: variable(s, 'kept') }
  close(
    [s],
    ([x]) => {
      kept.x = sin(scalar(x))
      return [kept.x]
    },
    ['leaky'],
  )
  it('is refused in a later trace, by name', () => {
    expect(refusal(() => trace([s], ([y]) => [mul(scalar(kept.x), scalar(y))]))).toBe(
      'Leaked: trace: the expression Expr<[]> sin(…) belongs to a trace that has ended; pass it as an argument instead of keeping it',
    )
  })
  it('is refused however deep the trace it turns up in', () => {
    expect(
      refusal(() =>
        trace([s], ([y]) => {
          const { program, captured } = trace([s], ([z]) => [mul(scalar(kept.x), scalar(z))])
          return inline(program)([...captured, phantom<AnyExpr>(y)])
        }),
      ),
    ).toMatch(/^Leaked/)
  })
  it('is refused from a finished sibling', () => {
    expect(
      refusal(() =>
        trace([s], ([y]) => {
          let inside = phantom<AnyExpr>(y)
          trace([s], ([z]) => {
            inside = sin(scalar(z))
            return [inside]
          })
          return [mul(scalar(inside), scalar(y))]
        }),
      ),
    ).toMatch(/^Leaked/)
  })
  it('is refused after a trace that threw', () => {
    expect(() =>
      trace([s], () => {
        throw new RangeError('of the user')
      }),
    ).toThrow(RangeError)
    expect(refusal(() => trace([s], () => [kept.x]))).toMatch(/^Leaked/)
  })
})

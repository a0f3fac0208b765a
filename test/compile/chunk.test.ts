import { describe, expect, it } from 'vitest'
import { sameTensor, scalarTensor, tensor } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { compileProgram } from '../../src/compile/kernel.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { sin } from '../../src/primitive/trigonometric.ts'
import { float } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { AnyExpr, Expr } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'
import { samples } from '../share.ts'

const length = samples(4000, 1500)

describe('a long program', () => {
  it('is compiled in pieces that hand on what later ones need', () => {
    const program = close([float()], ([x]) => {
      const start = phantom<Expr<[]>>(x)
      let y = start
      for (let i = 0; i < length; i++) y = add(mul(sin(y), 0.5 + i / (2 * length)), start)
      return [phantom<AnyExpr>(y)]
    })
    const x = scalarTensor(0.7)
    const [wanted = x] = fold(evaluation)(program)([x])
    const [got = x] = compileProgram(program)?.run([x]) ?? []
    expect(sameTensor(wanted, got)).toBe(true)
  })

  it('of short vectors becomes loops that both backends take', () => {
    const program = close([float(3)], ([x]) => {
      const start = phantom<Expr<[3]>>(x)
      let y = start
      for (let i = 0; i < length; i++) y = add(mul(sin(y), 0.5 + i / (2 * length)), start)
      return [phantom<AnyExpr>(y)]
    })
    const x = tensor([0.3, 0.7, -1.1])
    const [wanted = x] = fold(evaluation)(program)([x])
    for (const backend of ['webassembly', 'javascript'] as const) {
      const [got] = compileProgram(program, backend)?.run([x]) ?? []
      expect(got !== undefined && sameTensor(wanted, got), backend).toBe(true)
    }
  })
})

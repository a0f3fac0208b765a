import { describe, expect, it } from 'vitest'
import { tensor, toArray } from '../../src/array/tensor.ts'
import { add, mul } from '../../src/basis/arithmetic.ts'
import { evaluate } from '../../src/call/vectorised.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { float } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { Scalar } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'

describe('evaluation', () => {
  const program = close([float(2), float(2)], ([x, y]) => [add(mul(phantom<Scalar>(x), 3), phantom<Scalar>(y))])
  it('runs programs on tensors', () => expect(fold(evaluation)(program)([tensor([1, 2]), tensor([10, 20])]).map(toArray)).toEqual([[13, 26]]))
  it('is the algebra that `evaluate` is', () => expect(fold(evaluate)(program)([tensor([1, 2]), tensor([10, 20])]).map(toArray)).toEqual([[13, 26]]))
})

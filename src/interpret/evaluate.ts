/**
 * The reference semantics: programs on tensors. Slow, obvious, trusted; every other tier and backend
 * is compared with it.
 */
import type { AnyTensor } from '../array/tensor.ts'
import type { Algebra } from '../program/model.ts'

/** The algebra of numbers: a literal is itself, applying a primitive evaluates it. */
export const evaluation: Algebra<AnyTensor> = {
  literal: (value) => value,
  apply: (operation, args) => operation.primitive.evaluate(operation, args),
}

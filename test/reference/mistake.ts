/**
 * What is said of mistakes: calls that are wrong, made for the reference to show their messages.
 */
import { option as O } from 'fp-ts'
import { failureOf, showFailure } from '../../src/index.ts'
import * as w from '../../src/index.ts'
import { phantom } from '../../src/type/phantom.ts'
import type { Table } from '../table.ts'

/** Without their types, which would refuse some of these calls before they run. */
const loose = phantom<{ readonly [K in keyof typeof w]: (...args: ReadonlyArray<unknown>) => unknown }>(w)

const { add, argmax, at, cholesky, concatenate, einsum, grad, matmul, mul, reshape, sum, take, tensor } = loose

const two = tensor([
  [1, 2],
  [3, 4],
])
const three = tensor([1, 2, 3])

const calls: Table<readonly [string, () => unknown]> = [
  ['add(tensor([[1, 2], [3, 4]]), tensor([1, 2, 3]))', () => add(two, three)],
  ['matmul(tensor([[1, 2], [3, 4]]), tensor([1, 2, 3]))', () => matmul(two, three)],
  ['sum(tensor([1, 2, 3]), { axes: 1 })', () => sum(three, { axes: 1 })],
  ['sum(tensor([[1, 2], [3, 4]]), { axes: [0, -2] })', () => sum(two, { axes: [0, -2] })],
  ['concatenate([tensor([[1, 2], [3, 4]]), tensor([1, 2, 3])])', () => concatenate([two, three])],
  ['reshape(tensor([1, 2, 3]), [2, 2])', () => reshape(three, [2, 2])],
  ["einsum('ij,jk->il', tensor([[1, 2], [3, 4]]), tensor([[1, 2], [3, 4]]))", () => einsum('ij,jk->il', two, two)],
  ['take(tensor([1, 2, 3]), [3])', () => take(three, [3])],
  ['at(tensor([1, 2, 3]), 5)', () => at(three, 5)],
  ['argmax(tensor([]))', () => argmax(new Float64Array(0))],
  ['cholesky(tensor([1, 2, 3]))', () => cholesky(three)],
  ["add(tensor([1], 'int32'), tensor([1.5]))", () => add(tensor([1], 'int32'), tensor([1.5]))],
  ['sin([1, 2])', () => loose.sin([1, 2])],
  ['grad((x) => mul(x, 2))(tensor([1, 2, 3]))', () => phantom<(x: unknown) => unknown>(grad((x: unknown) => mul(x, 2)))(three)],
  ['grad((x) => x * 2)(1)', () => phantom<(x: unknown) => unknown>(grad((x: unknown) => phantom<number>(x) * 2))(1)],
]

const messageOf = (call: () => unknown): string => {
  try {
    call()
  } catch (error) {
    const failure = failureOf(error)
    return O.isSome(failure) ? showFailure(failure.value) : String(error)
  }
  throw new Error('a mistake that nobody notices')
}

/** The chapter on mistakes. */
export const mistakes = (): string =>
  [
    '## Mistakes',
    'What the compiler knows to be wrong it refuses, with a sentence where the operand should be: `"add: shapes [3,1] and [2,5] do not broadcast"`. What it cannot know is checked when the expression is built, before anything runs; nothing is checked again when a gradient does. A failure names the operation, the shapes and, if there is one, the way out:',
    `\`\`\`text\n${calls.map(([text, call]) => `${text}\n  ${messageOf(call).replaceAll('\n', '\n  ')}`).join('\n\n')}\n\`\`\``,
    'Arithmetic never throws: outside its domain a function is NaN or ±∞ as IEEE 754 has it, and so is its derivative. An index computed at run time is clamped to the nearest end.',
  ].join('\n\n')

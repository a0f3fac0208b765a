/**
 * What an operation means on numbers, and with it what a kernel means: the reference that the printed
 * functions and the WebAssembly ones are held to, bit for bit.
 */
import { entry } from '../entry.ts'
import { copysign, exponent, lift, nearest, numberIn, odd, significand, turn } from './bits.ts'
import type { Kernel } from './kernel.ts'
import type { Operation } from './term.ts'

/** A mask on numbers is 1 or 0. */
const mask = (yes: boolean): number => (yes ? 1 : 0)

type Meaning = (a: number, b: number, c: number) => number

const meanings: { readonly [name in Operation]: Meaning } = {
  neg: (a) => -a,
  abs: Math.abs,
  sqrt: Math.sqrt,
  floor: Math.floor,
  ceil: Math.ceil,
  trunc: Math.trunc,
  nearest: (a) => nearest(a),
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  min: (a, b) => Math.min(a, b),
  max: (a, b) => Math.max(a, b),
  smaller: (a, b) => (b < a ? b : a),
  larger: (a, b) => (a < b ? b : a),
  copysign: (a, b) => copysign(a, b),
  lt: (a, b) => mask(a < b),
  le: (a, b) => mask(a <= b),
  gt: (a, b) => mask(a > b),
  ge: (a, b) => mask(a >= b),
  eq: (a, b) => mask(a === b),
  ne: (a, b) => mask(a !== b),
  and: (a, b) => a * b,
  or: (a, b) => mask(a + b > 0),
  not: (a) => 1 - a,
  select: (m, a, b) => (m === 1 ? a : b),
  choose: (m, a, b) => (m === 1 ? a : b),
  exponent: (a) => exponent(a),
  significand: (a, b) => significand(a, b),
  lift: (a, b) => lift(a, b),
  odd: (a) => mask(odd(a)),
  turn: (a, b) => turn(a, b),
}

/** The kernel, or its first result, as a function of numbers, step by step. */
export const meaningOf =
  (kernel: Kernel) =>
  (...xs: ReadonlyArray<number>): number => {
    const values = new Float64Array(kernel.steps.length)
    kernel.steps.forEach((step, i) => {
      const at = (k: number): number => values[k] ?? 0
      switch (step._tag) {
        case 'Argument':
          values[i] = xs[step.index] ?? Number.NaN
          break
        case 'Constant':
          values[i] = step.value
          break
        case 'Host':
          values[i] = step.run(at(step.operands[0] ?? -1), at(step.operands[1] ?? -1))
          break
        case 'Read':
          values[i] = numberIn(step.table, at(step.operands[0] ?? -1), step.column)
          break
        case 'Apply': {
          const [a = 0, b = 0, c = 0] = step.operands
          values[i] = meanings[step.operation](at(a), at(b), at(c))
        }
      }
    })
    return entry(values, entry(kernel.results, 0))
  }

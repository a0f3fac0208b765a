/**
 * How JavaScript writes numbers, and what the machine does to them.
 */
import type { Machine } from './loop.ts'

type Run = Machine['run']

const operators: { readonly [name: string]: (...xs: ReadonlyArray<string>) => string } = {
  'f64.add': (x, y) => `${x} + ${y}`,
  'f64.sub': (x, y) => `${x} - ${y}`,
  'f64.mul': (x, y) => `${x} * ${y}`,
  'f64.div': (x, y) => `${x} / ${y}`,
  'f64.neg': (x) => `-${x}`,
  'f64.abs': (x) => `Math.abs(${x})`,
  'f64.sqrt': (x) => `Math.sqrt(${x})`,
  'f64.floor': (x) => `Math.floor(${x})`,
  'f64.ceil': (x) => `Math.ceil(${x})`,
  'f64.max': (x, y) => `Math.max(${x}, ${y})`,
  'f64.min': (x, y) => `Math.min(${x}, ${y})`,
  'f64.convert': (x) => `${x}`,
  'f64.select': (mask, x, y) => `${mask} ? ${x} : ${y}`,
  'i32.select': (mask, x, y) => `${mask} ? ${x} : ${y}`,
  'i32.add': (x, y) => `(${x} + ${y}) | 0`,
  'i32.sub': (x, y) => `(${x} - ${y}) | 0`,
  'i32.mul': (x, y) => `Math.imul(${x}, ${y})`,
  'i32.and': (x, y) => `${x} & ${y}`,
  'i32.or': (x, y) => `${x} | ${y}`,
  'i32.xor': (x, y) => `${x} ^ ${y}`,
  'i32.shl': (x, y) => `${x} << ${y}`,
  'i32.shr': (x, y) => `(${x} >>> ${y}) | 0`,
  'i32.wrap': (x) => `${x} | 0`,
  'i32.clamp': (x, size) => `${x} < 0 ? 0 : ${x} >= ${size} ? ${size} - 1 : ${x}`,
  ...Object.fromEntries(
    ['f64', 'i32'].flatMap((kind) =>
      Object.entries({ lt: '<', le: '<=', gt: '>', ge: '>=', eq: '===', ne: '!==' }).map(([name, sign]) => [
        `${kind}.${name}`,
        (x: string, y: string) => `${x} ${sign} ${y} ? 1 : 0`,
      ]),
    ),
  ),
}

/** Whether the name of a machine says all that it does. */
export const isOperator = ({ name }: Machine): boolean => operators[name] !== undefined

/** A number, fit to stand anywhere in an expression. */
export const literal = (value: number): string => (Object.is(value, -0) ? '(-0)' : value < 0 ? `(${value})` : String(value))

/** Applications as text, and the functions they call: `f0`, `f1` and so on, in this order. */
export interface Writer {
  readonly functions: ReadonlyArray<Run>
  readonly applied: (machine: Machine, args: ReadonlyArray<string>) => string
}

export const writer = (): Writer => {
  const functions: Array<Run> = []
  const known = new Map<Run, string>()
  const named = (run: Run): string => {
    const name = known.get(run) ?? `f${functions.push(run) - 1}`
    known.set(run, name)
    return name
  }
  return {
    functions,
    applied: ({ name, result, run }, args) => {
      const operator = operators[name]
      if (operator !== undefined) return operator(...args)
      const call = `${named(run)}(${args.join(', ')})`
      return result === 'i32' ? `${call} | 0` : call
    },
  }
}

/** The functions by their names, read from the list `f`. */
export const named = ({ functions }: Writer): ReadonlyArray<string> => functions.map((_, i) => `const f${i} = f[${i}]`)

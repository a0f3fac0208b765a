/**
 * Faulty simplifiers: the library's own with one wrong law, and eliminations of common subexpressions
 * that compare too little.
 */
import { entry } from '../../src/entry.ts'
import { add, div, exp, max, mul, neg, simplify, sqrt, square, sub, where } from '../../src/index.ts'
import { addPrimitive } from '../../src/basis/arithmetic.ts'
import { none } from '../../src/basis/declare.ts'
import { applyTo, expressions, number } from '../../src/program/expr.ts'
import { fold } from '../../src/program/fold.ts'
import type { AnyExpr, Operation, Program } from '../../src/program/model.ts'
import { print } from '../../src/program/print.ts'
import { close, inline } from '../../src/program/trace.ts'
import { choice, type Rule, rule } from '../../src/simplify/rule.ts'
import type { Simplify } from '../../laws/simplification.ts'
import type { Table } from '../table.ts'

/** Elimination of common subexpressions by a key of one's own. */
const eliminating =
  (key: (operation: Operation, args: ReadonlyArray<string>) => string): Simplify =>
  (program: Program) =>
    close(program.inputs, (xs) => {
      const made = new Map<string, ReadonlyArray<AnyExpr>>()
      const names = new Map<AnyExpr, string>()
      const nameOf = (x: AnyExpr): string => {
        const known = names.get(x) ?? (x.origin._tag === 'Constant' ? `constant ${print(close([], () => [x]))}` : `value ${names.size}`)
        names.set(x, known)
        return known
      }
      return fold<AnyExpr>({
        literal: expressions.literal,
        apply: (operation, args) => {
          const at = key(operation, args.map(nameOf))
          const results = made.get(at) ?? expressions.apply(operation, args)
          made.set(at, results)
          return results
        },
      })(program)(xs)
    })

/** Everything that tells operations apart. */
const whole = ({ primitive, params, results }: Operation, args: ReadonlyArray<string>): string =>
  `${primitive.name} ${JSON.stringify(params)} ${results.map((of) => of.text).join()} ${args.join()}`

/** Laws that floating-point numbers do not obey, or nothing does. */
export const wrongRules: Table<readonly [fault: string, rule: Rule]> = [
  [
    'x · 0 = 0, though x may be NaN',
    rule(
      'x · 0 = 0',
      (x) => mul(x, 0),
      () => 0,
    ),
  ],
  [
    'x − x = 0, though x may be ∞',
    rule(
      'x − x = 0',
      (x) => sub(x, x),
      () => 0,
    ),
  ],
  [
    'x / x = 1, though x may be 0',
    rule(
      'x / x = 1',
      (x) => div(x, x),
      () => 1,
    ),
  ],
  [
    'x + 0 = x, though x may be −0',
    rule(
      'x + 0 = x',
      (x) => add(x, 0),
      (x) => x,
    ),
  ],
  [
    '0 − x = −x, though 0 − 0 is 0',
    rule(
      '0 − x = −x',
      (x) => sub(0, x),
      (x) => neg(x),
    ),
  ],
  [
    '−(x − y) = y − x, though x may be y',
    rule(
      '−(x − y) = y − x',
      (x, y) => neg(sub(x, y)),
      (x, y) => sub(y, x),
    ),
  ],
  [
    '√x² = x, though x may be below 0',
    rule(
      '√x² = x',
      (x) => sqrt(square(x)),
      (x) => x,
    ),
  ],
  [
    '(x y) / y = x, though it rounds',
    rule(
      '(x y) / y = x',
      (x, y) => div(mul(x, y), y),
      (x) => x,
    ),
  ],
  [
    'x + (y + z) = (x + y) + z, though it rounds',
    rule(
      'x + (y + z) = (x + y) + z',
      (x, y, z) => add(x, add(y, z)),
      (x, y, z) => add(add(x, y), z),
    ),
  ],
  [
    '(eˣ)² = e²ˣ, though it rounds',
    rule(
      '(eˣ)² = e²ˣ',
      (x) => square(exp(x)),
      (x) => exp(mul(2, x)),
    ),
  ],
  [
    'x + (−y) = x + y, which is false',
    rule(
      'x + (−y) = x + y',
      (x, y) => add(x, neg(y)),
      (x, y) => add(x, y),
    ),
  ],
  [
    'max(x, y) = x, which is false',
    rule(
      'max(x, y) = x',
      (x, y) => max(x, y),
      (x) => x,
    ),
  ],
  [
    'where(m, x, y) = where(m, y, x), which is false',
    choice(
      'where(m, x, y) = where(m, y, x)',
      (m, x, y) => where(m, x, y),
      (m, x, y) => where(m, y, x),
    ),
  ],
]

export const simplifierMutants: Table<readonly [fault: string, simplify: Simplify]> = [
  ['common subexpressions ignore the second operand', eliminating((operation, args) => whole(operation, args.slice(0, 1)))],
  ['common subexpressions ignore the order of operands', eliminating((operation, args) => whole(operation, [...args].sort()))],
  [
    'common subexpressions ignore which operation it is',
    eliminating((operation, args) => whole({ ...operation, primitive: { ...operation.primitive, name: '' } }, args)),
  ],
  [
    'literals are compared by value, so −0 is 0',
    eliminating((operation, args) =>
      whole(
        operation,
        args.map((name) => name.replace('−0', '0')),
      ),
    ),
  ],
  ['common subexpressions are not looked for', (program) => close(program.inputs, (xs) => inline(program)(xs))],
  [
    'it adds an operation',
    (program) =>
      close(program.inputs, (xs) =>
        inline(simplify(program))(xs).map((y) => (y.dtype === 'float64' ? entry(applyTo(addPrimitive, none, [y, number(-0)]), 0) : y)),
      ),
  ],
]

/** For programs of arrays, whose operations have parameters. */
export const arraySimplifierMutants: Table<readonly [fault: string, simplify: Simplify]> = [
  ['common subexpressions ignore parameters', eliminating((operation, args) => whole({ ...operation, params: none }, args))],
]

/** The same elimination without a fault, which keeps every bit. */
export const soundElimination: Simplify = eliminating(whole)

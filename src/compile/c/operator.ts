/**
 * What the machine does to scalars, as C expressions: the same table as JavaScript's, by the same names. Names
 * that begin with `w_` are functions of the library, which come with the code that calls them.
 */
import { raise } from '../../failure.ts'
import type { Machine } from '../loop.ts'
import { library } from './library.ts'

type Form = (...xs: ReadonlyArray<string>) => string

const called =
  (name: string): Form =>
  (...xs) =>
    `${name}(${xs.join(', ')})`

const operators: { readonly [name: string]: Form } = {
  'f64.add': (x, y) => `${x} + ${y}`,
  'f64.sub': (x, y) => `${x} - ${y}`,
  'f64.mul': (x, y) => `${x} * ${y}`,
  'f64.div': (x, y) => `${x} / ${y}`,
  'f64.neg': (x) => `-${x}`,
  'f64.abs': called('fabs'),
  'f64.sqrt': called('sqrt'),
  'f64.max': called('w_max'),
  'f64.min': called('w_min'),
  'f64.convert': (x) => `(double)${x}`,
  'f64.select': (mask, x, y) => `${mask} ? ${x} : ${y}`,
  'i32.select': (mask, x, y) => `${mask} ? ${x} : ${y}`,
  // Whole numbers wrap, which is defined for unsigned ones only.
  'i32.add': (x, y) => `(int32_t)((uint32_t)${x} + (uint32_t)${y})`,
  'i32.sub': (x, y) => `(int32_t)((uint32_t)${x} - (uint32_t)${y})`,
  'i32.mul': (x, y) => `(int32_t)((uint32_t)${x} * (uint32_t)${y})`,
  'i32.max': (x, y) => `${x} < ${y} ? ${y} : ${x}`,
  'i32.min': (x, y) => `${y} < ${x} ? ${y} : ${x}`,
  'i32.abs': (x) => `${x} < 0 ? (int32_t)(0u - (uint32_t)${x}) : ${x}`,
  'i32.and': (x, y) => `${x} & ${y}`,
  'i32.or': (x, y) => `${x} | ${y}`,
  'i32.xor': (x, y) => `${x} ^ ${y}`,
  'i32.wrap': called('w_wrap'),
  'i32.clamp': (x, size) => `${x} < 0 ? 0 : ${x} >= ${size} ? ${size} - 1 : ${x}`,
  'i32.shl': (x, y) => `(int32_t)((uint32_t)${x} << (${y} & 31))`,
  'i32.shr': (x, y) => `(int32_t)((uint32_t)${x} >> (${y} & 31))`,
  'f64.floor': called('floor'),
  'f64.ceil': called('ceil'),
  'f64.nearest': called('w_nearest'),
  'call oneLessSquare': (x) => `(1.0 - ${x}) * (1.0 + ${x})`,
  // Functions that C has as well as JavaScript, each within a unit or two in the last place.
  'call asinh': called('asinh'),
  'call acosh': called('acosh'),
  'call atanh': called('atanh'),
  'call atan2': called('atan2'),
  ...Object.fromEntries(
    ['f64', 'i32'].flatMap((kind) =>
      Object.entries({ lt: '<', le: '<=', gt: '>', ge: '>=', eq: '==', ne: '!=' }).map(([name, sign]) => [
        `${kind}.${name}`,
        (x: string, y: string) => `${x} ${sign} ${y}`,
      ]),
    ),
  ),
}

/** A machine applied to operands, as an expression that must stand in parentheses or alone. */
export const applied = ({ name }: Machine, args: ReadonlyArray<string>): string => {
  const operator = operators[name]
  if (operator !== undefined) return operator(...args)
  const own = name.replace(/^call /, 'w_')
  return library.has(own)
    ? called(own)(...args)
    : raise({
        _tag: 'Argument',
        operation: 'toC',
        reason: `${name.replace(/^call /, '')} has no C code`,
        hint: 'write it in terms of other operations, or leave it out of the program that is carried to C',
      })
}

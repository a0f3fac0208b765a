/**
 * Numerals in types: whole numbers from 0 compared and multiplied, digit by digit. What is not written as such (−1, 1.5,
 * `number`, a name) is compared with nothing.
 */

type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9'

/** By digit, the digits less than it. */
type Less = readonly [
  never,
  '0',
  '0' | '1',
  '0' | '1' | '2',
  '0' | '1' | '2' | '3',
  '0' | '1' | '2' | '3' | '4',
  '0' | '1' | '2' | '3' | '4' | '5',
  '0' | '1' | '2' | '3' | '4' | '5' | '6',
  '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7',
  '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8',
]

/** `true` if numeral A is less than B, `false` if not, `null` if one is no numeral; R of what is before these digits, `null` where that is equal. */
export type IsLess<A extends string, B extends string, R extends boolean | null = null> = A extends `${infer H extends Digit}${infer T}`
  ? B extends `${infer G extends Digit}${infer U}`
    ? IsLess<T, U, R extends boolean ? R : H extends G ? null : H extends Less[G] ? true : false>
    : B extends ''
      ? false
      : null
  : A extends ''
    ? B extends `${Digit}${string}`
      ? true
      : B extends ''
        ? R extends true
          ? true
          : false
        : null
    : null

// products -------------------------------------------------------------------------------

/** By digit, as many entries as it says. */
type Ones = readonly [
  [],
  [1],
  [1, 1],
  [1, 1, 1],
  [1, 1, 1, 1],
  [1, 1, 1, 1, 1],
  [1, 1, 1, 1, 1, 1],
  [1, 1, 1, 1, 1, 1, 1],
  [1, 1, 1, 1, 1, 1, 1, 1],
  [1, 1, 1, 1, 1, 1, 1, 1, 1],
]

type List = ReadonlyArray<unknown>

/** By digit, a list as often as it says. */
type Times<L extends List> = readonly [
  [],
  [...L],
  [...L, ...L],
  [...L, ...L, ...L],
  [...L, ...L, ...L, ...L],
  [...L, ...L, ...L, ...L, ...L],
  [...L, ...L, ...L, ...L, ...L, ...L],
  [...L, ...L, ...L, ...L, ...L, ...L, ...L],
  [...L, ...L, ...L, ...L, ...L, ...L, ...L, ...L],
  [...L, ...L, ...L, ...L, ...L, ...L, ...L, ...L, ...L],
]

/** The length of three lists together, below 100, as its tens and its unit. */
type Parts<L> = L extends [infer A extends List, infer B extends List, infer C extends List]
  ? `${[...A, ...B, ...C]['length'] & number}` extends `${infer N}`
    ? N extends `${infer T extends Digit}${infer U extends Digit}`
      ? [T, U]
      : ['0', N]
    : never
  : never

/** A · d + S + carry, for a digit d, behind the digits R; the numbers are read from the back. */
type Row<A extends string, D extends Digit, S extends string, C extends string = '0', R extends string = ''> = A extends `${infer H extends Digit}${infer T}`
  ? S extends `${infer G extends Digit}${infer U}`
    ? Parts<[Times<Ones[H]>[D], Ones[G], Ones[C & Digit]]> extends [infer Tens extends string, infer Unit extends string]
      ? Row<T, D, U, Tens, `${R}${Unit}`>
      : never
    : Row<A, D, '0', C, R>
  : C extends '0'
    ? `${R}${S}`
    : S extends ''
      ? `${R}${C}`
      : Row<'0', D, S, C, R>

/** A · B + S behind the digits R, of numbers read from the back. */
type Long<A extends string, B extends string, S extends string = '', R extends string = ''> = B extends `${infer D extends Digit}${infer T}`
  ? Row<A, D, S> extends `${infer Unit}${infer Rest}`
    ? Long<A, T, Rest, `${R}${Unit}`>
    : never
  : `${R}${S}`

/** A number read from the other end. */
export type Back<A extends string, R extends string = ''> = A extends `${infer H}${infer T}` ? Back<T, `${H}${R}`> : R

/** The product of whole sizes, read from the back and without zeros behind; `never` where one is not known. */
export type Product<S extends ReadonlyArray<number | string>, R extends string = '1'> = S extends readonly [
  infer H extends number,
  ...infer T extends ReadonlyArray<number | string>,
]
  ? H extends 1
    ? Product<T, R>
    : Product<T, R extends '1' ? Back<`${H}`> : Long<R, Back<`${H}`>>>
  : R

// division -------------------------------------------------------------------------------

/** A list without another as often as it holds it. */
type Strip<R extends List, N extends List> = R extends readonly [...N, ...infer Rest] ? Strip<Rest, N> : R

type Remainder<A extends string, N extends List, R extends List = []> = A extends `${infer D extends Digit}${infer T}`
  ? Remainder<T, N, Strip<[...Times<R>[9], ...R, ...Ones[D]], N>>
  : R['length']

/** Whether numeral N divides numeral A; nothing does by 0. `null` where one is no numeral, and for divisors from 100. */
export type IsDivided<A extends string, N extends string> =
  IsLess<A, '0'> extends false
    ? N extends `${infer U extends Digit}`
      ? N extends '0'
        ? false
        : Remainder<A, Ones[U]> extends 0
          ? true
          : false
      : N extends `${infer T extends Digit}${infer U extends Digit}`
        ? Remainder<A, [...Times<Ones[T]>[9], ...Ones[T], ...Ones[U]]> extends 0
          ? true
          : false
        : null
    : null

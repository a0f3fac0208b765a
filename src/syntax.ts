/**
 * What JavaScript's own syntax meets on a value of ours: indices, `length`, the methods of arrays and numbers.
 * All of them are undefined on an object that is no array, and undefined is found out late or never, so they
 * are properties of a prototype that refuse. A value's own properties are as fast as ever.
 */

/** Refuses a piece of syntax, and says what to write instead. */
export type Refuse<T> = (value: T, syntax: string, instead: string) => never

const arrays = ['map', 'filter', 'reduce', 'forEach', 'some', 'every', 'find', 'includes', 'indexOf', 'join', 'concat', 'push', 'fill', 'set', 'subarray']
const operations = [
  'add',
  'sub',
  'mul',
  'div',
  'pow',
  'neg',
  'sum',
  'mean',
  'max',
  'min',
  'dot',
  'matmul',
  'exp',
  'log',
  'sin',
  'cos',
  'sqrt',
  'reshape',
  'sort',
  'slice',
  'at',
]

/** Further than any loop begins, and than any tuple is taken apart by hand. */
const indices = 32

const names = (of: string): ReadonlyArray<readonly [string, string]> => [
  ['length', `its sizes are ${of}.shape, as in ${of}.shape[0]`],
  ...Array.from({ length: indices }, (_, i) => [String(i), `write at(${of}, ${i}), or take all rows with unstack(${of})`] as const),
  ...arrays.map((name) => [name, `work on the whole array, row by row with vmap or mapRows, or take the rows with unstack(${of})`] as const),
  ...operations.map((name) => [name, `operations are functions: write ${name}(${of}, …)`] as const),
  ['T', `write transpose(${of})`],
  ['toFixed', 'print the program with print(trace(f)(…)), or round what it answers with'],
]

/** A prototype whose properties refuse, beside the members given, which do not. */
export const refusing = <T extends object>(refuse: Refuse<T>, members: { readonly [key: PropertyKey]: unknown }): object => {
  const made: object = {}
  for (const [name, instead] of names('x')) {
    const syntax = /^\d/.test(name) ? `x[${name}]` : `x.${name}`
    const refused = function (this: T): never {
      return refuse(this, syntax, instead)
    }
    Object.defineProperty(made, name, { get: refused, set: refused })
  }
  for (const key of Reflect.ownKeys(members)) Object.defineProperty(made, key, { value: members[key] })
  return Object.freeze(made)
}

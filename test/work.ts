/**
 * How much work something does, counted rather than timed: the entries of arrays, maps and sets that it walks over,
 * searches, copies, adds and asks for. Engines iterate more slowly after it, so it is for tests by themselves.
 */

type Cost = (self: { readonly length?: number; readonly size?: number }) => number

const all: Cost = ({ length, size }) => length ?? size ?? 0
const one: Cost = () => 1

const names = (text: string): ReadonlyArray<string> => text.split(' ')

/** What calls of built-in methods cost. */
const costs: ReadonlyArray<readonly [prototype: object, methods: ReadonlyArray<PropertyKey>, cost: Cost]> = [
  [
    Array.prototype,
    [
      ...names('indexOf includes slice concat map filter flatMap forEach reduce reduceRight find findIndex some every join sort reverse splice'),
      Symbol.iterator,
    ],
    all,
  ],
  [Array.prototype, names('push pop'), one],
  [Map.prototype, [...names('forEach keys values entries'), Symbol.iterator], all],
  [Map.prototype, names('get set has delete'), one],
  [Set.prototype, [...names('forEach keys values entries'), Symbol.iterator], all],
  [Set.prototype, names('add has delete'), one],
]

/** The work of a function. */
export const workOf = (run: () => void): number => {
  let work = 0
  const patched = costs.flatMap(([prototype, methods, cost]) =>
    methods.map((method) => {
      const before = Object.getOwnPropertyDescriptor(prototype, method) ?? {}
      const { value } = before
      const counted = function (this: object, ...args: ReadonlyArray<unknown>): unknown {
        work += cost(this)
        return Reflect.apply(value, this, args)
      }
      return {
        counted,
        restore: () => Object.defineProperty(prototype, method, before),
        patch: () => Object.defineProperty(prototype, method, { ...before, value: counted }),
      }
    }),
  )
  for (const { patch } of patched) patch()
  try {
    run()
  } finally {
    for (const { restore } of patched) restore()
  }
  return work
}

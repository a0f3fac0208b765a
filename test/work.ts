/**
 * How much work something does, counted rather than timed: the entries of arrays, maps and sets that it walks over,
 * searches, copies, adds and asks for. Engines iterate more slowly after it, so it is for tests by themselves.
 */
import { phantom } from '../src/type/phantom.ts'
import type { Table } from './table.ts'

type Listed = { readonly length?: number; readonly size?: number }
type Cost = (self: Listed, first: unknown, result: Listed | undefined) => number

const all: Cost = ({ length, size }) => length ?? size ?? 0
const one: Cost = () => 1
const made: Cost = (_, __, result) => result?.length ?? 0
const behind: Cost = ({ length = 0 }, from, removed) => length + (removed?.length ?? 0) - Number(from)

const names = (text: string): ReadonlyArray<string> => text.split(' ')

/** What calls of built-in methods cost. */
const costs: Table<readonly [prototype: object, methods: ReadonlyArray<PropertyKey>, cost: Cost]> = [
  [
    Array.prototype,
    [...names('indexOf includes map filter flatMap forEach reduce reduceRight find findIndex some every join sort reverse'), Symbol.iterator],
    all,
  ],
  [Array.prototype, names('slice concat'), made],
  [Array.prototype, names('splice'), behind],
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
        const result: Listed | undefined = phantom(Reflect.apply(value, this, args))
        work += cost(this, args[0], result)
        return result
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

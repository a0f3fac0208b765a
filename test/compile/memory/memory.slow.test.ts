/**
 * Memory does not grow with calls or with programs, and a kernel goes with its function.
 */
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { run } from '../../package/pack.ts'
import { root } from '../../source.ts'

const task = fileURLToPath(new URL('task.ts', import.meta.url))

const told = (name: string): unknown => {
  const { code, out, err } = run(root, process.execPath, '--expose-gc', '--import', 'tsx', task, name)
  if (code !== 0) throw new Error(err)
  return JSON.parse(out)
}

interface Use {
  readonly heap: number
  readonly outside: number
  readonly resident: number
  readonly memories: number
}

const isUses = (value: unknown): value is ReadonlyArray<Use> => Array.isArray(value) && value.length > 1

const megabyte = 2 ** 20

/** How much more is used at the end than at the start. */
const growth = (name: string): Use & { readonly last: Use } => {
  const uses = told(name)
  if (!isUses(uses)) throw new Error(`${name} tells nothing`)
  const [first, last] = [uses[0], uses.at(-1)]
  if (first === undefined || last === undefined) throw new Error(`${name} tells nothing`)
  console.log(`${name}: ${uses.map(({ heap, outside }) => `${(heap / megabyte).toFixed(1)} + ${(outside / megabyte).toFixed(1)}`).join(', ')} MB`)
  return {
    heap: last.heap - first.heap,
    outside: last.outside - first.outside,
    resident: last.resident - first.resident,
    memories: last.memories - first.memories,
    last,
  }
}

it('a million calls take no memory', () => {
  const { heap, outside, resident, memories, last } = growth('calls')
  // A byte for each call would be one of these.
  expect(heap).toBeLessThan(megabyte)
  expect(outside).toBeLessThan(megabyte / 2)
  expect(resident).toBeLessThan(32 * megabyte)
  expect(memories).toBe(0)
  // The kernel of WebAssembly is there: it was not the interpreter that was called.
  expect(last.memories).toBe(1)
}, 600_000)

it('ten thousand programs leave none behind', () => {
  const { heap, outside, resident, last } = growth('programs')
  // A program with its kernel takes tens of kilobytes: a hundredth of that for each would be twice this.
  expect(heap).toBeLessThan(4 * megabyte)
  expect(outside).toBeLessThan(megabyte)
  expect(resident).toBeLessThan(128 * megabyte)
  expect(last.memories).toBe(0)
}, 900_000)

it('a kernel lives with its function and goes with it', () => {
  expect(told('release')).toMatchObject({ held: 21, left: 1 })
}, 120_000)

it('so do those of promoted derivatives, and of programs, whatever code they are', () => {
  expect(told('derivatives')).toEqual({ held: 2, left: 0, javascript: true })
}, 120_000)

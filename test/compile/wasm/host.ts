/**
 * The WebAssembly of the host, with the types that the tests use, and modules put together and run.
 */
import { either as E } from 'fp-ts'
import { encode } from '../../../src/compile/wasm/encode.ts'
import type { Instruction, ValueType } from '../../../src/compile/wasm/instruction.ts'
import { type DefinedFunction, type ImportedFunction, type Module, showObstacle } from '../../../src/compile/wasm/module.ts'

export type Callable = (...xs: ReadonlyArray<number | bigint>) => number
export type Exports = { readonly [name: string]: Callable }

interface Memory {
  readonly buffer: ArrayBuffer
}

interface MemorySize {
  readonly initial: number
  readonly maximum?: number
  readonly shared?: boolean
}

interface Host {
  readonly validate: (bytes: Uint8Array) => boolean
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: Exports }
  readonly Memory: new (size: MemorySize) => Memory
}

declare const WebAssembly: Host

export const validates = (bytes: Uint8Array): boolean => WebAssembly.validate(bytes)

/** Whether a module takes a memory `m.m` of some size. */
export const takes = (module: Module, size: MemorySize): boolean => {
  try {
    return new WebAssembly.Instance(new WebAssembly.Module(bytesOf(module)), { m: { m: new WebAssembly.Memory(size) } }) !== undefined
  } catch {
    return false
  }
}

/** The bytes of a module that must encode. */
export const bytesOf = (module: Module): Uint8Array => {
  const encoded = encode(module)
  if (E.isLeft(encoded)) throw new Error(showObstacle(encoded.left))
  return encoded.right
}

export interface Running {
  readonly exports: Exports
  readonly f64: Float64Array
  readonly u8: Uint8Array
}

/** A module with one imported memory `m.m` of so many pages, and functions imported from `h`. */
export const run = (
  functions: ReadonlyArray<DefinedFunction>,
  functionImports: ReadonlyArray<ImportedFunction> = [],
  hosts: { readonly [name: string]: unknown } = {},
  pages = 1,
): Running => {
  const memory = new WebAssembly.Memory({ initial: pages })
  const bytes = bytesOf({ functionImports, memory: { module: 'm', name: 'm', minimum: 1 }, functions })
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { m: { m: memory }, h: hosts })
  return { exports, f64: new Float64Array(memory.buffer), u8: new Uint8Array(memory.buffer) }
}

/** A function without parameters whose value is what a list of instructions leaves. */
export const thunk = (result: ValueType, body: ReadonlyArray<Instruction>, locals: ReadonlyArray<ValueType> = []): DefinedFunction => ({
  name: 'f',
  type: { parameters: [], results: [result] },
  locals,
  body,
  exported: 'f',
})

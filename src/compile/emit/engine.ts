/**
 * The engine that runs WebAssembly, as far as this library looks at it. This is the one place that
 * knows there is one.
 */
import { permission } from '../permission.ts'
import type { Made, Team } from '../crew.ts'
import type { Binary } from './module.ts'

interface Memory {
  readonly buffer: ArrayBufferLike
}

interface Instance {
  readonly exports: Made['exports'] & { readonly run: () => void }
}

interface Engine {
  readonly validate: (bytes: Uint8Array) => boolean
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: { readonly host: { readonly [name: string]: unknown } }) => Instance
  readonly Memory: new (sizes: { readonly initial: number; readonly maximum?: number; readonly shared?: boolean }) => Memory
}

declare const WebAssembly: Engine | undefined

/** A kernel's memory, and the function that runs it. */
export interface Running {
  readonly bytes: ArrayBufferLike
  readonly run: () => void
}

/** A module of one function, which fills the lanes of a vector and counts their bits. */
const vectors: ReadonlyArray<number> = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11]

/** Whether there is an engine, it knows vectors, and it may be used. */
export const mayMakeModules: () => boolean = /*#__PURE__*/ permission(() => {
  if (typeof WebAssembly === 'undefined') throw new Error('there is no WebAssembly')
  return new WebAssembly.Module(Uint8Array.from(vectors))
})

/** Whether the engine knows all that a module is made of. */
export const accepts = (module: ReadonlyArray<number>): boolean => (typeof WebAssembly === 'undefined' ? false : WebAssembly.validate(Uint8Array.from(module)))

/** Null where there is no engine, or where it may not be used, as a page's content-security policy may have it. */
export const start = (binary: Binary, primitive: (memory: ArrayBufferLike) => (call: number) => void, team?: Team): Running | null => {
  if (typeof WebAssembly === 'undefined') return null
  try {
    const memory = new WebAssembly.Memory(team === undefined ? { initial: binary.pages } : { initial: binary.pages, maximum: binary.pages, shared: true })
    new Float64Array(memory.buffer, binary.pool.from, binary.pool.values.length).set(binary.pool.values)
    const functions = Object.fromEntries(binary.functions.map((f, i) => [`f${i}`, f]))
    const host = { memory, primitive: primitive(memory.buffer), ...functions }
    const module = new WebAssembly.Module(binary.bytes)
    const instance = new WebAssembly.Instance(module, { host })
    team?.begin({ module, memory, functions: binary.functions, exports: instance.exports })
    return { bytes: memory.buffer, run: instance.exports.run }
  } catch (error) {
    // Too little memory; or a policy's refusal, which only its message tells from a module that is wrong.
    if (error instanceof EvalError || error instanceof RangeError) return null
    if (error instanceof Error && error.name === 'CompileError' && /content security policy|disallowed/i.test(error.message)) return null
    throw error
  }
}

/**
 * The engine that runs WebAssembly, as far as this library looks at it. This is the one place that
 * knows there is one.
 */
import type { Binary } from './module.ts'

interface Memory {
  readonly buffer: ArrayBuffer
}

interface Instance {
  readonly exports: { readonly run: () => void }
}

interface Engine {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: { readonly host: { readonly [name: string]: unknown } }) => Instance
  readonly Memory: new (sizes: { readonly initial: number }) => Memory
}

declare const WebAssembly: Engine | undefined

/** A kernel's memory, and the function that runs it. */
export interface Running {
  readonly bytes: ArrayBuffer
  readonly run: () => void
}

/** Null where there is no engine, or where it may not be used, as a page's content-security policy may have it. */
export const start = (pages: number, make: (bytes: ArrayBuffer) => { readonly binary: Binary; readonly primitive: (call: number) => void }): Running | null => {
  if (typeof WebAssembly === 'undefined') return null
  try {
    const memory = new WebAssembly.Memory({ initial: pages })
    const { binary, primitive } = make(memory.buffer)
    const functions = Object.fromEntries(binary.functions.map((f, i) => [`f${i}`, f]))
    const instance = new WebAssembly.Instance(new WebAssembly.Module(binary.bytes), { host: { memory, primitive, ...functions } })
    return { bytes: memory.buffer, run: instance.exports.run }
  } catch (error) {
    if (error instanceof EvalError || error instanceof RangeError) return null
    // A policy's refusal is a CompileError whose name is all that tells it; a wrong module is a defect and is told.
    if (error instanceof Error && error.name === 'CompileError' && error.message.includes('Content')) return null
    throw error
  }
}

/**
 * Where threads come from: Node and what is like it, or a page. This is the one place that knows of them.
 */
import { phantom } from '../../type/phantom.ts'

/** Another thread. */
export interface Thread {
  readonly post: (message: unknown) => void
  readonly end: () => void
}

export interface Platform {
  /** How many threads run at once. */
  readonly processors: number
  /** A thread that runs a text and keeps nothing else from ending. */
  readonly start: (text: string) => Thread
}

interface NodeWorker {
  readonly postMessage: (message: unknown) => void
  readonly terminate: () => unknown
  readonly unref: () => void
  readonly on: (event: string, then: (value: unknown) => void) => void
}

interface NodeThreads {
  readonly Worker: new (text: string, options: { readonly eval: true; readonly execArgv: ReadonlyArray<string> }) => NodeWorker
}

interface NodeSystem {
  readonly availableParallelism: () => number
}

interface NodeProcess {
  readonly getBuiltinModule?: (name: string) => unknown
}

interface PageWorker {
  readonly postMessage: (message: unknown) => void
  readonly terminate: () => void
}

declare const process: NodeProcess | undefined
declare const crossOriginIsolated: boolean | undefined
declare const navigator: { readonly hardwareConcurrency?: number } | undefined
declare const Worker: (new (address: string) => PageWorker) | undefined
declare const Blob: new (parts: ReadonlyArray<string>, options: { readonly type: string }) => object
declare const URL: { readonly createObjectURL: (blob: object) => string; readonly revokeObjectURL: (address: string) => void }

// What is like Node may have only a part of its modules.
const ofNode = (load: (name: string) => unknown): Platform | string => {
  const { Worker: Started } = phantom<Partial<NodeThreads>>(load('node:worker_threads') ?? {})
  const system = phantom<Partial<NodeSystem>>(load('node:os') ?? {})
  if (Started === undefined) return 'since the host has no node:worker_threads'
  if (system.availableParallelism === undefined) return 'since the host does not say how many processors there are'
  return {
    processors: system.availableParallelism(),
    start: (text) => {
      // Options of the process, such as a loader of its own, are not for it.
      const worker = new Started(text, { eval: true, execArgv: [] })
      // One that fails is not ready, or says so itself.
      worker.on('error', () => {})
      worker.unref()
      return { post: (message) => worker.postMessage(message), end: () => worker.terminate() }
    },
  }
}

const ofPage = (Started: new (address: string) => PageWorker): Platform => ({
  processors: (typeof navigator === 'undefined' ? undefined : navigator.hardwareConcurrency) ?? 1,
  start: (text) => {
    const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))
    const worker = new Started(address)
    URL.revokeObjectURL(address)
    return { post: (message) => worker.postMessage(message), end: () => worker.terminate() }
  },
})

/** Where this runs; or, in a word, why there are no threads there. */
export const platformHere = (): Platform | string => {
  if (typeof SharedArrayBuffer === 'undefined') return 'since the host shares no memory between threads: a page must be cross-origin isolated'
  if (typeof process !== 'undefined' && process.getBuiltinModule !== undefined) return ofNode(process.getBuiltinModule)
  if (typeof Worker === 'undefined') return 'since the host has no workers: Node has them from 20.16 on'
  if (typeof crossOriginIsolated === 'boolean' && !crossOriginIsolated) return 'since the page is not cross-origin isolated'
  return ofPage(Worker)
}

/** Whether this thread may wait: that of a page may not. */
export const mayWait = (): boolean => {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0)
    return true
  } catch {
    return false
  }
}

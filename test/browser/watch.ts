/**
 * Stands between the library and the engine, and counts what code is made and how often it runs: the proof that
 * the code made is what answers. Loaded before the library. With a limit, WebAssembly of more bytes is refused
 * in a page, as older Chromiums did at 4 kB and newer ones do at 8 MB.
 */
import { phantom } from '../../src/type/phantom.ts'

interface Counts {
  made: number
  ran: number
}

export const counts: { readonly [B in 'javascript' | 'webassembly']: Counts } = {
  javascript: { made: 0, ran: 0 },
  webassembly: { made: 0, ran: 0 },
}

const counted =
  (of: Counts, run: () => void): (() => void) =>
  () => {
    of.ran++
    run()
  }

type Maker = (...given: ReadonlyArray<unknown>) => () => void

const host: { readonly WebAssembly: object; readonly document?: object; readonly location: { readonly search: string } } = phantom(globalThis)

const asked = new URLSearchParams(host.location.search).get('limit')
const limit = asked === null || host.document === undefined ? Number.POSITIVE_INFINITY : Number(asked)

interface Made {
  readonly exports: { readonly run: () => void }
}

const { Module, Instance }: { readonly Module: new (bytes: Uint8Array) => object; readonly Instance: new (...given: ReadonlyArray<unknown>) => Made } = phantom(
  host.WebAssembly,
)

Object.assign(host.WebAssembly, {
  Module: new Proxy(Module, {
    construct: (target, given) => {
      const [bytes] = given
      if (bytes instanceof Uint8Array && bytes.length > limit)
        throw new RangeError(`WebAssembly.Compile is disallowed on the main thread, if the buffer size is larger than ${limit}`)
      return new target(phantom<Uint8Array>(bytes))
    },
  }),
  Instance: new Proxy(Instance, {
    construct: (target, given) => {
      const { exports } = new target(...given)
      counts.webassembly.made++
      return { exports: { ...exports, run: counted(counts.webassembly, exports.run) } }
    },
  }),
})

Object.assign(globalThis, {
  Function: new Proxy(Function, {
    construct: (target, given) => {
      const maker = phantom<Maker>(new target(...given))
      counts.javascript.made++
      return (...xs: ReadonlyArray<unknown>) => counted(counts.javascript, maker(...xs))
    },
  }),
})

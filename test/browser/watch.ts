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

export const counts: { readonly [B in 'direct JavaScript' | 'javascript' | 'webassembly']: Counts } = {
  'direct JavaScript': { made: 0, ran: 0 },
  javascript: { made: 0, ran: 0 },
  webassembly: { made: 0, ran: 0 },
}

type Run = (...given: ReadonlyArray<unknown>) => unknown

const counted =
  (of: Counts, run: Run): Run =>
  (...given) => {
    const answer = run(...given)
    // A whole call that is not like those before answers with a symbol, having done nothing.
    if (typeof answer !== 'symbol') of.ran++
    return answer
  }

type Maker = (...given: ReadonlyArray<unknown>) => Run

const host: { readonly WebAssembly: object; readonly document?: object; readonly location: { readonly search: string } } = phantom(globalThis)

const asked = new URLSearchParams(host.location.search).get('limit')
const limit = asked === null || host.document === undefined ? Number.POSITIVE_INFINITY : Number(asked)

interface Made {
  readonly exports: { readonly run: Run }
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
      // A whole call takes what it answers with when it is not like those before; a kernel takes its memory.
      const of = given[0] === 'missed' ? counts['direct JavaScript'] : counts.javascript
      of.made++
      return (...xs: ReadonlyArray<unknown>) => counted(of, maker(...xs))
    },
  }),
})

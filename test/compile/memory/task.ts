/**
 * What is asked of memory, each in a process of its own with `--expose-gc`: the name of a task, and JSON of what it
 * used. Bytes are those after a collection.
 */
import { phantom } from '../../../src/type/phantom.ts'

/** Every WebAssembly memory made, for as long as it lives: nothing of the library stands between. */
const memories: Array<WeakRef<object>> = []
const { Memory }: { readonly Memory: new (sizes: object) => object } = phantom(phantom<{ readonly WebAssembly: object }>(globalThis).WebAssembly)
Object.assign(phantom<{ readonly WebAssembly: object }>(globalThis).WebAssembly, {
  Memory: new Proxy(Memory, {
    construct: (target, [sizes]) => {
      const made = new target(phantom<object>(sizes))
      memories.push(new WeakRef(made))
      return made
    },
  }),
})

const { add, compile, exp, grad, mul, sin, sum, trace } = await import('wengert')
const { promote } = await import('../../../src/compile/tier.ts')
// More than is written out as one function of JavaScript.
const size = 300
type Vector = import('wengert').Vector<300>
type Scalar = import('wengert').Scalar

const collected = async (): Promise<void> => {
  // Finalisers and weak references are seen to between turns.
  for (let i = 0; i < 4; i++) {
    globalThis.gc?.()
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

const alive = (): number => memories.filter((memory) => memory.deref() !== undefined).length

interface Use {
  readonly heap: number
  /** Array buffers and what else lies outside the heap. */
  readonly outside: number
  readonly resident: number
  readonly memories: number
}

const use = async (): Promise<Use> => {
  await collected()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { heap: heapUsed, outside: external, resident: rss, memories: alive() }
}

const xs = Float64Array.from({ length: size }, (_, i) => i / 100)
const bell = (x: Vector): Scalar => sum(mul(exp(sin(x)), x))

/** What a task uses at checkpoints along its way. */
const along = async (checkpoints: number, each: () => void): Promise<ReadonlyArray<Use>> => {
  const uses = [await use()]
  for (let k = 0; k < checkpoints; k++) {
    each()
    uses.push(await use())
  }
  return uses
}

const million = 1_000_000

const tasks: { readonly [name: string]: () => Promise<unknown> } = {
  /** 10⁶ calls of one kernel, a WebAssembly one and one of JavaScript, after some to warm up. */
  calls: () => {
    const gradient = grad(bell)
    const small = grad((x: Scalar) => mul(x, sin(x)))
    const call = (count: number): void => {
      for (let i = 0; i < count; i++) {
        gradient(xs)
        small(i)
      }
    }
    call(20_000)
    return along(4, () => call(million / 4))
  },
  /** 10⁴ different programs, compiled and called, none of which is kept. */
  programs: () => {
    const make = (k: number): void => {
      const f = compile((x: Vector) => sum(mul(exp(sin(add(x, k))), x)))
      f(xs)
      f(xs)
    }
    for (let k = 0; k < 500; k++) make(-k - 1)
    let next = 0
    return along(4, () => {
      for (let k = 0; k < 2500; k++) make(next++)
    })
  },
  /** Memories alive with a function, and after it. */
  release: async () => {
    const keep = compile((x: Vector) => sum(mul(exp(x), x)))
    keep(xs)
    const held = await (async () => {
      const some = Array.from({ length: 20 }, (_, k) => compile((x: Vector) => sum(exp(mul(x, k + 1)))))
      for (const f of some) f(xs)
      const { memories } = await use()
      return { memories, answers: some.map((f) => f(xs)).length }
    })()
    const { memories } = await use()
    return { held: held.memories, left: memories, kept: keep(xs) }
  },
  /** The same of a derivative that was promoted by being called, and of a program that a user holds. */
  derivatives: async () => {
    const held = await (async () => {
      // Its own: what is made of a function is kept as long as the function is.
      const f = (x: Vector): Scalar => bell(x)
      const gradient = grad(f)
      for (let i = 0; i < 5000; i++) gradient(xs)
      const program = trace(f)(xs)
      promote(program, 'webassembly')
      const made = promote(trace(f)(xs), 'javascript')
      const javascript = new WeakRef(made._tag === 'Kernel' ? made.compiled : made)
      return { javascript, ...(await use()), last: gradient(xs), equations: program.equations.length }
    })()
    const { memories } = await use()
    return { held: held.memories, left: memories, javascript: held.javascript.deref() === undefined }
  },
}

const name = process.argv[2] ?? ''
console.log(JSON.stringify(await tasks[name]?.()))

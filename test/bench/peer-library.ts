/**
 * The small cases in the languages of other libraries. Of each library only what is used is typed, since
 * none needs to be there.
 */
import { entry } from '../../src/entry.ts'
import { phantom } from '../../src/type/phantom.ts'
import type { Subject } from './subject.ts'
import type { DataOf } from './yardstick/inputs.mjs'

type Yardstick = Subject['yardstick'] & { readonly data?: unknown }
type Gradient = (i: number) => ArrayLike<number>
type Make = (library: unknown, yardstick: Yardstick) => Promise<Gradient>

export interface Peer {
  readonly name: string
  readonly module: string
  /** What it wants of the host before it is loaded. */
  readonly before?: () => void
  readonly gradients: Readonly<Record<string, Make>>
}

const input = ({ inputs }: Yardstick, i: number): Float64Array => entry(inputs, i)
const logisticData = ({ data }: Yardstick): DataOf['C'] => phantom(data)

// mathjs ---------------------------------------------------------------------------------------

interface Mathjs {
  readonly parse: (text: string) => unknown
  readonly derivative: (f: unknown, by: string) => { readonly compile: () => { readonly evaluate: (at: object) => number } }
}

const mathjs: Readonly<Record<string, Make>> = {
  A: async (library, yardstick) => {
    const { parse, derivative } = phantom<Mathjs>(library)
    const f = parse('log(x) + x * y - sin(y)')
    const [dx, dy] = [derivative(f, 'x').compile(), derivative(f, 'y').compile()]
    return (i) => {
      const [x, y] = input(yardstick, i)
      return [dx.evaluate({ x, y }), dy.evaluate({ x, y })]
    }
  },
}

// jax-js, in float64 -----------------------------------------------------------------------------

/** An array that is used up by what is done with it, unless by way of `ref`. */
interface Jax {
  readonly ref: Jax
  readonly add: (y: Jax | number) => Jax
  readonly sub: (y: Jax) => Jax
  readonly mul: (y: Jax | number) => Jax
  readonly slice: (range: readonly [number, number]) => Jax
  readonly reshape: (shape: ReadonlyArray<number>) => Jax
  readonly dataSync: () => Float64Array
  readonly [Symbol.iterator]: () => Iterator<Jax>
}

interface JaxLibrary {
  readonly numpy: {
    readonly float64: unknown
    readonly array: (data: Float64Array, options: { readonly dtype: unknown }) => Jax
    readonly log: (x: Jax) => Jax
    readonly sin: (x: Jax) => Jax
    readonly sum: (x: Jax) => Jax
    readonly mean: (x: Jax) => Jax
    readonly matmul: (x: Jax, y: Jax) => Jax
  }
  readonly nn: { readonly softplus: (x: Jax) => Jax }
  readonly grad: (f: (x: Jax) => Jax) => (x: Jax) => Jax
  readonly jit: (f: (x: Jax) => Jax) => (x: Jax) => Jax
}

// It names Float16Array, which Node has from version 24 on; nothing here is one.
const beforeJax = (): void => {
  if (!('Float16Array' in globalThis)) Object.assign(globalThis, { Float16Array: Uint16Array })
}

const byJax =
  (objective: (library: JaxLibrary, yardstick: Yardstick) => (x: Jax) => Jax): Make =>
  async (given, yardstick) => {
    const library = phantom<JaxLibrary>(given)
    const { numpy, jit, grad } = library
    const gradient = jit(grad(objective(library, yardstick)))
    return (i) => gradient(numpy.array(input(yardstick, i), { dtype: numpy.float64 })).dataSync()
  }

const jaxRosenbrock = byJax(({ numpy }, { inputs }) => {
  const n = entry(inputs, 0).length
  return (x) => {
    const [here, next] = [x.ref.slice([0, n - 1]), x.slice([1, n])]
    const [rise, rest] = [next.sub(here.ref.mul(here.ref)), here.mul(-1).add(1)]
    return numpy.sum(rise.ref.mul(rise).mul(100).add(rest.ref.mul(rest)))
  }
})

const jaxLogistic = byJax(({ numpy, nn }, yardstick) => {
  const { N, d, X, y } = logisticData(yardstick)
  const [rows, signs] = [numpy.array(X, { dtype: numpy.float64 }).reshape([N, d]), numpy.array(y, { dtype: numpy.float64 })]
  return (w) => numpy.mean(nn.softplus(numpy.matmul(rows.ref, w).mul(signs.ref).mul(-1)))
})

const jax: Readonly<Record<string, Make>> = {
  A: byJax(({ numpy }) => ([...parts]) => {
    const [x, y] = [entry(parts, 0), entry(parts, 1)]
    return numpy.log(x.ref).add(x.mul(y.ref)).sub(numpy.sin(y))
  }),
  B10: jaxRosenbrock,
  B1000: jaxRosenbrock,
  B100000: jaxRosenbrock,
  C1: jaxLogistic,
  C2: jaxLogistic,
}

// tfjs, in WebAssembly and float32 -----------------------------------------------------------------

interface Tf {
  readonly dataSync: () => Float32Array
}

type TfUnary = (x: Tf) => Tf
type TfBinary = (x: Tf | number, y: Tf | number) => Tf

interface TfLibrary {
  readonly setBackend: (name: string) => Promise<boolean>
  readonly ready: () => Promise<void>
  readonly tidy: <T>(f: () => T) => T
  readonly grad: (f: (x: Tf) => Tf) => (x: Tf) => Tf
  readonly tensor1d: (data: Float32Array) => Tf
  readonly tensor2d: (data: Float32Array, shape: readonly [number, number]) => Tf
  readonly slice: (x: Tf, begin: ReadonlyArray<number>, size: ReadonlyArray<number>) => Tf
  readonly reshape: (x: Tf, shape: ReadonlyArray<number>) => Tf
  readonly matMul: (x: Tf, y: Tf) => Tf
  readonly square: TfUnary
  readonly neg: TfUnary
  readonly softplus: TfUnary
  readonly sum: TfUnary
  readonly mean: TfUnary
  readonly add: TfBinary
  readonly sub: TfBinary
  readonly mul: TfBinary
}

const byTf =
  (objective: (tf: TfLibrary, yardstick: Yardstick) => (x: Tf) => Tf): Make =>
  async (given, yardstick) => {
    const tf = phantom<TfLibrary>(given)
    const backend = '@tensorflow/tfjs-backend-wasm'
    await import(backend)
    await tf.setBackend('wasm')
    await tf.ready()
    const gradient = tf.grad(objective(tf, yardstick))
    return (i) => tf.tidy(() => gradient(tf.tensor1d(Float32Array.from(input(yardstick, i)))).dataSync())
  }

const tfRosenbrock = byTf((tf, { inputs }) => {
  const n = entry(inputs, 0).length
  return (x) => {
    const [here, next] = [tf.slice(x, [0], [n - 1]), tf.slice(x, [1], [n - 1])]
    return tf.sum(tf.add(tf.mul(100, tf.square(tf.sub(next, tf.square(here)))), tf.square(tf.sub(1, here))))
  }
})

const tfLogistic = byTf((tf, yardstick) => {
  const { N, d, X, y } = logisticData(yardstick)
  const [rows, signs] = [tf.tensor2d(Float32Array.from(X), [N, d]), tf.tensor1d(Float32Array.from(y))]
  return (w) => tf.mean(tf.softplus(tf.neg(tf.mul(signs, tf.reshape(tf.matMul(rows, tf.reshape(w, [d, 1])), [N])))))
})

const tfjs: Readonly<Record<string, Make>> = { B10: tfRosenbrock, B1000: tfRosenbrock, B100000: tfRosenbrock, C1: tfLogistic, C2: tfLogistic }

// rose ---------------------------------------------------------------------------------------------

type Rose = number | { readonly rose: unique symbol }
type RoseBinary = (x: Rose, y: Rose) => Rose
interface RoseDual {
  readonly re: Rose
  readonly du: Rose
}
type RoseFunction = (x: Rose) => Rose

interface RoseLibrary {
  readonly Real: unknown
  readonly Dual: unknown
  readonly Vec: (n: number, of: unknown) => unknown
  readonly add: RoseBinary
  readonly sub: RoseBinary
  readonly mul: RoseBinary
  readonly div: RoseBinary
  readonly fn: (inputs: ReadonlyArray<unknown>, output: unknown, body: unknown) => unknown
  readonly opaque: (inputs: ReadonlyArray<unknown>, output: unknown, f: unknown) => RoseFunction & { jvp: unknown }
  readonly vjp: (f: unknown) => (x: unknown) => { readonly grad: (seed: number) => unknown }
  readonly compile: (f: unknown) => Promise<(x: unknown) => ArrayLike<number>>
}

/** A function of a vector; the gradient is compiled to WebAssembly. */
const byRose =
  (objective: (library: RoseLibrary) => (x: ReadonlyArray<Rose>) => Rose): Make =>
  async (given, yardstick) => {
    const library = phantom<RoseLibrary>(given)
    const { Real, Vec, fn, vjp, compile } = library
    const n = entry(yardstick.inputs, 0).length
    const vector = Vec(n, Real)
    const body = objective(library)
    const f = fn([vector], Real, (x: ReadonlyArray<Rose>) => body(Array.from({ length: n }, (_, i) => entry(x, i))))
    const gradient = await compile(fn([vector], vector, (x: unknown) => vjp(f)(x).grad(1)))
    return (i) => gradient([...input(yardstick, i)])
  }

const roseRosenbrock = byRose(
  ({ add, sub, mul }) =>
    (x) =>
      x.slice(1).reduce<Rose>((total, next, i) => {
        const here = entry(x, i)
        const [rise, rest] = [sub(next, mul(here, here)), sub(1, here)]
        return add(total, add(mul(100, mul(rise, rise)), mul(rest, rest)))
      }, 0),
)

const rose: Readonly<Record<string, Make>> = {
  A: byRose(({ Real, Dual, add, sub, mul, div, fn, opaque }) => {
    const [log, sin, cos] = [opaque([Real], Real, Math.log), opaque([Real], Real, Math.sin), opaque([Real], Real, Math.cos)]
    log.jvp = fn([Dual], Dual, ({ re, du }: RoseDual) => ({ re: log(re), du: div(du, re) }))
    sin.jvp = fn([Dual], Dual, ({ re, du }: RoseDual) => ({ re: sin(re), du: mul(du, cos(re)) }))
    return ([...parts]) => {
      const [x, y] = [entry(parts, 0), entry(parts, 1)]
      return sub(add(log(x), mul(x, y)), sin(y))
    }
  }),
  B10: roseRosenbrock,
  B1000: roseRosenbrock,
  G: byRose(
    ({ sub, mul }) =>
      ([x]) =>
        Array.from({ length: 19 }).reduce<Rose>((l) => mul(mul(4, l), sub(1, l)), x ?? 0),
  ),
}

export const peers: ReadonlyArray<Peer> = [
  { name: 'jax-js', module: '@jax-js/jax', before: beforeJax, gradients: jax },
  { name: 'tfjs', module: '@tensorflow/tfjs', gradients: tfjs },
  { name: 'rose', module: 'rose', gradients: rose },
  { name: 'mathjs', module: 'mathjs', gradients: mathjs },
]

/**
 * Programs as maps between vectors: arguments and results flat, the derivative in both modes beside
 * the value. The laws of differentiation are about such maps, whatever structure a program has.
 */
import type { Aval } from '../src/array/aval.ts'
import { sizeOf } from '../src/array/shape.ts'
import { dataOf, tensorsBy, type AnyTensor } from '../src/array/tensor.ts'
import { jvp, vjp } from '../src/index.ts'
import { evaluation } from '../src/interpret/evaluate.ts'
import { outputAvals } from '../src/program/avals.ts'
import { fold } from '../src/program/fold.ts'
import type { Pair, Program } from '../src/program/model.ts'
import { close, inline } from '../src/program/trace.ts'
import { cut } from '../src/transform/pick.ts'
import type { Numbers } from './closeness.ts'

/** The two modes as program transforms: what the laws of differentiation put to the test. */
export interface Modes {
  /** (x…) → (y…) becomes (x…, ẋ…) → (y…, ẏ…). */
  readonly forward: (program: Program) => Program
  /** (x…) → (y…) becomes (x…, ȳ…) → (y…, x̄…). */
  readonly reverse: (program: Program) => Program
}

/** A pair as one program: (x…, ȳ…) → (y…, x̄…). */
export const joined = ({ forward, pullback }: Pair, program: Program): Program => {
  const outs = outputAvals(program)
  return close([...program.inputs, ...outs], (xs) => {
    const [args = [], cotangents = []] = cut(xs, program.inputs.length)
    const [answers = [], residuals = []] = cut(inline(forward)(args), outs.length)
    return [...answers, ...inline(pullback)([...residuals, ...cotangents])]
  })
}

/**
 * The library's own modes, as users get them.
 *
 * @example
 * library.forward(trace((x: Scalar) => sin(x))(0)).inputs.length   // 2
 * @category laws
 */
export const library: Modes = { forward: (program) => jvp(program), reverse: (program) => joined(vjp(program), program) }

const total = (avals: ReadonlyArray<Aval>): number => avals.reduce((n, of) => n + sizeOf(of.shape), 0)

/** How many numbers a program takes, and how many it answers with. */
export const sizesOf = (program: Program): { readonly inputs: number; readonly outputs: number } => ({
  inputs: total(program.inputs),
  outputs: total(outputAvals(program)),
})

/** A vector cut into tensors. */
export const tensorsOf = (avals: ReadonlyArray<Aval>, vector: Numbers): ReadonlyArray<AnyTensor> => tensorsBy(avals, (place) => vector[place] ?? Number.NaN)

/** Tensors as one vector. */
export const vectorOf = (tensors: ReadonlyArray<AnyTensor>): Float64Array => Float64Array.from(tensors.flatMap((x) => Array.from(dataOf(x))))

/** A program of float64 arrays as a map between vectors. */
export const mapOf =
  (program: Program): ((x: Numbers) => Float64Array) =>
  (x) =>
    vectorOf(fold(evaluation)(program)(tensorsOf(program.inputs, x)))

/** A map with its derivatives. */
export interface Mapping {
  readonly inputs: number
  readonly outputs: number
  /** x → y. */
  readonly value: (x: Numbers) => Float64Array
  /** (x, v) → Jv, by forward mode. */
  readonly push: (x: Numbers, v: Numbers) => Float64Array
  /** (x, w) → Jᵀw, by reverse mode. */
  readonly pull: (x: Numbers, w: Numbers) => Float64Array
  /** The values that come with push and pull. */
  readonly pushed: (x: Numbers) => Float64Array
  readonly pulled: (x: Numbers) => Float64Array
}

const joinedVector = (...parts: ReadonlyArray<Numbers>): Float64Array => Float64Array.from(parts.flatMap((part) => Array.from(part)))

/** A program as a map with its derivative in both modes, each made when first asked for. */
export const mappingOf = (program: Program, modes: Modes): Mapping => {
  const { inputs, outputs } = sizesOf(program)
  const lazily = (make: (program: Program) => Program): ((x: Numbers) => Float64Array) => {
    let made: ((x: Numbers) => Float64Array) | null = null
    return (x) => {
      made ??= mapOf(make(program))
      return made(x)
    }
  }
  const [forward, reverse] = [lazily(modes.forward), lazily(modes.reverse)]
  return {
    inputs,
    outputs,
    value: mapOf(program),
    push: (x, v) => forward(joinedVector(x, v)).slice(outputs),
    pull: (x, w) => reverse(joinedVector(x, w)).slice(outputs),
    pushed: (x) => forward(joinedVector(x, new Float64Array(inputs))).slice(0, outputs),
    pulled: (x) => reverse(joinedVector(x, new Float64Array(outputs))).slice(0, outputs),
  }
}

/** Σ over w of the second derivative along u and v, ⟨w, ∂²f[u, v]⟩, by each nesting of the two modes. */
export interface Second {
  readonly forwardForward: number
  readonly forwardReverse: number
  readonly reverseForward: number
  readonly reverseReverse: number
}

/** All four nestings at once: each takes the derivative program of one mode through the other. */
export const secondOf = (program: Program, modes: Modes): ((x: Numbers, u: Numbers, v: Numbers, w: Numbers) => Second) => {
  const { inputs: n, outputs: m } = sizesOf(program)
  const [forward, reverse] = [modes.forward(program), modes.reverse(program)]
  const [ff, fr, rf, rr] = [modes.forward(forward), modes.forward(reverse), modes.reverse(forward), modes.reverse(reverse)].map(mapOf)
  const zeros = (length: number): Float64Array => new Float64Array(length)
  const along = (a: Numbers, b: Numbers): number => Array.from(a).reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0)
  return (x, u, v, w) => ({
    // (x, v; ẋ = u, v̇ = 0) → (y, ẏ; …, dẏ)
    forwardForward: along(ff?.(joinedVector(x, v, u, zeros(n))).slice(3 * m) ?? [], w),
    // (x, w; ẋ = u, ẇ = 0) → (y, x̄; ẏ, dx̄)
    forwardReverse: along(fr?.(joinedVector(x, w, u, zeros(m))).slice(2 * m + n) ?? [], v),
    // (x, v; 0, w) → (y, ẏ; x̄, v̄)
    reverseForward: along(rf?.(joinedVector(x, v, zeros(m), w)).slice(2 * m, 2 * m + n) ?? [], u),
    // (x, w; 0, v) → (y, x̄; x̄̄, w̄)
    reverseReverse: along(rr?.(joinedVector(x, w, zeros(m), v)).slice(m + n, m + 2 * n) ?? [], u),
  })
}

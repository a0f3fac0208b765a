/**
 * The laws of linear programs and of whole derivatives: linearization is forward mode at a point, its
 * transpose is reverse mode, transposing is an involution that turns compositions round, both ways to a
 * Jacobian agree with each other and with differences, and the second derivatives are symmetric.
 */
import type * as fc from 'fast-check'
import { sizeOf } from '../src/array/shape.ts'
import { tensor } from '../src/array/tensor.ts'
import { entry } from '../src/entry.ts'
import { add, hessian, hvp, jacfwd, jacobian, jacrev, linearize, type Linearized, linearTranspose, mul, type Program, simplify, sum } from '../src/index.ts'
import { linearity as linearityOf } from '../src/interpret/linearity.ts'
import { outputAvals } from '../src/program/avals.ts'
import { toExpr } from '../src/program/operate.ts'
import { close, inline } from '../src/program/trace.ts'
import { phantom } from '../src/type/phantom.ts'
import type { Scalar } from '../src/program/model.ts'
import { innerProduct, near, type Numbers } from './closeness.ts'
import { nearEstimates, tolerances } from './derivative.ts'
import { differences } from './difference.ts'
import { every, type Law, law, that, type Verdict } from './law.ts'
import { library, mapOf, mappingOf, sizesOf } from './mapping.ts'
import type { Sample } from './program.ts'

/** The derived transforms on programs: what these laws put to the test. */
export interface Derived {
  readonly linearize: (program: Program) => Linearized
  /** By the inputs given. */
  readonly transpose: (program: Program, inputs: ReadonlyArray<number>) => Program
  readonly jacfwd: (program: Program) => Program
  readonly jacrev: (program: Program) => Program
  readonly jacobian: (program: Program) => Program
  readonly hessian: (program: Program) => Program
  readonly hvp: (program: Program) => Program
}

/**
 * The library's own derived transforms, as users get them.
 *
 * @example
 * derivedTransforms.jacobian(trace((x: Scalar) => sin(x))(0)).outputs.length   // 1
 * @category laws
 */
export const derivedTransforms: Derived = {
  linearize: (program) => linearize(program),
  transpose: (program, argnums) => linearTranspose(program, { argnums }),
  jacfwd: (program) => jacfwd(program),
  jacrev: (program) => jacrev(program),
  jacobian: (program) => jacobian(program),
  hessian: (program) => hessian(program),
  hvp: (program) => hvp(program),
}

// linear programs --------------------------------------------------------------------------

/** The last so many places of a list of so many. */
const last = (count: number, of: number): ReadonlyArray<number> => Array.from({ length: count }, (_, i) => of - count + i)

/** The derivative at a point as a linear program of the tangents alone, after what comes before: (residuals, ẋ…) → ẏ…, and the residuals. */
interface AtPoint {
  readonly push: Program
  readonly inputs: ReadonlyArray<number>
  readonly residuals: Numbers
}

const atPoint = (derived: Derived, { program, point }: Sample): AtPoint => {
  const { forward, pushforward } = derived.linearize(program)
  return {
    push: pushforward,
    inputs: last(program.inputs.length, pushforward.inputs.length),
    residuals: mapOf(forward)(point).slice(sizesOf(program).outputs),
  }
}

const joined = (...parts: ReadonlyArray<Numbers>): ReadonlyArray<number> => parts.flatMap((part) => Array.from(part))

/** (residuals, ȳ) ↦ J(Jᵀȳ) as one program. */
const normal = (push: Program, pull: Program, residuals: number): Program =>
  close(pull.inputs, (xs) => inline(push)([...xs.slice(0, residuals), ...inline(pull)(xs)]))

/**
 * Laws of linearization and transposition.
 *
 * @example
 * refuted(check(linearization(scalarPrograms()), { runs: 5 }))   // []
 * @category laws
 */
export const linearization = (samples: fc.Arbitrary<Sample>, derived: Derived = derivedTransforms): ReadonlyArray<Law> => [
  law('linearize keeps the value', samples, ({ program, value, point }) =>
    near(mapOf(derived.linearize(program).forward)(point).slice(0, sizesOf(program).outputs), value(point), 1e-12),
  ),
  law('linearize(f, x)(v) agrees with differences', samples, (sample) => {
    const { push, residuals } = atPoint(derived, sample)
    const scale = Math.max(1e-6, ...Array.from(sample.value(sample.point), (y) => 1e-3 * Math.abs(y)))
    return nearEstimates(
      mapOf(push)(joined(residuals, sample.v)),
      differences(sample.value, sample.point, sample.v, { step: sample.reach }),
      tolerances.first,
      scale,
    )
  }),
  law('jvp f x v = linearize(f, x)(v)', samples, (sample) => {
    const { push, residuals } = atPoint(derived, sample)
    return near(mapOf(push)(joined(residuals, sample.v)), mappingOf(sample.program, library).push(sample.point, sample.v), tolerances.modes, 1e-3)
  }),
  law('the pushforward is a linear program', samples, ({ program }) => {
    const { pushforward } = derived.linearize(program)
    const marks = pushforward.inputs.map((_, i) => i >= pushforward.inputs.length - program.inputs.length)
    const found = linearityOf(pushforward, marks).map((of) => of.dependence)
    return that(
      found.every((of) => of === 'Linear' || of === 'Zero'),
      'linear in the tangents',
      found.join(' '),
    )
  }),
  law('vjp = transpose ∘ linearize', samples, (sample) => {
    const { push, inputs, residuals } = atPoint(derived, sample)
    return near(
      mapOf(derived.transpose(push, inputs))(joined(residuals, sample.w)),
      mappingOf(sample.program, library).pull(sample.point, sample.w),
      tolerances.modes,
      1e-3,
    )
  }),
  law('⟨Ax, y⟩ = ⟨x, Aᵀy⟩', samples, (sample) => {
    const { push, inputs, residuals } = atPoint(derived, sample)
    const [ahead, back] = [mapOf(push)(joined(residuals, sample.v)), mapOf(derived.transpose(push, inputs))(joined(residuals, sample.w))]
    return near([innerProduct(ahead, sample.w)], [innerProduct(sample.v, back)], tolerances.modes, 1e-3)
  }),
  law('(Aᵀ)ᵀ = A', samples, (sample) => {
    const { push, inputs, residuals } = atPoint(derived, sample)
    const once = derived.transpose(push, inputs)
    const twice = derived.transpose(once, last(push.outputs.length, once.inputs.length))
    return near(mapOf(twice)(joined(residuals, sample.v)), mapOf(push)(joined(residuals, sample.v)), tolerances.modes, 1e-3)
  }),
  law('(A∘B)ᵀ = Bᵀ∘Aᵀ', samples, (sample) => {
    const { push, inputs, residuals } = atPoint(derived, sample)
    const pull = derived.transpose(push, inputs)
    const places = last(push.outputs.length, pull.inputs.length)
    const composed = derived.transpose(normal(push, pull, push.inputs.length - inputs.length), places)
    const [a, b] = [mapOf(pull), mapOf(derived.transpose(pull, places))]
    return near(mapOf(composed)(joined(residuals, sample.w)), b(joined(residuals, a(joined(residuals, sample.w)))), tolerances.modes, 1e-3)
  }),
]

// whole derivatives ------------------------------------------------------------------------

/** The blocks of a Jacobian put together: one row per entry of the outputs. */
const matrixOf = (program: Program, blocks: Numbers): ReadonlyArray<ReadonlyArray<number>> => {
  let from = 0
  return outputAvals(program).flatMap((out) => {
    const m = sizeOf(out.shape)
    const parts = program.inputs.map((of) => {
      const n = sizeOf(of.shape)
      const start = from
      from += m * n
      return { n, start }
    })
    return Array.from({ length: m }, (_, row) =>
      parts.flatMap(({ n, start }) => Array.from({ length: n }, (__, k) => blocks[start + row * n + k] ?? Number.NaN)),
    )
  })
}

const matrix = (transform: (program: Program) => Program, { program, point }: Sample): ReadonlyArray<ReadonlyArray<number>> =>
  matrixOf(program, mapOf(transform(program))(point))

const times = (rows: ReadonlyArray<ReadonlyArray<number>>, v: Numbers): ReadonlyArray<number> => rows.map((row) => innerProduct(row, v))

/** As near as the terms of each sum allow before they cancel. */
const nearSums = (found: Numbers, wanted: Numbers, rows: ReadonlyArray<ReadonlyArray<number>>): Verdict =>
  near(found, wanted, tolerances.modes, Math.max(1e-3, ...rows.flat().map(Math.abs)))

/** Σ w·y: one scalar output instead of all. */
const weighted = (program: Program, w: Numbers): Program =>
  close(program.inputs, (xs) => {
    let from = 0
    const parts = inline(program)(xs).map((y) => {
      const n = sizeOf(y.aval.shape)
      const weights = tensor(
        Float64Array.from({ length: n }, (_, i) => entry(Array.from(w), from + i)),
        y.aval.shape,
      )
      from += n
      return sum(mul(phantom<Scalar>(y), phantom<Scalar>(weights)))
    })
    return [toExpr('law', add(parts))]
  })

/**
 * Laws of Jacobians, Hessians and their products with vectors.
 *
 * @example
 * refuted(check(jacobians(scalarPrograms()), { runs: 5 }))   // []
 * @category laws
 */
export const jacobians = (samples: fc.Arbitrary<Sample>, derived: Derived = derivedTransforms): ReadonlyArray<Law> => [
  law('a Jacobian times a vector agrees with differences', samples, (sample) => {
    const rows = matrix(derived.jacobian, sample)
    const scale = Math.max(1e-6, ...Array.from(sample.value(sample.point), (y) => 1e-3 * Math.abs(y)), ...rows.flat().map((x) => 1e-3 * Math.abs(x)))
    return nearEstimates(times(rows, sample.v), differences(sample.value, sample.point, sample.v, { step: sample.reach }), tolerances.first, scale)
  }),
  law('jacfwd = jacrev = jacobian', samples, (sample) => {
    const ahead = matrix(derived.jacfwd, sample).flat()
    return every(
      () => near(matrix(derived.jacrev, sample).flat(), ahead, tolerances.modes, 1e-3),
      () => near(matrix(derived.jacobian, sample).flat(), ahead, tolerances.modes, 1e-3),
    )
  }),
  law('J·v = jvp, w·J = vjp', samples, (sample) => {
    const rows = matrix(derived.jacobian, sample)
    const map = mappingOf(sample.program, library)
    const columns = Array.from(sample.point, (_, k) => rows.map((row) => row[k] ?? Number.NaN))
    return every(
      () => nearSums(times(rows, sample.v), map.push(sample.point, sample.v), rows),
      () => nearSums(times(columns, sample.w), map.pull(sample.point, sample.w), rows),
    )
  }),
  law('the Hessian is symmetric', samples, (sample) => {
    const scalar = weighted(sample.program, sample.w)
    const rows = matrixOf(simplify(derived.jacrev(scalar)), mapOf(derived.hessian(scalar))(sample.point))
    const turned = rows.map((_, i) => rows.map((row) => row[i] ?? Number.NaN))
    return near(rows.flat(), turned.flat(), tolerances.modes, Math.max(1e-2, ...rows.flat().map((x) => 1e-6 * Math.abs(x))))
  }),
  law('hvp = hessian · v, as second differences have it', samples, (sample) => {
    const { point, u, v, w, reach } = sample
    const scalar = weighted(sample.program, w)
    const rows = matrixOf(derived.jacrev(scalar), mapOf(derived.hessian(scalar))(point))
    const product = mapOf(derived.hvp(scalar))(joined(point, v))
    const slope = (x: Float64Array): Numbers => [innerProduct(mappingOf(sample.program, library).push(x, u), w)]
    return every(
      () => nearSums(product, times(rows, v), rows),
      () =>
        nearEstimates([innerProduct(product, u)], differences(slope, point, v, { step: reach }), tolerances.first, Math.max(1, ...rows.flat().map(Math.abs))),
    )
  }),
]

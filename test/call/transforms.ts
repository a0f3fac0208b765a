/**
 * Transforms as functions from subjects to subjects, each beside its oracle: what it answers, from
 * values and differences of what it was applied to, in plain numbers.
 */
import {
  add,
  at,
  checkpoint,
  concatenate,
  cond,
  customJvp,
  customVjp,
  derivative,
  dot,
  evaluate,
  grad,
  gt,
  hessian,
  hvp,
  jacfwd,
  jacobian,
  jacrev,
  jet,
  jvp,
  linearize,
  linearTranspose,
  lt,
  mul,
  reshape,
  root,
  type Scalar,
  scan,
  sin,
  slice,
  stack,
  valueAndGrad,
  type Vector,
  vjp,
  vmap,
  whileLoop,
} from '../../src/index.ts'
import type { Subject } from './bodies.ts'

/** What is known of a subject: its values, and its first and second derivative along a line, by differences. */
export interface Known {
  readonly value: (x: ReadonlyArray<number>) => ReadonlyArray<number>
  readonly first: (x: ReadonlyArray<number>, v: ReadonlyArray<number>) => ReadonlyArray<number>
  readonly second: (x: ReadonlyArray<number>, v: ReadonlyArray<number>) => ReadonlyArray<number>
}

export type Mode = 'forward' | 'reverse'

export interface Transform {
  readonly name: string
  readonly of: (f: Subject) => Subject
  readonly wanted: (known: Known) => (x: ReadonlyArray<number>) => ReadonlyArray<number>
  /** The modes in which it differentiates its subject, one over another, the innermost first. */
  readonly modes: ReadonlyArray<Mode>
  /** The mode by which it makes a rule for its subject, which it leaves as it is. */
  readonly rule?: Mode
}

// weights and directions ---------------------------------------------------------------------

const weights = (n: number): ReadonlyArray<number> => Array.from({ length: n }, (_, i) => 0.9 * Math.cos(1.7 * i + 0.4))
const weighted = (y: Vector): Scalar => dot(y, Float64Array.from(weights(y.aval.shape[0] ?? 0)) as never) as unknown as Scalar
const total = (f: Subject) => (x: Vector) => weighted(f(x))
const units: ReadonlyArray<ReadonlyArray<number>> = [
  [1, 0],
  [0, 1],
]

/** A direction that depends on the point, so that it too is differentiated by what is outside. */
const direction = (x: Vector): Vector => add(mul(0.5, x), Float64Array.of(0.3, -0.8))
const directed = (x: ReadonlyArray<number>): ReadonlyArray<number> => [0.5 * (x[0] ?? 0) + 0.3, 0.5 * (x[1] ?? 0) - 0.8]
const other = Float64Array.of(-0.6, 0.7)

// A linear map that does not depend on the point answers a plain direction with plain numbers.
const flat = (x: unknown): Vector => {
  if (x instanceof Float64Array) return x as never
  const of = x as Vector
  return reshape(of, [of.aval.shape.reduce<number>((n: number, k) => n * Number(k), 1)]) as Vector
}
const joined = (...xs: ReadonlyArray<unknown>): Vector => concatenate(xs.map(flat) as never) as Vector

const inner = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0)
const sumOf = (y: ReadonlyArray<number>): number => inner(weights(y.length), y)
const plus = (a: ReadonlyArray<number>, k: number, b: ReadonlyArray<number>): ReadonlyArray<number> => a.map((x, i) => x + k * (b[i] ?? 0))

const columns = ({ first }: Known, x: ReadonlyArray<number>): ReadonlyArray<ReadonlyArray<number>> => units.map((e) => first(x, e))
const gradient = (known: Known) => (x: ReadonlyArray<number>) => columns(known, x).map(sumOf)
const jacobianOf = (known: Known) => (x: ReadonlyArray<number>) => {
  const [a = [], b = []] = columns(known, x)
  return a.flatMap((p, i) => [p, b[i] ?? Number.NaN])
}
/** The second derivatives of each output: by the first twice, by both, by the second twice. */
const second = ({ second: along }: Known, x: ReadonlyArray<number>) => {
  const [aa, bb, up, down] = [along(x, [1, 0]), along(x, [0, 1]), along(x, [1, 1]), along(x, [1, -1])]
  return aa.map((p, i) => [p, ((up[i] ?? 0) - (down[i] ?? 0)) / 4, bb[i] ?? Number.NaN] as const)
}
const hessianOf = (known: Known) => (x: ReadonlyArray<number>) => second(known, x).flatMap(([p, q, r]) => [p, q, q, r])
const hessianTimes = (known: Known, v: (x: ReadonlyArray<number>) => ReadonlyArray<number>) => (x: ReadonlyArray<number>) => {
  const all = second(known, x)
  const [p, q, r] = [0, 1, 2].map((k) => sumOf(all.map((row) => row[k] ?? 0)))
  const [a = 0, b = 0] = v(x)
  return [(p ?? 0) * a + (q ?? 0) * b, (q ?? 0) * a + (r ?? 0) * b]
}

// the parts of a record, and back
type Parts = { readonly a: Scalar; readonly rest: readonly [Vector] }
const record = (x: Vector): Parts => ({ a: at(x, 0) as Scalar, rest: [slice(x, [1], [2]) as Vector] })
const whole = ({ a, rest }: Parts): Vector => joined(a, rest[0])

// one turn of a loop, and its oracle
const turn = (f: Subject) => (c: Vector) => add(mul(0.9, c), mul(0.02, sin(weighted(f(c))))) as Vector
const turned =
  ({ value }: Known) =>
  (c: ReadonlyArray<number>) =>
    plus(
      c.map((x) => 0.9 * x),
      0.02 * Math.sin(sumOf(value(c))),
      [1, 1],
    )

const rowsOf = (x: Vector): Vector => stack([x, mul(0.9, x), add(x, Float64Array.of(0.05, -0.05))] as never) as Vector
const rowed = (x: ReadonlyArray<number>) => [x, x.map((p) => 0.9 * p), plus(x, 1, [0.05, -0.05])]

/** The root of an increasing function of one number, by bisection. */
const zero = (g: (z: number) => number): number => {
  let [low, high] = [-4, 4]
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2
    if (g(middle) > 0) high = middle
    else low = middle
  }
  return (low + high) / 2
}

const reverse = ['reverse'] as const
const forward = ['forward'] as const
const [forwardFirst, reverseFirst] = [['forward', 'reverse'] as const, ['reverse', 'forward'] as const]

export const transforms: ReadonlyArray<Transform> = [
  { name: 'grad', modes: reverse, of: (f) => (x) => grad(total(f))(x) as Vector, wanted: gradient },
  {
    name: 'grad by a record',
    modes: reverse,
    of: (f) => (x) => whole(grad((p: Parts) => total(f)(whole(p)))(record(x) as never) as unknown as Parts),
    wanted: gradient,
  },
  {
    name: 'valueAndGrad',
    modes: reverse,
    of: (f) => (x) => joined(...(valueAndGrad(total(f))(x) as unknown as ReadonlyArray<unknown>)),
    wanted: (known) => (x) => [sumOf(known.value(x)), ...gradient(known)(x)],
  },
  {
    name: 'jvp',
    modes: forward,
    of: (f) => (x) => joined(...jvp(f, [x] as never, [direction(x)] as never)),
    wanted: (known) => (x) => [...known.value(x), ...known.first(x, directed(x))],
  },
  {
    name: 'vjp',
    modes: reverse,
    of: (f) => (x) => {
      const [y, pullback] = vjp(f, [x] as never) as unknown as readonly [Vector, (y: Vector) => readonly [Vector]]
      return joined(y, pullback(mul(y, 0.5))[0])
    },
    wanted: (known) => (x) => {
      const y = known.value(x)
      return [...y, ...columns(known, x).map((column) => 0.5 * inner(column, y))]
    },
  },
  {
    name: 'linearize',
    modes: forward,
    of: (f) => (x) => {
      const [y, push] = linearize(f, [x] as never) as unknown as readonly [Vector, (v: unknown) => Vector]
      return joined(y, push(direction(x)), push(other))
    },
    wanted: (known) => (x) => [...known.value(x), ...known.first(x, directed(x)), ...known.first(x, [...other])],
  },
  {
    name: 'linearTranspose of a jvp',
    modes: forwardFirst,
    of: (f) => (x) => {
      const y = f(x)
      const back = linearTranspose((v: Vector) => jvp(f, [x] as never, [v] as never)[1] as unknown as Vector, [x] as never) as unknown as (
        y: Vector,
      ) => readonly [Vector]
      return back(y)[0]
    },
    wanted: (known) => (x) => columns(known, x).map((column) => inner(column, known.value(x))),
  },
  { name: 'jacfwd', modes: forward, of: (f) => (x) => flat(jacfwd(f)(x as never)), wanted: jacobianOf },
  { name: 'jacrev', modes: reverse, of: (f) => (x) => flat(jacrev(f)(x as never)), wanted: jacobianOf },
  {
    name: 'jacobian by a record',
    modes: forward,
    of: (f) => (x) => {
      const { a, rest } = jacobian((p: Parts) => f(whole(p)))(record(x) as never) as unknown as Parts
      return joined(a, rest[0])
    },
    wanted: (known) => (x) => columns(known, x).flat(),
  },
  { name: 'hessian', modes: reverseFirst, of: (f) => (x) => flat(hessian(f)(x as never)), wanted: hessianOf },
  {
    name: 'hvp',
    modes: reverseFirst,
    of: (f) => (x) => hvp(total(f))(x as never, direction(x) as never) as unknown as Vector,
    wanted: (known) => hessianTimes(known, directed),
  },
  {
    name: 'derivative',
    modes: forward,
    of: (f) => (x) => derivative((t: Scalar) => f(add(x, mul(t, direction(x))) as Vector))(0 as never) as unknown as Vector,
    wanted: (known) => (x) => known.first(x, directed(x)),
  },
  {
    name: 'the second derivative',
    modes: forward,
    of: (f) => (x) => derivative((t: Scalar) => f(add(x, mul(t, direction(x))) as Vector), 2)(0 as never) as unknown as Vector,
    wanted: (known) => (x) => known.second(x, directed(x)),
  },
  {
    name: 'jet',
    modes: forward,
    of: (f) => (x) => {
      const [y, rows] = jet(f, [x] as never, [[direction(x), other]] as never) as unknown as readonly [Vector, ReadonlyArray<Vector>]
      return joined(y, ...rows)
    },
    wanted: (known) => (x) => {
      const v = directed(x)
      return [...known.value(x), ...known.first(x, v), ...plus(known.first(x, [...other]), 0.5, known.second(x, v))]
    },
  },
  {
    name: 'vmap',
    modes: [],
    of: (f) => (x) => flat(vmap(f)(rowsOf(x) as never)),
    wanted:
      ({ value }) =>
      (x) =>
        rowed(x).flatMap((row) => value(row)),
  },
  {
    name: 'vmap over columns of a record',
    modes: [],
    of: (f) => (x) =>
      flat(
        vmap((p: Parts) => f(whole(p)), { inAxes: [{ a: 0, rest: null }], outAxes: 1 } as never)({
          a: mul(at(x, 0) as Scalar, Float64Array.of(1, 0.9)),
          rest: [slice(x, [1], [2])],
        } as never),
      ),
    wanted:
      ({ value }) =>
      ([a = 0, b = 0]) => {
        const low = value([0.9 * a, b])
        return value([a, b]).flatMap((y, i) => [y, low[i] ?? Number.NaN])
      },
  },
  { name: 'evaluate', modes: [], of: (f) => (x) => evaluate(f)(x as never) as unknown as Vector, wanted: ({ value }) => value },
  { name: 'checkpoint', modes: [], of: (f) => checkpoint(f), wanted: ({ value }) => value },
  {
    name: 'customJvp by jvp',
    modes: [],
    rule: 'forward',
    of: (f) => customJvp(f, ([x], [v]) => jvp(f, [x] as never, [v] as never)),
    wanted: ({ value }) => value,
  },
  {
    name: 'customVjp by vjp',
    modes: [],
    rule: 'reverse',
    of: (f) =>
      customVjp(
        f,
        (x: Vector) => [f(x), x] as const,
        (x, y) => vjp(f, [x] as never)[1](y as never) as never,
      ),
    wanted: ({ value }) => value,
  },
  {
    name: 'scan',
    modes: [],
    of: (f) => (x) => joined(...(scan((c: Vector) => [turn(f)(c), f(c)] as const, x as never, [], { length: 2 }) as unknown as ReadonlyArray<unknown>)),
    wanted: (known) => (x) => {
      const once = turned(known)(x)
      return [...turned(known)(once), ...known.value(x), ...known.value(once)]
    },
  },
  {
    name: 'cond',
    modes: [],
    of: (f) => (x) => cond(gt(at(x, 0) as Scalar, 0), f, (y: Vector) => mul(2, f(y)), x) as unknown as Vector,
    wanted: ({ value }) => value,
  },
  {
    name: 'whileLoop with a bound',
    modes: [],
    of: (f) => (x) =>
      whileLoop(
        ([, k]: readonly [Vector, Scalar]) => lt(k, 1.5),
        ([c, k]: readonly [Vector, Scalar]) => [turn(f)(c), add(k, 1)] as const,
        [x, 0] as never,
        { maxSteps: 3 },
      )[0] as unknown as Vector,
    wanted: (known) => (x) => turned(known)(turned(known)(x)),
  },
  {
    name: 'root',
    modes: forward,
    // Beside the root something else, so that there are as many outputs as inputs and `jacobian` goes forward.
    of: (f) => (x) => {
      const z = root((z: Scalar) => add(z, mul(0.02, weighted(f(add(x, mul(z, Float64Array.of(0.1, 0.1))) as Vector)))), 0 as never) as unknown as Scalar
      return mul(z, x)
    },
    wanted:
      ({ value }) =>
      (x) => {
        const found = zero((z) => z + 0.02 * sumOf(value(plus(x, 0.1 * z, [1, 1]))))
        return x.map((p) => p * found)
      },
  },
]

/**
 * Functions of two numbers that between them use every part of the library which a transform can meet,
 * each beside the same function written on plain numbers. Where a mode refuses one, the refusal is here.
 */
import {
  add,
  at,
  broadcastTo,
  checkpoint,
  cholesky,
  clip,
  concatenate,
  cond,
  cos,
  customJvp,
  customRules,
  customVjp,
  cumsum,
  div,
  dot,
  einsum,
  exp,
  fixedPoint,
  fori,
  gt,
  log,
  lt,
  mapRows,
  matmul,
  max,
  mul,
  neg,
  outer,
  random,
  reshape,
  root,
  type Scalar,
  scan,
  sin,
  solve,
  sort,
  sqrt,
  square,
  stack,
  stopGradient,
  sub,
  sum,
  take,
  tanh,
  tensor,
  type Vector,
  where,
  whileLoop,
} from '../../src/index.ts'

/** What transforms are applied to: from one vector to another. */
export type Subject = (x: Vector) => Vector

export interface Body {
  readonly name: string
  readonly of: Subject
  readonly plain: (a: number, b: number) => ReadonlyArray<number>
  /** What a mode says that has no rule for it; … stands for an equation. */
  readonly refuses?: { readonly forward?: string; readonly reverse?: string }
}

const parts = (x: Vector): readonly [Scalar, Scalar] => [at(x, 0) as Scalar, at(x, 1) as Scalar]
const both = (a: unknown, b: unknown): Vector => stack([a, b] as never) as Vector
const matrix = tensor([
  [2, 1],
  [-1, 3],
])
const cube = (x: Scalar): Scalar => mul(x, square(x))
const key = random.key(7)
const noise = random.normal(key, [2]) as Float64Array
const [n0 = 0, n1 = 0] = noise
const many = <T>(n: number, from: T, step: (x: T) => T): T => (n === 0 ? from : many(n - 1, step(from), step))

const loop = (checkpointed: 'sqrt' | undefined) => (x: Vector) => {
  const [last, rows] = scan(
    (c: Vector, k: Scalar) => [add(mul(0.7, sin(c)), mul(k, x)), dot(c, x)] as const,
    x as never,
    Float64Array.of(0.5, -0.2, 0.3) as never,
    checkpointed === undefined ? {} : { checkpoint: checkpointed },
  ) as unknown as readonly [Vector, Vector]
  return concatenate([last, rows]) as Vector
}

const looped = (a: number, b: number): ReadonlyArray<number> => {
  let [c, d] = [a, b]
  const rows = [0.5, -0.2, 0.3].map((k) => {
    const row = c * a + d * b
    ;[c, d] = [0.7 * Math.sin(c) + k * a, 0.7 * Math.sin(d) + k * b]
    return row
  })
  return [c, d, ...rows]
}

// Four turns near the point that the table uses, and as far from five as from three.
const halving = (maxSteps: { readonly maxSteps: number } | undefined) => (x: Vector) => {
  const [a, b] = parts(x)
  const [y, z] = whileLoop(
    ([u]: readonly [Scalar, Scalar]) => gt(u, 0.1),
    ([u, v]: readonly [Scalar, Scalar]) => [mul(u, 0.5), add(v, sin(mul(u, b)))] as const,
    [a, b] as never,
    maxSteps,
  ) as unknown as readonly [Scalar, Scalar]
  return both(mul(y, b), z)
}

const halved = (a: number, b: number): ReadonlyArray<number> => {
  let [u, v] = [a, b]
  while (u > 0.1) [u, v] = [u * 0.5, v + Math.sin(u * b)]
  return [u * b, v]
}

/** The x with x³ + x = a, by Newton's method. */
const cubic = (a: number): number => many(60, 0, (x) => x - (x ** 3 + x - a) / (3 * x * x + 1))

const noReverse = 'NoRule: whileLoop: no rule for reverse mode without a bound; pass { maxSteps: n }, or use forward mode (jvp)'
const noForward =
  'NoRule: customVjp: no rule for forward mode: the pullback is not linear in the cotangent (…), so it has no transpose; use reverse mode, or give a forward rule too with customRules'

export const bodies: ReadonlyArray<Body> = [
  {
    name: 'arithmetic',
    of: (x) => {
      const [a, b] = parts(x)
      return both(add(mul(a, b), sin(a)), div(exp(a), add(1, square(b))))
    },
    plain: (a, b) => [a * b + Math.sin(a), Math.exp(a) / (1 + b * b)],
  },
  {
    name: 'broadcasting',
    of: (x) => reshape(mul(reshape(x, [2, 1]), add(reshape(x, [1, 2]), tensor([[1], [2]]))), [4]) as Vector,
    plain: (a, b) => [a * (a + 1), a * (b + 1), b * (a + 2), b * (b + 2)],
  },
  {
    name: 'a repeated scalar and a sum',
    of: (x) => both(sum(sin(broadcastTo(at(x, 0) as Scalar, [3]))), sum(cumsum(square(x)) as Vector)),
    plain: (a, b) => [3 * Math.sin(a), 2 * a * a + b * b],
  },
  {
    name: 'contraction',
    of: (x) => matmul(einsum('ij,jk->ik', outer(x, x), matrix) as never, sin(x)) as Vector,
    plain: (a, b) => {
      const s = (2 * a - b) * Math.sin(a) + (a + 3 * b) * Math.sin(b)
      return [a * s, b * s]
    },
  },
  { name: 'an index twice', of: (x) => mul(take(x, [1, 0, 1]), take(square(x), [0, 0, 1])) as Vector, plain: (a, b) => [b * a * a, a ** 3, b ** 3] },
  { name: 'scan', of: loop(undefined), plain: looped },
  { name: 'scan with checkpoints', of: loop('sqrt'), plain: looped },
  {
    name: 'fori of a structure',
    of: (x) => {
      const r = fori(
        3,
        { p: x, q: [at(x, 0)] } as never,
        (({ p, q }: { p: Vector; q: readonly [Scalar] }) => ({ p: mul(p, add(1, mul(0.1, q[0]))), q: [cos(q[0])] })) as never,
      ) as unknown as { p: Vector; q: readonly [Scalar] }
      return concatenate([r.p, stack([r.q[0]] as never) as Vector]) as Vector
    },
    plain: (a, b) => {
      return many<ReadonlyArray<number>>(3, [a, b, a], ([u = 0, v = 0, c = 0]) => [u * (1 + 0.1 * c), v * (1 + 0.1 * c), Math.cos(c)])
    },
  },
  {
    name: 'mapRows',
    of: (x) => mapRows((y: Scalar) => mul(y, exp(mul(y, at(x, 0) as Scalar))), x as never) as unknown as Vector,
    plain: (a, b) => [a * Math.exp(a * a), b * Math.exp(a * b)],
  },
  {
    name: 'cond, taken',
    of: (x) =>
      cond(
        gt(at(x, 0) as Scalar, 0),
        (y: Vector) => mul(y, sin(x)),
        (y: Vector) => mul(y, log(neg(y))),
        x,
      ) as unknown as Vector,
    plain: (a, b) => [a * Math.sin(a), b * Math.sin(b)],
  },
  {
    name: 'cond, not taken',
    of: (x) =>
      cond(
        lt(at(x, 0) as Scalar, 0),
        (y: Vector) => log(neg(y)),
        (y: Vector) => mul(y, exp(x)),
        x,
      ) as unknown as Vector,
    plain: (a, b) => [a * Math.exp(a), b * Math.exp(b)],
  },
  { name: 'whileLoop with a bound', of: halving({ maxSteps: 6 }), plain: halved },
  { name: 'whileLoop without a bound', of: halving(undefined), plain: halved, refuses: { reverse: noReverse } },
  {
    name: 'root inside scan',
    of: (x) =>
      scan(
        (c: Scalar, k: Scalar) => {
          const r = root((z: Scalar) => sub(add(cube(z), z), add(c, mul(k, at(x, 1) as Scalar))), 0 as never) as unknown as Scalar
          return [r, square(r)]
        },
        at(x, 0) as never,
        x as never,
      )[1] as unknown as Vector,
    plain: (a, b) => {
      const first = cubic(a + a * b)
      return [first ** 2, cubic(first + b * b) ** 2]
    },
  },
  {
    name: 'root of a vector',
    of: (x) => root((z: Vector) => sub(add(z, mul(0.3, sin(matmul(matrix, z) as Vector))), x), Float64Array.of(0, 0) as never) as unknown as Vector,
    plain: (a, b) =>
      many<ReadonlyArray<number>>(400, [a, b], ([u = 0, v = 0]) => [
        u + 0.4 * (a - u - 0.3 * Math.sin(2 * u + v)),
        v + 0.4 * (b - v - 0.3 * Math.sin(3 * v - u)),
      ]),
  },
  {
    name: 'fixedPoint',
    of: (x) => fixedPoint((z: Vector) => mul(0.5, cos(add(z, mul(x, z)))), Float64Array.of(0, 0) as never) as unknown as Vector,
    plain: (a, b) => [a, b].map((p) => many(200, 0, (z) => 0.5 * Math.cos(z + p * z))),
  },
  { name: 'checkpoint', of: (x) => checkpoint((y: Vector) => sin(exp(mul(y, x))))(x), plain: (a, b) => [Math.sin(Math.exp(a * a)), Math.sin(Math.exp(b * b))] },
  {
    name: 'customJvp',
    of: (x) => stack([customJvp(cube, ([y], [dy]) => [cube(y), mul(mul(3, square(y)), dy)])(at(x, 0) as Scalar), at(x, 1)] as never) as Vector,
    plain: (a, b) => [a ** 3, b],
  },
  {
    name: 'customVjp, linear',
    of: (x) =>
      mul(
        x,
        stack([
          customVjp(
            cube,
            (y: Scalar) => [cube(y), square(y)] as const,
            (yy, c) => [mul(c, mul(3, yy))],
          )(at(x, 1) as Scalar),
          at(x, 0),
        ] as never),
      ) as Vector,
    plain: (a, b) => [a * b ** 3, a * b],
  },
  {
    name: 'customVjp, not linear',
    // The bound is far from every cotangent here, so that reverse mode is that of the cube.
    of: (x) =>
      both(
        customVjp(
          cube,
          (y: Scalar) => [cube(y), square(y)] as const,
          (yy, c) => [clip(mul(c, mul(3, yy)), -1e3, 1e3)],
        )(at(x, 1) as Scalar),
        at(x, 0),
      ),
    plain: (a, b) => [b ** 3, a],
    refuses: { forward: noForward },
  },
  {
    name: 'customRules',
    of: (x) =>
      both(
        customRules(cube, {
          jvp: ([y], [dy]) => [cube(y), mul(mul(3, square(y)), dy)],
          fwd: (y: Scalar) => [cube(y), y] as const,
          bwd: (y: Scalar, c) => [mul(mul(3, square(y)), c)],
        })(at(x, 1) as Scalar),
        at(x, 0),
      ),
    plain: (a, b) => [b ** 3, a],
  },
  { name: 'a stopped gradient', of: (x) => add(square(x), stopGradient(Float64Array.of(1, 2) as never)) as Vector, plain: (a, b) => [a * a + 1, b * b + 2] },
  { name: 'where with an infinite arm', of: (x) => where(gt(x, 0), mul(x, sqrt(x)), log(neg(square(x)))) as Vector, plain: (a, b) => [a ** 1.5, b ** 1.5] },
  {
    name: 'solve',
    of: (x) => solve(add(matrix, outer(x, x)) as never, sin(x) as never) as Vector,
    plain: (a, b) => {
      const [p, q, r, s] = [2 + a * a, 1 + a * b, a * b - 1, 3 + b * b]
      const d = p * s - q * r
      return [(s * Math.sin(a) - q * Math.sin(b)) / d, (p * Math.sin(b) - r * Math.sin(a)) / d]
    },
  },
  {
    name: 'cholesky',
    of: (x) =>
      reshape(
        cholesky(
          add(
            tensor([
              [2, 0],
              [0, 3],
            ]),
            outer(x, x),
          ) as never,
        ) as never,
        [4],
      ) as Vector,
    plain: (a, b) => {
      const l = Math.sqrt(2 + a * a)
      const m = (a * b) / l
      return [l, 0, m, Math.sqrt(3 + b * b - m * m)]
    },
  },
  {
    name: 'sort and max',
    of: (x) =>
      concatenate([
        sort(mul(x, Float64Array.of(1, 0.3))) as Vector,
        stack([max(sin(x)), max(at(x, 0) as Scalar, at(x, 1) as Scalar)] as never) as Vector,
      ]) as Vector,
    plain: (a, b) => [...[a, 0.3 * b].sort((p, q) => p - q), Math.max(Math.sin(a), Math.sin(b)), Math.max(a, b)],
  },
  { name: 'random draws', of: (x) => mul(tanh(x), random.normal(key, [2])) as Vector, plain: (a, b) => [Math.tanh(a) * n0, Math.tanh(b) * n1] },
]

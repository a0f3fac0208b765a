/**
 * Nothing mutable is visible: nodes, programs and tensors are frozen, results belong to the caller alone, and
 * what was computed before has no say in what is computed next.
 */
import { either as E } from 'fp-ts'
import { describe, expect, it } from 'vitest'
import * as wengert from '../src/index.ts'
import {
  type AnyExpr,
  compile,
  cond,
  decode,
  encode,
  grad,
  gt,
  hessian,
  jacobian,
  jvp,
  linearize,
  mul,
  print,
  type Program,
  reshape,
  scan,
  type Scalar,
  simplify,
  sin,
  sum,
  tensor,
  trace,
  transpose,
  valueAndGrad,
  type Vector,
  vjp,
  vocabulary,
} from '../src/index.ts'

/** Whatever can be reached from a value by its properties and is not frozen. Tensors keep their entries to themselves. */
const loose = (root: unknown): ReadonlyArray<string> => {
  const found: Array<string> = []
  const seen = new Set<unknown>()
  const open: Array<readonly [path: string, value: unknown]> = [['$', root]]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [path, value] = next
    if (typeof value !== 'object' || value === null || seen.has(value)) continue
    seen.add(value)
    if (!Object.isFrozen(value)) found.push(path)
    open.push(...Object.entries(value).map(([key, inner]) => [`${path}.${key}`, inner] as const))
  }
  return found
}

// Types of equations are shared with the nodes they came from; a list of them may stay open, what is in it is frozen.
const types = /\.(operands|results)$/

// Params, inner programs, several results and outputs, constants.
const f = (x: Scalar, v: Vector<3>): Scalar => {
  const [total] = scan(
    (carry: Scalar, row) => [
      cond(
        gt(row, 1),
        (c: Scalar) => mul(c, x),
        (c: Scalar) => sin(c),
        carry,
      ),
      carry,
    ],
    x,
    v,
  )
  return mul(total, sum(mul(reshape(v, [3, 1]), tensor([[1, 2]]))))
}

const program = trace(f)(2, Float64Array.of(1, 2, 3))

const programs: Readonly<Record<string, Program>> = {
  traced: program,
  simplified: simplify(program),
  gradient: grad(program),
  both: valueAndGrad(program),
  tangents: jvp(program),
  there: vjp(program).forward,
  back: vjp(program).pullback,
  linear: linearize(program).pushforward,
  Jacobian: jacobian(program),
  Hessian: hessian(program),
}

describe('frozen', () => {
  it.each(Object.entries(programs))('is a program: %s', (_, made) => {
    expect(
      loose({ ...made, equations: made.equations.map(({ primitive: _, ...equation }) => Object.freeze(equation)) }).filter((path) => !types.test(path)),
    ).toEqual(['$', '$.equations'])
    expect([made, made.equations, ...made.equations].every(Object.isFrozen)).toBe(true)
  })

  it('is a program that was decoded', () => {
    const read = decode(vocabulary)(JSON.parse(JSON.stringify(encode(program))))
    if (E.isLeft(read)) return expect.fail()
    const { equations } = read.right
    expect([read.right, ...Object.values(read.right), ...equations, ...equations.flatMap(({ params, args }) => [params, args])].every(Object.isFrozen)).toBe(
      true,
    )
  })

  it('are nodes, and tensors', () => {
    const nodes: Array<AnyExpr> = []
    grad((x: Scalar) => {
      const y = sin(x)
      nodes.push(x, y)
      return y
    })(1)
    expect(nodes.flatMap((node) => [node, node.origin, node.aval, node.shape]).every(Object.isFrozen)).toBe(true)
    expect(Object.isFrozen(tensor([[1]]))).toBe(true)
  })

  it('is everything that the package exports', () => {
    expect(Object.isFrozen(vocabulary)).toBe(true)
    const records = Object.entries<unknown>(wengert).filter(([, value]) => typeof value === 'object' && value !== null && Object.getPrototypeOf(value) !== null)
    expect(records.filter(([, value]) => !Object.isFrozen(value)).map(([name]) => name)).toEqual([])
  })
})

describe('fresh', () => {
  // As interpreted, and as compiled after a hundred calls.
  const calls = Array.from({ length: 200 })
  const v = Float64Array.of(1, 2, 3)
  const squares = (x: Vector<3>) => sum(mul(x, mul(x, x)))

  it('is each result: what a caller does to it, nobody sees', () => {
    const slope = grad(squares)
    for (const _ of calls) {
      const got = slope(v)
      expect(got).toEqual(Float64Array.of(3, 12, 27))
      got.fill(0)
    }
    const same = compile((x: Vector<3>) => x)
    same(v).fill(9)
    expect(v).toEqual(Float64Array.of(1, 2, 3))
  })

  it('is what was made of an argument: changing that later changes nothing', () => {
    const own = Float64Array.of(1, 2, 3)
    const t = tensor(own, [3, 1])
    const [, pullback] = vjp((x: Vector<3>) => mul(x, x), [own])
    const [, pushforward] = linearize((x: Vector<3>) => mul(x, x), [own])
    own.fill(7)
    expect(wengert.toArray(t)).toEqual([[1], [2], [3]])
    expect(pullback(Float64Array.of(1, 1, 1))).toEqual([Float64Array.of(2, 4, 6)])
    expect(pushforward(Float64Array.of(1, 1, 1))).toEqual(Float64Array.of(2, 4, 6))
  })

  it('are lists that a caller gives: they stay as they were', () => {
    const lists = { shape: [3, 1], wide: [2, 3, 1], order: [1, 0], axes: [0], start: [0], limit: [2], low: [1], high: [1] }
    trace((x: Vector) => {
      const column = reshape(x, lists.shape)
      return [
        transpose(column, lists.order),
        wengert.broadcastTo(column, lists.wide),
        sum(column, { axes: lists.axes }),
        wengert.max(column, { axes: lists.axes }),
        wengert.flip(column, lists.axes),
        wengert.logsumexp(column, { axes: lists.axes }),
        wengert.slice(x, lists.start, lists.limit),
        wengert.full(lists.shape, 1),
      ]
    })(v)
    expect(Object.entries(lists).filter(([, list]) => Object.isFrozen(list))).toEqual([])
  })
})

describe('no global state', () => {
  it('shows in what is traced: the same function is the same program, whatever came before', () => {
    const text = () => [print(trace(f)(2, Float64Array.of(1, 2, 3))), JSON.stringify(encode(grad(trace(f)(2, Float64Array.of(1, 2, 3)))))]
    const before = text()
    for (let i = 0; i < 100; i++) hessian((x: Scalar) => sin(mul(x, i)))(i)
    expect(() => grad((_: Scalar) => wengert.showExpr.call(undefined, undefined as never) as never)(1)).toThrow()
    expect(text()).toEqual(before)
  })

  it('is left behind: no name is added to the global object', () => {
    const names = new Set(Reflect.ownKeys(globalThis))
    for (let i = 0; i < 100; i++) compile(grad((x: Scalar) => sin(mul(x, i))))(i)
    expect(Reflect.ownKeys(globalThis).filter((name) => !names.has(name))).toEqual([])
  })
})

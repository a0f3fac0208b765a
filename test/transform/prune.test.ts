import { describe, expect, it } from 'vitest'
import { mapOf } from '../../laws/mapping.ts'
import {
  add,
  exp,
  fori,
  grad,
  linearize,
  mul,
  operations,
  type Program,
  sameProgram,
  type Scalar,
  scan,
  simplify,
  sin,
  sum,
  trace,
  type Vector,
} from '../../src/index.ts'
import { loopOf } from '../../src/basis/loop.ts'
import { prune } from '../../src/transform/prune.ts'

type Three = readonly [Scalar, Scalar, Scalar]

/** The loops of a program: how many constants, how much of a carry, rows in, and rows out. */
const loops = ({ equations }: Program): ReadonlyArray<ReadonlyArray<number>> =>
  equations
    .filter(({ primitive }) => primitive.name === 'scan')
    .map(({ params, operands, results }) => {
      const { consts, carry } = loopOf(params)
      return [consts, carry, operands.length - consts - carry, results.length - carry]
    })

const xs = Float64Array.of(1, 2, 3)

/** a reads b, b reads a constant, c reads itself and the rows; rows of a and of c come out. */
const three = (answer: (last: Three, rows: readonly [Vector, Vector]) => unknown) =>
  trace((x: Scalar, k: Scalar, rows: Vector) => {
    const [last, out] = scan(
      ([a, b, c]: Three, row: Scalar) =>
        [
          [mul(a, b), add(b, k), sin(add(c, row))],
          [exp(a), mul(c, c)],
        ] as const,
      [x, mul(2, x), mul(3, x)] as never,
      rows,
    )
    return answer(last as never, out as never)
  })(0.5, 0.25, xs)

const agree = (program: Program): void => expect([...mapOf(simplify(program))([0.5, 0.25, ...xs])]).toEqual([...mapOf(program)([0.5, 0.25, ...xs])])

describe('a loop keeps', () => {
  it.each<readonly [string, Parameters<typeof three>[0], ReadonlyArray<number>]>([
    ['everything that is in use', ([a, , c], [p, q]) => [a, c, p, q], [1, 3, 1, 2]],
    ['what the part in use depends on', ([a]) => a, [1, 2, 0, 0]],
    ['a part that stands alone', ([, b]) => b, [1, 1, 0, 0]],
    ['the rows that part reads', ([, , c]) => c, [0, 1, 1, 0]],
    ['rows in use, and the carry that makes them', (_, [, q]) => sum(q), [0, 1, 1, 1]],
    ['the order of what is left', ([, b, c], [p]) => [c, p, b], [1, 3, 1, 1]],
  ])('%s', (_, answer, wanted) => {
    const program = three(answer)
    expect(loops(simplify(program))).toEqual([wanted])
    agree(program)
    expect(sameProgram(simplify(simplify(program)), simplify(program))).toBe(null)
  })
})

describe('pruning', () => {
  it('leaves a program without such parts as it is', () => {
    const program = three(([a, b, c], [p, q]) => [a, b, c, p, q])
    expect(prune(program)).toBe(program)
    const plain = trace((x: Scalar) => sin(x))(1)
    expect(prune(plain)).toBe(plain)
  })
  it('keeps the start of a carry that no step runs on', () => {
    const program = trace(
      (x: Scalar) => scan(([a]: readonly [Scalar, Scalar]) => [[mul(2, a), sin(a)], a], [x, exp(x)] as never, [], { length: 0 })[0][1] as Scalar,
    )(1)
    expect([...mapOf(simplify(program))([1])]).toEqual([Math.E])
  })
  it('goes into the bodies of loops', () => {
    const program = trace((x: Scalar) =>
      fori(2, x, (c: Scalar) => fori(3, [c, c] as never, (([a, b]: readonly [Scalar, Scalar]) => [sin(a), exp(b)]) as never)[0] as Scalar),
    )(0.5)
    const [outer] = simplify(program).equations
    expect(loops(loopOf(outer?.params ?? {}).body)).toEqual([[0, 1, 0, 0]])
    expect([...mapOf(simplify(program))([0.5])]).toEqual([...mapOf(program)([0.5])])
  })
  it('drops what reverse mode saved for nobody', () => {
    // The gradient of a sum of rows needs no value of the loop, and the loop is affine: nothing of it is kept.
    const f = trace((x: Scalar, rows: Vector) => scan((c: Scalar, row: Scalar) => [add(c, row), []], x, rows)[0])(1, xs)
    expect(operations(grad(f))).toBeLessThanOrEqual(operations(f))
    expect([...mapOf(grad(f, { argnums: [0, 1] }))([1, ...xs])]).toEqual([1, 1, 1, 1])
  })
  it('drops the way back that linearization ran at zero', () => {
    const f = trace((x: Scalar) => fori(4, x, (c: Scalar) => sin(mul(c, x))))(0.5)
    const { forward, pushforward } = linearize(f)
    expect(loops(forward).length).toBe(1)
    expect(operations(forward)).toBeLessThanOrEqual(operations(f) + 3)
    const [y = 0, ...residuals] = mapOf(forward)([0.5])
    expect(y).toBe(mapOf(f)([0.5])[0])
    expect(mapOf(pushforward)([...residuals, 1])[0]).toBeCloseTo(mapOf(grad(f))([0.5])[0] ?? 0, 14)
  })
})

import { describe, expect, it } from 'vitest'
import { type AnyTensor, tensor, toArray, toFloat64Array } from '../../src/array/tensor.ts'
import { hessianSparsity, sparseHessian, sparseJacobian, sparsity } from '../../src/call/sparse.ts'
import * as w from '../../src/index.ts'
import type { Matrix, Scalar, Vector } from '../../src/program/model.ts'
import { type SparseMatrix, toDense } from '../../src/sparse/matrix.ts'
import { phantom } from '../../src/type/phantom.ts'
import { differences } from '../../laws/difference.ts'
import { refusal } from '../failing.ts'
import { difference } from '../near.ts'
import { rowsIn } from '../sparse/rows.ts'
import { untyped as loose } from '../untyped.ts'

const points = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => 1 + 0.3 * Math.sin(1 + 2 * i))

const rosenbrock = (x: Vector): Scalar => {
  const n = Number(x.shape[0])
  const [ahead, here] = [loose.slice(x, [1], [n]), loose.slice(x, [0], [n - 1])]
  return loose.sum(loose.add(loose.mul(100, loose.square(loose.sub(ahead, loose.square(here)))), loose.square(loose.sub(1, here))))
}

/** Its Hessian by hand. */
const rosenbrockHessian = (x: Float64Array): ReadonlyArray<ReadonlyArray<number>> =>
  Array.from(x, (_, i) =>
    Array.from(x, (__, j) => {
      const at = (k: number): number => x[k] ?? 0
      if (i === j) return (i < x.length - 1 ? 1200 * at(i) ** 2 - 400 * at(i + 1) + 2 : 0) + (i > 0 ? 200 : 0)
      return Math.abs(i - j) === 1 ? -400 * at(Math.min(i, j)) : 0
    }),
  )

const banded = (x: Vector): Vector => {
  const n = Number(x.shape[0])
  const [before, behind] = [loose.pad(loose.slice(x, [0], [n - 1]), [[1, 0]]), loose.pad(loose.slice(x, [1], [n]), [[0, 1]])]
  return loose.sub(loose.mul(loose.sub(3, loose.mul(2, x)), x), loose.sub(loose.add(before, loose.mul(2, behind)), 1))
}

/** The Brusselator on a ring: two species, diffusion between neighbours. */
const brusselator = (u: Matrix<2, 8>): Matrix<2, 8> => {
  const [a, b] = [loose.at(u, 0), loose.at(u, 1)]
  const diffusion = (x: Vector<8>): Vector<8> => phantom(loose.add([loose.roll(x, 1), loose.roll(x, -1), loose.mul(-2, x)]))
  const [x, y] = [phantom<Vector<8>>(a), phantom<Vector<8>>(b)]
  const reaction = loose.mul(loose.square(x), y)
  return phantom(
    loose.stack([
      loose.add(loose.sub(loose.add(1, reaction), loose.mul(4.4, x)), loose.mul(0.1, diffusion(x))),
      loose.add(loose.sub(loose.mul(3.4, x), reaction), loose.mul(0.1, diffusion(y))),
    ]),
  )
}

const laplacian = (u: Matrix): Matrix => {
  const [m, n] = [Number(u.shape[0]), Number(u.shape[1])]
  const wide = loose.pad(u, [
    [1, 1],
    [1, 1],
  ])
  const from = (i: number, j: number): Matrix => phantom(loose.slice(wide, [i, j], [i + m, j + n]))
  return phantom(loose.sub(loose.add([from(0, 1), from(2, 1), from(1, 0), from(1, 2)]), loose.mul(4, loose.exp(u))))
}

/** The Jacobian by differences, a column at a time. */
const byDifferences = (f: (x: never) => unknown, x: Float64Array, shape: ReadonlyArray<number>): ReadonlyArray<ReadonlyArray<number>> => {
  const run = phantom<(f: (x: never) => unknown) => (x: AnyTensor | Float64Array) => AnyTensor | Float64Array>(w.evaluate)(f)
  const value = (at: Float64Array): Float64Array => {
    const y = run(shape.length === 1 ? at : tensor(at, shape))
    return y instanceof Float64Array ? y : toFloat64Array(y)
  }
  const columns = Array.from(x, (_, j) =>
    differences(
      value,
      x,
      Float64Array.from(x, (__, i) => (i === j ? 1 : 0)),
    ).map((of) => of.value),
  )
  return Array.from(columns[0] ?? [], (_, i) => columns.map((column) => column[i] ?? Number.NaN))
}

describe('a sparse Jacobian', () => {
  it.each([
    ['of a band', banded, 9, [9], 3],
    ['of the Brusselator', brusselator, 16, [2, 8], 6],
    ['of the five-point stencil', laplacian, 20, [4, 5], 7],
  ] as const)('%s is what differences say, in few passes', (_, f, n, shape, most) => {
    const x = points(n)
    const found = phantom<(f: unknown) => (x: unknown) => SparseMatrix>(sparseJacobian)(f)(shape.length === 1 ? x : tensor(x, shape))
    expect(difference(toArray(toDense(found)), byDifferences(f, x, shape), 1e-7)).toBe(null)
    expect(found.passes).toBeLessThanOrEqual(most)
  })

  it('of independent rows takes as many passes as a row is wide', () => {
    const f = w.vmap((x: Vector<2>) => w.mul(x, w.sum(x)))
    const { passes, shape, values } = sparseJacobian((x: Matrix<50, 2>) => f(x))(tensor(points(100), [50, 2]))
    expect([passes, shape, values.length]).toEqual([2, [100, 100], 200])
  })

  it('takes reverse mode where rows are fewer, and either where it is told', () => {
    const f = (x: Vector): Vector => w.stack([w.sum(w.square(x)), w.sum(w.sin(x))])
    const x = points(5)
    const [chosen, ahead, back] = [sparseJacobian(f)(x), sparseJacobian(f, { direction: 'forward' })(x), sparseJacobian(f, { direction: 'reverse' })(x)]
    expect([chosen, ahead, back].map(({ passes, direction }) => [passes, direction])).toEqual([
      [2, 'reverse'],
      [5, 'forward'],
      [2, 'reverse'],
    ])
    expect(difference(ahead.values, back.values)).toBe(null)
    expect(difference(toDense(chosen), w.jacobian(f)(x))).toBe(null)
  })

  it('falls back to forward mode where a loop has no way back', () => {
    const f = (x: Vector<3>): Scalar =>
      w.sum(
        w.whileLoop(
          (c: Vector<3>) => w.lt(w.sum(c), 9),
          (c: Vector<3>) => w.mul(c, w.add(1, c)),
          x,
        ),
      )
    const found = sparseJacobian(f)(points(3))
    expect([found.passes, found.direction]).toEqual([3, 'forward'])
    expect(difference(toDense(found), [[...w.jacfwd(f)(points(3))]])).toBe(null)
  })

  it('keeps the order of leaves, of the argument and of the result', () => {
    const f = (p: { readonly a: Vector<2>; readonly b: Scalar }, q: Vector<2>) => ({
      y: w.mul(p.a, p.b),
      z: [w.sum(q), w.mul(w.at(p.a, 1), w.at(q, 0))] as const,
    })
    const p = { a: Float64Array.of(2, 3), b: 5 }
    const q = Float64Array.of(7, 11)
    expect(toArray(toDense(sparseJacobian(f)(p, q)))).toEqual([
      [5, 0, 2],
      [0, 5, 3],
      [0, 0, 0],
      [0, 7, 0],
    ])
    expect(toArray(toDense(sparseJacobian(f, { argnums: 1 })(p, q)))).toEqual([
      [0, 0],
      [0, 0],
      [1, 1],
      [3, 0],
    ])
    expect(toArray(toDense(sparseJacobian(f, { argnums: [0, 1] })(p, q)))).toEqual([
      [5, 0, 2, 0, 0],
      [0, 5, 3, 0, 0],
      [0, 0, 0, 1, 1],
      [0, 7, 0, 3, 0],
    ])
  })

  it('of numbers is one entry', () => {
    const { shape, values, passes } = sparseJacobian((x: Scalar) => w.sin(x))(0)
    expect([shape, values, passes]).toEqual([[1, 1], Float64Array.of(1), 1])
  })

  it('of what is constant, unused or empty takes no pass', () => {
    const nothing = (f: (x: Vector) => unknown, n: number) => {
      const { shape, values, passes } = sparseJacobian(f)(points(n))
      return [shape, values.length, passes]
    }
    expect(nothing(() => tensor([1, 2]), 3)).toEqual([[2, 3], 0, 0])
    expect(nothing((x) => w.floor(x), 3)).toEqual([[3, 3], 0, 0])
    expect(nothing((x) => w.square(x), 0)).toEqual([[0, 0], 0, 0])
    expect(nothing((x) => w.slice(x, [0], [0]), 3)).toEqual([[0, 3], 0, 0])
    expect(nothing(() => [], 3)).toEqual([[0, 3], 0, 0])
    expect(nothing((x) => w.slice(w.square(x), [1], [2]), 3)).toEqual([[1, 3], 1, 1])
  })

  it('of a full function is all of it, in as many passes as the smaller side has entries', () => {
    const f = (x: Vector): Vector => w.mul(x, w.sum(w.square(x)))
    const found = sparseJacobian(f)(points(4))
    expect([found.passes, found.values.length]).toEqual([4, 16])
    expect(difference(toDense(found), w.jacobian(f)(points(4)))).toBe(null)
  })

  it('leaves neighbours alone where an entry is infinite only as far as they share no row', () => {
    const found = toDense(sparseJacobian((x: Vector) => w.sqrt(x))(Float64Array.of(0, 1, 4)))
    expect(toArray(found)).toEqual([
      [Number.POSITIVE_INFINITY, 0, 0],
      [0, 0.5, 0],
      [0, 0, 0.25],
    ])
  })
})

describe('a sparse Hessian', () => {
  it('of Rosenbrock’s function is what calculus says, in three passes at any size, two where it is a star', () => {
    for (const n of [2, 3, 4, 10, 500]) {
      const x = points(n)
      const found = sparseHessian(rosenbrock)(x)
      expect(found.passes).toBe(n < 4 ? 2 : 3)
      expect(difference(toDense(found), rosenbrockHessian(x), 1e-12)).toBe(null)
    }
  })

  it('of an arrow takes two passes', () => {
    const f = (x: Vector): Scalar => w.add(w.mul(w.at(x, 0), w.sum(w.sin(x))), w.sum(w.exp(x)))
    const found = sparseHessian(f)(points(12))
    expect([found.passes, found.values.length]).toEqual([2, 34])
    expect(difference(toDense(found), w.hessian(f)(points(12)))).toBe(null)
  })

  it('of what is separable takes one, of what is linear none', () => {
    expect(sparseHessian((x: Vector) => w.sum(w.sin(x)))(points(7)).passes).toBe(1)
    const { passes, shape, values } = sparseHessian((x: Vector) => w.sum(w.mul(3, x)))(points(7))
    expect([passes, shape, values.length]).toEqual([0, [7, 7], 0])
    expect(sparseHessian((_: Vector) => 1)(points(2)).passes).toBe(0)
    expect(sparseHessian((x: Vector) => w.sum(w.sin(x)))(points(0)).shape).toEqual([0, 0])
  })

  it('is by chosen arguments, in both orderings the same', () => {
    const f = (x: Vector<3>, y: Vector<2>): Scalar => w.mul(w.sum(w.mul(x, w.square(x))), w.sum(w.square(y)))
    const [x, y] = [points(3), points(2)]
    const both = toArray(toDense(sparseHessian(f, { argnums: [0, 1], ordering: 'largestFirst' })(x, y)))
    expect(difference(toArray(toDense(sparseHessian(f, { argnums: [0, 1], ordering: 'natural' })(x, y))), both)).toBe(null)
    expect(difference(toDense(sparseHessian(f)(x, y)), w.hessian(f)(x, y))).toBe(null)
    expect(difference(toDense(sparseHessian(f, { argnums: 1 })(x, y)), w.hessian(f, { argnums: 1 })(x, y))).toBe(null)
  })

  it('has a symmetric pattern, that of the gradient', () => {
    const found = rowsIn(hessianSparsity(rosenbrock)(points(5)))
    expect(found).toEqual([
      [0, 1],
      [0, 1, 2],
      [1, 2, 3],
      [2, 3, 4],
      [3, 4],
    ])
    expect(rowsIn(sparsity(w.grad(rosenbrock))(points(5)))).toEqual(found)
  })
})

describe('programs', () => {
  it('become programs of the entries', () => {
    const program = w.trace(banded, { names: ['x'] })(points(6))
    const { program: entries, sparsity: pattern, passes, direction } = sparseJacobian(program)
    expect([entries.names, passes, direction]).toEqual([['x'], 3, 'forward'])
    expect(difference(w.run(entries, { x: points(6) }), [sparseJacobian(banded)(points(6)).values])).toBe(null)
    expect(rowsIn(pattern)).toEqual(rowsIn(sparsity(program)))
  })

  it('have a Hessian if they have one scalar output', () => {
    const program = w.trace(rosenbrock)(points(4))
    expect(sparseHessian(program).passes).toBe(3)
    expect(rowsIn(hessianSparsity(program))).toEqual(rowsIn(sparseHessian(program).sparsity))
    expect(refusal(() => sparseHessian(w.trace(banded)(points(4))))).toMatch(/^NotScalar: sparseHessian: .* it returned an array f64\[4\]/)
  })

  it('are differentiated by the inputs named', () => {
    const program = w.trace((x: Vector<2>, y: Scalar) => w.mul(x, y))(points(2), 1)
    expect(sparsity(program).shape).toEqual([2, 3])
    expect(sparsity(program, { argnums: 1 }).shape).toEqual([2, 1])
    expect(refusal(() => sparsity(program, { argnums: 2 }))).toBe('Argument: sparsity: argnums names input 2 of 2')
  })
})

describe('on expressions', () => {
  const f = (x: Vector<4>): Vector<4> => phantom(banded(w.square(x)))
  it('the entries have a gradient', () => {
    const byEntries = w.grad((x: Vector<4>) => w.sum(w.square(sparseJacobian(f)(x).values)))
    const byBlocks = w.grad((x: Vector<4>) => w.sum(w.square(w.jacobian(f)(x))))
    expect(difference(byEntries(points(4)), byBlocks(points(4)))).toBe(null)
  })

  it('they go through vmap, and through a function that reads an outer expression', () => {
    const rows = tensor(points(12), [3, 4])
    const many = w.vmap((x: Vector<4>) => sparseJacobian(f)(x).values)(rows)
    const apart = [0, 1, 2].map((i) => [...sparseJacobian(f)(points(12).slice(4 * i, 4 * i + 4)).values])
    expect(difference(many, apart)).toBe(null)
    const scaled = w.grad((k: Scalar) => w.sum(sparseJacobian((x: Vector) => w.mul(k, w.square(x)))(Float64Array.of(1, 2)).values))
    expect(scaled(5)).toBe(6)
  })

  it('a sparse Hessian stands in a scan', () => {
    const g = (x: Vector<3>): Scalar => w.sum(w.mul(x, w.square(x)))
    const newton = (x: Vector<3>): Vector<3> =>
      w.fori(8, x, (at) => w.sub(at, w.div(w.grad((y: Vector<3>) => w.sub(g(y), w.sum(y)))(at), sparseHessian(g)(at).values)))
    expect(
      difference(
        w.evaluate(newton)(Float64Array.of(1, 2, 3)),
        Float64Array.from({ length: 3 }, () => Math.sqrt(1 / 3)),
      ),
    ).toBe(null)
  })
})

describe('a plan', () => {
  it('is made once for each shape, and traced twice', () => {
    let calls = 0
    const f = (x: Vector): Vector => {
      calls++
      return w.square(x)
    }
    const first = sparseJacobian(f)(points(3))
    for (let i = 0; i < 4; i++) expect(sparseJacobian(f)(points(3)).rows).toBe(first.rows)
    expect(calls).toBe(2)
    expect(sparseJacobian(f)(points(4)).shape).toEqual([4, 4])
    expect(calls).toBe(3)
  })

  it('is no other for other values', () => {
    const f = (x: Vector): Vector => w.mul(x, w.flip(x))
    expect(rowsIn(sparsity(f)(new Float64Array(3)))).toEqual(rowsIn(sparsity(f)(points(3))))
  })
})

describe('what is refused', () => {
  const loose = phantom<{
    readonly [name in 'jacobian' | 'hessian' | 'pattern']: (f: unknown, options?: unknown) => (...xs: ReadonlyArray<unknown>) => unknown
  }>({
    jacobian: sparseJacobian,
    hessian: sparseHessian,
    pattern: sparsity,
  })
  const ints = tensor(Int32Array.of(1, 2))
  it.each([
    ['no argument', () => loose.jacobian(w.sin)(), 'Arity: sparseJacobian: expected at least 1 argument, got 0'],
    [
      'an integer argument',
      () => loose.jacobian((x: Vector) => x)(ints),
      'NotDifferentiable: sparseJacobian: x has dtype int32, which has no tangent; leave it out with argnums, or pass it as float64',
    ],
    [
      'an integer result',
      () => loose.jacobian((x: Vector) => w.toInt(x))(points(2)),
      'NotDifferentiable: sparseJacobian: the result has dtype int32, which has no tangent; convert it with toFloat, or leave it out of the result',
    ],
    [
      'an integer among the results',
      () => loose.pattern((x: Vector) => ({ y: x, k: w.toInt(x) }))(points(2)),
      'NotDifferentiable: sparsity: k has dtype int32, which has no tangent; convert it with toFloat, or leave it out of the result',
    ],
    [
      'an argument that is not there',
      () => loose.jacobian(w.sin, { argnums: 1 })(points(2)),
      'Argument: sparseJacobian: argnums names argument 1, but 1 was given; arguments are counted from 0',
    ],
    [
      'a Hessian of a vector',
      () => loose.hessian(w.sin)(points(2)),
      'NotScalar: sparseHessian: the function must return a scalar, it returned an array f64[2]; reduce it with sum or mean, or use jacobian or vjp',
    ],
    [
      'a Hessian of two results',
      () => loose.hessian((x: Scalar) => [x, x])(1),
      'NotScalar: sparseHessian: the function must return a scalar, it returned 2 arrays; reduce it with sum or mean, or use jacobian or vjp',
    ],
    [
      'a Hessian of an integer',
      () => loose.hessian((x: Scalar) => w.toInt(x))(1),
      'NotDifferentiable: sparseHessian: the result has dtype int32, which has no tangent; convert it with toFloat, or leave it out of the result',
    ],
    [
      'a direction unknown',
      () => loose.jacobian(w.sin, { direction: 'sideways' })(1),
      "Argument: sparseJacobian: the option direction cannot be 'sideways'; it is forward or reverse",
    ],
    [
      'an ordering unknown',
      () => loose.hessian(w.sin, { ordering: 'random' })(1),
      "Argument: sparseHessian: the option ordering cannot be 'random'; it is natural or largestFirst",
    ],
  ])('%s', (_, thunk, message) => expect(refusal(thunk)).toBe(message))
})

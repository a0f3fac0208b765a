/**
 * Structures as a vector space: what a training step does with parameters and gradients, on values and
 * on expressions alike. Numbers, typed arrays, tensors and expressions are the coordinates; strings,
 * booleans and functions in a structure are carried along untouched.
 */
import type { Fresh } from '../array/dtype.ts'
import { avalOf, filled, isTensor, tensor, toFloat64Array } from '../array/tensor.ts'
import { type Dims, sameShape, showShape, sizeOf } from '../array/shape.ts'
import { add, mul } from '../basis/arithmetic.ts'
import { sum } from '../basis/broadcast.ts'
import { raise } from '../failure.ts'
import { entry } from '../entry.ts'
import { isExpr } from '../program/expr.ts'
import type { Expr, Vector } from '../program/model.ts'
import { flatten, sameLayout, showLayout, unflatten } from '../program/tree.ts'
import { concatenate } from '../primitive/join.ts'
import { reshape } from '../primitive/shape.ts'
import { slice } from '../primitive/slice.ts'
import { zeros } from '../transform/pick.ts'
import { phantom } from '../type/phantom.ts'
import type { HasExpr } from '../type/structure.ts'
import type { Refused } from '../type/reason.ts'
import type { Conform, Of, ShowShape } from '../type/shape.ts'
import type { Operand, ShapeOf } from '../type/value.ts'
import { describe } from '../program/describe.ts'
import { checkFunction } from '../program/given.ts'

const operands = (operation: string, structure: unknown): ReadonlyArray<Operand> => phantom(flatten(operation, structure, 'x').leaves.map((leaf) => leaf.value))

const mapLeaves = <T>(operation: string, f: (leaf: Operand) => unknown, structure: T): T => {
  checkFunction(operation, f)
  const { leaves, layout } = flatten(operation, structure, 'x')
  return unflatten(
    layout,
    leaves.map((leaf) => f(phantom(leaf.value))),
  )
}

const zipLeaves = <T>(operation: string, f: (x: Operand, y: Operand, path: string) => unknown, a: T, b: unknown): T => {
  checkFunction(operation, f)
  const x = flatten(operation, a, 'x')
  const y = flatten(operation, b, 'y', x.layout)
  if (!sameLayout(x.layout, y.layout))
    raise({ _tag: 'Structure', operation, path: 'the second structure', expected: showLayout(x.layout), got: showLayout(y.layout) })
  return unflatten(
    x.layout,
    x.leaves.map((leaf, i) => {
      const { value, path } = entry(y.leaves, i)
      return f(phantom(leaf.value), phantom(value), path)
    }),
  )
}

/** The same, of leaves that agree in shape: in a vector space nothing is broadcast. */
const zipEqual = <T>(operation: string, f: (x: Operand, y: Operand) => unknown, a: T, b: unknown): T =>
  zipLeaves(
    operation,
    (x, y, path) =>
      sameShape(dimsOf(x), dimsOf(y))
        ? f(x, y)
        : raise({ _tag: 'Structure', operation, path, expected: `the shape ${showShape(dimsOf(x))}`, got: showShape(dimsOf(y)) }),
    a,
    b,
  )

type Leaves<T> = T extends Operand ? Operand : { readonly [K in keyof T]: Leaves<T[K]> }

/**
 * A structure of the same kind, its leaves of any kind: what a gradient or a step is. One of the same type is, which
 * in a function that is generic in T the compiler knows only when it is said.
 */
type Alike<T> = NoInfer<T> | Leaves<T>

interface Structures {
  readonly map: <T>(f: (leaf: Operand) => unknown, structure: T) => T
  readonly zipWith: <T>(f: (x: Operand, y: Operand) => unknown, a: T, b: Alike<T>) => T
  readonly leaves: (structure: unknown) => ReadonlyArray<Operand>
}

/**
 * Functions of the leaves of structures: `tree.map` changes each, `tree.zipWith` makes one of the leaves of two
 * structures that stand in the same place (the two must have the same keys and lengths; what the function does
 * decides about shapes), and `tree.leaves` is the list of them, in order. Strings, booleans and functions are
 * carried along, and are no leaves.
 *
 * @example
 * const p = { w: Float64Array.of(1, 2), b: 3 }
 * tree.map((leaf) => mul(2, leaf), p)                                           // { w: Float64Array [2, 4], b: 6 }
 * tree.zipWith((x, y) => sub(x, y), p, { w: Float64Array.of(1, 1), b: 1 })      // { w: Float64Array [0, 1], b: 2 }
 * tree.leaves(p)                                                                // [Float64Array [1, 2], 3]
 * @category structures
 */
export const tree: Structures = /*#__PURE__*/ Object.freeze<Structures>({
  map: (f, structure) => mapLeaves('tree.map', f, structure),
  zipWith: (f, a, b) => zipLeaves('tree.zipWith', f, a, b),
  leaves: (structure) => operands('tree.leaves', structure),
})

/** x + s·y; of plain numbers at once, since a step of descent should take no longer than the gradient. */
const stepped = (x: Operand, s: number | Expr<[]>, y: Operand): unknown => {
  if (typeof s === 'number') {
    if (typeof x === 'number' && typeof y === 'number') return x + s * y
    if (x instanceof Float64Array && y instanceof Float64Array) {
      const made = new Float64Array(x.length)
      for (let i = 0; i < made.length; i++) made[i] = (x[i] ?? Number.NaN) + s * (y[i] ?? Number.NaN)
      return made
    }
  }
  return kindLike(x, add(x, phantom<number>(mul(y, phantom<number>(s)))))
}

/** `unknown` where a structure may be added to another, else a sentence in the place of each leaf of another shape. */
type Fits<Name extends string, T, G> = T extends Operand
  ? Of<ShapeOf<G>> extends Of<ShapeOf<T>>
    ? unknown
    : [Conform<ShapeOf<T>, ShapeOf<G>>] extends [false]
      ? Refused<`${Name}: shapes [${ShowShape<ShapeOf<T>>}] and [${ShowShape<ShapeOf<G>>}] differ, and nothing is broadcast`>
      : unknown
  : { readonly [K in keyof T]: K extends keyof G ? Fits<Name, T[K], G[K]> : unknown }

interface AddScaled {
  <T>(p: T, s: number | Expr<[]>, g: NoInfer<T>): T
  <T, const G extends Leaves<T>>(p: T, s: number | Expr<[]>, g: G & Fits<'addScaled', T, G>): T
}

/**
 * p + s·g, leaf by leaf: a step of gradient descent is `addScaled(p, -0.1, g)`. Leaves agree in shape: nothing is broadcast.
 *
 * @example
 * addScaled({ w: Float64Array.of(1, 2), b: 3 }, -1, { w: Float64Array.of(1, 1), b: 1 })   // { w: Float64Array [0, 1], b: 2 }
 * @category structures
 */
export const addScaled: AddScaled = <T>(p: T, s: number | Expr<[]>, g: unknown): T => zipEqual('addScaled', (x, y) => stepped(x, s, y), p, g)

type ScalarOf<T> = [HasExpr<T>] extends [never] ? number : Expr<[]>

interface Inner {
  <T>(a: T, b: NoInfer<T>): ScalarOf<T>
  <T, const G extends Leaves<T>>(a: T, b: G & Fits<'inner', T, G>): ScalarOf<T | G>
}

/**
 * The inner product of two structures of the same kind: Σ xᵢyᵢ over all leaves, which agree in shape.
 *
 * @example
 * inner({ a: 2, b: Float64Array.of(1, 2) }, { a: 3, b: Float64Array.of(1, 1) })   // 9
 * @category structures
 */
export const inner: Inner = (a: unknown, b: unknown): never => {
  const products = operands(
    'inner',
    zipEqual('inner', (x, y) => sum(mul(x, phantom<number>(y))), a, b),
  )
  return phantom(products.reduce<Operand>((total, x) => add(phantom<number>(total), phantom<number>(x)), 0))
}

/** A sum in the kind of the leaf it replaces. */
const kindLike = (like: Operand, made: Operand): unknown => {
  if (isTensor(like)) return typeof made === 'number' ? tensor(made) : made instanceof Float64Array ? tensor(made) : made
  return like instanceof Float64Array && isTensor(made) ? toFloat64Array(made) : made
}

const zeroOf = (x: Operand): unknown => {
  if (typeof x === 'number') return 0
  if (x instanceof Float64Array) return new Float64Array(x.length)
  return isExpr(x) ? zeros(x.aval) : filled(avalOf(x), 0)
}

/**
 * Zeros in the structure, shapes and leaf kinds of another.
 *
 * @example
 * zerosLike({ w: Float64Array.of(1, 2), b: 3 })   // { w: Float64Array [0, 0], b: 0 }
 * @category structures
 */
export const zerosLike = <T>(structure: T): T => mapLeaves('zerosLike', zeroOf, structure)

const dimsOf = (x: Operand): Dims => (typeof x === 'number' ? [] : x instanceof Float64Array ? [x.length] : x.shape.map(Number))

/** A part of a vector in the shape and kind of the leaf it came from. */
const leafLike = (like: Operand, part: Operand, shape: Dims): unknown => {
  if (isTensor(like) && part instanceof Float64Array) return tensor(part, shape)
  return shape.length === 1 ? part : reshape(part, shape)
}

/**
 * A structure as one vector, and the way back.
 *
 * @example
 * const [flat, unravel] = ravel({ w: Float64Array.of(1, 2), b: 3 })
 * flat                               // Float64Array [1, 2, 3]
 * unravel(Float64Array.of(4, 5, 6))  // { w: Float64Array [4, 5], b: 6 }
 * @category structures
 */
export const ravel = <T>(structure: T): readonly [[HasExpr<T>] extends [never] ? Fresh : Vector, (flat: Float64Array | Vector) => T] => {
  const { leaves, layout } = flatten('ravel', structure, 'x')
  const values: ReadonlyArray<Operand> = phantom(leaves.map((leaf) => leaf.value))
  const shapes = values.map(dimsOf)
  const total = shapes.reduce((n, shape) => n + sizeOf(shape), 0)
  const flat = concatenate([Float64Array.of(), ...values.map((x) => reshape(isTensor(x) ? toFloat64Array(x) : x, [-1]))])
  const unravel = (vector: Float64Array | Vector): T => {
    const [length] = vector instanceof Float64Array || isExpr(vector) ? dimsOf(vector) : []
    if (length !== total)
      return raise({
        _tag: 'Shape',
        operation: 'unravel',
        shapes: [length === undefined ? `of ${describe(vector)}` : `[${length}]`, `[${total}]`],
        reason: 'differ',
        hint: 'pass a vector of the length that ravel gave',
      })
    let from = 0
    const parts = values.map((like, i) => {
      const shape = entry(shapes, i)
      const part = slice(vector, [from], [(from += sizeOf(shape))])
      return leafLike(like, part, shape)
    })
    return unflatten(layout, parts)
  }
  return phantom([flat, unravel])
}

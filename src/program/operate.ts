/**
 * From operands as users write them to the application of a primitive.
 *
 * An operation on values alone is evaluated at once and answers with a value; as soon as one operand
 * is an expression the answer is an expression. Only here do numbers and arrays become constants.
 */
import { entry } from '../entry.ts'
import type { Aval } from '../array/aval.ts'
import { checkAttached } from '../array/detached.ts'
import { isFloats } from '../array/floats.ts'
import { avalOf as avalOfTensor, dataOf, elementOf, isTensor, scalarTensor, vectorTensor } from '../array/tensor.ts'
import type { AnyTensor } from '../array/tensor.ts'
import { type DType, dtypes } from '../array/dtype.ts'
import { broadcastShapes, type Dims, sameShape, sizeOf } from '../array/shape.ts'
import { raise } from '../failure.ts'
import { phantom } from '../type/phantom.ts'
import { describe } from './describe.ts'
import { applyTo, constant, isExpr, operationOf } from './expr.ts'
import type { AnyExpr, Params, Primitive } from './model.ts'
import { isTracing } from './trace.ts'

/** An operand after its kind is known. */
export type Lowered = AnyExpr | AnyTensor

const hintFor = (value: unknown): string => {
  if (value instanceof Float64Array && !isFloats(value)) return 'hand over the array itself'
  if (Array.isArray(value)) return 'for a vector use Float64Array.from(xs) or tensor(xs); for a vector of expressions use stack(xs)'
  if (ArrayBuffer.isView(value)) return 'copy it with Float64Array.from(xs), or make a Tensor with tensor(…)'
  if (value instanceof Promise) return 'await it first, and pass what came as an argument'
  if (typeof value === 'object' && value !== null) return 'apply the operation to a leaf of the structure, or map over it with tree.map'
  return 'check the arguments of the call'
}

const refuse = (operation: string, value: unknown): never => raise({ _tag: 'Operand', operation, got: describe(value), hint: hintFor(value) })

/** The dtype a literal takes: its partner's, if it is one that can hold it. */
const literalAs = (operation: string, value: number, partner: DType | undefined): AnyTensor => {
  if (partner === undefined || partner === 'float64') return scalarTensor(value)
  if (!dtypes[partner].holds(value))
    return raise({
      _tag: 'DType',
      operation,
      dtypes: [partner, `the number ${Object.is(value, -0) ? '-0' : value}`],
      reason: `${partner} cannot hold it exactly`,
      hint: 'convert the other operand with toFloat',
    })
  return scalarTensor(value, partner)
}

const lower = (operation: string, operand: unknown, partner: DType | undefined): Lowered => {
  if (typeof operand === 'number') return literalAs(operation, operand, partner)
  if (typeof operand === 'boolean') return scalarTensor(operand ? 1 : 0, 'bool')
  if (isExpr(operand) || isTensor(operand)) return operand
  if (isFloats(operand)) {
    checkAttached(operation, 'an operand', operand)
    return vectorTensor(operand)
  }
  return refuse(operation, operand)
}

/** Operands of one operation, literals taking their partner's dtype. */
const lowerAll = (operation: string, operands: ReadonlyArray<unknown>): ReadonlyArray<Lowered> => {
  if (operands.every(isExpr)) return operands
  const partner = operands.find((x) => (isExpr(x) || isTensor(x)) && x.dtype !== 'bool')
  const dtype = isExpr(partner) || isTensor(partner) ? partner.dtype : undefined
  return operands.map((x) => lower(operation, x, dtype))
}

const avalOf = (x: Lowered): Aval => (isExpr(x) ? x.aval : avalOfTensor(x))

/** The shape of an operand whose kind is known. */
export const dimsOf = (x: Lowered): Dims => avalOf(x).shape

/** An operand as an expression. */
export const toExpr = (operation: string, operand: unknown): AnyExpr => {
  const lowered = lower(operation, operand, undefined)
  return isExpr(lowered) ? lowered : constant(lowered)
}

/** How an evaluated result is handed back: as a number or typed array where the operands were such. */
const present = (result: AnyTensor, like: ReadonlyArray<unknown>): unknown => {
  if (result.shape.length === 0 && result.dtype === 'float64') return elementOf(result)
  if (result.shape.length === 0 && result.dtype === 'bool') return elementOf(result) === 1
  const asTyped = result.shape.length === 1 && result.dtype === 'float64' && !like.some(isTensor)
  return asTyped ? Float64Array.from(dataOf(result)) : result
}

// Beyond so many elements a constant is made when the program runs, not before: `mul(x, 2)` holds one 2, however large x is.
const foldable = 64

/** The value of a value or of a constant expression. */
const valueOf = (x: Lowered): AnyTensor | null => (isTensor(x) ? x : x.origin._tag === 'Constant' ? x.origin.value : null)

/** A rank-0 tensor keeps its kind under an elementwise operation, so that `sin(tensor(1))` is a tensor as its type says. */
const presentLike = (result: AnyTensor, operands: ReadonlyArray<unknown>): unknown =>
  operands.length === 1 && isTensor(operands[0]) ? result : present(result, operands)

/** Whether an operand stands for something unknown; a constant expression does not. */
const isUnknown = (x: Lowered): boolean => isExpr(x) && x.origin._tag !== 'Constant'

const toConstant = (x: Lowered): AnyExpr => (isExpr(x) ? x : constant(x))

const run = (primitive: Primitive, params: Params, args: ReadonlyArray<Lowered>): ReadonlyArray<Lowered> => {
  const traced = args.some(isExpr)
  // Constants belong to no trace, and what is made of them outside every trace must not either: `add(one, one)` may stand anywhere.
  if (traced && (isTracing() || args.some(isUnknown))) return applyTo(primitive, params, args.map(toConstant))
  const tensors = args.flatMap((x) => valueOf(x) ?? [])
  const results = primitive.evaluate(operationOf(primitive, params, tensors.map(avalOfTensor)), tensors)
  return traced ? results.map(constant) : results
}

/** All results of a primitive applied to operands. The caller's signature says what they are. */
export const operateAll = <T extends ReadonlyArray<unknown>>(primitive: Primitive, params: Params, operands: ReadonlyArray<unknown>): T => {
  const results = run(primitive, params, lowerAll(primitive.name, operands))
  return phantom(results.map((result) => (isTensor(result) ? presentLike(result, operands) : result)))
}

/** The only result of a primitive applied to operands. */
export const operate = <T>(primitive: Primitive, params: Params, operands: ReadonlyArray<unknown>): T => {
  return entry(operateAll<ReadonlyArray<T>>(primitive, params, operands), 0)
}

/** How an operand is stretched to the common shape. */
export type Stretch = (x: Lowered, shape: Dims) => Lowered

/** Operands stretched to one shape; among expressions a large one is stretched by an equation of its own. */
export const stretched = (stretch: Stretch, args: ReadonlyArray<Lowered>, shape: Dims): ReadonlyArray<Lowered> => {
  const later = sizeOf(shape) > foldable && args.some(isExpr)
  return args.map((x) => (sameShape(dimsOf(x), shape) ? x : stretch(later && isTensor(x) ? constant(x) : x, shape)))
}

/** Apply an elementwise primitive, stretching its operands to one shape. */
export const pointwise = <T>(primitive: Primitive, stretch: Stretch, operands: ReadonlyArray<unknown>, params: Params = {}): T => {
  const lowered = lowerAll(primitive.name, operands)
  const shape = lowered.map(dimsOf).reduce((a, b) => broadcastShapes(primitive.name, a, b))
  const result = entry(run(primitive, params, stretched(stretch, lowered, shape)), 0)
  return phantom(isTensor(result) ? presentLike(result, operands) : result)
}

/** Apply a primitive to an operand whose kind is already known, and keep it so. */
export const applyLowered = (primitive: Primitive, params: Params, args: ReadonlyArray<Lowered>): Lowered => {
  return entry(run(primitive, params, args), 0)
}

/** All results of a primitive on operands whose kind is known. */
export const applyAll = (primitive: Primitive, params: Params, args: ReadonlyArray<Lowered>): ReadonlyArray<Lowered> => run(primitive, params, args)

/** An operand of any kind, lowered by itself. */
export const lowerOne = (operation: string, operand: unknown): Lowered => lower(operation, operand, undefined)

/** Results handed back as users see them: numbers and typed arrays where they have such, else tensors. */
export const presentAll = (results: ReadonlyArray<Lowered>): ReadonlyArray<unknown> =>
  results.map((result) => (isTensor(result) ? present(result, []) : result))

/** A result handed back in the kind of the operands it came from. */
export const presentAs = (result: Lowered, like: ReadonlyArray<unknown>): unknown => (isTensor(result) ? present(result, like) : result)

/** An operation made of several primitives: lower the operands, build, and hand back the result, in the kind of those it is `like`. */
export const composed = <T>(
  operation: string,
  operands: ReadonlyArray<unknown>,
  build: (...args: Array<Lowered>) => Lowered,
  like: ReadonlyArray<unknown> = operands,
): T => {
  const result = build(...lowerAll(operation, operands))
  return phantom(isTensor(result) ? present(result, like) : result)
}

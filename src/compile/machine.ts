/**
 * From elementwise primitives to what the machine does to scalars.
 *
 * A primitive that has an instruction, or is made of some, is listed here; any other runs its own
 * function on numbers, which every emitter can call. Names are those of WebAssembly.
 */
import type { DType } from '../array/dtype.ts'
import type { Definition } from '../elementary/definition.ts'
import { nearest } from '../elementary/bits.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import type { Lowering as Name } from '../program/lowering.ts'
import type { Operation } from '../program/model.ts'
import { lookup } from './lookup.ts'
import type { Kind, Machine, Register } from './loop.ts'

export const kindOf = (dtype: DType): Kind => (dtype === 'float64' ? 'f64' : 'i32')

type Numbers = (...xs: ReadonlyArray<number>) => number

const machine = (name: string, args: ReadonlyArray<Kind>, result: Kind, run: Numbers, elementary: Definition | null = null): Machine => ({
  name,
  args,
  result,
  run,
  elementary,
})
const one = (name: string, run: (x: number) => number): Machine => machine(name, ['f64'], 'f64', run)
const two = (name: string, run: (x: number, y: number) => number): Machine => machine(name, ['f64', 'f64'], 'f64', run)
const whole = (name: string, run: (x: number, y: number) => number): Machine => machine(name, ['i32', 'i32'], 'i32', run)
const test = (kind: Kind, name: string, run: (x: number, y: number) => boolean): Machine =>
  machine(`${kind}.${name}`, [kind, kind], 'i32', (x: number, y: number) => (run(x, y) ? 1 : 0))

export const add: Machine = two('f64.add', (x, y) => x + y)
export const mul: Machine = two('f64.mul', (x, y) => x * y)
export const max: Machine = two('f64.max', Math.max)
export const min: Machine = two('f64.min', Math.min)
const sub = two('f64.sub', (x, y) => x - y)
const div = two('f64.div', (x, y) => x / y)
const neg = one('f64.neg', (x) => -x)
const abs = one('f64.abs', Math.abs)
const sqrt = one('f64.sqrt', Math.sqrt)
const floor = one('f64.floor', Math.floor)
const ceil = one('f64.ceil', Math.ceil)
const round = one('f64.nearest', nearest)

export const addWhole: Machine = whole('i32.add', (x, y) => (x + y) | 0)
const subWhole = whole('i32.sub', (x, y) => (x - y) | 0)
const mulWhole = whole('i32.mul', Math.imul)
const and = whole('i32.and', (x, y) => x & y)
const or = whole('i32.or', (x, y) => x | y)
const xor = whole('i32.xor', (x, y) => x ^ y)
const shiftLeft = whole('i32.shl', (x, y) => x << y)
const shiftRight = whole('i32.shr', (x, y) => (x >>> y) | 0)
const float = machine('f64.convert', ['i32'], 'f64', (x: number) => x)
const integer = machine('i32.wrap', ['f64'], 'i32', (x: number) => x | 0)

/** The index moved to the nearest end: `i32.clamp(index, size)`. */
export const clamp: Machine = whole('i32.clamp', (index, size) => (index < 0 ? 0 : index >= size ? size - 1 : index))
export const select = (kind: Kind): Machine =>
  machine(`${kind}.select`, ['i32', kind, kind], kind, (mask: number, x: number, y: number) => (mask === 1 ? x : y))

/** Where instructions go as they are made. */
export interface Assembler {
  readonly literal: (kind: Kind, value: number) => Register
  readonly apply: (machine: Machine, args: ReadonlyArray<Register>) => Register
}

type Lowering = (to: Assembler, kind: Kind, args: ReadonlyArray<Register>) => Register

const direct =
  (float64: Machine, int32: Machine = float64): Lowering =>
  (to, kind, args) =>
    to.apply(kind === 'f64' ? float64 : int32, args)

const compare = (name: string, run: (x: number, y: number) => boolean): Lowering => direct(test('f64', name, run), test('i32', name, run))
const first = (args: ReadonlyArray<Register>): Register => entry(args, 0)

const less = compare('lt', (x, y) => x < y)
const atMost = compare('le', (x, y) => x <= y)

const lowerings: { readonly [N in Name]?: Lowering } = {
  add: direct(add, addWhole),
  sub: direct(sub, subWhole),
  mul: direct(mul, mulWhole),
  div: direct(div),
  neg: (to, kind, args) => (kind === 'f64' ? to.apply(neg, args) : to.apply(subWhole, [to.literal('i32', 0), ...args])),
  square: (to, _, args) => to.apply(mul, [first(args), first(args)]),
  reciprocal: (to, _, args) => to.apply(div, [to.literal('f64', 1), first(args)]),
  sqrt: direct(sqrt),
  rsqrt: (to, _, args) => to.apply(div, [to.literal('f64', 1), to.apply(sqrt, args)]),
  max: direct(max, whole('i32.max', Math.max)),
  min: direct(min, whole('i32.min', Math.min)),
  abs: direct(
    abs,
    machine('i32.abs', ['i32'], 'i32', (x: number) => Math.abs(x) | 0),
  ),
  relu: (to, kind, args) => {
    const [x, zero] = [first(args), to.literal(kind, 0)]
    return to.apply(select(kind), [atMost(to, kind, [x, zero]), zero, x])
  },
  sign: (to, kind, args) => {
    const [x, zero] = [first(args), to.literal(kind, 0)]
    const below = to.apply(select(kind), [less(to, kind, [x, zero]), to.literal(kind, -1), x])
    return to.apply(select(kind), [less(to, kind, [zero, x]), to.literal(kind, 1), below])
  },
  floor: direct(floor),
  ceil: direct(ceil),
  round: direct(round),
  bitAnd: direct(and),
  bitOr: direct(or),
  bitXor: direct(xor),
  shiftLeft: direct(shiftLeft),
  shiftRight: direct(shiftRight),
  lt: less,
  le: atMost,
  gt: compare('gt', (x, y) => x > y),
  ge: compare('ge', (x, y) => x >= y),
  eq: compare('eq', (x, y) => x === y),
  ne: compare('ne', (x, y) => x !== y),
  and: direct(and),
  or: direct(or),
  not: (to, _, args) => to.apply(xor, [first(args), to.literal('i32', 1)]),
  where: (to, kind, args) => to.apply(select(kind), args),
  toFloat: direct(float),
  toInt: (to, kind, args) => (kind === 'f64' ? to.apply(integer, args) : first(args)),
  identity: (_, __, args) => first(args),
}

/** The kind an operation works on: that of its last operand, since a mask comes first. */
const workingKind = ({ operands }: Operation): Kind => kindOf(entry(operands, operands.length - 1).dtype)

/** Whether an operation is elementwise with one result, so that it can stand in a loop. */
export const isScalar = ({ primitive, results }: Operation): boolean =>
  results.length === 1 && (lookup(lowerings, primitive) !== undefined || primitive.scalar !== null)

/** The instructions of an elementwise operation on registers. */
export const lower = (to: Assembler, operation: Operation, args: ReadonlyArray<Register>): Register => {
  const { primitive, operands, results } = operation
  const lowering = lookup(lowerings, primitive)
  if (lowering !== undefined) return lowering(to, workingKind(operation), args)
  const kinds = operands.map((of) => kindOf(of.dtype))
  const { scalar } = primitive
  if (scalar === null) return raise({ _tag: 'Argument', operation: primitive.name, reason: 'has no function of numbers' })
  const definition = typeof primitive.lowering === 'object' ? primitive.lowering : null
  return to.apply(machine(`call ${primitive.name}`, kinds, kindOf(entry(results, 0).dtype), scalar, definition), args)
}

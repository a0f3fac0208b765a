/**
 * What the machine does to two neighbours at once. A float64 is two lanes of a v128; a mask all ones or
 * all zeros in each lane; an int32 that is no mask a pair of locals.
 */
import { entry } from '../../entry.ts'
import type { Machine } from '../loop.ts'
import { call, floats, get, type Instruction, int, type Plain, plainly, set } from '../wasm/instruction.ts'
import type { Frame } from './frame.ts'
import type { Hosts } from './host.ts'
import { pushElementary } from './inline.ts'
import { applyScalar } from './scalar.ts'

/** A value of both lanes: where it is. */
export type Pair =
  | { readonly _tag: 'Floats'; readonly local: number }
  | { readonly _tag: 'Mask'; readonly local: number }
  | { readonly _tag: 'Whole'; readonly first: number; readonly second: number }

const arithmetic: { readonly [name: string]: Plain } = {
  'f64.add': 'f64x2.add',
  'f64.sub': 'f64x2.sub',
  'f64.mul': 'f64x2.mul',
  'f64.div': 'f64x2.div',
  'f64.neg': 'f64x2.neg',
  'f64.abs': 'f64x2.abs',
  'f64.sqrt': 'f64x2.sqrt',
  'f64.floor': 'f64x2.floor',
  'f64.ceil': 'f64x2.ceil',
  'f64.nearest': 'f64x2.nearest',
  'f64.max': 'f64x2.max',
  'f64.min': 'f64x2.min',
}

const comparison: { readonly [name: string]: Plain } = {
  'f64.lt': 'f64x2.lt',
  'f64.le': 'f64x2.le',
  'f64.gt': 'f64x2.gt',
  'f64.ge': 'f64x2.ge',
  'f64.eq': 'f64x2.eq',
  'f64.ne': 'f64x2.ne',
}

const logic: { readonly [name: string]: Plain } = { 'i32.and': 'v128.and', 'i32.or': 'v128.or' }

const extract = (lane: 0 | 1): Instruction => ({ op: 'f64x2.extract_lane', lane })
const replace: Instruction = { op: 'f64x2.replace_lane', lane: 1 }

/** Pushes one lane of a value as a plain number. */
export const pushLane = (frame: Frame, value: Pair, lane: 0 | 1): void => {
  const { out } = frame
  if (value._tag === 'Whole') out.push(get(lane === 0 ? value.first : value.second))
  else if (value._tag === 'Floats') out.push(get(value.local), extract(lane))
  else out.push(get(value.local), { op: 'i64x2.extract_lane', lane }, plainly('i32.wrap_i64'), int(1), plainly('i32.and'))
}

/** A value as a mask, made of a pair of int32 if it is one. */
export const asMask = (frame: Frame, value: Pair): number => {
  if (value._tag !== 'Whole') return value.local
  const { out } = frame
  const to = frame.fresh('v128')
  const lane = (local: number): void => {
    out.push(int(0), get(local), plainly('i32.sub'), plainly('i64.extend_i32_s'))
  }
  lane(value.first)
  out.push(plainly('i64x2.splat'))
  lane(value.second)
  out.push({ op: 'i64x2.replace_lane', lane: 1 }, set(to))
  return to
}

const isTrue = (value: number | null): boolean => value === 1

/** Applies a machine to both lanes; `literal` says the number that a register holds, where it is known. */
export const applyVector = (frame: Frame, hosts: Hosts, machine: Machine, args: ReadonlyArray<Pair>, literals: ReadonlyArray<number | null>): Pair => {
  const { out } = frame
  const floatsFrom = (code: () => void): Pair => {
    code()
    const local = frame.fresh('v128')
    out.push(set(local))
    return { _tag: 'Floats', local }
  }
  const maskFrom = (code: () => void): Pair => {
    code()
    const local = frame.fresh('v128')
    out.push(set(local))
    return { _tag: 'Mask', local }
  }
  const arg = (i: number): Pair => entry(args, i)
  const push = (i: number): void => {
    const value = arg(i)
    out.push(get(value._tag === 'Whole' ? asMask(frame, value) : value.local))
  }
  const plain = arithmetic[machine.name]
  if (plain !== undefined)
    return floatsFrom(() => {
      args.forEach((_, i) => {
        push(i)
      })
      out.push(plainly(plain))
    })
  const compare = comparison[machine.name]
  if (compare !== undefined)
    return maskFrom(() => {
      push(0)
      push(1)
      out.push(plainly(compare))
    })
  const both = logic[machine.name]
  if (both !== undefined && args.every((a) => a._tag === 'Mask'))
    return maskFrom(() => {
      push(0)
      push(1)
      out.push(plainly(both))
    })
  if (machine.name === 'i32.xor' && arg(0)._tag === 'Mask' && isTrue(entry(literals, 1)))
    return maskFrom(() => {
      push(0)
      out.push(plainly('v128.not'))
    })
  if (machine.name === 'f64.select') {
    const mask = asMask(frame, arg(0))
    return floatsFrom(() => {
      push(1)
      push(2)
      out.push(get(mask), plainly('v128.bitselect'))
    })
  }
  if (machine.name === 'f64.convert' && arg(0)._tag === 'Mask')
    return floatsFrom(() => {
      push(0)
      out.push(floats(1), plainly('v128.and'))
    })
  const { elementary } = machine
  if (elementary !== null) {
    const operands = args.map((value) => (value._tag === 'Floats' ? value.local : -1))
    return floatsFrom(() => {
      pushElementary(frame, hosts, elementary, 2, operands)
    })
  }
  // One lane after the other.
  const lane = (which: 0 | 1): void => {
    const operands = args.map((value) => () => {
      pushLane(frame, value, which)
    })
    if (machine.name.startsWith('call ')) {
      for (const operand of operands) operand()
      out.push(call(hosts.numeric(machine)))
    } else applyScalar(frame, hosts, machine, operands)
  }
  if (machine.result === 'f64')
    return floatsFrom(() => {
      lane(0)
      out.push(plainly('f64x2.splat'))
      lane(1)
      out.push(replace)
    })
  const [first, second] = [frame.fresh('i32'), frame.fresh('i32')]
  lane(0)
  out.push(set(first))
  lane(1)
  out.push(set(second))
  return { _tag: 'Whole', first, second }
}

/**
 * What the machine does to one number, as instructions; operands are pushed by the caller's functions.
 */
import { entry } from '../../entry.ts'
import type { Machine } from '../loop.ts'
import { call, get, int, type Plain, plainly, set } from '../wasm/instruction.ts'
import type { Frame } from './frame.ts'
import type { Hosts } from './host.ts'
import { pushElementary } from './inline.ts'

/** Pushes an operand; it may be called more than once. */
export type Push = () => void

/** Machines that an instruction of the same name is. */
const same: ReadonlyArray<Plain> = [
  'f64.add',
  'f64.sub',
  'f64.mul',
  'f64.div',
  'f64.neg',
  'f64.abs',
  'f64.sqrt',
  'f64.floor',
  'f64.ceil',
  'f64.nearest',
  'f64.max',
  'f64.min',
  'f64.lt',
  'f64.le',
  'f64.gt',
  'f64.ge',
  'f64.eq',
  'f64.ne',
  'i32.add',
  'i32.sub',
  'i32.mul',
  'i32.and',
  'i32.or',
  'i32.xor',
  'i32.shl',
  'i32.eq',
  'i32.ne',
]

const direct: { readonly [name: string]: Plain } = {
  ...Object.fromEntries(same.map((name) => [name, name])),
  'f64.convert': 'f64.convert_i32_s',
  'i32.shr': 'i32.shr_u',
  'i32.lt': 'i32.lt_s',
  'i32.le': 'i32.le_s',
  'i32.gt': 'i32.gt_s',
  'i32.ge': 'i32.ge_s',
}

/** Leaves the value of a machine on the stack. */
export const applyScalar = (frame: Frame, hosts: Hosts, machine: Machine, operands: ReadonlyArray<Push>): void => {
  const { out } = frame
  const push = (i: number): void => entry(operands, i)()
  const plain = direct[machine.name]
  if (plain !== undefined) {
    for (const operand of operands) operand()
    out.push(plainly(plain))
    return
  }
  if (machine.name === 'f64.select' || machine.name === 'i32.select') {
    push(1)
    push(2)
    push(0)
    out.push(plainly('select'))
    return
  }
  if (machine.name === 'i32.max' || machine.name === 'i32.min') {
    for (const i of [0, 1, 0, 1]) push(i)
    out.push(plainly(machine.name === 'i32.max' ? 'i32.gt_s' : 'i32.lt_s'), plainly('select'))
    return
  }
  if (machine.name === 'i32.abs') {
    out.push(int(0))
    push(0)
    out.push(plainly('i32.sub'))
    push(0)
    push(0)
    out.push(int(0), plainly('i32.lt_s'), plainly('select'))
    return
  }
  if (machine.name === 'i32.clamp') {
    // min(max(index, 0), size − 1)
    const at = frame.fresh('i32')
    push(0)
    out.push(int(0))
    push(0)
    out.push(int(0), plainly('i32.gt_s'), plainly('select'), set(at), get(at))
    push(1)
    out.push(int(1), plainly('i32.sub'), get(at))
    push(1)
    out.push(plainly('i32.lt_s'), plainly('select'))
    return
  }
  const { elementary } = machine
  if (elementary !== null && !frame.writesOut()) {
    // In straight-line code a function is called: written out each time, a long program would be many times as long.
    for (const operand of operands) operand()
    out.push(hosts.common(elementary, 1))
    return
  }
  if (elementary !== null) {
    const locals = operands.map((operand) => {
      const to = frame.fresh('f64')
      operand()
      out.push(set(to))
      return to
    })
    pushElementary(frame, hosts, elementary, 1, locals)
    return
  }
  for (const operand of operands) operand()
  out.push(call(hosts.numeric(machine)))
}

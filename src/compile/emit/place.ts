/**
 * Registers and places of the loop language as locals and memory of a function.
 */
import { entry } from '../../entry.ts'
import type { Place, Register, Statement, Stride } from '../loop.ts'
import { access, get, int, plainly, set } from '../wasm/instruction.ts'
import type { Frame } from './frame.ts'
import type { Hosts } from './host.ts'
import { applyScalar, type Push } from './scalar.ts'

export type Accumulate = Extract<Statement, { readonly _tag: 'Accumulate' }>

/** What emission needs: the frame of the function, its imports, and the numbers known. */
export interface Site {
  readonly frame: Frame
  readonly hosts: Hosts
  readonly literals: Map<Register, number>
  /** Sums in locals: of the first two neighbours, the next two, and so on. */
  readonly held: Map<Accumulate, ReadonlyArray<number>>
}

/** What a counter grows by at each step. */
export const step = 8

export const registerLocal = ({ kernel, local }: Frame, register: Register): number =>
  local('register', register, entry(kernel.registers, register) === 'f64' ? 'f64' : 'i32')

export const isLocal = ({ kernel }: Frame, place: Place): boolean => entry(kernel.buffers, place.buffer).role === 'local'

export const kindOf = ({ kernel }: Frame, place: Place): 'f64' | 'i32' => entry(kernel.buffers, place.buffer).kind

/** The local that stands for a buffer of one number. */
export const bufferLocal = (frame: Frame, place: Place): number => frame.local('buffer', place.buffer, kindOf(frame, place))

/** The address of one of eight partial results: which, from the steps of loops, times how far apart they are. */
export const laneAddress =
  (frame: Frame, lanes: { readonly of: ReadonlyArray<Stride>; readonly stride: number }): Push =>
  () => {
    const { out } = frame
    lanes.of.forEach(({ axis, stride }, i) => {
      out.push(get(frame.local('counter', axis, 'i32')))
      if (stride !== 1) out.push(int(stride), plainly('i32.mul'))
      if (i > 0) out.push(plainly('i32.add'))
    })
    out.push(int(7 * step), plainly('i32.and'))
    if (lanes.stride !== 1) out.push(int(lanes.stride), plainly('i32.mul'))
  }

/** Pushes the number at a place. */
export const pushPlace = (frame: Frame, place: Place): void => {
  if (isLocal(frame, place)) frame.out.push(get(bufferLocal(frame, place)))
  else {
    const offset = frame.address(place)
    frame.out.push(access(kindOf(frame, place) === 'f64' ? 'f64.load' : 'i32.load', offset))
  }
}

/** Stores what `value` pushes. */
export const storeAt = (frame: Frame, place: Place, value: Push): void => {
  if (isLocal(frame, place)) {
    value()
    frame.out.push(set(bufferLocal(frame, place)))
    return
  }
  const offset = frame.address(place)
  value()
  frame.out.push(access(kindOf(frame, place) === 'f64' ? 'f64.store' : 'i32.store', offset))
}

/** place ← machine(place, value) */
export const accumulateAt = ({ frame, hosts }: Site, { to, machine, lanes }: Accumulate, value: Push): void => {
  const { out } = frame
  if (isLocal(frame, to)) {
    applyScalar(frame, hosts, machine, [() => out.push(get(bufferLocal(frame, to))), value])
    out.push(set(bufferLocal(frame, to)))
    return
  }
  const kind = kindOf(frame, to)
  const at = frame.fresh('i32')
  const offset = frame.address(to, lanes === null ? undefined : laneAddress(frame, lanes))
  out.push(set(at), get(at))
  applyScalar(frame, hosts, machine, [() => out.push(get(at), access(kind === 'f64' ? 'f64.load' : 'i32.load', offset)), value])
  out.push(access(kind === 'f64' ? 'f64.store' : 'i32.store', offset))
}

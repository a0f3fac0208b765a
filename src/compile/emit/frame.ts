/**
 * The frame of one WebAssembly function in the making: its locals, its instructions, and how places of
 * the loop language become addresses.
 *
 * Loops count in bytes of float64: a counter holds 8 · i, so that a step of one element needs no
 * multiplication.
 */
import { entry, valueAt } from '../../entry.ts'
import type { Table } from '../../elementary/table.ts'
import type { Kernel, Place, Register, Stride } from '../loop.ts'
import type { Layout } from '../lifetime.ts'
import { access, get, type Instruction, int, plainly, set, type ValueType } from '../wasm/instruction.ts'
import type { Emitted } from '../wasm/straight.ts'
import type { Pool } from './pool.ts'

export interface Frame {
  readonly out: Array<Instruction>
  readonly locals: Array<ValueType>
  readonly kernel: Kernel
  /** The local of a register, a buffer of one number, or a loop's counter, made when first asked for. */
  readonly local: (of: Named, index: number, type: ValueType) => number
  /** Pushes a number in both lanes, from a local that is filled at the start of the function. */
  readonly constant: (value: number) => Instruction
  /** The byte from which a table lies. */
  readonly table: (table: Table) => number
  /** Fills those locals, from memory: what is filled from a constant, engines fold back into the loop. */
  readonly prologue: () => ReadonlyArray<Instruction>
  /** The frame of another function of the same kernel. */
  readonly another: () => Frame
  /** A local that nothing else uses. */
  readonly fresh: (type: ValueType) => number
  /** Pushes the part of an address that changes, and answers with the part that does not. */
  readonly address: (place: Place, extra?: () => void) => number
  /** Computes once what of the addresses of these places depends neither on the axis nor on what is set inside its loop. */
  readonly hoist: (places: ReadonlyArray<Place>, axis: number, inside: ReadonlySet<Register>) => void
  /** What is computed once in code that may not run is not known after it. */
  readonly aside: (code: () => void) => void
  /** Code of a loop's body; a crowded one applies many elementary functions. */
  readonly looping: (isCrowded: boolean, code: () => void) => void
  /** Whether elementary functions are written out where they are applied: in loops that are not crowded. */
  readonly writesOut: () => boolean
  /** Those written out so far. */
  readonly written: Map<string, Emitted>
}

/** What has a local by its number. */
type Named = 'register' | 'buffer' | 'counter'

const shifts: ReadonlyMap<number, number> = new Map([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024].map((n, i) => [n, i]))

/** `pool` says where in memory numbers are found. */
export const frame = (kernel: Kernel, layout: Layout, pool: Pool): Frame => {
  const out: Array<Instruction> = []
  const locals: Array<ValueType> = []
  const named: { readonly [N in Named]: Map<number, number> } = { register: new Map(), buffer: new Map(), counter: new Map() }
  let writes = false
  let hoisted = new Map<string, number>()
  const fresh = (type: ValueType): number => locals.push(type) - 1
  const local = (of: Named, index: number, type: ValueType): number => {
    const known = named[of].get(index)
    if (known !== undefined) return known
    const made = fresh(type)
    named[of].set(index, made)
    return made
  }
  const bytesOf = (buffer: number): number => (entry(kernel.buffers, buffer).kind === 'f64' ? 8 : 4)

  /** 8·i times the stride, in elements of so many bytes. */
  const term = ({ axis, stride }: Stride, bytes: number): void => {
    out.push(get(local('counter', axis, 'i32')))
    const factor = (stride * bytes) / 8
    if (factor === 1) return
    if (Number.isInteger(factor)) {
      const shift = shifts.get(factor)
      out.push(int(shift ?? factor), plainly(shift === undefined ? 'i32.mul' : 'i32.shl'))
    } else {
      // An odd stride through int32: half of 8·i each.
      out.push(int(stride), plainly('i32.mul'), int(1), plainly('i32.shr_s'))
    }
  }
  const key = (strides: ReadonlyArray<Stride>, bytes: number, computed: Place['computed'] = null): string =>
    `${bytes}|${strides.map((s) => `${s.axis}:${s.stride}`).join()}|${computed === null ? '' : `${computed.index}:${computed.stride}`}`

  const sum = (strides: ReadonlyArray<Stride>, bytes: number): void => {
    strides.forEach((stride, i) => {
      term(stride, bytes)
      if (i > 0) out.push(plainly('i32.add'))
    })
  }

  const index = (computed: NonNullable<Place['computed']>, bytes: number): void => {
    out.push(get(local('register', computed.index, 'i32')), int(computed.stride * bytes), plainly('i32.mul'))
  }

  const constants = new Map<string, { readonly local: number; readonly value: number }>()

  return {
    out,
    locals,
    kernel,
    local,
    fresh,
    another: () => frame(kernel, layout, pool),
    table: pool.table,
    constant: (value) => {
      const name = Object.is(value, -0) ? '-0' : String(value)
      const known = constants.get(name)
      if (known !== undefined) return get(known.local)
      const made = fresh('v128')
      constants.set(name, { local: made, value })
      return get(made)
    },
    prologue: () => [...constants.values()].flatMap(({ local: to, value }) => [int(0), access('v128.load64_splat', pool.number(value)), set(to)]),
    address: (place, extra) => {
      const bytes = bytesOf(place.buffer)
      const base = entry(layout.offsets, place.buffer) + place.offset * bytes
      const backwards = place.strides.some((s) => s.stride < 0) || (place.computed !== null && place.computed.stride < 0)
      // The longest known sum of strides that is part of this one stands in for it.
      const { computed } = place
      const found = (of: Place['computed']): ReadonlyArray<Stride> | undefined =>
        parts(place.strides).find((strides) => (strides.length > 0 || of !== null) && hoisted.has(key(strides, bytes, of)))
      const indexed = computed === null || hoisted.size === 0 ? undefined : found(computed)
      const known = indexed ?? (hoisted.size === 0 ? undefined : found(null))
      const rest = known === undefined ? place.strides : place.strides.filter((s) => !known.includes(s))
      let pushed = 0
      const plus = (): void => {
        if (pushed++ > 0) out.push(plainly('i32.add'))
      }
      if (known !== undefined) {
        out.push(get(valueAt(hoisted, key(known, bytes, indexed === undefined ? null : computed))))
        plus()
      }
      for (const stride of rest) {
        term(stride, bytes)
        plus()
      }
      if (computed !== null && indexed === undefined) {
        index(computed, bytes)
        plus()
      }
      if (extra !== undefined) {
        extra()
        plus()
      }
      if (backwards) {
        out.push(int(base))
        plus()
      } else if (pushed === 0) out.push(int(0))
      return backwards ? 0 : base
    },
    hoist: (places, axis, inside) => {
      for (const place of places) {
        const strides = place.strides.filter((s) => s.axis !== axis)
        const bytes = bytesOf(place.buffer)
        const computed = place.computed !== null && !inside.has(place.computed.index) ? place.computed : null
        if (computed === null && (strides.length === 0 || (strides.length === 1 && strides[0]?.stride === 8 / bytes))) continue
        const name = key(strides, bytes, computed)
        if (hoisted.has(name)) continue
        sum(strides, bytes)
        if (computed !== null) {
          index(computed, bytes)
          if (strides.length > 0) out.push(plainly('i32.add'))
        }
        const to = fresh('i32')
        out.push(set(to))
        hoisted.set(name, to)
      }
    },
    looping: (isCrowded, code) => {
      const before = writes
      writes = !isCrowded
      code()
      writes = before
    },
    writesOut: () => writes,
    written: new Map(),
    aside: (code) => {
      const before = hoisted
      hoisted = new Map(before)
      code()
      hoisted = before
    },
  }
}

/** All strides of a place, and all without one of them. */
const parts = (strides: ReadonlyArray<Stride>): ReadonlyArray<ReadonlyArray<Stride>> =>
  strides.length < 2 ? [strides, []] : [strides, ...strides.map((without) => strides.filter((s) => s !== without))]

/**
 * What loops that became one make superfluous: rows of buffers that only one turn looks at, loads of
 * what was stored just before, stores that nobody loads, registers that nobody uses.
 */
import { entry } from '../entry.ts'
import { accessesByBuffer, forEachAccess, forEachRegister } from './access.ts'
import { inStep } from './fuse.ts'
import { held } from './hold.ts'
import { merged } from './merge.ts'
import { unrolled } from './unroll.ts'
import type { Block, Kernel, Place, Register, Statement } from './loop.ts'
import { borrowed } from './borrow.ts'
import { inBlocks, rewritten } from './rewrite.ts'
import { sunk } from './sink.ts'

const same = (register: Register): Register => register
const ignored = (): void => {}

// buffers of one turn ----------------------------------------------------------------------

const dropped = (place: Place, axis: number, stride: number): Place => ({
  ...place,
  offset: place.offset % stride,
  strides: place.strides.filter((s) => s.axis !== axis),
})

const isPlain = ({ _tag }: Statement): boolean => _tag !== 'Loop' && _tag !== 'Choose' && _tag !== 'While'

/** Buffers whose every access lies in one loop, and keeps to the turn's own stretch, lose that loop's axis. */
const contracted = (kernel: Kernel): Kernel => {
  if (kernel.body.every(isPlain)) return kernel
  const sizes = kernel.buffers.map((b) => b.size)
  const total = new Map([...accessesByBuffer(kernel.body)].map(([buffer, list]) => [buffer, list.length] as const))
  const fixed = new Set([...kernel.outputs.map((o) => o.buffer), ...kernel.buffers.flatMap((b, i) => (b.role === 'made' ? [] : [i]))])
  const step = (statement: Statement): Statement => {
    if (statement._tag !== 'Loop') return inBlocks(statement, (block) => block.map(step))
    const { axis } = statement
    const strides = new Map<number, number>()
    for (const [buffer, accesses] of accessesByBuffer(statement.body)) {
      if (fixed.has(buffer) || accesses.length !== total.get(buffer) || accesses.some((a) => a.count === Number.POSITIVE_INFINITY)) continue
      const stride = inStep(accesses, () => axis)
      if (stride === null || stride >= entry(sizes, buffer)) continue
      strides.set(buffer, stride)
      sizes[buffer] = stride
    }
    const place = (p: Place): Place => {
      const stride = strides.get(p.buffer)
      return stride === undefined ? p : dropped(p, axis, stride)
    }
    const body = strides.size === 0 ? statement.body : rewritten(statement.body, { place, register: same })
    return { ...statement, body: body.map(step) }
  }
  const body = kernel.body.map(step)
  return { ...kernel, body, buffers: kernel.buffers.map((b, i) => ({ ...b, size: entry(sizes, i) })) }
}

// forwarding -------------------------------------------------------------------------------

const sameStrides = (a: Place, b: Place): boolean =>
  a.computed === null &&
  b.computed === null &&
  a.strides.length === b.strides.length &&
  a.strides.every((s) => b.strides.some((o) => o.axis === s.axis && o.stride === s.stride))

/** What was last stored in a buffer: at places alike but for their offset, which are surely different elements at the same turn. */
interface Held {
  readonly like: Place
  readonly values: Map<number, Register>
}

/** Loads of a place stored just before, and not written since, become the register stored. */
const forwarded = (kernel: Kernel): Kernel => {
  const instead = new Map<Register, Register>()
  const visit = (block: Block): Block => {
    const held = new Map<number, Held>()
    const out: Array<Statement> = []
    for (const s of block) {
      if (s._tag === 'Load') {
        const last = held.get(s.from.buffer)
        const known = last !== undefined && sameStrides(last.like, s.from) ? last.values.get(s.from.offset) : undefined
        if (known !== undefined) {
          instead.set(s.to, known)
          continue
        }
      } else if (s._tag === 'Store') {
        const last = held.get(s.to.buffer)
        if (last !== undefined && sameStrides(last.like, s.to)) last.values.set(s.to.offset, s.value)
        else held.set(s.to.buffer, { like: s.to, values: new Map([[s.to.offset, s.value]]) })
      } else if (s._tag !== 'Apply' && s._tag !== 'Literal') {
        forEachAccess([s], ({ place, writes }) => {
          if (writes) held.delete(place.buffer)
        })
      }
      if (s._tag === 'Loop') out.push({ ...s, body: visit(s.body) })
      else if (s._tag === 'Choose') out.push({ ...s, yes: visit(s.yes), no: visit(s.no) })
      else if (s._tag === 'While') out.push({ ...s, condition: visit(s.condition), body: visit(s.body) })
      else out.push(s)
    }
    return out
  }
  const body = visit(kernel.body)
  const resolve = (register: Register): Register => {
    let at = register
    for (let next = instead.get(at); next !== undefined; next = instead.get(at)) at = next
    return at
  }
  return instead.size === 0 ? kernel : { ...kernel, body: rewritten(body, { place: (p) => p, register: resolve }) }
}

// dead code --------------------------------------------------------------------------------

/** Stores into buffers that nothing reads go, and then registers that nothing uses. */
export const pruned = (kernel: Kernel): Kernel => {
  const read = new Set<number>(kernel.outputs.map((o) => o.buffer))
  const look = (block: Block): void => {
    for (const s of block) {
      if (s._tag === 'Load') read.add(s.from.buffer)
      else if (s._tag === 'Host') for (const p of s.from) read.add(p.buffer)
      else if (s._tag === 'Loop') look(s.body)
      else if (s._tag === 'Choose') {
        look(s.yes)
        look(s.no)
      } else if (s._tag === 'While') {
        look(s.condition)
        look(s.body)
      }
    }
  }
  look(kernel.body)
  const used = new Uint8Array(kernel.registers.length)
  const use = (register: Register): void => {
    used[register] = 1
  }
  const visit = (block: Block): Block => {
    const out: Array<Statement> = []
    for (let i = block.length - 1; i >= 0; i--) {
      const s = entry(block, i)
      if ((s._tag === 'Store' || s._tag === 'Fill' || s._tag === 'Accumulate') && !read.has(s.to.buffer)) continue
      if ((s._tag === 'Apply' || s._tag === 'Load' || s._tag === 'Literal') && used[s.to] !== 1) continue
      if (s._tag === 'Loop') {
        const body = visit(s.body)
        if (body.length > 0) out.push({ ...s, body })
        continue
      }
      if (s._tag === 'While') {
        // It stays even where nothing in it is read: it may not end.
        use(s.test)
        const body = visit(s.body)
        out.push({ ...s, condition: visit(s.condition), body })
        continue
      }
      if (s._tag === 'Choose') {
        const [yes, no] = [visit(s.yes), visit(s.no)]
        if (yes.length + no.length === 0) continue
        use(s.test)
        out.push({ ...s, yes, no })
        continue
      }
      forEachRegister(s, ignored, use)
      out.push(s)
    }
    return out.reverse()
  }
  return { ...kernel, body: visit(kernel.body) }
}

// locals -----------------------------------------------------------------------------------

/** Buffers of one element that only the kernel's own code looks at are local. */
const localised = (kernel: Kernel): Kernel => {
  const seen = new Set(kernel.outputs.map((o) => o.buffer))
  forEachAccess(kernel.body, ({ place, count }) => {
    if (count !== 1 || place.computed !== null || place.offset !== 0 || place.strides.length > 0) seen.add(place.buffer)
  })
  return { ...kernel, buffers: kernel.buffers.map((b, i) => (b.role === 'made' && b.size === 1 && !seen.has(i) ? { ...b, role: 'local' } : b)) }
}

/** The kernel without what is superfluous. */
export const shrunk = (kernel: Kernel): Kernel => held(localised(pruned(forwarded(unrolled(pruned(forwarded(borrowed(contracted(merged(sunk(kernel)))))))))))

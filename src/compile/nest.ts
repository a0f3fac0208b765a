/**
 * A cluster as a nest of loops: every statement as far out as what it reads allows.
 */
import { type Dims, sizeOf, stridesOf } from '../array/shape.ts'
import { entry } from '../entry.ts'
import type { Item, Reach, Root, Seen, Store } from './cluster.ts'
import type { Block, Kind, Machine, Place, Register, Statement, Stride } from './loop.ts'
import { add, addWhole, type Assembler, clamp, lower, mul } from './machine.ts'
import { isWhole } from './view.ts'

/** What a nest asks of the kernel it becomes part of. */
export interface Site {
  readonly register: (kind: Kind) => Register
  readonly axis: () => number
  readonly buffer: (root: Root) => number
  /** Eight partial sums for each of so many results. */
  readonly parts: (kind: Kind, size: number) => number
  /** Whether anything outside the cluster reads the root. */
  readonly isStored: (root: Root) => boolean
}

/** Statements per depth: before the loop further in, and after it. */
interface Levels {
  readonly before: ReadonlyArray<Array<Statement>>
  readonly after: ReadonlyArray<Array<Statement>>
}

const lanes = 8

export const nestOf = (site: Site, shape: Dims, items: ReadonlyArray<Item>): Block => {
  const axes = shape.map(() => site.axis())
  const rank = shape.length
  const levels: Levels = { before: Array.from({ length: rank + 1 }, () => []), after: Array.from({ length: rank + 1 }, () => []) }
  const depth = new Map<Register, number>()
  const literals = { f64: new Map<number | string, Register>(), i32: new Map<number | string, Register>() } as const satisfies { readonly [K in Kind]: unknown }
  const made = new Map<Store, Register>()
  const loaded = new Map<string, Register>()

  const put = (level: number, statement: Statement): void => {
    entry(levels.before, level).push(statement)
  }
  const define = (kind: Kind, level: number, statement: (to: Register) => Statement): Register => {
    const to = site.register(kind)
    if (level > 0) depth.set(to, level)
    put(level, statement(to))
    return to
  }
  const depthOf = (register: Register): number => depth.get(register) ?? 0
  const deepest = (registers: ReadonlyArray<Register>): number => (rank === 0 ? 0 : registers.reduce((level, r) => Math.max(level, depthOf(r)), 0))

  const assembler: Assembler = {
    literal: (kind, value) => {
      // A map takes −0 for 0.
      const key = Object.is(value, -0) ? '-0' : value
      const known = literals[kind].get(key)
      if (known !== undefined) return known
      const to = define(kind, 0, (register) => ({ _tag: 'Literal', to: register, value }))
      literals[kind].set(key, to)
      return to
    },
    apply: (machine, args) => define(machine.result, deepest(args), (to) => ({ _tag: 'Apply', to, machine, args })),
  }

  const steps = (strides: Dims): ReadonlyArray<Stride> =>
    strides.flatMap((stride, i) => (stride === 0 || entry(shape, i) === 1 ? [] : [{ axis: entry(axes, i), stride }]))
  const placeOf = (root: Root, { offset, strides }: Reach, computed: Place['computed'] = null): Place => ({
    buffer: site.buffer(root),
    offset,
    strides: [...root.outer, ...steps(strides)],
    computed,
  })
  const levelOf = (strides: Dims): number => strides.reduce((level, stride, i) => (stride === 0 || shape[i] === 1 ? level : i + 1), 0)

  const load = (view: Seen): Register => {
    const { root } = view
    if (root.literal !== null) return assembler.literal(root.store.kind, root.literal)
    const register = made.get(root.store)
    if (register !== undefined && isWhole(view)) return register
    const place = placeOf(root, view)
    const key = `${place.buffer}+${place.offset}${place.strides.map(({ axis, stride }) => ` ${axis}:${stride}`).join('')}`
    const known = loaded.get(key)
    if (known !== undefined) return known
    const to = define(root.store.kind, levelOf(view.strides), (register) => ({ _tag: 'Load', to: register, from: place }))
    loaded.set(key, to)
    return to
  }

  const keep = (root: Root, register: Register): void => {
    made.set(root.store, register)
    if (site.isStored(root)) put(rank, { _tag: 'Store', to: placeOf(root, { offset: 0, strides: stridesOf(shape) }), value: register })
  }

  const indexOf = (index: Seen, size: number): Register => assembler.apply(clamp, [load(index), assembler.literal('i32', size)])

  const reduce = (item: Extract<Item, { readonly _tag: 'Reduce' }>): void => {
    const { into, kept, machine, initial } = item
    const plus = (x: Register, y: Register): Register => assembler.apply(add, [x, y])
    const [first = 0, ...rest] = item.products.map((factors) => factors.map(load).reduce((x, y) => assembler.apply(mul, [x, y])))
    const [second, third, fourth] = rest
    const value = second === undefined || third === undefined || fourth === undefined ? first : plus(plus(first, third), plus(second, fourth))
    const over = shape.map((_, i) => i).filter((i) => !kept.includes(i))
    const length = sizeOf(over.map((i) => entry(shape, i)))
    const results = sizeOf(kept.map((i) => entry(shape, i)))
    const along = stridesOf(kept.map((i) => entry(shape, i)))
    const strides = shape.map((_, i) => along[kept.indexOf(i)] ?? 0)
    const { kind } = into.store
    // Kept axes that come first: each result is finished before the next begins.
    const inner = kept.every((axis, i) => axis === i) ? kept.length : 0
    const result = placeOf(into, { offset: 0, strides })
    const begin = inner === 0 ? placeOf(into, { offset: 0, strides: [] }) : result
    if (initial === null || !item.interleaved || length < lanes || kind !== 'f64') {
      const start = item.interleaved && length > 0 && kind === 'f64' ? -0 : initial
      if (start !== null) put(inner, { _tag: 'Fill', to: begin, count: inner === 0 ? results : 1, value: start })
      put(rank, { _tag: 'Accumulate', to: result, machine, value, lanes: null })
      return
    }
    const width = inner === 0 ? results : 1
    const parts = site.parts(kind, lanes * width)
    const flat = stridesOf(over.map((i) => entry(shape, i)))
    const of = over.map((axis, i) => ({ axis: entry(axes, axis), stride: entry(flat, i) })).filter((_, i) => shape[entry(over, i)] !== 1)
    put(inner, { _tag: 'Fill', to: { buffer: parts, offset: 0, strides: [], computed: null }, count: lanes * width, value: 0 })
    put(rank, {
      _tag: 'Accumulate',
      to: { buffer: parts, offset: 0, strides: inner === 0 ? steps(strides) : [], computed: null },
      machine,
      value,
      lanes: { of, stride: width },
    })
    entry(levels.after, inner).push(...combined(site, machine, parts, width, begin))
  }

  for (const item of items) {
    switch (item._tag) {
      case 'Compute':
        keep(item.root, lower(assembler, item.operation, item.operands.map(load)))
        break
      case 'Pick': {
        const index = indexOf(item.index, item.size)
        const from = placeOf(item.from, item.at, { index, stride: item.stride, count: item.size })
        keep(
          item.root,
          define(item.root.store.kind, Math.max(depthOf(index), levelOf(item.at.strides)), (to) => ({ _tag: 'Load', to, from })),
        )
        break
      }
      case 'Put':
        put(rank, { _tag: 'Store', to: placeOf(item.into, item.at), value: load(item.operand) })
        break
      case 'Scatter': {
        const { index } = item
        const to = placeOf(item.into, item.at, index === null ? null : { index: indexOf(index.of, index.size), stride: index.stride, count: index.size })
        put(rank, { _tag: 'Accumulate', to, machine: item.into.store.kind === 'f64' ? add : addWhole, value: load(item.operand), lanes: null })
        break
      }
      case 'Reduce':
        reduce(item)
        break
    }
  }
  return shape.reduceRight<Block>(
    (body, extent, i) => [
      ...entry(levels.before, i),
      ...(extent === 1 ? body : [{ _tag: 'Loop' as const, axis: entry(axes, i), extent, body }]),
      ...entry(levels.after, i),
    ],
    [...entry(levels.before, rank), ...entry(levels.after, rank)],
  )
}

/** The fixed tree over eight partial sums, for each of `width` results. */
const combined = (site: Site, machine: Machine, parts: number, width: number, to: Place): Block => {
  const axis = site.axis()
  const along = width === 1 ? [] : [{ axis, stride: 1 }]
  const body: Array<Statement> = []
  const loads = Array.from({ length: lanes }, (_, lane) => {
    const register = site.register('f64')
    body.push({ _tag: 'Load', to: register, from: { buffer: parts, offset: lane * width, strides: along, computed: null } })
    return register
  })
  const join = (x: Register, y: Register): Register => {
    const register = site.register('f64')
    body.push({ _tag: 'Apply', to: register, machine, args: [x, y] })
    return register
  }
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = loads
  const value = join(join(join(a, b), join(c, d)), join(join(e, f), join(g, h)))
  body.push({ _tag: 'Store', to: { ...to, strides: [...to.strides, ...along] }, value })
  return width === 1 ? body : [{ _tag: 'Loop', axis, extent: width, body }]
}

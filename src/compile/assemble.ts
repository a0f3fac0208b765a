/**
 * From clusters to a kernel: which roots need buffers, and the loops themselves.
 */
import { entry } from '../entry.ts'
import { outputAvals } from '../program/avals.ts'
import type { Operation, Program } from '../program/model.ts'
import type { Cluster, Item, Root, Scope, Seen, Store } from './cluster.ts'
import { collapsed } from './collapse.ts'
import type { Block, Kernel, Kind, Pass, Place, Register, Statement, Storage } from './loop.ts'
import { fused } from './fuse.ts'
import { nestOf, type Site } from './nest.ts'
import { plan } from './plan.ts'
import { shrunk } from './shrink.ts'
import { isWhole } from './view.ts'

/** What an item reads, elementwise or from memory. */
const readsOf = (item: Item): { readonly views: ReadonlyArray<Seen>; readonly roots: ReadonlyArray<Root> } => {
  switch (item._tag) {
    case 'Compute':
      return { views: item.operands, roots: [] }
    case 'Reduce':
      return { views: item.products.flat(), roots: [item.into] }
    case 'Pick':
      return { views: [item.index], roots: [item.from] }
    case 'Put':
      return { views: [item.operand], roots: [item.into] }
    case 'Scatter':
      return { views: [item.operand, ...(item.index === null ? [] : [item.index.of])], roots: [item.into] }
  }
}

/** The stores that must be buffers: all that is read elsewhere than in the registers of its own nest. */
const storesOf = (scope: Scope, outputs: ReadonlyArray<Root>): ReadonlySet<Store> => {
  const stored = new Set<Store>(outputs.map((root) => root.store))
  const keep = (root: Root): void => {
    if (root.literal === null) stored.add(root.store)
  }
  const visit = (cluster: Cluster, position: number): void => {
    switch (cluster._tag) {
      case 'Nest':
        for (const item of cluster.items) {
          const { views, roots } = readsOf(item)
          roots.forEach(keep)
          for (const view of views) if (!(view.root.register && view.root.made === position && isWhole(view))) keep(view.root)
        }
        break
      case 'Host':
        cluster.operands.forEach(keep)
        cluster.results.forEach(keep)
        break
      case 'Repeat':
        cluster.body.clusters.forEach(visit)
        break
      case 'While':
        keep(cluster.test.root)
        cluster.condition.clusters.forEach(visit)
        cluster.body.clusters.forEach(visit)
        break
      case 'Branch':
        keep(cluster.test.root)
        cluster.yes.clusters.forEach(visit)
        cluster.no.clusters.forEach(visit)
        break
    }
  }
  scope.clusters.forEach(visit)
  return stored
}

// One loop that joins another may be joined by a third.
const rounds = 4

const settledLoops = (body: Block): Block => {
  let current = body
  for (let round = 0; round < rounds; round++) {
    const next = fused(current)
    if (next === current || (next.length === current.length && round > 0)) return next
    current = next
  }
  return current
}

/** The kernel of a program. A pass given comes last, and takes the place of those that leave it little to do. */
export const assemble = (program: Program, last?: Pass): Kernel => {
  const planned = plan(program)
  const stored = storesOf(planned.scope, planned.outputs)
  const buffers: Array<Storage> = []
  const registers: Array<Kind> = []
  const hosts: Array<Operation> = []
  const constants: Array<Kernel['constants'][number]> = []
  const numbers = new Map<Store, number>()
  let axes = planned.axes

  const fresh = (storage: Storage): number => buffers.push(storage) - 1
  const bufferOf = ({ store }: Root): number => {
    const known = numbers.get(store)
    if (known !== undefined) return known
    const buffer = fresh({ kind: store.kind, size: store.size, role: store.role })
    numbers.set(store, buffer)
    if (store.contents !== null) constants.push({ buffer, value: store.contents })
    return buffer
  }
  const site: Site = {
    register: (kind: Kind): Register => registers.push(kind) - 1,
    axis: () => axes++,
    buffer: bufferOf,
    parts: (kind, size) => fresh({ kind, size, role: 'made' }),
    isStored: (root) => stored.has(root.store),
  }
  const all = (root: Root): Place => ({ buffer: bufferOf(root), offset: 0, strides: [], computed: null })

  const tested = ({ root, offset }: Seen, to: Register): Statement =>
    root.literal === null
      ? { _tag: 'Load', to, from: { buffer: bufferOf(root), offset, strides: root.outer, computed: null } }
      : { _tag: 'Literal', to, value: root.literal }
  const blockOf = (scope: Scope): Block => [
    ...scope.zeros.map(({ root, from, count }) => ({ _tag: 'Fill' as const, to: { ...all(root), offset: from }, count, value: 0 })),
    ...scope.clusters.flatMap(statementsOf),
  ]
  const statementsOf = (cluster: Cluster): Block => {
    switch (cluster._tag) {
      case 'Nest':
        return cluster.items.length === 0 ? [] : nestOf(site, cluster.shape, cluster.items)
      case 'Host':
        return [{ _tag: 'Host', call: hosts.push(cluster.operation) - 1, from: cluster.operands.map(all), to: cluster.results.map(all) }]
      case 'Repeat':
        return [{ _tag: 'Loop', axis: cluster.axis, extent: cluster.extent, body: blockOf(cluster.body) }]
      case 'While': {
        const test = site.register('i32')
        const condition = [...blockOf(cluster.condition), tested(cluster.test, test)]
        return [{ _tag: 'While', condition, test, bound: cluster.bound, body: blockOf(cluster.body) }]
      }
      case 'Branch': {
        const test = site.register('i32')
        return [tested(cluster.test, test), { _tag: 'Choose', test, yes: blockOf(cluster.yes), no: blockOf(cluster.no) }]
      }
    }
  }
  const inputs = planned.inputs.map(bufferOf)
  const body = blockOf(planned.scope)
  const avals = outputAvals(program)
  const outputs = planned.outputs.map((root, j) => ({ buffer: bufferOf(root), dtype: entry(avals, j).dtype, shape: entry(avals, j).shape }))
  const joined: Kernel = { buffers, registers, inputs, constants, outputs, hosts, body: settledLoops(collapsed(settledLoops(body))) }
  const passes = last === undefined ? [...planned.alone, ...planned.passes] : [...planned.passes]
  const made = shrunk(passes.reduce((kernel, pass) => pass(kernel, site.axis), joined))
  return last === undefined ? made : last(made, site.axis)
}

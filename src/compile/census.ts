/**
 * Where registers are set and used, and where buffers are written and read, with the loops around: for those who ask what is
 * known of numbers before a kernel runs.
 */
import type { Around } from './access.ts'
import type { Block, Kernel, Place, Register, Statement } from './loop.ts'

/** A statement, and the loops around it. */
export interface Site {
  readonly statement: Statement
  readonly around: Around | null
  /** Whether it runs at every turn of these loops, and no more often. */
  readonly steady: boolean
}

export interface Census {
  readonly kernel: Kernel
  readonly definitions: ReadonlyMap<Register, Statement>
  readonly users: ReadonlyMap<Register, ReadonlyArray<Site>>
  readonly writers: ReadonlyMap<number, ReadonlyArray<Site>>
  readonly readers: ReadonlyMap<number, ReadonlyArray<Site>>
}

export const censusOf = (kernel: Kernel): Census => {
  const definitions = new Map<Register, Statement>()
  const users = new Map<Register, Array<Site>>()
  const writers = new Map<number, Array<Site>>()
  const readers = new Map<number, Array<Site>>()
  const put = (map: Map<number, Array<Site>>, key: number, site: Site): void => {
    const list = map.get(key)
    if (list === undefined) map.set(key, [site])
    else list.push(site)
  }
  const see = (map: Map<number, Array<Site>>, { buffer, computed }: Place, site: Site): void => {
    put(map, buffer, site)
    if (computed !== null) put(users, computed.index, site)
  }
  const visit = (block: Block, around: Around | null, steady: boolean): void => {
    for (const statement of block) {
      const site: Site = { statement, around, steady }
      switch (statement._tag) {
        case 'Literal':
          definitions.set(statement.to, statement)
          break
        case 'Apply':
          definitions.set(statement.to, statement)
          for (const arg of new Set(statement.args)) put(users, arg, site)
          break
        case 'Load':
          definitions.set(statement.to, statement)
          see(readers, statement.from, site)
          break
        case 'Store':
        case 'Accumulate':
          see(writers, statement.to, site)
          put(users, statement.value, site)
          break
        case 'Fill':
          see(writers, statement.to, site)
          break
        case 'Loop':
          visit(statement.body, { axis: statement.axis, extent: statement.extent, outer: around }, steady)
          break
        case 'While':
          put(users, statement.test, site)
          visit(statement.condition, around, false)
          visit(statement.body, around, false)
          break
        case 'Choose':
          put(users, statement.test, site)
          visit(statement.yes, around, false)
          visit(statement.no, around, false)
          break
        case 'Part':
          visit(statement.body, around, steady)
          break
        case 'Host':
          for (const place of statement.from) see(readers, place, site)
          for (const place of statement.to) see(writers, place, site)
          break
      }
    }
  }
  visit(kernel.body, null, true)
  return { kernel, definitions, users, writers, readers }
}

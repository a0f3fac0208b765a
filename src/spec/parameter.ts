/**
 * Reading the parameters of equations out of a document. They are the one part of it that nests, so
 * their depth is counted; numbers that JSON lacks and inner programs stand there as small records.
 */
import type { Param, Params, Program } from '../program/model.ts'
import { deepest } from './document.ts'
import { type Ledger, type Path, shown } from './mistake.ts'
import { unusualNumber } from './number.ts'

/** Parameters that were read, how many values they hold and how deep their programs nest. */
export interface ParamsEntry {
  readonly params: Params
  readonly weight: number
  readonly height: number
}

/** Programs decoded before; null stands for one that was wrong, of which enough has been said. */
export type Programs = ReadonlyArray<{ readonly program: Program | null; readonly height: number }>

const isRecord = (value: unknown): value is { readonly [key: string]: unknown } => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A record of parameters; null after a mistake. */
export const decodeParams = (programs: Programs, value: unknown, path: Path, book: Ledger): ParamsEntry | null => {
  let weight = 0
  let height = 0
  const wrong = (where: Path, reason: string): null => {
    book.note(where, reason)
    return null
  }
  const special = (record: { readonly [key: string]: unknown }, where: Path): Param | null => {
    const keys = Object.keys(record)
    if (keys.length === 1 && 'number' in record)
      return unusualNumber(record['number']) ?? wrong(where, `expected NaN, Infinity, -Infinity or -0, got ${shown(record['number'])}`)
    if (keys.length !== 1 || !('program' in record)) return wrong(where, `expected { program } or { number }, got ${shown(record)}`)
    const { program: at } = record
    const found = typeof at === 'number' ? programs[at] : undefined
    if (found === undefined) return wrong(where, `refers to program ${shown(at)}, but only the ${programs.length} before this one are known here`)
    height = Math.max(height, 1 + found.height)
    return found.program
  }
  const param = (document: unknown, where: Path, depth: number): Param | null => {
    weight++
    if (typeof document === 'number' || typeof document === 'string' || typeof document === 'boolean') return document
    if (depth > deepest) return wrong(where, `lists nest deeper than ${deepest}`)
    if (Array.isArray(document)) return list(document, where, depth + 1)
    return isRecord(document) ? special(document, where) : wrong(where, `expected a parameter, got ${shown(document)}`)
  }
  const list = (documents: ReadonlyArray<unknown>, where: Path, depth: number): ReadonlyArray<Param> | null => {
    const params: Array<Param> = []
    for (let i = 0; i < documents.length && !book.full(); i++) {
      const read = param(documents[i], [...where, i], depth)
      if (read !== null) params.push(read)
    }
    return params.length === documents.length ? params : null
  }
  if (!isRecord(value)) return wrong(path, `expected a record of parameters, got ${shown(value)}`)
  const entries: Array<readonly [string, Param]> = []
  const names = Object.keys(value)
  for (const name of names) {
    const read = param(value[name], [...path, name], 0)
    if (read !== null) entries.push([name, read])
  }
  // fromEntries defines its keys, so that one called __proto__ is a key like any other.
  return entries.length === names.length ? { params: Object.fromEntries(entries), weight, height } : null
}

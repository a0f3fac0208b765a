/**
 * Reading the parameters of equations out of a document. They are the one part of it that nests, so
 * their depth is counted; numbers that JSON lacks and inner programs stand there as small records.
 */
import type { Param, Params, Program } from '../program/model.ts'
import { deepest, mostParams, weightOfText } from './document.ts'
import { isObject } from './json.ts'
import { type Ledger, type Path, shown } from './mistake.ts'
import { unusualNumber } from './number.ts'

/** Parameters that were read, null after a mistake; how many values they hold and how deep their programs nest. */
export interface ParamsEntry {
  readonly params: Params | null
  readonly weight: number
  readonly height: number
}

/** Programs decoded before; null stands for one that was wrong, of which enough has been said. */
export type Programs = ReadonlyArray<{ readonly program: Program | null; readonly height: number }>

/** A record of parameters. */
export const decodeParams = (programs: Programs, value: unknown, path: Path, book: Ledger): ParamsEntry => {
  let weight = 0
  let height = 0
  const at = [...path]
  const wrong = (reason: string): null => {
    book.note([...at], reason)
    return null
  }
  const below = (key: string | number, document: unknown, depth: number): Param | null => {
    at.push(key)
    const found = param(document, depth)
    at.pop()
    return found
  }
  const special = (record: { readonly [key: string]: unknown }): Param | null => {
    const keys = Object.keys(record)
    if (keys.length === 1 && 'number' in record)
      return unusualNumber(record['number']) ?? wrong(`expected NaN, Infinity, -Infinity or -0, got ${shown(record['number'])}`)
    if (keys.length !== 1 || !('program' in record)) return wrong(`expected { program } or { number }, got ${shown(record)}`)
    const { program: which } = record
    const found = typeof which === 'number' ? programs[which] : undefined
    if (found === undefined) return wrong(`refers to program ${shown(which)}, but only the ${programs.length} before this one are known here`)
    height = Math.max(height, 1 + found.height)
    return found.program
  }
  const param = (document: unknown, depth: number): Param | null => {
    weight += typeof document === 'string' ? weightOfText(document) : 1
    if (weight > mostParams) return wrong(`parameters hold at most ${mostParams} values`)
    if (typeof document === 'number' || typeof document === 'string' || typeof document === 'boolean') return document
    if (depth > deepest) return wrong(`lists nest deeper than ${deepest}`)
    if (Array.isArray(document)) return list(document, depth + 1)
    return isObject(document) ? special(document) : wrong(`expected a parameter, got ${shown(document)}`)
  }
  const list = (documents: ReadonlyArray<unknown>, depth: number): ReadonlyArray<Param> | null => {
    const params: Array<Param> = []
    for (let i = 0; i < documents.length && weight <= mostParams && !book.full(); i++) {
      const read = below(i, documents[i], depth)
      if (read !== null) params.push(read)
    }
    return params.length === documents.length ? params : null
  }
  if (!isObject(value)) {
    book.note(path, `expected a record of parameters, got ${shown(value)}`)
    return { params: null, weight, height }
  }
  const entries: Array<readonly [string, Param]> = []
  const names = Object.keys(value)
  for (const name of names) {
    const read = weight > mostParams ? null : below(name, value[name], 0)
    if (read !== null) entries.push([name, read])
  }
  // fromEntries defines its keys, so that one called __proto__ is a key like any other.
  return { params: entries.length === names.length ? Object.fromEntries(entries) : null, weight, height }
}

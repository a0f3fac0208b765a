/**
 * Which entries a linear primitive reads, found by asking the primitive itself.
 *
 * It is evaluated on numbers that name their places. If what comes out are again such names, and the same
 * places under a second naming, then it moves entries and does nothing else. If its transpose does, every
 * entry goes to one place and is added up there. What is neither is asked for each unit vector.
 */
import type { Aval } from '../array/aval.ts'
import { sizeOf } from '../array/shape.ts'
import { type AnyTensor, dataOf, filled, tensorsBy } from '../array/tensor.ts'
import { entry, integerAt } from '../entry.ts'
import { evaluation } from '../interpret/evaluate.ts'
import { fold } from '../program/fold.ts'
import { isExpr } from '../program/expr.ts'
import type { AnyExpr, Expr, Nonzero, Operation } from '../program/model.ts'
import { rowsOfOperation } from './independent.ts'
import { close } from '../program/trace.ts'
import { phantom } from '../type/phantom.ts'

/** The entries of all operands that are marked stand behind each other in one list. */
export type Structure =
  /** Entry i of the result is entry from[i] of the list, or 0 at −1. */
  | { readonly _tag: 'Moves'; readonly from: Int32Array }
  /** Entry k of the list is added to entry to[k] of the result, or to none at −1. */
  | { readonly _tag: 'Collects'; readonly to: Int32Array }
  /** Entry i of the result is made of the entries places[starts[i]] up to places[starts[i + 1]]. */
  | { readonly _tag: 'Mixes'; readonly starts: Int32Array; readonly places: Int32Array }
  /** Not known: every entry may depend on all. */
  | { readonly _tag: 'Unknown' }

const unknown: Structure = { _tag: 'Unknown' }

// A name says nothing of the sum of two others, nor of a multiple of one.
const names: ReadonlyArray<(place: number) => number> = [
  (place) => place + 1,
  (place) => {
    const once = Math.imul((place + 1) ^ ((place + 1) >>> 15), 0x2c1b3c6d)
    return (Math.imul(once ^ (once >>> 12), 0x297a2d39) >>> 0) + 0.5
  },
]

/** The places that numbers name, one list after another; null if some are no names. */
const readNames = (under: (name: (place: number) => number) => ReadonlyArray<AnyTensor>, places: number): Int32Array | null => {
  const [first = [], second = []] = names.map(under)
  const read = new Int32Array(first.reduce((n, x) => n + dataOf(x).length, 0))
  let next = 0
  for (const [k, x] of first.entries()) {
    const [a, b] = [dataOf(x), dataOf(entry(second, k))]
    for (let i = 0; i < a.length; i++) {
      const place = entry(a, i) - 1
      if (!(place >= -1 && place < places) || b[i] !== (place < 0 ? 0 : names[1]?.(place))) return null
      read[next++] = place
    }
  }
  return read
}

/** The operands: those marked as given, in order, the others as they are known. */
const placed = (marks: Nonzero, moving: ReadonlyArray<AnyTensor>, known: ReadonlyArray<AnyTensor | null>, operands: ReadonlyArray<Aval>) => {
  let next = 0
  return marks.map((marked, i) => (marked ? entry(moving, next++) : (known[i] ?? filled(entry(operands, i), 0))))
}

/** The cotangents of the operands marked, for a cotangent of the result. */
const turnedRound = (operation: Operation, known: ReadonlyArray<AnyTensor | null>, marks: Nonzero): ((cotangent: AnyTensor) => ReadonlyArray<AnyTensor>) => {
  const { primitive, params, operands, results } = operation
  const rule = primitive.derivative
  if (rule._tag !== 'Linear') return () => []
  const marked = operands.filter((_, i) => marks[i])
  const answered: Array<boolean> = []
  const back = close([entry(results, 0), ...operands], ([cotangent, ...args]) => {
    const terms = cotangent === undefined ? [] : rule.transpose(params, phantom<Expr>(cotangent), operands, args)
    return marks.flatMap((mark, i): ReadonlyArray<AnyExpr> => {
      const term = terms[i] ?? null
      if (!mark) return []
      answered.push(isExpr(term))
      return isExpr(term) ? [term] : []
    })
  })
  return (cotangent) => {
    const zeros = placed(
      marks,
      marked.map((of) => filled(of, 0)),
      known,
      operands,
    )
    const out = fold(evaluation)(back)([cotangent, ...zeros])
    let next = 0
    return marked.map((of, k) => (answered[k] ? entry(out, next++) : filled(of, 0)))
  }
}

// Unit vectors are tried as long as that is no more work than this.
const patience = 2 ** 24

const probed = (operation: Operation, known: ReadonlyArray<AnyTensor | null>, marks: Nonzero): Structure => {
  const marked = operation.operands.filter((_, i) => marks[i])
  const [count, size] = [marked.reduce((n, of) => n + sizeOf(of.shape), 0), sizeOf(entry(operation.results, 0).shape)]
  if (count * (count + size) > patience) return marks.length === 1 ? byRows(operation) : unknown
  const rows = Array.from({ length: size }, (): Array<number> => [])
  for (let place = 0; place < count; place++) {
    const unit = tensorsBy(marked, (k) => (k === place ? 1 : 0))
    const out = dataOf(entry(evaluation.apply(operation, placed(marks, unit, known, operation.operands)), 0))
    for (let i = 0; i < size; i++) if (out[i] !== 0) rows[i]?.push(place)
  }
  const starts = new Int32Array(size + 1)
  rows.forEach((row, i) => {
    starts[i + 1] = integerAt(starts, i) + row.length
  })
  return { _tag: 'Mixes', starts, places: Int32Array.from(rows.flat()) }
}

/** The structure of one row for each, where rows are apart. */
const byRows = (operation: Operation): Structure => {
  const rows = rowsOfOperation(operation)
  const one = rows === null ? unknown : structureOf(rows.row, [null], [true])
  if (rows === null || one._tag !== 'Mixes') return unknown
  const [size, count] = [one.starts.length - 1, sizeOf(entry(rows.row.operands, 0).shape)]
  const each = one.places.length
  return {
    _tag: 'Mixes',
    starts: Int32Array.from({ length: rows.count * size + 1 }, (_, i) => Math.floor(i / size) * each + integerAt(one.starts, i % size)),
    places: Int32Array.from({ length: rows.count * each }, (_, k) => Math.floor(k / each) * count + integerAt(one.places, k % each)),
  }
}

const found = (operation: Operation, known: ReadonlyArray<AnyTensor | null>, marks: Nonzero): Structure => {
  const marked = operation.operands.filter((_, i) => marks[i])
  const count = marked.reduce((n, of) => n + sizeOf(of.shape), 0)
  const [of] = operation.results
  if (of === undefined || operation.results.length > 1) return unknown
  const from = readNames((name) => evaluation.apply(operation, placed(marks, tensorsBy(marked, name), known, operation.operands)), count)
  if (from !== null) return { _tag: 'Moves', from }
  const back = turnedRound(operation, known, marks)
  const to = readNames((name) => back(entry(tensorsBy([of], name), 0)), sizeOf(of.shape))
  return to !== null ? { _tag: 'Collects', to } : probed(operation, known, marks)
}

// Loops meet the same operation at every turn; where all operands move, its structure depends on it alone.
const kept = /*#__PURE__*/ new WeakMap<Operation, Structure>()

/** How a linear primitive makes its result of the operands marked; what is not marked must be known. */
export const structureOf = (operation: Operation, known: ReadonlyArray<AnyTensor | null>, marks: Nonzero): Structure => {
  if (operation.primitive.derivative._tag !== 'Linear' || marks.some((marked, i) => !marked && known[i] === null)) return unknown
  if (marks.includes(false)) return found(operation, known, marks)
  const hit = kept.get(operation)
  if (hit !== undefined) return hit
  const made = found(operation, known, marks)
  kept.set(operation, made)
  return made
}

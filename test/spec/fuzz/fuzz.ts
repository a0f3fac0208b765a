/**
 * Documents spoilt by chance, put to the decoder. It must answer each with a program or with failures that
 * say where, in time in proportion to the document; and a program that it lets through must be one: it prints,
 * is the same through its document again, differentiates, and gives compiled what it gives interpreted.
 */
import { either as E } from 'fp-ts'
import { sizeOf } from '../../../src/array/shape.ts'
import { avalOf, filled, sameTensor } from '../../../src/array/tensor.ts'
import { compileProgram } from '../../../src/compile/kernel.ts'
import { show } from '../../../src/failure.ts'
import { evaluation } from '../../../src/interpret/evaluate.ts'
import { reverse } from '../../../src/interpret/tape.ts'
import { vocabulary } from '../../../src/primitive/vocabulary.ts'
import { outputAvals } from '../../../src/program/avals.ts'
import { sameProgram } from '../../../src/program/equal.ts'
import { fold } from '../../../src/program/fold.ts'
import type { Param, Program } from '../../../src/program/model.ts'
import { print } from '../../../src/program/print.ts'
import { decode } from '../../../src/spec/decode.ts'
import { encode } from '../../../src/spec/encode.ts'
import { derivative } from '../../../src/transform/gradient.ts'
import { differentiable } from '../../../src/transform/pick.ts'
import { cases } from '../../primitive/cases.ts'
import { rich } from '../sample.ts'
import { chance } from './chance.ts'
import { type Json, mutant } from './mutation.ts'

/** Every primitive in every form its parameters take, and a program with everything at once. */
const corpus: ReadonlyArray<Json> = [rich, ...cases.map(({ program }) => program)].map((program) => JSON.parse(JSON.stringify(encode(program))))

const known = decode(vocabulary)

/** What is too large to run, or need not end. It is decoded all the same. */
const isLong = (param: Param): boolean => {
  if (typeof param === 'number') return Math.abs(param) > 1000
  if (typeof param !== 'object') return false
  if (!('_tag' in param)) return param.some(isLong)
  const large = [...param.inputs, ...param.equations.flatMap(({ results }) => results)].some(({ shape }) => sizeOf(shape) > 10_000)
  return large || param.equations.some(({ primitive, params }) => ['while', 'root'].includes(primitive.name) || Object.values(params).some(isLong))
}

/** What is wrong with a program that was let through, or nothing. Whatever it throws is wrong too. */
const fault = (program: Program): string => {
  print(program)
  const again = known(JSON.parse(JSON.stringify(encode(program))))
  if (E.isLeft(again)) return `its own document is refused: ${again.left.map(show).join('; ')}`
  if (sameProgram(program, again.right) !== null) return 'its own document is another program'
  if (isLong(program)) return ''
  const operands = program.inputs.map((of) => filled(of, 1))
  const wanted = fold(evaluation)(program)(operands)
  const declared = outputAvals(program)
  if (wanted.some((value, i) => avalOf(value).text !== declared[i]?.text)) return 'a result has another type than it is declared with'
  for (const backend of ['javascript', 'webassembly'] as const) {
    const got = compileProgram(program, backend)?.run(operands) ?? []
    if (!wanted.every((value, i) => got[i] !== undefined && sameTensor(value, got[i]))) return `${backend} gives other values`
  }
  print(derivative(program))
  print(reverse(program, program.inputs.map(differentiable)).pullback)
  return 'escaped' in globalThis ? 'it ran what stood in a string' : ''
}

// A custom rule may well be one that another mode refuses; whether it is linear shows when it is differentiated.
const refusedRule = /no rule for forward mode/

const thrown = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))

const judged = (json: unknown): { readonly accepted: boolean; readonly fault: string } => {
  try {
    const result = known(json)
    if (E.isRight(result)) return { accepted: true, fault: fault(result.right) }
    const texts = result.left.map(show)
    const told = texts.length > 0 && texts.length <= 100 && texts.every((text) => text.startsWith('at ') && text.length < 2000)
    return { accepted: false, fault: told ? '' : `it does not say what is wrong: ${texts.join('\n')}` }
  } catch (error) {
    return { accepted: true, fault: refusedRule.test(thrown(error)) ? '' : thrown(error) }
  }
}

/** The fewest milliseconds a kilobyte of it takes. Another process may take any one turn, so a slow one is tried again. */
const pace = (json: unknown, kilobytes: number, bound: number): number => {
  let best = Number.POSITIVE_INFINITY
  for (let turn = 0; turn < 5 && best > bound / 10; turn++) {
    const start = performance.now()
    known(json)
    best = Math.min(best, (performance.now() - start) / kilobytes)
  }
  return best
}

/** What became of so many documents: how many were let through, the slowest, and what is wrong, each with its document. */
export interface Report {
  readonly documents: number
  readonly accepted: number
  readonly slowest: number
  readonly faults: ReadonlyArray<string>
}

/** The most milliseconds that a kilobyte may take. */
const longest = 100

/** So many documents from a seed. */
export const fuzz = (seed: number, documents: number): Report => {
  const faults: Array<string> = []
  let accepted = 0
  let slowest = 0
  for (let done = 0, turn = 0; done < documents && faults.length < 20; turn++) {
    const json = mutant(corpus, chance(Math.imul(seed, 0x9e3779b1) + turn))
    if (json === undefined) continue
    done++
    const text = JSON.stringify(json)
    const found = pace(json, Math.max(1, text.length / 1000), longest)
    slowest = Math.max(slowest, found)
    if (found > longest) faults.push(`${found} ms per kilobyte\n${text}`)
    const verdict = judged(json)
    if (verdict.accepted) accepted++
    if (verdict.fault !== '') faults.push(`${verdict.fault}\n${text}`)
  }
  return { documents, accepted, slowest, faults }
}

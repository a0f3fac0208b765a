/**
 * Literals and parameters as numbers: equal exactly when they are, bit for bit, so that the
 * hash-consed graph compares numbers only.
 */
import { isList } from '../program/param.ts'
import { type AnyTensor, avalOf, dataOf, sameTensor } from '../array/tensor.ts'
import { entry, fieldOf, integerAt } from '../entry.ts'
import { sameProgram } from '../program/equal.ts'
import type { Atom, Param, Params, Primitive, Program } from '../program/model.ts'

/** Literals by number, from -1 down. */
export interface Pool {
  readonly intern: (value: AnyTensor) => number
  readonly at: (id: number) => AnyTensor
}

const small = 64

const elementText = (x: number): string => (Object.is(x, -0) ? '-0' : String(x))

// The shift lets what differs in high bits only, as signs and powers of two do, spread to all of them.
const mixed = (hash: number, x: number): number => {
  const product = Math.imul(hash ^ x, 0x01000193)
  return product ^ (product >>> 15)
}

const start = 0x811c9dc5

/** A way to mix numbers into a hash, bit for bit; all NaNs are one. */
const mixing = (): ((hash: number, x: number) => number) => {
  const float = new Float64Array(1)
  const bits = new Int32Array(float.buffer)
  return (hash, x) => {
    float[0] = Number.isNaN(x) ? Number.NaN : x
    return mixed(mixed(hash, integerAt(bits, 0)), integerAt(bits, 1))
  }
}

/** Literals equal in bits are one value. */
export const pool = (): Pool => {
  const mix = mixing()
  const values: Array<AnyTensor> = []
  const floats = new Map<number, number>()
  const texts = new Map<string, number>()
  const large = new Map<AnyTensor, number>()
  const buckets = new Map<string, Array<AnyTensor>>()
  const fresh = <K>(known: Map<K, number>, key: K, value: AnyTensor): number => {
    const hit = known.get(key)
    if (hit !== undefined) return hit
    values.push(value)
    known.set(key, -values.length)
    return -values.length
  }
  /** The first of the large literals that are equal to one. A program may have thousands that differ in a place or two. */
  const firstLike = (value: AnyTensor, text: string): AnyTensor => {
    if (large.has(value)) return value
    let hash = start
    const data = dataOf(value)
    for (let i = 0; i < data.length; i++) hash = mix(hash, data[i] ?? 0)
    const key = `${text} ${hash}`
    const bucket = buckets.get(key) ?? []
    buckets.set(key, bucket)
    const found = bucket.find((other) => sameTensor(other, value))
    if (found === undefined) bucket.push(value)
    return found ?? value
  }
  const intern = (value: AnyTensor): number => {
    const data = dataOf(value)
    const { text } = avalOf(value)
    const [x = 0] = data
    if (text === 'f64' && !Object.is(x, -0)) return fresh(floats, x, value)
    if (data.length > small) {
      const number = fresh(large, firstLike(value, text), value)
      large.set(value, number)
      return number
    }
    return fresh(texts, `${text} ${Array.from(data, elementText).join(' ')}`, value)
  }
  return { intern, at: (id: number): AnyTensor => entry(values, -1 - id) }
}

/** A number that equal programs have in common and others, loops alike but for a constant, seldom. */
const fingerprints = (): ((program: Program) => number) => {
  const primitives = new Map<Primitive, number>()
  const mix = mixing()
  const ofAtom = (hash: number, atom: Atom): number => {
    if (atom._tag === 'Ref') return mixed(hash, atom.index)
    const data = dataOf(atom.value)
    const [x = 0] = data
    return mixed(mix(hash, x), data.length)
  }
  return ({ equations, outputs }) => {
    let hash = start
    for (const { primitive, args } of equations) {
      const number = primitives.get(primitive) ?? primitives.size
      primitives.set(primitive, number)
      hash = args.reduce(ofAtom, mixed(hash, number))
    }
    return outputs.reduce(ofAtom, hash)
  }
}

/** Numbers for parameters: equal exactly when they are. */
export const numbering = (): ((params: Params) => number) => {
  const texts = new Map<string, number>()
  const programs = new Map<Program, number>()
  const buckets = new Map<string, Array<Program>>()
  const fingerprint = fingerprints()
  const programNumber = (program: Program): number => {
    const known = programs.get(program)
    if (known !== undefined) return known
    const key = `${program.inputs.map((of) => of.text).join(',')} ${program.equations.length} ${program.outputs.length} ${fingerprint(program)}`
    const bucket = buckets.get(key) ?? []
    buckets.set(key, bucket)
    const twin = bucket.find((other) => sameProgram(other, program) === null)
    const number = (twin === undefined ? undefined : programs.get(twin)) ?? programs.size
    if (twin === undefined) bucket.push(program)
    programs.set(program, number)
    return number
  }
  const text = (param: Param): string => {
    if (typeof param === 'number') return elementText(param)
    if (typeof param !== 'object') return JSON.stringify(param)
    if (isList(param)) return `[${param.map(text).join(',')}]`
    return `#${programNumber(param)}`
  }
  return (params: Params): number => {
    let key = ''
    for (const name of Object.keys(params).sort()) key += `${name}:${text(fieldOf(params, name))};`
    if (key === '') return 0
    const known = texts.get(key)
    if (known !== undefined) return known
    texts.set(key, texts.size + 1)
    return texts.size
  }
}

/**
 * A module as bytes: the binary format of WebAssembly, section by section in the order it asks for. Pure: what to do
 * with the bytes is the caller's business.
 */
import { valueAt } from '../../entry.ts'
import type { either as E } from 'fp-ts'
import { left, right } from '../../either.ts'
import { encodeBody, typeCodes } from './body.ts'
import { type Bytes, bytes } from './bytes.ts'
import type { ValueType } from './instruction.ts'
import type { ImportedMemory, Module, Obstacle, Signature } from './module.ts'

const sections = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const
const kinds = { function: 0, memory: 2 } as const
const functionType = 0x60
const version: ReadonlyArray<number> = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
const mostPages = 65_536

/** A list, as the format has it: its length, then its entries. */
const writeList = <A>(items: ReadonlyArray<A>, out: Bytes, write: (item: A, index: number) => void): void => {
  out.unsigned(items.length)
  items.forEach(write)
}

const writeSized = (out: Bytes, inner: Bytes): void => {
  out.unsigned(inner.length())
  out.append(inner)
}

const writeSection = (out: Bytes, id: number, fill: (inner: Bytes) => void): void => {
  const inner = bytes()
  fill(inner)
  out.byte(id)
  writeSized(out, inner)
}

const keyOf = ({ parameters, results }: Signature): string => `${parameters.join()}>${results.join()}`

const writeType = (type: Signature, out: Bytes): void => {
  const write = (value: ValueType): void => out.byte(typeCodes[value])
  out.byte(functionType)
  writeList(type.parameters, out, write)
  writeList(type.results, out, write)
}

const memoryMistake = ({ minimum }: ImportedMemory): string | undefined =>
  Number.isInteger(minimum) && minimum >= 0 && minimum <= mostPages ? undefined : `${minimum} pages are not a whole number from 0 to ${mostPages}`

/** The bytes of a module, or what keeps it from being written. */
export const encode = ({ functionImports, memory, functions }: Module): E.Either<Obstacle, Uint8Array> => {
  const mistake = memory === undefined ? undefined : memoryMistake(memory)
  if (mistake !== undefined) return left({ _tag: 'Memory', reason: mistake })

  const types = [...functionImports, ...functions].map(({ type }) => type)
  const indices = new Map<string, number>()
  const distinct = types.filter((type) => {
    const isNew = !indices.has(keyOf(type))
    if (isNew) indices.set(keyOf(type), indices.size)
    return isNew
  })
  const indexOf = (type: Signature): number => valueAt(indices, keyOf(type))

  const bodies: Array<Bytes> = []
  for (const f of functions) {
    const body = encodeBody(f)
    if (body._tag === 'Left') return body
    bodies.push(body.right)
  }

  const out = bytes()
  version.forEach(out.byte)

  writeSection(out, sections.type, (section) => writeList(distinct, section, (type) => writeType(type, section)))

  writeSection(out, sections.import, (section) => {
    section.unsigned(functionImports.length + (memory === undefined ? 0 : 1))
    for (const f of functionImports) {
      section.text(f.module)
      section.text(f.name)
      section.byte(kinds.function)
      section.unsigned(indexOf(f.type))
    }
    if (memory !== undefined) {
      section.text(memory.module)
      section.text(memory.name)
      section.byte(kinds.memory)
      // Without a maximum, which a shared one must have.
      section.byte(memory.shared === true ? 3 : 0)
      section.unsigned(memory.minimum)
      if (memory.shared === true) section.unsigned(memory.minimum)
    }
  })

  writeSection(out, sections.function, (section) => writeList(functions, section, ({ type }) => section.unsigned(indexOf(type))))

  const exported = functions.flatMap((f, i) => (f.exported === undefined ? [] : [{ name: f.exported, index: functionImports.length + i }]))
  writeSection(out, sections.export, (section) =>
    writeList(exported, section, ({ name, index }) => {
      section.text(name)
      section.byte(kinds.function)
      section.unsigned(index)
    }),
  )

  writeSection(out, sections.code, (section) => writeList(bodies, section, (body) => writeSized(section, body)))

  return right(out.toArray())
}

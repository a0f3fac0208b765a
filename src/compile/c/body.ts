/**
 * Statements of the loop language as lines of C: a register is a constant of the block that sets it, a number
 * known now stands where it is used.
 */
import { entry } from '../../entry.ts'
import type { Block, Kernel, Kind, Place, Register, Statement, Stride } from '../loop.ts'
import { hostCode } from './host.ts'
import { applied } from './operator.ts'
import { literal, typeOf } from './text.ts'

/** How the arrays of a kernel are called where the lines stand. */
export interface Names {
  readonly array: (buffer: number) => string
  readonly room: string
  readonly order: string
}

/** The lines of a function's body, and how long the scratch arrays must be. */
export interface Body {
  readonly lines: ReadonlyArray<string>
  readonly room: number
  readonly order: number
}

type Accumulate = Extract<Statement, { readonly _tag: 'Accumulate' }>

const scaled = (stride: number, name: string): string => (stride === 1 ? name : `${literal('i32', stride)} * ${name}`)
const terms = (strides: ReadonlyArray<Stride>): ReadonlyArray<string> => strides.map(({ axis, stride }) => scaled(stride, `i${axis}`))
const sum = (parts: ReadonlyArray<string>): string => (parts.length === 0 ? '0' : parts.join(' + '))

export const bodyOf = (kernel: Kernel, block: Block, names: Names): Body => {
  const lines: Array<string> = []
  const known = new Map<Register, string>()
  let depth = 0
  let room = 0
  let order = 0

  const put = (line: string): void => {
    lines.push(`${'  '.repeat(depth)}${line}`)
  }
  const within = (body: () => void): void => {
    depth++
    body()
    depth--
  }
  const kindOf = (buffer: number): Kind => entry(kernel.buffers, buffer).kind
  const value = (register: Register): string => known.get(register) ?? `r${register}`
  const define = (register: Register, text: string): void => {
    put(`const ${typeOf[entry(kernel.registers, register)]} r${register} = ${text};`)
  }
  const indexOf = ({ offset, strides, computed }: Place, extra: ReadonlyArray<string> = []): string =>
    sum([
      ...(offset === 0 ? [] : [String(offset)]),
      ...terms(strides),
      ...(computed === null ? [] : [scaled(computed.stride, value(computed.index))]),
      ...extra,
    ])
  const at = (place: Place, extra: ReadonlyArray<string> = []): string =>
    entry(kernel.buffers, place.buffer).role === 'local' ? names.array(place.buffer) : `${names.array(place.buffer)}[${indexOf(place, extra)}]`

  const accumulate = ({ to, machine, value: added, lanes }: Accumulate): void => {
    const lane = lanes === null ? [] : [scaled(lanes.stride, `(${lanes.of.length < 2 ? sum(terms(lanes.of)) : `(${sum(terms(lanes.of))})`} & 7)`)]
    const element = at(to, lane)
    put(`${element} = ${applied(machine, [element, value(added)])};`)
  }
  const host = ({ call, from, to }: Extract<Statement, { readonly _tag: 'Host' }>): void => {
    // Whole arrays only; an array of one element may be a variable.
    const whole = ({ buffer }: Place): string => (entry(kernel.buffers, buffer).role === 'local' ? `(&${names.array(buffer)})` : names.array(buffer))
    const code = hostCode(entry(kernel.hosts, call), { from: from.map(whole), to: to.map(whole), room: names.room, order: names.order })
    room = Math.max(room, code.room)
    order = Math.max(order, code.order)
    code.lines.forEach(put)
  }
  const emitAll = (statements: Block): void => {
    statements.forEach(emit)
  }
  const emit = (statement: Statement): void => {
    switch (statement._tag) {
      case 'Literal':
        known.set(statement.to, literal(entry(kernel.registers, statement.to), statement.value))
        return
      case 'Apply':
        define(statement.to, applied(statement.machine, statement.args.map(value)))
        return
      case 'Load':
        define(statement.to, at(statement.from))
        return
      case 'Store':
        put(`${at(statement.to)} = ${value(statement.value)};`)
        return
      case 'Accumulate':
        accumulate(statement)
        return
      case 'Fill': {
        const { to, count } = statement
        const filling = literal(kindOf(to.buffer), statement.value)
        if (count === 1) put(`${at(to)} = ${filling};`)
        else put(`for (int32_t at = 0; at < ${count}; at++) ${at(to, ['at'])} = ${filling};`)
        return
      }
      case 'Loop':
        put(`for (int32_t i${statement.axis} = 0; i${statement.axis} < ${statement.extent}; i${statement.axis}++) {`)
        within(() => {
          emitAll(statement.body)
        })
        put('}')
        return
      case 'While': {
        const turn = `t${statement.test}`
        put(statement.bound === null ? 'for (;;) {' : `for (int32_t ${turn} = 0; ${turn} < ${statement.bound}; ${turn}++) {`)
        within(() => {
          emitAll(statement.condition)
          put(`if (!${value(statement.test)}) break;`)
          emitAll(statement.body)
        })
        put('}')
        return
      }
      case 'Choose':
        put(`if (${value(statement.test)}) {`)
        within(() => {
          emitAll(statement.yes)
        })
        put('} else {')
        within(() => {
          emitAll(statement.no)
        })
        put('}')
        return
      case 'Part':
        emitAll(statement.body)
        return
      case 'Host':
        host(statement)
        return
    }
  }
  emitAll(block)
  return { lines, room, order }
}

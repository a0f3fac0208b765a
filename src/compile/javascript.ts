/**
 * JavaScript source for a kernel: loops over one Float64Array and one Int32Array of the same bytes.
 */
import { entry } from '../entry.ts'
import { forEachAccess } from './access.ts'
import type { Pieces } from './chunk.ts'
import type { Block, Machine, Place, Register, Statement, Stride } from './loop.ts'
import type { Layout } from './lifetime.ts'
import { literal, named, writer } from './operator.ts'

/** Source of a function body of `m` (float64), `n` (int32), `h` (host calls) and `f` (functions of numbers). */
export interface Source {
  readonly text: string
  readonly functions: ReadonlyArray<Machine['run']>
}

const terms = (strides: ReadonlyArray<Stride>): ReadonlyArray<string> =>
  strides.map(({ axis, stride }) => (stride === 1 ? `i${axis}` : `${literal(stride)} * i${axis}`))

const sum = (parts: ReadonlyArray<string>): string => (parts.length === 0 ? '0' : parts.join(' + '))

export const javascript = ({ kernel, pieces }: Pieces, layout: Layout): Source => {
  const code = writer()
  const { applied } = code
  let lines: Array<string> = []
  const parts: Array<string> = []
  let numbered = 0
  const kindOf = (buffer: number): 'f64' | 'i32' => entry(kernel.buffers, buffer).kind
  const base = (buffer: number): number => entry(layout.offsets, buffer) / (kindOf(buffer) === 'f64' ? 8 : 4)
  const array = (buffer: number): string => (kindOf(buffer) === 'f64' ? 'm' : 'n')

  const indexOf = ({ buffer, offset, strides, computed }: Place, extra: ReadonlyArray<string> = []): string => {
    const start = base(buffer) + offset
    const found = computed === null ? [] : [computed.stride === 1 ? `r${computed.index}` : `${literal(computed.stride)} * r${computed.index}`]
    return sum([...(start === 0 ? [] : [String(start)]), ...terms(strides), ...found, ...extra])
  }
  const isLocal = (buffer: number): boolean => entry(kernel.buffers, buffer).role === 'local'
  const at = (place: Place, extra: ReadonlyArray<string> = []): string =>
    isLocal(place.buffer) ? `b${place.buffer}` : `${array(place.buffer)}[${indexOf(place, extra)}]`

  const accumulate = ({ to, machine, value, lanes }: Extract<Statement, { readonly _tag: 'Accumulate' }>): string => {
    const lane = lanes === null ? [] : [`((${sum(terms(lanes.of))}) & 7)${lanes.stride === 1 ? '' : ` * ${lanes.stride}`}`]
    const element = at(to, lane)
    return `${element} = ${applied(machine, [element, `r${value}`])}`
  }

  const emit = (statement: Statement): void => {
    switch (statement._tag) {
      case 'Literal':
        lines.push(`const r${statement.to} = ${literal(statement.value)}`)
        break
      case 'Apply':
        lines.push(
          `const r${statement.to} = ${applied(
            statement.machine,
            statement.args.map((r: Register) => `r${r}`),
          )}`,
        )
        break
      case 'Load':
        lines.push(`const r${statement.to} = ${at(statement.from)}`)
        break
      case 'Store':
        lines.push(`${at(statement.to)} = r${statement.value}`)
        break
      case 'Accumulate':
        lines.push(accumulate(statement))
        break
      case 'Fill': {
        const start = indexOf(statement.to)
        if (statement.count === 1) lines.push(`${at(statement.to)} = ${literal(statement.value)}`)
        else lines.push(`${array(statement.to.buffer)}.fill(${literal(statement.value)}, ${start}, ${start} + ${statement.count})`)
        break
      }
      case 'Loop':
        lines.push(`for (let i${statement.axis} = 0; i${statement.axis} < ${statement.extent}; i${statement.axis}++) {`)
        statement.body.forEach(emit)
        lines.push('}')
        break
      case 'While': {
        const turn = `t${statement.test}`
        lines.push(statement.bound === null ? 'for (;;) {' : `for (let ${turn} = 0; ${turn} < ${statement.bound}; ${turn}++) {`)
        statement.condition.forEach(emit)
        lines.push(`if (!r${statement.test}) break`)
        statement.body.forEach(emit)
        lines.push('}')
        break
      }
      case 'Choose':
        lines.push(`if (r${statement.test}) {`)
        statement.yes.forEach(emit)
        lines.push('} else {')
        statement.no.forEach(emit)
        lines.push('}')
        break
      case 'Part': {
        const axes = statement.axes.map((axis) => `i${axis}`).join(', ')
        const name = `part${numbered++}`
        const outer = lines
        lines = [`const ${name} = (${axes}) => {`, ...localsOf(statement.body)]
        statement.body.forEach(emit)
        parts.push([...lines, '}'].join('\n'))
        lines = outer
        lines.push(`${name}(${axes})`)
        break
      }
      case 'Host':
        lines.push(`h(${statement.call})`)
        break
    }
  }
  const localsOf = (block: Block): ReadonlyArray<string> => {
    const used = new Set<number>()
    forEachAccess(block, ({ place }) => {
      used.add(place.buffer)
    })
    return [...used].filter(isLocal).map((buffer) => `let b${buffer} = 0`)
  }
  pieces.forEach((piece, p) => {
    lines.push(`const piece${p} = () => {`, ...localsOf(piece))
    piece.forEach(emit)
    lines.push('}')
  })
  const all = pieces.length === 1 ? 'return piece0' : `return () => {\n${pieces.map((_, p) => `piece${p}()`).join('\n')}\n}`
  return { text: [...named(code), ...parts, ...lines, all].join('\n'), functions: code.functions }
}

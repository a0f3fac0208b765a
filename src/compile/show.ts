/**
 * The loop language as text, for people.
 */
import type { Block, Kernel, Place, Register, Statement, Stride } from './loop.ts'
import { needed, type Straight } from './straight.ts'

const along = (strides: ReadonlyArray<Stride>): ReadonlyArray<string> => strides.map(({ axis, stride }) => (stride === 1 ? `i${axis}` : `${stride}·i${axis}`))

const showPlace = ({ buffer, offset, strides, computed }: Place): string => {
  const terms = [
    ...(offset === 0 ? [] : [`${offset}`]),
    ...along(strides),
    ...(computed === null ? [] : [computed.stride === 1 ? `r${computed.index}` : `${computed.stride}·r${computed.index}`]),
  ]
  return `b${buffer}[${terms.length === 0 ? '0' : terms.join(' + ')}]`
}

const showStatement = (statement: Statement, indent: string): ReadonlyArray<string> => {
  switch (statement._tag) {
    case 'Literal':
      return [`${indent}r${statement.to} = ${Object.is(statement.value, -0) ? '-0' : statement.value}`]
    case 'Apply':
      return [`${indent}r${statement.to} = ${statement.machine.name}(${statement.args.map((r) => `r${r}`).join(', ')})`]
    case 'Load':
      return [`${indent}r${statement.to} = ${showPlace(statement.from)}`]
    case 'Store':
      return [`${indent}${showPlace(statement.to)} = r${statement.value}`]
    case 'Accumulate': {
      const lane = statement.lanes === null ? '' : ` lane (${along(statement.lanes.of).join(' + ')}) mod 8`
      return [`${indent}${showPlace(statement.to)}${lane} ${statement.machine.name}= r${statement.value}`]
    }
    case 'Fill':
      return [`${indent}${showPlace(statement.to)} … ${statement.count} times = ${Object.is(statement.value, -0) ? '-0' : statement.value}`]
    case 'Loop':
      return [`${indent}for i${statement.axis} < ${statement.extent}`, ...showBlock(statement.body, `${indent}  `)]
    case 'While':
      return [
        `${indent}while${statement.bound === null ? '' : `, at most ${statement.bound} times`}`,
        ...showBlock(statement.condition, `${indent}  `),
        `${indent}do while r${statement.test}`,
        ...showBlock(statement.body, `${indent}  `),
      ]
    case 'Choose':
      return [`${indent}if r${statement.test}`, ...showBlock(statement.yes, `${indent}  `), `${indent}else`, ...showBlock(statement.no, `${indent}  `)]
    case 'Part':
      return [`${indent}part`, ...showBlock(statement.body, `${indent}  `)]
    case 'Host':
      return [`${indent}${statement.to.map(showPlace).join(', ')} = host ${statement.call}(${statement.from.map(showPlace).join(', ')})`]
  }
}

const showBlock = (block: Block, indent: string): ReadonlyArray<string> => block.flatMap((statement) => showStatement(statement, indent))

/** A kernel's buffers and loops, a line each. */
export const showKernel = (kernel: Kernel): string =>
  [
    ...kernel.buffers.map(({ kind, size, role }, i) => `b${i}: ${kind}[${size}]${role === 'made' ? '' : ` ${role}`}`),
    ...kernel.hosts.map(({ primitive }, i) => `host ${i}: ${primitive.name}`),
    ...showBlock(kernel.body, ''),
    `return ${kernel.outputs.map(({ buffer }) => `b${buffer}`).join(', ')}`,
  ].join('\n')

/** Straight-line code, a line for each input, step and output. */
export const showStraight = (straight: Straight): string => {
  const nameOf = (register: Register): string => {
    const value = straight.literals.get(register)
    return value === undefined ? `r${register}` : Object.is(value, -0) ? '-0' : `${value}`
  }
  const list = (registers: ReadonlyArray<Register>): string => registers.map(nameOf).join(', ')
  return [
    ...straight.inputs.map((elements, i) => `input ${i}: ${list(elements)}`),
    ...needed(straight, straight.outputs.flat()).map(({ to, machine, args }) => `r${to} = ${machine.name}(${list(args)})`),
    ...straight.outputs.map((elements, i) => `output ${i}: ${list(elements)}`),
  ].join('\n')
}

/**
 * The elementary functions in C, from the kernels that the JavaScript and WebAssembly ones are made of: the
 * same operations in the same order, so the same bits.
 */
import { entry } from '../../entry.ts'
import { elementary, reducedParts, scaledLogarithms } from '../../elementary/catalogue.ts'
import { type Definition, kernelFor } from '../../elementary/definition.ts'
import type { Kernel } from '../../elementary/kernel.ts'
import { schedule } from '../../elementary/schedule.ts'
import type { Table } from '../../elementary/table.ts'
import { tangents } from '../../elementary/tangent.ts'
import { type Operation, resultOf } from '../../elementary/term.ts'
import { literal } from './text.ts'

/** Each operand is a name, a number or in parentheses. */
const forms: { readonly [name in Operation]: string } = {
  neg: '-$0',
  abs: 'fabs($0)',
  sqrt: 'sqrt($0)',
  floor: 'floor($0)',
  ceil: 'ceil($0)',
  trunc: 'trunc($0)',
  nearest: 'w_nearest($0)',
  add: '$0 + $1',
  sub: '$0 - $1',
  mul: '$0 * $1',
  div: '$0 / $1',
  min: 'w_min($0, $1)',
  max: 'w_max($0, $1)',
  smaller: '$1 < $0 ? $1 : $0',
  larger: '$0 < $1 ? $1 : $0',
  copysign: 'copysign($0, $1)',
  lt: '$0 < $1',
  le: '$0 <= $1',
  gt: '$0 > $1',
  ge: '$0 >= $1',
  eq: '$0 == $1',
  ne: '$0 != $1',
  and: '$0 && $1',
  or: '$0 || $1',
  not: '!$0',
  select: '$0 ? $1 : $2',
  choose: '$0 ? $1 : $2',
  exponent: 'w_exponent($0)',
  significand: 'w_significand($0, $1)',
  lift: 'w_lift($0, $1)',
  odd: 'w_odd($0)',
  turn: 'w_turn($0, $1)',
}

const letters = ['x', 'y', 'z', 'w', 'u', 'v'] as const
const argumentName = (i: number): string => entry(letters, i)

const readTwice = (operation: string): boolean => operation === 'smaller' || operation === 'larger'

/** The kernels are ours and small, so this walks them by recursion. */
const functionOf = (kernel: Kernel): string => {
  const plan = schedule(kernel, readTwice)

  const operand = (i: number): string => {
    if (plan.isNamed(i)) return `t${i}`
    const step = kernel.steps[i]
    return step?._tag === 'Apply' ? `(${expression(i)})` : expression(i)
  }
  const expression = (i: number): string => {
    const step = entry(kernel.steps, i)
    switch (step._tag) {
      case 'Argument':
        return argumentName(step.index)
      case 'Constant':
        return literal('f64', step.value)
      case 'Host':
        return `w_${step.name}(${step.operands.map(operand).join(', ')})`
      case 'Read': {
        const { name, rows, columns } = step.table
        return `w_${name}[w_bits(${operand(entry(step.operands, 0))}) % ${rows} * ${columns} + ${step.column}]`
      }
      case 'Apply':
        return forms[step.operation].replace(/\$(\d)/g, (_, digit: string) => operand(entry(step.operands, Number(digit))))
    }
  }
  const linesOf = (block: number): ReadonlyArray<string> =>
    entry(plan.blocks, block).named.flatMap((i) => {
      const step = kernel.steps[i]
      if (step?._tag === 'Apply' && step.operation === 'choose') {
        const [mask = -1, usual = -1, rare = -1] = step.operands
        return [
          `double t${i};`,
          `if (${plan.isNamed(mask) ? `t${mask}` : expression(mask)}) {`,
          `  t${i} = ${expressionOrName(usual)};`,
          '} else {',
          ...linesOf(plan.rareOf(i)).map((line) => `  ${line}`),
          `  t${i} = ${expressionOrName(rare)};`,
          '}',
        ]
      }
      const type = step?._tag === 'Apply' && resultOf(step.operation) === 'mask' ? 'int' : 'double'
      return [`const ${type} t${i} = ${expression(i)};`]
    })
  const expressionOrName = (i: number): string => (plan.isNamed(i) ? `t${i}` : expression(i))

  const parameters = Array.from({ length: kernel.arity }, (_, i) => `double ${argumentName(i)}`)
  return [
    `static double w_${kernel.name}(${parameters.join(', ')}) {`,
    ...linesOf(0).map((line) => `  ${line}`),
    `  return ${expressionOrName(entry(kernel.results, 0))};`,
    '}',
  ].join('\n')
}

const definitions: ReadonlyMap<string, Definition> = /*#__PURE__*/ new Map(
  [...elementary.values(), ...scaledLogarithms, ...reducedParts].map((definition) => [`w_${definition.name}`, definition]),
)

const tables: ReadonlyMap<string, Table> = /*#__PURE__*/ new Map([tangents].map((table) => [`w_${table.name}`, table]))

const tableText = (name: string, { rows, columns, values }: Table): string => {
  const numbers = values().map((x) => literal('f64', x))
  return `static const double ${name}[${rows * columns}] = {\n  ${numbers.join(', ').replace(/(.{90,120}?), /g, '$1,\n  ')}};`
}

/** Whether there is an elementary function, or a table that such read, of this name in C. */
export const isElementary = (name: string): boolean => definitions.has(name) || tables.has(name)

/** The text of an elementary function, or of a table. */
export const elementaryText = (name: string): string | null => {
  const table = tables.get(name)
  if (table !== undefined) return tableText(name, table)
  const definition = definitions.get(name)
  return definition === undefined ? null : functionOf(kernelFor(definition))
}

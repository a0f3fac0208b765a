/**
 * A kernel as the text of a JavaScript function: the functions in `twin/` are written by it, and a test
 * holds them to it. A step used more than once is a constant of its own, the rare arm of a `choose` a function of its own.
 */
import { entry, valueAt } from '../entry.ts'
import { type Kernel, usedBy } from './kernel.ts'
import { type Schedule, schedule } from './schedule.ts'
import { type Operation, resultOf } from './term.ts'

/** How tightly an expression binds, as JavaScript has it. */
const binding = { choice: 1, or: 2, and: 3, equality: 4, relation: 5, sum: 6, product: 7, sign: 8, whole: 9 } as const
type Binding = keyof typeof binding

/** The text, with $0, $1, … for the operands, and how it binds; an operand that must bind tighter on the right has a +. */
type Form = readonly [text: string, binding: Binding]

const forms: { readonly [name in Operation]: Form } = {
  neg: ['-$0', 'sign'],
  abs: ['Math.abs($0)', 'whole'],
  sqrt: ['Math.sqrt($0)', 'whole'],
  floor: ['Math.floor($0)', 'whole'],
  ceil: ['Math.ceil($0)', 'whole'],
  trunc: ['Math.trunc($0)', 'whole'],
  nearest: ['nearest($0)', 'whole'],
  add: ['$0 + $1', 'sum'],
  sub: ['$0 - $1', 'sum'],
  mul: ['$0 * $1', 'product'],
  div: ['$0 / $1', 'product'],
  min: ['Math.min($0, $1)', 'whole'],
  max: ['Math.max($0, $1)', 'whole'],
  smaller: ['$1 < $0 ? $1 : $0', 'choice'],
  larger: ['$0 < $1 ? $1 : $0', 'choice'],
  copysign: ['copysign($0, $1)', 'whole'],
  lt: ['$0 < $1', 'relation'],
  le: ['$0 <= $1', 'relation'],
  gt: ['$0 > $1', 'relation'],
  ge: ['$0 >= $1', 'relation'],
  eq: ['$0 === $1', 'equality'],
  ne: ['$0 !== $1', 'equality'],
  and: ['$0 && $1', 'and'],
  or: ['$0 || $1', 'or'],
  not: ['!$0', 'sign'],
  select: ['$0 ? $1 : $2', 'choice'],
  choose: ['$0 ? $1 : $2', 'choice'],
  exponent: ['exponent($0)', 'whole'],
  significand: ['significand($0, $1)', 'whole'],
  lift: ['lift($0, $1)', 'whole'],
  odd: ['odd($0)', 'whole'],
  turn: ['turn($0, $1)', 'whole'],
}

/** The functions of `bits.ts` that a kernel calls. */
export const bitsOf = (kernel: Kernel): ReadonlyArray<string> => {
  const used = new Set(kernel.steps.flatMap((step) => (step._tag === 'Apply' ? [step.operation] : [])))
  const called: ReadonlyArray<Operation> = ['copysign', 'exponent', 'lift', 'nearest', 'odd', 'significand', 'turn']
  return called.filter((name) => used.has(name))
}

/** Operands that a text reads twice must have names. */
const readTwice = (operation: string): boolean => operation === 'smaller' || operation === 'larger'

interface Written {
  readonly text: string
  readonly binds: Binding
}

/** What an operand needs around it: parentheses where it binds less, or as little and stands on the right or beside another operator; the arms of a choice need nothing. */
const operandText = (operand: Written, outer: Binding, position: number, inCall: boolean, mixed: boolean): string => {
  if (inCall) return operand.text
  const inner = binding[operand.binds]
  const bare = outer === 'choice' ? position > 0 || inner > binding.choice : inner > binding[outer] || (inner === binding[outer] && position === 0 && !mixed)
  return bare ? operand.text : `(${operand.text})`
}

/** Whether parentheses are usual between two operators that bind alike. */
const isMixed = (text: string, outer: string): boolean => outer.includes(' / ') || (outer.includes(' * ') && text.includes(' / '))

const literal = (value: number): string =>
  Object.is(value, -0) ? '-0' : Number.isFinite(value) ? `${value}`.replace('e+', 'e') : `Number.${value > 0 ? 'POSITIVE' : 'NEGATIVE'}_INFINITY`

const letters = ['x', 'y', 'z', 'w', 'u', 'v'] as const
const argumentName = (i: number): string => entry(letters, i)

/** A name that a block reads from outside, with its type. */
interface Free {
  readonly name: string
  readonly type: 'number' | 'boolean'
}

/** The functions that a kernel is printed as; those of rare arms come first. The kernels printed are ours and small, so this walks by recursion. */
const functionsOf = (kernel: Kernel, plan: Schedule): ReadonlyArray<string> => {
  const order = new Map(
    plan.blocks
      .flatMap((block) => block.named)
      .sort((a, b) => a - b)
      .map((step, i) => [step, `t${i + 1}`]),
  )
  const nameOf = (i: number): string => valueAt(order, i)
  const namedIn = (block: number): ReadonlyArray<number> => entry(plan.blocks, block).named
  const farName = (block: number): string => `${kernel.name}Far${plan.blocks.length > 2 ? block : ''}`

  const operand = (i: number): Written => (plan.isNamed(i) ? { text: nameOf(i), binds: 'whole' } : written(i))

  const written = (i: number): Written => {
    const step = entry(kernel.steps, i)
    if (step._tag === 'Argument') return { text: argumentName(step.index), binds: 'whole' }
    if (step._tag === 'Constant') return { text: literal(step.value), binds: step.value < 0 || Object.is(step.value, -0) ? 'sign' : 'whole' }
    if (step._tag === 'Host') return { text: `${step.name}(${step.operands.map((k) => operand(k).text).join(', ')})`, binds: 'whole' }
    if (step._tag === 'Read') return { text: `${step.table.name}(${operand(entry(step.operands, 0)).text}, ${step.column})`, binds: 'whole' }
    const [form, binds] = forms[step.operation]
    const parts = step.operands.map(operand)
    const rare = plan.rareOf(i)
    if (step.operation === 'choose' && namedIn(rare).length > 0)
      parts[2] = {
        text: `${farName(rare)}(${freeOf(rare, entry(step.operands, 2))
          .map(({ name }) => name)
          .join(', ')})`,
        binds: 'whole',
      }
    const text = form.replace(/\$(\d)/g, (_, digit: string) => {
      const at = Number(digit)
      const part = entry(parts, at)
      return operandText(part, binds, at, binds === 'whole', isMixed(part.text, form))
    })
    return { text, binds }
  }

  const isWithin = (inner: number, outer: number): boolean => {
    let block = inner
    while (block > outer) block = entry(plan.blocks, block).parent
    return block === outer
  }

  /** What the block that computes `result` reads from outside. */
  const freeOf = (block: number, result: number): ReadonlyArray<Free> => {
    const own = new Set(plan.blocks.flatMap(({ named }, i) => (isWithin(i, block) ? named : [])))
    const found = new Map<string, Free>()
    const visit = (i: number): void => {
      const step = entry(kernel.steps, i)
      if (step._tag === 'Argument') found.set(argumentName(step.index), { name: argumentName(step.index), type: 'number' })
      else if (!plan.isNamed(i)) usedBy(step).forEach(visit)
      else if (!own.has(i)) found.set(nameOf(i), { name: nameOf(i), type: step._tag === 'Apply' && resultOf(step.operation) === 'mask' ? 'boolean' : 'number' })
    }
    for (const i of own) usedBy(entry(kernel.steps, i)).forEach(visit)
    visit(result)
    return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** The rare arms that are functions, the innermost first. */
  const arms = kernel.steps.flatMap((step, i) => {
    const block = plan.rareOf(i)
    return step._tag === 'Apply' && step.operation === 'choose' && plan.isNamed(i) && namedIn(block).length > 0
      ? [{ block, result: entry(step.operands, 2) }]
      : []
  })

  const define = (head: string, parameters: ReadonlyArray<Free>, block: number, result: number): string => {
    // A name for the last sum, too: a formatter would put parentheses around a long one.
    const last = operand(result)
    return [
      `${head} = (${parameters.map(({ name, type }) => `${name}: ${type}`).join(', ')}): number => {`,
      ...namedIn(block).map((i) => `const ${nameOf(i)} = ${written(i).text}`),
      ...(last.binds === 'whole' ? [`return ${last.text}`] : [`const value = ${last.text}`, 'return value']),
      '}',
    ].join('\n')
  }

  const parameters = Array.from({ length: kernel.arity }, (_, i): Free => ({ name: argumentName(i), type: 'number' }))
  return [
    ...arms.map(({ block, result }) => define(`const ${farName(block)}`, freeOf(block, result), block, result)),
    define(`export const ${kernel.name}`, parameters, 0, entry(kernel.results, 0)),
  ]
}

/** `export const name = (x: number): number => { … }`, and before it a function for each rare arm that is long: so the usual path stays short enough to be inlined. */
export const print = (kernel: Kernel): string => functionsOf(kernel, schedule(kernel, readTwice)).join('\n\n')

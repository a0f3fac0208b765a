/**
 * Straight-line arithmetic as instructions: a kernel of terms, on one lane or two. It may be what stands between the
 * loads and the stores of a loop's body, or an elementary function by itself. Who calls says where constants live, since
 * a vector constant inside a loop costs more than a local, and which index an imported function has.
 */
import { entry, valueAt } from '../../entry.ts'
import { type HostStep, type Kernel, usedBy } from '../../elementary/kernel.ts'
import { schedule } from '../../elementary/schedule.ts'
import type { Table } from '../../elementary/table.ts'
import { resultOf } from '../../elementary/term.ts'
import { access, call, end, float, floats, get, int, type Instruction, plainly, set, type ValueType, when } from './instruction.ts'
import { failsSomewhere, floatType, type Lanes, maskType, templateOf } from './lanes.ts'

export interface Context {
  readonly lanes: Lanes
  /** The locals that hold the arguments. */
  readonly operands: ReadonlyArray<number>
  /** From here on locals are free. */
  readonly firstLocal: number
  /** Push a constant, in all lanes. */
  readonly constant: (value: number) => Instruction
  /** The index of a function of the host: f64, or two of them, to f64. */
  readonly host: (step: HostStep) => number
  /** The byte from which a table lies. */
  readonly table: (table: Table) => number
}

/** One value is left on the stack; of several, each is pushed by an instruction in `reads`. */
export interface Emitted {
  readonly instructions: ReadonlyArray<Instruction>
  readonly reads: ReadonlyArray<Instruction>
  /** The types of the locals it uses, from the first free one on. */
  readonly locals: ReadonlyArray<ValueType>
}

/** Constants where they stand. */
export const inPlace = (lanes: Lanes): Context['constant'] => (lanes === 1 ? float : floats)

type Task = { readonly _tag: 'Step'; readonly step: number } | { readonly _tag: 'Push'; readonly instruction: Instruction }

export const emit = (kernel: Kernel, context: Context): Emitted => {
  const { lanes, operands, firstLocal, constant, host, table } = context
  const { steps, results } = kernel
  const readTwice = (operation: string, index: number): boolean => {
    // The mask of a choice is tested, and then, on two lanes, applied.
    if (operation === 'choose') return index === 0 && lanes === 2
    return twice.has(`${operation} ${index}`)
  }
  const twice = readMoreThanOnce(lanes)
  const plan = schedule(kernel, readTwice)

  const locals: Array<ValueType> = []
  const localOf = new Map<number, number>()
  for (const block of plan.blocks)
    for (const step of block.named) {
      const it = steps[step]
      localOf.set(step, firstLocal + locals.length)
      locals.push(it?._tag === 'Apply' && resultOf(it.operation) === 'mask' ? maskType(lanes) : floatType(lanes))
    }
  const local = (step: number): number => valueAt(localOf, step)

  const out: Array<Instruction> = []
  const open: Array<Task> = []
  const push = (instruction: Instruction): Task => ({ _tag: 'Push', instruction })
  const compute = (step: number): Task => ({ _tag: 'Step', step })
  /** Tasks to be done next, in their order. */
  const next = (tasks: ReadonlyArray<Task>): void => {
    for (let i = tasks.length - 1; i >= 0; i--) open.push(entry(tasks, i))
  }
  /** The value of a step, from its local if it has one. */
  const read = (step: number): Task => (plan.isNamed(step) ? push(get(local(step))) : compute(step))

  const isChoice = (step: number): boolean => {
    const it = steps[step]
    return it?._tag === 'Apply' && it.operation === 'choose'
  }
  /** Compute a step into its local; a choice does that itself. */
  const name = (step: number): ReadonlyArray<Task> => (isChoice(step) ? [compute(step)] : [compute(step), push(set(local(step)))])

  /** One lane of an operand: a local or a constant. */
  const lane = (step: number, index: number): ReadonlyArray<Instruction> => {
    const it = steps[step]
    if (it?._tag === 'Constant') return [float(it.value)]
    const from = get(it?._tag === 'Argument' ? (operands[it.index] ?? 0) : local(step))
    return lanes === 1 ? [from] : [from, { op: 'f64x2.extract_lane', lane: index }]
  }

  /** The last bits of a count. */
  const wordOf = (step: number, index: number): ReadonlyArray<Instruction> =>
    lanes === 1
      ? [get(local(step)), plainly('i64.reinterpret_f64'), plainly('i32.wrap_i64')]
      : [get(local(step)), { op: 'i32x4.extract_lane', lane: 2 * index }]

  const expand = (step: number): void => {
    const it = entry(steps, step)
    switch (it._tag) {
      case 'Argument':
        out.push(get(operands[it.index] ?? 0))
        return
      case 'Constant':
        out.push(constant(it.value))
        return
      case 'Host': {
        const at = (index: number): ReadonlyArray<Instruction> => [...it.operands.flatMap((operand) => lane(operand, index)), call(host(it))]
        out.push(...at(0))
        if (lanes === 2) out.push(plainly('f64x2.splat'), ...at(1), { op: 'f64x2.replace_lane', lane: 1 })
        return
      }
      case 'Read': {
        const row = entry(it.operands, 0)
        const offset = table(it.table) + 8 * it.column
        const at = (index: number): ReadonlyArray<Instruction> => [
          ...wordOf(row, index),
          int(it.table.rows - 1),
          plainly('i32.and'),
          int(8 * it.table.columns),
          plainly('i32.mul'),
        ]
        if (lanes === 1) out.push(...at(0), access('f64.load', offset))
        else out.push(...at(1), ...at(0), access('v128.load64_splat', offset), { op: 'v128.load64_lane', align: 8, offset, lane: 1 })
        return
      }
      case 'Apply':
        if (it.operation === 'choose') {
          const [mask = 0, usual = 0, rare = 0] = usedBy(it)
          const inner = entry(plan.blocks, plan.rareOf(step)).named
          next([
            read(usual),
            push(set(local(step))),
            read(mask),
            ...failsSomewhere(lanes).map(push),
            push(when()),
            ...inner.flatMap(name),
            // On two lanes the mask keeps what was usual.
            ...(lanes === 1 ? [read(rare)] : [push(get(local(step))), read(rare), read(mask), push(plainly('v128.bitselect'))]),
            push(set(local(step))),
            push(end),
          ])
        } else
          next(
            templateOf(it.operation, lanes).map((part) =>
              part._tag === 'Push' ? push(part.instruction) : part._tag === 'Constant' ? push(constant(part.value)) : read(entry(it.operands, part.index)),
            ),
          )
    }
  }

  next([...entry(plan.blocks, 0).named.flatMap(name), ...(results.length === 1 ? results.map(read) : [])])
  for (let task = open.pop(); task !== undefined; task = open.pop()) {
    if (task._tag === 'Push') out.push(task.instruction)
    else expand(task.step)
  }
  const pushing = (step: number): Instruction => {
    const it = steps[step]
    if (it?._tag === 'Constant') return constant(it.value)
    return get(it?._tag === 'Argument' ? entry(operands, it.index) : local(step))
  }
  return { instructions: out, reads: results.length === 1 ? [] : results.map(pushing), locals }
}

/** The operands that a template reads more than once, as `operation index`. */
const readMoreThanOnce = (lanes: Lanes): ReadonlySet<string> => (lanes === 1 ? new Set(['smaller 0', 'smaller 1', 'larger 0', 'larger 1']) : new Set())

/** The constants that a kernel needs, to be put into locals before the loop. */
export const constantsOf = (kernel: Kernel, lanes: Lanes): ReadonlyArray<number> => {
  const found: Array<number> = []
  const note = (value: number): Instruction => {
    if (!found.some((known) => Object.is(known, value))) found.push(value)
    return floats(value)
  }
  emit(kernel, { lanes, operands: [], firstLocal: 0, constant: note, host: () => 0, table: () => 0 })
  return found
}

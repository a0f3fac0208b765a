/**
 * Kernels as functions over arrays in memory, one lane and two: loops as a compiler would write them,
 * with constants in locals.
 */
import { type Pool, poolFrom } from '../../../src/compile/emit/pool.ts'
import { access, block, branch, branchIf, end, get, type Instruction, int, loop, plainly, set, type ValueType } from '../../../src/compile/wasm/instruction.ts'
import { floatType, type Lanes } from '../../../src/compile/wasm/lanes.ts'
import type { DefinedFunction, ImportedFunction } from '../../../src/compile/wasm/module.ts'
import { constantsOf, type Context, emit, inPlace } from '../../../src/compile/wasm/straight.ts'
import { hostsOf, type Kernel } from '../../../src/elementary/kernel.ts'
import { run } from './host.ts'

/** Locals are filled from memory: of constants an engine would make constants again, in the loop. */
export type Where = 'locals' | 'in place'

/** out[i] = kernel(x[i], y[i]); the parameters are the addresses of x, y and out, and how many bytes. */
export const overArray = (kernel: Kernel, lanes: Lanes, where: Where, hostIndex: Context['host'], pool: Pool): DefinedFunction => {
  const type = floatType(lanes)
  const counter = 4
  const firstConstant = 5
  const constants = where === 'locals' ? constantsOf(kernel, lanes) : []
  const arguments_ = firstConstant + constants.length
  const local = (value: number): number => firstConstant + constants.findIndex((known) => Object.is(known, value))
  const body = emit(kernel, {
    lanes,
    operands: Array.from({ length: kernel.arity }, (_, i) => arguments_ + i),
    firstLocal: arguments_ + kernel.arity,
    constant: where === 'locals' ? (value) => get(local(value)) : inPlace(lanes),
    host: hostIndex,
    table: pool.table,
  })
  const load: Instruction = lanes === 1 ? access('f64.load') : access('v128.load')
  const store: Instruction = lanes === 1 ? access('f64.store') : access('v128.store')
  const address = (parameter: number): ReadonlyArray<Instruction> => [get(parameter), get(counter), plainly('i32.add')]
  return {
    name: kernel.name,
    type: { parameters: ['i32', 'i32', 'i32', 'i32'], results: [] },
    locals: ['i32', ...constants.map((): ValueType => type), ...Array.from({ length: kernel.arity }, (): ValueType => type), ...body.locals],
    body: [
      ...constants.flatMap((value) => [int(0), access(lanes === 1 ? 'f64.load' : 'v128.load64_splat', pool.number(value)), set(local(value))]),
      block(),
      loop(),
      get(counter),
      get(3),
      plainly('i32.ge_u'),
      branchIf(1),
      ...Array.from({ length: kernel.arity }, (_, i) => [...address(i), load, set(arguments_ + i)]).flat(),
      ...address(2),
      ...body.instructions,
      store,
      get(counter),
      int(8 * lanes),
      plainly('i32.add'),
      set(counter),
      branch(0),
      end,
      end,
    ],
    exported: 'f',
  }
}

/** The kernel as a function of arrays of an even length, its instructions changed before it runs. */
export const compiled = (
  kernel: Kernel,
  lanes: Lanes,
  where: Where,
  size: number,
  change: (body: ReadonlyArray<Instruction>) => ReadonlyArray<Instruction> = (body) => body,
): ((x: Float64Array, y: Float64Array) => Float64Array) => {
  const steps = kernel.steps.filter((step) => step._tag === 'Host')
  const names = hostsOf(kernel)
  const imports = names.map(
    (name): ImportedFunction => ({
      module: 'h',
      name,
      type: { parameters: Array.from({ length: /^pow/.test(name) ? 2 : 1 }, (): ValueType => 'f64'), results: ['f64'] },
    }),
  )
  const hosts = Object.fromEntries(steps.map((step) => [step.name, step.run]))
  const pool = poolFrom(0)
  const f = overArray(kernel, lanes, where, ({ name }) => names.indexOf(name), pool)
  const { exports, f64 } = run([{ ...f, body: change(f.body) }], imports, hosts, Math.ceil((size * 24) / 65536) + 1)
  const numbers = pool.values()
  const start = numbers.length + (numbers.length % 2)
  f64.set(numbers)
  return (x, y) => {
    f64.set(x, start)
    f64.set(y, start + size)
    exports['f']?.(start * 8, (start + size) * 8, (start + size * 2) * 8, x.length * 8)
    return f64.slice(start + 2 * size, start + 2 * size + x.length)
  }
}

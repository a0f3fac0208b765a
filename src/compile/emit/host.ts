/**
 * Functions that a module takes from outside: those on numbers that have no instructions, and whole primitives.
 */
import type { Definition } from '../../elementary/definition.ts'
import type { Kind, Machine } from '../loop.ts'
import { call, type Instruction } from '../wasm/instruction.ts'
import type { Lanes } from '../wasm/lanes.ts'
import type { DefinedFunction, ImportedFunction, Signature } from '../wasm/module.ts'

/** A function on numbers. */
export type Numeric = (...xs: ReadonlyArray<number>) => number

/** An elementary function as a function of the module, which may be called from several places. */
export interface Common {
  readonly definition: Definition
  readonly lanes: Lanes
}

export interface Hosts {
  /** The index of an imported function on numbers. */
  readonly numeric: (machine: Pick<Machine, 'name' | 'args' | 'result' | 'run'>) => number
  /** The index of the function that evaluates a primitive, by its number. */
  readonly primitive: () => number
  readonly imports: () => ReadonlyArray<ImportedFunction>
  readonly functions: () => ReadonlyArray<Numeric>
  /** A call of an elementary function that the module itself defines, to be `linked` when all imports are known. */
  readonly common: (definition: Definition, lanes: Lanes) => Instruction
  readonly commonFunctions: () => ReadonlyArray<Common>
  /** A call of a part of the code, which becomes a function of the module, to be `linked` likewise. */
  readonly part: (made: DefinedFunction) => Instruction
  /** The number of a loop whose turns may run on several threads, by its axis, and what runs them; null for all others. */
  readonly fork: (axis: number) => { readonly order: number; readonly index: number } | null
  readonly parts: () => ReadonlyArray<DefinedFunction>
}

// Functions of the module's own stand behind its imports, whose number is known at the end: till then they count down from −1,
// those in common in odd numbers and parts in even ones.
const provisional = (order: number, isPart: boolean): number => -1 - 2 * order - (isPart ? 1 : 0)

/** Calls of common functions and of parts with their true indices, which begin at these. */
export const linked = (body: ReadonlyArray<Instruction>, common: number, parts: number): ReadonlyArray<Instruction> =>
  body.map((instruction) => {
    if (instruction.op !== 'call' || instruction.index >= 0) return instruction
    const at = -1 - instruction.index
    return call((at % 2 === 0 ? common : parts) + Math.floor(at / 2))
  })

const types = { f64: 'f64', i32: 'i32' } as const satisfies { readonly [K in Kind]: string }

/** Loops whose turns may run on several threads, by their axes, and what runs one of them: by its number, so many turns. */
export interface Sharing {
  readonly loops: ReadonlyArray<number>
  readonly fork: (order: number, turns: number) => number
}

export const hosts = (sharing?: Sharing): Hosts => {
  const known = new Map<string, number>()
  const imports: Array<ImportedFunction> = [{ module: 'host', name: 'primitive', type: { parameters: ['i32'], results: [] } }]
  const functions: Array<Numeric> = []
  const own: Array<Common> = []
  const parts: Array<DefinedFunction> = []
  const numeric: Hosts['numeric'] = ({ name, args, result, run }) => {
    const index = known.get(name)
    if (index !== undefined) return index
    const type: Signature = { parameters: args.map((kind) => types[kind]), results: [types[result]] }
    functions.push(run)
    const made = imports.push({ module: 'host', name: `f${functions.length - 1}`, type }) - 1
    known.set(name, made)
    return made
  }
  return {
    common: (definition, lanes) => {
      const order = own.findIndex((s) => s.definition === definition && s.lanes === lanes)
      return call(provisional(order < 0 ? own.push({ definition, lanes }) - 1 : order, false))
    },
    commonFunctions: () => own,
    part: (made) => call(provisional(parts.push(made) - 1, true)),
    parts: () => parts,
    fork: (axis) => {
      const order = sharing?.loops.indexOf(axis) ?? -1
      if (sharing === undefined || order < 0) return null
      const run: Numeric = (which = 0, turns = 0) => sharing.fork(which, turns)
      return { order, index: numeric({ name: 'fork', args: ['i32', 'i32'], result: 'i32', run }) }
    },
    numeric,
    primitive: () => 0,
    imports: () => imports,
    functions: () => functions,
  }
}

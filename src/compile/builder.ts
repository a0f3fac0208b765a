/**
 * Straight-line code as it is built: what is known now is computed now, and what is computed twice is
 * computed once. Neither changes a bit.
 */
import type { Kind, Machine, Register } from './loop.ts'
import type { Assembler } from './machine.ts'
import { isOperator } from './operator.ts'

/** A register set, once. */
export interface Step {
  readonly to: Register
  readonly machine: Machine
  readonly args: ReadonlyArray<Register>
}

/** The elements of an array, in order. */
export type Elements = ReadonlyArray<Register>

export interface Builder extends Assembler {
  /** A register that is set from outside. */
  readonly given: () => Register
  /** The number in a register, where it is known. */
  readonly known: (register: Register) => number | undefined
  readonly steps: ReadonlyArray<Step>
  readonly literals: ReadonlyMap<Register, number>
}

const textOf = (value: number): string => (Object.is(value, -0) ? '-0' : String(value))

export const builder = (): Builder => {
  const registers = { next: 0 }
  const steps: Array<Step> = []
  const literals = new Map<Register, number>()
  const byText = new Map<string, Register>()
  const runs = new Map<Machine['run'], number>()

  const fresh = (): Register => registers.next++
  const remembered = (key: string, make: () => Register): Register => {
    const register = byText.get(key) ?? make()
    byText.set(key, register)
    return register
  }
  const literal = (kind: Kind, value: number): Register =>
    remembered(`${kind} ${textOf(value)}`, () => {
      const to = fresh()
      literals.set(to, value)
      return to
    })
  /** Two primitives may have one name; an operator's says it all. */
  const nameOf = (machine: Machine): string => {
    if (isOperator(machine)) return machine.name
    const number = runs.get(machine.run) ?? runs.size
    runs.set(machine.run, number)
    return `call ${number}`
  }
  return {
    steps,
    literals,
    known: (register) => literals.get(register),
    given: fresh,
    literal,
    apply: (machine, args) => {
      const numbers = args.flatMap((r) => literals.get(r) ?? [])
      if (numbers.length === args.length) return literal(machine.result, machine.run(...numbers))
      return remembered(`${nameOf(machine)} ${args.join(' ')}`, () => {
        const to = fresh()
        steps.push({ to, machine, args })
        return to
      })
    },
  }
}

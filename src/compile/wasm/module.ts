/**
 * A WebAssembly module as data: what the compiler makes and `encode` writes. Imported functions come first in the
 * index space of functions, as the specification has it.
 */
import type { Instruction, ValueType } from './instruction.ts'

export interface Signature {
  readonly parameters: ReadonlyArray<ValueType>
  readonly results: ReadonlyArray<ValueType>
}

export interface Import {
  readonly module: string
  readonly name: string
}

export interface ImportedFunction extends Import {
  readonly type: Signature
}

export interface ImportedMemory extends Import {
  /** Its size in pages of 64 KiB, at least; and at most, where threads share it. */
  readonly minimum: number
  readonly shared?: boolean
}

export interface DefinedFunction {
  /** For who reads what is not right with it. */
  readonly name: string
  readonly type: Signature
  /** The types of the locals beyond the parameters. */
  readonly locals: ReadonlyArray<ValueType>
  /** Without the `end` of the function itself. */
  readonly body: ReadonlyArray<Instruction>
  /** The name it is exported by. */
  readonly exported?: string
}

export interface Module {
  readonly functionImports: ReadonlyArray<ImportedFunction>
  readonly memory?: ImportedMemory
  readonly functions: ReadonlyArray<DefinedFunction>
}

/** What keeps a module from being encoded. Types of operands are not checked here: the engine's validation does that. */
export type Obstacle =
  | { readonly _tag: 'TooManyLocals'; readonly function: string; readonly count: number; readonly limit: number }
  | { readonly _tag: 'BodyTooLarge'; readonly function: string; readonly bytes: number; readonly limit: number }
  | { readonly _tag: 'TooManyParameters'; readonly function: string; readonly count: number; readonly limit: number }
  | { readonly _tag: 'Unbalanced'; readonly function: string; readonly instruction: number; readonly reason: string }
  | { readonly _tag: 'Operand'; readonly function: string; readonly instruction: number; readonly op: string; readonly reason: string }
  | { readonly _tag: 'Memory'; readonly reason: string }

/** One sentence for a person. */
export const showObstacle = (obstacle: Obstacle): string => {
  switch (obstacle._tag) {
    case 'TooManyLocals':
      return `${obstacle.function}: ${obstacle.count} locals, of which engines allow ${obstacle.limit}; split the function`
    case 'BodyTooLarge':
      return `${obstacle.function}: a body of ${obstacle.bytes} bytes, of which engines allow ${obstacle.limit}; split the function`
    case 'TooManyParameters':
      return `${obstacle.function}: ${obstacle.count} parameters, of which engines allow ${obstacle.limit}; pass them in memory`
    case 'Unbalanced':
      return `${obstacle.function}: instruction ${obstacle.instruction}: ${obstacle.reason}`
    case 'Operand':
      return `${obstacle.function}: instruction ${obstacle.instruction}, ${obstacle.op}: ${obstacle.reason}`
    case 'Memory':
      return `memory: ${obstacle.reason}`
  }
}

/**
 * What a user may choose of compiled code.
 */
import type { Arithmetic } from '../compile/arithmetic.ts'
import type { Crew } from '../compile/crew.ts'
import type { Backend } from '../compile/kernel.ts'
import { checkRecord, isFunction, isNumber, isText } from '../program/given.ts'
import { checkOptions } from '../program/option.ts'

/** Which code to make: WebAssembly where there are loops and JavaScript for a few numbers, to the same bits, unless said otherwise. */
export interface CompileOptions {
  readonly backend?: Backend
  /** `relaxed`, where results need not have the bits of all other code. */
  readonly arithmetic?: Arithmetic
  /** A crew of `threads`, to share large loops with: the results have the same bits. */
  readonly threads?: Crew
}

/** The options, if they are such. */
export const chosen = (operation: string, options: CompileOptions = {}): CompileOptions => {
  checkOptions<CompileOptions>(operation, options, { backend: ['webassembly', 'javascript'], arithmetic: null, threads: null })
  if (options.arithmetic !== undefined)
    checkRecord(
      operation,
      'an arithmetic',
      options.arithmetic,
      { name: isText, isKnown: isFunction, applied: isFunction },
      "import { relaxed } from 'wengert', and write { arithmetic: relaxed }",
    )
  if (options.threads !== undefined)
    checkRecord(
      operation,
      'a crew of threads',
      options.threads,
      { count: isNumber, alone: isFunction, id: isNumber, end: isFunction, shared: isFunction, team: isFunction },
      "import { threads } from 'wengert', and write { threads: threads() }",
    )
  return options
}

/** What tells programs apart that become different code. */
export const variantOf = ({ backend, arithmetic, threads }: CompileOptions): string => `compile ${backend ?? ''} ${arithmetic?.name ?? ''} ${threads?.id ?? ''}`

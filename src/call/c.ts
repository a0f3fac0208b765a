/**
 * Programs carried to C.
 */
import { said } from '../array/list.ts'
import { type CSource, sourceOf } from '../compile/c/source.ts'
import { isFree } from '../compile/c/text.ts'
import { raise } from '../failure.ts'
import { checkOption } from '../program/option.ts'
import { checkProgram } from '../program/given.ts'
import type { Program } from '../program/model.ts'
import { optimised } from '../simplify/optimise.ts'
import { phantom } from '../type/phantom.ts'

/** What the function is called in C; its files are `name.h` and `name.c`. */
export interface COptions {
  readonly name: string
}

/**
 * A program as a header and a source file in C99, for devices and hosts that run no JavaScript. The function takes
 * one array for each input, then one for each output, and a workspace where it needs one; it allocates nothing and needs
 * nothing but the standard library. The header says which array is which. Results have the bits of the compiled program.
 * Code with tanh or sigmoid brings a table of 1280 doubles (10 kB).
 *
 * Failures: a name that C does not allow, an operation that has no code in C (`eigh`, `svd`, `pinv`, `expm`).
 *
 * @example
 * const loss = trace((x: Vector<3>) => sum(exp(x)), { names: ['x'] })(Float64Array.of(0, 0, 0))
 * const { header, source } = toC(grad(loss), { name: 'slope' })
 * header.includes('void slope(const double *x, double *dx);')   // true
 * source.includes('#include "slope.h"')   // true
 * @category compiler
 */
export const toC = (program: Program, options: COptions): CSource => {
  checkProgram('toC', program)
  checkOption<COptions>('toC', options, 'name')
  const name = phantom<Partial<COptions> | undefined>(options)?.name ?? ''
  return isFree(name)
    ? sourceOf(optimised(program), name)
    : raise({
        _tag: 'Argument',
        operation: 'toC',
        reason: `${said(name)} is no name of a function in C and C++`,
        hint: 'use letters, digits and single underscores, beginning with a letter, and no keyword',
      })
}

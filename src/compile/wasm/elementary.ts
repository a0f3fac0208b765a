/**
 * The elementary functions as instructions, by name, on one lane or two.
 */
import type { option as O } from 'fp-ts'
import { none, some } from '../../option.ts'
import { elementary, kernelFor } from '../../elementary/catalogue.ts'
import { hostsOf, type Kernel } from '../../elementary/kernel.ts'
import type { Lanes } from './lanes.ts'
import { constantsOf, type Context, emit, type Emitted } from './straight.ts'

/** What a function answers with for the kernel of this name, if there is one. */
const ofKernel = <A>(name: string, f: (kernel: Kernel) => A): O.Option<A> => {
  const known = elementary.get(name)
  return known === undefined ? none : some(f(kernelFor(known)))
}

/** Whether there is one of this name. */
export const isElementary = (name: string): boolean => elementary.has(name)

export const emitElementary = (name: string, context: Context): O.Option<Emitted> => ofKernel(name, (kernel) => emit(kernel, context))

/** What a function needs of its surroundings. */
export interface Needs {
  readonly constants: ReadonlyArray<number>
  readonly hosts: ReadonlyArray<string>
}

export const needsOf = (name: string, lanes: Lanes): O.Option<Needs> =>
  ofKernel(name, (kernel) => ({ constants: constantsOf(kernel, lanes), hosts: hostsOf(kernel) }))

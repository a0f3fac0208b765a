/**
 * The elementary functions as instructions, by name, on one lane or two.
 */
import { option as O } from 'fp-ts'
import { elementary, kernelFor } from '../../elementary/catalogue.ts'
import { hostsOf, type Kernel } from '../../elementary/kernel.ts'
import type { Lanes } from './lanes.ts'
import { constantsOf, type Context, emit, type Emitted } from './straight.ts'

const kernelNamed = (name: string): O.Option<Kernel> => O.map(kernelFor)(O.fromNullable(elementary.get(name)))

/** Whether there is one of this name. */
export const isElementary = (name: string): boolean => elementary.has(name)

export const emitElementary = (name: string, context: Context): O.Option<Emitted> => O.map((kernel: Kernel) => emit(kernel, context))(kernelNamed(name))

/** What a function needs of its surroundings. */
export interface Needs {
  readonly constants: ReadonlyArray<number>
  readonly hosts: ReadonlyArray<string>
}

export const needsOf = (name: string, lanes: Lanes): O.Option<Needs> =>
  O.map((kernel: Kernel): Needs => ({ constants: constantsOf(kernel, lanes), hosts: hostsOf(kernel) }))(kernelNamed(name))

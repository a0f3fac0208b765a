/**
 * The functions of the host that an elementary function falls back on.
 */
import type { HostStep } from '../../elementary/kernel.ts'
import type { Hosts } from './host.ts'

/** The index of a function that an elementary one falls back on. */
export const rareIndex =
  (hosts: Hosts) =>
  ({ name, run, operands }: HostStep): number =>
    hosts.numeric({ name: `rare ${name}`, args: operands.map(() => 'f64'), result: 'f64', run: (x = Number.NaN, y = Number.NaN) => run(x, y) })

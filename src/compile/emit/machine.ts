/**
 * Which elementary function a machine is, and the functions of the host that one falls back on.
 */
import { fieldOf } from '../../entry.ts'
import { hosts as rare } from '../../elementary/rare.ts'
import type { Machine } from '../loop.ts'
import { isElementary } from '../wasm/elementary.ts'
import type { Hosts } from './host.ts'

/** The name of the elementary function that a machine calls, or null. */
export const elementaryOf = ({ name }: Machine): string | null => {
  const called = name.startsWith('call ') ? name.slice(5) : ''
  return isElementary(called) ? called : null
}

/** The index of a function that an elementary one falls back on. */
export const rareIndex =
  (hosts: Hosts) =>
  (name: string): number => {
    const run = fieldOf(rare, name)
    const args = Array.from({ length: run.length }, () => 'f64' as const)
    return hosts.numeric({ name: `rare ${name}`, args, result: 'f64', run: (x = Number.NaN, y = Number.NaN) => run(x, y) })
  }

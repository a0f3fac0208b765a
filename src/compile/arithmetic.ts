/**
 * How compiled code multiplies and adds. All code of this library does it in one way, to the same bits; another is a value
 * that is passed where it is wanted, so that bundles have it only if they use it.
 */
import type { Kernel } from './loop.ts'
import type { Module } from './wasm/module.ts'

/**
 * A way to multiply and add that compiled code may take: `relaxed`.
 *
 * @category compiler
 */
export interface Arithmetic {
  readonly name: 'relaxed'
  /** Whether the host has the instructions. */
  readonly isKnown: () => boolean
  /** The module that is made of a kernel, with them. */
  readonly applied: (module: Module, kernel: Kernel) => Module
  /** How many of them there are. */
  readonly fusedIn: (kernel: Kernel) => number
}

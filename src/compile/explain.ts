/**
 * What became of a program: which code runs it, how much work and memory that is, what was left to the
 * host, and the loops themselves. For a person who wonders why something is slow.
 */
import type { Arithmetic } from './arithmetic.ts'
import type { Crew } from './crew.ts'
import type { Backend } from './kernel.ts'
import type { Kernel } from './loop.ts'
import { layoutOf } from './lifetime.ts'
import { showKernel, showStraight } from './show.ts'
import { needed, type Straight } from './straight.ts'
import { countAll } from './tally.ts'
import type { Promoted } from './tier.ts'
import { checkRecord, isListOf, isText } from '../program/given.ts'

/**
 * A compiled program in figures.
 *
 * @category compiler
 */
export interface Explanation {
  /** Direct JavaScript is one function for the whole call, arguments and result included: what small programs become. */
  readonly backend: Backend | 'direct JavaScript' | 'interpreter'
  /** Exact is what all code has, to the same bits. Where another was asked for, it is that, or why it is not. */
  readonly arithmetic: 'exact' | 'relaxed' | 'exact, since the host knows no relaxed SIMD' | 'exact, since no WebAssembly was made'
  /** Products that the code adds without rounding them before, in one instruction. */
  readonly fused: number
  /** Threads that share loops out; where a crew was asked for and it is 1, `alone` says why. */
  readonly threads: number
  readonly alone: string | null
  /** Loops that they share out. */
  readonly shared: number
  /** Equations of the program compiled. */
  readonly equations: number
  /** Outermost loops: equations beyond their number share a loop with others. */
  readonly nests: number
  /** All loops. */
  readonly loops: number
  /** Operations on numbers in one run. */
  readonly operations: number
  /** More of them that are not done: products with what is zero whatever the inputs are, and what nobody reads. */
  readonly spared: number
  /** Buffers, and the bytes of memory they take. */
  readonly buffers: number
  readonly bytes: number
  /** Primitives evaluated by themselves, outside the compiled code, by name. */
  readonly host: ReadonlyArray<string>
  /** The loop program. */
  readonly program: string
}

const figures = (kernel: Kernel): Pick<Explanation, 'nests' | 'loops' | 'operations' | 'spared' | 'buffers' | 'bytes' | 'host' | 'program'> => ({
  nests: kernel.body.filter((s) => s._tag === 'Loop').length,
  ...countAll(kernel.body),
  spared: kernel.spared ?? 0,
  buffers: kernel.buffers.filter((b) => b.role !== 'local').length,
  bytes: layoutOf(kernel).size,
  host: kernel.hosts.map(({ primitive }) => primitive.name),
  program: showKernel(kernel),
})

const nothing = { nests: 0, loops: 0, operations: 0, spared: 0, buffers: 0, bytes: 0, host: [], program: '' }

const inOne = (straight: Straight): Partial<Explanation> => ({ operations: needed(straight, straight.outputs.flat()).length, program: showStraight(straight) })

/** The kernel, where it is WebAssembly: only such code has other arithmetic, and threads. */
const moduleOf = (promoted: Promoted): Kernel | null =>
  promoted._tag === 'Kernel' && promoted.compiled.backend === 'webassembly' ? promoted.compiled.kernel : null

const arithmeticOf = (promoted: Promoted, asked: Arithmetic | undefined): Explanation['arithmetic'] => {
  if (asked === undefined) return 'exact'
  if (moduleOf(promoted) === null) return 'exact, since no WebAssembly was made'
  return asked.isKnown() ? asked.name : 'exact, since the host knows no relaxed SIMD'
}

type Team = Pick<Explanation, 'threads' | 'alone' | 'shared'>

const teamOf = (promoted: Promoted, crew: Crew | undefined): Team => {
  const kernel = moduleOf(promoted)
  const shared = (kernel?.shared ?? []).length
  if (crew === undefined) return { threads: 1, alone: null, shared }
  const unshared = kernel === null ? 'since no WebAssembly was made' : 'since no loop is worth sharing out, or may be'
  const alone = crew.alone() ?? (shared === 0 ? unshared : null)
  return { threads: alone === null ? crew.count : 1, alone, shared }
}

/** The figures of what a program became; where the host lets no code be made, it is interpreted. */
export const explanationOf = (equations: number, promoted: Promoted, asked?: Arithmetic, crew?: Crew): Explanation => {
  const arithmetic = arithmeticOf(promoted, asked)
  const team = teamOf(promoted, crew)
  switch (promoted._tag) {
    case 'Straight':
      return { backend: 'direct JavaScript', arithmetic, fused: 0, ...team, equations, ...nothing, ...inOne(promoted.straight) }
    case 'Kernel': {
      const { backend, kernel } = promoted.compiled
      const fused = asked?.fusedIn(kernel) ?? 0
      return { backend, arithmetic, fused, ...team, equations, ...figures(kernel) }
    }
    case 'Interpreted':
      return { backend: 'interpreter', arithmetic, fused: 0, ...team, equations, ...nothing }
  }
}

/**
 * An explanation as text: the figures, a line each, and the loop program.
 *
 * @example
 * showExplanation(explain((x: Scalar) => mul(x, x))(3)).split('\n')[0]   // 'direct JavaScript, 1 equation'
 * @category compiler
 */
export const showExplanation = (explanation: Explanation): string => {
  checkRecord('showExplanation', 'an explanation', explanation, { backend: isText, host: isListOf(isText), program: isText }, 'make one with explain(f)(x)')
  const { backend, arithmetic, fused, threads, alone, shared, equations, nests, loops, operations, spared, buffers, bytes, host, program } = explanation
  const of = (count: number, name: string): string => `${count} ${name}${count === 1 ? '' : 's'}`
  const lines = [
    `${backend}, ${of(equations, 'equation')}`,
    `${of(loops, 'loop')} in ${of(nests, 'nest')}, ${of(operations, 'operation')} on numbers${spared === 0 ? '' : `, ${spared} more passed over`}`,
    `${of(buffers, 'buffer')}, ${of(bytes, 'byte')}`,
    ...(arithmetic === 'exact' ? [] : [`arithmetic: ${arithmetic}${fused === 0 ? '' : `, ${of(fused, 'fused operation')}`}`]),
    ...(threads === 1 && alone === null ? [] : [`threads: ${threads}, ${alone ?? `which share ${of(shared, 'loop')}`}`]),
    ...(host.length === 0 ? [] : [`left to the host: ${[...new Set(host)].map((name) => `${name} (${host.filter((h) => h === name).length})`).join(', ')}`]),
  ]
  return [...lines, '', program].join('\n')
}

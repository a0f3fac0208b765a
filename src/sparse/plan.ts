/**
 * How the derivative of a program is taken sparsely: its pattern, a colouring of the side that needs fewer
 * colours, and the program that makes the passes. It depends on no value, so it is made once.
 */
import { option as O } from 'fp-ts'
import { entry } from '../entry.ts'
import { failureOf, raise } from '../failure.ts'
import type { Nonzero, Program } from '../program/model.ts'
import { close, inline } from '../program/trace.ts'
import { simplify } from '../simplify/simplify.ts'
import { gradient } from '../transform/gradient.ts'
import { bestColours, type Colours, longest, type Ordering } from './colour.ts'
import { byColumns, byRows, byStars } from './compress.ts'
import { hessianPattern, jacobianPattern, type Pattern, transposed } from './pattern.ts'
import { bestStars } from './star.ts'

/** Forward mode takes a pass per colour of the columns, reverse mode one per colour of the rows. */
export type Direction = 'forward' | 'reverse'

/** What may be chosen; where nothing is, the better of all choices is found. */
export interface PlanOptions {
  readonly direction?: Direction | undefined
  readonly ordering?: Ordering | undefined
}

/** A program from the inputs to the entries of a pattern, and how many passes it makes. */
export interface SparsePlan {
  readonly pattern: Pattern
  readonly program: Program
  readonly passes: number
  readonly direction: Direction
}

/** The orderings to try. */
export const orderingsOf = (ordering: Ordering | undefined): ReadonlyArray<Ordering> => (ordering === undefined ? ['natural', 'largestFirst'] : [ordering])

interface Side {
  readonly direction: Direction
  readonly colours: Colours
}

// Passes of so many numbers take gigabytes.
const limit = 2 ** 28

const checked = (operation: string, passes: number, { height, width }: Pattern): void => {
  if (passes * Math.max(height, width) > limit)
    raise({
      _tag: 'Argument',
      operation,
      reason: `${height} × ${width} takes ${passes} passes, which do not fit into memory together: it is not sparse enough`,
      hint: 'take products with jvp, vjp or hvp instead',
    })
}

/** Colours of columns or of rows, fewer of them if both are allowed; a side whose longest line needs more is not coloured at all. */
const sides = (pattern: Pattern, { direction, ordering }: PlanOptions): ReadonlyArray<Side> => {
  const turned = transposed(pattern)
  const orderings = orderingsOf(ordering)
  const [across, down] = [longest(pattern), longest(turned)]
  checked('sparseJacobian', direction === 'forward' ? across : direction === 'reverse' ? down : Math.min(across, down), pattern)
  const columns = (): Side => ({ direction: 'forward', colours: bestColours(pattern, turned, orderings) })
  const rows = (): Side => ({ direction: 'reverse', colours: bestColours(turned, pattern, orderings) })
  if (direction !== undefined) return [direction === 'forward' ? columns() : rows()]
  const first = across <= down ? columns() : rows()
  if (first.colours.count <= Math.max(across, down)) return [first]
  const second = across <= down ? rows() : columns()
  return second.colours.count < first.colours.count ? [second, first] : [first, second]
}

/** The first that can be made: a function may have a rule in one mode only. */
const firstOf = <T>(choices: ReadonlyArray<() => T>, otherwise: () => T): T => {
  for (const choice of choices) {
    try {
      return choice()
    } catch (error) {
      const failure = failureOf(error)
      if (O.isNone(failure) || failure.value._tag !== 'NoRule') throw error
    }
  }
  return otherwise()
}

/** The Jacobian of a program by the inputs marked: rows are the entries of its outputs, columns those of the inputs, each in their order. */
export const jacobianPlan = (program: Program, marks: Nonzero, options: PlanOptions = {}): SparsePlan => {
  const { pattern, reverseOnly } = jacobianPattern(program, marks)
  const made = (direction: Direction): SparsePlan => {
    return planned(direction, entry(sides(pattern, { ...options, direction }), 0).colours)
  }
  const planned = (direction: Direction, colours: Colours): SparsePlan => ({
    pattern,
    direction,
    passes: colours.count,
    program: simplify((direction === 'forward' ? byColumns : byRows)(program, marks, pattern, colours)),
  })
  if (options.direction !== undefined) return made(options.direction)
  if (reverseOnly) return made('reverse')
  const found = sides(pattern, options)
  return firstOf(
    found.map(
      ({ direction, colours }) =>
        () =>
          planned(direction, colours),
    ),
    () => made('forward'),
  )
}

/** The gradient of a scalar program, simplified, without the value. */
export const gradientOf = (program: Program, marks: Nonzero): Program =>
  simplify(close(program.inputs, (xs) => inline(gradient(program, marks))(xs).slice(1), program.names))

/** The Hessian of a scalar program by the inputs marked, forward over reverse. */
export const hessianPlan = (program: Program, marks: Nonzero, { ordering }: PlanOptions = {}): SparsePlan => {
  const slope = gradientOf(program, marks)
  const pattern = hessianPattern(slope, marks)
  const colours = bestStars(pattern, orderingsOf(ordering))
  checked('sparseHessian', colours.count, pattern)
  return { pattern, direction: 'forward', passes: colours.count, program: simplify(byStars(slope, marks, pattern, colours)) }
}

/**
 * Where each step of a kernel is computed. A kernel is a tree of blocks: the root, and one for the rare arm of
 * each `choose`, which is entered only when needed. A step belongs to the innermost block that holds all its
 * uses. One that is used once, in its own block, is written in place; the others are named, in order.
 */
import { entry } from '../entry.ts'
import { type Kernel, usedBy } from './kernel.ts'

export interface Block {
  readonly parent: number
  /** The steps that get a name here, in order. */
  readonly named: ReadonlyArray<number>
}

export interface Schedule {
  /** Block 0 is the root; a parent's number is below its children's. */
  readonly blocks: ReadonlyArray<Block>
  /** Whether a step has a name; the others are written where they are used. */
  readonly isNamed: (step: number) => boolean
  /** The block of a `choose` step's rare arm. */
  readonly rareOf: (step: number) => number
}

/** Says that an operand is read more than once by the text or the instructions of its operation, and so needs a name. */
export type ReadTwice = (operation: string, operand: number) => boolean

export const schedule = (kernel: Kernel, readTwice: ReadTwice): Schedule => {
  const { steps, results } = kernel
  const blockOf = new Int32Array(steps.length).fill(-1)
  const uses = new Int32Array(steps.length)
  const must = new Uint8Array(steps.length)
  const rare = new Int32Array(steps.length).fill(-1)
  const parents: Array<number> = [-1]
  const depths: Array<number> = [0]
  const depth = (block: number): number => entry(depths, block)
  const parent = (block: number): number => entry(parents, block)

  /** The innermost block around both. */
  const common = (a: number, b: number): number => {
    let x = a
    let y = b
    while (x !== y) {
      if (depth(x) >= depth(y)) x = parent(x)
      else y = parent(y)
    }
    return x
  }

  // From the results backwards: every use of a step comes before the step itself.
  for (const result of results) {
    blockOf[result] = 0
    uses[result] = entry(uses, result) + 1
    // Several values cannot all be written in place.
    if (results.length > 1) must[result] = 1
  }
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = entry(steps, i)
    const here = entry(blockOf, i)
    if (here < 0) continue
    const chooses = step._tag === 'Apply' && step.operation === 'choose'
    if (chooses) {
      must[i] = 1
      rare[i] = parents.length
      parents.push(here)
      depths.push(depth(here) + 1)
    }
    usedBy(step).forEach((operand, k) => {
      const block = chooses && k === 2 ? entry(rare, i) : here
      const before = entry(blockOf, operand)
      const now = before < 0 ? block : common(before, block)
      // A use in an inner block would compute the step there, or for every choice of lanes again.
      if (before >= 0 && before !== block) must[operand] = 1
      blockOf[operand] = now
      uses[operand] = entry(uses, operand) + 1
      if (step._tag === 'Host' || step._tag === 'Read' || (step._tag === 'Apply' && readTwice(step.operation, k))) must[operand] = 1
    })
  }

  const named: Array<Array<number>> = parents.map(() => [])
  const isNamed = (i: number): boolean => {
    const tag = steps[i]?._tag
    return (tag === 'Apply' || tag === 'Host' || tag === 'Read') && (entry(uses, i) > 1 || must[i] === 1)
  }
  steps.forEach((_, i) => {
    const block = entry(blockOf, i)
    if (block >= 0 && isNamed(i)) named[block]?.push(i)
  })
  return {
    blocks: parents.map((up, i) => ({ parent: up, named: entry(named, i) })),
    isNamed,
    rareOf: (i) => entry(rare, i),
  }
}

/**
 * Calls that are answered by code: one function made for such calls, or a kernel whose memory takes the arguments and
 * holds the results. What such code is made of a program, and when, the tiers decide.
 */
import { isDetached } from '../array/detached.ts'
import { isFloats } from '../array/floats.ts'
import { entry } from '../entry.ts'
import type { Program } from '../program/model.ts'
import { type Call, missed, type Signature } from './answer.ts'
import { directCall } from './direct.ts'
import { leafFiller, leafReader, readerOf, writerOf, writing } from './exchange.ts'
import type { Direct } from './kernel.ts'
import { kernelOf, straightOf } from './tier.ts'

const fromKernel = (direct: Direct, { args, answer: { layout, leaves, avals } }: Signature): Call => {
  const write = writing(args, direct)
  let next = 0
  const read = readerOf(layout, () => {
    const { output, tensor } = entry(leaves, next++)
    return leafReader(entry(avals, output), entry(direct.outputs, output), tensor)
  })
  return (...given) => (direct.invoke(given, write) ? read() : missed)
}

/** The first argument takes the results. Its arrays are looked at before the kernel runs, and filled after. */
const intoFromKernel = (direct: Direct, { args, answer: { layout } }: Signature): Call => {
  const write = writing(args, direct)
  let next = 0
  const fits = writerOf(layout, () => {
    const view = entry(direct.outputs, next++)
    return (value) => isFloats(value) && value.length === view.length && (view.length > 0 || !isDetached(value))
  })
  let following = 0
  const fill = writerOf(layout, () => leafFiller(entry(direct.outputs, following++)))
  return (target, ...given) => (fits(target) && direct.invoke(given, write) && fill(target) ? target : missed)
}

/** Calls of a program in code, or null as long as it is not compiled; a name tells the signatures of one program apart. */
export const swiftCall = (program: Program, name: string, signature: () => Signature): Call | null => {
  const straight = straightOf(program)
  const call = straight === null ? null : directCall(program, straight, name, signature)
  if (call !== null) return call
  const compiled = kernelOf(program)
  if (compiled === null) return null
  const asked = signature()
  return (asked.into ? intoFromKernel : fromKernel)(compiled.direct, asked)
}

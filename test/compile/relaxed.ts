/**
 * Relaxed arithmetic on every version of Node, and what takes its place where its instructions are to do as two.
 */
import { setFlagsFromString } from 'node:v8'
import type { Arithmetic } from '../../src/compile/arithmetic.ts'
import { fused } from '../../src/compile/emit/fuse.ts'
import { relaxed } from '../../src/compile/relaxed.ts'
import { get, type Instruction, plainly, set } from '../../src/compile/wasm/instruction.ts'
import type { DefinedFunction } from '../../src/compile/wasm/module.ts'

/** Node 20 has the instructions, and keeps them for those who ask. */
export const allow = (): void => {
  if (!relaxed.isKnown()) setFlagsFromString('--experimental-wasm-relaxed-simd')
}

const takesAway = 0x108

/** Fused instructions as a product and a sum, as the specification has them where a machine cannot fuse. */
export const parted = (f: DefinedFunction): DefinedFunction => {
  const first = f.type.parameters.length + f.locals.length
  const [third, product] = [first, first + 1]
  const body = f.body.flatMap((i): ReadonlyArray<Instruction> => {
    if (i.op !== 'vector' || !('index' in i)) return [i]
    const both = i.index === takesAway ? [set(product), get(third), get(product), plainly('f64x2.sub')] : [get(third), plainly('f64x2.add')]
    return [set(third), plainly('f64x2.mul'), ...both]
  })
  return { ...f, locals: [...f.locals, 'v128', 'v128'], body }
}

/** Whatever relaxed arithmetic does, but for the rounding, and for the order of sums of more products than these; it counts what it fuses. */
export const rounding = (most: number): { readonly arithmetic: Arithmetic; readonly fused: () => number } => {
  const count = { fused: 0 }
  const applied: Arithmetic['applied'] = (module) => ({
    ...module,
    functions: module.functions.map((f) => {
      const body = fused(f.body, most)
      count.fused += body.filter(({ op }) => op === 'vector').length
      return parted({ ...f, body })
    }),
  })
  return { arithmetic: { ...relaxed, isKnown: () => true, applied }, fused: () => count.fused }
}

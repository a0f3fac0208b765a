/**
 * Relaxed arithmetic, for kernels that are compiled with it: products are added without being rounded before, by one
 * instruction of WebAssembly's relaxed SIMD.
 */
import type { Arithmetic } from './arithmetic.ts'
import { accepts } from './emit/engine.ts'
import { fused, isFused } from './emit/fuse.ts'
import type { Kernel } from './loop.ts'
import type { Module } from './wasm/module.ts'

/** A module of one function: of its arguments the product of the first two and the third. */
const sample: ReadonlyArray<number> = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 1, 96, 3, 123, 123, 123, 1, 123, 3, 2, 1, 0, 10, 13, 1, 11, 0, 32, 0, 32, 1, 32, 2, 253, 135, 2, 11,
]

const isKnown = (): boolean => accepts(sample)

// For those who ask; it is forgotten with the kernel.
const counts = /*#__PURE__*/ new WeakMap<Kernel, number>()

const applied = (module: Module, kernel: Kernel): Module => {
  if (!isKnown()) return module
  const functions = module.functions.map((f) => ({ ...f, body: fused(f.body) }))
  counts.set(
    kernel,
    functions.reduce((count, { body }) => count + body.filter(isFused).length, 0),
  )
  return { ...module, functions }
}

/**
 * Fused multiply-adds, for `compile`, `into` and `explain`: in loops of WebAssembly a product that nothing else uses is added,
 * or taken away, without being rounded before. Where many products are summed that is up to 1.2 times as fast.
 *
 * Such a sum is rounded once instead of twice, elementary functions stay within one unit in the last place, and matrix
 * products add their products in another order, whose error has the same bound. But the results are not those of all other
 * code, bit for bit: they may differ between processors, and within an array, whose last element in an odd number is
 * computed by itself as exact code does. What cancels may leave a rounding error of either sign where exact code has 0:
 * `sqrt(sub(mul(x, x), mul(y, y)))` may be NaN at equal x and y.
 *
 * It is for the function that is given it; inside of another one that is traced that function is as any other. Where the host does
 * not know the instructions (Node 20 does with `--experimental-wasm-relaxed-simd`), and where no WebAssembly is made, as
 * for a few numbers, the code is exact; `explain` says which it is, and how many products are fused.
 *
 * @example
 * const size = (x: Vector) => sum(mul(x, x))
 * compile(size, { arithmetic: relaxed })(Float64Array.of(1, 2, 3))   // 14
 * explain(size)(new Float64Array(100)).arithmetic   // 'exact'
 * @category compiler
 */
export const relaxed: Arithmetic = /*#__PURE__*/ Object.freeze<Arithmetic>({
  name: 'relaxed',
  isKnown,
  applied,
  fusedIn: (kernel) => counts.get(kernel) ?? 0,
})

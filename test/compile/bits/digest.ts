/**
 * A digest of tensors: equal bits, equal digest; all NaN are one. It is no secret, only 53 bits that no two
 * results share by accident.
 */
import { type AnyTensor, avalOf, dataOf } from '../../../src/array/tensor.ts'

const float = new Float64Array(1)
const words = new Uint32Array(float.buffer)

/** Add numbers one after another, then ask for the digest. */
export interface Digest {
  readonly add: (tensors: ReadonlyArray<AnyTensor>) => void
  readonly text: () => string
}

export const digest = (): Digest => {
  let [a, b] = [0xdeadbeef, 0x41c6ce57]
  const word = (w: number): void => {
    a = Math.imul(a ^ w, 2654435761)
    b = Math.imul(b ^ w, 1597334677)
    // What is high moves down, so that no bit stays by itself.
    a ^= a >>> 15
    b ^= b >>> 13
  }
  return {
    add: (tensors) => {
      for (const tensor of tensors) {
        for (const size of avalOf(tensor).shape) word(size)
        for (const x of dataOf(tensor)) {
          float[0] = Number.isNaN(x) ? Number.NaN : x
          word(Number.isNaN(x) ? 0x7ff80000 : (words[0] ?? 0))
          word(Number.isNaN(x) ? 0 : (words[1] ?? 0))
        }
      }
    },
    text: () => ((b >>> 0) % 2 ** 21).toString(16).padStart(6, '0') + (a >>> 0).toString(16).padStart(8, '0'),
  }
}

/** The bits of a number as sixteen hexadecimal digits. */
export const hexadecimal = (x: number): string => {
  float[0] = x
  const digits = [...words].map((w) => w.toString(16).padStart(8, '0'))
  return Number.isNaN(x) ? 'NaN' : (new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? digits.reverse() : digits).join('')
}

/**
 * A growing list of bytes with the number formats of WebAssembly: LEB128 without and with sign, and
 * floats and names as they are. It is mutable inside one encoding and handed out as a copy.
 */

export interface Bytes {
  readonly length: () => number
  readonly byte: (value: number) => void
  /** A whole number from 0 to 2³² − 1. */
  readonly unsigned: (value: number) => void
  /** An i32, taken modulo 2³². */
  readonly signed: (value: number) => void
  /** An i64, taken modulo 2⁶⁴. */
  readonly long: (value: bigint) => void
  readonly float: (value: number) => void
  /** A name: the length of its UTF-8 and the bytes of it. */
  readonly text: (value: string) => void
  readonly append: (other: Bytes) => void
  readonly toArray: () => Uint8Array
}

/** The bytes of a text in UTF-8. A surrogate without its other half becomes U+FFFD. */
const utf8 = (text: string): ReadonlyArray<number> =>
  [...text].flatMap((character) => {
    const given = character.codePointAt(0) ?? 0
    const point = given >= 0xd800 && given <= 0xdfff ? 0xfffd : given
    const rest = (shift: number): number => 0x80 | ((point >> shift) & 0x3f)
    if (point < 0x80) return [point]
    if (point < 0x800) return [0xc0 | (point >> 6), rest(0)]
    if (point < 0x10000) return [0xe0 | (point >> 12), rest(6), rest(0)]
    return [0xf0 | (point >> 18), rest(12), rest(6), rest(0)]
  })

const longest = 16

export const bytes = (): Bytes => {
  let buffer = new Uint8Array(256)
  let view = new DataView(buffer.buffer)
  let length = 0

  const grow = (more: number): void => {
    const larger = new Uint8Array(Math.max(2 * buffer.length, length + more))
    larger.set(buffer.subarray(0, length))
    buffer = larger
    view = new DataView(buffer.buffer)
  }

  const byte = (value: number): void => {
    if (length === buffer.length) grow(1)
    buffer[length++] = value
  }

  const unsigned = (value: number): void => {
    if (length + longest > buffer.length) grow(longest)
    let rest = value >>> 0
    while (rest >= 0x80) {
      buffer[length++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    buffer[length++] = rest
  }

  const signed = (value: number): void => {
    if (length + longest > buffer.length) grow(longest)
    let rest = value | 0
    while (rest < -64 || rest > 63) {
      buffer[length++] = (rest & 0x7f) | 0x80
      rest >>= 7
    }
    buffer[length++] = rest & 0x7f
  }

  const long = (value: bigint): void => {
    if (length + longest > buffer.length) grow(longest)
    let rest = BigInt.asIntN(64, value)
    while (rest < -64n || rest > 63n) {
      buffer[length++] = Number(rest & 0x7fn) | 0x80
      rest >>= 7n
    }
    buffer[length++] = Number(rest & 0x7fn)
  }

  const float = (value: number): void => {
    if (length + longest > buffer.length) grow(longest)
    view.setFloat64(length, value, true)
    length += 8
  }

  const text = (value: string): void => {
    const encoded = utf8(value)
    unsigned(encoded.length)
    encoded.forEach(byte)
  }

  const toArray = (): Uint8Array => buffer.slice(0, length)

  const append = (other: Bytes): void => {
    const added = other.toArray()
    if (length + added.length > buffer.length) grow(added.length)
    buffer.set(added, length)
    length += added.length
  }

  return { length: () => length, byte, unsigned, signed, long, float, text, append, toArray }
}

/**
 * Base64 (RFC 4648, with padding) of bytes: how arrays travel inside JSON. Written out because Node's
 * `Buffer` and the browser's `atob` are each missing from the other's world.
 */
import { option as O } from 'fp-ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

const padding = 61 // '='

const digits: Uint8Array = /*#__PURE__*/ Uint8Array.from(alphabet, (character) => character.charCodeAt(0))

const absent = 255

const values: Uint8Array = /*#__PURE__*/ Uint8Array.from({ length: 256 }, (_, code) => {
  const at = digits.indexOf(code)
  return at < 0 ? absent : at
})

// A text is put together from pieces: `fromCharCode` takes only so many arguments.
const piece = 8190

/** How many characters a number of bytes takes. */
export const textLength = (bytes: number): number => Math.ceil(bytes / 3) * 4

/**
 * Bytes as text.
 *
 * @example
 * toBase64(Uint8Array.of(1, 2, 3))   // 'AQID'
 * @category constructors
 */
export const toBase64 = (bytes: Uint8Array): string => {
  const texts: Array<string> = []
  for (let from = 0; from < bytes.length; from += piece) {
    const part = bytes.subarray(from, from + piece)
    const codes = new Uint8Array(textLength(part.length)).fill(padding)
    for (let i = 0, at = 0; i < part.length; i += 3, at += 4) {
      const a = part[i] ?? 0
      const b = part[i + 1] ?? 0
      const c = part[i + 2] ?? 0
      codes[at] = digits[a >> 2] ?? 0
      codes[at + 1] = digits[((a & 3) << 4) | (b >> 4)] ?? 0
      if (i + 1 < part.length) codes[at + 2] = digits[((b & 15) << 2) | (c >> 6)] ?? 0
      if (i + 2 < part.length) codes[at + 3] = digits[c & 63] ?? 0
    }
    texts.push(String.fromCharCode(...codes))
  }
  return texts.join('')
}

/**
 * The bytes of a text; none where it is not base64 in its one canonical form (full padding, no other
 * characters, unused bits zero), so that equal bytes have equal texts.
 *
 * @category destructors
 */
export const fromBase64 = (text: string): O.Option<Uint8Array> => {
  const { length } = text
  if (length % 4 !== 0) return O.none
  const padded = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((length / 4) * 3 - padded)
  const end = length - padded
  let held = 0
  let bits = 0
  let at = 0
  for (let i = 0; i < end; i++) {
    const value = values[text.charCodeAt(i)] ?? absent
    if (value === absent) return O.none
    held = ((held << 6) | value) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes[at++] = (held >> bits) & 255
    }
  }
  return (held & ((1 << bits) - 1)) === 0 ? O.some(bytes) : O.none
}

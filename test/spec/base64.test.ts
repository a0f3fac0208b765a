import fc from 'fast-check'
import { option as O } from 'fp-ts'
import { expect, it } from 'vitest'
import { fromBase64, textLength, toBase64 } from '../../src/spec/base64.ts'

it('agrees with Node', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
      const text = Buffer.from(bytes).toString('base64')
      expect(toBase64(bytes)).toBe(text)
      expect(text.length).toBe(textLength(bytes.length))
      expect(fromBase64(text)).toEqual(O.some(Uint8Array.from(bytes)))
    }),
  )
})

it('agrees with Node where the text is put together from pieces', () => {
  for (const length of [8189, 8190, 8191, 16380, 100_000]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 7919) >> 3)
    const text = toBase64(bytes)
    expect(text).toBe(Buffer.from(bytes).toString('base64'))
    expect(fromBase64(text)).toSatisfy((back: O.Option<Uint8Array>) => O.isSome(back) && Buffer.compare(back.value, bytes) === 0)
  }
})

it.each(['A', 'AA', 'AAA', 'A===', '====', 'AA=A', 'AB==', 'AAB=', 'AA A', 'AA-_', 'AAAé', 'AA\n==', '\u0141AAA'])('refuses %j', (text) => {
  expect(fromBase64(text)).toEqual(O.none)
})

it('has one text for each list of bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'AQgwBZ/+='), maxLength: 12 }), (text) => {
      const bytes = fromBase64(text)
      if (O.isSome(bytes)) expect(toBase64(bytes.value)).toBe(text)
    }),
  )
})

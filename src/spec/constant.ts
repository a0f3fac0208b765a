/**
 * Arrays as text and back: base64 of little-endian bytes, the same on every machine, so that −0 and
 * infinities survive. All NaNs are written alike.
 */
import { either as E, option as O } from 'fp-ts'
import { type DType, dtypes } from '../array/dtype.ts'
import { sizeOf } from '../array/shape.ts'
import { type AnyTensor, avalOf, dataOf, seal } from '../array/tensor.ts'
import { fromBase64, textLength, toBase64 } from './base64.ts'
import { type ConstantDocument, parseType } from './document.ts'

/** Reading and writing one element of a dtype at a byte offset; the last argument asks for little-endian. */
interface Wire {
  readonly read: (view: DataView, offset: number) => number
  readonly write: (view: DataView, offset: number, value: number) => void
}

const wires: { readonly [D in DType]: Wire } = {
  float64: { read: (view, at) => view.getFloat64(at, true), write: (view, at, value) => view.setFloat64(at, value, true) },
  int32: { read: (view, at) => view.getInt32(at, true), write: (view, at, value) => view.setInt32(at, value, true) },
  bool: { read: (view, at) => view.getUint8(at), write: (view, at, value) => view.setUint8(at, value) },
}

/** A tensor as data. */
export const constantDocument = (value: AnyTensor): ConstantDocument => {
  const data = dataOf(value)
  const { bytes: width } = dtypes[value.dtype]
  const { write } = wires[value.dtype]
  const bytes = new Uint8Array(data.length * width)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < data.length; i++) write(view, i * width, data[i] ?? Number.NaN)
  return { type: avalOf(value).text, data: toBase64(bytes) }
}

/** The tensor that a constant holds, or why it holds none. Nothing is allocated before the lengths agree. */
export const constantTensor = ({ type, data: text }: ConstantDocument): E.Either<string, AnyTensor> => {
  const of = parseType(type)
  if (typeof of === 'string') return E.left(of)
  const { bytes: width, buffer } = dtypes[of.dtype]
  const { read } = wires[of.dtype]
  const size = sizeOf(of.shape)
  const wrongLength = `${of.text} takes ${size * width} bytes`
  if (text.length !== textLength(size * width)) return E.left(`${wrongLength}, so ${textLength(size * width)} characters of base64, got ${text.length}`)
  const decoded = fromBase64(text)
  if (O.isNone(decoded)) return E.left('the data is not base64')
  const bytes = decoded.value
  if (bytes.length !== size * width) return E.left(`${wrongLength}, got ${bytes.length}`)
  const view = new DataView(bytes.buffer)
  const data = buffer(size)
  for (let i = 0; i < size; i++) data[i] = read(view, i * width)
  if (of.dtype === 'bool' && bytes.some((byte) => byte > 1)) return E.left('a bool is the byte 0 or 1')
  return E.right(seal(of, data))
}

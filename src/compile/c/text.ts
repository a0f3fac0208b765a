/**
 * Numbers, names and comments as C99 and C++ have them.
 */
import type { Kind } from '../loop.ts'

/** The C type of each kind of number. */
export const typeOf: { readonly [K in Kind]: string } = { f64: 'double', i32: 'int32_t' }

const floatText = (value: number): string => {
  if (Number.isNaN(value)) return 'NAN'
  if (!Number.isFinite(value)) return value > 0 ? 'INFINITY' : '(-INFINITY)'
  // The shortest digits that read back as the same number; a point makes them a double.
  const digits = String(Math.abs(value)).replace('e+', 'e')
  const text = /[.e]/.test(digits) ? digits : `${digits}.0`
  return value < 0 || Object.is(value, -0) ? `(-${text})` : text
}

// The least int32 has no literal of its own: −2147483648 is a negated number that is too large.
const wholeText = (value: number): string => (value === -(2 ** 31) ? '(-2147483647 - 1)' : value < 0 ? `(${value})` : String(value))

/** A number that is known now. */
export const literal = (kind: Kind, value: number): string => (kind === 'f64' ? floatText(value) : wholeText(value))

/** Text that can stand in a comment: it neither ends nor begins one, and joins no lines. */
export const remark = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not stand in a comment
    .replace(/[\u0000-\u001f\u007f\\]/g, '_')
    .replaceAll('*/', '*_')
    .replaceAll('/*', '_*')
    .replaceAll('??', '?_')

const keywords = new Set(
  [
    'auto break case char const continue default do double else enum extern float for goto if inline int long register restrict return short',
    'signed sizeof static struct switch typedef union unsigned void volatile while',
    'alignas alignof and and_eq asm bitand bitor bool catch char8_t char16_t char32_t class co_await co_return co_yield compl concept',
    'const_cast consteval constexpr constinit decltype delete dynamic_cast explicit export false friend mutable namespace new noexcept not',
    'not_eq nullptr operator or or_eq private protected public reinterpret_cast requires static_assert static_cast template this thread_local',
    'throw true try typeid typename using virtual wchar_t xor xor_eq',
  ].flatMap((line) => line.split(' ')),
)

/** Whether C and C++ leave a name to the user. */
export const isIdentifier = (name: string): boolean => /^[A-Za-z]\w*$/.test(name) && !name.includes('__') && !keywords.has(name)

// Names that the generated code gives: registers, buffers, counters, turns, and the functions of the library.
const isOurs = (name: string): boolean => /^[rbcit]\d+$/.test(name) || /^w(_|$)/.test(name)

/** A path as an identifier, so far as it can be read in one: `∂x2.w` is `dx2_w`. */
const spelled = (path: string): string => {
  const text = path.replaceAll('∂', 'd').replace(/\W+/g, '_').replace(/__+/g, '_').replace(/^_|_$/g, '')
  const safe = /^[A-Za-z]/.test(text) ? text : `x${text}`
  return isIdentifier(safe) && !isOurs(safe) ? safe : `${safe}_`
}

/** An identifier for each path; an empty path is called by its place: `in0`. */
export const identifiers = (paths: ReadonlyArray<string>, unnamed: string, taken: ReadonlyArray<string>): ReadonlyArray<string> => {
  const known = new Set(taken)
  return paths.map((path, i) => {
    const wanted = path === '' ? `${unnamed}${i}` : spelled(path)
    let name = wanted
    for (let k = 2; known.has(name); k++) name = `${wanted.replace(/_$/, '')}_${k}`
    known.add(name)
    return name
  })
}

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

// What the generated code uses of the headers it includes, and what those define besides.
const standard = new Set(
  [
    'acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh erf erfc exp exp2 expm1 fabs fdim floor fma fmax fmin fmod frexp',
    'gamma hypot ilogb j0 j1 jn ldexp lgamma llrint llround log log10 log1p log2 logb lrint lround modf nan nearbyint nextafter pow',
    'remainder remquo rint round scalbln scalbn signgam sin sinh sqrt tan tanh tgamma trunc y0 y1 yn',
    'memchr memcmp memcpy memmove memset strcat strchr strcmp strcpy strlen strncpy strstr main std NAN INFINITY HUGE_VAL NULL',
  ].flatMap((line) => line.split(' ')),
)

/** Whether C and C++, and the headers included, leave a name to the user. */
const isIdentifier = (name: string): boolean =>
  typeof name === 'string' && /^[A-Za-z]\w*$/.test(name) && !name.includes('__') && !name.endsWith('_t') && !keywords.has(name) && !standard.has(name)

// Names that the generated code gives: registers, buffers, counters, turns, and the functions of the library.
const isOurs = (name: string): boolean => /^[rbit]\d+$/.test(name) || /^at\d*$/.test(name) || /^w(_|$)/i.test(name)

/** Whether a function may have a name. */
export const isFree = (name: string): boolean => isIdentifier(name) && !isOurs(name)

/** A path as an identifier, so far as it can be read in one: `∂x2.w` is `dx2_w`. */
const spelled = (path: string): string => {
  const text = path.replaceAll('∂', 'd').replace(/\W+/g, '_').replace(/__+/g, '_').replace(/^_|_$/g, '')
  const safe = /^[A-Za-z]/.test(text) ? text : `x${text}`
  return isFree(safe) ? safe : `${safe}_`
}

/** An identifier for each path, different from the others in capital letters too, of which macros are made; an empty path is called by its place: `in0`. None begins as the names of the function's own constants and parts do. */
export const identifiers = (own: string, paths: ReadonlyArray<string>, unnamed: string, taken: ReadonlyArray<string>): ReadonlyArray<string> => {
  const known = new Set([own, 'w', ...taken].map((name) => name.toUpperCase()))
  return paths.map((path, i) => {
    const plain = path === '' ? `${unnamed}${i}` : spelled(path.startsWith('[') ? `${unnamed}${path}` : path)
    const wanted = plain.startsWith(`${own}_`) ? `x_${plain}` : plain
    let name = wanted
    for (let k = 2; known.has(name.toUpperCase()); k++) name = `${wanted.replace(/_$/, '')}_${k}`
    known.add(name.toUpperCase())
    return name
  })
}

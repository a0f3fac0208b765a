/**
 * What a page, a worker and Node each compute: functions as a user has them, called until they are promoted and
 * compiled at once by each backend. Results are bits, as hexadecimal digits.
 */
import {
  add,
  cholesky,
  compile,
  cond,
  cos,
  div,
  dot,
  exp,
  explain,
  grad,
  log,
  lt,
  matmul,
  mul,
  neg,
  scan,
  sin,
  square,
  sub,
  sum,
  tanh,
  tensor,
  toFloat64Array,
  isTensor,
  vmap,
  whileLoop,
  type CompileOptions,
  type Explanation,
  type Matrix,
  type Scalar,
  type Vector,
} from 'wengert'
import { phantom } from '../../src/type/phantom.ts'
import { hexadecimal } from '../compile/bits/digest.ts'

type Callable = (...xs: ReadonlyArray<unknown>) => unknown
type Backend = 'javascript' | 'webassembly'
type Ran = Backend | 'direct JavaScript'

interface Sample {
  readonly name: string
  readonly f: Callable
  readonly args: ReadonlyArray<unknown>
}

const sample = (name: string, f: unknown, ...args: ReadonlyArray<unknown>): Sample => ({ name, f: phantom(f), args })

/** The name of a sample whose module is larger than 4 kB. */
export const large = 'a long one'

const many = Float64Array.from({ length: 203 }, (_, i) => Math.fround((i - 100) / 37))
const odd = Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 5e-324, 1e308, 0.3)
const spd = tensor([
  [4, 1, 0.5],
  [1, 3, 0.25],
  [0.5, 0.25, 2],
])

const bell = (x: Vector<203>): Scalar => sum(mul(exp(neg(square(x))), cos(x)))

/** Terms without end, so that the module is larger than any page took at once before Chromium 115. */
const long = (x: Vector<203>): Scalar =>
  sum(Array.from({ length: 60 }, (_, k) => k).reduce((y: Vector<203>, k) => add(mul(tanh(add(y, k / 7)), sin(x)), div(x, k + 2)), x))

export const samples: ReadonlyArray<Sample> = [
  sample(
    'a few numbers',
    grad(([x, y]: readonly [Scalar, Scalar]) => sub(add(log(x), mul(x, y)), sin(y))),
    [2, 5],
  ),
  sample('a loop', grad(bell), many),
  sample('odd numbers', grad(phantom<typeof bell>((x: Vector<7>) => sum(mul(exp(x), div(x, sub(1, x)))))), odd),
  sample(
    'a product',
    grad((a: Matrix<3, 3>) => sum(matmul(matmul(a, a), sin(a)))),
    spd,
  ),
  sample(
    'a step of the host',
    grad((a: Matrix<3, 3>) => sum(cholesky(a))),
    spd,
  ),
  sample(
    'a scan',
    grad((xs: Vector<203>) => scan((c: Scalar, x: Scalar) => [sin(add(c, x)), mul(c, x)], 0.5, xs)[0]),
    many,
  ),
  sample(
    'a branch',
    grad((x: Scalar) =>
      cond(
        lt(x, 1),
        (y: Scalar) => exp(y),
        (y: Scalar) => log(y),
        x,
      ),
    ),
    0.75,
  ),
  sample(
    'a loop that ends by a test',
    grad((x: Scalar) =>
      whileLoop(
        (y: Scalar) => lt(y, 100),
        (y: Scalar) => mul(y, 1.7),
        x,
        { maxSteps: 20 },
      ),
    ),
    1.25,
  ),
  sample('a batch', vmap(grad((x: Vector<7>) => dot(tanh(x), x))), tensor([...Array.from({ length: 5 }, (_, i) => Array.from(odd, (x) => x + i))])),
  sample(large, grad(long), many),
]

const bits = (result: unknown): string => {
  if (typeof result === 'number') return hexadecimal(result)
  if (result instanceof Float64Array) return Array.from(result, hexadecimal).join(' ')
  if (isTensor(result)) return bits(toFloat64Array(result))
  return Array.isArray(result) ? result.map(bits).join(' ') : String(result)
}

/** How often code of each backend has run so far. */
export type Counts = { readonly [B in Ran]: { readonly ran: number } }

/** One way to call a sample. */
export interface Outcome {
  readonly way: string
  readonly bits: string
  /** What `explain` says of it, and what was seen to run. */
  readonly said: string
  readonly ran: string
}

export interface Outcomes {
  readonly name: string
  readonly outcomes: ReadonlyArray<Outcome>
}

const backends: ReadonlyArray<Backend> = ['javascript', 'webassembly']
const all: ReadonlyArray<Ran> = ['direct JavaScript', ...backends]

// Enough for every sample to be promoted.
const repeats = (name: string): number => (name === large ? 40 : 1000)

/** What becomes of each sample: called once and again and again, and compiled as the library likes or as asked. */
export const outcomes = (counts: Counts): ReadonlyArray<Outcomes> =>
  samples.map(({ name, f, args }) => {
    const seen = (way: string, said: string, g: () => unknown): Outcome => {
      const before = all.map((code) => counts[code].ran)
      const result = bits(g())
      const ran = all.filter((code, i) => counts[code].ran > (before[i] ?? 0))
      return { way, bits: result, said, ran: ran.length === 0 ? 'interpreter' : ran.join(' and ') }
    }
    const explained = (options: CompileOptions): string => phantom<(...xs: ReadonlyArray<unknown>) => Explanation>(explain(f, options))(...args).backend
    const call = (): unknown => f(...args)
    const first = seen('called once', 'interpreter', call)
    for (let i = 0; i < repeats(name); i++) call()
    const compiled = [undefined, ...backends].map((backend) => {
      const options = backend === undefined ? {} : { backend }
      const g = phantom<Callable>(compile(f, options))
      return seen(`compiled to ${backend ?? 'either'}`, explained(options), () => (g(...args), g(...args)))
    })
    return { name, outcomes: [first, seen('called often', explained({}), call), ...compiled] }
  })

/**
 * Declaring primitives: the fields that a whole kind of primitive shares are filled in here, so that
 * a declaration says only what is particular to it.
 */
import { type Aval, withDType } from '../array/aval.ts'
import { type DType, dtypes } from '../array/dtype.ts'
import { sameShape, showShape, sizeOf } from '../array/shape.ts'
import { dataOf, seal } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import type { Derivative, Expr, Params, PatternRule, Primitive, Term } from '../program/model.ts'
import type { Domain } from '../program/domain.ts'
import type { Notation } from '../program/notation.ts'

/** A primitive, frozen with what it says of itself. */
export const primitive = (declared: Primitive): Primitive => {
  const { derivative, batching, notation, domains, narrowed, summed, lowering, loops } = declared
  for (const part of [derivative, batching, notation, domains, ...domains, narrowed, summed, lowering, loops]) Object.freeze(part)
  return Object.freeze(declared)
}

/** The parameters of a primitive that has none. */
export const none: Params = {}

/** Everywhere on the line that the laws care to sample. */
export const everywhere: Domain = { from: -8, to: 8 }

/** The same for what has no derivative at 0. */
export const exceptZero: Domain = { from: -8, to: 8, avoid: [0] }

export const call = (text: string, latex = `\\operatorname{${text}}`): Notation => ({ _tag: 'Call', text, latex })

/** A sign that binds less than any other: what a comparison and a connective are written with. */
export const infix = (text: string, latex: string): Notation => ({ _tag: 'Infix', text, latex, precedence: 0, associative: false })

export const anyNumber: ReadonlyArray<DType> = ['float64', 'int32']
const floats: ReadonlyArray<DType> = ['float64']

/** An elementwise primitive short of what all of them share. */
export interface Elementwise {
  readonly name: string
  readonly scalar: (...xs: ReadonlyArray<number>) => number
  /** The same on int32, where float64 arithmetic would lose digits that wrapping keeps. */
  readonly int32?: (...xs: ReadonlyArray<number>) => number
  readonly derivative: Derivative
  readonly notation?: Notation
  readonly domains: ReadonlyArray<Domain>
  readonly convention?: string
  readonly commutative?: boolean
  /** The dtypes it takes; float64 only where not said. */
  readonly dtypes?: ReadonlyArray<DType>
  /** The dtype of the result; the operands' where not said. */
  readonly result?: DType
  readonly laws?: () => ReadonlyArray<PatternRule>
  readonly lowering?: Primitive['lowering']
}

/** One shape and one dtype, or a failure that names both operands. */
const common = (name: string, allowed: ReadonlyArray<DType>, operands: ReadonlyArray<Aval>): Aval => {
  const first = entry(operands, 0)
  for (const other of operands.slice(1)) {
    if (other.dtype !== first.dtype)
      return raise({ _tag: 'DType', operation: name, dtypes: [first.dtype, other.dtype], reason: 'do not mix', hint: 'convert with toFloat or toInt' })
    if (!sameShape(first.shape, other.shape))
      return raise({ _tag: 'Shape', operation: name, shapes: [showShape(first.shape), showShape(other.shape)], reason: 'differ' })
  }
  if (!allowed.includes(first.dtype))
    return raise({ _tag: 'DType', operation: name, dtypes: [first.dtype], reason: `it takes ${allowed.join(' or ')}`, hint: 'convert with toFloat' })
  return first
}

/** An elementwise primitive of one result. */
export const elementwise = ({ dtypes: allowed = floats, result, int32, ...spec }: Elementwise): Primitive => {
  const { name, scalar, domains } = spec
  return primitive({
    _tag: 'Primitive',
    notation: call(name),
    commutative: false,
    convention: '',
    batching: { _tag: 'Pointwise' },
    ...spec,
    infer: (_, operands) => {
      if (operands.length !== domains.length) return raise({ _tag: 'Arity', operation: name, expected: `${domains.length} operands`, got: operands.length })
      const of = common(name, allowed, operands)
      return [result === undefined ? of : withDType(of, result)]
    },
    evaluate: ({ results }, args) =>
      results.map((of) => {
        const data = dtypes[of.dtype].buffer(sizeOf(of.shape))
        const [x = data, y = data] = args.map(dataOf)
        const f = of.dtype === 'int32' ? (int32 ?? scalar) : scalar
        if (args.length === 1) for (let i = 0; i < data.length; i++) data[i] = f(x[i] ?? 0)
        else for (let i = 0; i < data.length; i++) data[i] = f(x[i] ?? 0, y[i] ?? 0)
        return seal(of, data)
      }),
  })
}

export interface UnarySpec {
  readonly name: string
  readonly scalar: (x: number) => number
  /** The derivative, as an expression of the argument and the answer. */
  readonly partial: (x: Expr, answer: Expr) => Term
  readonly domain: Domain
  readonly notation?: Notation
  readonly convention?: string
  readonly dtypes?: ReadonlyArray<DType>
  readonly laws?: () => ReadonlyArray<PatternRule>
  readonly lowering?: Primitive['lowering']
}

/** An elementwise primitive of one argument. */
export const unary = ({ partial, domain, ...spec }: UnarySpec): Primitive =>
  elementwise({
    ...spec,
    domains: [domain],
    derivative: { _tag: 'Partials', partials: (args, answers) => [[partial(entry(args, 0), entry(answers, 0))]] },
  })

export interface BinarySpec {
  readonly name: string
  readonly scalar: (x: number, y: number) => number
  readonly int32?: (x: number, y: number) => number
  /** The two partial derivatives, as expressions of the arguments and the answer. */
  readonly partials: (x: Expr, y: Expr, answer: Expr) => readonly [Term, Term]
  readonly domains: readonly [Domain, Domain]
  readonly notation?: Notation
  readonly convention?: string
  readonly commutative?: boolean
  readonly dtypes?: ReadonlyArray<DType>
  readonly laws?: () => ReadonlyArray<PatternRule>
  readonly lowering?: Primitive['lowering']
}

/** An elementwise primitive of two arguments. */
export const binary = ({ partials, ...spec }: BinarySpec): Primitive =>
  elementwise({
    ...spec,
    derivative: {
      _tag: 'Partials',
      partials: (args, answers) => [partials(entry(args, 0), entry(args, 1), entry(answers, 0))],
    },
  })

/** A primitive that is not elementwise: what most of them leave at its default. `arity` null takes any number of operands. */
export const structural = ({
  arity,
  infer,
  batch,
  ...spec
}: { readonly arity: number | null } & Pick<Primitive, 'name' | 'infer' | 'evaluate' | 'derivative'> & {
    readonly batch: Extract<Primitive['batching'], { _tag: 'Rule' }>['batch']
  } & Partial<Pick<Primitive, 'notation' | 'convention' | 'laws' | 'narrowed' | 'summed' | 'lowering' | 'loops' | 'expansion'>>): Primitive =>
  primitive({
    _tag: 'Primitive',
    notation: call(spec.name),
    commutative: false,
    convention: '',
    domains: [],
    scalar: null,
    ...spec,
    infer: (params, operands) =>
      arity === null || operands.length === arity
        ? infer(params, operands)
        : raise({ _tag: 'Arity', operation: spec.name, expected: `${arity} operand${arity === 1 ? '' : 's'}`, got: operands.length }),
    batching: { _tag: 'Rule', batch },
  })

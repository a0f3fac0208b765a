/**
 * Derivatives by a complex step: f(x + ihv) has the imaginary part h·f′(x)v + O(h³), and with
 * h = 10⁻²⁰ nothing is subtracted and nothing lost (W. Squire and G. Trapp, 1998).
 *
 * Programs are folded in the algebra of complex arrays. It knows the analytic elementwise primitives
 * by their complex functions and the linear and multilinear ones by their evaluation.
 */
import { option as O } from 'fp-ts'
import { avalOf, dataOf, elementOf, filled, seal, type AnyTensor } from '../src/array/tensor.ts'
import { sumPrimitive } from '../src/basis/broadcast.ts'
import { entry } from '../src/entry.ts'
import { raise } from '../src/failure.ts'
import { fold } from '../src/program/fold.ts'
import type { Algebra, Operation, Primitive, Program } from '../src/program/model.ts'
import type { Numbers } from './closeness.ts'
import { complex, type Complex, type ComplexFunction, exponential, logarithm } from './complex.ts'
import { analyticFamilies, analyticFunctions } from './complex-special.ts'
import { tensorsOf, vectorOf } from './mapping.ts'

/** An array of complex numbers; integers and masks have no imaginary part. */
export interface ComplexTensor {
  readonly re: AnyTensor
  readonly im: AnyTensor
}

const real = (re: AnyTensor): ComplexTensor => ({ re, im: filled(avalOf(re), 0) })

const at = ({ re, im }: ComplexTensor, i: number): Complex => complex(elementOf(re, i), elementOf(im, i))

/** An array of the shape of another, element by element. */
const built = (like: AnyTensor, element: (i: number) => Complex): ComplexTensor => {
  const all = Array.from(dataOf(like), (_, i) => element(i))
  return {
    re: seal(
      avalOf(like),
      Float64Array.from(all, (z) => z.re),
    ),
    im: seal(
      avalOf(like),
      Float64Array.from(all, (z) => z.im),
    ),
  }
}

const evaluated = (operation: Operation, args: ReadonlyArray<AnyTensor>): ReadonlyArray<AnyTensor> => operation.primitive.evaluate(operation, args)

const linear = (operation: Operation, moving: ReadonlyArray<boolean>, args: ReadonlyArray<ComplexTensor>): ReadonlyArray<ComplexTensor> => {
  const [re, im] = [
    evaluated(
      operation,
      args.map((arg) => arg.re),
    ),
    evaluated(
      operation,
      args.map((arg, i) => (moving[i] ? arg.im : arg.re)),
    ),
  ]
  return re.map((x, j) => ({ re: x, im: entry(im, j) }))
}

const multilinear = (operation: Operation, args: ReadonlyArray<ComplexTensor>): ReadonlyArray<ComplexTensor> => {
  const [x, y] = [entry(args, 0), entry(args, 1)]
  const part = (a: AnyTensor, b: AnyTensor): AnyTensor => entry(evaluated(operation, [a, b]), 0)
  const [rr, ii, ri, ir] = [part(x.re, y.re), part(x.im, y.im), part(x.re, y.im), part(x.im, y.re)]
  return [built(rr, (i) => complex(elementOf(rr, i) - elementOf(ii, i), elementOf(ri, i) + elementOf(ir, i)))]
}

/** log Σ exp z, with the largest real part taken out first. */
const logsumexp = (operation: Operation, args: ReadonlyArray<ComplexTensor>): ReadonlyArray<ComplexTensor> => {
  const z = entry(args, 0)
  const largest = Math.max(...dataOf(z.re))
  const powers = built(z.re, (i) => exponential(complex(elementOf(z.re, i) - largest, elementOf(z.im, i))))
  const totals = linear({ ...operation, primitive: sumPrimitive }, [true], [powers])
  return totals.map((total) => built(total.re, (i) => ((w) => complex(w.re + largest, w.im))(logarithm(at(total, i)))))
}

const isReal = ({ derivative, batching }: Primitive): boolean => derivative._tag === 'Constant' && batching._tag === 'Pointwise'

/** Whether the algebra has a meaning for a primitive. */
export const isSteppable = (primitive: Primitive): boolean =>
  primitive.name in analyticFunctions ||
  primitive.name in analyticFamilies ||
  ['sincos', 'logsumexp'].includes(primitive.name) ||
  ['Linear', 'Multilinear', 'Select'].includes(primitive.derivative._tag) ||
  isReal(primitive)

/**
 * The algebra of complex arrays.
 *
 * @example
 * const one = tensor(1)
 * fold(complexArrays)(trace((x: Scalar) => mul(x, x))(0))([{ re: one, im: one }]).map(({ im }) => toArray(im))   // [2]
 * @category oracles
 */
export const complexArrays: Algebra<ComplexTensor> = {
  literal: real,
  apply: (operation, args) => {
    const { primitive, params, operands } = operation
    const like = args[0]?.re ?? filled({ dtype: 'float64', shape: [], text: 'f64' }, 0)
    const by = (f: ComplexFunction | undefined): ReadonlyArray<ComplexTensor> =>
      f === undefined ? [] : [built(like, (i) => f(...args.map((arg) => at(arg, i))))]
    const each = (name: string): ReadonlyArray<ComplexTensor> => by(analyticFunctions[name])
    if (primitive.name in analyticFunctions) return each(primitive.name)
    if (primitive.name in analyticFamilies) return by(analyticFamilies[primitive.name]?.(Number(params['n'])))
    if (primitive.name === 'sincos') return [...each('sin'), ...each('cos')]
    if (primitive.name === 'logsumexp') return logsumexp(operation, args)
    const rule = primitive.derivative
    if (rule._tag === 'Linear') return linear(operation, rule.linear(params, operands), args)
    if (rule._tag === 'Multilinear') return multilinear(operation, args)
    if (rule._tag === 'Select') return [built(entry(args, 1).re, (i) => at(entry(args, elementOf(like, i) === 1 ? 1 : 2), i))]
    if (isReal(primitive))
      return evaluated(
        operation,
        args.map((arg) => arg.re),
      ).map(real)
    return raise({ _tag: 'NoRule', operation: primitive.name, mode: 'a complex step', hint: 'rely on differences for this program' })
  },
}

const step = 1e-20

/**
 * The derivative of a program at x along v, flat in and out; none where the program applies what has
 * no complex step, such as a loop.
 *
 * @example
 * const along = complexStep(trace((x: Scalar) => exp(x))(0))
 * pipe(along, O.map((derivative) => derivative([1], [1])))   // Some(Float64Array [2.718281828459045])
 * @category oracles
 */
export const complexStep = (program: Program): O.Option<(x: Numbers, v: Numbers) => Float64Array> =>
  program.equations.every((equation) => isSteppable(equation.primitive))
    ? O.some((x, v) => {
        const imaginary = tensorsOf(
          program.inputs,
          Float64Array.from(v, (t) => step * t),
        )
        const inputs = tensorsOf(program.inputs, x).map((re, i) => ({ re, im: entry(imaginary, i) }))
        return vectorOf(fold(complexArrays)(program)(inputs).map((z) => z.im)).map((t) => t / step)
      })
    : O.none

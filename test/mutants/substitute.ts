/**
 * Planting faults: a primitive with a wrong rule in the place of the right one, in any program.
 */
import type * as fc from 'fast-check'
import type { Sample } from '../../laws/program.ts'
import { neg } from '../../src/primitive/arithmetic.ts'
import { mul } from '../../src/basis/arithmetic.ts'
import { stopGradient } from '../../src/primitive/custom.ts'
import type { AnyExpr, Derivative, Equation, Expr, Param, Primitive, Program, Term } from '../../src/program/model.ts'
import { close, inline } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'

const isProgram = (param: Param): param is Program => typeof param === 'object' && '_tag' in param

const inParam = (param: Param, to: Primitive): Param => {
  if (Array.isArray(param)) return param.map((inner: Param) => inParam(inner, to))
  return isProgram(param) ? substitute(param, to) : param
}

/** The mutant wherever a primitive of its name is applied, in inner programs too. */
export const substitute = (program: Program, mutant: Primitive): Program => ({
  ...program,
  equations: program.equations.map(
    (equation): Equation => ({
      ...equation,
      primitive: equation.primitive.name === mutant.name ? mutant : equation.primitive,
      params: Object.fromEntries(Object.entries(equation.params).map(([key, param]) => [key, inParam(param, mutant)])),
    }),
  ),
})

/** Samples whose programs hold the mutant; the plain values are those of the original. */
export const infected = (samples: fc.Arbitrary<Sample>, mutant: Primitive): fc.Arbitrary<Sample> =>
  samples.map((sample) => ({ ...sample, program: substitute(sample.program, mutant) })).filter(({ program }) => mentions(program, mutant))

const mentions = (program: Program, { name }: Primitive): boolean => program.equations.some(({ primitive }) => primitive.name === name)

export const withDerivative = (primitive: Primitive, derivative: Derivative): Primitive => ({ ...primitive, derivative })

// changes of one number of a rule ----------------------------------------------------------

/** What may go wrong with a partial, a tangent or a cotangent. */
export type Fault = 'wrong sign' | 'doubled' | 'dropped' | 'detached'

const float = (term: AnyExpr): Expr => phantom(term)

/** A faulty version of a term. */
export const spoiled = (fault: Fault, term: Term): Term => {
  switch (fault) {
    case 'wrong sign':
      return typeof term === 'number' ? -term : neg(float(term))
    case 'doubled':
      return typeof term === 'number' ? 2 * term : mul(2, float(term))
    case 'dropped':
      return typeof term === 'number' ? 0 : mul(0, float(term))
    case 'detached':
      return typeof term === 'number' ? term : stopGradient(float(term))
  }
}

const at = <T>(list: ReadonlyArray<T>, which: number, change: (item: T) => T): ReadonlyArray<T> => list.map((item, i) => (i === which ? change(item) : item))

const maybe = (fault: Fault, term: Term | null): Term | null => (term === null ? null : spoiled(fault, term))

/** The rule with the fault at one operand, whichever kind of rule it is; null where it has no such place. */
export const faulty = (primitive: Primitive, fault: Fault, which: number): Primitive | null => {
  const rule = primitive.derivative
  switch (rule._tag) {
    case 'Partials':
      return withDerivative(primitive, {
        _tag: 'Partials',
        partials: (...given) => rule.partials(...given).map((row) => at(row, which, (term) => spoiled(fault, term))),
      })
    case 'Jvp': {
      // The tangent of one operand goes in spoiled: both modes read it, but where a rule has a transpose, of which the cotangent comes out spoiled.
      const { linear: _, transpose, ...rest } = rule
      const back: Pick<typeof rule, 'transpose'> =
        transpose === undefined ? {} : { transpose: (...given) => at(transpose(...given), which, (term) => maybe(fault, term)) }
      return withDerivative(primitive, {
        ...rest,
        ...back,
        jvp: (params, args, answers, tangents) =>
          rule.jvp(
            params,
            args,
            answers,
            at<Expr | null>(tangents, which, (t) => (t === null ? null : phantom(spoiled(fault, t)))),
          ),
      })
    }
    case 'Linear':
      return withDerivative(primitive, {
        _tag: 'Linear',
        linear: rule.linear,
        transpose: (...given) => at(rule.transpose(...given), which, (term) => maybe(fault, term)),
      })
    case 'Multilinear':
      return withDerivative(primitive, {
        _tag: 'Multilinear',
        transpose: (params, i, ...rest) => ((back) => (i === which ? spoiled(fault, back) : back))(rule.transpose(params, i, ...rest)),
      })
    case 'Holder':
      return withDerivative(primitive, {
        ...rule,
        vjp: (operation, nonzero) => {
          const pair = rule.vjp(operation, nonzero)
          const pullback = close(pair.pullback.inputs, (xs) => at(inline(pair.pullback)(xs), which, (back) => phantom<AnyExpr>(spoiled(fault, back))))
          return { ...pair, pullback }
        },
      })
    default:
      return null
  }
}

/** Partials, or the cotangents of a multilinear primitive, in each other's place. */
export const swapped = (primitive: Primitive): Primitive | null => {
  const rule = primitive.derivative
  if (rule._tag === 'Partials')
    return withDerivative(primitive, { _tag: 'Partials', partials: (...given) => rule.partials(...given).map((row) => [...row].reverse()) })
  if (rule._tag === 'Linear')
    return withDerivative(primitive, { _tag: 'Linear', linear: rule.linear, transpose: (...given) => [...rule.transpose(...given)].reverse() })
  if (rule._tag === 'Multilinear')
    return withDerivative(primitive, {
      _tag: 'Multilinear',
      transpose: (params, which, cotangent, operands, args) => rule.transpose(params, which, cotangent, operands, [...args].reverse()),
    })
  return null
}

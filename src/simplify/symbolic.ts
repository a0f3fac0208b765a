/**
 * Symbolic differentiation of scalar programs as a calculus book does it, by the table in
 * `calculus.ts`: an algebra whose carrier is an expression with its derivative written out. It is
 * deliberately naive. Nothing is simplified and nothing is shared, so that the swell of expressions
 * shows; `simplify` and `polynomial` are what tame it. It never reads a primitive's own derivative.
 */
import type { Aval } from '../array/aval.ts'
import { showShape } from '../array/shape.ts'
import { type AnyTensor, avalOf, scalarTensor } from '../array/tensor.ts'
import { whole } from '../basis/params.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { constant, expressions } from '../program/expr.ts'
import { fold } from '../program/fold.ts'
import type { Algebra, AnyExpr, Atom, Operation, Program, Scalar } from '../program/model.ts'
import { close } from '../program/trace.ts'
import { phantom } from '../type/phantom.ts'
import { calculus, type Function } from './calculus.ts'
import { checkProgram } from '../program/given.ts'
import { sealed } from '../program/seal.ts'

/** A value of any dtype; only float64 ones have a derivative that means anything. */
interface Value {
  readonly u: AnyExpr
  readonly du: Scalar
  readonly varies: boolean
}

const asFunction = ({ u, du, varies }: Value): Function => ({ u: phantom(u), du, varies })

const derivatives = (zero: Scalar, { primitive, params, results }: Operation, args: ReadonlyArray<Value>): ReadonlyArray<Scalar> => {
  const rule = Object.hasOwn(calculus, primitive.name) ? calculus[primitive.name] : undefined
  if (rule === undefined)
    return raise({
      _tag: 'NoRule',
      operation: primitive.name,
      mode: 'symbolic differentiation',
      hint: 'it knows the elementary functions of scalars; use grad or jvp',
    })
  const functions = args.map(asFunction)
  switch (rule._tag) {
    case 'Unary':
      return rule.d(entry(functions, 0).u, entry(functions, 0).du)
    case 'Binary':
      return [rule.d(entry(functions, 0), entry(functions, 1))]
    case 'Ordered':
      return [rule.d(whole(primitive.name, params, 'n'), entry(functions, 0).u, entry(functions, 0).du)]
    case 'Choice':
      return [rule.d(phantom(entry(args, 0).u), entry(functions, 1).du, entry(functions, 2).du)]
    case 'Constant':
      return results.map(() => zero)
  }
}

/** The algebra of expressions with their derivatives. */
const differentials = (zero: Scalar, literal: (value: AnyTensor) => AnyExpr): Algebra<Value> => ({
  literal: (value) => ({ u: literal(value), du: zero, varies: false }),
  apply: (operation, args) => {
    const dus = derivatives(zero, operation, args)
    const us = expressions.apply(
      operation,
      args.map(({ u }) => u),
    )
    const varies = args.some((arg) => arg.varies) && operation.results[0]?.dtype === 'float64'
    return us.map((u, j) => ({ u, du: entry(dus, j), varies }))
  },
})

// literals ---------------------------------------------------------------------------------

const literalsOf = ({ equations, outputs }: Program): ReadonlyArray<AnyTensor> => {
  const found = new Set<AnyTensor>()
  const note = (atom: Atom): void => {
    if (atom._tag === 'Literal') found.add(atom.value)
  }
  for (const { args } of equations) args.forEach(note)
  outputs.forEach(note)
  return [...found]
}

/** The last inputs of a program replaced by literals. */
const supplied = (program: Program, literals: ReadonlyArray<AnyTensor>): Program => {
  const n = program.inputs.length - literals.length
  const atoms = literals.map((value): Atom => ({ _tag: 'Literal', value }))
  const atom = (of: Atom): Atom => {
    if (of._tag === 'Literal' || of.index < n) return of
    return atoms[of.index - n] ?? { _tag: 'Ref', index: of.index - literals.length }
  }
  return sealed({
    ...program,
    inputs: program.inputs.slice(0, n),
    names: program.names.slice(0, n),
    equations: program.equations.map((equation) => ({ ...equation, args: equation.args.map(atom) })),
    outputs: program.outputs.map(atom),
  })
}

// differentiation --------------------------------------------------------------------------

const checkScalar = (of: Aval): void => {
  if (of.shape.length > 0)
    raise({
      _tag: 'Shape',
      operation: 'symbolic',
      shapes: [showShape(of.shape)],
      reason: 'are not scalars',
      hint: 'symbolic differentiation is for scalar programs; use grad or jacobian',
    })
}

/**
 * The program of dy/dxᵢ for a scalar program with one output y, xᵢ being its input number `input`. Its
 * inputs are those of the program. Every rule is applied to the letter, zeros and ones included.
 *
 * @example
 * const f = trace((x: Scalar) => mul(x, sin(x)))(1)
 * operations(f)                             // 2
 * operations(symbolic(f, 0))                // 6: x · (cos x · 1) + sin x · 1
 * run(symbolic(f, 0), { x: Math.PI })       // [-3.14159…]
 * @category transforms
 */
export const symbolic = (program: Program, input: number): Program => {
  checkProgram('symbolic', program)
  const of =
    program.inputs[input] ??
    raise({ _tag: 'Argument', operation: 'symbolic', reason: `there is no input ${input}`, hint: `inputs are numbered from 0 to ${program.inputs.length - 1}` })
  if (program.outputs.length !== 1) raise({ _tag: 'Arity', operation: 'symbolic', expected: 'a program with 1 output', got: program.outputs.length })
  if (of.dtype !== 'float64') raise({ _tag: 'NotDifferentiable', operation: 'symbolic', path: program.names[input] || `input ${input}`, dtype: of.dtype })
  program.inputs.forEach(checkScalar)
  for (const { results } of program.equations) results.forEach(checkScalar)
  // Expressions of constants alone would be evaluated on the way; as inputs they stay in writing.
  const literals = [scalarTensor(0), scalarTensor(1), ...literalsOf(program)]
  const n = program.inputs.length
  const formal = close(
    [...program.inputs, ...literals.map(avalOf)],
    (xs) => {
      const [zero, one] = phantom<readonly [Scalar, Scalar]>(xs.slice(n))
      const formals = new Map(literals.map((value, i) => [value, entry(xs, n + i)]))
      const variables = xs.slice(0, n).map((u, i): Value => ({ u, du: i === input ? one : zero, varies: i === input }))
      return fold(differentials(zero, (value) => formals.get(value) ?? constant(value)))(program)(variables).map(({ du }) => du)
    },
    program.names,
  )
  return supplied(formal, literals)
}

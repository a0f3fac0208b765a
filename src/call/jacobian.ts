/**
 * `jacfwd`, `jacrev`, `jacobian`, `hessian`, `hvp` and `derivative`: whole derivatives, on functions
 * and on programs.
 */
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { outputAvals } from '../program/avals.ts'
import { operations } from '../program/count.ts'
import type { Nonzero, Program } from '../program/model.ts'
import { optimised } from '../simplify/optimise.ts'
import { simplify } from '../simplify/simplify.ts'
import { differentiable } from '../transform/pick.ts'
import { phantom } from '../type/phantom.ts'
import { checkAsked, type Chosen, numbersOf, marksOf, type Options, structured } from './argnums.ts'
import { type Argument, argument, argumentsFor, chosen, matching, mirrored, presented, valuesOf } from './arguments.ts'
import { blocks, type Direction, hessianBlocks, hessianTimes, slope, steep } from './block.ts'
import type { Hessian, HessianVector, Jacobian, Slope } from './jacobian-signature.ts'
import { type AnyFunction, execute, type Plan, planOf, restore, scalarOutput } from './source.ts'
import { checkFunction, isProgram } from '../program/given.ts'
import { describe } from '../program/describe.ts'
import { sealed } from '../program/seal.ts'

/** A call: its arguments, the program of the derivative, and what it answered with. */
interface Run {
  readonly args: ReadonlyArray<Argument>
  readonly plan: Plan
  readonly results: ReadonlyArray<Parameters<typeof presented>[0]>
}

const given = (operation: string, f: AnyFunction, values: ReadonlyArray<unknown>): ReadonlyArray<Argument> =>
  values.length === 0 ? raise({ _tag: 'Arity', operation, expected: 'at least 1 argument', got: 0 }) : argumentsFor(operation, f, values)

const running = (
  operation: string,
  f: AnyFunction,
  options: Options,
  values: ReadonlyArray<unknown>,
  build: (program: Program, marks: Nonzero) => Program,
): Run => {
  const args = given(operation, f, values)
  const argnums = numbersOf(options.argnums)
  const marks = chosen(operation, args, argnums)
  const plan = planOf(operation, `${operation} ${argnums.join(',')}`, f, args, (source) =>
    optimised(build(source.program, [...source.captured.map(() => false), ...marks])),
  )
  return { args, plan, results: execute(plan.program, plan.source.captured, valuesOf(args)) }
}

const isScalar = ({ aval }: Pick<Chosen, 'aval'>): boolean => aval.shape.length === 0

const jacobianOf = (direction: Direction, f: AnyFunction, options: Options, values: ReadonlyArray<unknown>): unknown => {
  const { args, plan, results } = running(direction, f, options, values, (program, marks) => blocks(program, marks, direction))
  const { outputAvals: outs } = plan.source
  const count = results.length / Math.max(1, outs.length)
  const leaves = outs.map((aval, j) =>
    structured(args, options.argnums, ({ place, kind }) => {
      const block = entry(results, j * count + place)
      return isScalar({ aval }) ? mirrored(block, kind) : presented(block)
    }),
  )
  return restore(plan.source, leaves)
}

const hessianOf = (f: AnyFunction, options: Options, values: ReadonlyArray<unknown>): unknown => {
  const { args, plan, results } = running('hessian', f, options, values, hessianBlocks)
  const { outputAvals: outs } = plan.source
  const count = Math.round(Math.sqrt(results.length / Math.max(1, outs.length)))
  const leaves = outs.map((aval, j) =>
    structured(args, options.argnums, (a) =>
      structured(args, options.argnums, (b) => {
        const block = entry(results, (j * count + a.place) * count + b.place)
        return isScalar({ aval }) && isScalar(a) ? mirrored(block, b.kind) : presented(block)
      }),
    ),
  )
  return restore(plan.source, leaves)
}

const jacobianBy = (direction: Direction): Jacobian =>
  phantom((f: AnyFunction | Program, options: Options = {}) => {
    checkAsked(direction, f, options)
    return isProgram(f)
      ? simplify(blocks(f, marksOf(direction, f, options.argnums), direction))
      : (...values: ReadonlyArray<unknown>) => jacobianOf(direction, f, options, values)
  })

/**
 * The Jacobian by forward mode, one pass per entry of the argument; all passes are one batch. See `jacobian`.
 *
 * @example
 * jacfwd((x: Vector<2>) => square(x))(Float64Array.of(1, 2))   // a Tensor of shape [2,2]: 2 0 0 4
 * @category transforms
 */
export const jacfwd: Jacobian = /*#__PURE__*/ jacobianBy('jacfwd')

/**
 * The Jacobian by reverse mode, one pass per entry of the result; all passes are one batch. See `jacobian`.
 *
 * @example
 * jacrev((x: Vector<2>) => square(x))(Float64Array.of(1, 2))   // a Tensor of shape [2,2]: 2 0 0 4
 * @category transforms
 */
export const jacrev: Jacobian = /*#__PURE__*/ jacobianBy('jacrev')

/**
 * The Jacobian, by whichever mode takes fewer passes: as many as the smaller of argument and result
 * has entries. Each leaf of the result becomes the structure of the argument (the first, or those in
 * `argnums`), with a block of shape out ++ in for each leaf: a number for a pair of scalars. On a
 * program: a program with an output per pair.
 *
 * Each pass takes a unit vector, whose zeros are numbers: where an entry of the derivative is infinite,
 * 0 · ∞ makes NaN of its neighbours. Failures: an integer leaf in the argument or in the result.
 *
 * @example
 * jacobian((x: Vector<2>) => matmul(tensor([[1, 2], [3, 4], [5, 6]]), x))(Float64Array.of(1, 1))   // a Tensor of shape [3,2]: 1 2 3 4 5 6
 * jacobian((p: { readonly a: Scalar; readonly b: Vector<2> }) => mul(p.a, p.b))({ a: 3, b: Float64Array.of(1, 2) })
 * // { a: Float64Array [1, 2], b: a Tensor of shape [2,2]: 3 0 0 3 }
 * @category transforms
 */
export const jacobian: Jacobian = /*#__PURE__*/ jacobianBy('jacobian')

/**
 * The second derivatives, forward over reverse: each leaf of the result becomes the structure of the
 * argument twice, with a block of shape out ++ in ++ in for each pair of leaves. It takes a pass per
 * entry of the argument over the gradient; for its product with a vector use `hvp`.
 *
 * @example
 * hessian(([x, y]: readonly [Scalar, Scalar]) => mul(square(x), y))([3, 5])   // [[10, 6], [6, 0]]
 * hessian((x: Vector<2>) => sum(mul(x, square(x))))(Float64Array.of(1, 2))    // a Tensor of shape [2,2]: 6 0 0 12
 * @category transforms
 */
export const hessian: Hessian = /*#__PURE__*/ phantom((f: AnyFunction | Program, options: Options = {}) => {
  checkAsked('hessian', f, options)
  return isProgram(f)
    ? simplify(hessianBlocks(f, marksOf('hessian', f, options.argnums)))
    : (...values: ReadonlyArray<unknown>) => hessianOf(f, options, values)
})

const productOf = (f: AnyFunction, values: ReadonlyArray<unknown>): unknown => {
  const [x, v, ...rest] = values
  if (values.length < 2) return raise({ _tag: 'Arity', operation: 'hvp', expected: 'an argument and a direction', got: values.length })
  const args = given('hvp', f, [x, ...rest])
  const marks = chosen('hvp', args, [0])
  const at = entry(args, 0)
  const direction = argument('hvp', v, 'v', at.layout)
  matching('hvp', direction, at.layout, at.avals)
  const plan = planOf('hvp', 'hvp', f, args, (source) => {
    scalarOutput('hvp', source)
    return optimised(hessianTimes(source.program, [...source.captured.map(() => false), ...marks]))
  })
  const results = execute(plan.program, plan.source.captured, [...valuesOf(args), ...direction.values])
  return structured(args, 0, ({ place, kind }) => mirrored(entry(results, place), kind))
}

const scalarProgram = (operation: string, program: Program): Program => {
  const [of] = outputAvals(program)
  return of !== undefined && program.outputs.length === 1 && of.text === 'f64'
    ? program
    : raise({
        _tag: 'NotScalar',
        operation,
        shape: of === undefined || program.outputs.length !== 1 ? `${program.outputs.length} arrays` : `an array ${of.text}`,
      })
}

/**
 * The product of the Hessian of a scalar function with a vector, forward over reverse: (x, v) ↦ H(x)·v,
 * at a constant times the cost of the function and without the Hessian. `v` is structured as `x`, and
 * so is the answer; further arguments of the function follow.
 *
 * @example
 * hvp((x: Vector<2>) => sum(mul(x, square(x))))(Float64Array.of(1, 2), Float64Array.of(1, 10))   // Float64Array [6, 120]
 * @category transforms
 */
export const hvp: HessianVector = /*#__PURE__*/ phantom((f: AnyFunction | Program, options: Options = {}) => {
  checkAsked('hvp', f, options)
  if (isProgram(f)) return simplify(hessianTimes(scalarProgram('hvp', f), marksOf('hvp', f, options.argnums)))
  if (options.argnums !== undefined)
    return raise({
      _tag: 'Argument',
      operation: 'hvp',
      reason: 'of a function it is by the first argument',
      hint: 'argnums are for programs: put the argument first, as in hvp((y, x) => f(x, y))',
    })
  return (...values: ReadonlyArray<unknown>) => productOf(f, values)
})

const superscript = (n: number): string => [...String(n)].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.charAt(Number(digit))).join('')

/** ∂y/∂x, ∂³y/∂x³; ∂x, ∂³/∂x³ where the output has no name. */
const slopeName = (out: string, name: string, order: number): string => {
  if (order === 0 || name === '') return order === 0 ? out : ''
  if (order === 1) return out === '' ? `∂${name}` : `∂${out}/∂${name}`
  return `∂${superscript(order)}${out}/∂${name}${superscript(order)}`
}

// Below it no power series is shorter than forward mode over itself.
const steepFrom = 3

/** Forward mode so many times, simplified in between; what is given instead as soon as that has fewer operations. */
const slopes = (program: Program, at: number, order: number, instead: Program | null): Program => {
  const most = instead === null ? 0 : operations(instead)
  let current = program
  for (let n = 0; n < order; n++) {
    current = simplify(slope(current, at))
    if (instead !== null && operations(current) > most) return instead
  }
  return current
}

/**
 * The derivative along one input, so many times: forward mode over itself for as long as it is the shorter
 * program, as of sin, and power series where it swells, as of almost everything else.
 */
const repeated = (program: Program, at: number, order: number): Program => {
  const start = simplify(program)
  const series = order >= steepFrom && outputAvals(program).every(differentiable) ? simplify(steep(start, at, order)) : null
  const made = slopes(start, at, order, series)
  return sealed({ ...made, outputNames: program.outputNames.map((name) => slopeName(name, entry(program.names, at), order)) })
}

const checkedOrder = (order: number): number =>
  Number.isSafeInteger(order) && order >= 0
    ? order
    : raise({
        _tag: 'Argument',
        operation: 'derivative',
        reason: `the order ${typeof order === 'number' ? order : describe(order)} is not a whole number from 0 on`,
      })

const scalarInput = (program: Program): number => {
  const at = program.inputs.findIndex(differentiable)
  return program.inputs[at]?.text === 'f64' && program.inputs.filter(differentiable).length === 1
    ? at
    : raise({ _tag: 'Argument', operation: 'derivative', reason: 'the program must have one float input, a scalar', hint: 'use jacobian or jvp' })
}

const derivativeOf = (f: AnyFunction, order: number, values: ReadonlyArray<unknown>): unknown => {
  const args = given('derivative', f, values)
  chosen('derivative', args, [0])
  const x = entry(args, 0)
  if (x.layout._tag !== 'Leaf' || x.avals[0]?.shape.length !== 0)
    return raise({
      _tag: 'Structure',
      operation: 'derivative',
      path: x.paths[0] ?? 'x',
      expected: 'a scalar',
      got: x.layout._tag === 'Leaf' ? entry(x.avals, 0).text : 'a structure',
      hint: 'use jacobian or jvp',
    })
  const plan = planOf('derivative', `derivative ${order}`, f, args, (source) => {
    const at = source.outputAvals.findIndex((of) => !differentiable(of))
    if (at >= 0)
      raise({
        _tag: 'NotDifferentiable',
        operation: 'derivative',
        path: source.outputPaths[at] || 'the result',
        dtype: entry(source.outputAvals, at).dtype,
        hint: 'convert it with toFloat',
      })
    return repeated(source.program, source.captured.length, order)
  })
  return restore(plan.source, execute(plan.program, plan.source.captured, valuesOf(args)).map(presented))
}

/**
 * The derivative of a function of a scalar, of any order (the first where none is given; order 0 is
 * the function): in the structure of its result. Further arguments of the function follow. Where
 * nested forward mode swells it is n! times the nth coefficient of `jet`, at O(n²) operations for each
 * one of the function.
 *
 * @example
 * derivative(sin)(0)                                // 1
 * derivative((x: Scalar) => reciprocal(x), 2)(2)    // 0.25
 * @category transforms
 */
export const derivative: Slope = /*#__PURE__*/ phantom((f: AnyFunction | Program, order = 1) => {
  if (!isProgram(f)) checkFunction('derivative', f)
  const n = checkedOrder(order)
  return isProgram(f) ? repeated(f, scalarInput(f), n) : (...values: ReadonlyArray<unknown>) => derivativeOf(f, n, values)
})

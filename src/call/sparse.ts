/**
 * `sparseJacobian` and `sparseHessian`, and the patterns they are built on: derivatives of which most
 * entries are zero, at the price of a few passes.
 */
import { isTensor } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { outputAvals } from '../program/avals.ts'
import type { Nonzero, Program } from '../program/model.ts'
import { type SparseMatrix, type Sparsity, sparsityOf } from '../sparse/matrix.ts'
import { hessianPattern, jacobianPattern } from '../sparse/pattern.ts'
import { gradientOf, hessianPlan, jacobianPlan, type PlanOptions, type SparsePlan } from '../sparse/plan.ts'
import { differentiable } from '../transform/pick.ts'
import { phantom } from '../type/phantom.ts'
import { numbersOf, marksOf, type Options } from './argnums.ts'
import { type Argument, argumentsFor, chosen, presented, valuesOf } from './arguments.ts'
import type { ScalarResult } from './signature.ts'
import { type AnyFunction, execute, type Plan, planOf } from './source.ts'
import type { PatternOf, SparseHessian, SparseJacobian, SparseJacobianOptions, SparseOptions, SparseProgram, SparsityOptions } from './sparse-signature.ts'
import { checkFunction, isProgram } from '../program/given.ts'
import { checkOptions, type Known } from '../program/option.ts'

type Choices = Options & PlanOptions
type Build<T> = (program: Program, marks: Nonzero, options: Choices) => T

interface Named<T> extends Plan<T> {
  readonly args: ReadonlyArray<Argument>
}

const floatResults =
  <T>(operation: string, build: Build<T>): Build<T> =>
  (program, marks, options) => {
    const outs = outputAvals(program)
    const at = outs.findIndex((of) => !differentiable(of))
    return at < 0
      ? build(program, marks, options)
      : raise({
          _tag: 'NotDifferentiable',
          operation,
          path: program.outputNames[at] || (outs.length === 1 ? 'the result' : `result ${at}`),
          dtype: entry(outs, at).dtype,
          hint: 'convert it with toFloat, or leave it out of the result',
        })
  }

const scalarResult =
  <T>(operation: string, build: Build<T>): Build<T> =>
  (program, marks, options) => {
    const [of, ...more] = outputAvals(program)
    if (of === undefined || more.length > 0 || of.shape.length > 0)
      return raise({ _tag: 'NotScalar', operation, shape: of === undefined || more.length > 0 ? `${program.outputs.length} arrays` : `an array ${of.text}` })
    return floatResults(operation, build)(program, marks, options)
  }

/** The plan of a call, made once for each structure and shapes. */
const plannedFor = <T>(operation: string, f: AnyFunction, options: Choices, values: ReadonlyArray<unknown>, build: Build<T>): Named<T> => {
  if (values.length === 0) return raise({ _tag: 'Arity', operation, expected: 'at least 1 argument', got: 0 })
  const args = argumentsFor(operation, f, values)
  const argnums = numbersOf(options.argnums)
  const marks = chosen(operation, args, argnums)
  const variant = `${operation} ${argnums.join(',')} ${options.direction ?? ''} ${options.ordering ?? ''}`
  const plan = planOf(operation, variant, f, args, (source) => build(source.program, [...source.captured.map(() => false), ...marks], options))
  return { ...plan, args }
}

/** The options of the patterns, of sparse Hessians, and of sparse Jacobians. */
const forPattern: Known<SparsityOptions> = { argnums: null }
const forHessian: Known<SparseOptions> = { ...forPattern, ordering: ['natural', 'largestFirst'] }
const forJacobian: Known<SparseJacobianOptions> = { ...forHessian, direction: ['forward', 'reverse'] }

const checkAsked = (operation: string, f: unknown, options: unknown, known: Known<SparsityOptions>): void => {
  if (!isProgram(f)) checkFunction(operation, f)
  checkOptions(operation, options, known)
}

/** A pattern is handed out again and again, so it is made into what users see once. */
const shown = /*#__PURE__*/ new WeakMap<object, Sparsity>()

const sparsityShown = ({ pattern }: Pick<SparsePlan, 'pattern'>): Sparsity => {
  const known = shown.get(pattern) ?? sparsityOf(pattern)
  shown.set(pattern, known)
  return known
}

/** A sparse derivative: on a program a program, on a function its values at the arguments. */
const derivative =
  (operation: string, known: Known<SparsityOptions>, build: Build<SparsePlan>) =>
  (f: AnyFunction | Program, options: Choices = {}): unknown => {
    checkAsked(operation, f, options, known)
    if (isProgram(f)) {
      const plan = build(f, marksOf(operation, f, options.argnums), options)
      const made: SparseProgram = { program: plan.program, sparsity: sparsityShown(plan), passes: plan.passes, direction: plan.direction }
      return Object.freeze(made)
    }
    return (...values: ReadonlyArray<unknown>): SparseMatrix<unknown> => {
      const { args, source, program: plan } = plannedFor(operation, f, options, values, build)
      const [found] = execute(plan.program, source.captured, valuesOf(args))
      const entries = found !== undefined && isTensor(found) ? presented(found) : found
      return Object.freeze({ ...sparsityShown(plan), values: entries, passes: plan.passes, direction: plan.direction })
    }
  }

const patternBy =
  (operation: string, build: Build<Pick<SparsePlan, 'pattern'>>) =>
  (f: AnyFunction | Program, options: Choices = {}): unknown => {
    checkAsked(operation, f, options, forPattern)
    return isProgram(f)
      ? sparsityShown(build(f, marksOf(operation, f, options.argnums), options))
      : (...values: ReadonlyArray<unknown>) => sparsityShown(plannedFor(operation, f, options, values, build).program)
  }

/**
 * Where the Jacobian of a function may have entries that are not zero, at the shapes of the arguments
 * given; their values do not matter. Rows are the entries of the result and columns those of the argument
 * (the first, or those in `argnums`, in the order of the arguments), leaf after leaf as `ravel` has them.
 *
 * It holds every entry that is not zero. Arithmetic, whatever moves or adds up entries, products with
 * constants (their zeros are left out), branches and loops of known length are followed entry by entry;
 * of matrix factorizations, sorting, and places that are computed as the function runs each result is taken
 * to depend on all that its operands depend on.
 *
 * @example
 * const { rows, columns, shape } = sparsity((x: Vector<3>) => mul(x, flip(x)))(new Float64Array(3))
 * shape              // [3, 3]
 * toArray(rows)      // [0, 0, 1, 2, 2]
 * toArray(columns)   // [0, 2, 1, 0, 2]
 * @category sparse derivatives
 */
export const sparsity: PatternOf<unknown> = /*#__PURE__*/ phantom(
  /*#__PURE__*/ patternBy(
    'sparsity',
    /*#__PURE__*/ floatResults('sparsity', (program, marks) => ({ pattern: jacobianPattern(program, marks).pattern })),
  ),
)

/**
 * Where the Hessian of a scalar function may have entries that are not zero: as `sparsity` of its
 * gradient, and symmetric.
 *
 * @example
 * toArray(hessianSparsity((x: Vector<3>) => sum(mul(x, flip(x))))(new Float64Array(3)).columns)   // [2, 1, 0]
 * @category sparse derivatives
 */
export const hessianSparsity: PatternOf<ScalarResult> = /*#__PURE__*/ phantom(
  /*#__PURE__*/ patternBy(
    'hessianSparsity',
    /*#__PURE__*/ scalarResult('hessianSparsity', (program, marks) => ({ pattern: hessianPattern(gradientOf(program, marks), marks) })),
  ),
)

/**
 * The Jacobian of a function as the entries of its pattern (see `sparsity`), in coordinates: entry k
 * stands at (rows[k], columns[k]). Columns that share no row are found by one pushforward, or rows that
 * share no column by one pullback, whichever are fewer, after a greedy colouring; all `passes` are one
 * batch. A banded Jacobian takes as many as the band is wide, whatever its size. Pattern and colouring are
 * found once for each function and shapes. Called on expressions, `values` is an expression. On a program:
 * `{ program, sparsity, passes, direction }`, the program of the values.
 *
 * As in `jacobian`, zeros of a seed are numbers: beside an infinite entry stands NaN. Failures: an integer
 * leaf in the argument or in the result.
 *
 * @example
 * const { values, passes } = sparseJacobian((x: Vector<4>) => mul(x, flip(x)))(Float64Array.of(1, 2, 3, 4))
 * values   // Float64Array [4, 1, 3, 2, 3, 2, 4, 1]
 * passes   // 2
 * @category sparse derivatives
 */
export const sparseJacobian: SparseJacobian = /*#__PURE__*/ phantom(
  /*#__PURE__*/ derivative('sparseJacobian', forJacobian, /*#__PURE__*/ floatResults('sparseJacobian', jacobianPlan)),
)

/**
 * The Hessian of a scalar function as the entries of its pattern, both of each pair, in coordinates.
 * Products with the Hessian (forward over reverse) are taken along the colours of a star colouring, which
 * needs fewer than columns that share no row, since the matrix is symmetric; all `passes` are one batch.
 *
 * @example
 * const { values, passes } = sparseHessian((x: Vector<4>) => sum(mul(square(x), flip(x))))(Float64Array.of(1, 2, 3, 4))
 * values   // Float64Array [8, 10, 6, 10, 10, 4, 10, 2]
 * passes   // 2
 * @category sparse derivatives
 */
export const sparseHessian: SparseHessian = /*#__PURE__*/ phantom(
  /*#__PURE__*/ derivative('sparseHessian', forHessian, /*#__PURE__*/ scalarResult('sparseHessian', hessianPlan)),
)

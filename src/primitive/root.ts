/**
 * The solution of an equation g(θ, x) = 0 as a primitive, however it was found.
 *
 * Operands are θ ++ first guess; `equation` maps θ ++ x to as much as x is, `solver` maps θ ++ first
 * guess to x ++ how it went, of which nothing is differentiated. By the implicit function theorem
 * ẋ = −gₓ⁻¹ g_θ θ̇: the path of the solver does not matter. The rule names the solution itself, so it
 * holds to every order. A batch is a list of sizes and of the operands that have that axis: the
 * equation stays that of one row, and so does its Jacobian.
 */
import { isList } from '../program/param.ts'
import { type Aval, sameAval, withShape } from '../array/aval.ts'
import { structural } from '../basis/declare.ts'
import { program } from '../basis/params.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { evaluation } from '../interpret/evaluate.ts'
import { pairOf } from '../interpret/rule.ts'
import { reverse } from '../interpret/tape.ts'
import { outputAvals } from '../program/avals.ts'
import { applyTo } from '../program/expr.ts'
import { fold } from '../program/fold.ts'
import type { AnyExpr, Nonzero, Operation, Pair, Param, Params, Primitive, Program, Pushforward, Vector } from '../program/model.ts'
import { close, inline } from '../program/trace.ts'
import { batch, withBatch } from '../transform/batch.ts'
import { cut, pick, zeros } from '../transform/pick.ts'
import { phantom } from '../type/phantom.ts'
import { neg } from './arithmetic.ts'
import { jacobianIn, slopeAlong, unknownsOf, unraveled } from './equation.ts'
import { solve } from './linear-solve.ts'

/** One batch axis: its size, and the operands that have it. */
interface Level {
  readonly size: number
  readonly batched: Nonzero
}

interface Root {
  readonly equation: Program
  readonly solver: Program
  /** The batch axes, the first one added first. */
  readonly levels: ReadonlyArray<Level>
}

const refused = (reason: string): never => raise({ _tag: 'Argument', operation: 'root', reason })

const levelOf = (param: Param): Level => {
  const [size, ...marks] = isList(param) ? param : []
  return typeof size === 'number' && Number.isSafeInteger(size) && size >= 0
    ? { size, batched: marks.map((mark) => mark === true) }
    : refused('a batch axis is a size and marks of the operands that have it')
}

const rootOf = (params: Params): Root => ({
  equation: program('root', params, 'equation'),
  solver: program('root', params, 'solver'),
  levels: isList(params['levels']) ? params['levels'].map(levelOf) : refused('its batch axes are a list'),
})

/** A root as parameters. */
export const rootParams = ({ equation, solver, levels }: Root): Params => ({
  equation,
  solver,
  levels: levels.map(({ size, batched }) => [size, ...batched]),
})

/** A program of one row as a program of all, every output with every batch axis. */
const batchedBy = (of: Program, levels: ReadonlyArray<Level>, marksOf: (level: Level) => Nonzero): Program =>
  levels.reduce((row, level) => {
    const wide = batch(row, marksOf(level), level.size)
    return close(wide.program.inputs, (z) => inline(wide.program)(z).map((value, j) => withBatch(level.size, { value, batched: entry(wide.batched, j) })))
  }, of)

// A batched solver is made once, however often the equation that holds it runs.
const solvers = /*#__PURE__*/ new WeakMap<Params, Program>()

const solverOf = (params: Params): Program => {
  const hit = solvers.get(params)
  if (hit !== undefined) return hit
  const { solver, levels } = rootOf(params)
  const made = batchedBy(solver, levels, (level) => level.batched)
  solvers.set(params, made)
  return made
}

const infer = (params: Params, operands: ReadonlyArray<Aval>): ReadonlyArray<Aval> => {
  const { equation, solver, levels } = rootOf(params)
  const unknowns = unknownsOf(equation)
  const fits = (found: ReadonlyArray<Aval>, wanted: ReadonlyArray<Aval>): boolean =>
    found.length === wanted.length && found.every((of, i) => sameAval(of, entry(wanted, i)))
  const answers = outputAvals(solver)
  if (unknowns.length > equation.inputs.length || !fits(equation.inputs.slice(equation.inputs.length - unknowns.length), unknowns))
    return refused('there are not as many equations as unknowns')
  if (!fits(solver.inputs, equation.inputs) || !fits(answers.slice(0, unknowns.length), unknowns)) return refused('the solver does not fit the equation')
  const grown = (of: Aval, i: number): Aval => levels.reduce((row, { size, batched }) => (batched[i] ? withShape(row, [size, ...row.shape]) : row), of)
  if (!fits(operands, equation.inputs.map(grown))) return refused('the operands do not fit the equation')
  return answers.map((of) => levels.reduce((row, { size }) => withShape(row, [size, ...row.shape]), of))
}

const apply = (root: Root, args: ReadonlyArray<AnyExpr>): ReadonlyArray<AnyExpr> => applyTo(rootPrimitive, rootParams(root), args)

/** Of one row: θ ++ guess ++ tangents of those marked to the results ++ tangents of the unknowns. */
const pushedRow = ({ equation, solver }: Root, nonzero: Nonzero): Program => {
  const avals = unknownsOf(equation)
  const p = equation.inputs.length - avals.length
  const [moving, guess] = [nonzero.slice(0, p), nonzero.slice(p)]
  return close([...equation.inputs, ...pick(equation.inputs, nonzero)], (z) => {
    const [theta = [], first = [], given = []] = cut(z, p, avals.length)
    const results = apply({ equation, solver, levels: [] }, [...theta, ...first])
    const x = results.slice(0, avals.length)
    const slope = slopeAlong(equation, moving, theta, x, given.slice(0, given.length - guess.filter(Boolean).length))
    const tangent = neg(solve(phantom<never>(jacobianIn(equation, theta, x)), phantom<never>(slope)))
    return [...results, ...unraveled(phantom<Vector>(tangent), avals)]
  })
}

const jvp = ({ params, operands, results }: Operation, nonzero: Nonzero): Pushforward => {
  const root = rootOf(params)
  const k = unknownsOf(root.equation).length
  // The answer does not depend on where the search began.
  if (!nonzero.slice(0, operands.length - k).includes(true)) {
    const still = close([...operands, ...pick(operands, nonzero)], (z) => apply(root, z.slice(0, operands.length)))
    return { program: still, nonzero: results.map(() => false) }
  }
  return {
    program: batchedBy(pushedRow(root, nonzero), root.levels, ({ batched }) => [...batched, ...pick(batched, nonzero)]),
    nonzero: results.map((_, j) => j < k),
  }
}

// The pushforward is linear in its tangents, so its reverse at tangent 0 is its transpose.
const vjp = (operation: Operation, nonzero: Nonzero): Pair => {
  const { operands, results } = operation
  const pushed = jvp(operation, nonzero)
  const moved = pick(results, pushed.nonzero)
  const { forward, pullback } = reverse(
    pushed.program,
    pushed.program.inputs.map((_, i) => i >= operands.length),
  )
  return pairOf(operands, (args) => {
    const tangents = pick(operands, nonzero).map(zeros)
    const [answers = [], , residuals = []] = cut(inline(forward)([...args, ...tangents]), results.length, moved.length)
    return { answers, back: (cotangents) => inline(pullback)([...residuals, ...results.map(zeros), ...pick(cotangents, pushed.nonzero)]) }
  })
}

export const rootPrimitive: Primitive = /*#__PURE__*/ structural({
  name: 'root',
  arity: null,
  infer,
  evaluate: ({ params }, args) => fold(evaluation)(solverOf(params))(args),
  expansion: ({ params }, args) => inline(solverOf(params))(args),
  derivative: { _tag: 'Holder', jvp, vjp },
  batch: ({ params, results }, args, batched, size) => {
    const root = rootOf(params)
    return { results: apply({ ...root, levels: [...root.levels, { size, batched }] }, args), batched: results.map(() => true) }
  },
  convention: 'where the Jacobian in the unknowns is singular the derivative is ±∞ or NaN',
})

/**
 * Evaluation traces: what a scalar program computes line by line, with the derivative beside it
 * (forward), and how the adjoints come back, contribution by contribution (reverse).
 *
 * The numbers are those of `fold(dual(evaluation))` and of the tape over `evaluation` with its sweep;
 * the formulas beside them are the operations' own rules.
 */
import { option as O } from 'fp-ts'
import { type AnyTensor, elementOf, scalarTensor } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { type Dual, dual, dualOf } from '../interpret/dual.ts'
import { evaluation } from '../interpret/evaluate.ts'
import { applyTo } from '../program/expr.ts'
import { fold } from '../program/fold.ts'
import type { AnyExpr, Atom, Equation, Program } from '../program/model.ts'
import { cellOf, checkScalar, exposed, firsts, type Named, namedAs, operandsOf, pointOf, say, type Said, showCell, symbolsOf, unsaid } from './line.ts'
import { hasFormula, plus, tangentTerms } from './partial.ts'
import { type Format, showTable } from './table.ts'
import { adjointsOf } from './use.ts'
import { describe } from '../program/describe.ts'
import { checkProgram, checkRecord, isRecord, isText, type Parts } from '../program/given.ts'

// model ------------------------------------------------------------------------------------

/** One side of a line: `symbol = formula = numbers = value`; a formula is empty where there is nothing to say. */
export interface Step extends Said {
  readonly symbol: string
  readonly value: number | boolean
}

/** One line: an input, a result of an operation or an output, and its tangent where its dtype has one. */
export interface ForwardRow {
  readonly kind: 'input' | 'operation' | 'output'
  readonly primal: Step
  readonly tangent: Step | null
}

/** One line of the way back: the seed, what one operation contributes to one operand, or an input's adjoint. */
export interface ReverseRow extends Said {
  readonly kind: 'seed' | 'contribution' | 'input'
  readonly symbol: string
  /** `v̄₃·∂v₃/∂v₀`, after `v̄₀ + ` if something has arrived before. */
  readonly contribution: string
  /** What this line adds. */
  readonly added: number
  /** The adjoint so far. */
  readonly value: number
}

// forward ----------------------------------------------------------------------------------

/**
 * The forward evaluation trace of a scalar program at a point, and the derivative trace along a
 * direction. Fails with a `Shape` failure where an array occurs.
 *
 * @example
 * forwardTrace(trace((x: Scalar) => sin(x))(0), [0], [1]).map((row) => row.tangent?.value)   // [1, 1, 1]
 * @category drawing
 */
export const forwardTrace = (program: Program, point: ReadonlyArray<number>, direction: ReadonlyArray<number>, digits = 6): ReadonlyArray<ForwardRow> => {
  checkProgram('forwardTrace', program)
  checkScalar('forwardTrace', program)
  const xs = pointOf('forwardTrace', program, point)
  const dxs = pointOf('forwardTrace', program, direction)
  const all = fold(dual(evaluation))(exposed(program))(xs.map((x, i) => dualOf(x, entry(dxs, i))))
  const symbols = symbolsOf(program)
  const starts = firsts(program)
  const primal = (k: number): Named => namedAs(symbols.value(k), entry(all, k).primal)
  const tangent = (k: number): ReadonlyArray<Named> => {
    const { tangent: t } = entry(all, k)
    return O.isSome(t) ? [namedAs(symbols.tangent(k), t.value)] : []
  }
  const moves = (atom: Atom): boolean => atom._tag === 'Ref' && O.isSome(entry(all, atom.index).tangent)
  const slopeOf = ({ tangent: t }: Dual<AnyTensor>): number => (O.isSome(t) ? elementOf(t.value) : 0)

  const derivative = (equation: Equation, first: number, j: number): Said => {
    if (O.isNone(entry(all, first + j).tangent)) return { formula: '0', numbers: '' }
    if (!hasFormula(equation)) return unsaid
    const { refs, from } = operandsOf(equation)
    const names = [...refs.map(primal), ...equation.results.map((_, i) => primal(first + i))]
    const tangents = equation.args.flatMap((atom) => (atom._tag === 'Ref' ? tangent(atom.index) : []))
    return say(
      [...names, ...tangents],
      digits,
      (vs) => tangentTerms(equation, equation.args.map(moves), from(vs), vs.slice(refs.length, names.length), vs.slice(names.length))[j] ?? null,
    )
  }

  const inputs = program.inputs.map(
    (_, i): ForwardRow => ({
      kind: 'input',
      primal: { symbol: symbols.value(i), formula: symbols.input(i), numbers: '', value: elementOf(entry(xs, i)) },
      tangent: { symbol: symbols.tangent(i), formula: symbols.inputTangent(i), numbers: '', value: elementOf(entry(dxs, i)) },
    }),
  )
  const operations = program.equations.flatMap((equation, e) => {
    const { refs, from } = operandsOf(equation)
    return equation.results.map((of, j): ForwardRow => {
      const k = entry(starts, e) + j
      const said = say(refs.map(primal), digits, (vs) => entry(applyTo(equation.primitive, equation.params, from(vs)), j))
      return {
        kind: 'operation',
        primal: { symbol: symbols.value(k), ...said, value: cellOf(entry(all, k).primal) },
        tangent: of.dtype === 'float64' ? { symbol: symbols.tangent(k), ...derivative(equation, k - j, j), value: slopeOf(entry(all, k)) } : null,
      }
    })
  })
  const outputs = program.outputs.map((atom, j): ForwardRow => {
    const [out, formula, slope]: readonly [Dual<AnyTensor>, string, string] =
      atom._tag === 'Ref'
        ? [entry(all, atom.index), symbols.value(atom.index), symbols.tangent(atom.index)]
        : [{ primal: atom.value, tangent: O.none }, showCell(cellOf(atom.value), digits), '0']
    return {
      kind: 'output',
      primal: { symbol: symbols.output(j), formula, numbers: '', value: cellOf(out.primal) },
      tangent: out.primal.dtype === 'float64' ? { symbol: symbols.outputTangent(j), formula: slope, numbers: '', value: slopeOf(out) } : null,
    }
  })
  return [...inputs, ...operations, ...outputs]
}

// reverse ----------------------------------------------------------------------------------

/**
 * The reverse adjoint trace of a scalar program of one output: the seed, then in the order of the
 * sweep what each operation contributes to each of its operands, then the adjoints of the inputs.
 * An operand used twice by one operation gets both shares in one line.
 *
 * @example
 * reverseTrace(trace((x: Scalar) => sin(x))(0), [0]).map((row) => row.symbol)   // ['v̄₁', 'v̄₀', 'x̄']
 * @category drawing
 */
export const reverseTrace = (program: Program, point: ReadonlyArray<number>, seed = 1, digits = 6): ReadonlyArray<ReverseRow> => {
  checkProgram('reverseTrace', program)
  checkScalar('reverseTrace', program)
  const [output] = program.outputs
  if (output === undefined || program.outputs.length > 1)
    return raise({ _tag: 'Arity', operation: 'reverseTrace', expected: 'a program of one output', got: program.outputs.length })
  const xs = pointOf('reverseTrace', program, point)
  const { values, adjoint, records } = adjointsOf(evaluation, program, output, xs, scalarTensor(seed))
  const symbols = symbolsOf(program)
  const primal = (k: number): Named => namedAs(symbols.value(k), entry(values, k))
  // Adjoints so far; local to this call.
  const totals = new Map<number, number>()

  const contribution = (first: number, equation: Equation, to: number, shares: ReadonlyArray<AnyTensor>): ReverseRow => {
    const arrived = equation.results.flatMap((_, j) => {
      const value = adjoint(first + j)
      return value === null ? [] : [{ j, named: namedAs(symbols.adjoint(first + j), value) }]
    })
    const before = totals.get(to)
    const symbol = symbols.adjoint(to)
    const total = before === undefined ? [] : [namedAs(symbol, scalarTensor(before))]
    const { refs, from } = operandsOf(equation)
    const names = [...refs.map(primal), ...equation.results.map((_, j) => primal(first + j))]
    const moving = equation.args.map((atom) => atom._tag === 'Ref' && atom.index === to)
    const build = (vs: ReadonlyArray<AnyExpr>): AnyExpr | null => {
      const answers = vs.slice(refs.length, names.length)
      const terms = arrived.flatMap(({ j }, i) => {
        const bar = entry(vs, names.length + i)
        const term = tangentTerms(
          equation,
          moving,
          from(vs),
          answers,
          moving.flatMap((moves) => (moves ? [bar] : [])),
        )[j]
        return term == null ? [] : [term]
      })
      const [start, ...rest] = [...vs.slice(names.length + arrived.length), ...terms]
      return start === undefined ? null : rest.reduce(plus, start)
    }
    const said = hasFormula(equation) ? say([...names, ...arrived.map(({ named }) => named), ...total], digits, build) : unsaid
    const added = shares.map((share) => elementOf(share))
    // Added one by one, as the sweep does.
    const value = added.reduce((sum: number | undefined, share) => (sum === undefined ? share : sum + share), before) ?? 0
    totals.set(to, value)
    const products = arrived.map(({ j, named }) => `${named.text}·∂${symbols.value(first + j)}/∂${symbols.value(to)}`)
    return {
      kind: 'contribution',
      symbol,
      contribution: [...(before === undefined ? [] : [symbol]), ...products].join(' + '),
      ...said,
      added: added.reduce((a, b) => a + b),
      value,
    }
  }

  if (output._tag === 'Ref') totals.set(output.index, seed)
  const seeded =
    output._tag === 'Ref'
      ? [{ kind: 'seed' as const, symbol: symbols.adjoint(output.index), contribution: symbols.outputAdjoint(0), ...unsaid, added: seed, value: seed }]
      : []
  const rows = records.flatMap(({ first, equation, shares }) => [...shares].map(([to, list]) => contribution(first, equation, to, list)))
  const inputs = program.inputs.map((_, i): ReverseRow => {
    const value = adjoint(i)
    const text = value === null ? '' : symbols.adjoint(i)
    return { kind: 'input', symbol: symbols.inputAdjoint(i), contribution: text, ...unsaid, added: 0, value: value === null ? 0 : elementOf(value) }
  })
  return [...seeded, ...rows, ...inputs]
}

// tables -----------------------------------------------------------------------------------

const equals = (text: string): string => (text === '' ? '' : `= ${text}`)

const cells = (step: Step | null, digits: number): ReadonlyArray<string> =>
  step === null ? ['', '', '', ''] : [step.symbol, equals(step.formula), equals(step.numbers), equals(showCell(step.value, digits))]

const checkRows = (operation: string, rows: unknown, parts: Parts, by: string): void => {
  const hint = `make them with ${by}`
  if (!Array.isArray(rows)) return raise({ _tag: 'Argument', operation, reason: `takes the rows of a trace, got ${describe(rows)}`, hint })
  for (const row of Array.from<unknown>(rows)) checkRecord(operation, 'the rows of a trace', row, parts, hint)
}

/**
 * A forward trace as a table for a terminal, or in Markdown.
 *
 * @example
 * const program = trace((x: Scalar) => square(x), { names: ['x'] })(3)
 * showForward(forwardTrace(program, [3], [1]))
 * // primal                    tangent
 * // ──────────────────────────────────────────────────────────
 * // v₀      = x          = 3  v̇₀       = ẋ                 = 1
 * // v₁      = v₀²  = 3²  = 9  v̇₁       = 2·v̇₀·v₀  = 2·1·3  = 6
 * // y       = v₁         = 9  ẏ        = v̇₁                = 6
 * @category drawing
 */
export const showForward = (rows: ReadonlyArray<ForwardRow>, format: Format = 'text', digits = 6): string => {
  checkRows('showForward', rows, { primal: isRecord }, 'forwardTrace(program, point, direction)')
  return showTable(
    { head: ['primal', '', '', '', 'tangent', '', '', ''], rows: rows.map(({ primal, tangent }) => [...cells(primal, digits), ...cells(tangent, digits)]) },
    format,
  )
}

/**
 * A reverse trace as a table for a terminal, or in Markdown.
 *
 * @example
 * const program = trace((x: Scalar) => square(x), { names: ['x'] })(3)
 * showReverse(reverseTrace(program, [3]))
 * // adjoint  chain rule    rule       numbers  value
 * // ────────────────────────────────────────────────
 * // v̄₁       = ȳ                               = 1
 * // v̄₀       = v̄₁·∂v₁/∂v₀  = 2·v̄₁·v₀  = 2·1·3  = 6
 * // x̄        = v̄₀                              = 6
 * @category drawing
 */
export const showReverse = (rows: ReadonlyArray<ReverseRow>, format: Format = 'text', digits = 6): string => {
  checkRows('showReverse', rows, { symbol: isText, contribution: isText, formula: isText, numbers: isText }, 'reverseTrace(program, point)')
  return showTable(
    {
      head: ['adjoint', 'chain rule', 'rule', 'numbers', 'value'],
      rows: rows.map((row) => [row.symbol, ...[row.contribution, row.formula, row.numbers, showCell(row.value, digits)].map(equals)]),
    },
    format,
  )
}

/**
 * Tangents through one operation, by whichever kind of rule it has; and the way back of a rule that is given by tangents
 * alone. A rule made with `byTangents` carries that way back itself, so that a bundle without such rules is without it.
 */
import { entry } from '../entry.ts'
import { applyTo } from '../program/expr.ts'
import type { AnyExpr, Derivative, Operation } from '../program/model.ts'
import { close, inline } from '../program/trace.ts'
import { float, floats, only, scaled, shaped, total, zeros } from './term.ts'

/** Tangents of the results, null where structurally zero. */
export const tangentsOf = (
  operation: Operation,
  args: ReadonlyArray<AnyExpr>,
  answers: ReadonlyArray<AnyExpr>,
  tangents: ReadonlyArray<AnyExpr | null>,
): ReadonlyArray<AnyExpr | null> => {
  const { primitive, params, operands, results } = operation
  const rule = primitive.derivative
  switch (rule._tag) {
    case 'Partials':
      return rule.partials(floats(args), floats(answers), params).map((row) => total(tangents.map((t, i) => (t === null ? null : scaled(entry(row, i), t)))))
    case 'Jvp':
      return rule
        .jvp(
          params,
          floats(args),
          floats(answers),
          tangents.map((t) => (t === null ? null : float(t))),
        )
        .map((t, j) => (typeof t === 'number' ? shaped(t, entry(results, j)) : t))
    case 'Linear': {
      const linear = rule.linear(params, operands)
      if (!tangents.some((t, i) => t !== null && linear[i])) return results.map(() => null)
      return applyTo(
        primitive,
        params,
        args.map((arg, i) => (linear[i] ? (tangents[i] ?? zeros(arg.aval)) : arg)),
      )
    }
    case 'Multilinear':
      return [
        total(
          tangents.map((t, i) =>
            t === null
              ? null
              : entry(
                  applyTo(
                    primitive,
                    params,
                    args.map((arg, k) => (k === i ? t : arg)),
                  ),
                  0,
                ),
          ),
        ),
      ]
    case 'Select': {
      const [, x = null, y = null] = tangents
      const arm = (t: AnyExpr | null): AnyExpr => t ?? zeros(entry(results, 0))
      return x === null && y === null ? [null] : applyTo(primitive, params, [entry(args, 0), arm(x), arm(y)])
    }
    case 'Constant':
    case 'Holder':
      return results.map(() => null)
  }
}

type Jvp = Extract<Derivative, { readonly _tag: 'Jvp' }>

/**
 * The way back of a rule by tangents: what does not depend on the cotangents is computed with the answers. The rule is
 * linear in its tangents, so reverse mode of it at tangent 0 is its transpose.
 */
const turned: Jvp['back'] = (operation, nonzero, args, answers, reverse) => {
  const { operands, primitive } = operation
  const { linear: self, transpose: given }: Pick<Jvp, 'linear' | 'transpose'> = primitive.derivative._tag === 'Jvp' ? primitive.derivative : {}
  const wanted = operands.map((_, i) => i).filter((i) => nonzero[i])
  if (self !== undefined && wanted.every((i) => self.operands[i])) {
    return (cotangents) => {
      const back = self.transpose(floats(args), only(operation, cotangents))
      return wanted.map((i) => shaped(back[i] ?? 0, entry(operands, i)))
    }
  }
  if (given !== undefined) {
    return (cotangents) => {
      const back = given(floats(args), only(operation, answers), only(operation, cotangents))
      return wanted.map((i) => shaped(back[i] ?? 0, entry(operands, i)))
    }
  }
  const n = args.length
  const moving = wanted.map((i) => entry(operands, i))
  const linear = close([...operands, ...answers.map((a) => a.aval), ...moving], (inputs) => {
    let next = n + answers.length
    const tangents = tangentsOf(
      operation,
      inputs.slice(0, n),
      inputs.slice(n, n + answers.length),
      operands.map((_, i) => (nonzero[i] ? entry(inputs, next++) : null)),
    )
    return tangents.map((t, j) => t ?? zeros(entry(answers, j).aval))
  })
  const { forward, pullback } = reverse(linear, [...operands.map(() => false), ...answers.map(() => false), ...moving.map(() => true)])
  const residuals = inline(forward)([...args, ...answers, ...moving.map(zeros)]).slice(answers.length)
  return (cotangents) => inline(pullback)([...residuals, ...cotangents])
}

/** A rule by the tangents of the results. */
export const byTangents = (rule: Omit<Jvp, '_tag' | 'back'>): Jvp => ({ _tag: 'Jvp', ...rule, back: turned })

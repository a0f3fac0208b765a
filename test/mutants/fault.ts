/**
 * Kinds of wrong rules: a primitive with other tangents, another transpose, other partials, or a batch that
 * forgets to move its axes. Each keeps the values and the name of the right one.
 */
import * as w from '../../src/index.ts'
import { byTangents } from '../../src/interpret/tangents.ts'
import type { AnyExpr, Derivative, Expr, Operation, Params, Primitive, Term } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import { withDerivative } from './substitute.ts'

export interface Planted {
  readonly fault: string
  readonly mutant: Primitive
}

/** The primitive of a name, which there is. */
export const named = (name: string): Primitive => {
  const [found] = w.vocabulary.filter((primitive) => primitive.name === name)
  if (found === undefined) throw new Error(`no primitive ${name}`)
  return found
}

export type Rule<Tag extends Derivative['_tag']> = Extract<Derivative, { readonly _tag: Tag }>

export const ruleOf = <Tag extends Derivative['_tag']>(name: string, tag: Tag): Rule<Tag> => {
  const { derivative } = named(name)
  if (derivative._tag !== tag) throw new Error(`${name} has a rule of kind ${derivative._tag}`)
  return phantom(derivative)
}

// kinds of faults ---------------------------------------------------------------------------

/** The tangents of a primitive by another rule, for both modes. */
export const tangent = (
  fault: string,
  name: string,
  jvp: (x: Expr, answers: ReadonlyArray<Expr>, dx: Expr, params: Params) => ReadonlyArray<Term | null>,
): Planted => ({
  fault,
  mutant: withDerivative(
    named(name),
    byTangents({
      jvp: (params, args, answers, tangents) => {
        const [x, dx] = [args[0], tangents[0]]
        return x === undefined || dx == null ? answers.map(() => null) : jvp(x, answers, dx, params)
      },
    }),
  ),
})

/** A rule of tangents in which one result stands still. */
export const stillResult = (name: string, which: number): Planted => {
  const rule = ruleOf(name, 'Jvp')
  return {
    fault: `the tangent of result ${which} is dropped`,
    mutant: withDerivative(named(name), byTangents({ jvp: (...given) => rule.jvp(...given).map((term, j) => (j === which ? null : term)) })),
  }
}

/** Another transpose of a linear primitive of one operand. */
export const transposed = (fault: string, name: string, transpose: Rule<'Linear'>['transpose']): Planted => ({
  fault,
  mutant: withDerivative(named(name), { _tag: 'Linear', linear: ruleOf(name, 'Linear').linear, transpose }),
})

/** The right transpose with its answers changed. */
export const changed = (fault: string, name: string, change: (back: Expr, which: number) => Term): Planted => {
  const rule = ruleOf(name, 'Linear')
  return transposed(fault, name, (...given) => rule.transpose(...given).map((back, i) => (back === null ? null : change(phantom(back), i))))
}

/** The right transpose under other parameters. */
export const misread = (fault: string, name: string, change: (params: Params) => Params): Planted => {
  const rule = ruleOf(name, 'Linear')
  return transposed(fault, name, (params, ...given) => rule.transpose(change(params), ...given))
}

export const numbers = (param: unknown): ReadonlyArray<number> => (Array.isArray(param) ? param.map(Number) : [Number(param)])

/** A batching rule that leaves the axes where they were, as if the batch were not in front. */
export const unmoved = (name: string, key: string): Planted => {
  const primitive = named(name)
  const { batching } = primitive
  if (batching._tag !== 'Rule') throw new Error(`${name} has no batching rule`)
  const back = (operation: Operation): Operation => {
    const param = operation.params[key]
    const moved = numbers(param).map((axis) => Math.max(0, axis - 1))
    return { ...operation, params: { ...operation.params, [key]: Array.isArray(param) ? moved : (moved[0] ?? 0) } }
  }
  return {
    fault: `batched, its ${key} are those of a row`,
    mutant: { ...primitive, batching: { _tag: 'Rule', batch: (operation, ...given) => batching.batch(back(operation), ...given) } },
  }
}

/** A batch that comes out in the wrong order. */
export const overturned = (name: string): Planted => {
  const primitive = named(name)
  const { batching } = primitive
  if (batching._tag !== 'Rule') throw new Error(`${name} has no batching rule`)
  return {
    fault: 'batched, its rows come out in reverse',
    mutant: {
      ...primitive,
      batching: {
        _tag: 'Rule',
        batch: (...given) => {
          const { results, batched } = batching.batch(...given)
          return { results: results.map((y, j) => (batched[j] ? phantom<AnyExpr>(w.flip(phantom<Expr>(y), 0)) : y)), batched }
        },
      },
    },
  }
}

/** Partials changed. */
export const partial = (fault: string, name: string, partials: (x: Expr, y: Expr, answer: Expr) => ReadonlyArray<Term>): Planted => ({
  fault,
  mutant: withDerivative(named(name), {
    _tag: 'Partials',
    partials: ([x, y], [answer]) => (x === undefined || answer === undefined ? [] : [partials(x, y ?? x, answer)]),
  }),
})

export const generic = (fault: string, mutant: Primitive | null): ReadonlyArray<Planted> => (mutant === null ? [] : [{ fault, mutant }])

/**
 * Laws of operations that move elements without computing on them, carried by the primitives that they rewrite. They
 * depend on parameters, so each is a predicate and a rewrite; all hold bit for bit, and each makes one operation at most.
 */
import { type Dims, sameShape } from '../array/shape.ts'
import { entry } from '../entry.ts'
import type { Answer, Params, Primitive, Site, StructuralRule } from '../program/model.ts'
import { dims } from './params.ts'

/** An operation and its operands, whether it is about to be made or has been. */
type Made = Pick<Site, 'operation' | 'args'>

/** A law about parameters. @category constructors */
export const motionLaw = (law: string, primitive: Primitive, rewrite: StructuralRule['rewrite']): StructuralRule => ({
  _tag: 'Structural',
  law,
  primitive,
  rewrite,
})

/** The shape of the first operand, and of the first result. */
export const operandShape = ({ operation }: Made): Dims => entry(operation.operands, 0).shape
export const resultShape = ({ operation }: Made): Dims => entry(operation.results, 0).shape

/** A parameter that is a list of axes, or of sizes. */
export const axesParam = ({ operation: { primitive, params } }: Made, key: string): Dims => dims(primitive.name, params, key)

/** How the operand was made, if by this primitive. */
export const madeBy = ({ args, producer }: Site, primitive: Primitive): Made | null => {
  const made = producer(entry(args, 0))
  return made !== null && made.operation.primitive === primitive ? made : null
}

/** Another operation on what this one is applied to, in its place. */
export const instead = (primitive: Primitive, params: Params, { args }: Made): Answer => ({ _tag: 'Apply', primitive, params, args })

/** The operand itself, where that holds. */
export const itself =
  (holds: (site: Site) => boolean) =>
  (site: Site): Answer | null =>
    holds(site) ? { _tag: 'Same', id: entry(site.args, 0) } : null

/** The operand itself, where its shape is that of the result. */
export const unmoved: StructuralRule['rewrite'] = /*#__PURE__*/ itself((site) => sameShape(operandShape(site), resultShape(site)))

/** f ∘ g of one primitive as one application of it. */
export const fused =
  (params: (outer: Site, inner: Made) => Params) =>
  (site: Site): Answer | null => {
    const { primitive } = site.operation
    const inner = madeBy(site, primitive)
    return inner === null ? null : instead(primitive, params(site, inner), inner)
  }

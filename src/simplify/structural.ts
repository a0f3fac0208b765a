/**
 * Laws of the operations that move elements without computing on them. They depend on parameters, so
 * each is a predicate and a rewrite; all of them hold bit for bit, and each makes one operation at most.
 * A new family adds its laws to the list.
 */
import { type Dims, sameShape } from '../array/shape.ts'
import { broadcastToPrimitive, reshapePrimitive, sumPrimitive } from '../basis/broadcast.ts'
import { dims } from '../basis/params.ts'
import { entry } from '../entry.ts'
import { transposePrimitive } from '../primitive/shape.ts'
import type { Params, Primitive } from '../program/model.ts'
import { type Answer, type Site, type StructuralRule, structural } from './rule.ts'
import type { Definition } from './store.ts'

const same = ({ args }: Site): Answer => ({ _tag: 'Same', id: entry(args, 0) })

const apply = (primitive: Primitive, params: Params, { args }: Site | Definition): Answer => ({ _tag: 'Apply', primitive, params, args })

const from = ({ operation }: Site): Dims => entry(operation.operands, 0).shape
const to = ({ operation }: Site): Dims => entry(operation.results, 0).shape

/** How the operand was made, if by this primitive. */
const by = ({ args, producer }: Site, primitive: Primitive): Definition | null => {
  const made = producer(entry(args, 0))
  return made !== null && made.operation.primitive === primitive ? made : null
}

const axesOf = ({ operation }: Site | Definition): Dims => dims(operation.primitive.name, operation.params, 'axes')

/** f ∘ g of one primitive as one application of it. */
const fused =
  (primitive: Primitive, params: (outer: Site, inner: Definition) => Params) =>
  (site: Site): Answer | null => {
    const inner = by(site, primitive)
    return inner === null ? null : apply(primitive, params(site, inner), inner)
  }

const orderOf = ({ operation }: Site | Definition): Dims => dims(operation.primitive.name, operation.params, 'order')

/** A repeated scalar is the same however its elements are moved. */
const fill = (site: Site): Answer | null => {
  const inner = by(site, broadcastToPrimitive)
  return inner !== null && axesOf(inner).length === 0 ? apply(broadcastToPrimitive, { shape: to(site), axes: [] }, inner) : null
}

export const structure: ReadonlyArray<StructuralRule> = [
  /*#__PURE__*/ structural('broadcastTo(x, shape of x) = x', broadcastToPrimitive, (site) => (sameShape(from(site), to(site)) ? same(site) : null)),
  /*#__PURE__*/ structural(
    'broadcastTo ∘ broadcastTo is one broadcastTo',
    broadcastToPrimitive,
    fused(broadcastToPrimitive, (outer, inner) => ({ shape: to(outer), axes: axesOf(inner).map((axis) => entry(axesOf(outer), axis)) })),
  ),
  /*#__PURE__*/ structural('reshape(x, shape of x) = x', reshapePrimitive, (site) => (sameShape(from(site), to(site)) ? same(site) : null)),
  /*#__PURE__*/ structural(
    'reshape ∘ reshape is one reshape',
    reshapePrimitive,
    fused(reshapePrimitive, (outer) => ({ shape: to(outer) })),
  ),
  /*#__PURE__*/ structural('reshape of a repeated scalar repeats it', reshapePrimitive, fill),
  /*#__PURE__*/ structural('transpose(x, axes in order) = x', transposePrimitive, (site) => (orderOf(site).every((axis, i) => axis === i) ? same(site) : null)),
  /*#__PURE__*/ structural(
    'transpose ∘ transpose is one transpose',
    transposePrimitive,
    fused(transposePrimitive, (outer, inner) => ({ order: orderOf(outer).map((axis) => entry(orderOf(inner), axis)) })),
  ),
  /*#__PURE__*/ structural('transpose of a repeated scalar repeats it', transposePrimitive, fill),
  /*#__PURE__*/ structural('sum over no axes = x', sumPrimitive, (site) => (axesOf(site).length === 0 ? same(site) : null)),
  /*#__PURE__*/ structural('sum over axes of size 1 is a reshape', sumPrimitive, (site) =>
    axesOf(site).every((axis) => from(site)[axis] === 1) ? apply(reshapePrimitive, { shape: to(site) }, site) : null,
  ),
]

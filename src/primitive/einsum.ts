/**
 * Einstein summation: any number of operands over named axes, as a path of pairwise contractions.
 * Diagonals and one-sided sums are taken before the contraction that they would otherwise blow up.
 */
import { type Dims, showShape } from '../array/shape.ts'
import type { AnyTensor } from '../array/tensor.ts'
import { stretch, sumPrimitive } from '../basis/broadcast.ts'
import { entry, valueAt } from '../entry.ts'
import { raise } from '../failure.ts'
import { applyLowered, composed, dimsOf, type Lowered } from '../program/operate.ts'
import type { Fits, Summed } from '../type/formula.ts'
import type { Lift, Operand, Traced } from '../type/value.ts'
import { contractPrimitive } from './contraction.ts'
import { diagonalOf } from './diagonal.ts'
import { transposePrimitive } from './shape.ts'
import { said } from '../array/list.ts'

/** One operand with a label per axis; labels are characters, '…2', '…1' stand for ellipsis axes, numbered from the right. */
interface Term {
  readonly value: Lowered
  readonly labels: ReadonlyArray<string>
}

/** A label where it stands in the formula. */
interface Label {
  readonly label: string
  readonly at: number
}

const fail = (formula: string, at: number, reason: string): never =>
  raise({ _tag: 'Argument', operation: 'einsum', reason: `${reason}\n  ${formula}\n  ${' '.repeat(at)}^`, hint: "a formula reads 'ij,jk->ik'" })

const isDots = (label: string): boolean => label.startsWith('…')

const textOf = (label: string): string => (isDots(label) ? '...' : label)

/** The labels of one part of the formula, '…' for all axes of an ellipsis together. */
const labelsOf = (formula: string, from: number, text: string): ReadonlyArray<Label> => {
  const labels: Array<Label> = []
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i)
    if (c === ' ') continue
    if (text.startsWith('...', i)) {
      if (labels.some(({ label }) => isDots(label))) fail(formula, from + i, 'here are two ellipses')
      labels.push({ label: '…', at: from + i })
      i += 2
    } else if (/^[A-Za-z]$/.test(c)) labels.push({ label: c, at: from + i })
    else fail(formula, from + i, `'${c}' is no label`)
  }
  return labels
}

/** Every ellipsis as so many axes. */
const expanded = (labels: ReadonlyArray<Label>, count: number): ReadonlyArray<Label> =>
  labels.flatMap(({ label, at }) => (isDots(label) ? Array.from({ length: count }, (_, i) => ({ label: `…${count - i}`, at })) : [{ label, at }]))

interface Parsed {
  readonly inputs: ReadonlyArray<ReadonlyArray<Label>>
  readonly output: ReadonlyArray<string>
}

const parse = (formula: string, shapes: ReadonlyArray<Dims>): Parsed => {
  const arrow = formula.indexOf('->')
  const left = arrow < 0 ? formula : formula.slice(0, arrow)
  const parts = left.split(',')
  const starts = parts.map((_, i) => parts.slice(0, i).reduce((at, part) => at + part.length + 1, 0))
  const given = parts.map((part, i) => labelsOf(formula, entry(starts, i), part))
  if (parts.length !== shapes.length)
    return fail(
      formula,
      left.length,
      `the formula has ${parts.length} operand${parts.length === 1 ? '' : 's'}, ${shapes.length} ${shapes.length === 1 ? 'was' : 'were'} given`,
    )
  const inputs = given.map((labels, i) => {
    const shape = entry(shapes, i)
    const wide = labels.some(({ label }) => isDots(label))
    const named = labels.length - (wide ? 1 : 0)
    if (shape.length < named || (shape.length > named && !wide))
      fail(formula, entry(starts, i), `operand ${i} has shape ${showShape(shape)}, and the formula names ${named} axes`)
    return expanded(labels, shape.length - named)
  })
  const all = inputs.flat().map(({ label }) => label)
  const dots = Math.max(0, ...all.map((label) => (isDots(label) ? Number(label.slice(1)) : 0)))
  // Without an arrow: ellipsis axes, then the labels that occur once, in alphabetical order.
  if (arrow < 0)
    return {
      inputs,
      output: [
        ...expanded([{ label: '…', at: 0 }], dots).map(({ label }) => label),
        ...all.filter((label) => !isDots(label) && all.indexOf(label) === all.lastIndexOf(label)).sort(),
      ],
    }
  const output = expanded(labelsOf(formula, arrow + 2, formula.slice(arrow + 2)), dots)
  output.forEach(({ label, at }, i) => {
    if (!all.includes(label)) fail(formula, at, `the label '${label}' of the result is in no operand`)
    if (output.findIndex((other) => other.label === label) !== i) fail(formula, at, `the label '${label}' stands twice in the result`)
  })
  return { inputs, output: output.map(({ label }) => label) }
}

/** Sizes of labels; an ellipsis axis of size 1 broadcasts. */
const sizesOf = (formula: string, inputs: ReadonlyArray<ReadonlyArray<Label>>, shapes: ReadonlyArray<Dims>): ReadonlyMap<string, number> => {
  const sizes = new Map<string, number>()
  inputs.forEach((labels, operand) => {
    labels.forEach(({ label, at }, i) => {
      const [size, known] = [entry(entry(shapes, operand), i), sizes.get(label)]
      if (known === undefined || (isDots(label) && known === 1)) sizes.set(label, size)
      else if (size !== known && !(isDots(label) && size === 1)) fail(formula, at, `the label '${textOf(label)}' has sizes ${known} and ${size}`)
    })
  })
  return sizes
}

/** Repeated labels of one operand: its diagonal. */
const withoutRepeats = ({ value, labels }: Term): Term => {
  const second = labels.findIndex((label, i) => labels.indexOf(label) !== i)
  if (second < 0) return { value, labels }
  const first = labels.indexOf(entry(labels, second))
  // The diagonal's axis comes last.
  const rest = labels.filter((_, i) => i !== first && i !== second)
  return withoutRepeats({ value: diagonalOf(value, first, second, 0), labels: [...rest, entry(labels, first)] })
}

const summed = ({ value, labels }: Term, keep: ReadonlySet<string>): Term => {
  const axes = labels.map((_, i) => i).filter((i) => !keep.has(entry(labels, i)))
  return axes.length === 0 ? { value, labels } : { value: applyLowered(sumPrimitive, { axes }, [value]), labels: labels.filter((label) => keep.has(label)) }
}

const transposed = ({ value, labels }: Term, output: ReadonlyArray<string>): Lowered => {
  const order = output.map((label) => labels.indexOf(label))
  return order.every((axis, i) => axis === i) ? value : applyLowered(transposePrimitive, { order }, [value])
}

const pair = (x: Term, y: Term, needed: ReadonlySet<string>): Term => {
  const shared = new Set([...x.labels.filter((label) => y.labels.includes(label)), ...needed])
  const [a, b] = [summed(x, shared), summed(y, shared)]
  const out = [...new Set([...a.labels, ...b.labels])].filter((label) => needed.has(label))
  const ids = new Map([...new Set([...a.labels, ...b.labels])].map((label, i) => [label, i]))
  const of = (labels: ReadonlyArray<string>): Dims => labels.map((label) => valueAt(ids, label))
  return { value: applyLowered(contractPrimitive, { a: of(a.labels), b: of(b.labels), out: of(out) }, [a.value, b.value]), labels: out }
}

/** The pair whose product is smallest, first. */
const cheapest = (terms: ReadonlyArray<Term>, sizes: ReadonlyMap<string, number>): readonly [number, number] => {
  let best: readonly [number, number] = [0, 1]
  let cost = Number.POSITIVE_INFINITY
  for (let i = 0; i < terms.length; i++)
    for (let j = i + 1; j < terms.length; j++) {
      const labels = new Set([...entry(terms, i).labels, ...entry(terms, j).labels])
      const work = [...labels].reduce((n, label) => n * valueAt(sizes, label), 1)
      if (work < cost) [best, cost] = [[i, j], work]
    }
  return best
}

const contractAll = (terms: ReadonlyArray<Term>, output: ReadonlyArray<string>, sizes: ReadonlyMap<string, number>): Lowered => {
  let left = terms
  while (left.length > 1) {
    const [i, j] = cheapest(left, sizes)
    const rest = left.filter((_, k) => k !== i && k !== j)
    left = [...rest, pair(entry(left, i), entry(left, j), new Set([...output, ...rest.flatMap((term) => term.labels)]))]
  }
  return transposed(summed(entry(left, 0), new Set(output)), output)
}

type Among<XS extends ReadonlyArray<unknown>> =
  Extract<XS[number], Traced> extends never
    ? Extract<XS[number], AnyTensor> extends never
      ? XS[number]
      : Extract<XS[number], AnyTensor>
    : Extract<XS[number], Traced>

/**
 * Sums of products over labelled axes, as NumPy's `einsum`: `'ij,jk->ik'` is a matrix product, a label
 * twice in one operand is a diagonal, `...` stands for leading axes that broadcast, and without `->`
 * the result has the labels that occur once, in alphabetical order. Axes that the result does not
 * name are summed, those of an ellipsis too. A mistake in the formula is shown at its character.
 *
 * @example
 * einsum('i,i->', Float64Array.of(1, 2), Float64Array.of(3, 4))              // 11
 * toArray(einsum('ij->ji', tensor([[1, 2], [3, 4]])))                        // [[1, 3], [2, 4]]
 * @formula \text{for } \texttt{ij,jk->ik}: \quad C_{ik} = \sum_j A_{ij} B_{jk}
 * @category contractions
 */
export const einsum = <F extends string, const XS extends ReadonlyArray<Operand>>(formula: F & Fits<F, XS>, ...operands: XS): Lift<Among<XS>, Summed<F, XS>> =>
  composed('einsum', operands, (...args) => {
    if (typeof formula !== 'string')
      return raise({ _tag: 'Argument', operation: 'einsum', reason: `the formula is ${said(formula)}`, hint: "it comes first and is text, as 'ij,jk->ik'" })
    if (args.length === 0) return raise({ _tag: 'Arity', operation: 'einsum', expected: 'at least 1 operand', got: 0 })
    const shapes = args.map(dimsOf)
    const { inputs, output } = parse(formula, shapes)
    const sizes = sizesOf(formula, inputs, shapes)
    const wide = args.map((value, i): Term => {
      const labels = entry(inputs, i).map(({ label }) => label)
      return {
        value: stretch(
          value,
          labels.map((label, axis) => (isDots(label) ? valueAt(sizes, label) : entry(entry(shapes, i), axis))),
        ),
        labels,
      }
    })
    return contractAll(wide.map(withoutRepeats), output, sizes)
  })

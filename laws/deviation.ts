/**
 * Where a derivative goes wrong: each equation that ran is compared, alone and at its own operands, with
 * differences of its own values. The first whose rule is off is the place to look at.
 */
import { avalOf, dataOf, seal, type AnyTensor } from '../src/array/tensor.ts'
import { entry } from '../src/entry.ts'
import { applyTo, constant } from '../src/program/expr.ts'
import { close } from '../src/program/trace.ts'
import { differentiable, pick } from '../src/transform/pick.ts'
import { innerProduct, moved, near, type Numbers, times } from './closeness.ts'
import { nearEstimates, tolerances } from './derivative.ts'
import { customOf, type Deviation, formulaOf, holdersOf, letters, lineOf, ruleOf, type Spelled } from './deviation-text.ts'
import { differences } from './difference.ts'
import type { Verdict } from './law.ts'
import { library, mappingOf, type Modes, tensorsOf, vectorOf } from './mapping.ts'
import type { Sample } from './program.ts'
import { type Event, eventsOf } from './watch.ts'

// one equation alone -----------------------------------------------------------------------

/** An equation as a program of those operands that move, the others as they were. */
interface Alone extends Spelled {
  readonly point: Float64Array
  /** Which way each of them moves as the point does. */
  readonly slopes: ReadonlyArray<Float64Array>
}

const numbersOf = (x: AnyTensor): Numbers => Float64Array.from(dataOf(x))

/** (ahead − behind) / 2h: which way an operand moves as the point does. */
const slope = (ahead: AnyTensor, behind: AnyTensor, h: number): Float64Array => times(1 / (2 * h), moved(numbersOf(ahead), -1, numbersOf(behind)))

const aloneOf = (event: Event, ahead: Event | undefined, behind: Event | undefined, h: number): Alone | null => {
  if (ahead === undefined || behind === undefined) return null
  const { operands } = event
  const slopes = operands.map((x, i) => (differentiable(avalOf(x)) ? slope(entry(ahead.operands, i), entry(behind.operands, i), h) : new Float64Array(0)))
  const moves = slopes.map((v) => v.length > 0 && v.every(Number.isFinite) && v.some((d) => d !== 0))
  if (!moves.includes(true)) return null
  const spelled = spelledOf(event, moves)
  if (spelled.program.outputs.length === 0) return null
  return { ...spelled, point: vectorOf(pick(operands, moves)), slopes: pick(slopes, moves) }
}

/** A run of an equation as a program of some of its operands. */
const spelledOf = ({ site, operands }: Event, chosen: ReadonlyArray<boolean>): Spelled => {
  const { primitive, params } = site.equation
  const program = close(pick(operands, chosen).map(avalOf), (xs) => {
    let next = 0
    const results = applyTo(
      primitive,
      params,
      operands.map((x, i) => (chosen[i] ? entry(xs, next++) : constant(seal(avalOf(x), dataOf(x))))),
    )
    return results.filter((y) => differentiable(y.aval))
  })
  return { program, names: pick(letters(operands.length), chosen) }
}

type What = Deviation['what']

/** What is wrong with an equation alone, if anything; a mode that its rule refuses says nothing here. */
const wrongIn = ({ program, point, slopes }: Alone, reach: number, modes: Modes): readonly [What, Extract<Verdict, { _tag: 'Fails' }>] | null => {
  const direction = Float64Array.from(slopes.flatMap((v) => Array.from(v)))
  const map = mappingOf(program, modes)
  const y = map.value(point)
  const w = y.map((_, i) => 1 + ((0.618 * (i + 1)) % 0.9))
  const options = { step: reach }
  const floor = Math.max(1e-6, ...Array.from(y, (x) => (Number.isFinite(x) ? 1e-3 * Math.abs(x) : 0)))
  const judges: ReadonlyArray<readonly [What, () => Verdict]> = [
    ['value', () => near(map.pushed(point), y, 1e-12)],
    ['value', () => near(map.pulled(point), y, 1e-12)],
    ['forward mode', () => nearEstimates(map.push(point, direction), differences(map.value, point, direction, options), tolerances.first, floor)],
    [
      'reverse mode',
      () =>
        nearEstimates(
          [innerProduct(map.pull(point, w), direction)],
          differences((x) => [innerProduct(map.value(x), w)], point, direction, options),
          tolerances.first,
          floor,
        ),
    ],
  ]
  for (const [what, judge] of judges) {
    const verdict = attempted(judge)
    if (verdict?._tag === 'Fails') return [what, verdict]
  }
  return null
}

/** The operands by which a derivative is off when they move alone. */
const blamed = (alone: Alone, what: What, reach: number, modes: Modes): ReadonlyArray<string> =>
  what === 'value'
    ? []
    : alone.names.filter((_, i) => {
        const slopes = alone.slopes.map((v, k) => (k === i ? v : new Float64Array(v.length)))
        return attempted(() => wrongIn({ ...alone, slopes }, reach, modes)) !== null
      })

const attempted = <T>(action: () => T): T | null => {
  try {
    return action()
  } catch {
    return null
  }
}

// the search --------------------------------------------------------------------------

// Between rounding and curvature.
const nudge = 1e-4

/**
 * The first equation whose own derivative is off at a sample's point, along its direction; null where every
 * equation by itself agrees with differences. Inner equations come before the loop or branch that holds them.
 */
export const deviationOf = ({ program, point, v, reach }: Sample, modes: Modes = library): Deviation | null => {
  const watch = eventsOf(program)
  const h = nudge * reach
  const runs = [0, h, -h].map((t) => watch(tensorsOf(program.inputs, moved(point, t, v))))
  const [here = new Map<string, Event>(), ahead, behind] = runs
  for (const [path, event] of here) {
    const alone = attempted(() => aloneOf(event, ahead?.get(path), behind?.get(path), h))
    if (alone === null) continue
    const wrong = wrongIn(alone, reach, modes)
    if (wrong === null) continue
    const [what, { left, right, error }] = wrong
    const { equation } = event.site
    const custom = customOf(equation)
    // A function with a rule of its own is written in all of its operands, and so is the rule.
    const spelled =
      custom === null
        ? alone
        : spelledOf(
            event,
            event.operands.map((x) => differentiable(avalOf(x))),
          )
    return {
      line: lineOf(event.site),
      within: holdersOf(event.site),
      run: event.run + 1,
      primitive: equation.primitive.name,
      custom,
      formula: attempted(() => formulaOf(equation, alone)) ?? '',
      what,
      by: blamed(alone, what, reach, modes),
      rule: attempted(() => ruleOf(what, spelled, modes)) ?? '',
      found: left,
      wanted: right,
      error,
    }
  }
  return null
}

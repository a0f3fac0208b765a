/**
 * The judge of a form: forward mode, reverse mode and the four nestings of the two, each against
 * Richardson's differences to 1e-6, the shapes of cotangents, and batches against their rows. It answers
 * with what is wrong, so that it serves to accept right rules and to catch planted faults.
 */
import { type Batch, noRows, rowByRow } from '../../laws/batch.ts'
import { innerProduct, moved, near, type Numbers } from '../../laws/closeness.ts'
import { nearEstimates } from '../../laws/derivative.ts'
import { alongCurve, differences, type Estimate } from '../../laws/difference.ts'
import { every, that, undecided, type Verdict } from '../../laws/law.ts'
import { library, type Mapping, mappingOf, type Modes, type Second, secondOf, sizesOf, tensorsOf } from '../../laws/mapping.ts'
import { elementOf, type AnyTensor } from '../../src/array/tensor.ts'
import { outputAvals } from '../../src/program/avals.ts'
import { float } from '../../src/program/expr.ts'
import type { Expr, Program } from '../../src/program/model.ts'
import { toExpr } from '../../src/program/operate.ts'
import { close } from '../../src/program/trace.ts'
import { batch as libraryBatch } from '../../src/transform/batch.ts'
import { phantom } from '../../src/type/phantom.ts'
import type { Form } from './form.ts'
import { numbersOf, scattered } from './operation.ts'

/** The relative error allowed against differences. */
const tolerance = 1e-6

/** A form made ready: its program, its function on values, and its derivatives. */
export interface Trial {
  readonly form: Form
  readonly program: Program
  readonly value: (x: Numbers) => ReadonlyArray<number>
  /** The derivative programs, each made once. */
  readonly modes: Modes
  readonly map: Mapping
  /** Made when first asked for. */
  readonly second: () => ReturnType<typeof secondOf>
  readonly batch: Batch
}

const results = (y: unknown): ReadonlyArray<unknown> => (Array.isArray(y) ? y : [y])

/** The results of a form on values. */
export const resultsOf = ({ f, inputs }: Form, x: Numbers): ReadonlyArray<unknown> => {
  const avals = inputs.map(({ shape }) => float(...shape))
  const values = tensorsOf(avals, x).map((of: AnyTensor): unknown => (of.shape.length === 0 ? elementOf(of) : of))
  return results(f(...phantom<ReadonlyArray<Expr<never>>>(values)))
}

/** The program of a form. */
export const programOf = ({ f, inputs }: Form): Program =>
  close(
    inputs.map(({ shape }) => float(...shape)),
    (xs) => results(f(...phantom<ReadonlyArray<Expr<never>>>(xs))).map((y) => toExpr('form', y)),
  )

const once = (make: (program: Program) => Program): ((program: Program) => Program) => {
  const made = new Map<Program, Program>()
  return (program) => {
    const found = made.get(program) ?? make(program)
    made.set(program, found)
    return found
  }
}

/** A form with its program, or with another in its place. */
export const trialOf = (form: Form, program: Program = programOf(form), batch: Batch = libraryBatch): Trial => {
  const known: { second?: ReturnType<typeof secondOf> } = {}
  const modes = { forward: once(library.forward), reverse: once(library.reverse) }
  return {
    form,
    program,
    value: (x) => resultsOf(form, x).flatMap(numbersOf),
    modes,
    map: mappingOf(program, modes),
    second: () => (known.second ??= secondOf(program, modes)),
    batch,
  }
}

/** The numbers of the kth draw, all operands after each other. */
export const pointOf = ({ inputs }: Form, k: number): ReadonlyArray<number> => inputs.flatMap(({ draw }, i) => draw(k + 101 * i))

const weighed = (estimates: ReadonlyArray<Estimate>, w: Numbers): Estimate => ({
  value: estimates.reduce((sum, { value }, i) => sum + value * (w[i] ?? 0), 0),
  error: estimates.reduce((sum, { error }, i) => sum + error * Math.abs(w[i] ?? 0), 0),
})

// Entries far below the size of the values are the rounding of larger ones.
const floorOf = (values: Numbers): number => Math.max(1e-6, ...Array.from(values, (y) => 1e-3 * Math.abs(y)))

/** Both modes at a point. */
export const firstOrder = ({ form, program, value, map }: Trial, k: number): Verdict => {
  const { inputs: n, outputs: m } = sizesOf(program)
  const [x, v, w] = [pointOf(form, k), scattered(n, k + 11), scattered(m, k + 5).map((e) => e + 1.25)]
  const y = value(x)
  const estimates = differences(value, x, v, { step: form.reach })
  return every(
    () => near(map.value(x), y, 1e-12),
    () => near(map.pushed(x), y, 1e-12),
    () => near(map.pulled(x), y, 1e-12),
    () => nearEstimates(map.push(x, v), estimates, tolerance, floorOf(y)),
    () => nearEstimates([innerProduct(map.pull(x, w), v)], [weighed(estimates, w)], tolerance, floorOf(y)),
  )
}

/** Forward ∘ forward, forward ∘ reverse, reverse ∘ forward and reverse ∘ reverse at a point, each against differences of each mode. */
export const secondOrder = ({ form, program, map, second }: Trial, k: number): Verdict => {
  const { inputs: n, outputs: m } = sizesOf(program)
  const [x, u, v, w] = [pointOf(form, k), scattered(n, k + 3), scattered(n, k + 11), scattered(m, k + 5).map((e) => e + 1.25)]
  const along = (curve: (at: Numbers) => number): Estimate => alongCurve((t) => [curve(moved(x, t, u))], { step: form.reach })[0] ?? { value: 0, error: 0 }
  const [pushed, pulled] = [along((at) => innerProduct(map.push(at, v), w)), along((at) => innerProduct(map.pull(at, w), v))]
  const { forwardForward, forwardReverse, reverseForward, reverseReverse }: Second = second()(x, u, v, w)
  return nearEstimates(
    [forwardForward, forwardReverse, reverseForward, reverseReverse, forwardForward, reverseReverse],
    [pushed, pushed, pushed, pushed, pulled, pulled],
    tolerance,
    1,
  )
}

/** Every cotangent has the shape of its operand. */
export const cotangentShapes = ({ program, modes }: Trial): Verdict => {
  const texts = (avals: Program['inputs']): string => avals.map((of) => of.text).join(' ')
  const [found, wanted] = [texts(outputAvals(modes.reverse(program)).slice(outputAvals(program).length)), texts(program.inputs)]
  return that(found === wanted, wanted, found)
}

/** Batches of none, of one and of three, of all operands and of each alone; the gradient over a batch too. */
export const batches = ({ form, program, modes, batch }: Trial, k: number): Verdict => {
  const all = program.inputs.map(() => true)
  const alone = all.length === 1 ? [] : all.map((_, i) => all.map((__, j) => i === j))
  const rows = (size: number): ReadonlyArray<ReadonlyArray<number>> => Array.from({ length: size }, (_, r) => pointOf(form, k + 7 * r))
  const gradient = modes.reverse(program)
  const { outputs: m } = sizesOf(program)
  return every(
    () => noRows(batch, program),
    () => noRows(batch, gradient),
    () => rowByRow(batch, program, all, rows(1)),
    ...[all, ...alone].map((marks) => () => rowByRow(batch, program, marks, rows(3))),
    () =>
      rowByRow(
        batch,
        gradient,
        gradient.inputs.map(() => true),
        rows(2).map((row) => [...row, ...scattered(m, k)]),
      ),
  )
}

/** Where a value is not finite there is nothing to compare with: every mode and nesting answers, in its shape. */
export const answers = ({ form, program, map, second }: Trial): Verdict => {
  const { inputs: n, outputs: m } = sizesOf(program)
  const x = pointOf(form, 1)
  const [zeros, ones] = [new Float64Array(n), new Float64Array(m).fill(1)]
  const lengths = [map.push(x, zeros).length, map.pull(x, ones).length, Object.values(second()(x, zeros, zeros, ones)).length]
  return that(lengths.join() === [m, n, 4].join(), [m, n, 4].join(), lengths.join())
}

/** All that is asked of a trial at the kth draw. */
export const judged = (trial: Trial, k: number): Verdict =>
  trial.value(pointOf(trial.form, k)).every(Number.isFinite)
    ? every(
        () => cotangentShapes(trial),
        () => firstOrder(trial, k),
        () => secondOrder(trial, k),
        () => batches(trial, k),
      )
    : every(
        () => cotangentShapes(trial),
        () => answers(trial),
        () => batches(trial, k),
      )

/** The first verdict that is decided among the draws after k; undecided if none of twelve is. */
export const decided = (trial: Trial, judge: (trial: Trial, k: number) => Verdict, k: number): Verdict => {
  for (let i = 0; i < 12; i++) {
    const verdict = judge(trial, k + 1009 * i)
    if (verdict._tag !== 'Undecided') return verdict
  }
  return undecided('no draw is smooth')
}

/** What is wrong with a form, in words; null where nothing is. */
export const wrong = (verdict: Verdict): string | null => {
  switch (verdict._tag) {
    case 'Holds':
      return null
    case 'Undecided':
      return verdict.reason
    case 'Fails':
      return `${verdict.left}\n  against\n${verdict.right}\n  relative error ${verdict.error}`
  }
}

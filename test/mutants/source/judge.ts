/**
 * What judges a fault planted in a source file: suites of laws by name. This file is bundled with the
 * library, one line of which is spoiled, and run; so the laws, too, see the spoiled library.
 */
import { agreement, compiledBy, type Engine } from '../../../laws/backend.ts'
import { vectorisation } from '../../../laws/batch.ts'
import { functionsOf, rules } from '../../../laws/calculus.ts'
import { codecs, programCodecs, specCodecs } from '../../../laws/codec.ts'
import { branches, customs, scans } from '../../../laws/control.ts'
import { gradientCost } from '../../../laws/cost.ts'
import { byDifferences, linearity, secondOrder } from '../../../laws/derivative.ts'
import { dualPrograms, dualRing } from '../../../laws/dual.ts'
import { enclosure } from '../../../laws/interval.ts'
import { whiles } from '../../../laws/iteration.ts'
import { taylor } from '../../../laws/jet.ts'
import type { Law } from '../../../laws/law.ts'
import { jacobians, linearization } from '../../../laws/linear.ts'
import { smoothProductions } from '../../../laws/production.ts'
import { arrayPrograms, fieldPrograms, scalarPrograms, smoothPrograms, snippets, vocabularyPrograms } from '../../../laws/program.ts'
import { realSimplification, rewriting, simplification, wildly, wildPrograms } from '../../../laws/simplification.ts'
import { sparseDerivatives } from '../../../laws/sparse.ts'
import { tapeList, tapeMonad } from '../../../laws/tape.ts'
import { matrix, programCodec, record, scalar, tuple, vector, vocabulary, within } from '../../../src/index.ts'
import { type Backend, compileProgram } from '../../../src/compile/kernel.ts'
import { sameProgram } from '../../../src/program/equal.ts'
import { optimised } from '../../../src/simplify/optimise.ts'
import { strict } from '../../../src/simplify/rules.ts'
import { rounding } from '../../compile/relaxed.ts'
import { crewed, reversed, walked } from '../../compile/threads/engines.ts'
import { kernels, oddKernels } from './kernels.ts'

/** The compiler, with code cut into functions of a few statements. */
const inParts = (backend: Backend): Engine => {
  const limits = { code: 7, body: 3 }
  return { name: `${backend} in parts`, prepare: (program) => compileProgram(program, backend, { javascript: limits, webassembly: limits })?.run ?? null }
}

/** The compiler with products and sums as one instruction, which rounds twice. */
const joined: Engine = { name: 'fused', prepare: (program) => compileProgram(program, 'webassembly', undefined, rounding(1).arithmetic)?.run ?? null }

/** The suites, each made only when it is asked for. */
const suites = {
  derivatives: () => [...byDifferences(scalarPrograms()), ...byDifferences(arrayPrograms())],
  vocabulary: () => byDifferences(vocabularyPrograms({ lines: 5 })),
  kernels: () => byDifferences(kernels),
  calls: () => rules(functionsOf(snippets({ productions: smoothProductions, shapes: [[]], inputs: 1, lines: 4 })), { from: -1, to: 1 }),
  control: () => [scans(), branches(), customs(), whiles()].flatMap((samples) => byDifferences(samples)),
  linearity: () => linearity(arrayPrograms()),
  second: () => secondOrder(scalarPrograms({ lines: 5 })),
  duals: () => [...dualRing(), ...dualPrograms()],
  tape: () => [...tapeMonad, ...tapeList(scalarPrograms())],
  intervals: () => enclosure(scalarPrograms()),
  taylor: () => taylor(smoothPrograms({ lines: 5 })),
  taylorArrays: () => taylor(arrayPrograms({ lines: 4 })),
  batches: () => [...vectorisation(arrayPrograms()), ...vectorisation(scans())],
  linearization: () => linearization(arrayPrograms({ lines: 5 })),
  jacobians: () => jacobians(arrayPrograms({ lines: 5 })),
  sparse: () => sparseDerivatives(arrayPrograms({ lines: 5 })),
  simplify: () => [
    ...simplification(),
    ...simplification(undefined, wildly(kernels)),
    ...simplification(undefined, wildly(arrayPrograms())),
    ...simplification(undefined, wildly(scans())),
  ],
  rules: () => rewriting(strict),
  // Sums that move may become two, so that a program may well grow.
  rearrange: () => [kernels, arrayPrograms()].flatMap((samples) => realSimplification(optimised, samples).filter(({ name }) => !name.includes('never grows'))),
  cost: () => gradientCost(fieldPrograms()),
  codec: () => [
    ...programCodecs(arrayPrograms()),
    ...programCodecs(scans()),
    ...codecs(
      programCodec(vocabulary),
      wildPrograms.map(({ program }) => program),
      (x, y) => sameProgram(x, y) === null,
    ),
    ...specCodecs(tuple(scalar, vector('n'))),
    ...specCodecs(record({ w: matrix(2, 'n'), b: tuple(within(scalar, 0, 1), vector('n')) })),
  ],
  javascript: () => [...agreement(kernels, compiledBy('javascript')), ...agreement(arrayPrograms(), compiledBy('javascript'))],
  parts: () => (['javascript', 'webassembly'] as const).flatMap((backend) => [kernels, scans()].flatMap((samples) => agreement(samples, inParts(backend)))),
  webassembly: () => [...agreement(kernels, compiledBy('webassembly')), ...agreement(arrayPrograms(), compiledBy('webassembly'))],
  odd: () => (['javascript', 'webassembly'] as const).flatMap((backend) => agreement(oddKernels, compiledBy(backend))),
  shares: () => [reversed, walked].flatMap((engine) => [...agreement(kernels, engine), ...agreement(arrayPrograms(), engine)]),
  workers: () => agreement(kernels, crewed()),
  fused: () => [...agreement(kernels, joined), ...agreement(arrayPrograms(), joined)],
} satisfies Readonly<Record<string, () => ReadonlyArray<Law>>>

export type Suite = keyof typeof suites

export const suiteNames: ReadonlyArray<Suite> = Object.keys(suites).filter((name): name is Suite => name in suites)

/** What catches a fault. */
export interface Catch {
  readonly suite: Suite
  readonly law: string
  readonly samples: number
}

/** The first law that fails: every law on few samples first, since the one meant for a fault sees it soon. */
export const caughtBy = (names: ReadonlyArray<Suite>, ladder: ReadonlyArray<number> = [4, 30, 200, 800, 3200]): Catch | null => {
  const laws = names.flatMap((suite) => suites[suite]().map((law) => ({ suite, law })))
  for (const runs of ladder)
    for (const { suite, law } of laws) {
      const outcome = law.check({ runs, shrink: false })
      if (outcome._tag === 'Failed') return { suite, law: law.name, samples: outcome.runs }
    }
  return null
}

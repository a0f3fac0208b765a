/**
 * The mutation job: faults planted in rules, modes, simplifiers and batches, each of which the laws
 * must catch. A suite that cannot fail is a defect.
 */
import { afterAll, describe, expect, it } from 'vitest'
import { vectorisation } from '../../laws/batch.ts'
import { branches, customs, scans } from '../../laws/control.ts'
import { gradientCost } from '../../laws/cost.ts'
import { byComplexStep, byDifferences, derivative, linearity, secondOrder } from '../../laws/derivative.ts'
import { dualPrograms, dualRing } from '../../laws/dual.ts'
import type { Law } from '../../laws/law.ts'
import { joined, library, type Modes } from '../../laws/mapping.ts'
import { applications, elementwise, isDifferentiable } from '../../laws/primitive.ts'
import { arrayProductions, type Production } from '../../laws/production.ts'
import { arrayPrograms, fieldPrograms, scalarPrograms } from '../../laws/program.ts'
import { rewriting, simplification, wildly, wildPrograms } from '../../laws/simplification.ts'
import { dtypes } from '../../src/array/dtype.ts'
import { dataOf, seal } from '../../src/array/tensor.ts'
import { mul, type Primitive, simplify, vocabulary } from '../../src/index.ts'
import { reverse } from '../../src/interpret/tape.ts'
import type { Expr, Term } from '../../src/program/model.ts'
import { strict } from '../../src/simplify/rules.ts'
import { batch } from '../../src/transform/batch.ts'
import { differentiable } from '../../src/transform/pick.ts'
import { dualMutants, modeMutants, soundModes } from './mode.ts'
import { arraySimplifierMutants, simplifierMutants, soundElimination, wrongRules } from './simplifier.ts'
import { type Fault, faulty, infected, substitute, swapped } from './substitute.ts'
import type { Table } from '../table.ts'

// the report -------------------------------------------------------------------------------

interface Catch {
  readonly family: string
  readonly fault: string
  readonly law: string
  readonly samples: number
}

const catches: Array<Catch> = []

/** The first law that a mutant breaks. */
const caught = (family: string, fault: string, laws: ReadonlyArray<Law>, runs: number): Catch | null => {
  // Every law on few samples first: the one meant for a fault sees it soon.
  for (const numRuns of [Math.min(runs, 4), Math.min(runs, 25), runs]) {
    for (const law of laws) {
      const outcome = law.check({ runs: numRuns, shrink: false })
      if (outcome._tag !== 'Failed') continue
      const found = { family, fault, law: law.name, samples: outcome.runs }
      catches.push(found)
      return found
    }
  }
  return null
}

const mutant = (family: string, fault: string, laws: () => ReadonlyArray<Law>, runs = 100): void => {
  it(fault, () => expect(caught(family, fault, laws(), runs), 'no law catches it').not.toBeNull(), 30_000)
}

afterAll(() => {
  const rows = catches.map(({ family, fault, law, samples }) => [family, fault, law.replace(/^\w+: /, ''), String(samples)])
  const all = [['where', 'the fault', 'the law that catches it', 'at sample'], ...rows]
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? []
  console.info([`${catches.length} mutants caught`, ...all.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  '))].join('\n'))
})

// rules of elementwise primitives ----------------------------------------------------------

const pointwise = vocabulary.filter(isDifferentiable)

/** One report line for all primitives with the same fault, so that the table can be read. */
const everyPrimitive = (fault: string, mutants: ReadonlyArray<Primitive>, laws: (mutant: Primitive) => ReadonlyArray<Law>): void => {
  it(`${fault}: each of ${mutants.length}`, () => {
    const missed = mutants.filter((one) => {
      for (const law of laws(one)) {
        const outcome = law.check({ runs: 25, shrink: false })
        if (outcome._tag !== 'Failed') continue
        if (!catches.some((row) => row.family === 'elementwise' && row.fault === fault))
          catches.push({ family: 'elementwise', fault, law: `${law.name} (and so on, for ${mutants.length} primitives)`, samples: outcome.runs })
        return false
      }
      return true
    })
    expect(missed.map((one) => one.name)).toEqual([])
  }, 30_000)
}

const planted = (fault: Fault): ReadonlyArray<Primitive> =>
  pointwise.flatMap((primitive) => primitive.domains.flatMap((_, which) => faulty(primitive, fault, which) ?? []))

/** Primitives whose partials are constants, or each other's: exchanging or detaching them changes nothing. */
const flat = ['add', 'sub', 'neg', 'abs', 'max', 'min', 'relu']

describe('rules of elementwise primitives', () => {
  it('there are many', () => expect(pointwise.length).toBeGreaterThan(30))
  for (const fault of ['wrong sign', 'doubled', 'dropped'] as const)
    everyPrimitive(`a partial: ${fault}`, planted(fault), (one) => byDifferences(applications(one)))
  everyPrimitive(
    'both partials exchanged',
    pointwise.filter(({ domains, name }) => domains.length === 2 && name !== 'add').flatMap((primitive) => swapped(primitive) ?? []),
    (one) => byDifferences(applications(one)),
  )
  everyPrimitive(
    'a partial that is right but detached, so that only its own derivative is wrong',
    planted('detached').filter(({ name }) => !flat.includes(name)),
    (one) => secondOrder(applications(one)),
  )

  const named = (name: string): Primitive => vocabulary.find((primitive) => primitive.name === name) ?? (vocabulary[0] as Primitive)
  mutant('elementwise', 'the complex step alone sees a partial off by one part in a million', () => {
    const sin = named('sin')
    const rule = sin.derivative
    if (rule._tag !== 'Partials') return []
    const off: Primitive = {
      ...sin,
      derivative: { _tag: 'Partials', partials: (...given) => rule.partials(...given).map((row) => row.map((term) => scaledBy(1 + 1e-6, term))) },
    }
    return byComplexStep(applications(off))
  })
  mutant('elementwise', 'evaluation is not the scalar function', () => elementwise({ ...named('sin'), evaluate: named('cos').evaluate }))
  mutant('elementwise', 'it says that it commutes, and does not', () => elementwise({ ...named('atan2'), commutative: true }))
})

const scaledBy = (factor: number, term: Term): Term => (typeof term === 'number' ? factor * term : mul(factor, term as Expr))

// rules of array primitives ----------------------------------------------------------------

/** Random programs in which some productions are frequent. */
const richIn = (...names: ReadonlyArray<string>) => {
  const chosen = arrayProductions.filter(({ name }) => names.includes(name))
  const productions: ReadonlyArray<Production> = [
    ...arrayProductions.filter(({ name }) => ['add', 'mul', 'sin', 'square', 'expandDims'].includes(name)),
    ...chosen,
    ...chosen,
    ...chosen,
    ...chosen,
  ]
  return arrayPrograms({ productions, lines: 6 })
}

const arrays: Table<readonly [primitive: string, operands: number, ...productions: ReadonlyArray<string>]> = [
  ['sum', 1, 'sum', 'mean'],
  ['broadcastTo', 1, 'broadcastTo'],
  ['reshape', 1, 'reshape'],
  ['transpose', 1, 'transpose'],
  ['slice', 1, 'slice'],
  ['gather', 1, 'take'],
  ['concatenate', 2, 'concatenate', 'stack'],
  ['contract', 2, 'matmul'],
  ['logsumexp', 1, 'logsumexp'],
]

describe('rules of array primitives', () => {
  for (const [name, operands, ...productions] of arrays) {
    const [primitive] = vocabulary.filter((one) => one.name === name)
    for (const fault of ['wrong sign', 'dropped'] as const) {
      for (let which = 0; which < operands; which++) {
        const wrong = primitive === undefined ? null : faulty(primitive, fault, which)
        mutant(name, `the way back to operand ${which}: ${fault}`, () => (wrong === null ? [] : byDifferences(infected(richIn(...productions), wrong))), 40)
      }
    }
    if (operands === 2 && primitive !== undefined) {
      const wrong = swapped(primitive)
      mutant(name, 'the ways back exchanged', () => (wrong === null ? [] : byDifferences(infected(richIn(...productions), wrong))), 60)
    }
  }

  mutant('adjointness', 'a wrong way back alone is seen without differences', () => {
    const wrong = vocabulary.filter(({ name }) => name === 'sum').flatMap((primitive) => faulty(primitive, 'doubled', 0) ?? [])
    return wrong.flatMap((one) => linearity(infected(richIn('sum'), one)))
  })

  mutant('scatterAdd', 'entries named twice are overwritten, not added', () => {
    const [scatter] = vocabulary.filter(({ name }) => name === 'scatterAdd')
    if (scatter === undefined) return []
    const overwriting: Primitive = {
      ...scatter,
      // Each update alone, the last one wins.
      evaluate: (operation, [indices, updates]) =>
        operation.results.map((of) => {
          const out = dtypes[of.dtype].buffer(of.shape.reduce((n, k) => n * k, 1))
          if (indices === undefined || updates === undefined) return seal(of, out)
          const [added = seal(of, out)] = scatter.evaluate(operation, [indices, updates])
          const [count = seal(of, out)] = scatter.evaluate(operation, [
            indices,
            seal(operation.operands[1] ?? of, dataOf(updates).map(() => 1) as Float64Array),
          ])
          return seal(
            of,
            Float64Array.from(dataOf(added), (x, i) => (dataOf(count)[i] === 0 ? 0 : x / (dataOf(count)[i] ?? 1))),
          )
        }),
    }
    const modes: Modes = { ...library, reverse: (program) => substitute(joined(reverse(program, program.inputs.map(differentiable)), program), overwriting) }
    return byDifferences(richIn('take'), modes)
  })
})

// control flow -----------------------------------------------------------------------------

describe('rules of control flow', () => {
  const sources = [
    ['scan', scans(), 3],
    ['cond', branches(), 1],
    ['customJvp', customs(), 2],
  ] as const
  for (const [name, samples, operands] of sources) {
    for (let which = 0; which < operands; which++) {
      mutant(
        name,
        `the way back to moving operand ${which}: wrong sign`,
        () =>
          vocabulary
            .filter((one) => one.name === name)
            .flatMap((one) => faulty(one, 'wrong sign', which) ?? [])
            .flatMap((one) => byDifferences(infected(samples, one))),
        25,
      )
    }
  }
})

// modes ------------------------------------------------------------------------------------

/** Programs with many choices. */
const choosy: ReadonlyArray<Production> = arrayProductions.filter(({ name }) => ['add', 'mul', 'sin', 'square', 'where'].includes(name))

describe('modes', () => {
  for (const [mode, fault, modes] of modeMutants) mutant(mode, fault, () => byDifferences(scalarPrograms({ productions: choosy }), modes), 100)

  it('without a fault, made in the same way, they pass', () => {
    expect(derivative(scalarPrograms(), soundModes).flatMap((law) => (law.check({ runs: 15 })._tag === 'Passed' ? [] : [law.name]))).toEqual([])
  })
})

describe('dual numbers', () => {
  for (const [fault, make] of dualMutants) {
    mutant('ring A[ε]/ε²', fault, () => dualRing(make))
    mutant('programs over ℚ', fault, () => dualPrograms(make), 300)
  }
})

// simplification ---------------------------------------------------------------------------

describe('simplifiers', () => {
  for (const [fault, wrong] of wrongRules) mutant('a rewrite rule', fault, () => rewriting([wrong]))
  for (const [fault, wrong] of wrongRules.slice(0, 3))
    mutant('a rewrite rule, in programs', fault, () => simplification((program) => simplify(program, [wrong, ...strict]), wildPrograms), 3000)
  for (const [fault, wrong] of simplifierMutants) mutant('simplify', fault, () => simplification(wrong, wildPrograms), 4000)
  for (const [fault, wrong] of arraySimplifierMutants) mutant('simplify', fault, () => simplification(wrong, wildly(arrayPrograms())), 500)

  it('an elimination without a fault keeps every bit', () => {
    const [bits] = simplification(soundElimination)
    expect(bits?.check({ runs: 200 })).toMatchObject({ _tag: 'Passed' })
  })
})

// batches and cost -------------------------------------------------------------------------

describe('batches', () => {
  const rule = (
    name: string,
    change: (batching: Extract<Primitive['batching'], { readonly _tag: 'Rule' }>) => Primitive['batching'],
  ): ReadonlyArray<Primitive> =>
    vocabulary.filter((one) => one.name === name).flatMap((one) => (one.batching._tag === 'Rule' ? [{ ...one, batching: change(one.batching) }] : []))

  mutant('vmap', 'a sum keeps its axes, and sums over the batch', () =>
    rule('sum', (right) => ({
      _tag: 'Rule',
      batch: (operation, args, batched, size) => {
        const axes = operation.params['axes']
        const moved = Array.isArray(axes) ? axes.map((axis) => Math.max(0, Number(axis) - 1)) : []
        return right.batch({ ...operation, params: { ...operation.params, axes: moved } }, args, batched, size)
      },
    })).flatMap((one) => vectorisation(infected(richIn('sum'), one))),
  )

  mutant('vmap', 'a batch comes out in reverse', () =>
    vectorisation(arrayPrograms(), (program, batched, size) =>
      batch(
        program,
        batched.map((_, i) => i !== 0 && (batched[i] ?? false)),
        size,
      ),
    ),
  )
})

describe('cost', () => {
  mutant('cost', 'the function is computed again for each input', () =>
    gradientCost(fieldPrograms(), (program) => {
      const made = joined(reverse(program, program.inputs.map(differentiable)), program)
      return { ...made, equations: [...made.equations, ...made.equations, ...made.equations, ...made.equations] }
    }),
  )
})

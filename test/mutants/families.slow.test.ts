/**
 * Every family of primitives has planted faults, written by hand or made for whatever primitive has an
 * operand, and the judge of forms catches each: at a smooth form in which the primitive occurs some
 * derivative or some batch is wrong.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Verdict } from '../../laws/law.ts'
import { library, mappingOf, sizesOf } from '../../laws/mapping.ts'
import { vocabulary } from '../../src/index.ts'
import { innerPrograms } from '../../src/program/count.ts'
import type { Equation, Primitive, Program } from '../../src/program/model.ts'
import { phantom } from '../../src/type/phantom.ts'
import type { Form } from '../primitive/form.ts'
import { batches, firstOrder, pointOf, programOf, secondOrder, type Trial, trialOf } from '../primitive/judge.ts'
import { conventions, gradientOf } from '../primitive/conventions.ts'
import { scattered } from '../primitive/operation.ts'
import { operations } from '../primitive/operations.ts'
import { conventionMutants } from './convention.ts'
import { familyMutants } from './family.ts'
import type { Planted } from './fault.ts'
import { faulty, substitute, withDerivative } from './substitute.ts'

// A busy machine is slow.
const patience = { timeout: 60_000 }

// the families, as the vocabulary lists them ------------------------------------------------

const folder = new URL('../../src/primitive/', import.meta.url)
const source = readFileSync(new URL('vocabulary.ts', folder), 'utf8')
const lists = [...source.matchAll(/\.\.\.(\w+),/g)].map(([, name = '']) => name)
const fileOf = new Map(
  [...source.matchAll(/import \{ ([\w, ]+) \} from '(.+)'/g)].flatMap(([, names = '', file = '']) => names.split(', ').map((name) => [name, file] as const)),
)

const members = async (family: string): Promise<ReadonlyArray<Primitive>> =>
  phantom<Readonly<Record<string, ReadonlyArray<Primitive>>>>(await import(/* @vite-ignore */ new URL(fileOf.get(family) ?? '', folder).pathname))[family] ?? []

const families = new Map([
  ...(await Promise.all(lists.map(async (family) => [family, await members(family)] as const))),
  ['basis', vocabulary.filter(({ name }) => ['add', 'mul', 'broadcastTo', 'reshape', 'sum'].includes(name))] as const,
])

// forms by the primitives that occur in them ------------------------------------------------

interface Use {
  readonly form: Form
  readonly program: Program
  /** Each equation, of inner programs too. */
  readonly equations: ReadonlyArray<Equation>
}

const equationsOf = (program: Program): ReadonlyArray<Equation> =>
  program.equations.flatMap((equation) => [equation, ...innerPrograms(equation.params).flatMap(equationsOf)])

const uses: ReadonlyArray<Use> = Object.values(operations)
  .flat()
  .filter(({ refused, gives }) => refused === null && gives === null)
  .map((form) => {
    const program = programOf(form)
    return { form, program, equations: equationsOf(program) }
  })

const usesOf = ({ name }: Primitive): ReadonlyArray<Use> => uses.filter(({ equations }) => equations.some(({ primitive }) => primitive.name === name))

/** Forms that are a solver by themselves: they apply a hundred operations many times over. */
const isLarge = ({ equations }: Use): boolean => equations.length > 100
const smallUsesOf = (primitive: Primitive): ReadonlyArray<Use> => usesOf(primitive).filter((use) => !isLarge(use))
const largeUsesOf = (primitive: Primitive): ReadonlyArray<Use> => usesOf(primitive).filter(isLarge)

// the judge ---------------------------------------------------------------------------------

const judges: ReadonlyArray<(trial: Trial, k: number) => Verdict> = [firstOrder, batches, secondOrder]

/** Whether a judge is broken by the mutant; a rule that cannot even be applied is caught too. */
const breaks = (judge: (trial: Trial, k: number) => Verdict, { form, program }: Use, mutant: Primitive): boolean => {
  try {
    return judge(trialOf(form, substitute(program, mutant)), 17)._tag === 'Fails'
  } catch {
    return true
  }
}

/** Every small form by the first judge, then by the next: the cheap one sees most faults. What none sees the large forms may. */
const caught = ({ mutant }: Planted): boolean =>
  [smallUsesOf(mutant), largeUsesOf(mutant)].some((some) => judges.some((judge) => some.some((use) => breaks(judge, use, mutant))))

/** How many operands of a holder move at most: its reverse rule is told which, and asked here what it was told. */
const moving = (primitive: Primitive): number => {
  const rule = primitive.derivative
  if (rule._tag !== 'Holder') return 0
  const told = { most: 0 }
  const probe = withDerivative(primitive, {
    ...rule,
    vjp: (operation, nonzero) => {
      told.most = Math.max(told.most, nonzero.filter((moves) => moves).length)
      return rule.vjp(operation, nonzero)
    },
  })
  for (const { program } of usesOf(primitive)) library.reverse(substitute(program, probe))
  return told.most
}

/** The operands of a primitive where a fault can be planted. */
const places = (primitive: Primitive): ReadonlyArray<number> => {
  if (primitive.derivative._tag === 'Holder') return Array.from({ length: moving(primitive) }, (_, i) => i)
  const found = usesOf(primitive).flatMap(({ equations }) => equations.filter((one) => one.primitive.name === primitive.name))
  const [widest] = [...found].sort((a, b) => b.operands.length - a.operands.length)
  return (widest?.operands ?? []).flatMap(({ dtype }, i) => (dtype === 'float64' ? [i] : [])).slice(0, 3)
}

/** For any primitive with operands that move: what comes of each is spoiled. Of a loop in a loop two wrong signs are a right one. */
const made = (primitive: Primitive): ReadonlyArray<Planted> =>
  places(primitive).flatMap((which) => {
    const fault = primitive.derivative._tag === 'Holder' ? 'doubled' : 'wrong sign'
    const mutant = faulty(primitive, fault, which)
    return mutant === null ? [] : [{ fault: `operand ${which}: ${fault}`, mutant }]
  })

/**
 * Faults that are none: in a solver of differential equations these are carried from step to step and
 * never differentiated, namely the length of a step and what chooses the next, so nothing comes back to them.
 */
const harmless: ReadonlyArray<string> = ['while', 'checkpoint'].flatMap((name) => [4, 5, 6].map((which) => `${name}: operand ${which}: doubled`))

const isHarmless = ({ mutant, fault }: Planted): boolean => harmless.includes(`${mutant.name}: ${fault}`)

/** No gradient differs in a bit. */
const changesNothing = ({ mutant }: Planted): boolean =>
  usesOf(mutant).every(({ form, program }) => {
    const weights = scattered(sizesOf(program).outputs, 5)
    const [right, found] = [program, substitute(program, mutant)].map((of) => mappingOf(of, library).pull(pointOf(form, 17), weights))
    return right !== undefined && found !== undefined && right.every((x, i) => x === found[i])
  })

const still = (primitive: Primitive): boolean => primitive.derivative._tag === 'Constant'

describe('the families of the vocabulary', patience, () => {
  it('are found', () => {
    expect(lists.length).toBeGreaterThan(20)
    expect(vocabulary.filter((primitive) => ![...families.values()].some((list) => list.includes(primitive))).map(({ name }) => name)).toEqual([])
  })
  it('each have a planted fault', () => {
    expect(
      [...families].filter(([family, list]) => (familyMutants[family] ?? []).length === 0 && list.flatMap(made).length === 0).map(([family]) => family),
    ).toEqual([])
    expect(Object.keys(familyMutants).filter((family) => !families.has(family))).toEqual([])
    const all = [...families.values()].flat().flatMap(made)
    expect(harmless.filter((name) => !all.some(({ mutant, fault }) => `${mutant.name}: ${fault}` === name))).toEqual([])
  })
  it('hold the primitives that are spoiled under their names', () => {
    expect(
      Object.entries(familyMutants).flatMap(([family, planted]) =>
        planted.filter(({ mutant }) => !(families.get(family) ?? []).some(({ name }) => name === mutant.name)).map(({ mutant }) => `${family}: ${mutant.name}`),
      ),
    ).toEqual([])
  })
  it('without a fault pass', () => {
    for (const use of uses.filter((_, i) => i % 41 === 0))
      for (const { primitive } of use.equations.slice(0, 1)) expect(judges.map((judge) => breaks(judge, use, { ...primitive }))).toEqual([false, false, false])
  })
})

describe.each([...families])('%s', patience, (family, list) => {
  it.each((familyMutants[family] ?? []).map((planted) => [`${planted.mutant.name}: ${planted.fault}`, planted] as const))('%s', (_, planted) => {
    expect(caught(planted)).toBe(true)
  })
  const planted = list.filter((primitive) => !still(primitive)).flatMap(made)
  const [none, all] = [planted.filter(isHarmless), planted.filter((one) => !isHarmless(one))]
  if (all.length > 0)
    it(`and ${all.length} faults of one operand`, () => {
      expect(all.filter((one) => !caught(one)).map(({ mutant, fault }) => `${mutant.name}: ${fault}`)).toEqual([])
    })
  if (none.length > 0)
    it(`and ${none.length} that are none`, () => {
      expect(none.filter((one) => !changesNothing(one)).map(({ mutant, fault }) => `${mutant.name}: ${fault}`)).toEqual([])
    })
})

describe('conventions', patience, () => {
  const kept = (mutant: Primitive | null, name: string): boolean =>
    conventions
      .filter(({ primitive }) => primitive === name)
      .every(({ form, gradient }) => {
        const program = programOf(form)
        const found = gradientOf(form, mutant === null ? program : substitute(program, mutant))
        return found.every((x, i) => Object.is(x + 0, (gradient[i] ?? 0) + 0) || Math.abs(x - (gradient[i] ?? 0)) < 1e-14)
      })
  it.each(conventionMutants.map((planted) => [`${planted.mutant.name}: ${planted.fault}`, planted] as const))('%s', (_, { mutant }) => {
    expect(kept(null, mutant.name)).toBe(true)
    expect(kept(mutant, mutant.name)).toBe(false)
  })
  it('are what alone sees them: at smooth points they are right', () => {
    expect(
      conventionMutants.filter(({ mutant }) => smallUsesOf(mutant).some((use) => breaks(firstOrder, use, mutant))).map(({ mutant }) => mutant.name),
    ).toEqual([])
  })
})

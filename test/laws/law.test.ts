import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { about, check, every, fact, refuted, fails, holds, law, same, showOutcome, that, undecided } from '../../laws/law.ts'
import { identical, near, relativeError } from '../../laws/closeness.ts'

const small = law('every integer is below 50', fc.nat(1000), (x) => near([Math.min(x, 50)], [x], 0))

describe('a law', () => {
  it('passes, and says on how many samples', () => {
    expect(check([law('x = x', fc.integer(), (x) => identical([x], [x]))], { runs: 30 })).toEqual([{ _tag: 'Passed', law: 'x = x', runs: 30, undecided: 0 }])
  })

  it('fails with the smallest sample, both sides and the error', () => {
    const [outcome] = check([small], { runs: 200 })
    expect(outcome).toMatchObject({ _tag: 'Failed', law: 'every integer is below 50', counterexample: '51', left: '50', right: '51', error: 1 / 51 })
  })

  it('finds the same sample again from the seed and path it names', () => {
    const first = small.check({ runs: 200 })
    if (first._tag !== 'Failed') throw new Error('it should fail')
    expect(small.check({ seed: first.seed, path: first.path, runs: 1 })).toMatchObject({ _tag: 'Failed', counterexample: '51' })
  })

  it('pins no seed', () => {
    // The tests' own configuration has one, for all that they draw.
    const { seed, ...others } = fc.readConfigureGlobal()
    fc.configureGlobal(others)
    try {
      const seeds = new Set(Array.from({ length: 5 }, () => small.check({ runs: 200 })).map((outcome) => (outcome._tag === 'Failed' ? outcome.seed : 0)))
      expect(seeds.size).toBeGreaterThan(1)
    } finally {
      fc.configureGlobal({ ...others, ...(seed === undefined ? {} : { seed }) })
    }
  })

  it('counts undecided samples, and is exhausted where there are no others', () => {
    expect(law('odd', fc.nat(), (x) => (x % 2 === 0 ? undecided('even') : holds)).check({ runs: 20 })).toMatchObject({ _tag: 'Passed', runs: 20 })
    expect(law('never', fc.nat(), () => undecided('never')).check({ runs: 5 })).toMatchObject({ _tag: 'Exhausted' })
  })

  it('takes an exception for a failure', () => {
    const throwing = law('throws', fc.nat(), (x) => {
      throw new Error(`at ${x}`)
    })
    expect(throwing.check({ runs: 3 })).toMatchObject({ _tag: 'Failed', counterexample: '0', right: 'at 0' })
  })

  it('can be named further and still says the name', () => {
    const [named] = about('integers', [small])
    expect(named?.check({ runs: 200 })).toMatchObject({ law: 'integers: every integer is below 50' })
  })

  it('judges a fact once', () => {
    let times = 0
    const one = fact('counted', () => {
      times++
      return holds
    })
    fc.assert(one.property, { numRuns: 50 })
    expect(times).toBe(1)
  })

  it('shows its outcome', () => {
    expect(showOutcome({ _tag: 'Passed', law: 'x = x', runs: 5, undecided: 2 })).toBe('passed  x = x (5 samples, 2 more undecided)')
    expect(showOutcome(small.check({ runs: 200 }))).toMatch(
      /^FAILED {2}every integer is below 50 \(at sample \d+\)\n {2}51\n {2}left {12}50\n {2}right {11}51\n/,
    )
    expect(refuted(check([small, fact('so', () => holds)], { runs: 200 }))).toHaveLength(1)
  })
})

describe('a verdict', () => {
  it('is that of the first that does not hold', () => {
    expect(
      every(
        () => holds,
        () => fails('a', 'b', 1),
        () => fails('c', 'd', 2),
      ),
    ).toEqual(fails('a', 'b', 1))
    expect(every()).toEqual(holds)
    expect(same('a', 'a')).toEqual(holds)
    expect(that(false, 'so', 'not so')).toMatchObject({ _tag: 'Fails', left: 'so', right: 'not so' })
  })

  it('tells NaN, infinities and signed zeros apart', () => {
    expect(identical([0], [-0])._tag).toBe('Fails')
    expect(identical([Number.NaN], [Number.NaN])._tag).toBe('Holds')
    expect(near([Number.NaN], [1], 1)._tag).toBe('Fails')
    expect(near([Number.POSITIVE_INFINITY], [1e308], 1)._tag).toBe('Fails')
    expect(near([1], [1, 2], 1)._tag).toBe('Fails')
    expect(relativeError(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)).toBe(0)
    expect(relativeError(1, 2)).toBe(0.5)
    expect(relativeError(1e-12, 2e-12, 1)).toBe(1e-12)
  })
})

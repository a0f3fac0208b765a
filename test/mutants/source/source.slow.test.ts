/**
 * Faults planted in the sources themselves, one at a time: in interpreters, transforms, rewrite rules, passes of the
 * planner, emitters and codecs. The library is built with each, and the laws must see it. A few of them a day,
 * all of them in `npm run mutants`.
 */
import { afterAll, describe, expect, it } from 'vitest'
import { emitting } from './emitting.ts'
import { interpreting } from './interpreting.ts'
import type { Catch } from './judge.ts'
import { judged, judgeWith, places, type Planted } from './planted.ts'
import { planning } from './planning.ts'
import { columns, partOf } from './rotation.ts'
import { sharing } from './sharing.ts'
import { simplifying } from './simplifying.ts'

// A busy machine is slow.
const patience = 240_000

const all: ReadonlyArray<Planted> = [...interpreting, ...simplifying, ...planning, ...emitting, ...sharing]
const today = partOf(all, 20, process.env, new Date().toISOString().slice(0, 10))

const caught: Array<readonly [Planted, Catch]> = []

describe('the sources', () => {
  it('have each text that is to be spoiled, once', () => {
    expect(all.filter((planted) => places(planted) !== 1).map(({ file, fault }) => `${file}: ${fault}`)).toEqual([])
  })

  it(
    'without a fault are not complained of',
    async () => {
      const { caughtBy } = await judgeWith(null)
      const suites = [...new Set(today.list.flatMap((planted) => planted.suites))]
      expect(caughtBy(suites, [3])).toBeNull()
    },
    patience,
  )
})

describe.each([...new Set(today.list.map(({ area }) => area))])('%s', (area) => {
  it.each(today.list.filter((planted) => planted.area === area).map((planted) => [planted.fault, planted] as const))(
    '%s',
    async (_, planted) => {
      const found = await judged(planted)
      if (found !== null) caught.push([planted, found])
      expect(found, 'no law sees it').not.toBeNull()
    },
    patience,
  )
})

afterAll(() => {
  const rows = caught.map(([{ area, fault, file }, { law, samples }]) => [area, fault, file, law, String(samples)])
  const table = columns([['where', 'the fault', 'in', 'the law that catches it', 'at sample'], ...rows])
  console.info(`${caught.length} of ${today.list.length} caught: ${today.text}\n${table}`)
})

/**
 * The library in a browser: in a page and in a worker, where code may be made and where a policy forbids it. The
 * bits are those of Node, and what runs is seen running.
 */
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expected } from '../compile/bits/expected.ts'
import { few } from '../compile/bits/group.ts'
import { advice, found } from './chromium.ts'
import type { Report } from './page.ts'
import { large, outcomes } from './sample.ts'
import { script, served } from './site.ts'

const path = found()
if (path === null) console.warn(advice)

const nobody = { 'direct JavaScript': { ran: 0 }, javascript: { ran: 0 }, webassembly: { ran: 0 } }
const wanted = outcomes(nobody).map(({ name, outcomes: [first] }) => ({ name, bits: first?.bits }))

let browser: Browser
let text: string

beforeAll(async () => {
  if (path === null) return
  text = await script()
  // Root may not have a sandbox, and a test in a container is root; the pages are our own.
  browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox'] })
})

afterAll(() => browser?.close())

const reported = async (policy: string, query: string): Promise<Report> => {
  const site = await served(text, policy)
  const page = await browser.newPage()
  try {
    await page.goto(`${site.url}?${query}`)
    return await page.evaluate<Report>('globalThis.answers')
  } finally {
    await page.close()
    await site.close()
  }
}

/** What ran in each way of calling; explain must have said so. */
const ran = ({ outcomes }: Report, of: string): { readonly [way: string]: string } => {
  const ways = outcomes.find(({ name }) => name === of)?.outcomes ?? []
  return Object.fromEntries(ways.map(({ way, said, ran }) => [way, said === ran ? ran : `${ran}, not ${said} as explain says`]))
}

const runs = (called: string, javascript: string, webassembly: string) => ({
  'called once': 'interpreter',
  'called often': called,
  'compiled to either': called,
  'compiled to javascript': javascript,
  'compiled to webassembly': webassembly,
})

const all = { small: runs('direct JavaScript', 'javascript', 'webassembly'), loop: runs('webassembly', 'javascript', 'webassembly') }
const modules = runs('webassembly', 'interpreter', 'webassembly')
const nothing = runs('interpreter', 'interpreter', 'interpreter')

const policies = [
  { name: 'that allows all', policy: '', violations: 0, small: all.small, loop: all.loop },
  { name: 'with unsafe-eval', policy: `script-src 'self' 'unsafe-eval'`, violations: 0, small: all.small, loop: all.loop },
  { name: 'with wasm-unsafe-eval only', policy: `script-src 'self' 'wasm-unsafe-eval'`, violations: 1, small: modules, loop: modules },
  // Asked for once each.
  { name: 'that allows neither', policy: `default-src 'self'`, violations: 2, small: nothing, loop: nothing },
]

describe.skipIf(path === null).each(['page', 'worker'] as const)('in a %s', (where) => {
  describe.each(policies)('under a policy $name', ({ policy, violations, small, loop }) => {
    let report: Report
    beforeAll(async () => {
      report = await reported(policy, `${where}&digests`)
    })

    it('runs there', () => {
      expect(report.where).toBe(where)
    })

    it('runs the code that may be made, as explain says', () => {
      expect(ran(report, 'a few numbers')).toEqual(small)
      expect(ran(report, 'a loop')).toEqual(loop)
      expect(ran(report, large)).toEqual(loop)
    })

    it('gives the bits of Node before and after promotion', () => {
      for (const { name, bits } of wanted) {
        const got = report.outcomes.find((other) => other.name === name)?.outcomes.map((outcome) => outcome.bits) ?? []
        expect([name, ...new Set(got)]).toEqual([name, bits])
      }
    })

    it('gives the digests of Node by whatever may run', () => {
      const wanted = Object.fromEntries(few.map(({ name }) => [name, expected[name]]))
      const refused = Object.fromEntries(few.map(({ name }) => [name, 'no code may be made']))
      const { interpreter, javascript, webassembly } = report.digests
      expect(interpreter).toEqual(wanted)
      expect(javascript).toEqual(loop['compiled to javascript'] === 'javascript' ? wanted : refused)
      expect(webassembly).toEqual(loop['compiled to webassembly'] === 'webassembly' ? wanted : refused)
    })

    it('asks for permission once', () => {
      expect(report.violations).toBe(violations)
    })
  })
})

describe.skipIf(path === null)('where a page takes no WebAssembly above 4 kB at once, as in older Chromiums', () => {
  it('large programs become JavaScript', async () => {
    const report = await reported('', 'page&limit=4096')
    expect(ran(report, 'a loop')).toEqual(all.loop)
    expect(ran(report, large)).toEqual(runs('javascript', 'javascript', 'interpreter'))
  })

  it('or are interpreted where that is forbidden, with the same bits', async () => {
    const report = await reported(`script-src 'self' 'wasm-unsafe-eval'`, 'page&limit=4096')
    expect(ran(report, large)).toEqual(nothing)
    expect(new Set(report.outcomes.find(({ name }) => name === large)?.outcomes.map(({ bits }) => bits)).size).toBe(1)
  })

  it('but not in a worker', async () => {
    expect(ran(await reported('', 'worker&limit=4096'), large)).toEqual(all.loop)
  })
})

it.runIf(path === null)(advice, () => {
  expect(found({})).toBeNull()
})

/**
 * Threads in a browser: workers of a page that is cross-origin isolated, and the page alone where there are none.
 */
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { found } from './chromium.ts'
import { script, served } from './site.ts'
import type { Shared } from './threads.ts'

const path = found()

let browser: Browser
let text: string

beforeAll(async () => {
  if (path === null) return
  text = await script('threads.ts')
  browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox'] })
})

afterAll(() => browser?.close())

const reported = async (policy: string, isolated: boolean, patience: number): Promise<Shared> => {
  const site = await served(text, policy, isolated)
  const page = await browser.newPage()
  try {
    await page.goto(`${site.url}?patience=${patience}`)
    return await page.evaluate<Shared>('globalThis.answers')
  } finally {
    await page.close()
    await site.close()
  }
}

describe.skipIf(path === null)('a page', () => {
  it('that is isolated has workers, which take their part', async () => {
    const { taken, ...rest } = await reported('', true, 30_000)
    expect(rest).toEqual({ alone: null, shared: 1, same: true, after: true })
    expect(taken.length).toBe(3)
    for (const shares of taken) expect(shares).toBeGreaterThan(0)
  })

  it('that is not isolated computes by itself, and says why', async () => {
    const alone = 'since the host shares no memory between threads: a page must be cross-origin isolated'
    expect(await reported('', false, 100)).toEqual({ alone, shared: 0, same: true, taken: [0], after: true })
  })

  it('whose policy allows no such workers computes by itself', async () => {
    const { same, after, taken } = await reported(`script-src 'self' 'wasm-unsafe-eval'`, true, 300)
    expect({ same, after, others: taken.slice(1).every((shares) => shares === 0) }).toEqual({ same: true, after: true, others: true })
  })
})

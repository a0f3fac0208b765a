/**
 * `npm run bench`: gradients by us against gradients by hand, case after case, each in processes of its
 * own. Progress goes to stderr, one table to stdout.
 *
 *   --only A,B1000,gmm   some cases, or all sizes of a problem; `planning` is how long large programs take to become code
 *   --launches 5         processes per case, of which the median counts: one in ten is slow for its whole life
 *   --quick              one launch, short samples
 *   --peers              other libraries too, those that are installed
 *   --relaxed            compiled with fused multiply-adds too, on Node 22 and newer
 *   --threads            on as many threads as there are processors too
 *   --write              put the table into the README, between its markers
 */
import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { build } from 'esbuild'
import { relaxed } from '../../src/index.ts'
import { alias } from '../alias.ts'
import type { Measured } from './measure.ts'
import { joined, markers, replaced, type Row, tableOf } from './table.ts'
import { CASES } from './yardstick/inputs.mjs'

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    launches: { type: 'string' },
    peers: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    relaxed: { type: 'boolean', default: false },
    threads: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})

const root = new URL('../../', import.meta.url)
// Beside the packages, so that a library that is installed is found from there.
const folder = new URL('node_modules/.cache/wengert-bench/', root)
const program = fileURLToPath(new URL('measure.mjs', folder))

/** One file: imports between many are slower to call through. */
const bundle = async (): Promise<void> => {
  mkdirSync(folder, { recursive: true })
  await build({
    entryPoints: ['measure.ts', 'planning.ts'].map((file) => fileURLToPath(new URL(file, import.meta.url))),
    outdir: fileURLToPath(folder),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    alias,
    logLevel: 'warning',
  })
}

const wanted = (): ReadonlyArray<string> => {
  const ids = CASES.map(([id]) => id)
  if (options.only === undefined) return ids
  const names = options.only.split(',').filter((name) => name !== 'planning')
  const fits = (id: string, name: string): boolean => id === name || id.startsWith(`${name}-`)
  const unknown = names.filter((name) => !ids.some((id) => fits(id, name)))
  if (unknown.length > 0) throw new Error(`no case ${unknown.join(', ')}; there are ${ids.join(', ')}`)
  return ids.filter((id) => names.some((name) => fits(id, name)))
}

/** How long large programs take to become code. */
const planning = async (): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(new URL('planning.mjs', folder))], {
    cwd: fileURLToPath(root),
    timeout: 600_000,
  })
  return stdout.trim()
}

const launched = async (id: string): Promise<Measured> => {
  const given = [
    program,
    id,
    options.quick ? 'quick' : 'full',
    options.peers ? 'peers' : '',
    options.relaxed ? 'relaxed' : '',
    options.threads ? 'threads' : '',
  ]
  const { stdout } = await promisify(execFile)(process.execPath, given, { cwd: fileURLToPath(root), timeout: 600_000, maxBuffer: 1e8 })
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
}

const launches = Number(options.launches ?? (options.quick ? 1 : 5))

const rowOf = async (id: string): Promise<Row> => {
  try {
    const found: Array<Measured> = []
    for (let i = 0; i < launches; i++) {
      const one = await launched(id)
      found.push(one)
      console.error(`${id} ${i + 1}/${launches}: ${one.paths.map(({ name, wall }) => `${name} ${wall.toPrecision(3)}`).join(', ')}`)
    }
    const [head, ...tail] = found
    return head === undefined ? { _tag: 'Failed', id, reason: 'no launch' } : { _tag: 'Measured', found: joined([head, ...tail]) }
  } catch (error) {
    const text = String(error)
    console.error(`${id} failed: ${text}`)
    return { _tag: 'Failed', id, reason: /\n\w*Error: .*/.exec(text)?.[0].trim() ?? text.split('\n')[0] ?? '' }
  }
}

const page = fileURLToPath(new URL('README.md', root))
// Before the work, not after it.
if (options.relaxed && !relaxed.isKnown()) throw new Error(`Node ${process.versions.node} has no relaxed SIMD; take Node 22 or newer`)
if (options.write && replaced(readFileSync(page, 'utf8'), '') === null) throw new Error(`README.md has no ${markers.begin} before a ${markers.end}`)
await bundle()
const rows: Array<Row> = []
for (const id of wanted()) rows.push(await rowOf(id))
const machine = `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model ?? 'an unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}`
const large = options.only === undefined || options.only.split(',').includes('planning') ? `\n\n${await planning()}` : ''
const text = `${tableOf(rows)}${large}\n\n${machine}; ${launches === 1 ? 'one launch' : `medians of ${launches} launches`}. Ratios of time, ours over by hand; less is better.`
console.log(text)
if (options.write) writeFileSync(page, replaced(readFileSync(page, 'utf8'), `\n${text}\n`) ?? '')

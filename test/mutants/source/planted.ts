/**
 * A fault planted in the text of a source file, and the library built with it.
 */
import { build, type Plugin } from 'esbuild'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { alias } from '../../alias.ts'
import type { Catch, Suite } from './judge.ts'

/** One fault: a piece of text, which occurs once in the file, and what stands there instead. */
export interface Planted {
  readonly area: string
  readonly fault: string
  /** Under `src`. */
  readonly file: string
  readonly from: string
  readonly to: string
  /** The suites that are to see it. */
  readonly suites: ReadonlyArray<Suite>
}

const root = fileURLToPath(new URL('../../..', import.meta.url))

const pathOf = ({ file }: Planted): string => `${root}src/${file}`

/** How often the text is in the file: a fault whose text has gone is no fault any more. */
export const places = (planted: Planted): number => readFileSync(pathOf(planted), 'utf8').split(planted.from).length - 1

const spoiling = (planted: Planted): Plugin => ({
  name: 'spoil',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/ }, ({ path }) =>
      path.replaceAll('\\', '/') === pathOf(planted).replaceAll('\\', '/')
        ? { contents: readFileSync(path, 'utf8').replace(planted.from, () => planted.to), loader: 'ts' }
        : null,
    )
  },
})

/** The judge, bundled with the library as it is or with a fault in it. */
interface Judge {
  readonly caughtBy: (names: ReadonlyArray<Suite>, ladder?: ReadonlyArray<number>) => Catch | null
  readonly suiteNames: ReadonlyArray<Suite>
}

const require = createRequire(import.meta.url)

export const judgeWith = async (planted: Planted | null): Promise<Judge> => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('judge.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'silent',
    alias,
    plugins: planted === null ? [] : [spoiling(planted)],
  })
  const module: { exports: Judge } = { exports: { caughtBy: () => null, suiteNames: [] } }
  new Function('module', 'exports', 'require', outputFiles[0]?.text ?? '')(module, module.exports, require)
  return module.exports
}

/** What sees a fault; a spoiled library that throws when its laws are made counts as seen, one that does not compile is a mistake here. */
export const judged = async (planted: Planted): Promise<Catch | null> => {
  const { caughtBy } = await judgeWith(planted)
  const [suite = 'derivatives'] = planted.suites
  try {
    return caughtBy(planted.suites)
  } catch (thrown) {
    return { suite, law: `it throws: ${thrown instanceof Error ? thrown.message.split('\n')[0] : String(thrown)}`, samples: 0 }
  }
}

/** Faults of one file, which these suites are to see. */
export const fault =
  (area: string, file: string, suites: ReadonlyArray<Suite>) =>
  (name: string, from: string, to: string): Planted => ({ area, fault: name, file, from, to, suites })

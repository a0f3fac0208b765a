/**
 * Three projects. `fast` is everything that needs neither a build nor a minute, with a part of the samples where those
 * are many. `long` runs beside it: what takes a minute of one core and gigabytes, programs of a million operations, and
 * in `thorough.long.test.ts` the suites that take a share, with all of their samples. `slow` packs the
 * package, bundles it and times the compiler, file after file, since one of them measures; it also has what
 * takes seconds by its nature, of which `fast` has a part: transforms within transforms,
 * solvers, faults planted family by family, a browser, memory over a million calls, and the examples as programs of
 * their own. The names `*.long.test.ts` and `*.slow.test.ts` tell. All resolve `wengert` to the sources, as tsconfig.json does.
 */
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { alias } from './alias.ts'

const from = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const long = ['test/**/*.long.test.ts']
const slow = ['test/package/**/*.test.ts', 'test/**/*.slow.test.ts']

export default defineConfig({
  root: from('..'),
  resolve: { alias: Object.entries(alias).map(([name, path]) => ({ find: new RegExp(`^${name}$`), replacement: path })) },
  test: {
    setupFiles: [from('seed.ts')],
    // At least two, so that the long file runs beside the others on the smallest machine.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Which branches of src the fast part takes (`npm run coverage`): a good 96 %. Of the others about a third are
    // fallbacks behind `??` that the types of indexed access ask for and no index reaches, in loops over numbers that a
    // check at each entry would slow down; elsewhere `entry` says that the index is known to be there.
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'json'],
      reportOnFailure: true,
      thresholds: { branches: 95 },
    },
    projects: [
      // Nothing observable is global here, so files may share their modules: that is half of the time.
      {
        extends: true,
        test: { name: 'fast', include: ['test/**/*.test.ts'], exclude: [...slow, ...long], isolate: false, provide: { share: 0.1 }, testTimeout: 60_000 },
      },
      { extends: true, test: { name: 'long', include: long, provide: { share: 1 }, testTimeout: 300_000, execArgv: ['--max-semi-space-size=128'] } },
      {
        extends: true,
        test: { name: 'slow', include: slow, provide: { share: 1 }, testTimeout: 120_000, hookTimeout: 120_000, sequence: { groupOrder: 1 }, maxWorkers: 1 },
      },
    ],
  },
})

/**
 * Two projects: `fast` is everything that needs no build and no second process of minutes; `slow` packs
 * the package, bundles it and times the compiler. A file named `*.slow.test.ts` belongs to the second.
 * Its files run one after another, since one of them measures. Both resolve `wengert` to the sources, as tsconfig.json does.
 */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const from = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const alias = [
  { find: /^wengert$/, replacement: from('../src/index.ts') },
  { find: /^wengert\/laws$/, replacement: from('../laws/index.ts') },
]

const slow = ['test/package/**/*.test.ts', 'test/**/*.slow.test.ts']

export default defineConfig({
  root: from('..'),
  resolve: { alias },
  test: {
    projects: [
      { extends: true, test: { name: 'fast', include: ['test/**/*.test.ts'], exclude: slow } },
      { extends: true, test: { name: 'slow', include: slow, testTimeout: 120_000, hookTimeout: 120_000, sequence: { groupOrder: 1 }, maxWorkers: 1 } },
    ],
  },
})

/**
 * How large bundles are: one gradient, and everything, with the compiler and without it. Bundled by esbuild
 * from the packed package, minified, and compressed by gzip as servers do.
 */
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import type { Project } from './pack.ts'

/** A bundle of an entry file. The condition `interpreted` leaves the compiler out. */
export const bundled = async (project: Project, entry: string, conditions: ReadonlyArray<string> = []): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [entry],
    absWorkingDir: project.folder,
    bundle: true,
    minify: true,
    platform: 'browser',
    conditions: [...conditions],
    format: 'iife',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  })
  return outputFiles.map((file) => file.text).join('')
}

const entries = [
  ['one gradient, `import { grad, mul, sin }`', `import { grad, mul, sin } from 'wengert'\nglobalThis.answer = grad((x) => mul(x, sin(x)))(2)`],
  ['everything', `import * as wengert from 'wengert'\nglobalThis.answer = wengert`],
] as const

const ways = [
  ['with the compiler', []],
  ['without it', ['interpreted']],
] as const

export interface Size {
  readonly entry: string
  readonly way: string
  readonly code: string
  readonly bytes: number
  readonly gzipped: number
}

/** All bundles that the README tells of. */
export const sizes = async (project: Project): Promise<ReadonlyArray<Size>> => {
  const found: Array<Size> = []
  for (const [i, [entry, text]] of entries.entries()) {
    const file = project.write(`size-${i}.js`, text)
    for (const [way, conditions] of ways) {
      const code = await bundled(project, file, conditions)
      found.push({ entry, way, code, bytes: Buffer.byteLength(code), gzipped: gzipSync(code, { level: 9 }).length })
    }
  }
  return found
}

const kilobytes = (bytes: number): number => Math.ceil(bytes / 1000)

/** The table of the README: kilobytes of 1000 bytes, rounded up. */
export const table = (found: ReadonlyArray<Size>): string =>
  [
    '| bundle | | minified, kB | gzipped, kB |',
    '| --- | --- | --- | --- |',
    ...found.map(({ entry, way, bytes, gzipped }) => `| ${entry} | ${way} | ${kilobytes(bytes)} | ${kilobytes(gzipped)} |`),
  ].join('\n')

/** Where the table stands in the README. */
export const place = /(?<=<!-- size: begin -->\n\n)[\s\S]*(?=\n\n<!-- size: end -->)/

/** The gzipped kilobytes that a table states, row by row. */
export const stated = (text: string): ReadonlyArray<number> => [...(place.exec(text)?.[0] ?? '').matchAll(/(\d+) \|$/gm)].map(([, kB]) => Number(kB))

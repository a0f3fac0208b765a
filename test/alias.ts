/**
 * Names by which files are imported that are not their paths. tsconfig.json has them; tools that do not read it are told.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const { compilerOptions }: { readonly compilerOptions: { readonly paths: { readonly [name: string]: readonly [string] } } } = JSON.parse(
  readFileSync(new URL('../tsconfig.json', import.meta.url), 'utf8'),
)

/** The file of each name, by its path from the root of the project. */
export const named: ReadonlyMap<string, string> = new Map(Object.entries(compilerOptions.paths).map(([name, [path]]) => [name, path.replace('./', '')]))

/** The same with whole paths. */
export const alias: { readonly [name: string]: string } = Object.fromEntries(
  Array.from(named, ([name, path]) => [name, fileURLToPath(new URL(`../${path}`, import.meta.url))]),
)

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { named } from './alias.ts'
import { root } from './source.ts'

it('the package gives its own names to the same files, once they are built', () => {
  const { imports }: { readonly imports: { readonly [name: string]: { readonly default: string } } } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  )
  const built = Object.entries(imports).map(([name, file]) => [name, file.default.replace('./dist/', '').replace(/\.js$/, '.ts')])
  expect(built).toEqual([...named].filter(([name]) => name.startsWith('#')))
})

/**
 * Writes the reference: `npm run reference`.
 */
import { mkdirSync, readdirSync, unlinkSync, writeFileSync } from 'node:fs'
import { root } from '../source.ts'
import { pages } from './page.ts'

const made = pages()
mkdirSync(`${root}/examples/reference`, { recursive: true })
for (const { path, text } of made) writeFileSync(`${root}/${path}`, text)
// A page whose category is gone goes, too.
for (const file of readdirSync(`${root}/examples/reference`))
  if (!made.some(({ path }) => path === `examples/reference/${file}`)) unlinkSync(`${root}/examples/reference/${file}`)

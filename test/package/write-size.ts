/** `npm run size`: measures the bundles and writes the table of the README. */
import { readFileSync, writeFileSync } from 'node:fs'
import { root } from '../source.ts'
import { packed } from './pack.ts'
import { place, sizes, table } from './size.ts'

const project = packed()
project.link('fp-ts', 'io-ts')
const found = table(await sizes(project))
project.remove()
const file = `${root}/README.md`
writeFileSync(file, readFileSync(file, 'utf8').replace(place, found))
console.log(found)

/** `npm run fuzz:decoder`: a hundred thousand spoilt documents; `-- --seed 7 --documents 1000` for others. */
import { parseArgs } from 'node:util'
import { fuzz } from './fuzz.ts'

const { values } = parseArgs({ options: { seed: { type: 'string' }, documents: { type: 'string', default: '100000' } } })
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
console.log(`seed ${seed}`)
const { documents, accepted, slowest, faults } = fuzz(seed, Number(values.documents))
console.log(`${documents} documents, ${accepted} of them programs; at most ${slowest.toFixed(1)} ms per kilobyte; ${faults.length} faults`)
for (const fault of faults) console.log(`\n${fault}`)
process.exitCode = faults.length === 0 ? 0 : 1

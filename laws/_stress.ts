import { arrayPrograms, scalarPrograms } from './program.ts'
import { derivative } from './derivative.ts'
import { showOutcome } from './law.ts'
for (const [n, arb] of [['scalar', scalarPrograms({lines: 16})], ['array', arrayPrograms({lines: 12})]] as const) for (const l of derivative(arb)) { const t=performance.now(); console.log(n, showOutcome(l.check({runs: 3000})), (performance.now()-t).toFixed(0)+'ms') }

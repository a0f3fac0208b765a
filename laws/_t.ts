import { vocabulary } from '../src/index.ts'
import { elementwise, isElementwise } from './primitive.ts'
import { showOutcome } from './law.ts'
const t=performance.now(); let n=0
for (const p of vocabulary) { if (!isElementwise(p)) continue
 let laws; try { laws = elementwise(p) } catch (e) { console.log(p.name, 'construct', (e as Error).message); continue }
 for (const l of laws) { n++; const o = l.check({runs: 300}); if (o._tag!=='Passed' || o.undecided>5) console.log(showOutcome(o)) } }
console.log(n, performance.now()-t)

import { vocabulary } from '../src/index.ts'
import { complexStep, isSteppable } from './complex-step.ts'
import { mappingOf, library, secondOf, mapOf } from './mapping.ts'
import { differences } from './difference.ts'
import { close } from '../src/program/trace.ts'
import { applyTo, float } from '../src/program/expr.ts'
import { option as O } from 'fp-ts'
console.log(vocabulary.filter(p=>!isSteppable(p)).map(p=>p.name), vocabulary.length)
for (const p of vocabulary) {
  if (p.scalar === null || p.derivative._tag==='Constant'||p.name==='where') continue
  const program = close(p.domains.map(()=>float()), (xs)=>applyTo(p, {}, xs))
  let worst=[0,0,0,0]
  for (let k=0;k<30;k++){
    const x = p.domains.map(d=>d.from+(d.to-d.from)*(0.05+0.9*Math.random())), v = p.domains.map(()=>Math.random()*2-1), u = p.domains.map(()=>Math.random()*2-1)
    const m = mappingOf(program, library)
    const j = m.push(x,v)[0]!, pl = m.pull(x,[1]).reduce((s,g,i)=>s+g*v[i]!,0)
    const c = O.toNullable(complexStep(program))!(x,v)[0]!
    const d = differences(mapOf(program), x, v, {step:0.02})[0]!
    const s = secondOf(program, library)(x,u,v,[1])
    const rel=(a:number,b:number)=>Math.abs(a-b)/Math.max(1e-3,Math.abs(a),Math.abs(b))
    const dd = differences((y)=>m.push(y,v), x, u, {step:0.02})[0]!
    worst = [Math.max(worst[0]!,rel(j,pl)),Math.max(worst[1]!,rel(j,c)),Math.max(worst[2]!,d.error<1e-7? rel(j,d.value):0), Math.max(worst[3]!,dd.error<1e-7?Math.max(...Object.values(s).map(q=>rel(q,dd.value))):0)]
  }
  console.log(p.name, ...worst.map(w=>w.toExponential(1)))
}

/**
 * A gradient carried to a device without JavaScript: the loss of a model and its slope become C, and a
 * program of C fits the model by itself (examples/c/main.c). Where there is no C compiler only the text is written.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { add, evaluate, mean, mul, run, type Scalar, scan, square, sub, toC, trace, valueAndGrad, type Vector } from 'wengert'

// A spring of unknown stiffness is pushed by known forces; its positions are measured.
const positions = (stiffness: Scalar, forces: Vector): Vector =>
  scan(
    ({ position, speed }, force) => {
      const faster = add(speed, mul(0.1, sub(force, mul(stiffness, position))))
      const next = add(position, mul(0.1, faster))
      return [{ position: next, speed: faster }, next]
    },
    { position: 1, speed: 0 },
    forces,
  )[1]

const loss = (stiffness: Scalar, forces: Vector, measured: Vector): Scalar => mean(square(sub(positions(stiffness, forces), measured)))

const zeros = new Float64Array(40)
const fit = valueAndGrad(trace(loss, { names: ['stiffness', 'forces', 'measured'] })(1, zeros, zeros), { argnums: 0 })
const { header, source } = toC(fit, { name: 'spring' })

const here = fileURLToPath(new URL('.', import.meta.url))
mkdirSync(`${here}out`, { recursive: true })
writeFileSync(`${here}out/spring.h`, header)
writeFileSync(`${here}out/spring.c`, source)

console.log(header.split('\n').find((line) => line.startsWith('void spring')))
console.log(`examples/out/spring.h and spring.c: ${source.split('\n').length} lines`)

// The same measurements here: a spring of stiffness 4.
const forces = Float64Array.from({ length: 40 }, (_, k) => (k % 8 < 4 ? 1 : -0.5))
const measured = evaluate(positions)(4, forces)
const [value, slope] = run(fit, { stiffness: 1, forces, measured })
console.log(`here: loss ${value}, slope ${slope} at 1`)

const compiler = 'cc'
const flags = ['-std=c99', '-Wall', '-Wextra', '-pedantic', '-O2']
const spawned = spawnSync(compiler, [...flags, '-Iexamples/out', '-o', 'examples/out/spring', 'examples/c/main.c', 'examples/out/spring.c', '-lm'], {
  cwd: `${here}..`,
  encoding: 'utf8',
})
if (spawned.error !== undefined) console.log(`no C compiler here: ${compiler} ${flags.join(' ')} would compile them`)
else console.log(spawned.stderr + execFileSync(`${here}out/spring`, { encoding: 'utf8' }).trim())

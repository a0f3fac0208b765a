/**
 * Hosts that forbid code, as Node is told to be one; `test/browser` asks a browser.
 */
import { expect, it } from 'vitest'
import { permission } from '../../src/compile/permission.ts'
import { run } from '../package/pack.ts'
import { root } from '../source.ts'

const program = `
import { add, compile, exp, explain, grad, mul, sum } from './src/index.ts'
const loop = (x) => sum(mul(exp(x), x))
const few = (x) => mul(x, exp(x))
const xs = new Float64Array(1000).fill(0.5)
const told = [loop, few].map((f, i) => {
  const x = i === 0 ? xs : 2
  return [explain(f)(x).backend, explain(f, { backend: 'javascript' })(x).backend, explain(f, { backend: 'webassembly' })(x).backend, compile(f)(x) === f(x)]
})
console.log(JSON.stringify(told))
`

const backends = (...flags: ReadonlyArray<string>): unknown => {
  const { code, out, err } = run(root, process.execPath, ...flags, '--import', 'tsx', '--input-type=module', '--eval', program)
  if (code !== 0) throw new Error(err)
  return JSON.parse(out)
}

it('text may not become code: WebAssembly runs all', () => {
  const all = ['webassembly', 'interpreter', 'webassembly', true]
  expect(backends('--disallow-code-generation-from-strings')).toEqual([all, all])
}, 60_000)

it('all may', () => {
  expect(backends()).toEqual([
    ['webassembly', 'javascript', 'webassembly', true],
    ['direct JavaScript', 'javascript', 'webassembly', true],
  ])
}, 60_000)

it('a host is asked once, whatever it answers', () => {
  const asked = { yes: 0, no: 0 }
  const yes = permission(() => asked.yes++)
  const no = permission(() => {
    asked.no++
    throw new EvalError('no')
  })
  expect([yes(), yes(), no(), no()]).toEqual([true, true, false, false])
  expect(asked).toEqual({ yes: 1, no: 1 })
})

/**
 * How long a program of 10⁵ operations takes to be planned and to become code, for each backend: in a process of
 * its own. Prints a table. `bench.ts` starts it.
 */
import { assemble } from '../../src/compile/assemble.ts'
import { chunked } from '../../src/compile/chunk.ts'
import { binary } from '../../src/compile/emit/module.ts'
import { javascript } from '../../src/compile/javascript.ts'
import { layoutOf } from '../../src/compile/lifetime.ts'
import { parted } from '../../src/compile/part.ts'
import { add, type Expr, mul, type Program, type Scalar, sin, sum } from '../../src/index.ts'
import { float } from '../../src/program/expr.ts'
import type { AnyExpr } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { optimised } from '../../src/simplify/optimise.ts'
import { gradient } from '../../src/transform/gradient.ts'
import { phantom } from '../../src/type/phantom.ts'

const operations = 100_000

const chain = <E>(x: E, step: (y: E, i: number) => E, count: number): E => {
  let y = x
  for (let i = 0; i < count; i++) y = step(y, i)
  return y
}

const steps = operations / 3
const programs: { readonly [name: string]: () => Program } = {
  'a chain of scalars': () =>
    close([float()], ([given]) => {
      const x = phantom<Scalar>(given)
      return [phantom<AnyExpr>(chain(x, (y, i) => add(mul(sin(y), 0.5 + i / operations), x), steps))]
    }),
  'scalars summed': () =>
    close([float()], ([given]) => {
      const x = phantom<Scalar>(given)
      return [phantom<AnyExpr>(chain(x, (y, i) => add(y, sin(mul(x, i + 2))), steps))]
    }),
  'a chain of vectors of 4': () =>
    close([float(4)], ([given]) => {
      const x = phantom<Expr<[4]>>(given)
      return [phantom<AnyExpr>(sum(chain(x, (y, i) => add(mul(sin(y), 0.5 + i / operations), x), steps)))]
    }),
}

const ms = <A>(run: () => A): readonly [A, number] => {
  const from = performance.now()
  const made = run()
  return [made, performance.now() - from]
}

const row = (name: string, program: Program): string => {
  const [simple, simplified] = ms(() => optimised(program))
  const [kernel, planned] = ms(() => assemble(simple))
  const [, text] = ms(() => {
    const pieces = chunked(parted(kernel, 2000), 1500)
    return javascript(pieces, layoutOf(pieces.kernel))
  })
  const [, code] = ms(() => {
    const pieces = chunked(parted(kernel, 4000), 4000)
    return binary(pieces, layoutOf(pieces.kernel))
  })
  return `| ${[name, simple.equations.length, ...[simplified, planned, text, code].map(Math.round)].join(' | ')} |`
}

console.log('| 10⁵ operations, ms | equations | simplify | plan | JavaScript | WebAssembly |\n| --- | --- | --- | --- | --- | --- |')
for (const [name, program] of Object.entries(programs)) {
  const traced = program()
  console.log(row(name, traced))
  console.log(row('its gradient', gradient(traced, [true])))
}

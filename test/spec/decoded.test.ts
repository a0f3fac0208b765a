/**
 * A decoded program is like any other: every primitive in every form prints, draws, differentiates and
 * compiles as it did before it went through text.
 */
import { either as E } from 'fp-ts'
import { expect, it } from 'vitest'
import { dot, graph } from '../../src/draw/graph.ts'
import { formula } from '../../src/draw/formula.ts'
import { compileProgram } from '../../src/compile/kernel.ts'
import { showKernel } from '../../src/compile/show.ts'
import { reverse } from '../../src/interpret/tape.ts'
import { vocabulary } from '../../src/primitive/vocabulary.ts'
import type { Program } from '../../src/program/model.ts'
import { print } from '../../src/program/print.ts'
import { simplify } from '../../src/simplify/simplify.ts'
import { decode } from '../../src/spec/decode.ts'
import { encode } from '../../src/spec/encode.ts'
import { derivative } from '../../src/transform/gradient.ts'
import { differentiable } from '../../src/transform/pick.ts'
import { cases } from '../primitive/cases.ts'

const through = decode(vocabulary)

const shown = (program: Program): ReadonlyArray<string> => [
  print(program),
  dot(graph(program)),
  ...(program.outputs.length === 1 ? [formula(program)] : []),
  print(derivative(program)),
  print(reverse(program, program.inputs.map(differentiable)).pullback),
  showKernel(compileProgram(simplify(program), 'webassembly')?.kernel ?? expect.fail()),
]

it.each(cases.map((c) => [c.name, c] as const))('%s', (_, { program, operands }) => {
  const again = through(JSON.parse(JSON.stringify(encode(program))))
  if (E.isLeft(again)) return expect.fail(JSON.stringify(again.left))
  expect(shown(again.right)).toEqual(shown(program))
  const results = [program, again.right].map((of) => compileProgram(of, 'javascript')?.run(operands))
  expect(results[1]).toEqual(results[0])
})

/**
 * Engines that cannot run what is given them, as one without WebAssembly, with too little memory, or on a page whose
 * policy forbids it: the library does without, to the same bits, and what is truly wrong is passed on.
 */
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type AnyTensor, sameTensor, tensor } from '../../src/array/tensor.ts'
import { explanationOf } from '../../src/compile/explain.ts'
import { mayMakeModules, start } from '../../src/compile/emit/engine.ts'
import type { Binary } from '../../src/compile/emit/module.ts'
import { compileProgram } from '../../src/compile/kernel.ts'
import { promote, runProgram } from '../../src/compile/tier.ts'
import * as w from '../../src/index.ts'
import { entry } from '../../src/entry.ts'
import { evaluation } from '../../src/interpret/evaluate.ts'
import { fold } from '../../src/program/fold.ts'
import type { Program, Vector } from '../../src/program/model.ts'
import type { Table } from '../table.ts'

type Fails = new (...given: ReadonlyArray<never>) => object

declare const WebAssembly: { readonly Memory: Fails; readonly Module: Fails; readonly Instance: Fails; readonly CompileError: new () => Error }

const engine = WebAssembly
const binary: Binary = { bytes: Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0), functions: [], pages: 1, pool: { from: 0, values: [] } }
const started = (): unknown => start(binary, () => () => {})

class CompileError extends Error {
  override readonly name = 'CompileError'
}

/** An engine that fails in making a memory, or a module. */
const failing = (fail: () => never, at: 'Memory' | 'Module'): object => ({
  ...{ Memory: engine.Memory, Module: engine.Module, Instance: engine.Instance },
  [at]: new Proxy(engine[at], { construct: fail }),
})

const thrown = (error: Error) => (): never => {
  throw error
}

// An engine is asked once whether it may be used, and this one may.
beforeAll(() => expect(mayMakeModules()).toBe(true))
afterEach(() => vi.unstubAllGlobals())

const refusals: Table<readonly [string, object | undefined]> = [
  ['there is none', undefined],
  ['there is too little memory', failing(thrown(new RangeError('WebAssembly.Memory(): could not allocate memory')), 'Memory')],
  ['a policy forbids evaluation', failing(thrown(new EvalError('Refused to evaluate')), 'Module')],
  ['Chromium refuses', failing(thrown(new CompileError("violates the following Content Security Policy directive: script-src 'self'")), 'Module')],
  ['Node refuses', failing(thrown(new CompileError('Wasm code generation disallowed by embedder')), 'Module')],
]

const programOf = (): Program => w.trace((x: Vector<1000>) => w.mul(w.exp(x), w.add(x, 1)))(new Float64Array(1000))
const x = tensor(Float64Array.from({ length: 1000 }, (_, i) => Math.sin(i)))
const isRight = (program: Program, got: ReadonlyArray<AnyTensor>): boolean => sameTensor(entry(got, 0), entry(fold(evaluation)(program)([x]), 0))

describe.each(refusals)('where %s', (_, stub) => {
  it('no module is started', () => {
    vi.stubGlobal('WebAssembly', stub)
    expect(started()).toBeNull()
  })

  it('programs become JavaScript, to the same bits', () => {
    const program = programOf()
    expect(compileProgram(program)?.backend).toBe('webassembly')
    vi.stubGlobal('WebAssembly', stub)
    const compiled = compileProgram(program)
    expect(compiled?.backend).toBe('javascript')
    expect(isRight(program, compiled?.run([x]) ?? [])).toBe(true)
  })

  it('and those for which WebAssembly is asked are interpreted, and say so', () => {
    const program = programOf()
    vi.stubGlobal('WebAssembly', stub)
    expect(compileProgram(program, 'webassembly')).toBeNull()
    const promoted = promote(program, 'webassembly')
    expect(promoted).toEqual({ _tag: 'Interpreted' })
    expect(w.showExplanation(explanationOf(program.equations.length, promoted))).toBe(
      'interpreter, 4 equations\n0 loops in 0 nests, 0 operations on numbers\n0 buffers, 0 bytes\n\n',
    )
    expect(isRight(program, runProgram(program, [x]))).toBe(true)
    expect(w.compile((y: Vector) => w.exp(y), { backend: 'webassembly' })(Float64Array.of(0, 1))).toEqual(Float64Array.of(1, Math.E))
  })
})

describe('an engine that refuses', () => {
  it('is not asked again for the same program', () => {
    const asked = { times: 0 }
    const program = programOf()
    const refuse = (): never => {
      asked.times++
      throw new RangeError('no')
    }
    vi.stubGlobal('WebAssembly', failing(refuse, 'Memory'))
    for (let i = 0; i < 3; i++) expect(promote(program, 'webassembly')).toEqual({ _tag: 'Interpreted' })
    expect(asked.times).toBe(1)
  })

  it('leaves alone what runs already', () => {
    const program = programOf()
    expect(promote(program, 'javascript')._tag).toBe('Kernel')
    vi.stubGlobal('WebAssembly', undefined)
    expect(promote(program, 'webassembly')).toEqual({ _tag: 'Interpreted' })
    expect(promote(program, 'javascript')._tag).toBe('Kernel')
  })
})

describe('a module that is wrong', () => {
  it('is passed on, and any other error', () => {
    expect(() => start({ ...binary, bytes: Uint8Array.of(0) }, () => () => {})).toThrow(engine.CompileError)
    for (const error of [new CompileError('expected magic word'), new TypeError('no')]) {
      vi.stubGlobal('WebAssembly', failing(thrown(error), 'Module'))
      expect(started).toThrow(error)
    }
  })
})

/**
 * Programs as C, compiled by gcc and run: each with its operands, in one executable that reads the inputs of
 * all from a file and answers with their outputs.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AnyTensor, dataOf, seal } from '../../../src/array/tensor.ts'
import { fileOf, partsOf } from '../../../src/compile/c/source.ts'
import { parametersOf } from '../../../src/compile/c/parameter.ts'
import type { Program } from '../../../src/program/model.ts'

export interface Run {
  readonly program: Program
  readonly operands: ReadonlyArray<AnyTensor>
}

const canRun = (compiler: string): boolean => {
  try {
    execFileSync(compiler, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Whether there are compilers here; where there are none, tests that need them are skipped and say so. */
export const hasGcc = canRun('gcc')
export const hasGpp = canRun('g++')

// Programs in one file share the library, which is most of what there is to compile.
const together = 100

const strict = ['-Wall', '-Wextra', '-pedantic', '-Werror', '-O2', '-ffp-contract=off']

const bytesOf = (x: AnyTensor): Uint8Array => {
  const data = dataOf(x)
  const numbers = data instanceof Float64Array ? data : Int32Array.from(data)
  return new Uint8Array(numbers.buffer.slice(numbers.byteOffset, numbers.byteOffset + numbers.byteLength))
}

/** A function of C that reads a program's inputs, runs it in a workspace of rubbish, and writes its outputs. */
const caller = (program: Program, name: string, header: string): string => {
  const { inputs, outputs } = parametersOf(program, name)
  const arrays = [...inputs, ...outputs]
  const workspace = `${name.toUpperCase()}_WORKSPACE_BYTES`
  const hasWorkspace = header.includes(`${name}_workspace;`)
  return [
    `#include "${name}.h"`,
    `static void run_${name}(FILE *from, FILE *to) {`,
    ...arrays.map(({ type, size }, i) => `  static ${type} a${i}[${Math.max(1, size)}];`),
    ...(hasWorkspace ? [`  static ${name}_workspace w;`, `  memset(&w, 255, ${workspace});`] : []),
    ...inputs.map(({ size }, i) => `  if (fread(a${i}, sizeof *a${i}, ${size}, from) != ${size}) exit(2);`),
    ...outputs.map((_, j) => `  memset(a${inputs.length + j}, 255, sizeof a${inputs.length + j});`),
    `  ${name}(${[...arrays.map((_, i) => `a${i}`), ...(hasWorkspace ? ['&w'] : [])].join(', ')});`,
    ...outputs.map(
      ({ size }, j) => `  fwrite(a${inputs.length + j}, sizeof *a0, 0, to); fwrite(a${inputs.length + j}, sizeof *a${inputs.length + j}, ${size}, to);`,
    ),
    '}',
  ]
    .join('\n')
    .replace(/fwrite\(a\d+, sizeof \*a0, 0, to\); /g, '')
}

/** What to compile with, and in functions of how many statements. */
export interface Compiling {
  readonly compiler?: 'gcc' | 'g++'
  readonly length?: number
}

const standards = { gcc: ['-std=c99'], 'g++': ['-std=c++11', '-x', 'c++'] }

/** The outputs of each program, as C computes them; a warning is a failure. */
export const ranInC = (runs: ReadonlyArray<Run>, { compiler = 'gcc', length }: Compiling = {}): ReadonlyArray<ReadonlyArray<AnyTensor>> => {
  const folder = mkdtempSync(join(tmpdir(), 'wengert-c-'))
  const file = (name: string): string => join(folder, name)
  try {
    const parts = runs.map(({ program }, i) => partsOf(program, `p${i}`, length))
    parts.forEach(({ header }, i) => {
      writeFileSync(file(`p${i}.h`), header)
    })
    const files = Array.from({ length: Math.ceil(runs.length / together) }, (_, g) => `g${g}.c`)
    files.forEach((name, g) => {
      const group = runs.map((_, i) => i).slice(g * together, (g + 1) * together)
      writeFileSync(
        file(name),
        fileOf(
          group.map((i) => `p${i}`),
          group.flatMap((i) => parts[i] ?? []),
        ),
      )
    })
    const main = [
      '#include <stdio.h>',
      '#include <stdlib.h>',
      '#include <string.h>',
      ...runs.map(({ program }, i) => caller(program, `p${i}`, parts[i]?.header ?? '')),
      'int main(void) {',
      '  FILE *from = fopen("in", "rb");',
      '  FILE *to = fopen("out", "wb");',
      '  if (from == NULL || to == NULL) return 1;',
      ...runs.map((_, i) => `  run_p${i}(from, to);`),
      '  return fclose(from) + fclose(to);',
      '}',
    ]
    writeFileSync(file('main.c'), main.join('\n'))
    writeFileSync(file('in'), Buffer.concat(runs.flatMap(({ operands }) => operands.map(bytesOf))))
    execFileSync(compiler, [...standards[compiler], ...strict, '-o', 'run', 'main.c', ...files, '-lm'], { cwd: folder, stdio: 'pipe' })
    execFileSync(file('run'), { cwd: folder })
    const answers = readFileSync(file('out'))
    let at = 0
    return runs.map(({ program }) =>
      parametersOf(program, 'f').outputs.map(({ of, size, type }) => {
        const width = type === 'double' ? 8 : 4
        const bytes = Uint8Array.from(answers.subarray(at, (at += size * width))).buffer
        const whole = type === 'double' ? new Float64Array(bytes) : new Int32Array(bytes)
        return seal(of, of.dtype === 'bool' ? Uint8Array.from(whole) : whole)
      }),
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}

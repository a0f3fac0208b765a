/**
 * The header: what a user of the function must know, and no more.
 */
import type { Parameter, Parameters } from './parameter.ts'
import { remark } from './text.ts'

/** An array of the workspace. */
export interface Member {
  readonly name: string
  readonly type: string
  readonly size: number
}

const describe = (direction: string, { name, path, of, type, size }: Parameter): string =>
  ` *   ${direction} ${name}${path === name || path === '' ? '' : ` (${remark(path)})`}: ${of.dtype} ${of.shape.length === 0 ? 'number' : `array [${of.shape.join(', ')}]`}, ${type}[${size}]`

/** The parameters as they are declared; `qualified` says what stands between the star and the name. */
export const signature = (name: string, { inputs, outputs }: Parameters, hasWorkspace: boolean, qualifier = ''): string => {
  const all = [
    ...inputs.map((p) => `const ${p.type} *${qualifier}${p.name}`),
    ...outputs.map((p) => `${p.type} *${qualifier}${p.name}`),
    ...(hasWorkspace ? [`${name}_workspace *${qualifier}w`] : []),
  ]
  return `void ${name}(${all.length === 0 ? 'void' : all.join(', ')})`
}

export const headerOf = (name: string, parameters: Parameters, workspace: ReadonlyArray<Member>): string => {
  const macro = name.toUpperCase()
  const has = workspace.length > 0
  const note = has
    ? ` * The workspace is room for what lies between; nothing in it need be set, and nothing is kept from one\n * call to the next. One that no other call is using makes the function safe to call from several threads.`
    : ' * The function keeps nothing from one call to the next and may be called from several threads.'
  return [
    '/*',
    ` * ${name}: a program of wengert in C99, written by toC; changes here are lost when it is written again.`,
    ' *',
    ...parameters.inputs.map((p) => describe('in ', p)),
    ...parameters.outputs.map((p) => describe('out', p)),
    ' *',
    ' * Arrays are contiguous, the last index moving fastest (row-major); bool is an int32_t of 0 or 1. Inputs are',
    ' * only read; no output may overlap another array.',
    note,
    ' *',
    ' * Results have the bits of the same program compiled by wengert, where double is IEEE 754 binary64 and is computed',
    ' * as such: never with -ffast-math, and on 32-bit x86 with -msse2 -mfpmath=sse. Only asinh, acosh, atanh and atan2,',
    ' * which are those of <math.h>, and special functions (gamma, erf, Bessel) may differ in their last places.',
    ' */',
    `#ifndef ${macro}_H`,
    `#define ${macro}_H`,
    '',
    '#include <stdint.h>',
    '',
    ...[...parameters.inputs, ...parameters.outputs].map((p) => `#define ${macro}_${p.name.toUpperCase()}_SIZE ${p.size}`),
    ...(has ? ['', 'typedef struct {', ...workspace.map(({ name: member, type, size }) => `  ${type} ${member}[${size}];`), `} ${name}_workspace;`] : []),
    `#define ${macro}_WORKSPACE_BYTES ${has ? `sizeof(${name}_workspace)` : '0'}`,
    '',
    '#ifdef __cplusplus',
    'extern "C" {',
    '#endif',
    '',
    `${signature(name, parameters, has)};`,
    '',
    '#ifdef __cplusplus',
    '}',
    '#endif',
    '',
    '#endif',
    '',
  ].join('\n')
}

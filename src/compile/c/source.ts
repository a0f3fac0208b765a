/**
 * A program as C99: a header and a source file that need nothing but the standard library.
 */
import { dataOf } from '../../array/tensor.ts'
import { entry } from '../../entry.ts'
import type { Program } from '../../program/model.ts'
import { touchedBy } from '../access.ts'
import { chunked } from '../chunk.ts'
import type { Block, Kernel, Storage } from '../loop.ts'
import { bodyOf, type Names } from './body.ts'
import { headerOf, type Member, signature } from './header.ts'
import { neededBy } from './library.ts'
import { parametersOf } from './parameter.ts'
import { kernelOf } from './live.ts'
import { literal, typeOf } from './text.ts'

/**
 * A header and a source file in C.
 *
 * @category compiler
 */
export interface CSource {
  readonly header: string
  readonly source: string
}

// C compilers take more than proportional time for long functions.
const longest = 500
// Arrays up to so many elements are variables of a function, and so many in all.
const small = 16
const smallInAll = 256

/** What a name in the source stands for: a parameter, a constant, a variable, or an array of the workspace. */
type Home = 'input' | 'output' | 'constant' | 'variable' | 'workspace'

/** The buffers that a block looks at, and those that it only writes. */
const buffersIn = (block: Block, written = true): ReadonlySet<number> =>
  new Set(block.flatMap((s) => touchedBy(s).accesses.flatMap((a) => (a.writes && !written ? [] : [a.place.buffer]))))

/** Where each buffer lives. */
const homesOf = (kernel: Kernel, touched: ReadonlyArray<ReadonlySet<number>>): ReadonlyArray<Home> => {
  const given = new Set(kernel.outputs.map(({ buffer }) => buffer))
  const filled = touched.map(() => 0)
  return kernel.buffers.map(({ role, size }, buffer): Home => {
    if (role === 'input' || role === 'constant') return role
    if (role === 'local') return 'variable'
    if (given.has(buffer)) return 'output'
    const pieces = touched.flatMap((set, p) => (set.has(buffer) ? [p] : []))
    const [piece] = pieces
    if (piece === undefined || pieces.length !== 1) return 'workspace'
    const total = entry(filled, piece) + size
    if (size > small || total > smallInAll) return 'workspace'
    filled[piece] = total
    return 'variable'
  })
}

/** At least one element, since C has no empty arrays. */
const lengthOf = ({ size }: Storage): number => Math.max(1, size)

const constantText = (kernel: Kernel, name: string, { buffer, value }: Kernel['constants'][number]): string => {
  const storage = entry(kernel.buffers, buffer)
  const numbers = Array.from(dataOf(value), (x) => literal(storage.kind, x)).join(', ')
  return `static const ${typeOf[storage.kind]} ${name}_c${buffer}[${lengthOf(storage)}] = {${numbers === '' ? '0' : numbers.replace(/(.{90,120}?), /g, '$1,\n    ')}};`
}

const head = (names: ReadonlyArray<string>): string => `/* Written by wengert's toC; see ${names.map((name) => `${name}.h`).join(', ')}. */
${names.map((name) => `#include "${name}.h"`).join('\n')}

#include <math.h>
#include <string.h>

/* No product and sum may become one operation: that would give other bits. */
#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#elif defined(__GNUC__)
#pragma GCC optimize ("-ffp-contract=off")
#endif

#ifdef __cplusplus
#define W_RESTRICT
#else
#define W_RESTRICT restrict
#endif`

/** The C of a program in parts: the functions of the library that it calls may serve others beside it. */
export interface Parts {
  readonly header: string
  readonly library: ReadonlyArray<string>
  /** Its constants and functions, whose names begin with its own. */
  readonly own: ReadonlyArray<string>
}

/** A program under a name, in functions of about so many statements. */
export const partsOf = (program: Program, name: string, length: number = longest): Parts => {
  const { kernel, pieces } = chunked(kernelOf(program), length)
  const parameters = parametersOf(program, name)
  const touched = pieces.map((piece) => buffersIn(piece))
  const read = buffersIn(pieces.flat(), false)
  const homes = homesOf(kernel, touched)
  const nameOf = (buffer: number): string => {
    switch (entry(homes, buffer)) {
      case 'input':
        return entry(parameters.inputs, kernel.inputs.indexOf(buffer)).name
      case 'output':
        return entry(
          parameters.outputs,
          kernel.outputs.findIndex((o) => o.buffer === buffer),
        ).name
      case 'constant':
        return `${name}_c${buffer}`
      case 'variable':
        return `b${buffer}`
      case 'workspace':
        return `w->b${buffer}`
    }
  }
  const names: Names = { array: nameOf, room: 'w->room', order: 'w->order' }
  const bodies = pieces.map((piece) => bodyOf(kernel, piece, names))

  const room = Math.max(...bodies.map((body) => body.room))
  const order = Math.max(...bodies.map((body) => body.order))
  const kept = kernel.buffers.flatMap(
    (storage, buffer): ReadonlyArray<Member> =>
      homes[buffer] === 'workspace' && touched.some((set) => set.has(buffer))
        ? [{ name: `b${buffer}`, type: typeOf[storage.kind], size: lengthOf(storage) }]
        : [],
  )
  const workspace = [
    ...kept,
    ...(room > 0 ? [{ name: 'room', type: 'double', size: room }] : []),
    ...(order > 0 ? [{ name: 'order', type: 'int32_t', size: order }] : []),
  ].sort((a, b) => (a.type < b.type ? -1 : a.type > b.type ? 1 : 0))

  /** The variables of a piece, and its lines. */
  const linesOf = (p: number): ReadonlyArray<string> => [
    ...[...entry(touched, p)]
      .filter((buffer) => homes[buffer] === 'variable')
      .map((buffer) => {
        const { kind, role, size } = entry(kernel.buffers, buffer)
        return role === 'local' ? `${typeOf[kind]} b${buffer} = 0;` : `${typeOf[kind]} b${buffer}[${Math.max(1, size)}] = {0};`
      }),
    ...entry(bodies, p).lines,
    // A call may have results that nobody asks for.
    ...[...entry(touched, p)].filter((buffer) => homes[buffer] === 'variable' && !read.has(buffer)).map((buffer) => `(void)b${buffer};`),
  ]
  const uses = (text: string, word: string): boolean => new RegExp(`\\b${word}\\b`).test(text)
  const all = bodies.map((_, p) => linesOf(p).join('\n'))

  /** What a program hands on as it is, or twice, is copied. */
  const copies = kernel.outputs.flatMap(({ buffer }, j) => {
    const own = entry(parameters.outputs, j)
    return nameOf(buffer) === own.name || own.size === 0 ? [] : [`memcpy(${own.name}, ${nameOf(buffer)}, ${own.size} * sizeof *${own.name});`]
  })
  const parts = all.map((text, p) => {
    const used = (of: { readonly name: string }): boolean => uses(text, of.name)
    const own = { inputs: parameters.inputs.filter(used), outputs: parameters.outputs.filter(used) }
    const hasWorkspace = uses(text, 'w')
    const called = `${name}_part${p}`
    const given = [...own.inputs, ...own.outputs].map((of) => of.name)
    return {
      text: `static ${signature(called, own, hasWorkspace, 'W_RESTRICT ').replace(`${called}_workspace`, `${name}_workspace`)} {\n${indented(text)}\n}`,
      call: `${called}(${[...given, ...(hasWorkspace ? ['w'] : [])].join(', ')});`,
    }
  })
  const whole = parts.length === 1
  const main = [...(whole ? all : parts.map(({ call }) => call)), ...copies].join('\n')
  const unused = [...parameters.inputs, ...parameters.outputs].filter((of) => !uses(main, of.name)).map((of) => `(void)${of.name};`)
  const functions = [
    ...(whole ? [] : parts.map(({ text }) => text)),
    `${signature(name, parameters, workspace.length > 0, 'W_RESTRICT ')} {\n${indented([...unused, main].join('\n'))}\n}`,
  ]
  const body = functions.join('\n\n')
  const constants = kernel.constants.filter(({ buffer }) => uses(body, `${name}_c${buffer}`)).map((constant) => constantText(kernel, name, constant))
  return {
    header: headerOf(name, parameters, workspace),
    library: neededBy(body),
    own: [...(constants.length === 0 ? [] : [constants.join('\n')]), body],
  }
}

const indented = (text: string): string => text.replace(/^(?=.)/gm, '  ')

/** A source file of programs that share the library, each under the name of its header. */
export const fileOf = (names: ReadonlyArray<string>, parts: ReadonlyArray<Parts>): string =>
  `${[head(names), ...new Set(parts.flatMap(({ library }) => library)), ...parts.flatMap(({ own }) => own)].join('\n\n')}\n`

/** The C of a program under a name. */
export const sourceOf = (program: Program, name: string): CSource => {
  const parts = partsOf(program, name)
  return { header: parts.header, source: fileOf([name], [parts]) }
}

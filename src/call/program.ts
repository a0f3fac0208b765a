/**
 * Programs as values: a function traced on example arguments, and a program run on inputs given by
 * name. The inputs are the placeholders of an introduction to autodiff, the equations its nodes, and
 * `run` its executor.
 */
import { type Aval, sameAval } from '../array/aval.ts'
import { avalOf, isTensor, type AnyTensor } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import { raise } from '../failure.ts'
import { evaluation } from '../interpret/evaluate.ts'
import { fold } from '../program/fold.ts'
import type { Atom, Program } from '../program/model.ts'
import { describe } from '../program/describe.ts'
import { lowerOne } from '../program/operate.ts'
import { flatten, type Layout } from '../program/tree.ts'
import type { ValuesFor } from '../type/structure.ts'
import { type Argument, argument, presented } from './arguments.ts'
import { sourceOf } from './source.ts'
import { phantom } from '../type/phantom.ts'
import { checkFunction, checkProgram } from '../program/given.ts'
import { checkOption } from '../program/option.ts'
import { sealed } from '../program/seal.ts'

/** Names for the arguments, in order. */
export interface TraceOptions {
  readonly names?: ReadonlyArray<string>
}

/**
 * The program of a function at the structure and shapes of example arguments; their values do not
 * matter. Inputs are named by the path of each leaf: `x1`, `x2.w`, or by `names` where given.
 *
 * @example
 * trace((x: Scalar, y: Scalar) => mul(x, sin(y)), { names: ['x', 'y'] })(2, 5).names   // ['x', 'y']
 * @category programs
 */
export const trace = <A extends ReadonlyArray<unknown>, R>(
  f: (...args: A) => R,
  options: TraceOptions = {},
): ((...examples: { readonly [K in keyof A]: ValuesFor<A[K]> }) => Program) => {
  checkFunction('trace', f)
  checkOption<TraceOptions>('trace', options, 'names')
  const { names } = options
  if (names !== undefined && !(Array.isArray(names) && names.every((name) => typeof name === 'string')))
    raise({ _tag: 'Argument', operation: 'trace', reason: `the names are ${describe(names)}`, hint: "they are a list of texts: { names: ['x', 'y'] }" })
  return (...examples) => {
    if (names !== undefined && (names.length !== examples.length || new Set(names).size !== names.length))
      raise({ _tag: 'Argument', operation: 'trace', reason: `${examples.length} different names are needed, got [${names.join(', ')}]` })
    const args = examples.map((example, i): Argument => argument('trace', example, names?.[i] ?? (examples.length === 1 ? 'x' : `x${i + 1}`)))
    const source = sourceOf('trace', phantom(f), args)
    if (source.captured.length > 0) return raise({ _tag: 'Leaked', operation: 'trace', expression: 'of an outer function' })
    return source.program
  }
}

/** Values for inputs: by name, nested as in the arguments traced, or flat by the names themselves. */
export type Feeds = { readonly [name: string]: unknown }

const nameOf = (program: Program, i: number): string => program.names[i] || `input ${i}`

/** Leaves that are no numbers, with their paths: a boolean feeds a mask, anything else has no place in a program. */
const statics = (layout: Layout, path: string): ReadonlyArray<readonly [string, unknown]> => {
  switch (layout._tag) {
    case 'Leaf':
      return []
    case 'Static':
      return layout.value === undefined ? [] : [[path, layout.value]]
    case 'Tuple':
      return layout.items.flatMap((item, i) => statics(item, `${path}[${i}]`))
    case 'Record':
      return layout.items.flatMap((item, i) => statics(item, path === '' ? entry(layout.keys, i) : `${path}.${entry(layout.keys, i)}`))
  }
}

const fed = (program: Program, feeds: Feeds): ReadonlyArray<AnyTensor> => {
  const { leaves, layout } = flatten('run', feeds, '')
  const given = new Map([...leaves.map((leaf) => [leaf.path, leaf.value] as const), ...statics(layout, '')])
  const known = program.inputs.map((_, i) => nameOf(program, i))
  for (const name of given.keys()) if (!known.includes(name)) raise({ _tag: 'UnknownInput', name, known })
  return program.inputs.map((of, i) => {
    const name = nameOf(program, i)
    if (!given.has(name)) return raise({ _tag: 'Argument', operation: 'run', reason: `the input '${name}' was not given`, hint: `it is ${of.text}` })
    const value = lowerOne('run', given.get(name))
    if (!isTensor(value)) return raise({ _tag: 'Argument', operation: 'run', reason: `the input '${name}' is an expression`, hint: 'run takes values' })
    return fits(name, of, value)
  })
}

const fits = (name: string, of: Aval, value: AnyTensor): AnyTensor =>
  sameAval(avalOf(value), of) ? value : raise({ _tag: 'Structure', operation: 'run', path: name, expected: of.text, got: avalOf(value).text })

/** The output of a name: an output's own, or an input's. */
const atomOf = (program: Program, name: string): Atom => {
  const output = program.outputNames.indexOf(name)
  if (output >= 0) return entry(program.outputs, output)
  const input = program.names.indexOf(name)
  return input >= 0
    ? { _tag: 'Ref', index: input }
    : raise({ _tag: 'UnknownInput', name, known: [...program.outputNames, ...program.names].filter((known) => known !== '') })
}

/**
 * Run a program on inputs given by name. Answers with all outputs in order, or with those asked for
 * by name, in one run. Unknown and missing names and wrong shapes are failures that say so.
 *
 * @example
 * const program = valueAndGrad(trace((x: Scalar, y: Scalar) => mul(x, y), { names: ['x', 'y'] })(1, 1))
 * run(program, { x: 3, y: 5 })             // [15, 5, 3]
 * run(program, { x: 3, y: 5 }, ['∂y'])     // [3]
 * @category programs
 */
export const run = (program: Program, feeds: Feeds, outputs?: ReadonlyArray<string>): ReadonlyArray<unknown> => {
  checkProgram('run', program)
  if (outputs !== undefined && !Array.isArray(outputs))
    return raise({ _tag: 'Argument', operation: 'run', reason: `the outputs asked for are ${describe(outputs)}`, hint: "they are a list of names: ['y']" })
  const wanted: Program =
    outputs === undefined ? program : sealed({ ...program, outputs: outputs.map((name) => atomOf(program, name)), outputNames: [...outputs] })
  return fold(evaluation)(wanted)(fed(program, feeds)).map(presented)
}

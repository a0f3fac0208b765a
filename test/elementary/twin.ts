/**
 * The files in `src/elementary/twin`, written from the kernels. After a change of a kernel, write them anew:
 *
 *     npx tsx test/elementary/twin.ts && npx biome check --write src/elementary/twin
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import {
  exponentials,
  hyperbolics,
  inverses,
  logarithms,
  logistics,
  powerCurves,
  powerSlopes,
  powerTwists,
  powers,
  reducedParts,
  scaledLogarithms,
  slopes,
  trigonometrics,
} from '../../src/elementary/catalogue.ts'
import { type Definition, kernelFor } from '../../src/elementary/definition.ts'
import { hostsOf, tablesOf } from '../../src/elementary/kernel.ts'
import { bitsOf, print } from '../../src/elementary/print.ts'
import { root } from '../source.ts'

const families: { readonly [file: string]: ReadonlyArray<Definition> } = {
  scaled: scaledLogarithms,
  reduced: reducedParts,
  exponential: exponentials,
  logarithm: logarithms,
  trigonometric: trigonometrics,
  hyperbolic: hyperbolics,
  logistic: logistics,
  slope: slopes,
  power: powers,
  'power-slope': powerSlopes,
  'power-curve': powerCurves,
  'power-twist': powerTwists,
  inverse: inverses,
}

const importLine = (names: ReadonlyArray<string>, from: string): ReadonlyArray<string> =>
  names.length === 0 ? [] : [`import { ${[...new Set(names)].sort().join(', ')} } from '${from}'`]

const text = (definitions: ReadonlyArray<Definition>): string => {
  const kernels = definitions.map(kernelFor)
  return [
    '/**',
    ` * ${kernels.map(({ name }) => name).join(', ')}: written by \`print\` from the kernels beside this folder, and not to be edited.`,
    ' */',
    ...importLine(kernels.flatMap(bitsOf), '../bits.ts'),
    ...importLine(kernels.flatMap(hostsOf), '../rare.ts'),
    ...importLine(
      kernels.flatMap(tablesOf).map(({ name }) => name),
      '../tangent.ts',
    ),
    ...kernels.flatMap((kernel) => ['', print(kernel)]),
    '',
  ].join('\n')
}

export const twinFiles: ReadonlyArray<{ readonly path: string; readonly text: string }> = Object.entries(families).map(([file, definitions]) => ({
  path: `src/elementary/twin/${file}.ts`,
  text: text(definitions),
}))

if (argv[1] === fileURLToPath(import.meta.url)) for (const file of twinFiles) writeFileSync(join(root, file.path), file.text)

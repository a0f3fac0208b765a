/**
 * The laws of sparse derivatives: a pattern holds whatever is not zero, lines of one colour share nothing,
 * every path on four vertices of a star colouring has three colours, and what the passes compress is the
 * derivative again.
 */
import * as fc from 'fast-check'
import { sizeOf } from '../src/array/shape.ts'
import { dataOf, seal, tensor } from '../src/array/tensor.ts'
import { aval } from '../src/array/aval.ts'
import { entry } from '../src/entry.ts'
import {
  add,
  type Colouring,
  colouring,
  type ColouringOptions,
  hvp,
  mul,
  type Program,
  type Scalar,
  sparseHessian,
  sparseJacobian,
  type SparseProgram,
  type Sparsity,
  sum,
  type Tensor,
} from '../src/index.ts'
import { toExpr } from '../src/program/operate.ts'
import { close, inline } from '../src/program/trace.ts'
import { phantom } from '../src/type/phantom.ts'
import { near, type Numbers } from './closeness.ts'
import { tolerances } from './derivative.ts'
import { differences } from './difference.ts'
import { every, type Law, law, that, type Verdict } from './law.ts'
import { library, mapOf, mappingOf, sizesOf } from './mapping.ts'
import type { Sample } from './program.ts'

/** Sparse derivatives of programs and colourings of patterns: what these laws put to the test. */
export interface SparseTransforms {
  readonly jacobian: (program: Program, direction?: 'forward' | 'reverse') => SparseProgram
  readonly hessian: (program: Program) => SparseProgram
  readonly colouring: (sparsity: Sparsity, options: ColouringOptions) => Colouring
}

/**
 * The library's own sparse derivatives, as users get them.
 *
 * @example
 * sparseTransforms.jacobian(trace((x: Scalar) => sin(x))(0)).passes   // 1
 * @category laws
 */
export const sparseTransforms: SparseTransforms = {
  jacobian: (program, direction) => sparseJacobian(program, direction === undefined ? {} : { direction }),
  hessian: (program) => sparseHessian(program),
  colouring,
}

// patterns ---------------------------------------------------------------------------------

const integers = (data: ReadonlyArray<number>): Tensor<[number], 'int32'> => phantom(seal(aval('int32', [data.length]), Int32Array.from(data)))

/** The columns of each row. */
const rowsOf = ({ shape, rows, columns }: Sparsity): ReadonlyArray<ReadonlyArray<number>> => {
  const js = dataOf(columns)
  const found = Array.from({ length: shape[0] }, (): Array<number> => [])
  dataOf(rows).forEach((row: number, k: number) => {
    found[row]?.push(js[k] ?? -1)
  })
  return found
}

const ofRows = (rows: ReadonlyArray<ReadonlyArray<number>>, width: number): Sparsity => ({
  shape: [rows.length, width],
  rows: integers(rows.flatMap((row, i) => row.map(() => i))),
  columns: integers(rows.flat()),
})

const shown = <T extends Sparsity>(pattern: T): T => {
  const text = (): string => JSON.stringify(rowsOf(pattern))
  return Object.defineProperty(pattern, fc.toStringMethod, { value: text, enumerable: false })
}

const marks = (size: number): fc.Arbitrary<ReadonlyArray<boolean>> =>
  fc.array(
    fc.nat(3).map((n) => n === 0),
    { minLength: size, maxLength: size },
  )

/**
 * Random patterns, a quarter full.
 *
 * @example
 * fc.sample(patterns(), 3).length   // 3
 * @category arbitraries
 */
export const patterns = (most = 8): fc.Arbitrary<Sparsity> =>
  fc
    .tuple(fc.nat(most), fc.nat(most))
    .chain(([m, n]) => marks(m * n).map((set) => Array.from({ length: m }, (_, i) => Array.from({ length: n }, (__, j) => j).filter((j) => set[i * n + j]))))
    .map((rows) => shown(ofRows(rows, Math.max(0, ...rows.map((row) => Math.max(0, ...row) + 1)))))

/**
 * Random symmetric patterns.
 *
 * @example
 * fc.sample(symmetricPatterns(), 3).length   // 3
 * @category arbitraries
 */
export const symmetricPatterns = (most = 8): fc.Arbitrary<Sparsity> =>
  fc
    .nat(most)
    .chain((n) =>
      marks(n * n).map((set) =>
        Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => j).filter((j) => set[Math.min(i, j) * n + Math.max(i, j)])),
      ),
    )
    .map((rows) => shown(ofRows(rows, rows.length)))

// colours ----------------------------------------------------------------------------------

const turned = ({ shape, rows, columns }: Sparsity): Sparsity => ({ shape: [shape[1], shape[0]], rows: columns, columns: rows })

const apart = (sparsity: Sparsity, { colours, count }: Colouring): Verdict => {
  const of = dataOf(colours)
  const rows = rowsOf(sparsity)
  const clash = rows.findIndex((row) => new Set(row.map((column) => of[column])).size < row.length)
  const used = rows.flat().map((column) => of[column] ?? -1)
  return every(
    () => that(clash < 0, 'lines of one colour share no entry across them', `line ${clash} has [${rows[clash]}] in colours [${Array.from(of)}]`),
    () => that(new Set(used).size === count && used.every((colour) => colour >= 0 && colour < count), `${count} colours from 0`, `[${Array.from(of)}]`),
  )
}

const starred = (sparsity: Sparsity, { colours }: Colouring): Verdict => {
  const of = dataOf(colours)
  const rows = rowsOf(sparsity).map((row, i) => row.filter((j) => j !== i))
  const edges = rows.flatMap((row, i) => row.map((j) => [i, j] as const))
  const plain = edges.find(([i, j]) => of[i] === of[j])
  const paths = edges.flatMap(([b, c]) => entry(rows, b).flatMap((a) => entry(rows, c).map((d) => [a, b, c, d])))
  const two = paths.find((path) => new Set(path).size === 4 && new Set(path.map((v) => of[v])).size < 3)
  return every(
    () => that(plain === undefined, 'neighbours differ', `${plain} in colours [${Array.from(of)}]`),
    () => that(two === undefined, 'a path on four vertices has three colours', `${two} in colours [${Array.from(of)}]`),
  )
}

const orderings = ['natural', 'largestFirst'] as const

/**
 * Laws of colourings: columns of one colour share no row, rows of one colour no column, and in a star
 * colouring neighbours differ and every path on four vertices has three colours.
 *
 * @example
 * refuted(check(colourings(), { runs: 20 }))   // []
 * @category laws
 */
export const colourings = (transforms: SparseTransforms = sparseTransforms): ReadonlyArray<Law> =>
  orderings.flatMap((ordering) => [
    law(`columns of one colour share no row, ${ordering}`, patterns(), (pattern) => apart(pattern, transforms.colouring(pattern, { by: 'columns', ordering }))),
    law(`rows of one colour share no column, ${ordering}`, patterns(), (pattern) =>
      apart(turned(pattern), transforms.colouring(pattern, { by: 'rows', ordering })),
    ),
    law(`a path on four vertices has three colours, ${ordering}`, symmetricPatterns(), (pattern) =>
      starred(pattern, transforms.colouring(pattern, { by: 'star', ordering })),
    ),
  ])

// derivatives ------------------------------------------------------------------------------

/** The entries of a sparse derivative at a point, with the zeros between them, row after row. */
const dense = ({ program, sparsity }: SparseProgram, point: Numbers): Float64Array => {
  const values = mapOf(program)(point)
  const made = new Float64Array(sparsity.shape[0] * sparsity.shape[1])
  const columns = dataOf(sparsity.columns)
  dataOf(sparsity.rows).forEach((row: number, k: number) => {
    made[row * sparsity.shape[1] + (columns[k] ?? 0)] = values[k] ?? Number.NaN
  })
  return made
}

const unit = (n: number, at: number): Float64Array => Float64Array.from({ length: n }, (_, i) => (i === at ? 1 : 0))

/** A matrix by its columns, row after row. */
const byColumns = (n: number, column: (v: Float64Array) => Numbers): ReadonlyArray<number> => {
  const columns = Array.from({ length: n }, (_, j) => column(unit(n, j)))
  return Array.from(columns[0] ?? []).flatMap((_, i) => columns.map((of) => of[i] ?? Number.NaN))
}

/** Σ w·y: one scalar output instead of all. */
const weighted = (program: Program, w: Numbers): Program =>
  close(program.inputs, (xs) => {
    let from = 0
    const parts = inline(program)(xs).map((y) => {
      const start = from
      from += sizeOf(y.aval.shape)
      const weights = tensor(
        Float64Array.from({ length: from - start }, (_, i) => w[start + i] ?? 0),
        y.aval.shape,
      )
      return sum(mul(phantom<Scalar>(y), phantom<Scalar>(weights)))
    })
    return [toExpr('law', add(parts))]
  })

/**
 * Laws of sparse Jacobians and Hessians: the pattern holds every entry that differences find, and in both
 * directions the passes give the derivative that one pass per column gives.
 *
 * @example
 * refuted(check(sparseDerivatives(scalarPrograms()), { runs: 5 }))   // []
 * @category laws
 */
export const sparseDerivatives = (samples: fc.Arbitrary<Sample>, transforms: SparseTransforms = sparseTransforms): ReadonlyArray<Law> => [
  law('the pattern holds every entry that differences find', samples, ({ program, value, point, reach }) => {
    const rows = rowsOf(transforms.jacobian(program).sparsity)
    const missed = Array.from(point).flatMap((_, j) =>
      differences(value, point, unit(point.length, j), { step: reach }).flatMap((found, i) =>
        found.error < 1e-6 && Math.abs(found.value) > 1e-4 && !rows[i]?.includes(j) ? [`(${i}, ${j}) is ${found.value}`] : [],
      ),
    )
    return that(missed.length === 0, `all entries in ${JSON.stringify(rows)}`, missed.join(', '))
  }),
  law('the passes give the Jacobian', samples, ({ program, point }) => {
    const map = mappingOf(program, library)
    const wanted = byColumns(point.length, (v) => map.push(point, v))
    return every(
      () => near(dense(transforms.jacobian(program), point), wanted, tolerances.modes),
      () => near(dense(transforms.jacobian(program, 'forward'), point), wanted, tolerances.modes),
      () => near(dense(transforms.jacobian(program, 'reverse'), point), wanted, tolerances.modes),
    )
  }),
  law('there are no more passes than the smaller side has entries', samples, ({ program }) => {
    const { inputs, outputs } = sizesOf(program)
    const { passes } = transforms.jacobian(program)
    return that(passes <= Math.min(inputs, outputs), `at most ${Math.min(inputs, outputs)}`, String(passes))
  }),
  law('the passes give the Hessian', samples, ({ program, point, w }) => {
    const scalar = weighted(program, w)
    const product = mapOf(hvp(scalar))
    const wanted = byColumns(point.length, (v) => product(Float64Array.of(...point, ...v)))
    return near(dense(transforms.hessian(scalar), point), wanted, tolerances.modes)
  }),
]

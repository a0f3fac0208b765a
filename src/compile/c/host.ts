/**
 * What the loop language leaves to the host, in C: a call of a library function on whole arrays, or loops written out.
 */
import { type Dims, sizeOf, stridesOf } from '../../array/shape.ts'
import { dims, flag, whole } from '../../basis/params.ts'
import { entry } from '../../entry.ts'
import { raise } from '../../failure.ts'
import type { Operation } from '../../program/model.ts'
import { kindOf } from '../machine.ts'
import { mostOfLambert } from './library/special.ts'

/** Lines of C, and how many elements of the scratch arrays they work in. */
export interface HostCode {
  readonly lines: ReadonlyArray<string>
  readonly room: number
  readonly order: number
}

/** The arrays of a call: what it reads, what it writes, and the scratch arrays. */
export interface HostArrays {
  readonly from: ReadonlyArray<string>
  readonly to: ReadonlyArray<string>
  readonly room: string
  readonly order: string
}

type Writer = (operation: Operation, arrays: HostArrays) => HostCode

const refuse = (operation: string, reason: string, hint: string): never => raise({ _tag: 'Argument', operation: 'toC', reason: `${operation} ${reason}`, hint })

const plain = (...lines: ReadonlyArray<string>): HostCode => ({ lines, room: 0, order: 0 })
const shapeOf = ({ operands }: Operation, i = 0): Dims => entry(operands, i).shape
const first = (names: ReadonlyArray<string>): string => entry(names, 0)
const last = (shape: Dims): number => entry(shape, shape.length - 1)

/** A library function's name for the kind of number: `w_argsort` or `w_argsortWhole`. */
const kinded = (name: string, { operands }: Operation): string => (kindOf(entry(operands, 0).dtype) === 'f64' ? name : `${name}Whole`)

// along one axis ---------------------------------------------------------------------------

const argsort: Writer = (operation, { from, to }) => {
  const shape = shapeOf(operation)
  const descending = flag('argsort', operation.params, 'descending') ? 1 : 0
  return plain(`${kinded('w_argsort', operation)}(${first(from)}, ${first(to)}, ${sizeOf(shape)}, ${last(shape)}, ${descending});`)
}

// over several axes ------------------------------------------------------------------------

/** Loops over some axes, with counters named by the axis. */
const nested = (shape: Dims, axes: Dims, body: ReadonlyArray<string>): ReadonlyArray<string> =>
  axes.reduceRight<ReadonlyArray<string>>(
    (inner, axis) => [`for (int32_t at${axis} = 0; at${axis} < ${entry(shape, axis)}; at${axis}++) {`, ...inner.map((line) => `  ${line}`), '}'],
    body,
  )

const indexOf = (axes: Dims, strides: Dims): string => (axes.length === 0 ? '0' : axes.map((axis, i) => `${entry(strides, i)} * at${axis}`).join(' + '))
const allOf = (shape: Dims): Dims => shape.map((_, i) => i)

const reduction =
  (name: string, begin: string, step: (x: string) => ReadonlyArray<string>): Writer =>
  (operation, { from, to }) => {
    const shape = shapeOf(operation)
    const axes = dims(name, operation.params, 'axes')
    const kept = allOf(shape).filter((axis) => !axes.includes(axis))
    const x = `${first(from)}[${indexOf(allOf(shape), stridesOf(shape))}]`
    const out = `${first(to)}[${indexOf(kept, stridesOf(kept.map((axis) => entry(shape, axis))))}]`
    return plain(...nested(shape, kept, [begin, ...nested(shape, axes, step(x)), `${out} = w_total;`]))
  }

/** Of whole numbers, which wrap; sums of floats are loops already. */
const sumOfWhole = reduction('sum', 'int32_t w_total = 0;', (x) => [`w_total = (int32_t)((uint32_t)w_total + (uint32_t)${x});`])

const extremumOfWhole = (name: string, sign: string): Writer =>
  reduction(name, 'int32_t w_total = 0, w_seen = 0;', (x) => [`if (!w_seen || ${x} ${sign} w_total) w_total = ${x};`, 'w_seen = 1;'])

// each number ------------------------------------------------------------------------------

const each = (operation: Operation, line: (at: string) => string): HostCode => {
  const size = sizeOf(entry(operation.results, 0).shape)
  return plain(size === 1 ? line('0') : `for (int32_t at = 0; at < ${size}; at++) ${line('at')}`)
}

const sincos: Writer = (operation, { from: [x = ''], to: [s = '', c = ''] }) => {
  const code = each(operation, (k) => `${s}[${k}] = w_sin(${x}[${k}]);`)
  return { ...code, lines: [...code.lines, ...each(operation, (k) => `${c}[${k}] = w_cos(${x}[${k}]);`).lines] }
}

const ordered =
  (name: string, most = Number.POSITIVE_INFINITY): Writer =>
  (operation, { from, to }) => {
    const n = whole(name, operation.params, 'n')
    if (n > most) return refuse(name, `of order ${n} has no C code`, `orders up to ${most} have`)
    return each(operation, (k) => `${first(to)}[${k}] = w_${name}(${n}, ${first(from)}[${k}]);`)
  }

const betaDerivative: Writer = (operation, { from: [a = '', b = ''], to }) => {
  const [i, j] = [whole('betaDerivative', operation.params, 'i'), whole('betaDerivative', operation.params, 'j')]
  if (i > 0 && j > 0) return refuse('a mixed derivative of beta', 'has no C code', 'write B(a, b) as exp(lgamma(a) + lgamma(b) − lgamma(a + b))')
  return each(operation, (k) => `${first(to)}[${k}] = ${j > 0 ? `w_betaSlope(${j}, ${b}[${k}], ${a}[${k}])` : `w_betaSlope(${i}, ${a}[${k}], ${b}[${k}])`};`)
}

const powDerivative: Writer = (operation, { from: [x = '', y = ''], to }) => {
  const [i, j] = [whole('powDerivative', operation.params, 'i'), whole('powDerivative', operation.params, 'j')]
  return each(operation, (k) => `${first(to)}[${k}] = w_powDerivative(${i}, ${j}, ${x}[${k}], ${y}[${k}]);`)
}

// matrices ---------------------------------------------------------------------------------

/** A library function on each matrix of a batch: it takes the arrays, the sizes, and the scratch it asks for. */
const matrices =
  (name: string, room: (m: number, n: number) => number, order: (n: number) => number, tall = false): Writer =>
  (operation, { from, to, room: space, order: indices }) => {
    const { operands, results } = operation
    const lead = shapeOf(operation).slice(0, -2)
    const [m = 1, n = 1] = shapeOf(operation).slice(-2)
    const count = sizeOf(lead)
    const parts = [
      ...operands.map(({ shape }, i) => [entry(from, i), sizeOf(shape)] as const),
      ...results.map(({ shape }, i) => [entry(to, i), sizeOf(shape)] as const),
    ]
    const sizes = operands.length === 2 ? [n, last(shapeOf(operation, 1))] : tall ? [m, n] : [n]
    const scratch = [...(room(m, n) > 0 ? [space] : []), ...(order(n) > 0 ? [indices] : [])]
    const call = (offset: (size: number) => string): string =>
      `w_${name}(${[...parts.map(([array, size]) => `${array}${offset(size / count)}`), ...sizes, ...scratch].join(', ')});`
    const lines = count === 0 ? [] : count === 1 ? [call(() => '')] : [`for (int32_t at = 0; at < ${count}; at++) ${call((size) => ` + ${size} * at`)}`]
    return { lines, room: room(m, n), order: order(n) }
  }

/** Of the directions at each diagonal matrix. */
const minors: Writer = (operation, { from: [d = '', e = ''], to, room }) => {
  const of = shapeOf(operation, 1)
  const n = last(of)
  if (operation.operands.length > 2) return refuse('a third derivative of a determinant', 'has no C code', 'differentiate twice at most')
  const count = sizeOf(of.slice(0, -2))
  const each = count / sizeOf(shapeOf(operation).slice(0, -1))
  const line = `w_minors(${d} + ${n} * (at / ${each}), ${e} + ${n * n} * at, ${first(to)} + ${n * n} * at, ${n}, ${room});`
  return { lines: count === 0 ? [] : [`for (int32_t at = 0; at < ${count}; at++) ${line}`], room: n + 1, order: 0 }
}

const none = (): number => 0
const square = (_: number, n: number): number => n * n
const same = (n: number): number => n

const writers: { readonly [name: string]: Writer } = {
  argsort,
  sum: sumOfWhole,
  maxOver: extremumOfWhole('maxOver', '>'),
  minOver: extremumOfWhole('minOver', '<'),
  sincos,
  gaussianDerivative: ordered('gaussianDerivative'),
  scaledNormalPdfDerivative: ordered('scaledNormalPdfDerivative'),
  lambertWDerivative: ordered('lambertWDerivative', mostOfLambert),
  polygamma: ordered('polygamma'),
  besselJ: ordered('besselJ'),
  sphericalJ: ordered('sphericalJ'),
  betaDerivative,
  powDerivative,
  cholesky: matrices('cholesky', none, none),
  lowerSolve: matrices('lowerSolve', none, none),
  upperSolve: matrices('upperSolve', none, none),
  solve: matrices('solve', square, same),
  lu: matrices('lu', none, none),
  det: matrices('det', square, same),
  slogdet: matrices('slogdet', square, same),
  cofactor: matrices('cofactor', (_, n) => 4 * n * n, same),
  balance: matrices('balance', square, (n) => 2 * n),
  minors,
  qr: matrices('qr', (m, n) => 2 * m * n + n, none, true),
}

/** What to do instead of an operation that has no C code. */
const hints: { readonly [name: string]: string } = {
  adjoint: 'differentiate without checkpoint, or carry the function itself',
  eigh: 'decompose before, and pass the factors as inputs',
  eigvalsh: 'decompose before, and pass the eigenvalues as inputs',
  svd: 'decompose before, and pass the factors as inputs; qr and cholesky have C code',
  svdvals: 'decompose before, and pass the singular values as inputs',
  pinv: 'use solve or qr, which have C code',
  expm: 'use odeint-like steps in a scan, or pass the exponential as an input',
  expmFrechet: 'differentiate outside, or pass the exponential as an input',
}

export const hostCode: Writer = (operation, arrays) => {
  const { name } = operation.primitive
  const writer = writers[name]
  return writer === undefined
    ? refuse(`the operation '${name}'`, 'has no C code', hints[name] ?? 'leave it out of the program that is carried to C')
    : writer(operation, arrays)
}

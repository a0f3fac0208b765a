/**
 * What untyped code hands over where a list, a record or a structure of the library's own is wanted: each is
 * refused by the operation's name, with what was given and the way out, before the engine stumbles over it.
 */
import { describe, expect, it } from 'vitest'
import * as L from '../../laws/index.ts'
import * as W from '../../src/index.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import type { Table } from '../table.ts'

const { batchNorm, dual, fieldOf, layerNorm, logsumexp, max, mean, min, norm, prod, series, std, sum, tape, variance } = W

type Loose = (...args: ReadonlyArray<unknown>) => unknown

const call = (f: unknown, ...args: ReadonlyArray<unknown>): unknown => Reflect.apply(phantom<Loose>(f), undefined, args)

const v = Float64Array.of(1, 2, 3)
const two = W.tensor([
  [2, 1],
  [1, 3],
])
const image = W.full([1, 1, 5, 5], 1)
const square = (x: W.Scalar): W.Scalar => W.mul(x, x)
const program = W.trace(square)(2)
const pattern = W.sparsity((x: W.Vector) => W.sin(x))(v)
const matrix = W.sparseJacobian((x: W.Vector) => W.sin(x))(v)
const rows = W.forwardTrace(program, [2], [1])
const vector = W.vector(3)

type Case = readonly [name: string, use: () => unknown, text: string]

const refuses = (cases: Table<Case>): void => {
  it.each(cases)('%s', (_, use, text) => {
    expect(refusal(use)).toContain(text)
  })
}

const axes = 'several are a list: [0, 1]'
const each = 'give one number, or one for each axis'

describe('what is no list of axes is refused', () => {
  refuses([
    ...Object.entries<unknown>({ sum, mean, prod, max, min, logsumexp, std, variance, norm, layerNorm, batchNorm }).map(
      ([name, reduce]): Case => [name, () => call(reduce, two, { axes: 'x' }), `${name}: the axes are a string; ${axes}`],
    ),
    ['null, which JSON has', () => call(W.sum, v, { axes: null }), 'sum: the axes are null; '],
    ['a gap', () => call(W.sum, v, { axes: new Array(1) }), 'sum: shapes [3] have no axis undefined'],
    ['flip', () => call(W.flip, v, {}), `flip: the axes are an object; ${axes}`],
    ['transpose', () => call(W.transpose, two, 'x'), `transpose: the axes are a string; ${axes}`],
    ['windows', () => call(W.windows, v, 2, { axes: {} }), `windows: the axes are an object; ${axes}`],
    [
      'tensordot',
      () => call(W.tensordot, two, two, [0, 1]),
      'tensordot: the axes [0,1] are no number of axes, and no two lists of them; write 1, or [[1], [0]]',
    ],
    ['tensordot, a gap', () => call(W.tensordot, two, two, new Array(2)), 'are no number of axes'],
    ['argnums', () => call(W.grad(square, phantom<{ readonly argnums: 0 }>({ argnums: 'x' })), 2), 'grad: argnums are a string; several are a list: [0, 1]'],
    ['argnums of a program', () => call(W.hvp, program, { argnums: {} }), 'hvp: argnums are an object; several are a list'],
    ['argnums that are null', () => call(W.grad(square, phantom<{ readonly argnums: 0 }>({ argnums: null })), 2), 'grad: argnums are null'],
  ])
})

describe('what is no list of sizes, places or parts is refused', () => {
  refuses([
    ['tile', () => call(W.tile, v), 'tile: shapes [3] cannot be repeated undefined times; give a whole number from 0 per axis'],
    ['tile by one number', () => call(W.tile, v, 2), 'tile: shapes [3] cannot be repeated 2 times'],
    ['pad', () => call(W.pad, v), 'pad: the margins are undefined; they are [before, after] for each axis, as [[1, 2]]'],
    ['pad by numbers', () => call(W.pad, v, [1]), 'pad: a margin is a number; they are [before, after]'],
    ['pad by three numbers', () => call(W.pad, v, [[1, 2, 3]]), 'pad: shapes [3] cannot be padded by [1,2,3]; a margin is'],
    ['pad with a word', () => call(W.pad, v, [[1, 1]], 'x'), "pad: float64: it cannot hold 'x' exactly"],
    ['split', () => call(W.split, v), 'split: shapes [3] cannot be cut at axis 0 at undefined; give a divisor'],
    ['split by a word', () => call(W.split, v, 'x'), "cannot be cut at axis 0 at 'x'"],
    ['split into more than there can be', () => call(W.split, v, 1e15), 'cannot be cut at axis 0 into 1000000000000000 equal parts'],
    ['at', () => call(W.at, two, {}), "at: the subscript of axis 0 is an object; it is a number, ':', [from, to] or [from, to, step]"],
    ['oneHot', () => call(W.oneHot, 1, 3), 'oneHot: the indices are a number; one of them is a list too: [3]'],
    ['windows', () => call(W.windows, v), `windows: the size is undefined; ${each}`],
    ['a stride', () => call(W.windows, v, 2, { stride: {} }), `windows: the stride is an object; ${each}`],
    ['a dilation', () => call(W.conv2d, image, W.full([1, 1, 3, 3], 1), { dilation: [1, null] }), 'conv2d: the dilation null is not a whole number from 1'],
    ['overlapAdd', () => call(W.overlapAdd, two, null), `overlapAdd: the length is null; ${each}`],
    ['a window', () => call(W.maxPool, image, { window: null }), `maxPool: the window is null; ${each}`],
    ['padding', () => call(W.avgPool, image, { window: [2, 2], padding: null }), "avgPool: the padding null does not fit 2 axes; give 'valid', 'same'"],
    ['padding in part', () => call(W.maxPool, image, { window: [2, 2], padding: [1, undefined] }), 'maxPool: the padding [1,undefined] does not fit 2 axes'],
    ['einsum', () => call(W.einsum, two, two), "einsum: the formula is a Tensor; it comes first and is text, as 'ij,jk->ik'"],
    ['besselJ', () => call(W.besselJ, undefined, v), 'besselJ: '],
    ['polygamma', () => call(W.polygamma, null, v), 'polygamma: '],
    ['crossEntropy', () => call(W.crossEntropy, two), 'crossEntropy: expected an expression, a number, a Float64Array or a Tensor, got undefined'],
    ['statistics', () => call(W.batchNorm, two, { statistics: null }), 'batchNorm: statistics: its options are a record, got null; write { mean: … }'],
    ['tril', () => call(W.tril, two, 'x'), "tril: the offset 'x' is not a whole number"],
    ['triu', () => call(W.triu, two, {}), 'triu: the offset an object is not a whole number'],
    ['a correction', () => call(W.std, v, { correction: 'x' }), "std: the correction 'x' is no number"],
    ['a rate', () => call(W.dropout, W.random.key(0), null, v), 'dropout: the rate null is no probability'],
    ['one operand that is none', () => call(W.add, ['x']), 'add: expected an expression, a number, a Float64Array or a Tensor, got a string'],
    ['an operand that is null', () => call(W.mul, [null]), 'mul: expected an expression, a number, a Float64Array or a Tensor, got null'],
  ])
})

describe('what is neither on nor off is refused', () => {
  refuses([
    ['keepdims', () => call(W.sum, v, { keepdims: 'yes' }), "sum: the option keepdims cannot be 'yes'; it is true or false"],
    ['descending', () => call(W.sort, v, { descending: 1 }), 'sort: the option descending cannot be a number; it is true or false'],
    ['reverse', () => call(W.scan, (c: unknown) => [c, c], 0, v, { reverse: 'x' }), "scan: the option reverse cannot be 'x'"],
    [
      'lower',
      () => call(W.triangularSolve, two, Float64Array.of(1, 2), { lower: 'tru' }),
      "the option lower cannot be 'tru'; did you mean true? it is true or false",
    ],
    ['countPadding', () => call(W.avgPool, image, { window: [2, 2], countPadding: 'x' }), "avgPool: the option countPadding cannot be 'x'"],
  ])
})

const spec = 'as scalar, vector(3) or record({ w: matrix(2, 3), b: scalar })'

describe('what is no spec is refused, by its place', () => {
  refuses([
    ['tuple', () => call(W.tuple, W.scalar, 3), `tuple: takes a spec at place 1, got a number; ${spec}`],
    ['record', () => call(W.record, { a: W.scalar, b: null }), `record: takes a spec at b, got null; ${spec}`],
    ['record of nothing', () => call(W.record), 'record: takes specs by name, got undefined; as record({ w: vector(3), b: scalar })'],
    ['array', () => call(W.array, 3), "array: the sizes are a number; they are a list, as [2, 3] or ['n', 3]"],
    ['within', () => call(W.within, W.vector, 0, 1), 'within: takes a spec at the first place, got a function'],
    ['fn', () => call(W.fn, vector, square), 'fn: the specs are an object; they are a list, one for each argument: [scalar, vector(3)]'],
    ['fn of what is none', () => call(W.fn, ['x'], square), `fn: takes a spec at place 0, got a string; ${spec}`],
    ['fn without a body', () => call(W.fn, [vector]), 'fn: takes specs and a function, got undefined'],
    ['sizeNames', () => call(W.sizeNames, vector), 'sizeNames: the specs are an object'],
    ['bindSizes', () => call(W.bindSizes, [undefined], [v]), 'takes a spec at place 0, got undefined'],
    ['avalsOf', () => call(W.avalsOf, null), 'avalsOf: takes a spec at the first place, got null'],
    [
      'sizes in a record',
      () => call(W.avalsOf, W.vector('n'), { n: 3 }),
      "avalsOf: takes sizes by name, got an object with keys {n}, of which get is undefined; as new Map([['n', 3]])",
    ],
    ['bindSizes of no arguments', () => call(W.bindSizes, [vector], null), 'the arguments are null; they are a list, one for each spec'],
    ['encode of what is no value', () => W.scalar.encode(phantom('x')), 'encode: at $ expected '],
    ['encode in a record', () => W.record({ a: W.scalar }).encode(phantom({ a: null })), 'encode: at a expected '],
    ['failuresOf', () => call(W.failuresOf, W.scalar.decode(1)), 'failuresOf: the errors are an object; they are what decode answers with on the left'],
    ['decode', () => W.decode(phantom(null)), 'decode: takes a list of primitives, got null; decode(vocabulary)'],
    ['programCodec', () => W.programCodec(phantom([null])), 'programCodec: takes a list of primitives, got an array of 1; programCodec(vocabulary)'],
  ])
})

const graphs = 'make one with graph(program)'
const places = 'as sparseJacobian(f)(x) or sparsity(f)(x) answers with'
const optional = 'polynomial(program) answers with an Option, whose value is one'

describe('what only looks like a structure of the library is refused, by the part that is wrong', () => {
  refuses([
    ['mermaid of a program', () => call(W.mermaid, program), `of which nodes is undefined; ${graphs}`],
    ['mermaid', () => call(W.mermaid, 'x'), `mermaid: takes a graph, got a string; ${graphs}`],
    ['graphviz', () => call(W.graphviz), `graphviz: takes a graph, got undefined; ${graphs}`],
    [
      'graphviz of edges that are none',
      () => call(W.graphviz, { nodes: [], edges: [3] }),
      'graphviz: takes a graph, got an object with keys {nodes, edges}, of which edges is an array of 1',
    ],
    ['toCsr', () => call(W.toCsr, two), 'toCsr: takes a sparse matrix or pattern, got the Tensor f64[2,2] 2 1 1 3, of which rows is undefined'],
    ['toDense', () => call(W.toDense), `toDense: takes a sparse matrix or pattern, got undefined; ${places}`],
    ['toDense of another shape', () => call(W.toDense, { ...matrix, shape: [2, 2] }), 'toDense: the entry (2, 2) is outside of 2 × 2'],
    ['toCsr of another shape', () => call(W.toCsr, { ...matrix, shape: [1, 3] }), 'toCsr: the entry (1, 1) is outside of 1 × 3'],
    [
      'colouring',
      () => call(W.colouring, { ...pattern, shape: [1e15, 3] }),
      'colouring: takes a sparse matrix or pattern, got an object with keys {shape, rows, columns}, of which shape is an array of 2',
    ],
    ['showSparsity', () => call(W.showSparsity, null), `showSparsity: takes a sparse matrix or pattern, got null; ${places}`],
    ['showTable', () => call(W.showTable, rows, 'text'), "of which head is undefined; write { head: ['x'], rows: [['1']] }, all of it text"],
    [
      'showTable of numbers',
      () => call(W.showTable, { head: ['n'], rows: [[1]] }, 'text'),
      'showTable: takes a table, got an object with keys {head, rows}, of which rows is',
    ],
    ['showForward', () => call(W.showForward, program), 'showForward: takes the rows of a trace, got an object with keys'],
    ['showReverse', () => call(W.showReverse, rows), 'of which symbol is undefined; make them with reverseTrace(program, point)'],
    ['forwardTrace without a point', () => call(W.forwardTrace, program), 'forwardTrace: expected 1 numbers, one for each input, got 0'],
    ['reverseTrace of a word', () => call(W.reverseTrace, program, 'x'), 'reverseTrace: expected 1 numbers, one for each input, got 1'],
    [
      'showExplanation',
      () => call(W.showExplanation, {}),
      'showExplanation: takes an explanation, got an object with keys {}, of which backend is undefined; make one with explain(f)(x)',
    ],
    ['showPolynomial of an Option', () => call(W.showPolynomial, W.polynomial(program)), `of which names is undefined; ${optional}`],
    ['latexPolynomial', () => call(W.latexPolynomial, null), `latexPolynomial: takes a polynomial, got null; ${optional}`],
    ['ofPolynomial', () => call(W.ofPolynomial, { names: ['x'], terms: [{ coefficient: 1, powers: [0] }], shift: 0 }), 'of which terms is an array of 1'],
    ['toArray', () => call(W.toArray), 'expected a Tensor, got undefined'],
    ['ring', () => call(W.ring, 'x'), "ring: the shape 'x' is no list of sizes"],
    ['sumMonoid', () => call(W.sumMonoid), 'sumMonoid: the shape undefined is no list of sizes'],
    ['ravel’s way back', () => W.ravel({ a: v })[1](phantom<never>([1, 2, 3])), 'unravel: shapes of an array of 3 and [3] differ'],
    ['a program in part', () => call(W.print, { _tag: 'Program', equations: null }), 'print: takes a program, got an object with keys {_tag, equations}'],
  ])
})

describe('what is no algebra, or no function between its values, is refused', () => {
  refuses([
    ...Object.entries<unknown>({ dual, tape, fieldOf, series }).map(
      ([name, over]): Case => [name, () => call(over, null, 2), `${name}: takes an algebra, got null; it has literal and apply`],
    ),
    ['fold', () => W.fold(phantom<W.Algebra<never>>(W.sin))(program)([]), 'fold: takes an algebra, got a function; it has literal and apply'],
    ['series of no order', () => call(W.series, W.intervals, 'x'), "series: the order 'x' is not a whole number from 0"],
    ['dualShow', () => call(W.dualShow, 'x'), 'dualShow: takes a Show, got a string; it is { show }'],
    ['dualEq', () => call(W.dualEq, Object.is, 0), 'dualEq: takes an Eq, got a function'],
    [
      'interval',
      () => call(W.interval, 1, 2),
      'interval: takes two Tensors, got an object with keys {low, high}, of which low is a number; as interval(tensor(1), tensor(2))',
    ],
    ['Tape.run', () => call(W.Tape.run(W.Tape.empty), 3), 'Tape.run: a chain answers with a Tape, as Tape.of(x)'],
    [
      'Tape.chain',
      () => call(W.Tape.run(W.Tape.empty), W.Tape.chain(phantom<() => W.Tape.Tape<never, number>>(() => undefined))(W.Tape.of(1))),
      'Tape.run: a chain answers with a Tape',
    ],
    ['tree.map', () => call(W.tree.map, null, { a: v }), 'tree.map: takes a function, got null'],
    ['tree.zipWith', () => call(W.tree.zipWith, 3, v, v), 'tree.zipWith: takes a function, got a number'],
    ['draw', () => call(W.random.draw(phantom(3)), W.random.key(0)), 'draw: takes a function of a key, got a number'],
    ['a rule', () => call(W.customRules(square, phantom<never>({ jvp: 3, fwd: square, bwd: square })), 2), 'customRules: '],
    ['a name in C', () => call(W.toC, program, { name: 3 }), 'toC: '],
  ])
})

describe('what would be sought for ever is refused', () => {
  refuses([
    ['a rational of numbers', () => call(L.rational, 1, 2), 'rational: takes whole numbers of type bigint; write rational(1n, 2n)'],
    ['laws that are none', () => call(L.check, [3]), 'check: takes laws, got a number; they are a list of what law, fact or a suite makes'],
    ['laws in no list', () => call(L.about, 'sin', L.holds), 'about: the laws are an object'],
    ['a verdict for its function', () => call(L.every, L.holds), 'every: takes functions that answer with a verdict, got an object'],
  ])
  it.each<readonly [string, object, string]>([
    ['without an end', { from: 0 }, 'there is no interval from 0 to undefined; give finite ends in order: { from: -1, to: 1 }'],
    ['with NaN for an end', { from: Number.NaN, to: 1 }, 'there is no interval from NaN to 1'],
    ['turned round', { from: 1, to: 0 }, 'there is no interval from 1 to 0'],
    ['of one point', { from: 1, to: 1 }, 'there is no interval from 1 to 1'],
    [
      'of which all is avoided',
      { from: 0, to: 1, avoid: Array.from({ length: 401 }, (_, k) => k / 400) },
      'nothing is left of the interval from 0 to 1; avoid fewer points',
    ],
  ])('a domain %s', (_, domain, text) => {
    expect(L.checkGradient(square, [phantom<L.Domain>(domain)])).toMatchObject({ _tag: 'Broken', reason: expect.stringContaining(text) })
  })
})

describe('arguments that the function itself reads', () => {
  it('are counted where it fails for the lack of them', () => {
    const first = W.evaluate((p: { readonly a: W.Scalar }) => p.a)
    expect(refusal(() => call(first))).toBe('Arity: evaluate: expected 1 arguments, as many as the function has, got 0')
    expect(() => call(first, null)).toThrow(TypeError)
  })
  it('have no gaps', () => {
    const handedOn = W.evaluate((p: { readonly a: ReadonlyArray<W.Scalar> }) => p.a)
    expect(refusal(() => call(handedOn, { a: new Array(2) }))).toContain('evaluate: at x.a[0] expected a value, got a gap; fill it')
    expect(refusal(() => W.ravel(new Array<number>(2)))).toContain('ravel: at x[0] expected a value, got a gap')
  })
})

describe('what only looks like something is refused by name', () => {
  const proxy = new Proxy(Float64Array.of(1, 2), {})
  const symbol = phantom<number>(Symbol('n'))
  const bare = phantom<number>(Object.create(null))
  const empty = { _tag: 'Program', equations: [] }
  refuses([
    [
      'a Proxy of an array, by an operation',
      () => W.add(proxy, 1),
      'add: expected an expression, a number, a Float64Array or a Tensor, got a Proxy of a Float64Array; hand over the array itself',
    ],
    [
      'a Proxy of an array, by a call',
      () => call(W.grad(W.sum), proxy),
      'grad: at x expected numbers, Float64Arrays, Tensors, tuples and plain records, got a Proxy of a Float64Array; hand over',
    ],
    ['a Proxy of an array, by tensor', () => W.tensor(proxy), 'tensor: '],
    ['a Proxy of an array, by a declared function', () => call(W.fn([W.vector(2)], W.sum), proxy), 'got a Proxy of a Float64Array'],
    ['a record that is tagged as a program', () => call(W.print, empty), 'print: takes a program, got an object with keys {_tag, equations}'],
    ['one to be differentiated', () => call(W.grad, empty), 'grad: takes a function'],
    [
      'rules that are none',
      () => call(W.simplify, program, [1, 2]),
      'simplify: the rules are an array of 2; they are a list: strict, real, or rules of your own',
    ],
    ['places of a slice that are no numbers', () => call(W.slice, v, ['a'], [2]), 'slice: start, stop and step are lists of numbers'],
    ['inputs of an interpreter that are no list', () => call(W.fold(W.evaluate)(program), undefined), 'the inputs are undefined; they are a list'],
    ['a gap among coefficients', () => call(W.jet, W.sin, [0], [new Array(1)]), 'jet: '],
    [
      'a fixed value that is no number',
      () => call(W.fixed, 'n'),
      'fixed: takes a number, got a string; strings, booleans and functions are static by themselves',
    ],
  ])
  const counts: Table<readonly [string, (n: number) => unknown]> = [
    ['fori', (n) => W.fori(n, 1, (x) => x)],
    [
      'whileLoop',
      (n) =>
        W.whileLoop(
          (x) => W.lt(x, 2),
          (x) => W.add(x, 1),
          1,
          { maxSteps: n },
        ),
    ],
    ['scan', (n) => call(W.scan, (c: unknown, x: unknown) => [c, x], 0, v, { checkpoint: n })],
    ['iota', (n) => W.iota(n)],
    ['eye', (n) => W.eye(n)],
    ['linspace', (n) => W.linspace(0, 1, n)],
    ['repeat', (n) => W.repeat(v, n)],
    ['roll', (n) => W.roll(v, n)],
    ['topK', (n) => W.topK(v, n)],
    ['matrixPower', (n) => W.matrixPower(two, n)],
    ['key', (n) => W.random.key(n)],
    ['vector', (n) => W.vector(n)],
    ['toC', (n) => call(W.toC, program, { name: n })],
  ]
  refuses(
    counts.flatMap(
      ([name, use]): ReadonlyArray<Case> => [
        [`a symbol as a number of ${name}`, () => use(symbol), 'a symbol'],
        [`an object without a prototype as a number of ${name}`, () => use(bare), 'an object'],
      ],
    ),
  )
})

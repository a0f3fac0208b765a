/**
 * Options that are not understood, as untyped code gives them: each is refused by the operation's own name.
 */
import { describe, expect, it } from 'vitest'
import * as W from '../../src/index.ts'
import { check, checkGradient } from '../../laws/index.ts'
import { nearest } from '../../src/program/spelling.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import type { Table } from '../table.ts'

const { add, lt, mul, neg, sin, sub, sum, trace } = W
const v = Float64Array.of(1, 2, 3)
const square = (x: W.Scalar): W.Scalar => mul(x, x)
const norm2 = (x: W.Vector): W.Scalar => sum(mul(x, x))
const step = (c: W.Scalar, x: W.Scalar): readonly [W.Scalar, W.Scalar] => [add(c, x), c]
const image = W.full([1, 1, 5, 5], 1)
const row = W.full([1, 1, 5], 1)

/** Every public operation that takes options, with what is given as such. */
const asking: { readonly [operation: string]: (options: never) => unknown } = {
  compile: (o) => W.compile(square, o),
  explain: (o) => W.explain(square, o),
  grad: (o) => W.grad(square, o),
  valueAndGrad: (o) => W.valueAndGrad(square, o),
  jacobian: (o) => W.jacobian(square, o),
  jacfwd: (o) => W.jacfwd(square, o),
  jacrev: (o) => W.jacrev(square, o),
  hessian: (o) => W.hessian(square, o),
  hvp: (o) => W.hvp(trace(norm2)(v), o),
  linearTranspose: (o) => W.linearTranspose(trace((x: W.Scalar) => mul(x, 2))(1), o),
  jet: (o) => W.jet(W.exp, [0], [[1]], o),
  vmap: (o) => W.vmap(square, o),
  trace: (o) => trace(square, o),
  sparseJacobian: (o) => W.sparseJacobian((x: W.Vector) => sin(x), o),
  sparseHessian: (o) => W.sparseHessian(norm2, o),
  sparsity: (o) => W.sparsity((x: W.Vector) => sin(x), o),
  hessianSparsity: (o) => W.hessianSparsity(norm2, o),
  colouring: (o) => W.colouring(W.sparsity((x: W.Vector) => sin(x))(v), o),
  showSparsity: (o) => W.showSparsity(W.sparsity((x: W.Vector) => sin(x))(v), o),
  formula: (o) => W.formula(trace(square)(1), o),
  latex: (o) => W.latex(trace(square)(1), o),
  scan: (o) => W.scan(step, 0, v, o),
  whileLoop: (o) =>
    W.whileLoop(
      (x) => lt(x, 9),
      (x: W.Scalar) => mul(2, x),
      3,
      o,
    ),
  root: (o) => W.root((x: W.Scalar) => sub(mul(x, x), 9), 1, o),
  rootReport: (o) => W.rootReport((x: W.Scalar) => sub(mul(x, x), 9), 1, o),
  fixedPoint: (o) => W.fixedPoint((x: W.Scalar) => mul(0.5, x), 1, o),
  fixedPointReport: (o) => W.fixedPointReport((x: W.Scalar) => mul(0.5, x), 1, o),
  odeint: (o) => W.odeint((y) => neg(y), 1, Float64Array.of(0, 1), o),
  odeintReport: (o) => W.odeintReport((y) => neg(y), 1, Float64Array.of(0, 1), o),
  customRules: (o) => W.evaluate(W.customRules(square, o))(2),
  sum: (o) => sum(v, o),
  mean: (o) => W.mean(v, o),
  prod: (o) => W.prod(v, o),
  logsumexp: (o) => W.logsumexp(v, o),
  max: (o) => W.max(v, o),
  min: (o) => W.min(v, o),
  all: (o) => W.all(W.gt(v, 0), o),
  any: (o) => W.any(W.gt(v, 0), o),
  std: (o) => W.std(v, o),
  variance: (o) => W.variance(v, o),
  norm: (o) => W.norm(v, o),
  quantile: (o) => W.quantile(v, 0.5, o),
  trapezoid: (o) => W.trapezoid(v, o),
  sort: (o) => W.sort(v, o),
  argsort: (o) => W.argsort(v, o),
  windows: (o) => W.windows(v, 2, o),
  overlapAdd: (o) => W.overlapAdd(W.eye(2), 3, o),
  triangularSolve: (o) => W.triangularSolve(W.eye(2), Float64Array.of(1, 2), o),
  conv1d: (o) => W.conv1d(row, W.full([1, 1, 3], 1), o),
  conv2d: (o) => W.conv2d(image, W.full([1, 1, 3, 3], 1), o),
  maxPool: (o) => W.maxPool(image, o),
  avgPool: (o) => W.avgPool(image, o),
  layerNorm: (o) => W.layerNorm(v, o),
  batchNorm: (o) => W.batchNorm(W.eye(3), o),
  attention: (o) => W.attention(W.eye(2), W.eye(2), W.eye(2), o),
  check: (o) => check([], o),
}

describe('an option that is not known', () => {
  it.each(Object.entries(asking))('is refused by %s, which names it and those there are', (operation, use) => {
    const text = refusal(() => use(phantom({ unheardOf: 1 })))
    expect(text).toMatch(new RegExp(`^Argument: ${operation}: there is no option 'unheardOf'; (the only option is|the options are) \\w`))
  })
  // Of max and min a second argument that is no record is an operand.
  it.each(Object.entries(asking).filter(([operation]) => operation !== 'max' && operation !== 'min'))('as is what is no record: %s', (operation, use) => {
    expect(refusal(() => use(phantom(null)))).toMatch(new RegExp(`^Argument: ${operation}: its options are a record, got null; write {`))
    expect(refusal(() => use(phantom('fast')))).toContain(`${operation}: its options are a record, got a string`)
  })
  it('is suggested by its right name', () => {
    expect(refusal(() => W.grad(square, phantom<{ readonly argnums: 0 }>({ argnum: 1 })))).toBe(
      "Argument: grad: there is no option 'argnum'; the only option is argnums",
    )
    expect(refusal(() => W.vmap(square, phantom<object>({ in_axes: 0 })))).toContain('did you mean inAxes? the options are inAxes, outAxes, axisSize')
    expect(refusal(() => W.root((x: W.Scalar) => x, 1, phantom({ tol: 1 })))).toContain('did you mean tolerance?')
    expect(refusal(() => W.std(v, phantom<object>({ keepDims: true })))).toContain('did you mean keepdims?')
  })
  it('is not looked for among what it is not like at all', () => {
    expect([nearest('rtol', ['relative', 'absolute']), nearest('x', ['axes'])]).toEqual([null, null])
    expect([nearest('wasm', ['webassembly', 'javascript']), nearest('Forward', ['forward', 'reverse']), nearest('axis', ['axes'])]).toEqual([
      'webassembly',
      'forward',
      'axes',
    ])
  })
  it('is what a report says of, where there is one', () => {
    expect(checkGradient(square, [{ from: 0, to: 1 }], phantom({ run: 1 }))).toMatchObject({
      _tag: 'Broken',
      reason: expect.stringContaining('did you mean runs?'),
    })
    expect(checkGradient(norm2, phantom(v))).toMatchObject({ _tag: 'Broken', reason: expect.stringContaining('no list of domains') })
    expect(checkGradient(norm2, phantom([v]))).toMatchObject({ _tag: 'Broken', reason: expect.stringContaining('no list of domains') })
  })
})

describe('a word that is not known', () => {
  const cases: Table<readonly [string, () => unknown, string]> = [
    [
      'compile',
      () => W.compile(square, phantom({ backend: 'wasm' })),
      "compile: the option backend cannot be 'wasm'; did you mean webassembly? it is webassembly or javascript",
    ],
    ['odeint', () => W.odeint(neg, 1, v, phantom({ adjoint: 'backsolve' })), "odeint: the option adjoint cannot be 'backsolve'; it is discrete or continuous"],
    ['sparseJacobian', () => W.sparseJacobian(square, phantom({ direction: 'fwd' })), "the option direction cannot be 'fwd'; did you mean forward?"],
    ['formula', () => W.formula(trace(square)(1), phantom({ sharing: 'none' })), "formula: the option sharing cannot be 'none'; it is bind or inline"],
    ['colouring', () => W.colouring(W.sparsity(sin)(1), phantom({ by: 'row' })), "colouring: the option by cannot be 'row'; did you mean rows?"],
  ]
  it.each(cases)('is refused by %s', (_, use, text) => {
    expect(refusal(use)).toContain(text)
  })
})

describe('an axis by its place, as in NumPy', () => {
  it('is refused, and an index that map passes is not', () => {
    expect(refusal(() => sum(W.eye(2), phantom<object>(0)))).toContain('sum: its options are a record, got a number; write { axes: … }')
    expect(refusal(() => W.sort(W.eye(2), phantom<object>(0)))).toContain('sort: its options are a record, got a number; write { axis: … }')
    expect([v, v].map(phantom<(x: Float64Array) => number>(sum))).toEqual([6, 6])
  })
})

describe('options that are known', () => {
  it('may be undefined, and are all taken', () => {
    expect(W.compile(square, phantom({ backend: undefined }))(3)).toBe(9)
    expect(W.norm(v, { order: 1, axes: 0, keepdims: true })).toEqual(Float64Array.of(6))
    expect(W.variance(v, { correction: 1, axes: [0] })).toBe(1)
    expect(W.avgPool(v, { window: 3, stride: 1, padding: 'valid', countPadding: true })).toEqual(Float64Array.of(2))
  })
})

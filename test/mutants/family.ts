/**
 * Wrong rules as people write them, family by family: a term dropped, an axis not moved, a transpose that
 * is not one, the other branch. Each stands in the place of the right primitive in the forms of operations.
 */
import { entry } from '../../src/entry.ts'
import * as w from '../../src/index.ts'
import { byTangents } from '../../src/interpret/tangents.ts'
import { applyTo } from '../../src/program/expr.ts'
import type { AnyExpr, Expr, IntExpr, Operation, Pair, Program } from '../../src/program/model.ts'
import { close, inline } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'
import {
  changed,
  generic,
  misread,
  named,
  numbers,
  overturned,
  partial,
  type Planted,
  type Rule,
  ruleOf,
  stillResult,
  tangent,
  transposed,
  unmoved,
} from './fault.ts'
import { faulty, withDerivative } from './substitute.ts'

// linear algebra ---------------------------------------------------------------------------

const matrix = (x: Expr): Expr<[number, number]> => phantom(x)
const turned = (x: Expr): Expr => phantom(w.moveaxis(x, -1, -2))
const times = (x: Expr, y: Expr): Expr => phantom(w.matmul(x, y))
const solved = (a: Expr, b: Expr): Expr => phantom(w.solve(a, b))

/** X = A⁻¹B with a rule that forgets how A moves, or reads all of a triangle. */
const solving = (fault: string, name: string, slope: (da: Expr, x: Expr) => Expr | null): Planted => {
  const rule = ruleOf(name, 'Jvp')
  return {
    fault,
    mutant: withDerivative(named(name), {
      ...rule,
      jvp: (params, args, answers, [da, db]) => {
        const [x] = answers
        const part = da == null || x === undefined ? null : slope(da, x)
        const [moving = null] = db == null ? [null] : rule.jvp(params, args, answers, [null, db])
        const still = part === null ? null : phantom<Expr>(w.neg(phantom<Expr>(entry(applyTo(named(name), {}, [entry(args, 0), part]), 0))))
        if (still === null) return [moving]
        return [moving === null ? still : phantom<Expr>(w.add(phantom<Expr>(moving), still))]
      },
    }),
  }
}

// control flow -----------------------------------------------------------------------------

const crossed = ({ primitive, params, ...rest }: Operation): Operation => {
  const { yes, no } = params
  return { ...rest, primitive, params: yes === undefined || no === undefined ? params : { yes: no, no: yes } }
}

const holding = (fault: string, name: string, change: (rule: Rule<'Holder'>) => Partial<Rule<'Holder'>>): Planted => {
  const rule = ruleOf(name, 'Holder')
  return { fault, mutant: withDerivative(named(name), { ...rule, ...change(rule) }) }
}

/** A pullback with its answers changed. */
const pulled = ({ forward, pullback }: Pair, change: (back: AnyExpr) => AnyExpr): Pair => ({
  forward,
  pullback: close(pullback.inputs, (xs) => inline(pullback)(xs).map(change)),
})

/** Rows moved on by one. */
const rolled = (x: AnyExpr): AnyExpr => (x.dtype === 'float64' && x.aval.shape.length > 0 ? phantom(w.roll(phantom<Expr>(x), 1, 0)) : x)

/** The first outputs of one program and the rest of the outputs of another. */
const spliced = (first: Program, second: Program, n: number): Program =>
  close(first.inputs, (xs) => [...inline(first)(xs).slice(0, n), ...inline(second)(xs).slice(n)])

// the faults -------------------------------------------------------------------------------

/** By the name of the family's list; `basis` is what stands in the vocabulary by itself. */
export const familyMutants: Readonly<Record<string, ReadonlyArray<Planted>>> = {
  basis: [
    changed('a broadcast goes back as a mean', 'broadcastTo', (back) => w.mul(0.5, back)),
    changed('a sum goes back twice as large', 'sum', (back) => w.mul(2, back)),
    changed('a reshape goes back in reverse order', 'reshape', (back) => w.flip(back)),
    unmoved('sum', 'axes'),
    partial('the quotient rule for a product', 'mul', (x, y) => [w.reciprocal(y), x]),
  ],
  choices: [
    {
      fault: 'the arms are exchanged in a batch',
      mutant: {
        ...named('where'),
        batching: {
          _tag: 'Rule',
          batch: (operation, [m, x, y]) => ({
            results: applyTo(
              operation.primitive,
              {},
              [m, y, x].flatMap((z) => z ?? []),
            ),
            batched: [true],
          }),
        },
      },
    },
    {
      fault: 'the tangent is that of the first arm always',
      mutant: withDerivative(named('where'), byTangents({ jvp: (_, __, ___, [, dx, dy]) => [dx ?? dy ?? null] })),
    },
  ],
  arithmetic: [
    partial('the tangent of a quotient lacks the second term', 'div', (_, y) => [w.reciprocal(y), 0]),
    partial('a square root without its half', 'sqrt', (_, __, answer) => [w.reciprocal(answer)]),
  ],
  exponential: [partial('the derivative of a logarithm is the logarithm', 'log', (_, __, answer) => [answer])],
  power: [partial('an exponent that does not move', 'pow', (x, y) => [w.mul(y, w.pow(x, w.sub(y, 1))), 0])],
  trigonometric: [
    partial('the sine of the cosine has the wrong sign', 'cos', (x) => [w.sin(x)]),
    partial('atan2 with its operands exchanged', 'atan2', (y, x) => [w.div(x, w.add(w.square(x), w.square(y))), w.div(y, w.add(w.square(x), w.square(y)))]),
  ],
  hyperbolic: [partial('cosh falls as cos does', 'cosh', (x) => [w.neg(w.sinh(x))])],
  logarithms: [partial('log₂ without log 2', 'log2', (x) => [w.reciprocal(x)])],
  rounding: [partial('floor passes its derivative on', 'floor', () => [1]), partial('relu is the identity', 'relu', () => [1])],
  bits: [{ fault: 'and is or', mutant: { ...named('bitAnd'), evaluate: named('bitOr').evaluate } }],
  shaping: [
    transposed('a permutation for its inverse', 'transpose', (params, cotangent) => [
      phantom<Expr>(entry(applyTo(named('transpose'), params, [cotangent]), 0)),
    ]),
  ],
  slicing: [
    misread('a slice goes back one place early', 'slice', (params) => ({
      ...params,
      start: numbers(params['start']).map((n) => Math.max(0, n - 1)),
      stop: numbers(params['stop']).map((n, i) => (numbers(params['start'])[i] === 0 ? n : n - 1)),
    })),
    misread('padding goes back from the wrong end', 'pad', (params) => ({ ...params, low: params['high'] ?? [], high: params['low'] ?? [] })),
    changed('what a slice leaves out is not zero', 'slice', (back) => w.add(back, 1)),
  ],
  flipping: [transposed('a flip is taken for the identity', 'flip', (_, cotangent) => [cotangent]), unmoved('flip', 'axes')],
  windowing: [changed('the ways back do not overlap', 'windows', (back) => w.mul(0.5, back)), unmoved('windows', 'axes')],
  gathering: [
    {
      fault: 'sorted or picked entries keep the tangents of the places',
      mutant: withDerivative(
        named('gather'),
        byTangents({
          jvp: (params, [, indices], [y], [dx]) => {
            if (dx == null || y === undefined || indices === undefined) return [null]
            // In order of the places where the shapes allow it, else as it should be.
            const same = dx.aval.shape.join() === y.aval.shape.join()
            return [same ? dx : phantom<Expr>(entry(applyTo(named('gather'), params, [dx, phantom<IntExpr>(indices)]), 0))]
          },
        }),
      ),
    },
    ...generic('the way back is dropped', faulty(named('gather'), 'dropped', 0)),
    ...generic('the way back to the updates is dropped', faulty(named('scatterAdd'), 'dropped', 1)),
    overturned('gather'),
    overturned('scatterAdd'),
  ],
  joining: [
    changed('the parts go back one place late', 'concatenate', (back) => (back.aval.shape.length === 0 ? back : phantom<Expr>(w.roll(back, 1, 0)))),
    unmoved('concatenate', 'axis'),
  ],
  reducing: [
    tangent('every entry counts the same', 'logsumexp', (x, [y], dx) => [
      y === undefined
        ? null
        : phantom<Expr>(
            w.add(
              w.mul(0, y),
              w.reshape(
                w.mean(dx, { axes: x.aval.shape.map((_, i) => i) }),
                y.aval.shape.map(() => 1),
              ),
            ),
          ),
    ]),
    unmoved('logsumexp', 'axes'),
  ],
  extrema: [
    tangent('the largest entry moves as the sum does', 'maxOver', (_, __, dx, params) => [phantom<Expr>(w.sum(dx, { axes: numbers(params['axes']) }))]),
    tangent('the smallest entry moves as the largest', 'minOver', (x, __, dx, params) => {
      const axes = numbers(params['axes'])
      return [phantom<Expr>(w.sum(w.mul(w.toFloat(w.eq(x, w.max(x, { axes, keepdims: true }))), dx), { axes }))]
    }),
    unmoved('maxOver', 'axes'),
  ],
  cumulative: [
    transposed('running sums go back the same way', 'cumsum', (params, cotangent) => [phantom<Expr>(entry(applyTo(named('cumsum'), params, [cotangent]), 0))]),
    unmoved('cumsum', 'axis'),
  ],
  ordering: [overturned('argsort')],
  statistics: [
    tangent('a norm without its own division', 'norm', (x, _, dx, params) => [phantom<Expr>(w.sum(w.mul(x, dx), { axes: numbers(params['axes']) }))]),
    unmoved('norm', 'axes'),
  ],
  contraction: [
    {
      fault: 'the cotangent of one operand is contracted with itself',
      mutant: withDerivative(named('contract'), {
        _tag: 'Multilinear',
        transpose: (params, which, cotangent, operands, args) => {
          const right = ruleOf('contract', 'Multilinear').transpose(params, which, cotangent, operands, args)
          const back = phantom<Expr>(right)
          const shape = back.aval.shape
          const n = shape.length
          // A matrix turned where it is square, which its shape does not show.
          return n > 1 && shape[n - 1] === shape[n - 2] ? turned(back) : right
        },
      }),
    },
    overturned('contract'),
  ],
  linear: [
    tangent('the whole diagonal counts, not half of it', 'cholesky', (_, [l], da) => {
      if (l === undefined) return [null]
      const inner = solved(l, turned(solved(l, w.mul(0.5, w.add(da, turned(da))))))
      return [times(l, phantom<Expr>(w.tril(inner)))]
    }),
    solving('the motion of the matrix is dropped', 'solve', () => null),
    solving('the whole matrix moves, not its triangle', 'lowerSolve', (da, x) => times(da, x)),
    solving('the motion of the triangle is dropped', 'upperSolve', () => null),
    tangent('only commuting matrices', 'expm', (_, [y], da) => [y === undefined ? null : times(y, da)]),
    tangent('the terms beyond the range are dropped', 'pinv', (_, [p], da) => [p === undefined ? null : w.neg(times(times(p, da), p))]),
    tangent('a determinant moves as its trace', 'det', (_, __, da) => [phantom<Expr>(w.traceOf(matrix(da)))]),
    tangent('cofactors move as if the determinant were held', 'cofactor', (a, [c], da) => [
      c === undefined ? null : w.neg(turned(solved(a, times(da, turned(c))))),
    ]),
    tangent('the derivative of cofactors does not move with its directions', 'cofactorDerivative', (a, [y], da) => [
      y === undefined ? null : phantom<Expr>(entry(applyTo(named('cofactorDerivative'), {}, [a, y, da]), 0)),
    ]),
    tangent('diag(Vᵀ dA V) without the vectors', 'eigvalsh', (_, __, da) => [phantom<Expr>(w.diagonal(matrix(da)))]),
    tangent('singular values move as the diagonal', 'svdvals', (_, [s], da) => [
      s === undefined ? null : phantom<Expr>(w.add(w.mul(0, s), w.diagonal(matrix(da)))),
    ]),
    ...[0, 1].map((j) => stillResult('eigh', j)),
    ...[0, 1, 2].map((j) => stillResult('svd', j)),
    ...[0, 1].map((j) => stillResult('qr', j)),
    ...[1, 2].map((j) => stillResult('lu', j)),
    stillResult('slogdet', 1),
    overturned('solve'),
    overturned('cofactorDerivative'),
    overturned('cholesky'),
  ],
  control: [
    holding('reversed rows are off by one', 'scan', (rule) => ({ vjp: (...given) => pulled(rule.vjp(...given), rolled) })),
    holding('the tangent is that of the other branch', 'cond', (rule) => ({
      jvp: (operation, nonzero) => {
        const [right, other] = [rule.jvp(operation, nonzero), rule.jvp(crossed(operation), nonzero)]
        return { ...right, program: spliced(right.program, other.program, operation.results.length) }
      },
    })),
    holding('the cotangent is that of the other branch', 'cond', (rule) => ({
      vjp: (operation, nonzero) => {
        const [right, other] = [rule.vjp(operation, nonzero), rule.vjp(crossed(operation), nonzero)]
        return {
          forward: spliced({ ...right.forward, outputs: other.forward.outputs, equations: other.forward.equations }, other.forward, 0),
          pullback: other.pullback,
        }
      },
    })),
    overturned('scan'),
    overturned('cond'),
  ],
  custom: [
    holding('the cotangent arrives twice', 'customJvp', (rule) => ({
      vjp: (...given) => pulled(rule.vjp(...given), (x) => (x.dtype === 'float64' ? w.mul(2, phantom<Expr>(x)) : x)),
    })),
  ],
  special: [partial('erf without 2/√π', 'erf', (x) => [w.exp(w.neg(w.square(x)))])],
}

/**
 * Faults of the interpreters and of the transforms: the loop that folds, dual numbers, the tape and its sweep,
 * power series, intervals, batches, transposition, sparse passes.
 */
import { fault, type Planted } from './planted.ts'

const fold = fault('interpreter', 'program/fold.ts', ['derivatives', 'tape', 'duals', 'control'])
const sums = fault('interpreter', 'array/kernel.ts', ['derivatives', 'vocabulary'])
const duals = fault('dual numbers', 'interpret/dual.ts', ['duals', 'control', 'vocabulary'])
const terms = fault('rules of derivatives', 'interpret/term.ts', ['derivatives', 'vocabulary', 'control'])
const tangents = fault('rules of derivatives', 'interpret/tangents.ts', ['derivatives', 'vocabulary', 'control'])
const tape = fault('tape', 'interpret/tape.ts', ['derivatives', 'tape', 'control', 'vocabulary'])
const gates = fault('tape', 'basis/gate.ts', ['derivatives', 'tape', 'control', 'vocabulary'])
const monad = fault('tape', 'interpret/tape-monad.ts', ['tape', 'derivatives'])
const series = fault('power series', 'interpret/recurrence.ts', ['taylor', 'taylorArrays'])
const memory = fault('power series', 'interpret/series.ts', ['taylor'])
const jets = fault('power series', 'transform/jet.ts', ['taylor'])
const intervals = fault('intervals', 'interpret/interval.ts', ['intervals'])
const batches = fault('batches', 'transform/batch.ts', ['batches'])
const forward = fault('transforms', 'transform/forward.ts', ['derivatives', 'linearization', 'jacobians'])
const gradient = fault('transforms', 'transform/gradient.ts', ['calls', 'kernels'])
const linearize = fault('transforms', 'transform/linearize.ts', ['linearization'])
const transposed = fault('transforms', 'transform/linear.ts', ['linearization'])
const residuals = fault('transforms', 'transform/residuals.ts', ['control'])
const sparse = fault('sparse', 'sparse/compress.ts', ['sparse'])
const stars = fault('sparse', 'sparse/star.ts', ['sparse'])
const reach = fault('sparse', 'sparse/dependence.ts', ['sparse'])

export const interpreting: ReadonlyArray<Planted> = [
  fold(
    'outputs are read as the newest values',
    'return program.outputs.map((atom) => lookup(algebra.literal, values, atom))',
    'return values.slice(values.length - program.outputs.length)',
  ),
  fold(
    'results in a monad are not kept in order',
    'for (const result of results) values.push(result)\n        return',
    'for (const result of [...results].reverse()) values.push(result)\n        return',
  ),
  sums(
    'a sum of fewer than eight leaves out its last entry',
    'for (let i = 1; i < length; i++) total',
    'for (let i = 1; i < Math.max(2, length - 1); i++) total',
  ),
  sums('a copy of a view begins at 0', 'let from = offset', 'let from = 0'),
  sums('rows over axes in front are taken as they lie', '[...kept, ...axes].every((axis, i) => axis === i)', '[...kept, ...axes].every((axis) => axis >= 0)'),

  duals('of several results each has the first tangent', 'dualOf(primal, entry(out, next++))', 'dualOf(primal, entry(out, next))'),
  duals(
    'a constant beside a tangent is taken to move',
    "if (arg.tangent._tag === 'None') return false",
    "if (arg.tangent._tag === 'None') return tangents.length > 0 && tangents.push(...tangents.slice(0, 1)) > 0",
  ),
  terms('tangents of partials are not added up', 'term === null ? sum : add(float(sum), float(term))', 'term === null ? sum : float(term)'),
  terms('a partial that is a number is taken for 1', 'return partial === 1 ? v', "return typeof partial === 'number' ? v"),
  tangents('the derivative of a product leaves the other factors out', 'args.map((arg, k) => (k === i ? t : arg))', 'args.map((arg, k) => (k >= i ? t : arg))'),
  tangents('a choice moves with the arm not chosen', '[entry(args, 0), arm(x), arm(y)]', '[entry(args, 0), arm(y), arm(x)]'),
  tangents(
    'what is saved of a rule is saved at 0',
    '[...args, ...answers, ...moving.map(zeros)]).slice(answers.length)',
    '[...args.map(zeros), ...answers, ...moving.map(zeros)]).slice(answers.length)',
  ),
  residuals(
    'a product of residuals has only the last',
    'for (let at: Scaled | null = scaled; at !== null; at = at.before) found.push(at.factor)',
    'found.push(scaled.factor)',
  ),
  residuals('a residual that is still read is not left behind', 'used.has(r))', 'used.has(r + 1))'),
  residuals(
    'products go to the values in another order',
    'times(entry(given, next++), at(product.base))',
    'times(entry(given, given.length - 1 - next++), at(product.base))',
  ),
  tape('a second cotangent replaces the first', 'const value = emit.add(of, settle(before), settle(c))', 'const value = settle(c)'),
  gates('the arms of a choice are exchanged on the way back', 'operand === 1 ? mask', 'operand === 2 ? mask'),
  tape(
    'cotangents behind a choice forget its mask',
    '{ value: c.value, gate: c.gate?.and(arm) ?? arm, clean: false }',
    '{ value: c.value, gate: null, clean: true }',
  ),
  tape('of several operands all get the first cotangent', 'const k = next++', 'const k = 0 * next++'),
  tape(
    'the last result alone sends a cotangent back',
    'const arrived = e.ids.map((id) => to.at.get(id)?.cotangent ?? null)',
    'const arrived = e.ids.map((id, j) => (j === e.ids.length - 1 ? (to.at.get(id)?.cotangent ?? null) : null))',
  ),
  tape(
    'residuals of an operation are its values',
    'const residuals = select ? values.slice(0, 1) : out.slice(count)',
    'const residuals = select ? values.slice(0, 1) : out.slice(count).map((x, i) => (count > 0 && i === 0 ? entry(out, 0) : x))',
  ),
  monad('a step sees the list as it was at the start', '[value, state] = at.step(state)', '[value] = at.step(state)'),

  series(
    'a coefficient of a linear operation is that of the order below',
    'args.map((arg, i) => full(arg, marks[i] ? order : 0))',
    'args.map((arg, i) => full(arg, marks[i] ? Math.max(0, order - 1) : 0))',
  ),
  series(
    'a product begins an order too late',
    'args.reduce((total, factor) => total + factor.first, 0)',
    'args.reduce((total, factor) => total + factor.first, 1)',
  ),
  series('slopes are not integrated', 'slope === null ? null : integrated(emit, slope.of, slope, order)', 'slope === null ? null : slope.at(order - 1)'),
  series('an equation is solved with the value in it', '(marks[i] ? x : remainder(x))', '(marks[i] ? remainder(x) : x)'),
  memory('a recurrence remembered does not ask which coefficients there are', ".map((there) => (there ? \"'\" : ','))", ".map(() => ',')"),
  jets(
    'the last coefficient is that of the order below',
    'outs.map((out, j) => out[k] ?? zeros(entry(avals, j))),',
    'outs.map((out, j) => out[k === order ? k - 1 : k] ?? zeros(entry(avals, j))),',
  ),

  intervals('a difference is bounded by differences of like ends', 'hull(a - d, b - c)', 'hull(a - c, b - d)'),
  intervals('a square of a range around 0 is bounded by its ends', ': [0, Math.max(-a, b)]', ': [Math.min(-a, b), Math.max(-a, b)]'),
  intervals('a wave is bounded by its ends', 'meets(x, top) ? 1 : high', 'high'),
  intervals('a greatest number is bounded by the first', '[Math.max(a, c), Math.max(b, d)]', '[a, b]'),

  batches(
    'a value without a batch is not repeated',
    'if (batched) return value\n  const { shape }',
    'if (batched || value.aval.shape.length > 0) return value\n  const { shape }',
  ),
  batches('results are said not to be batched', 'batched: entry(out.batched, i) }', 'batched: entry(out.batched, i) && i > 0 }'),
  forward(
    'tangents of the inputs come in reverse',
    'nonzero[i] ? dualOf(x, entry(xs, next++)) : steady(x)',
    'nonzero[i] ? dualOf(x, entry(xs, xs.length - 1 - (next++ - n))) : steady(x)',
  ),
  gradient(
    'derivatives of several outputs come in reverse',
    '...pick(full, avals.map(differentiable))]',
    '...pick(full, avals.map(differentiable)).reverse()]',
  ),
  gradient('the gradient is seeded with 2', 'back([number(1)])', 'back([number(2)])'),
  linearize('what is put off is replayed on the first tangent', 'const values = [...given]', 'const values = given.map(() => entry(given, 0))'),
  linearize(
    'an operation put off loses its last result',
    'for (const result of applyTo(operation.primitive, operation.params, args.map(at))) values.push(result)',
    'for (const result of applyTo(operation.primitive, operation.params, [...args].reverse().map(at))) values.push(result)',
  ),
  transposed('others than the linear inputs are held at 0', 'value ?? zeros(entry(program.inputs, i))', 'zeros(value?.aval ?? entry(program.inputs, i))'),
  sparse(
    'seeds are those of the next colour',
    'Int32Array.from({ length: passes }, (_, c) => c)',
    'Int32Array.from({ length: passes }, (_, c) => (c + 1) % passes)',
  ),
  sparse(
    'entries of a row are read from the row below',
    'integerAt(colours.of, column) * pattern.height + integerAt(rows, k)',
    'integerAt(colours.of, column) * pattern.height + Math.max(0, integerAt(rows, k) - 1)',
  ),
  stars('neighbours may have one colour', 'if (w === v || colour < 0) continue\n      refused[colour] = v', 'if (w === v || colour < 0) continue'),
  reach('of several operands only the first is depended upon', 'const ids = together(store, parts)', 'const ids = together(store, parts.slice(0, 1))'),
]

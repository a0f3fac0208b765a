/**
 * Faults of the simplifier, of the passes before a program runs, and of the codecs.
 */
import { fault, type Planted } from './planted.ts'

const rules = fault('rewrite rules', 'simplify/arithmetic.ts', ['rules', 'simplify'])
const circular = fault('rewrite rules', 'primitive/trigonometric.ts', ['rules', 'simplify'])
const quotients = fault('rewrite rules', 'primitive/arithmetic.ts', ['rules', 'simplify'])
const transposes = fault('rewrite rules', 'primitive/shape.ts', ['simplify', 'rearrange'])
const repetitions = fault('rewrite rules', 'basis/broadcast.ts', ['simplify', 'rearrange'])
const store = fault('simplifier', 'simplify/store.ts', ['simplify'])
const match = fault('simplifier', 'simplify/match.ts', ['simplify', 'rules'])
const literal = fault('simplifier', 'simplify/literal.ts', ['simplify', 'rules'])
const whole = fault('simplifier', 'simplify/simplify.ts', ['simplify'])
const prune = fault('simplifier', 'primitive/scan-narrow.ts', ['simplify', 'control'])
const factor = fault('common factors', 'simplify/factor.ts', ['rearrange'])
const sums = fault('sums moved inwards', 'transform/rearrange.ts', ['rearrange', 'javascript'])
const contractions = fault('sums moved inwards', 'primitive/contraction.ts', ['rearrange', 'javascript'])
const encode = fault('codec', 'spec/encode.ts', ['codec'])
const table = fault('codec', 'spec/table.ts', ['codec'])
const constants = fault('codec', 'spec/constant.ts', ['codec'])
const specs = fault('codec', 'spec/spec.ts', ['codec'])

export const simplifying: ReadonlyArray<Planted> = [
  rules('a wrong sign', '(x, y) => sub(x, neg(y)), (x, y) => add(x, y)', '(x, y) => sub(x, neg(y)), (x, y) => sub(x, y)'),
  circular('an odd function taken for an even one', '(x) => sin(neg(x)), (x) => neg(sin(x))', '(x) => sin(neg(x)), (x) => sin(x)'),
  quotients('operands of a quotient exchanged', '(x, y) => div(neg(x), neg(y)), (x, y) => div(x, y)', '(x, y) => div(neg(x), neg(y)), (x, y) => div(y, x)'),
  rules('x + 0 = x, which −0 breaks', '(x) => add(x, -0), (x) => x', '(x) => add(x, 0), (x) => x'),
  quotients(
    'max and min exchanged',
    '(x, y) => larger(neg(x), neg(y)), (x, y) => neg(smaller(x, y))',
    '(x, y) => larger(neg(x), neg(y)), (x, y) => neg(larger(x, y))',
  ),
  transposes(
    'two transposes are the outer one',
    "({ order: axesParam(outer, 'order').map((axis) => entry(axesParam(inner, 'order'), axis)) })",
    "({ order: axesParam(outer, 'order') })",
  ),
  repetitions(
    'two repetitions keep the axes of the inner one',
    "axes: axesParam(inner, 'axes').map((axis) => entry(axesParam(outer, 'axes'), axis)) })",
    "axes: axesParam(inner, 'axes') })",
  ),
  repetitions(
    'a sum over an axis of any size is a reshape',
    "axesParam(site, 'axes').every((axis) => operandShape(site)[axis] === 1)",
    "axesParam(site, 'axes').some((axis) => operandShape(site)[axis] === 1)",
  ),
  store(
    'operations are the same whatever their parameters',
    'isEmpty(operation.params) ? 0 : paramsNumber()(operation.params)',
    'isEmpty(operation.params) ? 0 : Math.min(1, 1 + paramsNumber()(operation.params))',
  ),
  match('a variable may stand for two values', 'return bound === nobody || bound === value', 'return true'),
  literal(
    'constants are folded with operands in reverse',
    'args.flatMap((id) => graph.literalOf(id) ?? []),\n    )',
    'args.flatMap((id) => graph.literalOf(id) ?? []).reverse(),\n    )',
  ),
  whole(
    'the last operation is dropped where it has several results',
    'for (let j = 0; j < operation.results.length; j++) places[first + j] = next++',
    'for (let j = 0; j < operation.results.length; j++) places[first + j] = j === 0 ? next++ : next - 1',
  ),
  prune('a part of the carry goes that another part reads', 'is || (j < k && entry(read, c + j))', 'is || (j < k - 1 && entry(read, c + j))'),
  contractions('another axis of a factor is summed', 'away.includes(entry(labels, i))', 'away.includes(entry(labels, labels.length - 1 - i))'),
  factor('a factor comes out of a difference as out of a sum', '(x, y, z) => mul(x, sub(y, z))', '(x, y, z) => mul(x, add(y, z))'),
  factor('a constant stays behind', '(c, x, y, z) => mul(x, sub(z, mul(c, y)))', '(_, x, y, z) => mul(x, sub(z, y))'),
  sums('the sign between is lost', 'match.sign === null ? [sum] : applyTo(match.sign, none, [sum])', '[sum]'),
  encode('−0 is written as 0', '!Object.is(element, -0) ? element :', 'element === element ? element + 0 :'),
  encode(
    'parameters are written once per program',
    'const hit = known.get(params)\n    if (hit !== undefined) return hit',
    'const hit = [...known.values()][0]\n    if (hit !== undefined) return hit',
  ),
  table('a constant is read one place further on', 'n < 0 ? scope.constants[-1 - n]', 'n < 0 ? scope.constants[Math.max(0, -2 - n)]'),
  table('names of the inputs are lost', 'inputs, names: [...names],', "inputs, names: names.map(() => ''),"),
  constants('numbers are written in half of their bits', 'view.setFloat64(at, value, true)', 'view.setFloat64(at, Math.fround(value), true)'),
  specs('a tuple that is too long is read', 'json.length !== layout.items.length', 'json.length < layout.items.length'),
  specs('a record is read by place, not by key', 'Object.hasOwn(json, key) ? json[key] : undefined', 'Object.values(json)[0]'),
]

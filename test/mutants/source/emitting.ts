// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is spoiled is the text of templates
/**
 * Faults of the emitters: JavaScript, and WebAssembly one number and two numbers at a time.
 */
import { fault, type Planted } from './planted.ts'

const javascript = fault('emitter: JavaScript', 'compile/javascript.ts', ['javascript'])
const operator = fault('emitter: JavaScript', 'compile/operator.ts', ['javascript'])
const block = fault('emitter: WebAssembly', 'compile/emit/block.ts', ['webassembly'])
const parts = fault('emitter: WebAssembly', 'compile/emit/block.ts', ['parts'])
const scalar = fault('emitter: WebAssembly', 'compile/emit/scalar.ts', ['webassembly'])
const place = fault('emitter: WebAssembly', 'compile/emit/place.ts', ['webassembly'])
const frame = fault('emitter: WebAssembly', 'compile/emit/frame.ts', ['webassembly'])
const pairs = fault('emitter: WebAssembly, two at once', 'compile/emit/pairs.ts', ['webassembly'])
const vector = fault('emitter: WebAssembly, two at once', 'compile/emit/vector.ts', ['webassembly'])
const vectorise = fault('emitter: WebAssembly, two at once', 'compile/emit/vectorise.ts', ['webassembly'])
const share = fault('emitter: WebAssembly, two at once', 'compile/emit/share.ts', ['webassembly'])
const held = fault('emitter: WebAssembly, two at once', 'compile/emit/held.ts', ['webassembly'])
const four = fault('emitter: WebAssembly, two at once', 'compile/emit/four.ts', ['webassembly'])
const straight = fault('emitter: WebAssembly, tables', 'compile/wasm/straight.ts', ['webassembly'])
const pool = fault('emitter: WebAssembly, tables', 'compile/emit/pool.ts', ['webassembly'])
const fuse = fault('emitter: WebAssembly, fused', 'compile/emit/fuse.ts', ['fused'])
const encode = fault('emitter: WebAssembly, bytes', 'compile/wasm/bytes.ts', ['webassembly'])

export const emitting: ReadonlyArray<Planted> = [
  fuse('a product that is used twice is fused', 'count === 1 && gets.get(local) === 1', 'count === 1'),
  fuse('what a product is taken from is taken from it', 'join(y.sum, ofY, x.sum, ofX, isSum ? added : takenAway)', 'join(y.sum, ofY, x.sum, ofX, added)'),
  fuse('the operands of a sum lie where those of a product do', 'put(ofSum.slice(0, head))', 'put(ofSum.slice(1, head))'),
  straight('both lanes read the row of the first', 'out.push(...at(1), ...at(0), access', 'out.push(...at(0), ...at(0), access'),
  straight('the column is in numbers, not bytes', 'table(it.table) + 8 * it.column', 'table(it.table) + it.column'),
  pool('what is pooled lies one number further', 'bytesOfNumber * values.length', 'bytesOfNumber * (values.length + 1)'),
  operator('operands of a difference exchanged', "'f64.sub': (x, y) => `${x} - ${y}`", "'f64.sub': (x, y) => `${y} - ${x}`"),
  operator('whole products are rounded', '`Math.imul(${x}, ${y})`', '`(${x} * ${y}) / 2 | 0`'),
  operator('an index is clamped to the size', '${size} - 1 : ${x}`', '${size} : ${x}`'),
  operator('−0 is written as 0', "Object.is(value, -0) ? '(-0)' : value < 0", 'value < 0'),
  javascript('a stride is not multiplied', 'stride === 1 ? `i${axis}` : `${literal(stride)} * i${axis}`', '`i${axis}`'),
  javascript('lanes are four', ')}) & 7)', ')}) & 3)'),
  javascript('arms of a branch exchanged', 'lines.push(`if (r${statement.test}) {`)', 'lines.push(`if (!r${statement.test}) {`)'),
  javascript(
    'a loop ends a turn early',
    'i${statement.axis} < ${statement.extent}; i',
    'i${statement.axis} < ${statement.extent} - (${statement.extent} > 1 ? 1 : 0); i',
  ),
  javascript('a while loop ends when it should go on', 'lines.push(`if (!r${statement.test}) break`)', 'lines.push(`if (r${statement.test}) break`)'),
  javascript('pieces run in reverse', 'pieces.map((_, p) => `piece${p}()`)', 'pieces.map((_, p) => `piece${pieces.length - 1 - p}()`)'),
  parts('a part gets its counters in reverse', 'for (const axis of part.axes) frame.out.push(', 'for (const axis of [...part.axes].reverse()) frame.out.push('),
  block('the step left over is left out', 'if (even < extent)', 'if (even > extent)'),
  block('a filled run ends a number early', 'get(at), int(count * bytes)', 'get(at), int((count - 1) * bytes)'),
  block('zeros are cleared in half', 'int(0), int(count * bytes), { op', 'int(0), int((count * bytes) >> 1), { op'),
  block(
    'arms of a branch exchanged',
    'out.push(get(registerLocal(frame, statement.test)), when())',
    "out.push(get(registerLocal(frame, statement.test)), plainly('i32.eqz'), when())",
  ),
  block('a while loop may run once more', "plainly('i32.ge_s'), branchIf(1)", "plainly('i32.gt_s'), branchIf(1)"),
  scalar('a greatest number is a least one', '[name, name]', "[name, name === 'f64.max' ? 'f64.min' : name]"),
  scalar('a selection takes the other', 'push(1)\n    push(2)\n    push(0)', 'push(2)\n    push(1)\n    push(0)'),
  scalar('an index below 0 stays', "int(0), plainly('i32.gt_s'), plainly('select')", "int(-99), plainly('i32.gt_s'), plainly('select')"),
  place('lanes are four', 'int(7 * step)', 'int(3 * step)'),
  place('lanes lie beside each other', "if (lanes.stride !== 1) out.push(int(lanes.stride), plainly('i32.mul'))", ''),
  place('an accumulation starts anew', "[() => out.push(get(at), access(kind === 'f64' ? 'f64.load' : 'i32.load', offset)), value]", '[value, value]'),
  frame('an offset is in numbers, not bytes', 'place.offset * bytes', 'place.offset'),
  frame(
    'what is hoisted ignores the stride',
    '`${bytes}|${strides.map((s) => `${s.axis}:${s.stride}`).join()}|',
    '`${bytes}|${strides.map((s) => `${s.axis}`).join()}|',
  ),
  frame('odd strides of whole numbers are doubled', "int(stride), plainly('i32.mul'), int(1), plainly('i32.shr_s')", "int(stride), plainly('i32.mul')"),
  frame('what is hoisted in one arm is used in the other', 'hoisted = new Map(before)', 'hoisted = before'),
  pairs('the second of two is the first', "if (lane === 1) out.push(get(counter), int(step), plainly('i32.add'), set(counter))", ''),
  pairs(
    'neighbours are loaded twice',
    "access('v128.load', frame.address(place), step), set(local))",
    "access('v128.load64_splat', frame.address(place)), set(local))",
  ),
  pairs(
    'neighbours are taken where there are none',
    'else if (strideOn(place) === 1 && !isWandering(place, inside))',
    'else if (strideOn(place) !== 0 && !isWandering(place, inside))',
  ),
  vector('a difference of two is a sum', "'f64.sub': 'f64x2.sub'", "'f64.sub': 'f64x2.add'"),
  vector('a mask of two is turned round', "plainly('v128.bitselect')", "plainly('v128.not'), plainly('v128.bitselect')"),
  vector('the second lane is the first', 'lane(1)\n      out.push(replace)', 'lane(0)\n      out.push(replace)'),
  vector('a comparison is another', "'f64.le': 'f64x2.le'", "'f64.le': 'f64x2.lt'"),
  vectorise('lanes are taken for neighbours', 'return lanes.stride === 1 && lanes.of.every((l) => l.axis === axis || l.stride % 2 === 0) &&', 'return'),
  share('half of an argument is taken for it', 'term: () => definition.term(mul(argument(0), half))', 'term: () => definition.term(argument(0))'),
  held('all lanes of a sum are the first two', 'pairs.map(({ local }) => local),', 'pairs.map(() => pairs[0]?.local ?? 0),'),
  held('a sum is taken to begin at its first lane', 'l.axis === axis || l.stride % lanes === 0', 'l.axis === axis || l.stride % 2 === 0'),
  four('the third and fourth are the first and second', 'offset: place.offset + 2 * pair', 'offset: place.offset'),
  encode('numbers are written with their bytes in reverse', 'true)', 'false)'),
]

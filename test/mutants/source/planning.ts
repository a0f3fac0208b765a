/**
 * Faults of the planner: views, nests that are shared, sums in parts, loops that join and shrink, code in pieces,
 * memory.
 */
import { fault, type Planted } from './planted.ts'
import type { Suite } from './judge.ts'

const both: ReadonlyArray<Suite> = ['javascript', 'webassembly']
const plan = fault('planner: programs to clusters', 'compile/plan.ts', both)
const carried = fault('planner: what primitives carry', 'compile/loops.ts', both)
const views = fault('planner: views', 'compile/view.ts', both)
const contract = fault('planner: contractions', 'compile/contract.ts', both)
const arrange = fault('planner: arrangement', 'compile/arrangement.ts', both)
const flow = fault('planner: control flow', 'compile/flow.ts', both)
const scope = fault('planner: shared nests', 'compile/scope.ts', both)
const nest = fault('planner: nests', 'compile/nest.ts', both)
const lower = fault('planner: machine', 'compile/machine.ts', both)
const assemble = fault('planner: buffers', 'compile/assemble.ts', both)
const collapse = fault('planner: loops made one', 'compile/collapse.ts', both)
const fuse = fault('planner: loops joined', 'compile/fuse.ts', both)
const access = fault('planner: loops joined', 'compile/access.ts', both)
const merge = fault('planner: copies saved', 'compile/merge.ts', both)
const shrink = fault('planner: buffers shrunk', 'compile/shrink.ts', both)
const unroll = fault('planner: loops written out', 'compile/unroll.ts', both)
const tile = fault('planner: loops over tiles', 'compile/tile.ts', both)
const remainder = fault('planner: loops over tiles', 'compile/remainder.ts', both)
const skip = fault('planner: sums without zeros', 'compile/skip.ts', ['odd', ...both])
const piece = fault('planner: sums without zeros', 'compile/piece.ts', both)
const zeros = fault('planner: sums without zeros', 'compile/zeros.ts', both)
const idle = fault('planner: sums without zeros', 'compile/idle.ts', both)
const small = fault('planner: small matrices', 'primitive/linear-small.ts', both)
const sink = fault('planner: sums set', 'compile/sink.ts', both)
const hold = fault('planner: sums in locals', 'compile/hold.ts', both)
const spill = fault('planner: code in pieces', 'compile/spill.ts', ['parts', ...both])
const part = fault('planner: code in pieces', 'compile/part.ts', ['parts'])
const memory = fault('planner: memory', 'compile/memory.ts', both)
const lifetime = fault('planner: memory', 'compile/lifetime.ts', both)

export const planning: ReadonlyArray<Planted> = [
  carried('maxima begin at 0', 'plan: reduction(machine, start, false)', 'plan: reduction(machine, 0, false)'),
  plan(
    'inputs are taken in reverse',
    'inputs.map((root, i) => whole(root, entry(program.inputs, i).shape))',
    'inputs.map((_, i) => whole(entry(inputs, inputs.length - 1 - i), entry(program.inputs, i).shape))',
  ),
  views(
    'a transposed view has the strides of the other axes',
    'strides: order.map((axis) => entry(view.strides, axis))',
    'strides: order.map((_, axis) => entry(view.strides, axis))',
  ),
  views('a slice begins at the start', 'start.reduce((at, from, axis) => at + from * entry(view.strides, axis), view.offset)', 'view.offset'),
  views('a flipped view begins where it is', 'Math.max(0, entry(view.shape, axis) - 1) * entry(view.strides, axis)', '0'),
  views('a flipped view runs as it lies', 'axes.includes(axis) ? -stride : stride', 'stride'),
  views('a slice takes every element', 'stride * entry(step, axis)', 'stride * Math.min(1, entry(step, axis))'),
  views('a repeated view steps on', 'view.strides[axes.indexOf(axis)] ?? 0', 'view.strides[Math.max(0, axes.indexOf(axis))] ?? 0'),
  contract('the products left over are not added', 'if (rest > 0 || size === 0) nest(', 'if (grouped === 0 || size === 0) nest('),
  contract('the rest begins the sum anew', 'grouped > 0 ? null : 0)', '0)'),
  arrange(
    'scattered entries do not start at 0',
    'scope.zeros.push({ root, from: 0, count: root.store.size })\n  addItem(scope, at, {\n    _tag',
    'addItem(scope, at, {\n    _tag',
  ),
  arrange('padding forgets what comes before', 'const offset = along.reduce((at, stride, i) => at + stride * entry(low, i), 0)', 'const offset = 0'),
  arrange(
    'joined arrays lie at the start of each other',
    'offset += entry(view.shape, axis) * entry(along, axis)',
    'offset += entry(view.shape, axis) * entry(along, axis) - 1',
  ),
  arrange('an index is looked up along the first axis', 'stride: entry(x.strides, axis) })', 'stride: entry(x.strides, 0) + (axis > 0 ? 0 : 1) })'),
  flow('a loop in reverse begins at the front', 'loop.reverse ? stride * (length - 1) : 0', '0'),
  flow('a loop reads its first row again and again', '[{ axis, stride: loop.reverse ? -stride : stride }]', '[{ axis, stride: 0 }]'),
  flow('arms of a branch are exchanged', "yes: branch('yes'), no: branch('no')", "yes: branch('no'), no: branch('yes')"),
  flow('a loop runs once more than it may', 'bound: maxSteps, body: turning', 'bound: maxSteps === null ? null : maxSteps + 1, body: turning'),
  flow(
    'an old state is overwritten while it is read',
    'view.root.made < 0 && view.root.literal === null ? whole(copied(inside, view), view.shape) : view))',
    'view))',
  ),
  scope(
    'a nest of another shape has it in a register',
    "root.register && cluster?._tag === 'Nest' && sameDims(cluster.shape, shape) && sameDims(bare(view.shape), shape) && isWhole(view)",
    "root.register && cluster?._tag === 'Nest' && sameDims(cluster.shape, shape)",
  ),
  scope('an array of nearly equal numbers is one number', 'data.every((x) => Object.is(x, data[0]))', 'data.every((x) => Math.abs(x - (data[0] ?? 0)) < 9)'),
  scope('a nest may run before what it reads', 'from = Math.max(from, root.made + 1)', 'from = Math.max(from, root.made - 1)'),
  scope(
    'what is a view is delivered as its whole root',
    'root.store.size === sizeOf(view.shape) && isWhole(view) ? root',
    'root.store.size === sizeOf(view.shape) ? root',
  ),
  nest('a sum in lanes begins at 0 where it has no lanes', "item.interleaved && length > 0 && kind === 'f64' ? -0 : initial", 'initial'),
  nest(
    'lanes are added one after another',
    'join(join(join(a, b), join(c, d)), join(join(e, f), join(g, h)))',
    'join(join(join(join(join(join(join(a, b), c), d), e), f), g), h)',
  ),
  nest(
    'the four products of a step are added in pairs of neighbours',
    'plus(plus(first, third), plus(second, fourth))',
    'plus(plus(first, second), plus(third, fourth))',
  ),
  nest(
    'a value is stored a level too far out',
    "put(rank, { _tag: 'Store', to: placeOf(root, { offset: 0, strides: stridesOf(shape) })",
    "put(Math.max(0, rank - 1), { _tag: 'Store', to: placeOf(root, { offset: 0, strides: stridesOf(shape) })",
  ),
  nest('a load does not know its offset', `const key = \`\${place.buffer}+\${place.offset}\${`, `const key = \`\${place.buffer}+\${`),
  nest('−0 and 0 are one literal', "const key = Object.is(value, -0) ? '-0' : value", 'const key = value'),
  lower(
    'a reciprocal is a product',
    "reciprocal: (to, _, args) => to.apply(div, [to.literal('f64', 1), first(args)])",
    "reciprocal: (to, _, args) => to.apply(div, [first(args), to.literal('f64', 1)])",
  ),
  lower('relu takes the other side', '[atMost(to, kind, [x, zero]), zero, x]', '[atMost(to, kind, [x, zero]), x, zero]'),
  assemble('a value that another nest reads is not stored', 'root.register && view.root.made === position && isWhole(view)', 'root.register'),
  assemble(
    'all operands of the host are the first',
    'from: cluster.operands.map(all)',
    'from: cluster.operands.map(() => all(cluster.operands[0] ?? entry(cluster.operands, 0)))',
  ),
  collapse('loops are made one whatever their strides', 'of(outer) === of(inner) * extent ?', 'of(outer) >= of(inner) ?'),
  fuse('loops are joined that read other turns', 'if (inStep([...ours, ...theirs], (x) => (own.has(x) ? a.axis : b.axis)) === null) return false', ''),
  fuse('a loop joined keeps its own counter', 'body: renamed(b.body, b.axis, a.axis) }', 'body: b.body }'),
  fuse('loops of any extent are joined', 'if (a.extent !== b.extent ||', 'if ('),
  access('writes do not conflict', '|| meet(first.writes, second.reads) || meet(first.reads, second.writes)', ''),
  merge('what is copied lands at the start', 'offset: offset + stride * place.offset', 'offset: stride * place.offset'),
  shrink('a buffer shrinks that is read after the loop', 'accesses.length !== total.get(buffer) ||', ''),
  shrink('a load takes what was stored at another place', 'last.values.get(s.from.offset)', '[...last.values.values()].at(-1)'),
  shrink(
    'a store is forgotten that a loop wrote over',
    'if (writes) held.delete(place.buffer)',
    'if (writes && place.computed !== null) held.delete(place.buffer)',
  ),
  shrink('stores that the host reads are dropped', "else if (s._tag === 'Host') for (const p of s.from) read.add(p.buffer)\n      else if", 'else if'),
  unroll('copies of a loop share their registers', 'const made = turn === 0 ? register : fresh(register)', 'const made = register'),
  unroll('every copy is that of the first turn', 'offset: place.offset + turn * along.stride', 'offset: place.offset'),
  spill(
    'what crosses from function to function is read before it is stored',
    'if (madeIn[register] !== home && !literals.has(register)) registers.add(register)',
    'if ((madeIn[register] ?? home) < home - 1 && !literals.has(register)) registers.add(register)',
  ),
  spill('literals are not made again', "before.push({ _tag: 'Literal', to, value })", "before.push({ _tag: 'Literal', to, value: 0 })"),
  spill(
    'what functions share stays in a local of each',
    "b.role === 'local' && crossing.buffers.has(i) ?",
    "b.role === 'local' && crossing.buffers.has(-1 - i) ?",
  ),
  part(
    'parts of a branch within a loop do not know its step',
    'inBlocks(s, (body) => inside(body, axes))',
    'inBlocks(s, (body) => inside(body, axes.slice(0, -1)))',
  ),
  remainder('turns that are left are the first again', '(taken.get(axis)?.from ?? 0) * stride', '0'),
  tile('the last row of a tile is left out', '{ ...loop, extent: turns, body }', '{ ...loop, extent: turns - 1, body }'),
  tile('rows that fill no tile are where those of the tiles are', 'offset: place.offset - end', 'offset: place.offset'),
  remainder('turns that are left share the loops of the first', 'axes.set(at.axis, fresh.axis())', 'axes.set(at.axis, at.axis)'),
  skip('zeros that meet NaN are zero', '...missed(sum, before, held, pieces)', ''),
  skip(
    'what is missed is added to the sums that have it',
    '(range.from < counting.from || counting.to < range.to ? [sum] : [])',
    '(range.from < counting.from || counting.to < range.to ? [] : [sum])',
  ),
  piece('the last that counts is passed over', 'while (to > from && !counts(to - 1)) to--', 'while (to > from && !counts(to - 1)) to -= 3'),
  piece('a piece has what its first turn needs', 'const to = Math.max(...full.map((range) => range.to))', 'const to = full[0]?.to ?? 0'),
  piece('pieces that are alike are the first of them', 'turns: { ...before.turns, to } }', 'turns: before.turns }'),
  zeros('a choice is the other one', 'valueOf(chosen === 1 ? yes : no, turns, hops - 1)', 'valueOf(chosen === 1 ? no : yes, turns, hops - 1)'),
  zeros('what is not known is zero', 'certain[i] = number === 0 &&', 'certain[i] = (number ?? 0) === 0 &&'),
  zeros(
    'constants are read from their end',
    'return index === null ? null : entry(known, index)',
    'return index === null ? null : entry(known, known.length - 1 - index)',
  ),
  idle(
    'what some turn reads nobody reads',
    'certain[index] === 1 && !isLost(load.to, around, turns)',
    '!isLost(load.to, around, turns) && turns.get(around?.axis ?? 0) === 0',
  ),
  idle('what a choice takes is passed over', '(chosen === 1 ? yes : no) !== register', '(chosen === 1 ? yes : no) === register'),
  idle('results are read by nobody', "role !== 'made' || outputs.has(buffer)", "role === 'input'"),
  small('a row that is swapped stays', 'choose(isHere, entry(held, c), x)', 'x'),
  small('the first that is larger is the pivot', 'largest = choose(mask, size, largest)', ''),
  small('a swap has no sign', 'applied(negPrimitive, sign)', 'sign'),
  small('unknowns are found from the top', 'for (let i = n - 1; i >= 0; i--)\n    x[i]', 'for (let i = 0; i < n; i++)\n    x[i]'),
  small('a root is not taken', 'const root = applied(sqrtPrimitive, pivot)', 'const root = pivot'),
  sink('what is met twice is set', 'inside.length !== loops ||', ''),
  sink('what is set is the first term by itself', 'machine: sum.machine, args: [begin, sum.value]', 'machine: sum.machine, args: [begin, begin]'),
  hold('a sum in a local begins anew', 'before.push(...copy(kind, term.to, local))', ''),
  hold('a sum in a local stays there', 'after.push(...copy(kind, local, term.to))', ''),
  lifetime('buffers overlap', 'Math.ceil((storage.size * bytes[storage.kind]) / 16) * 16', 'Math.floor((storage.size * bytes[storage.kind]) / 16) * 16'),
  memory('a result is the memory itself', 'new Float64Array(part)', 'part'),
]

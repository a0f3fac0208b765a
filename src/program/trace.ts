/**
 * Tracing: run a function once on fresh variables and close over what it built, as a Program.
 *
 * A trace owns the nodes made since it began. Anything older that its result depends on is
 * *captured*: it becomes a leading input of the program, to be supplied when the program is applied
 * and given no tangent. So programs are always closed, and one trace's perturbation can never be
 * mistaken for another's.
 */
import { entry, valueAt } from '../entry.ts'
import type { Aval } from '../array/aval.ts'
import { raise } from '../failure.ts'
import { references } from './reference.ts'
import { expressions, now, showExpr, stampOf, variable } from './expr.ts'
import { fold } from './fold.ts'
import type { AnyExpr, Atom, Equation, Node, Program } from './model.ts'
import { sealed } from './seal.ts'

/** A closed program, and the older expressions its leading inputs stand for. */
export interface Traced {
  readonly program: Program
  readonly captured: ReadonlyArray<AnyExpr>
}

// How many traces are open: a capture needs an outer one to belong to.
let open = 0

/** Whether a trace is open. */
export const isTracing = (): boolean => open > 0

/** What the outputs depend on: nodes of this trace in creation order, and older expressions. */
interface Reached {
  readonly nodes: ReadonlyArray<Node>
  readonly captured: ReadonlyArray<AnyExpr>
}

/** Nodes are found by their stamps, which are dense: no sorting, and a byte per stamp. */
const reach = (outputs: ReadonlyArray<AnyExpr>, own: ReadonlySet<AnyExpr>, start: number): Reached => {
  const byStamp = new Array<Node | undefined>(now() - start)
  const captured = new Set<AnyExpr>()
  const stack = [...outputs]
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const { origin } = at
    if (origin._tag === 'Constant') continue
    if (origin.stamp < start) captured.add(at)
    else if (origin._tag === 'Node') {
      if (byStamp[origin.stamp - start] === undefined) {
        byStamp[origin.stamp - start] = origin
        for (const arg of origin.args) stack.push(arg)
      }
    } else if (!own.has(at)) raise({ _tag: 'Leaked', operation: 'trace', expression: showExpr(at) })
  }
  return { nodes: byStamp.filter((node) => node !== undefined), captured: [...captured].sort((a, b) => stampOf(a) - stampOf(b) || a.index - b.index) }
}

/** Trace `body` on inputs of the given avals. */
export const trace = (inputs: ReadonlyArray<Aval>, body: (xs: ReadonlyArray<AnyExpr>) => ReadonlyArray<AnyExpr>, names: ReadonlyArray<string> = []): Traced => {
  const start = now()
  const own = inputs.map((of, i) => variable(of, names[i]))
  open++
  let outputs: ReadonlyArray<AnyExpr>
  try {
    outputs = body(own)
  } finally {
    open--
  }
  const { nodes, captured } = reach(outputs, new Set(own), start)
  const [leaked] = captured
  if (leaked !== undefined && open === 0) raise({ _tag: 'Leaked', operation: 'trace', expression: showExpr(leaked) })
  return { program: flatten(captured, own, nodes, outputs, start), captured }
}

const flatten = (
  captured: ReadonlyArray<AnyExpr>,
  own: ReadonlyArray<AnyExpr>,
  nodes: ReadonlyArray<Node>,
  outputs: ReadonlyArray<AnyExpr>,
  start: number,
): Program => {
  const older = new Map(captured.map((expr, i) => [expr, i]))
  // The first value of each node of this trace, by its stamp.
  const first = new Float64Array(now() - start)
  let next = captured.length
  for (const input of own) first[stampOf(input) - start] = next++
  const reference = references()
  const atom = (expr: AnyExpr): Atom => {
    const { origin } = expr
    if (origin._tag === 'Constant') return { _tag: 'Literal', value: origin.value }
    return reference(origin.stamp < start ? valueAt(older, expr) : entry(first, origin.stamp - start) + expr.index)
  }
  const equations = nodes.map((node): Equation => {
    const args = node.args.map(atom)
    first[node.stamp - start] = next
    next += node.results.length
    return { primitive: node.primitive, params: node.params, operands: node.operands, results: node.results, args }
  })
  const inputs = [...captured, ...own]
  return sealed({
    inputs: inputs.map((input) => input.aval),
    names: inputs.map((input) => (input.origin._tag === 'Variable' ? input.origin.name : '')),
    equations,
    outputs: outputs.map(atom),
    outputNames: outputs.map(() => ''),
  })
}

/** A program from a body that captures nothing: what transforms and rules build. */
export const close = (
  inputs: ReadonlyArray<Aval>,
  body: (xs: ReadonlyArray<AnyExpr>) => ReadonlyArray<AnyExpr>,
  names: ReadonlyArray<string> = [],
): Program => {
  const { program, captured } = trace(inputs, body, names)
  const [first] = captured
  return first === undefined ? program : raise({ _tag: 'Leaked', operation: 'close', expression: showExpr(first) })
}

/** Splice a program into the open trace. */
export const inline = (program: Program): ((args: ReadonlyArray<AnyExpr>) => ReadonlyArray<AnyExpr>) => fold(expressions)(program)

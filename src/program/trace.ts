/**
 * Tracing: run a function once on fresh variables and close over what it built, as a Program.
 *
 * A trace owns the nodes made since it began. Anything older that its result depends on is
 * *captured*: it becomes a leading input of the program, to be supplied when the program is applied
 * and given no tangent. So programs are always closed, and one trace's perturbation can never be
 * mistaken for another's.
 */
import type { Aval } from '../array/aval.ts'
import { raise } from '../failure.ts'
import { expressions, now, showExpr, stampOf, variable } from './expr.ts'
import { fold } from './fold.ts'
import type { AnyExpr, Atom, Equation, Node, Program } from './model.ts'

/** A closed program, and the older expressions its leading inputs stand for. */
export interface Traced {
  readonly program: Program
  readonly captured: ReadonlyArray<AnyExpr>
}

// How many traces are open: a capture needs an outer one to belong to.
let open = 0

/** Reachable nodes of this trace in creation order, and the captured expressions. */
const reach = (outputs: ReadonlyArray<AnyExpr>, own: ReadonlySet<AnyExpr>, start: number) => {
  const nodes = new Set<Node>()
  const captured = new Set<AnyExpr>()
  const stack = [...outputs]
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const { origin } = at
    if (origin._tag === 'Constant') continue
    if (stampOf(at) < start) captured.add(at)
    else if (origin._tag === 'Node') {
      if (!nodes.has(origin)) {
        nodes.add(origin)
        for (const arg of origin.args) stack.push(arg)
      }
    } else if (!own.has(at)) raise({ _tag: 'Leaked', operation: 'trace', expression: showExpr(at) })
  }
  return { nodes: [...nodes].sort((a, b) => a.stamp - b.stamp), captured: [...captured].sort((a, b) => stampOf(a) - stampOf(b)) }
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
  return { program: flatten([...captured, ...own], nodes, outputs), captured }
}

const flatten = (inputs: ReadonlyArray<AnyExpr>, nodes: ReadonlyArray<Node>, outputs: ReadonlyArray<AnyExpr>): Program => {
  // A result is found by its node and index, since one result may be several objects' worth of reference.
  const first = new Map<unknown, number>()
  let next = 0
  for (const input of inputs) first.set(input.origin._tag === 'Node' ? input : input.origin, next++)
  const atom = (expr: AnyExpr): Atom => {
    if (expr.origin._tag === 'Constant') return { _tag: 'Literal', value: expr.origin.value }
    const captured = first.get(expr)
    if (captured !== undefined) return { _tag: 'Ref', index: captured }
    const at = first.get(expr.origin)
    return at === undefined ? raise({ _tag: 'Leaked', operation: 'trace', expression: showExpr(expr) }) : { _tag: 'Ref', index: at + expr.index }
  }
  const equations = nodes.map((node): Equation => {
    const args = node.args.map(atom)
    first.set(node, next)
    next += node.results.length
    return { primitive: node.primitive, params: node.params, operands: node.operands, results: node.results, args }
  })
  return Object.freeze({
    _tag: 'Program',
    inputs: inputs.map((input) => input.aval),
    names: inputs.map((input) => (input.origin._tag === 'Variable' ? input.origin.name : '')),
    equations,
    outputs: outputs.map(atom),
    outputNames: outputs.map(() => ''),
  })
}

/** A program from a body that captures nothing: what transforms and rules build. */
export const close = (inputs: ReadonlyArray<Aval>, body: (xs: ReadonlyArray<AnyExpr>) => ReadonlyArray<AnyExpr>, names: ReadonlyArray<string> = []): Program => {
  const { program, captured } = trace(inputs, body, names)
  const [first] = captured
  return first === undefined ? program : raise({ _tag: 'Leaked', operation: 'close', expression: showExpr(first) })
}

/** Splice a program into the open trace. */
export const inline = (program: Program): ((args: ReadonlyArray<AnyExpr>) => ReadonlyArray<AnyExpr>) => fold(expressions)(program)

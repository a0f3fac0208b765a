/**
 * The computational graph of a program: placeholders, constants, operations and outputs as nodes,
 * values as edges; as data, and as text for Graphviz and Mermaid to draw.
 */
import { type AnyTensor, avalOf } from '../array/tensor.ts'
import { entry, fieldOf } from '../entry.ts'
import { ownNames, showConstant, showParam } from '../program/print.ts'
import type { Atom, Equation, Param, Program } from '../program/model.ts'
import { symbol } from './formula.ts'
import { checkProgram, checkRecord, isListOf, isRecord } from '../program/given.ts'

// model ------------------------------------------------------------------------------------

/** A node. Its id is its place in the list of nodes. */
export interface GraphNode {
  readonly id: number
  readonly kind: 'placeholder' | 'constant' | 'operation' | 'output'
  /** What stands in it: a name, a number, an operator. */
  readonly label: string
  /** What it gives: shape and dtype, `f64[3,4]`; several for an operation of several results. */
  readonly type: string
}

/** A value on its way from the node that gives it to one that uses it. */
export interface GraphEdge {
  readonly from: number
  readonly to: number
  /** Which result of `from`, and which operand of `to`. */
  readonly result: number
  readonly operand: number
  /** The position where it matters and cannot be seen: the order of operands, or which of several results. */
  readonly label: string
}

/** A program as nodes and the edges between them. */
export interface Graph {
  readonly nodes: ReadonlyArray<GraphNode>
  readonly edges: ReadonlyArray<GraphEdge>
}

// constructors -----------------------------------------------------------------------------

const holds = (param: Param): boolean => typeof param === 'object' && ('_tag' in param || param.some(holds))

/** The operator or the name, with the parameters that fit in a line. */
const labelOf = ({ primitive, params }: Equation): string => {
  const { notation, name } = primitive
  const shown = Object.keys(params)
    .filter((key) => !holds(fieldOf(params, key)))
    .map((key) => `${key}=${showParam(fieldOf(params, key))}`)
  if (shown.length > 0) return `${name} ${shown.join(', ')}`
  if (notation._tag === 'Infix' || notation._tag === 'Prefix') return notation.text
  if (notation._tag === 'Power') return `□${notation.text}`
  return notation._tag === 'Call' ? notation.text : name
}

/**
 * The graph of a program: its inputs are placeholders, each scalar constant is a node at its use and
 * each array constant one node however often it is used.
 *
 * @example
 * graph(trace((x: Scalar) => mul(2, sin(x)))(1)).nodes.map((node) => node.label)   // ['x', 'sin', '·', '2', 'output']
 * @category drawing
 */
export const graph = (program: Program): Graph => {
  checkProgram('graph', program)
  const own = ownNames(program)
  const n = program.inputs.length
  // Lists that grow within this call only.
  const nodes: Array<GraphNode> = []
  const edges: Array<GraphEdge> = []
  const sources: Array<{ readonly id: number; readonly result: number; readonly many: boolean }> = []
  const shared = new Map<AnyTensor, number>()

  const node = (kind: GraphNode['kind'], label: string, type: string): number => nodes.push({ id: nodes.length, kind, label, type }) - 1
  const constant = (value: AnyTensor): number => {
    const known = shared.get(value)
    if (known !== undefined) return known
    const id = node('constant', showConstant(value), avalOf(value).text)
    if (value.shape.length > 0) shared.set(value, id)
    return id
  }
  const connect = (atom: Atom, to: number, operand: number, ordered: boolean): void => {
    const { id, result, many } = atom._tag === 'Literal' ? { id: constant(atom.value), result: 0, many: false } : entry(sources, atom.index)
    const label = [...(many ? [`result ${result}`] : []), ...(ordered ? [String(operand)] : [])].join(' → ')
    edges.push({ from: id, to, result, operand, label })
  }

  program.inputs.forEach((of, i) => {
    sources.push({ id: node('placeholder', own[i] ?? symbol(i, n), of.text), result: 0, many: false })
  })
  for (const equation of program.equations) {
    const { results, args, primitive } = equation
    const id = node('operation', labelOf(equation), results.map((of) => of.text).join(', '))
    for (const [i, atom] of args.entries()) connect(atom, id, i, args.length > 1 && !primitive.commutative)
    for (let result = 0; result < results.length; result++) sources.push({ id, result, many: results.length > 1 })
  }
  const avals = [...program.inputs, ...program.equations.flatMap((equation) => equation.results)]
  program.outputs.forEach((atom, j) => {
    const type = atom._tag === 'Literal' ? avalOf(atom.value).text : entry(avals, atom.index).text
    connect(atom, node('output', program.outputNames[j] || (program.outputs.length === 1 ? 'output' : `output ${j}`), type), 0, false)
  })
  return { nodes, edges }
}

// destructors ------------------------------------------------------------------------------

const withType = ({ label, type }: GraphNode, newline: string): string => (type === 'f64' ? label : `${label}${newline}${type}`)

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`

const shapes: { readonly [K in GraphNode['kind']]: string } = {
  placeholder: 'shape=ellipse, style=filled, fillcolor="#dbeafe"',
  constant: 'shape=plaintext',
  operation: 'shape=box, style=rounded',
  output: 'shape=ellipse, style=filled, fillcolor="#dcfce7"',
}

const checkGraph = (operation: string, drawn: unknown): void =>
  checkRecord(operation, 'a graph', drawn, { nodes: isListOf(isRecord), edges: isListOf(isRecord) }, 'make one with graph(program)')

/**
 * A graph in the DOT language of Graphviz, from left to right.
 *
 * @example
 * graphviz(graph(trace((x: Scalar) => sin(x))(1)))   // 'digraph program {…}': what `dot -Tsvg` reads
 * @category drawing
 */
export const dot = (drawn: Graph): string => {
  checkGraph('graphviz', drawn)
  const { nodes, edges } = drawn
  return [
    'digraph program {',
    '  rankdir=LR',
    ...nodes.map((node) => `  n${node.id} [label=${quoted(withType(node, '\n'))}, ${shapes[node.kind]}]`),
    ...edges.map(({ from, to, label }) => `  n${from} -> n${to}${label === '' ? '' : ` [label=${quoted(label)}]`}`),
    '}',
  ].join('\n')
}

// Mermaid reads #name; as a character and takes quotes, angle brackets and # for its own.
const entities: { readonly [char: string]: string } = { '"': '#quot;', '#': '#35;', '<': '#lt;', '>': '#gt;', '`': '#96;', '\n': '<br>' }

const mermaidText = (text: string): string => `"${text.replace(/["#<>`\n]/g, (char) => fieldOf(entities, char))}"`

const brackets: { readonly [K in GraphNode['kind']]: readonly [string, string] } = {
  placeholder: ['([', '])'],
  constant: ['[', ']'],
  operation: ['(', ')'],
  output: ['[[', ']]'],
}

/**
 * A graph as a Mermaid flowchart, from left to right: what a README on a code host draws by itself.
 *
 * @example
 * mermaid(graph(trace((x: Scalar) => sin(x))(1)))
 * // flowchart LR
 * //   n0(["x"])
 * //   n1("sin")
 * //   n2[["output"]]
 * //   n0 --> n1
 * //   n1 --> n2
 * @category drawing
 */
export const mermaid = (drawn: Graph): string => {
  checkGraph('mermaid', drawn)
  const { nodes, edges } = drawn
  return [
    'flowchart LR',
    ...nodes.map((node) => `  n${node.id}${brackets[node.kind][0]}${mermaidText(withType(node, '\n'))}${brackets[node.kind][1]}`),
    ...edges.map(({ from, to, label }) => `  n${from} -->${label === '' ? '' : `|${mermaidText(label)}|`} n${to}`),
  ].join('\n')
}

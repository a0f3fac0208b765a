/**
 * Making expression nodes, and what they do when JavaScript's own syntax meets them.
 *
 * A node is frozen and shared by reference. It carries a stamp, its place in the order of creation,
 * from which a trace knows what was made since it began.
 */
import { type Aval, aval } from '../array/aval.ts'
import { showShape } from '../array/shape.ts'
import { type AnyTensor, avalOf, scalarTensor } from '../array/tensor.ts'
import { raise } from '../failure.ts'
import type { Algebra, AnyExpr, Node, Operation, Origin, Params, Primitive } from './model.ts'
import { refusing } from '../syntax.ts'

// The clock only orders nodes; nothing outside this folder sees it.
let clock = 0

/** The stamp that the next node will bear. */
export const now = (): number => clock

const inspected = /*#__PURE__*/ Symbol.for('nodejs.util.inspect.custom')

const syntaxes: { readonly [hint: string]: string } = {
  string: 'A template string or String(…)',
  number: 'An arithmetic or ordering operator or Math.*',
  default: 'The operator + or ==, or a coercion,',
}

function coerced(this: AnyExpr, hint: string): never {
  return raise({ _tag: 'HostSyntax', syntax: syntaxes[hint] ?? 'A coercion', expression: showExpr(this) })
}

function shown(this: AnyExpr): string {
  return showExpr(this)
}

const refuse = (value: AnyExpr, syntax: string, instead: string): never => raise({ _tag: 'HostSyntax', syntax, expression: showExpr(value), hint: instead })

function iterated(this: AnyExpr): never {
  return refuse(this, 'Destructuring, spreading or for … of', 'take the rows with unstack(x), or one of them with at(x, i)')
}

function texted(this: AnyExpr): never {
  return refuse(this, 'x.toString()', 'print the program with print(trace(f)(…)), or a line of it with showExpr(x)')
}

/** What every expression inherits. As JSON it is a line too: its graph may be exponentially larger in writing. */
const inherited = /*#__PURE__*/ refusing(refuse, {
  [Symbol.toPrimitive]: coerced,
  [Symbol.iterator]: iterated,
  [inspected]: shown,
  toJSON: shown,
  toString: texted,
})

const expression = (origin: Origin, index: number, of: Aval): AnyExpr => {
  // As fast to make and to read as a literal, which a literal with a prototype is not.
  const made: { -readonly [K in keyof AnyExpr]: AnyExpr[K] } = Object.create(inherited)
  made._tag = 'Expr'
  made.shape = of.shape
  made.dtype = of.dtype
  made.origin = origin
  made.index = index
  made.aval = of
  return Object.freeze(made)
}

/** A fresh input of a trace. */
export const variable = (of: Aval, name = ''): AnyExpr => expression(Object.freeze({ _tag: 'Variable', stamp: clock++, name }), 0, of)

/** A constant inside an expression. */
export const constant = (value: AnyTensor): AnyExpr => expression(Object.freeze({ _tag: 'Constant', value }), 0, avalOf(value))

/** A float64 scalar constant. */
export const number = (value: number): AnyExpr => constant(scalarTensor(value))

const nodeOf = (operation: Operation, args: ReadonlyArray<AnyExpr>): ReadonlyArray<AnyExpr> => {
  const node: Node = Object.freeze({
    _tag: 'Node',
    stamp: clock++,
    primitive: operation.primitive,
    params: operation.params,
    operands: operation.operands,
    results: operation.results,
    args,
  })
  return node.results.map((result, index) => expression(node, index, result))
}

/** The algebra whose carrier is expressions: folding a program in it splices the program into a trace. */
export const expressions: Algebra<AnyExpr> = { literal: constant, apply: nodeOf }

// The last operation of each primitive without parameters: a run of the same shapes shares one description.
const recent = /*#__PURE__*/ new WeakMap<Primitive, Operation>()

const sameAvals = (a: ReadonlyArray<Aval>, b: ReadonlyArray<Aval>): boolean => a.length === b.length && a.every((of, i) => of === b[i])

const isEmpty = (params: Params): boolean => {
  for (const _ in params) return false
  return true
}

/** The description of an application: shapes are inferred, and mistakes in them found, here. */
export const operationOf = (primitive: Primitive, params: Params, operands: ReadonlyArray<Aval>): Operation => {
  if (!isEmpty(params)) return { primitive, params, operands, results: primitive.infer(params, operands) }
  const last = recent.get(primitive)
  if (last !== undefined && sameAvals(last.operands, operands)) return last
  const operation = { primitive, params, operands, results: primitive.infer(params, operands) }
  recent.set(primitive, operation)
  return operation
}

/** Apply a primitive to expressions. */
export const applyTo = (primitive: Primitive, params: Params, args: ReadonlyArray<AnyExpr>): ReadonlyArray<AnyExpr> =>
  nodeOf(
    operationOf(
      primitive,
      params,
      args.map((arg) => arg.aval),
    ),
    args,
  )

export const isExpr = (value: unknown): value is AnyExpr =>
  typeof value === 'object' && value !== null && '_tag' in value && value._tag === 'Expr' && 'origin' in value

/** When a node was made; a constant belongs to every time. */
export const stampOf = (expr: AnyExpr): number => (expr.origin._tag === 'Constant' ? Number.POSITIVE_INFINITY : expr.origin.stamp)

/**
 * One line at any depth: the shape, the dtype unless it is float64, and the operation on top.
 *
 * @example
 * showExpr(ring([3, 4]).one)   // 'Expr<[3,4]> constant'
 * @category destructors
 */
export const showExpr = (expr: AnyExpr): string => {
  const { origin } = expr
  const dtype = expr.dtype === 'float64' ? '' : `, ${expr.dtype}`
  const head = `Expr<${showShape(expr.shape)}${dtype}>`
  switch (origin._tag) {
    case 'Variable':
      return `${head} ${origin.name === '' ? 'input' : origin.name}`
    case 'Constant':
      return `${head} constant`
    case 'Node':
      return `${head} ${origin.primitive.name}(…)${origin.results.length > 1 ? `[${expr.index}]` : ''}`
  }
}

export const float = (...shape: ReadonlyArray<number>): Aval => aval('float64', shape)

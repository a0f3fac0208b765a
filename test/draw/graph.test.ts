import { describe, expect, it } from 'vitest'
import { scalarTensor, tensor } from '../../src/array/tensor.ts'
import { add, addPrimitive, mul } from '../../src/basis/arithmetic.ts'
import { sum } from '../../src/basis/broadcast.ts'
import { toFloat } from '../../src/basis/choice.ts'
import { lt } from '../../src/basis/comparison.ts'
import { dot, graph, mermaid } from '../../src/draw/graph.ts'
import { sub } from '../../src/primitive/arithmetic.ts'
import { log } from '../../src/primitive/exponential.ts'
import { sin, sincos } from '../../src/primitive/trigonometric.ts'
import { constant, float } from '../../src/program/expr.ts'
import type { Equation, Expr, Program, Scalar } from '../../src/program/model.ts'
import { close } from '../../src/program/trace.ts'
import { phantom } from '../../src/type/phantom.ts'
import { samples } from '../share.ts'
import { scalarProgram } from './oracle.ts'

const example = scalarProgram(['x1', 'x2'], (x1, x2) => sub(add(log(x1 as Scalar), mul(x1 as Scalar, x2 as Scalar)), sin(x2 as Scalar)))

describe('graph', () => {
  it('has a node for each placeholder, operation and output, and an edge for each use', () => {
    const { nodes, edges } = graph(example)
    expect(nodes.map(({ id, kind, label }) => [id, kind, label])).toEqual([
      [0, 'placeholder', 'x1'],
      [1, 'placeholder', 'x2'],
      [2, 'operation', 'ln'],
      [3, 'operation', '·'],
      [4, 'operation', '+'],
      [5, 'operation', 'sin'],
      [6, 'operation', '−'],
      [7, 'output', 'output'],
    ])
    expect(edges.map(({ from, to, label }) => [from, to, label])).toEqual([
      [0, 2, ''],
      [0, 3, ''],
      [1, 3, ''],
      [2, 4, ''],
      [3, 4, ''],
      [1, 5, ''],
      [4, 6, '0'],
      [5, 6, '1'],
      [6, 7, ''],
    ])
  })

  it('shows parameters, types, several results, and an array constant once', () => {
    const shared = constant(tensor([1, 2, 3]))
    const program = close([float(3)], ([x]) => {
      const [s, c] = sincos(add(phantom<Expr<[3]>>(x), phantom<Expr<[3]>>(shared)))
      return [sum(mul(s, phantom<Expr<[3]>>(shared))), c]
    })
    const { nodes, edges } = graph({ ...program, outputNames: ['loss', ''] })
    expect(nodes.map(({ kind, label, type }) => [kind, label, type])).toEqual([
      ['placeholder', 'v₀', 'f64[3]'],
      ['operation', '+', 'f64[3]'],
      ['constant', '[1, 2, 3]', 'f64[3]'],
      ['operation', 'sincos', 'f64[3], f64[3]'],
      ['operation', '·', 'f64[3]'],
      ['operation', 'sum axes=[0]', 'f64'],
      ['output', 'loss', 'f64'],
      ['output', 'output 1', 'f64[3]'],
    ])
    expect(edges.filter(({ from }) => from === 2)).toHaveLength(2)
    expect(edges.filter(({ from }) => from === 3).map(({ result, label }) => [result, label])).toEqual([
      [0, 'result 0'],
      [1, 'result 1'],
    ])
  })

  it('shows an output that is a constant', () => {
    const { nodes, edges } = graph({ ...close([], () => []), outputs: [{ _tag: 'Literal', value: scalarTensor(3, 'int32') }], outputNames: [''] })
    expect(nodes.map(({ kind, label, type }) => [kind, label, type])).toEqual([
      ['output', 'output', 'i32'],
      ['constant', '3', 'i32'],
    ])
    expect(edges.map(({ from, to }) => [from, to])).toEqual([[1, 0]])
  })

  it('is written in the languages of Graphviz and Mermaid, quotes and brackets escaped', () => {
    const program = scalarProgram(['say "<x>"'], (x) => toFloat(lt(x as Scalar, 1)))
    expect(dot(graph(program))).toBe(`digraph program {
  rankdir=LR
  n0 [label="say \\"<x>\\"", shape=ellipse, style=filled, fillcolor="#dbeafe"]
  n1 [label="<\\nbool", shape=box, style=rounded]
  n2 [label="1", shape=plaintext]
  n3 [label="toFloat", shape=box, style=rounded]
  n4 [label="output", shape=ellipse, style=filled, fillcolor="#dcfce7"]
  n0 -> n1 [label="0"]
  n2 -> n1 [label="1"]
  n1 -> n3
  n3 -> n4
}`)
    expect(mermaid(graph(program))).toBe(`flowchart LR
  n0(["say #quot;#lt;x#gt;#quot;"])
  n1("#lt;<br>bool")
  n2["1"]
  n3("toFloat")
  n4[["output"]]
  n0 -->|"0"| n1
  n2 -->|"1"| n1
  n1 --> n3
  n3 --> n4`)
  })

  it('takes a long program', () => {
    const of = float()
    const length = samples(100_000, 20_000)
    const equations = Array.from(
      { length },
      (_, index): Equation => ({
        primitive: addPrimitive,
        params: {},
        operands: [of, of],
        results: [of],
        args: [
          { _tag: 'Ref', index },
          { _tag: 'Literal', value: scalarTensor(1) },
        ],
      }),
    )
    const program: Program = { _tag: 'Program', inputs: [of], names: ['x'], equations, outputs: [{ _tag: 'Ref', index: length }], outputNames: [''] }
    expect(dot(graph(program)).length).toBeGreaterThan(10 * length)
  })
})

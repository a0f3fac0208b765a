/**
 * Programs are data that many hold: caches, kernels and other programs. So one is frozen, its equations
 * and their parameters too; types and tensors are frozen by themselves.
 */
import { isList } from './param.ts'
import type { Equation, Param, Params, Program } from './model.ts'

// Lists nest at most as deep as a document allows. Programs inside are frozen already.
const frozenList = (list: ReadonlyArray<Param>): void => {
  for (const param of Object.freeze(list)) if (isList(param)) frozenList(param)
}

const frozenParams = (params: Params): void => {
  if (Object.isFrozen(params)) return
  for (const name in Object.freeze(params)) {
    const param = params[name]
    if (param !== undefined && isList(param)) frozenList(param)
  }
}

// Types of operands and results are shared with the nodes that an equation was made from, and freezing each would cost a trace a tenth of its time.
const frozenEquation = (equation: Equation): void => {
  frozenParams(equation.params)
  for (const atom of Object.freeze(equation.args)) Object.freeze(atom)
  Object.freeze(equation)
}

/** A program of lists that nobody else holds, which are frozen here, or of those of another program. */
export const sealed = ({ inputs, names, equations, outputs, outputNames }: Omit<Program, '_tag'>): Program => {
  if (!Object.isFrozen(equations)) equations.forEach(frozenEquation)
  for (const atom of Object.freeze(outputs)) Object.freeze(atom)
  return Object.freeze({
    _tag: 'Program',
    inputs: Object.freeze(inputs),
    names: Object.freeze(names),
    equations: Object.freeze(equations),
    outputs,
    outputNames: Object.freeze(outputNames),
  })
}

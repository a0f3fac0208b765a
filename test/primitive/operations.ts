/**
 * Every public operation with its forms, and every other export with the reason why it has none. The
 * two lists together are the exports: a new one belongs into one of them.
 */
import type { Form } from './form.ts'
import { arrayForms } from './operations-array.ts'
import { elementwiseForms } from './operations-elementwise.ts'
import { controlForms } from './operations-control.ts'
import { modelForms } from './operations-model.ts'
import { neuralForms } from './operations-neural.ts'
import { orderForms } from './operations-order.ts'
import { reductionForms } from './operations-reduction.ts'

/** The forms of each operation, by the name it is exported under. */
export const operations: Readonly<Record<string, ReadonlyArray<Form>>> = {
  ...elementwiseForms,
  ...arrayForms,
  ...orderForms,
  ...reductionForms,
  ...modelForms,
  ...neuralForms,
  ...controlForms,
}

/** Those of a hundred inner operations a step: their forms take seconds. */
export const solvers: ReadonlySet<string> = new Set(['odeint'])

const because = (reason: string, ...names: ReadonlyArray<string>): ReadonlyArray<readonly [string, string]> => names.map((name) => [name, reason])

/** Exports that are no operations on arrays, and why. */
export const others: ReadonlyMap<string, string> = new Map([
  ...because('it makes, shows or compares values and has no operand that moves', 'tensor', 'toArray', 'toFloat64Array', 'isTensor', 'sameTensor', 'showTensor'),
  ...because('its arguments are sizes and numbers, so it is a constant', 'iota', 'arange', 'linspace', 'eye', 'full', 'zeros', 'ones'),
  ...because('its draws depend on a key, which does not move; it has suites of its own', 'random'),
  ...because(
    'it takes a function or a program, and the laws are about it',
    'grad',
    'valueAndGrad',
    'jvp',
    'vjp',
    'vmap',
    'evaluate',
    'trace',
    'run',
    'simplify',
    'fn',
  ),
  ...because(
    'it takes a function, and the laws are about it',
    'derivative',
    'jacobian',
    'jacfwd',
    'jacrev',
    'hessian',
    'hvp',
    'linearize',
    'linearTranspose',
    'jet',
    'sparsity',
    'hessianSparsity',
    'sparseJacobian',
    'sparseHessian',
    'compile',
    'into',
    'toC',
    'explain',
  ),
  ...because('it is about matrices of which most entries are 0, as data', 'colouring', 'toCsr', 'toDense'),
  ...because('it is another one, with a report of how it ended', 'fixedPointReport', 'rootReport', 'odeintReport'),
  ...because(
    'it is an interpreter, or a part of one',
    'fold',
    'dual',
    'dualOf',
    'steady',
    'sweep',
    'tape',
    'Tape',
    'tapeInput',
    'recorded',
    'interval',
    'intervals',
    'series',
    'seriesOf',
  ),
  ...because('it is about structures, leaf by leaf', 'tree', 'addScaled', 'inner', 'zerosLike', 'ravel'),
  ...because('it describes failures, programs or primitives as data', 'failureOf', 'showFailure', 'failuresOf', 'showExpr', 'fixed', 'sameProgram'),
  ...because('it describes failures, programs or primitives as data', 'expressionSize', 'operations', 'vocabulary', 'encode', 'decode', 'programCodec'),
  ...because('it counts', 'residualBytes'),
  ...because('it is an option of the compiler', 'relaxed', 'threads'),
  ...because('it is a spec', 'array', 'avalsOf', 'boolean', 'integer', 'matrix', 'record', 'scalar', 'sizeNames', 'tuple', 'vector', 'within', 'bindSizes'),
  ...because('it is an instance of a type class, made of operations here', 'productMonoid', 'ring', 'scalarField', 'sumMonoid', 'cotangentMonoid'),
  ...because(
    'it is an instance of a type class, made of operations here',
    'dualEq',
    'dualShow',
    'fieldOf',
    'programEq',
    'programShow',
    'tensorEq',
    'tensorShow',
  ),
  ...because('it puts functions together', 'pipe', 'flow'),
  ...because(
    'it draws or writes',
    'print',
    'formula',
    'latex',
    'graphviz',
    'graph',
    'mermaid',
    'forwardTrace',
    'reverseTrace',
    'showForward',
    'showReverse',
    'showTable',
    'showSparsity',
    'showExplanation',
  ),
  ...because('it rewrites symbols', 'real', 'strict', 'symbolic', 'ofPolynomial', 'polynomial', 'latexPolynomial', 'showPolynomial'),
])

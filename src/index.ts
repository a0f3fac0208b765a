/**
 * wengert: automatic differentiation of pure functions.
 *
 * @packageDocumentation
 */
import { function as F } from 'fp-ts'

// values and types
export type { Failure, WengertError } from './failure.ts'
export { failureOf, show as showFailure } from './failure.ts'
export type { DType, Fresh } from './array/dtype.ts'

export type { AnyTensor, Nested, Tensor } from './array/tensor.ts'
export { isTensor, sameTensor, showTensor, tensor, toArray, toFloat64Array } from './array/tensor.ts'
export type { Aval } from './array/aval.ts'
export type { Shape } from './type/shape.ts'
export type { AnyOperand, MaskOperand, NumericOperand, Operand } from './type/value.ts'
export type { Cotangent, ExprsFor, Valued, ValuesFor } from './type/structure.ts'

// expressions and programs
export type { Algebra, AnyExpr, Atom, Equation, Expr, IntExpr, Mask, Matrix, Operation, Pair, Primitive, Program, Scalar, Vector } from './program/model.ts'
export { showExpr } from './program/expr.ts'
export { fold } from './program/fold.ts'
export type { MonadicAlgebra } from './program/fold.ts'
export type { Fixed } from './program/tree.ts'
export { fixed } from './program/tree.ts'
export { sameProgram } from './program/equal.ts'
export { expressionSize, operations, residualBytes } from './program/count.ts'
export { vocabulary } from './primitive/vocabulary.ts'

// operations
export { add, mul } from './basis/arithmetic.ts'
export { broadcastTo, sum } from './basis/broadcast.ts'
export { toFloat, toInt, where } from './basis/choice.ts'
export { eq, ge, gt, le, lt, ne } from './basis/comparison.ts'
export { and, not, or } from './basis/logic.ts'
export { abs, div, neg, reciprocal, sqrt, square, sub } from './primitive/arithmetic.ts'
export { max, min } from './primitive/extremum.ts'
export { maximum, minimum } from './primitive/maximum.ts'
export { isFinite, isNaN } from './primitive/finite.ts'
export { exp, expm1, log, log1p } from './primitive/exponential.ts'
export { cbrt, hypot, pow, rsqrt } from './primitive/power.ts'
export { acos, asin, atan, atan2, cos, sin, sincos, tan } from './primitive/trigonometric.ts'
export { acosh, asinh, atanh, cosh, sinh } from './primitive/hyperbolic.ts'
export { sigmoid, softplus, tanh } from './primitive/logistic.ts'
export { logit } from './primitive/logit.ts'
export { polyval } from './primitive/polynomial.ts'
export { erf, erfc, lambertW } from './primitive/special.ts'
export { normalCdf } from './primitive/special-normal.ts'
export { besselJ, besselJ0, besselJ1, sinc } from './primitive/special-bessel.ts'
export { beta, digamma, gamma, lgamma, polygamma } from './primitive/special-gamma.ts'
export { logsumexp, mean } from './primitive/reduction.ts'
export { expandDims, reshape, swapaxes, transpose } from './primitive/shape.ts'
export { slice } from './primitive/slice.ts'
export { take } from './primitive/gather.ts'
export { concatenate, stack } from './primitive/join.ts'
export { dot, matmul } from './primitive/contraction.ts'
export { argmax, argmin } from './primitive/extremum.ts'
export { cummax, cumprod, cumsum, prod } from './primitive/cumulative.ts'
export type { SortOptions } from './primitive/order.ts'
export { argsort, median, sort, topK } from './primitive/order.ts'
export { quantile } from './primitive/quantile.ts'
export { all, any, diff, norm, std, variance } from './primitive/statistic.ts'
export { exp2, log10, log2, logaddexp, xlogy } from './primitive/logarithm.ts'
export { ceil, clip, floor, relu, round, sign } from './primitive/rounding.ts'
export { floorDivide, mod, trunc } from './primitive/remainder.ts'
export type { AllcloseOptions } from './primitive/close.ts'
export { allclose } from './primitive/close.ts'
export { bitAnd, bitOr, bitXor, shiftLeft, shiftRight } from './primitive/bits.ts'
export { flip, moveaxis, pad, repeat, roll, split, squeeze, tile, unstack } from './primitive/arrange.ts'
export type { Subscript } from './primitive/at.ts'
export { at, scatterAdd, scatterSet } from './primitive/at.ts'
export { arange, eye, full, iota, linspace, oneHot, ones, zeros } from './primitive/construct.ts'
export { diag, diagonal, traceOf, tril, triu } from './primitive/diagonal.ts'
export type { WindowOptions } from './primitive/sliding.ts'
export { overlapAdd, windows } from './primitive/sliding.ts'
export { einsum } from './primitive/einsum.ts'
export { kron, outer, tensordot } from './primitive/tensordot.ts'
export { cross } from './primitive/cross.ts'
export type { CovarianceOptions } from './primitive/covariance.ts'
export { cov } from './primitive/covariance.ts'
export { interp } from './primitive/interpolation.ts'
export type { TrapezoidOptions } from './primitive/trapezoid.ts'
export { trapezoid } from './primitive/trapezoid.ts'
export type { MeshgridOptions } from './primitive/grid.ts'
export { meshgrid } from './primitive/grid.ts'
export { cholesky } from './primitive/linear-cholesky.ts'
export { eigh, eigvalsh } from './primitive/linear-eigen.ts'
export { expm, matrixPower } from './primitive/linear-exponential.ts'
export { lstsq } from './primitive/linear-least.ts'
export { lu } from './primitive/linear-lu.ts'
export { qr } from './primitive/linear-qr.ts'
export { det, inv, slogdet, solve } from './primitive/linear-solve.ts'
export { pinv, svd, svdvals } from './primitive/linear-svd.ts'
export { choSolve, triangularSolve } from './primitive/linear-triangular.ts'
export { multivariateNormalLogDensity } from './model/gaussian.ts'
export { attention, elu, gelu, leakyRelu, logSoftmax, silu, softmax } from './model/activation.ts'
export type { ConvolutionOptions } from './model/convolution.ts'
export { conv1d, conv2d } from './model/convolution.ts'
export { dropout } from './model/dropout.ts'
export type { Affine, BatchNormOptions, BatchStatistics, LayerNormOptions } from './model/normalisation.ts'
export { batchNorm, layerNorm } from './model/normalisation.ts'
export type { AvgPoolOptions, PoolOptions } from './model/pool.ts'
export { avgPool, maxPool } from './model/pool.ts'
export type { Margin, Padding } from './model/spatial.ts'
export { bceWithLogits, crossEntropy, huber, klDivergence, l2, mse } from './model/loss.ts'
export {
  bernoulliLogDensity,
  betaLogDensity,
  categoricalLogDensity,
  gammaLogDensity,
  normalLogDensity,
  poissonLogDensity,
  studentTLogDensity,
} from './model/density.ts'
export * as random from './random/random.ts'
export type { ScanOptions } from './primitive/control.ts'
export { cond, fori, scan } from './primitive/control.ts'
export type { WhileOptions } from './primitive/iteration.ts'
export { mapRows, reduceRows, whileLoop } from './primitive/iteration.ts'
export type { Solved, SolveOptions } from './primitive/implicit.ts'
export { fixedPoint, fixedPointReport, root, rootReport } from './primitive/implicit.ts'
export { checkpoint } from './primitive/checkpoint.ts'
export type { OdeOptions, OdeReport } from './solve/odeint.ts'
export { odeint, odeintReport } from './solve/odeint.ts'
export { customJvp, stopGradient } from './primitive/custom.ts'
export type { Rules } from './primitive/custom-vjp.ts'
export { customRules, customVjp } from './primitive/custom-vjp.ts'

// interpreters
export type { Dual } from './interpret/dual.ts'
export { dual, dualOf, steady } from './interpret/dual.ts'
export type { Interval } from './interpret/interval.ts'
export { interval, intervals } from './interpret/interval.ts'
export type { Series } from './interpret/power-series.ts'
export { seriesOf } from './interpret/power-series.ts'
export { series } from './interpret/series.ts'
export type { Taped } from './interpret/tape.ts'
export { recorded, sweep, tape } from './interpret/tape.ts'
export * as Tape from './interpret/tape-monad.ts'

// transforms
export { grad, valueAndGrad } from './call/gradient.ts'
export { jvp, vjp } from './call/directional.ts'
export { jet } from './call/jet.ts'
export type { JetOptions } from './call/jet.ts'
export { derivative, hessian, hvp, jacfwd, jacobian, jacrev } from './call/jacobian.ts'
export { linearize, linearTranspose } from './call/linear.ts'
export { hessianSparsity, sparseHessian, sparseJacobian, sparsity } from './call/sparse.ts'
export type { SparseJacobianOptions, SparseOptions, SparseProgram, SparsityOptions } from './call/sparse-signature.ts'
export type { Colouring, ColouringOptions, CsrMatrix, SparseMatrix, Sparsity } from './sparse/matrix.ts'
export { colouring, toCsr, toDense } from './sparse/matrix.ts'
export type { Linearized } from './transform/linearize.ts'
export { evaluate, vmap } from './call/vectorised.ts'
export { run, trace } from './call/program.ts'

// the compiler
export type { Backend } from './compile/kernel.ts'
export type { Arithmetic } from './compile/arithmetic.ts'
export type { CompileOptions } from './call/choice.ts'
export { compile, explain } from './call/compiled.ts'
export { into } from './call/into.ts'
export type { COptions } from './call/c.ts'
export { toC } from './call/c.ts'
export type { CSource } from './compile/c/source.ts'
export { relaxed } from './compile/relaxed.ts'
export type { Crew } from './compile/crew.ts'
export { threads } from './compile/threads/crew.ts'
export type { Explanation } from './compile/explain.ts'
export { showExplanation } from './compile/explain.ts'
export { addScaled, inner, ravel, tree, zerosLike } from './call/space.ts'
export { simplify } from './simplify/simplify.ts'

// specs and codecs
export type { Fn } from './spec/function.ts'
export { fn } from './spec/function.ts'
export type { AnySpec, Spec } from './spec/spec.ts'
export { array, avalsOf, boolean, integer, matrix, record, scalar, sizeNames, tuple, vector, within } from './spec/spec.ts'
export { bindSizes } from './spec/binding.ts'
export type { ProgramDocument } from './spec/document.ts'
export { encode } from './spec/encode.ts'
export { decode, programCodec } from './spec/decode.ts'
export { failuresOf } from './spec/mistake.ts'

// instances
export { productMonoid, ring, scalarField, sumMonoid } from './instance/algebraic.ts'
export { cotangentMonoid, dualEq, dualShow, fieldOf, programEq, programShow, tensorEq, tensorShow } from './instance/carrier.ts'

// Bundlers keep what reads a property, and with it all of fp-ts's module; a call that is marked pure they leave out.

/**
 * fp-ts's own `pipe`: a value through functions, from left to right.
 *
 * @example
 * pipe(2, square, neg)   // -4
 * @category functions
 */
export const pipe: typeof F.pipe = /*#__PURE__*/ (() => F.pipe)()

/**
 * fp-ts's own `flow`: functions one after another, as one function, which differentiates like any other.
 *
 * @example
 * grad(flow(sin, exp))(0)   // 1
 * @category functions
 */
export const flow: typeof F.flow = /*#__PURE__*/ (() => F.flow)()

// drawing
export { print } from './program/print.ts'
export { formula } from './draw/formula.ts'
export { latex } from './draw/latex.ts'
export type { Graph, GraphEdge, GraphNode } from './draw/graph.ts'
export { dot as graphviz, graph, mermaid } from './draw/graph.ts'
export type { ForwardRow, ReverseRow, Step } from './draw/trace.ts'
export { forwardTrace, reverseTrace, showForward, showReverse } from './draw/trace.ts'
export type { Format, Table } from './draw/table.ts'
export { showTable } from './draw/table.ts'
export type { SpyOptions } from './draw/spy.ts'
export { showSparsity } from './draw/spy.ts'

// inputs of a tape, for computations written by hand
export { input as tapeInput } from './interpret/tape.ts'

// rules of simplification, and symbols
export { real, strict } from './simplify/rules.ts'
export { symbolic } from './simplify/symbolic.ts'
export type { Polynomial } from './simplify/polynomial.ts'
export { ofPolynomial, polynomial } from './simplify/expansion.ts'
export { latexPolynomial, showPolynomial } from './simplify/polynomial-text.ts'

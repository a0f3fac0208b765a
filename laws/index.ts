/**
 * wengert/laws: the laws that the library obeys, to run on one's own functions and primitives.
 *
 * A law is a predicate with an arbitrary. `check` runs laws and answers with data; a test runs
 * `law.property` with fast-check's own `assert`. fast-check is an optional peer dependency.
 *
 * @packageDocumentation
 */

// one's own functions
export type { GradientOptions, GradientReport } from './check-gradient.ts'
export { checkGradient, showReport } from './check-gradient.ts'
export type { Deviation } from './deviation-text.ts'
export type { Domain, Interval } from './domain.ts'
export type { Sampled, Sizes } from './spec-domain.ts'
export { domainOf } from './spec-domain.ts'
export { differentiable } from './function.ts'

// laws
export type { CheckOptions, Law, Outcome, Verdict } from './law.ts'
export { about, check, every, fact, refuted, fails, holds, law, same, showOutcome, that, undecided } from './law.ts'
export { identical, near, relativeError } from './closeness.ts'

// suites
export type { Modes } from './mapping.ts'
export { library } from './mapping.ts'
export type { Derived } from './linear.ts'
export { derivedTransforms, jacobians, linearization } from './linear.ts'
export type { SparseTransforms } from './sparse.ts'
export { colourings, patterns, sparseDerivatives, sparseTransforms, symmetricPatterns } from './sparse.ts'
export { bySymbols } from './symbols.ts'
export { anyDerivative, byComplexStep, byDifferences, derivative, linearity, secondOrder, tolerances } from './derivative.ts'
export { applications, elementwise, member } from './primitive.ts'
export { functionsOf, fundamental, homogeneous, identity, inverse, rules } from './calculus.ts'
export { dualPrograms, dualRing } from './dual.ts'
export { enclosure } from './interval.ts'
export type { TaylorMode } from './jet.ts'
export { taylor, taylorOf } from './jet.ts'
export { tapeDepth, tapeList, tapeMonad } from './tape.ts'
export { realSimplification, rewriting, simplification, wildly, wildPrograms } from './simplification.ts'
export { vectorisation } from './batch.ts'
export { branches, customs, scans, stopping } from './control.ts'
export { implicitly, implicits, pullbacks, recomputations, whiles } from './iteration.ts'
export { derivativeGrowth, derivativeSizes, gradientCost } from './cost.ts'
export { flows } from './flow.ts'
export type { Comparison } from './instance.ts'
export { eqLaws, fieldLaws, monoidLaws, ringLaws, semigroupLaws, showLaws } from './instance.ts'
export type { Carrier } from './algebra.ts'
export { homomorphism } from './algebra.ts'
export type { Engine } from './backend.ts'
export { agreement, compiledBy } from './backend.ts'
export type { JsonCodec } from './codec.ts'
export { codecs, programCodecs, specCodecs } from './codec.ts'

// arbitraries
export type { ProgramOptions, Sample } from './program.ts'
export { arrayPrograms, fieldPrograms, samplesOf, scalarPrograms, smoothPrograms, snippets, vocabularyPrograms } from './program.ts'
export type { Production } from './production.ts'
export { arrayProductions, fieldProductions, scalarProductions, smoothProductions } from './production.ts'
export { vocabularyProductions } from './production-array.ts'
export { holdingProductions } from './production-control.ts'
export type { Snippet } from './snippet.ts'
export { showSnippet } from './snippet.ts'

// oracles
export type { DifferenceOptions, Estimate } from './difference.ts'
export { alongCurve, differences } from './difference.ts'
export { complexArrays, complexStep } from './complex-step.ts'
export type { Rational } from './rational.ts'
export { rational, rationals, residues } from './rational.ts'

/**
 * Random numbers as values, gathered under one name: `random.key`, `random.normal`, …
 */
export { categorical } from './categorical.ts'
export { draw, type Random } from './state.ts'
export { bernoulli, exponential, fold, type Key, key, normal, permutation, randint, split, uniform } from './sample.ts'

/**
 * Random numbers as values, gathered under one name: `random.key`, `random.normal`, …
 */
export { draw, type Random } from './state.ts'
export { bernoulli, fold, type Key, key, normal, permutation, randint, split, uniform } from './sample.ts'

import { penguins, split, scaleOf } from './tour/penguins.ts'
import { accuracy, batchOf, countedGradient, descend, epochOf, lossOf, start, type Params } from './tour/logistic.ts'
const { birds, missing } = penguins()
console.log(birds.length, missing)
for (const seed of [1, 2, 3, 4, 5]) {
const { train, test } = split(birds, seed)
const scales = { length: scaleOf(train.map((b) => b.length)), depth: scaleOf(train.map((b) => b.depth)) }
const [all, held] = [batchOf(train, scales), batchOf(test, scales)]
const { gradient, traces } = countedGradient()
let params: Params = start
const t = performance.now()
for (let e = 1; e <= 100; e++) {
  const bs = epochOf(train, 32, e, scales)
  params = descend(gradient, 0.1, params, bs)
  if (e % 20 === 0) console.log(e, train.length, test.length, bs.length, lossOf(params, all), lossOf(params, held), accuracy(params, all), accuracy(params, held), traces())
}
console.log(performance.now() - t, params)
}

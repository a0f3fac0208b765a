/**
 * Logistic regression on penguins: a loss that survives large scores, trained by its gradient, and
 * two pictures of what came out.
 */
import { addScaled, grad, showTable, tensor } from 'wengert'
import {
  accuracy,
  type Batch,
  batchOf,
  countedGradient,
  descend,
  epochOf,
  loss,
  lossOf,
  naiveLoss,
  naiveLossOf,
  type Params,
  probabilities,
  type Scales,
  start,
} from './logistic.ts'
import { type Block, type Chapter, code, facts, figure, progress, rough, show, text } from './page.ts'
import { type Penguin, penguins, scaleOf, split, type Split, standardised } from './penguins.ts'
import { boundary, type Divide, type Judged, lossCurve, type Progress, written } from './picture.ts'

const [seed, epochs, size, rate] = [1, 100, 32, 0.1]

// losses -----------------------------------------------------------------------------------

/** One bird, right by so much (wrong, if negative): the score is the bias alone. */
const margin = (m: number): readonly [Params, Batch] => [
  { w: Float64Array.of(0, 0), b: m },
  { x: tensor([[0, 0]]), sign: Float64Array.of(1) },
]

const small = (x: number): string => (Number.isFinite(x) ? rough(x).replace('-', '−') : show(x).replace('-', '−').replace('Infinity', '∞'))

function* losses(): Iterable<Block> {
  yield text(`A straight line gives each bird a score z: far on the right side is large, on the wrong side negative. σ(z) is the probability of its own kind, and the loss is the mean of −log σ(z).
    Written as it is read, the loss fails where it matters, at a bird far on the wrong side. Written with softplus(z) = log(1 + eᶻ) it does not:`)
  yield code(`
    const score = ({ w, b }, x) => add(matmul(x, w), b)
    const loss  = (line, { x, sign }) => mean(softplus(neg(mul(sign, score(line, x)))))
    const naive = (line, { x, sign }) => neg(mean(log(div(1, add(1, exp(neg(mul(sign, score(line, x)))))))))
  `)
  const rows = [40, 2, 0, -2, -40, -700, -710, -800].map((m) => {
    const [params, batch] = margin(m)
    const [stable, naive] = [lossOf(params, batch), naiveLossOf(params, batch)]
    const [slope, naiveSlope] = [grad(loss)(params, batch).b, grad(naiveLoss)(params, batch).b]
    return [small(m), small(stable), small(slope), small(naive), small(naiveSlope)]
  })
  yield figure(showTable({ head: ['z', 'loss', '∂loss/∂z', 'naive', '∂naive/∂z'], rows }, 'text'))
  const [params, batch] = margin(-800)
  const step = (gradient: Params): string => show(addScaled(params, -rate, gradient).b)
  yield text('One such bird is enough. NaN in the gradient is NaN in the parameters, and stays. A step from z = −800:')
  yield facts(
    ['addScaled(params, -0.1, grad(loss)(params, batch)).b', step(grad(loss)(params, batch))],
    ['addScaled(params, -0.1, grad(naive)(params, batch)).b', step(grad(naiveLoss)(params, batch))],
  )
}

// training ---------------------------------------------------------------------------------

interface Data extends Split {
  readonly scales: Scales
  readonly batches: { readonly train: Batch; readonly test: Batch }
}

const dataOf = (birds: ReadonlyArray<Penguin>): Data => {
  const { train, test } = split(birds, seed)
  // What is known of the test birds is not used, not even their mean.
  const scales = { length: scaleOf(train.map((bird) => bird.length)), depth: scaleOf(train.map((bird) => bird.depth)) }
  return { train, test, scales, batches: { train: batchOf(train, scales), test: batchOf(test, scales) } }
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

const signed = (x: number): string => `${x < 0 ? '−' : '+'} ${Math.abs(x).toFixed(3)}`

const bar = (share: number): string => '█'.repeat(Math.round(20 * share)).padEnd(20, '░')

const lossesAt = (epoch: number, params: Params, { batches }: Data): ReadonlyArray<Progress> => [
  { epoch, birds: 'train', loss: lossOf(params, batches.train) },
  { epoch, birds: 'test', loss: lossOf(params, batches.test) },
]

const standing = (params: Params, { batches }: Data): string =>
  `${percent(accuracy(params, batches.train))} of the training birds, ${percent(accuracy(params, batches.test))} of the test birds`

const judge = (params: Params, data: Data, birds: 'train' | 'test'): ReadonlyArray<Judged> => {
  const p = probabilities(params, data.batches[birds])
  return data[birds].map((bird, i) => ({ ...bird, birds, right: (p[i] ?? 0) > 0.5 === (bird.species === 'Chinstrap') }))
}

/** The line in millimetres. */
const divide = ({ w: [w1 = 0, w2 = 0], b }: Params, { length, depth }: Scales): Divide => {
  const rest = (y: number): number => w2 * standardised(y, depth) + b
  return {
    probability: (x, y) => 1 / (1 + Math.exp(-w1 * standardised(x, length) - rest(y))),
    lengthAt: (score, y) => length.mean + (length.deviation * (score - rest(y))) / w1,
  }
}

const sizesOf = (data: Data): ReadonlyArray<number> => epochOf(data.train, size, 1, data.scales).map((batch) => batch.sign.length)

function* birds(data: Data, missing: number): Iterable<Block> {
  const all = [...data.train, ...data.test]
  yield text('Can you tell a chinstrap penguin from an Adélie by its bill? These are the Palmer penguins, from the npm package vega-datasets:')
  yield facts(
    ['measured', `${all.length} birds, ${all.filter((bird) => bird.species === 'Adelie').length} of them Adélie (${missing} without a measurement left out)`],
    ['split', `${data.train.length} to train on, ${data.test.length} to test, one in five of each kind`],
    ['mini-batches', `${sizesOf(data).join(' + ')} birds, in another order each epoch`],
  )
}

function* training(data: Data): Iterable<Block> {
  const { gradient, traces } = countedGradient()
  const epochSizes = sizesOf(data)
  yield text('Training is a loop of steps like that, from a line that knows nothing. The scores are of lengths and depths, standardised by the training birds:')
  yield code('params = addScaled(params, -0.1, grad(loss)(params, batch))')
  yield facts(['right before training', standing(start, data), 'every p is ½, so all are called Adélies'])
  // The path of the parameters; local to this run.
  let params = start
  const history: Array<Progress> = [...lossesAt(0, params, data)]
  for (let epoch = 1; epoch <= epochs; epoch++) {
    params = descend(gradient, rate, params, epochOf(data.train, size, epoch, data.scales))
    const now = lossesAt(epoch, params, data)
    history.push(...now)
    yield progress(
      `epoch ${String(epoch).padStart(3)}  ${bar(epoch / epochs)}  ${now.map((row) => `${row.birds} loss ${row.loss.toFixed(4)}`).join('   ')}`,
      epoch === 1 || epoch % 20 === 0,
    )
  }
  const [w1 = 0, w2 = 0] = params.w
  yield facts(
    ['right after training', standing(params, data)],
    ['z =', `${w1.toFixed(3)}·length ${signed(w2)}·depth ${signed(params.b)}`, 'both standardised'],
    ['gradients computed', epochs * epochSizes.length],
    ['times the loss function ran for them', traces()],
  )
  yield text(
    `The loss function ran ${traces()} times and no more: it is traced once for each shape of batch (${[...new Set(epochSizes)].join(' and ')} birds), and again at the second call and when its program has been compiled, to be sure that it still says the same. All other calls run the program that was made.`,
  )
  yield facts(
    ['the loss curve', written('loss.svg', lossCurve(history))],
    [
      'the birds and the line',
      written('boundary.svg', boundary([...judge(params, data, 'train'), ...judge(params, data, 'test')], divide(params, data.scales))),
    ],
  )
}

function* body(): Iterable<Block> {
  const found = penguins()
  const data = dataOf(found.birds)
  yield* birds(data, found.missing)
  yield* losses()
  yield* training(data)
}

export const regression: Chapter = { title: 'Logistic regression', body }

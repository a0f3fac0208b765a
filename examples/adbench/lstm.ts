/**
 * LSTM of ADBench: the loss of a stack of recurrent layers with diagonal weights that predicts each
 * row of a sequence from those before it.
 */
import { add, exp, log, type Matrix, mul, type Scalar, scan, sigmoid, slice, sub, sum, tanh, type Tensor, unstack, type Vector } from 'wengert'

/** b features. A layer is [w_f, w_i, w_o, w_g, b_f, b_i, b_o, b_g], of shape [8, b]. */
export interface Network {
  readonly layers: ReadonlyArray<Matrix<8>>
  readonly inWeight: Vector
  readonly outWeight: Vector
  readonly outBias: Vector
}

/** What a layer remembers: its output and its cell. */
interface Memory {
  readonly h: Vector
  readonly c: Vector
}

/** The same as values, where the sequence begins. */
export interface Start {
  readonly h: Float64Array
  readonly c: Float64Array
}

type Gates = readonly [Vector, Vector, Vector, Vector, Vector, Vector, Vector, Vector]

/** f = σ(x·w_f + b_f), i = σ(h·w_i + b_i), o = σ(x·w_o + b_o), g = tanh(h·w_g + b_g); c ← c·f + i·g, h ← o·tanh c. */
const step = ([wf, wi, wo, wg, bf, bi, bo, bg]: Gates, x: Vector, { h, c }: Memory): Memory => {
  const forget = sigmoid(add(mul(x, wf), bf))
  const ingate = sigmoid(add(mul(h, wi), bi))
  const outgate = sigmoid(add(mul(x, wo), bo))
  const change = tanh(add(mul(h, wg), bg))
  const cell = add(mul(c, forget), mul(ingate, change))
  return { h: mul(outgate, tanh(cell)), c: cell }
}

/** A row through the layers, each of which reads the output of the one before it. */
const through = (layers: ReadonlyArray<Gates>, x: Vector, memories: ReadonlyArray<Memory>): readonly [Vector, ReadonlyArray<Memory>] => {
  const [layer, ...laterLayers] = layers
  const [memory, ...laterMemories] = memories
  if (layer === undefined || memory === undefined) return [x, []]
  const made = step(layer, x, memory)
  const [out, rest] = through(laterLayers, made.h, laterMemories)
  return [out, [made, ...rest]]
}

/**
 * −1/(b(c − 1)) Σₜ Σⱼ sₜ₊₁ⱼ(yₜⱼ − log(2 + Σ exp yₜ)) over the c − 1 predictions yₜ = out ⊙ w_out + b_out
 * of a sequence s of shape [c, b], where the rows that enter are s ⊙ w_in.
 */
export const loss =
  (sequence: Tensor<[number, number]>, start: ReadonlyArray<Start>) =>
  ({ layers, inWeight, outWeight, outBias }: Network): Scalar => {
    const [c, b] = sequence.shape
    const gates = layers.map((layer): Gates => unstack(layer))
    const [, predicted] = scan(
      (memories: ReadonlyArray<Memory>, row: Vector) => {
        const [out, next] = through(gates, mul(row, inWeight), memories)
        return [next, add(mul(out, outWeight), outBias)]
      },
      start,
      slice(sequence, [0], [c - 1]),
    )
    const normaliser = log(add(2, sum(exp(predicted), { axes: 1, keepdims: true })))
    return mul(-1 / (b * (c - 1)), sum(mul(slice(sequence, [1], [c]), sub(predicted, normaliser))))
  }

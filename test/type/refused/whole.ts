// Sizes, counts, shifts and steps that are no whole numbers, or too small.
import {
  arange,
  broadcastTo,
  type Expr,
  eye,
  fori,
  full,
  iota,
  linspace,
  type Matrix,
  matrixPower,
  oneHot,
  ones,
  pad,
  random,
  repeat,
  reshape,
  ring,
  roll,
  scan,
  slice,
  sumMonoid,
  tile,
  topK,
  type Vector,
  zeros,
} from 'wengert'

export const sizes = (k: number): void => {
  zeros([-1]) // refused: "zeros: shape [-1] has the size -1; a size is a whole number from 0"
  zeros([2, -3], 'int32') // refused: "zeros: shape [2,-3] has the size -3; a size is a whole number from 0"
  ones([1.5]) // refused: "ones: shape [1.5] has the size 1.5; a size is a whole number from 0"
  ones([k, -1]) // refused: ones: shape [${number},-1] has the size -1; a size is a whole number from 0
  full([2, 1e-7], 1) // refused: "full: shape [2,1e-7] has the size 1e-7; a size is a whole number from 0"
  iota(-1) // refused: "iota: shape [-1] has the size -1; a size is a whole number from 0"
  eye(-2) // refused: "eye: shape [-2,-2] has the size -2; a size is a whole number from 0"
  eye(2, 0.5) // refused: "eye: shape [2,0.5] has the size 0.5; a size is a whole number from 0"
  linspace(0, 1, -5) // refused: "linspace: shape [-5] has the size -5; a size is a whole number from 0"
  oneHot([0, 1], -3) // refused: "oneHot: shape [-3] has the size -3; a size is a whole number from 0"
  random.normal(random.key(0), [-1, 2]) // refused: "random: shape [-1,2] has the size -1; a size is a whole number from 0"
  random.uniform(random.key(0), [2.5]) // refused: "random: shape [2.5] has the size 2.5; a size is a whole number from 0"
  random.permutation(random.key(0), -1) // refused: "random: shape [-1] has the size -1; a size is a whole number from 0"
  random.bernoulli(random.key(0), 0.5, [-1]) // refused: "random: shape [-1] has the size -1; a size is a whole number from 0"
  random.categorical(random.key(0), Float64Array.of(0, 1), [0.5]) // refused: "categorical: shape [0.5] has the size 0.5; a size is a whole number from 0"
  ring([2, -1]) // refused: "ring: shape [2,-1] has the size -1; a size is a whole number from 0"
  sumMonoid([1.5]) // refused: "sumMonoid: shape [1.5] has the size 1.5; a size is a whole number from 0"
  broadcastTo(1, [-1, 5]) // refused: "broadcastTo: shape [-1,5] has the size -1; a size is a whole number from 0"
  random.split(random.key(0), -1) // refused: "split: shape [-1] has the size -1; a size is a whole number from 0"
}

// biome-ignore format: what is said of a line stands on it.
export const counts = (x: Matrix<3, 4>, v: Vector<3>): void => {
  arange(1.5) // refused: "arange: the stop 1.5 is no whole number"
  arange(0.5, 3) // refused: "arange: the start 0.5 is no whole number"
  arange(0, 3, 0) // refused: "arange: the step 0 is no whole number other than 0"
  arange(0, 3, 0.5) // refused: "arange: the step 0.5 is no whole number other than 0"
  repeat(v, -1) // refused: "repeat: the count -1 is not a whole number from 0"
  repeat(x, 1.5, 1) // refused: "repeat: the count 1.5 is not a whole number from 0"
  tile(x, [1.5, 2]) // refused: "tile: shape [3,4] cannot be repeated [1.5,2] times; give a whole number from 0 per axis"
  pad(v, [[0.5, 0]]) // refused: "pad: shape [3] cannot be padded by 0.5; a margin is a whole number from 0"
  topK(x, -1) // refused: "topK: shape [3,4] has no -1 largest entries along the last axis"
  roll(v, 1.5) // refused: "roll: the shift 1.5 is not a whole number"
  roll(x, -0.5, 1) // refused: "roll: the shift -0.5 is not a whole number"
}

// biome-ignore format: what is said of a line stands on it.
export const lengths = (v: Vector<3>): void => {
  fori(-1, v, (c) => c) // refused: "fori: the count -1 is not a whole number from 0"
  fori(0.5, 0, (c) => c) // refused: "fori: the count 0.5 is not a whole number from 0"
  scan((c) => [c, c], 0, null, { length: -1 }) // refused: "scan: the length -1 is not a whole number from 0"
  scan((c) => [c, c], 0, null, { length: 1.5, reverse: true }) // refused: "scan: the length 1.5 is not a whole number from 0"
  matrixPower(eye(2), 0.5) // refused: "matrixPower: the power 0.5 is not a whole number"
}

// biome-ignore format: what is said of a line stands on it.
export const shapes = (x: Matrix<3, 4>, z: Expr<[0]>, n: Matrix<'n', 3>): void => {
  reshape(x, [-1, -1]) // refused: "reshape: shapes [3,4] and [-1,-1] leave no whole size for -1"
  reshape(x, [-1, 5]) // refused: "reshape: shapes [3,4] and [-1,5] leave no whole size for -1"
  reshape(x, [-1, 0]) // refused: "reshape: shapes [3,4] and [-1,0] leave no whole size for -1"
  reshape(z, [0, -1]) // refused: "reshape: shapes [0] and [0,-1] leave no whole size for -1"
  reshape(n, [-1, 2, -1]) // refused: "reshape: shapes [n,3] and [-1,2,-1] leave no whole size for -1"
}

// biome-ignore format: what is said of a line stands on it.
export const positions = (x: Matrix<3, 4>, v: Vector<3>, u: Expr): void => {
  slice(v, [0], [3], [0]) // refused: "slice: the step 0 is not a whole number from 1"
  slice(x, [], [], [1, -1]) // refused: "slice: the step -1 is not a whole number from 1"
  slice(u, [0], [3], [1.5]) // refused: "slice: the step 1.5 is not a whole number from 1"
  slice(v, [0.5], [3]) // refused: "slice: the start 0.5 is not a whole number"
  slice(v, [0], [2.5]) // refused: "slice: the stop 2.5 is not a whole number"
  slice(v, [0], [2], [1, 1]) // refused: "slice: shape [3] has 1 axis; give at most one position per axis"
}

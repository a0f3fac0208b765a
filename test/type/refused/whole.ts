// Sizes, counts, shifts and steps that are no whole numbers, or too small.
import { arange, eye, full, iota, linspace, type Matrix, oneHot, ones, pad, random, repeat, roll, tile, topK, type Vector, zeros } from 'wengert'

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

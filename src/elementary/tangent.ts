/**
 * The hyperbolic tangent and its kin at multiples c of ⅛, from which the addition theorem leads to all that lies between.
 */
import { numberIn } from './bits.ts'
import { computedOnce, type Table } from './table.ts'
import { opposite, product, quotient, single, sum, type Twofold } from './twofold.ts'

/** The columns: tanh c; 1/(1 + e²ᶜ), which is what ½ tanh c lacks of ½; and 1/cosh² c. */
export const column = { tanh: 0, tanhLow: 1, tail: 2, tailLow: 3, sechSquared: 4 } as const

const [rows, columns] = [256, 5]
const one = single(1)
/** e^−¼ */
const ratio: Twofold = { high: 0.7788007830714049, low: -1.0231869534531498e-17 }

const computed = (): ReadonlyArray<number> => {
  const values: Array<number> = []
  // e^−2c
  let decayed = one
  for (let i = 0; i < rows; i++) {
    const denominator = sum(one, decayed)
    const tanh = quotient(sum(one, opposite(decayed)), denominator)
    const tail = quotient(decayed, denominator)
    values.push(tanh.high, tanh.low, tail.high, tail.low, 4 * product(tail, sum(one, opposite(tail))).high)
    decayed = product(decayed, ratio)
  }
  return values
}

export const tangents: Table = /*#__PURE__*/ Object.freeze({ name: 'tangent', rows, columns, values: computedOnce(computed) })

/** A number of a row, for functions of numbers. */
export const tangent = (counted: number, at: number): number => numberIn(tangents, counted, at)

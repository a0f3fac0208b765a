/**
 * Results in generated code: a fresh structure with its leaves, or the caller's own arrays filled.
 */
import type { Aval } from '../array/aval.ts'
import type { DType } from '../array/dtype.ts'
import { sizeOf } from '../array/shape.ts'
import { seal } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import type { Layout } from '../program/tree.ts'
import type { Page } from './page.ts'
import { refuseOthers, walked } from './receive.ts'

/** A leaf of the result: what it is, whether it is to be a tensor, and its elements by name. */
export interface Leaf {
  readonly of: Aval
  readonly tensor: boolean
  readonly elements: ReadonlyArray<string>
}

const arrays: { readonly [D in DType]: string } = { float64: 'Float64Array', int32: 'Int32Array', bool: 'Uint8Array' }

const filled = (on: Page, name: string, elements: ReadonlyArray<string>): string => {
  elements.forEach((element, i) => {
    on.put(`${name}[${i}] = ${element}`)
  })
  return name
}

/** As `presented` has it: a number, a boolean, a Float64Array, or a Tensor. */
const leafOf = (on: Page, { of, tensor, elements }: Leaf): string => {
  const rank = of.shape.length
  const [only = 'NaN'] = elements
  if (!tensor && rank === 0 && of.dtype === 'float64') return only
  if (!tensor && rank === 0 && of.dtype === 'bool') return `${only} === 1`
  const array = filled(on, on.variable(`new ${arrays[of.dtype]}(${elements.length})`), elements)
  return !tensor && rank === 1 && of.dtype === 'float64' ? array : `${on.constant(seal)}(${on.constant(of)}, ${array})`
}

/** An expression of the result; nothing in it is anybody else's. */
export const builtBy = (on: Page, layout: Layout, leaves: ReadonlyArray<Leaf>): string => {
  let next = 0
  const built = (at: Layout): string => {
    switch (at._tag) {
      case 'Leaf':
        return leafOf(on, entry(leaves, next++))
      case 'Static':
        return on.constant(at.value)
      case 'Tuple':
        return `[${at.items.map(built).join(', ')}]`
      case 'Record':
        // In brackets: `__proto__` as a plain key would set the prototype.
        return `{ ${at.items.map((item, i) => `[${JSON.stringify(at.keys[i])}]: ${built(item)}`).join(', ')} }`
    }
  }
  return built(layout)
}

/** Looks at the arrays that an argument has; what it answers with fills them, and is that argument. */
export const filledBy = (on: Page, argument: string, layout: Layout, leaves: ReadonlyArray<Leaf>): (() => string) => {
  const names: Array<string> = []
  const target = on.variable(argument)
  walked(on, target, layout, (name) => {
    refuseOthers(on, name, sizeOf(entry(leaves, names.push(name) - 1).of.shape))
  })
  return () => {
    names.forEach((name, i) => {
      filled(on, name, entry(leaves, i).elements)
    })
    return target
  }
}

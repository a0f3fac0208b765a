/**
 * Arguments in generated code: that they have the structure and leaves expected, and their elements by name.
 */
import type { Aval } from '../array/aval.ts'
import { isDetached } from '../array/detached.ts'
import { sizeOf } from '../array/shape.ts'
import { avalOf, dataOf, isTensor } from '../array/tensor.ts'
import { entry } from '../entry.ts'
import type { Layout, LeafKind } from '../program/tree.ts'
import { hasKeys, isRecord, isStatic } from '../program/tree.ts'
import type { Page } from './page.ts'

/** A leaf: what it is, and the names that its elements get; null for those nobody reads. */
export interface Received {
  readonly of: Aval
  readonly elements: ReadonlyArray<string | null>
}

const refuse = (on: Page, condition: string): void => on.put(`if (${condition}) return missed`)

/** What is not an array of so many floats itself is refused on the long way, where a Proxy and one whose buffer was transferred are named. */
export const refuseOthers = (on: Page, name: string, size: number): void => {
  refuse(on, `!(${name} instanceof Float64Array && ArrayBuffer.isView(${name})) || ${name}.length !== ${size}`)
  if (size === 0) refuse(on, `${on.constant(isDetached)}(${name})`)
}

const isTensorLike = (value: unknown, of: string): boolean => isTensor(value) && avalOf(value).text === of

const readLeaf = (on: Page, name: string, kind: LeafKind, { of, elements }: Received): void => {
  const readFrom = (array: string): void =>
    elements.forEach((element, i) => {
      if (element !== null) on.put(`const ${element} = ${array}[${i}]`)
    })
  switch (kind) {
    case 'number':
      refuse(on, `typeof ${name} !== 'number'`)
      for (const element of elements) if (element !== null) on.put(`const ${element} = ${name}`)
      break
    case 'Float64Array':
      refuseOthers(on, name, sizeOf(of.shape))
      readFrom(name)
      break
    case 'Tensor':
      refuse(on, `!${on.constant(isTensorLike)}(${name}, ${JSON.stringify(of.text)})`)
      readFrom(on.variable(`${on.constant(dataOf)}(${name})`))
      break
    case 'Expr':
      on.put('return missed')
      break
  }
}

/** Reads the structure an expression has, with something done at each of its leaves, in order. */
export const walked = (on: Page, expression: string, layout: Layout, leaf: (name: string, kind: LeafKind) => void): void => {
  const visit = (from: string, at: Layout): void => {
    const name = on.variable(from)
    switch (at._tag) {
      case 'Leaf':
        leaf(name, at.kind)
        break
      case 'Static':
        refuse(on, `!${on.constant(isStatic)}(${name}, ${on.constant(at.value)})`)
        break
      case 'Tuple':
        refuse(on, `!Array.isArray(${name}) || ${name}.length !== ${at.items.length}`)
        at.items.forEach((item, i) => {
          visit(`${name}[${i}]`, item)
        })
        break
      case 'Record':
        refuse(on, `!${on.constant(isRecord)}(${name}) || !${on.constant(hasKeys)}(${name}, ${on.constant(at.keys)})`)
        at.items.forEach((item, i) => {
          visit(`${name}[${JSON.stringify(at.keys[i])}]`, item)
        })
        break
    }
  }
  visit(expression, layout)
}

/** Reads an argument. */
export const readBy = (on: Page, expression: string, layout: Layout, leaves: ReadonlyArray<Received>): void => {
  let next = 0
  walked(on, expression, layout, (name, kind) => {
    readLeaf(on, name, kind, entry(leaves, next++))
  })
}

/**
 * Addition and multiplication: what transforms themselves emit.
 */
import { lowerOne, pointwise } from '../program/operate.ts'
import type { Primitive } from '../program/model.ts'
import type { Associative } from '../type/value.ts'
import { phantom } from '../type/phantom.ts'
import { stretch } from './broadcast.ts'
import { anyNumber, binary, everywhere } from './declare.ts'
import { raise } from '../failure.ts'

export const addPrimitive: Primitive = /*#__PURE__*/ binary({
  name: 'add',
  lowering: 'add',
  scalar: (x, y) => x + y,
  partials: () => [1, 1],
  domains: [everywhere, everywhere],
  notation: { _tag: 'Infix', text: '+', latex: '+', precedence: 1, associative: true },
  commutative: true,
  dtypes: anyNumber,
})

export const mulPrimitive: Primitive = /*#__PURE__*/ binary({
  name: 'mul',
  lowering: 'mul',
  scalar: (x, y) => x * y,
  int32: Math.imul,
  partials: (x, y) => [y, x],
  domains: [everywhere, everywhere],
  notation: { _tag: 'Infix', text: '·', latex: '\\,', precedence: 2, associative: true },
  commutative: true,
  dtypes: anyNumber,
})

/** A binary operation that also folds an array of operands, starting from its unit. */
const associative = <Name extends string>(primitive: Primitive, unit: number): Associative<Name> => {
  const pair = (x: unknown, y: unknown): unknown => pointwise(primitive, stretch, [x, y])
  return phantom((x: unknown, y?: unknown, ...more: ReadonlyArray<unknown>): unknown => {
    // `reduce` and `map` pass an index and their list after the operands; a third operand would be lost.
    if (more.length === 1 && !Array.isArray(more[0]))
      raise({ _tag: 'Arity', operation: primitive.name, expected: `2 operands, or a list of them as in ${primitive.name}([x, y, z])`, got: 3 })
    if (!Array.isArray(x) || y !== undefined) return pair(x, y)
    if (x.length === 0) return unit
    const [first, ...rest] = x
    lowerOne(primitive.name, first)
    return rest.reduce((total, next) => pair(total, next), first)
  })
}

/**
 * x + y with broadcasting; an array of operands is summed from the left. Smooth everywhere.
 *
 * @example
 * add(1, 2)        // 3
 * add([1, 2, 3])   // 6
 * @category arithmetic
 */
export const add: Associative<'add'> = /*#__PURE__*/ associative(addPrimitive, 0)

/**
 * x · y with broadcasting; an array of operands is multiplied from the left. Smooth everywhere.
 *
 * @example
 * mul(3, 4)        // 12
 * @category arithmetic
 */
export const mul: Associative<'mul'> = /*#__PURE__*/ associative(mulPrimitive, 1)

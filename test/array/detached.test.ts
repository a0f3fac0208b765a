/**
 * Arrays whose buffer was transferred look empty. Wherever values enter they are refused by name, before and after the
 * program is compiled, by each way that a call may take.
 */
import { describe, expect, it } from 'vitest'
import { isDetached } from '../../src/array/detached.ts'
import * as W from '../../src/index.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'

const transferred = <T extends Float64Array | Int32Array | Uint8Array>(data: T): T => {
  structuredClone(null, { transfer: [phantom<ArrayBuffer>(data.buffer)] })
  return data
}

const gone = transferred(Float64Array.of(1, 2, 3))
const text = 'is a Float64Array whose buffer was transferred, so that nothing is in it; transfer a copy'

const loss = (x: W.Vector): W.Scalar => W.sum(W.mul(x, x))
const many = (x: W.Vector): W.Scalar => W.sum(W.mul(W.exp(x), W.mul(W.sin(x), W.cos(x))))

it('is known from an empty one, and from a part that is empty', () => {
  expect([gone, transferred(Int32Array.of(1))].map(isDetached)).toEqual([true, true])
  expect([new Float64Array(0), Float64Array.of(1).subarray(1), new Int32Array(0), Float64Array.of(1)].map(isDetached)).toEqual([false, false, false, false])
})

describe('a transferred array is refused', () => {
  it.each<readonly [name: string, use: () => unknown, where: string]>([
    ['by an operation', () => W.add(gone, 1), 'Argument: add: an operand'],
    ['by a composition', () => W.softmax(gone), 'an operand'],
    ['by tensor', () => W.tensor(gone), 'Argument: tensor: the data'],
    ['by tensor, of a shape', () => W.tensor(gone, [3]), 'Argument: tensor: the data'],
    ['by evaluate', () => W.evaluate(loss)(gone), 'Argument: evaluate: x'],
    ['by grad', () => W.grad(loss)(gone), 'Argument: grad: x'],
    ['by grad, in a record', () => W.grad(({ w }: { readonly w: W.Vector }) => loss(w))({ w: gone }), 'Argument: grad: x.w'],
    ['by jvp, as a tangent', () => W.jvp(loss, [Float64Array.of(1, 2, 3)], [gone]), 'Argument: jvp: '],
    ['by compile', () => W.compile(loss)(gone), 'Argument: compile: x'],
    ['by into', () => W.into(W.grad(loss))(new Float64Array(3), gone), 'Argument: into: x'],
    ['by into, as the target', () => W.into(W.grad(loss))(gone, Float64Array.of(1, 2, 3)), 'Argument: into: target'],
    ['by vmap', () => W.vmap((x: W.Scalar) => W.mul(x, x))(gone), 'Argument: vmap: x'],
    ['by a structure', () => W.addScaled(gone, 2, gone), 'Argument: addScaled: '],
    ['by ravel', () => W.ravel({ w: gone }), 'Argument: ravel: x.w'],
    ['by run', () => W.run(W.trace(loss)(Float64Array.of(1, 2, 3)), { x: gone }), 'Argument: run: x'],
    ['by quantile, as the shares', () => W.quantile(Float64Array.of(1, 2), phantom<number>(gone)), 'Argument: quantile: q'],
    ['as a constant in a trace', () => W.grad((x: W.Scalar) => W.sum(W.mul(x, gone)))(2), 'Argument: mul: an operand'],
  ])('%s', (_, use, where) => {
    const said = refusal(use)
    expect(said).toContain(where)
    expect(said).toContain(text)
  })

  it.each([Int32Array, Uint8Array, Float64Array])('as a list of indices, %o', (of) => {
    const indices = phantom<ReadonlyArray<number>>(transferred(of.of(1)))
    const x = Float64Array.of(1, 2, 3)
    const uses: ReadonlyArray<readonly [string, () => unknown]> = [
      ['take', () => W.take(x, indices)],
      ['scatterAdd', () => W.scatterAdd(x, indices, 1)],
      ['scatterSet', () => W.scatterSet(x, indices, 1)],
      ['oneHot', () => W.oneHot(indices, 3)],
      ['take', () => W.grad((v: W.Vector) => W.sum(W.take(v, indices)))(x)],
    ]
    for (const [name, use] of uses)
      expect(refusal(use)).toBe(
        `Argument: ${name}: the list of indices is a ${of.name} whose buffer was transferred, so that nothing is in it; transfer a copy, as in xs.slice().buffer, and keep the array`,
      )
  })

  it('by a declared function, and by specs', () => {
    const of = W.fn([W.vector('n')], W.sum)
    expect(of(Float64Array.of(1, 2))).toBe(3)
    expect(refusal(() => of(gone))).toContain('got a Float64Array whose buffer was transferred; transfer a copy')
    expect(W.vector('n').is(gone)).toBe(false)
    expect(refusal(() => W.vector('n').encode(gone))).toContain('got a Float64Array whose buffer was transferred')
  })
})

describe('code made for such calls', () => {
  const kinds = [
    ['one function', loss],
    ['a kernel', many],
  ] as const
  it.each(kinds)('of %s hands it to the long way, also where it was made for no entries', (_, f) => {
    for (const size of [0, 3, 100]) {
      const call = W.compile(W.grad(f))
      const write = W.into(W.grad(f))
      const data = new Float64Array(size)
      const target = write.target(data)
      for (let i = 0; i < 3; i++) {
        expect(call(data)).toHaveLength(size)
        expect(write(target, data)).toBe(target)
        expect(write(new Float64Array(size), data)).toHaveLength(size)
      }
      expect(refusal(() => call(gone))).toContain(`compile: x ${text}`)
      expect(refusal(() => write(target, gone))).toContain(`into: x ${text}`)
      expect(refusal(() => write(new Float64Array(size), gone))).toContain(`into: x ${text}`)
      expect(refusal(() => write(gone, data))).toContain(`into: target ${text}`)
      expect(call(data)).toHaveLength(size)
    }
  })
})

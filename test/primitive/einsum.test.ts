/**
 * Einstein summation against its definition: a sum, over all values of all labels, of products of
 * entries. Formulas are also made at random.
 */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AnyTensor, isTensor, type Tensor, tensor, toArray } from '../../src/array/tensor.ts'
import { vmap } from '../../src/call/vectorised.ts'
import { einsum } from '../../src/primitive/einsum.ts'
import { kron, outer, tensordot } from '../../src/primitive/tensordot.ts'
import type { Expr, Matrix, Scalar, Vector } from '../../src/program/model.ts'
import type { Dims } from '../../src/array/shape.ts'
import { phantom } from '../../src/type/phantom.ts'
import { refusal } from '../failing.ts'
import { difference, plain } from '../near.ts'
import { entryOf, expression, indicesOf, kind, lawful, nested, numbersOf, random, scattered } from './operation.ts'
import { exactly } from '../type/exactly.ts'

/** The definition, for formulas with an arrow and without ellipses. */
/** Without its types, which take long to check; they are tested below. */
const loosely = phantom<(formula: string, ...operands: ReadonlyArray<unknown>) => Tensor>(einsum)

const naive = (formula: string, ...xs: ReadonlyArray<AnyTensor>): unknown => {
  const [left = '', out = ''] = formula.split('->')
  const terms = left.split(',')
  const labels = [...new Set(left.replaceAll(',', ''))]
  const sizes = labels.map((label) =>
    Number(xs[terms.findIndex((term) => term.includes(label))]?.shape[terms.find((term) => term.includes(label))?.indexOf(label) ?? 0]),
  )
  const all = indicesOf(sizes)
  const place = (text: string, index: ReadonlyArray<number>): ReadonlyArray<number> => [...text].map((label) => index[labels.indexOf(label)] ?? 0)
  return nested(
    [...out].map((label) => sizes[labels.indexOf(label)] ?? 0),
    (...at) =>
      all
        .filter((index) => place(out, index).join() === at.join())
        .reduce((sum, index) => sum + xs.reduce((product, x, i) => product * entryOf(x, ...place(terms[i] ?? '', index)), 1), 0),
  )
}

const sizeOfLabel: { readonly [label: string]: number } = { i: 2, j: 3, k: 4, l: 1, m: 2, z: 0 }
const operand = (term: string, from: number): AnyTensor => {
  const shape = [...term].map((label) => sizeOfLabel[label] ?? 2)
  return tensor(
    Float64Array.from(
      scattered(
        shape.reduce((a, b) => a * b, 1),
        from,
      ),
    ),
    shape,
  )
}

const check = (formula: string): void => {
  const xs = (formula.split('->')[0] ?? '').split(',').map((term, i) => operand(term, 1 + 5 * i))
  const got = einsum(formula, ...phantom<ReadonlyArray<Tensor>>(xs))
  const gap = difference(plain(got), naive(formula, ...xs))
  if (gap !== null) throw new Error(`${formula}: ${gap}`)
}

describe('einsum', () => {
  it('is the sum of products over labels', () => {
    for (const formula of [
      'ij->ij',
      'ij->ji',
      'ij->',
      'ij->i',
      'ij->j',
      'ijk->kij',
      'ijk->j',
      '->',
      ',->',
      'i,->i', // copies, transposes, sums
      'ii->i',
      'ii->',
      'iji->j',
      'iii->i',
      'iijj->ij',
      'iijj->',
      'imi->m', // diagonals
      'i,i->',
      'i,i->i',
      'i,j->ij',
      'i,j->ji',
      'ij,j->i',
      'ij,jk->ik',
      'ij,jk->ki',
      'mij,mjk->mik',
      'ij,ij->ij',
      'ij,kl->jl',
      'ij,ij->',
      'ik,jk->ij',
      'ii,i->i', // pairs
      'ij,jk,kl->il',
      'i,j,k->kji',
      'ij,jk,ki->',
      'ij,ik,il->jkl',
      'i,i,i->i',
      'ij,j,j->i',
      'ijk,jil,km->lm', // more
      'iz,zj->ij',
      'z->',
      'zi->i',
      'zz->z',
      'z,i->zi', // sizes of 0
    ])
      check(formula)
  })
  it('is so for any formula', () => {
    const term = fc.array(fc.constantFrom('i', 'j', 'k', 'l'), { maxLength: 3 }).map((list) => list.join(''))
    const formulas = fc.array(term, { minLength: 1, maxLength: 3 }).chain((terms) => {
      const labels = [...new Set(terms.join(''))]
      return fc.shuffledSubarray(labels).map((out) => `${terms.join()}->${out.join('')}`)
    })
    fc.assert(fc.property(formulas, check), { numRuns: 150 })
  })
  it('keeps labels that occur once where there is no arrow, in alphabetical order', () => {
    const [a, b] = [random(2, 3), random(3, 4)]
    expect(plain(loosely('ij,jk', a, b))).toEqual(plain(loosely('ij,jk->ik', a, b)))
    expect(plain(loosely('ba', a))).toEqual(plain(loosely('ba->ab', a)))
    expect(plain(loosely('aB', a))).toEqual(plain(loosely('aB->Ba', a)))
    expect(plain(loosely('ii', random(3, 3)))).toEqual(plain(loosely('ii->', random(3, 3))))
    expect(plain(loosely('...ji', random(2, 3, 4)))).toEqual(plain(loosely('...ji->...ij', random(2, 3, 4))))
    expect(plain(loosely(' i j , j k ', a, b))).toEqual(plain(loosely('ij,jk->ik', a, b)))
  })
  it('broadcasts the axes of an ellipsis', () => {
    const x = random(5, 2, 3)
    const y = random(3, 4)
    expect(
      difference(
        plain(loosely('...ij,jk->...ik', x, y)),
        nested([5, 2, 4], (r, i, k) => [0, 1, 2].reduce((s, j) => s + entryOf(x, r, i, j) * entryOf(y, j, k), 0)),
      ),
    ).toBe(null)
    expect(
      difference(
        plain(loosely('i...->...', x)),
        nested([2, 3], (i, j) => [0, 1, 2, 3, 4].reduce((s, r) => s + entryOf(x, r, i, j), 0)),
      ),
    ).toBe(null)
    expect(toArray(phantom<Tensor>(loosely('i...->...i', x)))).toEqual(nested([2, 3, 5], (i, j, r) => entryOf(x, r, i, j)))
    const [wide, tall] = [random(1, 3), random(2, 1)]
    expect(toArray(phantom<Tensor>(loosely('...,...->...', wide, tall)))).toEqual(nested([2, 3], (i, j) => entryOf(wide, 0, j) * entryOf(tall, i, 0)))
    expect(toArray(phantom<Tensor>(loosely('...,...->...', random(3), tall)))).toEqual(nested([2, 3], (i, j) => entryOf(random(3), j) * entryOf(tall, i, 0)))
    expect(plain(loosely('...i->i...', Float64Array.of(1, 2)))).toEqual([1, 2])
    // An ellipsis that the result does not name is summed, as often as it is broadcast.
    expect(loosely('...,...->', tensor([[1], [1]]), tensor([[1, 1, 1]]))).toBe(6)
    expect(kind(loosely('...,...->...', random(1, 2), random(0, 2)))).toBe('f64[0,2] ')
    expect(plain(loosely('ij->...ji', random(2, 3)))).toEqual(plain(loosely('ij->ji', random(2, 3))))
  })
  it('hands back the kind it was given', () => {
    expect(loosely('i,i->', Float64Array.of(1, 2), Float64Array.of(3, 4))).toBe(11)
    expect(kind(loosely('i->i', Float64Array.of(1, 2)))).toBe('Float64Array 1 2')
    expect(kind(loosely('i,->i', Float64Array.of(1, 2), 3))).toBe('Float64Array 3 6')
    expect(isTensor(loosely('i,j->ij', Float64Array.of(1, 2), Float64Array.of(3)))).toBe(true)
    expect(loosely('->', 5)).toBe(5)
  })
  it('points at the character of a mistake', () => {
    const [a, b] = [random(2, 3), random(3, 4)]
    const pointed = (formula: string, ...xs: ReadonlyArray<Tensor>): string =>
      refusal(() => einsum(formula, ...xs)).replace("; a formula reads 'ij,jk->ik'", '')
    expect(pointed('ij,j?->i', a, b)).toBe(["Argument: einsum: '?' is no label", '  ij,j?->i', '      ^'].join('\n'))
    expect(pointed('ij,jk->ix', a, b)).toBe(["Argument: einsum: the label 'x' of the result is in no operand", '  ij,jk->ix', '          ^'].join('\n'))
    expect(pointed('ij,jk->iki', a, b)).toBe(["Argument: einsum: the label 'i' stands twice in the result", '  ij,jk->iki', '           ^'].join('\n'))
    expect(pointed('ij,ik->jk', a, b)).toBe(["Argument: einsum: the label 'i' has sizes 2 and 3", '  ij,ik->jk', '     ^'].join('\n'))
    expect(pointed('ii->i', a)).toBe(["Argument: einsum: the label 'i' has sizes 2 and 3", '  ii->i', '   ^'].join('\n'))
    expect(pointed('ij,jkl->i', a, b)).toBe(['Argument: einsum: operand 1 has shape [3,4], and the formula names 3 axes', '  ij,jkl->i', '     ^'].join('\n'))
    expect(pointed('ij,j->i', a, b)).toContain('operand 1 has shape [3,4], and the formula names 1 axes')
    expect(pointed('ij->i', a, b)).toBe(['Argument: einsum: the formula has 1 operand, 2 were given', '  ij->i', '    ^'].join('\n'))
    expect(pointed('ij,jk', a)).toBe(['Argument: einsum: the formula has 2 operands, 1 was given', '  ij,jk', '       ^'].join('\n'))
    expect(pointed('...i...->i', a)).toBe(['Argument: einsum: here are two ellipses', '  ...i...->i', '      ^'].join('\n'))
    expect(pointed('..ij->ij', a)).toBe(["Argument: einsum: '.' is no label", '  ..ij->ij', '  ^'].join('\n'))
    expect(pointed('ij-ji', a)).toBe(["Argument: einsum: '-' is no label", '  ij-ji', '    ^'].join('\n'))
    expect(pointed('ij->ji->ij', a)).toBe(["Argument: einsum: '-' is no label", '  ij->ji->ij', '        ^'].join('\n'))
    expect(pointed('...j,...k->...jk', random(2, 3), random(4, 3))).toBe(
      ["Argument: einsum: the label '...' has sizes 2 and 4", '  ...j,...k->...jk', '       ^'].join('\n'),
    )
    expect(refusal(() => einsum(phantom<string>('->')))).toBe('Arity: einsum: expected at least 1 operand, got 0')
    expect(refusal(() => einsum('i->', phantom<Tensor>([1])))).toContain('einsum: expected an expression')
  })
  it('has its shape in its type', () => {
    const [m, n, v] = [expression(2, 3), expression(3, 4), expression(3)]
    const named = phantom<Matrix<'n', 3>>(m)
    exactly<Matrix<2, 4>>()(einsum('ij,jk->ik', m, n))
    exactly<Matrix<4, 2>>()(einsum('ij, jk -> ki', m, n))
    exactly<Vector<2>>()(einsum('ij,j->i', m, v))
    exactly<Scalar>()(einsum('i,i->', v, v))
    exactly<Vector<3>>()(einsum('ii->i', expression(3, 3)))
    exactly<Expr<['n', 4]>>()(einsum('ij,jk->ik', named, n))
    exactly<Vector<3>>()(einsum('ij,j->j', m, Float64Array.of(1, 2, 3)))
    exactly<number>()(einsum('i,i->', Float64Array.of(1, 2), Float64Array.of(1, 2)))
    exactly<Tensor<[number, 3]>>()(einsum('i,j->ij', Float64Array.of(1, 2), random(3)))
    exactly<Expr<[3]>>()(einsum('...i->i', m))
    exactly<Matrix<2, 4>>()(einsum('ij,jk', m, n))
    exactly<Matrix<3, 2>>()(einsum('ba', m))
    const formula: string = 'ij->ji'
    exactly<Expr>()(einsum(formula, m))
    // @ts-expect-error: "einsum: the label 'j' has sizes that differ"
    expect(refusal(() => einsum('ij,jk->ik', m, m))).toContain("the label 'j' has sizes 3 and 2")
    // @ts-expect-error: a name is no other, and no number
    expect(kind(einsum('ij,ij->', named, m).shape)).toBe('')
    // @ts-expect-error: "einsum: the label 'i' has sizes that differ"
    expect(refusal(() => einsum('ii->', m))).toContain("the label 'i' has sizes 2 and 3")
  })
  it.each([
    ['ij,jk->ik', [2, 3], [3, 2]],
    ['iij->j', [2, 2, 3]],
    ['ij,jk,kl->il', [2, 3], [3, 2], [2, 2]],
    ['i,j->ij', [2], [3]],
    ['mij,mj->mi', [2, 2, 3], [2, 3]],
    ['...i,i->...', [2, 3], [3]],
    ['...i,...->i', [2, 3], [1]],
    ['ij,j->i', [1, 1], [1]],
    ['ij,jk->ik', [2, 0], [0, 3]],
  ])('%s of %j %j is lawful', (formula, ...shapes) =>
    lawful(
      (...xs) => einsum(formula, ...xs),
      phantom<ReadonlyArray<ReadonlyArray<number>>>(shapes).filter((shape) => shape !== undefined),
    ),
  )
})

describe('outer and tensordot', () => {
  const [a, b] = [random(2, 3, 4), random(3, 4, 5)]
  it('outer multiplies all pairs', () => {
    expect(kind(outer(Float64Array.of(1, 2), Float64Array.of(3, 4)))).toBe('f64[2,2] 3 4 6 8')
    expect(toArray(outer(random(2, 3), Float64Array.of(3, 4)))).toEqual(nested([2, 3, 2], (i, j, k) => entryOf(random(2, 3), i, j) * (3 + k)))
    expect(outer(2, 3)).toBe(6)
    expect(kind(outer(2, Float64Array.of(3)))).toBe('Float64Array 6')
    expect(kind(outer(new Float64Array(0), Float64Array.of(3)))).toBe('f64[0,1] ')
  })
  it('kron has blocks, a missing axis being of size 1', () => {
    const [x, y] = [random(2, 3), random(4, 5)]
    const block = nested([8, 15], (i, j) => entryOf(x, Math.floor(i / 4), Math.floor(j / 5)) * entryOf(y, i % 4, j % 5))
    expect(toArray(kron(x, y))).toEqual(block)
    expect(kron(Float64Array.of(1, 10), Float64Array.of(1, 2, 3))).toEqual(Float64Array.of(1, 2, 3, 10, 20, 30))
    expect(toArray(kron(Float64Array.of(2, 3), y))).toEqual(nested([4, 10], (i, j) => (2 + Math.floor(j / 5)) * entryOf(y, i, j % 5)))
    expect(toArray(kron(y, Float64Array.of(2, 3)))).toEqual(nested([4, 10], (i, j) => (2 + (j % 2)) * entryOf(y, i, Math.floor(j / 2))))
    expect(kron(2, 3)).toBe(6)
    expect(kron(new Float64Array(0), Float64Array.of(1, 2))).toEqual(new Float64Array(0))
    expect(kind(kron(random(2, 0), random(1, 1)))).toBe('f64[2,0] ')
  })
  it('tensordot sums the last axes of one with the first of the other, or pairs of axes', () => {
    const sum = (f: (j: number, k: number) => number): number => indicesOf([3, 4]).reduce((s, [j = 0, k = 0]) => s + f(j, k), 0)
    const full = nested([2, 5], (i, l) => sum((j, k) => entryOf(a, i, j, k) * entryOf(b, j, k, l)))
    expect(difference(plain(tensordot(a, b)), full)).toBe(null)
    expect(difference(plain(tensordot(a, b, 2)), full)).toBe(null)
    expect(
      difference(
        plain(
          tensordot(a, b, [
            [1, 2],
            [0, 1],
          ]),
        ),
        full,
      ),
    ).toBe(null)
    expect(
      difference(
        plain(
          tensordot(a, b, [
            [-1, 1],
            [1, 0],
          ]),
        ),
        full,
      ),
    ).toBe(null)
    expect(
      difference(
        plain(tensordot(a, b, [[1], [-3]])),
        nested([2, 4, 4, 5], (i, k, m, l) => [0, 1, 2].reduce((s, j) => s + entryOf(a, i, j, k) * entryOf(b, j, m, l), 0)),
      ),
    ).toBe(null)
    expect(plain(tensordot(Float64Array.of(1, 2), Float64Array.of(3, 4), 0))).toEqual([
      [3, 4],
      [6, 8],
    ])
    expect(tensordot(Float64Array.of(1, 2), Float64Array.of(3, 4), 1)).toBe(11)
    expect(plain(tensordot(random(2, 0), random(0, 2), 1))).toEqual([
      [0, 0],
      [0, 0],
    ])
  })
  it('tensordot refuses axes that do not go together', () => {
    // Of unknown shape to the compiler, which would refuse them before the run time does.
    const loose: Tensor = a
    expect(refusal(() => tensordot(loose, b, 4))).toBe('Shape: tensordot: shapes [2,3,4] and [3,4,5] have no 4 axes to sum over')
    for (const axes of [-1, 0.5, Number.NaN]) expect(refusal(() => tensordot(loose, b, axes))).toContain(`have no ${axes} axes`)
    expect(refusal(() => tensordot(loose, b, 1))).toBe(
      'Shape: tensordot: shapes [2,3,4] and [3,4,5] have sizes 4 and 3 at axes 2 and 0, which are to be summed together',
    )
    expect(refusal(() => tensordot(loose, b, phantom<readonly [Dims, Dims]>([[0, 1], [0]])))).toBe(
      'Argument: tensordot: 2 axes of the first and 1 of the second were given',
    )
    expect(refusal(() => tensordot(loose, b, [[3], [0]]))).toBe('Shape: tensordot: shapes [2,3,4] have no axis 3; axes run from -3 to 2')
    expect(
      refusal(() =>
        tensordot(loose, b, [
          [1, -2],
          [0, 1],
        ]),
      ),
    ).toBe('Shape: tensordot: shapes [2,3,4] were given axis 1 twice in axes [1, -2]')
  })
  it('are lawful', () => {
    lawful((x: Vector<2>, y: Vector<3>) => outer(x, y), [[2], [3]])
    lawful(
      (x: Matrix<2, 3>, y: Matrix<3, 2>) => [tensordot(x, y, 1), tensordot(x, y, [[0], [1]])],
      [
        [2, 3],
        [3, 2],
      ],
    )
  })
  it('map over rows', () => {
    const [x, y] = [random(4, 2), random(4, 3)]
    expect(toArray(vmap((u: Vector<2>, v: Vector<3>) => outer(u, v))(x, y))).toEqual(nested([4, 2, 3], (r, i, j) => entryOf(x, r, i) * entryOf(y, r, j)))
  })
  it('have shapes in types', () => {
    exactly<Expr<[2, 3, 4]>>()(outer(expression(2), expression(3, 4)))
    exactly<Vector<3>>()(outer(2, expression(3)))
    exactly<Scalar>()(outer(expression(), expression()))
    exactly<Tensor<[2, 3]>>()(outer(random(2), random(3)))
    exactly<Expr<[2, 2]>>()(tensordot(expression(2, 3), expression(3, 2), 1))
    expect(numbersOf(outer(2, 3))).toEqual([6])
  })
})

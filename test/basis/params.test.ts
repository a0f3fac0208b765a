import { describe, expect, it } from 'vitest'
import { axesIn, axisIn, dims, flag, program, whole } from '../../src/basis/params.ts'
import { isInnerProgram } from '../../src/program/param.ts'
import { close } from '../../src/program/trace.ts'
import { refusal } from '../failing.ts'

const held = close([], () => [])

describe('parameters', () => {
  it('are read by kind', () => {
    expect(dims('f', { a: [1, -2] }, 'a')).toEqual([1, -2])
    expect(whole('f', { a: 3 }, 'a')).toBe(3)
    expect(flag('f', { a: false }, 'a')).toBe(false)
    expect(program('f', { a: held }, 'a')).toBe(held)
    expect([isInnerProgram(held), isInnerProgram([1]), isInnerProgram(undefined), isInnerProgram('Program')]).toEqual([true, false, false, false])
  })
  it.each<[string, () => unknown, string]>([
    ['missing', () => dims('f', {}, 'a'), "f: its parameter 'a' must be a list of whole numbers"],
    ['a number for a list', () => dims('f', { a: 1 }, 'a'), 'a list of whole numbers'],
    ['fractions in a list', () => dims('f', { a: [1, 0.5] }, 'a'), 'a list of whole numbers'],
    ['a fraction', () => whole('f', { a: 0.5 }, 'a'), 'a whole number'],
    ['an unsafe number', () => whole('f', { a: 2 ** 53 }, 'a'), 'a whole number'],
    ['a number for a flag', () => flag('f', { a: 1 }, 'a'), 'true or false'],
    ['an axis from the back', () => axisIn('f', { axis: -1 }, [2, 3]), "f: its parameter 'axis' must be counted from the front, as 1"],
    ['an axis that is not there', () => axisIn('f', { axis: 2 }, [2, 3]), 'f: shapes [2,3] have no axis 2'],
    ['axes from the back', () => axesIn('f', { axes: [0, -1] }, [2, 3]), "its parameter 'axes' must be counted from the front and ascend, as in [0, 1]"],
    ['axes out of order', () => axesIn('f', { axes: [1, 0] }, [2, 3]), 'as in [0, 1]'],
    ['a list for a program', () => program('f', { a: [] }, 'a'), 'a program'],
  ])('%s is refused by name', (_, thunk, message) => expect(refusal(thunk)).toContain(message))
})

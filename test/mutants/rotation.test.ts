import { describe, expect, it } from 'vitest'
import { partOf } from './source/rotation.ts'

const list = Array.from({ length: 25 }, (_, i) => i)

describe('the rotation of planted faults', () => {
  it('plants each once in as many days as there are parts', () => {
    const days = ['2026-11-23', '2026-11-24', '2026-11-25'].map((date) => partOf(list, 10, {}, date).list)
    expect(days.flat().sort((a, b) => a - b)).toEqual(list)
    expect(Math.max(...days.map((part) => part.length))).toBeLessThanOrEqual(10)
  })
  it('is that of a date again, and says how', () => {
    const part = partOf(list, 10, {}, '2026-11-24')
    expect(part.text).toContain('WENGERT_MUTANTS=2026-11-24')
    expect(partOf(list, 10, { WENGERT_MUTANTS: '2026-11-24' }, '2027-01-01').list).toEqual(part.list)
  })
  it('plants all when asked, and in npm run mutants', () => {
    expect(partOf(list, 10, { WENGERT_MUTANTS: 'all' }, '2026-11-23').list).toEqual(list)
    expect(partOf(list, 10, { npm_lifecycle_event: 'mutants' }, '2026-11-23').list).toEqual(list)
  })
  it('refuses what is no date', () => expect(() => partOf(list, 10, { WENGERT_MUTANTS: 'some' }, '2026-11-23')).toThrow('neither all nor a date'))
})

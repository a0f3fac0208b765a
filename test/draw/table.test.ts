import { describe, expect, it } from 'vitest'
import { showTable, widthOf } from '../../src/draw/table.ts'

describe('tables', () => {
  it('counts what is seen: combining marks take no column, wide characters two', () => {
    expect(['v', 'v̇₋₁', 'v̄₀', 'ẏ', 'y\u0307', '∂v₃/∂v₀', '変数', 'é', ''].map(widthOf)).toEqual([1, 3, 2, 1, 1, 7, 4, 1, 0])
  })

  const table = {
    head: ['a', 'formula'],
    rows: [
      ['v̄₀', '|x|'],
      ['long', 'a\\b'],
    ],
  }

  it('aligns columns in text', () => {
    expect(showTable(table, 'text')).toBe('a     formula\n─────────────\nv̄₀    |x|\nlong  a\\b')
  })

  it('escapes what Markdown would take for its own', () => {
    expect(showTable(table, 'markdown')).toBe('| a    | formula |\n| ---- | ------- |\n| v̄₀   | \\|x\\|   |\n| long | a\\\\b    |')
  })
})

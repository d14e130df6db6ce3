import { describe, expect, it } from 'vitest'
import { compareSortValues, nextSort, sortRows } from './table-sort.ts'

describe('table sorting', () => {
  it('orders embedded numbers by value', () => {
    expect(sortRows(['stage 10', 'stage 2'], row => row, false)).toEqual(['stage 2', 'stage 10'])
  })

  it('keeps absent values last in both directions', () => {
    const rows = [3, null, 1]
    expect(sortRows(rows, row => row, false)).toEqual([1, 3, null])
    expect(sortRows(rows, row => row, true)).toEqual([3, 1, null])
  })

  it('keeps the order of equal rows', () => {
    const rows = [
      { id: 'a', n: 1 },
      { id: 'b', n: 1 },
    ]
    expect(sortRows(rows, row => row.n, true).map(row => row.id)).toEqual(['a', 'b'])
  })

  it('puts numbers before texts', () => {
    expect(compareSortValues(9, 'a')).toBeLessThan(0)
  })

  it('cycles a header through ascending, descending and none', () => {
    const first = nextSort(null, 'port')
    const second = nextSort(first, 'port')
    expect([first, second, nextSort(second, 'port')]).toEqual([
      { column: 'port', descending: false },
      { column: 'port', descending: true },
      null,
    ])
    expect(nextSort(second, 'host')).toEqual({ column: 'host', descending: false })
  })
})

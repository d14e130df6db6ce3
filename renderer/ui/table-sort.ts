export type SortValue = string | number | null

export interface SortState {
  readonly column: string
  readonly descending: boolean
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Numbers before texts, nothing last; texts by their embedded numbers (`stage 2` before `stage 10`). */
export function compareSortValues(a: SortValue, b: SortValue): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'number') return -1
  if (typeof b === 'number') return 1
  return collator.compare(a, b)
}

/** Sorted copy; equal rows keep their order, and absent values stay last in both directions. */
export function sortRows<R>(
  rows: readonly R[],
  sortValueOf: (row: R) => SortValue,
  descending: boolean,
): readonly R[] {
  return rows
    .map(row => ({ row, value: sortValueOf(row) }))
    .sort((a, b) => {
      const order = compareSortValues(a.value, b.value)
      return descending && a.value !== null && b.value !== null ? -order : order
    })
    .map(({ row }) => row)
}

/** A click on a column header: ascending, then descending, then the rows' own order. */
export function nextSort(current: SortState | null, column: string): SortState | null {
  if (current?.column !== column) return { column, descending: false }
  return current.descending ? null : { column, descending: true }
}

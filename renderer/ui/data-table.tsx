import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react'
import { classNames } from './class-names.ts'
import './data-table.css'
import { nextSort, type SortState, type SortValue, sortRows } from './table-sort.ts'

export interface Column<R> {
  readonly id: string
  readonly header: string
  /** The header is spoken only: the cells show by themselves what they are. */
  readonly hideHeader?: boolean
  readonly cell: (row: R) => ReactNode
  /** Makes the column sortable. */
  readonly sortValue?: (row: R) => SortValue
  readonly align?: 'start' | 'end'
  /** CSS width, `120px` for example. */
  readonly width?: string
  /** Left out while the table is narrower than this many pixels: what it says is found elsewhere too. */
  readonly from?: 360 | 480 | 620 | 760 | 900
}

export interface DataTableProps<R> {
  /** Accessible name of the table. */
  readonly label: string
  readonly columns: readonly Column<R>[]
  readonly rows: readonly R[]
  readonly rowKey: (row: R) => string
  readonly initialSort?: SortState
  readonly selectedKey?: string | null
  readonly rowTone?: (row: R) => 'error' | 'warning' | null
  /** Click or arrow keys. */
  readonly onSelect?: (row: R) => void
  /** Enter or double click. */
  readonly onActivate?: (row: R) => void
}

/** Above this many rows only those in view are in the page. */
const VIRTUAL_FROM = 200
const ROW_HEIGHT = 28

/** A sortable table; one tab stop, arrow keys move between rows. */
export function DataTable<R>(props: DataTableProps<R>) {
  const { label, columns, rows, rowKey, rowTone, selectedKey, onSelect, onActivate } = props
  const [sort, setSort] = useState<SortState | null>(props.initialSort ?? null)
  const box = useRef<HTMLDivElement>(null)
  const sorted = useMemo(() => {
    const sortValueOf = columns.find(column => column.id === sort?.column)?.sortValue
    return sort === null || sortValueOf === undefined ? rows : sortRows(rows, sortValueOf, sort.descending)
  }, [rows, columns, sort])
  const virtual = sorted.length > VIRTUAL_FROM
  const virtualizer = useVirtualizer({
    count: sorted.length,
    enabled: virtual,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  })
  const items = virtual ? virtualizer.getVirtualItems() : []
  const first = virtual ? (items[0]?.index ?? 0) : 0
  const last = virtual ? (items.at(-1)?.index ?? -1) + 1 : sorted.length
  const before = virtual ? (items[0]?.start ?? 0) : 0
  const after = virtual ? virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0) : 0
  const interactive = onSelect !== undefined || onActivate !== undefined
  const selectedIndex = sorted.findIndex(row => rowKey(row) === selectedKey)

  const focusRow = (index: number) => {
    const row = sorted[index]
    if (row === undefined) return
    onSelect?.(row)
    if (virtual) virtualizer.scrollToIndex(index)
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`tr[data-row="${index}"]`)?.focus())
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTableRowElement>, row: R, index: number) => {
    if (event.target !== event.currentTarget) return
    if (event.key === 'ArrowDown') focusRow(index + 1)
    else if (event.key === 'ArrowUp') focusRow(index - 1)
    else if (event.key === 'Home') focusRow(0)
    else if (event.key === 'End') focusRow(sorted.length - 1)
    else if (event.key === 'Enter') (onActivate ?? onSelect)?.(row)
    else return
    event.preventDefault()
  }

  return (
    <div ref={box} className="sw-table-box">
      <table className="sw-table" aria-label={label} aria-rowcount={sorted.length + 1}>
        <thead>
          <tr>
            {columns.map(column => (
              <HeaderCell key={column.id} column={column} sort={sort} onSort={setSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <Spacer height={before} columns={columns.length} />}
          {sorted.slice(first, last).map((row, offset) => {
            const index = first + offset
            const key = rowKey(row)
            const tone = rowTone?.(row)
            return (
              <tr
                key={key}
                data-row={index}
                aria-rowindex={index + 2}
                aria-selected={interactive ? index === selectedIndex : undefined}
                tabIndex={interactive ? (index === Math.max(0, selectedIndex) ? 0 : -1) : undefined}
                className={classNames(interactive && 'sw-table-row', tone && `sw-table-${tone}`)}
                onClick={() => onSelect?.(row)}
                onDoubleClick={() => onActivate?.(row)}
                onKeyDown={event => onKeyDown(event, row, index)}
              >
                {columns.map(column => (
                  <td key={column.id} className={cellClass(column)}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            )
          })}
          {after > 0 && <Spacer height={after} columns={columns.length} />}
        </tbody>
      </table>
    </div>
  )
}

const cellClass = <R,>({ align, from }: Column<R>): string =>
  classNames(align === 'end' && 'sw-table-end', from !== undefined && `sw-table-from-${from}`)

const Spacer = ({ height, columns }: { readonly height: number; readonly columns: number }) => (
  <tr className="sw-table-spacer">
    <td colSpan={columns} style={{ height }} />
  </tr>
)

interface HeaderCellProps<R> {
  readonly column: Column<R>
  readonly sort: SortState | null
  readonly onSort: (sort: SortState | null) => void
}

function HeaderCell<R>({ column, sort, onSort }: HeaderCellProps<R>) {
  const sorted = sort?.column === column.id ? (sort.descending ? 'descending' : 'ascending') : undefined
  const header = column.hideHeader ? <span className="sw-hidden">{column.header}</span> : column.header
  return (
    <th
      scope="col"
      aria-sort={sorted}
      className={cellClass(column)}
      style={column.width === undefined ? undefined : { width: column.width }}
    >
      {column.sortValue === undefined ? (
        header
      ) : (
        <button type="button" className="sw-table-sort" onClick={() => onSort(nextSort(sort, column.id))}>
          {header}
          {sorted === 'ascending' && <ChevronUp size={12} aria-hidden />}
          {sorted === 'descending' && <ChevronDown size={12} aria-hidden />}
        </button>
      )}
    </th>
  )
}

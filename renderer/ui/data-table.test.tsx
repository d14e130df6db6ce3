// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { type Column, DataTable } from './data-table.tsx'

afterEach(cleanup)

const columns: readonly Column<number>[] = [
  {
    id: 'size',
    header: 'Size',
    hideHeader: true,
    cell: size => size,
    sortValue: size => size,
  },
]

const shown = () => screen.getAllByRole('cell').map(cell => cell.textContent)

describe('DataTable', () => {
  it('names the button that sorts, also where no header is to be seen', async () => {
    render(<DataTable label="Sizes" columns={columns} rows={[2, 3, 1]} rowKey={String} />)
    expect(shown()).toEqual(['2', '3', '1'])
    await userEvent.setup().click(screen.getByRole('button', { name: 'Size' }))
    expect(shown()).toEqual(['1', '2', '3'])
    expect(screen.getByRole('columnheader', { name: 'Size' }).getAttribute('aria-sort')).toBe('ascending')
  })
})

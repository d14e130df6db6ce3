// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { lineRange } from '../panel/index.ts'
import { ChangesView } from './changes-view.tsx'

afterEach(cleanup)

const actions = () => ({ onLine: vi.fn(), onRevert: vi.fn(), onSave: vi.fn() })

describe('ChangesView', () => {
  it('says that nothing changed, of a saved and of a new file', () => {
    const view = render(<ChangesView name="a.yaml" onDisk savedText="a" text="a" {...actions()} />)
    expect(screen.getByText(/exactly as it is on disk/)).toBeDefined()
    view.rerender(<ChangesView name="a.yaml" onDisk={false} savedText="a" text="a" {...actions()} />)
    expect(screen.getByText(/has not been changed since it was opened/)).toBeDefined()
  })

  it('counts and shows the changed lines, and leads to a line', async () => {
    const on = actions()
    render(<ChangesView name="a.yaml" onDisk savedText={'a\nb\n'} text={'a\nc\nd\n'} {...on} />)
    expect(screen.getByTitle('Lines added').textContent).toBe('+2')
    expect(screen.getByTitle('Lines removed').textContent).toBe('−1')
    await userEvent.setup().click(screen.getByRole('button', { name: 'Go to line 3' }))
    expect(on.onLine).toHaveBeenCalledWith(3)
  })
})

describe('lineRange', () => {
  it('spans a line without its line end', () => {
    expect(lineRange('ab\r\ncd\n', 1)).toEqual({ start: 0, end: 2 })
    expect(lineRange('ab\r\ncd\n', 2)).toEqual({ start: 4, end: 6 })
    expect(lineRange('ab', 9)).toEqual({ start: 2, end: 2 })
  })
})

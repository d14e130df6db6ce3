// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { analyze } from '../../core/analyze.ts'
import { EffectiveView } from './effective-view.tsx'

afterEach(cleanup)

const text =
  'base_config: base.yaml\nstages:\n  - stage_id: 0\n    max_num_seqs: 8\nplatforms:\n  npu:\n    stages:\n      - stage_id: 0\n        max_num_seqs: 2\n'
const base = 'stages:\n  - stage_id: 0\n    max_num_seqs: 64\n    devices: "0"\n'

function setup(files: Readonly<Record<string, string | null>>) {
  const analysis = analyze(text, { fileName: '/d/a.yaml', platform: 'npu', files })
  const onReveal = vi.fn()
  render(
    <EffectiveView
      config={analysis.effective}
      stages={[{ id: '0', label: '0' }]}
      selected="0"
      onReveal={onReveal}
    />,
  )
  const cells = (field: string) => {
    const row = screen.getAllByRole('row').find(item => within(item).queryByTitle(field) !== null)
    return row === undefined
      ? []
      : within(row)
          .getAllByRole('cell')
          .map(cell => cell.textContent)
  }
  return { analysis, onReveal, cells, user: userEvent.setup() }
}

describe('EffectiveView', () => {
  it('shows the winning value with its layer and what it hides', async () => {
    const { cells, onReveal, user } = setup({ '/d/base.yaml': base })
    expect(cells('max_num_seqs').slice(1, 3)).toEqual(['2', 'platform npu'])
    expect(cells('devices').slice(1, 3)).toEqual(['0', 'base base.yaml'])
    const row = screen.getAllByRole('row').find(item => within(item).queryByTitle('max_num_seqs') !== null)
    if (row === undefined) throw new Error('row missing')
    await user.click(row)
    const stack = within(screen.getByRole('article', { name: 'Layers of max_num_seqs' }))
    expect(
      stack
        .getAllByRole('listitem')
        .map(item => item.querySelector('code')?.textContent)
        .slice(0, 3),
    ).toEqual(['2', '8', '64'])
    await user.click(stack.getByRole('button', { name: 'platform npu' }))
    expect(onReveal.mock.lastCall?.[0]).toMatchObject({ start: expect.any(Number) })
  })

  it('keeps to the overruled ones on demand, and says when a base file is missing', async () => {
    const { cells, user } = setup({ '/d/base.yaml': null })
    expect(screen.getByText('not found')).toBeDefined()
    await user.click(screen.getByLabelText('Overruled values only'))
    expect(cells('max_num_seqs')).not.toEqual([])
    expect(screen.getAllByRole('row')).toHaveLength(2)
  })
})
